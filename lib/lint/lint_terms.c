/* SPDX-License-Identifier: ISC */
/* What is looked for, as users say it. */
#include <string.h>

#include "lint/lint.h"

enum err
lint_terms_only(struct lint_terms *t, bool first, struct slice word)
{
	enum lint_criterion c;
	unsigned i;

	if (!lint_criterion_by_word(word, &c))
		return ERR_NOT_FOUND;
	for (i = 0; i < LINTS; i++)
		if (lint_rule((enum lint)i)->criterion == c)
			t->off[i] = false;
		else if (first)
			t->off[i] = true;
	return ERR_OK;
}

enum err
lint_terms_ignore(struct lint_terms *t, struct slice pattern)
{
	bool star = pattern.n > 0 && pattern.p[pattern.n - 1] == '*';
	enum err e = ERR_NOT_FOUND;
	unsigned i;

	pattern.n -= star;
	for (i = 0; i < LINTS; i++) {
		struct slice name = slice_str(lint_rule((enum lint)i)->name);

		if (star && name.n > pattern.n)
			name.n = pattern.n;
		if (!slice_eq(name, pattern))
			continue;
		t->off[i] = true;
		e = ERR_OK;
	}
	return e;
}

enum err
lint_terms_need(struct lint_terms *t, struct slice list, struct slice *bad)
{
	uint32_t need = 0;
	struct slice one;
	unsigned f;

	while (slice_split(&list, ',', &one)) {
		one = slice_trim(one);
		if (one.n == 0)
			continue;
		for (f = 0; f < PERSON_SOURCE; f++)
			if (slice_is(one, person_field_name(
			    (enum person_field)f)))
				break;
		if (f == PERSON_SOURCE) {
			*bad = one;
			return ERR_NOT_FOUND;
		}
		need |= 1u << f;
	}
	t->need = need;
	return ERR_OK;
}

void
lint_catalogue(const char *(*text)(const char *), struct buf *out)
{
	unsigned i;

	for (i = 0; i < LINTS; i++) {
		const struct lint_rule *r = lint_rule((enum lint)i);

		buf_printf(out, "%s\t%s\t%s\t%s\n", r->name,
		    lint_criterion_word(r->criterion),
		    lint_severity_word(r->severity), text(r->why));
	}
}
