/* SPDX-License-Identifier: ISC */
/* Messages between a reader's process and its parent: a kind, a length, and
 * octets, over a socket. The child has talked to a card: its parent takes no
 * length and no kind on trust. */
#ifndef DESK_FRAME_H
#define DESK_FRAME_H

#include "base/buf.h"

#define FRAME_MAX (24u << 20)		/* a record of 16 MiB and a picture */

/* What has come and was not taken yet. All zero is ready. */
struct frame_reader {
	struct buf b;
	size_t at;
};
void frame_release(struct frame_reader *r);	/* wipes */

/* Sends the parts as one message. ERR_TOO_LONG, ERR_EOF (nobody reads any
 * more), ERR_IO. */
MUST_CHECK enum err frame_send(int fd, uint8_t kind,
    const struct slice *parts, size_t n);

/* Reads once what is there; waits where nothing is. ERR_EOF, ERR_IO. */
MUST_CHECK enum err frame_fill(struct frame_reader *r, int fd);

/* The next whole message, valid until the next call here. ERR_AGAIN: fill
 * first. ERR_TOO_LONG: no honest sender. */
MUST_CHECK enum err frame_next(struct frame_reader *r, uint8_t *kind,
    struct slice *payload);

#endif
