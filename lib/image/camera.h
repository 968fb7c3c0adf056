/* SPDX-License-Identifier: ISC */
/* The loop between a stream of pictures and the decoding child. Impure by its
 * task, as child is: it reads a descriptor and the clock.
 *
 * A camera (any pipe or device) is read while the child works, and a picture
 * that waits gives way to a newer one, so that what is reported is what lies
 * there now. A film in a regular file waits instead: each picture counts. */
#ifndef IMAGE_CAMERA_H
#define IMAGE_CAMERA_H

#include "image/child.h"
#include "image/stream.h"

#define CAMERA_BUDGET_MS 60

/* The caller sets the first part; the second is the outcome. */
struct camera {
	int fd;
	struct child *child;
	unsigned budget_ms;	/* 0: CAMERA_BUDGET_MS */
	void *ctx;
	/* A code that is new in the view (see view.h). f->t_ms is the time
	 * since the start, or in the film. */
	void (*code)(void *ctx, const struct child_answer *a,
	    const struct qr_code *q, const struct stream_frame *f);
	/* Each kind of trouble the first time it comes. */
	void (*trouble)(void *ctx, enum err e);
	/* Before it waits; false ends the loop. */
	bool (*more)(void *ctx);

	unsigned long long pictures, decoded, skipped;
	unsigned troubles;	/* a bit per enum err */
};

/* Until the stream ends or more() is false. */
void camera_run(struct camera *c);

#endif
