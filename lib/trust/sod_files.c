/* SPDX-License-Identifier: ISC */
/* The files as read against the hashes that were signed. */
#include "trust/sod.h"

enum { GROUPS = 16 };

#define ACTIVE (1u << 13 | 1u << 14)	/* DG14, DG15: keys of the chip */

/* One that is there; true when covered and right. */
static bool
judge_file(const struct sod *s, struct crypto_hasher *h, int n,
    struct slice file, struct findings *fs)
{
	uint8_t digest[CRYPTO_HASH_MAX];

	if (!(s->groups & 1u << (n - 1))) {
		FIND(fs, "dg.unlisted", BROKEN,
		    N_("a file is there that the signed list does not have: "
		    "put there by somebody"));
		return false;
	}
	if (!s->hash_known)
		return false;
	crypto_hasher_digest(h, s->hash, &file, 1, digest);
	if (slice_eq(s->digest[n - 1], (struct slice){ (char *)digest,
	    crypto_hash_size(s->hash) }))
		return true;
	FIND(fs, "dg.hash", BROKEN,
	    N_("a file is not the one that was signed: changed, or from "
	    "another card"));
	return false;
}

/* Bit n-1 for a group that is there; true when all of them are right. */
static bool
judge_files(const struct sod *s, const struct slice files[LDS_FILES],
    uint32_t *there, struct crypto_hasher *h, struct findings *fs)
{
	bool right = true;
	struct slice file;
	int n;

	for (n = 1; n <= GROUPS; n++) {
		file = files[LDS_DG1 + n - 1];
		if (file.p == NULL)
			continue;
		*there |= 1u << (n - 1);
		if (!judge_file(s, h, n, file, fs))
			right = false;
	}
	return right;
}

static void
judge_absent(uint32_t missing, struct findings *fs)
{
	if (missing & ACTIVE)
		FIND(fs, "downgrade.groups", FORBIDDEN,
		    N_("the chip's keys are in the signed list and were left "
		    "out: perhaps to hide a copied chip"));
	else
		FIND(fs, "downgrade.groups", GOOD,
		    N_("the chip's keys were read where the signed list has "
		    "them"));
	if (missing & ~ACTIVE)
		FIND(fs, "dg.missing", ODD,
		    N_("a group of the signed list was not read, and no reason "
		    "is given"));
	else
		FIND(fs, "dg.missing", GOOD,
		    N_("every group of the signed list was read, or a reason "
		    "is given"));
}

static void
judge_com(const struct sod *s, struct slice file, struct findings *fs)
{
	struct lds_com c;

	if (file.p == NULL) {
		FIND(fs, "com.agrees", NOT_DONE, N_("EF.COM was not read"));
		return;
	}
	if (lds_com_parse(file, &c) != ERR_OK) {
		FIND(fs, "com.agrees", ODD, N_("EF.COM is damaged"));
		return;
	}
	if (c.groups != s->groups)
		FIND(fs, "com.agrees", DEVIATES,
		    N_("EF.COM lists other groups than the signed list"));
	else if (c.unknown > 0)
		FIND(fs, "com.agrees", ODD,
		    N_("EF.COM lists something that is no group"));
	else if (s->lds_version.p != NULL &&
	    !slice_eq(c.lds_version, s->lds_version))
		FIND(fs, "com.agrees", ODD,
		    N_("EF.COM gives another version of the LDS than the "
		    "signed list"));
	else
		FIND(fs, "com.agrees", GOOD,
		    N_("EF.COM lists the groups of the signed list"));
}

bool
sod_files(const struct sod *s, const struct slice files[LDS_FILES],
    uint32_t excused, struct crypto_hasher *h, struct findings *fs)
{
	uint32_t there = 0;
	bool right = judge_files(s, files, &there, h, fs);

	if (there == 0)
		FIND(fs, "dg.hash", NOT_DONE, N_("no group was read"));
	else if (!s->hash_known)
		FIND(fs, "dg.hash", NOT_DONE,
		    N_("the files' hashes are of a kind that is not computed "
		    "here"));
	else
		FIND(fs, "dg.hash", GOOD,
		    N_("every file is the one that was signed"));
	FIND(fs, "dg.unlisted", GOOD, N_("every file is in the signed list"));
	judge_absent(s->groups & ~there & ~excused, fs);
	judge_com(s, files[LDS_COM], fs);
	return there != 0 && right;
}
