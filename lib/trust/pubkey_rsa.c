/* SPDX-License-Identifier: ISC */
/* RSASSA-PKCS1-v1_5 under a key that verifies often: s^65537 mod n by
 * OpenSSL's own Montgomery multiplication, without what EVP does around it
 * each time, which is a sixth of the whole. The result is compared with the
 * one block that it has to be (RFC 8017, 8.2.2, steps 3 and 4): no padding is
 * read.
 *
 * A Montgomery multiplication divides by R, a power of two. Instead of
 * multiplying s by R first, all of the block is divided as often: of its part
 * before the digest that is known beforehand, and the digest is short.
 *
 * Everything here is public: nothing has to take constant time. */
#include <assert.h>
#include <stdlib.h>

#include <openssl/bn.h>

#include "base/mem.h"
#include "base/tlv.h"
#include "trust/pubkey_priv.h"

#define EXPONENT 65537
#define SQUARINGS 16			/* EXPONENT is 2^16 + 1 */
#define MIN_OCTETS 256			/* of the modulus */
#define MAX_OCTETS 512
#define QUOTIENT_BITS (8 * CRYPTO_HASH_MAX + 64)

enum { OCTETS = 0x04, ASN_NULL = 0x05, OID = 0x06, SEQUENCE = 0x30 };

/* one: what raise() makes of 1. block: those for `hash` with zeros for their
 * digest, times `one`: [0] has the NULL of the DigestInfo, [1] has not.
 * inverse: of n, by 2^QUOTIENT_BITS. */
struct pubkey_rsa {
	BN_CTX *ctx;
	BN_MONT_CTX *mont;
	BIGNUM *n, *one, *block[2], *inverse;
	size_t size;			/* octets of the modulus */
	bool has_blocks;
	enum crypto_hash hash;
	BIGNUM *s, *power, *digest, *want, *low, *quotient;	/* scratch */
};

static void
must(bool good)
{
	if (!good)
		abort();
}

void
pubkey_rsa_block(enum crypto_hash h, bool with_null, struct slice digest,
    size_t size, struct buf *out)
{
	struct buf id = { 0 }, in = { 0 }, info = { 0 };

	tlv_add(&id, OID, crypto_hash_identifier(h));
	if (with_null)
		tlv_add(&id, ASN_NULL, (struct slice){ NULL, 0 });
	tlv_add(&in, SEQUENCE, buf_slice(&id));
	tlv_add(&in, OCTETS, digest);
	tlv_add(&info, SEQUENCE, buf_slice(&in));
	assert(info.n + 11 <= size);
	buf_reset(out);
	buf_add(out, "\0\1", 2);
	while (out->n < size - info.n - 1)
		buf_add_char(out, (char)0xff);
	buf_add_char(out, 0);
	buf_add_slice(out, buf_slice(&info));
	buf_release(&id);
	buf_release(&in);
	buf_release(&info);
}

/* power becomes s^65537 / R^65536. */
static void
raise(struct pubkey_rsa *k)
{
	BIGNUM *p = k->power;
	int i;

	must(BN_mod_mul_montgomery(p, k->s, k->s, k->mont, k->ctx));
	for (i = 1; i < SQUARINGS; i++)
		must(BN_mod_mul_montgomery(p, p, p, k->mont, k->ctx));
	must(BN_mod_mul_montgomery(p, p, k->s, k->mont, k->ctx));
}

static BIGNUM *
number(void)
{
	BIGNUM *n = BN_new();

	must(n != NULL);
	return n;
}

struct pubkey_rsa *
pubkey_rsa_new(struct slice modulus, unsigned long exponent)
{
	struct pubkey_rsa *k;

	if (exponent != EXPONENT || modulus.n < MIN_OCTETS ||
	    modulus.n > MAX_OCTETS)
		return NULL;
	k = xcalloc(1, sizeof *k);
	k->size = modulus.n;
	k->n = number();
	k->block[0] = number();
	k->block[1] = number();
	k->s = number();
	k->power = number();
	k->digest = number();
	k->want = number();
	k->low = number();
	k->quotient = number();
	k->inverse = number();
	k->ctx = BN_CTX_new();
	k->mont = BN_MONT_CTX_new();
	must(k->ctx != NULL && k->mont != NULL &&
	    BN_bin2bn((const uint8_t *)modulus.p, (int)modulus.n, k->n) !=
	    NULL && BN_MONT_CTX_set(k->mont, k->n, k->ctx) &&
	    BN_set_bit(k->want, QUOTIENT_BITS) && BN_mod_inverse(k->inverse,
	    k->n, k->want, k->ctx) != NULL && BN_one(k->s));
	raise(k);
	k->one = BN_dup(k->power);
	must(k->one != NULL);
	return k;
}

void
pubkey_rsa_free(struct pubkey_rsa *k)
{
	if (k == NULL)
		return;
	BN_MONT_CTX_free(k->mont);
	BN_CTX_free(k->ctx);
	BN_free(k->n);
	BN_free(k->one);
	BN_free(k->block[0]);
	BN_free(k->block[1]);
	BN_free(k->s);
	BN_free(k->power);
	BN_free(k->digest);
	BN_free(k->want);
	BN_free(k->low);
	BN_free(k->quotient);
	BN_free(k->inverse);
	free(k);
}

static void
make_blocks(struct pubkey_rsa *k, enum crypto_hash h)
{
	static const char zeros[CRYPTO_HASH_MAX];
	struct buf b = { 0 };
	int i;

	if (k->has_blocks && k->hash == h)
		return;
	for (i = 0; i < 2; i++) {
		pubkey_rsa_block(h, i == 0, (struct slice){ zeros,
		    crypto_hash_size(h) }, k->size, &b);
		must(BN_bin2bn((const uint8_t *)b.p, (int)b.n, k->want) !=
		    NULL && BN_mod_mul(k->block[i], k->want, k->one, k->n,
		    k->ctx));
	}
	buf_release(&b);
	k->hash = h;
	k->has_blocks = true;
}

/* As much as QUOTIENT_BITS hold; what is shorter stays. */
static void
cut(BIGNUM *x)
{
	(void)BN_mask_bits(x, QUOTIENT_BITS);
}

/* The block times `one` is the power where what lies between them is n times
 * a whole number. That has no more bits than a digest and one: it is known by
 * its lowest bits, where a division by n is a multiplication, and n times what
 * these say is compared with the whole. */
static bool
is_block(struct pubkey_rsa *k, int i)
{
	must(BN_mul(k->want, k->one, k->digest, k->ctx) &&
	    BN_add(k->want, k->want, k->block[i]) &&
	    BN_sub(k->want, k->want, k->power));
	if (BN_is_negative(k->want))
		return false;
	must(BN_copy(k->low, k->want) != NULL);
	cut(k->low);
	must(BN_mul(k->quotient, k->low, k->inverse, k->ctx));
	cut(k->quotient);
	must(BN_mul(k->low, k->n, k->quotient, k->ctx));
	return BN_cmp(k->low, k->want) == 0;
}

enum pubkey_answer
pubkey_rsa_verify(struct pubkey_rsa *k, enum crypto_hash h,
    struct slice digest, struct slice sig)
{
	if (sig.n != k->size)
		return PUBKEY_BAD;
	must(BN_bin2bn((const uint8_t *)sig.p, (int)sig.n, k->s) != NULL &&
	    BN_bin2bn((const uint8_t *)digest.p, (int)digest.n, k->digest) !=
	    NULL);
	if (BN_cmp(k->s, k->n) >= 0)
		return PUBKEY_BAD;
	make_blocks(k, h);
	raise(k);
	if (is_block(k, 0))
		return PUBKEY_GOOD;
	return is_block(k, 1) ? PUBKEY_GOOD_NO_NULL : PUBKEY_BAD;
}
