/* SPDX-License-Identifier: ISC */
/* What a row of a roster says that cannot be right, is missing, is untidy or
 * is past, by the four criteria of the ministry: đúng, đủ, sạch, sống. */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "base/date.h"
#include "identity/units.h"
#include "lint/lint_rules.h"
#include "table/table.h"

#define LINT_MAX_FINDINGS 64
#define LINT_SOON_DAYS 90	/* the renewal of a card is near */

enum lint_criterion {
	LINT_CORRECT, LINT_COMPLETE, LINT_CLEAN, LINT_CURRENT, LINT_CRITERIA
};

/* In rising order. Notes alone leave the status at 0. */
enum lint_severity { LINT_NOTE, LINT_WARNING, LINT_ERROR, LINT_SEVERITIES };

enum lint {
#define LINT_CODE(code, name, criterion, severity, why) code,
	LINT_TABLE(LINT_CODE)
#undef LINT_CODE
	LINTS
};

struct lint_rule {
	const char *name;
	enum lint_criterion criterion;
	enum lint_severity severity;
	const char *why;			/* N_ text */
};
const struct lint_rule *lint_rule(enum lint l);
bool lint_by_name(struct slice name, enum lint *out);
const char *lint_criterion_word(enum lint_criterion c);
bool lint_criterion_by_word(struct slice word, enum lint_criterion *out);
const char *lint_severity_word(enum lint_severity s);

/* `field` is PERSON_FIELDS where none is meant. */
struct lint_finding {
	enum lint what;
	enum person_field field;
};

/* What was found on one row. `name_key` (see lint_index.h) comes with it, for
 * the letters of the name were looked at. */
struct lint_list {
	struct lint_finding f[LINT_MAX_FINDINGS];
	size_t n;
	uint64_t name_key;
	/* Of the findings on the address: borrowed from person and terms. */
	struct slice address;
	const struct units *units;
};

/* Nothing found. */
static inline void
lint_list_init(struct lint_list *l)
{
	l->n = 0;
	l->name_key = 0;
	l->address = (struct slice){ NULL, 0 };
	l->units = NULL;
}

/* `off` findings are not looked at further. `need`: bits of person fields that
 * every row must have. `units` NULL: addresses are not judged. */
struct lint_terms {
	struct date today;
	bool off[LINTS];
	uint32_t need;
	const struct units *units;
};

/* True when the terms look at addresses at all, so that `units` is of use. */
bool lint_judges_addresses(const struct lint_terms *t);

#define LINT_NEED_DEFAULT						\
	(1u << PERSON_ID | 1u << PERSON_NAME | 1u << PERSON_DOB |	\
	1u << PERSON_SEX)

/* Settings by words of the user. Only the criterion of that word, or the
 * criteria of all words so far; not what is named, where a star stands for any
 * end; what nobody may lack, "id,name". ERR_NOT_FOUND: no such word, *bad (in
 * the text of the user) names it. */
MUST_CHECK enum err lint_terms_only(struct lint_terms *t, bool first,
    struct slice word);
MUST_CHECK enum err lint_terms_ignore(struct lint_terms *t,
    struct slice pattern);
MUST_CHECK enum err lint_terms_need(struct lint_terms *t, struct slice list,
    struct slice *bad);

/* The catalogue, a finding a line: name, criterion, severity, what is wrong,
 * divided by tabs. */
void lint_catalogue(const char *(*text)(const char *), struct buf *out);

/* The texts whose form is looked at. */
#define LINT_TEXTS 5
extern const enum person_field lint_text_fields[LINT_TEXTS];

/* The person as the table or a record has it, and what its reader noted; `raw`
 * the cells of lint_text_fields as they stand in the table (NULL: the members
 * themselves); `plain` as of struct sheet_row, false says nothing. */
struct lint_subject {
	const struct person *person;
	const struct slice *raw;
	const struct table_note *note;
	size_t notes;
	bool plain;
};

/* Words seen before and whether Vietnamese spells so: one thread's memory. */
struct lint_words;
struct lint_words *lint_words_new(void);
void lint_words_free(struct lint_words *w);	/* wipes; NULL is fine */

/* Appends what is wrong with one row by itself; not its duplicates. */
void lint_person(const struct lint_terms *t, struct lint_words *w,
    const struct lint_subject *s, struct lint_list *out);

/* Appends one finding unless it is off, there already, or there is no room. */
void lint_add(const struct lint_terms *t, struct lint_list *out,
    enum lint what, enum person_field field);

/* The worst severity of the list; LINT_NOTE for an empty one. */
enum lint_severity lint_worst(const struct lint_list *l);

/* Writes an array of findings; `line` 0 leaves it out. One on an address of
 * before July 2025 has in `units` the communes of today that it may lie in. */
void lint_write(const struct lint_list *l, unsigned long long line,
    struct buf *out);

#endif
