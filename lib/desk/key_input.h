/* SPDX-License-Identifier: ISC */
/* Keys that come in line by line, from a pipe or from somebody who types. */
#ifndef DESK_KEY_INPUT_H
#define DESK_KEY_INPUT_H

#include "base/line.h"
#include "desk/keydesk.h"

struct key_input_calls {
	/* A line that is no record (e, at: as record_parse says), or digits
	 * that are no number (`digits`). True: read on. */
	bool (*bad)(void *ctx, unsigned long long number, enum err e,
	    size_t at, bool digits);
	/* A record that opens no chip: ERR_NOT_FOUND, or its key is wrong. */
	void (*keyless)(void *ctx, unsigned long long number,
	    const struct record *r, enum err e);
	void *ctx;
};

/* All but the first two members is zero at first. `any`: a record came. */
struct key_input {
	struct key_input_calls calls;
	struct keydesk *keys;
	struct line_reader in;
	struct record r;
	struct buf text;
	bool eof, any;
};
void key_input_release(struct key_input *k);		/* wipes */

/* Reads one block, which waits where nothing is there, and takes every whole
 * line of it. ERR_IO: errno says why, and it is the end. */
MUST_CHECK enum err key_input_read(struct key_input *k, int fd,
    long long now);

#endif
