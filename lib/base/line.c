/* SPDX-License-Identifier: ISC */
/* The bounded line reader behind every filter. */
#include <string.h>

#include "base/line.h"

void
line_release(struct line_reader *r)
{
	buf_wipe(&r->b);
	*r = (struct line_reader){ .max = r->max, .typed = r->typed };
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

bool
line_partial(const struct line_reader *r)
{
	return r->at < r->b.n;
}

void
line_cut(struct line_reader *r)
{
	r->cut = true;
}

/* The end of the line in the bytes not seen yet, or NULL. */
static const char *
find_end(const struct line_reader *r)
{
	const char *p, *end;

	if (r->seen == r->b.n)
		return NULL;
	p = r->b.p + r->seen;
	end = r->b.p + r->b.n;
	if (!r->typed)
		return memchr(p, '\n', (size_t)(end - p));
	for (; p < end; p++)
		if ((unsigned char)*p <= '\r' &&
		    (*p == '\n' || *p == '\r' || *p == '\0'))
			return p;
	return NULL;
}

/* Gives the bytes up to `end`; `next` is where the following line starts. */
static enum err
take(struct line_reader *r, size_t end, size_t next, struct slice *line)
{
	bool was_skipped = r->skipping;

	*line = (struct slice){ r->b.p + r->at, end - r->at };
	if (!r->typed && line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	r->after_cr = r->typed && next > end && r->b.p[end] == '\r';
	r->at = r->seen = next;
	r->skipping = r->cut = false;
	if (was_skipped)
		return ERR_AGAIN;
	r->number++;
	return ERR_OK;
}

/* The LF of a CR LF, which may come with a later block. */
static void
skip_lf(struct line_reader *r)
{
	if (!r->after_cr || r->at == r->b.n)
		return;
	if (r->b.p[r->at] == '\n')
		r->at = r->seen = r->at + 1;
	r->after_cr = false;
}

static enum err
too_long(struct line_reader *r, size_t next, bool more)
{
	r->skipping = more;
	r->after_cr = r->typed && !more && r->b.p[next - 1] == '\r';
	r->number++;
	r->at = r->seen = next;
	return ERR_TOO_LONG;
}

static size_t
max_of(const struct line_reader *r)
{
	return r->max > 0 ? r->max : LINE_MAX_BYTES;
}

enum err
line_next(struct line_reader *r, struct slice *line)
{
	size_t max = max_of(r);
	const char *q;
	size_t end;

	for (;;) {
		skip_lf(r);
		q = find_end(r);
		if (q != NULL) {
			end = (size_t)(q - r->b.p);
			if (!r->skipping && end - r->at > max)
				return too_long(r, end + 1, false);
			if (take(r, end, end + 1, line) == ERR_OK)
				return ERR_OK;
			continue;
		}
		r->seen = r->b.n;
		if (r->skipping)
			r->at = r->b.n;
		else if (r->b.n - r->at > max)
			return too_long(r, r->b.n, true);
		if (r->cut && r->skipping)
			r->cut = r->skipping = false;
		if (r->at == r->b.n)
			return r->eof ? ERR_EOF : ERR_AGAIN;
		if (!r->eof && !r->cut)
			return ERR_AGAIN;
		return take(r, r->b.n, r->b.n, line);
	}
}

bool
line_whole(struct line_reader *r)
{
	if (r->seen < r->b.n && memrchr(r->b.p + r->seen, '\n',
	    r->b.n - r->seen) != NULL)
		return true;
	r->seen = r->b.n;
	if (r->skipping)
		r->at = r->b.n;
	return r->b.n - r->at > max_of(r);
}

void
line_hand_over(struct line_reader *r, struct line_reader *next)
{
	const char *p = r->b.p + r->at, *end = r->b.p + r->b.n;
	const char *last = memrchr(p, '\n', (size_t)(end - p));

	*next = (struct line_reader){ .b = next->b, .max = r->max,
	    .number = r->number };
	buf_reset(&next->b);
	r->seen = r->at;
	r->eof = true;
	if (last == NULL) {
		next->number++;		/* too long, and known to be */
		next->skipping = true;
		return;
	}
	/* the end of a line that was too long counts no line */
	next->number -= r->skipping ? 1 : 0;
	for (; p <= last; next->number++)
		p = (const char *)memchr(p, '\n', (size_t)(end - p)) + 1;
	buf_add(&next->b, p, (size_t)(end - p));
	r->b.n -= (size_t)(end - p);
}
