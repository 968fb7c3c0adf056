/* SPDX-License-Identifier: ISC */
/* Reads an address from its end: province, district, commune. All readings are
 * tried; the best ones together are the answer, so that what is unclear gives
 * a set. */
#include <string.h>

#include "identity/units_priv.h"

/* How good a reading is, worst matter first. */
struct reading {
	bool commune;		/* the smallest unit is one */
	unsigned units;		/* how many were named, less the faults */
	unsigned omitted;	/* a tier is missing, or the province another */
	unsigned faults;	/* a name begins where no sign or word is */
	unsigned mismatch;	/* "xã" where the table has "phường" */
	unsigned level;		/* marks and tones missing */
	size_t start;		/* the token where the units begin */
	bool bare_fault;	/* of the smallest unit */
	bool typed;		/* a word stands before the smallest one */
	bool gone;		/* a commune of today in a district */
};

#define RANK_UNITS (1u << 16)

/* Names that places have which end before one token. */
struct names {
	uint32_t bare[UNITS_NAME_TOKENS];
	uint8_t first[UNITS_NAME_TOKENS];	/* where each begins */
	uint8_t n;
};

struct search {
	const struct gazetteer *u;
	const struct tokens *t;
	size_t end;
	struct units_answer best, district;	/* of that no commune */
	uint64_t old_starts;	/* where an old commune's name begins */
	uint64_t named;		/* bit i: name[i] is known, before token i+1 */
	struct names name[UNITS_MAX_TOKENS];
	bool front;		/* what stands before all words mattered */
};

static unsigned
rank(const struct reading *r)
{
	unsigned units = r->units > r->faults ? r->units - r->faults : 0;

	return (r->commune ? UNITS_COMMUNE : 0) | units * RANK_UNITS |
	    (15 - r->omitted) << 12 | (15 - r->faults) << 8 |
	    (15 - r->mismatch) << 4 | (15 - (r->level > 15 ? 15 : r->level));
}

/* The province of today that a place lies in. */
static uint16_t
province_of(const struct gazetteer *u, const struct place *p)
{
	switch ((enum unit_kind)p->kind) {
	case NOW_PROVINCE:
		return p->same;
	case NOW_COMMUNE: case OLD_PROVINCE:
		return p->parent;
	case OLD_DISTRICT:
		return u->place[p->parent].parent;
	case OLD_COMMUNE:
		break;
	}
	return u->place[u->place[p->parent].parent].parent;
}

static void
add_unit(struct units_answer *a, uint16_t id)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (a->set[i] == id)
			return;
	if (a->n == UNITS_MAX_SET)
		a->overflow = true;
	else
		a->set[a->n++] = id;
}

static void
add_links(const struct gazetteer *u, struct units_answer *a, size_t first,
    size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		add_unit(a, u->link[first + i]);
}

/* What holds `p` today. */
static void
add_place(const struct gazetteer *u, struct units_answer *a,
    const struct place *p)
{
	uint16_t province = province_of(u, p);

	if (a->province == UNITS_NOBODY)
		a->province = province;
	else if (a->province != province)
		a->province = UNITS_SEVERAL;
	if (p->kind == NOW_COMMUNE) {
		add_unit(a, p->same);
	} else if (p->kind == OLD_COMMUNE) {
		add_links(u, a, p->first, p->links);
		a->divided = a->divided || p->links > 1;
	} else if (p->kind == OLD_DISTRICT) {
		add_links(u, a, p->all, p->all_n);
	} else {
		a->overflow = true;
	}
}

static void
record(struct search *s, struct units_answer *a, const struct reading *r,
    size_t end, const struct place *p)
{
	unsigned k = rank(r);

	/* what stands in front may be a street of that name */
	if (r->bare_fault && s->t->commas)
		return;
	if (k < a->rank)
		return;
	if (k > a->rank)
		*a = (struct units_answer){ .rank = k, .province = UNITS_NOBODY,
		    .start = r->start, .end = end, .typed = r->typed };
	add_place(s->u, a, p);
	if (!r->gone && (p->kind == NOW_COMMUNE || p->kind == NOW_PROVINCE))
		a->now = true;
	else
		a->old = true;
}

/* A name at tokens i..end of kind `tier`, into what `r` has so far. */
static void
take(const struct search *s, const struct place *p, size_t i, size_t end,
    unsigned tier, struct reading *r)
{
	const struct token *t = s->t->t;
	enum unit_type type = TYPE_NONE;
	uint32_t marks = 0, exact = 0;
	size_t first = i, k;

	if (!t[i].comma)
		type = units_word(s->u->letters, s->t, i, &first);
	if ((units_tier(type) & tier) == 0)
		type = TYPE_NONE;
	r->start = type != TYPE_NONE ? first : i;
	r->typed = type != TYPE_NONE;
	r->bare_fault = type == TYPE_NONE && i > 0 && !t[i].starts;
	r->units++;
	r->faults += r->bare_fault;
	r->mismatch += type != TYPE_NONE && type != p->type;
	for (k = end; k-- > i; ) {
		marks = units_mix(marks, t[k].marks);
		exact = units_mix(exact, t[k].exact);
	}
	r->level += exact == p->exact ? 0 : marks == p->marks ? 1 : 2;
}

/* A name is within one part between commas. */
static void
find_names(const struct search *s, size_t end, struct names *out)
{
	const struct token *t = s->t->t;
	uint32_t bare = 0;
	size_t i = end;

	out->n = 0;
	do {
		bare = units_mix(bare, t[--i].bare);
		if (!units_may_be(s->u, SCOPE_ANY, bare))
			continue;
		out->first[out->n] = (uint8_t)i;
		out->bare[out->n++] = bare;
	} while (i > 0 && end - i < UNITS_NAME_TOKENS && !t[i].comma);
}

static const struct names *
names_before(struct search *s, size_t end)
{
	static const struct names none = { .n = 0 };

	if (end == 0) {
		s->front = true;
		return &none;
	}
	if ((s->named >> (end - 1) & 1) == 0)
		find_names(s, end, &s->name[end - 1]);
	s->named |= 1ull << (end - 1);
	return &s->name[end - 1];
}

static struct slice
key_of(const struct search *s, size_t i, size_t end)
{
	const struct token *a = &s->t->t[i], *b = &s->t->t[end - 1];

	return (struct slice){ s->t->text + a->at,
	    (size_t)(b->at + b->len - a->at) };
}

/* "Xã Lạ, Kỳ Anh": what the part before token `i` begins with. */
static bool
follows_commune(struct search *s, size_t i)
{
	const struct token *t = s->t->t;
	size_t k, first, n;
	enum unit_type type;

	s->front = s->front || i == 0;
	if (i == 0)
		return false;
	for (k = i - 1; k > 0 && !t[k].starts; k--)
		continue;
	for (n = 1; n <= 2 && k + n < i; n++) {
		type = units_word(s->u->letters, s->t, k + n, &first);
		if (type != TYPE_NONE && first == k && t[k].len > 1 &&
		    (units_tier(type) & TIER_COMMUNE) != 0)
			return true;
	}
	return false;
}

static bool
holds(const struct gazetteer *u, const struct place *district, uint16_t commune)
{
	struct units_answer all = { .province = UNITS_NOBODY };
	size_t i;

	add_place(u, &all, district);
	for (i = 0; i < all.n; i++)
		if (all.set[i] == commune)
			return true;
	return false;
}

/* A number is the name of a unit only behind the word for one, or alone between
 * commas below another unit: "Thôn 1" is not in Quận 1. */
static bool
only_a_number(const struct reading *r, struct slice name)
{
	return !r->typed && (r->bare_fault || r->units == 1) &&
	    slice_digits(name);
}

/* Communes named before token `end`, of `scope`. */
static void
communes(struct search *s, uint16_t scope, const struct place *district,
    size_t end, const struct reading *so_far)
{
	const struct names *name = names_before(s, end);
	const struct place *p;
	struct reading r;
	struct slice key;
	size_t i, at;

	for (i = 0; i < name->n; i++) {
		key = key_of(s, name->first[i], end);
		at = UNITS_START;
		while ((p = units_next(s->u, scope, name->bare[i], key,
		    &at)) != NULL) {
			if (p->kind != OLD_COMMUNE && p->kind != NOW_COMMUNE)
				continue;
			r = *so_far;
			take(s, p, name->first[i], end, TIER_COMMUNE, &r);
			r.commune = true;
			if (only_a_number(&r, key))
				continue;
			if (p->kind == NOW_COMMUNE && !r.typed &&
			    follows_commune(s, r.start))
				continue;
			if (district != NULL && p->kind == NOW_COMMUNE) {
				if (!holds(s->u, district, p->same))
					continue;
				r.gone = true;
				r.omitted++;
			}
			if (p->kind == OLD_COMMUNE && district == NULL)
				s->old_starts |= 1ull << r.start % 64;
			record(s, &s->best, &r, end, p);
		}
	}
}

/* Districts named before token `end`, of `scope`, and their communes. */
static void
districts(struct search *s, uint32_t scope, size_t end,
    const struct reading *so_far)
{
	const struct names *name = names_before(s, end);
	const struct place *p;
	struct reading r;
	struct slice key;
	size_t i, at;

	for (i = 0; i < name->n; i++) {
		key = key_of(s, name->first[i], end);
		at = UNITS_START;
		while ((p = units_next(s->u, scope, name->bare[i], key,
		    &at)) != NULL) {
			if (p->kind != OLD_DISTRICT)
				continue;
			r = *so_far;
			take(s, p, name->first[i], end, TIER_DISTRICT, &r);
			if (only_a_number(&r, key))
				continue;
			p = &s->u->place[p->same];
			communes(s, p->same, p, r.start, &r);
			communes(s, province_of(s->u, p), p, r.start, &r);
			r.commune = p->links > 0;
			record(s, &s->best, &r, end, p);
			record(s, &s->district, &r, end, p);
		}
	}
}

/* Below a province of then, `own` when it is the one that was named. */
static void
below_old(struct search *s, const struct place *p, bool own, size_t end,
    const struct reading *so_far)
{
	struct reading r = *so_far;

	r.omitted += !own;
	districts(s, p->same, end, &r);
	r.omitted++;
	communes(s, p->same, NULL, end, &r);
}

static void
below(struct search *s, const struct place *p, size_t end,
    const struct reading *r)
{
	const struct gazetteer *u = s->u;
	const struct place *o;
	size_t i;

	record(s, &s->best, r, s->end, p);
	if (p->kind == OLD_PROVINCE) {
		below_old(s, p, true, end, r);
		return;
	}
	communes(s, p->same, NULL, end, r);
	for (i = 0; i < p->links; i++) {
		o = &u->place[u->link[p->first + i]];
		if (o->bare != p->bare)
			below_old(s, o, false, end, r);
	}
}

/* HCM means the province of today too. */
static void
provinces(struct search *s)
{
	const struct names *name = names_before(s, s->end);
	const struct place *p, *named, *now;
	struct reading r;
	struct slice key;
	size_t i, at;

	for (i = 0; i < name->n; i++) {
		key = key_of(s, name->first[i], s->end);
		at = UNITS_START;
		while ((p = units_next(s->u, SCOPE_PROVINCES, name->bare[i],
		    key, &at)) != NULL) {
			r = (struct reading){ 0 };
			take(s, p, name->first[i], s->end, TIER_PROVINCE, &r);
			named = &s->u->place[p->same];
			now = &s->u->place[province_of(s->u, p)];
			if (named != p && named != now &&
			    now->bare == named->bare)
				below(s, now, r.start, &r);
			below(s, named, r.start, &r);
		}
	}
}

/* "Việt Nam" says nothing here: how many words at the end it is. */
size_t
units_country(const struct tokens *t)
{
	const struct token *last = &t->t[t->n - 1];
	const char *text = t->text + last->at;

	if (last->len == 2)
		return memcmp(text, "vn", 2) == 0;
	if (last->len == 7)
		return memcmp(text, "vietnam", 7) == 0;
	return last->len == 3 && t->n > 1 && last[-1].len == 4 &&
	    memcmp(text - 5, "viet nam", 8) == 0 ? 2 : 0;
}

/* A hamlet of a commune, or a commune nobody knows of a district. */
static bool
is_hamlet(struct search *s)
{
	const struct units_answer *a = &s->best, *d = &s->district;

	if (!a->now || a->old || a->typed || d->rank == 0)
		return false;
	s->front = s->front || a->start == 0;
	return a->start > 0 && d->start == a->start && d->end == a->end &&
	    !d->overflow && d->province == a->province;
}

void
units_search(const struct gazetteer *u, const struct tokens *t,
    struct units_answer *out)
{
	struct reading none = { .omitted = 1 };
	const struct units_answer *d;
	struct search s;
	size_t i;

	s.u = u;
	s.t = t;
	s.best = s.district = (struct units_answer){ .province = UNITS_NOBODY };
	s.old_starts = s.named = 0;
	s.front = false;
	s.end = t->n == 0 ? 0 : t->n - units_country(t);
	if (s.end == 0)
		s.end = t->n;
	provinces(&s);
	if (s.best.rank < (UNITS_COMMUNE | 3 * RANK_UNITS))
		districts(&s, SCOPE_DISTRICTS, s.end, &none);
	d = &s.district;
	if (is_hamlet(&s)) {
		s.best.old = true;
		for (i = 0; i < d->n; i++)
			add_unit(&s.best, d->set[i]);
	}
	if (s.best.now && (s.old_starts >> s.best.start % 64 & 1) != 0)
		s.best.old = true;
	*out = s.best;
	out->front = s.front;
}
