/* SPDX-License-Identifier: ISC */
/* The words of a report for people; records have the short ones. */
#include "roster/report_priv.h"

const char *
report_class_label(enum diff_class c)
{
	static const char *const label[DIFF_CLASSES] = {
		[DIFF_SAME] = N_("the same"),
		[DIFF_CHANGED] = N_("changed"),
		[DIFF_KEY_REPAIRED] = N_("number mended"),
		[DIFF_OTHER_PERSON] = N_("one number, two people"),
		[DIFF_MATCH] = N_("found by name and birth date"),
		[DIFF_LOOK] = N_("to be looked at"),
		[DIFF_REMOVED] = N_("only on the left"),
		[DIFF_ADDED] = N_("only on the right"),
		[DIFF_DUPLICATE_LEFT] = N_("twice on the left"),
		[DIFF_DUPLICATE_RIGHT] = N_("twice on the right"),
		[DIFF_REJECT_LEFT] = N_("not readable, left"),
		[DIFF_REJECT_RIGHT] = N_("not readable, right"),
	};

	return label[c];
}

const char *
report_cause_label(enum cause c)
{
	static const char *const label[CAUSES] = {
		[CAUSE_NONE] = N_("no difference"),
		[CAUSE_FORM] = N_("written in another form"),
		[CAUSE_CASE] = N_("capitals"),
		[CAUSE_TONE_PLACE] = N_("place of the tone mark"),
		[CAUSE_MARKS] = N_("marks missing or wrong"),
		[CAUSE_CHARSET] = N_("old character set"),
		[CAUSE_ZERO] = N_("leading zeros lost"),
		[CAUSE_TRANSPOSED] = N_("two digits swapped"),
		[CAUSE_DAY_MONTH] = N_("day and month swapped"),
		[CAUSE_YEAR_ONLY] = N_("one side knows the year only"),
		[CAUSE_RENAMED] = N_("address renamed in 2025"),
		[CAUSE_ABSENT] = N_("empty on one side"),
		[CAUSE_DIFFERENT] = N_("different"),
	};

	return label[c];
}

static void
balance(const struct diff_summary *s, unsigned side,
    const char *(*text)(const char *), struct buf *out)
{
	unsigned c;

	buf_printf(out, "%s: %llu =", text(side == 0 ? N_("left rows") :
	    N_("right rows")), s->rows[side]);
	for (c = 0; c < DIFF_CLASSES; c++)
		if (diff_has_side((enum diff_class)c, side) &&
		    (s->of[c] > 0 || c <= DIFF_CHANGED))
			buf_printf(out, "%s %llu %s", c > 0 ? " +" : "",
			    s->of[c],
			    text(diff_class_name((enum diff_class)c)));
	if (s->skipped[side] > 0)
		buf_printf(out, " + %llu %s", s->skipped[side],
		    text(N_("left out (blank, heading, total)")));
}

static void
undecided(const struct diff_summary *s, unsigned what,
    const char *(*text)(const char *), struct buf *out)
{
	static const char *const why[2] = {
		[DIFF_NUMBERS] = N_("old or cancelled numbers that several "
		    "rows have and that join nobody"),
		[DIFF_PAIRS] = N_("pairs that were not looked at, for too "
		    "many rows have a name or a birth date in common"),
	};

	if (s->left_out[what] > 0)
		buf_printf(out, "%s: %llu", text(why[what]),
		    s->left_out[what]);
}

void
report_line(const struct diff_summary *s, unsigned i,
    const char *(*text)(const char *), struct buf *out)
{
	if (i < 2)
		balance(s, i, text, out);
	else
		undecided(s, i - 2, text, out);
}

void
report_why(const struct diff_item *i, const char *why, struct buf *out)
{
	buf_add_str(out, why);
	if (i->why_line > 0)
		buf_printf(out, " %llu", i->why_line);
}

const char *
report_part_label(unsigned part)
{
	static const char *const label[FUZZY_PARTS] = {
		[FUZZY_NAME] = N_("name"),
		[FUZZY_BIRTH] = N_("birth date"),
		[FUZZY_SEX] = N_("sex"),
		[FUZZY_PLACE] = N_("place"),
		[FUZZY_NUMBER] = N_("number"),
	};

	return label[part];
}
