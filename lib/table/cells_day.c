/* SPDX-License-Identifier: ISC */
/* Which day a cell means: the column's order decides, and the number's year
 * between readings. */
#include <string.h>

#include "table/table_priv.h"
#include "text/vi.h"

#define SERIAL_1900 25569		/* of 1970-01-01 */
#define SERIAL_1904 24107

static struct slice
put(struct cells *c, struct date d)
{
	size_t from = c->text->n;
	char iso[DATE_MAX_TEXT];

	if (d.d > 0 && d.y >= 1000 && d.y <= 9999) {
		iso[0] = (char)('0' + d.y / 1000);
		iso[1] = (char)('0' + d.y / 100 % 10);
		iso[2] = (char)('0' + d.y / 10 % 10);
		iso[3] = (char)('0' + d.y % 10);
		iso[4] = iso[7] = '-';
		iso[5] = (char)('0' + d.m / 10);
		iso[6] = (char)('0' + d.m % 10);
		iso[8] = (char)('0' + d.d / 10);
		iso[9] = (char)('0' + d.d % 10);
		buf_add(c->text, iso, 10);
	} else
		buf_add_str(c->text, date_format(d, iso));
	return (struct slice){ c->text->p + from, c->text->n - from };
}

static struct date
day_of_serial(long serial, bool since_1904)
{
	return date_from_days(serial - (since_1904 ? SERIAL_1904 :
	    SERIAL_1900));
}

bool
table_day_is_made(struct table_day *day, bool since_1904)
{
	if (day->kind == DAY_SERIAL)
		day->first = day_of_serial(day->serial, since_1904);
	return day->kind == DAY_SERIAL || (day->iso && day->first.d != 0);
}

/* A spreadsheet counts days from 1900, an old one on a Macintosh from 1904: a
 * birth year in the number tells, and if it is neither nothing does. */
static const char *
from_serial(long serial, int year, bool since_1904, struct date *d)
{
	struct date a = day_of_serial(serial, false);
	struct date b = day_of_serial(serial, true);

	if (a.y == year || (year == 0 && !since_1904)) {
		*d = a;
		return N_("a spreadsheet's day, counted from 1900");
	}
	*d = b;
	return b.y == year || year == 0 ?
	    N_("a spreadsheet's day, counted from 1904") : NULL;
}

/* Two digits of a year: as the number says; a birth in what would be the far
 * future is one of the last century, an issue is not. */
static const char *
from_short(struct date *d, int year, bool birth)
{
	int yy = d->y;

	if (birth && year != 0) {
		if (year % 100 != yy)
			return NULL;
		d->y = year;
	} else if (birth && yy >= 50)
		d->y = 1900 + yy;
	else if (!birth)
		d->y = yy < 70 ? 2000 + yy : 1900 + yy;
	else
		return NULL;
	if (d->d != 0 && !date_is_real(*d))
		return NULL;
	return birth && year != 0 ?
	    N_("the year written out as the number has it") :
	    N_("the year written out");
}

static void
warn_unread(struct cells *c, enum person_field field, struct slice s)
{
	cells_warn(c, field, s, N_("not a day that can be read"));
}

static enum date_order
order_of(const struct cells *c, enum column from)
{
	return c->by[from] != NULL ? c->by[from]->order : DATE_DMY;
}

static bool
is_never(struct slice s)
{
	static const char *const words[] = { "khong thoi han", "vo thoi han",
	    "never", "khong xac dinh thoi han" };
	struct buf key = { 0 };
	bool is = false;
	size_t i;

	if (s.n > 4 && s.n < 64 && vi_key(s, VI_K4, &key) == ERR_OK)
		for (i = 0; i < sizeof words / sizeof *words; i++)
			is = is || slice_is(buf_slice(&key), words[i]);
	buf_release(&key);
	return is;
}

static bool
is_since_1904(const struct cells *c, enum column from)
{
	return c->by[from] != NULL && c->by[from]->since_1904;
}

/* What the column says against it. */
static void
doubt(struct cells *c, enum column from, enum person_field field,
    struct slice s, struct table_day day, struct date d)
{
	bool made;

	if (day.kind == DAY_EITHER && order_of(c, from) == DATE_GUESS)
		cells_warn(c, field, s, N_("day and month may be exchanged: "
		    "the column has both orders"));
	if (c->by[from] == NULL || !c->by[from]->converted)
		return;
	made = table_day_is_made(&day, c->by[from]->since_1904);
	if (made && d.d <= 12 && d.d != d.m)
		cells_warn(c, field, s, N_("day and month may be exchanged: a "
		    "spreadsheet made dates of days up to the twelfth only"));
}

/* What else there is to say of the day that was chosen. */
static void
choose(struct cells *c, enum column from, enum person_field field,
    struct slice s, const struct table_day *day)
{
	enum date_order order = order_of(c, from);
	bool birth = field == PERSON_DOB;
	int year = 0;
	const char *why = day->why;
	struct date d = day->first;

	if (day->kind == DAY_EITHER && order == DATE_MDY)
		d = day->other;
	if ((day->kind == DAY_MDY && order != DATE_MDY) ||
	    (day->kind == DAY_DMY && order == DATE_MDY))
		why = N_("day and month stood in the other order");
	if (birth && (day->kind == DAY_SERIAL || day->short_year))
		year = cells_year(c);
	if (day->kind == DAY_SERIAL)
		why = from_serial(day->serial, year, is_since_1904(c, from),
		    &d);
	else if (day->short_year)
		why = from_short(&d, year, birth);
	if (why == NULL && (day->kind == DAY_SERIAL || day->short_year)) {
		cells_warn(c, field, s, day->short_year ?
		    N_("two digits of a year, and nothing says which "
		    "century") : N_("a spreadsheet's day in another year than "
		    "the number's"));
		return;
	}
	cells_set(c, from, field, put(c, d));
	if (why != NULL)
		cells_note(c, field, s, c->row->person.f[field], why);
	doubt(c, from, field, s, *day, d);
}

static unsigned
two_digits(const char *p)
{
	return (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
}

/* A day of any month as a record has it, so there is nothing to be made of
 * it. False: perhaps. */
static bool
is_as_written(struct slice s)
{
	char digits[8];

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || s.p[0] == '0')
		return false;
	memcpy(digits, s.p, 4);
	memcpy(digits + 4, s.p + 5, 2);
	memcpy(digits + 6, s.p + 8, 2);
	return slice_digits((struct slice){ digits, sizeof digits }) &&
	    two_digits(digits + 4) - 1 < 12 && two_digits(digits + 6) - 1 < 28;
}

static void
take_day(struct cells *c, enum column from, enum person_field field)
{
	struct slice s = cells_strip(c->cell[from]);
	struct table_day day;

	if (s.n == 0)
		return;
	if (is_as_written(s) && (c->by[from] == NULL ||
	    !c->by[from]->converted))
		cells_set(c, from, field, s);
	else if (table_day_read(s, &day))
		choose(c, from, field, s, &day);
	else if (field == PERSON_EXPIRES && is_never(s))
		cells_set(c, from, field, SLICE("never"));
	else
		warn_unread(c, field, s);
}

/* "Năm sinh" over "Nam" and "Nữ": the day stands where the mark would. */
static void
take_day_of_sex(struct cells *c, enum column from)
{
	struct slice s = cells_strip(c->cell[from]);
	struct table_day day;

	if (s.n >= 4 && c->row->person.f[PERSON_DOB].p == NULL &&
	    table_day_read(s, &day))
		choose(c, from, PERSON_DOB, s, &day);
}

void
cells_take_days(struct cells *c)
{
	if (c->cell[COLUMN_DOB].n > 0)
		take_day(c, COLUMN_DOB, PERSON_DOB);
	if (c->cell[COLUMN_ISSUED].n > 0)
		take_day(c, COLUMN_ISSUED, PERSON_ISSUED);
	if (c->cell[COLUMN_EXPIRES].n > 0)
		take_day(c, COLUMN_EXPIRES, PERSON_EXPIRES);
	if (c->cell[COLUMN_FEMALE].n > 0)
		take_day_of_sex(c, COLUMN_FEMALE);
	if (c->cell[COLUMN_MALE].n > 0)
		take_day_of_sex(c, COLUMN_MALE);
}
