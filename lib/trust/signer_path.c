/* SPDX-License-Identifier: ISC */
/* From a signer to an anchor: every candidate tried, within bounds. */
#include <assert.h>

#include "trust/country.h"
#include "trust/signer_priv.h"

#define OID_COMMON_NAME SLICE("\x55\x04\x03")
#define OID_ORGANISATION SLICE("\x55\x04\x0a")
/* A key identifier of so many octets meets no other one by chance. */
#define STRONG_KEY_ID 8

struct authority *
signer_authority(struct signer_cache *c, const struct store_cert *of)
{
	assert(of->at < c->authorities);
	return &c->authority[of->at];
}

struct pubkey *
signer_authority_key(struct signer_cache *c, const struct store_cert *of)
{
	struct authority *a = signer_authority(c, of);

	if (!a->key_read) {
		a->key_read = true;
		if (pubkey_new(of->cert.spki, &a->key) != ERR_OK)
			a->key = NULL;
	}
	return a->key;
}

enum pubkey_answer
signer_signed(struct signer_cache *c, const struct store_cert *by,
    const struct signature_algorithm *a, struct slice tbs, struct slice sig)
{
	struct pubkey *k = signer_authority_key(c, by);

	return k == NULL ? PUBKEY_WRONG_KIND :
	    pubkey_verify(k, a, &tbs, 1, sig);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
same_text(struct slice a, struct slice b)
{
	size_t i;

	if (a.p == NULL || b.p == NULL || a.n != b.n)
		return false;
	for (i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

/* A code that no state has is the same as itself alone. */
bool
signer_same_country(struct slice a, struct slice b)
{
	a = slice_trim(a);
	b = slice_trim(b);
	return same_text(a, b) || country_compare(a, b) == COUNTRY_SAME;
}

bool
signer_is_link(const struct cert *c, const struct cert *issuer)
{
	if (!c->has_constraints || !c->ca ||
	    !signer_same_country(c->subject_country, issuer->subject_country))
		return false;
	return cert_same_name(c->subject, issuer->subject) ||
	    same_text(cert_name_part(c->subject, OID_ORGANISATION),
	    cert_name_part(issuer->subject, OID_ORGANISATION)) ||
	    same_text(cert_name_part(c->subject, OID_COMMON_NAME),
	    cert_name_part(issuer->subject, OID_COMMON_NAME));
}

static bool
named_by_key(const struct cert *c, const struct cert *issuer)
{
	return c->aki.p != NULL && issuer->ski.p != NULL &&
	    slice_eq(c->aki, issuer->ski) && (c->aki.n >= STRONG_KEY_ID ||
	    cert_same_name(c->issuer, issuer->subject));
}

static void
say(struct search *w, const struct cert *c, const struct store_cert *by,
    const char *what)
{
	if (w->say == NULL)
		return;
	buf_printf(w->say, "%*s", (int)(2 * w->steps + 2), "");
	algorithm_name_text(by->cert.subject, w->say);
	buf_printf(w->say, " [%s, %s, by %s]: %s\n", by->origin,
	    by->role == STORE_ANCHOR ? "anchor" : "known, no anchor",
	    named_by_key(c, &by->cert) ? "key identifier" : "name", what);
}

/* A key that the path has already leads nowhere new, but to an anchor. */
static bool
goes_round(const struct search *w, const struct cert *c,
    const struct store_cert *by)
{
	size_t i;

	if (by->role == STORE_ANCHOR)
		return false;
	if (slice_eq(by->cert.spki, c->spki))
		return true;
	for (i = 0; i < w->steps; i++)
		if (slice_eq(w->path[i]->cert.spki, by->cert.spki))
			return true;
	return false;
}

/* A key that was tried on the same certificate under another one's name. */
static bool
key_failed(const struct store_cert *const *failed, size_t n,
    const struct store_cert *by)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (slice_eq(failed[i]->cert.spki, by->cert.spki))
			return true;
	return false;
}

/* What a signature that is not right means for the signer itself. */
static void
note_failure(struct search *w, const struct cert *c,
    const struct store_cert *by)
{
	if (w->steps > 0 || by->role != STORE_ANCHOR ||
	    !named_by_key(c, &by->cert))
		return;
	if (signer_authority_key(w->c, by) == NULL)
		w->bad_key = true;
	else
		w->contradicted = true;
}

static bool
vouches(struct search *w, const struct cert *c, const struct store_cert *by)
{
	enum pubkey_answer a = signer_signed(w->c, by, &c->algorithm, c->tbs,
	    c->signature);

	if (a == PUBKEY_GOOD || a == PUBKEY_GOOD_NO_NULL) {
		say(w, c, by, "its key signed this");
		w->no_null |= a == PUBKEY_GOOD_NO_NULL;
		return true;
	}
	say(w, c, by, signer_authority_key(w->c, by) == NULL ?
	    "its key cannot be used" : a == PUBKEY_BAD ?
	    "its key did not sign this" :
	    "its key is of another kind than the signature");
	note_failure(w, c, by);
	return false;
}

static bool
covers(const struct store_cert *by, const struct cert *c)
{
	return by->cert.not_before <= c->not_before &&
	    c->not_before <= by->cert.not_after;
}

/* One key may stand in several anchors: the one that was valid when it signed,
 * of those the one that lasts longest. */
static const struct store_cert *
best_of_key(const struct store_cert *found, const struct cert *c,
    const struct store_cert *const *cand, size_t n)
{
	const struct store_cert *best = found;
	size_t i;

	for (i = 0; i < n && cand[i]->role == STORE_ANCHOR; i++) {
		if (!slice_eq(cand[i]->cert.spki, found->cert.spki) ||
		    covers(best, c) > covers(cand[i], c))
			continue;
		if (covers(cand[i], c) > covers(best, c) ||
		    cand[i]->cert.not_after > best->cert.not_after)
			best = cand[i];
	}
	return best;
}

static bool climb(struct search *w, const struct cert *c);

/* Whether the path goes on over `by`, which signed `c`. */
static bool
step(struct search *w, const struct cert *c, const struct store_cert *by,
    const struct store_cert *const *cand, size_t n)
{
	if (!store_may_issue(&by->cert, by->role)) {
		say(w, c, by, "but it is no authority");
		if (w->steps == 0 && by->cert.has_constraints && by->cert.ca)
			w->no_cert_sign = true;
		else if (w->steps == 0)
			w->no_ca = true;
		return false;
	}
	if (by->role == STORE_ANCHOR) {
		w->path[w->steps++] = best_of_key(by, c, cand, n);
		return true;
	}
	w->path[w->steps++] = by;
	if (climb(w, &by->cert))
		return true;
	w->steps--;
	return false;
}

static bool
climb(struct search *w, const struct cert *c)
{
	const struct store_cert *cand[SIGNER_MAX_CANDIDATES];
	const struct store_cert *failed[SIGNER_MAX_TRIES];
	size_t n = store_issuers(w->c->store, c, cand, SIGNER_MAX_CANDIDATES);
	size_t i, fails = 0;

	if (w->steps == SIGNER_MAX_PATH || n > SIGNER_MAX_CANDIDATES)
		w->gave_up = true;
	if (w->steps == SIGNER_MAX_PATH)
		return false;
	if (n > SIGNER_MAX_CANDIDATES)
		n = SIGNER_MAX_CANDIDATES;
	if (!c->algorithm_known || c->algorithm.naming != HASH_KNOWN) {
		w->unknown_algorithm |= w->steps == 0;
		return false;
	}
	for (i = 0; i < n; i++) {
		if (goes_round(w, c, cand[i]) ||
		    key_failed(failed, fails, cand[i]))
			continue;
		if (w->tries == SIGNER_MAX_TRIES) {
			w->gave_up = true;
			return false;
		}
		w->tries++;
		if (!vouches(w, c, cand[i]))
			failed[fails++] = cand[i];
		else if (step(w, c, cand[i], cand, n))
			return true;
	}
	return false;
}

bool
signer_search(struct search *w, const struct cert *c)
{
	bool found = climb(w, c);

	if (!found)
		w->steps = 0;
	return found;
}
