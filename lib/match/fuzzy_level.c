/* SPDX-License-Identifier: ISC */
/* How well each part of two rows agrees. Nothing here depends on which row is
 * the left one. */
#include <string.h>

#include "match/fuzzy_priv.h"

#define CLOSE 950000			/* millionths */
#define NEAR 880000
#define LONG_NAME 8			/* letters */

const char *const fuzzy_part_name[FUZZY_PARTS] = {
	"name", "birth", "sex", "place", "number",
};

const char *const fuzzy_level_name[FUZZY_PARTS][FUZZY_MAX_LEVELS] = {
	[FUZZY_NAME] = { N_("equal"), N_("skeleton"), N_("middle"),
	    N_("swapped"), N_("close"), N_("near"), N_("other"),
	    N_("absent") },
	[FUZZY_BIRTH] = { N_("equal"), N_("day-month"), N_("year-known"),
	    N_("one-part"), N_("year"), N_("other"), N_("absent") },
	[FUZZY_SEX] = { N_("equal"), N_("different"), N_("absent") },
	[FUZZY_PLACE] = { N_("equal"), N_("different"), N_("absent") },
	[FUZZY_NUMBER] = { N_("equal"), N_("one-edit"), N_("near"),
	    N_("different"), N_("absent") },
};

const unsigned fuzzy_levels[FUZZY_PARTS] = { 8, 7, 3, 3, 5 };

/* Family and given name alike, and one has nothing between. */
static bool
lacks_middle(const struct fuzzy_face *a, const struct fuzzy_face *b)
{
	if (a->last == 0 || b->last == 0 || a->first != b->first ||
	    a->n - a->last != b->n - b->last)
		return false;
	if (a->first + 1 != a->last && b->first + 1 != b->last)
		return false;
	return memcmp(a->s, b->s, a->first) == 0 &&
	    memcmp(a->s + a->last, b->s + b->last, a->n - a->last) == 0;
}

/* b is a with its first word behind the others. */
static bool
is_turned(const struct fuzzy_face *a, const struct fuzzy_face *b)
{
	size_t rest = (size_t)a->n - a->first - 1;

	return memcmp(a->s + a->first + 1, b->s, rest) == 0 &&
	    b->s[rest] == ' ' && memcmp(a->s, b->s + rest + 1, a->first) == 0;
}

/* First and last word changed places. */
static bool
is_exchanged(const struct fuzzy_face *a, const struct fuzzy_face *b)
{
	size_t given = (size_t)a->n - a->last;

	return given == b->first && (size_t)b->n - b->last == a->first &&
	    memcmp(a->s, b->s + b->last, a->first) == 0 &&
	    memcmp(b->s, a->s + a->last, given) == 0 &&
	    memcmp(a->s + a->first, b->s + b->first,
	    (size_t)a->last - a->first) == 0;
}

static bool
is_swapped(const struct fuzzy_face *a, const struct fuzzy_face *b)
{
	return a->n == b->n && a->last != 0 && b->last != 0 &&
	    (is_turned(a, b) || is_turned(b, a) || is_exchanged(a, b));
}

/* A letter is missing: where letters repeat, Jaro takes all that follow for
 * moved. Of short names that is another one. */
static bool
lacks_letter(const struct fuzzy_face *a, const struct fuzzy_face *b)
{
	const struct fuzzy_face *s = a->n < b->n ? a : b,
	    *l = a->n < b->n ? b : a;
	size_t i = 0;

	if (l->n != s->n + 1 || s->n < LONG_NAME)
		return false;
	while (i < s->n && s->s[i] == l->s[i])
		i++;
	return memcmp(s->s + i, l->s + i + 1, s->n - i) == 0;
}

uint8_t
fuzzy_level_name_of(const struct fuzzy_face *a, const struct fuzzy_face *b)
{
	uint32_t alike;

	if (a->n == 0 || b->n == 0)
		return NAME_ABSENT;
	if (a->n == b->n && (a->s == b->s || memcmp(a->s, b->s, a->n) == 0))
		return a->bytes == b->bytes ? NAME_EQUAL : NAME_SKELETON;
	if (lacks_middle(a, b))
		return NAME_MIDDLE;
	if (is_swapped(a, b))
		return NAME_SWAPPED;
	if (lacks_letter(a, b))
		return NAME_CLOSE;
	if (fuzzy_is_unlike(a, b, NEAR))
		return NAME_OTHER;
	alike = fuzzy_similar(a->s, a->n, b->s, b->n);
	return alike >= CLOSE ? NAME_CLOSE : alike >= NEAR ? NAME_NEAR :
	    NAME_OTHER;
}

uint32_t
fuzzy_birth(struct date d)
{
	if (d.y <= 0 || d.y > 9999 || d.m < 0 || d.m > 12 || d.d < 0 ||
	    d.d > 31)
		return 0;
	return (uint32_t)d.y << 9 | (uint32_t)d.m << 5 |
	    (d.m == 0 ? 0 : (uint32_t)d.d);
}

/* The first of January stands where only the year was known. */
static bool
is_vague(uint32_t b)
{
	return BIRTH_M(b) == 0 || (BIRTH_M(b) == 1 && BIRTH_D(b) <= 1);
}

static uint8_t
birth_level(uint32_t a, uint32_t b)
{
	bool y = BIRTH_Y(a) == BIRTH_Y(b), m = BIRTH_M(a) == BIRTH_M(b),
	    d = BIRTH_D(a) == BIRTH_D(b);

	if (a == 0 || b == 0)
		return BIRTH_ABSENT;
	if (y && (is_vague(a) || is_vague(b)))
		return BIRTH_YEAR_KNOWN;
	if (a == b)
		return BIRTH_EQUAL;
	if (y && m && (BIRTH_D(a) == 0 || BIRTH_D(b) == 0))
		return BIRTH_YEAR_KNOWN;
	if (y && BIRTH_M(a) == BIRTH_D(b) && BIRTH_D(a) == BIRTH_M(b))
		return BIRTH_DAY_MONTH;
	if (y + m + d == 2 && !is_vague(a))
		return BIRTH_ONE_PART;
	return y ? BIRTH_YEAR : BIRTH_OTHER;
}

static uint8_t
one_level(uint8_t a, uint8_t b)
{
	return a == 0 || b == 0 ? ONE_ABSENT : a == b ? ONE_EQUAL :
	    ONE_DIFFERENT;
}

/* A digit a nibble: which differ, and whether two neighbours changed places. */
static uint8_t
number_level(uint64_t a, uint64_t b)
{
	uint64_t x = a ^ b, differ;
	unsigned at;
	int n;

	if (a == 0 || b == 0)
		return NUMBER_ABSENT;
	if (x == 0)
		return NUMBER_EQUAL;
	differ = (x | x >> 1 | x >> 2 | x >> 3) & 0x111111111111;
	n = __builtin_popcountll(differ);
	at = (unsigned)__builtin_ctzll(differ);
	if (n == 1)
		return NUMBER_ONE_EDIT;
	if (n == 2 && differ >> at == 0x11 &&
	    (a >> at & 15) == (b >> (at + 4) & 15) &&
	    (b >> at & 15) == (a >> (at + 4) & 15))
		return NUMBER_ONE_EDIT;
	return n <= 3 ? NUMBER_NEAR : NUMBER_DIFFERENT;
}

void
fuzzy_level_others(const struct fuzzy_face *a, const struct fuzzy_face *b,
    uint8_t level[FUZZY_PARTS])
{
	level[FUZZY_BIRTH] = birth_level(a->birth, b->birth);
	level[FUZZY_SEX] = one_level(a->sex, b->sex);
	level[FUZZY_PLACE] = one_level(a->province, b->province);
}

void
fuzzy_level_of(const struct fuzzy_face *a, const struct fuzzy_face *b,
    uint8_t level[FUZZY_PARTS])
{
	level[FUZZY_NAME] = fuzzy_level_name_of(a, b);
	fuzzy_level_others(a, b, level);
	level[FUZZY_NUMBER] = number_level(a->number, b->number);
}

static bool
same_given(const struct fuzzy_face *a, const struct fuzzy_face *b)
{
	return a->n - a->last == b->n - b->last &&
	    memcmp(a->s + a->last, b->s + b->last, (size_t)(a->n - a->last)) ==
	    0;
}

bool
fuzzy_is_doubtful(const struct fuzzy_face *a, const struct fuzzy_face *b,
    const uint8_t level[FUZZY_PARTS])
{
	uint8_t number = level[FUZZY_NUMBER];

	if (number == NUMBER_DIFFERENT)
		return true;
	if (number <= NUMBER_ONE_EDIT)
		return false;
	if (level[FUZZY_BIRTH] >= BIRTH_YEAR)
		return true;		/* BIRTH_OTHER and _ABSENT too */
	return level[FUZZY_NAME] > NAME_SWAPPED &&
	    (a->n == 0 || b->n == 0 || !same_given(a, b));
}
