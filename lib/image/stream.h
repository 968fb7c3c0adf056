/* SPDX-License-Identifier: ISC */
/* Cuts a camera's byte stream into pictures: JPEG after JPEG, P5 or P6 after
 * each other, or Y4M (mono, 4:2:0, 4:1:1, 4:2:2, 4:4:4 of 8 bits), told apart
 * by their first bytes. Reads nothing itself. */
#ifndef IMAGE_STREAM_H
#define IMAGE_STREAM_H

#include "base/buf.h"

#define STREAM_MAX_FRAME (64u << 20)
#define STREAM_BLOCK (256u << 10)

/* A picture for load_gray: `head` (a P5 header, for Y4M) and `body` together.
 * `number` counts from 1. `t_ms` is the time in the film
 * where the stream tells its rate, else -1. Valid until stream_space. */
struct stream_frame {
	struct slice head, body;
	unsigned long long number;
	long long t_ms;
};

/* All zero is ready. */
struct stream {
	struct buf in;
	size_t at;		/* what stands before is done with */
	size_t scan;		/* JPEG: looked at up to here, from `at` */
	bool entropy;		/* JPEG: inside a scan */
	bool garbage;		/* looking for the next magic */
	bool eof;
	struct {
		int w, h, rate, per;	/* frames in `per` seconds */
		size_t luma, bytes;	/* of a frame */
	} y4m;			/* w == 0: no header seen */
	char head[48];
	unsigned long long frames;
};

void stream_release(struct stream *s);		/* wipes what was read */

/* Room for at least STREAM_BLOCK bytes; then tell how many came (0: end). */
char *stream_space(struct stream *s, size_t *room);
void stream_filled(struct stream *s, size_t n);

/* The next picture. ERR_AGAIN: fill first. ERR_EOF. Trouble is given once a
 * piece, and the next call goes on behind it: ERR_IMAGE (bytes that start no
 * picture), ERR_PIXELS, ERR_TRUNCATED (the last picture ends early),
 * ERR_TOO_LONG (no end within STREAM_MAX_FRAME), ERR_UNSUPPORTED (Y4M of
 * another kind). */
MUST_CHECK enum err stream_next(struct stream *s, struct stream_frame *f);

#endif
