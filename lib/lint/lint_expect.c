/* SPDX-License-Identifier: ISC */
/* A hash table from numbers and names of the list to what was seen of them. */
#include <stdlib.h>

#include "base/mem.h"
#include "identity/expiry.h"
#include "lint/lint_expect.h"
#include "lint/lint_index_priv.h"
#include "lint/lint_priv.h"

#define AGE 14
#define NO_KEY 0

/* What a row says of the card of its person. */
enum {
	SEEN = 1, NUMBER = 2, OLD = 4, CHIP = 8, NO_CHIP = 16, VALID = 32,
	ENDED = 64
};

struct entry {
	uint64_t key;			/* NO_KEY: free */
	uint32_t line;
	uint16_t file, flags;
};

struct lint_expect {
	struct entry *e;
	size_t n, cap;			/* cap is a power of two */
};

struct lint_expect *
lint_expect_new(void)
{
	return xcalloc(1, sizeof(struct lint_expect));
}

void
lint_expect_free(struct lint_expect *x)
{
	if (x == NULL)
		return;
	if (x->e != NULL)
		mem_wipe(x->e, x->cap * sizeof *x->e);
	free(x->e);
	free(x);
}

static struct entry *
slot(const struct lint_expect *x, uint64_t key)
{
	size_t i = lint_index_mix(key) & (x->cap - 1);

	while (x->e[i].key != NO_KEY && x->e[i].key != key)
		i = (i + 1) & (x->cap - 1);
	return &x->e[i];
}

static void
add_key(struct lint_expect *x, uint64_t key)
{
	struct entry *old = x->e, *e;
	size_t cap = x->cap, i;

	if (key == NO_KEY)
		return;
	if ((x->n + 1) * 3 > x->cap * 2) {
		x->cap = cap == 0 ? 1024 : cap * 2;
		x->e = xcalloc(x->cap, sizeof *x->e);
		for (i = 0; i < cap; i++)
			if (old[i].key != NO_KEY)
				*slot(x, old[i].key) = old[i];
		if (old != NULL)
			mem_wipe(old, cap * sizeof *old);
		free(old);
	}
	e = slot(x, key);
	x->n += e->key == NO_KEY;
	e->key = key;
}

/* The keys of a person: numbers first, the name last. Names are told from
 * numbers by the highest bit, which no number has. */
#define KEYS 4

static uint64_t
name_key(const struct person *p)
{
	char folded[LINT_MAX_FOLDED];
	size_t n = lint_fold(p->f[PERSON_NAME], folded);

	return lint_index_name_key((struct slice){ folded, n },
	    p->f[PERSON_DOB]);
}

static void
keys_of(const struct person *p, uint64_t name, uint64_t key[KEYS])
{
	key[0] = lint_index_number_key(p->f[PERSON_ID]);
	key[1] = lint_index_number_key(p->f[PERSON_CANCELLED_ID]);
	key[2] = lint_index_number_key(p->f[PERSON_OLD_ID]);
	key[3] = name == 0 ? NO_KEY : name | LINT_SECOND;
}

void
lint_expect_add(struct lint_expect *x, const struct person *p)
{
	uint64_t key[KEYS];
	size_t i;

	keys_of(p, name_key(p), key);
	for (i = 0; i < KEYS; i++)
		add_key(x, key[i]);
}

static struct date
date_of(const struct person *p, enum person_field f)
{
	struct date d = { 0 };

	if (p->f[f].n > 0 && date_parse(p->f[f], &d) != ERR_OK)
		d = (struct date){ 0 };
	return d;
}

/* Whether the card is over, as far as the row tells. */
static unsigned
end_of(const struct person *p, const struct lint_terms *t,
    struct date issued)
{
	struct date end = date_of(p, PERSON_EXPIRES);
	struct expiry x;

	if (slice_is(p->f[PERSON_EXPIRES], "never"))
		return VALID;
	if (end.y != 0)
		return lint_surely_after(t->today, end) ? ENDED : VALID;
	if (!expiry_estimate(date_of(p, PERSON_DOB), issued, &x) ||
	    x.never || !lint_surely_after(t->today, x.date))
		return 0;
	return x.alternative && (x.alt_never ||
	    !lint_surely_after(t->today, x.alt_date)) ? 0 : ENDED;
}

static unsigned
card_of(const struct person *p, const struct lint_terms *t)
{
	struct date issued = date_of(p, PERSON_ISSUED);
	struct number n;
	unsigned flags = 0;

	if (number_is_old(p->f[PERSON_OLD_ID]))
		flags |= OLD;
	if (number_parse(p->f[PERSON_ID], &n) != ERR_OK)
		return flags;
	flags |= NUMBER;
	if (issued.y != 0)
		flags |= issued.y >= LINT_FIRST_CHIP ? CHIP : NO_CHIP;
	return flags | end_of(p, t, issued);
}

void
lint_expect_see(struct lint_expect *x, const struct lint_terms *t,
    const struct person *p, uint64_t name, unsigned file,
    unsigned long long line)
{
	uint64_t key[KEYS];
	unsigned flags = 0;
	struct entry *e;
	size_t i;

	if (x->cap == 0)
		return;
	keys_of(p, name, key);
	for (i = 0; i < KEYS; i++) {
		if (key[i] == NO_KEY || (e = slot(x, key[i]))->key == NO_KEY)
			continue;
		if (flags == 0)
			flags = SEEN | card_of(p, t);
		if ((e->flags & SEEN) == 0) {
			e->line = (uint32_t)line;
			e->file = (uint16_t)file;
		}
		e->flags |= (uint16_t)flags;
	}
}

/* By law from the 14th birthday on; who says nothing of his age is asked. */
static bool
is_obliged(const struct person *p, const struct lint_terms *t)
{
	struct date birth = date_of(p, PERSON_DOB), day;
	struct number n;

	if (birth.y == 0 && number_parse(p->f[PERSON_ID], &n) == ERR_OK)
		birth.y = n.year;
	if (birth.y == 0)
		return true;
	day = date_add_years(birth, AGE);
	return lint_surely_after(t->today, day) ||
	    (day.d != 0 && date_cmp(t->today, day) == 0);
}

static void
judge_card(const struct lint_terms *t, unsigned flags, struct lint_list *out)
{
	if ((flags & NUMBER) == 0)
		lint_add(t, out, (flags & OLD) != 0 ? LINT_CARD_CMND :
		    LINT_CARD_NONE, PERSON_ID);
	else if ((flags & (ENDED | VALID)) == ENDED)
		lint_add(t, out, LINT_CARD_ENDED, PERSON_EXPIRES);
	else if ((flags & (NO_CHIP | CHIP)) == NO_CHIP)
		lint_add(t, out, LINT_CARD_NO_CHIP, PERSON_ISSUED);
}

enum lint_there
lint_expect_judge(const struct lint_expect *x, const struct lint_terms *t,
    const struct person *p, struct lint_list *out, unsigned *file,
    unsigned long long *line)
{
	enum lint_there there = LINT_MISSING;
	unsigned flags = card_of(p, t);
	const struct entry *e;
	uint64_t key[KEYS];
	size_t i;

	*line = 0;
	keys_of(p, name_key(p), key);
	for (i = 0; x->cap > 0 && there == LINT_MISSING && i < KEYS; i++) {
		if (key[i] == NO_KEY)
			continue;
		e = slot(x, key[i]);
		if ((e->flags & SEEN) == 0)
			continue;
		there = i < KEYS - 1 ? LINT_THERE : LINT_PROBABLY;
		*file = e->file;
		*line = e->line;
		/* a namesake's card is not this person's */
		if (there == LINT_THERE)
			flags |= e->flags;
	}
	if (there == LINT_MISSING)
		lint_add(t, out, LINT_PERSON_MISSING, PERSON_FIELDS);
	else if (there == LINT_PROBABLY)
		lint_add(t, out, LINT_PERSON_PROBABLY, PERSON_NAME);
	if (is_obliged(p, t))
		judge_card(t, flags, out);
	return there;
}
