/* SPDX-License-Identifier: ISC */
/* The elliptic curves of Doc 9303-11, 9.5.1, all of cofactor 1. */
#include <openssl/objects.h>

#include <assert.h>

#include "chip/group_priv.h"

/* `top`: the first four octets of p, which tell the curves of one size apart
 * before anything is built. */
static const struct curve {
	int id, nid;
	size_t size;
	uint32_t top;
} curves[] = {
	{ 8, NID_X9_62_prime192v1, 24, 0xffffffff },
	{ 9, NID_brainpoolP192r1, 24, 0xc302f41d },
	{ 10, NID_secp224r1, 28, 0xffffffff },
	{ 11, NID_brainpoolP224r1, 28, 0xd7c134aa },
	{ 12, NID_X9_62_prime256v1, 32, 0xffffffff },
	{ 13, NID_brainpoolP256r1, 32, 0xa9fb57db },
	{ 14, NID_brainpoolP320r1, 40, 0xd35e4720 },
	{ 15, NID_secp384r1, 48, 0xffffffff },
	{ 16, NID_brainpoolP384r1, 48, 0x8cb91e82 },
	{ 17, NID_brainpoolP512r1, 64, 0xaadd9db8 },
	{ 18, NID_secp521r1, 66, 0x01ffffff }
};
#define CURVES (sizeof curves / sizeof curves[0])

static const struct group_ops ec_ops;

static struct group *
curve_group(const struct curve *c)
{
	EC_GROUP *curve = group_need(EC_GROUP_new_by_curve_name(c->nid));
	struct group *g;

	g = group_blank(&ec_ops, OBJ_nid2sn(c->nid),
	    group_need(BN_dup(EC_GROUP_get0_field(curve))),
	    group_need(BN_dup(EC_GROUP_get0_order(curve))));
	g->curve = curve;
	assert(g->size == c->size);
	return g;
}

struct group *
group_ec_new(int id)
{
	size_t i;

	for (i = 0; i < CURVES; i++)
		if (curves[i].id == id)
			return curve_group(&curves[i]);
	return NULL;
}

struct group *
group_ec_named(struct slice oid)
{
	const ASN1_OBJECT *o;
	size_t i;

	for (i = 0; i < CURVES; i++) {
		o = OBJ_nid2obj(curves[i].nid);
		if (slice_eq(oid, (struct slice){
		    (const char *)OBJ_get0_data(o), OBJ_length(o) }))
			return curve_group(&curves[i]);
	}
	return NULL;
}

struct group *
group_ec_dup(const struct group *g)
{
	struct group *d;

	d = group_blank(g->ops, g->name, group_need(BN_dup(g->p)),
	    group_need(BN_dup(g->order)));
	d->curve = group_need(EC_GROUP_dup(g->curve));
	return d;
}

/* Takes `generator` over. */
static struct group *
with_generator(const struct group *g, EC_POINT *generator)
{
	struct group *d = group_ec_dup(g);

	group_must(EC_GROUP_set_generator(d->curve, generator, g->order,
	    BN_value_one()));
	EC_POINT_clear_free(generator);
	return d;
}

static void
ec_drop(void *e)
{
	EC_POINT_clear_free(e);
}

/* Uncompressed only; OpenSSL's setting of coordinates refuses a point off the
 * curve, and the point at infinity has no such form. */
static void *
ec_read(const struct group *g, struct slice s)
{
	EC_POINT *e;

	if (s.n != 1 + 2 * g->size || s.p[0] != POINT_CONVERSION_UNCOMPRESSED)
		return NULL;
	e = group_need(EC_POINT_new(g->curve));
	if (EC_POINT_oct2point(g->curve, e, (const uint8_t *)s.p, s.n, g->ctx))
		return e;
	EC_POINT_free(e);
	return NULL;
}

static void
ec_write(const struct group *g, const void *e, struct buf *out)
{
	size_t n = 1 + 2 * g->size, got;

	buf_grow(out, n);
	got = EC_POINT_point2oct(g->curve, e, POINT_CONVERSION_UNCOMPRESSED,
	    (uint8_t *)out->p + out->n, n, g->ctx);
	assert(got == n);
	out->n += got;
}

static void *
ec_finite(const struct group *g, EC_POINT *e)
{
	if (!EC_POINT_is_at_infinity(g->curve, e))
		return e;
	EC_POINT_clear_free(e);
	return NULL;
}

/* One scalar alone takes OpenSSL's constant-time ladder. */
static void *
ec_power(const struct group *g, const void *e, const BIGNUM *k)
{
	EC_POINT *r = group_need(EC_POINT_new(g->curve));

	group_must(EC_POINT_mul(g->curve, r, e == NULL ? k : NULL, e,
	    e == NULL ? NULL : k, g->ctx));
	return ec_finite(g, r);
}

/* Two scalars take the faster interleaving, whose time tells something of s:
 * a nonce of one run, of use to nobody who does not have the card's number. */
static struct group *
ec_mapped(const struct group *g, const BIGNUM *s, const void *h)
{
	EC_POINT *r = group_need(EC_POINT_new(g->curve));

	group_must(EC_POINT_mul(g->curve, r, s, h, BN_value_one(), g->ctx));
	r = ec_finite(g, r);
	return r == NULL ? NULL : with_generator(g, r);
}

static void
ec_agreed(const struct group *g, const void *e, struct buf *out)
{
	BIGNUM *x = group_need(BN_secure_new());

	group_must(EC_POINT_get_affine_coordinates(g->curve, e, x, NULL,
	    g->ctx));
	group_add_number(x, g->size, out);
	BN_clear_free(x);
}

static const void *
ec_generator(const struct group *g)
{
	return EC_GROUP_get0_generator(g->curve);
}

/* h = x^3 + ax + b */
static bool
right_side(const struct group *g, BIGNUM *h, const BIGNUM *x, const BIGNUM *a,
    const BIGNUM *b)
{
	return BN_mod_sqr(h, x, g->p, g->ctx) &&
	    BN_mod_add(h, h, a, g->p, g->ctx) &&
	    BN_mod_mul(h, h, x, g->p, g->ctx) &&
	    BN_mod_add(h, h, b, g->p, g->ctx);
}

/* Doc 9303-11, appendix B.2: alpha = -t^2,
 * x2 = -b/a (1 + 1/(alpha + alpha^2)). False where the inverse is none. */
static bool
encode_x2(const struct group *g, const BIGNUM *t, const BIGNUM *a,
    const BIGNUM *b, BIGNUM *alpha, BIGNUM *x2)
{
	BIGNUM *w = BN_CTX_get(g->ctx);
	bool good;

	good = w != NULL && BN_mod_sqr(alpha, t, g->p, g->ctx) &&
	    BN_sub(alpha, g->p, alpha) &&
	    BN_mod_sqr(x2, alpha, g->p, g->ctx) &&
	    BN_mod_add(x2, x2, alpha, g->p, g->ctx) && !BN_is_zero(x2) &&
	    BN_mod_inverse(x2, x2, g->p, g->ctx) && BN_add_word(x2, 1) &&
	    BN_mod_mul(x2, x2, b, g->p, g->ctx) &&
	    BN_mod_inverse(w, a, g->p, g->ctx) &&
	    BN_mod_mul(x2, x2, w, g->p, g->ctx);
	return good && (BN_is_zero(x2) || BN_sub(x2, g->p, x2));
}

/* The rest of it: h2 = x2^3 + a x2 + b, A = h2^(p - 1 - (p + 1)/4); where
 * A^2 h2 = 1 the point is (x2, A h2), else (alpha x2, A t^3 h2). */
static bool
encode_point(const struct group *g, const BIGNUM *t, EC_POINT *out)
{
	BN_CTX *c = g->ctx;
	BIGNUM *a = BN_CTX_get(c), *b = BN_CTX_get(c), *alpha = BN_CTX_get(c),
	    *x = BN_CTX_get(c), *h = BN_CTX_get(c), *e = BN_CTX_get(c),
	    *y = BN_CTX_get(c), *w = BN_CTX_get(c);

	if (w == NULL || !EC_GROUP_get_curve(g->curve, NULL, a, b, c) ||
	    !encode_x2(g, t, a, b, alpha, x) || !right_side(g, h, x, a, b))
		return false;
	/* p - 1 - (p + 1)/4 = (3p - 5)/4, whole as p = 3 mod 4 */
	if (BN_copy(e, g->p) == NULL || !BN_mul_word(e, 3) ||
	    !BN_sub_word(e, 5) || !BN_rshift(e, e, 2) ||
	    !BN_mod_exp(y, h, e, g->p, c) || !BN_mod_sqr(w, y, g->p, c) ||
	    !BN_mod_mul(w, w, h, g->p, c) || !BN_mod_mul(y, y, h, g->p, c))
		return false;
	if (!BN_is_one(w) && (!BN_mod_mul(x, x, alpha, g->p, c) ||
	    !BN_mod_sqr(w, t, g->p, c) || !BN_mod_mul(w, w, t, g->p, c) ||
	    !BN_mod_mul(y, y, w, g->p, c)))
		return false;
	/* refuses what is not on the curve */
	return EC_POINT_set_affine_coordinates(g->curve, out, x, y, c);
}

static struct group *
ec_integrated(const struct group *g, const BIGNUM *r)
{
	EC_POINT *e = group_need(EC_POINT_new(g->curve));
	bool good;

	BN_CTX_start(g->ctx);
	good = encode_point(g, r, e);
	BN_CTX_end(g->ctx);
	if (good)
		return with_generator(g, e);
	EC_POINT_free(e);
	return NULL;
}

static const struct group_ops ec_ops = {
	.read = ec_read,
	.write = ec_write,
	.power = ec_power,
	.mapped = ec_mapped,
	.integrated = ec_integrated,
	.agreed = ec_agreed,
	.generator = ec_generator,
	.drop = ec_drop
};

static bool
same_number(const BIGNUM *n, struct slice octets)
{
	BIGNUM *o = group_number(octets);
	bool same = BN_cmp(n, o) == 0;

	BN_free(o);
	return same;
}

static bool
same_curve(const struct group *g, const struct group_ec_values *v)
{
	BIGNUM *a = group_need(BN_new()), *b = group_need(BN_new());
	struct buf generator = { 0 };
	bool same;

	group_generator(g, &generator);
	same = EC_GROUP_get_curve(g->curve, NULL, a, b, g->ctx) &&
	    same_number(g->p, v->p) && same_number(a, v->a) &&
	    same_number(b, v->b) && same_number(g->order, v->order) &&
	    (v->cofactor.p == NULL ||
	    same_number(BN_value_one(), v->cofactor)) &&
	    slice_eq(buf_slice(&generator), v->generator);
	buf_release(&generator);
	BN_free(a);
	BN_free(b);
	return same;
}

struct group *
group_ec_explicit(const struct group_ec_values *v)
{
	struct slice p = v->p;
	struct group *g;
	uint32_t top;
	size_t i;

	if (buf_read_be32(&p, &top) != ERR_OK)
		return NULL;
	for (i = 0; i < CURVES; i++) {
		if (curves[i].size != v->p.n || curves[i].top != top)
			continue;
		g = curve_group(&curves[i]);
		if (same_curve(g, v))
			return g;
		group_free(g);
	}
	return NULL;
}
