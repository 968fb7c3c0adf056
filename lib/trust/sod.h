/* SPDX-License-Identifier: ISC */
/* EF.SOD (Doc 9303-10, 4.6.2) against the files. */
#ifndef TRUST_SOD_H
#define TRUST_SOD_H

#include "chip/lds.h"
#include "trust/cms.h"

/* 2.23.136.1.1.1 */
#define SOD_CONTENT_TYPE SLICE("\x67\x81\x08\x01\x01\x01")

struct sod {
	int version;			/* of the LDSSecurityObject: 0, 1 */
	bool hash_known;
	enum named_hash hash_naming;
	enum crypto_hash hash;
	uint32_t groups;		/* bit n-1: DGn is listed */
	struct slice digest[16];
	struct slice lds_version, unicode_version;	/* or p NULL */
	struct cms cms;
};

/* `file` as read: tag 77 round a SignedData. Findings sod.* and cms.*. ERR_ as
 * of cms_parse: there is a finding sod.form then, and *out is empty. */
MUST_CHECK enum err sod_parse(struct slice file, struct sod *out,
    struct findings *fs);
void sod_release(struct sod *s);

/* Every file that is there (p not NULL) against its hash, files that the SOD
 * does not list (BROKEN), files that it lists and that are neither there nor
 * excused, EF.COM against the list. `excused`: bit n-1 for a group whose
 * absence the reader explains by rights or wish (protected, not-asked).
 * DG14 and DG15 have their own finding, downgrade.groups. Returns true when
 * every file that is there is covered and right. `h` hashes them. */
bool sod_files(const struct sod *s, const struct slice files[LDS_FILES],
    uint32_t excused, struct crypto_hasher *h, struct findings *fs);

#endif
