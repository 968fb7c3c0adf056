/* SPDX-License-Identifier: ISC */
/* SHA-256 by FIPS 180-4, for fingerprints; signatures are OpenSSL's. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/buf.h"

#define SHA256_BYTES 32

/* Writes the digest of `in` into `out`. */
void sha256(struct slice in, uint8_t out[SHA256_BYTES]);

#endif
