/* SPDX-License-Identifier: ISC */
/* Active evidence of cards as they are, judged by who knows their authority
 * and station, or not. */
#include <stddef.h>

#include "active_case.h"

/* Profiles of which not everything is good. */
static const struct {
	const char *profile, *bad;
} others[] = {
	{ "short", "aa.signature:not-done " },
	{ "hidden", "downgrade.infos:not-done " },
	{ "bac", "downgrade.pace:not-done downgrade.infos:not-done " },
	{ "bac-only", "aa.signature:not-done ca.proof:not-done "
	    "downgrade.pace:not-done downgrade.infos:not-done "
	    "downgrade.ca:not-done chip.genuine:not-done " },
	{ "mrz", "downgrade.pace:odd " },	/* the CAN was refused */
	{ "dh-1024", "ca.key:odd " },
	{ "p192", "ca.key:forbidden " },
	{ "bp192", "ca.key:forbidden " },
	{ "p224", "ca.key:odd " },
	{ "bp224", "ca.key:odd " },
	{ "no-ca", "ca.proof:not-done " },
	{ "no-aa", "aa.signature:not-done " },
};

static const char *
expected(const char *profile)
{
	size_t i;

	for (i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(others[i].profile, profile) == 0)
			return others[i].bad;
	return "";
}

static void
all_profiles(void)
{
	const struct sim_profile *p;
	struct verifier v;
	struct issued i;
	struct made m;
	size_t n;

	verifier_init(&v, true, true);
	for (n = 0; (p = sim_profile_at(n)) != NULL; n++) {
		if (!issue(p, &i) || !made_read(&m, &i, NULL, &case_sealer) ||
		    !made_write(&m) || !verifier_take(&v, &m))
			exit(2);
		comes_to(&v, strcmp(p->name, "bac-only") != 0,
		    expected(p->name), p->name);
		made_release(&m);
		sim_issue_free(&i.files);
	}
	verifier_release(&v);
}

#define AT(member) offsetof(struct evidence_given, member)
#define NONE { NULL, 0 }
#define UNSEALED "seal.station:not-done "
#define WORD "chip.genuine:not-done "
#define CLONE "chip.genuine:broken "
#define NO_AA "aa.signature:not-done "
#define NO_CA "ca.proof:not-done "
#define STALE "evidence.fresh:odd "

/* Up to three values of the record, set; at 0: no more. */
struct edit {
	size_t at;
	struct slice v;
};

/* The card of 2021, or the one named, without aa and ca where `bare`; what was
 * edited is sealed by the known station. */
static const struct {
	const char *name, *profile;
	bool bare, genuine;
	struct edit e[3];
	const char *bad;
} edits[] = {
	{ "nothing", NULL, true, false, { { 0, NONE } },
	    "aa.signature:odd " NO_CA "downgrade.ca:odd " WORD },
	{ "AA refused", NULL, false, false, { { AT(aa.sig), NONE },
	    { AT(aa.error), { "refused", 7 } } },
	    "aa.signature:broken " CLONE },
	{ "AA: a wrong signature, not kept", NULL, false, false,
	    { { AT(aa.sig), NONE }, { AT(aa.error), { "wrong-signature",
	    15 } } }, "aa.signature:broken " CLONE },
	{ "AA: the reader too short", NULL, false, true,
	    { { AT(aa.sig), NONE }, { AT(aa.error), { "answer-too-long",
	    15 } } }, NO_AA },
	{ "AA unsupported", NULL, false, true, { { AT(aa.sig), NONE },
	    { AT(aa.rnd), NONE }, { AT(aa.error), { "unsupported", 11 } } },
	    NO_AA },
	{ "AA: a word that is not known", NULL, false, true,
	    { { AT(aa.sig), NONE }, { AT(aa.error), { "hm", 2 } } }, NO_AA },
	{ "AA: no word", NULL, false, true, { { AT(aa.sig), NONE } }, NO_AA },
	{ "AA: an answer of nothing", NULL, false, false,
	    { { AT(aa.sig), { "", 0 } } }, "aa.signature:broken " CLONE },
	{ "AA right, whatever the word", NULL, false, true,
	    { { AT(aa.error), { "wrong-signature", 15 } } }, "" },
	{ "CA refused", NULL, false, false, { { AT(ca.resp), NONE },
	    { AT(ca.error), { "refused", 7 } } }, "ca.proof:broken " CLONE },
	{ "CA: session ended", NULL, false, false,
	    { { AT(ca.resp), { "\x69\x88", 2 } }, { AT(ca.error),
	    { "session-ended", 13 } } }, "ca.proof:broken " CLONE },
	{ "CA: wrong MAC, not kept", NULL, false, false,
	    { { AT(ca.resp), NONE }, { AT(ca.error), { "wrong-mac", 9 } } },
	    "ca.proof:broken " CLONE },
	{ "CA unsupported", NULL, false, true, { { AT(ca.resp), NONE },
	    { AT(ca.sk_ifd), NONE }, { AT(ca.error), { "unsupported",
	    11 } } }, NO_CA "downgrade.ca:odd " },
	{ "CA: no word", NULL, false, true, { { AT(ca.resp), NONE } },
	    NO_CA "downgrade.ca:odd " },
	{ "CA: another key id", NULL, false, true, { { AT(ca.key_id),
	    { "7", 1 } } }, "ca.key:forbidden " NO_CA },
	{ "CA: the key id of another key", "ca-keyid", false, true,
	    { { AT(ca.key_id), { "6", 1 } } }, "ca.key:forbidden " NO_CA },
	{ "CA: no key id", "ca-keyid", false, true, { { AT(ca.key_id),
	    NONE } }, "ca.key:forbidden " NO_CA },
	{ "CA: 3DES", NULL, false, true, { { AT(ca.oid),
	    { "0.4.0.127.0.7.2.2.3.2.1", 23 } } }, "ca.key:forbidden " NO_CA },
	{ "CA: no protocol", NULL, false, true, { { AT(ca.oid), NONE } },
	    "ca.key:forbidden " NO_CA },
	{ "CA: a key of zero", NULL, false, false, { { AT(ca.sk_ifd),
	    { "\0\0", 2 } } }, "ca.proof:broken " CLONE },
	{ "CA: a key of nothing", NULL, false, false, { { AT(ca.sk_ifd),
	    { "", 0 } } }, "ca.proof:broken " CLONE },
	{ "CA: an answer of nothing", NULL, false, false, { { AT(ca.resp),
	    { "", 0 } } }, "ca.proof:broken " CLONE },
	{ "CAM: another point", "cam", false, false, { { AT(cam.map_ic),
	    { "\4", 1 } } }, "cam.proof:broken " CLONE },
	{ "CAM: no CardSecurity", "cam", false, true,
	    { { AT(file[LDS_CARD_SECURITY]), NONE } },
	    "cam.key:forbidden cam.proof:not-done " },
	{ "CAM: CardSecurity is none", "cam", false, true,
	    { { AT(file[LDS_CARD_SECURITY]), { "\x30\0", 2 } } },
	    "cam.key:forbidden cam.proof:not-done " },
	{ "CAM: another mapping", "cam", false, true, { { AT(cam.oid),
	    { "0.4.0.127.0.7.2.2.4.6.4", 23 } } },
	    "cam.key:forbidden cam.proof:not-done " },
	{ "CAM: another curve", "cam", false, true, { { AT(cam.param),
	    { "12", 2 } } }, "cam.key:forbidden cam.proof:not-done " },
	{ "CAM: wrong key, not kept", "cam", false, false,
	    { { AT(cam.map_ic), NONE }, { AT(cam.error), { "wrong-key",
	    9 } } }, "cam.proof:broken " CLONE },
	{ "CAM: no CardSecurity, by its word", "cam", false, true,
	    { { AT(cam.ca_ic), NONE }, { AT(cam.error),
	    { "no-card-security", 16 } } }, "cam.proof:not-done " },
	{ "access not told", NULL, false, true, { { AT(access.protocol),
	    NONE } }, "downgrade.pace:not-done " },
	{ "BAC without a reason", NULL, false, true, { { AT(access.protocol),
	    { "bac", 3 } } }, "downgrade.pace:deviates " },
	{ "BAC with a reason", NULL, false, true, { { AT(access.protocol),
	    { "bac", 3 } }, { AT(access.fallback_why), { "step-refused",
	    12 } } }, "downgrade.pace:odd " },
	{ "BAC: not offered, it says", NULL, false, true,
	    { { AT(access.protocol), { "bac", 3 } },
	    { AT(access.fallback_why), { "not-offered", 11 } } },
	    "downgrade.pace:deviates " },
	{ "no protection at all", NULL, false, true, { { AT(access.protocol),
	    { "none", 4 } } }, "downgrade.pace:deviates " },
	{ "BAC, CardAccess left out", NULL, false, true,
	    { { AT(access.protocol), { "bac", 3 } },
	    { AT(file[LDS_CARD_ACCESS]), NONE } },
	    "downgrade.pace:deviates downgrade.infos:not-done " },
	{ "another PACE than offered", NULL, false, true, { { AT(access.param),
	    { "12", 2 } } }, "downgrade.pace:forbidden " },
	{ "CardAccess is none", NULL, false, true,
	    { { AT(file[LDS_CARD_ACCESS]), { "\x30\0", 2 } } },
	    "downgrade.infos:forbidden " },
	{ "CardAccess without PACE", NULL, false, true,
	    { { AT(file[LDS_CARD_ACCESS]), { "\x31\0", 2 } } },
	    "downgrade.infos:deviates " },
	{ "CardAccess with 3DES instead", NULL, false, true,
	    { { AT(file[LDS_CARD_ACCESS]), { "\x31\x14\x30\x12\x06\x0a"
	    "\x04\x00\x7f\x00\x07\x02\x02\x04\x02\x01"
	    "\x02\x01\x02\x02\x01\x0d", 22 } } },
	    "downgrade.infos:forbidden " },
	{ "no time", NULL, false, false, { { AT(read_at), NONE } },
	    "aa.challenge:broken " CLONE },
};

static void
take_bare(struct verifier *v, bool bare)
{
	if (!bare)
		return;
	memset(&v->g.aa, 0, sizeof v->g.aa);
	memset(&v->g.ca, 0, sizeof v->g.ca);
}

static void
edited(void)
{
	struct verifier v;
	struct issued i;
	struct made m;
	size_t k, n;

	verifier_init(&v, true, true);
	for (k = 0; k < sizeof edits / sizeof *edits; k++) {
		if (!issue(sim_profile_named(edits[k].profile != NULL ?
		    edits[k].profile : "2021"), &i) ||
		    !made_read(&m, &i, NULL, &case_sealer) ||
		    !made_write(&m) || !verifier_take(&v, &m))
			exit(2);
		take_bare(&v, edits[k].bare);
		for (n = 0; n < 3 && edits[k].e[n].at != 0; n++)
			memcpy((char *)&v.g + edits[k].e[n].at,
			    &edits[k].e[n].v, sizeof(struct slice));
		reseal(&v);
		comes_to(&v, edits[k].genuine, edits[k].bad, edits[k].name);
		made_release(&m);
		sim_issue_free(&i.files);
	}
	verifier_release(&v);
}

/* Cards that do not have the key, read by a station that says so. */
static void
clones(void)
{
	static const struct {
		const char *profile;
		struct sim_fault fault;
		const char *bad;
	} c[] = {
		{ "2021", { SIM_F_CLONE, 1, 1000, 0 }, "aa.signature:broken "
		    "ca.proof:broken " CLONE },
		{ "2021", { SIM_F_MAC, 28, 1, 0 }, "ca.proof:broken " CLONE },
		{ "2021", { SIM_F_SW_MACED, 26, 1, 0x6A80 },
		    "ca.proof:broken " CLONE },
	};
	struct verifier v;
	struct issued i;
	struct made m;
	size_t k;

	verifier_init(&v, true, true);
	for (k = 0; k < sizeof c / sizeof *c; k++) {
		if (!issue(sim_profile_named(c[k].profile), &i) ||
		    !made_read(&m, &i, &c[k].fault, &case_sealer) ||
		    !made_write(&m) || !verifier_take(&v, &m))
			exit(2);
		comes_to(&v, false, c[k].bad, "a copy");
		made_release(&m);
		sim_issue_free(&i.files);
	}
	verifier_release(&v);
}

/* CAM when the authority of EF.CardSecurity is not known, or it is changed. */
static void
card_security(void)
{
	struct verifier v;
	struct issued i;
	struct made m;

	if (!issue(sim_profile_named("cam"), &i) ||
	    !made_read(&m, &i, NULL, &case_sealer) || !made_write(&m))
		exit(2);
	verifier_init(&v, false, true);
	OK(verifier_take(&v, &m), "with CAM");
	take_bare(&v, true);
	reseal(&v);
	comes_to(&v, false, "aa.signature:odd " NO_CA "cam.key:not-done "
	    "cam.proof:not-done downgrade.ca:odd " WORD, "no anchor");
	verifier_release(&v);
	verifier_init(&v, true, true);
	OK(verifier_take(&v, &m), "again");
	take_bare(&v, true);
	m.r.file[LDS_CARD_SECURITY].p[m.r.file[LDS_CARD_SECURITY].n - 1] ^= 1;
	v.g.file[LDS_CARD_SECURITY] =
	    buf_slice(&m.r.file[LDS_CARD_SECURITY]);
	reseal(&v);
	comes_to(&v, false, "aa.signature:odd " NO_CA "cam.key:forbidden "
	    "cam.proof:not-done downgrade.ca:odd " WORD, "another signature");
	m.r.file[LDS_CARD_SECURITY].p[m.r.file[LDS_CARD_SECURITY].n - 1] ^= 1;
	v.g.file[LDS_DG14] = (struct slice){ NULL, 0 };
	reseal(&v);
	comes_to(&v, false, "aa.signature:odd " NO_CA "cam.key:forbidden "
	    "cam.proof:not-done downgrade.ca:not-done " WORD,
	    "the key not in DG14");
	verifier_release(&v);
	made_release(&m);
	sim_issue_free(&i.files);
}

/* EF.SOD without a signer that is known: neither forged nor proven. */
static void
unjudged(void)
{
	static const char *const profiles[] = { "2021", "cam" };
	struct verifier v;
	struct issued i;
	struct made m;
	size_t k;

	verifier_init(&v, true, true);
	for (k = 0; k < 2; k++) {
		if (!issue(sim_profile_named(profiles[k]), &i) ||
		    !made_read(&m, &i, NULL, &case_sealer) ||
		    !made_write(&m) || !verifier_take(&v, &m))
			exit(2);
		findings_reset(&v.fs);
		FIND(&v.fs, "cms.signature", NOT_DONE, "no key");
		v.c.covered = 0;
		active_judge(&v.c, &v.out, &v.fs);
		OK(findings_worst(&v.fs) <= FINDING_ODD && !v.out.genuine &&
		    findings_of(&v.fs, "aa.key")->class == FINDING_NOT_DONE &&
		    findings_of(&v.fs, "ca.key")->class == FINDING_NOT_DONE &&
		    (k == 0 || findings_of(&v.fs, "cam.key")->class ==
		    FINDING_NOT_DONE), "%s: not known whether the keys are "
		    "signed", profiles[k]);
		findings_reset(&v.fs);
		FIND(&v.fs, "cms.signature", BROKEN, "wrong");
		active_judge(&v.c, &v.out, &v.fs);
		OK(!v.out.genuine &&
		    findings_of(&v.fs, "aa.key")->class == FINDING_FORBIDDEN,
		    "%s: they are not", profiles[k]);
		made_release(&m);
		sim_issue_free(&i.files);
	}
	verifier_release(&v);
}

static bool
knows_nonce(void *ctx, struct slice nonce)
{
	return slice_eq(nonce, *(const struct slice *)ctx);
}

/* 's'ealed, with 'a' for AA; now and max_age as in struct active_case; nonce:
 * 0 none given, 1 this one, 2 another. */
static const struct {
	const char *name, *has;
	long long now, max_age;
	int nonce;
	const char *bad;
} ages[] = {
	{ "at once", "as", 0, 60, 0, "" },
	{ "at the limit", "as", 60, 60, 0, "" },
	{ "beyond it", "as", 61, 60, 0, STALE },
	{ "no limit", "as", 1000000000, 0, 0, "" },
	{ "clocks that differ", "as", -300, 60, 0, "" },
	{ "in the future", "as", -301, 60, 0, STALE },
	{ "in the future, no limit", "as", -301, 0, 0, STALE },
	{ "no seal", "a", 0, 60, 0, UNSEALED NO_CA STALE },
	{ "own nonce, by AA", "a", 1000000000, 60, 1, UNSEALED NO_CA },
	{ "own nonce, by the seal", "s", 1000000000, 60, 1,
	    "aa.signature:odd " },
	{ "own nonce, by nobody", "", 0, 60, 1, UNSEALED "aa.signature:odd "
	    NO_CA STALE WORD },
	{ "another's", "as", 0, 60, 2, "evidence.nonce:broken " STALE },
};

static void
fresh(void)
{
	static const char other[] = "0123456789ABCDEF";
	struct slice nonce;
	struct verifier v;
	struct issued i;
	struct made m;
	size_t k;

	verifier_init(&v, true, true);
	if (!issue(sim_profile_named("2021"), &i) ||
	    !made_read(&m, &i, NULL, &case_sealer) || !made_write(&m))
		exit(2);
	for (k = 0; k < sizeof ages / sizeof *ages; k++) {
		if (!verifier_take(&v, &m))
			exit(2);
		if (strchr(ages[k].has, 'a') == NULL)
			memset(&v.g.aa, 0, sizeof v.g.aa);
		unseal(&v);
		if (strchr(ages[k].has, 's') != NULL)
			reseal(&v);
		nonce = ages[k].nonce == 1 ? v.g.nonce : SLICE(other);
		v.c.knows_nonce = ages[k].nonce != 0 ? knows_nonce : NULL;
		v.c.ctx = &nonce;
		v.c.now = v.g.read_at_time + ages[k].now;
		v.c.max_age = ages[k].max_age;
		comes_to(&v, ages[k].has[0] != '\0', ages[k].bad,
		    ages[k].name);
	}
	v.c.knows_nonce = NULL;
	v.c.has_now = false;
	if (!verifier_take(&v, &m))
		exit(2);
	comes_to(&v, true, "evidence.fresh:not-done ", "no clock");
	v.c.max_age = 0;
	comes_to(&v, true, "", "and no limit");
	v.g.nonce = (struct slice){ NULL, 0 };
	v.c.knows_nonce = knows_nonce;
	nonce = v.g.nonce;
	comes_to(&v, false, "seal.signature:broken aa.challenge:broken "
	    NO_CA "evidence.nonce:broken " STALE CLONE,
	    "no nonce is not one that was given");
	made_release(&m);
	sim_issue_free(&i.files);
	verifier_release(&v);
}

int
main(void)
{
	pki = sim_pki_new(NULL, false);
	if (pki == NULL)
		return 2;
	all_profiles();
	edited();
	clones();
	card_security();
	unjudged();
	fresh();
	sim_pki_free(pki);
	return tap_done();
}
