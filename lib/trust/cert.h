/* SPDX-License-Identifier: ISC */
/* X.509 certificates by the profile of Doc 9303-12, 7: read, not judged. */
#ifndef TRUST_CERT_H
#define TRUST_CERT_H

#include "trust/algorithm.h"

#define CERT_MAX (64u << 10)		/* octets */
#define CERT_MAX_DOC_TYPES 16

/* KeyUsage, RFC 5280, 4.2.1.3: bit n is 1 << n. */
enum {
	CERT_USE_SIGN = 1 << 0, CERT_USE_CERT_SIGN = 1 << 5,
	CERT_USE_CRL_SIGN = 1 << 6
};

/* What is against the rules but can be read. */
enum {
	CERT_ODD_SERIAL_NEGATIVE = 1 << 0, CERT_ODD_SERIAL_ZERO = 1 << 1,
	CERT_ODD_SERIAL_LONG = 1 << 2,		/* over 20 octets */
	CERT_ODD_VERSION = 1 << 3,		/* not 3 */
	CERT_ODD_TIME = 1 << 4,
	CERT_ODD_ALGORITHM = 1 << 5,	/* the two identifiers differ */
	CERT_ODD_CRITICAL = 1 << 6,	/* an unknown critical extension */
	CERT_ODD_TWICE = 1 << 7,	/* an extension twice */
	CERT_ODD_CONSTRAINTS = 1 << 8,	/* not critical */
	CERT_ODD_USAGE = 1 << 9,	/* not critical */
	CERT_ODD_EXTENSION = 1 << 10,	/* a known one of a wrong form */
	CERT_ODD_NOT_DER = 1 << 11	/* BER where DER is asked for */
};

/* Everything borrows from `der`. Names are whole SEQUENCEs; `serial` is the
 * INTEGER's content octets as they stand; absent slices have p NULL. Times in
 * seconds of Unix time. Countries as written (RFC 3739 wants upper case). */
struct cert {
	struct slice der, tbs, issuer, subject, spki, serial, signature;
	struct slice inner_algorithm;	/* the one that is signed, whole */
	struct signature_algorithm algorithm;
	bool algorithm_known;
	long long not_before, not_after;
	struct slice ski, aki;		/* key identifiers */
	struct slice aki_issuer, aki_serial;
	bool has_constraints, ca;
	int path_length;		/* -1: no limit */
	bool has_usage;
	unsigned usage;
	bool has_eku, eku_master_list, eku_other;	/* 2.23.136.1.1.3 */
	bool has_period, has_period_from, has_period_until;
	long long period_from, period_until;	/* RFC 3280, 4.2.1.4 */
	bool has_doc_types;		/* 2.23.136.1.1.6.2 */
	struct slice doc_type[CERT_MAX_DOC_TYPES];
	size_t doc_types;
	struct slice subject_country, issuer_country;
	unsigned odd;
	uint8_t sha256[32];		/* of der */
};

/* `der`: one certificate and nothing behind it. ERR_FORMAT, ERR_TRUNCATED,
 * ERR_TOO_LONG; a certificate that is merely odd is read. */
MUST_CHECK enum err cert_parse(struct slice der, struct cert *out);

/* Names equal octet by octet, or in all but the string types, the case of
 * ASCII letters and runs of blanks (RFC 5280, 7.1). */
bool cert_same_name(struct slice a, struct slice b);
/* The first value of that type (an OID's content octets) in a Name, as written;
 * p NULL: none. */
struct slice cert_name_part(struct slice name, struct slice type);
/* Serial numbers as integers, whatever their leading octets. */
bool cert_same_serial(struct slice a, struct slice b);
bool cert_is_self_issued(const struct cert *c);

#endif
