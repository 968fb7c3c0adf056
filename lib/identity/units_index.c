/* SPDX-License-Identifier: ISC */
/* Names of places under what they belong to: open addressing, each place once
 * for every scope that it is looked for in. */
#include <string.h>

#include "base/mem.h"
#include "identity/units_priv.h"

#define MAX_PROVINCES 100

static inline uint64_t
hash_step(uint64_t h, const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	h ^= w;
	return (h << 29 | h >> 35) * 0x9e3779b97f4a7c15u;
}

/* Two lanes that do not wait for each other; only to know the table again. */
uint64_t
units_hash(struct slice text)
{
	uint64_t a = text.n, b = 1;
	char rest[16] = { 0 };

	for (; text.n >= 16; text.p += 16, text.n -= 16) {
		a = hash_step(a, text.p);
		b = hash_step(b, text.p + 8);
	}
	if (text.n > 0)
		memcpy(rest, text.p, text.n);
	a = hash_step(a, rest);
	b = hash_step(b, rest + 8);
	return a ^ b >> 32 ^ b << 32;
}

static void
see(struct units_table *u, uint32_t hash)
{
	uint32_t bit = units_seen_bit(hash);

	u->seen[bit / 8] |= (uint8_t)(1u << bit % 8);
}

static void
put(struct units_table *u, uint32_t scope, size_t place)
{
	uint32_t h = units_scoped(scope, u->place[place].bare);
	size_t i = h & u->g.mask;

	while (u->slot[i].place != 0)
		i = (i + 1) & u->g.mask;
	see(u, h);
	u->slot[i] = (struct slot){ .hash = h, .place = (uint32_t)place + 1 };
}

/* The provinces of then behind each one of today. */
static void
link_provinces(struct units_table *u)
{
	struct place *p, *old[MAX_PROVINCES];
	size_t i, k, n = 0;

	for (i = 0; i < u->g.places && n < MAX_PROVINCES; i++)
		if (u->place[i].kind == OLD_PROVINCE && u->place[i].same == i)
			old[n++] = &u->place[i];
	for (i = 0; i < u->g.places; i++) {
		p = &u->place[i];
		if (p->kind != NOW_PROVINCE || p->same != i)
			continue;
		p->first = (uint32_t)u->g.links;
		for (k = 0; k < n; k++)
			if (old[k]->parent == i)
				units_link(u, p, old[k]->same);
	}
}

/* One unit of those that hold a district today. False: there are too many. */
static bool
link_all(struct units_table *u, struct place *district, uint16_t to)
{
	size_t i;

	for (i = 0; i < district->all_n; i++)
		if (u->link[district->all + i] == to)
			return true;
	units_add_link(u, to);
	return ++district->all_n <= UNITS_MAX_SET;
}

/* All that a district's communes went to, and itself where it had none. */
static void
link_district(struct units_table *u, struct place *p)
{
	const struct place *w = p, *end = u->place + u->g.places;
	size_t i;

	p->all = (uint32_t)u->g.links;
	p->all_n = 0;
	do {
		for (i = 0; i < w->links && (w == p ||
		    w->kind == OLD_COMMUNE); i++)
			if (!link_all(u, p, u->link[w->first + i]))
				return;
		w++;
	} while (w < end && (w->kind == OLD_COMMUNE || w->same == p->same));
}

void
units_index(struct units_table *u)
{
	const struct place *p;
	size_t i, room = 1024;

	while (room < 4 * u->g.places)	/* two slots at most for each */
		room *= 2;
	u->slot = xcalloc(room, sizeof *u->slot);
	u->seen = xcalloc(UNITS_SEEN_BYTES, 1);
	u->g.slot = u->slot;
	u->g.seen = u->seen;
	u->g.mask = room - 1;
	link_provinces(u);
	for (i = 0; i < u->g.places; i++)
		if (u->place[i].kind == OLD_DISTRICT && u->place[i].same == i)
			link_district(u, &u->place[i]);
	for (i = 0; i < u->g.places; i++) {
		p = &u->place[i];
		see(u, units_scoped(SCOPE_ANY, p->bare));
		switch ((enum unit_kind)p->kind) {
		case NOW_PROVINCE: case OLD_PROVINCE:
			put(u, SCOPE_PROVINCES, i);
			break;
		case OLD_DISTRICT:
			put(u, SCOPE_DISTRICTS, i);
			put(u, p->parent, i);
			break;
		case OLD_COMMUNE:
			put(u, u->place[p->parent].parent, i);
			put(u, p->parent, i);
			break;
		case NOW_COMMUNE:
			put(u, p->parent, i);
			break;
		}
	}
}

const struct place *
units_next(const struct gazetteer *u, uint32_t scope, uint32_t bare,
    struct slice key, size_t *at)
{
	uint32_t h = units_scoped(scope, bare);
	const struct place *p;
	size_t i = *at == UNITS_START ? h & u->mask : (*at + 1) & u->mask;

	if (!units_may_be(u, scope, bare))
		return NULL;
	for (; u->slot[i].place != 0; i = (i + 1) & u->mask) {
		if (u->slot[i].hash != h)
			continue;
		p = &u->place[u->slot[i].place - 1];
		if (p->key_n == key.n &&
		    memcmp(u->keys + p->key, key.p, key.n) == 0) {
			*at = i;
			return p;
		}
	}
	return NULL;
}
