/* SPDX-License-Identifier: ISC */
/* People of many rows that lie anywhere: read in every thread, a piece at a
 * time, and taken in order by one after the other. */
#include <stdlib.h>

#include "base/mem.h"
#include "roster/left_over_priv.h"

#define PIECE 64

struct left_reading {
	struct left_over *x;
	size_t n;
	left_read_fn *read;
	left_take_fn *take;
};

/* `names` holds all names one behind the other. */
struct piece {
	struct fuzzy_person who[PIECE][2];
	size_t n;
	struct buf names;
};

/* The same left-overs for a thread of its own. */
static void
borrow(struct left_over *mine, const struct left_over *x)
{
	unsigned i;

	*mine = *x;
	for (i = 0; i < 2; i++)
		left_over_start(&mine->side[i]);
}

static void
fill(struct left_over *mine, const struct left_reading *l, size_t from,
    struct piece *p)
{
	size_t i, end = from + PIECE < l->n ? from + PIECE : l->n, k;

	p->n = 0;
	buf_reset(&p->names);
	for (i = from; i < end; i++) {
		struct fuzzy_person *who = p->who[p->n];

		who[1] = (struct fuzzy_person){ .sex = 0 };
		if (!l->read(mine, i, who))
			continue;
		for (k = 0; k < 2; k++)
			buf_add_slice(&p->names, who[k].name);
		p->n++;
	}
}

static void
take(const struct left_reading *l, struct piece *p)
{
	const char *name = p->names.p;
	size_t i, k;

	for (i = 0; i < p->n; i++) {
		for (k = 0; k < 2; k++) {
			p->who[i][k].name.p = name;
			name += p->who[i][k].name.n;
		}
		l->take(l->x, p->who[i]);
	}
}

/* Waits until the pieces before this one are taken; false: an error. */
static bool
wait_for(struct run *r, size_t piece)
{
	bool good;

	pthread_mutex_lock(&r->lock);
	while (r->written != piece && r->e == ERR_OK)
		pthread_cond_wait(&r->turn, &r->lock);
	good = r->e == ERR_OK;
	pthread_mutex_unlock(&r->lock);
	return good;
}

static void
work(struct run_part *part)
{
	struct run *r = part->r;
	const struct left_reading *l = r->reading;
	struct piece *p = xcalloc(1, sizeof *p);
	struct left_over mine;
	size_t i;

	borrow(&mine, l->x);
	while (run_next(r, (l->n + PIECE - 1) / PIECE, &i)) {
		fill(&mine, l, i * PIECE, p);
		if (!wait_for(r, i))
			break;
		take(l, p);
		pthread_mutex_lock(&r->lock);
		r->written = i + 1;
		pthread_cond_broadcast(&r->turn);
		pthread_mutex_unlock(&r->lock);
	}
	left_over_end(&mine.side[0]);
	left_over_end(&mine.side[1]);
	buf_wipe(&p->names);
	mem_wipe(p, sizeof *p);
	free(p);
}

void
left_over_each(struct left_over *x, size_t n, left_read_fn *read,
    left_take_fn *take_one)
{
	struct left_reading l = { x, n, read, take_one };
	struct fuzzy_person who[2] = { { .sex = 0 }, { .sex = 0 } };
	struct run *r = x->r;
	size_t i;

	/* weights may be asked for in the midst of what else threads do */
	if (r->threads == 1) {
		for (i = 0; i < n; i++)
			if (read(x, i, who))
				take_one(x, who);
		return;
	}
	r->reading = &l;
	r->written = 0;
	run_threads(r, N_("finding pairs"), 0, work);
	r->reading = NULL;
}
