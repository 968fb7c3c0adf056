/* SPDX-License-Identifier: ISC */
/* SignedData as a structure (RFC 5652, 3 and 5): one walk, no copies where the
 * content is in one piece. */
#include <stddef.h>
#include <string.h>

#include "base/tlv.h"
#include "trust/cms.h"

/* 1.2.840.113549.1.7.2; contentType, messageDigest and signingTime are
 * 1.2.840.113549.1.9.3, 4 and 5. */
#define OID_SIGNED_DATA SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02")
#define OID_ATTRIBUTE "\x2a\x86\x48\x86\xf7\x0d\x01\x09"
#define OID_CONTENT_TYPE SLICE(OID_ATTRIBUTE "\x03")
#define OID_DIGEST SLICE(OID_ATTRIBUTE "\x04")
#define OID_SIGNING_TIME SLICE(OID_ATTRIBUTE "\x05")

enum {
	TAG_INTEGER = 0x02, TAG_OCTETS = 0x04, TAG_OID = 0x06,
	TAG_SEQUENCE = 0x30, TAG_SET = 0x31, TAG_OCTETS_IN_PIECES = 0x24,
	TAG_KEY_ID = 0x80, TAG_0 = 0xa0, TAG_1 = 0xa1
};

struct parse {
	struct cms *c;
	struct findings *fs;
	struct slice digests;	/* digestAlgorithms, the SET's content */
	bool trailing, attributes_ber;
};

static enum err
take(struct parse *p, struct slice *in, uint32_t tag, struct slice *value)
{
	return tlv_take_any(in, tag, value, &p->c->ber);
}

static bool
starts(struct slice in, uint8_t tag)
{
	return in.n > 0 && (uint8_t)in.p[0] == tag;
}

static void
nothing_behind(struct parse *p, struct slice rest)
{
	if (rest.n > 0)
		p->trailing = true;
}

/* -1 for one that is no small number: no version at all. */
static enum err
take_version(struct parse *p, struct slice *in, int *out)
{
	struct slice value;
	enum err e = take(p, in, TAG_INTEGER, &value);

	if (e == ERR_OK && tlv_small(value, out) != ERR_OK)
		*out = -1;
	return e;
}

/* An optional part that is of no interest here. */
static enum err
skip(struct parse *p, struct slice *in, uint8_t tag)
{
	struct slice value;

	return starts(*in, tag) ? take(p, in, tag, &value) : ERR_OK;
}

static enum err
read_content(struct parse *p, struct slice in)
{
	struct slice wrapped;
	struct tlv t;
	enum err e = take(p, &in, TAG_OID, &p->c->content_type);

	p->c->detached = in.n == 0;
	if (e != ERR_OK || p->c->detached)
		return e;
	if ((e = take(p, &in, TAG_0, &wrapped)) != ERR_OK)
		return e;
	nothing_behind(p, in);
	if ((e = tlv_next_any(&wrapped, &t, &p->c->ber)) != ERR_OK)
		return e == ERR_EOF ? ERR_FORMAT : e;
	nothing_behind(p, wrapped);
	p->c->content = t.value;
	if (t.tag == TAG_OCTETS)
		return ERR_OK;
	if (t.tag != TAG_OCTETS_IN_PIECES)
		return ERR_FORMAT;
	p->c->ber = true;
	e = tlv_join(t.value, &p->c->joined);
	p->c->content = buf_slice(&p->c->joined);
	return e;
}

/* CertificateSet: what is no certificate but another choice of RFC 5652, 10.2.2
 * serves nothing here. */
static enum err
read_certs(struct parse *p, struct slice *in)
{
	struct slice set;
	struct tlv t;
	enum err e;

	if (!starts(*in, TAG_0))
		return ERR_OK;
	if ((e = take(p, in, TAG_0, &set)) != ERR_OK)
		return e;
	while ((e = tlv_next_any(&set, &t, &p->c->ber)) == ERR_OK) {
		if (t.tag != TAG_SEQUENCE) {
			FIND(p->fs, "cms.certificate", ODD,
			    N_("among the certificates is one of another kind "
			    "than X.509"));
			continue;
		}
		if (p->c->certs == CMS_MAX_CERTS)
			return ERR_TOO_LONG;
		p->c->cert[p->c->certs++] = t.raw;
	}
	return e == ERR_EOF ? ERR_OK : e;
}

/* The one value of an Attribute's SET (RFC 5652, 11). */
static enum err
read_value(struct parse *p, struct slice values, struct slice *out)
{
	struct tlv t;
	enum err e = tlv_next_any(&values, &t, &p->attributes_ber);

	if (e != ERR_OK)
		return e == ERR_EOF ? ERR_FORMAT : e;
	if (values.n > 0)
		FIND(p->fs, "cms.attributes", FORBIDDEN,
		    N_("a signed attribute has several values"));
	*out = t.raw;
	return ERR_OK;
}

static void
read_signing_time(struct parse *p, struct slice value, struct cms_signer *s)
{
	bool odd = false;

	s->has_signing_time = algorithm_time(&value, &s->signing_time, &odd) ==
	    ERR_OK;
	if (!s->has_signing_time)
		FIND(p->fs, "cms.attributes", DEVIATES,
		    N_("the signing time cannot be read"));
	else if (odd)
		FIND(p->fs, "cms.attributes", DEVIATES,
		    N_("the signing time has another form than it must have"));
}

/* The values of other attributes are nobody's concern. */
static enum err
read_attribute(struct parse *p, struct slice oid, struct slice values,
    struct cms_signer *s)
{
	struct slice value;
	enum err e;

	if (!slice_eq(oid, OID_CONTENT_TYPE) && !slice_eq(oid, OID_DIGEST) &&
	    !slice_eq(oid, OID_SIGNING_TIME))
		return ERR_OK;
	if ((e = read_value(p, values, &value)) != ERR_OK)
		return e;
	if (slice_eq(oid, OID_SIGNING_TIME)) {
		read_signing_time(p, value, s);
		return ERR_OK;
	}
	if (slice_eq(oid, OID_DIGEST))
		return tlv_take_any(&value, TAG_OCTETS, &s->attr_digest,
		    &p->attributes_ber);
	return tlv_take_any(&value, TAG_OID, &s->attr_content_type,
	    &p->attributes_ber);
}

/* What stands before in a SET OF is the smaller one (X.690, 11.6). */
static bool
in_order(struct slice a, struct slice b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c < 0 || (c == 0 && a.n <= b.n);
}

/* Each type of attribute once (RFC 5652, 11.1 to 11.3). */
static void
judge_attribute(struct parse *p, struct slice before, struct slice raw,
    const struct slice *oid, size_t n)
{
	size_t i;

	if (before.p != NULL && !in_order(before, raw))
		FIND(p->fs, "cms.attributes", DEVIATES,
		    N_("the signed attributes are not in the order of DER"));
	for (i = 0; i < n; i++)
		if (slice_eq(oid[i], oid[n]))
			FIND(p->fs, "cms.attributes", FORBIDDEN,
			    N_("a signed attribute stands there twice"));
}

static enum err
read_attributes(struct parse *p, struct slice in, struct cms_signer *s)
{
	struct slice oid[CMS_MAX_ATTRIBUTES], before = { NULL, 0 }, inside;
	struct slice values;
	struct tlv t;
	size_t n;
	enum err e;

	for (n = 0; (e = tlv_next_any(&in, &t, &p->attributes_ber)) == ERR_OK;
	    n++) {
		if (n == CMS_MAX_ATTRIBUTES)
			return ERR_TOO_LONG;
		inside = t.value;
		if (t.tag != TAG_SEQUENCE)
			return ERR_FORMAT;
		if ((e = tlv_take_any(&inside, TAG_OID, &oid[n],
		    &p->attributes_ber)) != ERR_OK ||
		    (e = tlv_take_any(&inside, TAG_SET, &values,
		    &p->attributes_ber)) != ERR_OK)
			return e;
		nothing_behind(p, inside);
		judge_attribute(p, before, t.raw, oid, n);
		if ((e = read_attribute(p, oid[n], values, s)) != ERR_OK)
			return e;
		before = t.raw;
	}
	return e == ERR_EOF ? ERR_OK : e;
}

static enum err
read_signed_attributes(struct parse *p, struct slice *in, struct cms_signer *s)
{
	struct tlv t;
	enum err e;

	s->has_attributes = starts(*in, TAG_0);
	if (!s->has_attributes)
		return ERR_OK;
	if ((e = tlv_next_any(in, &t, &p->attributes_ber)) != ERR_OK)
		return e;
	s->attributes = t.raw;
	if (!tlv_is_der(t.raw))
		p->attributes_ber = true;
	return read_attributes(p, t.value, s);
}

/* Nothing is done with digestAlgorithms; they are to be right all the same. */
static void
judge_digests(struct parse *p)
{
	struct slice rest = p->digests, one;
	enum crypto_hash hash;
	enum named_hash naming;
	bool odd = false, good = true;

	while (good && rest.n > 0)
		good = take(p, &rest, TAG_SEQUENCE, &one) == ERR_OK &&
		    algorithm_digest(one, &naming, &hash, &odd) == ERR_OK;
	if (!good || odd)
		FIND(p->fs, "cms.algorithms", DEVIATES,
		    N_("the list of digests has a wrong form"));
}

/* digestAlgorithms names what signers use (RFC 5652, 5.1). */
static bool
is_listed(struct parse *p, struct slice algorithm)
{
	struct slice rest = p->digests, one, wanted, oid;

	if (take(p, &algorithm, TAG_OID, &wanted) != ERR_OK)
		return false;
	while (take(p, &rest, TAG_SEQUENCE, &one) == ERR_OK)
		if (take(p, &one, TAG_OID, &oid) == ERR_OK &&
		    slice_eq(oid, wanted))
			return true;
	return false;
}

static enum err
read_digest_algorithm(struct parse *p, struct slice *in, struct cms_signer *s)
{
	struct slice value;
	bool odd = false;
	enum err e = take(p, in, TAG_SEQUENCE, &value);

	if (e == ERR_OK)
		e = algorithm_digest(value, &s->digest_naming, &s->digest,
		    &odd);
	if (e != ERR_OK)
		return e;
	if (odd)
		FIND(p->fs, "cms.algorithms", DEVIATES,
		    N_("the signer's digest has parameters that it must not "
		    "have"));
	if (!is_listed(p, value))
		FIND(p->fs, "cms.algorithms", DEVIATES,
		    N_("the signer's digest is not in the list of digests"));
	return ERR_OK;
}

static enum err
read_signature(struct parse *p, struct slice *in, struct cms_signer *s)
{
	struct slice value;
	enum err e = take(p, in, TAG_SEQUENCE, &value);

	if (e != ERR_OK)
		return e;
	e = algorithm_signature(value, &s->algorithm);
	s->algorithm_known = e == ERR_OK;
	if (e != ERR_OK && e != ERR_UNSUPPORTED)
		return e;
	if (s->algorithm_known && s->algorithm.odd)
		FIND(p->fs, "cms.algorithms", DEVIATES,
		    N_("the signature's algorithm has other parameters than it "
		    "must have"));
	return take(p, in, TAG_OCTETS, &s->signature);
}

/* SignerIdentifier: issuer and serial, or a key identifier. */
static enum err
read_sid(struct parse *p, struct slice *in, struct cms_signer *s)
{
	struct slice sid;
	struct tlv t;
	enum err e;

	if (starts(*in, TAG_KEY_ID))
		return take(p, in, TAG_KEY_ID, &s->ski);
	if ((e = take(p, in, TAG_SEQUENCE, &sid)) != ERR_OK)
		return e;
	if ((e = tlv_next_any(&sid, &t, &p->c->ber)) != ERR_OK)
		return e == ERR_EOF ? ERR_FORMAT : e;
	if (t.tag != TAG_SEQUENCE)
		return ERR_FORMAT;
	s->issuer = t.raw;
	e = take(p, &sid, TAG_INTEGER, &s->serial);
	nothing_behind(p, sid);
	return e;
}

static enum err
read_signer(struct parse *p, struct slice in, struct cms_signer *s)
{
	enum err e;

	memset(s, 0, sizeof *s);
	if ((e = take_version(p, &in, &s->version)) != ERR_OK ||
	    (e = read_sid(p, &in, s)) != ERR_OK ||
	    (e = read_digest_algorithm(p, &in, s)) != ERR_OK ||
	    (e = read_signed_attributes(p, &in, s)) != ERR_OK ||
	    (e = read_signature(p, &in, s)) != ERR_OK ||
	    (e = skip(p, &in, TAG_1)) != ERR_OK)
		return e;
	nothing_behind(p, in);
	if (s->version != (s->ski.p != NULL ? 3 : 1))
		FIND(p->fs, "cms.version", DEVIATES,
		    N_("the signer's version is not that of its identifier"));
	return ERR_OK;
}

static enum err
read_signers(struct parse *p, struct slice *in)
{
	struct slice set, value;
	enum err e = take(p, in, TAG_SET, &set);

	while (e == ERR_OK && set.n > 0) {
		if (p->c->signers == CMS_MAX_SIGNERS)
			return ERR_TOO_LONG;
		e = take(p, &set, TAG_SEQUENCE, &value);
		if (e == ERR_OK)
			e = read_signer(p, value,
			    &p->c->signer[p->c->signers++]);
	}
	return e;
}

static enum err
read_signed_data(struct parse *p, struct slice in)
{
	struct slice content;
	enum err e;

	if ((e = take_version(p, &in, &p->c->version)) != ERR_OK ||
	    (e = take(p, &in, TAG_SET, &p->digests)) != ERR_OK ||
	    (e = take(p, &in, TAG_SEQUENCE, &content)) != ERR_OK ||
	    (e = read_content(p, content)) != ERR_OK ||
	    (e = read_certs(p, &in)) != ERR_OK ||
	    (e = skip(p, &in, TAG_1)) != ERR_OK ||
	    (e = read_signers(p, &in)) != ERR_OK)
		return e;
	judge_digests(p);
	nothing_behind(p, in);
	return ERR_OK;
}

/* What is inside the SignedData. */
static enum err
enter(struct parse *p, struct slice in, struct slice *out)
{
	struct slice oid, wrapped;
	enum err e = take(p, &in, TAG_SEQUENCE, out);

	if (e != ERR_OK)
		return e;
	nothing_behind(p, in);
	if (!starts(*out, TAG_OID)) {
		FIND(p->fs, "cms.encoding", DEVIATES,
		    N_("the signed file lacks its outermost wrapper, "
		    "ContentInfo"));
		return ERR_OK;
	}
	in = *out;
	if ((e = take(p, &in, TAG_OID, &oid)) != ERR_OK ||
	    (e = take(p, &in, TAG_0, &wrapped)) != ERR_OK)
		return e;
	if (!slice_eq(oid, OID_SIGNED_DATA))
		return ERR_FORMAT;
	nothing_behind(p, in);
	e = take(p, &wrapped, TAG_SEQUENCE, out);
	nothing_behind(p, wrapped);
	return e;
}

/* What only the end of the walk tells. */
static void
report(const struct parse *p)
{
	if (p->attributes_ber)
		FIND(p->fs, "cms.encoding", FORBIDDEN,
		    N_("the signed attributes are not DER"));
	else if (p->c->ber)
		FIND(p->fs, "cms.encoding", ODD,
		    N_("the wrapper is BER; what was signed is DER"));
	else
		FIND(p->fs, "cms.encoding", GOOD,
		    N_("the signed file is DER throughout"));
	if (p->trailing)
		FIND(p->fs, "cms.trailing", FORBIDDEN,
		    N_("something stands behind the parts of the signed file"));
	else
		FIND(p->fs, "cms.trailing", GOOD,
		    N_("nothing stands behind the parts of the signed file"));
	if (p->c->version != 3)
		FIND(p->fs, "cms.version", DEVIATES,
		    N_("the SignedData is of another version than 3"));
	else
		FIND(p->fs, "cms.version", GOOD,
		    N_("the versions are the right ones"));
	if (p->c->signers == 0)
		FIND(p->fs, "cms.signers", BROKEN, N_("nobody signed it"));
	else if (p->c->signers == 1)
		FIND(p->fs, "cms.signers", GOOD,
		    N_("exactly one signer signed"));
	else
		FIND(p->fs, "cms.signers", DEVIATES,
		    N_("several signers signed"));
}

enum err
cms_parse(struct slice in, struct cms *out, struct findings *fs)
{
	struct parse p = { .c = out, .fs = fs };
	struct slice inside;
	enum err e;

	cms_none(out);
	e = enter(&p, in, &inside);
	if (e == ERR_OK)
		e = read_signed_data(&p, inside);
	if (e == ERR_OK)
		report(&p);
	else
		cms_release(out);
	return e;
}

void
cms_release(struct cms *c)
{
	buf_release(&c->joined);
	cms_none(c);
}

void
cms_none(struct cms *c)
{
	memset(c, 0, offsetof(struct cms, cert));
}
