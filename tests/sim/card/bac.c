/* SPDX-License-Identifier: ISC */
/* Basic Access Control of the chip: Doc 9303-11, 4.3. */
#include <openssl/crypto.h>
#include <string.h>

#include "priv.h"

#define BAC_TEXT 32	/* two nonces and a half of a key */

uint16_t
sim_get_challenge(struct sim_card *c, const struct sim_apdu *a,
    struct sim_bytes *out)
{
	if (!c->profile->bac)
		return SW_INS;
	if (a->p1 != 0 || a->p2 != 0)
		return SW_P1P2;
	if (a->lc != 0 || a->le != sizeof c->rnd_ic)
		return SW_LENGTH;
	if (!c->applet || c->access)
		return SW_CONDITIONS;
	sim_random(c, c->rnd_ic, sizeof c->rnd_ic);
	c->challenged = true;
	sim_add(out, c->rnd_ic, sizeof c->rnd_ic);
	return SW_OK;
}

/* RND.IFD, RND.IC, K.IFD out of the cryptogram; false: it was made with
 * another key, or for another challenge. */
static bool
open_text(struct sim_card *c, const uint8_t *data, const uint8_t *enc,
    const uint8_t *mac, uint8_t text[BAC_TEXT])
{
	struct sim_bytes m = { 0 };
	uint8_t want[SIM_MAC];

	sim_add(&m, data, BAC_TEXT);
	sim_pad(&m, 8);
	sim_mac(SIM_3DES, mac, m.p, m.n, want);
	sim_clear(&m);
	sim_decrypt(SIM_3DES, enc, NULL, data, BAC_TEXT, text);
	return CRYPTO_memcmp(want, data + BAC_TEXT, SIM_MAC) == 0 &&
	    CRYPTO_memcmp(text + 8, c->rnd_ic, 8) == 0;
}

/* RND.IC, RND.IFD, K.IC encrypted, and a MAC over that. */
static void
answer(struct sim_card *c, const uint8_t *enc, const uint8_t *mac,
    const uint8_t theirs[BAC_TEXT], const uint8_t k_ic[16],
    struct sim_bytes *out)
{
	uint8_t text[BAC_TEXT], sum[SIM_MAC];
	struct sim_bytes m = { 0 };

	memcpy(text, c->rnd_ic, 8);
	memcpy(text + 8, theirs, 8);
	memcpy(text + 16, k_ic, 16);
	sim_encrypt(SIM_3DES, enc, NULL, text, BAC_TEXT, text);
	sim_add(&m, text, BAC_TEXT);
	sim_pad(&m, 8);
	sim_mac(SIM_3DES, mac, m.p, m.n, sum);
	sim_clear(&m);
	if (sim_faulty(c, SIM_F_TOKEN))
		sum[0] ^= 1;
	sim_add(out, text, sizeof text);
	sim_add(out, sum, sizeof sum);
}

uint16_t
sim_external_authenticate(struct sim_card *c, const struct sim_apdu *a,
    struct sim_bytes *out)
{
	uint8_t seed[20], enc[SIM_MAX_KEY], mac[SIM_MAX_KEY], text[BAC_TEXT];
	uint8_t k_ic[16];
	size_t i;

	if (!c->profile->bac)
		return SW_INS;
	if (a->p1 != 0 || a->p2 != 0)
		return SW_P1P2;
	if (a->lc != BAC_TEXT + SIM_MAC || a->le < BAC_TEXT + SIM_MAC)
		return SW_LENGTH;
	if (!c->applet || !c->challenged || c->access)
		return SW_CONDITIONS;
	c->challenged = false;
	sim_hash("SHA1", c->mrz, strlen(c->mrz), seed);
	sim_kdf(SIM_3DES, seed, 16, 1, enc);
	sim_kdf(SIM_3DES, seed, 16, 2, mac);
	if (!open_text(c, a->data, enc, mac, text)) {
		c->seen.wrong_keys++;
		return SW_FAILED;
	}
	sim_random(c, k_ic, sizeof k_ic);
	answer(c, enc, mac, text, k_ic, out);
	for (i = 0; i < sizeof k_ic; i++)
		seed[i] = k_ic[i] ^ text[16 + i];
	sim_sm_start(&c->next, SIM_3DES, seed, sizeof k_ic);
	memcpy(c->next.ssc, c->rnd_ic + 4, 4);
	memcpy(c->next.ssc + 4, text + 4, 4);
	c->access = true;
	c->seen.bac = true;
	return SW_OK;
}
