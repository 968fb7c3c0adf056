/* SPDX-License-Identifier: ISC */
/* Left-overs paired by scores that other machines have made. */
#include <stdlib.h>

#include "base/mem.h"
#include "roster/blocks.h"
#include "roster/left_over_priv.h"

/* A left-over by its line in the file. */
struct numbered {
	unsigned long long line;
	size_t i;
};

static unsigned long long
line_at(const struct run *r, unsigned side, uint64_t place)
{
	unsigned long long line;
	struct slice row = side_row(&r->side[side], place, &line);

	return run_line_of(&r->side[side], row, line);
}

static int
by_line(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

/* Those that are still alone and have a name. */
static struct numbered *
number(struct left_over *x, unsigned side, size_t *n)
{
	struct left_side *l = &x->side[side];
	struct numbered *out = xreallocarray(NULL, l->n + 1, sizeof *out);
	struct fuzzy_person f;
	struct person p;
	size_t i;

	for (*n = i = 0; i < l->n; i++)
		if (!l->paired[i] &&
		    left_over_read(x, side, l->place[i], false, &p) &&
		    left_over_person(NULL, &p, 0, &f))
			out[(*n)++] = (struct numbered){
			    line_at(x->r, side, l->place[i]), i };
	qsort(out, *n, sizeof *out, by_line);
	return out;
}

static bool
index_of(const struct numbered *k, size_t n, uint64_t *line)
{
	const struct numbered want = { .line = *line }, *found = n == 0 ?
	    NULL : bsearch(&want, k, n, sizeof *k, by_line);

	if (found != NULL)
		*line = found->i;
	return found != NULL;
}

/* What fuzzy_solve tells too: the parts of a score. */
static void
on_scored(void *ctx, const struct fuzzy_pair *p)
{
	struct left_over *x = ctx;
	struct fuzzy_pair full = *p;

	if (left_over_score(x, p->left, p->right, false, &full.score))
		full.score.lead = p->score.lead;
	left_over_found(x, &full);
}

void
left_over_resolve(struct left_over *x)
{
	struct numbered *row[2];
	struct slice rest = x->r->o->scores;
	struct fuzzy_scored *s = NULL, one;
	unsigned long long rows[2], line = 0;
	size_t n[2], count = 0, cap = 0;
	enum err e;

	row[0] = number(x, 0, &n[0]);
	row[1] = number(x, 1, &n[1]);
	while ((e = block_read(&rest, &one)) == ERR_OK) {
		line++;
		if (!index_of(row[0], n[0], &one.left) ||
		    !index_of(row[1], n[1], &one.right))
			continue;
		if (count == cap) {
			cap = 2 * cap + 1024;
			s = xreallocarray(s, cap, sizeof *s);
		}
		s[count++] = one;
	}
	rows[0] = n[0];
	rows[1] = n[1];
	if (e == ERR_EOF)
		fuzzy_resolve(s, count, rows, on_scored, x);
	else
		run_fail(x->r, e, 2, N_("this is no line of scores"),
		    line + 1);
	free(s);
	free(row[0]);
	free(row[1]);
}
