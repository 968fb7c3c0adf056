/* SPDX-License-Identifier: ISC */
/* The standardized curves, and the point for a number: Doc 9303-11, table 12
 * and appendix B.2. */
#include <openssl/obj_mac.h>
#include <stdlib.h>

#include "priv.h"

void
sim_ec_init(struct sim_group *g)
{
	static const int nid[] = {
		NID_X9_62_prime192v1, NID_brainpoolP192r1, NID_secp224r1,
		NID_brainpoolP224r1, NID_X9_62_prime256v1, NID_brainpoolP256r1,
		NID_brainpoolP320r1, NID_secp384r1, NID_brainpoolP384r1,
		NID_brainpoolP512r1, NID_secp521r1
	};

	g->ec = EC_GROUP_new_by_curve_name(nid[g->param - 8]);
	g->p = BN_new();
	g->q = BN_new();
	if (g->ec == NULL || g->p == NULL || g->q == NULL ||
	    EC_GROUP_get_curve(g->ec, g->p, NULL, NULL, g->ctx) != 1 ||
	    EC_GROUP_get_order(g->ec, g->q, g->ctx) != 1)
		abort();
}

/* y^2 = x^3 + ax + b */
static void
right_side(const struct sim_group *g, const BIGNUM *a, const BIGNUM *b,
    const BIGNUM *x, BIGNUM *out)
{
	BN_mod_sqr(out, x, g->p, g->ctx);
	BN_mod_add(out, out, a, g->p, g->ctx);
	BN_mod_mul(out, out, x, g->p, g->ctx);
	BN_mod_add(out, out, b, g->p, g->ctx);
}

/* Steps 1 to 3: x2 = -b/a (1 + 1/(alpha + alpha^2)), x3 = alpha x2 with
 * alpha = -t^2. False: alpha + alpha^2 has no inverse. */
static bool
candidates(const struct sim_group *g, const BIGNUM *a, const BIGNUM *b,
    const BIGNUM *t, BIGNUM *x2, BIGNUM *x3)
{
	BIGNUM *alpha = x3, *ba = BN_CTX_get(g->ctx);

	BN_mod_sqr(alpha, t, g->p, g->ctx);
	BN_mod_sub(alpha, g->p, alpha, g->p, g->ctx);
	BN_mod_sqr(x2, alpha, g->p, g->ctx);
	BN_mod_add(x2, x2, alpha, g->p, g->ctx);
	if (BN_mod_inverse(x2, x2, g->p, g->ctx) == NULL)
		return false;
	BN_add_word(x2, 1);
	if (BN_mod_inverse(ba, a, g->p, g->ctx) == NULL)
		return false;
	BN_mod_mul(ba, ba, b, g->p, g->ctx);
	BN_mod_mul(x2, x2, ba, g->p, g->ctx);
	BN_mod_sub(x2, g->p, x2, g->p, g->ctx);
	BN_mod_mul(x3, alpha, x2, g->p, g->ctx);
	return true;
}

bool
sim_ec_encode(struct sim_group *g, const BIGNUM *t, EC_POINT *out)
{
	BIGNUM *a, *b, *x2, *x3, *h2, *root, *u, *v;
	bool good = false;

	BN_CTX_start(g->ctx);
	a = BN_CTX_get(g->ctx);
	b = BN_CTX_get(g->ctx);
	x2 = BN_CTX_get(g->ctx);
	x3 = BN_CTX_get(g->ctx);
	h2 = BN_CTX_get(g->ctx);
	root = BN_CTX_get(g->ctx);
	u = BN_CTX_get(g->ctx);
	v = BN_CTX_get(g->ctx);
	if (v == NULL || EC_GROUP_get_curve(g->ec, NULL, a, b, g->ctx) != 1)
		abort();
	/* The square root below is one only for p = 3 mod 4. */
	if (BN_mod_word(g->p, 4) != 3 || !candidates(g, a, b, t, x2, x3))
		goto out;
	right_side(g, a, b, x2, h2);
	/* u = t^3 h2, root = h2^(p-1-(p+1)/4) */
	BN_mod_sqr(u, t, g->p, g->ctx);
	BN_mod_mul(u, u, t, g->p, g->ctx);
	BN_mod_mul(u, u, h2, g->p, g->ctx);
	BN_copy(v, g->p);
	BN_add_word(v, 1);
	BN_rshift(v, v, 2);
	BN_sub(v, g->p, v);
	BN_sub_word(v, 1);
	BN_mod_exp(root, h2, v, g->p, g->ctx);
	BN_mod_sqr(v, root, g->p, g->ctx);
	BN_mod_mul(v, v, h2, g->p, g->ctx);
	if (BN_is_one(v))
		BN_mod_mul(root, root, h2, g->p, g->ctx);
	else
		BN_mod_mul(root, root, u, g->p, g->ctx);
	/* Every standardized curve has the cofactor 1. */
	good = EC_POINT_set_affine_coordinates(g->ec, out,
	    BN_is_one(v) ? x2 : x3, root, g->ctx) == 1;
out:
	BN_CTX_end(g->ctx);
	return good;
}
