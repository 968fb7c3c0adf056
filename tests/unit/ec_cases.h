/* SPDX-License-Identifier: ISC */
/* Signatures of every kind under keys whose private half is known, judged by
 * tables and by OpenSSL. A signature is r = x(R), R = aG + bQ with a = e/s and
 * b = r/s: whoever knows the private key d and R = kG can choose b (or a) at
 * will and make a = k - bd, e and s of it. */
#ifndef EC_CASES_H
#define EC_CASES_H

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

#include <stdlib.h>
#include <string.h>

#include "base/tlv.h"
#include "trust/pubkey_priv.h"

#define EC_POOL 16		/* points R */
#define EC_NUMBERS 12

/* What is made of a good signature. */
enum ec_kind {
	EC_GOOD, EC_CHOSEN_B, EC_CHOSEN_A, EC_OTHER_S, EC_FLIP_SIG,
	EC_FLIP_DIGEST, EC_SWAPPED, EC_EDGES, EC_CANCELLED, EC_DIGEST,
	EC_LONG_DIGEST, EC_FORM, EC_KINDS
};

struct ec_side {
	EC_GROUP *curve;
	const BIGNUM *n;
	BIGNUM *d, *k[EC_POOL], *x[EC_POOL], *special[EC_NUMBERS];
	BN_CTX *ctx;
	EVP_PKEY *key;
	EVP_PKEY_CTX *verify;
	struct pubkey_table *table;
	size_t size;		/* octets of the order */
};

struct ec_case {
	BIGNUM *r, *s, *e, *a, *b;
	uint8_t digest[72];
	size_t digest_n;
	struct buf sig;
};

static inline uint64_t
ec_random(uint64_t *seed)		/* splitmix64 */
{
	uint64_t z = *seed += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

/* 1 .. n - 1 */
static inline void
ec_random_number(const struct ec_side *c, uint64_t *seed, BIGNUM *out)
{
	uint8_t octets[72];
	size_t i;

	for (i = 0; i < sizeof octets; i++)
		octets[i] = (uint8_t)ec_random(seed);
	BN_bin2bn(octets, (int)c->size + 8, out);
	BN_nnmod(out, out, c->n, c->ctx);
	if (BN_is_zero(out))
		BN_one(out);
}

/* Numbers at the edges of digits, of half the order, of the order. */
static inline void
ec_specials(struct ec_side *c)
{
	int i;

	for (i = 0; i < EC_NUMBERS; i++)
		c->special[i] = BN_new();
	BN_one(c->special[0]);
	BN_sub(c->special[1], c->n, c->special[0]);
	BN_rshift1(c->special[2], c->n);
	BN_add(c->special[3], c->special[2], c->special[0]);
	BN_set_word(c->special[4], 128);
	BN_set_word(c->special[5], 129);
	BN_set_word(c->special[6], 256);
	BN_set_word(c->special[7], 257);
	/* every digit the largest, or one more, in either width */
	for (i = 0; i < BN_num_bits(c->n) - 1; i += 8)
		BN_set_bit(c->special[8], i + 7 < BN_num_bits(c->n) - 1 ?
		    i + 7 : i);
	BN_copy(c->special[9], c->special[8]);
	BN_add_word(c->special[9], 1);
	for (i = 8; i < BN_num_bits(c->n) - 1; i += 9)
		BN_set_bit(c->special[10], i);
	BN_set_bit(c->special[11], BN_num_bits(c->n) - 2);
}

/* The public half of d: for OpenSSL and for the tables. */
static inline bool
ec_side_key(struct ec_side *c, const char *name, struct pubkey_tables *g)
{
	EC_POINT *q = EC_POINT_new(c->curve);
	EVP_PKEY_CTX *p = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	uint8_t octets[150];
	size_t n, used;

	EC_POINT_mul(c->curve, q, c->d, NULL, NULL, c->ctx);
	n = EC_POINT_point2oct(c->curve, q, POINT_CONVERSION_UNCOMPRESSED,
	    octets, sizeof octets, c->ctx);
	EC_POINT_free(q);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
		    (char *)name, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
		    octets, n),
		OSSL_PARAM_construct_end()
	};
	EVP_PKEY_fromdata_init(p);
	EVP_PKEY_fromdata(p, &c->key, EVP_PKEY_PUBLIC_KEY, params);
	EVP_PKEY_CTX_free(p);
	c->verify = EVP_PKEY_CTX_new(c->key, NULL);
	EVP_PKEY_verify_init(c->verify);
	c->table = pubkey_table_new(name,
	    (struct slice){ (char *)octets, n }, g, &used);
	return c->table != NULL && used > 0;
}

/* False: no tables for this curve. */
static inline bool
ec_side_open(struct ec_side *c, const char *name, struct pubkey_tables *g,
    uint64_t *seed)
{
	EC_POINT *r;
	int i;

	*c = (struct ec_side){ .ctx = BN_CTX_new(), .d = BN_new(),
	    .curve = EC_GROUP_new_by_curve_name(OBJ_sn2nid(name)) };
	c->n = EC_GROUP_get0_order(c->curve);
	c->size = (size_t)BN_num_bytes(c->n);
	r = EC_POINT_new(c->curve);
	ec_specials(c);
	ec_random_number(c, seed, c->d);
	for (i = 0; i < EC_POOL; i++) {
		c->k[i] = BN_new();
		c->x[i] = BN_new();
		ec_random_number(c, seed, c->k[i]);
		if (i < 2)
			BN_set_word(c->k[i], (BN_ULONG)(i + 1));
		EC_POINT_mul(c->curve, r, c->k[i], NULL, NULL, c->ctx);
		EC_POINT_get_affine_coordinates(c->curve, r, c->x[i], NULL,
		    c->ctx);
		BN_nnmod(c->x[i], c->x[i], c->n, c->ctx);
	}
	EC_POINT_free(r);
	return ec_side_key(c, name, g);
}

static inline void
ec_side_close(struct ec_side *c)
{
	int i;

	for (i = 0; i < EC_POOL; i++) {
		BN_free(c->k[i]);
		BN_free(c->x[i]);
	}
	for (i = 0; i < EC_NUMBERS; i++)
		BN_free(c->special[i]);
	BN_free(c->d);
	EVP_PKEY_CTX_free(c->verify);
	EVP_PKEY_free(c->key);
	pubkey_table_free(c->table);
	EC_GROUP_free(c->curve);
	BN_CTX_free(c->ctx);
}

static inline void
ec_case_open(struct ec_case *w)
{
	*w = (struct ec_case){ .r = BN_new(), .s = BN_new(), .e = BN_new(),
	    .a = BN_new(), .b = BN_new() };
}

static inline void
ec_case_close(struct ec_case *w)
{
	BN_free(w->r);
	BN_free(w->s);
	BN_free(w->e);
	BN_free(w->a);
	BN_free(w->b);
	buf_release(&w->sig);
}

static inline void
ec_add_number(const BIGNUM *v, struct buf *out)
{
	uint8_t octets[80] = { 0 };
	int n = BN_num_bytes(v), zero = n == 0 || BN_num_bits(v) % 8 == 0;

	BN_bn2bin(v, octets + zero);
	tlv_add(out, 0x02, (struct slice){ (char *)octets,
	    (size_t)(n + zero) });
}

static inline void
ec_write(struct ec_case *w)
{
	struct buf in = { 0 };

	ec_add_number(w->r, &in);
	ec_add_number(w->s, &in);
	buf_reset(&w->sig);
	tlv_add(&w->sig, 0x30, buf_slice(&in));
	buf_release(&in);
}

/* Good, with b at random, given, or such that a is as given. */
static inline void
ec_good(const struct ec_side *c, enum ec_kind kind, uint64_t *seed,
    struct ec_case *w)
{
	size_t i = ec_random(seed) % EC_POOL;
	const BIGNUM *v = c->special[ec_random(seed) % EC_NUMBERS];

	BN_copy(w->r, c->x[i]);
	ec_random_number(c, seed, w->b);
	if (kind == EC_CHOSEN_B)
		BN_copy(w->b, v);
	if (kind == EC_CHOSEN_A) {
		/* b = (k - a)/d; a zero now and then */
		BN_zero(w->a);
		if (ec_random(seed) % 8 != 0)
			BN_copy(w->a, v);
		BN_mod_sub(w->a, c->k[i], w->a, c->n, c->ctx);
		BN_mod_inverse(w->b, c->d, c->n, c->ctx);
		BN_mod_mul(w->b, w->b, w->a, c->n, c->ctx);
	}
	if (BN_is_zero(w->b))
		BN_one(w->b);
	BN_mod_mul(w->a, w->b, c->d, c->n, c->ctx);
	BN_mod_sub(w->a, c->k[i], w->a, c->n, c->ctx);
	BN_mod_inverse(w->s, w->b, c->n, c->ctx);
	BN_mod_mul(w->s, w->s, w->r, c->n, c->ctx);
	BN_mod_mul(w->e, w->a, w->s, c->n, c->ctx);
	w->digest_n = c->size;
	BN_bn2binpad(w->e, w->digest, (int)w->digest_n);
}

static inline void
ec_edge(const struct ec_side *c, uint64_t *seed, BIGNUM *out)
{
	switch (ec_random(seed) % 6) {
	case 0:
		BN_zero(out);
		break;
	case 1:
		BN_one(out);
		break;
	case 2:
		BN_copy(out, c->n);
		break;
	case 3:
		BN_copy(out, c->n);
		BN_add_word(out, 1);
		break;
	case 4:
		BN_copy(out, c->n);
		BN_sub_word(out, 1);
		break;
	default:
		BN_copy(out, c->special[ec_random(seed) % EC_NUMBERS]);
	}
}

/* As ec_write, with a zero before r, a length of s in long form, or octets
 * behind s. */
static inline void
ec_write_badly(uint64_t *seed, struct ec_case *w)
{
	uint8_t octets[80] = { 0 };
	struct buf in = { 0 };
	size_t n = (size_t)BN_num_bytes(w->r) + 2, how = ec_random(seed) % 3;

	BN_bn2bin(w->r, octets + 2);
	if (how == 0)
		tlv_add(&in, 0x02, (struct slice){ (char *)octets, n });
	else
		ec_add_number(w->r, &in);
	n = in.n;
	ec_add_number(w->s, &in);
	if (how == 1) {		/* 02 n becomes 02 81 n */
		buf_add_char(&in, 0);
		memmove(in.p + n + 2, in.p + n + 1, in.n - n - 2);
		in.p[n + 1] = (char)0x81;
	}
	if (how == 2)
		ec_add_number(w->r, &in);
	buf_reset(&w->sig);
	tlv_add(&w->sig, 0x30, buf_slice(&in));
	buf_release(&in);
}

/* Octets of DER changed, added, cut off. */
static inline void
ec_bad_form(uint64_t *seed, struct ec_case *w)
{
	size_t at = ec_random(seed) % 5;

	switch (ec_random(seed) % 6) {
	case 0:
		buf_add_char(&w->sig, 0);
		break;
	case 1:
		w->sig.n--;
		break;
	case 2:
		w->sig.p[at] ^= (char)(1u << ec_random(seed) % 8);
		break;
	case 3:			/* 30 n becomes 30 81 n */
		buf_add_char(&w->sig, 0);
		memmove(w->sig.p + 2, w->sig.p + 1, w->sig.n - 2);
		w->sig.p[1] = (char)0x81;
		break;
	default:
		ec_write_badly(seed, w);
	}
}

/* aG = -bQ, or with the same sign: e = -+ r d. */
static inline void
ec_cancelled(const struct ec_side *c, uint64_t *seed, struct ec_case *w)
{
	if (ec_random(seed) % 4 == 0)
		BN_copy(w->r, c->special[ec_random(seed) % EC_NUMBERS]);
	BN_mod_mul(w->e, w->r, c->d, c->n, c->ctx);
	if (ec_random(seed) % 2 == 0)
		BN_sub(w->e, c->n, w->e);
	BN_bn2binpad(w->e, w->digest, (int)w->digest_n);
}

/* True: OpenSSL has to find it good. */
static inline bool
ec_make(const struct ec_side *c, enum ec_kind kind, uint64_t *seed,
    struct ec_case *w)
{
	ec_good(c, kind, seed, w);
	if (kind == EC_OTHER_S)		/* ECDSA has two for each */
		BN_sub(w->s, c->n, w->s);
	if (kind == EC_SWAPPED)
		BN_swap(w->r, w->s);
	if (kind == EC_EDGES) {
		ec_edge(c, seed, ec_random(seed) % 2 == 0 ? w->r : w->s);
		ec_edge(c, seed, ec_random(seed) % 2 == 0 ? w->r : w->s);
	}
	if (kind == EC_CANCELLED)
		ec_cancelled(c, seed, w);
	ec_write(w);
	if (kind == EC_FLIP_SIG)
		w->sig.p[ec_random(seed) % w->sig.n] ^=
		    (char)(1u << ec_random(seed) % 8);
	if (kind == EC_FLIP_DIGEST)
		w->digest[ec_random(seed) % w->digest_n] ^=
		    (uint8_t)(1u << ec_random(seed) % 8);
	if (kind == EC_DIGEST) {
		memset(w->digest, ec_random(seed) % 2 == 0 ? 0 : 0xff,
		    sizeof w->digest);
		w->digest_n = 20 + ec_random(seed) % 45;
	}
	if (kind == EC_LONG_DIGEST)	/* what is behind does not count */
		while (w->digest_n < c->size + 8)
			w->digest[w->digest_n++] = (uint8_t)ec_random(seed);
	if (kind == EC_FORM)
		ec_bad_form(seed, w);
	return kind <= EC_OTHER_S || kind == EC_LONG_DIGEST;
}

/* Whether tables and OpenSSL agree; *good: on that. */
static inline bool
ec_agree(const struct ec_side *c, const struct ec_case *w, bool *good)
{
	struct slice digest = { (const char *)w->digest, w->digest_n };

	*good = EVP_PKEY_verify(c->verify, (const uint8_t *)w->sig.p,
	    w->sig.n, w->digest, w->digest_n) == 1;
	return pubkey_table_verify(c->table, digest, buf_slice(&w->sig)) ==
	    *good;
}

#endif
