/* SPDX-License-Identifier: ISC */
/* Whose word the evidence is, how old it is, and what all of it comes to. */
#include <stddef.h>
#include <string.h>

#include "trust/active_priv.h"

bool
active_covers(const struct active *a, enum lds_file f)
{
	return a->g->file[f].p != NULL && (a->c->covered >> f & 1) != 0;
}

bool
active_unjudged(const struct active *a, enum lds_file f)
{
	const struct finding *sod = findings_of(a->fs, "cms.signature");

	return a->g->file[f].p != NULL && !active_covers(a, f) &&
	    sod != NULL && sod->class == FINDING_NOT_DONE;
}

bool
active_oid_is(struct slice oid, struct slice text)
{
	struct buf dotted = { 0 };
	bool same;

	if (text.p == NULL)
		return false;
	algorithm_oid_text(oid, &dotted);
	same = slice_eq(buf_slice(&dotted), text);
	buf_release(&dotted);
	return same;
}

int
active_number(struct slice text)
{
	int v = 0;
	size_t i;

	if (text.p == NULL)
		return -1;
	for (i = 0; i < text.n; i++)	/* nine digits at most */
		v = v * 10 + (text.p[i] - '0');
	return v;
}

/* The public key that the seal names, where it is known here. */
static const uint8_t *
station(const struct active *a)
{
	struct slice id = a->g->seal.key_id;
	char name[EVIDENCE_KEY_ID + 1];

	if (id.n != EVIDENCE_KEY_ID)
		return NULL;
	memcpy(name, id.p, EVIDENCE_KEY_ID);
	name[EVIDENCE_KEY_ID] = '\0';
	return store_station(a->c->store, name);
}

static bool
seal_is_right(const struct active *a, const uint8_t *public)
{
	struct buf sealed = { 0 };
	bool good = false;

	evidence_given_sealed(a->g, &sealed);
	if (sign_open(public, buf_slice(&sealed),
	    (const uint8_t *)a->g->seal.sig.p, &good) != ERR_OK)
		good = false;
	buf_release(&sealed);
	return good;
}

static void
unsealed(const struct active *a)
{
	if (slice_is(a->g->source_mode, "replay"))
		FIND(a->fs, "seal.station", NOT_DONE,
		    N_("a replay of a transcript, which no station seals"));
	else
		FIND(a->fs, "seal.station", NOT_DONE,
		    N_("no station has sealed this record"));
}

static void
judge_seal(struct active *a)
{
	const struct evidence_given *g = a->g;
	const uint8_t *public;

	if (g->seal.key_id.p == NULL && g->seal.sig.p == NULL) {
		unsealed(a);
		return;
	}
	if (g->seal.key_id.p == NULL || g->seal.sig.p == NULL) {
		FIND(a->fs, "seal.signature", FORBIDDEN,
		    N_("half of a seal: its key's name or its signature is "
		    "missing"));
		return;
	}
	public = station(a);
	if (public == NULL) {
		FIND(a->fs, "seal.signature", NOT_DONE,
		    N_("the key of the seal is not known here"));
		FIND(a->fs, "seal.station", NOT_DONE,
		    N_("sealed by a station that is not known here"));
		return;
	}
	if (!seal_is_right(a, public)) {
		FIND(a->fs, "seal.signature", BROKEN,
		    N_("the seal is wrong: the record was changed after "
		    "the read"));
		return;
	}
	FIND(a->fs, "seal.signature", GOOD, N_("the seal is right"));
	if (!slice_is(g->source_mode, "live")) {
		FIND(a->fs, "seal.station", ODD,
		    N_("a replay of a transcript: its seal does not count"));
		return;
	}
	FIND(a->fs, "seal.station", GOOD,
	    N_("sealed by a station that is known here"));
	a->trusted_seal = true;
}

/* ODD: only that the nonce is right does not tell when the chip saw it: the
 * chip's own signature over it, or a seal, does. */
static void
own_nonce(struct active *a)
{
	if (a->g->nonce.p == NULL ||
	    !a->c->knows_nonce(a->c->ctx, a->g->nonce)) {
		FIND(a->fs, "evidence.nonce", BROKEN,
		    N_("made for none of the nonces that were given"));
		FIND(a->fs, "evidence.fresh", ODD,
		    N_("not made for this verifier"));
		return;
	}
	FIND(a->fs, "evidence.nonce", GOOD,
	    N_("made for a nonce of this verifier"));
	if (a->aa == ACTIVE_PROVEN || a->trusted_seal)
		FIND(a->fs, "evidence.fresh", GOOD,
		    N_("made for a nonce of this verifier"));
	else
		FIND(a->fs, "evidence.fresh", ODD,
		    N_("nothing ties the nonce to the read"));
}

static void
age(struct active *a)
{
	const struct active_case *c = a->c;
	long long ago = c->now - a->g->read_at_time;

	if (!a->trusted_seal)
		FIND(a->fs, "evidence.fresh", ODD,
		    N_("neither a nonce of this verifier nor a known "
		    "station's seal says when it was read"));
	else if (!a->g->has_time)
		FIND(a->fs, "evidence.fresh", ODD,
		    N_("the record does not say when it was read"));
	else if (!c->has_now && c->max_age != 0)
		FIND(a->fs, "evidence.fresh", NOT_DONE,
		    N_("the time of the judgement is not known"));
	else if (c->has_now && ago < -ACTIVE_MAX_AHEAD)
		FIND(a->fs, "evidence.fresh", ODD,
		    N_("read in the future, by the station's clock"));
	else if (c->max_age != 0 && ago > c->max_age)
		FIND(a->fs, "evidence.fresh", ODD,
		    N_("the read is older than allowed"));
	else
		FIND(a->fs, "evidence.fresh", GOOD,
		    N_("a known station has sealed when it was read"));
}

static void
failed(struct active *a)
{
	FIND(a->fs, "chip.genuine", BROKEN,
	    N_("an active proof was tried and failed: this may be a copy of "
	    "a card"));
}

static void
proven(struct active *a)
{
	a->out->genuine = true;
	if (a->aa == ACTIVE_PROVEN)
		FIND(a->fs, "chip.genuine", GOOD,
		    N_("the chip proved itself by Active Authentication"));
	else if (a->ca == ACTIVE_PROVEN)
		FIND(a->fs, "chip.genuine", GOOD,
		    N_("the chip proved itself by Chip Authentication, under "
		    "a known station's seal"));
	else
		FIND(a->fs, "chip.genuine", GOOD,
		    N_("the chip proved itself by PACE, under a known "
		    "station's seal"));
}

static void
unproven(struct active *a)
{
	if (a->ca == ACTIVE_ASSERTED || a->cam == ACTIVE_ASSERTED)
		FIND(a->fs, "chip.genuine", NOT_DONE,
		    N_("the reader's word alone: no known station has sealed "
		    "it"));
	else if (a->aa == ACTIVE_ASSERTED)
		FIND(a->fs, "chip.genuine", NOT_DONE,
		    N_("the chip's signature is not bound to this read"));
	else if (a->aa == ACTIVE_OPEN || a->ca == ACTIVE_OPEN ||
	    a->cam == ACTIVE_OPEN)
		FIND(a->fs, "chip.genuine", NOT_DONE,
		    N_("no active proof could be judged"));
	else
		FIND(a->fs, "chip.genuine", NOT_DONE,
		    N_("no active proof was tried"));
}

static void
summary(struct active *a)
{
	if (a->aa == ACTIVE_FAILED || a->ca == ACTIVE_FAILED ||
	    a->cam == ACTIVE_FAILED)
		failed(a);
	else if (a->aa == ACTIVE_PROVEN || a->ca == ACTIVE_PROVEN ||
	    a->cam == ACTIVE_PROVEN)
		proven(a);
	else
		unproven(a);
}

void
active_judge(const struct active_case *c, struct active_result *out,
    struct findings *fs)
{
	struct active a;

	memset(&a, 0, offsetof(struct active, cms));
	cms_none(&a.cms);
	security_infos_none(&a.dg14);
	security_infos_none(&a.security);
	security_infos_none(&a.access);
	a.c = c;
	a.g = c->given;
	a.fs = fs;
	a.out = out;
	*out = (struct active_result){ 0 };
	a.has_dg14 = active_covers(&a, LDS_DG14) &&
	    security_infos_dg14(a.g->file[LDS_DG14], &a.dg14) == ERR_OK;
	a.has_access = a.g->file[LDS_CARD_ACCESS].p != NULL &&
	    security_infos_parse(a.g->file[LDS_CARD_ACCESS], &a.access) ==
	    ERR_OK;
	judge_seal(&a);
	active_card_security(&a);
	active_aa(&a);
	active_ca(&a);
	active_cam(&a);
	active_downgrade(&a);
	if (c->knows_nonce != NULL)
		own_nonce(&a);
	else
		age(&a);
	summary(&a);
	out->sealed_by_known = a.trusted_seal;
	cms_release(&a.cms);
}
