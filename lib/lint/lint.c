/* SPDX-License-Identifier: ISC */
/* The catalogue, and one row against all of it. */
#include "lint/lint_priv.h"
#include "record/json.h"

static const struct lint_rule rules[LINTS] = {
#define LINT_RULE(code, name, criterion, severity, why)			\
	[code] = { name, LINT_##criterion, LINT_##severity, why },
	LINT_TABLE(LINT_RULE)
#undef LINT_RULE
};

static const char *const criteria[LINT_CRITERIA] =
    { "correct", "complete", "clean", "current" };
static const char *const severities[LINT_SEVERITIES] =
    { "note", "warning", "error" };

const struct lint_rule *
lint_rule(enum lint l)
{
	return &rules[l];
}

bool
lint_by_name(struct slice name, enum lint *out)
{
	unsigned i;

	for (i = 0; i < LINTS; i++)
		if (slice_is(name, rules[i].name)) {
			*out = (enum lint)i;
			return true;
		}
	return false;
}

const char *
lint_criterion_word(enum lint_criterion c)
{
	return criteria[c];
}

bool
lint_criterion_by_word(struct slice word, enum lint_criterion *out)
{
	unsigned i;

	for (i = 0; i < LINT_CRITERIA; i++)
		if (slice_is(word, criteria[i])) {
			*out = (enum lint_criterion)i;
			return true;
		}
	return false;
}

const char *
lint_severity_word(enum lint_severity s)
{
	return severities[s];
}

void
lint_add(const struct lint_terms *t, struct lint_list *out, enum lint what,
    enum person_field field)
{
	size_t i;

	if (t->off[what] || out->n == LINT_MAX_FINDINGS)
		return;
	for (i = 0; i < out->n; i++)
		if (out->f[i].what == what && out->f[i].field == field)
			return;
	out->f[out->n++] = (struct lint_finding){ what, field };
}

enum lint_severity
lint_worst(const struct lint_list *l)
{
	enum lint_severity worst = LINT_NOTE;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (rules[l->f[i].what].severity > worst)
			worst = rules[l->f[i].what].severity;
	return worst;
}

void
lint_write(const struct lint_list *l, unsigned long long line,
    struct buf *out)
{
	const struct lint_rule *r;
	size_t i;

	json_open(out, '[');
	for (i = 0; i < l->n; i++) {
		r = &rules[l->f[i].what];
		json_open(out, '{');
		json_pair_str(out, "criterion", criteria[r->criterion]);
		json_pair_str(out, "finding", r->name);
		json_pair_str(out, "severity", severities[r->severity]);
		if (l->f[i].field < PERSON_FIELDS)
			json_pair_str(out, "field",
			    person_field_name(l->f[i].field));
		json_pair_str(out, "why", r->why);
		lint_write_units(l, l->f[i].what, out);
		if (line > 0) {
			json_key(out, "line");
			json_put_int(out, (long long)line);
		}
		json_close(out, '}');
	}
	json_close(out, ']');
}

/* A column that everybody must have; `said` already by other words. */
static void
miss(struct lint_case *c, enum person_field f, enum lint what)
{
	if ((c->t->need >> f & 1) == 0 || lint_field(c, f).n > 0 ||
	    (c->noted >> f & 1) != 0)
		return;
	lint_say(c, what, f);
}

static void
missing(struct lint_case *c)
{
	uint32_t others, f;

	if (lint_field(c, PERSON_OLD_ID).n == 0 &&
	    lint_field(c, PERSON_DOC_NO).n == 0 &&
	    (c->noted >> PERSON_OLD_ID & 1) == 0)
		miss(c, PERSON_ID, LINT_NUMBER_MISSING);
	miss(c, PERSON_NAME, LINT_NAME_MISSING);
	miss(c, PERSON_DOB, LINT_DOB_MISSING);
	miss(c, PERSON_SEX, LINT_SEX_MISSING);
	others = c->t->need & ~LINT_NEED_DEFAULT;
	for (f = 0; others >> f != 0; f++)
		if ((others >> f & 1) != 0)
			miss(c, (enum person_field)f, LINT_FIELD_MISSING);
}

void
lint_person(const struct lint_terms *t, struct lint_words *w,
    const struct lint_subject *s, struct lint_list *out)
{
	struct lint_case c = { .t = t, .words = w, .s = s, .out = out };

	lint_notes(&c);
	lint_dates(&c);
	lint_number(&c);
	lint_name(&c);
	lint_texts(&c);
	missing(&c);
	lint_address(&c);
}
