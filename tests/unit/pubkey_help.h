/* SPDX-License-Identifier: ISC */
/* OpenSSL signs what our public keys verify. */
#ifndef PUBKEY_HELP_H
#define PUBKEY_HELP_H

#include "trust/pubkey.h"
#include "witness.h"

#include <openssl/rsa.h>

#define MESSAGE SLICE("what was signed")

static const char *const hash_names[CRYPTO_HASHES] = {
	"SHA1", "SHA224", "SHA256", "SHA384", "SHA512"
};

static inline struct slice
message(void)
{
	return MESSAGE;
}

/* A signature of OpenSSL's over the message, by kind and hash. */
static inline void
sign(EVP_PKEY *k, const struct signature_algorithm *a, struct buf *out)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	EVP_PKEY_CTX *p = NULL;
	struct slice m = message();
	size_t n = 1024;
	bool good;

	buf_reset(out);
	buf_grow(out, n);
	good = EVP_DigestSignInit_ex(c, &p, hash_names[a->hash], NULL, NULL, k,
	    NULL) > 0;
	if (good && a->kind == SIGNATURE_PSS)
		good = EVP_PKEY_CTX_set_rsa_padding(p, RSA_PKCS1_PSS_PADDING) >
		    0 && EVP_PKEY_CTX_set_rsa_pss_saltlen(p, a->salt) > 0 &&
		    EVP_PKEY_CTX_set_rsa_mgf1_md_name(p,
		    hash_names[a->mgf_hash], NULL) > 0;
	if (good && EVP_DigestSign(c, (uint8_t *)out->p, &n,
	    (const uint8_t *)m.p, m.n) > 0)
		out->n = n;
	EVP_MD_CTX_free(c);
}

static inline enum pubkey_answer
verify(struct pubkey *k, const struct signature_algorithm *a,
    const struct buf *sig)
{
	struct slice parts[2] = { message(), message() };

	parts[0].n = 5;
	parts[1].p += 5;
	parts[1].n -= 5;
	return pubkey_verify(k, a, parts, 2, buf_slice(sig));
}

static inline struct pubkey *
key_of(EVP_PKEY *k)
{
	struct pubkey *out = NULL;
	struct buf spki = { 0 };

	spki_of(k, &spki);
	if (pubkey_new(buf_slice(&spki), &out) != ERR_OK)
		out = NULL;
	buf_release(&spki);
	return out;
}

static inline struct signature_algorithm
algorithm(enum signature_kind kind, enum crypto_hash h)
{
	return (struct signature_algorithm){ .kind = kind, .hash_given = true,
	    .naming = HASH_KNOWN, .hash = h, .mgf_hash = h, .trailer = 1,
	    .salt = (int)crypto_hash_size(h) };
}

/* Every hash under this key, and each signature altered. */
static inline bool
all_hashes(EVP_PKEY *theirs, struct pubkey *ours, enum signature_kind kind)
{
	struct signature_algorithm a;
	struct buf sig = { 0 };
	bool good = true;
	int h;

	for (h = 0; h < CRYPTO_HASHES; h++) {
		a = algorithm(kind, (enum crypto_hash)h);
		sign(theirs, &a, &sig);
		good = good && sig.n > 0 &&
		    verify(ours, &a, &sig) == PUBKEY_GOOD;
		sig.p[sig.n - 1] ^= 1;
		good = good && verify(ours, &a, &sig) == PUBKEY_BAD;
		sig.p[sig.n - 1] ^= 1;
		a.hash = (enum crypto_hash)((h + 1) % CRYPTO_HASHES);
		good = good && verify(ours, &a, &sig) == PUBKEY_BAD;
		a.hash = (enum crypto_hash)h;
		a.naming = HASH_MD5;
		good = good && verify(ours, &a, &sig) == PUBKEY_BAD;
	}
	buf_release(&sig);
	return good;
}

#endif
