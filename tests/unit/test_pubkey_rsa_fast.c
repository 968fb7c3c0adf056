/* SPDX-License-Identifier: ISC */
/* Numbers raised to 65537 by this processor's own means, against OpenSSL's
 * arithmetic: any odd modulus will do, so those too that keys do not have. */
#include <openssl/bn.h>

#include <string.h>

#include "rsa_cases.h"
#include "tap.h"

#define NUMBERS 40			/* under one modulus */

/* 0 1 2 3: anything, all ones but for a few bits, all zeros but for a few, the
 * ones and zeros in long runs. */
static void
fill(uint64_t *seed, uint8_t *p, size_t n)
{
	size_t i, kind = rsa_below(seed, 4);

	rsa_fill(seed, p, n);
	if (kind == 1 || kind == 2)
		memset(p, kind == 1 ? 0xff : 0, n);
	for (i = 0; kind > 0 && kind < 3 && i < 3; i++)
		p[rsa_below(seed, n)] ^= (uint8_t)(1u << rsa_below(seed, 8));
	for (i = 1; kind == 3 && i < n; i++)
		if (i % 13 != 0)
			p[i] = p[i - 1] & 1 ? 0xff : 0;
}

/* A modulus: odd, of exactly so many octets. */
static void
modulus(uint64_t *seed, size_t size, BIGNUM *n, uint8_t *octets)
{
	fill(seed, octets, size);
	if (octets[0] == 0)
		octets[0] = (uint8_t)(1 + rsa_below(seed, 255));
	octets[size - 1] |= 1;
	BN_bin2bn(octets, (int)size, n);
}

/* Below n: the first of them at its edges. */
static void
number(uint64_t *seed, int which, const BIGNUM *n, size_t size, BIGNUM *s)
{
	uint8_t octets[RSA_OCTETS];

	if (which < 3) {
		BN_set_word(s, (BN_ULONG)which);
		return;
	}
	BN_copy(s, n);
	BN_sub_word(s, (BN_ULONG)which);
	if (which < 6)
		return;
	fill(seed, octets, size);
	BN_bin2bn(octets, (int)size, s);
	while (BN_cmp(s, n) >= 0)
		BN_rshift1(s, s);
}

struct side {
	BIGNUM *n, *s, *want, *e;
	BN_CTX *ctx;
	BN_MONT_CTX *mont;
	size_t size;
	struct pubkey_rsa_fast *fast;
};

static void
start(struct side *k, unsigned bits, const uint8_t *octets)
{
	uint8_t factor[RSA_OCTETS];

	BN_set_word(k->e, 65537);
	BN_one(k->s);
	BN_lshift(k->s, k->s, (int)bits);
	BN_mod_exp(k->want, k->s, k->e, k->n, k->ctx);
	BN_bn2binpad(k->want, factor, (int)k->size);
	BN_MONT_CTX_set(k->mont, k->n, k->ctx);
	k->fast = pubkey_rsa_fast_new(
	    (struct slice){ (const char *)octets, k->size },
	    (struct slice){ (const char *)factor, k->size });
}

/* Whether k->s comes out as it has to, and no other way. */
static bool
is_right(struct side *k, uint64_t *seed)
{
	uint8_t s[RSA_OCTETS], want[RSA_OCTETS];
	struct slice block = { (const char *)want, k->size };
	bool same;

	BN_bn2binpad(k->s, s, (int)k->size);
	BN_mod_exp_mont(k->want, k->s, k->e, k->n, k->ctx, k->mont);
	BN_bn2binpad(k->want, want, (int)k->size);
	pubkey_rsa_fast_raise(k->fast, (struct slice){ (const char *)s,
	    k->size });
	same = pubkey_rsa_fast_is(k->fast, block);
	want[rsa_below(seed, k->size)] ^= (uint8_t)(1u << rsa_below(seed, 8));
	return same && !pubkey_rsa_fast_is(k->fast, block);
}

static void
test_size(size_t size, int moduli, uint64_t *seed)
{
	struct side k = { .n = BN_new(), .s = BN_new(), .want = BN_new(),
	    .e = BN_new(), .ctx = BN_CTX_new(), .mont = BN_MONT_CTX_new(),
	    .size = size };
	unsigned bits = pubkey_rsa_fast_bits(size);
	uint8_t octets[RSA_OCTETS];
	int i, j, right = 0;

	OK(bits >= size * 8 + 2, "%zu octets: R is four times that and more", size);
	for (i = 0; i < moduli; i++) {
		modulus(seed, size, k.n, octets);
		start(&k, bits, octets);
		for (j = 0; j < NUMBERS; j++) {
			number(seed, j, k.n, size, k.s);
			right += is_right(&k, seed);
		}
		pubkey_rsa_fast_free(k.fast);
	}
	OK(right == moduli * NUMBERS, "%zu octets: %d of %d numbers", size,
	    right, moduli * NUMBERS);
	BN_free(k.n);
	BN_free(k.s);
	BN_free(k.want);
	BN_free(k.e);
	BN_CTX_free(k.ctx);
	BN_MONT_CTX_free(k.mont);
}

int
main(void)
{
	/* the last of each number of vectors and the first of the next */
	static const size_t sizes[] = { 256, 257, 259, 260, 384, 415, 416,
	    512 };
	uint64_t seed = 65537;
	size_t i;

	if (pubkey_rsa_fast_bits(256) == 0) {
		OK(true, "# SKIP this processor has none");
		return tap_done();
	}
	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		test_size(sizes[i], 40, &seed);
	OK(pubkey_rsa_fast_bits(520) == 0, "none for 4160 bits");
	return tap_done();
}
