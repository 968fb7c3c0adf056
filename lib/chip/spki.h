/* SPDX-License-Identifier: ISC */
/* The parts of an X.509 SubjectPublicKeyInfo. */
#ifndef CHIP_SPKI_H
#define CHIP_SPKI_H

#include "base/buf.h"

#define SPKI_EC SLICE("\x2a\x86\x48\xce\x3d\x02\x01")
#define SPKI_RSA SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01")

/* The algorithm's identifier (content octets), what stands behind it, and the
 * key, which is the BIT STRING's octets. All borrow. */
struct spki {
	struct slice oid, params, key;
};

/* `der` is the whole structure and nothing else: else ERR_FORMAT. */
MUST_CHECK enum err spki_parse(struct slice der, struct spki *out);

#endif
