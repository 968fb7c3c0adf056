/* SPDX-License-Identifier: ISC */
/* Entries of 24 bytes, sorted by number and then by name. Nothing of a person
 * but numbers and hashes is in them. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lint/lint_index_priv.h"
#include "lint/lint_priv.h"

/* Where the distance between rows and lines changes: lines of rows that are
 * one behind the other need no room. */
struct mark {
	uint64_t row;
	unsigned long long line;
	unsigned file;
};

struct lint_index {
	struct lint_entries all;
	struct mark *mark;
	size_t marks, marks_cap;
	uint64_t rows;
	struct lint_twin *twin;
	size_t twins_cap;
};

struct lint_index *
lint_index_new(void)
{
	return xcalloc(1, sizeof(struct lint_index));
}

static void
forget(struct lint_index *x)
{
	lint_entries_release(&x->all);
	free(x->mark);
	free(x->twin);
	*x = (struct lint_index){ .rows = 0 };
}

void
lint_index_free(struct lint_index *x)
{
	if (x == NULL)
		return;
	forget(x);
	free(x);
}

uint64_t
lint_index_mix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93u;
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93u;
	return x ^ x >> 32;
}

static uint64_t
hash(struct slice s, uint64_t h)
{
	uint64_t part;

	for (h ^= s.n; s.n >= 8; s.p += 8, s.n -= 8) {
		memcpy(&part, s.p, 8);
		h = lint_index_mix(h ^ part);
	}
	part = 0;
	memcpy(&part, s.p, s.n);
	return lint_index_mix(h ^ part);
}

static uint64_t
hash_folded(struct slice text, uint64_t seed)
{
	char folded[LINT_MAX_FOLDED];
	size_t n = lint_fold(text, folded);

	return n > 0 ? hash((struct slice){ folded, n }, seed) : 0;
}

uint64_t
lint_index_name_key(struct slice folded, struct slice dob)
{
	if (dob.n != 10 || folded.n == 0)
		return 0;
	return (hash(dob, hash(folded, 1)) | 1) & ~LINT_SECOND;
}

/* House, street and hamlet stand first: enough of an address. */
#define THIRD_BYTES 40

static size_t
whole_letters(struct slice s, size_t n)
{
	while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* 24 bits of what else a row says of the person; 0 where nothing. */
static uint32_t
third(const struct person *p)
{
	struct slice s = p->f[PERSON_RESIDENCE];
	uint64_t h;

	if (s.n == 0)
		s = p->f[PERSON_HOMETOWN];
	if (s.n == 0)
		return 0;
	if (s.n > THIRD_BYTES)
		s.n = whole_letters(s, THIRD_BYTES);
	h = hash_folded(s, 2);
	return h == 0 ? 0 : ((uint32_t)(h >> 40) | 1);
}

uint64_t
lint_index_number_key(struct slice s)
{
	uint64_t v = 0;
	size_t i;

	if ((s.n != 12 && s.n != 9) || !slice_digits(s))
		return 0;
	for (i = 0; i < s.n; i++)
		v = v * 10 + (uint64_t)(s.p[i] - '0');
	return v + (s.n == 9 ? LINT_OLD_NUMBERS : 0) + 1;
}

static void
remember_line(struct lint_index *x, unsigned file, unsigned long long line)
{
	const struct mark *m;

	if (x->marks > 0) {
		m = &x->mark[x->marks - 1];
		if (m->file == file && line - m->line == x->rows - m->row)
			return;
	}
	if (x->marks == x->marks_cap) {
		x->marks_cap = x->marks_cap == 0 ? 64 : x->marks_cap * 2;
		x->mark = xreallocarray(x->mark, x->marks_cap,
		    sizeof *x->mark);
	}
	x->mark[x->marks++] = (struct mark){ x->rows, line, file };
}

void
lint_index_key(const struct person *p, uint64_t name_key,
    struct lint_key *out)
{
	out->id = lint_index_number_key(p->f[PERSON_ID]);
	out->old = lint_index_number_key(p->f[PERSON_OLD_ID]);
	out->name = name_key;
	out->third = third(p);
}

void
lint_index_put(struct lint_index *x, const struct lint_key *k, unsigned file,
    unsigned long long line)
{
	struct lint_entry e = { .number = k->id != 0 ? k->id : k->old,
	    .name = k->name,
	    .row = x->rows | (uint64_t)k->third << LINT_ROW_BITS };

	remember_line(x, file, line);
	x->rows++;
	if (e.number != 0 || e.name != 0)
		lint_entries_add(&x->all, &e);
	if (k->id != 0 && k->old != 0) {
		e.number = k->old | LINT_SECOND;
		lint_entries_add(&x->all, &e);
	}
}

void
lint_index_add(struct lint_index *x, const struct person *p,
    uint64_t name_key, unsigned file, unsigned long long line)
{
	struct lint_key k;

	lint_index_key(p, name_key, &k);
	lint_index_put(x, &k, file, line);
}

/* The row's place. */
static struct lint_twin
place(const struct lint_index *x, const struct lint_entry *e)
{
	uint64_t row = e->row & LINT_ROW_MASK;
	size_t from = 0, to = x->marks, mid;

	while (to - from > 1) {
		mid = from + (to - from) / 2;
		if (x->mark[mid].row <= row)
			from = mid;
		else
			to = mid;
	}
	return (struct lint_twin){ row, x->mark[from].file,
	    x->mark[from].line + (row - x->mark[from].row) };
}

void
lint_index_give(struct lint_index *x, const struct lint_entry *e, size_t n,
    struct lint_group *g, lint_group_fn *group, void *ctx)
{
	size_t i;

	if (n > x->twins_cap) {
		free(x->twin);
		x->twins_cap = n * 2;
		x->twin = xcalloc(x->twins_cap, sizeof *x->twin);
	}
	for (i = 0; i < n; i++)
		x->twin[i] = place(x, &e[i]);
	g->twin = x->twin;
	g->n = n;
	group(ctx, g);
}

void
lint_index_groups(struct lint_index *x, lint_group_fn *group, void *ctx)
{
	lint_groups_by_number(x, &x->all, group, ctx);
	lint_groups_by_name(x, &x->all, group, ctx);
	forget(x);
}
