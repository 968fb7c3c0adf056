/* SPDX-License-Identifier: ISC */
/* AlgorithmIdentifiers and times of X.509 and CMS. */
#include <string.h>

#include "base/date.h"
#include "trust/algorithm.h"

enum { INTEGER = 0x02, ASN_NULL = 0x05, OID = 0x06, UTC_TIME = 0x17,
    GENERALIZED = 0x18, SEQUENCE = 0x30 };

#define OID_MGF1 SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08")
#define OID_MD5 SLICE("\x2a\x86\x48\x86\xf7\x0d\x02\x05")

#define PKCS1(last) SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x01" last)
#define X962(last) SLICE("\x2a\x86\x48\xce\x3d" last)

/* RFC 8017, A.2.4 and C; RFC 5758, 3.2. `given`: the identifier has a hash. */
static const struct row {
	struct slice oid;
	enum signature_kind kind;
	bool given;
	enum named_hash naming;
	enum crypto_hash hash;
} rows[] = {
	{ PKCS1("\x01"), SIGNATURE_RSA, false, HASH_OTHER, CRYPTO_SHA1 },
	{ PKCS1("\x04"), SIGNATURE_RSA, true, HASH_MD5, CRYPTO_SHA1 },
	{ PKCS1("\x05"), SIGNATURE_RSA, true, HASH_KNOWN, CRYPTO_SHA1 },
	{ PKCS1("\x0e"), SIGNATURE_RSA, true, HASH_KNOWN, CRYPTO_SHA224 },
	{ PKCS1("\x0b"), SIGNATURE_RSA, true, HASH_KNOWN, CRYPTO_SHA256 },
	{ PKCS1("\x0c"), SIGNATURE_RSA, true, HASH_KNOWN, CRYPTO_SHA384 },
	{ PKCS1("\x0d"), SIGNATURE_RSA, true, HASH_KNOWN, CRYPTO_SHA512 },
	{ PKCS1("\x0a"), SIGNATURE_PSS, true, HASH_KNOWN, CRYPTO_SHA1 },
	{ X962("\x02\x01"), SIGNATURE_ECDSA, false, HASH_OTHER, CRYPTO_SHA1 },
	{ X962("\x04\x01"), SIGNATURE_ECDSA, true, HASH_KNOWN, CRYPTO_SHA1 },
	{ X962("\x04\x03\x01"), SIGNATURE_ECDSA, true, HASH_KNOWN,
	    CRYPTO_SHA224 },
	{ X962("\x04\x03\x02"), SIGNATURE_ECDSA, true, HASH_KNOWN,
	    CRYPTO_SHA256 },
	{ X962("\x04\x03\x03"), SIGNATURE_ECDSA, true, HASH_KNOWN,
	    CRYPTO_SHA384 },
	{ X962("\x04\x03\x04"), SIGNATURE_ECDSA, true, HASH_KNOWN,
	    CRYPTO_SHA512 },
};

/* *is_null: NULL stands there; else nothing does. */
static enum err
null_or_nothing(struct slice params, bool *is_null)
{
	struct slice v;

	*is_null = params.n != 0;
	if (params.n == 0)
		return ERR_OK;
	return tlv_take(&params, ASN_NULL, &v) == ERR_OK && v.n == 0 &&
	    params.n == 0 ? ERR_OK : ERR_FORMAT;
}

enum err
algorithm_digest(struct slice value, enum named_hash *naming,
    enum crypto_hash *out, bool *odd)
{
	struct slice oid;
	bool is_null;

	if (tlv_take(&value, OID, &oid) != ERR_OK)
		return ERR_FORMAT;
	*odd = null_or_nothing(value, &is_null) != ERR_OK;
	if (crypto_hash_oid(oid, out) == ERR_OK)
		*naming = HASH_KNOWN;
	else
		*naming = slice_eq(oid, OID_MD5) ? HASH_MD5 : HASH_OTHER;
	return ERR_OK;
}

/* What naming both have: the worse. */
static enum named_hash
worse(enum named_hash a, enum named_hash b)
{
	return a > b ? a : b;
}

/* MaskGenAlgorithm: its SEQUENCE, in [1]. */
static enum err
mask(struct slice in, struct signature_algorithm *out)
{
	enum named_hash naming;
	struct slice value, oid, digest;
	bool odd;
	enum err e;

	if (tlv_take(&in, SEQUENCE, &value) != ERR_OK || in.n != 0 ||
	    tlv_take(&value, OID, &oid) != ERR_OK)
		return ERR_FORMAT;
	if (!slice_eq(oid, OID_MGF1))
		return ERR_UNSUPPORTED;
	if (tlv_take(&value, SEQUENCE, &digest) != ERR_OK || value.n != 0)
		return ERR_FORMAT;
	e = algorithm_digest(digest, &naming, &out->mgf_hash, &odd);
	if (e != ERR_OK)
		return e;
	out->naming = worse(out->naming, naming);
	out->odd |= odd ||
	    (naming == HASH_KNOWN && out->mgf_hash == CRYPTO_SHA1);
	return ERR_OK;
}

static enum err
small_number(struct slice in, int usual, int *n, bool *odd)
{
	struct slice v;
	enum err e;

	if (tlv_take(&in, INTEGER, &v) != ERR_OK || in.n != 0)
		return ERR_FORMAT;
	e = tlv_small(v, n);
	*odd |= *n == usual;
	return e;
}

/* One of the fields [0] to [3] (RFC 4055, 3.1). */
static enum err
pss_field(const struct tlv *f, struct signature_algorithm *out)
{
	struct slice in = f->value, digest;
	enum named_hash naming;
	enum err e;
	bool odd;

	switch (f->tag & 3) {
	case 0:
		if (tlv_take(&in, SEQUENCE, &digest) != ERR_OK || in.n != 0)
			return ERR_FORMAT;
		e = algorithm_digest(digest, &naming, &out->hash, &odd);
		if (e != ERR_OK)
			return e;
		out->naming = worse(out->naming, naming);
		out->odd |= odd ||
		    (naming == HASH_KNOWN && out->hash == CRYPTO_SHA1);
		return ERR_OK;
	case 1:
		return mask(in, out);
	case 2:
		return small_number(in, 20, &out->salt, &out->odd);
	default:
		return small_number(in, 1, &out->trailer, &out->odd);
	}
}

/* RSASSA-PSS-params; what is absent has its default (RFC 4055, 3.1). */
static enum err
pss_params(struct slice params, struct signature_algorithm *out)
{
	struct slice in;
	uint32_t last = 0;
	struct tlv f;
	enum err e;

	out->mgf_hash = CRYPTO_SHA1;
	out->salt = 20;
	out->trailer = 1;
	out->odd = params.n == 0;
	if (params.n == 0)
		return ERR_OK;
	if (tlv_take(&params, SEQUENCE, &in) != ERR_OK || params.n != 0)
		return ERR_FORMAT;
	while ((e = tlv_next(&in, &f)) == ERR_OK) {
		if (f.tag < 0xa0 || f.tag > 0xa3 || f.tag <= last)
			return ERR_FORMAT;
		last = f.tag;
		e = pss_field(&f, out);
		if (e != ERR_OK)
			return e;
	}
	return e == ERR_EOF ? ERR_OK : e;
}

enum err
algorithm_signature(struct slice value, struct signature_algorithm *out)
{
	struct signature_algorithm a = { 0 };
	const struct row *r = rows;
	struct slice oid;
	bool is_null;
	enum err e;

	if (tlv_take(&value, OID, &oid) != ERR_OK)
		return ERR_FORMAT;
	while (!slice_eq(r->oid, oid))
		if (++r == rows + sizeof rows / sizeof rows[0])
			return ERR_UNSUPPORTED;
	a.kind = r->kind;
	a.hash_given = r->given;
	a.naming = r->naming;
	a.hash = r->hash;
	if (a.kind == SIGNATURE_PSS) {
		e = pss_params(value, &a);
	} else {
		e = null_or_nothing(value, &is_null);
		a.odd = is_null != (a.kind == SIGNATURE_RSA);
	}
	if (e == ERR_OK)
		*out = a;
	return e;
}

/* The next two digits. */
static enum err
two(struct slice *in, int *out)
{
	struct slice d;

	if (buf_read(in, 2, &d) != ERR_OK || !slice_digits(d))
		return ERR_FORMAT;
	*out = (d.p[0] - '0') * 10 + d.p[1] - '0';
	return ERR_OK;
}

static bool
next_is(struct slice in, const char *any)
{
	for (; *any != '\0'; any++)
		if (in.n > 0 && in.p[0] == *any)
			return true;
	return false;
}

/* Z, or +hhmm or -hhmm, which no profile of RFC 5280 allows. */
static enum err
zone(struct slice in, int *seconds, bool *odd)
{
	int sign, h, m;

	*seconds = 0;
	if (slice_is(in, "Z"))
		return ERR_OK;
	if (in.n != 5 || !next_is(in, "+-"))
		return ERR_FORMAT;
	*odd = true;
	sign = in.p[0] == '-' ? -1 : 1;
	in.p++;
	in.n--;
	if (two(&in, &h) != ERR_OK || two(&in, &m) != ERR_OK)
		return ERR_FORMAT;
	if (h > 14 || m > 59)
		return ERR_RANGE;
	*seconds = sign * (h * 3600 + m * 60);
	return ERR_OK;
}

/* .123: passed over. */
static void
fraction(struct slice *in, bool *odd)
{
	if (!next_is(*in, ".,"))
		return;
	*odd = true;
	do {
		in->p++;
		in->n--;
	} while (next_is(*in, "0123456789"));
}

/* What stands behind the year. */
static enum err
time_of(int year, struct slice in, long long *out, bool *odd)
{
	struct date d = { .y = year };
	int h, m, s = 0, offset;
	enum err e;

	if (two(&in, &d.m) != ERR_OK || two(&in, &d.d) != ERR_OK ||
	    two(&in, &h) != ERR_OK || two(&in, &m) != ERR_OK)
		return ERR_FORMAT;
	if (!next_is(in, "0123456789"))
		*odd = true;
	else if (two(&in, &s) != ERR_OK)
		return ERR_FORMAT;
	fraction(&in, odd);
	e = zone(in, &offset, odd);
	if (e != ERR_OK)
		return e;
	if (!date_is_real(d) || h > 23 || m > 59 || s > 59)
		return ERR_RANGE;
	*out = (long long)date_to_days(d) * 86400 + h * 3600 + m * 60 + s -
	    offset;
	return ERR_OK;
}

enum err
algorithm_generalized(struct slice text, long long *out, bool *odd)
{
	int century, year;

	*odd = false;
	if (two(&text, &century) != ERR_OK || two(&text, &year) != ERR_OK)
		return ERR_FORMAT;
	return time_of(century * 100 + year, text, out, odd);
}

/* RFC 5280, 4.1.2.5.1: YY from 50 on is of the last century. */
static enum err
utc(struct slice text, long long *out, bool *odd)
{
	int year;

	*odd = false;
	if (two(&text, &year) != ERR_OK)
		return ERR_FORMAT;
	return time_of(year + (year >= 50 ? 1900 : 2000), text, out, odd);
}

enum err
algorithm_time(struct slice *in, long long *out, bool *odd)
{
	struct slice rest = *in;
	struct tlv t;
	bool strange;
	long long time;
	enum err e = tlv_next(&rest, &t);

	if (e == ERR_EOF || (e == ERR_OK && t.tag != UTC_TIME &&
	    t.tag != GENERALIZED))
		return ERR_FORMAT;
	if (e != ERR_OK)
		return e;
	e = t.tag == UTC_TIME ? utc(t.value, &time, &strange) :
	    algorithm_generalized(t.value, &time, &strange);
	if (e != ERR_OK)
		return e;
	if (t.tag == GENERALIZED && memcmp(t.value.p, "2050", 4) < 0)
		strange = true;
	*odd = strange;
	*out = time;
	*in = rest;
	return ERR_OK;
}
