/* SPDX-License-Identifier: ISC */
/* What the clock decides: each moment by itself, never one for another
 * (Doc 9303-12, 7). */
#include "trust/signer_priv.h"

#define DAY 86400

enum when { INSIDE, BEFORE, AFTER };

static enum when
when(const struct cert *c, long long t)
{
	return t < c->not_before ? BEFORE : t > c->not_after ? AFTER : INSIDE;
}

/* The issue date is a day somewhere on earth. */
static bool
issue_inside(long long issue, long long from, long long until)
{
	return issue + 2 * DAY >= from && issue - DAY <= until;
}

static void
valid_signing(const struct cert *c, const struct signer_times *t,
    struct findings *fs)
{
	if (!t->has_signing)
		FIND(fs, "dsc.valid-signing", NOT_DONE,
		    N_("the signature does not say when it was made"));
	else if (when(c, t->signing) != INSIDE)
		FIND(fs, "dsc.valid-signing", FORBIDDEN,
		    N_("the signer's certificate was not valid when it "
		    "signed"));
	else
		FIND(fs, "dsc.valid-signing", GOOD,
		    N_("the signer's certificate was valid when it signed"));
}

static void
valid_issue(const struct cert *c, const struct signer_times *t,
    struct findings *fs)
{
	if (!t->has_issue)
		FIND(fs, "dsc.valid-issue", NOT_DONE,
		    N_("the document does not say when it was issued"));
	else if (!issue_inside(t->issue, c->not_before, c->not_after))
		FIND(fs, "dsc.valid-issue", FORBIDDEN,
		    N_("the signer's certificate was not valid when the "
		    "document was issued"));
	else
		FIND(fs, "dsc.valid-issue", GOOD,
		    N_("the signer's certificate was valid when the document "
		    "was issued"));
}

static void
valid_reading(const struct cert *c, const struct signer_times *t,
    struct findings *fs)
{
	if (!t->has_reading)
		FIND(fs, "dsc.valid-reading", NOT_DONE,
		    N_("the record does not say when the chip was read"));
	else if (when(c, t->reading) == BEFORE)
		FIND(fs, "dsc.valid-reading", FORBIDDEN,
		    N_("the signer's certificate was not valid yet when the "
		    "chip was read"));
	else if (when(c, t->reading) == AFTER)
		FIND(fs, "dsc.valid-reading", ODD,
		    N_("the signer's certificate had expired when the chip "
		    "was read"));
	else
		FIND(fs, "dsc.valid-reading", GOOD,
		    N_("the signer's certificate was valid when the chip was "
		    "read"));
}

static void
valid_now(const struct cert *c, const struct signer_times *t,
    struct findings *fs)
{
	if (!t->has_now)
		FIND(fs, "dsc.valid-now", NOT_DONE,
		    N_("what time it is now is not known"));
	else if (when(c, t->now) == BEFORE)
		FIND(fs, "dsc.valid-now", FORBIDDEN,
		    N_("the signer's certificate is not valid yet"));
	else if (when(c, t->now) == AFTER)
		FIND(fs, "dsc.valid-now", ODD,
		    N_("the signer's certificate has expired by now"));
	else
		FIND(fs, "dsc.valid-now", GOOD,
		    N_("the signer's certificate is valid now"));
}

static bool
period_excludes(const struct cert *c, long long from, long long until)
{
	return (c->has_period_from && until < c->period_from) ||
	    (c->has_period_until && from > c->period_until);
}

static void
own_period(const struct cert *c, const struct signer_times *t,
    struct findings *fs)
{
	if (!c->has_period)
		FIND(fs, "dsc.key-period", ODD,
		    N_("the signer's certificate does not say how long its "
		    "key may sign"));
	else if (t->has_signing && period_excludes(c, t->signing, t->signing))
		FIND(fs, "dsc.key-period", FORBIDDEN,
		    N_("the signer's key signed outside the period that it "
		    "had for it"));
	else if (t->has_issue && period_excludes(c, t->issue - DAY,
	    t->issue + 2 * DAY))
		FIND(fs, "dsc.key-period", FORBIDDEN,
		    N_("the document was issued outside the period in which "
		    "the signer's key might sign"));
	else if (!t->has_signing && !t->has_issue)
		FIND(fs, "dsc.key-period", NOT_DONE,
		    N_("neither signature nor document says when it was "
		    "made"));
	else
		FIND(fs, "dsc.key-period", GOOD,
		    N_("the signer's key signed in the period that it had "
		    "for it"));
}

/* `c` was issued by `by`. */
static void
issuer_times(const struct cert *c, const struct cert *by,
    const struct signer_times *t, struct findings *fs)
{
	if (when(by, c->not_before) != INSIDE)
		FIND(fs, "csca.valid", FORBIDDEN,
		    N_("the authority was not valid when it issued the "
		    "signer's certificate"));
	else if (t->has_now && when(by, t->now) == AFTER)
		FIND(fs, "csca.valid", ODD,
		    N_("the authority's certificate has expired by now"));
	else
		FIND(fs, "csca.valid", GOOD,
		    N_("the authority was valid when it issued the signer's "
		    "certificate"));
	if (!by->has_period)
		FIND(fs, "csca.key-period", ODD,
		    N_("the authority does not say how long its key may "
		    "issue certificates"));
	else if (period_excludes(by, c->not_before, c->not_before))
		FIND(fs, "csca.key-period", FORBIDDEN,
		    N_("the signer's certificate was issued outside the "
		    "period of the authority's key"));
	else
		FIND(fs, "csca.key-period", GOOD,
		    N_("the signer's certificate was issued in the period of "
		    "the authority's key"));
}

void
signer_times(const struct signer *s, const struct signer_times *t,
    struct findings *fs)
{
	const struct cert *below = &s->cert;
	size_t i;

	valid_signing(&s->cert, t, fs);
	valid_issue(&s->cert, t, fs);
	valid_reading(&s->cert, t, fs);
	valid_now(&s->cert, t, fs);
	own_period(&s->cert, t, fs);
	for (i = 0; i < s->steps; i++) {
		issuer_times(below, &s->path[i]->cert, t, fs);
		below = &s->path[i]->cert;
	}
	signer_crl_findings((const struct entry *)s, t, fs);
}
