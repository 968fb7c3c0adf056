/* SPDX-License-Identifier: ISC */
/* Cells as spreadsheets leave them, into members as a record has them. Each
 * change but blanks at the ends is noted; what stays unclear is not taken. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "identity/number.h"
#include "table/table_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

#define NUMBER_MAX_CELL 64

static void
note(struct table_row *row, enum person_field field, struct slice from,
    struct slice to, const char *why)
{
	if (row->notes < TABLE_MAX_NOTES)
		row->note[row->notes++] =
		    (struct table_note){ field, from, to, why };
}

static void
warn(struct table_row *row, enum person_field field, struct slice from,
    const char *why)
{
	note(row, field, from, (struct slice){ NULL, 0 }, why);
}

static bool
is_plain(char c)
{
	return c > ' ' && c < 0x7f;
}

/* Blanks of every kind off both ends: U+00A0, U+200B, U+FEFF beside ASCII. */
static struct slice
strip(struct slice s)
{
	static const struct slice blanks[] = { { "\302\240", 2 },
	    { "\342\200\213", 3 }, { "\357\273\277", 3 } };
	size_t i, n, before;

	do {
		s = slice_trim(s);
		if (s.n == 0 || (is_plain(s.p[0]) && is_plain(s.p[s.n - 1])))
			break;
		before = s.n;
		for (i = 0; i < sizeof blanks / sizeof *blanks; i++) {
			n = blanks[i].n;
			if (s.n >= n && memcmp(s.p, blanks[i].p, n) == 0) {
				s.p += n;
				s.n -= n;
			}
			if (s.n >= n && memcmp(s.p + s.n - n, blanks[i].p, n)
			    == 0)
				s.n -= n;
		}
	} while (s.n < before);
	return s;
}

/* What Excel puts round a number kept as text: '001.. and ="001..". */
static struct slice
unwrap(struct slice s)
{
	if (s.n > 0 && s.p[0] == '\'') {
		s.p++;
		s.n--;
	} else if (s.n > 3 && s.p[0] == '=' && s.p[1] == '"' &&
	    s.p[s.n - 1] == '"') {
		s.p += 2;
		s.n -= 3;
	}
	return s;
}

/* A dot between groups of a number; behind a decimal one stand few digits. */
static bool
is_group_dot(struct slice s, size_t i)
{
	return s.p[i] == '.' && s.n - i > 3 &&
	    slice_digits((struct slice){ s.p + i + 1, 3 });
}

/* Copies the digits, leaving out blanks, dots and hyphens between them and a
 * decimal ".0" at the end. False when anything else is there. */
static bool
only_digits(struct slice s, struct buf *out)
{
	struct slice dot = SLICE(".0");
	size_t i, from = out->n;

	if (s.n > 2 && memcmp(s.p + s.n - 2, dot.p, 2) == 0 &&
	    slice_digits((struct slice){ s.p, s.n - 2 }))
		s.n -= 2;
	for (i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			buf_add_char(out, s.p[i]);
		else if (i + 1 < s.n && s.p[i] == '\302' &&
		    s.p[i + 1] == '\240')
			i++;
		else if (s.p[i] != ' ' && s.p[i] != '-' &&
		    !is_group_dot(s, i))
			goto no;
	}
	if (out->n > from)
		return true;
no:
	out->n = from;
	return false;
}

bool
table_is_number(struct slice cell)
{
	cell = unwrap(strip(cell));
	return cell.n == 12 && slice_digits(cell);
}

/* The zeros that a spreadsheet ate come back only where the row bears them
 * out: prefix, sex and, always, the birth year. A number that lost a digit in
 * its middle, a telephone or an insurance number look the same. */
static bool
may_pad(struct slice twelve, const struct person *p)
{
	struct slice dob = p->f[PERSON_DOB], sex = p->f[PERSON_SEX];
	struct number n;
	struct date d;

	if (number_parse(twelve, &n) != ERR_OK || n.place == NULL)
		return false;
	if (sex.p != NULL && (sex.p[0] == 'F') != n.female)
		return false;
	return dob.p != NULL && date_parse(dob, &d) == ERR_OK && d.y == n.year;
}

static void
pad(struct slice digits, struct slice cell, struct buf *text,
    struct table_row *row)
{
	struct slice twelve;
	size_t from = text->n;

	buf_add(text, "00", 12 - digits.n);
	buf_add_slice(text, digits);
	twelve = (struct slice){ text->p + from, 12 };
	if (may_pad(twelve, &row->person)) {
		row->person.f[PERSON_ID] = twelve;
		note(row, PERSON_ID, cell, twelve,
		    N_("zeros put back that a spreadsheet took away"));
	} else
		warn(row, PERSON_ID, cell,
		    N_("digits are missing, and the row does not say which"));
}

static void
take_number(struct slice cell, enum person_field field, struct buf *text,
    struct table_row *row)
{
	struct slice s = unwrap(strip(cell)), digits;
	size_t from = text->n;

	if (s.n == 0)
		return;
	if (s.n > NUMBER_MAX_CELL || !only_digits(s, text)) {
		warn(row, field, cell, memchr(s.p, 'E', s.n) != NULL ?
		    N_("digits were rounded away: make the column text in the "
		    "spreadsheet and save again") : N_("not a number"));
		return;
	}
	digits = (struct slice){ text->p + from, text->n - from };
	if (digits.n == 12)
		field = field == PERSON_OLD_ID ? PERSON_ID : field;
	else if (digits.n == 9)
		field = field == PERSON_ID ? PERSON_OLD_ID : field;
	else if (field == PERSON_ID && (digits.n == 10 || digits.n == 11)) {
		pad(digits, cell, text, row);
		return;
	} else {
		warn(row, field, cell, N_("neither nine nor twelve digits"));
		return;
	}
	if (row->person.f[field].p != NULL)
		return;
	row->person.f[field] = digits;
	if (!slice_eq(strip(cell), digits))
		note(row, field, cell, digits,
		    N_("signs round the digits left out"));
}

/* Up to three groups of digits divided by one of / - . or a blank. */
static size_t
date_parts(struct slice s, int part[3])
{
	size_t n = 0, i;

	for (i = 0; i < s.n && n < 3; n++) {
		size_t from = i;

		part[n] = 0;
		while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9' &&
		    i - from < 4)
			part[n] = part[n] * 10 + (s.p[i++] - '0');
		if (i == from)
			return 0;
		if (i < s.n && memchr("/-. ", s.p[i++], 4) == NULL)
			return 0;
	}
	return i == s.n ? n : 0;
}

/* Years that stand in papers of people who live. */
static bool
is_year_of_ours(int y)
{
	return y >= 1890 && y < 2100;
}

/* Eight digits: the year last or, where only that is plausible, first. */
static bool
read_eight(struct slice s, struct date *d)
{
	char iso[DATE_MAX_TEXT];
	struct date last, first;
	bool a = date_parse_dmy(s, &last) == ERR_OK && is_year_of_ours(last.y);
	bool b;

	snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", s.p, s.p + 4, s.p + 6);
	b = date_parse(slice_str(iso), &first) == ERR_OK &&
	    is_year_of_ours(first.y);
	if (a == b)
		return false;
	*d = a ? last : first;
	return true;
}

/* Day, month, year as Vietnam writes them; a year first as ISO does. */
static bool
read_day(struct slice s, struct date *d, bool *swapped)
{
	int p[3];
	size_t n;

	*swapped = false;
	/* a time of day that a spreadsheet added */
	if (s.n > 10 && (s.p[10] == ' ' || s.p[10] == 'T') &&
	    memchr(s.p + 10, ':', s.n - 10) != NULL)
		s.n = 10;
	if (s.n == 8 && slice_digits(s))
		return read_eight(s, d);
	if (date_parse(s, d) == ERR_OK)
		return true;
	n = date_parts(s, p);
	if (n == 2)
		*d = (struct date){ p[1], p[0], 0 };
	else if (n == 3 && p[0] > 31)
		*d = (struct date){ p[0], p[1], p[2] };
	else if (n == 3)
		*d = (struct date){ p[2], p[1], p[0] };
	else
		return false;
	if (n == 3 && d->y >= 1000 && d->m > 12 && d->d <= 12) {
		*swapped = true;
		*d = (struct date){ d->y, d->d, d->m };
	}
	if (n == 2)
		return d->y >= 1000 && d->m >= 1 && d->m <= 12;
	return d->y >= 1000 && date_is_real(*d);
}

static void
take_day(struct slice cell, enum person_field field, struct buf *text,
    struct table_row *row)
{
	struct slice s = unwrap(strip(cell));
	char iso[DATE_MAX_TEXT];
	size_t from = text->n;
	struct date d;
	bool swapped;

	if (s.n == 0)
		return;
	if (!read_day(s, &d, &swapped)) {
		warn(row, field, cell, N_("not a day that can be read"));
		return;
	}
	buf_add_str(text, date_format(d, iso));
	row->person.f[field] =
	    (struct slice){ text->p + from, text->n - from };
	if (swapped)
		note(row, field, cell, row->person.f[field],
		    N_("day and month stood in the other order"));
}

/* A mark in the column "Nữ", whatever it is but a no. */
static bool
is_marked(struct slice cell)
{
	static const char *const no[] = { "0", "khong", "no", "false" };
	struct slice s = strip(cell);
	struct buf key = { 0 };
	bool marked = s.n > 0 && vi_key(s, VI_K4, &key) == ERR_OK;
	size_t i;

	for (i = 0; i < sizeof no / sizeof *no; i++)
		marked = marked && !slice_is(buf_slice(&key), no[i]);
	buf_release(&key);
	return marked;
}

static void
take_sex(const struct slice cell[COLUMNS], struct table_row *row)
{
	static const struct {
		const char *key, *sex;
	} words[] = { { "nam", "M" }, { "nu", "F" }, { "m", "M" },
	    { "f", "F" }, { "male", "M" }, { "female", "F" } };
	struct slice s = strip(cell[COLUMN_SEX]);
	struct buf key = { 0 };
	size_t i;

	if (slice_is(s, "Nữ") || is_marked(cell[COLUMN_FEMALE]))
		row->person.f[PERSON_SEX] = SLICE("F");
	else if (slice_is(s, "Nam"))
		row->person.f[PERSON_SEX] = SLICE("M");
	if (row->person.f[PERSON_SEX].p != NULL)
		return;
	if (s.n == 0 || vi_key(s, VI_K4, &key) != ERR_OK)
		goto out;
	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_is(buf_slice(&key), words[i].key))
			row->person.f[PERSON_SEX] = slice_str(words[i].sex);
	if (row->person.f[PERSON_SEX].p == NULL)
		warn(row, PERSON_SEX, s, N_("neither Nam nor Nữ"));
out:
	buf_release(&key);
}

static enum err
take_text(struct slice cell, enum person_field field, struct buf *text,
    struct table_row *row)
{
	struct slice s = strip(cell);
	size_t from = text->n;
	enum err e;

	if (s.n == 0)
		return ERR_OK;
	e = utf8_nfc(text, s);
	if (e == ERR_OK)
		row->person.f[field] =
		    (struct slice){ text->p + from, text->n - from };
	return e;
}

static enum err
take_name(const struct slice cell[COLUMNS], struct buf *text,
    struct table_row *row)
{
	struct slice family = strip(cell[COLUMN_FAMILY]);
	struct slice given = strip(cell[COLUMN_GIVEN]);
	size_t from = text->n;
	enum err e;

	if (strip(cell[COLUMN_NAME]).n > 0 || family.n + given.n == 0)
		return take_text(cell[COLUMN_NAME], PERSON_NAME, text, row);
	e = utf8_nfc(text, family);
	if (family.n > 0 && given.n > 0)
		buf_add_char(text, ' ');
	if (e == ERR_OK)
		e = utf8_nfc(text, given);
	row->person.f[PERSON_NAME] =
	    (struct slice){ text->p + from, text->n - from };
	return e;
}

bool
table_is_taken(const struct person *p, enum column c)
{
	static const enum person_field field[COLUMNS] = {
		[COLUMN_OLD_ID] = PERSON_OLD_ID,
		[COLUMN_CANCELLED_ID] = PERSON_CANCELLED_ID,
		[COLUMN_DOC_NO] = PERSON_DOC_NO, [COLUMN_NAME] = PERSON_NAME,
		[COLUMN_FAMILY] = PERSON_NAME, [COLUMN_GIVEN] = PERSON_NAME,
		[COLUMN_DOB] = PERSON_DOB, [COLUMN_SEX] = PERSON_SEX,
		[COLUMN_FEMALE] = PERSON_SEX,
		[COLUMN_NATIONALITY] = PERSON_NATIONALITY,
		[COLUMN_ETHNICITY] = PERSON_ETHNICITY,
		[COLUMN_RELIGION] = PERSON_RELIGION,
		[COLUMN_HOMETOWN] = PERSON_HOMETOWN,
		[COLUMN_RESIDENCE] = PERSON_RESIDENCE,
		[COLUMN_ISSUED] = PERSON_ISSUED,
		[COLUMN_EXPIRES] = PERSON_EXPIRES,
		[COLUMN_FATHER] = PERSON_FATHER,
		[COLUMN_MOTHER] = PERSON_MOTHER,
		[COLUMN_SPOUSE] = PERSON_SPOUSE,
	};

	if (c == COLUMN_ID)
		return p->f[PERSON_ID].p != NULL ||
		    p->f[PERSON_OLD_ID].p != NULL;
	return c != COLUMN_NONE && p->f[field[c]].p != NULL;
}

/* Enough for all members, so that none of them moves. NFC can lengthen a
 * text, at most threefold. */
static void
make_room(const struct slice cell[COLUMNS], struct buf *text)
{
	size_t i, sum = 1024;

	for (i = 1; i < COLUMNS; i++)
		sum += 3 * cell[i].n;
	buf_grow(text, sum);
}

enum err
table_person(const struct slice cell[COLUMNS], struct buf *text,
    struct table_row *row)
{
	static const struct {
		enum column column;
		enum person_field field;
	} texts[] = {
		{ COLUMN_DOC_NO, PERSON_DOC_NO },
		{ COLUMN_NATIONALITY, PERSON_NATIONALITY },
		{ COLUMN_ETHNICITY, PERSON_ETHNICITY },
		{ COLUMN_RELIGION, PERSON_RELIGION },
		{ COLUMN_HOMETOWN, PERSON_HOMETOWN },
		{ COLUMN_RESIDENCE, PERSON_RESIDENCE },
		{ COLUMN_FATHER, PERSON_FATHER },
		{ COLUMN_MOTHER, PERSON_MOTHER },
		{ COLUMN_SPOUSE, PERSON_SPOUSE },
	};
	size_t i;
	enum err e;

	make_room(cell, text);
	row->notes = 0;
	row->person = (struct person){ 0 };
	take_day(cell[COLUMN_DOB], PERSON_DOB, text, row);
	take_day(cell[COLUMN_ISSUED], PERSON_ISSUED, text, row);
	take_day(cell[COLUMN_EXPIRES], PERSON_EXPIRES, text, row);
	take_sex(cell, row);
	take_number(cell[COLUMN_ID], PERSON_ID, text, row);
	take_number(cell[COLUMN_OLD_ID], PERSON_OLD_ID, text, row);
	take_number(cell[COLUMN_CANCELLED_ID], PERSON_CANCELLED_ID, text, row);
	e = take_name(cell, text, row);
	for (i = 0; e == ERR_OK && i < sizeof texts / sizeof *texts; i++)
		e = take_text(cell[texts[i].column], texts[i].field, text,
		    row);
	return e;
}
