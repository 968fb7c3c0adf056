/* SPDX-License-Identifier: ISC */
/* Groups and keys: what is the same for curves and prime fields. */
#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "chip/group_priv.h"

/* A random source that gives nothing below the order so often is broken. */
#define MAX_DRAWS 200

void
group_must(bool good)
{
	if (!good)
		free(xreallocarray(NULL, SIZE_MAX, 2));
}

void *
group_need(void *p)
{
	group_must(p != NULL);
	return p;
}

BIGNUM *
group_number(struct slice s)
{
	assert(s.n <= INT32_MAX);
	return group_need(BN_bin2bn((const uint8_t *)s.p, (int)s.n, NULL));
}

void
group_add_number(const BIGNUM *n, size_t size, struct buf *out)
{
	int got;

	buf_grow(out, size);
	got = BN_bn2binpad(n, (uint8_t *)out->p + out->n, (int)size);
	assert(got == (int)size);
	out->n += (size_t)got;
}

struct group *
group_blank(const struct group_ops *ops, const char *name, BIGNUM *p,
    BIGNUM *order)
{
	struct group *g = xcalloc(1, sizeof *g);

	g->ops = ops;
	g->name = name;
	g->p = p;
	g->order = order;
	g->size = (size_t)BN_num_bytes(p);
	g->ctx = group_need(BN_CTX_secure_new());
	return g;
}

enum err
group_standard(int id, struct group **out)
{
	struct group *g = id < 8 ? group_dh_new(id) : group_ec_new(id);

	if (g == NULL)
		return ERR_UNSUPPORTED;
	*out = g;
	return ERR_OK;
}

static struct group *
group_dup(const struct group *g)
{
	return group_is_ec(g) ? group_ec_dup(g) : group_dh_dup(g);
}

void
group_free(struct group *g)
{
	if (g == NULL)
		return;
	BN_free(g->p);
	BN_free(g->order);
	EC_GROUP_free(g->curve);
	BN_clear_free(g->g);
	BN_MONT_CTX_free(g->mont);
	BN_CTX_free(g->ctx);
	free(g);
}

bool
group_is_ec(const struct group *g)
{
	return g->curve != NULL;
}

size_t
group_field_size(const struct group *g)
{
	return g->size;
}

const char *
group_name(const struct group *g)
{
	return g->name;
}

/* Private values are 1 .. limit - 1. Takes `secret` over. */
static enum err
key_make(const struct group *g, BIGNUM *secret, size_t size,
    struct group_key **out)
{
	struct group_key *k = xcalloc(1, sizeof *k);
	void *e;

	k->group = group_dup(g);
	k->secret = secret;
	BN_set_flags(secret, BN_FLG_CONSTTIME);
	e = g->ops->power(g, NULL, secret);
	if (e == NULL) {
		group_key_free(k);
		return ERR_FORMAT;
	}
	g->ops->write(g, e, &k->public);
	g->ops->drop(e);
	group_add_number(secret, size, &k->private);
	*out = k;
	return ERR_OK;
}

/* One above the greatest private value. */
static BIGNUM *
key_limit(const struct group *g)
{
	BIGNUM *n = group_need(BN_dup(g->order != NULL ? g->order : g->p));

	if (g->order == NULL)
		BN_sub_word(n, 1);
	return n;
}

/* By rejection, so that no value is likelier than another: octets as the limit
 * has them, the bits above its own cleared, until they are a private value.
 * Octets that are one already are taken as they come (worked examples). */
enum err
group_key_new(const struct group *g, const struct random *r,
    struct group_key **out)
{
	BIGNUM *limit = key_limit(g), *secret = NULL;
	size_t size = (size_t)BN_num_bytes(limit);
	unsigned spare = (unsigned)(size * 8 - (size_t)BN_num_bits(limit)), i;
	uint8_t draw[GROUP_MAX_FIELD];
	enum err e = ERR_IO;

	assert(size <= sizeof draw);
	for (i = 0; i < MAX_DRAWS; i++) {
		e = r->fill(r->ctx, draw, size);
		if (e != ERR_OK)
			goto out;
		draw[0] &= (uint8_t)(0xff >> spare);
		BN_clear_free(secret);
		secret = group_number((struct slice){ (char *)draw, size });
		e = ERR_IO;
		if (!BN_is_zero(secret) && BN_ucmp(secret, limit) < 0)
			break;
	}
	if (i == MAX_DRAWS)
		goto out;
	e = key_make(g, secret, size, out);
	secret = NULL;				/* now owned by the key */
out:
	mem_wipe(draw, sizeof draw);
	BN_clear_free(secret);
	BN_free(limit);
	return e;
}

/* Reduced; NULL for zero, or what is too long. */
static BIGNUM *
private_number(const struct group *g, struct slice private,
    const BIGNUM *limit)
{
	BIGNUM *secret;

	if (private.n > GROUP_MAX_FIELD)
		return NULL;
	secret = group_number(private);
	group_must(BN_nnmod(secret, secret, limit, g->ctx));
	if (!BN_is_zero(secret))
		return secret;
	BN_clear_free(secret);
	return NULL;
}

enum err
group_key_from(const struct group *g, struct slice private,
    struct group_key **out)
{
	BIGNUM *limit = key_limit(g),
	    *secret = private_number(g, private, limit);
	enum err e = ERR_FORMAT;

	if (secret != NULL)		/* now owned by the key */
		e = key_make(g, secret, (size_t)BN_num_bytes(limit), out);
	BN_free(limit);
	return e;
}

void
group_key_free(struct group_key *k)
{
	if (k == NULL)
		return;
	group_free(k->group);
	BN_clear_free(k->secret);
	buf_wipe(&k->private);
	buf_release(&k->public);
	free(k);
}

struct slice
group_public(const struct group_key *k)
{
	return buf_slice(&k->public);
}

struct slice
group_private(const struct group_key *k)
{
	return buf_slice(&k->private);
}

/* The element that both sides come to, or NULL. */
static void *
agree(const struct group *g, const BIGNUM *secret, struct slice peer)
{
	void *theirs = g->ops->read(g, peer), *ours = NULL;

	if (theirs != NULL)
		ours = g->ops->power(g, theirs, secret);
	g->ops->drop(theirs);
	return ours;
}

static enum err
agree_octets(const struct group *g, const BIGNUM *secret, struct slice peer,
    struct buf *out)
{
	void *e = agree(g, secret, peer);

	if (e == NULL)
		return ERR_FORMAT;
	g->ops->agreed(g, e, out);
	g->ops->drop(e);
	return ERR_OK;
}

enum err
group_agree(const struct group_key *k, struct slice peer, struct buf *secret)
{
	return agree_octets(k->group, k->secret, peer, secret);
}

enum err
group_agree_published(const struct group *g, struct slice private,
    struct slice peer, struct buf *secret)
{
	BIGNUM *limit = key_limit(g), *k = private_number(g, private, limit);
	enum err e = k == NULL ? ERR_FORMAT :
	    agree_octets(g, k, peer, secret);

	BN_clear_free(k);
	BN_free(limit);
	return e;
}

enum err
group_map_generic(const struct group_key *k, struct slice peer,
    struct slice nonce, struct group **out)
{
	const struct group *g = k->group;
	void *h = agree(g, k->secret, peer);
	struct group *mapped = NULL;
	BIGNUM *s;

	if (h == NULL)
		return ERR_FORMAT;
	s = group_number(nonce);
	mapped = g->ops->mapped(g, s, h);
	BN_clear_free(s);
	g->ops->drop(h);
	if (mapped == NULL)
		return ERR_FORMAT;
	*out = mapped;
	return ERR_OK;
}

enum err
group_map_integrated(const struct group *g, struct slice r,
    struct group **out)
{
	struct group *mapped;
	BIGNUM *n;

	/* Appendix B's square roots are those of p = 3 mod 4. */
	if (group_is_ec(g) && BN_mod_word(g->p, 4) != 3)
		return ERR_UNSUPPORTED;
	n = group_number(r);
	group_must(BN_nnmod(n, n, g->p, g->ctx));
	mapped = g->ops->integrated(g, n);
	BN_clear_free(n);
	if (mapped == NULL)
		return ERR_FORMAT;
	*out = mapped;
	return ERR_OK;
}

void
group_generator(const struct group *g, struct buf *out)
{
	g->ops->write(g, g->ops->generator(g), out);
}

bool
group_is_product(const struct group *g, struct slice product,
    struct slice factor, struct slice p)
{
	void *base = NULL, *e = NULL;
	struct buf octets = { 0 };
	BIGNUM *k = NULL;
	bool same = false;

	if (!group_is_ec(g) || factor.n > GROUP_MAX_FIELD)
		return false;
	k = group_number(factor);
	base = g->ops->read(g, p);
	if (base == NULL || BN_is_zero(k) || BN_ucmp(k, g->order) >= 0)
		goto out;
	e = g->ops->power(g, base, k);
	if (e == NULL)
		goto out;
	g->ops->write(g, e, &octets);
	same = slice_eq(buf_slice(&octets), product);
out:
	buf_release(&octets);
	g->ops->drop(e);
	g->ops->drop(base);
	BN_clear_free(k);
	return same;
}
