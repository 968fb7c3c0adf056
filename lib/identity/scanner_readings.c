/* SPDX-License-Identifier: ISC */
/* Readings of a text of which some letters are not known, likeliest first:
 * each word by its case and its spelling. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "identity/scanner.h"
#include "record/json.h"
#include "text/utf8.h"
#include "text/vi.h"

#define MAX_WORD 12		/* cells; longer words are cut into two */
#define MAX_TRIES 64		/* combinations of one word looked at */
#define MAX_KEPT 4		/* readings of one word */
#define MAX_READINGS 8		/* of the whole text */

struct option {
	char text[MAX_WORD * 4];
	size_t n;
	unsigned cost;
};

struct group {
	struct option o[MAX_KEPT];
	size_t n;
};

static bool
is_letter_cell(const struct scanner_cell *c)
{
	unsigned i;

	for (i = 0; i < c->n; i++)
		if (vi_base(c->cp[i]) == 0)
			return false;
	return c->n > 0;
}

/* The cells of the group that begins at `at`: a word, or one other cell. */
static size_t
group_cells(const struct scanner_cells *s, size_t at)
{
	size_t n = 0;

	while (at + n < s->n && n < MAX_WORD && is_letter_cell(&s->c[at + n]))
		n++;
	return n > 0 ? n : 1;
}

/* 0: a syllable with a capital; 1: a small one; 2: only the case is right;
 * 3: not even that. */
static unsigned
cost_of(struct slice word)
{
	enum vi_case c = vi_case_of(word);

	if (c == VI_MIXED)
		return 3;
	if (!vi_is_syllable(word))
		return 2;
	return c == VI_SMALL ? 1 : 0;
}

static void
keep(struct group *g, const struct option *o)
{
	size_t i = g->n;

	if (g->n == MAX_KEPT && g->o[MAX_KEPT - 1].cost <= o->cost)
		return;
	if (g->n < MAX_KEPT)
		g->n++;
	else
		i = MAX_KEPT - 1;
	for (; i > 0 && g->o[i - 1].cost > o->cost; i--)
		g->o[i] = g->o[i - 1];
	g->o[i] = *o;
}

/* Every combination of the cells' choices, the last cell turning fastest. */
static void
fill_group(const struct scanner_cell *c, size_t n, struct group *g)
{
	unsigned at[MAX_WORD] = { 0 };
	struct option o;
	struct buf b = { 0 };
	unsigned tries;
	size_t i;

	g->n = 0;
	for (tries = 0; tries < MAX_TRIES; tries++) {
		buf_reset(&b);
		for (i = 0; i < n; i++)
			if (c[i].cp[at[i]] != 0)
				utf8_add(&b, c[i].cp[at[i]]);
		o.n = b.n;
		memcpy(o.text, buf_cstr(&b), b.n);
		o.cost = cost_of(buf_slice(&b));
		keep(g, &o);
		for (i = n; i > 0 && ++at[i - 1] == c[i - 1].n; i--)
			at[i - 1] = 0;
		if (i == 0)
			break;
	}
	buf_wipe(&b);
}

/* The text with option k of group `other`, the first of all others. */
static void
put_reading(const struct group *g, size_t groups, size_t other, size_t k,
    struct buf *out)
{
	const struct option *o;
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < groups; i++) {
		o = &g[i].o[i == other ? k : 0];
		buf_add(&b, o->text, o->n);
	}
	json_put(out, buf_slice(&b));
	buf_wipe(&b);
}

void
scanner_readings(const struct scanner_cells *s, struct buf *out)
{
	struct group *g = xcalloc(s->n + 1, sizeof *g);
	size_t at, n, i, k, groups = 0, count = 1;

	for (at = 0; at < s->n; at += n) {
		n = group_cells(s, at);
		fill_group(&s->c[at], n, &g[groups++]);
	}
	json_open(out, '[');
	put_reading(g, groups, groups, 0, out);
	for (i = 0; i < groups; i++)
		for (k = 1; k < g[i].n && count < MAX_READINGS; k++, count++)
			put_reading(g, groups, i, k, out);
	json_close(out, ']');
	mem_wipe(g, (s->n + 1) * sizeof *g);
	free(g);
}
