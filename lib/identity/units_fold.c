/* SPDX-License-Identifier: ISC */
/* Addresses and names of units into words that compare as numbers. */
#include <string.h>

#include "identity/units_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

/* A letter: base, mark, tone; else one of these. */
#define MARK_SHIFT 7
#define TONE_SHIFT 10
#define MARK_OTHER 5u
#define SEPARATES 0u		/* a blank, and any sign */
#define COMMA 1u
#define DASH 2u
#define UNSEEN 3u

static uint16_t
letter(uint32_t cp)
{
	const struct vi_letter *v;
	uint32_t to = vi_alike(cp);
	char base;

	if (to == VI_UNSEEN || to == '\'')
		return UNSEEN;
	to = vi_lower(to);
	if (to >= '0' && to <= '9')
		return (uint16_t)to;
	if (to == ',' || to == ';' || to == '\n' || to == '|')
		return COMMA;
	if (to == '-')
		return DASH;
	v = vi_letter(to);
	base = vi_base(to);
	if (v != NULL)
		return (uint16_t)(base | v->mark << MARK_SHIFT |
		    v->tone << TONE_SHIFT);
	if (base == 0)
		return SEPARATES;
	return (uint16_t)(base | (to < 0x80 ? 0 : MARK_OTHER << MARK_SHIFT));
}

/* What a combining mark adds to the letter before it. */
static uint16_t
combining(uint32_t cp)
{
	switch (cp) {
	case 0x300: case 0x340: return VI_HUYEN << TONE_SHIFT;
	case 0x301: case 0x341: return VI_SAC << TONE_SHIFT;
	case 0x303: return VI_NGA << TONE_SHIFT;
	case 0x309: return VI_HOI << TONE_SHIFT;
	case 0x323: return VI_NANG << TONE_SHIFT;
	case 0x302: return VI_CIRCUMFLEX << MARK_SHIFT;
	case 0x306: return VI_BREVE << MARK_SHIFT;
	case 0x31b: return VI_HORN << MARK_SHIFT;
	default: return 0;
	}
}

/* A word that is being read. */
struct reader {
	struct tokens *out;
	struct token t;
	uint32_t pending;	/* a letter that a mark may follow, 0: none */
	uint8_t tone;
	size_t n;		/* bytes of the folded text */
	bool open;
};

static inline void
flush_letter(struct reader *r)
{
	uint32_t mark = r->pending >> MARK_SHIFT & 7;
	uint32_t tone = r->pending >> TONE_SHIFT;
	char base = (char)(r->pending & 0x7f);

	if (r->pending == 0)
		return;
	r->pending = 0;
	r->t.marks = units_mix(r->t.marks, (uint32_t)base | mark << 8);
	if (mark != 0 || tone != 0)
		r->t.plain = false;
	if (tone != 0)
		r->tone = (uint8_t)tone;
	if (base == 'y')	/* Mỹ, Mĩ */
		base = 'i';
	r->t.bare = units_mix(r->t.bare, (uint32_t)base);
	r->out->text[r->n++] = base;
}

static void
close_word(struct reader *r, size_t at)
{
	struct tokens *o = r->out;

	if (!r->open)
		return;
	flush_letter(r);
	r->open = false;
	r->t.exact = units_mix(r->t.marks, r->tone);
	r->t.len = (uint16_t)(r->n - r->t.at);
	r->t.to = (uint16_t)at;
	if (o->n < UNITS_MAX_TOKENS) {
		o->t[o->n++] = r->t;
	} else {
		memmove(o->t, o->t + 1, sizeof o->t - sizeof *o->t);
		o->t[o->n - 1] = r->t;
	}
	r->t = (struct token){ 0 };
}

static void
open_word(struct reader *r, size_t at)
{
	if (r->n > 0)
		r->out->text[r->n++] = ' ';
	r->open = true;
	r->tone = 0;
	r->t.at = (uint16_t)r->n;
	r->t.from = (uint16_t)at;
	r->t.plain = true;
}

static void
take_letter(struct reader *r, uint32_t l, size_t at)
{
	const char *last;
	bool digit = (l & 0x7f) <= '9', digits;

	if (r->open) {
		flush_letter(r);
		last = &r->out->text[r->n - 1];
		digits = r->n > r->t.at && *last <= '9';
		if (digit && r->n > r->t.at && !digits) {
			close_word(r, at);		/* P1, Q3 */
		} else if (digit && r->n - r->t.at == 1 && *last == '0') {
			r->n--;				/* 01 */
			r->t.bare = r->t.marks = 0;
		}
	}
	if (!r->open)
		open_word(r, at);
	r->pending = l;
}

static uint32_t
next_letter(const struct unit_letters *u, struct slice *s)
{
	const unsigned char *p = (const unsigned char *)s->p;
	uint32_t cp;

	if (*p < 0x80) {
		s->p++;
		s->n--;
		return u->low[*p];
	}
	if (*p >= 0xc2 && *p < 0xc9 && s->n > 1) {
		s->p += 2;
		s->n -= 2;
		return u->low[(p[0] & 0x1fu) << 6 | (p[1] & 0x3fu)];
	}
	if (*p == 0xe1 && s->n > 2 && p[1] >= 0xb8 && p[1] <= 0xbb) {
		s->p += 3;
		s->n -= 3;
		return u->extra[(p[1] & 3u) << 6 | (p[2] & 0x3fu)];
	}
	(void)utf8_next(s, &cp);
	if (cp >= 0x300 && cp < 0x370)
		return 0x8000u | combining(cp);
	return letter(cp);
}

void
units_fold(const struct unit_letters *u, struct slice s, struct tokens *out)
{
	struct reader r = { .out = out };
	const char *start = s.p;
	uint32_t l;
	size_t at;
	bool blank = true;

	if (s.n > UNITS_MAX_TEXT) {
		s.p += s.n - UNITS_MAX_TEXT;
		s.n = UNITS_MAX_TEXT;
		start = s.p;
	}
	out->start = start;
	out->n = 0;
	out->commas = false;
	while (s.n > 0) {
		at = (size_t)(s.p - start);
		l = next_letter(u, &s);
		if ((l & 0x8000) != 0) {
			r.pending |= r.pending != 0 ? l & 0x7fff : 0;
		} else if (l > UNSEEN) {
			/* letter behind letter, as nearly all are */
			if ((l & 0x7f) > '9' && (r.pending & 0x7f) > '9') {
				flush_letter(&r);
				r.pending = l;
			} else
				take_letter(&r, l, at);
			blank = false;
		} else if (l != UNSEEN) {
			close_word(&r, at);
			if (l == COMMA || (l == DASH && blank))
				r.t.starts = true;
			if (l == COMMA && out->n > 0)
				r.t.comma = out->commas = true;
			blank = true;
		}
	}
	close_word(&r, (size_t)(s.p - start));
}

void
units_fold_tables(struct unit_letters *u)
{
	static const char *const words[UNIT_TYPES] = { "", "xã", "phường",
	    "thị trấn", "đặc khu", "huyện", "quận", "thị xã", "thành phố",
	    "tỉnh" };
	struct tokens t;
	uint32_t i;

	for (i = 0; i < sizeof u->low / sizeof *u->low; i++)
		u->low[i] = letter(i);
	for (i = 0; i < sizeof u->extra / sizeof *u->extra; i++)
		u->extra[i] = letter(0x1e00 + i);
	for (i = 1; i < UNIT_TYPES; i++) {
		units_fold(u, slice_str(words[i]), &t);
		u->word[i][0] = t.t[0];
		if (t.n > 1)
			u->word[i][1] = t.t[1];
	}
}

unsigned
units_tier(enum unit_type type)
{
	static const uint8_t tiers[UNIT_TYPES] = { 0, TIER_COMMUNE,
	    TIER_COMMUNE, TIER_COMMUNE, TIER_COMMUNE | TIER_DISTRICT,
	    TIER_DISTRICT, TIER_DISTRICT, TIER_DISTRICT,
	    TIER_DISTRICT | TIER_PROVINCE, TIER_PROVINCE };

	return tiers[type];
}

static bool
is_word(const struct token *t, const struct token *w)
{
	return t->bare == w->bare && (t->plain || t->exact == w->exact);
}

static bool
is_text(const struct tokens *t, size_t i, const char *s)
{
	size_t n = strlen(s);

	return t->t[i].len == n && memcmp(t->text + t->t[i].at, s, n) == 0;
}

enum unit_type
units_word(const struct unit_letters *u, const struct tokens *t, size_t i,
    size_t *first)
{
	static const struct { const char *s; enum unit_type type; } shorts[] = {
	    { "p", TYPE_PHUONG }, { "x", TYPE_XA }, { "tt", TYPE_THI_TRAN },
	    { "h", TYPE_HUYEN }, { "q", TYPE_QUAN }, { "tx", TYPE_THI_XA },
	    { "tp", TYPE_THANH_PHO }, { "t", TYPE_TINH } };
	const struct token *a, *b;
	size_t k;

	if (i == 0)
		return TYPE_NONE;
	b = &t->t[i - 1];
	if (i >= 2 && !b->comma) {
		a = &t->t[i - 2];
		*first = i - 2;
		for (k = 1; k < UNIT_TYPES; k++)
			if (u->word[k][1].len > 0 && is_word(b, &u->word[k][1])
			    && is_word(a, &u->word[k][0]))
				return (enum unit_type)k;
	}
	*first = i - 1;
	if (b->len <= 2) {
		for (k = 0; k < sizeof shorts / sizeof *shorts; k++)
			if (b->plain && is_text(t, i - 1, shorts[k].s))
				return shorts[k].type;
	}
	for (k = 1; k < UNIT_TYPES; k++)
		if (u->word[k][1].len == 0 && is_word(b, &u->word[k][0]))
			return (enum unit_type)k;
	return TYPE_NONE;
}
