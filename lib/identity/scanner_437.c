/* SPDX-License-Identifier: ISC */
/* Alt and a number on Windows: the low byte of each code point arrives as a
 * character of code page 437, or as the control character that it is. 134
 * letters share 100 low bytes, and four of those are ASCII, so that no text is
 * ever certain: numbers and dates stay, texts become candidates. */
#include "identity/scanner.h"
#include "text/codepage.h"
#include "text/utf8.h"
#include "text/vi.h"

#define LOW_BYTE_OF_U_NGA 0xef	/* U+1EEF, the ữ of Nữ */

/* What the byte may have been: as it is seen where that is ASCII or a letter,
 * and the letters that have it. */
static bool
low_cell(uint32_t cp, uint8_t b, struct scanner_cell *c)
{
	static const uint16_t pages[] = { 0x0000, 0x0100, 0x1e00 };
	size_t i;

	c->n = 0;
	if ((cp >= ' ' && cp < 0x7f) || vi_base(cp) != 0)
		c->cp[c->n++] = cp;
	for (i = 0; i < sizeof pages / sizeof *pages; i++)
		if (vi_letter(pages[i] | b) != NULL)
			c->cp[c->n++] = pages[i] | b;
	return c->n > 0;
}

static bool
to_cells(struct slice s, struct scanner_cells *cells, bool *symbol)
{
	uint32_t cp;
	uint8_t b;

	for (cells->n = 0; utf8_next(&s, &cp); cells->n++) {
		if (cells->n == SCANNER_MAX_CELLS ||
		    !codepage_byte(CODEPAGE_437, cp, &b) ||
		    !low_cell(cp, b, &cells->c[cells->n]))
			return false;
		*symbol = *symbol || b < ' ' || b >= 0x7f;
	}
	return true;
}

static bool
put_sex(struct slice s, struct buf *out, bool *symbol)
{
	uint32_t cp;
	uint8_t b;

	if (card_sex(s) != 'F' && s.n > 1 && s.p[0] == 'N') {
		struct slice rest = { s.p + 1, s.n - 1 };

		if (utf8_next(&rest, &cp) && rest.n == 0 &&
		    codepage_byte(CODEPAGE_437, cp, &b) &&
		    b == LOW_BYTE_OF_U_NGA) {
			*symbol = true;
			buf_add_str(out, "N\341\273\257");
			return true;
		}
	}
	buf_add_slice(out, s);
	return card_sex(s) == 'M';
}

enum scanner_fit
scanner_cp437(struct slice in, struct scanner_try *t)
{
	struct scanner_cells cells;
	struct slice part;
	bool symbol = false;
	unsigned i;

	if (!utf8_is_valid(in))
		return SCANNER_NONE;
	for (i = 0; slice_split(&in, '|', &part); i++) {
		if (i > 0)
			buf_add_char(&t->text, '|');
		if (i == CARD_SEX) {
			if (!put_sex(part, &t->text, &symbol))
				return SCANNER_NONE;
			continue;
		}
		buf_add_slice(&t->text, part);
		if (part.n == 0 || i >= CARD_FIELDS ||
		    (CARD_TEXTS & 1u << i) == 0)
			continue;
		if (!to_cells(part, &cells, &symbol))
			return SCANNER_NONE;
		scanner_doubt(t, (enum card_field)i);
		scanner_readings(&cells, &t->candidates);
	}
	return symbol ? SCANNER_PARTLY : SCANNER_NONE;
}
