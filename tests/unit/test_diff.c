/* SPDX-License-Identifier: ISC */
/* The sum of a comparison: balance, addition, text and back. */
#include <string.h>

#include "roster/diff.h"
#include "tap.h"

static void
test_sides(void)
{
	static const struct { const char *name; unsigned left, right; } want[] = {
		{ "same", 1, 1 }, { "changed", 1, 1 }, { "key-repaired", 1, 1 },
		{ "other-person", 1, 1 }, { "match", 1, 1 }, { "look", 1, 1 },
		{ "removed", 1, 0 }, { "added", 0, 1 },
		{ "duplicate-left", 1, 0 }, { "duplicate-right", 0, 1 },
		{ "reject-left", 1, 0 }, { "reject-right", 0, 1 },
	};
	unsigned c;

	OK(sizeof want / sizeof want[0] == DIFF_CLASSES, "so many classes");
	for (c = 0; c < DIFF_CLASSES; c++)
		OK(strcmp(diff_class_name((enum diff_class)c),
		    want[c].name) == 0 &&
		    diff_has_side((enum diff_class)c, 0) == want[c].left &&
		    diff_has_side((enum diff_class)c, 1) == want[c].right,
		    "%s: sides", want[c].name);
}

/* Every count another number. */
static struct diff_summary
sample(void)
{
	struct diff_summary s = { .rows = { 0, 0 } };
	unsigned i;

	for (i = 0; i < DIFF_CLASSES; i++)
		s.of[i] = 100 + i;
	for (i = 0; i < CAUSES; i++)
		s.cause[i] = 200 + i;
	for (i = 0; i < 2; i++) {
		s.skipped[i] = 2 + i;
		s.short_rows[i] = 4 + i;
		s.bad_bytes[i] = 6 + i;
		s.unkeyed[i] = 8 + i;
		s.left_out[i] = 10 + i;
	}
	s.rows[0] = 100 + 101 + 102 + 103 + 104 + 105 + 106 + 108 + 110 + 2;
	s.rows[1] = 100 + 101 + 102 + 103 + 104 + 105 + 107 + 109 + 111 + 3;
	return s;
}

static void
test_balance(void)
{
	struct diff_summary s = sample(), t;
	unsigned c;

	OK(diff_balances(&s), "the sum comes out");
	for (c = 0; c < DIFF_CLASSES; c++) {
		t = s;
		t.of[c]--;
		OK(!diff_balances(&t), "one %s lost is seen",
		    diff_class_name((enum diff_class)c));
	}
	t = s;
	t.skipped[1]++;
	OK(!diff_balances(&t), "one skipped too many is seen");
	diff_summary_add(&s, &s);
	OK(diff_balances(&s) && s.rows[1] == 2 * t.rows[1] &&
	    s.cause[CAUSE_MARKS] == 2 * t.cause[CAUSE_MARKS] &&
	    s.unkeyed[1] == 18 && s.left_out[0] == 20 &&
	    s.bad_bytes[0] == 12 &&
	    s.short_rows[1] == 10 && s.skipped[0] == 4, "twice is the double");
}

static void
test_text(void)
{
	struct diff_summary s = sample(), t = { .rows = { 0, 0 } };
	struct buf b = { 0 }, again = { 0 };

	diff_summary_write(&s, &b);
	OK(b.n > 0 && memchr(b.p, '\n', b.n) == b.p + b.n - 1, "one line");
	OK(slice_starts(buf_slice(&b), "{\"summary\":\"rosterdiff\","
	    "\"version\":1,\"rows\":{\"left\":941,\"right\":945},\"skipped\":"
	    "{\"left\":2,\"right\":3},\"classes\":{\"same\":100,"),
	    "begins as the manual says");
	OK(diff_summary_read(buf_slice(&b), &t) == ERR_OK, "is read back");
	diff_summary_write(&t, &again);
	OK(slice_eq(buf_slice(&b), buf_slice(&again)), "and is the same");
	buf_release(&b);
	buf_release(&again);
}

/* The text with one place changed. */
static enum err
read_with(const char *from, const char *to)
{
	struct diff_summary s = sample(), t = { .rows = { 7, 7 } };
	struct buf b = { 0 }, c = { 0 };
	const char *at;
	enum err e;

	diff_summary_write(&s, &b);
	at = strstr(buf_cstr(&b), from);
	OK(at != NULL, "it stands there");
	buf_add(&c, b.p, (size_t)(at - b.p));
	buf_add_str(&c, to);
	buf_add_str(&c, at + strlen(from));
	e = diff_summary_read(buf_slice(&c), &t);
	OK(e == ERR_OK || (t.rows[0] == 7 && t.rows[1] == 7),
	    "what fails leaves nothing");
	buf_release(&b);
	buf_release(&c);
	return e;
}

static void
test_strict(void)
{
	static const struct { const char *from, *to; enum err e; } t[] = {
		{ "\"same\":100", "\"same\":101", ERR_OK },
		{ "\"same\":100", "\"same\":-1", ERR_FORMAT },
		{ "\"same\":100", "\"same\":1.5", ERR_FORMAT },
		{ "\"same\":100", "\"same\":1e2", ERR_FORMAT },
		{ "\"same\":100", "\"same\":\"100\"", ERR_FORMAT },
		{ "\"same\":100", "\"same\":null", ERR_FORMAT },
		{ "\"same\":100", "\"same\":10000000000000", ERR_OK },
		{ "\"same\":100", "\"same\":10000000000001", ERR_RANGE },
		{ "\"same\":100", "\"same\":18446744073709551716", ERR_RANGE },
		{ "\"same\":100,", "", ERR_FORMAT },
		{ "\"same\":100", "\"equal\":100", ERR_FORMAT },
		{ "\"same\":100", "\"same\":100,\"same\":100", ERR_FORMAT },
		{ "\"same\":100", "\"same\":100,\"more\":1", ERR_FORMAT },
		{ "\"same\":100", "\"same\":0100", ERR_JSON },
		{ "\"unkeyed\"", "\"others\"", ERR_FORMAT },
		{ ",\"unkeyed\":{\"left\":8,\"right\":9}", "", ERR_FORMAT },
		{ "{\"left\":8,\"right\":9}", "[8,9]", ERR_FORMAT },
		{ "{\"left\":8,\"right\":9}", "{\"left\":8,\"right\":9},"
		    "\"x\":1", ERR_FORMAT },
		{ "\"version\":1", "\"version\":2", ERR_UNSUPPORTED },
		{ "\"version\":1", "\"version\":1.0", ERR_FORMAT },
		{ "\"rosterdiff\"", "\"rosterlint\"", ERR_UNSUPPORTED },
		{ "\"summary\"", "\"sum\"", ERR_FORMAT },
		{ "}\n", "", ERR_JSON },
		{ "}\n", "}\n{}", ERR_JSON },
	};
	size_t i;
	enum err e;

	for (i = 0; i < sizeof t / sizeof t[0]; i++) {
		e = read_with(t[i].from, t[i].to);
		OK(e == t[i].e, "change %zu: %s", i, err_word(e));
	}
}

static void
test_no_summary(void)
{
	static const struct { const char *text; enum err e; } t[] = {
		{ "", ERR_JSON }, { "[]", ERR_FORMAT }, { "{}", ERR_FORMAT },
		{ "\377", ERR_JSON }, { "{\"summary\":\"rosterdiff\"}",
		    ERR_FORMAT },
	};
	struct diff_summary s;
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++)
		OK(diff_summary_read(slice_str(t[i].text), &s) == t[i].e,
		    "no summary: %zu", i);
}

int
main(void)
{
	test_sides();
	test_balance();
	test_text();
	test_strict();
	test_no_summary();
	return tap_done();
}
