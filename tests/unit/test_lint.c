/* SPDX-License-Identifier: ISC */
/* Each finding on one row, and none on rows that are right. */
#include <stdlib.h>
#include <string.h>

#include "lint/lint_priv.h"
#include "table/plain.h"
#include "tap.h"
#include "text/utf8.h"
#include "text/vi.h"

/* A row that is right, with members changed; "-" takes one away. */
struct row {
	const char *change;		/* "name=..|dob=.." */
	const char *want;		/* findings, divided by blanks */
};

static const struct row rows[] = {
	{ "", "" },
	{ "name=TRẦN THỊ MẪU", "" },
	{ "name=H'Hen Niê", "" },
	{ "name=Y Bhăm Êban", "" },
	{ "name=Chu Hoàng Loan", "" },
	{ "name=Ông Cao Thắng", "" },
	{ "name=Như Ý", "" },
	{ "id=00109900001", "number.form" },
	{ "id=000000000000", "number.placeholder" },
	{ "id=111111111111", "number.placeholder" },
	{ "id=123456789012", "number.placeholder" },
	{ "id=987654321098", "number.placeholder" },
	{ "id=000000000001", "number.placeholder" },
	{ "id=999099000001", "number.prefix" },
	{ "id=028099000001", "number.prefix" },
	{ "id=001297000001|dob=1997-02-01", "number.era" },
	{ "id=001098000001", "number.birth" },
	{ "id=001199000001", "number.sex" },
	{ "id=001198000001", "number.birth number.sex" },
	{ "sex=F", "number.sex" },
	{ "sex=-", "sex.missing" },
	{ "id=001085000001|dob=2015-05-01|issued=-", "number.parent" },
	{ "id=001185000001|dob=2015-05-01|issued=-", "number.parent" },
	{ "id=001010000001|dob=2015-05-01|issued=-", "number.birth" },
	{ "id=-", "number.missing" },
	{ "id=-|doc_no=B1234567|doc_type=passport", "" },
	{ "id=-|old_id=112233445", "card.cmnd-past" },
	{ "old_id=112233445", "" },
	{ "old_id=11223344", "old_id.form" },
	{ "old_id=111111111", "old_id.placeholder" },
	{ "cancelled_id=112233445", "" },
	{ "cancelled_id=1122", "cancelled_id.form" },
	{ "name=-", "name.missing" },
	{ "name=Test", "name.placeholder" },
	{ "name=chưa có", "name.placeholder" },
	{ "name=Nguyễn Văn A", "name.placeholder" },
	{ "name=XXX", "name.placeholder" },
	{ "name=...", "name.placeholder" },
	{ "name=Nguyễn Văn Mẫu 2", "name.digits" },
	{ "name=Nguyễn Văn Mẫu (con)", "name.brackets name.case" },
	{ "name=Nguyễn Văn Mẫu, Trần Thị Mẫu", "name.two" },
	{ "name=Nguyễn Văn Mẫu và Trần Thị Mẫu", "name.case name.two" },
	{ "name=Nguyễn Văn Mẫu/Trần Thị Mẫu", "name.two" },
	{ "name=Mẫu", "name.single" },
	{ "name=Madonna|nationality=ITA", "name.foreign" },
	{ "name=Ng. Văn Mẫu", "name.short" },
	{ "name=Nguyễn Văn M@u", "name.letters" },
	{ "name=Ông Nguyễn Văn Mẫu", "name.title" },
	{ "name=Ms Trần Thị Mẫu", "name.title" },
	{ "name=John Smith", "name.foreign" },
	{ "name=nguyễn văn mẫu", "name.case" },
	{ "name=NguyễN Văn Mẫu", "name.case" },
	{ "name=Nguyễn VĂN Mẫu", "name.case" },
	{ "name=Nguyễn  Văn Mẫu", "text.blanks" },
	{ "name=Nguyễn\302\240Văn Mẫu", "text.hidden" },
	{ "name=Nguy\303\252\314\203n Văn Mẫu", "text.form" },
	{ "name=\303\220ặng Văn Mẫu", "text.look-alike" },
	{ "name=Nguyễn V\320\260n Mẫu", "text.look-alike" },
	{ "name=NguyÔn V¨n MÉu", "text.charset" },
	{ "name=Nguyeãn Vaên Maãu", "text.charset" },
	{ "name=Müller", "name.foreign name.single" },
	{ "residence=Số 1,  Hà Nội", "text.blanks" },
	{ "residence=S\342\200\213ố 1, Hà Nội", "text.hidden" },
	{ "dob=-", "dob.missing" },
	{ "dob=1999-02-30", "dob.real" },
	{ "dob=1999", "dob.part" },
	{ "dob=1999-01-01", "dob.january" },
	{ "dob=2027-01-02|issued=-|id=001227000001", "dob.future number.era" },
	{ "dob=1899-02-01|id=-|old_id=112233445",
	    "card.cmnd-past dob.era" },
	{ "dob=1905-02-01|id=001005000001|issued=2021-05-05", "dob.age" },
	{ "issued=2023-02-30", "issued.real" },
	{ "issued=2026-11-27", "issued.future" },
	{ "issued=1998-02-01", "issued.birth" },
	{ "expires=2039-02-01", "" },
	{ "expires=2039-02-30", "expires.real" },
	{ "expires=1990-02-01", "card.expired expires.order expires.rule" },
	{ "expires=2026-11-25", "card.expired expires.rule" },
	{ "expires=2026-11-26", "card.soon expires.rule" },
	{ "expires=2027-02-24", "card.soon expires.rule" },
	{ "expires=2027-02-25", "expires.rule" },
	{ "expires=never", "expires.rule" },
	{ "dob=2001-11-01|id=001201000001|issued=2021-05-05",
	    "card.expired-by-rule" },
	{ "dob=2002-01-15|id=001202000001|issued=2021-05-05", "card.soon" },
	{ "dob=2012-12-24|id=001212000001|issued=-", "card.age" },
	{ "dob=2012-11-25|id=001212000001|issued=-", "" },
};

#define MEMBERS 8
static const char good[] = "id=001099000001|name=Nguyễn Văn Mẫu"
    "|dob=1999-02-01|sex=M|residence=Số 1, Phường Mẫu, Hà Nội"
    "|issued=2023-03-15";

static void
set(struct person *p, const char *text)
{
	struct slice rest = slice_str(text), one, name;
	unsigned f;

	while (text[0] != '\0' && slice_split(&rest, '|', &one)) {
		(void)slice_split(&one, '=', &name);
		for (f = 0; f < PERSON_FIELDS; f++)
			if (slice_is(name, person_field_name(
			    (enum person_field)f)))
				p->f[f] = slice_is(one, "-") ?
				    (struct slice){ NULL, 0 } : one;
	}
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
say(const struct lint_list *l, struct buf *out)
{
	const char *name[LINT_MAX_FINDINGS];
	size_t i;

	for (i = 0; i < l->n; i++)
		name[i] = lint_rule(l->f[i].what)->name;
	qsort(name, l->n, sizeof *name, by_text);
	for (i = 0; i < l->n; i++)
		buf_printf(out, "%s%s", i > 0 ? " " : "", name[i]);
}

static bool
is_plain(const struct person *p)
{
	size_t f;

	for (f = 0; f < PERSON_FIELDS; f++)
		if (p->f[f].n > 0 && !plain_text(p->f[f]))
			return false;
	return true;
}

static void
test_rows(struct lint_words *w)
{
	struct lint_terms t = { .today = { 2026, 11, 26 },
	    .need = LINT_NEED_DEFAULT };
	struct buf got = { 0 };
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct person p = { 0 };
		struct lint_subject s = { &p, NULL, NULL, 0, false };
		struct lint_list l = { .n = 0 };

		set(&p, good);
		set(&p, rows[i].change);
		lint_person(&t, w, &s, &l);
		buf_reset(&got);
		say(&l, &got);
		tap_same(buf_slice(&got), rows[i].want, rows[i].change);
		if (!is_plain(&p))
			continue;
		s.plain = true;
		l.n = 0;
		lint_person(&t, w, &s, &l);
		buf_reset(&got);
		say(&l, &got);
		tap_same(buf_slice(&got), rows[i].want, "at a glance");
	}
	buf_release(&got);
}

/* What the reader of a table notes, by its words. */
static void
test_notes(struct lint_words *w)
{
	static const struct {
		struct table_note note;
		const char *want;
	} notes[] = {
		{ { PERSON_ID, { "1099000001", 10 }, { "001099000001", 12 },
		    "zeros put back that a spreadsheet took away" },
		    "number.zeros" },
		{ { PERSON_ID, { "1.099E+09", 9 }, { NULL, 0 },
		    "digits were rounded away: make the column text" },
		    "number.rounded" },
		{ { PERSON_ID, { "99000001", 8 }, { NULL, 0 },
		    "digits are missing, and the row does not say which" },
		    "number.digits" },
		{ { PERSON_ID, { "0912 345 678", 12 }, { NULL, 0 },
		    "digits are missing, and the row does not say which" },
		    "number.phone" },
		{ { PERSON_ID, { "+84 912345678", 13 }, { NULL, 0 },
		    "neither nine nor twelve digits" }, "number.phone" },
		{ { PERSON_ID, { "0112345678", 10 }, { NULL, 0 },
		    "neither nine nor twelve digits" }, "number.length" },
		{ { PERSON_EXPIRES, { "never", 5 }, { NULL, 0 },
		    "not a day that can be read" }, "" },
		{ { PERSON_ISSUED, { "x", 1 }, { NULL, 0 },
		    "not a day that can be read" }, "issued.unreadable" },
		{ { PERSON_SEX, { "x", 1 }, { NULL, 0 },
		    "neither Nam nor Nữ" }, "sex.unclear" },
		{ { PERSON_NAME, { "x", 1 }, { "y", 1 }, "something new" },
		    "row.repaired" },
		{ { PERSON_NAME, { "x", 1 }, { NULL, 0 }, "something new" },
		    "row.unclear" },
	};
	struct lint_terms t = { .today = { 2026, 11, 26 } };
	struct buf got = { 0 };
	size_t i;

	for (i = 0; i < sizeof notes / sizeof *notes; i++) {
		struct person p = { 0 };
		struct lint_subject s = { &p, NULL, &notes[i].note, 1,
		    false };
		struct lint_list l = { .n = 0 };

		lint_person(&t, w, &s, &l);
		buf_reset(&got);
		say(&l, &got);
		tap_same(buf_slice(&got), notes[i].want, notes[i].note.why);
	}
	buf_release(&got);
}

static char
slow_fold(uint32_t cp)
{
	return cp == 0xd0 || cp == 0xf0 || cp == 0x189 || cp == 0x256 ? 'd' :
	    vi_base(cp);
}

static void
test_fold(void)
{
	char out[LINT_MAX_FOLDED], long_name[1000];
	struct buf b = { 0 };
	uint32_t cp;
	size_t bad = 0, n;
	char want;

	for (cp = 1; cp < 0x11000; cp++) {
		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		buf_reset(&b);
		utf8_add(&b, cp);
		n = lint_fold(buf_slice(&b), out);
		want = slow_fold(cp);
		bad += want == 0 ? n != 0 : n != 1 || out[0] != want;
	}
	OK(bad == 0, "plain letters are those of vi_base");
	n = lint_fold(SLICE("  Nguyễn--Thị  H'Mẫu "), out);
	tap_same((struct slice){ out, n }, "nguyen thi hmau", "a name");
	memset(long_name, 'a', sizeof long_name);
	OK(lint_fold((struct slice){ long_name, sizeof long_name }, out) <
	    LINT_MAX_FOLDED, "a long name ends");
	buf_release(&b);
}

/* No two findings with one name, all names of one form. */
static void
test_catalogue(void)
{
	enum lint found;
	unsigned i, bad = 0;

	for (i = 0; i < LINTS; i++) {
		const char *name = lint_rule((enum lint)i)->name;

		bad += !lint_by_name(slice_str(name), &found) || found != i ||
		    strchr(name, '.') == NULL;
	}
	OK(bad == 0, "every name finds its own finding");
}

static void
test_terms(void)
{
	struct lint_terms t = { .need = 0 };
	struct slice bad;
	unsigned i, on = 0;

	OK(lint_terms_only(&t, true, SLICE("clean")) == ERR_OK &&
	    lint_terms_only(&t, false, SLICE("current")) == ERR_OK,
	    "two criteria");
	OK(t.off[LINT_NUMBER_SEX] && !t.off[LINT_NUMBER_TWICE] &&
	    !t.off[LINT_CARD_EXPIRED], "these and no others");
	OK(lint_terms_only(&t, true, SLICE("bright")) == ERR_NOT_FOUND,
	    "no such criterion");
	t = (struct lint_terms){ .need = 0 };
	OK(lint_terms_ignore(&t, SLICE("name.*")) == ERR_OK &&
	    t.off[LINT_NAME_CASE] && !t.off[LINT_NUMBER_SEX], "a star");
	OK(lint_terms_ignore(&t, SLICE("number.sex")) == ERR_OK &&
	    t.off[LINT_NUMBER_SEX], "one");
	OK(lint_terms_ignore(&t, SLICE("number.se")) == ERR_NOT_FOUND &&
	    lint_terms_ignore(&t, SLICE("x*")) == ERR_NOT_FOUND, "none");
	OK(lint_terms_ignore(&t, SLICE("*")) == ERR_OK, "all");
	for (i = 0; i < LINTS; i++)
		on += !t.off[i];
	OK(on == 0, "and nothing is left");
	OK(lint_terms_need(&t, SLICE("id, residence"), &bad) == ERR_OK &&
	    t.need == (1u << PERSON_ID | 1u << PERSON_RESIDENCE), "needs");
	OK(lint_terms_need(&t, SLICE("id,colour"), &bad) == ERR_NOT_FOUND &&
	    slice_is(bad, "colour"), "a need that is no member");
}

int
main(void)
{
	struct lint_words *w = lint_words_new();

	test_rows(w);
	test_notes(w);
	test_fold();
	test_catalogue();
	test_terms();
	lint_words_free(w);
	return tap_done();
}
