/* SPDX-License-Identifier: ISC */
/* One side as a program shows it that took its bytes for another charset. */
#include <string.h>

#include "match/cause_priv.h"
#include "text/utf8.h"

/* Consonants but d, and digits: no charset changes those. */
static bool
is_anchor(uint32_t s)
{
	const uint32_t others = 1u << ('a' & 31) | 1u << ('e' & 31) |
	    1u << ('i' & 31) | 1u << ('o' & 31) | 1u << ('u' & 31) |
	    1u << ('y' & 31) | 1u << ('d' & 31);

	if ((s & SYM_SIGN) != 0)
		return sym_is_digit(s);
	s &= ~SYM_UPPER;
	return s < 0x80 && (others >> (s & 31) & 1) == 0;
}

static bool
same_anchors(const struct folded *a, const struct folded *b,
    const struct common *same)
{
	const uint32_t *p = a->sym + a->from, *pe = p + a->n - same->behind;
	const uint32_t *q = b->sym + b->from, *qe = q + b->n - same->behind;

	p += same->front;
	q += same->front;
	for (;;) {
		while (p < pe && !is_anchor(*p))
			p++;
		while (q < qe && !is_anchor(*q))
			q++;
		if (p == pe || q == qe)
			return p == pe && q == qe;
		if (((*p++ ^ *q++) & ~SYM_UPPER) != 0)
			return false;
	}
}

/* "Nguy?n": what had no place in another charset became a question mark. */
static bool
is_lost(const struct folded *a, const struct folded *b,
    const struct common *same)
{
	size_t i = same->front, end = a->n - same->behind, n = 0;
	uint32_t x, y, lost;

	for (; a->n == b->n && i < end; i++) {
		x = folded_at(a, i);
		y = folded_at(b, i);
		if (((x | y) & SYM_SIGN) == 0 && ((x ^ y) & SYM_BASE) == 0)
			continue;
		if (((x ^ y) & ~SYM_UPPER) == 0)
			continue;
		lost = (x & SYM_SIGN) != 0 ? x : y;
		if (lost != SYM('?') && lost != (SYM_SIGN | 0xfffd))
			return false;
		x = lost == x ? y : x;
		if ((x & SYM_SIGN) != 0 || (x & (SYM_MARK | SYM_TONE)) == 0)
			return false;
		n++;
	}
	return n > 0;
}

/* True when `bytes` in that charset are the other side. */
static bool
reads_as(struct causes *c, enum charset set, struct slice bytes,
    const struct folded *other)
{
	struct common same;

	buf_reset(&c->text);
	if (charset_decode(set, bytes, &c->text) != ERR_OK)
		return false;
	cause_fold(c, buf_slice(&c->text), &c->made);
	same = cause_common(&c->made, other);
	return cause_text(&c->made, other, &same) <= CAUSE_TONE_PLACE;
}

/* What VIQR reads otherwise than it stands. */
static bool
has_viqr(struct slice text)
{
	static const char signs[] = "`'?~.^(+\\";
	size_t i;

	for (i = 0; i < text.n; i++)
		if ((text.p[i] & 0x40) == 0 ? strchr(signs, text.p[i]) != NULL :
		    text.p[i] == '`' || text.p[i] == '~' || text.p[i] == '^' ||
		    text.p[i] == '\\' || (i > 0 && (text.p[i] | 0x20) == 'd' &&
		    (text.p[i - 1] | 0x20) == 'd'))
			return true;
	return false;
}

static bool
is_disguised(struct causes *c, struct slice text, const struct folded *other)
{
	static const enum charset sets[] = { CHARSET_UTF8, CHARSET_TCVN3,
	    CHARSET_VNI, CHARSET_CP1258, CHARSET_VISCII, CHARSET_VPS };
	size_t i;

	if (slice_ascii(text))
		return has_viqr(text) &&
		    reads_as(c, CHARSET_VIQR, text, other);
	buf_reset(&c->bytes);
	if (!utf8_is_valid(text))
		buf_add_slice(&c->bytes, text);
	else if (!charset_undo(text, &c->bytes))
		return false;
	for (i = 0; i < sizeof sets / sizeof *sets; i++)
		if (reads_as(c, sets[i], buf_slice(&c->bytes), other))
			return true;
	return false;
}

bool
cause_charset(struct causes *c, const struct common *same, struct slice left,
    struct slice right)
{
	if (is_lost(&c->side[0], &c->side[1], same))
		return true;
	return same_anchors(&c->side[0], &c->side[1], same) &&
	    (is_disguised(c, left, &c->side[1]) ||
	    is_disguised(c, right, &c->side[0]));
}
