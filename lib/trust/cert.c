/* SPDX-License-Identifier: ISC */
/* Certificates (RFC 5280, 4.1): a walk over the octets; nothing is copied. */
#include "trust/cert_priv.h"

enum { VERSION = 0xa0, EXTENSIONS = 0xa3, ISSUER_ID = 0x81,
    SUBJECT_ID = 0x82 };

#define OID_COUNTRY SLICE("\x55\x04\x06")
#define MAX_SERIAL 20		/* octets; RFC 5280, 4.1.2.2 */

/* BER is read where it stands; cert_is_der tells. */
static enum err
take(struct slice *in, uint32_t tag, struct tlv *out)
{
	struct slice rest = *in;
	struct tlv t;
	enum err e = tlv_next_ber(&rest, &t);

	if (e == ERR_EOF || (e == ERR_OK && t.tag != tag))
		return ERR_FORMAT;
	if (e != ERR_OK)
		return e;
	*out = t;
	*in = rest;
	return ERR_OK;
}

/* As take, for what may be absent: *out is all zero then. */
static enum err
take_optional(struct slice *in, uint32_t tag, struct tlv *out)
{
	struct slice rest = *in;
	struct tlv t;
	enum err e = tlv_next_ber(&rest, &t);

	*out = (struct tlv){ 0 };
	if (e == ERR_EOF || (e == ERR_OK && t.tag != tag))
		return ERR_OK;
	return e != ERR_OK ? e : take(in, tag, out);
}

/* The form of one object that is not constructed. */
static bool
is_der_primitive(const struct tlv *t)
{
	const uint8_t *p = (const uint8_t *)t->value.p;
	size_t n = t->value.n;

	switch (t->tag) {
	case CERT_BOOLEAN:
		return n == 1 && (p[0] == 0 || p[0] == 0xff);
	case CERT_INTEGER:
		return n > 0 && (n == 1 ||
		    (!(p[0] == 0 && p[1] < 0x80) &&
		    !(p[0] == 0xff && p[1] >= 0x80)));
	default:
		return true;
	}
}

static bool
is_constructed(const struct tlv *t)
{
	return ((uint8_t)t->raw.p[0] & 0x20) != 0;
}

static bool
is_der_to(struct slice in, int depth)
{
	struct tlv t;
	enum err e;

	if (depth > TLV_MAX_DEPTH)
		return false;
	while ((e = tlv_next_der(&in, &t)) == ERR_OK)
		if (is_constructed(&t) ? !is_der_to(t.value, depth + 1) :
		    !is_der_primitive(&t))
			return false;
	return e == ERR_EOF;
}

bool
cert_is_der(struct slice in)
{
	return is_der_to(in, 0);
}

static void
look_at_serial(struct cert *c)
{
	const uint8_t *p = (const uint8_t *)c->serial.p;
	size_t n = c->serial.n, i;

	if (n > MAX_SERIAL)
		c->odd |= CERT_ODD_SERIAL_LONG;
	if (p[0] & 0x80)
		c->odd |= CERT_ODD_SERIAL_NEGATIVE;
	for (i = 0; i < n && p[i] == 0; i++)
		;
	if (i == n)
		c->odd |= CERT_ODD_SERIAL_ZERO;
}

struct slice
cert_name_part(struct slice name, struct slice type)
{
	struct slice rdns, set, attribute, oid, none = { 0 };
	struct tlv v;

	if (tlv_take(&name, CERT_SEQUENCE, &rdns) != ERR_OK)
		return none;
	while (tlv_take(&rdns, CERT_SET, &set) == ERR_OK)
		while (tlv_take(&set, CERT_SEQUENCE, &attribute) == ERR_OK)
			if (tlv_take(&attribute, CERT_OID, &oid) == ERR_OK &&
			    slice_eq(oid, type) &&
			    tlv_next(&attribute, &v) == ERR_OK)
				return v.value;
	return none;
}

static enum err
validity(struct slice in, struct cert *c)
{
	bool odd_from, odd_until;
	enum err e;

	e = algorithm_time(&in, &c->not_before, &odd_from);
	if (e == ERR_OK)
		e = algorithm_time(&in, &c->not_after, &odd_until);
	if (e != ERR_OK)
		return e;
	if (odd_from || odd_until)
		c->odd |= CERT_ODD_TIME;
	return in.n == 0 ? ERR_OK : ERR_FORMAT;
}

static enum err
version(struct slice *in, struct cert *c)
{
	struct tlv t, v = { 0 };
	enum err e = take_optional(in, VERSION, &t);
	int n;

	if (e != ERR_OK)
		return e;
	if (t.raw.p != NULL && (take(&t.value, CERT_INTEGER, &v) != ERR_OK ||
	    t.value.n != 0))
		return ERR_FORMAT;
	if (tlv_small(v.value, &n) != ERR_OK || n != 2)
		c->odd |= CERT_ODD_VERSION;
	return ERR_OK;
}

/* What stands behind the key: two identifiers nobody uses, extensions. */
static enum err
tail(struct slice in, struct cert *c)
{
	struct tlv t, list;
	enum err e;

	e = take_optional(&in, ISSUER_ID, &t);
	if (e == ERR_OK)
		e = take_optional(&in, SUBJECT_ID, &t);
	if (e == ERR_OK)
		e = take_optional(&in, EXTENSIONS, &t);
	if (e != ERR_OK)
		return e;
	if (in.n != 0)
		return ERR_FORMAT;
	if (t.raw.p == NULL)
		return ERR_OK;
	e = take(&t.value, CERT_SEQUENCE, &list);
	if (e == ERR_OK && t.value.n != 0)
		e = ERR_FORMAT;
	return e == ERR_OK ? cert_extensions(list.value, c) : e;
}

/* TBSCertificate. */
static enum err
to_be_signed(struct slice in, struct cert *c)
{
	static const uint32_t tags[] = { CERT_INTEGER, CERT_SEQUENCE,
	    CERT_SEQUENCE, CERT_SEQUENCE, CERT_SEQUENCE, CERT_SEQUENCE };
	enum { SERIAL, ALGORITHM, ISSUER, VALIDITY, SUBJECT, KEY, PARTS };
	struct tlv part[PARTS];
	enum err e = version(&in, c);
	int i;

	for (i = 0; e == ERR_OK && i < PARTS; i++)
		e = take(&in, tags[i], &part[i]);
	if (e == ERR_OK && part[SERIAL].value.n == 0)
		e = ERR_FORMAT;
	if (e == ERR_OK)
		e = validity(part[VALIDITY].value, c);
	if (e != ERR_OK)
		return e;
	c->serial = part[SERIAL].value;
	look_at_serial(c);
	c->inner_algorithm = part[ALGORITHM].raw;
	c->issuer = part[ISSUER].raw;
	c->issuer_country = cert_name_part(c->issuer, OID_COUNTRY);
	c->subject = part[SUBJECT].raw;
	c->subject_country = cert_name_part(c->subject, OID_COUNTRY);
	c->spki = part[KEY].raw;
	return tail(in, c);
}

static enum err
certificate(struct slice in, struct cert *c)
{
	struct tlv tbs, algorithm, bits;
	struct slice unused;
	enum err e;

	e = take(&in, CERT_SEQUENCE, &tbs);
	if (e == ERR_OK)
		e = take(&in, CERT_SEQUENCE, &algorithm);
	if (e == ERR_OK)
		e = take(&in, CERT_BIT_STRING, &bits);
	if (e != ERR_OK)
		return e;
	if (in.n != 0 || buf_read(&bits.value, 1, &unused) != ERR_OK ||
	    unused.p[0] != 0)
		return ERR_FORMAT;
	c->tbs = tbs.raw;
	c->signature = bits.value;
	e = algorithm_signature(algorithm.value, &c->algorithm);
	c->algorithm_known = e == ERR_OK;
	e = to_be_signed(tbs.value, c);
	if (e == ERR_OK && !slice_eq(c->inner_algorithm, algorithm.raw))
		c->odd |= CERT_ODD_ALGORITHM;
	return e;
}

enum err
cert_parse(struct slice der, struct cert *out)
{
	struct cert c = { .der = der, .path_length = -1 };
	struct slice in = der;
	struct tlv whole;
	enum err e;

	if (der.n > CERT_MAX)
		return ERR_TOO_LONG;
	e = take(&in, CERT_SEQUENCE, &whole);
	if (e == ERR_OK && in.n != 0)
		e = ERR_FORMAT;
	if (e == ERR_OK)
		e = certificate(whole.value, &c);
	if (e != ERR_OK)
		return e;
	if (!cert_is_der(der))
		c.odd |= CERT_ODD_NOT_DER;
	crypto_digest(CRYPTO_SHA256, &der, 1, c.sha256);
	*out = c;
	return ERR_OK;
}
