/* SPDX-License-Identifier: ISC */
/* Between the files of the groups: what curves and prime fields both do. The
 * types of OpenSSL end here. */
#ifndef CHIP_GROUP_PRIV_H
#define CHIP_GROUP_PRIV_H

#include <openssl/bn.h>
#include <openssl/ec.h>

#include "chip/group.h"

#define GROUP_MIN_DH 128		/* octets of p */
#define GROUP_MAX_DH 512
#define GROUP_MAX_FIELD GROUP_MAX_DH

/* An element is an EC_POINT or a BIGNUM; never the neutral one. What returns
 * an element gives it away, or NULL where it would be none of the group. */
struct group_ops {
	void *(*read)(const struct group *g, struct slice octets);
	void (*write)(const struct group *g, const void *e, struct buf *out);
	/* e to the power k in constant time; e NULL: the generator. */
	void *(*power)(const struct group *g, const void *e, const BIGNUM *k);
	/* The group that has generator^s * h, not in constant time. */
	struct group *(*mapped)(const struct group *g, const BIGNUM *s,
	    const void *h);
	struct group *(*integrated)(const struct group *g, const BIGNUM *r);
	/* What two parties agree on: x, or the element. */
	void (*agreed)(const struct group *g, const void *e, struct buf *out);
	const void *(*generator)(const struct group *g);
	void (*drop)(void *e);
};

struct group {
	const struct group_ops *ops;
	const char *name;
	size_t size;			/* octets of p */
	BIGNUM *p, *order;		/* DH: order NULL where not known */
	EC_GROUP *curve;		/* EC: with its generator */
	BIGNUM *g;			/* DH */
	BN_MONT_CTX *mont;		/* DH */
	BN_CTX *ctx;			/* scratch */
};

struct group_key {
	struct group *group;
	BIGNUM *secret;
	struct buf public, private;
};

/* What fails in OpenSSL only for want of memory: ends the program then, as
 * base/mem does. */
void group_must(bool good);
void *group_need(void *p);

/* All but the ops' own members: takes p and order over. */
struct group *group_blank(const struct group_ops *ops, const char *name,
    BIGNUM *p, BIGNUM *order);
BIGNUM *group_number(struct slice big_endian);
void group_add_number(const BIGNUM *n, size_t size, struct buf *out);

struct group *group_ec_new(int id);		/* NULL: no such curve */
struct group *group_ec_dup(const struct group *g);
/* The curve with this object identifier (content octets), or NULL. */
struct group *group_ec_named(struct slice oid);

/* Explicit parameters, numbers big-endian; cofactor NULL: absent. */
struct group_ec_values {
	struct slice p, a, b, generator, order, cofactor;
};
struct group *group_ec_explicit(const struct group_ec_values *v);

struct group *group_dh_new(int id);		/* NULL: no such group */
struct group *group_dh_dup(const struct group *g);
/* Out of numbers that somebody sent; order NULL: not known. NULL: they are no
 * group that we take. */
struct group *group_dh_values(struct slice p, struct slice g,
    struct slice order);

#endif
