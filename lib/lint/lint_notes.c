/* SPDX-License-Identifier: ISC */
/* What the reader of a table mended or did not understand, as findings. The
 * notes are known by their words, for a record has nothing else. */
#include <string.h>

#include "lint/lint_priv.h"

#define ANY PERSON_FIELDS

/* The first that fits counts: `words` stand in the note, `field` is its. LINTS:
 * the row's own checks say it. */
static const struct {
	const char *words;
	enum person_field field;
	enum lint what;
} known[] = {
	{ "zeros put back", ANY, LINT_NUMBER_ZEROS },
	{ "rounded away", ANY, LINT_NUMBER_ROUNDED },
	{ "digits were rounded", ANY, LINT_NUMBER_ROUNDED },
	{ "digits are missing", ANY, LINT_NUMBER_DIGITS },
	{ "too short for a citizen number", ANY, LINT_NUMBER_DIGITS },
	{ "whose zero is lost", ANY, LINT_NUMBER_DIGITS },
	{ "neither nine nor twelve digits", ANY, LINT_NUMBER_LENGTH },
	{ "typed to fill", PERSON_OLD_ID, LINT_OLD_PLACEHOLDER },
	{ "typed to fill", ANY, LINT_NUMBER_PLACEHOLDER },
	{ "letters among the digits", ANY, LINT_NUMBER_UNREADABLE },
	{ "not a number", ANY, LINT_NUMBER_UNREADABLE },
	{ "typed for digits", PERSON_DOB, LINT_ROW_REPAIRED },
	{ "typed for digits", PERSON_ISSUED, LINT_ROW_REPAIRED },
	{ "typed for digits", PERSON_EXPIRES, LINT_ROW_REPAIRED },
	{ "typed for digits", ANY, LINT_NUMBER_SIGNS },
	{ "digits of another width", ANY, LINT_NUMBER_SIGNS },
	{ "capitals put back", ANY, LINT_ROW_REPAIRED },
	{ "of another charset", ANY, LINT_TEXT_CHARSET },
	{ "signs round the digits", ANY, LINT_NUMBER_SIGNS },
	{ "two numbers stood", ANY, LINT_NUMBER_TWO },
	{ "a passport's number stood", ANY, LINT_NUMBER_COLUMN },
	{ "day, counted from", ANY, LINT_DATE_SERIAL },
	{ "year written out", ANY, LINT_DATE_YEAR },
	{ "stood in the other order", ANY, LINT_DATE_SWAPPED },
	{ "may be exchanged", ANY, LINT_DATE_ORDER },
	{ "two digits of a year", PERSON_ISSUED, LINT_ISSUED_UNREADABLE },
	{ "two digits of a year", PERSON_EXPIRES, LINT_EXPIRES_UNREADABLE },
	{ "two digits of a year", ANY, LINT_DOB_UNREADABLE },
	{ "spreadsheet's day in another", ANY, LINT_DOB_UNREADABLE },
	{ "not a day", PERSON_ISSUED, LINT_ISSUED_UNREADABLE },
	{ "not a day", PERSON_EXPIRES, LINT_EXPIRES_UNREADABLE },
	{ "not a day", ANY, LINT_DOB_UNREADABLE },
	{ "neither Nam nor", ANY, LINT_SEX_UNCLEAR },
	{ "as a man and as a woman", ANY, LINT_SEX_UNCLEAR },
	{ "a digit for the sex", ANY, LINT_SEX_UNCLEAR },
	{ "family name stands last", ANY, LINT_NAME_ORDER },
	{ "part of the row above", ANY, LINT_ROW_SPLIT },
	{ "hidden in the workbook", ANY, LINT_ROW_HIDDEN },
	{ "two people in one cell", ANY, LINT_NAME_TWO },
	{ "in brackets left out", ANY, LINT_NAME_BRACKETS },
	{ "number in front left out", ANY, LINT_NAME_DIGITS },
	{ "title in front left out", ANY, LINT_NAME_TITLE },
	{ "begins with a title", ANY, LINT_NAME_TITLE },
	{ "not a name", ANY, LINT_NAME_PLACEHOLDER },
	{ "signs or digits in a name", ANY, LINTS },
	{ "letters that only look right", ANY, LINT_TEXT_LOOKALIKE },
	{ "a sign of no width", ANY, LINT_TEXT_HIDDEN },
};

/* A telephone number as people type it: 0912345678, +84 912 345 678. */
static bool
is_phone(struct slice from)
{
	char d[16];
	size_t i, n = 0;

	for (i = 0; i < from.n; i++) {
		if (from.p[i] >= '0' && from.p[i] <= '9') {
			if (n == sizeof d)
				return false;
			d[n++] = from.p[i];
		} else if (memchr(" .-+()'", from.p[i], 7) == NULL)
			return false;
	}
	return (n == 10 && d[0] == '0' && strchr("35789", d[1]) != NULL) ||
	    (n == 11 && d[0] == '8' && d[1] == '4' &&
	    strchr("35789", d[2]) != NULL);
}

static bool
holds(const char *why, const char *words)
{
	return strstr(why, words) != NULL;
}

static enum lint
meaning(const struct table_note *n)
{
	size_t i;

	for (i = 0; i < sizeof known / sizeof *known; i++)
		if ((known[i].field == ANY || known[i].field == n->field) &&
		    holds(n->why, known[i].words))
			return known[i].what;
	return n->to.p != NULL ? LINT_ROW_REPAIRED : LINT_ROW_UNCLEAR;
}

void
lint_notes(struct lint_case *c)
{
	const struct table_note *n;
	enum lint what;
	size_t i;

	for (i = 0; i < c->s->notes; i++) {
		n = &c->s->note[i];
		/* no day, and none is meant: a card without end */
		if (n->field == PERSON_EXPIRES && slice_is(n->from, "never")) {
			c->never = true;
			continue;
		}
		what = meaning(n);
		if (n->to.p == NULL)
			c->noted |= (uint32_t)1 << n->field;
		if ((what == LINT_NUMBER_DIGITS || what == LINT_NUMBER_LENGTH ||
		    what == LINT_NUMBER_UNREADABLE) && is_phone(n->from))
			what = LINT_NUMBER_PHONE;
		if (what != LINTS)
			lint_say(c, what, n->field);
	}
}
