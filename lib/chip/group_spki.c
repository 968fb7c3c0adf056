/* SPDX-License-Identifier: ISC */
/* Groups as public keys carry them (X.509 SubjectPublicKeyInfo; TR-03111, 4.4
 * for explicit parameters). */
#include "base/tlv.h"
#include "chip/group_priv.h"

#define OID_EC SLICE("\x2a\x86\x48\xce\x3d\x02\x01")
#define OID_PRIME_FIELD SLICE("\x2a\x86\x48\xce\x3d\x01\x01")
#define OID_PKCS3 SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x03\x01")
#define OID_STANDARD SLICE("\x04\x00\x7f\x00\x07\x01\x02")
#define OID_X942 SLICE("\x2a\x86\x48\xce\x3e\x02\x01")

enum { INTEGER = 0x02, BIT_STRING = 0x03, OCTET_STRING = 0x04, OID = 0x06,
    SEQUENCE = 0x30 };

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

	if (take_number(&in, &version) != ERR_OK ||
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

/* standardizedDomainParameters (Doc 9303-11, 9.5.1): a number of table 6. */
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

/* The key of DH is an INTEGER inside the BIT STRING; it goes out with the
 * octets of p. */
static enum err
dh_public(struct group *g, struct slice bits, struct slice *public)
{
	struct slice n;
	BIGNUM *y;

	if (take_number(&bits, &n) != ERR_OK || bits.n != 0 ||
	    n.n > group_field_size(g))
		return ERR_FORMAT;
	y = group_number(n);
	group_add_number(y, group_field_size(g), &g->public);
	BN_free(y);
	*public = buf_slice(&g->public);
	return ERR_OK;
}

/* AlgorithmIdentifier's inside, and the BIT STRING's without its first. */
static enum err
spki_parts(struct slice spki, struct slice *oid, struct slice *params,
    struct slice *bits)
{
	struct slice in, unused;

	if (tlv_take(&spki, SEQUENCE, &in) != ERR_OK || spki.n != 0 ||
	    tlv_take(&in, SEQUENCE, params) != ERR_OK ||
	    tlv_take(params, OID, oid) != ERR_OK ||
	    tlv_take(&in, BIT_STRING, bits) != ERR_OK || in.n != 0 ||
	    buf_read(bits, 1, &unused) != ERR_OK || unused.p[0] != 0)
		return ERR_FORMAT;
	return ERR_OK;
}

enum err
group_spki(struct slice spki, struct group **out, struct slice *public)
{
	struct slice oid, params, bits, key;
	struct group *g = NULL;
	void *element = NULL;
	enum err e;

	e = spki_parts(spki, &oid, &params, &bits);
	if (e != ERR_OK)
		return e;
	key = bits;
	if (slice_eq(oid, OID_EC))
		e = ec_group(params, &g);
	else if (slice_eq(oid, OID_PKCS3))
		e = dh_group(params, false, &g);
	else if (slice_eq(oid, OID_X942))
		e = dh_group(params, true, &g);
	else if (slice_eq(oid, OID_STANDARD))
		e = standard_group(params, &g);
	else
		e = ERR_UNSUPPORTED;
	if (e != ERR_OK)
		return e;
	if (!group_is_ec(g))
		e = dh_public(g, bits, &key);
	if (e == ERR_OK && (element = g->ops->read(g, key)) == NULL)
		e = ERR_FORMAT;
	g->ops->drop(element);
	if (e != ERR_OK) {
		group_free(g);
		return e;
	}
	*out = g;
	*public = key;
	return ERR_OK;
}
