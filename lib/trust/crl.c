/* SPDX-License-Identifier: ISC */
/* CRLs by RFC 5280, 5.1: read whole, looked through one entry after the
 * other. */
#include "base/tlv.h"
#include "trust/cert_priv.h"
#include "trust/crl.h"

#define OID_CRL_NUMBER SLICE("\x55\x1d\x14")
#define OID_REASON SLICE("\x55\x1d\x15")
#define OID_INVALIDITY_DATE SLICE("\x55\x1d\x18")
#define OID_DELTA SLICE("\x55\x1d\x1b")
#define OID_AKI SLICE("\x55\x1d\x23")

/* No list needs more; RFC 5280 defines seven, and three of an entry. */
#define MAX_EXTENSIONS 32

static enum err
take(struct slice *in, uint32_t tag, struct tlv *out)
{
	struct slice rest = *in;
	enum err e = tlv_next_der(&rest, out);

	if (e != ERR_OK)
		return e == ERR_EOF ? ERR_TRUNCATED : e;
	if (out->tag != tag)
		return ERR_FORMAT;
	*in = rest;
	return ERR_OK;
}

static bool
next_is(struct slice in, uint32_t tag)
{
	return in.n > 0 && (uint8_t)in.p[0] == tag;
}

/* An entry's own extensions. */
static enum err
read_reason(struct slice in, int *reason, bool *critical_unknown)
{
	struct cert_extension x;
	struct tlv t;
	unsigned n;

	for (n = 0; in.n > 0; n++) {
		if (n == MAX_EXTENSIONS ||
		    cert_next_extension(&in, &x) != ERR_OK)
			return ERR_FORMAT;
		if (slice_eq(x.oid, OID_REASON)) {
			if (take(&x.value, 0x0a, &t) != ERR_OK ||
			    tlv_small(t.value, reason) != ERR_OK)
				return ERR_FORMAT;
		} else if (x.critical && !slice_eq(x.oid, OID_INVALIDITY_DATE))
			*critical_unknown = true;
	}
	return ERR_OK;
}

struct entry {
	struct slice serial, extensions;
	struct tlv date;
};

/* The parts of the next entry, hardly looked at: one of 100,000. */
static enum err
next_entry(struct slice *in, struct entry *out)
{
	struct tlv all, t;
	struct slice s;
	enum err e = take(in, 0x30, &all);

	s = all.value;
	if (e == ERR_OK)
		e = take(&s, 0x02, &t);
	if (e != ERR_OK || t.value.n == 0)
		return ERR_FORMAT;
	out->serial = t.value;
	if (tlv_next_der(&s, &out->date) != ERR_OK)
		return ERR_FORMAT;
	out->extensions = (struct slice){ NULL, 0 };
	if (s.n > 0) {
		if (take(&s, 0x30, &t) != ERR_OK || s.n != 0)
			return ERR_FORMAT;
		out->extensions = t.value;
	}
	return ERR_OK;
}

static enum err
open_entry(const struct entry *in, struct crl_entry *out,
    bool *critical_unknown, bool *odd)
{
	struct slice date = in->date.raw;
	enum err e = algorithm_time(&date, &out->date, odd);

	if (e != ERR_OK)
		return e;
	out->reason = -1;
	return read_reason(in->extensions, &out->reason, critical_unknown);
}

static enum err
check_entries(struct crl *c)
{
	struct slice in = c->revoked;
	struct crl_entry unused;
	struct entry at;
	bool odd;
	enum err e;

	for (; in.n > 0; c->entries++) {
		odd = false;
		e = next_entry(&in, &at);
		if (e == ERR_OK)
			e = open_entry(&at, &unused, &c->critical_unknown,
			    &odd);
		if (e != ERR_OK)
			return ERR_FORMAT;
		c->odd_time |= odd;
	}
	return ERR_OK;
}

/* The key identifier [0] of AuthorityKeyIdentifier. */
static enum err
read_aki(struct slice value, struct slice *out)
{
	struct tlv all, t;

	if (take(&value, 0x30, &all) != ERR_OK || value.n != 0)
		return ERR_FORMAT;
	if (next_is(all.value, 0x80)) {
		if (take(&all.value, 0x80, &t) != ERR_OK)
			return ERR_FORMAT;
		*out = t.value;
	}
	return ERR_OK;
}

static enum err
read_extensions(struct slice in, struct crl *c)
{
	struct cert_extension x;
	struct tlv t;
	unsigned n;

	for (n = 0; in.n > 0; n++) {
		if (n == MAX_EXTENSIONS ||
		    cert_next_extension(&in, &x) != ERR_OK)
			return ERR_FORMAT;
		if (slice_eq(x.oid, OID_AKI)) {
			if (read_aki(x.value, &c->aki) != ERR_OK)
				return ERR_FORMAT;
		} else if (slice_eq(x.oid, OID_CRL_NUMBER)) {
			if (take(&x.value, 0x02, &t) != ERR_OK)
				return ERR_FORMAT;
			c->number = t.value;
		} else if (slice_eq(x.oid, OID_DELTA))
			c->delta = true;
		else if (x.critical)
			c->critical_unknown = true;
	}
	return ERR_OK;
}

/* thisUpdate and nextUpdate. */
static enum err
read_times(struct slice *in, struct crl *c)
{
	bool odd = false;
	enum err e = algorithm_time(in, &c->this_update, &odd);

	c->odd_time |= odd;
	if (e != ERR_OK || !(next_is(*in, 0x17) || next_is(*in, 0x18)))
		return e;
	c->has_next = true;
	e = algorithm_time(in, &c->next_update, &odd);
	c->odd_time |= odd;
	return e;
}

static enum err
read_tbs(struct slice in, struct crl *c, struct slice *algorithm)
{
	struct tlv t, inner;
	enum err e;

	if (next_is(in, 0x02) && (take(&in, 0x02, &t) != ERR_OK))
		return ERR_FORMAT;
	e = take(&in, 0x30, &t);
	if (e != ERR_OK)
		return e;
	*algorithm = t.raw;
	e = take(&in, 0x30, &t);
	if (e != ERR_OK)
		return e;
	c->issuer = t.raw;
	e = read_times(&in, c);
	if (e != ERR_OK)
		return e;
	if (next_is(in, 0x30)) {
		e = take(&in, 0x30, &t);
		if (e != ERR_OK)
			return e;
		c->revoked = t.value;
	}
	if (next_is(in, 0xa0)) {
		if (take(&in, 0xa0, &t) != ERR_OK ||
		    take(&t.value, 0x30, &inner) != ERR_OK || t.value.n != 0)
			return ERR_FORMAT;
		e = read_extensions(inner.value, c);
		if (e != ERR_OK)
			return e;
	}
	return in.n == 0 ? check_entries(c) : ERR_FORMAT;
}

enum err
crl_parse(struct slice der, struct crl *out)
{
	struct crl c = { .der = der };
	struct slice in = der, algorithm = { NULL, 0 };
	struct tlv all, tbs, outer, bits;
	enum err e;

	if (der.n > CRL_MAX)
		return ERR_TOO_LONG;
	e = take(&in, 0x30, &all);
	if (e != ERR_OK)
		return e;
	if (in.n != 0)
		return ERR_FORMAT;
	in = all.value;
	e = take(&in, 0x30, &tbs);
	if (e == ERR_OK)
		e = take(&in, 0x30, &outer);
	if (e == ERR_OK)
		e = take(&in, 0x03, &bits);
	if (e != ERR_OK)
		return e;
	if (in.n != 0 || bits.value.n == 0 || bits.value.p[0] != 0)
		return ERR_FORMAT;
	c.tbs = tbs.raw;
	c.signature = (struct slice){ bits.value.p + 1, bits.value.n - 1 };
	e = read_tbs(tbs.value, &c, &algorithm);
	if (e != ERR_OK)
		return e;
	/* RFC 5280, 5.1.1.2: both are the same, or neither is believed. */
	c.algorithm_known = slice_eq(algorithm, outer.raw) &&
	    algorithm_signature(outer.value, &c.algorithm) == ERR_OK;
	*out = c;
	return ERR_OK;
}

enum err
crl_find(const struct crl *c, struct slice serial, bool *found,
    struct crl_entry *out)
{
	struct slice in = c->revoked;
	struct entry at;
	bool unused = false;
	enum err e;

	while (in.n > 0) {
		e = next_entry(&in, &at);
		if (e != ERR_OK)
			return e;
		if (!cert_same_serial(at.serial, serial))
			continue;
		e = open_entry(&at, out, &unused, &unused);
		if (e == ERR_OK)
			*found = true;
		return e;
	}
	*found = false;
	return ERR_OK;
}
