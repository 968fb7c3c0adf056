/* SPDX-License-Identifier: ISC */
/* The chip-authentication mapping of PACE, whose key EF.CardSecurity holds. It
 * can be made up as Chip Authentication can. */
#include <string.h>

#include "chip/group.h"
#include "chip/pace.h"
#include "trust/active_priv.h"

/* TR-03110-3, A.1.2.5: id-SecurityObject. */
#define SECURITY_OBJECT SLICE("\x04\x00\x7f\x00\x07\x03\x02\x01")

/* Its own signature, and its own path to an anchor. */
void
active_card_security(struct active *a)
{
	struct slice file = a->g->file[LDS_CARD_SECURITY];
	struct signer_times times = *a->c->times;
	struct findings found;
	const struct slice *cert;
	struct signer *signer;

	findings_reset(&found);
	a->security_worst = FINDING_BROKEN;
	if (file.p == NULL || cms_parse(file, &a->cms, &found) != ERR_OK)
		return;
	cert = cms_signer_cert(&a->cms, &found);
	signer = cert == NULL ? NULL : signer_get(a->c->signers, *cert,
	    SIGNER_OF_DOCUMENTS);
	if (signer == NULL ||
	    !cms_verify(&a->cms, SECURITY_OBJECT, signer->key, &found))
		return;
	times.has_signing = a->cms.signer[0].has_signing_time;
	times.signing = a->cms.signer[0].signing_time;
	findings_join(&found, &signer->findings);
	signer_times(signer, &times, &found);
	a->security_worst = findings_worst(&found);
	a->security_unknown = signer->trust == SIGNER_UNKNOWN;
	a->has_security = signer->trust == SIGNER_ANCHORED &&
	    a->security_worst < FINDING_FORBIDDEN &&
	    slice_eq(a->cms.content_type, SECURITY_OBJECT) &&
	    security_infos_parse(a->cms.content, &a->security) == ERR_OK;
}

/* The same public key in another form of SubjectPublicKeyInfo is the same. */
static bool
same_key(struct slice one, struct slice other)
{
	struct group *g = NULL, *h = NULL;
	struct slice p, q;
	bool same = group_spki(one, &g, &p) == ERR_OK &&
	    group_spki(other, &h, &q) == ERR_OK &&
	    strcmp(group_name(g), group_name(h)) == 0 && slice_eq(p, q);

	group_free(g);
	group_free(h);
	return same;
}

/* The keys of EF.CardSecurity that DG14 has too; nothing else in *out. */
static void
common_keys(const struct active *a, struct security_infos *out)
{
	size_t i, k;

	out->keys = 0;
	for (i = 0; i < a->security.keys; i++)
		for (k = 0; k < a->dg14.keys; k++)
			if (a->security.key[i].ec && a->dg14.key[k].ec &&
			    same_key(a->security.key[i].spki,
			    a->dg14.key[k].spki)) {
				out->key[out->keys++] = a->security.key[i];
				break;
			}
}

static bool
offers_cam(const struct active *a)
{
	int param = active_number(a->g->cam.param);
	size_t i;

	for (i = 0; i < a->security.paces; i++)
		if (a->security.pace[i].mapping == PACE_CAM &&
		    a->security.pace[i].param == param &&
		    active_oid_is(a->security.pace[i].oid, a->g->cam.oid))
			return true;
	return false;
}

/* False, with a finding: there is no key to judge with. */
static bool
cam_key(struct active *a, struct security_infos *common)
{
	if (a->g->file[LDS_CARD_SECURITY].p == NULL) {
		FIND(a->fs, "cam.key", FORBIDDEN,
		    N_("EF.CardSecurity with the key was left out"));
		return false;
	}
	if (!a->has_security && a->security_unknown &&
	    a->security_worst < FINDING_FORBIDDEN) {
		FIND(a->fs, "cam.key", NOT_DONE,
		    N_("no anchor known here vouches for EF.CardSecurity"));
		return false;
	}
	if (!a->has_security) {
		FIND(a->fs, "cam.key", FORBIDDEN,
		    N_("EF.CardSecurity is not signed as it has to be"));
		return false;
	}
	if (!offers_cam(a)) {
		FIND(a->fs, "cam.key", FORBIDDEN,
		    N_("EF.CardSecurity does not offer this mapping"));
		return false;
	}
	if (active_unjudged(a, LDS_DG14)) {
		FIND(a->fs, "cam.key", NOT_DONE,
		    N_("whether DG14 with the key is signed is not known"));
		return false;
	}
	common_keys(a, common);
	if (common->keys == 0) {
		FIND(a->fs, "cam.key", FORBIDDEN,
		    N_("no key stands in EF.CardSecurity and in a signed DG14 "
		    "both"));
		return false;
	}
	return true;
}

/* Domain parameters 8 and 9 are curves of 192 bits, 10 and 11 of 224
 * (Doc 9303-11, 9.5.1). */
static void
cam_right(struct active *a)
{
	int param = active_number(a->g->cam.param);

	if (param < 10) {
		FIND(a->fs, "cam.key", FORBIDDEN,
		    N_("a curve of less than 224 bits"));
		FIND(a->fs, "cam.proof", NOT_DONE,
		    N_("nothing rests on so short a key"));
		return;
	}
	if (param < 12)
		FIND(a->fs, "cam.key", ODD, N_("a curve of 224 bits"));
	else if (a->security_worst == FINDING_DEVIATES)
		FIND(a->fs, "cam.key", DEVIATES,
		    N_("the signature of EF.CardSecurity is right, and not as "
		    "the standard has it"));
	else
		FIND(a->fs, "cam.key", GOOD,
		    N_("the key is signed in EF.CardSecurity and in DG14"));
	if (a->trusted_seal) {
		a->cam = ACTIVE_PROVEN;
		FIND(a->fs, "cam.proof", GOOD,
		    N_("the chip has the private key, as a known station saw"));
	} else {
		a->cam = ACTIVE_ASSERTED;
		FIND(a->fs, "cam.proof", NOT_DONE,
		    N_("reader-asserted: the transcript could be made up, and "
		    "no known station has sealed it"));
	}
}

static void
judge_mapping(struct active *a)
{
	const struct evidence_given *g = a->g;
	struct security_infos common;

	a->cam = ACTIVE_OPEN;
	if (!cam_key(a, &common)) {
		FIND(a->fs, "cam.proof", NOT_DONE,
		    N_("there is no signed key to judge it with"));
	} else if (pace_cam_check(&common, active_number(g->cam.param),
	    g->cam.map_ic, g->cam.ca_ic) == ERR_OK) {
		cam_right(a);
	} else {
		a->cam = ACTIVE_FAILED;
		FIND(a->fs, "cam.proof", BROKEN,
		    N_("the mapping was not made with the private key of "
		    "EF.CardSecurity"));
	}
}

/* Only a card with that mapping has a row. */
void
active_cam(struct active *a)
{
	const struct evidence_given *g = a->g;

	if (g->cam.oid.p == NULL && g->cam.map_ic.p == NULL &&
	    g->cam.ca_ic.p == NULL && g->cam.error.p == NULL)
		return;
	if (g->cam.map_ic.p != NULL && g->cam.ca_ic.p != NULL) {
		judge_mapping(a);
	} else if (slice_is(g->cam.error, "wrong-key")) {
		a->cam = ACTIVE_FAILED;
		FIND(a->fs, "cam.proof", BROKEN,
		    N_("the mapping was made with another key, the reader "
		    "says"));
	} else {
		a->cam = ACTIVE_OPEN;
		FIND(a->fs, "cam.proof", NOT_DONE,
		    N_("there is no answer of the chip"));
	}
}
