/* SPDX-License-Identifier: ISC */
/* What the signed files say of a person, beside what the record says and what
 * the signer may sign. */
#ifndef TRUST_AGREE_H
#define TRUST_AGREE_H

#include "base/date.h"
#include "chip/lds.h"
#include "identity/mrz.h"
#include "record/person.h"
#include "trust/cert.h"
#include "trust/finding.h"

/* file: those that EF.SOD covers; p NULL for all others. extra: the record's
 * chip.extra, p NULL without one. zone: what mrz_parse_kept takes, then the one
 * in DG1; or NULL. `read_on` decides centuries, as it did when the record was
 * made. */
struct agree_case {
	const struct person *person;
	struct mrz *zone;
	struct slice extra;
	const struct slice *file;
	struct date read_on;
};

/* Of the MRZ and the files, for what comes after. `code` and `issuer` without
 * fillers, "" where there is no MRZ; issued all zero: not said, or no full
 * day. */
struct agree_facts {
	bool has_mrz;
	char code[3], issuer[4];
	struct date issued;
};

/* Findings dg1.form, dg2.image, dg13.agrees, record.equals-signed and
 * record.unsigned. A member that the files hold and the record has otherwise is
 * BROKEN, and so is a number, name, birth date or end that was left out; other
 * members left out are ODD, for who passes a record on may leave out what is
 * not needed. */
void agree_judge(const struct agree_case *c, struct agree_facts *out,
    struct findings *fs);

/* Findings dsc.doc-types and country.agrees. */
void agree_signer(const struct agree_facts *f, const struct cert *signer,
    struct findings *fs);

#endif
