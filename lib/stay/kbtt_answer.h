/* SPDX-License-Identifier: ISC */
/* What the portal's answers mean. Pure: bytes in, meaning out. */
#ifndef STAY_KBTT_ANSWER_H
#define STAY_KBTT_ANSWER_H

#include "stay/kbtt.h"

/* A whole answer to a filing call: the outcome, and the portal's own words
 * appended to `words` (what is not JSON gives a short note of ours).
 * The body's `code` decides; the HTTP status where there is none.
 *   200                     ok; unknown under an HTTP status that says no
 *   400 409 422             dup when every refusal in it says so, else bad
 *   401 403, or HTTP 401    auth
 *   other codes, no JSON    temp */
enum outcome kbtt_answer(long http, struct slice body, struct buf *words);

/* The token in an answer to calls 1 and 2, bare or as the member `data`. */
struct kbtt_token {
	struct buf access, refresh, facility;
	long long expires;		/* Unix time */
	bool may_file;			/* Authorities has kbtt:create-3th */
};
void kbtt_token_release(struct kbtt_token *t);		/* wipes */

/* OUTCOME_OK: *t is filled in (a member that is missing stays as it was).
 * OUTCOME_AUTH: refused, in `words`. OUTCOME_TEMP: no answer to rely on. */
enum outcome kbtt_token_answer(long http, struct slice body,
    struct kbtt_token *t, struct buf *words);

/* True when the portal's words refuse a guest who is already staying or whose
 * stay overlaps with one on record: every "Bản khai báo N:" part must. */
bool kbtt_says_duplicate(struct slice words);

#endif
