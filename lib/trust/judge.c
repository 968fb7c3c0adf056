/* SPDX-License-Identifier: ISC */
/* The way of a record through this room: evidence, EF.SOD, its signer, the
 * files, the proofs, the members; each step adds what it finds. */
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "chip/evidence_read.h"
#include "record/json.h"
#include "trust/active.h"
#include "trust/agree.h"
#include "trust/judge.h"
#include "trust/signer.h"
#include "trust/sod.h"

/* A country has a new signer every few months. */
#define SIGNERS_KEPT 512
#define HITS_TO_SPEED_UP 200		/* in all threads */
#define HITS_LEAST 20
#define SPEED_OCTETS (64u << 20)

/* A clock may be wrong by this. */
#define CLOCK_SLACK 86400

struct judge {
	const struct judge_terms *t;
	struct signer_cache *signers;
	struct crypto_hasher *hasher;
	struct evidence_given given;
	struct mrz zone;		/* of the record, mostly that of DG1 */
	struct buf signer;		/* what is said of it */
	struct findings fs;
	bool has_now;
	long long now;
};

/* What is known of the record so far. `covered`: every group that is there has
 * its hash in EF.SOD. `is_signed`: the signature over that list is right. */
struct course {
	const struct person *person;
	struct slice extra;
	struct sod *sod;
	struct signer *signer;
	bool covered, is_signed, anchored;
	struct agree_facts facts;
	struct signer_times times;
	struct active_result active;
};

/* What the threads need together is one's share of it each. */
static unsigned long
hits_of_one(size_t jobs)
{
	unsigned long hits = jobs > 1 ? HITS_TO_SPEED_UP / jobs :
	    HITS_TO_SPEED_UP;

	return hits > HITS_LEAST ? hits : HITS_LEAST;
}

struct judge *
judge_new(const struct judge_terms *t)
{
	const struct signer_cache_limits limits = { .max = SIGNERS_KEPT,
	    .hits_to_speed_up = hits_of_one(t->jobs),
	    .speed_octets = SPEED_OCTETS };
	struct judge *j = xcalloc(1, sizeof *j);

	j->t = t;
	j->hasher = crypto_hasher_new();
	j->signers = signer_cache_new(t->store, &limits);
	if (t->tables != NULL)
		signer_cache_share(j->signers, t->tables);
	return j;
}

void
judge_free(struct judge *j)
{
	if (j == NULL)
		return;
	signer_cache_free(j->signers);
	crypto_hasher_free(j->hasher);
	evidence_given_release(&j->given);
	mem_wipe(&j->zone, sizeof j->zone);
	buf_release(&j->signer);
	free(j);
}

void
judge_set_now(struct judge *j, bool known, long long now)
{
	j->has_now = known;
	j->now = now;
}

/* Embedded, or else out of the store: both by the signer's own identifier. */
static bool
signer_cert(struct judge *j, const struct cms *cms, struct slice *der)
{
	const struct cms_signer *s = &cms->signer[0];
	const struct slice *embedded = NULL;
	const struct store_cert *known;

	if (cms->signers == 0)
		return false;
	if (cms->certs > 0)
		embedded = cms_signer_cert(cms, &j->fs);
	if (embedded != NULL) {
		*der = *embedded;
		return true;
	}
	known = store_signer(j->t->store, s->issuer, s->serial, s->ski);
	if (known == NULL) {
		FIND(&j->fs, "cms.certificate", NOT_DONE,
		    N_("the signer's certificate is neither in EF.SOD nor in "
		    "the trust store"));
		return false;
	}
	FIND(&j->fs, "cms.certificate", ODD,
	    N_("the signer's certificate is not in EF.SOD and was taken from "
	    "the trust store"));
	*der = known->cert.der;
	return true;
}

/* A second signature that is right says nothing before its signer is known. */
static void
judge_further_signers(struct judge *j, const struct cms *cms)
{
	const struct slice *der;
	struct signer *s;
	size_t i;

	for (i = 1; i < cms->signers; i++) {
		der = cms_cert_of(cms, i);
		if (der == NULL)
			continue;
		s = signer_get(j->signers, *der, SIGNER_OF_DOCUMENTS);
		if (s == NULL || s->trust != SIGNER_ANCHORED)
			FIND(&j->fs, "cms.signers", FORBIDDEN,
			    N_("a further signer that no anchor known here "
			    "vouches for"));
	}
}

static void
no_signer(struct judge *j)
{
	FIND(&j->fs, "chain.anchor", NOT_DONE,
	    N_("no certificate of a signer to look for"));
}

static void
judge_signer(struct judge *j, struct course *k)
{
	struct slice der;

	judge_further_signers(j, &k->sod->cms);
	if (!signer_cert(j, &k->sod->cms, &der)) {
		no_signer(j);
		return;
	}
	k->signer = signer_get(j->signers, der, SIGNER_OF_DOCUMENTS);
	if (k->signer == NULL) {
		FIND(&j->fs, "dsc.form", BROKEN,
		    N_("the signer's certificate cannot be read"));
		no_signer(j);
		return;
	}
	findings_join(&j->fs, &k->signer->findings);
	k->anchored = k->signer->trust == SIGNER_ANCHORED;
}

/* Reasons that excuse an absent group: rights that only terminals of the state
 * have, and the wish not to read it. The keys of the chip and DG1 are never
 * left out for these. */
static uint32_t
excused_groups(const struct evidence_given *g)
{
	uint32_t excused = 0;
	int f, n;

	for (f = LDS_DG2; f <= LDS_DG16; f++) {
		n = lds_group_number((enum lds_file)f);
		if (f != LDS_DG14 && f != LDS_DG15 &&
		    (slice_is(g->absent[f], "protected") ||
		    slice_is(g->absent[f], "not-asked")))
			excused |= UINT32_C(1) << (n - 1);
	}
	return excused;
}

/* The day that decided centuries when the record was made, unless it has not
 * come yet, or was before there was a signer: then an end or a birth could be
 * moved by a hundred years. */
static struct date
judge_reading(struct judge *j, const struct signer *s)
{
	const struct evidence_given *g = &j->given;
	bool early = s != NULL && g->read_at_time < s->cert.not_before;

	if (!g->has_time)
		FIND(&j->fs, "record.read-at", NOT_DONE,
		    N_("the record does not say when it was read"));
	else if (j->has_now && g->read_at_time > j->now + CLOCK_SLACK)
		FIND(&j->fs, "record.read-at", ODD,
		    N_("read at a time that has not come"));
	else {
		FIND(&j->fs, "record.read-at", GOOD,
		    N_("read at a time that has come"));
		return moment_from_unix(early ? s->cert.not_before :
		    g->read_at_time).date;
	}
	return moment_from_unix(j->now).date;
}

static void
judge_members(struct judge *j, struct course *k)
{
	struct slice file[LDS_FILES];
	struct agree_case c = { .person = k->person, .zone = &j->zone,
	    .extra = k->extra, .file = file,
	    .read_on = judge_reading(j, k->signer) };
	int f;

	for (f = 0; f < LDS_FILES; f++)
		file[f] = k->covered && lds_group_number((enum lds_file)f) > 0 ?
		    j->given.file[f] : (struct slice){ NULL, 0 };
	agree_judge(&c, &k->facts, &j->fs);
	if (k->signer != NULL)
		agree_signer(&k->facts, &k->signer->cert, &j->fs);
}

static void
judge_times(struct judge *j, struct course *k)
{
	const struct cms_signer *s = &k->sod->cms.signer[0];

	if (k->sod->cms.signers > 0 && s->has_signing_time) {
		k->times.has_signing = true;
		k->times.signing = s->signing_time;
	}
	k->times.has_reading = j->given.has_time;
	k->times.reading = j->given.read_at_time;
	k->times.has_now = j->has_now;
	k->times.now = j->now;
	if (k->signer == NULL)
		return;
	if (k->facts.issued.y != 0) {
		k->times.has_issue = true;
		k->times.issue = moment_to_unix((struct moment){
		    k->facts.issued, 0 });
	}
	signer_times(k->signer, &k->times, &j->fs);
}

static bool
knows_nonce(void *ctx, struct slice nonce)
{
	return nonces_have(ctx, nonce);
}

static void
judge_proofs(struct judge *j, struct course *k)
{
	struct active_case c = { .given = &j->given, .store = j->t->store,
	    .signers = j->signers, .times = &k->times,
	    .knows_nonce = j->t->nonces != NULL ? knows_nonce : NULL,
	    .ctx = (void *)j->t->nonces,
	    .has_now = j->has_now, .now = j->now,
	    .max_age = j->t->max_age };
	int f;

	for (f = LDS_DG1; f < LDS_FILES; f++)
		if (k->covered && k->is_signed && j->given.file[f].p != NULL)
			c.covered |= UINT32_C(1) << f;
	active_judge(&c, &k->active, &j->fs);
}

static void
write_hash(struct buf *out, const char *key, const uint8_t sha256[32])
{
	json_key(out, key);
	buf_add_char(out, '"');
	hex_add(out, (struct slice){ (const char *)sha256, 32 });
	buf_add_char(out, '"');
}

static void
write_signer(const struct signer *s, struct buf *out)
{
	const struct store_cert *anchor;

	json_open(out, '{');
	write_hash(out, "sha256", s->cert.sha256);
	if (s->trust == SIGNER_ANCHORED && s->steps > 0) {
		anchor = s->path[s->steps - 1];
		write_hash(out, "anchor", anchor->cert.sha256);
		json_pair_str(out, "origin", anchor->origin);
	}
	json_close(out, '}');
}

/* Written once for all that it signed; copied, for the signer is kept only
 * until the next one is asked for. */
static void
take_signer(struct judge *j, struct signer *s, struct judge_result *out)
{
	if (s == NULL)
		return;
	if (s->said.n == 0)
		write_signer(s, &s->said);
	buf_reset(&j->signer);
	buf_add_slice(&j->signer, buf_slice(&s->said));
	out->signer = buf_slice(&j->signer);
}

static void
judge_signed(struct judge *j, struct course *k, struct judge_result *out)
{
	struct findings *fs = &j->fs;

	judge_signer(j, k);
	k->is_signed = cms_verify(&k->sod->cms, SOD_CONTENT_TYPE,
	    k->signer != NULL ? k->signer->key : NULL, fs);
	k->covered = sod_files(k->sod, j->given.file,
	    excused_groups(&j->given), j->hasher, fs);
	judge_members(j, k);
	judge_times(j, k);
	take_signer(j, k->signer, out);
	judge_proofs(j, k);
	if (k->is_signed && k->covered && k->anchored && k->facts.has_mrz)
		out->proved = k->active.genuine ? ASSURANCE_GENUINE_CHIP :
		    ASSURANCE_SIGNED;
	out->aa_once = k->active.aa_once;
}

static void
judge_sod(struct judge *j, struct judge_result *out)
{
	struct sod sod;
	struct course k = { .person = &out->said.person,
	    .extra = j->given.extra, .sod = &sod };

	if (sod_parse(j->given.file[LDS_SOD], &sod, &j->fs) == ERR_OK)
		judge_signed(j, &k, out);
	sod_release(&sod);
}

static void
judge_chip(struct judge *j, struct checks *cs, struct judge_result *out)
{
	findings_reset(&j->fs);
	if (!j->given.read)
		FIND(&j->fs, "sod.present", NOT_DONE,
		    N_("the chip was not read"));
	else if (j->given.file[LDS_SOD].p == NULL)
		FIND(&j->fs, "sod.present", NOT_DONE,
		    N_("the record has no EF.SOD: nothing of it is signed"));
	else {
		FIND(&j->fs, "sod.present", GOOD, N_("EF.SOD is there"));
		judge_sod(j, out);
	}
	policy_apply(&j->t->policy, &j->fs, cs);
}

enum err
judge_record(struct judge *j, struct record *r, struct checks *cs,
    struct judge_result *out, const char **bad)
{
	struct date today = moment_from_unix(j->now).date;
	enum err e, chip;

	*out = (struct judge_result){ .proved = ASSURANCE_NONE };
	out->said.today = j->has_now ? &today : NULL;
	out->said.zone = &j->zone;
	if ((e = examine_read_apart(r, &out->said, bad)) != ERR_OK)
		return e;
	chip = evidence_read(r, &j->given, bad);
	if (chip != ERR_OK && chip != ERR_NOT_FOUND)
		return chip;
	out->said.has_chip = j->given.has_files;
	checks_reset(cs);
	examine_person(&out->said, cs);
	out->said.today = NULL;
	out->said.zone = NULL;
	policy_revise(&j->t->policy, cs);
	if (chip == ERR_OK)
		judge_chip(j, cs, out);
	return ERR_OK;
}

enum assurance
judge_assurance(const struct judge_result *res, const struct checks *cs)
{
	enum assurance a = examine_assurance(&res->said, cs);

	return !checks_any(cs, CHECK_FAIL) && res->proved > a ? res->proved :
	    a;
}

bool
judge_uses_up(const struct judge_result *res, const struct checks *cs)
{
	return res->aa_once.p != NULL && res->proved != ASSURANCE_NONE &&
	    !checks_any(cs, CHECK_FAIL);
}

void
judge_write(const struct judge *j, const struct judge_result *res,
    struct buf *out)
{
	json_pair_str(out, "policy", policy_word(j->t->policy.level));
	if (res->signer.p == NULL)
		return;
	json_key(out, "signer");
	json_put_raw(out, res->signer);
}
