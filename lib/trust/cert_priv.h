/* SPDX-License-Identifier: ISC */
/* Between the files of certificates. */
#ifndef TRUST_CERT_PRIV_H
#define TRUST_CERT_PRIV_H

#include "trust/cert.h"

enum { CERT_BOOLEAN = 0x01, CERT_INTEGER = 0x02, CERT_BIT_STRING = 0x03,
    CERT_OCTET_STRING = 0x04, CERT_OID = 0x06, CERT_PRINTABLE = 0x13,
    CERT_SEQUENCE = 0x30, CERT_SET = 0x31 };

struct cert_extension {
	struct slice oid, value;
	bool critical, default_written;	/* X.690, 11.5 */
};
/* Takes one off a SEQUENCE OF Extension, whoever's they are. */
MUST_CHECK enum err cert_next_extension(struct slice *list,
    struct cert_extension *x);

/* The extensions, inside their SEQUENCE OF. One of a wrong form is
 * CERT_ODD_EXTENSION and as if it were not there. ERR_FORMAT, ERR_TRUNCATED: no
 * list of extensions; ERR_TOO_LONG: too many. */
MUST_CHECK enum err cert_extensions(struct slice in, struct cert *c);

/* Whether all that stands in `in`, also inside constructed objects, is DER as
 * far as form goes: lengths, INTEGERs, BOOLEANs (X.690, 10 and 11). */
bool cert_is_der(struct slice in);

#endif
