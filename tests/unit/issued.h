/* SPDX-License-Identifier: ISC */
/* Cards for the tests of whole reads: a profile, and its files, signed by
 * authorities that are made once for each program. */
#ifndef TESTS_ISSUED_H
#define TESTS_ISSUED_H

#include "simcard.h"

static struct sim_pki *pki;

/* One profile with its files. */
struct issued {
	const struct sim_profile *p;
	struct sim_issue files;
};

static inline bool
issue(const struct sim_profile *p, struct issued *out)
{
	*out = (struct issued){ .p = p };
	return p != NULL && sim_issue(p, pki, &out->files);
}

#endif
