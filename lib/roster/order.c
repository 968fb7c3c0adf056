/* SPDX-License-Identifier: ISC */
/* Sorted parts and a merge of them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "roster/order.h"
#include "roster/spill.h"

#define OUT (1u << 20)
#define READ (256u << 10)		/* of a part at a time, */
#define MIN_READ (8u << 10)		/* and where there are many */

/* Before each text: its key's length and its own. */
struct head {
	uint32_t key, text;
};

struct part {
	off_t at, end;			/* in the file, not yet read */
	struct buf b;
	size_t pos;
};

struct order {
	const char *dir;
	size_t memory;
	struct buf b;
	size_t *item;			/* where each one begins */
	size_t items, cap;
	int fd;
	off_t end;
	struct part *part;
	size_t parts, read;
	size_t *heap, heaped;		/* parts that have an item, as a heap */
	struct buf out, ends;
};

struct order *
order_new(const char *dir, size_t memory)
{
	struct order *o = xcalloc(1, sizeof *o);

	o->dir = dir;
	o->memory = memory;
	o->fd = -1;
	return o;
}

void
order_free(struct order *o)
{
	size_t i;

	if (o == NULL)
		return;
	for (i = 0; i < o->parts; i++)
		buf_wipe(&o->part[i].b);
	if (o->fd >= 0)
		close(o->fd);
	buf_wipe(&o->b);
	buf_wipe(&o->out);
	buf_release(&o->ends);
	free(o->part);
	free(o->heap);
	free(o->item);
	free(o);
}

static struct head
head_at(const char *p)
{
	struct head h;

	memcpy(&h, p, sizeof h);
	return h;
}

/* < 0: the key at `a` comes first. */
static int
compare_keys(const char *a, const char *b)
{
	struct head x = head_at(a), y = head_at(b);
	size_t n = x.key < y.key ? x.key : y.key;
	int c;

	if (x.key == 0 || y.key == 0)
		return (x.key == 0) - (y.key == 0);
	c = memcmp(a + sizeof x, b + sizeof y, n);
	return c != 0 ? c : (x.key > y.key) - (x.key < y.key);
}

static int
compare_items(const void *a, const void *b, void *base)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int c = compare_keys((const char *)base + x, (const char *)base + y);

	return c != 0 ? c : (x > y) - (x < y);
}

static void
sort(struct order *o)
{
	if (o->items > 1)
		qsort_r(o->item, o->items, sizeof *o->item, compare_items,
		    o->b.p);
}

static size_t
size_at(const char *p)
{
	struct head h = head_at(p);

	return sizeof h + h.key + h.text;
}

static enum err
write_all(struct order *o, const char *p, size_t n)
{
	ssize_t k;

	while (n > 0) {
		k = pwrite(o->fd, p, n, o->end);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return spill_errno(k < 0 ? errno : ENOSPC);
		p += k;
		n -= (size_t)k;
		o->end += k;
	}
	return ERR_OK;
}

/* What is there goes out as a sorted part. */
static enum err
flush(struct order *o)
{
	struct part *p;
	enum err e = ERR_OK;
	off_t from = o->end;
	size_t i;

	if (o->fd < 0 && (o->fd = spill_nameless(o->dir)) < 0)
		return spill_errno(errno);
	sort(o);
	buf_reset(&o->out);
	for (i = 0; i < o->items && e == ERR_OK; i++) {
		const char *at = o->b.p + o->item[i];

		buf_add(&o->out, at, size_at(at));
		if (o->out.n >= OUT || i + 1 == o->items) {
			e = write_all(o, o->out.p, o->out.n);
			buf_reset(&o->out);
		}
	}
	o->part = xreallocarray(o->part, o->parts + 1, sizeof *o->part);
	p = &o->part[o->parts++];
	*p = (struct part){ .at = from, .end = o->end };
	buf_reset(&o->b);
	o->items = 0;
	return e;
}

enum err
order_add(struct order *o, struct slice key, struct slice text)
{
	struct head h = { (uint32_t)key.n, (uint32_t)text.n };

	if (o->items == o->cap) {
		o->cap = o->cap * 2 + 1024;
		o->item = xreallocarray(o->item, o->cap, sizeof *o->item);
	}
	o->item[o->items++] = o->b.n;
	buf_add(&o->b, (const char *)&h, sizeof h);
	buf_add_slice(&o->b, key);
	buf_add_slice(&o->b, text);
	return o->b.n + o->items * sizeof *o->item > o->memory ? flush(o) :
	    ERR_OK;
}

/* The next item of a part whole in its buffer; *more false: none. */
static enum err
fill(struct order *o, struct part *p, bool *more)
{
	size_t have = p->b.n - p->pos, want;
	ssize_t k;

	*more = true;
	while (have < sizeof(struct head) ||
	    have < size_at(p->b.p + p->pos)) {
		if (p->at == p->end) {
			*more = false;
			return have == 0 ? ERR_OK : ERR_DAMAGED;
		}
		if (p->pos > 0) {
			memmove(p->b.p, p->b.p + p->pos, have);
			p->b.n = have;
			p->pos = 0;
		}
		want = (size_t)(p->end - p->at);
		if (want > o->read)
			want = o->read;
		buf_grow(&p->b, want);
		k = pread(o->fd, p->b.p + p->b.n, want, p->at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return ERR_IO;
		p->b.n += (size_t)k;
		p->at += k;
		have += (size_t)k;
	}
	return ERR_OK;
}

static enum err
give(struct order *o, const char *at, bool last, order_out_fn *out, void *ctx)
{
	enum err e = ERR_OK;

	if (at != NULL) {
		struct head h = head_at(at);

		buf_add(&o->out, at + sizeof h + h.key, h.text);
		buf_add(&o->ends, (const char *)&o->out.n, sizeof o->out.n);
	}
	if (o->out.n >= OUT || (last && o->out.n > 0)) {
		e = out(ctx, buf_slice(&o->out),
		    (const size_t *)(const void *)o->ends.p,
		    o->ends.n / sizeof(size_t));
		buf_reset(&o->out);
		buf_reset(&o->ends);
	}
	return e;
}

/* The part with the first key is the first, of equals the earliest. */
static bool
earlier(const struct order *o, size_t a, size_t b)
{
	const struct part *p = &o->part[a], *q = &o->part[b];
	int c = compare_keys(p->b.p + p->pos, q->b.p + q->pos);

	return c != 0 ? c < 0 : a < b;
}

/* The part at `i` may be later than those below it. */
static void
sift(struct order *o, size_t i)
{
	size_t k, was = o->heap[i];

	for (; (k = 2 * i + 1) < o->heaped; i = k) {
		if (k + 1 < o->heaped && earlier(o, o->heap[k + 1],
		    o->heap[k]))
			k++;
		if (!earlier(o, o->heap[k], was))
			break;
		o->heap[i] = o->heap[k];
	}
	o->heap[i] = was;
}

static enum err
make_heap(struct order *o)
{
	enum err e = ERR_OK;
	bool more;
	size_t i;

	o->read = o->memory / o->parts;
	o->read = o->read > READ ? READ : o->read < MIN_READ ? MIN_READ :
	    o->read;
	o->heap = xcalloc(o->parts, sizeof *o->heap);
	for (i = 0; i < o->parts && e == ERR_OK; i++) {
		e = fill(o, &o->part[i], &more);
		if (e == ERR_OK && more)
			o->heap[o->heaped++] = i;
	}
	for (i = o->heaped / 2; i-- > 0 && e == ERR_OK;)
		sift(o, i);
	return e;
}

static enum err
merge(struct order *o, order_out_fn *out, void *ctx)
{
	enum err e = make_heap(o);
	bool more;

	while (e == ERR_OK && o->heaped > 0) {
		struct part *p = &o->part[o->heap[0]];
		const char *at = p->b.p + p->pos;

		e = give(o, at, false, out, ctx);
		p->pos += size_at(at);
		if (e == ERR_OK)
			e = fill(o, p, &more);
		if (e == ERR_OK && !more)
			o->heap[0] = o->heap[--o->heaped];
		if (e == ERR_OK && o->heaped > 0)
			sift(o, 0);
	}
	return e;
}

enum err
order_end(struct order *o, order_out_fn *out, void *ctx)
{
	enum err e = ERR_OK;
	size_t i;

	buf_reset(&o->out);
	if (o->parts > 0) {
		if (o->items > 0)
			e = flush(o);
		if (e == ERR_OK)
			e = merge(o, out, ctx);
	} else {
		sort(o);
		for (i = 0; i < o->items && e == ERR_OK; i++)
			e = give(o, o->b.p + o->item[i], false, out, ctx);
	}
	return e == ERR_OK ? give(o, NULL, true, out, ctx) : e;
}
