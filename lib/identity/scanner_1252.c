/* SPDX-License-Identifier: ISC */
/* UTF-8 shown as Windows-1252 (or Latin-1) letters and typed again. Complete
 * it reads back exactly; often the bytes that the page has no letter for, and
 * the blank-like ones, are lost on the way. */
#include <string.h>

#include "identity/scanner.h"
#include "text/codepage.h"
#include "text/utf8.h"
#include "text/vi.h"

/* Third or second bytes that get lost: no letter in the page, no-break space
 * (also turned into a blank), soft hyphen. */
static const uint8_t lost[] = { 0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xa0, 0xad };

static bool
to_bytes(struct slice in, struct buf *out)
{
	uint32_t cp;
	uint8_t b;

	while (utf8_next(&in, &cp)) {
		if (cp >= 0x80 && cp < 0xa0)
			b = (uint8_t)cp;
		else if (!codepage_byte(CODEPAGE_1252, cp, &b))
			return false;
		buf_add_char(out, (char)b);
	}
	return true;
}

/* The letters that the start of a sequence can be once a lost byte is back:
 * all of C3 C4 C6 and of E1 BA, E1 BB that the alphabet has; and Ã (C3), which
 * is a letter itself. */
static bool
hole_cell(struct slice start, struct scanner_cell *c)
{
	char seq[4];
	struct slice s;
	uint32_t cp;
	size_t i;

	c->n = 0;
	for (i = 0; i < sizeof lost; i++) {
		memcpy(seq, start.p, start.n);
		seq[start.n] = (char)lost[i];
		s = (struct slice){ seq, start.n + 1 };
		if (utf8_is_valid(s) && utf8_next(&s, &cp) &&
		    vi_letter(cp) != NULL)
			c->cp[c->n++] = cp;
	}
	if (start.n == 1 && (unsigned char)start.p[0] == 0xc3)
		c->cp[c->n++] = 0xc3;
	return c->n > 0;
}

static struct scanner_cell *
new_cell(struct scanner_cells *cells)
{
	return cells->n < SCANNER_MAX_CELLS ? &cells->c[cells->n++] : NULL;
}

/* The bytes of one field into cells; false when they are not what UTF-8 with
 * lost bytes leaves. */
static bool
to_cells(struct slice s, struct scanner_cells *cells, bool *holes)
{
	struct scanner_cell *c;
	size_t n;

	for (cells->n = 0; s.n > 0;) {
		c = new_cell(cells);
		if (c == NULL)
			return false;
		n = utf8_valid_bytes((struct slice){ s.p, s.n < 4 ? s.n : 4 });
		if (n > 0) {
			c->n = 1;
			(void)utf8_next(&s, &c->cp[0]);
			continue;
		}
		n = (unsigned char)s.p[0] == 0xe1 ? 2 : 1;
		if (s.n < n || !hole_cell((struct slice){ s.p, n }, c))
			return false;
		*holes = true;
		s.p += n;
		s.n -= n;
		c = s.n > 0 && s.p[0] == ' ' ? new_cell(cells) : NULL;
		if (c != NULL) {	/* a blank, or what became of A0 */
			*c = (struct scanner_cell){ { ' ', 0 }, 2 };
			s.p++;
			s.n--;
		}
	}
	return true;
}

/* Field by field; only the long texts may have holes, and stay as they came.
 * The page has a bar where the bytes have one, so both are cut alike. */
static enum scanner_fit
fill_holes(struct slice in, struct slice bytes, struct scanner_cells *cells,
    struct scanner_try *t)
{
	struct slice part, came;
	unsigned i;
	bool holes;

	for (i = 0; slice_split(&bytes, '|', &part) &&
	    slice_split(&in, '|', &came); i++) {
		if (i > 0)
			buf_add_char(&t->text, '|');
		if (utf8_is_valid(part)) {
			buf_add_slice(&t->text, part);
			continue;
		}
		holes = false;
		if (i >= CARD_FIELDS || (CARD_TEXTS & 1u << i) == 0 ||
		    !to_cells(part, cells, &holes) || !holes)
			return SCANNER_NONE;
		buf_add_slice(&t->text, came);
		scanner_doubt(t, (enum card_field)i);
		scanner_readings(cells, &t->candidates);
	}
	return SCANNER_PARTLY;
}

enum scanner_fit
scanner_cp1252(struct slice in, struct scanner_try *t)
{
	struct scanner_cells cells;
	struct buf bytes = { 0 };
	enum scanner_fit fit = SCANNER_NONE;

	if (!utf8_is_valid(in) || !to_bytes(in, &bytes))
		fit = SCANNER_NONE;
	else if (utf8_is_valid(buf_slice(&bytes))) {
		buf_add_slice(&t->text, buf_slice(&bytes));
		fit = SCANNER_EXACT;
	} else
		fit = fill_holes(in, buf_slice(&bytes), &cells, t);
	buf_wipe(&bytes);
	return fit;
}
