/* SPDX-License-Identifier: ISC */
/* The nonce becomes a generator: Doc 9303-11, 4.4.3.3. */
#include <stdlib.h>
#include <string.h>

#include "priv.h"

/* G~ = s G + H with H = secret * theirs, 4.4.3.3.1. False: it would be the
 * neutral element. */
bool
sim_map_generic(struct sim_card *c, const struct sim_elem *theirs,
    const BIGNUM *secret)
{
	struct sim_group *g = c->pace_group;
	struct sim_elem h = { 0 }, sg = { 0 };
	BIGNUM *s = BN_bin2bn(c->pace.nonce, (int)c->pace.nonce_n, NULL);
	bool good;

	if (s == NULL)
		abort();
	sim_elem_times(g, theirs, secret, &h);
	good = !sim_elem_neutral(g, &h);
	if (good) {
		sim_elem_times(g, NULL, s, &sg);
		sim_elem_plus(g, &sg, &h, &c->pace.base);
		good = !sim_elem_neutral(g, &c->pace.base);
	}
	sim_elem_clear(&h);
	sim_elem_clear(&sg);
	BN_clear_free(s);
	return good;
}

/* The constants of 4.4.3.3.2. */
static const uint8_t c0_128[16] = {
	0xa6, 0x68, 0x89, 0x2a, 0x7c, 0x41, 0xe3, 0xca,
	0x73, 0x9f, 0x40, 0xb0, 0x57, 0xd8, 0x59, 0x04
}, c1_128[16] = {
	0xa4, 0xe1, 0x36, 0xac, 0x72, 0x5f, 0x73, 0x8b,
	0x01, 0xc1, 0xf6, 0x02, 0x17, 0xc1, 0x88, 0xad
}, c0_256[32] = {
	0xd4, 0x63, 0xd6, 0x52, 0x34, 0x12, 0x4e, 0xf7,
	0x89, 0x70, 0x54, 0x98, 0x6d, 0xca, 0x0a, 0x17,
	0x4e, 0x28, 0xdf, 0x75, 0x8c, 0xba, 0xa0, 0x3f,
	0x24, 0x06, 0x16, 0x41, 0x4d, 0x5a, 0x16, 0x76
}, c1_256[32] = {
	0x54, 0xbd, 0x72, 0x55, 0xf0, 0xaa, 0xf8, 0x31,
	0xbe, 0xc3, 0x42, 0x3f, 0xcf, 0x39, 0xd6, 0x9b,
	0x6c, 0xbf, 0x06, 0x66, 0x77, 0xd0, 0xfa, 0xae,
	0x5a, 0xad, 0xd9, 0x9d, 0xf8, 0xe5, 0x35, 0x17
};

/* R(s, t): a chain of keys from s under t; each encrypts c0 into the next key
 * and c1 into a piece of the number, until it has 64 bits more than p. */
bool
sim_map_integrated(struct sim_card *c, const uint8_t *t, size_t n)
{
	enum sim_cipher type = c->profile->pace_cipher;
	struct sim_group *g = c->pace_group;
	size_t l = c->pace.nonce_n;
	const uint8_t *c0 = l == 16 ? c0_128 : c0_256;
	const uint8_t *c1 = l == 16 ? c1_128 : c1_256;
	uint8_t key[SIM_MAX_KEY], next[SIM_MAX_KEY];
	uint8_t x[SIM_MAX_SECRET + 2 * SIM_MAX_KEY];
	size_t got;
	BIGNUM *r;
	bool good;

	if (n != sim_key_size(type))
		return false;
	sim_encrypt(type, t, NULL, c->pace.nonce, l, key);
	for (got = 0; 8 * got < (size_t)BN_num_bits(g->p) + 64; got += l) {
		sim_encrypt(type, key, NULL, c1, l, x + got);
		sim_encrypt(type, key, NULL, c0, l, next);
		memcpy(key, next, l);
	}
	r = BN_bin2bn(x, (int)got, NULL);
	if (r == NULL || BN_nnmod(r, r, g->p, g->ctx) != 1)
		abort();
	good = sim_elem_encode(g, r, &c->pace.base) &&
	    !sim_elem_neutral(g, &c->pace.base);
	BN_clear_free(r);
	return good;
}
