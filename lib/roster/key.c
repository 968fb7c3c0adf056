/* SPDX-License-Identifier: ISC */
/* Numbers with what spreadsheets, typists and telephones put round the digits;
 * lost zeros come back only where the row bears them out (table/cells). */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/person.h"
#include "roster/hash.h"
#include "roster/key.h"
#include "roster/report_digits.h"
#include "table/table.h"

#define JOIN '\037'			/* between the cells of a key */

struct keyer {
	struct buf text, digits, person;
	struct table_row row;
};

struct keyer *
keyer_new(void)
{
	return xcalloc(1, sizeof(struct keyer));
}

void
keyer_free(struct keyer *k)
{
	if (k == NULL)
		return;
	buf_wipe(&k->text);
	buf_wipe(&k->digits);
	buf_wipe(&k->person);
	free(k);
}

/* Signs that stand round and between digits: two or three bytes each. */
static size_t
noise(struct slice s)
{
	static const struct slice known[] = { { "\302\240", 2 },
	    { "\342\200\213", 3 }, { "\357\273\277", 3 },
	    { "\342\200\231", 3 }, { "\342\200\230", 3 } };
	size_t i;

	if (s.p[0] != '\0' && strchr(" .-'=\"\t", s.p[0]) != NULL)
		return 1;
	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (s.n >= known[i].n &&
		    memcmp(s.p, known[i].p, known[i].n) == 0)
			return known[i].n;
	return 0;
}

/* A digit, also a full-width one or the letter O; the bytes it takes. */
static size_t
digit(struct slice s, char *d, bool *letter)
{
	unsigned char c = (unsigned char)s.p[0];

	if (c >= '0' && c <= '9') {
		*d = (char)c;
		return 1;
	}
	if (c == 'O' || c == 'o') {
		*d = '0';
		*letter = true;
		return 1;
	}
	if (s.n >= 3 && c == 0xef && (unsigned char)s.p[1] == 0xbc &&
	    (unsigned char)s.p[2] >= 0x90 && (unsigned char)s.p[2] <= 0x99) {
		*d = (char)('0' + ((unsigned char)s.p[2] - 0x90));
		return 3;
	}
	return 0;
}

static bool
only_digits(struct slice s, struct buf *out, bool *letter)
{
	size_t n;
	char d;

	s = slice_trim(s);
	if (s.n > 2 && memcmp(s.p + s.n - 2, ".0", 2) == 0 &&
	    slice_digits((struct slice){ s.p, s.n - 2 }))
		s.n -= 2;
	while (s.n > 0) {
		n = digit(s, &d, letter);
		if (n > 0)
			buf_add_char(out, d);
		else if ((n = noise(s)) == 0)
			return false;
		s.p += n;
		s.n -= n;
	}
	return out->n > 0;
}

/* "1.23E+11": digits that nobody can bring back. */
static bool
is_rounded(struct slice s)
{
	size_t i;

	for (i = 1; i + 1 < s.n; i++)
		if ((s.p[i] == 'E' || s.p[i] == 'e') && s.p[i + 1] == '+')
			return true;
	return false;
}

static uint64_t
to_number(struct slice digits)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < digits.n; i++)
		v = v * 10 + (uint64_t)(digits.p[i] - '0');
	return digits.n == 9 ? HASH_NINE + v : v;
}

/* The columns that tell one person from another; the rest of a row is not
 * made into members that nobody looks at. */
#define BORN (1u << COLUMN_ID | 1u << COLUMN_OLD_ID | \
	1u << COLUMN_CANCELLED_ID | 1u << COLUMN_DOC_NO | 1u << COLUMN_DOB | \
	1u << COLUMN_SEX | 1u << COLUMN_FEMALE | 1u << COLUMN_MALE)
#define WHO (BORN | 1u << COLUMN_NAME | 1u << COLUMN_FAMILY | \
	1u << COLUMN_GIVEN)
#define PLACE (1u << COLUMN_RESIDENCE)

static void
spread(const struct side *s, const struct slice *cell, size_t n,
    unsigned wanted, struct slice out[COLUMNS])
{
	size_t i, from = s->made ? 1 : 0;

	memset(out, 0, COLUMNS * sizeof *out);
	for (i = 0; i < s->columns && i + from < n; i++)
		if ((wanted >> s->column[i].is & 1) != 0)
			out[s->column[i].is] = cell[i + from];
}

static bool
person(struct keyer *k, const struct side *s, const struct slice *cell,
    size_t n, unsigned wanted, struct person *out)
{
	struct slice of[COLUMNS];

	spread(s, cell, n, wanted, of);
	buf_reset(&k->person);
	if (table_person(of, &k->person, &k->row) != ERR_OK)
		return false;
	*out = k->row.person;
	return true;
}

bool
key_person(struct keyer *k, const struct side *s, const struct slice *cell,
    size_t n, bool place, struct person *out)
{
	return person(k, s, cell, n, place ? WHO | PLACE : WHO, out);
}

bool
key_birth(struct keyer *k, const struct side *s, const struct slice *cell,
    size_t n, struct person *out)
{
	return person(k, s, cell, n, BORN, out);
}

/* Ten or eleven digits with the zeros in front, if the row says so. */
static bool
pad(struct keyer *k, const struct side *s, const struct slice *cell, size_t n,
    struct key *out)
{
	struct slice of[COLUMNS], id;

	spread(s, cell, n, WHO, of);
	of[COLUMN_ID] = buf_slice(&k->digits);
	buf_reset(&k->person);
	if (table_person(of, &k->person, &k->row) != ERR_OK)
		return false;
	id = k->row.person.f[PERSON_ID];
	if (id.n != 12)
		return false;
	out->text = id;
	out->number = to_number(id);
	out->repaired = true;
	return true;
}

static bool
text_key(struct keyer *k, struct slice s, struct key *out)
{
	size_t i;

	s = slice_trim(s);
	if (s.n == 0 || s.n > KEY_MAX_BYTES || is_rounded(s))
		return false;
	buf_reset(&k->text);
	for (i = 0; i < s.n; i++)
		buf_add_char(&k->text, s.p[i] >= 'a' && s.p[i] <= 'z' ?
		    (char)(s.p[i] - 'a' + 'A') : s.p[i]);
	out->text = buf_slice(&k->text);
	out->number = hash_text_key(out->text);
	return true;
}

static bool
number_key(struct keyer *k, const struct side *s, const struct slice *cell,
    size_t n, struct slice raw, struct key *out)
{
	bool letter = false;

	buf_reset(&k->digits);
	if (raw.n == 12 && hash_twelve(raw.p, &out->number)) {
		buf_add_slice(&k->digits, raw);
		out->text = buf_slice(&k->digits);
		return true;
	}
	if (!only_digits(raw, &k->digits, &letter))
		return text_key(k, raw, out);
	out->text = buf_slice(&k->digits);
	if (out->text.n == 12 || out->text.n == 9) {
		out->number = to_number(out->text);
		out->repaired = letter;
		return true;
	}
	if ((out->text.n == 10 || out->text.n == 11) &&
	    pad(k, s, cell, n, out))
		return true;
	return text_key(k, buf_slice(&k->digits), out);
}

bool
key_of(struct keyer *k, const struct side *s, const struct slice *cell,
    size_t n, const size_t *at, size_t keys, bool numbers, struct key *out)
{
	size_t i, filled = 0;

	*out = (struct key){ .number = 0 };
	if (numbers)
		return at[0] < n && number_key(k, s, cell, n, cell[at[0]],
		    out);
	buf_reset(&k->text);
	for (i = 0; i < keys; i++) {
		struct slice c = at[i] < n ? slice_trim(cell[at[i]]) :
		    (struct slice){ NULL, 0 };

		if (i > 0)
			buf_add_char(&k->text, JOIN);
		buf_add_slice(&k->text, c);
		filled += c.n;
	}
	out->text = buf_slice(&k->text);
	if (filled == 0 || out->text.n > KEY_MAX_BYTES)
		return false;
	if (keys > 1 || out->text.n != 12 ||
	    !hash_twelve(out->text.p, &out->number))
		out->number = hash_text_key(out->text);
	return true;
}

struct slice
key_show(uint64_t number, char *out)
{
	if (number >= HASH_NINE) {
		number -= HASH_NINE;
		out[0] = (char)('0' + number / 100000000);
		digits_put(out + 1, digits_eight(number % 100000000));
		return (struct slice){ out, 9 };
	}
	/* eight and four, as they are read again at once */
	digits_put(out, digits_eight(number / 10000));
	digits_put(out + 8, digits_eight(number % 10000) >> 32);
	return (struct slice){ out, 12 };
}
