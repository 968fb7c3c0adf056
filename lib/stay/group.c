/* SPDX-License-Identifier: ISC */
/* Lines between their commit and their echo. */
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "record/record.h"
#include "stay/group.h"

/* A line inside `lines`; id 0: it only passes through. */
struct group_item {
	size_t at, n;
	long long id;
};

long long
group_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
group_release(struct group *g)
{
	buf_wipe(&g->lines);
	free(g->items);
	*g = (struct group){ .o = g->o };
}

static void
keep(struct group *g, struct slice line, long long id)
{
	if (g->n == g->cap) {
		g->cap = g->cap == 0 ? 64 : 2 * g->cap;
		g->items = xreallocarray(g->items, g->cap, sizeof *g->items);
	}
	g->items[g->n++] = (struct group_item){ g->lines.n, line.n, id };
	buf_add_slice(&g->lines, line);
}

void
group_pass(struct group *g, struct slice line, long long id)
{
	if (g->n == 0)
		g->since = group_ms();
	keep(g, line, id);
}

enum err
group_add(struct group *g, const struct outbox_add *a, struct slice line,
    struct outbox_row *row)
{
	bool known = false;
	enum err e;

	*row = (struct outbox_row){ .id = 0 };
	if (g->n == 0)
		g->since = group_ms();
	if (!g->open) {
		if ((e = outbox_begin(g->o)) != ERR_OK)
			return e;
		g->open = true;
	}
	e = outbox_add(g->o, a, &known, row);
	if (e == ERR_OK)
		keep(g, line, row->id);
	return e;
}

bool
group_is_due(const struct group *g)
{
	return g->n >= GROUP_MAX ||
	    (g->n > 0 && group_ms() - g->since >= GROUP_MS);
}

enum err
group_commit(struct group *g)
{
	enum err e = g->open ? outbox_commit(g->o) : ERR_OK;

	if (e != ERR_OK)
		outbox_rollback(g->o);
	g->open = false;
	return e;
}

enum err
group_get(struct group *g, size_t i, unsigned wait_s, struct slice *line,
    struct outbox_row *row)
{
	static const struct timespec pause = { 0, 100000000 };
	const struct group_item *it = &g->items[i];
	unsigned left = wait_s * 10;
	enum err e;

	*line = (struct slice){ g->lines.p + it->at, it->n };
	*row = (struct outbox_row){ .id = 0 };
	if (it->id == 0)
		return ERR_OK;
	e = outbox_get(g->o, it->id, row);
	for (; e == ERR_OK && row->state == STATE_SENDING && left > 0; left--) {
		nanosleep(&pause, NULL);
		e = outbox_get(g->o, it->id, row);
	}
	return e;
}

bool
group_holds(const struct group *g, long long id)
{
	size_t i;

	for (i = 0; i < g->n; i++)
		if (g->items[i].id == id)
			return true;
	return false;
}

enum err
group_echo(struct slice line, const struct outbox_row *row,
    long long now, struct buf *out)
{
	struct record_edit ed = { "notify", { NULL, 0 } };
	struct buf json = { 0 };
	struct record r = { 0 };
	size_t at;
	enum err e = record_parse(&r, line, &at);

	if (e == ERR_OK && row->id != 0)
		outbox_notify(row, now, &json);
	ed.json = buf_slice(&json);
	if (e == ERR_OK)
		record_write(&r, &ed, row->id != 0 ? 1 : 0, out);
	buf_wipe(&json);
	record_release(&r);
	return e;
}

void
group_reset(struct group *g)
{
	g->n = 0;
	buf_reset(&g->lines);
}
