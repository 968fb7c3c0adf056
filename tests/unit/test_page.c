/* SPDX-License-Identifier: ISC */
/* What of a page is text stays text; what differs is marked. */
#include <string.h>

#include "page/page.h"
#include "roster/report_priv.h"
#include "tap.h"

static const char *
plain(const char *message)
{
	return message;
}

static void
test_escapes(void)
{
	static const struct { const char *in, *marked, *plain; } t[] = {
		{ "", "", "" },
		{ "Nguyễn", "Nguyễn", "Nguyễn" },
		{ "<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;",
		    "&lt;b&gt;&amp;&quot;&#39;" },
		{ "a\342\200\256b", "a<b class=\"u\">\\u{202e}</b>b",
		    "a\\u{202e}b" },
		{ "a\nb\001", "a<b class=\"u\">\\u{a}</b>b<b class=\"u\">"
		    "\\u{1}</b>", "a\\u{a}b\\u{1}" },
		{ "\377\303", "<b class=\"u\">\\xff</b><b class=\"u\">\\xc3"
		    "</b>", "\\xff\\xc3" },
		{ "\303<", "<b class=\"u\">\\xc3</b>&lt;", "\\xc3&lt;" },
	};
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++) {
		buf_reset(&b);
		page_put(&b, slice_str(t[i].in), false);
		tap_same(buf_slice(&b), t[i].marked, "escaped");
		buf_reset(&b);
		page_put(&b, slice_str(t[i].in), true);
		tap_same(buf_slice(&b), t[i].plain, "escaped, plain");
	}
	buf_reset(&b);
	page_number(&b, plain, 1002003);
	tap_same(buf_slice(&b), "1,002,003", "a number");
	buf_release(&b);
}

static void
test_marks(void)
{
	static const struct { const char *l, *r, *left, *right; } t[] = {
		{ "", "", "", "" },
		{ "Nguyen Van Mau", "Nguyễn Văn Mẫu",
		    "Nguy<del>e</del>n V<del>a</del>n M<del>a</del>u",
		    "Nguy<ins>ễ</ins>n V<ins>ă</ins>n M<ins>ẫ</ins>u" },
		{ "001099000001", "001099000010", "0010990000<del>01</del>",
		    "0010990000<ins>10</ins>" },
		{ "13/02/1999", "02/13/1999",
		    "<del>13</del>/<del>02</del>/1999",
		    "<ins>02</ins>/<ins>13</ins>/1999" },
		{ "", "xã Giả", "", "<ins>xã Giả</ins>" },
		{ "Tổ 1", "Tổ 1, xã Giả", "Tổ 1", "Tổ 1<ins>, xã Giả</ins>" },
		{ "Mẫu Thị Thử", "Mẫu Thử", "Mẫu <del>Thị </del>Thử",
		    "Mẫu Thử" },
		{ "Trần", "Lê", "<del>Trần</del>", "<ins>Lê</ins>" },
		{ "a<b", "a>b", "a<del>&lt;</del>b", "a<ins>&gt;</ins>b" },
		/* The mark stays with its letter. */
		{ "Ma\314\203u", "Ma\314\200u", "M<del>a\314\203</del>u",
		    "M<ins>a\314\200</ins>u" },
		{ "\377a", "\376a", "<del><b class=\"u\">\\xff</b></del>a",
		    "<ins><b class=\"u\">\\xfe</b></ins>a" },
	};
	struct buf l = { 0 }, r = { 0 };
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++) {
		buf_reset(&l);
		buf_reset(&r);
		report_marks(slice_str(t[i].l), slice_str(t[i].r), &l, &r);
		tap_same(buf_slice(&l), t[i].left, "marks on the left");
		tap_same(buf_slice(&r), t[i].right, "marks on the right");
	}
	buf_release(&l);
	buf_release(&r);
}

/* More words than are aligned: nothing is lost. */
static void
test_long(void)
{
	struct buf a = { 0 }, b = { 0 }, l = { 0 }, r = { 0 };
	size_t i;

	for (i = 0; i < 300; i++) {
		buf_add_str(&a, "x ");
		buf_add_str(&b, i == 150 ? "y " : "x ");
	}
	report_marks(buf_slice(&a), buf_slice(&b), &l, &r);
	OK(l.n == a.n + strlen("<del></del>") &&
	    strstr(buf_cstr(&r), "<ins>y</ins>") != NULL, "a long cell");
	buf_release(&a);
	buf_release(&b);
	buf_release(&l);
	buf_release(&r);
}

/* Everything that the reader is told has words in every class. */
static void
test_labels(void)
{
	unsigned i;

	for (i = 0; i < DIFF_CLASSES; i++)
		OK(report_class_label((enum diff_class)i) != NULL,
		    "label of class %u", i);
	for (i = 0; i < CAUSES; i++)
		OK(report_cause_label((enum cause)i) != NULL,
		    "label of cause %u", i);
}

static void
test_page(void)
{
	static const struct slice cell[] = { SLICE("001099000001"),
	    SLICE("<script>1</script>") };
	static const struct diff_column column[] = {
		{ .is = COLUMN_ID, .name = SLICE("so"), .key = true },
		{ .is = COLUMN_NAME, .name = SLICE("<ho_ten>"),
		    .compared = true },
	};
	const struct diff_head head = { .column = column, .columns = 2,
	    .name = { "a&b.csv", "-" } };
	const struct diff_row row = { 2, cell };
	const struct diff_item i = { DIFF_REMOVED, cell[0], &row, NULL, NULL, 0,
	    NULL, NULL, 0 };
	struct report_html p = { .head = &head, .text = plain, .left_out = 7 };
	struct diff_summary s = { .rows = { 3, 0 } };
	struct buf b = { 0 };
	const char *at;
	int k;

	s.of[DIFF_REMOVED] = 3;
	report_html_head(&p, &b);
	for (k = 0; k < 3; k++)
		report_html_item(&p, &i, &b);
	report_html_end(&p, &s, &b);
	OK(strstr(buf_cstr(&b), "not on this page: 7 ") != NULL,
	    "what was left out is said");
	at = strstr(buf_cstr(&b), "<script>");
	OK(at != NULL && strstr(at + 1, "<script>") == NULL,
	    "one script, ours");
	OK(strstr(b.p, "&lt;script&gt;1&lt;/script&gt;") != NULL &&
	    strstr(b.p, "&lt;ho_ten&gt;") != NULL &&
	    strstr(b.p, "a&amp;b.csv") != NULL, "theirs is text");
	OK(strstr(b.p, "http://") == NULL && strstr(b.p, "https://") == NULL &&
	    strstr(b.p, "src=") == NULL && strstr(b.p, "href=") == NULL &&
	    strstr(b.p, "style=") == NULL, "nothing from elsewhere");
	OK(strstr(b.p, "DOES NOT COME OUT") == NULL, "the sum comes out");
	s.rows[0]++;
	report_html_end(&p, &s, &b);
	OK(strstr(buf_cstr(&b), "DOES NOT COME OUT") != NULL,
	    "a lost row is said");
	buf_release(&b);
}

int
main(void)
{
	test_escapes();
	test_marks();
	test_long();
	test_labels();
	test_page();
	return tap_done();
}
