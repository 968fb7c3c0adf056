/* SPDX-License-Identifier: ISC */
/* Keys as people give them: by options, and line by line. */
#ifndef DESK_KEYS_H
#define DESK_KEYS_H

#include "chip/password.h"

/* NULL: not given. mrz: the zone's lines; expiry may be "never". */
struct keys_options {
	const char *id, *can, *document, *birth, *expiry;
	struct slice mrz;
};

/* ERR_NOT_FOUND: no key among them. Anything else: *why says what is wrong
 * with which option (N_ text). */
MUST_CHECK enum err keys_from_options(const struct keys_options *o,
    struct password *out, const char **why);

/* A line of input: a record, or twelve digits that become one in `text`. *r is
 * the record, and borrows from line or text. ERR_FORMAT with *at 0: digits, but
 * not twelve; what record_parse says, with its *at. */
MUST_CHECK enum err keys_record(struct slice line, struct buf *text,
    struct record *r, size_t *at);

#endif
