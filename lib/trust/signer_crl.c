/* SPDX-License-Identifier: ISC */
/* Which list speaks for an authority, and what it says (RFC 5280, 6.3;
 * Doc 9303-12, 7). */
#include <assert.h>

#include "trust/signer_priv.h"

#define DAY 86400

/* Keys that one authority may have had one after the other, signatures tried to
 * find them, and lists tried. */
#define MAX_FAMILY 16
#define MAX_LINKS_TRIED 64
#define MAX_LISTS_TRIED 32
/* A serial of so many octets is one certificate's alone. */
#define LONG_SERIAL 8

/* An authority and those that it is joined with: certificates of the same key,
 * keys that one of its keys signed a link to, anchors of the same name, anchors
 * that signed a link to one of its keys. What is no anchor comes in only by a
 * signature of a key that is in already. */
struct family {
	struct signer_cache *c;
	const struct store_cert *of[MAX_FAMILY];
	size_t n;
	unsigned tries;
};

static bool
looks_issued(const struct cert *c, const struct cert *by)
{
	return (c->aki.p != NULL && by->ski.p != NULL &&
	    slice_eq(c->aki, by->ski)) ||
	    cert_same_name(c->issuer, by->subject);
}

static bool
signed_link(struct family *f, const struct store_cert *link,
    const struct store_cert *by)
{
	const struct cert *c = &link->cert;
	enum pubkey_answer a;

	if (!c->algorithm_known || c->algorithm.naming != HASH_KNOWN ||
	    !signer_is_link(c, &by->cert) || !looks_issued(c, &by->cert) ||
	    f->tries == MAX_LINKS_TRIED)
		return false;
	f->tries++;
	a = signer_signed(f->c, by, &c->algorithm, c->tbs, c->signature);
	return a == PUBKEY_GOOD || a == PUBKEY_GOOD_NO_NULL;
}

static bool
joined(struct family *f, const struct store_cert *in,
    const struct store_cert *x)
{
	if (!store_may_issue(&x->cert, x->role))
		return false;
	if (slice_eq(x->cert.spki, in->cert.spki))
		return true;
	if (x->role == STORE_ANCHOR &&
	    (cert_same_name(x->cert.subject, in->cert.subject) ||
	    signed_link(f, in, x)))
		return true;
	return signed_link(f, x, in);
}

static bool
is_in(const struct family *f, const struct store_cert *x)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (f->of[i] == x)
			return true;
	return false;
}

static void
gather(struct family *f, const struct store_cert *of)
{
	const struct store *s = f->c->store;
	const struct store_cert *x;
	size_t k, i;

	f->of[f->n++] = of;
	for (k = 0; k < f->n; k++)
		for (i = 0; i < store_certs(s) && f->n < MAX_FAMILY; i++) {
			x = store_cert(s, i);
			if (signer_same_country(x->cert.subject_country,
			    of->cert.subject_country) && !is_in(f, x) &&
			    joined(f, f->of[k], x))
				f->of[f->n++] = x;
		}
}

static bool
names(const struct crl *l, const struct cert *c)
{
	return (l->aki.p != NULL && c->ski.p != NULL &&
	    slice_eq(l->aki, c->ski)) || cert_same_name(l->issuer, c->subject);
}

static bool
named_by(const struct family *f, const struct crl *l)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (names(l, &f->of[i]->cert))
			return true;
	return false;
}

/* The one of the family that signed the list, or NULL. */
static const struct store_cert *
list_signer(struct family *f, const struct crl *l)
{
	enum pubkey_answer a;
	size_t i;

	if (!l->algorithm_known || l->algorithm.naming != HASH_KNOWN)
		return NULL;
	for (i = 0; i < f->n; i++) {
		if (!names(l, &f->of[i]->cert))
			continue;
		a = signer_signed(f->c, f->of[i], &l->algorithm, l->tbs,
		    l->signature);
		if (a == PUBKEY_GOOD || a == PUBKEY_GOOD_NO_NULL)
			return f->of[i];
	}
	return NULL;
}

bool
signer_knows_list(struct signer_cache *c, const struct crl *l)
{
	struct family f = { .c = c };
	struct search w;
	size_t i;

	if (l->delta || l->critical_unknown)
		return false;
	for (i = 0; i < store_certs(c->store) && f.tries < MAX_LINKS_TRIED;
	    i++) {
		f.of[0] = store_cert(c->store, i);
		f.n = 1;
		w = (struct search){ .c = c };
		if (!named_by(&f, l) || !store_may_issue(&f.of[0]->cert,
		    f.of[0]->role))
			continue;
		f.tries++;
		if (list_signer(&f, l) != NULL &&
		    (f.of[0]->role == STORE_ANCHOR ||
		    signer_search(&w, &f.of[0]->cert)))
			return true;
	}
	return false;
}

/* What a list is that none of the family signed. */
static enum signer_crl
unsigned_list(const struct family *f, const struct crl *l)
{
	size_t i;

	if (l->aki.p == NULL)
		return CRL_WRONG;
	for (i = 0; i < f->n; i++) {
		assert(f->of[i] != NULL);	/* gather has filled it */
		if (f->of[i]->cert.ski.p == NULL ||
		    slice_eq(f->of[i]->cert.ski, l->aki))
			return CRL_WRONG;
	}
	return CRL_KEY;
}

/* The newest list of the family that is older than `last`, or NULL: of those
 * that name a key of it, or none, or else (`foreign`) of the others. */
static const struct store_crl *
next_older(const struct family *f, const struct store_crl *last, bool foreign)
{
	const struct store_crl *x, *best = NULL;
	size_t i;

	for (i = 0; i < store_crls(f->c->store); i++) {
		x = store_crl(f->c->store, i);
		if (last != NULL && (x->crl.this_update >
		    last->crl.this_update || (x->crl.this_update ==
		    last->crl.this_update && x->at <= last->at)))
			continue;
		if ((best == NULL || x->crl.this_update >
		    best->crl.this_update) && named_by(f, &x->crl) &&
		    (unsigned_list(f, &x->crl) == CRL_KEY) == foreign)
			best = x;
	}
	return best;
}

/* Whether one can be used; what is known is in `a`. */
static bool
try_lists(struct family *f, bool foreign, struct authority *a)
{
	const struct store_cert *of = f->of[0], *by;
	const struct store_crl *x = NULL;
	enum signer_crl state;
	unsigned tries;

	for (tries = 0; tries < MAX_LISTS_TRIED; tries++) {
		x = next_older(f, x, foreign);
		if (x == NULL)
			return false;
		by = list_signer(f, &x->crl);
		if (by == NULL) {
			state = unsigned_list(f, &x->crl);
			if (state > a->state)
				a->state = state;
			continue;
		}
		a->crl = &x->crl;
		a->may_sign = !by->cert.has_usage ||
		    (by->cert.usage & CERT_USE_CRL_SIGN);
		a->by_name = cert_same_name(x->crl.issuer, of->cert.subject);
		a->state = CRL_UNUSABLE;
		if (!x->crl.delta && !x->crl.critical_unknown) {
			a->state = CRL_USED;
			return true;
		}
	}
	return false;
}

/* A crowd of lists in the authority's name by keys that nobody knows hides
 * none: they come last. */
static void
seek_list(struct signer_cache *c, const struct store_cert *of,
    struct authority *a)
{
	struct family f = { .c = c };

	a->crl_sought = true;
	if (store_crls(c->store) == 0)
		return;
	gather(&f, of);
	if (!try_lists(&f, false, a))
		(void)try_lists(&f, true, a);
}

void
signer_look_up(struct signer_cache *c, const struct cert *cert,
    const struct store_cert *by, struct revocation *out)
{
	struct authority *a = signer_authority(c, by);

	if (!a->crl_sought)
		seek_list(c, by, a);
	out->state = a->state;
	out->crl = a->crl;
	out->may_sign = a->may_sign;
	if (a->state != CRL_USED)
		return;
	if (crl_find(a->crl, cert->serial, &out->found, &out->entry) !=
	    ERR_OK)
		out->state = CRL_UNUSABLE;
	out->unsure = !a->by_name && cert->serial.n < LONG_SERIAL;
}

/* The signer on its authority's list, and everyone above: links on the list of
 * who signed them, the anchor on its own. */
void
signer_revocation(struct signer_cache *c, struct entry *e)
{
	const struct store_cert *const *path = e->s.path;
	struct revocation r;
	size_t i, by;

	signer_look_up(c, &e->s.cert, path[0], &e->own);
	for (i = 0; i < e->s.steps && !e->above.found; i++) {
		by = i + 1 < e->s.steps ? i + 1 : i;
		r = (struct revocation){ .state = CRL_NONE };
		signer_look_up(c, &path[i]->cert, path[by], &r);
		e->above = r;
	}
}

/* RFC 5280, 5.3.1. */
static void
revoked(const struct crl_entry *at, struct findings *fs)
{
	switch (at->reason) {
	case 1:
		FIND(fs, "crl.revoked", BROKEN,
		    N_("the signer is revoked: its key was compromised"));
		break;
	case 2:
	case 10:
		FIND(fs, "crl.revoked", BROKEN,
		    N_("the signer is revoked: its authority was "
		    "compromised"));
		break;
	case 3:
		FIND(fs, "crl.revoked", BROKEN,
		    N_("the signer is revoked: it belongs to another office "
		    "now"));
		break;
	case 4:
		FIND(fs, "crl.revoked", BROKEN,
		    N_("the signer is revoked: another one replaced it"));
		break;
	case 5:
		FIND(fs, "crl.revoked", BROKEN,
		    N_("the signer is revoked: it is no longer used"));
		break;
	case 6:
		FIND(fs, "crl.revoked", BROKEN,
		    N_("the signer is revoked for the time being"));
		break;
	case 9:
		FIND(fs, "crl.revoked", BROKEN,
		    N_("the signer is revoked: it lost its rights"));
		break;
	default:
		FIND(fs, "crl.revoked", BROKEN,
		    N_("the signer is revoked, no reason is given"));
	}
}

/* A reason that says nothing against what was signed before: moved, replaced,
 * no longer used. */
static bool
harmless(int reason)
{
	return reason >= 3 && reason <= 5;
}

static bool
signed_before(const struct crl_entry *at, const struct signer_times *t)
{
	if (t->has_signing)
		return t->signing < at->date;
	return t->has_issue && t->issue + 2 * DAY < at->date;
}

static void
revocation_findings(const struct entry *e, const struct signer_times *t,
    struct findings *fs)
{
	const struct revocation *r = &e->own;

	if (e->above.found && e->above.unsure)
		FIND(fs, "crl.revoked", FORBIDDEN,
		    N_("an authority revoked a certificate with the serial "
		    "number of one on the path"));
	else if (e->above.found)
		FIND(fs, "crl.revoked", BROKEN,
		    N_("a certificate of the authority is revoked"));
	if (!r->found)
		FIND(fs, "crl.revoked", GOOD, N_("the signer is not revoked"));
	else if (r->unsure)
		FIND(fs, "crl.revoked", FORBIDDEN,
		    N_("the authority's successor revoked a certificate with "
		    "the signer's serial number"));
	else if (harmless(r->entry.reason) && signed_before(&r->entry, t))
		FIND(fs, "crl.revoked", FORBIDDEN,
		    N_("the signer was revoked later, its key not "
		    "compromised"));
	else
		revoked(&r->entry, fs);
}

static void
fresh_findings(const struct crl *l, const struct signer_times *t,
    struct findings *fs)
{
	if (!t->has_now)
		FIND(fs, "crl.fresh", NOT_DONE,
		    N_("what time it is now is not known"));
	else if (t->now + DAY < l->this_update)
		FIND(fs, "crl.fresh", ODD,
		    N_("the revocation list is of a day that is not here "
		    "yet"));
	else if (!l->has_next)
		FIND(fs, "crl.fresh", ODD,
		    N_("the revocation list does not say how long it "
		    "holds"));
	else if (t->now > l->next_update)
		FIND(fs, "crl.fresh", ODD,
		    N_("the revocation list is out of date"));
	else
		FIND(fs, "crl.fresh", GOOD,
		    N_("the revocation list is up to date"));
}

void
signer_crl_findings(const struct entry *e, const struct signer_times *t,
    struct findings *fs)
{
	const struct revocation *r = &e->own;

	if (e->s.trust != SIGNER_ANCHORED) {
		FIND(fs, "crl.present", NOT_DONE,
		    N_("the authority is not known, nor its revocation "
		    "list"));
		return;
	}
	if (r->state == CRL_UNUSABLE)
		FIND(fs, "crl.present", NOT_DONE,
		    N_("the authority's revocation list is of a kind that is "
		    "not used here"));
	else if (r->state == CRL_KEY)
		FIND(fs, "crl.present", NOT_DONE,
		    N_("the authority's revocation list is by a key that is "
		    "not known here"));
	else if (r->state != CRL_USED)
		FIND(fs, "crl.present", NOT_DONE,
		    N_("no revocation list of the authority is here"));
	else
		FIND(fs, "crl.present", GOOD,
		    N_("a revocation list of the authority is here"));
	if (r->state == CRL_WRONG)
		FIND(fs, "crl.signature", FORBIDDEN,
		    N_("the revocation list is not signed by the authority, "
		    "and not used"));
	else if (r->state == CRL_USED && !r->may_sign)
		FIND(fs, "crl.signature", DEVIATES,
		    N_("the authority's key is not for revocation lists"));
	else if (r->state == CRL_USED)
		FIND(fs, "crl.signature", GOOD,
		    N_("the authority signed the revocation list"));
	if (r->state == CRL_USED) {
		revocation_findings(e, t, fs);
		fresh_findings(r->crl, t, fs);
	} else if (e->above.found)
		revocation_findings(e, t, fs);
}
