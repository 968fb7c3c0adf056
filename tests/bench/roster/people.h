/* SPDX-License-Identifier: ISC */
/* People who are not, for measuring: two sides of one population, the right one
 * with the dirt of real lists. A person is a function of the seed and its index
 * alone, so that either side is written without the other and any size without
 * memory. For the bench and the tests of lib/roster. */
#ifndef BENCH_PEOPLE_H
#define BENCH_PEOPLE_H

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "people_names.h"
#include "text/utf8.h"
#include "text/vi.h"

/* Chances in millionths. `cell`: of each cell beside the number to be dirty on
 * the right side; `key`: of the number; `missing`: of a person, on each side. */
struct people {
	uint64_t n, seed;
	uint32_t cell, key, missing, twice;
};

struct people_row {
	char number[16], name[96], birth[16], sex[8], address[256];
	int y, m, d;			/* of the clean row */
	bool female;
	unsigned now;			/* code of the province; 0: illegible */
};

/* The random source: a step of SplitMix64. */
static inline uint64_t
people_mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

static inline bool
people_chance(uint64_t h, uint32_t millionths)
{
	return (h >> 20) % 1000000 < millionths;
}

/* A permutation of 0..n-1: four Feistel rounds, repeated while outside. */
static inline uint64_t
people_permute(uint64_t i, uint64_t n, uint64_t seed)
{
	unsigned half = 1, k;
	uint64_t left, right, t, mask;

	while (1ull << 2 * half < n)
		half++;
	mask = (1ull << half) - 1;
	do {
		left = i >> half;
		right = i & mask;
		for (k = 0; k < 4; k++) {
			t = left ^ (people_mix(right + seed * 64 + k) & mask);
			left = right;
			right = t;
		}
		i = left << half | right;
	} while (i >= n);
	return i;
}

/* Common names stand first in the lists and are drawn more often. */
static inline const char *
people_pick(const char *const *list, size_t n, uint64_t h)
{
	uint64_t u = h >> 40;			/* 24 bits */

	return list[(u * u >> 24) * n >> 24];
}

static inline void
people_make_name(struct people_row *r, uint64_t h)
{
	const char *middle, *given;
	unsigned f = 0, w = h % PEOPLE_FAMILY_SUM;

	while (w >= people_family[f].weight)
		w -= people_family[f++].weight;
	h = people_mix(h);
	if (r->female) {
		middle = people_middle_f[h % PEOPLE_COUNT(people_middle_f)];
		given = people_pick(people_given_f,
		    PEOPLE_COUNT(people_given_f), people_mix(h));
	} else {
		middle = people_middle_m[h % PEOPLE_COUNT(people_middle_m)];
		given = people_pick(people_given_m,
		    PEOPLE_COUNT(people_given_m), people_mix(h));
	}
	snprintf(r->name, sizeof r->name, "%s%s%s %s", people_family[f].name,
	    *middle == '\0' ? "" : " ", middle, given);
}

static inline void
people_make_address(struct people_row *r, unsigned province, uint64_t h)
{
	uint64_t g = people_mix(h);

	/* Three in sixteen live elsewhere than where they were registered. */
	if (h >> 60 >= 13)
		province = g % PEOPLE_PROVINCES;
	r->now = people_province[province].now;
	snprintf(r->address, sizeof r->address, "%s %u, %s %s, %s %s, %s",
	    people_hamlet[h % PEOPLE_COUNT(people_hamlet)],
	    (unsigned)(h >> 8) % 40 + 1, h >> 16 & 1 ? "Xã" : "Phường",
	    people_place[(h >> 20) % PEOPLE_COUNT(people_place)],
	    h >> 17 & 1 ? "Huyện" : "Quận",
	    people_place[(h >> 32) % PEOPLE_COUNT(people_place)],
	    people_province[province].name);
}

/* Every number belongs to one person only: born 1940 to 2009, 63 provinces. */
static inline void
people_make(const struct people *p, uint64_t i, struct people_row *r)
{
	uint64_t x, h;
	unsigned province;

	x = people_permute(i, 63ull * 2 * 70 * 1000000, p->seed + 11);
	h = people_mix(x * 3 + p->seed);
	province = (unsigned)(x / (2 * 70 * 1000000));
	r->female = x / (70 * 1000000) % 2 == 1;
	r->y = 1940 + (int)(x / 1000000 % 70);
	snprintf(r->number, sizeof r->number, "%03u%d%02d%06u",
	    people_province[province].code,
	    (r->y >= 2000 ? 2 : 0) + r->female, r->y % 100,
	    (unsigned)(x % 1000000));
	people_make_name(r, h);
	h = people_mix(h + 2);
	r->m = (int)(h % 12) + 1;
	r->d = (int)((h >> 8) % 28) + 1;
	snprintf(r->birth, sizeof r->birth, "%04d-%02d-%02d", r->y, r->m,
	    r->d);
	snprintf(r->sex, sizeof r->sex, "%s", r->female ? "Nữ" : "Nam");
	people_make_address(r, province, people_mix(h + 3));
}

/* The marks off, case kept. */
static inline void
people_bare(char *s)
{
	struct slice in = slice_str(s);
	uint32_t cp;
	char *to = s, c;

	while (utf8_next(&in, &cp)) {
		c = vi_base(cp);
		if (c != 0 && vi_lower(cp) != cp)
			c -= 'a' - 'A';
		if (c != 0 || cp < 0x80)
			*to++ = c != 0 ? c : (char)cp;
	}
	*to = '\0';
}

static inline void
people_cut(char *from, const char *to)
{
	memmove(from, to, strlen(to) + 1);
}

/* One letter is lost. */
static inline void
people_lose_letter(char *s, uint64_t h)
{
	size_t at = h % strlen(s), n = 1;

	while (at > 0 && (s[at] & 0xc0) == 0x80)
		at--;
	while ((s[at + n] & 0xc0) == 0x80)
		n++;
	people_cut(s + at, s + at + n);
}

static inline void
people_dirty_name(char *s, uint64_t h)
{
	char *first = strchr(s, ' '), *last = strrchr(s, ' ');

	switch (h % 6) {
	case 0:
		people_bare(s);
		break;
	case 1:
		people_bare(s);
		for (; *s != '\0'; s++)
			if (*s >= 'a' && *s <= 'z')
				*s -= 'a' - 'A';
		break;
	case 2:
		people_bare(last != NULL ? last : s);
		break;
	case 3:
		people_lose_letter(s, h >> 8);
		break;
	case 4:				/* without the middle name */
		if (first != last)
			people_cut(first, last);
		else
			people_bare(s);
		break;
	default:			/* two blanks */
		if (first != NULL)
			memmove(first + 1, first, strlen(first) + 1);
	}
}

static inline void
people_dirty_birth(struct people_row *r, uint64_t h)
{
	char *s = r->birth, month[2];

	memcpy(month, s + 5, 2);
	switch (h % 4) {
	case 0:				/* only the year was known */
		memcpy(s + 5, "01-01", 5);
		break;
	case 1:
		if (r->d <= 12) {
			memcpy(s + 5, s + 8, 2);
			memcpy(s + 8, month, 2);
			break;
		}
		s[9] = (char)('0' + (s[9] - '0' + 1) % 10);
		break;
	case 2:
		s[3] = (char)('0' + (s[3] - '0' + 1) % 10);
		break;
	default:
		s[9] = (char)('0' + (s[9] - '0' + 3) % 10);
	}
	if (memcmp(s + 8, "00", 2) == 0)	/* no such day */
		s[9] = '9';
	if (memcmp(s + 5, "02-3", 4) == 0)
		s[8] = '2';
}

static inline void
people_dirty_address(struct people_row *r, uint64_t h)
{
	char *s = r->address, *comma = strchr(s, ','), *end = s + strlen(s) - 1;

	switch (h % 3) {
	case 0:
		people_bare(s);
		break;
	case 1:				/* without the hamlet */
		people_cut(s, comma + 2);
		break;
	default:			/* a slip in the province */
		while ((*end & 0xc0) == 0x80)
			end--;
		memcpy(end, "x", 2);
		r->now = 0;
	}
}

static inline void
people_dirty_number(char *s, uint64_t h)
{
	size_t at = h % 12;
	char t;

	switch (h >> 8 & 3) {
	case 0:
		s[0] = '\0';
		break;
	case 1:
		s[at] = (char)('0' + (s[at] - '0' + 1 + (h >> 16) % 9) % 10);
		break;
	case 2:
		at -= at == 11;
		t = s[at];
		s[at] = s[at + 1];
		s[at + 1] = t;
		break;
	default:			/* the card before */
		snprintf(s, 16, "%09u", (unsigned)((h >> 12) % 400000000));
	}
}

/* The row of person `i` on a side (0 left, 1 right); false: not on it.
 * *again: it stands there twice. */
static inline bool
people_row(const struct people *p, uint64_t i, unsigned side,
    struct people_row *r, bool *again)
{
	uint64_t h = people_mix(i * 5 + p->seed * 31 + side * 17);

	*again = false;
	if (people_chance(h, p->missing))
		return false;
	people_make(p, i, r);
	if (side == 0)
		return true;
	h = people_mix(i + p->seed * 1009);
	if (people_chance(h, p->cell))
		people_dirty_name(r->name, people_mix(h));
	h = people_mix(h + 9);
	if (people_chance(h, p->cell))
		people_dirty_birth(r, people_mix(h));
	h = people_mix(h + 9);
	if (people_chance(h, p->cell))
		snprintf(r->sex, sizeof r->sex, "%s", h & 1 ? "" :
		    h & 2 ? "Nu" : r->female ? "Nam" : "Nữ");
	h = people_mix(h + 9);
	if (people_chance(h, p->cell))
		people_dirty_address(r, people_mix(h));
	h = people_mix(h + 9);
	if (people_chance(h, p->key))
		people_dirty_number(r->number, people_mix(h));
	*again = people_chance(people_mix(h + 9), p->twice);
	return true;
}

/* The person in row `j` of a side. */
static inline uint64_t
people_at(const struct people *p, uint64_t j, unsigned side)
{
	return people_permute(j, p->n, p->seed * 2 + side + 100);
}

#endif
