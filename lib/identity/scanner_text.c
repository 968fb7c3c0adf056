/* SPDX-License-Identifier: ISC */
/* The repairs that read bytes or letters back out of plain ASCII. */
#include "identity/scanner.h"
#include "record/json.h"
#include "text/utf8.h"
#include "text/vi.h"

bool
scanner_each_text(struct slice in, struct buf *out,
    bool (*f)(struct slice in, struct buf *out))
{
	const unsigned texts = CARD_TEXTS | 1u << CARD_SEX |
	    1u << CARD_UNKNOWN;
	struct slice part;
	unsigned i = 0;

	for (; slice_split(&in, '|', &part); i++) {
		if (i > 0)
			buf_add_char(out, '|');
		if (i >= CARD_FIELDS || (texts & 1u << i) == 0)
			buf_add_slice(out, part);
		else if (!f(part, out))
			return false;
	}
	return true;
}

void
scanner_doubt(struct scanner_try *t, enum card_field f)
{
	if (t->candidates.n == 0)
		json_open(&t->candidates, '{');
	json_key(&t->candidates, card_text_name(f));
	t->doubtful |= 1u << f;
}

/* "0nnn" with 128 <= nnn <= 255 at s.p, as a byte; 0 for all else. */
static uint8_t
alt_group(struct slice s)
{
	unsigned v;

	if (s.n < 4 || s.p[0] != '0' ||
	    !slice_digits((struct slice){ s.p, 4 }))
		return 0;
	v = (unsigned)(s.p[1] - '0') * 100 + (unsigned)(s.p[2] - '0') * 10 +
	    (unsigned)(s.p[3] - '0');
	return v >= 128 && v <= 255 ? (uint8_t)v : 0;
}

/* One letter's bytes as groups; the number of digits they take, or 0. Strict
 * UTF-8 keeps digits that are digits apart from them. */
static size_t
alt_letter(struct slice s, char out[4], size_t *bytes)
{
	uint8_t b;

	for (*bytes = 0; *bytes < 4; s.p += 4, s.n -= 4) {
		b = alt_group(s);
		if (b == 0)
			break;
		out[(*bytes)++] = (char)b;
		if (utf8_is_valid((struct slice){ out, *bytes }))
			return *bytes * 4;
	}
	return 0;
}

static bool
alt_text(struct slice in, struct buf *out)
{
	char letter[4];
	size_t n, bytes;

	while (in.n > 0) {
		n = alt_letter(in, letter, &bytes);
		if (n == 0)
			buf_add(out, in.p, n = 1);
		else
			buf_add(out, letter, bytes);
		in.p += n;
		in.n -= n;
	}
	return true;
}

enum scanner_fit
scanner_alt_bytes(struct slice in, struct scanner_try *t)
{
	return scanner_each_text(in, &t->text, alt_text) ? SCANNER_EXACT :
	    SCANNER_NONE;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Up to `most` digits in `base` off s; false for none. */
static bool
take_value(struct slice *s, unsigned base, unsigned most, uint32_t *v)
{
	unsigned i;
	int d;

	*v = 0;
	for (i = 0; i < most && s->n > 0; i++, s->p++, s->n--) {
		d = hex_value(s->p[0]);
		if (d < 0 || (unsigned)d >= base)
			break;
		*v = *v * base + (unsigned)d;
	}
	return i > 0;
}

static bool
is_scalar(uint32_t cp)
{
	return cp >= 0x20 && cp < 0x110000 && (cp < 0xd800 || cp > 0xdfff);
}

/* The letter of a name such as "ecirc", or of one of the plain signs. */
static uint32_t
entity_letter(struct slice name)
{
	static const struct {
		const char *name;
		uint8_t mark, tone;
	} marks[] = { { "grave", VI_PLAIN, VI_HUYEN },
	    { "acute", VI_PLAIN, VI_SAC }, { "tilde", VI_PLAIN, VI_NGA },
	    { "circ", VI_CIRCUMFLEX, VI_NGANG } };
	struct slice tail = { name.p + 1, name.n - 1 };
	struct vi_letter v = { .upper = name.p[0] < 'a' };
	size_t i;

	v.base = (char)(name.p[0] | 32);
	for (i = 0; i < sizeof marks / sizeof *marks; i++)
		if (slice_is(tail, marks[i].name)) {
			v.mark = marks[i].mark;
			v.tone = marks[i].tone;
			return vi_compose(&v);
		}
	return slice_is(name, "amp") ? '&' : slice_is(name, "apos") ? '\'' :
	    slice_is(name, "quot") ? '"' : slice_is(name, "nbsp") ? 0xa0 : 0;
}

/* An escape at s.p ('&'): its character, and s moved behind it; 0 for none. */
static uint32_t
take_entity(struct slice *s)
{
	struct slice rest = { s->p + 1, s->n - 1 }, name;
	uint32_t cp;
	bool hex;

	if (rest.n > 2 && rest.p[0] == '#') {
		hex = (rest.p[1] | 32) == 'x';
		rest.p += hex ? 2 : 1;
		rest.n -= hex ? 2 : 1;
		if (!take_value(&rest, hex ? 16 : 10, 7, &cp) ||
		    !is_scalar(cp) || rest.n == 0 || rest.p[0] != ';')
			return 0;
		s->n = rest.n - 1;
		s->p = rest.p + 1;
		return cp;
	}
	if (!slice_split(&rest, ';', &name) || rest.p == NULL ||
	    name.n < 2 || name.n > 8)
		return 0;
	cp = entity_letter(name);
	if (cp != 0)
		*s = rest;
	return cp;
}

enum scanner_fit
scanner_html(struct slice in, struct scanner_try *t)
{
	uint32_t cp;

	while (in.n > 0) {
		cp = in.p[0] == '&' ? take_entity(&in) : 0;
		if (cp != 0) {
			utf8_add(&t->text, cp);
			continue;
		}
		buf_add_char(&t->text, in.p[0]);
		in.p++;
		in.n--;
	}
	return SCANNER_EXACT;
}

/* %XX is a byte, %uXXXX a character (JavaScript's old escape). */
static bool
take_percent(struct slice *s, struct buf *out)
{
	struct slice rest = { s->p + 1, s->n - 1 };
	bool wide = rest.n > 0 && rest.p[0] == 'u';
	const char *from;
	uint32_t v;

	if (wide) {
		rest.p++;
		rest.n--;
	}
	from = rest.p;
	if (!take_value(&rest, 16, wide ? 4 : 2, &v) ||
	    rest.p - from != (wide ? 4 : 2) || (wide && !is_scalar(v)))
		return false;
	if (wide)
		utf8_add(out, v);
	else
		buf_add_char(out, (char)v);
	*s = rest;
	return true;
}

static bool
has_char(struct slice s, char c)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == c)
			return true;
	return false;
}

enum scanner_fit
scanner_percent(struct slice in, struct scanner_try *t)
{
	bool plus = !has_char(in, ' ');	/* forms write blanks as plus signs */

	if (!has_char(in, '%'))
		return SCANNER_NONE;
	while (in.n > 0) {
		if (in.p[0] == '%' && take_percent(&in, &t->text))
			continue;
		buf_add_char(&t->text, plus && in.p[0] == '+' ? ' ' : in.p[0]);
		in.p++;
		in.n--;
	}
	return SCANNER_EXACT;
}

enum scanner_fit
scanner_hex(struct slice in, struct scanner_try *t)
{
	const char *from;
	uint32_t v;

	in = slice_trim(in);
	while (in.n > 0) {
		from = in.p;
		if (!take_value(&in, 16, 2, &v) || in.p - from != 2)
			return SCANNER_NONE;
		buf_add_char(&t->text, (char)v);
		while (in.n > 0 && in.p[0] == ' ') {
			in.p++;
			in.n--;
		}
	}
	return SCANNER_EXACT;
}
