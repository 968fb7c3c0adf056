/* SPDX-License-Identifier: ISC */
/* Between the files of the findings. */
#ifndef LINT_LINT_PRIV_H
#define LINT_LINT_PRIV_H

#include "base/date.h"
#include "identity/number.h"
#include "lint/lint.h"

#define LINT_MAX_FOLDED 256
#define LINT_FIRST_CHIP 2021	/* cards have a chip since January of it */

/* One row while it is looked at. `birth` and the others are all zero where
 * they are not known; `numbered`: twelve digits. */
struct lint_case {
	const struct lint_terms *t;
	struct lint_words *words;
	const struct lint_subject *s;
	struct lint_list *out;
	struct number number;
	struct date birth, issued, end;
	bool numbered, never;
	uint32_t noted;			/* bits of fields with a warning */
};

static inline struct slice
lint_field(const struct lint_case *c, enum person_field f)
{
	return c->s->person->f[f];
}

static inline void
lint_say(struct lint_case *c, enum lint what, enum person_field field)
{
	lint_add(c->t, c->out, what, field);
}

/* True when `a` lies after `b` whatever the unknown parts are. */
bool lint_surely_after(struct date a, struct date b);

void lint_notes(struct lint_case *c);	/* what the reader noted */
void lint_number(struct lint_case *c);
void lint_name(struct lint_case *c);
void lint_texts(struct lint_case *c);
void lint_dates(struct lint_case *c);
void lint_address(struct lint_case *c);

/* For a finding on an address: the member `units`. */
void lint_write_units(const struct lint_list *l, enum lint what,
    struct buf *out);

/* Small letters a-z without marks, single blanks between words; all else is
 * left out. Returns how many of at most LINT_MAX_FOLDED there are. `text` is
 * valid UTF-8 in any normal form. */
size_t lint_fold(struct slice text, char out[LINT_MAX_FOLDED]);

/* A word of names: its letters, plain and small, and how it is written.
 * `bare`: nothing but letters is in it; the others are only of such a word. A
 * free place has a text of zeros. */
#define LINT_WORD_BYTES 16	/* with zeros behind it, one at least */
struct lint_word {
	char text[LINT_WORD_BYTES], folded[LINT_WORD_BYTES];
	uint8_t folded_n, small, upper, capital, mixed;
	bool bare, good;	/* good: Vietnamese spells so */
};
/* The place of that word; *known: it holds it, else another or none, and is to
 * be filled in. */
struct lint_word *lint_words_at(struct lint_words *w,
    const char word[LINT_WORD_BYTES], bool *known);

/* Whether every word of a name could be Vietnamese. */
bool lint_is_vietnamese(struct lint_words *w, struct slice name);

#endif
