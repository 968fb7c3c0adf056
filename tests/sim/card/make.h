/* SPDX-License-Identifier: ISC */
/* Between the parts that make a card's files; outsiders take sim.h. */
#ifndef SIM_MAKE_H
#define SIM_MAKE_H

#include <openssl/evp.h>

#include "der.h"

/* The machine readable zone: `lines` of `width`, NUL-terminated. */
struct mrz {
	char line[3][45];
	size_t lines, width;
};
void mrz_make(const struct sim_profile *p, struct mrz *out);

/* Data groups of LDS 1 (Doc 9303-10), each with its tag. make_com takes the
 * list of what is there: bit n-1 for DGn. */
void make_com(const struct sim_profile *p, unsigned groups,
    struct sim_bytes *out);
void make_dg1(const struct sim_profile *p, struct sim_bytes *out);
void make_dg2(const struct sim_profile *p, struct sim_bytes *out);
void make_dg3(const struct sim_profile *p, struct sim_bytes *out);
void make_dg11(const struct sim_profile *p, struct sim_bytes *out);
void make_dg12(const struct sim_profile *p, struct sim_bytes *out);
void make_dg13(const struct sim_profile *p, struct sim_bytes *out);
void make_dg16(const struct sim_profile *p, struct sim_bytes *out);
unsigned make_tag(enum sim_file f);		/* of a data group */

/* A picture of a face that nobody has, the same for the same `seed`; about
 * `size` octets. */
struct picture {
	struct sim_bytes file;
	unsigned width, height;
};
void picture_jpeg(const char *seed, size_t size, struct picture *out);
void picture_jp2(size_t size, struct picture *out);

/* Keys. NULL (false) with a word on stderr where OpenSSL has no such thing. */
EVP_PKEY *key_ec(const char *curve, bool explicit_parameters);
EVP_PKEY *key_standard(int param, bool explicit_parameters);
EVP_PKEY *key_rsa(void);			/* one for the whole process */
const char *key_curve(int param);		/* NULL: no curve */

/* SecurityInfos, a SET: for EF.CardAccess without keys, else with `ca`. */
void infos_set(const struct sim_profile *p, EVP_PKEY *ca, bool standard_form,
    struct sim_bytes *out);
void make_dg14(const struct sim_profile *p, EVP_PKEY *ca,
    struct sim_bytes *out);
void make_dg15(EVP_PKEY *aa, struct sim_bytes *out);

/* SignedData (RFC 5652) round `content` by the document signer of the day
 * (YYYYMMDD). False with a word on stderr. */
bool pki_sign(const struct sim_pki *pki, const char *content_type,
    const struct sim_bytes *content, const char *day, struct sim_bytes *out);
void pki_hash(const struct sim_bytes *of, uint8_t out[32]);
void pki_sha256(struct sim_bytes *out);		/* its AlgorithmIdentifier */

#endif
