/* SPDX-License-Identifier: ISC */
/* Which codes lie before a camera, so that each is reported once until it has
 * left. Pure: the caller tells frames and time. */
#ifndef IMAGE_VIEW_H
#define IMAGE_VIEW_H

#include "base/buf.h"

#define VIEW_MAX 64

/* A code has left when it was missed for so long and in so many pictures: a
 * camera that stands still shows no new card, and one blurred picture does
 * not end a card's visit. */
#define VIEW_GONE_MS 2000
#define VIEW_GONE_FRAMES 5

/* All zero is ready. */
struct view {
	struct {
		struct buf raw;
		unsigned long long picture;
		long long t_ms;
	} seen[VIEW_MAX];
	size_t n;
	unsigned long long picture;
};

void view_release(struct view *v);	/* wipes the payloads */

/* Another picture was searched, whether it showed anything or not. */
void view_picture(struct view *v);

/* True when this payload is new in the view. A payload beyond VIEW_MAX takes
 * the place of the one unseen for longest. */
bool view_is_new(struct view *v, struct slice raw, long long t_ms);

#endif
