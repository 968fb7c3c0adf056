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

struct answer {
	unsigned rank;
	size_t start, end;	/* tokens of the smallest unit */
	bool old, now, divided, overflow, typed;
	uint16_t province;	/* of today; NOBODY none, SEVERAL */
	uint16_t set[UNITS_MAX_SET];
	size_t n;
};

#define RANK_COMMUNE (1u << 20)
#define RANK_UNITS (1u << 16)
#define NOBODY 0xffffu
#define SEVERAL 0xfffeu

struct search {
	const struct gazetteer *u;
	const struct tokens *t;
	size_t end;
	struct answer best, district;	/* district: without its commune */
	uint64_t old_starts;	/* where an old commune's name begins */
};

static unsigned
rank(const struct reading *r)
{
	unsigned units = r->units > r->faults ? r->units - r->faults : 0;

	return (r->commune ? RANK_COMMUNE : 0) | units * RANK_UNITS |
	    (15 - r->omitted) << 12 | (15 - r->faults) << 8 |
	    (15 - r->mismatch) << 4 | (15 - (r->level > 15 ? 15 : r->level));
}

static uint16_t
place_id(const struct gazetteer *u, const struct place *p)
{
	return (uint16_t)(p - u->place);
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
add_unit(struct answer *a, uint16_t id)
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
add_links(const struct gazetteer *u, struct answer *a, const struct place *p)
{
	size_t i;

	for (i = 0; i < p->links; i++)
		add_unit(a, u->link[p->first + i]);
}

/* What holds `p` today. A district: all that its communes went to. */
static void
add_place(const struct gazetteer *u, struct answer *a, const struct place *p)
{
	const struct place *w, *end = u->place + u->places;
	uint16_t province = province_of(u, p);

	if (a->province == NOBODY)
		a->province = province;
	else if (a->province != province)
		a->province = SEVERAL;
	if (p->kind == NOW_COMMUNE) {
		add_unit(a, p->same);
	} else if (p->kind == OLD_COMMUNE) {
		add_links(u, a, p);
		a->divided = a->divided || p->links > 1;
	} else if (p->kind == OLD_DISTRICT) {
		add_links(u, a, p);
		for (w = p + 1; w < end && (w->kind == OLD_COMMUNE ||
		    w->same == place_id(u, p)); w++)
			if (w->kind == OLD_COMMUNE)
				add_links(u, a, w);
	} else {
		a->overflow = true;
	}
}

static void
record(struct search *s, struct answer *a, const struct reading *r, size_t end,
    const struct place *p)
{
	unsigned k = rank(r);

	/* what stands in front may be a street of that name */
	if (r->bare_fault && s->t->commas)
		return;
	if (k < a->rank)
		return;
	if (k > a->rank)
		*a = (struct answer){ .rank = k, .province = NOBODY,
		    .start = r->start, .end = end, .typed = r->typed };
	add_place(s->u, a, p);
	if (!r->gone && (p->kind == NOW_COMMUNE || p->kind == NOW_PROVINCE))
		a->now = true;
	else
		a->old = true;
}

/* A name at tokens i..end of kind `tier`, into what `r` has so far. */
static void
take(const struct search *s, const struct place *p, size_t i, unsigned tier,
    uint32_t marks, uint32_t exact, struct reading *r)
{
	const struct token *t = s->t->t;
	enum unit_type type = TYPE_NONE;
	size_t first = i;

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
	r->level += exact == p->exact ? 0 : marks == p->marks ? 1 : 2;
}

/* A name that ends before token `end`, one word longer each time. */
struct range {
	size_t i, end;
	uint32_t bare, marks, exact;
};

static bool
longer(const struct search *s, struct range *r)
{
	const struct token *t = s->t->t;

	if (r->i == 0 || r->end - r->i == UNITS_NAME_TOKENS ||
	    (r->i < r->end && t[r->i].comma))
		return false;
	r->i--;
	r->bare = units_mix(r->bare, t[r->i].bare);
	r->marks = units_mix(r->marks, t[r->i].marks);
	r->exact = units_mix(r->exact, t[r->i].exact);
	return true;
}

static struct slice
key_of(const struct search *s, const struct range *r)
{
	const struct token *a = &s->t->t[r->i], *b = &s->t->t[r->end - 1];

	return (struct slice){ s->t->text + a->at,
	    (size_t)(b->at + b->len - a->at) };
}

/* "Xã Lạ, Kỳ Anh": what the part before token `i` begins with. */
static bool
follows_commune(const struct search *s, size_t i)
{
	const struct token *t = s->t->t;
	size_t k, first, n;
	enum unit_type type;

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
	struct answer all = { .province = NOBODY };
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
	struct range g = { .i = end, .end = end };
	const struct place *p;
	struct reading r;
	struct slice key;
	size_t at;

	while (longer(s, &g)) {
		key = key_of(s, &g);
		at = UNITS_START;
		while ((p = units_next(s->u, scope, g.bare, key, &at)) !=
		    NULL) {
			if (p->kind != OLD_COMMUNE && p->kind != NOW_COMMUNE)
				continue;
			r = *so_far;
			take(s, p, g.i, TIER_COMMUNE, g.marks, g.exact, &r);
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
	struct range g = { .i = end, .end = end };
	const struct place *p;
	struct reading r;
	struct slice key;
	size_t at;

	while (longer(s, &g)) {
		key = key_of(s, &g);
		at = UNITS_START;
		while ((p = units_next(s->u, scope, g.bare, key, &at)) !=
		    NULL) {
			if (p->kind != OLD_DISTRICT)
				continue;
			r = *so_far;
			take(s, p, g.i, TIER_DISTRICT, g.marks, g.exact, &r);
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
	struct range g = { .i = s->end, .end = s->end };
	const struct place *p, *named, *now;
	struct reading r;
	struct slice key;
	size_t at;

	while (longer(s, &g)) {
		key = key_of(s, &g);
		at = UNITS_START;
		while ((p = units_next(s->u, SCOPE_PROVINCES, g.bare, key,
		    &at)) != NULL) {
			r = (struct reading){ 0 };
			take(s, p, g.i, TIER_PROVINCE, g.marks, g.exact, &r);
			named = &s->u->place[p->same];
			now = &s->u->place[province_of(s->u, p)];
			if (named != p && named != now &&
			    now->bare == named->bare)
				below(s, now, r.start, &r);
			below(s, named, r.start, &r);
		}
	}
}

/* "Việt Nam" says nothing here. */
static size_t
without_country(const struct tokens *t)
{
	static const struct slice names[] = { { "viet nam", 8 },
	    { "vietnam", 7 }, { "vn", 2 } };
	const struct token *last = &t->t[t->n - 1];
	size_t k, words, end = (size_t)(last->at + last->len);

	for (k = 0; k < 3; k++) {
		words = k == 0 ? 2 : 1;
		if (t->n > words && end >= names[k].n && memcmp(t->text + end -
		    names[k].n, names[k].p, names[k].n) == 0 &&
		    t->t[t->n - words].at == end - names[k].n)
			return t->n - words;
	}
	return t->n;
}

static void
search(struct search *s, const struct gazetteer *u, const struct tokens *t)
{
	struct reading none = { .omitted = 1 };
	const struct answer *d = &s->district;
	size_t i;

	*s = (struct search){ .u = u, .t = t,
	    .best = { .province = NOBODY },
	    .district = { .province = NOBODY } };
	if (t->n == 0)
		return;
	s->end = without_country(t);
	provinces(s);
	if (s->best.rank < (RANK_COMMUNE | 3 * RANK_UNITS))
		districts(s, SCOPE_DISTRICTS, s->end, &none);
	/* a hamlet of a commune, or a commune nobody knows of a district */
	if (s->best.now && !s->best.old && !s->best.typed && d->rank > 0 &&
	    s->best.start > 0 && d->start == s->best.start &&
	    d->end == s->best.end && !d->overflow && d->province ==
	    s->best.province) {
		s->best.old = true;
		for (i = 0; i < d->n; i++)
			add_unit(&s->best, d->set[i]);
	}
	if (s->best.now && (s->old_starts >> s->best.start % 64 & 1) != 0)
		s->best.old = true;
}

static struct slice
name_of(const struct gazetteer *u, uint16_t id)
{
	const struct place *p = &u->place[id];

	return (struct slice){ u->names + p->name, p->name_n };
}

/* What stands in front of the units, without signs at its end. */
static struct slice
rest_of(struct slice address, const struct tokens *t, size_t start)
{
	struct slice rest = { address.p, address.n };

	if (start >= t->n)
		return rest;
	rest.n = (size_t)(t->start - address.p) + t->t[start].from;
	while (rest.n > 0 && strchr(" ,;.-\t\r\n", rest.p[rest.n - 1]) != NULL)
		rest.n--;
	return rest;
}

void
units_find(const struct units *units, struct slice address,
    struct units_found *out)
{
	const struct gazetteer *u = units_read(units);
	struct tokens t;
	struct search s;
	const struct answer *a = &s.best;
	size_t i;

	units_fold(u->letters, address, &t);
	search(&s, u, &t);
	*out = (struct units_found){ .rest = address };
	if (a->rank == 0)
		return;
	out->age = a->old && a->now ? UNITS_EITHER : a->old ? UNITS_OLD :
	    UNITS_NEW;
	out->rest = rest_of(address, &t, a->start);
	out->commune = (a->rank & RANK_COMMUNE) != 0;
	out->divided = a->divided;
	if (a->province < SEVERAL) {
		out->province = name_of(u, a->province);
		out->province_code = u->place[a->province].code;
	}
	for (i = 0; i < a->n && !a->overflow; i++)
		out->set[out->n++] = (struct unit){
		    .commune = name_of(u, a->set[i]),
		    .province = name_of(u, u->place[a->set[i]].parent),
		    .code = u->place[a->set[i]].code };
}

unsigned
units_province(const struct units *units, struct slice address)
{
	const struct gazetteer *u = units_read(units);
	struct tokens t;
	struct search s;

	units_fold(u->letters, address, &t);
	search(&s, u, &t);
	return s.best.province < SEVERAL ?
	    u->place[s.best.province].code : 0;
}
