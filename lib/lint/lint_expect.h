/* SPDX-License-Identifier: ISC */
/* Who should be in a roster: a second roster, read twice. What stays in memory
 * of it is 16 bytes for each number and each name. */
#ifndef LINT_LINT_EXPECT_H
#define LINT_LINT_EXPECT_H

#include "lint/lint.h"

struct lint_expect;
struct lint_expect *lint_expect_new(void);
void lint_expect_free(struct lint_expect *x);	/* wipes; NULL is fine */

/* First reading of the list: somebody who should be there. */
void lint_expect_add(struct lint_expect *x, const struct person *p);

/* Somebody who is there, and what the row says of a card. */
void lint_expect_see(struct lint_expect *x, const struct lint_terms *t,
    const struct person *p, uint64_t name_key, unsigned file,
    unsigned long long line);

/* Second reading: whether the person was there, by number, by an old or
 * cancelled one, or by name and birth date alone (probably), and in which row
 * (line 0: none); whether a card with a chip is missing, and why, is appended
 * to `out` for who is 14 or older (Law 26/2023/QH15, art. 19). */
enum lint_there { LINT_MISSING, LINT_PROBABLY, LINT_THERE };
enum lint_there lint_expect_judge(const struct lint_expect *x,
    const struct lint_terms *t, const struct person *p,
    struct lint_list *out, unsigned *file, unsigned long long *line);

#endif
