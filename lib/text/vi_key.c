/* SPDX-License-Identifier: ISC */
/* Keys for comparing names and places. */
#include "text/utf8.h"
#include "text/vi.h"

struct lookalike {
	uint16_t from, to;
};

/* What people and programs write for another letter; capitals of Cyrillic and
 * Greek, and their small letters of the same shape. */
static const struct lookalike lookalikes[] = {
	{ 0xd0, 0x110 }, { 0xf0, 0x111 }, { 0x189, 0x110 }, { 0x256, 0x111 },
	{ 0xa0, ' ' }, { 0x202f, ' ' }, { 0x3000, ' ' },
	{ 0x60, '\'' }, { 0xb4, '\'' }, { 0x2bc, '\'' },
	{ 0x2018, '\'' }, { 0x2019, '\'' },
	{ 0x410, 'A' }, { 0x412, 'B' }, { 0x415, 'E' }, { 0x41a, 'K' },
	{ 0x41c, 'M' }, { 0x41d, 'H' }, { 0x41e, 'O' }, { 0x420, 'P' },
	{ 0x421, 'C' }, { 0x422, 'T' }, { 0x423, 'Y' }, { 0x425, 'X' },
	{ 0x406, 'I' }, { 0x430, 'a' }, { 0x435, 'e' }, { 0x43e, 'o' },
	{ 0x440, 'p' }, { 0x441, 'c' }, { 0x443, 'y' }, { 0x445, 'x' },
	{ 0x456, 'i' },
	{ 0x391, 'A' }, { 0x392, 'B' }, { 0x395, 'E' }, { 0x396, 'Z' },
	{ 0x397, 'H' }, { 0x399, 'I' }, { 0x39a, 'K' }, { 0x39c, 'M' },
	{ 0x39d, 'N' }, { 0x39f, 'O' }, { 0x3a1, 'P' }, { 0x3a4, 'T' },
	{ 0x3a5, 'Y' }, { 0x3a7, 'X' }, { 0x3bf, 'o' },
};

uint32_t
vi_alike(uint32_t cp)
{
	size_t i;

	if ((cp >= ' ' && cp < 0x7f && cp != 0x60) || vi_letter(cp) != NULL)
		return cp;
	if (cp == 0xad || (cp >= 0x200b && cp <= 0x200d) || cp == 0xfeff)
		return VI_UNSEEN;
	if (cp >= 0xff01 && cp <= 0xff5e)
		return cp - 0xfee0;
	if (cp >= 0x2000 && cp <= 0x200a)
		return ' ';
	if (cp >= 0x2010 && cp <= 0x2015)
		return '-';
	if (cp == '\t' || cp == '\n' || cp == '\r')
		return ' ';
	for (i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++)
		if (lookalikes[i].from == cp)
			return lookalikes[i].to;
	return cp;
}

static bool
needs_repair(struct slice text)
{
	uint32_t cp;

	while (utf8_next(&text, &cp))
		if (vi_alike(cp) != cp)
			return true;
	return false;
}

/* Look-alikes first: marks may stand on them, and then compose. */
static enum err
repaired_nfc(struct slice text, struct buf *out)
{
	struct buf b = { 0 };
	uint32_t cp;
	enum err e;

	if (!needs_repair(text))
		return utf8_nfc(out, text);
	while (utf8_next(&text, &cp)) {
		cp = vi_alike(cp);
		if (cp != VI_UNSEEN)
			utf8_add(&b, cp);
	}
	e = utf8_nfc(out, buf_slice(&b));
	buf_wipe(&b);
	return e;
}

/* Walks one key: blanks wait for the next letter, the tone for the end of its
 * syllable. */
struct keyer {
	struct buf *out;
	size_t from;
	enum vi_level level;
	bool blank, in_syllable;
	uint8_t tone;
};

static void
end_syllable(struct keyer *k)
{
	if (k->in_syllable && k->level == VI_K2)
		buf_add_char(k->out, (char)('0' + k->tone));
	k->in_syllable = false;
	k->tone = VI_NGANG;
}

static void
put(struct keyer *k, uint32_t cp)
{
	if (k->blank && k->out->n > k->from)
		buf_add_char(k->out, ' ');
	k->blank = false;
	utf8_add(k->out, cp);
}

static void
put_letter(struct keyer *k, uint32_t cp)
{
	const struct vi_letter *v = vi_letter(cp);
	struct vi_letter bare;

	if (k->level == VI_K4) {
		put(k, (uint32_t)vi_base(cp));
	} else if (v == NULL || k->level == VI_K1) {
		put(k, cp);
	} else {
		bare = *v;
		bare.tone = VI_NGANG;
		put(k, vi_compose(&bare));
	}
	k->in_syllable = true;
	if (v != NULL && v->tone != VI_NGANG)
		k->tone = v->tone;
}

static void
key_step(struct keyer *k, uint32_t cp)
{
	cp = vi_lower(cp);
	if (vi_base(cp) != 0) {
		put_letter(k, cp);
		return;
	}
	if (k->level == VI_K4 && cp == '\'')
		return;
	end_syllable(k);
	if (cp == ' ' || (k->level == VI_K4 && cp == '-'))
		k->blank = true;
	else
		put(k, cp);
}

/* One of our letters beyond ASCII, composed; NULL: anything else. */
static const struct vi_letter *
next_letter(const unsigned char *p, size_t n, size_t *bytes)
{
	if (p[0] >= 0xc3 && p[0] <= 0xc6 && n > 1 && (p[1] & 0xc0) == 0x80) {
		*bytes = 2;
		return vi_letter((p[0] & 0x1fu) << 6 | (p[1] & 0x3fu));
	}
	if (p[0] == 0xe1 && n > 2 && (p[1] & 0xc0) == 0x80 &&
	    (p[2] & 0xc0) == 0x80) {
		*bytes = 3;
		return vi_letter(0x1000 | (p[1] & 0x3fu) << 6 |
		    (p[2] & 0x3fu));
	}
	return NULL;
}

/* K4 of nearly all that there is: ASCII and our letters. False: there is more
 * to it, and `out` is as it was. */
static bool
plain_key(struct slice text, struct buf *out)
{
	const unsigned char *p = (const unsigned char *)text.p;
	const struct vi_letter *v;
	size_t i, n = out->n, bytes;
	bool blank = false;
	char *to, c;

	buf_grow(out, 2 * text.n + 1);
	to = out->p;
	for (i = 0; i < text.n; i += bytes) {
		bytes = 1;
		c = (char)p[i];
		if (p[i] >= 0x80) {
			v = next_letter(p + i, text.n - i, &bytes);
			if (v == NULL)
				return false;
			c = v->base;
		} else if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		else if (c == '\'' || c == '`')
			continue;
		else if (c == ' ' || c == '-' || (c >= '\t' && c <= '\r' &&
		    c != '\v' && c != '\f')) {
			blank = true;
			continue;
		}
		if (blank && n > out->n)
			to[n++] = ' ';
		blank = false;
		to[n++] = c;
	}
	out->n = n;
	return true;
}

enum err
vi_key(struct slice text, enum vi_level level, struct buf *out)
{
	struct keyer k = { .out = out, .from = out->n, .level = level };
	struct buf b = { 0 };
	struct slice rest;
	uint32_t cp;
	enum err e;

	if (level == VI_K4 && plain_key(text, out))
		return ERR_OK;
	if (!utf8_is_valid(text))
		return ERR_UTF8;
	if (level == VI_K0)
		return utf8_nfc(out, text);
	e = repaired_nfc(text, &b);
	rest = buf_slice(&b);
	while (e == ERR_OK && utf8_next(&rest, &cp))
		key_step(&k, cp);
	end_syllable(&k);
	buf_wipe(&b);
	return e;
}

static bool
same_key(struct slice a, struct slice b, enum vi_level l)
{
	struct buf ka = { 0 }, kb = { 0 };
	bool same = vi_key(a, l, &ka) == ERR_OK &&
	    vi_key(b, l, &kb) == ERR_OK &&
	    slice_eq(buf_slice(&ka), buf_slice(&kb));

	buf_wipe(&ka);
	buf_wipe(&kb);
	return same;
}

/* Texts that begin with two letters or digits of ASCII: whatever stands behind
 * these, no key makes them alike. */
static bool
begin_apart(struct slice a, struct slice b)
{
	uint32_t x = a.n > 0 ? (unsigned char)a.p[0] : 0;
	uint32_t y = b.n > 0 ? (unsigned char)b.p[0] : 0;

	x = vi_lower(x);
	y = vi_lower(y);
	return x != y && ((x >= 'a' && x <= 'z') || (x >= '0' && x <= '9')) &&
	    ((y >= 'a' && y <= 'z') || (y >= '0' && y <= '9'));
}

/* What the keys of K1 to K3 have in common, that of K4 has too. */
enum vi_level
vi_agree(struct slice a, struct slice b)
{
	enum vi_level l = VI_K1;

	if (begin_apart(a, b))
		return VI_NONE;
	if (same_key(a, b, VI_K0))
		return VI_K0;
	if (!same_key(a, b, VI_K4))
		return VI_NONE;
	while (l < VI_K4 && !same_key(a, b, l))
		l++;
	return l;
}
