/* SPDX-License-Identifier: ISC */
/* Rows taken in, and the score of two. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/fuzzy_priv.h"

#define FIRST_ROWS 256
#define MAX_ROWS (1u << 31)

struct fuzzy *
fuzzy_new(void)
{
	struct fuzzy *f = xcalloc(1, sizeof *f);

	f->seen.below = UINT64_MAX;
	return f;
}

static void
rows_free(struct fuzzy_row *r, size_t n)
{
	if (r != NULL)
		mem_wipe(r, n * sizeof *r);
	free(r);
}

void
fuzzy_free(struct fuzzy *f)
{
	unsigned side;

	if (f == NULL)
		return;
	for (side = 0; side < 2; side++) {
		rows_free(f->row[side], f->n[side]);
		rows_free(f->seen.row[side], f->seen.n);
	}
	fuzzy_names_wipe(&f->names);
	mem_wipe(f, sizeof *f);
	free(f);
}

static uint8_t
sex_of(char sex)
{
	return sex == 'M' ? 1 : sex == 'F' ? 2 : 0;
}

void
fuzzy_row_of(struct fuzzy *f, const struct fuzzy_person *p, bool count,
    struct fuzzy_row *out)
{
	struct fuzzy_skeleton s;

	fuzzy_fold(p->name, &s);
	*out = (struct fuzzy_row){ .where = p->where,
	    .number = fuzzy_digits(p->number),
	    .bytes = fuzzy_hash(p->name.p, p->name.n, 0),
	    .name = fuzzy_names_add(&f->names, &s),
	    .birth = fuzzy_birth(p->birth), .sex = sex_of(p->sex),
	    .province = (uint8_t)(p->province < 256 ? p->province : 0) };
	if (count)
		fuzzy_count(f, out->name);
}

void
fuzzy_count(struct fuzzy *f, uint32_t name)
{
	if (f->fixed || name == FUZZY_NO_NAME)
		return;
	f->names.name[name].count++;
	f->names.total++;
}

void
fuzzy_population(struct fuzzy *f, struct slice name)
{
	struct fuzzy_person p = { .name = name };
	struct fuzzy_row r;

	fuzzy_row_of(f, &p, true, &r);
}

void
fuzzy_add(struct fuzzy *f, unsigned side, const struct fuzzy_person *p)
{
	struct fuzzy_row **row = &f->row[side];

	if (f->n[side] == MAX_ROWS - 1) {
		f->dropped++;
		return;
	}
	if (f->n[side] == f->cap[side]) {
		f->cap[side] = f->cap[side] == 0 ? FIRST_ROWS :
		    f->cap[side] + f->cap[side] / 2;
		*row = xreallocarray(*row, f->cap[side], sizeof **row);
	}
	fuzzy_row_of(f, p, true, &(*row)[f->n[side]++]);
}

struct fuzzy_face
fuzzy_face_of(const struct fuzzy *f, const struct fuzzy_row *r)
{
	struct fuzzy_face face = { .sex = r->sex, .province = r->province,
	    .birth = r->birth, .bytes = r->bytes, .number = r->number };
	const struct fuzzy_name *m;

	if (r->name == FUZZY_NO_NAME)
		return face;
	m = &f->names.name[r->name];
	face.s = f->names.text.p + m->at;
	face.n = m->n;
	face.first = m->first;
	face.last = m->last;
	face.letters = m->letters;
	face.borne = m->count;
	return face;
}

static struct fuzzy_face
face_of_person(const struct fuzzy *f, const struct fuzzy_person *p,
    struct fuzzy_skeleton *s)
{
	uint32_t name;

	fuzzy_fold(p->name, s);
	name = fuzzy_names_find(&f->names, s);
	return (struct fuzzy_face){ .s = s->s, .n = s->n, .first = s->first,
	    .last = s->last, .letters = fuzzy_letters(s->s, s->n),
	    .sex = sex_of(p->sex),
	    .province = (uint8_t)(p->province < 256 ? p->province : 0),
	    .birth = fuzzy_birth(p->birth),
	    .bytes = fuzzy_hash(p->name.p, p->name.n, 0),
	    .number = fuzzy_digits(p->number),
	    .borne = name == FUZZY_NO_NAME ? 0 : f->names.name[name].count };
}

/* A rare name that agrees says more than a common one. */
static int
rarity(const struct fuzzy *f, uint32_t borne)
{
	return fuzzy_bits(fuzzy_log2(f->names.total + FUZZY_NAMES) -
	    fuzzy_log2((uint64_t)borne + 1));
}

static int
part_weight(const struct fuzzy *f, unsigned part, unsigned level,
    uint32_t borne)
{
	int w = f->weight[part][level];

	return part == FUZZY_NAME && level <= NAME_SKELETON ?
	    w + rarity(f, borne) : w;
}

int
fuzzy_total(const struct fuzzy *f, const struct fuzzy_face *a,
    const struct fuzzy_face *b, bool *doubt)
{
	uint8_t level[FUZZY_PARTS];
	int total = 0;
	unsigned i;

	fuzzy_level_of(a, b, level);
	for (i = 0; i < FUZZY_PARTS; i++)
		total += part_weight(f, i, level[i], a->borne);
	*doubt = fuzzy_is_doubtful(a, b, level);
	return total;
}

void
fuzzy_score_of(const struct fuzzy *f, const struct fuzzy_face *a,
    const struct fuzzy_face *b, struct fuzzy_score *out)
{
	uint8_t level[FUZZY_PARTS];
	unsigned i;

	fuzzy_level_of(a, b, level);
	memset(out, 0, sizeof *out);
	out->doubt = fuzzy_is_doubtful(a, b, level);
	for (i = 0; i < FUZZY_PARTS; i++) {
		out->part[i].level = fuzzy_level_name[i][level[i]];
		out->part[i].weight = part_weight(f, i, level[i], a->borne);
		out->total += out->part[i].weight;
	}
}

void
fuzzy_compare(struct fuzzy *f, const struct fuzzy_person *left,
    const struct fuzzy_person *right, struct fuzzy_score *out)
{
	struct fuzzy_skeleton sa, sb;
	struct fuzzy_face a, b;

	fuzzy_ready(f);
	a = face_of_person(f, left, &sa);
	b = face_of_person(f, right, &sb);
	fuzzy_score_of(f, &a, &b, out);
	mem_wipe(&sa, sizeof sa);
	mem_wipe(&sb, sizeof sb);
}

int
fuzzy_least(const struct fuzzy *f, enum fuzzy_part part)
{
	int least = f->weight[part][0];
	unsigned i;

	for (i = 1; i < fuzzy_levels[part]; i++)
		if (f->weight[part][i] < least)
			least = f->weight[part][i];
	return least;
}

static struct fuzzy_face
nameless(const struct fuzzy_person *p)
{
	return (struct fuzzy_face){ .sex = sex_of(p->sex),
	    .birth = fuzzy_birth(p->birth),
	    .number = fuzzy_digits(p->number) };
}

int
fuzzy_compare_least(struct fuzzy *f, const struct fuzzy_person *left,
    const struct fuzzy_person *right)
{
	struct fuzzy_face a = nameless(left), b = nameless(right);
	uint8_t level[FUZZY_PARTS];

	fuzzy_ready(f);
	fuzzy_level_of(&a, &b, level);
	/* a name that agrees weighs more the rarer it is, never less */
	return f->weight[FUZZY_BIRTH][level[FUZZY_BIRTH]] +
	    f->weight[FUZZY_SEX][level[FUZZY_SEX]] +
	    f->weight[FUZZY_NUMBER][level[FUZZY_NUMBER]] +
	    fuzzy_least(f, FUZZY_NAME) + fuzzy_least(f, FUZZY_PLACE);
}
