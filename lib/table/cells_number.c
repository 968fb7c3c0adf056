/* SPDX-License-Identifier: ISC */
/* Numbers of people as spreadsheets leave them. */
#include <stdio.h>
#include <string.h>

#include "identity/number.h"
#include "table/table_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

#define MAX_CELL 64

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
table_is_number(struct slice cell)
{
	if (cell.n != 12 || !slice_digits(cell)) {
		if (cell.n < 12 || cell.n > MAX_CELL)
			return false;
		cell = cells_unwrap(cells_strip(cell));
	}
	return cell.n == 12 && slice_digits(cell);
}

/* A dot between groups of a number; behind a decimal one stand few digits. */
static bool
is_group_dot(struct slice s, size_t i)
{
	return s.p[i] == '.' && s.n - i > 3 &&
	    slice_digits((struct slice){ s.p + i + 1, 3 });
}

/* What there is but digits. */
enum {
	GOT_SIGNS = 1,			/* blanks, dots, hyphens, quotes */
	GOT_LETTERS = 2,		/* O for 0, l for 1 */
	GOT_WIDE = 4,			/* full-width digits */
	GOT_OTHER = 8
};

/* Copies the digits that `s` means. */
static unsigned
digits_of(struct slice s, struct buf *out)
{
	struct slice rest = s;
	unsigned got = 0;
	uint32_t cp;
	size_t at;

	if (s.n > 2 && s.p[s.n - 1] == '0' && (s.p[s.n - 2] == '.' ||
	    s.p[s.n - 2] == ',') &&
	    slice_digits((struct slice){ s.p, s.n - 2 })) {
		rest.n -= 2;
		got = GOT_SIGNS;
	}
	for (at = 0; utf8_next(&rest, &cp); at = (size_t)(rest.p - s.p)) {
		uint32_t alike = vi_alike(cp);

		if (alike >= '0' && alike <= '9') {
			buf_add_char(out, (char)alike);
			got |= alike != cp ? GOT_WIDE : 0;
		} else if (alike == 'O' || alike == 'o') {
			buf_add_char(out, '0');
			got |= GOT_LETTERS;
		} else if (alike == 'l' || alike == 'I') {
			buf_add_char(out, '1');
			got |= GOT_LETTERS;
		} else if (alike == VI_UNSEEN || alike == ' ' ||
		    alike == '-' || alike == '\'' || is_group_dot(s, at))
			got |= GOT_SIGNS;
		else
			got |= GOT_OTHER;
	}
	return got;
}

/* 7.9099E+10 or 7,9099E+10: with as many decimals as the exponent says all
 * digits are there. */
static bool
is_scientific(struct slice s, struct buf *out)
{
	size_t i = 0, from = out->n, decimals = 0, exponent = 0;

	if (s.n < 5 || !is_digit(s.p[0]))
		return false;
	buf_add_char(out, s.p[i++]);
	if (s.p[i] == '.' || s.p[i] == ',')
		for (i++; i < s.n && is_digit(s.p[i]); i++, decimals++)
			buf_add_char(out, s.p[i]);
	if (i == s.n || (s.p[i] != 'E' && s.p[i] != 'e'))
		goto no;
	if (++i < s.n && s.p[i] == '+')
		i++;
	if (i == s.n || s.n - i > 2)
		goto no;
	for (; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			goto no;
		exponent = exponent * 10 + (size_t)(s.p[i] - '0');
	}
	if (decimals != exponent)
		out->n = from;
	return true;
no:
	out->n = from;
	return false;
}

/* What people type where a number has to be. */
static bool
is_placeholder(struct slice d)
{
	size_t i;

	if (d.n == 12 && (memcmp(d.p, "12345678", 8) == 0 ||
	    memcmp(d.p, "01234567", 8) == 0) &&
	    (slice_is(d, "123456789012") || slice_is(d, "012345678901") ||
	    slice_is(d, "012345678912")))
		return true;
	for (i = 1; i < d.n && d.p[i] == d.p[0]; i++)
		;
	return i == d.n;
}

/* The zeros that a spreadsheet ate come back only where the row bears them
 * out: prefix, sex and, always, the birth year. A number that lost a digit in
 * its middle, a telephone or an insurance number look the same. */
static bool
is_borne_out(struct slice twelve, const struct person *p, bool birth)
{
	struct slice dob = p->f[PERSON_DOB], sex = p->f[PERSON_SEX];
	struct number n;
	struct date d;

	if (number_parse(twelve, &n) != ERR_OK || n.place == NULL)
		return false;
	if (sex.p != NULL && (sex.p[0] == 'F') != n.female)
		return false;
	if (dob.p == NULL)
		return !birth;
	return date_parse(dob, &d) == ERR_OK && d.y == n.year;
}

static void
pad(struct cells *c, struct slice digits, struct slice cell)
{
	struct slice twelve;
	size_t from = c->text->n;

	buf_add(c->text, "00", 12 - digits.n);
	buf_add_slice(c->text, digits);
	twelve = (struct slice){ c->text->p + from, 12 };
	if (is_borne_out(twelve, &c->row->person, true)) {
		cells_set(c, COLUMN_ID, PERSON_ID, twelve);
		cells_note(c, PERSON_ID, cell, twelve,
		    N_("zeros put back that a spreadsheet took away"));
	} else
		cells_warn(c, PERSON_ID, cell, digits.p[0] == '0' ?
		    N_("too short for a citizen number: a telephone or "
		    "insurance number?") :
		    N_("digits are missing, and the row does not say which"));
}

/* A letter or two, then digits: in a column of citizen numbers too. */
static bool
take_document(struct cells *c, enum column from, struct slice s)
{
	size_t i = 0, from_n = c->text->n;
	struct slice up;

	while (i < s.n && i < 3 && ((s.p[i] >= 'A' && s.p[i] <= 'Z') ||
	    (s.p[i] >= 'a' && s.p[i] <= 'z')))
		i++;
	if (i == 0 || i > 2 || s.n - i < 6 || s.n - i > 8 ||
	    !slice_digits((struct slice){ s.p + i, s.n - i }))
		return false;
	for (i = 0; i < s.n; i++)
		buf_add_char(c->text, s.p[i] >= 'a' ? s.p[i] - 'a' + 'A' :
		    s.p[i]);
	up = (struct slice){ c->text->p + from_n, s.n };
	if (c->row->person.f[PERSON_DOC_NO].p != NULL)
		return false;
	cells_set(c, from, PERSON_DOC_NO, up);
	cells_note(c, PERSON_DOC_NO, s, up,
	    N_("a passport's number stood in a column of citizen numbers"));
	return true;
}

/* "001099000001 / 012345678": the new and the old number in one cell. */
static bool
take_two(struct cells *c, enum column from, struct slice cell)
{
	struct slice part[2] = { { NULL, 0 }, { NULL, 0 } }, s;
	size_t i = 0, k, n = 0;

	while (i < cell.n) {
		for (k = i; k < cell.n && is_digit(cell.p[k]); k++)
			;
		if (k > i && n == 2)
			return false;
		if (k > i)
			part[n++] = (struct slice){ cell.p + i, k - i };
		i = k;
		while (i < cell.n && !is_digit(cell.p[i]))
			if (memchr(" /;,-()\n|", cell.p[i++], 9) == NULL)
				return false;
	}
	if (n == 2 && part[0].n < part[1].n) {
		s = part[0];
		part[0] = part[1];
		part[1] = s;
	}
	if (n != 2 || part[0].n != 12 || part[1].n != 9 ||
	    c->row->person.f[PERSON_ID].p != NULL ||
	    c->row->person.f[PERSON_OLD_ID].p != NULL)
		return false;
	cells_set(c, from, PERSON_ID, part[0]);
	cells_set(c, from, PERSON_OLD_ID, part[1]);
	cells_note(c, PERSON_ID, cell, part[0],
	    N_("two numbers stood in one cell"));
	cells_note(c, PERSON_OLD_ID, cell, part[1],
	    N_("two numbers stood in one cell"));
	return true;
}

static const char *
why_signs(unsigned got)
{
	return got & GOT_LETTERS ?
	    N_("letters that were typed for digits") :
	    got & GOT_WIDE ? N_("digits of another width") :
	    N_("signs round the digits left out");
}

/* Digits alone by now: which number is it? */
static void
take_digits(struct cells *c, enum column from, enum person_field field,
    struct slice d, struct slice cell, unsigned got)
{
	if (d.n == 12)
		field = field == PERSON_OLD_ID ? PERSON_ID : field;
	else if (d.n == 9)
		field = field == PERSON_ID ? PERSON_OLD_ID : field;
	else if (field == PERSON_ID && (d.n == 10 || d.n == 11)) {
		pad(c, d, cell);
		return;
	} else {
		cells_warn(c, field, cell, d.n == 8 ?
		    N_("eight digits: an old number whose zero is lost?") :
		    N_("neither nine nor twelve digits"));
		return;
	}
	if (c->row->person.f[field].p != NULL)
		return;
	if (is_placeholder(d)) {
		cells_warn(c, field, cell,
		    N_("typed to fill the column: no number of anybody"));
		return;
	}
	if ((got & GOT_LETTERS) != 0 && (d.n != 12 ||
	    !is_borne_out(d, &c->row->person, false))) {
		cells_warn(c, field, cell, N_("letters among the digits"));
		return;
	}
	cells_set(c, from, field, d);
	if (got != 0)
		cells_note(c, field, cell, d, why_signs(got));
}

static void
take(struct cells *c, enum column from, enum person_field field)
{
	struct slice cell = c->cell[from], s = cells_strip(cell), d;
	size_t at = c->text->n;
	unsigned got;

	if (s.n == 0)
		return;
	if ((s.n == 12 || s.n == 9) && slice_digits(s)) {
		take_digits(c, from, field, s, s, 0);
		return;
	}
	cell = s;
	s = cells_unwrap(s);
	if (s.n > MAX_CELL) {
		cells_warn(c, field, cell, N_("not a number"));
		return;
	}
	if (is_scientific(s, c->text)) {
		d = (struct slice){ c->text->p + at, c->text->n - at };
		if (d.n > 0)
			take_digits(c, from, field, d, cell, GOT_SIGNS);
		else
			cells_warn(c, field, cell, N_("digits were rounded "
			    "away: make the column text in the spreadsheet "
			    "and save again"));
		return;
	}
	got = digits_of(s, c->text);
	d = (struct slice){ c->text->p + at, c->text->n - at };
	if (s.n != cell.n)
		got |= GOT_SIGNS;
	if (d.n != 12 && (take_two(c, from, s) ||
	    take_document(c, from, s)))
		return;
	if ((got & GOT_OTHER) != 0 || d.n == 0)
		cells_warn(c, field, cell, N_("not a number"));
	else
		take_digits(c, from, field, d, cell, got);
}

int
cells_year(const struct cells *c)
{
	struct number n;

	return number_parse(cells_strip(c->cell[COLUMN_ID]), &n) == ERR_OK &&
	    n.place != NULL ? n.year : 0;
}

void
cells_take_numbers(struct cells *c)
{
	if (c->cell[COLUMN_ID].n > 0)
		take(c, COLUMN_ID, PERSON_ID);
	if (c->cell[COLUMN_OLD_ID].n > 0)
		take(c, COLUMN_OLD_ID, PERSON_OLD_ID);
	if (c->cell[COLUMN_CANCELLED_ID].n > 0)
		take(c, COLUMN_CANCELLED_ID, PERSON_CANCELLED_ID);
	if (c->cell[COLUMN_DOC_NO].n > 0 &&
	    c->row->person.f[PERSON_DOC_NO].p == NULL)
		cells_take_text(c, COLUMN_DOC_NO, PERSON_DOC_NO);
}
