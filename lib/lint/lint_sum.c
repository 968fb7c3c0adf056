/* SPDX-License-Identifier: ISC */
/* Counts, and parts by name. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lint/lint_sum.h"

static void
release_parts(struct lint_parts *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		free(p->p[i].name);
	free(p->p);
	free(p->slot);
	*p = (struct lint_parts){ .n = 0 };
}

void
lint_sum_release(struct lint_sum *s)
{
	size_t i;

	release_parts(&s->files);
	release_parts(&s->units);
	for (i = 0; i < LINTS; i++)
		free(s->example[i]);
	*s = (struct lint_sum){ .examples = 0 };
}

static size_t
hash(struct slice s)
{
	uint32_t h = 0x811c9dc5u;
	size_t i;

	for (i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x01000193u;
	return h ^ h >> 15;
}

/* The slot of the name, or the free one where it would stand. */
static uint32_t *
slot_of(const struct lint_parts *p, struct slice name)
{
	size_t i = hash(name) & (p->slots - 1);

	while (p->slot[i] != 0 && !slice_is(name, p->p[p->slot[i] - 1].name))
		i = (i + 1) & (p->slots - 1);
	return &p->slot[i];
}

static void
rehash(struct lint_parts *p, size_t slots)
{
	size_t i;

	free(p->slot);
	p->slots = slots;
	p->slot = xcalloc(slots, sizeof *p->slot);
	for (i = 0; i < p->n; i++)
		*slot_of(p, slice_str(p->p[i].name)) = (uint32_t)(i + 1);
}

size_t
lint_parts_find(struct lint_parts *p, struct slice name)
{
	uint32_t *slot;

	if (p->n * 2 >= p->slots)
		rehash(p, p->slots == 0 ? 64 : p->slots * 2);
	slot = slot_of(p, name);
	if (*slot != 0)
		return *slot - 1;
	if (p->n >= LINT_MAX_PARTS && !slice_is(name, "..."))
		return lint_parts_find(p, SLICE("..."));
	if (p->n == p->cap) {
		p->cap = p->cap == 0 ? 16 : p->cap * 2;
		p->p = xreallocarray(p->p, p->cap, sizeof *p->p);
	}
	p->p[p->n] = (struct lint_part){ .name = xmemdup0(name.p, name.n) };
	*slot = (uint32_t)++p->n;
	return p->n - 1;
}

static void
count(struct lint_counts *c, enum lint what)
{
	c->of[what]++;
	c->severity[lint_rule(what)->severity]++;
}

void
lint_counts_row(struct lint_counts *c, const struct lint_list *l)
{
	size_t i;

	c->rows++;
	c->found += l->n > 0;
	c->bad += lint_worst(l) > LINT_NOTE;
	for (i = 0; i < l->n; i++)
		count(c, l->f[i].what);
}

void
lint_sum_example(struct lint_sum *s, const struct lint_finding *f,
    size_t file, unsigned long long line)
{
	enum lint what = f->what;
	struct lint_place *p;

	if (s->kept[what] >= s->examples)
		return;
	if (s->example[what] == NULL)
		s->example[what] = xcalloc(s->examples, sizeof *p);
	p = &s->example[what][s->kept[what]];
	if (s->kept[what] > 0 && p[-1].line == line && p[-1].file == file &&
	    p[-1].field == f->field)
		return;
	*p = (struct lint_place){ (unsigned)file, f->field, line };
	s->kept[what]++;
}

void
lint_sum_row(struct lint_sum *s, const struct lint_list *l, size_t file,
    size_t unit, unsigned long long line)
{
	size_t i;

	lint_counts_row(&s->all, l);
	if (file != SIZE_MAX)
		lint_counts_row(&s->files.p[file].c, l);
	if (unit != SIZE_MAX)
		lint_counts_row(&s->units.p[unit].c, l);
	for (i = 0; i < l->n; i++)
		lint_sum_example(s, &l->f[i], file, line);
}

void
lint_sum_more(struct lint_sum *s, const struct lint_finding *f, size_t file,
    size_t unit, unsigned long long line)
{
	count(&s->all, f->what);
	if (file != SIZE_MAX)
		count(&s->files.p[file].c, f->what);
	if (unit != SIZE_MAX)
		count(&s->units.p[unit].c, f->what);
	lint_sum_example(s, f, file, line);
}

static void
add_counts(struct lint_counts *to, const struct lint_counts *c)
{
	size_t i;

	to->rows += c->rows;
	to->found += c->found;
	to->bad += c->bad;
	for (i = 0; i < LINT_SEVERITIES; i++)
		to->severity[i] += c->severity[i];
	for (i = 0; i < LINTS; i++)
		to->of[i] += c->of[i];
}

void
lint_sum_counts(struct lint_sum *s, const struct lint_counts *c, size_t file)
{
	add_counts(&s->all, c);
	if (file != SIZE_MAX)
		add_counts(&s->files.p[file].c, c);
}

static void
add_parts(struct lint_parts *to, const struct lint_parts *p)
{
	size_t i, at;

	for (i = 0; i < p->n; i++) {
		at = lint_parts_find(to, slice_str(p->p[i].name));
		add_counts(&to->p[at].c, &p->p[i].c);
	}
}

void
lint_sum_add(struct lint_sum *to, const struct lint_sum *s)
{
	add_counts(&to->all, &s->all);
	add_parts(&to->files, &s->files);
	add_parts(&to->units, &s->units);
	to->skipped += s->skipped;
	to->rejects += s->rejects;
	to->repaired += s->repaired;
	to->expected += s->expected;
	to->there += s->there;
	to->probably += s->probably;
	to->missing += s->missing;
}

static int
by_name(const void *a, const void *b)
{
	const struct lint_part *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void
order(struct lint_parts *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		p->p[i].was = i;
	if (p->n < 2)
		return;
	qsort(p->p, p->n, sizeof *p->p, by_name);
	rehash(p, p->slots);
}

/* Examples name files by their index. */
static void
rename_files(struct lint_sum *s)
{
	unsigned *now = xcalloc(s->files.n + 1, sizeof *now), k;
	size_t i;

	for (i = 0; i < s->files.n; i++)
		now[s->files.p[i].was] = (unsigned)i;
	for (i = 0; i < LINTS; i++)
		for (k = 0; k < s->kept[i]; k++)
			s->example[i][k].file = now[s->example[i][k].file];
	free(now);
}

void
lint_sum_order(struct lint_sum *s)
{
	order(&s->files);
	order(&s->units);
	rename_files(s);
}
