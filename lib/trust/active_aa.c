/* SPDX-License-Identifier: ISC */
/* Active Authentication: the one proof that convinces whoever gets it. */
#include "trust/active_priv.h"

/* What the reader says of a try without an answer. A chip that refuses, with
 * its own key signed in DG15, does not have that key; that the reader's line
 * is too short for the answer says nothing of the chip. */
static void
no_answer(struct active *a)
{
	struct slice why = a->g->aa.error;

	a->aa = ACTIVE_OPEN;
	if (slice_is(why, "refused") || slice_is(why, "wrong-signature")) {
		a->aa = ACTIVE_FAILED;
		FIND(a->fs, "aa.signature", BROKEN,
		    N_("the chip did not give the signature that it was "
		    "asked for"));
	} else if (slice_is(why, "answer-too-long")) {
		FIND(a->fs, "aa.signature", NOT_DONE,
		    N_("the reader cannot pass an answer as long as the "
		    "chip's"));
	} else if (slice_is(why, "unsupported") || slice_is(why, "damaged")) {
		FIND(a->fs, "aa.signature", NOT_DONE,
		    N_("the reader could not use the key in DG15"));
	} else {
		FIND(a->fs, "aa.signature", NOT_DONE,
		    N_("there is no answer of the chip"));
	}
}

/* ODD: whoever could have asked and did not. */
static void
not_tried(struct active *a)
{
	if (active_covers(a, LDS_DG15))
		FIND(a->fs, "aa.signature", ODD,
		    N_("the card has a key for Active Authentication, and it "
		    "was not tried"));
	else
		FIND(a->fs, "aa.signature", NOT_DONE,
		    N_("Active Authentication was not tried"));
}

static void
uncovered(struct active *a)
{
	if (a->g->file[LDS_DG15].p == NULL)
		FIND(a->fs, "aa.key", FORBIDDEN,
		    N_("DG15 with the key was left out"));
	else if (active_unjudged(a, LDS_DG15))
		FIND(a->fs, "aa.key", NOT_DONE,
		    N_("whether DG15 with the key is signed is not known"));
	else
		FIND(a->fs, "aa.key", FORBIDDEN,
		    N_("DG15 with the key is not signed"));
}

/* The key is there and signed, and with ECDSA the hash as well (Doc 9303-11,
 * 6.1.2.3: never guessed). */
static bool
usable_key(struct active *a, const enum crypto_hash **hash,
    enum sign_kind *kind)
{
	struct slice spki;
	enum err e;

	*hash = NULL;
	if (!active_covers(a, LDS_DG15)) {
		uncovered(a);
		return false;
	}
	e = lds_unwrap(LDS_DG15, a->g->file[LDS_DG15], &spki);
	if (e == ERR_OK)
		e = sign_kind(spki, kind);
	if (e != ERR_OK) {
		FIND(a->fs, "aa.key", FORBIDDEN,
		    N_("DG15 holds no key that is known here"));
		return false;
	}
	if (*kind != SIGN_EC)
		return true;
	if (a->has_dg14 && a->dg14.has_aa) {
		*hash = &a->dg14.aa_hash;
		return true;
	}
	if (a->g->file[LDS_DG14].p != NULL && !active_covers(a, LDS_DG14))
		FIND(a->fs, "aa.key", FORBIDDEN,
		    N_("DG14, which names the hash, is not signed"));
	else
		FIND(a->fs, "aa.key", DEVIATES,
		    N_("no DG14 names the hash of this key"));
	return false;
}

/* Of a signature that is right, which is as long as the modulus, or twice the
 * order. False: nothing rests on such a key. */
static bool
judge_key(struct active *a, enum sign_kind kind, size_t sig)
{
	if (kind == SIGN_EC && sig / 2 < 28) {
		FIND(a->fs, "aa.key", FORBIDDEN,
		    N_("a curve of less than 224 bits"));
		return false;
	}
	if (kind == SIGN_EC && sig / 2 < 32)
		FIND(a->fs, "aa.key", ODD, N_("a curve of 224 bits"));
	else if (kind == SIGN_RSA && sig < 256)
		FIND(a->fs, "aa.key", ODD,
		    N_("a modulus of less than 2048 bits"));
	else
		FIND(a->fs, "aa.key", GOOD,
		    N_("the key is signed, and long enough"));
	return true;
}

/* Whether the chip was asked for this very read: nonce, time and SOD. */
static enum active_proof
judge_challenge(struct active *a)
{
	const struct evidence_given *g = a->g;
	uint8_t rnd[AA_RND];

	if (g->nonce.p != NULL && g->read_at.p != NULL &&
	    g->file[LDS_SOD].p != NULL) {
		aa_challenge(g->nonce, g->read_at, g->file[LDS_SOD], rnd);
		if (crypto_same(rnd, g->aa.rnd.p, AA_RND)) {
			FIND(a->fs, "aa.challenge", GOOD,
			    N_("the challenge was made of this record's "
			    "nonce, time and SOD"));
			return ACTIVE_PROVEN;
		}
	}
	if (slice_is(g->aa.bound, "true")) {
		FIND(a->fs, "aa.challenge", BROKEN,
		    N_("the challenge is that of another read: an old answer "
		    "of the chip was put into this record"));
		return ACTIVE_FAILED;
	}
	FIND(a->fs, "aa.challenge", ODD,
	    N_("the challenge is not bound to this record"));
	return ACTIVE_ASSERTED;
}

static void
judge_signature(struct active *a)
{
	const struct evidence_given *g = a->g;
	const enum crypto_hash *hash;
	enum sign_kind kind = SIGN_RSA;
	enum aa_result good;

	a->aa = ACTIVE_OPEN;
	if (!usable_key(a, &hash, &kind)) {
		FIND(a->fs, "aa.signature", NOT_DONE,
		    N_("there is no signed key to judge it with"));
		return;
	}
	if (aa_check(g->file[LDS_DG15], hash, (const uint8_t *)g->aa.rnd.p,
	    g->aa.sig, &good) != ERR_OK) {
		FIND(a->fs, "aa.key", FORBIDDEN,
		    N_("DG15 holds no key that can be used"));
		FIND(a->fs, "aa.signature", NOT_DONE,
		    N_("there is no signed key to judge it with"));
		return;
	}
	if (good != AA_GOOD) {
		a->aa = ACTIVE_FAILED;
		FIND(a->fs, "aa.signature", BROKEN,
		    N_("the chip's signature is wrong"));
		return;
	}
	FIND(a->fs, "aa.signature", GOOD, N_("the chip's signature is right"));
	a->aa = judge_challenge(a);
	a->out->aa_once = a->aa == ACTIVE_PROVEN ? g->aa.rnd : g->aa.sig;
	if (!judge_key(a, kind, g->aa.sig.n) && a->aa == ACTIVE_PROVEN)
		a->aa = ACTIVE_OPEN;
}

void
active_aa(struct active *a)
{
	const struct evidence_given *g = a->g;

	if (g->aa.rnd.p == NULL && g->aa.sig.p == NULL &&
	    g->aa.error.p == NULL && g->aa.bound.p == NULL)
		not_tried(a);
	else if (g->aa.rnd.p == NULL || g->aa.sig.p == NULL)
		no_answer(a);
	else
		judge_signature(a);
}
