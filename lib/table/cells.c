/* SPDX-License-Identifier: ISC */
/* Cells as spreadsheets leave them, into members as a record has them. Each
 * change but blanks is noted; what stays unclear is not taken. */
#include <string.h>

#include "table/table_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

void
cells_note(struct cells *c, enum person_field field, struct slice from,
    struct slice to, const char *why)
{
	struct table_row *row = c->row;

	if (row->notes < TABLE_MAX_NOTES)
		row->note[row->notes++] =
		    (struct table_note){ field, from, to, why };
}

void
cells_warn(struct cells *c, enum person_field field, struct slice from,
    const char *why)
{
	cells_note(c, field, from, (struct slice){ NULL, 0 }, why);
}

void
cells_set(struct cells *c, enum column from, enum person_field field,
    struct slice value)
{
	c->row->person.f[field] = value;
	c->taken |= 1u << from;
}

/* Controls and the blank; the first and the last byte of the blanks below. */
const uint8_t cells_edge[256] = {
	3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
	3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
	[0xc2] = 1, [0xe2] = 1, [0xef] = 1, [0xa0] = 2, [0x8b] = 2, [0xbf] = 2
};

/* U+00A0, U+200B, U+FEFF beside ASCII. */
struct slice
cells_strip_more(struct slice s)
{
	static const struct slice blanks[] = { { "\302\240", 2 },
	    { "\342\200\213", 3 }, { "\357\273\277", 3 } };
	size_t i, n, before;

	do {
		s = slice_trim(s);
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

struct slice
cells_unwrap(struct slice s)
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

/* Bytes that may belong to something to be made otherwise: blanks and controls
 * (two blanks, line ends), and the leads of look-alikes and marks, which are
 * all but those of the letters of ours. */
static bool
needs_work(struct slice s)
{
	bool blank = true;
	size_t i;

	for (i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		if (b <= ' ') {
			if (b != ' ' || blank)
				return true;
			blank = true;
			continue;
		}
		blank = false;
		if (b < 0x80)
			continue;
		if (b == 0xc2 || (b == 0xc3 && i + 1 < s.n &&
		    ((unsigned char)s.p[i + 1] == 0x90 ||
		    (unsigned char)s.p[i + 1] == 0xb0)) || (b >= 0xc7 &&
		    b != 0xe1))
			return true;
	}
	return blank && s.n > 0;
}

/* A sign of no width stands behind `b`: whether two words meet there, and not
 * the halves of one. */
static bool
divides(const struct buf *b, struct slice rest)
{
	const char *blank = memrchr(b->p, ' ', b->n);
	size_t at = blank == NULL ? 0 : (size_t)(blank + 1 - b->p), n = 0;
	struct slice left = { b->p + at, b->n - at };
	struct buf word = { 0 };
	bool is;

	while (n < rest.n && rest.p[n] != ' ')
		n++;
	rest.n = n;
	buf_add_slice(&word, left);
	buf_add_slice(&word, rest);
	is = !vi_is_syllable(buf_slice(&word)) && vi_is_syllable(left) &&
	    vi_is_syllable(rest);
	buf_wipe(&word);
	return is;
}

/* Single blanks; what looks like a letter of ours is that letter, which is
 * noted. */
static struct slice
tidy(struct cells *c, struct slice s, enum person_field field)
{
	struct buf b = { 0 };
	struct slice rest = s, out;
	size_t from = c->text->n;
	bool blank = true, alike = false, divided = false;
	uint32_t cp, other;
	enum err e;

	while (utf8_next(&rest, &cp)) {
		other = vi_alike(cp);
		if (other == VI_UNSEEN && (blank || !divides(&b, rest)))
			continue;
		divided = divided || other == VI_UNSEEN;
		if (other == VI_UNSEEN || other <= ' ') {
			if (!blank)
				buf_add_char(&b, ' ');
			blank = true;
			continue;
		}
		/* apostrophes may stay as they are printed */
		if (other != cp && cp > 0x7f && other != '\'' && other != '-')
			alike = true;
		else
			other = cp;
		utf8_add(&b, other);
		blank = false;
	}
	if (b.n > 0 && b.p[b.n - 1] == ' ')
		b.n--;
	e = utf8_nfc(c->text, buf_slice(&b));
	if (e != ERR_OK)
		buf_add_slice(c->text, buf_slice(&b));
	buf_wipe(&b);
	out = (struct slice){ c->text->p + from, c->text->n - from };
	if (alike)
		cells_note(c, field, s, out,
		    N_("letters that only look right, written as meant"));
	if (divided)
		cells_note(c, field, s, out, N_("a sign of no width between "
		    "two words made a blank"));
	return out;
}

static struct slice
as_text(struct cells *c, enum column from, enum person_field field)
{
	struct slice s = cells_strip(c->cell[from]);

	return c->plain || !needs_work(s) ? s : tidy(c, s, field);
}

static bool
is_tcvn3(const struct cells *c, enum column from)
{
	if (from == COLUMN_NAME && c->by[from] == NULL)
		from = c->by[COLUMN_FAMILY] != NULL ? COLUMN_FAMILY :
		    COLUMN_GIVEN;
	return c->by[from] != NULL && c->by[from]->charset == CHARSET_TCVN3;
}

/* Most cells have one in their first word. */
static bool
has_small(struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] >= 'a' && s.p[i] <= 'z')
			return true;
	return false;
}

/* TCVN3 has no capitals with tones. */
static struct slice
with_capitals(struct cells *c, struct slice s, enum person_field field)
{
	struct slice out;
	size_t at = c->text->n;

	if (has_small(s) || !charset_case_lost(s))
		return s;
	charset_capitals(s, c->text);
	out = (struct slice){ c->text->p + at, c->text->n - at };
	cells_note(c, field, s, out,
	    N_("capitals put back that only a font had drawn"));
	return out;
}

/* Beyond ASCII, and all of it in the Windows page: bytes may hide there. */
static bool
may_be_disguised(struct slice s)
{
	struct buf bytes = { 0 };
	bool may = charset_undo(s, &bytes);
	size_t i;

	for (i = 0; i < s.n && (unsigned char)s.p[i] < 0x80; i++)
		;
	buf_wipe(&bytes);
	return may && i < s.n;
}

void
cells_take_text(struct cells *c, enum column from, enum person_field field)
{
	struct slice s;

	s = as_text(c, from, field);
	if (is_tcvn3(c, from))
		s = with_capitals(c, s, field);
	if (c->by[from] != NULL && c->by[from]->doubtful &&
	    may_be_disguised(s))
		cells_warn(c, field, s, N_("may be of another charset: look "
		    "at it, and say which with --charset"));
	if (s.n > 0)
		cells_set(c, from, field, s);
}

/* Enough for all members, so that none of them moves. NFC can lengthen a
 * text, at most threefold. */
static void
make_room(const struct cells *c)
{
	size_t room = 4096 + 16 * c->bytes;

	if (c->text->cap - c->text->n < room)
		buf_grow(c->text, room);
}

#define BIT(column) (1u << (column))

void
cells_person(struct cells *c)
{
	static const enum person_field field[COLUMNS] = {
		[COLUMN_NATIONALITY] = PERSON_NATIONALITY,
		[COLUMN_ETHNICITY] = PERSON_ETHNICITY,
		[COLUMN_RELIGION] = PERSON_RELIGION,
		[COLUMN_HOMETOWN] = PERSON_HOMETOWN,
		[COLUMN_RESIDENCE] = PERSON_RESIDENCE,
		[COLUMN_FATHER] = PERSON_FATHER,
		[COLUMN_MOTHER] = PERSON_MOTHER,
		[COLUMN_SPOUSE] = PERSON_SPOUSE,
	};
	const uint32_t texts = BIT(COLUMN_NATIONALITY) |
	    BIT(COLUMN_ETHNICITY) | BIT(COLUMN_RELIGION) |
	    BIT(COLUMN_HOMETOWN) | BIT(COLUMN_RESIDENCE) |
	    BIT(COLUMN_FATHER) | BIT(COLUMN_MOTHER) | BIT(COLUMN_SPOUSE);
	uint32_t left = c->filled & texts;
	int i;

	make_room(c);
	c->taken = 0;
	cells_take_days(c);
	cells_take_sex(c);
	cells_take_numbers(c);
	cells_take_name(c);
	for (; left != 0; left &= left - 1) {
		i = __builtin_ctz(left);
		cells_take_text(c, (enum column)i, field[i]);
	}
}
