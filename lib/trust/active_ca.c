/* SPDX-License-Identifier: ISC */
/* Chip Authentication. Whoever has the terminal's secret can make a transcript
 * up without any chip, so it counts only as the word of a station that is
 * known. */
#include "base/mem.h"
#include "chip/group.h"
#include "chip/sm.h"
#include "trust/active_priv.h"

/* id-CA-DH-3DES-CBC-CBC and id-CA-ECDH-3DES-CBC-CBC */
#define CA_DH_3DES SLICE("\x04\x00\x7f\x00\x07\x02\x02\x03\x01\x01")
#define CA_ECDH_3DES SLICE("\x04\x00\x7f\x00\x07\x02\x02\x03\x02\x01")

/* The info that the record names, in DG14. A key alone means 3DES (Doc 9303-11,
 * 9.2.5). */
static bool
find_info(const struct active *a, const struct ca_key *key,
    struct ca_info *out)
{
	const struct security_infos *s = &a->dg14;
	size_t i;

	if (s->cas == 0) {
		*out = (struct ca_info){ .version = 1, .ec = key->ec,
		    .oid = key->ec ? CA_ECDH_3DES : CA_DH_3DES,
		    .key_id = key->key_id, .cipher = CRYPTO_3DES };
		return active_oid_is(out->oid, a->g->ca.oid);
	}
	for (i = 0; i < s->cas; i++)
		if (s->ca[i].version == 1 && s->ca[i].ec == key->ec &&
		    (s->ca[i].key_id < 0 || key->key_id < 0 ||
		    s->ca[i].key_id == key->key_id) &&
		    active_oid_is(s->ca[i].oid, a->g->ca.oid)) {
			*out = s->ca[i];
			return true;
		}
	return false;
}

static bool
find_key(const struct active *a, struct ca_info *info, struct ca_key *out)
{
	int id = active_number(a->g->ca.key_id);
	size_t i;

	for (i = 0; i < a->dg14.keys; i++)
		if (a->dg14.key[i].key_id == id &&
		    find_info(a, &a->dg14.key[i], info)) {
			*out = a->dg14.key[i];
			return true;
		}
	return false;
}

/* The first answer under the new keys: the command counted 1, it counts 2
 * (Doc 9303-11, 9.8.6.3, 9.8.7.3). */
static enum err
open_answer(const struct active *a, enum crypto_cipher cipher,
    struct slice secret, uint16_t *sw)
{
	uint8_t enc[CRYPTO_KEY_MAX], mac[CRYPTO_KEY_MAX];
	uint8_t counter[CRYPTO_BLOCK_MAX] = { 0 };
	struct buf data = { 0 };
	struct sm *sm;
	enum err e;

	counter[crypto_block_size(cipher) - 1] = 1;
	crypto_kdf(cipher, secret, 1, enc);
	crypto_kdf(cipher, secret, 2, mac);
	sm = sm_new(cipher, enc, mac, counter);
	e = sm_unwrap(sm, a->g->ca.resp, &data, sw);
	sm_free(sm);
	buf_wipe(&data);
	mem_wipe(enc, sizeof enc);
	mem_wipe(mac, sizeof mac);
	return e;
}

/* Shorter keys than that of EF.SOD's signer are told from it as well. */
static bool
judge_group(struct active *a, const struct group *g)
{
	size_t octets = group_field_size(g);

	if (group_is_ec(g) && octets < 28) {
		FIND(a->fs, "ca.key", FORBIDDEN,
		    N_("a curve of less than 224 bits"));
		return false;
	}
	if (octets < (group_is_ec(g) ? 32 : 256))
		FIND(a->fs, "ca.key", ODD,
		    N_("a group of less than 256 bits, or 2048 without a "
		    "curve"));
	else
		FIND(a->fs, "ca.key", GOOD,
		    N_("the key is signed in DG14, and long enough"));
	return true;
}

/* ERR_FORMAT: no key of the terminal's. ERR_UNSUPPORTED, ERR_DAMAGED: of the
 * chip's key. *strong: something may rest on it. */
static enum err
transcript(struct active *a, const struct ca_info *info,
    const struct ca_key *key, uint16_t *sw, bool *strong)
{
	struct group *g = NULL;
	struct buf secret = { 0 };
	struct slice public;
	enum err e = group_spki(key->spki, &g, &public);

	if (e == ERR_OK && group_is_ec(g) != key->ec)
		e = ERR_FORMAT;
	if (e != ERR_OK) {
		e = e == ERR_UNSUPPORTED ? e : ERR_DAMAGED;
		goto out;
	}
	*strong = judge_group(a, g);
	e = group_agree_published(g, a->g->ca.sk_ifd, public, &secret);
	if (e == ERR_OK)
		e = open_answer(a, info->cipher, buf_slice(&secret), sw);
out:
	group_free(g);
	buf_wipe(&secret);
	return e;
}

static void
ca_right(struct active *a, uint16_t sw, bool strong)
{
	if (sw != 0x9000) {
		FIND(a->fs, "ca.proof", ODD,
		    N_("the answer under the new keys says that its command "
		    "failed"));
	} else if (a->trusted_seal) {
		a->ca = strong ? ACTIVE_PROVEN : ACTIVE_OPEN;
		FIND(a->fs, "ca.proof", GOOD,
		    N_("the chip has the private key, as a known station saw"));
	} else {
		a->ca = ACTIVE_ASSERTED;
		FIND(a->fs, "ca.proof", NOT_DONE,
		    N_("reader-asserted: the transcript could be made up, and "
		    "no known station has sealed it"));
	}
}

static void
judge_transcript(struct active *a)
{
	struct ca_info info;
	struct ca_key key;
	bool strong = false, there = false;
	uint16_t sw = 0;
	enum err e = ERR_DAMAGED;

	a->ca = ACTIVE_OPEN;
	if (active_unjudged(a, LDS_DG14))
		FIND(a->fs, "ca.key", NOT_DONE,
		    N_("whether DG14 with the key is signed is not known"));
	else if (!a->has_dg14)
		FIND(a->fs, "ca.key", FORBIDDEN,
		    N_("no signed DG14 holds the key"));
	else if (!find_key(a, &info, &key))
		FIND(a->fs, "ca.key", FORBIDDEN,
		    N_("DG14 has no such key, or not for this protocol"));
	else
		there = true;
	if (there)
		e = transcript(a, &info, &key, &sw, &strong);
	if (e == ERR_OK) {
		ca_right(a, sw, strong);
	} else if (e == ERR_DAMAGED || e == ERR_UNSUPPORTED) {
		if (there)
			FIND(a->fs, "ca.key", FORBIDDEN,
			    N_("DG14 holds no key that can be used"));
		FIND(a->fs, "ca.proof", NOT_DONE,
		    N_("there is no signed key to judge it with"));
	} else {
		a->ca = ACTIVE_FAILED;
		FIND(a->fs, "ca.proof", BROKEN,
		    N_("the answer was not made with the private key of "
		    "DG14"));
	}
}

static void
ca_no_answer(struct active *a)
{
	struct slice why = a->g->ca.error;

	a->ca = ACTIVE_OPEN;
	if (slice_is(why, "refused") || slice_is(why, "wrong-mac") ||
	    slice_is(why, "session-ended")) {
		a->ca = ACTIVE_FAILED;
		FIND(a->fs, "ca.proof", BROKEN,
		    N_("the chip did not give the proof that it was asked "
		    "for"));
	} else if (slice_is(why, "unsupported") || slice_is(why, "damaged")) {
		FIND(a->fs, "ca.proof", NOT_DONE,
		    N_("the reader could not use the key in DG14"));
	} else {
		FIND(a->fs, "ca.proof", NOT_DONE,
		    N_("there is no answer of the chip"));
	}
}

void
active_ca(struct active *a)
{
	const struct evidence_given *g = a->g;

	if (g->ca.oid.p == NULL && g->ca.sk_ifd.p == NULL &&
	    g->ca.resp.p == NULL && g->ca.error.p == NULL)
		FIND(a->fs, "ca.proof", NOT_DONE,
		    N_("Chip Authentication was not tried"));
	else if (g->ca.sk_ifd.p == NULL || g->ca.resp.p == NULL)
		ca_no_answer(a);
	else
		judge_transcript(a);
}
