/* SPDX-License-Identifier: ISC */
/* The decoding child's answer as it lies in the pipe, and its reading: the
 * child may have been taken over by a picture, so nothing of it is believed. */
#ifndef IMAGE_ANSWER_H
#define IMAGE_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "image/child.h"

#define ANSWER_MAX_COORDINATE 1e6f

/* A head, then for each of its codes one of these and n bytes. */
struct answer_head {
	int32_t err, w, h;
	uint32_t codes;
	uint8_t damaged, gave_up, unfenced, spare;
};

struct answer_code {
	uint32_t n;
	float x[4], y[4];
};

long long answer_clock(void);		/* milliseconds */

/* Milliseconds until `deadline` of that clock, not less than 0. */
int answer_patience(long long deadline);

/* Reads one from `fd` into *a, which is all zero. Returns what the child says
 * of its picture; ERR_CHILD when the answer is cut off or out of bounds,
 * ERR_TIMEOUT when it did not come in time. In every case the caller releases
 * a->codes. *unfenced is set when the child says so, and never cleared. */
MUST_CHECK enum err answer_read(int fd, long long deadline,
    struct child_answer *a, bool *unfenced);

#endif
