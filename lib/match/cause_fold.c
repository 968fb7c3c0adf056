/* SPDX-License-Identifier: ISC */
/* A cell into symbols: one pass, no memory asked for, for the usual text. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/cause_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

#define MARK_MINORITY 8u	/* ĕ ĭ ŏ ŭ č ñ: one for each base */
#define DROPPED 0xfffffffeu
#define BLANK 0xfffffffdu	/* in the table */
#define UNKNOWN 0xffffffffu	/* no text had this letter yet */
#define MIN_ROOM 64
#define MIN_SHARED 24	/* bytes: shorter ones are folded sooner */

static uint32_t
symbol(uint32_t cp)
{
	uint32_t lower = vi_lower(cp), upper = lower != cp ? SYM_UPPER : 0;
	const struct vi_letter *v = vi_letter(lower);
	char base = vi_base(lower);

	if (v != NULL)
		return (uint32_t)base | (uint32_t)v->mark << SYM_MARK_SHIFT |
		    (uint32_t)v->tone << SYM_TONE_SHIFT | upper;
	if (base == 0)
		return SYM_SIGN | lower | upper;
	return (uint32_t)base | upper |
	    (lower < 0x80 ? 0 : MARK_MINORITY << SYM_MARK_SHIFT);
}

/* Look-alikes and characters that nobody sees. */
static uint32_t
symbol_alike(uint32_t cp)
{
	uint32_t to;

	if (cp == 0x201c || cp == 0x201d || cp == 0x201e || cp == 0xab ||
	    cp == 0xbb)
		return SYM('"');
	to = vi_alike(cp);
	return to == VI_UNSEEN || cp == 0x2060 ? DROPPED : symbol(to);
}

void
cause_fold_tables(struct causes *c)
{
	memset(c->letter, 0xff, sizeof c->letter);
}

/* What stands at `i` in the table when a text has it for the first time. */
static uint32_t
learn(struct causes *c, uint32_t i)
{
	uint32_t one;

	one = symbol_alike(i < CAUSE_LOW ? i : i - CAUSE_LOW + 0x1e00);
	c->letter[i] = one == SYM(' ') ? BLANK : one;
	return c->letter[i];
}

/* A mark on the letter before it, in any order, as far as the alphabet and
 * minority names have it. */
static bool
combine(uint32_t *s, uint32_t cp)
{
	static const struct { uint16_t cp; uint8_t tone; } tones[] = {
	    { 0x300, VI_HUYEN }, { 0x301, VI_SAC }, { 0x303, VI_NGA },
	    { 0x309, VI_HOI }, { 0x323, VI_NANG }, { 0x340, VI_HUYEN },
	    { 0x341, VI_SAC } };
	uint32_t base = *s & SYM_BASE, mark = 0;
	size_t i;

	if ((*s & SYM_SIGN) != 0)
		return false;
	for (i = 0; i < sizeof tones / sizeof *tones; i++)
		if (tones[i].cp == cp && strchr("aeiouy", (int)base) != NULL &&
		    (*s & SYM_TONE) == 0 &&
		    (*s & SYM_MARK) < MARK_MINORITY << SYM_MARK_SHIFT) {
			*s |= (uint32_t)tones[i].tone << SYM_TONE_SHIFT;
			return true;
		}
	if ((*s & SYM_MARK) != 0)
		return false;
	if (cp == 0x302 && strchr("aeo", (int)base) != NULL)
		mark = VI_CIRCUMFLEX;
	else if (cp == 0x306 && base == 'a')
		mark = VI_BREVE;
	else if (cp == 0x31b && (base == 'o' || base == 'u'))
		mark = VI_HORN;
	else if ((cp == 0x306 && strchr("eiou", (int)base) != NULL) ||
	    (cp == 0x30c && base == 'c') || (cp == 0x303 && base == 'n'))
		mark = (*s & SYM_TONE) == 0 ? MARK_MINORITY : 0;
	*s |= mark << SYM_MARK_SHIFT;
	return mark != 0;
}

/* What a code point does to the symbols in `s` so far (n). False: only the
 * Unicode library knows its composed form. */
static bool
take_rare(uint32_t cp, uint32_t *s, size_t n, uint32_t *one)
{
	*one = DROPPED;
	if (cp >= 0x300 && cp < 0x370)
		return n > 0 && combine(&s[n - 1], cp);
	*one = symbol_alike(cp);
	/* what is alike has no other form; punctuation neither */
	return *one == DROPPED || (*one & ~(SYM_SIGN | SYM_UPPER)) != cp ||
	    (cp >= 0x2010 && cp < 0x2100);
}

/* The symbol of what is not in the table, UNKNOWN: see take_rare. */
static uint32_t
rare(const unsigned char **p, const unsigned char *end, bool composed,
    uint32_t *s, size_t n)
{
	struct slice rest = { (const char *)*p, (size_t)(end - *p) };
	uint32_t cp, one;

	(void)utf8_next(&rest, &cp);
	*p = (const unsigned char *)rest.p;
	if (!take_rare(cp, s, n, &one))
		one = composed ? symbol_alike(cp) : UNKNOWN;
	return one == SYM(' ') ? BLANK : one;
}

/* Where in the table the letter at `p` is; CAUSE_LETTERS: in none. */
static inline uint32_t
place(const unsigned char *p, const unsigned char *end, size_t *bytes)
{
	*bytes = 1;
	if (*p < 0x80)
		return *p;
	*bytes = 2;
	if (*p >= 0xc2 && *p < 0xc9 && end - p > 1)
		return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	*bytes = 3;
	if (*p == 0xe1 && end - p > 2 && p[1] >= 0xb8 && p[1] <= 0xbb)
		return CAUSE_LOW + ((p[1] & 3u) << 6 | (p[2] & 0x3fu));
	return CAUSE_LETTERS;
}

/* Appends the symbols of `text`; a blank at the end stays. False: it needs
 * utf8_nfc first; with `composed` never. */
static bool
fold(struct causes *c, struct slice text, bool composed, struct folded *out)
{
	const unsigned char *p = (const unsigned char *)text.p, *next;
	const unsigned char *end = p + text.n;
	uint32_t *s = out->sym + out->n, at, one;
	size_t n;

	while (p < end) {
		at = place(p, end, &n);
		if (at < CAUSE_LETTERS) {
			one = c->letter[at];
			p += n;
			if (one == UNKNOWN)
				one = learn(c, at);
		} else {
			next = p;
			one = rare(&next, end, composed, out->sym,
			    (size_t)(s - out->sym));
			p = next;
		}
		if (one < BLANK)
			*s++ = one;
		else if (one == BLANK && s > out->sym && s[-1] != SYM(' '))
			*s++ = SYM(' ');
		else if (one == UNKNOWN)
			return false;
	}
	out->n = (size_t)(s - out->sym);
	return true;
}

/* Off: an apostrophe in front, ="..", quotes round all of it. */
static void
unwrap(struct folded *f)
{
	const uint32_t *s = f->sym;
	size_t from = 0, n = f->n;

	if (n > 0 && s[n - 1] == SYM(' '))
		n--;
	if (n > 1 && s[0] == SYM('\'')) {
		from++;
		n--;
	}
	if (n > 3 && s[from] == SYM('=') && s[from + 1] == SYM('"')) {
		from++;
		n--;
	}
	if (n > 2 && s[from] == SYM('"') && s[from + n - 1] == SYM('"')) {
		from++;
		n -= 2;
	}
	while (n > 0 && s[from] == SYM(' ')) {
		from++;
		n--;
	}
	while (n > 0 && s[from + n - 1] == SYM(' '))
		n--;
	f->from = from;
	f->n = n;
}

/* A character gives one symbol at most. */
static void
make_room(struct folded *f, size_t n)
{
	if (n < MIN_ROOM)
		n = MIN_ROOM;
	if (f->cap >= n)
		return;
	if (f->sym != NULL)
		mem_wipe(f->sym, f->cap * sizeof *f->sym);
	free(f->sym);
	f->sym = xreallocarray(NULL, n, sizeof *f->sym);
	f->cap = n;
}

void
cause_fold(struct causes *c, struct slice text, struct folded *out)
{
	make_room(out, text.n);
	out->n = 0;
	if (!fold(c, text, false, out)) {
		buf_reset(&c->nfc);
		if (utf8_nfc(&c->nfc, text) == ERR_OK)
			text = buf_slice(&c->nfc);
		make_room(out, text.n);
		out->n = 0;
		(void)fold(c, text, true, out);
	}
	unwrap(out);
}

/* Bytes at both ends that are the same in both: in front up to a blank or a
 * comma, behind what follows a blank. What stands beyond those makes no
 * difference to the symbols. */
static struct common
common_words(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	const char *x = a.p + a.n, *y = b.p + b.n;
	struct common same = { 0, 0 };
	uint64_t v, w;

	for (; n - same.front >= sizeof v; same.front += sizeof v) {
		memcpy(&v, a.p + same.front, sizeof v);
		memcpy(&w, b.p + same.front, sizeof w);
		if (v != w)
			break;
	}
	while (same.front < n && a.p[same.front] == b.p[same.front])
		same.front++;
	while (same.front > 0 && a.p[same.front - 1] != ' ' &&
	    a.p[same.front - 1] != ',')
		same.front--;
	for (n -= same.front; n - same.behind >= sizeof v;
	    same.behind += sizeof v) {
		memcpy(&v, x - same.behind - sizeof v, sizeof v);
		memcpy(&w, y - same.behind - sizeof w, sizeof w);
		if (v != w)
			break;
	}
	while (same.behind < n && x[-(ptrdiff_t)same.behind - 1] ==
	    y[-(ptrdiff_t)same.behind - 1])
		same.behind++;
	while (same.behind > 0 && x[-(ptrdiff_t)same.behind] != ' ')
		same.behind--;
	return (struct common){ same.front, same.behind > 0 ?
	    same.behind - 1 : 0 };
}

/* What both have is folded once. False: one needs utf8_nfc. */
static bool
fold_two(struct causes *c, struct slice left, struct slice right,
    struct common same)
{
	struct folded *a = &c->side[0], *b = &c->side[1];
	struct slice one = { left.p, same.front };
	size_t front, behind;

	make_room(a, left.n);
	make_room(b, right.n);
	a->n = 0;
	if (!fold(c, one, false, a))
		return false;
	front = b->n = a->n;
	memcpy(b->sym, a->sym, front * sizeof *b->sym);
	one = (struct slice){ left.p + same.front,
	    left.n - same.front - same.behind };
	if (!fold(c, one, false, a))
		return false;
	one = (struct slice){ right.p + same.front,
	    right.n - same.front - same.behind };
	if (!fold(c, one, false, b))
		return false;
	behind = a->n;
	one = (struct slice){ left.p + left.n - same.behind, same.behind };
	if (!fold(c, one, false, a))
		return false;
	memcpy(b->sym + b->n, a->sym + behind,
	    (a->n - behind) * sizeof *b->sym);
	b->n += a->n - behind;
	unwrap(a);
	unwrap(b);
	return true;
}

void
cause_fold_both(struct causes *c, struct slice left, struct slice right)
{
	struct common same = { 0, 0 };

	if (left.n >= MIN_SHARED && right.n >= MIN_SHARED)
		same = common_words(left, right);
	if (same.front + same.behind == 0 ||
	    !fold_two(c, left, right, same)) {
		cause_fold(c, left, &c->side[0]);
		cause_fold(c, right, &c->side[1]);
	}
}
