/* SPDX-License-Identifier: ISC */
/* Lines out of a stream of blocks, with a named maximum. Reads nothing
 * itself: the caller fills in what it has read. */
#ifndef BASE_LINE_H
#define BASE_LINE_H

#include "base/buf.h"

#define LINE_MAX_BYTES (16u << 20)
#define LINE_BLOCK (128u << 10)

/* All zero is ready; max == 0 means LINE_MAX_BYTES. `number` counts lines from
 * 1 and names the line that line_next last gave. With `typed` a line ends as
 * scanners end it: at LF, CR, CR LF or NUL. */
struct line_reader {
	struct buf b;
	size_t at, seen, max;
	unsigned long long number;
	bool typed, skipping, after_cr, cut, eof;
};

void line_release(struct line_reader *r);	/* wipes what was read */

/* Room for at least LINE_BLOCK bytes; then tell how many came (0: the end). */
char *line_space(struct line_reader *r, size_t *room);
void line_filled(struct line_reader *r, size_t n);

/* Whether an unfinished line waits, and: it is finished as it stands (a
 * scanner without a suffix has fallen silent). */
bool line_partial(const struct line_reader *r);
void line_cut(struct line_reader *r);

/* The next line without its LF or CR LF, valid until the next call here.
 * ERR_AGAIN: fill first. ERR_EOF: no more. ERR_TOO_LONG: this line is longer
 * than max; it is dropped up to its end and the next call goes on. */
MUST_CHECK enum err line_next(struct line_reader *r, struct slice *line);

/* For readers of blocks that others take apart; not with `typed`.
 * line_whole: whether something waits that line_next could give out by now.
 * line_hand_over: `r` ends behind its last whole line, and `next`, whose memory
 * is used, goes on with what stands there. */
bool line_whole(struct line_reader *r);
void line_hand_over(struct line_reader *r, struct line_reader *next);

#endif
