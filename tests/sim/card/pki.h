/* SPDX-License-Identifier: ISC */
/* Certificates of the invented authority. */
#ifndef SIM_PKI_H
#define SIM_PKI_H

#include <openssl/evp.h>

#include "der.h"

/* Days YYYYMMDD. The issuer is always the CSCA. */
struct cert {
	bool csca;
	unsigned number;		/* in the signer's name */
	const char *from, *to, *use_to;	/* use: of the private key */
	EVP_PKEY *key, *csca_key;
};
bool cert_make(const struct cert *c, struct sim_bytes *out);

/* Adds the signature over body[from..], in `tag` (BIT STRING 03 or OCTET STRING
 * 04), and the identifier of its algorithm. `md`: "SHA256" or "SHA384". */
bool cert_sign(EVP_PKEY *key, const char *md, const struct sim_bytes *body,
    size_t from, unsigned tag, struct sim_bytes *out);
void cert_algorithm(const char *md, struct sim_bytes *out);

#endif
