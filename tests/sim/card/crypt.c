/* SPDX-License-Identifier: ISC */
/* Hashes, ciphers and keys of Doc 9303-11, 9.7 and 9.8, on OpenSSL. */
#include <openssl/core_names.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "priv.h"

/* The simulation has no use for half a cipher. */
static void
must(int ok)
{
	if (ok <= 0)
		abort();
}

size_t
sim_key_size(enum sim_cipher c)
{
	return c == SIM_AES256 ? 32 : c == SIM_AES192 ? 24 : 16;
}

size_t
sim_block_size(enum sim_cipher c)
{
	return c == SIM_3DES ? 8 : 16;
}

void
sim_hash(const char *name, const void *p, size_t n, uint8_t *out)
{
	must(EVP_Q_digest(NULL, name, NULL, p, n, out, NULL));
}

void
sim_kdf(enum sim_cipher c, const void *k, size_t n, uint32_t counter,
    uint8_t *out)
{
	uint8_t in[SIM_MAX_SECRET + 4], md[32];
	size_t i, size = sim_key_size(c);
	unsigned bits;

	if (n > SIM_MAX_SECRET)
		abort();
	memcpy(in, k, n);
	in[n] = in[n + 1] = in[n + 2] = 0;
	in[n + 3] = (uint8_t)counter;
	sim_hash(size > 16 ? "SHA256" : "SHA1", in, n + 4, md);
	memcpy(out, md, size);
	for (i = 0; c == SIM_3DES && i < size; i++) {
		bits = (unsigned)__builtin_popcount(out[i] & 0xFE);
		out[i] = (uint8_t)((out[i] & 0xFE) | (bits % 2 == 0));
	}
}

static const EVP_CIPHER *
cbc(enum sim_cipher c)
{
	switch (c) {
	case SIM_3DES:
		return EVP_des_ede3_cbc();
	case SIM_AES128:
		return EVP_aes_128_cbc();
	case SIM_AES192:
		return EVP_aes_192_cbc();
	default:
		return EVP_aes_256_cbc();
	}
}

static void
run(const EVP_CIPHER *type, int encrypt, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t n, uint8_t *out)
{
	static const uint8_t zero[SIM_MAX_BLOCK];
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int got = 0;

	must(ctx != NULL);
	must(EVP_CipherInit_ex(ctx, type, NULL, key, iv != NULL ? iv : zero,
	    encrypt));
	EVP_CIPHER_CTX_set_padding(ctx, 0);
	must(EVP_CipherUpdate(ctx, out, &got, in, (int)n));
	must((size_t)got == n);
	EVP_CIPHER_CTX_free(ctx);
}

/* Two keys of DES as OpenSSL wants three. */
static const uint8_t *
three(enum sim_cipher c, const uint8_t *key, uint8_t full[24])
{
	if (c != SIM_3DES)
		return key;
	memcpy(full, key, 16);
	memcpy(full + 16, key, 8);
	return full;
}

void
sim_encrypt(enum sim_cipher c, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t n, uint8_t *out)
{
	uint8_t full[24];

	run(cbc(c), 1, three(c, key, full), iv, in, n, out);
}

void
sim_decrypt(enum sim_cipher c, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t n, uint8_t *out)
{
	uint8_t full[24];

	run(cbc(c), 0, three(c, key, full), iv, in, n, out);
}

void
sim_pad(struct sim_bytes *b, size_t block)
{
	static const uint8_t pad[SIM_MAX_BLOCK] = { 0x80 };

	sim_add(b, pad, block - b->n % block);
}

bool
sim_unpad(const uint8_t *p, size_t *n)
{
	size_t i = *n;

	while (i > 0 && p[i - 1] == 0)
		i--;
	if (i == 0 || p[i - 1] != 0x80 || *n - i >= SIM_MAX_BLOCK)
		return false;
	*n = i - 1;
	return true;
}

/* ISO/IEC 9797-1, MAC algorithm 3: DES in a chain under the first key, the
 * last block through both. Single DES is 3DES with one key three times. */
static void
retail(const uint8_t *key, const uint8_t *p, size_t n, uint8_t out[SIM_MAC])
{
	uint8_t first[24], second[24], *chain = malloc(n);
	size_t i;

	must(chain != NULL && n > 0 && n % 8 == 0);
	for (i = 0; i < 3; i++) {
		memcpy(first + 8 * i, key, 8);
		memcpy(second + 8 * i, key + 8, 8);
	}
	run(EVP_des_ede3_cbc(), 1, first, NULL, p, n, chain);
	memcpy(out, chain + n - 8, 8);
	free(chain);
	run(EVP_des_ede3_cbc(), 0, second, NULL, out, 8, out);
	run(EVP_des_ede3_cbc(), 1, first, NULL, out, 8, out);
}

void
sim_mac(enum sim_cipher c, const uint8_t *key, const uint8_t *p, size_t n,
    uint8_t out[SIM_MAC])
{
	static const char *const name[] = { "", "AES-128-CBC", "AES-192-CBC",
		"AES-256-CBC" };
	uint8_t mac[SIM_MAX_BLOCK];
	size_t got = 0;

	if (c == SIM_3DES) {
		retail(key, p, n, out);
		return;
	}
	must(EVP_Q_mac(NULL, "CMAC", NULL, name[c], NULL, key, sim_key_size(c),
	    p, n, mac, sizeof mac, &got) != NULL);
	memcpy(out, mac, SIM_MAC);
}

void
sim_random(struct sim_card *c, void *out, size_t n)
{
	if (c->laid.n - c->laid_at >= n) {
		memcpy(out, c->laid.p + c->laid_at, n);
		c->laid_at += n;
		return;
	}
	must(RAND_bytes(out, (int)n));
}
