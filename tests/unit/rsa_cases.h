/* SPDX-License-Identifier: ISC */
/* Signatures of RSA of every kind, good and made up by who has the private key
 * or has not, judged by pubkey_rsa and by OpenSSL's EVP. */
#ifndef RSA_CASES_H
#define RSA_CASES_H

#include <openssl/bn.h>
#include <openssl/rsa.h>

#include <string.h>

#include "rsa_make.h"
#include "trust/pubkey_priv.h"

#define RSA_OCTETS 520

/* From RSA_OTHER_DIGEST on a good signature is changed. Signing is what takes
 * time: each of them is used so often. */
#define RSA_USES 8
enum rsa_kind {
	RSA_GOOD, RSA_GOOD_NO_NULL, RSA_BLOCK_CHANGED, RSA_SHORT_PADDING,
	RSA_NO_BLOCK, RSA_FORM, RSA_OTHER_HASH, RSA_OTHER_DIGEST, RSA_FLIP,
	RSA_EDGE, RSA_PLUS_N, RSA_MINUS, RSA_LENGTH, RSA_ANY, RSA_KINDS
};

struct rsa_case {
	enum crypto_hash hash;
	uint8_t digest[CRYPTO_HASH_MAX], sig[RSA_OCTETS];
	size_t sig_n;
	struct buf block;
};

struct rsa_side {
	EVP_PKEY *key;
	EVP_PKEY_CTX *sign, *recover, *verify[CRYPTO_HASHES];
	BIGNUM *n, *s;
	struct pubkey_rsa *ours;
	size_t size;
	struct rsa_case good;
	unsigned uses;			/* of it, that are left */
};

static inline uint64_t
rsa_random(uint64_t *seed)		/* splitmix64 */
{
	uint64_t z = *seed += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static inline size_t
rsa_below(uint64_t *seed, size_t n)
{
	return (size_t)(rsa_random(seed) % n);
}

static inline void
rsa_fill(uint64_t *seed, uint8_t *out, size_t n)
{
	while (n-- > 0)
		*out++ = (uint8_t)rsa_random(seed);
}

static inline struct slice
rsa_digest(const struct rsa_case *w)
{
	return (struct slice){ (const char *)w->digest,
	    crypto_hash_size(w->hash) };
}

static inline EVP_PKEY_CTX *
rsa_context(EVP_PKEY *key, int init(EVP_PKEY_CTX *), int padding)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(key, NULL);

	if (c == NULL || init(c) <= 0 ||
	    EVP_PKEY_CTX_set_rsa_padding(c, padding) <= 0)
		abort();
	return c;
}

/* False: none of ours for this key. */
static inline bool
rsa_side_open(struct rsa_side *k, size_t bits, unsigned e)
{
	const EVP_MD *md[CRYPTO_HASHES] = { EVP_sha1(), EVP_sha224(),
	    EVP_sha256(), EVP_sha384(), EVP_sha512() };
	uint8_t n[1100];
	int h;

	*k = (struct rsa_side){ .key = make_rsa(bits, e), .s = BN_new() };
	EVP_PKEY_get_bn_param(k->key, "n", &k->n);
	k->size = (size_t)BN_bn2bin(k->n, n);
	k->sign = rsa_context(k->key, EVP_PKEY_sign_init, RSA_NO_PADDING);
	k->recover = rsa_context(k->key, EVP_PKEY_verify_recover_init,
	    RSA_NO_PADDING);
	for (h = 0; h < CRYPTO_HASHES; h++) {
		k->verify[h] = rsa_context(k->key, EVP_PKEY_verify_init,
		    RSA_PKCS1_PADDING);
		EVP_PKEY_CTX_set_signature_md(k->verify[h], md[h]);
	}
	k->ours = pubkey_rsa_new((struct slice){ (char *)n, k->size }, e);
	return k->ours != NULL;
}

static inline void
rsa_side_close(struct rsa_side *k)
{
	int h;

	pubkey_rsa_free(k->ours);
	for (h = 0; h < CRYPTO_HASHES; h++)
		EVP_PKEY_CTX_free(k->verify[h]);
	EVP_PKEY_CTX_free(k->sign);
	EVP_PKEY_CTX_free(k->recover);
	EVP_PKEY_free(k->key);
	buf_release(&k->good.block);
	BN_free(k->n);
	BN_free(k->s);
}

/* What is 0 .. n - 1 and as long as n is signed as it stands. */
static inline void
rsa_sign(const struct rsa_side *k, struct rsa_case *w)
{
	w->sig_n = k->size;
	if (EVP_PKEY_sign(k->sign, w->sig, &w->sig_n,
	    (uint8_t *)w->block.p, w->block.n) <= 0)
		abort();
}

/* 00 01 ff .. ff 00, a DigestInfo by hand, the digest, and so much behind it:
 * no padding is left where that is all there is room for. */
static inline void
rsa_lay(const struct rsa_side *k, struct rsa_case *w, struct slice info,
    size_t behind, uint64_t *seed)
{
	struct slice digest = rsa_digest(w);
	size_t room = k->size - 3 - info.n - digest.n, ff = room - behind;

	buf_reset(&w->block);
	buf_add(&w->block, "\0\1", 2);
	while (ff-- > 0)
		buf_add_char(&w->block, (char)0xff);
	buf_add_char(&w->block, 0);
	buf_add_slice(&w->block, info);
	buf_add_slice(&w->block, digest);
	while (w->block.n < k->size)
		buf_add_char(&w->block, (char)rsa_random(seed));
}

/* Padding of 0 to 20 octets, the rest behind the digest (Bleichenbacher,
 * 2006). */
static inline void
rsa_short_padding(const struct rsa_side *k, struct rsa_case *w,
    uint64_t *seed)
{
	struct buf info = { 0 };
	size_t from = 0, room;

	while (w->block.p[from + 2] != 0)
		from++;
	buf_add(&info, w->block.p + from + 3, w->block.n - from - 3 -
	    rsa_digest(w).n);
	room = k->size - 3 - info.n - rsa_digest(w).n;
	rsa_lay(k, w, buf_slice(&info), room - rsa_below(seed, 21), seed);
	buf_release(&info);
}

/* Heads of a DigestInfo of SHA-256 that a loose reader takes. */
static inline void
rsa_form(const struct rsa_side *k, struct rsa_case *w, uint64_t *seed)
{
	static const struct slice forms[] = {
		SLICE("\x30\x81\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03"
		    "\x04\x02\x01\x05\x00\x04\x20"),
		SLICE("\x30\x32\x30\x81\x0d\x06\x09\x60\x86\x48\x01\x65\x03"
		    "\x04\x02\x01\x05\x00\x04\x20"),
		SLICE("\x30\x32\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04"
		    "\x02\x01\x05\x00\x04\x81\x20"),
		SLICE("\x30\x82\x00\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65"
		    "\x03\x04\x02\x01\x05\x00\x04\x20"),
		SLICE("\x30\x80\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04"
		    "\x02\x01\x05\x00\x04\x20"),
		SLICE("\x30\x32\x30\x0e\x06\x09\x60\x86\x48\x01\x65\x03\x04"
		    "\x02\x01\x05\x81\x00\x04\x20"),
		SLICE("\x30\x33\x30\x0f\x06\x09\x60\x86\x48\x01\x65\x03\x04"
		    "\x02\x01\x05\x02\xff\xff\x04\x20"),
		SLICE("\x30\x32\x30\x0e\x06\x0a\x60\x80\x86\x48\x01\x65\x03"
		    "\x04\x02\x01\x05\x00\x04\x20"),
		SLICE("\x30\x2e\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01"
		    "\x05\x00\x04\x20"),
		SLICE("\x04\x20"), SLICE("")
	};

	w->hash = CRYPTO_SHA256;
	rsa_lay(k, w, forms[rsa_below(seed, sizeof forms / sizeof *forms)], 0,
	    seed);
}

/* The block before it is signed. */
static inline void
rsa_block(const struct rsa_side *k, enum rsa_kind kind, uint64_t *seed,
    struct rsa_case *w)
{
	enum crypto_hash named = w->hash;
	bool null = kind == RSA_GOOD || (kind != RSA_GOOD_NO_NULL &&
	    rsa_below(seed, 2) == 0);

	if (kind == RSA_OTHER_HASH)
		named = (enum crypto_hash)rsa_below(seed, CRYPTO_HASHES);
	pubkey_rsa_block(named, null, rsa_digest(w), k->size, &w->block);
	if (kind == RSA_SHORT_PADDING)
		rsa_short_padding(k, w, seed);
	if (kind == RSA_FORM)
		rsa_form(k, w, seed);
	if (kind == RSA_NO_BLOCK)
		rsa_fill(seed, (uint8_t *)w->block.p + 1, k->size - 1);
	if (kind == RSA_BLOCK_CHANGED)	/* the first octet stays zero */
		w->block.p[1 + rsa_below(seed, k->size - 1)] ^=
		    (char)(1u << rsa_below(seed, 8));
}

/* Numbers at the edges, and with zeros at either end. */
static inline void
rsa_edge(const struct rsa_side *k, uint64_t *seed, struct rsa_case *w)
{
	size_t at = 1 + rsa_below(seed, k->size - 8);

	switch (rsa_below(seed, 6)) {
	case 0:			/* 0, 1, 2 .. */
		BN_set_word(k->s, (BN_ULONG)rsa_below(seed, 4));
		break;
	case 1:			/* n - 2 .. n + 1 */
		BN_copy(k->s, k->n);
		BN_sub_word(k->s, 2);
		BN_add_word(k->s, (BN_ULONG)rsa_below(seed, 4));
		break;
	case 2:
		memset(w->sig, 0xff, k->size);
		return;
	case 3:
		memset(w->sig, 0, at);
		return;
	case 4:
		memset(w->sig + at, 0, k->size - at);
		return;
	default:
		BN_one(k->s);
		BN_lshift(k->s, k->s, (int)rsa_below(seed, k->size * 8));
	}
	BN_bn2binpad(k->s, w->sig, (int)k->size);
}

static inline void
rsa_length(uint64_t *seed, struct rsa_case *w)
{
	switch (rsa_below(seed, 4)) {
	case 0:			/* a zero before it */
		memmove(w->sig + 1, w->sig, w->sig_n++);
		w->sig[0] = 0;
		break;
	case 1:
		w->sig[w->sig_n++] = (uint8_t)rsa_random(seed);
		break;
	case 2:
		w->sig_n -= 1 + rsa_below(seed, 8);
		break;
	default:
		w->sig_n = rsa_below(seed, w->sig_n);
	}
}

/* The signature after it was made. */
static inline void
rsa_change(const struct rsa_side *k, enum rsa_kind kind, uint64_t *seed,
    struct rsa_case *w)
{
	BN_bin2bn(w->sig, (int)w->sig_n, k->s);
	if (kind == RSA_FLIP)
		w->sig[rsa_below(seed, w->sig_n)] ^=
		    (uint8_t)(1u << rsa_below(seed, 8));
	if (kind == RSA_EDGE)
		rsa_edge(k, seed, w);
	if (kind == RSA_PLUS_N || kind == RSA_MINUS) {
		if (kind == RSA_PLUS_N)
			BN_add(k->s, k->s, k->n);
		else
			BN_sub(k->s, k->n, k->s);
		/* without what does not fit: another signature */
		BN_mask_bits(k->s, (int)k->size * 8);
		BN_bn2binpad(k->s, w->sig, (int)k->size);
	}
	if (kind == RSA_LENGTH)
		rsa_length(seed, w);
	if (kind == RSA_ANY)
		rsa_fill(seed, w->sig, w->sig_n);
	if (kind == RSA_OTHER_DIGEST)
		w->digest[rsa_below(seed, rsa_digest(w).n)] ^=
		    (uint8_t)(1u << rsa_below(seed, 8));
}

static inline void
rsa_fresh(const struct rsa_side *k, enum rsa_kind kind, uint64_t *seed,
    struct rsa_case *w)
{
	w->hash = (enum crypto_hash)rsa_below(seed, CRYPTO_HASHES);
	rsa_fill(seed, w->digest, sizeof w->digest);
	if (rsa_below(seed, 8) == 0)
		memset(w->digest, 0, sizeof w->digest);
	rsa_block(k, kind, seed, w);
	rsa_sign(k, w);
}

static inline void
rsa_make_case(struct rsa_side *k, enum rsa_kind kind, uint64_t *seed,
    struct rsa_case *w)
{
	if (kind < RSA_OTHER_DIGEST) {
		rsa_fresh(k, kind, seed, w);
		return;
	}
	if (k->uses == 0) {
		rsa_fresh(k, RSA_GOOD, seed, &k->good);
		k->uses = RSA_USES;
	}
	k->uses--;
	w->hash = k->good.hash;
	memcpy(w->digest, k->good.digest, sizeof w->digest);
	memcpy(w->sig, k->good.sig, sizeof w->sig);
	w->sig_n = k->good.sig_n;
	rsa_change(k, kind, seed, w);
}

/* EVP's word on a signature with the NULL, and on the block without. */
static inline enum pubkey_answer
rsa_theirs(const struct rsa_side *k, const struct rsa_case *w)
{
	uint8_t got[RSA_OCTETS];
	size_t n = sizeof got;
	struct buf want = { 0 };
	bool same;

	if (EVP_PKEY_verify(k->verify[w->hash], w->sig, w->sig_n, w->digest,
	    rsa_digest(w).n) == 1)
		return PUBKEY_GOOD;
	if (w->sig_n != k->size || EVP_PKEY_verify_recover(k->recover, got,
	    &n, w->sig, w->sig_n) <= 0)
		return PUBKEY_BAD;
	pubkey_rsa_block(w->hash, false, rsa_digest(w), k->size, &want);
	same = n == want.n && memcmp(got, want.p, n) == 0;
	buf_release(&want);
	return same ? PUBKEY_GOOD_NO_NULL : PUBKEY_BAD;
}

/* Whether both say the same, and what that kind has to be; *answer: theirs. */
static inline bool
rsa_agree(const struct rsa_side *k, enum rsa_kind kind,
    const struct rsa_case *w, enum pubkey_answer *answer)
{
	*answer = rsa_theirs(k, w);
	return pubkey_rsa_verify(k->ours, w->hash, rsa_digest(w),
	    (struct slice){ (const char *)w->sig, w->sig_n }) == *answer &&
	    (kind != RSA_GOOD || *answer == PUBKEY_GOOD) &&
	    (kind != RSA_GOOD_NO_NULL || *answer == PUBKEY_GOOD_NO_NULL) &&
	    (kind < RSA_BLOCK_CHANGED || kind == RSA_OTHER_HASH ||
	    *answer == PUBKEY_BAD);
}

#endif
