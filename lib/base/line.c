/* SPDX-License-Identifier: ISC */
/* The bounded line reader behind every filter. */
#include <string.h>

#include "base/line.h"

void
line_release(struct line_reader *r)
{
	buf_wipe(&r->b);
	*r = (struct line_reader){ .max = r->max };
}

char *
line_space(struct line_reader *r, size_t *room)
{
	if (r->at > 0) {
		memmove(r->b.p, r->b.p + r->at, r->b.n - r->at);
		r->b.n -= r->at;
		r->seen -= r->at;
		r->at = 0;
	}
	buf_grow(&r->b, LINE_BLOCK);
	*room = r->b.cap - r->b.n;
	return r->b.p + r->b.n;
}

void
line_filled(struct line_reader *r, size_t n)
{
	r->b.n += n;
	if (n == 0)
		r->eof = true;
}

/* Gives the bytes up to `end`; `next` is where the following line starts. */
static enum err
take(struct line_reader *r, size_t end, size_t next, struct slice *line)
{
	bool was_skipped = r->skipping;

	*line = (struct slice){ r->b.p + r->at, end - r->at };
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	r->at = r->seen = next;
	r->skipping = false;
	if (was_skipped)
		return ERR_AGAIN;
	r->number++;
	return ERR_OK;
}

enum err
line_next(struct line_reader *r, struct slice *line)
{
	size_t max = r->max > 0 ? r->max : LINE_MAX_BYTES;
	const char *q;
	size_t end;

	for (;;) {
		q = r->b.n > r->seen ?
		    memchr(r->b.p + r->seen, '\n', r->b.n - r->seen) : NULL;
		if (q != NULL) {
			end = (size_t)(q - r->b.p);
			if (!r->skipping && end - r->at > max) {
				r->number++;
				r->at = r->seen = end + 1;
				return ERR_TOO_LONG;
			}
			if (take(r, end, end + 1, line) == ERR_OK)
				return ERR_OK;
			continue;
		}
		r->seen = r->b.n;
		if (r->skipping)
			r->at = r->b.n;
		else if (r->b.n - r->at > max) {
			r->skipping = true;
			r->number++;
			r->at = r->b.n;
			return ERR_TOO_LONG;
		}
		if (!r->eof)
			return ERR_AGAIN;
		if (r->at == r->b.n)
			return ERR_EOF;
		return take(r, r->b.n, r->b.n, line);
	}
}
