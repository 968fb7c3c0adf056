/* SPDX-License-Identifier: ISC */
/* Key agreement over a curve or a field alike: Doc 9303-11, 9.4 to 9.6. */
#include <openssl/core_names.h>
#include <stdlib.h>
#include <string.h>

#include "priv.h"

struct sim_group *
sim_group_new(bool dh, int param)
{
	struct sim_group *g;

	if (dh ? param < 0 || param > 2 : param < 8 || param > 18)
		return NULL;
	g = calloc(1, sizeof *g);
	if (g == NULL)
		abort();
	g->dh = dh;
	g->param = param;
	g->ctx = BN_CTX_new();
	if (dh)
		sim_dh_init(g);
	else
		sim_ec_init(g);
	g->size = (size_t)BN_num_bytes(g->p);
	g->order_size = (size_t)BN_num_bytes(g->q);
	return g;
}

void
sim_group_free(struct sim_group *g)
{
	if (g == NULL)
		return;
	EC_GROUP_free(g->ec);
	BN_free(g->p);
	BN_free(g->q);
	BN_free(g->g);
	BN_CTX_free(g->ctx);
	free(g);
}

void
sim_elem_clear(struct sim_elem *e)
{
	EC_POINT_free(e->pt);
	BN_free(e->y);
	*e = (struct sim_elem){ 0 };
}

/* Ready to be written to. */
static void
make(struct sim_group *g, struct sim_elem *e)
{
	if (g->dh && e->y == NULL)
		e->y = BN_new();
	if (!g->dh && e->pt == NULL)
		e->pt = EC_POINT_new(g->ec);
	if (e->y == NULL && e->pt == NULL)
		abort();
}

bool
sim_elem_neutral(struct sim_group *g, const struct sim_elem *e)
{
	return g->dh ? BN_is_one(e->y) : EC_POINT_is_at_infinity(g->ec, e->pt);
}

/* 1 < y < p-1 and y^q = 1. */
static bool
number_read(struct sim_group *g, const uint8_t *p, size_t n, BIGNUM *y)
{
	BIGNUM *t = BN_new();
	bool good;

	if (BN_bin2bn(p, (int)n, y) == NULL || t == NULL)
		abort();
	BN_copy(t, g->p);
	BN_sub_word(t, 1);
	good = n <= g->size && !BN_is_zero(y) && !BN_is_one(y) &&
	    BN_cmp(y, t) < 0 && BN_mod_exp(t, y, g->q, g->p, g->ctx) == 1 &&
	    BN_is_one(t);
	BN_free(t);
	return good;
}

bool
sim_elem_read(struct sim_group *g, const uint8_t *p, size_t n,
    struct sim_elem *out)
{
	bool good;

	make(g, out);
	if (g->dh)
		good = n > 0 && n <= SIM_MAX_SECRET &&
		    number_read(g, p, n, out->y);
	else	/* EC_POINT_oct2point refuses what is not on the curve */
		good = n == 1 + 2 * g->size && *p == 0x04 &&
		    EC_POINT_oct2point(g->ec, out->pt, p, n, g->ctx) == 1 &&
		    !EC_POINT_is_at_infinity(g->ec, out->pt);
	if (!good)
		sim_elem_clear(out);
	return good;
}

void
sim_elem_write(struct sim_group *g, const struct sim_elem *e,
    struct sim_bytes *out)
{
	uint8_t b[1 + 2 * 66 + SIM_MAX_SECRET];
	size_t n;

	if (g->dh)
		n = (size_t)BN_bn2bin(e->y, b);
	else
		n = EC_POINT_point2oct(g->ec, e->pt,
		    POINT_CONVERSION_UNCOMPRESSED, b, sizeof b, g->ctx);
	sim_add(out, b, n);
}

bool
sim_elem_same(struct sim_group *g, const struct sim_elem *a,
    const struct sim_elem *b)
{
	return g->dh ? BN_cmp(a->y, b->y) == 0 :
	    EC_POINT_cmp(g->ec, a->pt, b->pt, g->ctx) == 0;
}

void
sim_elem_times(struct sim_group *g, const struct sim_elem *base,
    const BIGNUM *k, struct sim_elem *out)
{
	int ok;

	make(g, out);
	if (g->dh)
		ok = BN_mod_exp(out->y, base != NULL ? base->y : g->g, k, g->p,
		    g->ctx);
	else if (base == NULL)
		ok = EC_POINT_mul(g->ec, out->pt, k, NULL, NULL, g->ctx);
	else
		ok = EC_POINT_mul(g->ec, out->pt, NULL, base->pt, k, g->ctx);
	if (ok != 1)
		abort();
}

void
sim_elem_plus(struct sim_group *g, const struct sim_elem *a,
    const struct sim_elem *b, struct sim_elem *out)
{
	int ok;

	make(g, out);
	if (g->dh)
		ok = BN_mod_mul(out->y, a->y, b->y, g->p, g->ctx);
	else
		ok = EC_POINT_add(g->ec, out->pt, a->pt, b->pt, g->ctx);
	if (ok != 1)
		abort();
}

size_t
sim_elem_secret(struct sim_group *g, const struct sim_elem *e,
    uint8_t out[SIM_MAX_SECRET])
{
	BIGNUM *x = g->dh ? BN_dup(e->y) : BN_new();

	if (x == NULL || (!g->dh && EC_POINT_get_affine_coordinates(g->ec,
	    e->pt, x, NULL, g->ctx) != 1))
		abort();
	BN_bn2binpad(x, out, (int)g->size);
	BN_clear_free(x);
	return g->size;
}

BIGNUM *
sim_scalar(struct sim_card *c, struct sim_group *g)
{
	uint8_t b[SIM_MAX_SECRET];
	BIGNUM *k = BN_new();
	int extra = (int)(8 * g->order_size) - BN_num_bits(g->q);

	do {
		sim_random(c, b, g->order_size);
		b[0] &= (uint8_t)(0xFF >> extra);
		if (BN_bin2bn(b, (int)g->order_size, k) == NULL)
			abort();
	} while (BN_is_zero(k) || BN_cmp(k, g->q) >= 0);
	return k;
}

bool
sim_elem_encode(struct sim_group *g, const BIGNUM *t, struct sim_elem *out)
{
	make(g, out);
	return g->dh ? sim_dh_encode(g, t, out->y) :
	    sim_ec_encode(g, t, out->pt);
}

BIGNUM *
sim_private(void *key)
{
	BIGNUM *k = NULL;

	if (key == NULL ||
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &k) != 1)
		return NULL;
	return k;
}
