/* SPDX-License-Identifier: ISC */
/* For targets that verify with a certificate out of the input. */
#ifndef FUZZ_SIGNED_H
#define FUZZ_SIGNED_H

#include <stdlib.h>

#include "trust/cms.h"

static inline bool
inside(struct slice s, struct slice where)
{
	return s.n == 0 ||
	    (s.p >= where.p && s.p + s.n <= where.p + where.n);
}

static inline enum finding_class
class_of(const struct findings *fs, const char *check)
{
	const struct finding *f = findings_of(fs, check);

	return f != NULL ? f->class : FINDING_NOT_DONE;
}

/* Where the signature covers the content, what was found says so. */
static inline void
verify_embedded(const struct cms *c, struct slice type, struct findings *fs)
{
	const struct slice *der = cms_signer_cert(c, fs);
	struct pubkey *key = NULL;
	struct cert cert;

	if (der != NULL && cert_parse(*der, &cert) == ERR_OK &&
	    pubkey_new(cert.spki, &key) != ERR_OK)
		key = NULL;
	if (cms_verify(c, type, key, fs) &&
	    (class_of(fs, "cms.signature") != FINDING_GOOD ||
	    class_of(fs, "cms.digest") > FINDING_NOT_DONE))
		abort();
	pubkey_free(key);
}

#endif
