/* SPDX-License-Identifier: ISC */
/* The steps of Basic Access Control. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "chip/bac.h"

#define CHALLENGE 8
#define KEY 16
#define SEALED (2 * CHALLENGE + KEY)	/* both challenges and a key */

struct bac {
	struct crypto_key *enc, *mac;
	uint8_t rnd_ic[CHALLENGE], rnd_ifd[CHALLENGE], k_ifd[KEY];
};

struct bac *
bac_new(struct slice mrz_info)
{
	struct bac *b = xcalloc(1, sizeof *b);
	uint8_t digest[CRYPTO_HASH_MAX], key[CRYPTO_KEY_MAX];
	struct slice seed = { (const char *)digest, KEY };

	crypto_digest(CRYPTO_SHA1, &mrz_info, 1, digest);
	crypto_kdf(CRYPTO_3DES, seed, 1, key);
	b->enc = crypto_key_new(CRYPTO_3DES, key);
	crypto_kdf(CRYPTO_3DES, seed, 2, key);
	b->mac = crypto_key_new(CRYPTO_3DES, key);
	mem_wipe(digest, sizeof digest);
	mem_wipe(key, sizeof key);
	return b;
}

void
bac_free(struct bac *b)
{
	if (b == NULL)
		return;
	crypto_key_free(b->enc);
	crypto_key_free(b->mac);
	mem_wipe(b, sizeof *b);
	free(b);
}

/* The MAC over E.IFD or E.IC, which are whole blocks: one more is padding. */
static void
seal(struct bac *b, const uint8_t *sealed, uint8_t mac[CRYPTO_MAC_SIZE])
{
	const struct slice parts[] = { { (const char *)sealed, SEALED },
	    SLICE("\x80\0\0\0\0\0\0\0") };

	crypto_mac(b->mac, parts, 2, mac);
}

enum err
bac_request(struct bac *b, struct slice rnd_ic, const struct random *r,
    struct buf *out)
{
	uint8_t s[SEALED + CRYPTO_MAC_SIZE];
	enum err e;

	if (rnd_ic.n != CHALLENGE)
		return ERR_FORMAT;
	e = r->fill(r->ctx, b->rnd_ifd, CHALLENGE);
	if (e == ERR_OK)
		e = r->fill(r->ctx, b->k_ifd, KEY);
	if (e != ERR_OK)
		return e;
	memcpy(b->rnd_ic, rnd_ic.p, CHALLENGE);
	memcpy(s, b->rnd_ifd, CHALLENGE);
	memcpy(s + CHALLENGE, b->rnd_ic, CHALLENGE);
	memcpy(s + 2 * CHALLENGE, b->k_ifd, KEY);
	crypto_encrypt(b->enc, NULL, s, SEALED, s);
	seal(b, s, s + SEALED);
	buf_add(out, (const char *)s, sizeof s);
	return ERR_OK;
}

/* Session keys from both halves, the counter from both challenges
 * (Doc 9303-11, 4.3 and 9.8.6.3). */
static struct sm *
session(const struct bac *b, const uint8_t *k_ic)
{
	uint8_t seed[KEY], ssc[8], enc[CRYPTO_KEY_MAX], mac[CRYPTO_KEY_MAX];
	struct slice secret = { (const char *)seed, KEY };
	struct sm *s;
	size_t i;

	for (i = 0; i < KEY; i++)
		seed[i] = b->k_ifd[i] ^ k_ic[i];
	crypto_kdf(CRYPTO_3DES, secret, 1, enc);
	crypto_kdf(CRYPTO_3DES, secret, 2, mac);
	memcpy(ssc, b->rnd_ic + 4, 4);
	memcpy(ssc + 4, b->rnd_ifd + 4, 4);
	s = sm_new(CRYPTO_3DES, enc, mac, ssc);
	mem_wipe(seed, sizeof seed);
	mem_wipe(enc, sizeof enc);
	mem_wipe(mac, sizeof mac);
	return s;
}

enum err
bac_session(struct bac *b, struct slice answer, struct sm **out)
{
	uint8_t r[SEALED], mac[CRYPTO_MAC_SIZE];
	enum err e = ERR_HOSTILE;

	if (answer.n != SEALED + CRYPTO_MAC_SIZE)
		return ERR_LINK;
	seal(b, (const uint8_t *)answer.p, mac);
	if (!crypto_same(mac, answer.p + SEALED, sizeof mac))
		return ERR_HOSTILE;
	crypto_decrypt(b->enc, NULL, answer.p, SEALED, r);
	if (crypto_same(r, b->rnd_ic, CHALLENGE) &&
	    crypto_same(r + CHALLENGE, b->rnd_ifd, CHALLENGE)) {
		*out = session(b, r + 2 * CHALLENGE);
		e = ERR_OK;
	}
	mem_wipe(r, sizeof r);
	return e;
}
