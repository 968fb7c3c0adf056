/* SPDX-License-Identifier: ISC */
/* SecurityInfos: read by object identifier, then the best that we can run. */
#include <stddef.h>
#include <string.h>

#include "base/tlv.h"
#include "chip/lds.h"
#include "chip/security_info.h"

enum { INTEGER = 0x02, OID = 0x06, SEQUENCE = 0x30, SET = 0x31, DG14 = 0x6e };

/* bsi-de protocols(2) smartcard(2): 0.4.0.127.0.7.2.2 */
#define BSI "\x04\x00\x7f\x00\x07\x02\x02"
#define ID_TA SLICE(BSI "\x02")
#define ID_AA SLICE("\x67\x81\x08\x01\x01\x05")
#define ID_SECURITY_OBJECT SLICE("\x04\x00\x7f\x00\x07\x03\x02\x01")
#define ID_CA_DH_3DES SLICE(BSI "\x03\x01\x01")
#define ID_CA_ECDH_3DES SLICE(BSI "\x03\x02\x01")
#define ID_ECDSA_PLAIN SLICE("\x04\x00\x7f\x00\x07\x01\x01\x04\x01")

/* What follows the arcs of BSI: the protocol. */
enum { PROTO_PK = 1, PROTO_CA = 3, PROTO_PACE };

/* The arcs of `oid` behind BSI; all of them are below 128. */
static bool
bsi_arcs(struct slice oid, struct slice *arcs)
{
	struct slice head;

	*arcs = oid;
	return buf_read(arcs, sizeof BSI - 1, &head) == ERR_OK &&
	    slice_eq(head, SLICE(BSI)) && arcs->n > 0;
}

static bool
small(struct slice *in, int *out)
{
	struct slice v;

	return tlv_take(in, INTEGER, &v) == ERR_OK &&
	    tlv_small(v, out) == ERR_OK;
}

/* The last arc of PACE's and Chip Authentication's identifiers. */
static bool
cipher_of(char arc, enum crypto_cipher *out)
{
	static const enum crypto_cipher ciphers[] = { CRYPTO_3DES,
	    CRYPTO_AES128, CRYPTO_AES192, CRYPTO_AES256 };

	if (arc < 1 || arc > 4)
		return false;
	*out = ciphers[arc - 1];
	return true;
}

/* DH-GM, ECDH-GM, DH-IM, ECDH-IM, none, ECDH-CAM. */
static bool
mapping_of(char arc, struct pace_info *p)
{
	static const enum pace_mapping mappings[] = { PACE_GM, PACE_GM,
	    PACE_IM, PACE_IM, PACE_CAM, PACE_CAM };

	if (arc < 1 || arc > 6 || arc == 5)
		return false;
	p->mapping = mappings[arc - 1];
	p->ec = arc % 2 == 0;
	return p->mapping != PACE_CAM || p->cipher != CRYPTO_3DES;
}

/* PACEInfo: version, parameterId. One without (seen on Spanish cards) refers
 * to parameters of its own, which we do not take. */
static void
take_pace(struct slice oid, struct slice arcs, struct slice in,
    struct security_infos *out)
{
	struct pace_info p = { .oid = oid, .param = -1 };

	if (arcs.n == 2) {
		out->has_pace_domain = true;
		return;
	}
	if (arcs.n != 3 || !cipher_of(arcs.p[2], &p.cipher) ||
	    !mapping_of(arcs.p[1], &p)) {
		out->unknown++;
		return;
	}
	if (!small(&in, &p.version) || (in.n != 0 && !small(&in, &p.param)) ||
	    out->paces == SECURITY_INFO_MAX)
		return;
	out->pace[out->paces++] = p;
}

/* ChipAuthenticationInfo: version, keyId. One without a cipher is
 * ChipAuthenticationDomainParameterInfo, of version 2. */
static void
take_ca(struct slice oid, struct slice arcs, struct slice in,
    struct security_infos *out)
{
	struct ca_info c = { .oid = oid, .key_id = -1 };

	if (arcs.n == 2)
		return;
	if (arcs.n != 3 || !cipher_of(arcs.p[2], &c.cipher) ||
	    (arcs.p[1] != 1 && arcs.p[1] != 2)) {
		out->unknown++;
		return;
	}
	c.ec = arcs.p[1] == 2;
	if (!small(&in, &c.version) || (in.n != 0 && !small(&in, &c.key_id)) ||
	    out->cas == SECURITY_INFO_MAX)
		return;
	out->ca[out->cas++] = c;
}

/* ChipAuthenticationPublicKeyInfo: the key, keyId. */
static void
take_key(struct slice arcs, struct slice in, struct security_infos *out)
{
	struct ca_key k = { .key_id = -1 };
	struct tlv spki;

	if (arcs.n != 2 || (arcs.p[1] != 1 && arcs.p[1] != 2)) {
		out->unknown++;
		return;
	}
	k.ec = arcs.p[1] == 2;
	if (tlv_next(&in, &spki) != ERR_OK || spki.tag != SEQUENCE ||
	    (in.n != 0 && !small(&in, &k.key_id)) ||
	    out->keys == SECURITY_INFO_MAX)
		return;
	k.spki = spki.raw;
	out->key[out->keys++] = k;
}

/* ActiveAuthenticationInfo: version 1, ecdsa-plain-SHA1, 224, 256, 384, 512
 * (Doc 9303-11, 9.2.4; TR-03111, 5.2.1.1). */
static void
take_aa(struct slice in, struct security_infos *out)
{
	static const enum crypto_hash hashes[] = { CRYPTO_SHA1, CRYPTO_SHA224,
	    CRYPTO_SHA256, CRYPTO_SHA384, CRYPTO_SHA512 };
	struct slice oid, head;
	int version;

	if (!small(&in, &version) || version != 1 ||
	    tlv_take(&in, OID, &oid) != ERR_OK ||
	    buf_read(&oid, ID_ECDSA_PLAIN.n, &head) != ERR_OK ||
	    !slice_eq(head, ID_ECDSA_PLAIN) || oid.n != 1 ||
	    oid.p[0] < 1 || oid.p[0] > 5)
		return;
	out->has_aa = true;
	out->aa_hash = hashes[oid.p[0] - 1];
}

/* One SecurityInfo, behind its SEQUENCE. */
static void
take_info(struct slice in, struct security_infos *out)
{
	struct slice oid, arcs;

	if (tlv_take(&in, OID, &oid) != ERR_OK)
		return;
	if (slice_eq(oid, ID_AA))
		take_aa(in, out);
	else if (slice_eq(oid, ID_TA))
		out->has_ta = true;
	else if (!bsi_arcs(oid, &arcs))
		out->unknown++;
	else if (arcs.p[0] == PROTO_PK)
		take_key(arcs, in, out);
	else if (arcs.p[0] == PROTO_CA)
		take_ca(oid, arcs, in, out);
	else if (arcs.p[0] == PROTO_PACE)
		take_pace(oid, arcs, in, out);
	else
		out->unknown++;
}

/* Whether MSE:Set AT has to name the domain parameters (Doc 9303-11,
 * 4.4.4.1). */
static void
note_ambiguous(struct security_infos *s)
{
	bool several = s->has_pace_domain;
	size_t i;

	for (i = 1; i < s->paces; i++)
		if (s->pace[i].param != s->pace[0].param)
			several = true;
	for (i = 0; i < s->paces; i++)
		s->pace[i].ambiguous = several;
}

void
security_infos_none(struct security_infos *out)
{
	memset(out, 0, offsetof(struct security_infos, pace));
}

enum err
security_infos_parse(struct slice set, struct security_infos *out)
{
	struct slice in;
	struct tlv info;

	if (tlv_take(&set, SET, &in) != ERR_OK)
		return ERR_FORMAT;
	security_infos_none(out);
	while (tlv_next(&in, &info) == ERR_OK)
		if (info.tag == SEQUENCE)
			take_info(info.value, out);
	note_ambiguous(out);
	return ERR_OK;
}

enum err
security_infos_dg14(struct slice dg14, struct security_infos *out)
{
	struct slice set;

	if (tlv_take(&dg14, DG14, &set) != ERR_OK)
		return ERR_FORMAT;
	return security_infos_parse(set, out);
}

/* TR-03110-3, A.1.2.5. */
enum err
security_infos_card_security(struct slice file, struct security_infos *out,
    struct buf *joined)
{
	struct slice type, set;
	enum err e = lds_signed_content(file, &type, &set, joined);

	if (e != ERR_OK)
		return e;
	if (slice_eq(type, ID_SECURITY_OBJECT))
		e = security_infos_parse(set, out);
	else
		e = ERR_FORMAT;
	if (e != ERR_OK)
		buf_release(joined);
	return e;
}

/* Doc 9303-11, 9.5.1: 3-7 and from 19 on are reserved. Integrated
 * mapping needs p = 3 mod 4, which P-224 (10) has not (appendix B). */
static bool
pace_supported(const struct pace_info *p)
{
	if (p->version != 2)
		return false;
	if (!p->ec)
		return p->param >= 0 && p->param <= 2;
	return p->param >= 8 && p->param <= 18 &&
	    !(p->mapping == PACE_IM && p->param == 10);
}

/* The greater the better. */
static int
pace_rank(const struct pace_info *p)
{
	static const int mappings[] = { [PACE_GM] = 1, [PACE_IM] = 0,
	    [PACE_CAM] = 2 };

	return mappings[p->mapping] * 16 + p->ec * 8 + (int)p->cipher;
}

const struct pace_info *
security_infos_pace(const struct security_infos *s)
{
	const struct pace_info *best = NULL;
	size_t i;

	for (i = 0; i < s->paces; i++)
		if (pace_supported(&s->pace[i]) && (best == NULL ||
		    pace_rank(&s->pace[i]) > pace_rank(best)))
			best = &s->pace[i];
	return best;
}

/* The key that goes with an info: that of its number; without one, the key
 * without, or the only key of the kind. */
static const struct ca_key *
key_for(const struct security_infos *s, const struct ca_info *ca)
{
	const struct ca_key *only = NULL;
	size_t i, n = 0;

	for (i = 0; i < s->keys; i++) {
		if (s->key[i].ec != ca->ec)
			continue;
		if (s->key[i].key_id == ca->key_id)
			return &s->key[i];
		only = &s->key[i];
		n++;
	}
	if (n == 1 && (ca->key_id < 0 || only->key_id < 0))
		return only;
	return NULL;
}

static int
ca_rank(const struct ca_info *c)
{
	return c->ec + 2 * (int)c->cipher;
}

/* A key alone, as on cards from before the info was asked for: 3DES, version 1.
 * EC before DH. */
static bool
key_alone(const struct security_infos *s, struct ca_info *ca,
    struct ca_key *key)
{
	size_t i, at = 0;

	if (s->cas > 0 || s->keys == 0)
		return false;
	for (i = 1; i < s->keys; i++)
		if (s->key[i].ec && !s->key[at].ec)
			at = i;
	*key = s->key[at];
	*ca = (struct ca_info){
		.oid = key->ec ? ID_CA_ECDH_3DES : ID_CA_DH_3DES,
		.version = 1,
		.key_id = key->key_id,
		.ec = key->ec,
		.cipher = CRYPTO_3DES
	};
	return true;
}

bool
security_infos_ca(const struct security_infos *s, struct ca_info *ca,
    struct ca_key *key)
{
	const struct ca_info *best = NULL;
	const struct ca_key *k;
	size_t i;

	for (i = 0; i < s->cas; i++) {
		if (s->ca[i].version != 1 || (best != NULL &&
		    ca_rank(&s->ca[i]) <= ca_rank(best)))
			continue;
		k = key_for(s, &s->ca[i]);
		if (k == NULL)
			continue;
		best = &s->ca[i];
		*key = *k;
	}
	if (best == NULL)
		return key_alone(s, ca, key);
	*ca = *best;
	if (ca->key_id < 0)
		ca->key_id = key->key_id;
	return true;
}

struct slice
security_info_built_in(void)
{
	return SLICE("\x31\x34"
	    "\x30\x0d\x06\x08" BSI "\x02\x02\x01\x01"
	    "\x30\x0f\x06\x0a" BSI "\x03\x02\x02\x02\x01\x01"
	    "\x30\x12\x06\x0a" BSI "\x04\x02\x02\x02\x01\x02\x02\x01\x0d");
}
