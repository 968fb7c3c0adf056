/* SPDX-License-Identifier: ISC */
/* The extensions of certificates (RFC 5280, 4.2; Doc 9303-12, 7). */
#include "trust/cert_priv.h"

#define MAX_EXTENSIONS 64
#define USAGE_BITS 9

#define ICAO "\x67\x81\x08\x01\x01"	/* 2.23.136.1.1 */
#define OID_MASTER_LIST SLICE(ICAO "\x03")

enum { KEY_ID = 0x80, ISSUER = 0xa1, SERIAL = 0x82, DIRECTORY_NAME = 0xa4,
    NOT_BEFORE = 0x80, NOT_AFTER = 0x81 };

static bool
subject_key(struct slice in, struct cert *c)
{
	struct slice id;

	if (tlv_take(&in, CERT_OCTET_STRING, &id) != ERR_OK || in.n != 0 ||
	    id.n == 0)
		return false;
	c->ski = id;
	return true;
}

/* GeneralNames with a directoryName: the Name, whole. */
static struct slice
directory_name(struct slice names)
{
	struct slice none = { 0 };
	struct tlv t, name;

	while (tlv_next(&names, &t) == ERR_OK)
		if (t.tag == DIRECTORY_NAME &&
		    tlv_next(&t.value, &name) == ERR_OK &&
		    name.tag == CERT_SEQUENCE)
			return name.raw;
	return none;
}

static bool
authority_key(struct slice in, struct cert *c)
{
	struct slice list, id = { 0 }, issuer = { 0 }, serial = { 0 };
	uint32_t number = 0;
	struct tlv t;
	enum err e;

	if (tlv_take(&in, CERT_SEQUENCE, &list) != ERR_OK || in.n != 0)
		return false;
	while ((e = tlv_next(&list, &t)) == ERR_OK) {
		if ((t.tag & 0x1f) < number)
			return false;
		number = (t.tag & 0x1f) + 1;
		if (t.tag == KEY_ID && t.value.n > 0)
			id = t.value;
		else if (t.tag == ISSUER)
			issuer = directory_name(t.value);
		else if (t.tag == SERIAL && t.value.n > 0)
			serial = t.value;
		else
			return false;
	}
	if (e != ERR_EOF)
		return false;
	c->aki = id;
	c->aki_issuer = issuer;
	c->aki_serial = serial;
	return true;
}

static bool
key_usage(struct slice in, struct cert *c)
{
	struct slice bits, unused;
	unsigned i;

	if (tlv_take(&in, CERT_BIT_STRING, &bits) != ERR_OK || in.n != 0 ||
	    buf_read(&bits, 1, &unused) != ERR_OK ||
	    (uint8_t)unused.p[0] > 7 || (bits.n == 0 && unused.p[0] != 0))
		return false;
	for (i = 0; i < USAGE_BITS && i / 8 < bits.n; i++)
		if ((uint8_t)bits.p[i / 8] & 0x80 >> i % 8)
			c->usage |= 1u << i;
	c->has_usage = true;
	return true;
}

static bool
constraints(struct slice in, struct cert *c)
{
	struct slice list, v;
	bool ca = false;
	int length = -1;

	if (tlv_take(&in, CERT_SEQUENCE, &list) != ERR_OK || in.n != 0)
		return false;
	if (tlv_take(&list, CERT_BOOLEAN, &v) == ERR_OK) {
		if (v.n != 1)
			return false;
		ca = v.p[0] != 0;
		if (!ca)	/* the default, X.690, 11.5 */
			c->odd |= CERT_ODD_NOT_DER;
	}
	if (list.n != 0 && (tlv_take(&list, CERT_INTEGER, &v) != ERR_OK ||
	    tlv_small(v, &length) != ERR_OK || list.n != 0))
		return false;
	c->has_constraints = true;
	c->ca = ca;
	c->path_length = length;
	return true;
}

static bool
extended_usage(struct slice in, struct cert *c)
{
	struct slice list, oid;
	bool master_list = false, other = false;

	if (tlv_take(&in, CERT_SEQUENCE, &list) != ERR_OK || in.n != 0 ||
	    list.n == 0)
		return false;
	while (list.n != 0) {
		if (tlv_take(&list, CERT_OID, &oid) != ERR_OK)
			return false;
		if (slice_eq(oid, OID_MASTER_LIST))
			master_list = true;
		else
			other = true;
	}
	c->has_eku = true;
	c->eku_master_list = master_list;
	c->eku_other = other;
	return true;
}

static bool
key_period(struct slice in, struct cert *c)
{
	long long from = 0, until = 0;
	bool has_from, has_until, odd_from = false, odd_until = false;
	struct slice list, v;

	if (tlv_take(&in, CERT_SEQUENCE, &list) != ERR_OK || in.n != 0)
		return false;
	has_from = tlv_take(&list, NOT_BEFORE, &v) == ERR_OK;
	if (has_from && algorithm_generalized(v, &from, &odd_from) != ERR_OK)
		return false;
	has_until = tlv_take(&list, NOT_AFTER, &v) == ERR_OK;
	if (has_until &&
	    algorithm_generalized(v, &until, &odd_until) != ERR_OK)
		return false;
	if (list.n != 0 || (!has_from && !has_until))
		return false;
	if (odd_from || odd_until)
		c->odd |= CERT_ODD_TIME;
	c->has_period = true;
	c->has_period_from = has_from;
	c->has_period_until = has_until;
	c->period_from = from;
	c->period_until = until;
	return true;
}

/* DocumentTypeListSyntax (Doc 9303-12, 7). */
static bool
doc_types(struct slice in, struct cert *c)
{
	struct slice list, v, set;
	size_t n = 0;

	if (tlv_take(&in, CERT_SEQUENCE, &list) != ERR_OK || in.n != 0 ||
	    tlv_take(&list, CERT_INTEGER, &v) != ERR_OK ||
	    tlv_take(&list, CERT_SET, &set) != ERR_OK || list.n != 0)
		return false;
	while (set.n != 0)
		if (n == CERT_MAX_DOC_TYPES ||
		    tlv_take(&set, CERT_PRINTABLE, &c->doc_type[n++]) !=
		    ERR_OK)
			return false;
	c->has_doc_types = true;
	c->doc_types = n;
	return true;
}

/* read NULL: understood in that it asks nothing of a verifier of documents
 * (names, where lists are, policies: any is right). */
static const struct known {
	struct slice oid;
	bool (*read)(struct slice value, struct cert *c);
	unsigned not_critical;		/* what it is when it is not critical */
} known[] = {
	{ SLICE("\x55\x1d\x0e"), subject_key, 0 },
	{ SLICE("\x55\x1d\x0f"), key_usage, CERT_ODD_USAGE },
	{ SLICE("\x55\x1d\x10"), key_period, 0 },
	{ SLICE("\x55\x1d\x11"), NULL, 0 },	/* subjectAltName */
	{ SLICE("\x55\x1d\x12"), NULL, 0 },	/* issuerAltName */
	{ SLICE("\x55\x1d\x13"), constraints, CERT_ODD_CONSTRAINTS },
	{ SLICE("\x55\x1d\x1f"), NULL, 0 },	/* cRLDistributionPoints */
	{ SLICE("\x55\x1d\x20"), NULL, 0 },	/* certificatePolicies */
	{ SLICE("\x55\x1d\x23"), authority_key, 0 },
	{ SLICE("\x55\x1d\x25"), extended_usage, 0 },
	{ SLICE(ICAO "\x06\x01"), NULL, 0 },	/* nameChange */
	{ SLICE(ICAO "\x06\x02"), doc_types, 0 },
};

static const struct known *
known_of(struct slice oid)
{
	size_t i;

	for (i = 0; i < sizeof known / sizeof known[0]; i++)
		if (slice_eq(known[i].oid, oid))
			return &known[i];
	return NULL;
}

enum err
cert_next_extension(struct slice *list, struct cert_extension *x)
{
	struct slice in, v;
	enum err e = tlv_take(list, CERT_SEQUENCE, &in);

	if (e == ERR_OK)
		e = tlv_take(&in, CERT_OID, &x->oid);
	if (e != ERR_OK)
		return e;
	x->critical = false;
	x->default_written = false;
	if (tlv_take(&in, CERT_BOOLEAN, &v) == ERR_OK) {
		if (v.n != 1)
			return ERR_FORMAT;
		x->critical = v.p[0] != 0;
		x->default_written = !x->critical;
	}
	e = tlv_take(&in, CERT_OCTET_STRING, &x->value);
	return e == ERR_OK && in.n != 0 ? ERR_FORMAT : e;
}

static void
take_in(const struct cert_extension *x, struct cert *c)
{
	const struct known *k = known_of(x->oid);

	if (x->default_written || (k != NULL && !cert_is_der(x->value)))
		c->odd |= CERT_ODD_NOT_DER;
	if (k == NULL) {
		if (x->critical)
			c->odd |= CERT_ODD_CRITICAL;
		return;
	}
	if (!x->critical)
		c->odd |= k->not_critical;
	if (k->read != NULL && !k->read(x->value, c))
		c->odd |= CERT_ODD_EXTENSION;
}

enum err
cert_extensions(struct slice in, struct cert *c)
{
	struct slice seen[MAX_EXTENSIONS];
	struct cert_extension x;
	size_t n = 0, i;
	enum err e;

	while (in.n != 0) {
		if (n == MAX_EXTENSIONS)
			return ERR_TOO_LONG;
		e = cert_next_extension(&in, &x);
		if (e != ERR_OK)
			return e;
		for (i = 0; i < n && !slice_eq(seen[i], x.oid); i++)
			;
		seen[n++] = x.oid;
		/* Of two the first counts. */
		if (i < n - 1)
			c->odd |= CERT_ODD_TWICE;
		else
			take_in(&x, c);
	}
	return ERR_OK;
}
