/* SPDX-License-Identifier: ISC */
/* Numbers: form, stand-ins, and whether they are of this person. */
#include "lint/lint_priv.h"

#define GROWN_UP 18
#define GENERATION_MIN 14
#define GENERATION_MAX 60

/* All digits the same, those of the keyboard in order, up or down, or hardly
 * any but zeros. */
static bool
is_placeholder(struct slice s)
{
	size_t i, others = 0;
	int step = (s.p[1] - s.p[0] + 10) % 10;

	/* from the end on three others are soon met */
	for (i = s.n; others < 3 && i-- > 0;)
		others += s.p[i] != '0';
	if (others < 3)
		return true;
	if (step > 1 && step < 9)
		return false;
	for (i = 1; i < s.n && (s.p[i] - s.p[i - 1] + 10) % 10 == step; i++)
		continue;
	return i == s.n;
}

/* The row's person is a child, and the number of somebody who could be its
 * father or mother. */
static bool
is_parents(const struct lint_case *c)
{
	int older = c->birth.y - c->number.year;

	return c->birth.y + GROWN_UP > c->t->today.y &&
	    older >= GENERATION_MIN && older <= GENERATION_MAX;
}

static void
check_person(struct lint_case *c)
{
	struct slice sex = lint_field(c, PERSON_SEX);

	if (c->birth.y != 0 && is_parents(c)) {
		lint_say(c, LINT_NUMBER_PARENT, PERSON_ID);
		return;
	}
	if (c->birth.y != 0 && c->birth.y != c->number.year)
		lint_say(c, LINT_NUMBER_BIRTH, PERSON_ID);
	if (sex.n == 1 && (sex.p[0] == 'F' || sex.p[0] == 'M') &&
	    (sex.p[0] == 'F') != c->number.female)
		lint_say(c, LINT_NUMBER_SEX, PERSON_ID);
}

static void
check_number(struct lint_case *c, struct slice id)
{
	c->numbered = number_parse(id, &c->number) == ERR_OK;
	if (!c->numbered) {
		lint_say(c, LINT_NUMBER_FORM, PERSON_ID);
		return;
	}
	if (is_placeholder(id)) {
		lint_say(c, LINT_NUMBER_PLACEHOLDER, PERSON_ID);
		return;
	}
	if (c->number.place == NULL)
		lint_say(c, LINT_NUMBER_PREFIX, PERSON_ID);
	if (c->number.year > c->t->today.y)
		lint_say(c, LINT_NUMBER_ERA, PERSON_ID);
	else
		check_person(c);
}

void
lint_number(struct lint_case *c)
{
	struct slice id = lint_field(c, PERSON_ID);
	struct slice old = lint_field(c, PERSON_OLD_ID);
	struct slice gone = lint_field(c, PERSON_CANCELLED_ID);
	struct number n;

	if (id.n > 0)
		check_number(c, id);
	if (old.n > 0 && !number_is_old(old))
		lint_say(c, LINT_OLD_FORM, PERSON_OLD_ID);
	else if (old.n > 0 && is_placeholder(old))
		lint_say(c, LINT_OLD_PLACEHOLDER, PERSON_OLD_ID);
	if (gone.n > 0 && !number_is_old(gone) &&
	    number_parse(gone, &n) != ERR_OK)
		lint_say(c, LINT_CANCELLED_FORM, PERSON_CANCELLED_ID);
}
