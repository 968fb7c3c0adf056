/* SPDX-License-Identifier: ISC */
/* Personalises a card: every file of its profile, and the object that signs
 * them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "make.h"

enum { SEQUENCE = 0x30 };

static bool
keys(const struct sim_profile *p, struct sim_issue *out)
{
	if (p->ca_param >= 0) {
		out->ca_key = key_standard(p->ca_param, p->ca_explicit);
		if (out->ca_key == NULL)
			return false;
	}
	if (p->aa == SIM_AA_RSA)
		out->aa_key = key_rsa();
	if (p->aa == SIM_AA_ECDSA)
		out->aa_key = key_ec("brainpoolP256r1", p->ca_explicit);
	return p->aa == SIM_AA_NONE || out->aa_key != NULL;
}

static void
groups(const struct sim_profile *p, struct sim_issue *out)
{
	make_dg1(p, &out->file[SIM_DG1]);
	if (p->face != SIM_FACE_NO_FILE)
		make_dg2(p, &out->file[SIM_DG2]);
	if (!p->td3)
		make_dg3(p, &out->file[SIM_DG3]);
	if (p->dg11)
		make_dg11(p, &out->file[SIM_DG11]);
	if (p->dg12)
		make_dg12(p, &out->file[SIM_DG12]);
	if (!p->td3)
		make_dg13(p, &out->file[SIM_DG13]);
	if (p->pace_param >= 0 || p->ca_param >= 0)
		make_dg14(p, out->ca_key, &out->file[SIM_DG14]);
	if (out->aa_key != NULL)
		make_dg15(out->aa_key, &out->file[SIM_DG15]);
	if (p->dg16)
		make_dg16(p, &out->file[SIM_DG16]);
}

static unsigned
present(const struct sim_issue *i)
{
	unsigned n, bits = 0;

	for (n = 0; n < 16; n++)
		if (i->file[SIM_DG1 + n].n > 0)
			bits |= 1u << n;
	return bits;
}

/* LDSSecurityObject, version 0 (Doc 9303-10, 4.6.2.3). */
static void
security_object(const struct sim_issue *i, struct sim_bytes *out)
{
	size_t all = der_open(out, SEQUENCE), list, one;
	uint8_t hash[32];
	int n;

	der_int(out, 0x02, 0);
	pki_sha256(out);
	list = der_open(out, SEQUENCE);
	for (n = 0; n < 16; n++) {
		if (i->file[SIM_DG1 + n].n == 0)
			continue;
		one = der_open(out, SEQUENCE);
		der_int(out, 0x02, n + 1);
		pki_hash(&i->file[SIM_DG1 + n], hash);
		der_tlv(out, 0x04, hash, sizeof hash);
		der_close(out, one);
	}
	der_close(out, list);
	der_close(out, all);
}

static bool
sod(const struct sim_profile *p, const struct sim_pki *pki,
    struct sim_issue *out)
{
	struct sim_bytes object = { 0 };
	size_t at = der_open(&out->file[SIM_SOD], 0x77);
	bool good;

	security_object(out, &object);
	good = pki_sign(pki, "2.23.136.1.1.1", &object, p->person.issued,
	    &out->file[SIM_SOD]);
	der_close(&out->file[SIM_SOD], at);
	sim_clear(&object);
	return good;
}

/* EF.CardSecurity, where the mapping proves the chip (Doc 9303-11, 9.2.12). */
static bool
card_security(const struct sim_profile *p, const struct sim_pki *pki,
    struct sim_issue *out)
{
	struct sim_bytes infos = { 0 };
	bool good;

	infos_set(p, out->ca_key, p->ca_standard, &infos);
	good = pki_sign(pki, "0.4.0.127.0.7.3.2.1", &infos, p->person.issued,
	    &out->file[SIM_CARD_SECURITY]);
	sim_clear(&infos);
	return good;
}

bool
sim_issue(const struct sim_profile *p, const struct sim_pki *pki,
    struct sim_issue *out)
{
	bool good = false;

	*out = (struct sim_issue){ 0 };
	if (!keys(p, out))
		goto out;
	if (p->pace_param >= 0)
		infos_set(p, NULL, false, &out->file[SIM_CARD_ACCESS]);
	groups(p, out);
	make_com(p, present(out), &out->file[SIM_COM]);
	if (!sod(p, pki, out))
		goto out;
	if (p->pace_param >= 0 && p->mapping == SIM_CAM &&
	    !card_security(p, pki, out))
		goto out;
	good = true;
out:
	if (!good)
		sim_issue_free(out);
	return good;
}

void
sim_issue_free(struct sim_issue *i)
{
	size_t f;

	for (f = 0; f < SIM_FILES; f++)
		sim_clear(&i->file[f]);
	EVP_PKEY_free(i->ca_key);
	EVP_PKEY_free(i->aa_key);
	*i = (struct sim_issue){ 0 };
}
