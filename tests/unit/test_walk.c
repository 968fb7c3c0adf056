/* SPDX-License-Identifier: ISC */
/* The fault walk: everything that a card or a link can do wrong, at every
 * command of a whole read. The word that comes of it is the one of the table,
 * nothing false is kept or called good, and no read goes on for ever. */
#include "simcard.h"
#include "tap.h"

/* What a command is for: the columns of the table. */
enum place { FIND, BEGIN, KEYS, TOKEN, BASIC, APP, FILES, CA, PROOF, AA,
	PLACES };

/* "fallback": ok by BAC where the password has what it takes, else
 * needs-mrz. */
#define EVERY(w) { w, w, w, w, w, w, w, w, w, w }
static const struct row {
	enum sim_fault_kind kind;
	unsigned value;
	const char *word[PLACES];
} table[] = {
	{ SIM_F_GONE, 0, EVERY("card-lost") },
	/* lost: for whoever asks again, because the torn end looks like 61xx or
	 * the command was long */
	{ SIM_F_TORN, 0, EVERY("link-broken card-lost") },
	{ SIM_F_CUT, 0, { "link-broken", "link-broken", "link-broken",
	    "link-broken", "link-broken", "link-broken", "link-broken ok",
	    "link-broken", "link-broken", "link-broken ok" } },
	{ SIM_F_ONE, 0, { "link-broken", "link-broken", "link-broken",
	    "link-broken", "link-broken", "link-broken", "link-broken ok",
	    "link-broken", "link-broken", "link-broken ok" } },
	{ SIM_F_EXTRA, 0, { "link-broken", "link-broken", "link-broken",
	    "link-broken", "link-broken", "link-broken", "link-broken ok",
	    "link-broken", "link-broken", "link-broken ok" } },
	{ SIM_F_SILENT, 0, EVERY("time-out") },
	{ SIM_F_RESET, 0, EVERY("card-reset") },
	{ SIM_F_SLOW, 0, EVERY("ok") },
	{ SIM_F_SPLIT, 0, EVERY("ok") },
	{ SIM_F_WARN, 0, EVERY("ok") },
	/* bare words end a session; those of length are answered by a new one */
	{ SIM_F_SW, 0x6A82, { "ok", "fallback", "fallback", "fallback",
	    "no-chip refused", "session-ended", "session-ended",
	    "session-ended", "ok", "session-ended" } },
	{ SIM_F_SW, 0x6982, { "ok", "fallback", "fallback", "wrong-key",
	    "refused wrong-key", "session-ended", "session-ended",
	    "session-ended", "ok", "session-ended" } },
	{ SIM_F_SW, 0x6300, { "ok", "fallback", "fallback", "wrong-key",
	    "refused wrong-key", "session-ended", "session-ended",
	    "session-ended", "ok", "session-ended" } },
	{ SIM_F_SW, 0x6700, { "ok", "fallback", "fallback", "fallback",
	    "refused", "ok", "ok", "ok", "ok", "ok" } },
	{ SIM_F_SW, 0x6C10, { "ok", "fallback", "fallback", "fallback",
	    "refused", "ok", "ok", "ok", "ok", "ok" } },
	{ SIM_F_SW_MACED, 0x6A82, { "ok", "fallback", "fallback", "fallback",
	    "no-chip refused", "no-chip", "ok refused", "ok", "ok", "ok" } },
	{ SIM_F_SW_MACED, 0x6982, { "ok", "fallback", "fallback", "wrong-key",
	    "refused wrong-key", "refused", "ok refused", "ok", "ok", "ok" } },
	{ SIM_F_SW_MACED, 0x6700, { "ok", "fallback", "fallback", "fallback",
	    "refused", "refused", "ok refused", "ok", "ok", "ok" } },
	{ SIM_F_SW_MACED, 0x6C10, { "ok", "fallback", "fallback", "fallback",
	    "refused", "refused", "ok refused", "ok", "ok", "ok" } },
	{ SIM_F_SW_MACED, 0x6B00, { "ok", "fallback", "fallback", "fallback",
	    "refused", "refused", "ok refused", "ok", "ok", "ok" } },
	/* a bit: of a key it makes another key, which is then not right */
#define FLIPPED { "ok link-broken refused wrong-key chip-hostile", \
	    "link-broken fallback", \
	    "link-broken fallback wrong-key chip-hostile", \
	    "link-broken fallback chip-hostile", \
	    "link-broken refused wrong-key chip-hostile", \
	    "link-broken chip-hostile", "link-broken chip-hostile ok", \
	    "link-broken chip-hostile", "link-broken ok", \
	    "link-broken chip-hostile ok" }
	{ SIM_F_FLIP, 0, FLIPPED },
	{ SIM_F_FLIP, 101, FLIPPED },
	{ SIM_F_FLIP, 1000003, FLIPPED },
	{ SIM_F_MAC, 0, { "ok refused", "ok", "wrong-key chip-hostile",
	    "chip-hostile", "ok wrong-key chip-hostile", "chip-hostile",
	    "chip-hostile", "chip-hostile", "ok", "chip-hostile" } },
	{ SIM_F_REPLAY, 0, { "ok", "ok", "link-broken", "link-broken",
	    "ok link-broken refused", "link-broken chip-hostile",
	    "link-broken chip-hostile", "chip-hostile", "ok",
	    "chip-hostile" } },
	{ SIM_F_TOKEN, 0, { "ok", "ok", "ok", "chip-hostile",
	    "ok chip-hostile", "ok", "ok", "ok", "ok", "ok" } },
	{ SIM_F_CLONE, 0, EVERY("ok") },
	{ SIM_F_REFLECT, 0, { "ok", "ok", "ok chip-hostile", "ok", "ok", "ok",
	    "ok", "ok", "ok", "ok" } },
	{ SIM_F_INFINITY, 0, { "ok", "ok", "ok chip-hostile", "ok", "ok", "ok",
	    "ok", "ok", "ok", "ok" } },
	{ SIM_F_INFINITY, 1, { "ok", "ok", "ok chip-hostile", "ok", "ok", "ok",
	    "ok", "ok", "ok", "ok" } },
	{ SIM_F_LONG, 0, { "ok", "ok", "ok", "ok", "ok", "ok", "ok refused",
	    "ok", "ok", "ok" } },
};

/* A card, how it is opened, and its read without a fault. */
struct track {
	const struct sim_profile *p;
	struct sim_issue files;
	bool mrz;
	size_t limit;			/* of the reader, as known */
	unsigned n;
	enum place place[SIMCARD_MAX_LOG];
	long long us;
	enum session_proof aa, ca, cam;
};

struct outcome {
	enum err e;
	struct session_result r;
	struct sim_seen seen;
	struct simcard s;
};

static void
go(const struct track *t, const struct sim_fault *f, struct outcome *o)
{
	struct session_env env;
	struct password p;

	simcard_init(&o->s, t->p, &t->files);
	if (f != NULL)
		sim_card_fault(o->s.chip, f);
	simcard_env(&o->s, &env);
	env.answer_limit = t->limit;
	simcard_password(t->p, t->mrz, &p);
	o->e = session_read(&o->s.card, &p, &env, &o->r);
	sim_card_seen(o->s.chip, &o->seen);
}

static void
drop(struct outcome *o)
{
	session_result_release(&o->r);
	simcard_release(&o->s);
}

/* The column of command `i`, out of its header and what came before. */
static enum place
place(const uint8_t log[][4], unsigned i, unsigned last_key)
{
	const uint8_t *h = log[i], *before = i > 0 ? log[i - 1] : h;
	bool sm = (h[0] & 0x0C) == 0x0C;

	/* CA ends with GENERAL AUTHENTICATE, or with MSE:Set KAT */
	if ((before[0] & 0x0C) == 0x0C && h[1] != 0x86 &&
	    (before[1] == 0x86 || before[1] == 0x22))
		return PROOF;
	switch (h[1]) {
	case 0x22:
		return sm ? CA : BEGIN;
	case 0x86:
		return sm ? CA : i == last_key ? TOKEN : KEYS;
	case 0x82:
	case 0x84:
		return BASIC;
	case 0x88:
		return AA;
	case 0xA4:
		if (h[2] == 0x04)
			return sm ? APP : BASIC;
		return sm ? FILES : FIND;
	default:
		return sm ? FILES : FIND;
	}
}

static bool
lay(struct track *t)
{
	struct outcome o;
	unsigned i, last_key = 0;
	bool good;

	go(t, NULL, &o);
	good = o.e == ERR_OK && o.s.n < SIMCARD_MAX_LOG;
	t->n = o.s.n;
	for (i = 0; good && i < t->n; i++)
		if (o.s.log[i][1] == 0x86 && (o.s.log[i][0] & 0x0C) == 0)
			last_key = i;
	for (i = 0; good && i < t->n; i++)
		t->place[i] = place(o.s.log, i, last_key);
	t->us = o.s.now_us;
	t->aa = o.r.aa;
	t->ca = o.r.ca;
	t->cam = o.r.cam;
	drop(&o);
	return good;
}

/* Whether `word` is among the words. */
static bool
among(const char *words, const char *word)
{
	struct slice rest = slice_str(words), one;

	while (slice_split(&rest, ' ', &one))
		if (slice_is(one, word))
			return true;
	return false;
}

static bool
right_word(const struct track *t, const struct row *row, enum place at,
    const struct outcome *o)
{
	const char *words = row->word[at];

	if (among(words, err_word(o->e)))
		return true;
	/* of PACE, so that BAC would have been next */
	if (o->e == ERR_NEEDS_MRZ && o->r.fallback != NULL && !t->mrz)
		return among(words, "refused") || among(words, "fallback");
	if (!among(words, "fallback"))
		return false;
	return o->e == ERR_OK && o->r.protocol == SESSION_BAC &&
	    o->r.fallback != NULL;
}

/* Nothing that is kept or said is false. What is read in the clear (all of
 * EF.CardAccess) is nobody's word. */
static bool
honest(const struct track *t, const struct row *row, enum place at,
    const struct outcome *o)
{
	const struct session_result *r = &o->r;
	bool harmless = row->kind == SIM_F_SLOW || row->kind == SIM_F_SPLIT ||
	    row->kind == SIM_F_WARN, clone = row->kind == SIM_F_CLONE;

	if (!simcard_same(&t->files, r, LDS_CARD_SECURITY))
		return false;
	if (o->e == ERR_OK && (r->file[LDS_DG1].n == 0 ||
	    r->file[LDS_SOD].n == 0))
		return false;
	if ((r->aa == PROOF_GOOD && !o->seen.aa) ||
	    (r->ca == PROOF_GOOD && !o->seen.ca) ||
	    (r->cam == PROOF_GOOD && t->p->mapping != SIM_CAM))
		return false;
	if (harmless && (r->aa != t->aa || r->ca != t->ca || r->cam != t->cam))
		return false;
	if (clone && ((at == AA && r->aa != PROOF_BAD) ||
	    (at == TOKEN && t->cam != PROOF_NOT && r->cam != PROOF_BAD)))
		return false;
	if (at == PROOF && o->e == ERR_OK && (row->kind == SIM_F_MAC ||
	    row->kind == SIM_F_REPLAY || (row->kind == SIM_F_SW &&
	    row->value >> 8 != 0x67 && row->value >> 8 != 0x6C)))
		return r->ca == PROOF_BAD && r->ca_resp.n > 0;
	return true;
}

static bool
step(const struct track *t, const struct row *row, unsigned i, bool next)
{
	struct sim_fault f = { row->kind, i + 1, 1, row->value };
	enum place at = t->place[i];
	struct outcome o, after;
	bool word, truth, quick, fine = true;

	go(t, &f, &o);
	word = right_word(t, row, at, &o);
	truth = honest(t, row, at, &o);
	quick = o.s.now_us < 3 * t->us + 5000000 && o.s.n < 3 * t->n + 30;
	if (next) {
		go(t, NULL, &after);
		fine = after.e == ERR_OK && after.r.aa == t->aa;
		drop(&after);
	}
	if (!word || !truth || !quick || !fine)
		printf("# %s: %s:%X@%u (place %d): %s, aa %d, ca %d, cam %d, "
		    "%u commands%s%s%s\n", t->p->name,
		    sim_fault_name(row->kind), row->value, i + 1, (int)at,
		    err_word(o.e), o.r.aa, o.r.ca, o.r.cam, o.s.n,
		    truth ? "" : ", false", quick ? "" : ", endless",
		    fine ? "" : ", and the next fails");
	drop(&o);
	return word && truth && quick && fine;
}

static void
walk(const struct track *t)
{
	size_t k;
	unsigned i, bad;

	for (k = 0; k < sizeof(table) / sizeof(table[0]); k++) {
		for (i = bad = 0; i < t->n; i++)
			bad += !step(t, &table[k], i, i % 16 == 3);
		OK(bad == 0, "%s, %zu: %s:%X at each of %u commands",
		    t->p->name, t->limit, sim_fault_name(table[k].kind),
		    table[k].value, t->n);
	}
}

int
main(void)
{
	/* P-256 is quick. A reader known for short commands: after a new start
	 * the card would count its commands anew. */
	static const struct {
		const char *profile, *settings;
		bool mrz;
		size_t limit;
	} c[] = {
		{ "2021", "face-size=900 pace=12 ca=12", false, 0 },
		{ "2021", "face-size=900 pace=12 ca=12 ca-cipher=3des", true,
		    1024 },
		{ "cam", "face-size=900 pace=12 ca=12", true, 0 },
		{ "bac-only", "face-size=900", true, 0 },
		{ "short", "face-size=900 eof=6cxx pace=12 ca=12", false,
		    256 },
	};
	struct sim_pki *pki = sim_pki_new(NULL, false);
	struct sim_profile p;
	struct track t;
	size_t i;

	for (i = 0; pki != NULL && i < sizeof(c) / sizeof(c[0]); i++) {
		p = *sim_profile_named(c[i].profile);
		t = (struct track){ .p = &p, .mrz = c[i].mrz,
		    .limit = c[i].limit };
		if (OK(sim_profile_set(&p, c[i].settings) &&
		    sim_issue(&p, pki, &t.files) && lay(&t),
		    "%s: reads without a fault", c[i].profile))
			walk(&t);
		sim_issue_free(&t.files);
	}
	sim_pki_free(pki);
	return tap_done();
}
