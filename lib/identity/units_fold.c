/* SPDX-License-Identifier: ISC */
/* Addresses and names of units into words that compare as numbers. */
#include <string.h>

#include "identity/units_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

/* A letter: base (i for y), mark, whether it is y, tone; else one of these. */
#define BASE 0x7fu
#define MARK_SHIFT 7
#define MARK_OTHER 5u
#define IS_Y 0x400u		/* Mỹ, Mĩ */
#define TONE_SHIFT 11
#define TONE (7u << TONE_SHIFT)
#define MARKS (IS_Y | 7u << MARK_SHIFT)
#define COMBINES 0x8000u	/* with the letter before */
#define SEPARATES 0u		/* a blank, and any sign */
#define COMMA 1u
#define DASH 2u
#define UNSEEN 3u

static uint16_t
letter(uint32_t cp)
{
	const struct vi_letter *v;
	uint32_t to = vi_alike(cp), out;
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
	if (base == 0)
		return SEPARATES;
	out = base == 'y' ? 'i' | IS_Y : (uint32_t)base;
	if (v != NULL)
		out |= (uint32_t)v->mark << MARK_SHIFT |
		    (uint32_t)v->tone << TONE_SHIFT;
	else if (to >= 0x80)
		out |= MARK_OTHER << MARK_SHIFT;
	return (uint16_t)out;
}

/* What a combining mark adds to the letter before it. */
static uint32_t
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

static uint32_t
rare_letter(const unsigned char **p, const unsigned char *end)
{
	struct slice s = { (const char *)*p, (size_t)(end - *p) };
	uint32_t cp;

	(void)utf8_next(&s, &cp);
	*p = (const unsigned char *)s.p;
	if (cp >= 0x300 && cp < 0x370)
		return COMBINES | combining(cp);
	return letter(cp);
}

static inline uint32_t
next_letter(const struct unit_letters *u, const unsigned char **at,
    const unsigned char *end)
{
	const unsigned char *p = *at, *next = p;
	uint32_t l;

	if (*p < 0x80) {
		*at += 1;
		return u->low[*p];
	}
	if (*p >= 0xc2 && *p < 0xc9 && end - p > 1) {
		*at += 2;
		return u->low[(p[0] & 0x1fu) << 6 | (p[1] & 0x3fu)];
	}
	if (*p == 0xe1 && end - p > 2 && p[1] >= 0xb8 && p[1] <= 0xbb) {
		*at += 3;
		return u->extra[(p[1] & 3u) << 6 | (p[2] & 0x3fu)];
	}
	l = rare_letter(&next, end);
	*at = next;
	return l;
}

/* A word so far. Most letters have neither mark nor tone. */
struct word {
	uint64_t bare, marks;
	uint32_t seen, tone;	/* all letters as one; the last tone */
	uint32_t last;		/* the last letter that had either */
	size_t last_n;		/* 1 + where it stands; 0: there is none */
};
#define HASH_STEP 0x9e3779b97f4a7c15u

static inline uint32_t
hash_end(uint64_t h)
{
	return (uint32_t)((h ^ h >> 29) * HASH_STEP >> 32);
}

/* Letter number n has a mark or tone; `before`: what it was so far. */
static inline void
mark_letter(struct word *w, uint32_t l, uint32_t before, size_t n)
{
	if ((before & MARKS) != 0)
		w->marks += (uint64_t)(l & MARKS) - (before & MARKS);
	else if ((l & MARKS) != 0)
		w->marks = (w->marks + n) * HASH_STEP + (l & MARKS);
	w->last = l;
	w->last_n = n + 1;
	w->seen |= l;
	if ((l & TONE) != 0)
		w->tone = l & TONE;
}

static void
end_word(const struct word *w, struct token *t, size_t n)
{
	t->bare = hash_end(w->bare);
	t->marks = hash_end(w->bare + (w->marks << 7 | w->marks >> 57));
	t->exact = units_mix(t->marks, w->tone);
	t->len = (uint16_t)n;
	t->plain = (w->seen & (TONE | 7u << MARK_SHIFT)) == 0;
}

/* Letters up to what divides words: a sign, or a digit behind a letter, as P1
 * and Q3 have it. A zero in front of a number is nothing. */
static const unsigned char *
take_word(const struct unit_letters *u, const unsigned char *p,
    const unsigned char *end, struct token *t, char *text)
{
	struct word w = { .bare = 0 };
	const unsigned char *next;
	uint32_t l, last;
	size_t n = 0;

	for (; p < end; p = next) {
		next = p + 1;
		l = u->low[*p];
		if (*p >= 0x80) {
			next = p;
			l = next_letter(u, &next, end);
		}
		if (l <= '9' || l > BASE) {
			if (l == UNSEEN)
				continue;
			if (l < UNSEEN || (l <= '9' && n > 0 &&
			    text[n - 1] > '9'))
				break;
			if ((l & COMBINES) != 0) {
				last = w.last_n == n ? w.last :
				    (uint8_t)text[n - 1];
				mark_letter(&w, last | (l & ~COMBINES), last,
				    n - 1);
				continue;
			}
			if (l > BASE) {
				mark_letter(&w, l, 0, n);
			} else if (n == 1 && text[0] == '0') {
				w.bare = w.marks = 0;
				n = w.last_n = 0;
			}
		}
		w.bare = w.bare * HASH_STEP + (l & BASE);
		text[n++] = (char)(l & BASE);
	}
	end_word(&w, t, n);
	return p;
}

static struct token *
next_token(struct tokens *o)
{
	if (o->n < UNITS_MAX_TOKENS)
		return &o->t[o->n++];
	memmove(o->t, o->t + 1, sizeof o->t - sizeof *o->t);
	return &o->t[o->n - 1];
}

void
units_fold(const struct unit_letters *u, struct slice s, struct tokens *out)
{
	size_t n = s.n < UNITS_MAX_TEXT ? s.n : UNITS_MAX_TEXT, at = 0;
	const unsigned char *end = (const unsigned char *)s.p + s.n;
	const unsigned char *start = end - n, *p = start, *next;
	bool blank = true, starts = false, comma = false;
	struct token *t;
	uint32_t l;

	out->start = (const char *)start;
	out->n = 0;
	out->commas = false;
	while (p < end) {
		next = p;
		l = next_letter(u, &next, end);
		if (l <= UNSEEN || (l & COMBINES) != 0) {
			p = next;
			if (l == UNSEEN || l >= COMBINES)
				continue;
			starts = starts || l == COMMA || (l == DASH && blank);
			if (l == COMMA && out->n > 0)
				comma = out->commas = true;
			blank = true;
			continue;
		}
		if (at > 0)
			out->text[at++] = ' ';
		t = next_token(out);
		t->at = (uint16_t)at;
		t->from = (uint16_t)(p - start);
		t->starts = starts;
		t->comma = comma;
		starts = comma = blank = false;
		p = take_word(u, p, end, t, out->text + at);
		t->to = (uint16_t)(p - start);
		at += t->len;
	}
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
