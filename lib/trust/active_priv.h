/* SPDX-License-Identifier: ISC */
/* Between the files that judge active evidence. */
#ifndef TRUST_ACTIVE_PRIV_H
#define TRUST_ACTIVE_PRIV_H

#include "chip/security_info.h"
#include "trust/active.h"
#include "trust/cms.h"

/* In rising order of what is known. ABSENT: not tried. OPEN: tried or not, it
 * could not be judged. ASSERTED: right, but the reader could have made it up
 * (CA, CAM), or it is not bound to the record (AA). */
enum active_proof {
	ACTIVE_ABSENT, ACTIVE_OPEN, ACTIVE_ASSERTED, ACTIVE_PROVEN,
	ACTIVE_FAILED
};

/* What is big comes last, and is empty only where it must be (active_judge).
 * has_dg14, has_security: `dg14` and `security` hold what signed files say;
 * `security_worst` is the class of what was found at EF.CardSecurity. */
struct active {
	const struct active_case *c;
	const struct evidence_given *g;
	struct findings *fs;
	struct active_result *out;
	bool trusted_seal;
	bool has_dg14, has_security, security_unknown;
	enum finding_class security_worst;
	bool has_access;
	enum active_proof aa, ca, cam;
	struct cms cms;			/* of EF.CardSecurity */
	struct security_infos dg14, security, access;
};

bool active_covers(const struct active *a, enum lds_file f);
/* It is there, and nobody can say whether it is signed. */
bool active_unjudged(const struct active *a, enum lds_file f);
/* The dotted form of an OBJECT IDENTIFIER is this text. */
bool active_oid_is(struct slice oid, struct slice text);
/* A number of evidence_read; -1 where there is none. */
int active_number(struct slice text);

/* EF.CardSecurity, proven by its own signature; findings of its own, of which
 * only the worst is kept. */
void active_card_security(struct active *a);

void active_aa(struct active *a);
void active_ca(struct active *a);
void active_cam(struct active *a);
void active_downgrade(struct active *a);

#endif
