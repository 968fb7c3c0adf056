/* SPDX-License-Identifier: ISC */
/* Two passes: what was found says which right rows are wanted, part by part of
 * their file; the parts are read one after the other, and each row goes to the
 * left piece that waits for it. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "roster/far.h"
#include "roster/run_priv.h"

#define IN_MEMORY (128u << 20)		/* rows, of all threads */
#define BEHIND (64u << 10)		/* of a part's end: its last row */

struct extent {
	struct extent *next;
	off_t at;
	size_t n;
};

/* What a thread has fetched, by left piece. */
struct far_part {
	struct buf *row;
	struct extent **extent;
	size_t used;
	struct spill_lists want;	/* by right part: its place, the left */
	struct spill_lists again;	/* what was found */
};

struct far {
	struct run *r;
	struct far_part *part;
	unsigned parts;
	size_t pieces, share;
	int fd;
	off_t end;
};

/* Before each row. */
struct head {
	uint64_t left;
	uint64_t n;
};

#define SMALL (4u << 20)		/* bytes that there is room for */

bool
far_wanted(const struct run *r)
{
	const struct side *s = r->side;
	size_t n = s[0].mapped + s[1].mapped;

	return r->o->far || (s[1].map != NULL && n > SMALL &&
	    n > far_room());
}

void
far_free(struct far *f)
{
	struct extent *e;
	unsigned i;
	size_t k;

	for (i = 0; f != NULL && i < f->parts; i++) {
		struct far_part *p = &f->part[i];

		for (k = 0; k < f->pieces; k++) {
			buf_wipe(&p->row[k]);
			while ((e = p->extent[k]) != NULL) {
				p->extent[k] = e->next;
				free(e);
			}
		}
		free(p->row);
		free(p->extent);
		spill_close(&p->want);
		spill_close(&p->again);
	}
	if (f != NULL && f->fd >= 0)
		close(f->fd);
	if (f != NULL)
		free(f->part);
	free(f);
}

static void
make(struct run *r)
{
	size_t memory = r->o->memory > 0 ? r->o->memory / 8 : IN_MEMORY;
	struct far *f = xcalloc(1, sizeof *f);
	unsigned i;

	*f = (struct far){ .r = r, .parts = r->threads,
	    .pieces = r->pieces[0], .fd = -1 };
	f->share = (memory < IN_MEMORY ? memory : IN_MEMORY) / r->threads;
	if (r->o->part_bits > 0)
		f->share = 1;		/* for tests */
	f->part = xcalloc(f->parts, sizeof *f->part);
	for (i = 0; i < f->parts; i++) {
		struct far_part *p = &f->part[i];

		p->row = xcalloc(f->pieces + 1, sizeof *p->row);
		p->extent = xcalloc(f->pieces + 1, sizeof(struct extent *));
		spill_open(&p->want, r->spill, r->side[1].chunks,
		    r->share / 2);
		spill_open(&p->again, r->spill, f->pieces, r->share / 2);
	}
	r->far = f;
}

/* A list of every thread's together; they are in `out` then. */
static bool
take(struct run *r, struct spill_lists *(*of)(struct run *r, unsigned i),
    size_t list, struct spill_pair **out, size_t *cap, size_t *n)
{
	size_t at = 0;
	unsigned i;

	for (*n = 0, i = 0; i < r->threads; i++)
		*n += of(r, i)->count[list];
	if (*n > *cap) {
		*cap = *n + *n / 4;
		free(*out);
		*out = xreallocarray(NULL, *cap, sizeof **out);
	}
	for (i = 0; i < r->threads; i++) {
		struct spill_lists *l = of(r, i);
		size_t more = l->count[list];

		if (more > 0 && !spill_take(l, list, *out + at)) {
			run_fail(r, spill_error(r->spill), 2, NULL, 0);
			return false;
		}
		at += more;
	}
	return true;
}

static struct spill_lists *
found_of(struct run *r, unsigned i)
{
	return &r->part[i].found[0];
}

static struct spill_lists *
want_of(struct run *r, unsigned i)
{
	return &r->far->part[i].want;
}

/* Of a made side the line stands in the row. */
static bool
is_wanted(const struct run *r, const struct spill_pair *f)
{
	return found_kind(f) < FOUND_ALONE &&
	    (found_kind(f) != FOUND_SAME || r->side[1].made);
}

static void
sort_out(struct run_part *rp)
{
	struct run *r = rp->r;
	struct far_part *p = &r->far->part[rp->thread];
	struct spill_pair *f = NULL;
	size_t piece, n, cap = 0, i;

	while (run_next(r, r->far->pieces, &piece)) {
		if (!take(r, found_of, piece, &f, &cap, &n))
			break;
		/* no list where there is nothing in it */
		for (i = 0; f != NULL && i < n; i++) {
			spill_add(&p->again, piece, f[i].a, f[i].b);
			if (is_wanted(r, &f[i]))
				spill_add(&p->want, found_other(&f[i]) >>
				    r->side[1].shift, found_other(&f[i]),
				    found_place(&f[i]));
		}
	}
	spill_done(&p->again);
	spill_done(&p->want);
	free(f);
}

static bool
write_at(int fd, struct slice s, off_t at)
{
	ssize_t n;

	for (; s.n > 0; s.p += n, s.n -= (size_t)n, at += n) {
		do
			n = pwrite(fd, s.p, s.n, at);
		while (n < 0 && errno == EINTR);
		if (n == 0)
			errno = ENOSPC;
		if (n <= 0)
			return false;
	}
	return true;
}

/* All that a thread has goes out in one stretch of the file. */
static void
flush(struct far *f, struct far_part *p)
{
	struct run *r = f->r;
	off_t at = -1;
	size_t i;

	pthread_mutex_lock(&r->lock);
	if (f->fd < 0)
		f->fd = spill_nameless(r->o->tmp);
	if (f->fd >= 0) {
		at = f->end;
		f->end += (off_t)p->used;
	}
	pthread_mutex_unlock(&r->lock);
	for (i = 0; i < f->pieces && at >= 0; i++) {
		struct buf *b = &p->row[i];
		struct extent *e;

		if (b->n == 0)
			continue;
		if (!write_at(f->fd, buf_slice(b), at))
			break;
		e = xmalloc(sizeof *e);
		*e = (struct extent){ p->extent[i], at, b->n };
		p->extent[i] = e;
		at += (off_t)b->n;
		buf_release(b);
	}
	if (i < f->pieces)
		run_fail(r, spill_errno(errno), 2, NULL, 0);
	p->used = 0;
}

static int
by_place(const void *a, const void *b)
{
	const struct spill_pair *p = a, *q = b;

	return (p->a > q->a) - (p->a < q->a);
}

static void
fetch(struct run_part *rp)
{
	struct run *r = rp->r;
	struct side *s = &r->side[1];
	struct far_part *p = &r->far->part[rp->thread];
	struct spill_pair *w = NULL;
	size_t c, n, cap = 0, i, end;
	unsigned long long line;

	while (run_next(r, s->chunks, &c)) {
		end = ((c + 1) << s->shift) + BEHIND;
		ahead_wait(r->ahead, 1, end < s->text.n ? end : s->text.n);
		if (!take(r, want_of, c, &w, &cap, &n))
			break;
		if (w != NULL && n > 1)
			qsort(w, n, sizeof *w, by_place);
		for (i = 0; w != NULL && i < n; i++) {
			struct buf *b = &p->row[run_piece(r, 0, w[i].b)];
			struct slice row = side_row(s, w[i].a, &line);
			struct head h = { w[i].b, row.n };

			buf_add(b, (const char *)&h, sizeof h);
			buf_add_slice(b, row);
			p->used += sizeof h + row.n;
		}
		side_behind(s, c);
		if (p->used > r->far->share)
			flush(r->far, p);
	}
	free(w);
}

void
run_far(struct run *r)
{
	struct side only[2] = { r->side[0], r->side[1] };
	unsigned i;

	if (!r->side[1].once)
		return;
	make(r);
	run_threads(r, N_("reading"), 2, sort_out);
	for (i = 0; i < r->threads; i++) {
		spill_close(&r->part[i].found[0]);
		r->part[i].found[0] = r->far->part[i].again;
		r->far->part[i].again = (struct spill_lists){ .n = 0 };
	}
	if (run_failed(r))
		return;
	only[0].file = 0;		/* nobody looks at it now */
	r->ahead = ahead_new(only);
	run_threads(r, N_("reading"), 8, fetch);
	ahead_free(r->ahead);
	r->ahead = NULL;
	for (i = 0; i < r->threads; i++)
		spill_close(&r->far->part[i].want);
}

void
far_rows_release(struct far_rows *rows)
{
	buf_wipe(&rows->text);
	free(rows->at);
	*rows = (struct far_rows){ .lines = 0 };
}

static bool
read_extent(struct far *f, const struct extent *e, struct buf *out)
{
	size_t left = e->n;
	ssize_t n;

	buf_grow(out, e->n);
	while (left > 0) {
		do
			n = pread(f->fd, out->p + out->n, left, e->at +
			    (off_t)(e->n - left));
		while (n < 0 && errno == EINTR);
		if (n <= 0)
			return false;
		out->n += (size_t)n;
		left -= (size_t)n;
	}
	return true;
}

bool
far_load(struct run *r, size_t piece, struct far_rows *out)
{
	struct far *f = r->far;
	const struct extent *e;
	struct head h;
	unsigned i;
	size_t at;

	buf_reset(&out->text);
	if (out->at == NULL) {
		out->lines = (size_t)1 << r->piece_bits[0];
		out->at = xreallocarray(NULL, out->lines, sizeof *out->at);
	}
	for (i = 0; i < f->parts; i++) {
		buf_add_slice(&out->text, buf_slice(&f->part[i].row[piece]));
		buf_wipe(&f->part[i].row[piece]);
		for (e = f->part[i].extent[piece]; e != NULL; e = e->next)
			if (!read_extent(f, e, &out->text)) {
				run_fail(r, ERR_IO, 2, NULL, 0);
				return false;
			}
	}
	for (at = 0; at < out->text.n; at += sizeof h + h.n) {
		memcpy(&h, out->text.p + at, sizeof h);
		out->at[h.left & (out->lines - 1)] = at;
	}
	return true;
}

struct slice
far_row(const struct far_rows *rows, uint64_t left)
{
	const char *p = rows->text.p + rows->at[left & (rows->lines - 1)];
	struct head h;

	memcpy(&h, p, sizeof h);
	return (struct slice){ p + sizeof h, h.n };
}
