/* SPDX-License-Identifier: ISC */
/* Chip Authentication, version 1, of the chip: Doc 9303-11, 6.2. It is offered
 * in the eMRTD application alone, as TR-03110-1 has it. */
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "priv.h"

/* Under the keys of BAC or PACE, in the application. */
static uint16_t
ready(const struct sim_card *c)
{
	if (c->profile->ca_param < 0 || c->files->ca_key == NULL)
		return SW_P1P2;
	if (!c->access || !c->sm.on)
		return SW_SECURITY;
	return c->applet ? SW_OK : SW_CONDITIONS;
}

/* DO 84: the one key there is, by its number. */
static bool
right_key(const struct sim_card *c, const struct sim_tlv *t)
{
	return t->p == NULL || (t->n == 1 && c->profile->ca_key_id >= 0 &&
	    t->p[0] == c->profile->ca_key_id);
}

static uint16_t
agree(struct sim_card *c, const struct sim_tlv *theirs)
{
	struct sim_elem public = { 0 }, shared = { 0 };
	uint8_t secret[SIM_MAX_SECRET];
	struct sim_group *g;
	BIGNUM *k;
	size_t n;

	if (c->ca_group == NULL)
		c->ca_group = sim_group_new(c->profile->ca_dh,
		    c->profile->ca_param);
	g = c->ca_group;
	if (g == NULL || theirs->p == NULL ||
	    !sim_elem_read(g, theirs->p, theirs->n, &public))
		return SW_DATA;
	k = sim_faulty(c, SIM_F_CLONE) ? sim_scalar(c, g) :
	    sim_private(c->files->ca_key);
	if (k == NULL)
		abort();
	sim_elem_times(g, &public, k, &shared);
	n = sim_elem_secret(g, &shared, secret);
	sim_sm_start(&c->next, c->profile->ca_cipher, secret, n);
	c->seen.ca = !sim_faulty(c, SIM_F_CLONE);
	OPENSSL_cleanse(secret, sizeof secret);
	BN_clear_free(k);
	sim_elem_clear(&public);
	sim_elem_clear(&shared);
	return SW_OK;
}

/* bsi-de protocols(2) smartcard(2) 3 {1 DH, 2 ECDH} {1 3DES, ...}: 9.2.7. */
static bool
right_mechanism(const struct sim_card *c, const struct sim_tlv *t)
{
	uint8_t oid[10] = { 0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x03 };

	oid[8] = c->profile->ca_dh ? 1 : 2;
	oid[9] = (uint8_t)(c->profile->ca_cipher + 1);
	return t->n == sizeof oid && memcmp(t->p, oid, sizeof oid) == 0;
}

/* MSE:Set AT, 6.2.4.2, for AES. */
uint16_t
sim_mse_ca(struct sim_card *c, const struct sim_apdu *a, struct sim_bytes *out)
{
	struct sim_tlv t, mechanism = { 0 }, key = { 0 };
	const uint8_t *p = a->data;
	size_t n = a->lc;
	uint16_t sw = ready(c);

	(void)out;
	sim_pace_reset(c);
	if (sw != SW_OK)
		return sw;
	if (a->lc == 0)
		return SW_LENGTH;
	while (sim_tlv_next(&p, &n, &t))
		if (t.tag == 0x80)
			mechanism = t;
		else if (t.tag == 0x84)
			key = t;
	if (n != 0 || c->profile->ca_cipher == SIM_3DES ||
	    !right_mechanism(c, &mechanism))
		return SW_DATA;
	if (!right_key(c, &key))
		return SW_REFERENCE;
	c->pace.step = STEP_CA;
	return SW_OK;
}

/* MSE:Set KAT, 6.2.4.1, for 3DES. */
uint16_t
sim_mse_kat(struct sim_card *c, const struct sim_apdu *a, struct sim_bytes *out)
{
	struct sim_tlv t, public = { 0 }, key = { 0 };
	const uint8_t *p = a->data;
	size_t n = a->lc;
	uint16_t sw = ready(c);

	(void)out;
	sim_pace_reset(c);
	if (sw != SW_OK)
		return sw;
	if (c->profile->ca_cipher != SIM_3DES)
		return SW_P1P2;
	if (a->lc == 0)
		return SW_LENGTH;
	while (sim_tlv_next(&p, &n, &t))
		if (t.tag == 0x91)
			public = t;
		else if (t.tag == 0x84)
			key = t;
	if (n != 0)
		return SW_DATA;
	if (!right_key(c, &key))
		return SW_REFERENCE;
	return agree(c, &public);
}

uint16_t
sim_general_ca(struct sim_card *c, const struct sim_apdu *a,
    struct sim_bytes *out)
{
	struct sim_tlv t, public = { 0 };
	const uint8_t *p = a->data;
	size_t n = a->lc;
	uint16_t sw;

	c->pace.step = STEP_NONE;
	if (a->lc == 0)
		return SW_LENGTH;
	if (!sim_tlv_next(&p, &n, &t) || n != 0 || t.tag != 0x7C)
		return SW_DATA;
	p = t.p;
	n = t.n;
	while (sim_tlv_next(&p, &n, &t))
		if (t.tag == 0x80)
			public = t;
	if (n != 0)
		return SW_DATA;
	sw = agree(c, &public);
	if (sw == SW_OK)
		sim_tlv_put(out, 0x7C, NULL, 0);
	return sw;
}
