/* SPDX-License-Identifier: ISC */
/* Codes in view. */
#include "image/view.h"

void
view_release(struct view *v)
{
	size_t i;

	for (i = 0; i < v->n; i++)
		buf_wipe(&v->seen[i].raw);
	*v = (struct view){ 0 };
}

void
view_picture(struct view *v)
{
	v->picture++;
}

bool
view_is_new(struct view *v, struct slice raw, long long t_ms)
{
	size_t i, oldest = 0;
	bool gone = true;

	for (i = 0; i < v->n; i++) {
		if (slice_eq(buf_slice(&v->seen[i].raw), raw))
			break;
		if (v->seen[i].picture < v->seen[oldest].picture)
			oldest = i;
	}
	if (i == VIEW_MAX)
		i = oldest;
	else if (i < v->n)
		gone = t_ms - v->seen[i].t_ms >= VIEW_GONE_MS &&
		    v->picture - v->seen[i].picture > VIEW_GONE_FRAMES;
	if (i == v->n)
		v->n++;
	if (gone) {
		buf_wipe(&v->seen[i].raw);
		buf_add_slice(&v->seen[i].raw, raw);
	}
	v->seen[i].picture = v->picture;
	v->seen[i].t_ms = t_ms;
	return gone;
}
