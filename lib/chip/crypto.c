/* SPDX-License-Identifier: ISC */
/* The symmetric half of the chip protocols, over OpenSSL's EVP. */
#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/mem.h"
#include "chip/crypto.h"

static const struct {
	const char *name;
	size_t size;
	struct slice oid;		/* content octets */
} hashes[CRYPTO_HASHES] = {
	[CRYPTO_SHA1] = { "SHA1", 20, SLICE("\x2b\x0e\x03\x02\x1a") },
	[CRYPTO_SHA224] = { "SHA224", 28,
	    SLICE("\x60\x86\x48\x01\x65\x03\x04\x02\x04") },
	[CRYPTO_SHA256] = { "SHA256", 32,
	    SLICE("\x60\x86\x48\x01\x65\x03\x04\x02\x01") },
	[CRYPTO_SHA384] = { "SHA384", 48,
	    SLICE("\x60\x86\x48\x01\x65\x03\x04\x02\x02") },
	[CRYPTO_SHA512] = { "SHA512", 64,
	    SLICE("\x60\x86\x48\x01\x65\x03\x04\x02\x03") },
};

static const struct {
	const char *name;
	size_t key, block;
	enum crypto_hash kdf;
} ciphers[] = {
	[CRYPTO_3DES] = { "DES-EDE-CBC", 16, 8, CRYPTO_SHA1 },
	[CRYPTO_AES128] = { "AES-128-CBC", 16, 16, CRYPTO_SHA1 },
	[CRYPTO_AES192] = { "AES-192-CBC", 24, 16, CRYPTO_SHA256 },
	[CRYPTO_AES256] = { "AES-256-CBC", 32, 16, CRYPTO_SHA256 },
};

struct crypto_hasher {
	EVP_MD *md[CRYPTO_HASHES];	/* NULL until it is wanted */
	EVP_MD_CTX *c;
};

/* `chain` is what the MAC runs over all blocks: for AES the key itself, for
 * the retail MAC single DES under the first half of the key, which OpenSSL 3
 * has only as DES-EDE with that half twice. */
struct crypto_key {
	enum crypto_cipher cipher;
	EVP_CIPHER_CTX *encrypt, *decrypt, *chain;
	uint8_t whole[CRYPTO_BLOCK_MAX], part[CRYPTO_BLOCK_MAX];  /* CMAC */
	struct buf scratch;
};

static const uint8_t zeros[CRYPTO_BLOCK_MAX];

/* An OpenSSL without AES or SHA-2 is no machine to go on with, and nothing of
 * a card's brings us here. */
static void
must(bool good)
{
	if (!good)
		abort();
}

/* No openssl.cnf: what a card gets does not depend on a file or OPENSSL_CONF,
 * and a third of OpenSSL's start is saved. Where OpenSSL is in use already this
 * does nothing. */
static void
start(void)
{
	must(OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1);
}

size_t
crypto_hash_size(enum crypto_hash h)
{
	return hashes[h].size;
}

static void
hasher_open(struct crypto_hasher *k)
{
	start();
	k->c = EVP_MD_CTX_new();
	must(k->c != NULL);
}

static void
hasher_close(struct crypto_hasher *k)
{
	int h;

	EVP_MD_CTX_free(k->c);
	for (h = 0; h < CRYPTO_HASHES; h++)
		EVP_MD_free(k->md[h]);
}

struct crypto_hasher *
crypto_hasher_new(void)
{
	struct crypto_hasher *k = xcalloc(1, sizeof *k);

	hasher_open(k);
	return k;
}

void
crypto_hasher_free(struct crypto_hasher *k)
{
	if (k == NULL)
		return;
	hasher_close(k);
	free(k);
}

void
crypto_hasher_digest(struct crypto_hasher *k, enum crypto_hash h,
    const struct slice *parts, size_t n, uint8_t *out)
{
	size_t i;

	if (k->md[h] == NULL)
		k->md[h] = EVP_MD_fetch(NULL, hashes[h].name, NULL);
	must(k->md[h] != NULL &&
	    EVP_DigestInit_ex2(k->c, k->md[h], NULL) == 1);
	for (i = 0; i < n; i++)
		must(EVP_DigestUpdate(k->c, parts[i].p, parts[i].n) == 1);
	must(EVP_DigestFinal_ex(k->c, out, NULL) == 1);
}

void
crypto_digest(enum crypto_hash h, const struct slice *parts, size_t n,
    uint8_t *out)
{
	struct crypto_hasher k = { .c = NULL };

	hasher_open(&k);
	crypto_hasher_digest(&k, h, parts, n, out);
	hasher_close(&k);
}

enum err
crypto_hash_oid(struct slice oid, enum crypto_hash *out)
{
	size_t i;

	for (i = 0; i < CRYPTO_HASHES; i++)
		if (slice_eq(oid, hashes[i].oid)) {
			*out = (enum crypto_hash)i;
			return ERR_OK;
		}
	return ERR_UNSUPPORTED;
}

struct slice
crypto_hash_identifier(enum crypto_hash h)
{
	return hashes[h].oid;
}

size_t
crypto_key_size(enum crypto_cipher c)
{
	return ciphers[c].key;
}

size_t
crypto_block_size(enum crypto_cipher c)
{
	return ciphers[c].block;
}

static EVP_CIPHER_CTX *
context(EVP_CIPHER *cipher, const uint8_t *key, int encrypt)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();

	must(c != NULL && EVP_CipherInit_ex2(c, cipher, key, zeros, encrypt,
	    NULL) == 1 && EVP_CIPHER_CTX_set_padding(c, 0) == 1);
	return c;
}

static void
run(EVP_CIPHER_CTX *c, const uint8_t *iv, const void *in, size_t n, void *out)
{
	int done = 0;

	assert(n <= INT_MAX &&
	    n % (size_t)EVP_CIPHER_CTX_get_block_size(c) == 0);
	if (n == 0)
		return;
	must(EVP_CipherInit_ex2(c, NULL, NULL, iv != NULL ? iv : zeros, -1,
	    NULL) == 1);
	must(EVP_CipherUpdate(c, out, &done, in, (int)n) == 1 &&
	    (size_t)done == n);
}

/* One bit to the left in the field of 2^128 (NIST SP 800-38B, 6.1). */
static void
twice(const uint8_t *in, uint8_t *out)
{
	uint8_t carry = in[0] >> 7;
	size_t i;

	for (i = 0; i + 1 < CRYPTO_BLOCK_MAX; i++)
		out[i] = (uint8_t)(in[i] << 1 | in[i + 1] >> 7);
	out[i] = (uint8_t)(in[i] << 1) ^ (carry ? 0x87 : 0);
}

struct crypto_key *
crypto_key_new(enum crypto_cipher c, const uint8_t *key)
{
	struct crypto_key *k = xcalloc(1, sizeof *k);
	EVP_CIPHER *cipher;
	uint8_t half[16];

	start();
	cipher = EVP_CIPHER_fetch(NULL, ciphers[c].name, NULL);
	must(cipher != NULL);
	k->cipher = c;
	k->encrypt = context(cipher, key, 1);
	k->decrypt = context(cipher, key, 0);
	if (c == CRYPTO_3DES) {
		memcpy(half, key, 8);
		memcpy(half + 8, key, 8);
		k->chain = context(cipher, half, 1);
		mem_wipe(half, sizeof half);
	} else {
		k->chain = k->encrypt;
		run(k->chain, NULL, zeros, sizeof zeros, k->part);
		twice(k->part, k->whole);
		twice(k->whole, k->part);
	}
	EVP_CIPHER_free(cipher);
	return k;
}

void
crypto_key_free(struct crypto_key *k)
{
	if (k == NULL)
		return;
	if (k->chain != k->encrypt)
		EVP_CIPHER_CTX_free(k->chain);
	EVP_CIPHER_CTX_free(k->encrypt);
	EVP_CIPHER_CTX_free(k->decrypt);
	buf_wipe(&k->scratch);
	mem_wipe(k, sizeof *k);
	free(k);
}

void
crypto_encrypt(struct crypto_key *k, const uint8_t *iv, const void *in,
    size_t n, void *out)
{
	run(k->encrypt, iv, in, n, out);
}

void
crypto_decrypt(struct crypto_key *k, const uint8_t *iv, const void *in,
    size_t n, void *out)
{
	run(k->decrypt, iv, in, n, out);
}

/* The last block is triple DES, which is single DES and then the two that the
 * algorithm adds (ISO/IEC 9797-1, 7.3). */
static void
retail_mac(struct crypto_key *k, uint8_t out[CRYPTO_MAC_SIZE])
{
	size_t n = k->scratch.n - 8;
	uint8_t *p = (uint8_t *)k->scratch.p;

	run(k->chain, NULL, p, n, p);
	run(k->encrypt, n > 0 ? p + n - 8 : NULL, p + n, 8, out);
}

/* EVP's CMAC takes its key anew for every message. */
static void
cmac(struct crypto_key *k, uint8_t out[CRYPTO_MAC_SIZE])
{
	bool whole = k->scratch.n > 0 && k->scratch.n % 16 == 0;
	const uint8_t *mask = whole ? k->whole : k->part;
	uint8_t *p;
	size_t i;

	if (!whole)
		crypto_pad(&k->scratch, 16);
	p = (uint8_t *)k->scratch.p;
	for (i = 0; i < 16; i++)
		p[k->scratch.n - 16 + i] ^= mask[i];
	run(k->chain, NULL, p, k->scratch.n, p);
	memcpy(out, p + k->scratch.n - 16, CRYPTO_MAC_SIZE);
}

void
crypto_mac(struct crypto_key *k, const struct slice *parts, size_t n,
    uint8_t out[CRYPTO_MAC_SIZE])
{
	size_t i;

	buf_reset(&k->scratch);
	for (i = 0; i < n; i++)
		buf_add_slice(&k->scratch, parts[i]);
	if (k->cipher != CRYPTO_3DES) {
		cmac(k, out);
		return;
	}
	assert(k->scratch.n > 0 && k->scratch.n % 8 == 0);
	retail_mac(k, out);
}

bool
crypto_same(const void *a, const void *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}

/* The lowest bit of every octet makes their number odd (FIPS 46-3). */
static void
set_parity(uint8_t *key, size_t n)
{
	size_t i;
	uint8_t v;

	for (i = 0; i < n; i++) {
		v = key[i] ^ key[i] >> 4;
		v ^= v >> 2;
		v ^= v >> 1;
		key[i] ^= ~v & 1;
	}
}

void
crypto_kdf(enum crypto_cipher c, struct slice secret, uint32_t counter,
    uint8_t *out)
{
	uint8_t digest[CRYPTO_HASH_MAX];
	char number[4] = { (char)(counter >> 24), (char)(counter >> 16),
	    (char)(counter >> 8), (char)counter };
	const struct slice parts[] = { secret, { number, sizeof number } };

	crypto_digest(ciphers[c].kdf, parts, 2, digest);
	memcpy(out, digest, ciphers[c].key);
	if (c == CRYPTO_3DES)
		set_parity(out, ciphers[c].key);
	mem_wipe(digest, sizeof digest);
}

void
crypto_pad(struct buf *b, size_t block)
{
	buf_add_char(b, '\x80');
	while (b->n % block != 0)
		buf_add_char(b, 0);
}

enum err
crypto_unpad(struct slice padded, size_t *n)
{
	size_t at = padded.n;

	while (at > 0 && padded.p[at - 1] == 0)
		at--;
	if (at == 0 || padded.p[at - 1] != '\x80' ||
	    padded.n - at >= CRYPTO_BLOCK_MAX)
		return ERR_FORMAT;
	*n = at - 1;
	return ERR_OK;
}
