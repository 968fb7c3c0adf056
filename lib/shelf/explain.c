/* SPDX-License-Identifier: ISC */
/* Each signer once: a path to an anchor, or why there is none. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "shelf/explain.h"
#include "shelf/signers.h"

#define MAX_SIGNERS 64			/* judged ones kept at once */

void
explain_init(struct explain *x, const struct store *s, const struct show *w,
    const struct shelf_terms *t)
{
	const struct signer_cache_limits limits = { .max = MAX_SIGNERS };

	*x = (struct explain){ .show = w, .terms = t,
	    .worst = SIGNER_ANCHORED };
	x->cache = signer_cache_new(s, &limits);
}

void
explain_release(struct explain *x)
{
	signer_cache_free(x->cache);
	free(x->seen);
	*x = (struct explain){ .n = 0 };
}

static bool
was_seen(struct explain *x, const uint8_t sha256[32])
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (memcmp(x->seen[i], sha256, sizeof x->seen[i]) == 0)
			return true;
	x->seen = xreallocarray(x->seen, x->n + 1, sizeof *x->seen);
	memcpy(x->seen[x->n++], sha256, sizeof *x->seen);
	return false;
}

/* Whatever the path says; of no one document, so that a revocation counts from
 * whenever on. */
static enum show_refused
refused(const struct explain *x, const struct signer *s)
{
	const struct signer_times t = { .has_now = x->terms->has_now,
	    .now = x->terms->now };
	struct findings fs = { .n = 0 };
	const struct finding *f;

	if (findings_of(&s->findings, "chain.distrusted") != NULL)
		return SHOW_IS_DISTRUSTED;
	signer_times(s, &t, &fs);
	f = findings_of(&fs, "crl.revoked");
	return f != NULL && f->class > FINDING_GOOD ? SHOW_IS_REVOKED :
	    SHOW_NOT_REFUSED;
}

static void
one_signer(void *ctx, const char *where, struct slice der,
    enum signer_use use)
{
	struct explain *x = ctx;
	struct signer *s = signer_get(x->cache, der, use);
	enum show_refused r;
	struct buf steps = { 0 };

	if (s == NULL) {
		if (x->terms->report != NULL)
			x->terms->report(x->terms->ctx, where,
			    N_("no certificate that can be read"));
		x->damaged = true;
		return;
	}
	if (was_seen(x, s->cert.sha256))
		return;
	signer_explain(x->cache, der, &steps);
	r = refused(x, s);
	show_signer(x->show, where, s, r, buf_slice(&steps));
	if (s->trust > x->worst)
		x->worst = s->trust;
	if (r != SHOW_NOT_REFUSED)
		x->worst = SIGNER_BAD;
	buf_release(&steps);
}

void
explain_file(struct explain *x, const char *file, struct slice text)
{
	if (signers_of(file, text, x->terms, one_signer, x) != ERR_OK)
		x->damaged = true;
}
