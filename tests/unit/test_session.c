/* SPDX-License-Identifier: ISC */
/* Whole reads of the card in software: every profile, every way in. */
#include "chip/card_replay.h"
#include "issued.h"
#include "tap.h"

/* How a card is read; the rest is as the profile has it. */
struct ways {
	bool mrz, no_portrait, short_reader;
	size_t limit;
	const char *id, *can, *document;	/* others than the card's */
	struct sim_fault fault;
	struct buf *transcript;
};

static void
keep(void *ctx, struct slice line)
{
	buf_add_slice(ctx, line);
}

static void
put(char *to, const char *from)
{
	if (from != NULL)
		memcpy(to, from, strlen(from) + 1);
}

static enum err
read_card(const struct issued *i, const struct ways *w,
    struct session_result *r, struct sim_seen *seen)
{
	struct simcard s;
	struct session_env env, written;
	struct password p;
	struct transcript t = { .write = keep, .ctx = w->transcript };
	enum err e;

	simcard_init(&s, i->p, &i->files);
	if (w->fault.kind != SIM_F_NONE)
		sim_card_fault(s.chip, &w->fault);
	simcard_env(&s, &env);
	simcard_password(i->p, w->mrz, &p);
	put(p.id, w->id);
	put(p.can, w->can);
	put(p.document, w->document);
	s.short_reader = w->short_reader;
	env.no_portrait = w->no_portrait;
	env.answer_limit = w->limit;
	if (w->transcript != NULL) {
		transcript_start(&t, &s.card, &env, &p, "A reader");
		written = env;
		written.random = &t.random;
		e = session_read(&t.card, &p, &written, r);
		transcript_end(&t, e);
	} else {
		e = session_read(&s.card, &p, &env, r);
	}
	sim_card_seen(s.chip, seen);
	simcard_release(&s);
	return e;
}

/* Everything that was issued and may be read has been read. */
static bool
complete(const struct issued *i, const struct session_result *r)
{
	int f;

	for (f = LDS_COM; f < LDS_FILES; f++)
		if (f != LDS_DG3 && f != LDS_DG4 && i->files.file[f].n > 0 &&
		    r->file[f].n == 0)
			return false;
	return simcard_same(&i->files, r, LDS_CARD_ACCESS);
}

static enum session_proof
aa_wanted(const struct sim_profile *p)
{
	if (p->aa == SIM_AA_NONE)
		return PROOF_NOT;
	return p->short_only && p->aa == SIM_AA_RSA ? PROOF_UNSUPPORTED :
	    PROOF_GOOD;
}

static bool
same_buf(const struct buf *a, const struct buf *b)
{
	return slice_eq(buf_slice(a), buf_slice(b));
}

/* Two results say the same, but for the time. */
static bool
same_result(const struct session_result *a, const struct session_result *b)
{
	int f;

	for (f = 0; f < LDS_FILES; f++)
		if (!same_buf(&a->file[f], &b->file[f]) ||
		    a->absent[f] != b->absent[f])
			return false;
	return a->protocol == b->protocol && a->aa == b->aa &&
	    a->ca == b->ca && a->cam == b->cam && a->apdus == b->apdus &&
	    a->octets_in == b->octets_in && a->octets_out == b->octets_out &&
	    a->reconnects == b->reconnects && a->us_card == b->us_card &&
	    a->answer_limit == b->answer_limit &&
	    memcmp(a->aa_rnd, b->aa_rnd, AA_RND) == 0 &&
	    same_buf(&a->aa_sig, &b->aa_sig) && same_buf(&a->ca_sk, &b->ca_sk) &&
	    same_buf(&a->ca_resp, &b->ca_resp) &&
	    same_buf(&a->cam_map_ic, &b->cam_map_ic) &&
	    same_buf(&a->cam_ca_ic, &b->cam_ca_ic);
}

/* The transcript of a read, replayed, is the same read. */
static bool
replays(struct slice text, const struct session_result *live, enum err said)
{
	struct card_replay c;
	struct session_env env = { 0 };
	struct session_result r;
	enum err e, end = ERR_IO;
	bool good;

	if (card_replay_open(text, &c) != ERR_OK)
		return false;
	card_replay_env(&c, &env);
	e = session_read(&c.card, &c.password, &env, &r);
	good = e == said && card_replay_done(&c, &end) && end == said &&
	    same_result(live, &r);
	session_result_release(&r);
	card_replay_release(&c);
	return good;
}

static void
each_profile(void)
{
	struct issued i;
	struct session_result r;
	struct sim_seen seen;
	const struct sim_profile *p;
	struct buf text = { 0 };
	struct ways w = { .transcript = &text };
	size_t n;
	enum err e;
	bool pace;

	for (n = 0; (p = sim_profile_at(n)) != NULL; n++) {
		if (!issue(p, &i))
			abort();
		buf_reset(&text);
		w.mrz = !p->can || p->pace_param < 0;
		pace = p->pace_param >= 0 && (p->can || p->td3);
		e = read_card(&i, &w, &r, &seen);
		OK(e == ERR_OK && complete(&i, &r),
		    "%s: every file as it was issued: %s", p->name,
		    err_word(e));
		OK(r.protocol == (pace ? SESSION_PACE : SESSION_BAC) &&
		    seen.pace == pace, "%s: opened by %s", p->name,
		    pace ? "PACE" : "BAC");
		OK(r.ca == (p->ca_param >= 0 ? PROOF_GOOD : PROOF_NOT) &&
		    seen.ca == (r.ca == PROOF_GOOD), "%s: CA %d", p->name,
		    r.ca);
		OK(r.aa == aa_wanted(p) && seen.aa == (r.aa == PROOF_GOOD),
		    "%s: AA %d", p->name, r.aa);
		OK(r.cam == (p->mapping == SIM_CAM ? PROOF_GOOD : PROOF_NOT),
		    "%s: CAM %d", p->name, r.cam);
		OK(replays(buf_slice(&text), &r, e), "%s: replayed", p->name);
		printf("# %s: %u commands (%u long), %zu out, %zu in, "
		    "%u reconnects\n", p->name, r.apdus, seen.extended,
		    r.octets_out, r.octets_in, r.reconnects);
		session_result_release(&r);
		sim_issue_free(&i.files);
	}
	buf_release(&text);
}

/* One way; `check` looks at what came of it. */
struct course {
	const char *name, *profile;
	struct ways w;
	enum err e;
	bool (*check)(const struct session_result *r,
	    const struct sim_seen *seen);
};

static bool
word_is(const char *got, const char *want)
{
	return got != NULL && strcmp(got, want) == 0;
}

static bool
by_can(const struct session_result *r, const struct sim_seen *seen)
{
	return seen->pace && !seen->bac && word_is(r->password, "can") &&
	    word_is(r->pace_oid, "0.4.0.127.0.7.2.2.4.2.2") &&
	    r->pace_param == 13 && r->fallback == NULL && r->us_access > 0 &&
	    r->us_access < r->us_total && r->us_card <= r->us_total;
}

static bool
by_bac(const struct session_result *r, const struct sim_seen *seen)
{
	return !seen->pace && seen->bac && word_is(r->password, "mrz") &&
	    word_is(r->fallback, "set-refused") && r->fallback_sw != 0 &&
	    r->card_access_built_in && r->pace_oid[0] == '\0';
}

static bool
one_wrong(const struct session_result *r, const struct sim_seen *seen)
{
	return seen->wrong_keys == 1 && !seen->bac && r->sw == 0x6300 &&
	    r->reconnects == 0;
}

static bool
stopped_at_dg1(const struct session_result *r, const struct sim_seen *seen)
{
	int f;

	for (f = 0; f < LDS_FILES; f++)
		if (r->file[f].n > 0 || r->file[f].p != NULL)
			return false;
	return seen->apdus == 10 && seen->pace;
}

static bool
no_bac(const struct session_result *r, const struct sim_seen *seen)
{
	return !seen->bac && r->protocol == SESSION_NONE && r->apdus == 7;
}

static bool
no_dg2(const struct session_result *r, const struct sim_seen *seen)
{
	(void)seen;
	return r->file[LDS_DG2].n == 0 && r->absent[LDS_DG2] == ABSENT_SKIPPED &&
	    r->aa == PROOF_GOOD;
}

static bool
reasons(const struct session_result *r, const struct sim_seen *seen)
{
	(void)seen;
	return r->absent[LDS_DG3] == ABSENT_PROTECTED &&
	    r->absent[LDS_DG4] == ABSENT_NOT_LISTED &&
	    r->absent[LDS_DG11] == ABSENT_NOT_LISTED &&
	    r->absent[LDS_CARD_SECURITY] == ABSENT_NOT_NEEDED &&
	    r->absent[LDS_DG1] == ABSENT_NOT && r->sw == 0;
}

static bool
went_short(const struct session_result *r, const struct sim_seen *seen)
{
	return r->reconnects == 1 && r->answer_limit == 256 && seen->ca &&
	    r->aa == PROOF_UNSUPPORTED && r->file[LDS_DG2].n > 14000 &&
	    word_is(r->aa_why, "answer-too-long") && seen->wrong_keys == 0;
}

static bool
stayed_short(const struct session_result *r, const struct sim_seen *seen)
{
	return seen->extended == 0 && r->reconnects == 0 &&
	    word_is(r->aa_why, "answer-too-long") && r->answer_limit == 256;
}

static bool
grew(const struct session_result *r, const struct sim_seen *seen)
{
	return r->answer_limit == 1024 && seen->extended > 10 &&
	    r->aa == PROOF_GOOD && r->aa_sig.n == 256;
}

static bool
large(const struct session_result *r, const struct sim_seen *seen)
{
	/* six files, DG2 of under 15 kB in two, and the signature */
	return r->answer_limit == 8192 && seen->extended == 9;
}

static bool
long_then_short(const struct session_result *r, const struct sim_seen *seen)
{
	/* the reader is not to blame */
	return r->reconnects == 1 && r->answer_limit == 1024 && seen->ca &&
	    word_is(r->aa_why, "answer-too-long");
}

static bool
ca_bad(const struct session_result *r, const struct sim_seen *seen)
{
	return !seen->ca && r->ca == PROOF_BAD && r->reconnects == 1 &&
	    r->ca_resp.n > 0 && r->ca_sk.n == 32 && r->ca_why != NULL &&
	    r->aa == PROOF_GOOD;
}

static bool
ca_refused(const struct session_result *r, const struct sim_seen *seen)
{
	return !seen->ca && r->ca == PROOF_BAD && r->reconnects == 0 &&
	    r->ca_sw == 0x6A80 && word_is(r->ca_why, "refused") &&
	    r->aa == PROOF_GOOD;
}

static bool
no_dg13(const struct session_result *r, const struct sim_seen *seen)
{
	(void)seen;
	return r->absent[LDS_DG13] == ABSENT_MISSING && r->ca == PROOF_GOOD;
}

static bool
all_but_time(const struct session_result *r, const struct sim_seen *seen)
{
	return seen->ca && r->reconnects == 1 && r->ca == PROOF_GOOD &&
	    r->file[LDS_DG2].n > 0 && r->file[LDS_COM].n > 0;
}

static const struct course ways_in[] = {
	{ "CAN", "2021", { 0 }, ERR_OK, by_can },
	{ "with an MRZ the CAN comes first", "2021", { .mrz = true },
	    ERR_OK, by_can },
	{ "BAC where PACE is refused", "bac", { .mrz = true }, ERR_OK,
	    by_bac },
	{ "a wrong CAN", "2021", { .can = "999999" }, ERR_WRONG_KEY,
	    one_wrong },
	{ "a wrong CAN, and no BAC then", "2021", { .mrz = true,
	    .can = "999999" }, ERR_WRONG_KEY, one_wrong },
	{ "another person's card", "2021", { .id = "099090000123" },
	    ERR_OTHER_CARD, stopped_at_dg1 },
	{ "another document, by the same six digits", "2021", { .mrz = true,
	    .id = "", .document = "099000123" }, ERR_OTHER_CARD,
	    stopped_at_dg1 },
	{ "this document", "2021", { .mrz = true, .id = "" }, ERR_OK, by_can },
	{ "a wrong token, and no BAC then", "2021", { .mrz = true,
	    .fault = { SIM_F_TOKEN, 7, 1, 0 } }, ERR_HOSTILE, no_bac },
	{ "no portrait", "2021", { .no_portrait = true }, ERR_OK,
	    no_dg2 },
	{ "what is not there", "2021", { 0 }, ERR_OK, reasons },
	{ "a reader of short commands", "2021",
	    { .short_reader = true }, ERR_OK, went_short },
	{ "a card of short commands", "short", { 0 }, ERR_OK,
	    went_short },
	{ "a reader known for short ones", "2021", { .limit = 256 },
	    ERR_OK, stayed_short },
	{ "long ones once they work", "2021", { 0 }, ERR_OK, grew },
	{ "as long as the reader is known for", "2021",
	    { .limit = 8192 }, ERR_OK, large },
	{ "a card of short ones on such a reader", "short",
	    { .limit = 1024 }, ERR_OK, long_then_short },
	{ "CA by a chip without the key", "2021", {
	    .fault = { SIM_F_CLONE, 27, 1, 0 } }, ERR_OK, ca_bad },
	{ "CA refused", "2021", {
	    .fault = { SIM_F_SW_MACED, 26, 1, 0x6A80 } }, ERR_OK,
	    ca_refused },
	{ "a listed file that is not there", "2021", {
	    .fault = { SIM_F_SW_MACED, 11, 1, 0x6A82 } }, ERR_OK,
	    no_dg13 },
	{ "a session lost while CA is being proved", "2021", {
	    .fault = { SIM_F_SW, 28, 1, 0x6700 } }, ERR_OK,
	    all_but_time },
};

static void
courses(void)
{
	struct issued i;
	struct session_result r;
	struct sim_seen seen;
	size_t n;
	enum err e;

	for (n = 0; n < sizeof(ways_in) / sizeof(ways_in[0]); n++) {
		if (!issue(sim_profile_named(ways_in[n].profile), &i))
			abort();
		e = read_card(&i, &ways_in[n].w, &r, &seen);
		OK(e == ways_in[n].e && ways_in[n].check(&r, &seen),
		    "%s: %s", ways_in[n].name, err_word(e));
		if (tap_bad > 0)
			printf("# %u commands, sw %04X, aa %d, ca %d, limit "
			    "%zu, %u long\n", r.apdus, r.sw, r.aa, r.ca,
			    r.answer_limit, seen.extended);
		session_result_release(&r);
		sim_issue_free(&i.files);
	}
}

int
main(void)
{
	pki = sim_pki_new(NULL, false);
	if (pki == NULL)
		return 1;
	each_profile();
	courses();
	sim_pki_free(pki);
	return tap_done();
}
