/* SPDX-License-Identifier: ISC */
/* Active evidence judged later: what a chip did at its reader
 * (man/cccd-record.5, member chip). */
#ifndef TRUST_ACTIVE_H
#define TRUST_ACTIVE_H

#include "chip/evidence_read.h"
#include "trust/finding.h"
#include "trust/signer.h"

/* Clocks of stations may differ from the verifier's by so many seconds. */
#define ACTIVE_MAX_AHEAD 300

/* What passive authentication made of the files, for proofs whose keys they
 * hold: `covered` bit f for a file whose hash the signed SOD confirms. */
struct active_case {
	const struct evidence_given *given;
	const struct store *store;
	struct signer_cache *signers;
	uint32_t covered;		/* 1 << enum lds_file */
	/* CardSecurity: its own chained SignedData */
	const struct signer_times *times;
	/* The verifier's own nonces; NULL: none were given. */
	bool (*knows_nonce)(void *ctx, struct slice nonce);
	void *ctx;
	bool has_now;
	long long now, max_age;		/* seconds; max_age 0: no limit */
};

/* genuine: some proof holds with a key that the SOD covers (AA bound to the
 * record, or CA or CAM under a known station's seal), and none has failed.
 * aa_once: what no second read can have, for a list of proofs seen, where the
 * chip's signature is right: the challenge where it is this record's (of a
 * signature of ECDSA or RSA others can make its mirror image, and a chip has
 * many for one challenge), else the signature. */
struct active_result {
	bool genuine, sealed_by_known;
	struct slice aa_once;
};

/* Findings aa.*, ca.*, cam.*, seal.*, evidence.*, downgrade.pace, .infos and
 * .ca, chip.genuine (the summary: proven, not tried and why, or failed). What
 * a signature or a MAC says counts, whatever the reader's word about it; its
 * word alone that the chip failed is believed, that it did not is not. Where
 * `fs` says that EF.SOD's signature could not be judged (cms.signature), nor
 * can a key in a file that is there and not covered. May call signer_get.
 * `given` was read (its `read` is true). */
void active_judge(const struct active_case *c, struct active_result *out,
    struct findings *fs);

#endif
