/* SPDX-License-Identifier: ISC */
/* s^65537 mod n by AVX-512's products of 52 bits, where the processor has them:
 * in less than half the time that OpenSSL needs with 64 bits at a time. The way
 * is S. Gueron's and V. Krasnov's, "Software Implementation of Modular
 * Exponentiation, Using Advanced Vector Instructions Architectures" (2012).
 *
 * A number is limbs of 52 bits, the lowest first, eight in a vector. R, a power
 * of two, has more than two bits more than n, so that a product of two numbers
 * below 2n, divided by R, is below 2n again and nothing is subtracted on the
 * way: (4nn + Rn) / R < 2n.
 *
 * No lane overflows: what becomes a limb takes up four numbers of 52 bits in
 * each of at most 80 steps, less than 2^61.
 *
 * Everything here is public: nothing has to take constant time. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/pubkey_priv.h"

#ifdef __x86_64__
#include <immintrin.h>

#define LIMB 52				/* bits */
#define LANES 8
#define VECTOR (LIMB * LANES)
#define MAX_VECTORS 10
#define MAX_LIMBS (MAX_VECTORS * LANES)
#define MASK (((uint64_t)1 << LIMB) - 1)
#define SQUARINGS 16			/* 65537 is 2^16 + 1 */

#define IFMA __attribute__((__target__("avx512f,avx512ifma")))
#ifdef __clang__
#define EACH(v, n) _Pragma("unroll") for (v = 0; v < (n); v++)
#else
#define EACH(v, n) _Pragma("GCC unroll 10") for (v = 0; v < (n); v++)
#endif

/* inverse: of -n by 2^52. factor: R^65537 mod n. power: what was raised. */
struct pubkey_rsa_fast {
	uint64_t n[MAX_LIMBS], factor[MAX_LIMBS], power[MAX_LIMBS], inverse;
	unsigned vectors;
};

/* Those that numbers of so many octets are computed with: one of three. */
static unsigned
vectors_for(size_t octets)
{
	static const unsigned few[] = { 5, 8, MAX_VECTORS };
	size_t i;

	for (i = 0; i < sizeof few / sizeof few[0]; i++)
		if (octets * 8 + 2 < few[i] * VECTOR)
			return few[i];
	return 0;
}

unsigned
pubkey_rsa_fast_bits(size_t octets)
{
	return __builtin_cpu_supports("avx512f") &&
	    __builtin_cpu_supports("avx512ifma") ?
	    vectors_for(octets) * VECTOR : 0;
}

static void
to_limbs(struct slice s, unsigned vectors, uint64_t *out)
{
	/* with zeros before it each limb is in eight octets */
	uint8_t octets[MAX_VECTORS * VECTOR / 8 + 8] = { 0 };
	uint8_t *end = octets + sizeof octets;
	uint64_t v;
	size_t i;

	memcpy(end - s.n, s.p, s.n);
	for (i = 0; i < vectors * LANES; i++) {
		memcpy(&v, end - i * LIMB / 8 - 8, 8);
		out[i] = __builtin_bswap64(v) >> i * LIMB % 8 & MASK;
	}
}

/* A step adds a times one limb of b, and as many n as make the lowest limb
 * zero, and drops that. The lowest limb is `low`, for what comes of it has to
 * be there soonest; its lane holds anything. */
IFMA static inline __attribute__((__always_inline__)) void
multiply(uint64_t *r, const uint64_t *a, const uint64_t *b,
    const struct pubkey_rsa_fast *k, const unsigned vectors)
{
	__m512i sum[MAX_VECTORS], as[MAX_VECTORS], ns[MAX_VECTORS], of_b, of_n;
	uint64_t limbs[MAX_LIMBS], low = 0, times;
	unsigned __int128 t;
	unsigned i, v;

	EACH(v, vectors) {
		sum[v] = _mm512_setzero_si512();
		as[v] = _mm512_loadu_si512(a + v * LANES);
		ns[v] = _mm512_loadu_si512(k->n + v * LANES);
	}
	for (i = 0; i < vectors * LANES; i++) {
		t = (unsigned __int128)a[0] * b[i] + low;
		times = (uint64_t)t * k->inverse & MASK;
		low = (uint64_t)((t + (unsigned __int128)k->n[0] * times) >>
		    LIMB);
		of_b = _mm512_set1_epi64((long long)b[i]);
		of_n = _mm512_set1_epi64((long long)times);
		EACH(v, vectors)
			sum[v] = _mm512_madd52lo_epu64(sum[v], as[v], of_b);
		EACH(v, vectors)
			sum[v] = _mm512_madd52lo_epu64(sum[v], ns[v], of_n);
		EACH(v, vectors - 1)
			sum[v] = _mm512_alignr_epi64(sum[v + 1], sum[v], 1);
		sum[v] = _mm512_maskz_alignr_epi64(0x7f, sum[v], sum[v], 1);
		low += (uint64_t)_mm_cvtsi128_si64(
		    _mm512_castsi512_si128(sum[0]));
		EACH(v, vectors)
			sum[v] = _mm512_madd52hi_epu64(sum[v], as[v], of_b);
		EACH(v, vectors)
			sum[v] = _mm512_madd52hi_epu64(sum[v], ns[v], of_n);
	}
	EACH(v, vectors)
		_mm512_storeu_si512(limbs + v * LANES, sum[v]);
	for (i = 0; i < vectors * LANES; i++) {
		low = i > 0 ? low + limbs[i] : low;
		r[i] = low & MASK;
		low >>= LIMB;
	}
}

/* r = a b / R mod n; r may be one of them. */
IFMA static void
product(const struct pubkey_rsa_fast *k, uint64_t *r, const uint64_t *a,
    const uint64_t *b)
{
	switch (k->vectors) {
	case 5:
		multiply(r, a, b, k, 5);
		break;
	case 8:
		multiply(r, a, b, k, 8);
		break;
	default:
		multiply(r, a, b, k, MAX_VECTORS);
	}
}

/* Below 2n before, below n then. */
static void
reduce(const struct pubkey_rsa_fast *k, uint64_t *x)
{
	uint64_t less[MAX_LIMBS], borrow = 0;
	size_t limbs = k->vectors * LANES, i;

	for (i = 0; i < limbs; i++) {
		less[i] = x[i] - k->n[i] - borrow;
		borrow = less[i] >> 63;
		less[i] &= MASK;
	}
	if (borrow == 0)
		memcpy(x, less, limbs * sizeof *x);
}

struct pubkey_rsa_fast *
pubkey_rsa_fast_new(struct slice modulus, struct slice factor)
{
	struct pubkey_rsa_fast *k = xcalloc(1, sizeof *k);
	uint64_t inverse = 1;
	int right;

	k->vectors = vectors_for(modulus.n);
	to_limbs(modulus, k->vectors, k->n);
	to_limbs(factor, k->vectors, k->factor);
	/* each time twice as many bits are right */
	for (right = 1; right < LIMB; right *= 2)
		inverse *= 2 - k->n[0] * inverse;
	k->inverse = 0 - inverse;
	return k;
}

void
pubkey_rsa_fast_raise(struct pubkey_rsa_fast *k, struct slice s)
{
	uint64_t limbs[MAX_LIMBS], *p = k->power;
	int i;

	to_limbs(s, k->vectors, limbs);
	product(k, p, limbs, limbs);
	for (i = 1; i < SQUARINGS; i++)
		product(k, p, p, p);
	product(k, p, p, limbs);
	product(k, p, p, k->factor);
	reduce(k, p);
}

bool
pubkey_rsa_fast_is(const struct pubkey_rsa_fast *k, struct slice block)
{
	uint64_t limbs[MAX_LIMBS];

	to_limbs(block, k->vectors, limbs);
	return memcmp(limbs, k->power, k->vectors * LANES *
	    sizeof *limbs) == 0;
}

#else

unsigned
pubkey_rsa_fast_bits(size_t octets)
{
	(void)octets;
	return 0;
}

struct pubkey_rsa_fast *
pubkey_rsa_fast_new(struct slice modulus, struct slice factor)
{
	(void)modulus;
	(void)factor;
	return NULL;
}

void
pubkey_rsa_fast_raise(struct pubkey_rsa_fast *k, struct slice s)
{
	(void)k;
	(void)s;
}

bool
pubkey_rsa_fast_is(const struct pubkey_rsa_fast *k, struct slice block)
{
	(void)k;
	(void)block;
	return false;
}

#endif

void
pubkey_rsa_fast_free(struct pubkey_rsa_fast *k)
{
	free(k);
}
