/* SPDX-License-Identifier: ISC */
/* How a column writes its days and its sexes: decided by all its cells, not
 * by one. */
#include <string.h>

#include "identity/number.h"
#include "table/plan_priv.h"
#include "table/table_priv.h"
#include "text/vi.h"

#define ENOUGH 3
#define PLENTY 20			/* names that are all in order */

/* The days of a column as its cells have them. */
struct days {
	size_t dmy, mdy;		/* that can only be so */
	size_t dates, texts, others;
};

static int
two_digits(const char *p)
{
	return p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9' ?
	    (p[0] - '0') * 10 + p[1] - '0' : -1;
}

/* Most cells, without a calendar: DD/MM/YYYY or YYYY-MM-DD of a day that each
 * month has. */
static bool
count_usual(struct days *n, struct slice cell)
{
	const char *p = cell.p;
	bool iso;
	int d, m;

	if (cell.n != 10)
		return false;
	iso = p[4] == '-' && p[7] == '-';
	if (!iso && (p[2] != '/' || p[5] != '/'))
		return false;
	d = two_digits(iso ? p + 8 : p);
	m = two_digits(iso ? p + 5 : p + 3);
	if (d < 1 || d > 28 || m < 1 || m > 12 ||
	    two_digits(iso ? p : p + 6) < 10 ||
	    two_digits(iso ? p + 2 : p + 8) < 0)
		return false;
	if (iso) {
		n->dates += d <= 12;
		n->others += d > 12;
		return true;
	}
	n->dmy += d > 12;
	n->texts += d > 12;
	n->others += d <= 12 && d != m;
	return true;
}

static void
count_days(struct days *n, const struct plan_column *c,
    const struct sample *s, size_t column)
{
	struct table_day day;
	size_t i;

	for (i = sample_data(s); i < s->rows; i++) {
		struct slice cell = sample_cell(s, i, column);

		if (count_usual(n, cell) || !table_day_read(cell, &day))
			continue;
		n->dmy += day.kind == DAY_DMY;
		n->mdy += day.kind == DAY_MDY;
		if (table_day_is_made(&day, c->since_1904)) {
			n->dates += day.first.d <= 12;
			n->others += day.first.d > 12;
		} else {
			n->texts += day.kind == DAY_DMY;
			n->others += day.kind == DAY_EITHER;
		}
	}
}

/* Days beyond the twelfth tell the order. Both orders in one column leave
 * DATE_GUESS, no evidence the order of the country.
 *
 * A spreadsheet that takes 03/04 for the fourth of March makes it a date, and
 * leaves 25/12 the text that it was: then all dates are of the twelfth or
 * before, and all texts of days beyond. */
static void
set_days(struct plan_column *c, const struct sample *s, size_t column)
{
	struct days n = { .dmy = 0 };

	count_days(&n, c, s, column);
	if (c->order == DATE_GUESS)
		c->order = n.mdy == 0 ? DATE_DMY : n.dmy == 0 &&
		    n.mdy >= ENOUGH ? DATE_MDY : DATE_GUESS;
	c->converted = n.dates >= ENOUGH && n.texts >= ENOUGH &&
	    n.others * 20 <= n.dates + n.texts;
}

/* What is no family name stands first in most rows, and one last. */
static void
set_reversed(struct plan_column *c, const struct sample *s, size_t column)
{
	size_t i, names = 0, reversed = 0;
	bool is;

	for (i = sample_data(s); i < s->rows && (reversed > 0 ||
	    names < PLENTY); i++)
		if (table_is_reversed(sample_cell(s, i, column), &is)) {
			names++;
			reversed += is;
		}
	c->reversed = reversed >= ENOUGH && reversed * 2 > names;
}

/* "1: nam, 0: nữ", "Nam=1": a digit's word is the nearest of the two. */
static void
digits_by_name(struct plan_column *c)
{
	struct buf key = { 0 };
	const char *sexes[2] = { "nam", "nu" };
	size_t i, k, best, at;
	long d;

	if (vi_key(c->header, VI_K4, &key) != ERR_OK)
		goto out;
	for (i = 0; i < key.n; i++) {
		if (key.p[i] < '0' || key.p[i] > '2')
			continue;
		best = key.n;
		for (k = 0; k < 2; k++)
			for (at = 0; at + strlen(sexes[k]) <= key.n; at++) {
				if (memcmp(key.p + at, sexes[k],
				    strlen(sexes[k])) != 0)
					continue;
				d = (long)at - (long)i;
				if ((size_t)(d < 0 ? -d : d) >= best)
					continue;
				best = (size_t)(d < 0 ? -d : d);
				c->digit[key.p[i] - '0'] = k == 0 ? 'M' : 'F';
			}
	}
out:
	buf_release(&key);
}

/* What the numbers of the same rows say that a digit means. */
static void
digits_by_number(struct plan_column *c, const struct sample *s, size_t sex,
    size_t id)
{
	size_t of[3][2] = { { 0, 0 } }, i;
	struct number n;
	struct slice cell;

	for (i = sample_data(s); i < s->rows; i++) {
		cell = slice_trim(sample_cell(s, i, sex));
		if (cell.n == 1 && cell.p[0] >= '0' && cell.p[0] <= '2' &&
		    number_parse(slice_trim(sample_cell(s, i, id)), &n) ==
		    ERR_OK)
			of[cell.p[0] - '0'][n.female]++;
	}
	for (i = 0; i < 3; i++) {
		if (of[i][0] + of[i][1] < ENOUGH)
			continue;
		if (of[i][1] * 20 <= of[i][0])
			c->digit[i] = 'M';
		else if (of[i][0] * 20 <= of[i][1])
			c->digit[i] = 'F';
	}
}

void
plan_forms(struct plan *p, const struct sample *s,
    const struct plan_options *o)
{
	long id = plan_find(p, COLUMN_ID);
	size_t i;

	for (i = 0; i < p->columns; i++) {
		struct plan_column *c = &p->column[i];

		if (c->is == COLUMN_SEX) {
			digits_by_name(c);
			if (id >= 0)
				digits_by_number(c, s, i, (size_t)id);
		} else if (c->is == COLUMN_DOB || c->is == COLUMN_ISSUED ||
		    c->is == COLUMN_EXPIRES || c->is == COLUMN_FEMALE ||
		    c->is == COLUMN_MALE) {
			c->order = o->date_order;
			c->since_1904 = s->since_1904;
			set_days(c, s, i);
		} else if (c->is == COLUMN_NAME)
			set_reversed(c, s, i);
	}
}
