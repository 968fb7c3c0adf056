/* SPDX-License-Identifier: ISC */
/* RSASSA-PKCS1-v1_5 under a key that verifies often: s^65537 mod n by
 * OpenSSL's own Montgomery multiplication, without what EVP does around it
 * each time, which is a sixth of the whole. The result is compared with the
 * one block that it has to be (RFC 8017, 8.2.2, steps 3 and 4): no padding is
 * read.
 *
 * Everything here is public: nothing has to take constant time. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>

#include "base/mem.h"
#include "base/tlv.h"
#include "trust/pubkey_priv.h"

#define EXPONENT 65537
#define SQUARINGS 16			/* EXPONENT is 2^16 + 1 */
#define MIN_OCTETS 256			/* of the modulus */
#define MAX_OCTETS 512

enum { OCTETS = 0x04, ASN_NULL = 0x05, OID = 0x06, SEQUENCE = 0x30 };

/* block[0] has the NULL of the DigestInfo, block[1] has not; both are for
 * `hash`, with room for the digest at their ends. */
struct pubkey_rsa {
	BN_CTX *ctx;
	BN_MONT_CTX *mont;
	BIGNUM *n;
	size_t size;			/* octets of the modulus */
	bool has_blocks;
	enum crypto_hash hash;
	struct buf block[2];
	BIGNUM *s, *power, *want;	/* scratch */
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

struct pubkey_rsa *
pubkey_rsa_new(struct slice modulus, unsigned long exponent)
{
	struct pubkey_rsa *k;

	if (exponent != EXPONENT || modulus.n < MIN_OCTETS ||
	    modulus.n > MAX_OCTETS)
		return NULL;
	k = xcalloc(1, sizeof *k);
	k->size = modulus.n;
	k->ctx = BN_CTX_new();
	k->mont = BN_MONT_CTX_new();
	k->n = BN_bin2bn((const uint8_t *)modulus.p, (int)modulus.n, NULL);
	k->s = BN_new();
	k->power = BN_new();
	k->want = BN_new();
	must(k->ctx != NULL && k->mont != NULL && k->n != NULL &&
	    k->s != NULL && k->power != NULL && k->want != NULL &&
	    BN_MONT_CTX_set(k->mont, k->n, k->ctx));
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
	BN_free(k->s);
	BN_free(k->power);
	BN_free(k->want);
	buf_release(&k->block[0]);
	buf_release(&k->block[1]);
	free(k);
}

static void
make_blocks(struct pubkey_rsa *k, enum crypto_hash h, struct slice digest)
{
	if (k->has_blocks && k->hash == h)
		return;
	pubkey_rsa_block(h, true, digest, k->size, &k->block[0]);
	pubkey_rsa_block(h, false, digest, k->size, &k->block[1]);
	k->hash = h;
	k->has_blocks = true;
}

/* s^65537: in Montgomery's form until the last factor, which is not in it and
 * so takes the product out of it. */
static void
raise(struct pubkey_rsa *k)
{
	BIGNUM *p = k->power;
	int i;

	must(BN_to_montgomery(p, k->s, k->mont, k->ctx));
	for (i = 0; i < SQUARINGS; i++)
		must(BN_mod_mul_montgomery(p, p, p, k->mont, k->ctx));
	must(BN_mod_mul_montgomery(p, p, k->s, k->mont, k->ctx));
}

static bool
is_block(struct pubkey_rsa *k, const struct buf *block, struct slice digest)
{
	memcpy(block->p + k->size - digest.n, digest.p, digest.n);
	must(BN_bin2bn((const uint8_t *)block->p, (int)k->size, k->want) !=
	    NULL);
	return BN_cmp(k->power, k->want) == 0;
}

enum pubkey_answer
pubkey_rsa_verify(struct pubkey_rsa *k, enum crypto_hash h,
    struct slice digest, struct slice sig)
{
	if (sig.n != k->size)
		return PUBKEY_BAD;
	must(BN_bin2bn((const uint8_t *)sig.p, (int)sig.n, k->s) != NULL);
	if (BN_cmp(k->s, k->n) >= 0)
		return PUBKEY_BAD;
	make_blocks(k, h, digest);
	raise(k);
	if (is_block(k, &k->block[0], digest))
		return PUBKEY_GOOD;
	return is_block(k, &k->block[1], digest) ? PUBKEY_GOOD_NO_NULL :
	    PUBKEY_BAD;
}
