/* SPDX-License-Identifier: ISC */
/* Skeletons of names, how alike two are, and the table of distinct ones. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/fuzzy_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

#define FIRST_SLOTS 1024

uint64_t
fuzzy_mix(uint64_t x)
{
	x = (x ^ x >> 32) * 0x9e3779b97f4a7c15;
	x = (x ^ x >> 29) * 0xbf58476d1ce4e5b9;
	return x ^ x >> 32;
}

/* The same on every machine: it decides which pairs are learned from. */
static uint64_t
word_at(const char *p, size_t n)
{
	uint64_t w = 0;

	memcpy(&w, p, n);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	w = __builtin_bswap64(w);
#endif
	return w;
}

uint64_t
fuzzy_hash(const char *p, size_t n, uint64_t seed)
{
	uint64_t h = fuzzy_mix(seed * 0x94d049bb133111eb + n + 1);

	for (; n >= 8; p += 8, n -= 8)
		h = fuzzy_mix(h ^ word_at(p, 8)) + 0x632be59bd9b4e019;
	return fuzzy_mix(fuzzy_mix(h ^ (n > 0 ? word_at(p, n) : 0)) + n);
}

static void
put(struct fuzzy_skeleton *k, char c, bool *blank)
{
	if (*blank && k->n > 0 && k->n < FUZZY_MAX_SKELETON)
		k->s[k->n++] = ' ';
	*blank = false;
	if (k->n < FUZZY_MAX_SKELETON)
		k->s[k->n++] = c;
}

static void
put_ascii(struct fuzzy_skeleton *k, unsigned char c, bool *blank)
{
	if (c >= 'A' && c <= 'Z')
		c |= 0x20;
	if (c >= 'a' && c <= 'z')
		put(k, (char)c, blank);
	else if (c != '\'')
		*blank = true;
}

static bool
is_vowel(char c)
{
	return c != 0 && strchr("aeiouy", c) != NULL;
}

/* The marks of our alphabet written apart. */
static bool
is_mark(uint32_t cp)
{
	switch (cp) {
	case 0x300: case 0x301: case 0x302: case 0x303: case 0x306:
	case 0x309: case 0x31b: case 0x323:
		return true;
	default:
		return false;
	}
}

/* One code point of two or three bytes; all that letters need. */
static bool
next_letter(struct slice *name, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)name->p;
	size_t n = *p < 0xe0 ? 2 : 3;

	if (*p < 0xc2 || *p > 0xef || name->n < n)
		return false;
	*cp = n == 2 ? (p[0] & 31u) << 6 | (p[1] & 63u) :
	    (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
	name->p += n;
	name->n -= n;
	return true;
}

/* False: a letter that vi_key must look at. */
static bool
fold_fast(struct slice name, struct fuzzy_skeleton *k)
{
	const struct vi_letter *v;
	bool blank = false;
	uint32_t cp;
	char base;

	while (name.n > 0) {
		if ((unsigned char)*name.p < 0x80) {
			put_ascii(k, (unsigned char)*name.p, &blank);
			name.p++;
			name.n--;
			continue;
		}
		if (!next_letter(&name, &cp))
			return false;
		v = vi_letter(cp);
		base = v != NULL ? v->base : vi_base(cp);
		if (base != 0)
			put(k, base, &blank);
		else if (!is_mark(cp) || k->n == 0 || blank ||
		    !is_vowel(k->s[k->n - 1]))
			return false;
	}
	return true;
}

/* Letters of other alphabets stay out. */
static void
fold_slow(struct slice name, struct fuzzy_skeleton *k)
{
	struct buf b = { 0 };
	bool blank = false;
	size_t i;

	if (vi_key(name, VI_K4, &b) == ERR_OK)
		for (i = 0; i < b.n; i++)
			if ((unsigned char)b.p[i] < 0x80)
				put_ascii(k, (unsigned char)b.p[i], &blank);
	buf_wipe(&b);
}

void
fuzzy_fold(struct slice name, struct fuzzy_skeleton *out)
{
	size_t i;

	memset(out, 0, sizeof *out);
	if (!fold_fast(name, out)) {
		memset(out, 0, sizeof *out);
		fold_slow(name, out);
	}
	while (out->n > 0 && out->s[out->n - 1] == ' ')
		out->n--;		/* cut behind a word */
	out->first = out->n;
	for (i = out->n; i-- > 0;)
		if (out->s[i] == ' ') {
			out->first = (uint8_t)i;
			if (out->last == 0)
				out->last = (uint8_t)(i + 1);
		}
}

/* The letters of `a` that have their like in `b` not further than `window`
 * away, each letter once; the bits of both. */
static unsigned
common(const char *a, size_t an, const char *b, size_t bn, uint64_t *ma,
    uint64_t *mb)
{
	size_t window = (an > bn ? an : bn) / 2, i;
	uint64_t where[32] = { 0 }, reach, hit;
	unsigned n = 0;

	window -= window > 0;
	for (i = 0; i < bn; i++)
		where[b[i] & 31] |= 1ull << i;
	/* Bits i - window .. i + window of those not yet taken. */
	reach = window >= 63 ? ~0ull : (1ull << (window + 1)) - 1;
	*ma = *mb = 0;
	for (i = 0; i < an; i++) {
		hit = where[a[i] & 31] & reach & ~*mb;
		if (hit != 0) {
			*mb |= hit & -hit;
			*ma |= 1ull << i;
			n++;
		}
		reach = i >= window ? reach << 1 : reach << 1 | 1;
	}
	return n;
}

uint64_t
fuzzy_letters(const char *s, size_t n)
{
	uint64_t once = 0, twice = 0, bit;
	size_t i;

	for (i = 0; i < n; i++) {
		bit = 1ull << (s[i] & 31);
		twice |= once & bit;
		once |= bit;
	}
	return once | twice << 32;
}

/* How similar two of these lengths are, p letters at the beginning and m
 * altogether alike, and `out` of them out of place. */
static uint32_t
similarity(uint64_t an, uint64_t bn, uint64_t m, uint64_t out, uint64_t p)
{
	/* (m/an + m/bn + (m - out/2)/m) / 3, then p tenths of the rest. */
	uint64_t num = 2 * m * m * (an + bn) + (2 * m - out) * an * bn;
	uint64_t den = 6 * m * an * bn;

	num = num * (10 - p) + den * p;
	return (uint32_t)(num * 100000 / den);
}

static uint64_t
begin_alike(const char *a, size_t an, const char *b, size_t bn)
{
	size_t p = 0;

	while (p < 4 && p < an && p < bn && a[p] == b[p])
		p++;
	return p;
}

bool
fuzzy_is_unlike(const struct fuzzy_face *a, const struct fuzzy_face *b,
    uint32_t bound)
{
	int lacks_b = __builtin_popcountll(a->letters & ~b->letters);
	int lacks_a = __builtin_popcountll(b->letters & ~a->letters);
	int m = a->n - lacks_b < b->n - lacks_a ? a->n - lacks_b :
	    b->n - lacks_a;

	return m <= 0 || similarity(a->n, b->n, (uint64_t)m, 0,
	    begin_alike(a->s, a->n, b->s, b->n)) < bound;
}

uint32_t
fuzzy_similar(const char *a, size_t an, const char *b, size_t bn)
{
	uint64_t ma, mb, m, out = 0, x, y;
	const char *t;
	size_t tn;

	/* Which side is walked decides ties between letters. */
	if (an > bn || (an == bn && an > 0 && memcmp(a, b, an) > 0)) {
		t = a, a = b, b = t;
		tn = an, an = bn, bn = tn;
	}
	m = an > 0 ? common(a, an, b, bn, &ma, &mb) : 0;
	if (m == 0)
		return 0;
	for (x = ma, y = mb; x != 0; x &= x - 1, y &= y - 1)
		out += a[__builtin_ctzll(x)] != b[__builtin_ctzll(y)];
	return similarity(an, bn, m, out, begin_alike(a, an, b, bn));
}

uint64_t
fuzzy_digits(uint64_t number)
{
	uint64_t d = 0;
	unsigned i;

	for (i = 0; i < 12; i++, number /= 10)
		d |= number % 10 << 4 * i;
	return d;
}

static uint64_t
bag_of(const struct fuzzy_skeleton *s)
{
	struct slice rest = { s->s, s->n }, word;
	uint64_t sum = 0;

	while (slice_split(&rest, ' ', &word))
		sum += fuzzy_hash(word.p, word.n, 1);
	return fuzzy_mix(sum);
}

static size_t
slot_of(const struct fuzzy_names *t, const struct fuzzy_skeleton *s)
{
	size_t i = fuzzy_hash(s->s, s->n, 2) & (t->slots - 1);
	const struct fuzzy_name *m;

	for (; t->slot[i] != 0; i = (i + 1) & (t->slots - 1)) {
		m = &t->name[t->slot[i] - 1];
		if (m->n == s->n && memcmp(t->text.p + m->at, s->s, s->n) == 0)
			break;
	}
	return i;
}

static void
grow_slots(struct fuzzy_names *t)
{
	struct fuzzy_skeleton s = { .n = 0 };
	size_t i;

	t->slots = t->slots == 0 ? FIRST_SLOTS : t->slots * 2;
	free(t->slot);
	t->slot = xcalloc(t->slots, sizeof *t->slot);
	for (i = 0; i < t->n; i++) {
		s.n = t->name[i].n;
		memcpy(s.s, t->text.p + t->name[i].at, s.n);
		t->slot[slot_of(t, &s)] = (uint32_t)i + 1;
	}
}

uint32_t
fuzzy_names_find(const struct fuzzy_names *t, const struct fuzzy_skeleton *s)
{
	uint32_t at;

	if (s->n == 0 || t->slots == 0)
		return FUZZY_NO_NAME;
	at = t->slot[slot_of(t, s)];
	return at == 0 ? FUZZY_NO_NAME : at - 1;
}

uint32_t
fuzzy_names_add(struct fuzzy_names *t, const struct fuzzy_skeleton *s)
{
	struct fuzzy_name *m;
	size_t i;

	if (s->n == 0 || t->text.n > UINT32_MAX - FUZZY_MAX_SKELETON)
		return FUZZY_NO_NAME;
	if (t->n * 3 >= t->slots * 2)
		grow_slots(t);
	i = slot_of(t, s);
	if (t->slot[i] != 0)
		return t->slot[i] - 1;
	if (t->n == t->cap) {
		t->cap = t->cap == 0 ? FIRST_SLOTS : t->cap * 2;
		t->name = xreallocarray(t->name, t->cap, sizeof *t->name);
	}
	m = &t->name[t->n++];
	*m = (struct fuzzy_name){ .bag = bag_of(s), .at = (uint32_t)t->text.n,
	    .n = s->n, .first = s->first, .last = s->last,
	    .letters = fuzzy_letters(s->s, s->n) };
	m->given = (uint32_t)fuzzy_hash(s->s + s->last, s->n - s->last,
	    (unsigned char)s->s[0]);
	buf_add(&t->text, s->s, s->n);
	t->slot[i] = (uint32_t)t->n;
	return (uint32_t)t->n - 1;
}

void
fuzzy_names_wipe(struct fuzzy_names *t)
{
	buf_wipe(&t->text);
	if (t->name != NULL)
		mem_wipe(t->name, t->n * sizeof *t->name);
	free(t->name);
	free(t->slot);
	memset(t, 0, sizeof *t);
}
