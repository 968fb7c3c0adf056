/* SPDX-License-Identifier: ISC */
/* Groups as public keys carry them (X.509 SubjectPublicKeyInfo; TR-03111, 4.4
 * for explicit parameters). */
#include "base/tlv.h"
#include "chip/group_priv.h"
#include "chip/spki.h"

#define OID_PRIME_FIELD SLICE("\x2a\x86\x48\xce\x3d\x01\x01")
#define OID_PKCS3 SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x03\x01")
#define OID_STANDARD SLICE("\x04\x00\x7f\x00\x07\x01\x02")
#define OID_X942 SLICE("\x2a\x86\x48\xce\x3e\x02\x01")

enum { INTEGER = 0x02, OCTET_STRING = 0x04, OID = 0x06, SEQUENCE = 0x30 };

/* The next object, an INTEGER above zero without its sign octet. */
static enum err
take_number(struct slice *in, struct slice *out)
{
	struct slice v;
	enum err e = tlv_take(in, INTEGER, &v);

	return e != ERR_OK ? e : tlv_unsigned(v, out);
}

/* ECParameters behind its SEQUENCE (X9.62). */
static enum err
explicit_values(struct slice in, struct group_ec_values *v)
{
	struct slice version, field, oid, curve;
	int ver;

	if (tlv_take(&in, INTEGER, &version) != ERR_OK ||
	    tlv_small(version, &ver) != ERR_OK || ver < 1 || ver > 3 ||
	    tlv_take(&in, SEQUENCE, &field) != ERR_OK ||
	    tlv_take(&field, OID, &oid) != ERR_OK)
		return ERR_FORMAT;
	if (!slice_eq(oid, OID_PRIME_FIELD))
		return ERR_UNSUPPORTED;
	if (take_number(&field, &v->p) != ERR_OK || field.n != 0 ||
	    tlv_take(&in, SEQUENCE, &curve) != ERR_OK ||
	    tlv_take(&curve, OCTET_STRING, &v->a) != ERR_OK ||
	    tlv_take(&curve, OCTET_STRING, &v->b) != ERR_OK ||
	    tlv_take(&in, OCTET_STRING, &v->generator) != ERR_OK ||
	    take_number(&in, &v->order) != ERR_OK ||
	    (in.n != 0 && take_number(&in, &v->cofactor) != ERR_OK))
		return ERR_FORMAT;
	/* What stands behind, a seed or a hash, says nothing of the values. */
	return ERR_OK;
}

static enum err
ec_group(struct slice params, struct group **out)
{
	struct group_ec_values v = { 0 };
	struct slice oid, in;
	enum err e;

	if (tlv_take(&params, OID, &oid) == ERR_OK)
		*out = group_ec_named(oid);
	else if (tlv_take(&params, SEQUENCE, &in) == ERR_OK) {
		e = explicit_values(in, &v);
		if (e != ERR_OK)
			return e;
		*out = group_ec_explicit(&v);
	} else
		return ERR_FORMAT;
	if (params.n != 0) {
		group_free(*out);
		return ERR_FORMAT;
	}
	return *out == NULL ? ERR_UNSUPPORTED : ERR_OK;
}

/* PKCS#3: p, g, length of the private value; X9.42: p, g, q and more. */
static enum err
dh_group(struct slice params, bool x942, struct group **out)
{
	struct slice in, p, g, order = { 0 };

	if (tlv_take(&params, SEQUENCE, &in) != ERR_OK || params.n != 0 ||
	    take_number(&in, &p) != ERR_OK || take_number(&in, &g) != ERR_OK ||
	    (x942 && take_number(&in, &order) != ERR_OK))
		return ERR_FORMAT;
	*out = group_dh_values(p, g, order);
	return *out == NULL ? ERR_UNSUPPORTED : ERR_OK;
}

/* standardizedDomainParameters: the number alone (Doc 9303-11, 9.5.1). */
static enum err
standard_group(struct slice params, struct group **out)
{
	struct slice n;
	int id;

	if (tlv_take(&params, INTEGER, &n) != ERR_OK || params.n != 0 ||
	    tlv_small(n, &id) != ERR_OK)
		return ERR_FORMAT;
	return group_standard(id, out);
}

/* The key of DH is an INTEGER inside the BIT STRING. */
static enum err
dh_public(struct slice *key)
{
	struct slice bits = *key;

	return take_number(&bits, key) == ERR_OK && bits.n == 0 ? ERR_OK :
	    ERR_FORMAT;
}

enum err
group_spki(struct slice spki, struct group **out, struct slice *public)
{
	struct group *g = NULL;
	void *element = NULL;
	struct spki s;
	enum err e;

	e = spki_parse(spki, &s);
	if (e != ERR_OK)
		return e;
	if (slice_eq(s.oid, SPKI_EC))
		e = ec_group(s.params, &g);
	else if (slice_eq(s.oid, OID_PKCS3))
		e = dh_group(s.params, false, &g);
	else if (slice_eq(s.oid, OID_X942))
		e = dh_group(s.params, true, &g);
	else if (slice_eq(s.oid, OID_STANDARD))
		e = standard_group(s.params, &g);
	else
		e = ERR_UNSUPPORTED;
	if (e != ERR_OK)
		return e;
	if (!group_is_ec(g))
		e = dh_public(&s.key);
	if (e == ERR_OK && (element = g->ops->read(g, s.key)) == NULL)
		e = ERR_FORMAT;
	g->ops->drop(element);
	if (e != ERR_OK) {
		group_free(g);
		return e;
	}
	*out = g;
	*public = s.key;
	return ERR_OK;
}
