/* SPDX-License-Identifier: ISC */
/* Judged signers, kept by their certificate's octets. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/signer_priv.h"

#define BUCKETS_MIN 16
/* A signer is idle when so many times as many others' records went by as it
 * needs hits to be made fast. */
#define IDLE 50

struct signer_cache *
signer_cache_new(const struct store *s, const struct signer_cache_limits *l)
{
	struct signer_cache *c = xcalloc(1, sizeof *c);

	c->store = s;
	c->limits = *l;
	c->authorities = store_certs(s);
	c->authority = xcalloc(c->authorities + 1, sizeof *c->authority);
	if (c->limits.max == 0)
		c->limits.max = 1;
	for (c->buckets = BUCKETS_MIN; c->buckets < c->limits.max;)
		c->buckets *= 2;
	c->bucket = xcalloc(c->buckets, sizeof(struct entry *));
	c->tables = c->own_tables = pubkey_tables_new();
	return c;
}

static void
entry_free(struct entry *e)
{
	pubkey_free(e->s.key);
	buf_release(&e->s.said);
	free(e);
}

void
signer_cache_share(struct signer_cache *c, struct pubkey_tables *t)
{
	c->tables = t;
}

void
signer_cache_free(struct signer_cache *c)
{
	struct entry *e, *older;
	size_t i;

	if (c == NULL)
		return;
	for (e = c->newest; e != NULL; e = older) {
		older = e->older;
		entry_free(e);
	}
	for (i = 0; i < c->authorities; i++)
		pubkey_free(c->authority[i].key);
	free(c->authority);
	free(c->bucket);
	pubkey_tables_free(c->own_tables);
	free(c);
}

static uint64_t
word(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

/* Quick, two lanes, eight octets at a time. Who makes certificates that collide
 * here makes chains no longer than the cache is big. */
static uint64_t
hash(struct slice s, enum signer_use use)
{
	uint64_t a = s.n * 0x9e3779b97f4a7c15u + use, b = ~a;
	char tail[16] = { 0 };

	for (; s.n >= 16; s.p += 16, s.n -= 16) {
		a = (a ^ word(s.p)) * 0x9fb21c651e98df25u;
		b = (b ^ word(s.p + 8)) * 0xd6e8feb86659fd93u;
		a ^= a >> 29;
		b ^= b >> 32;
	}
	if (s.n > 0)
		memcpy(tail, s.p, s.n);
	a = (a ^ word(tail)) * 0x9fb21c651e98df25u;
	b = (b ^ word(tail + 8)) * 0xd6e8feb86659fd93u;
	a ^= b + (a >> 31);
	return a ^ a >> 32;
}

static struct entry **
bucket_of(const struct signer_cache *c, uint64_t h)
{
	return &c->bucket[h & (c->buckets - 1)];
}

static void
unlink_age(struct signer_cache *c, struct entry *e)
{
	*(e->newer != NULL ? &e->newer->older : &c->newest) = e->older;
	*(e->older != NULL ? &e->older->newer : &c->oldest) = e->newer;
}

static void
link_newest(struct signer_cache *c, struct entry *e)
{
	e->newer = NULL;
	e->older = c->newest;
	*(c->newest != NULL ? &c->newest->newer : &c->oldest) = e;
	c->newest = e;
}

static struct entry *
find(const struct signer_cache *c, struct slice der, enum signer_use use,
    uint64_t h)
{
	struct entry *e;

	for (e = *bucket_of(c, h); e != NULL; e = e->chain)
		if (e->hash == h && e->use == use &&
		    slice_eq(e->s.cert.der, der))
			return e;
	return NULL;
}

static void
drop_oldest(struct signer_cache *c)
{
	struct entry *e = c->oldest, **at = bucket_of(c, e->hash);

	while (*at != e)
		at = &(*at)->chain;
	*at = e->chain;
	unlink_age(c, e);
	c->speed_octets -= e->speed_octets;
	c->n--;
	entry_free(e);
}

/* The key anew, without its multiples. */
static void
slow_down(struct signer_cache *c, struct entry *e)
{
	pubkey_free(e->s.key);
	if (pubkey_new(e->s.cert.spki, &e->s.key) != ERR_OK)
		e->s.key = NULL;	/* it was good a moment ago */
	c->speed_octets -= e->speed_octets;
	e->speed_octets = 0;
	e->s.hits = 0;
}

/* The longest unused one, unless it was used lately: signers that take turns
 * must not build one another's multiples away. */
static bool
slow_down_idle(struct signer_cache *c)
{
	struct entry *e;

	for (e = c->oldest; e != NULL; e = e->newer)
		if (e->speed_octets > 0)
			break;
	if (e == NULL ||
	    (c->gets - e->used) / IDLE < c->limits.hits_to_speed_up)
		return false;
	slow_down(c, e);
	return true;
}

/* Room is made for as much as the biggest ever took; where there is none, or
 * another thread makes the same ones, it is tried again some hits later. */
static void
speed_up(struct signer_cache *c, struct entry *e)
{
	size_t octets = 0;

	while (c->speed_largest > c->limits.speed_octets - c->speed_octets)
		if (!slow_down_idle(c))
			return;
	if (!pubkey_speed_up(e->s.key, c->tables, &octets))
		return;
	e->speed_octets = octets;
	c->speed_octets += octets;
	if (octets > c->speed_largest)
		c->speed_largest = octets;
	if (c->speed_octets > c->limits.speed_octets)
		slow_down(c, e);
}

static struct entry *
judge(struct signer_cache *c, struct slice der, enum signer_use use,
    uint64_t h)
{
	struct search w = { .c = c };
	struct entry *e;

	if (der.n > CERT_MAX)
		return NULL;
	e = xcalloc(1, sizeof *e + der.n);
	memcpy(e->octets, der.p, der.n);
	if (cert_parse((struct slice){ e->octets, der.n }, &e->s.cert) !=
	    ERR_OK) {
		free(e);
		return NULL;
	}
	e->hash = h;
	e->use = use;
	if (pubkey_new(e->s.cert.spki, &e->s.key) != ERR_OK)
		e->s.key = NULL;
	signer_judge_own(e);
	if (signer_search(&w, &e->s.cert)) {
		e->s.trust = SIGNER_ANCHORED;
		e->s.steps = w.steps;
		memcpy(e->s.path, w.path, sizeof e->s.path);
		signer_revocation(c, e);
	} else
		e->s.trust = w.contradicted && !w.gave_up ? SIGNER_BAD :
		    SIGNER_UNKNOWN;
	signer_judge_path(e, &w);
	return e;
}

static bool
wants_speed(const struct signer_cache *c, const struct entry *e)
{
	unsigned long hits = c->limits.hits_to_speed_up;

	return hits != 0 && e->s.hits >= hits &&
	    (e->s.hits - hits) % (hits / 8 + 1) == 0 &&
	    e->speed_octets == 0 && e->s.key != NULL &&
	    e->s.trust == SIGNER_ANCHORED;
}

struct signer *
signer_get(struct signer_cache *c, struct slice der, enum signer_use use)
{
	uint64_t h = hash(der, use);
	struct entry *e = find(c, der, use, h), **at;

	if (der.n == 0)
		return NULL;
	if (e != NULL) {
		if (e != c->newest) {
			unlink_age(c, e);
			link_newest(c, e);
		}
	} else {
		e = judge(c, der, use, h);
		if (e == NULL)
			return NULL;
		if (c->n == c->limits.max)
			drop_oldest(c);
		at = bucket_of(c, h);
		e->chain = *at;
		*at = e;
		link_newest(c, e);
		c->n++;
	}
	e->used = ++c->gets;
	e->s.hits++;
	if (wants_speed(c, e))
		speed_up(c, e);
	return &e->s;
}
