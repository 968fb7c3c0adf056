/* SPDX-License-Identifier: ISC */
/* Blocks: their persons, their scores as lines and back. */
#include <stdlib.h>

#include "base/mem.h"
#include "record/person.h"
#include "roster/blocks.h"
#include "roster/run_priv.h"
#include "table/table.h"

#define MAX_DIGITS 15

struct block_maker {
	const struct units *units;
	struct table_row row;
	struct buf text;
};

struct block_maker *
block_maker_new(const struct units *units)
{
	struct block_maker *m = xcalloc(1, sizeof *m);

	m->units = units;
	return m;
}

void
block_maker_free(struct block_maker *m)
{
	if (m == NULL)
		return;
	buf_wipe(&m->text);
	free(m);
}

bool
block_person(struct block_maker *m, const struct slice of[COLUMNS],
    struct fuzzy_person *out)
{
	buf_reset(&m->text);
	return table_person(of, &m->text, &m->row) == ERR_OK &&
	    left_over_person(m->units, &m->row.person, 0, out);
}

/* `crowded`: too many pairs there are or can be, so nobody is kept. */
struct block {
	struct fuzzy_person *p[2];
	size_t n[2], cap[2];
	bool crowded;
};

struct block *
block_new(void)
{
	return xcalloc(1, sizeof(struct block));
}

static void
empty(struct block *b)
{
	unsigned side;
	size_t i;

	for (side = 0; side < 2 && !b->crowded; side++)
		for (i = 0; i < b->n[side]; i++) {
			struct slice name = b->p[side][i].name;

			/* ours: see block_add */
			mem_wipe((char *)(uintptr_t)name.p, name.n);
			free((char *)(uintptr_t)name.p);
		}
}

static void
forget(struct block *b)
{
	empty(b);
	b->n[0] = b->n[1] = 0;
	b->crowded = false;
}

void
block_free(struct block *b)
{
	if (b == NULL)
		return;
	empty(b);
	free(b->p[0]);
	free(b->p[1]);
	free(b);
}

void
block_add(struct block *b, unsigned side, const struct fuzzy_person *p)
{
	struct fuzzy_person *q;

	if (!b->crowded && (b->n[side] >= BLOCKS_MAX_PAIRS ||
	    (b->n[side] + 1) * b->n[1 - side] > BLOCKS_MAX_PAIRS)) {
		empty(b);
		b->crowded = true;
	}
	if (b->crowded) {
		b->n[side]++;
		return;
	}
	if (b->n[side] == b->cap[side]) {
		b->cap[side] = 2 * b->cap[side] + 16;
		b->p[side] = xreallocarray(b->p[side], b->cap[side],
		    sizeof *b->p[side]);
	}
	q = &b->p[side][b->n[side]++];
	*q = *p;
	q->name.p = xmemdup0(p->name.p, p->name.n);
}

static void
put(const struct fuzzy_person *l, const struct fuzzy_person *r,
    const struct fuzzy_score *s, struct buf *out)
{
	buf_add_number(out, l->where);
	buf_add_char(out, '\t');
	buf_add_number(out, r->where);
	buf_printf(out, "\t%d\t%d\n", s->total, s->doubt);
}

unsigned long long
block_score(struct block *b, struct fuzzy *f, struct buf *out)
{
	unsigned long long n = (unsigned long long)b->n[0] * b->n[1];
	bool good = !b->crowded;
	struct fuzzy_score score;
	size_t i, k;

	for (i = 0; good && i < b->n[0]; i++)
		for (k = 0; k < b->n[1]; k++) {
			fuzzy_compare(f, &b->p[0][i], &b->p[1][k], &score);
			if (score.total > 0)
				put(&b->p[0][i], &b->p[1][k], &score, out);
		}
	forget(b);
	return good ? 0 : n;
}

static bool
number(struct slice s, uint64_t *out)
{
	size_t i;

	if (!slice_digits(s) || s.n > MAX_DIGITS)
		return false;
	for (*out = 0, i = 0; i < s.n; i++)
		*out = 10 * *out + (uint64_t)(s.p[i] - '0');
	return true;
}

enum err
block_read(struct slice *rest, struct fuzzy_scored *out)
{
	struct slice line, part;
	uint64_t n[4];
	size_t i;

	if (rest->n == 0 || !slice_split(rest, '\n', &line))
		return ERR_EOF;
	for (i = 0; i < 4; i++)
		if (!slice_split(&line, '\t', &part) || !number(part, &n[i]))
			return ERR_FORMAT;
	if (line.p != NULL || n[2] > INT32_MAX || n[3] > 1)
		return ERR_FORMAT;
	*out = (struct fuzzy_scored){ n[0], n[1], (int)n[2], n[3] == 1 };
	return ERR_OK;
}
