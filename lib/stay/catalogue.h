/* SPDX-License-Identifier: ISC */
/* The portal's public catalogues: codes and what they are called. The codes
 * are neither ISO nor the statistics office's: opaque text. */
#ifndef STAY_CATALOGUE_H
#define STAY_CATALOGUE_H

#include "stay/kbtt.h"

#define CATALOGUE_MAX_ROWS 20000

struct stay;
struct stay_problem;

/* Rows in the portal's order; texts are owned. All zero is empty. */
struct catalogue {
	struct catalogue_row {
		size_t code, label;		/* offsets into text */
		size_t code_n, label_n;
	} *row;
	size_t n;
	struct buf text;
};

void catalogue_release(struct catalogue *c);

/* Reads what kbtt_catalogue gave: {"code":"200","data":[..]} or the bare
 * list, with the member names of any of the calls 6 to 11. ERR_JSON,
 * ERR_UTF8, ERR_DEPTH; ERR_FORMAT: no list, a refusal, or a row without code
 * and label; ERR_TOO_LONG. *out is untouched on failure. */
MUST_CHECK enum err catalogue_parse(struct slice json, struct catalogue *out);

/* The label of `code`; p == NULL when the catalogue does not have it. */
struct slice catalogue_label(const struct catalogue *c, struct slice code);
struct slice catalogue_code_at(const struct catalogue *c, size_t i);
struct slice catalogue_label_at(const struct catalogue *c, size_t i);

/* Checks the codes in `s` against the catalogues that are there (set[i] may be
 * NULL: not checked). False: *why names the field; a kept list may be older
 * than the portal's, which decides. */
bool catalogue_check(const struct catalogue *const set[KBTT_CATALOGUES],
    const struct stay *s, struct stay_problem *why);

#endif
