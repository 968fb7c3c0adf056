/* SPDX-License-Identifier: ISC */
/* PACE of the chip: Doc 9303-11, 4.4. */
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "priv.h"

enum password { BY_MRZ = 1, BY_CAN = 2 };

void
sim_pace_reset(struct sim_card *c)
{
	struct sim_pace *p = &c->pace;

	sim_elem_clear(&p->base);
	sim_elem_clear(&p->theirs);
	sim_elem_clear(&p->ours);
	BN_clear_free(p->map_secret);
	OPENSSL_cleanse(p, sizeof *p);
}

/* bsi-de protocols(2) smartcard(2) 4 {1 DH-GM, 2 ECDH-GM, 3 DH-IM, 4 ECDH-IM,
 * 6 ECDH-CAM} {1 3DES, 2 AES-128, ...}: 9.2.3. */
static size_t
oid(const struct sim_profile *p, enum sim_mapping m, uint8_t out[10])
{
	static const uint8_t arc[8] = { 0x04, 0x00, 0x7F, 0x00, 0x07, 0x02,
		0x02, 0x04 };

	memcpy(out, arc, sizeof arc);
	switch (m) {
	case SIM_GM:
		out[8] = p->pace_dh ? 1 : 2;
		break;
	case SIM_IM:
		out[8] = p->pace_dh ? 3 : 4;
		break;
	case SIM_CAM:
		out[8] = 6;
		break;
	}
	out[9] = (uint8_t)(p->pace_cipher + 1);
	return 10;
}

/* The mapping that the terminal names, of those that the card offers. */
static bool
choose(struct sim_card *c, const struct sim_tlv *name)
{
	const struct sim_profile *p = c->profile;
	struct sim_pace *pace = &c->pace;
	enum sim_mapping offered[] = { p->mapping,
	    p->mapping == SIM_CAM ? SIM_GM : p->mapping };
	size_t i;

	for (i = 0; name->p != NULL && i < 2; i++) {
		pace->mapping = offered[i];
		pace->oid_n = oid(p, offered[i], pace->oid);
		if (name->n == pace->oid_n &&
		    memcmp(name->p, pace->oid, pace->oid_n) == 0)
			return true;
	}
	return false;
}

/* 9.7.3 */
static uint16_t
password_key(struct sim_card *c, const struct sim_tlv *which)
{
	const struct sim_profile *p = c->profile;
	uint8_t hash[20];

	if (which->n == 1 && which->p[0] == BY_CAN && p->can) {
		sim_kdf(p->pace_cipher, c->can, strlen(c->can), 3, c->pace.key);
		return SW_OK;
	}
	if (which->n == 1 && which->p[0] == BY_MRZ && p->mrz) {
		sim_hash("SHA1", c->mrz, strlen(c->mrz), hash);
		sim_kdf(p->pace_cipher, hash, sizeof hash, 3, c->pace.key);
		return SW_OK;
	}
	return SW_REFERENCE;
}

uint16_t
sim_mse_pace(struct sim_card *c, const struct sim_apdu *a,
    struct sim_bytes *out)
{
	struct sim_tlv t, mechanism = { 0 }, password = { 0 }, param = { 0 };
	const uint8_t *p = a->data;
	size_t n = a->lc;
	uint16_t sw;

	(void)out;
	sim_pace_reset(c);
	if (a->le != 0 || a->lc == 0)
		return SW_LENGTH;
	if (c->profile->pace_param < 0)
		return SW_P1P2;
	if (c->applet || c->access)
		return SW_CONDITIONS;
	while (sim_tlv_next(&p, &n, &t))
		if (t.tag == 0x80)
			mechanism = t;
		else if (t.tag == 0x83)
			password = t;
		else if (t.tag == 0x84)
			param = t;
	if (n != 0 || !choose(c, &mechanism))
		return SW_DATA;
	if (param.p != NULL &&
	    (param.n != 1 || param.p[0] != c->profile->pace_param))
		return SW_REFERENCE;
	if (password.p == NULL)
		return SW_DATA;
	sw = password_key(c, &password);
	if (sw != SW_OK)
		return sw;
	if (c->pace_group == NULL)
		c->pace_group = sim_group_new(c->profile->pace_dh,
		    c->profile->pace_param);
	if (c->pace_group == NULL)
		return SW_DATA;
	c->pace.step = STEP_NONCE;
	return SW_OK;
}

/* A key pair over `base`; a number as long as p, for an unsigned integer loses
 * its zeros and some terminals do not bear it. */
static BIGNUM *
ephemeral(struct sim_card *c, const struct sim_elem *base,
    struct sim_elem *public)
{
	struct sim_group *g = c->pace_group;
	BIGNUM *k = NULL;

	do {
		BN_clear_free(k);
		k = sim_scalar(c, g);
		sim_elem_times(g, base, k, public);
	} while (g->dh && (size_t)BN_num_bytes(public->y) != g->size);
	return k;
}

/* Our public key, or what a hostile chip sends instead. */
static void
put_public(struct sim_card *c, unsigned tag, const struct sim_elem *ours,
    const struct sim_tlv *theirs, struct sim_bytes *out)
{
	struct sim_group *g = c->pace_group;
	struct sim_bytes b = { 0 };

	sim_elem_write(g, ours, &b);
	if (sim_faulty(c, SIM_F_REFLECT)) {
		b.n = 0;
		sim_add(&b, theirs->p, theirs->n);
	} else if (sim_faulty(c, SIM_F_INFINITY)) {
		if (g->dh || c->fault.value != 0) {
			b.n = 0;	/* the neutral element */
			sim_add(&b, g->dh ? "\1" : "\0", 1);
		} else {
			b.p[b.n - 1] ^= 1;
		}
	}
	sim_tlv_put(out, tag, b.p, b.n);
	sim_clear(&b);
}

static uint16_t
step_nonce(struct sim_card *c, const struct sim_tlv *t, struct sim_bytes *out)
{
	enum sim_cipher type = c->profile->pace_cipher;
	uint8_t z[SIM_MAX_KEY];

	if (t->p != NULL)
		return SW_DATA;
	/* whole blocks, and at least as long as the key */
	c->pace.nonce_n = sim_key_size(type) > 16 ? 32 : 16;
	sim_random(c, c->pace.nonce, c->pace.nonce_n);
	sim_encrypt(type, c->pace.key, NULL, c->pace.nonce, c->pace.nonce_n, z);
	sim_tlv_put(out, 0x80, z, c->pace.nonce_n);
	c->pace.step = STEP_MAP;
	return SW_OK;
}

static uint16_t
step_map(struct sim_card *c, const struct sim_tlv *t, struct sim_bytes *out)
{
	struct sim_group *g = c->pace_group;
	struct sim_elem theirs = { 0 }, ours = { 0 };
	uint16_t sw = SW_DATA;

	if (t->tag != 0x81)
		return SW_DATA;
	if (c->pace.mapping == SIM_IM) {
		if (!sim_map_integrated(c, t->p, t->n))
			return SW_DATA;
		sim_tlv_put(out, 0x82, NULL, 0);
		c->pace.step = STEP_AGREE;
		return SW_OK;
	}
	if (!sim_elem_read(g, t->p, t->n, &theirs))
		return SW_DATA;
	c->pace.map_secret = ephemeral(c, NULL, &ours);
	if (!sim_elem_same(g, &ours, &theirs) &&
	    sim_map_generic(c, &theirs, c->pace.map_secret)) {
		put_public(c, 0x82, &ours, t, out);
		c->pace.step = STEP_AGREE;
		sw = SW_OK;
	}
	sim_elem_clear(&theirs);
	sim_elem_clear(&ours);
	return sw;
}

static uint16_t
step_agree(struct sim_card *c, const struct sim_tlv *t, struct sim_bytes *out)
{
	struct sim_group *g = c->pace_group;
	struct sim_elem shared = { 0 };
	uint8_t secret[SIM_MAX_SECRET];
	BIGNUM *k;
	size_t n;

	if (t->tag != 0x83 ||
	    !sim_elem_read(g, t->p, t->n, &c->pace.theirs))
		return SW_DATA;
	k = ephemeral(c, &c->pace.base, &c->pace.ours);
	sim_elem_times(g, &c->pace.theirs, k, &shared);
	BN_clear_free(k);
	if (sim_elem_same(g, &c->pace.ours, &c->pace.theirs) ||
	    sim_elem_neutral(g, &shared)) {
		sim_elem_clear(&shared);
		return SW_DATA;
	}
	n = sim_elem_secret(g, &shared, secret);
	sim_elem_clear(&shared);
	sim_sm_start(&c->pace.sm, c->profile->pace_cipher, secret, n);
	OPENSSL_cleanse(secret, sizeof secret);
	put_public(c, 0x84, &c->pace.ours, t, out);
	c->pace.step = STEP_TOKEN;
	return SW_OK;
}

/* 4.4.3.4: a MAC over 7F49 { OID, the other side's public key }. */
static void
token(struct sim_card *c, const struct sim_elem *key, uint8_t out[SIM_MAC])
{
	struct sim_bytes in = { 0 }, object = { 0 }, value = { 0 };
	struct sim_group *g = c->pace_group;

	sim_elem_write(g, key, &value);
	sim_tlv_put(&in, 0x06, c->pace.oid, c->pace.oid_n);
	sim_tlv_put(&in, g->dh ? 0x84 : 0x86, value.p, value.n);
	sim_tlv_put(&object, 0x7F49, in.p, in.n);
	if (c->pace.sm.cipher == SIM_3DES)	/* padding is part of its MAC */
		sim_pad(&object, 8);
	sim_mac(c->pace.sm.cipher, c->pace.sm.mac, object.p, object.n, out);
	sim_clear(&in);
	sim_clear(&object);
	sim_clear(&value);
}

/* 4.4.3.5: CA_IC = SK_IC^-1 * SK_map, encrypted under IV = E(-1). */
static void
chip_authentication(struct sim_card *c, struct sim_bytes *out)
{
	struct sim_group *g = c->pace_group;
	struct sim_sm *s = &c->pace.sm;
	uint8_t ca[SIM_MAX_SECRET], iv[SIM_MAX_BLOCK];
	BIGNUM *k = sim_private(c->files->ca_key);
	struct sim_bytes text = { 0 };

	if (k == NULL || BN_mod_inverse(k, k, g->q, g->ctx) == NULL ||
	    BN_mod_mul(k, k, c->pace.map_secret, g->q, g->ctx) != 1)
		abort();
	if (sim_faulty(c, SIM_F_CLONE))
		BN_add_word(k, 1);
	BN_bn2binpad(k, ca, (int)g->order_size);
	BN_clear_free(k);
	sim_add(&text, ca, g->order_size);
	sim_pad(&text, SIM_MAX_BLOCK);
	memset(iv, 0xFF, sizeof iv);
	sim_encrypt(s->cipher, s->enc, NULL, iv, sizeof iv, iv);
	sim_encrypt(s->cipher, s->enc, iv, text.p, text.n, text.p);
	sim_tlv_put(out, 0x8A, text.p, text.n);
	sim_clear(&text);
}

static uint16_t
step_token(struct sim_card *c, const struct sim_tlv *t, struct sim_bytes *out)
{
	uint8_t want[SIM_MAC], mine[SIM_MAC];

	if (t->tag != 0x85 || t->n != SIM_MAC)
		return SW_DATA;
	token(c, &c->pace.ours, want);
	if (CRYPTO_memcmp(want, t->p, SIM_MAC) != 0) {
		c->seen.wrong_keys++;
		return c->profile->wrong_token != 0 ? c->profile->wrong_token :
		    SW_FAILED;
	}
	token(c, &c->pace.theirs, mine);
	if (sim_faulty(c, SIM_F_TOKEN))
		mine[0] ^= 1;
	sim_tlv_put(out, 0x86, mine, sizeof mine);
	if (c->pace.mapping == SIM_CAM)
		chip_authentication(c, out);
	c->next = c->pace.sm;
	c->access = true;
	c->seen.pace = true;
	return SW_OK;
}

/* 7C with at most one object in it. */
static bool
dynamic_data(const struct sim_apdu *a, struct sim_tlv *t)
{
	const uint8_t *p = a->data;
	struct sim_tlv outer;
	size_t n = a->lc;

	*t = (struct sim_tlv){ 0 };
	if (!sim_tlv_next(&p, &n, &outer) || n != 0 || outer.tag != 0x7C)
		return false;
	p = outer.p;
	n = outer.n;
	return n == 0 || (sim_tlv_next(&p, &n, t) && n == 0);
}

uint16_t
sim_general_pace(struct sim_card *c, const struct sim_apdu *a,
    struct sim_bytes *out)
{
	enum sim_step step = c->pace.step;
	struct sim_bytes in = { 0 };
	struct sim_tlv t;
	uint16_t sw = SW_DATA;

	if (a->lc == 0 || a->le == 0)
		sw = SW_LENGTH;
	else if (step == STEP_TOKEN && (a->cla & 0x10) != 0)
		sw = SW_LAST_EXPECTED;
	else if (step != STEP_TOKEN && (a->cla & 0x10) == 0)
		sw = SW_CONDITIONS;
	else if (!dynamic_data(a, &t))
		sw = SW_DATA;
	else if (step == STEP_NONCE)
		sw = step_nonce(c, &t, &in);
	else if (step == STEP_MAP)
		sw = step_map(c, &t, &in);
	else if (step == STEP_AGREE)
		sw = step_agree(c, &t, &in);
	else if (step == STEP_TOKEN)
		sw = step_token(c, &t, &in);
	if (sw == SW_OK)
		sim_tlv_put(out, 0x7C, in.p, in.n);
	if (sw != SW_OK || step == STEP_TOKEN)
		sim_pace_reset(c);
	sim_clear(&in);
	return sw;
}
