/* SPDX-License-Identifier: ISC */
/* Whole records, as a reader makes them of cards in software, before a
 * verifier; and what is done to them on the way. */
#include "chip/card_record.h"
#include "evidence_made.h"
#include "tap.h"
#include "trust/judge.h"

static uint8_t seed[SIGN_SEED] = { 7, 7, 7 };
static struct evidence_sealer sealer = { .seal = simcard_seal, .ctx = seed };

/* The day of read_at in simcard_env, a minute later. */
#define NOW 1769821260

struct desk {
	struct store *store;
	struct judge_terms terms;
	struct judge *judge;
	struct record record;
	struct checks checks;
	struct judge_result result;
	enum assurance reached;
	const char *bad;
};

static void
desk_init(struct desk *d, bool knows_csca, bool knows_station)
{
	struct sim_bytes csca = { 0 };

	*d = (struct desk){ .store = store_new() };
	sim_pki_csca(pki, &csca);
	if ((knows_csca && store_add_cert(d->store, (struct slice){
	    (char *)csca.p, csca.n }, STORE_ANCHOR, "here") != ERR_OK) ||
	    sign_public(seed, sealer.public) != ERR_OK ||
	    (knows_station && store_add_station(d->store, sealer.public,
	    "here") != ERR_OK))
		exit(2);
	sim_clear(&csca);
	d->terms = (struct judge_terms){ .store = d->store, .max_age = 3600 };
	d->judge = judge_new(&d->terms);
	judge_set_now(d->judge, true, NOW);
}

static void
desk_release(struct desk *d)
{
	judge_free(d->judge);
	store_free(d->store);
	record_release(&d->record);
}

static enum err
desk_judge(struct desk *d, struct slice line)
{
	size_t at;
	enum err e = record_parse(&d->record, line, &at);

	d->bad = "line";
	if (e == ERR_OK)
		e = judge_record(d->judge, &d->record, &d->checks, &d->result,
		    &d->bad);
	d->reached = e == ERR_OK ? judge_assurance(&d->result, &d->checks) :
	    ASSURANCE_NONE;
	return e;
}

/* As desk/reader_child.c: `key` is what the card was opened with. */
static void
line_of(const struct sim_profile *p, const char *key, struct buf *out)
{
	const struct date today = { 2026, 1, 31 };
	struct slice files[LDS_FILES];
	struct record r = { 0 };
	struct holder h = { 0 };
	struct issued i;
	struct made m;
	size_t at;
	int f;

	if (!issue(p, &i) || !made_read(&m, &i, NULL, &sealer))
		exit(2);
	for (f = 0; f < LDS_FILES; f++)
		files[f] = buf_slice(&m.r.file[f]);
	buf_reset(out);
	if (record_parse(&r, slice_str(key), &at) != ERR_OK ||
	    holder_read(files, today, &h) != ERR_OK ||
	    card_record(&r, &m.e, &h, out) != ERR_OK)
		exit(2);
	out->n--;		/* the line feed */
	holder_release(&h);
	record_release(&r);
	made_release(&m);
	sim_issue_free(&i.files);
}

static const struct check *
row(const struct desk *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->checks.n; i++)
		if (strcmp(d->checks.c[i]->name, name) == 0)
			return d->checks.c[i];
	return NULL;
}

static void
has(const struct desk *d, const char *check, const char *want,
    const char *name)
{
	const struct check *c = row(d, check);

	tap_same(slice_str(c != NULL ? check_result_word(c->result) : "none"),
	    want, name);
	if (c != NULL && strcmp(check_result_word(c->result), want) != 0)
		printf("# %s: %s\n", check, c->why);
}

/* "check check ": those with this result. */
static const char *
with(const struct desk *d, enum check_result r)
{
	static char text[2000];
	size_t i, n = 0;

	text[0] = '\0';
	for (i = 0; i < d->checks.n; i++)
		if (d->checks.c[i]->result == r)
			n += (size_t)snprintf(text + n, sizeof text - n, "%s ",
			    d->checks.c[i]->name);
	return text;
}

/* What is no honest reader's fault: keys too weak, and proofs that a reader
 * has no room for. */
static const struct {
	const char *profile, *fails;
	enum assurance reached;
} others[] = {
	{ "p192", "ca.key ", ASSURANCE_NONE },
	{ "bp192", "ca.key ", ASSURANCE_NONE },
	{ "com-differs", "com.agrees ", ASSURANCE_NONE },
	{ "bac-only", "", ASSURANCE_SIGNED },
};

static void
test_profiles(struct desk *d)
{
	const struct sim_profile *p;
	struct buf line = { 0 };
	const char *fails;
	enum assurance want;
	size_t n, i;

	for (n = 0; (p = sim_profile_at(n)) != NULL; n++) {
		fails = "";
		want = ASSURANCE_GENUINE_CHIP;
		for (i = 0; i < sizeof others / sizeof *others; i++)
			if (strcmp(others[i].profile, p->name) == 0) {
				fails = others[i].fails;
				want = others[i].reached;
			}
		line_of(p, "{}", &line);
		OK(desk_judge(d, buf_slice(&line)) == ERR_OK &&
		    d->reached == want, "%s: %s", p->name,
		    assurance_word(d->reached));
		tap_same(slice_str(with(d, CHECK_FAIL)), fails, p->name);
		has(d, "record.equals-signed", "pass", p->name);
		has(d, "record.unsigned", "pass", p->name);
	}
	buf_release(&line);
}

/* Records that a card is opened with leave members behind that no file has. */
static void
test_keys(struct desk *d)
{
	static const struct {
		const char *profile, *key, *is_unsigned, *name;
	} keys[] = {
		{ "2021", "{\"id\":\"079090000123\",\"name\":\"Nguyen Van An\","
		    "\"residence\":\"Hà Nội\",\"old_id\":\"012345678\","
		    "\"source\":\"qr\",\"verify\":{\"verdict\":\"verified\"},"
		    "\"qr\":{\"raw\":\"079090000123||Nguyễn Văn An|"
		    "02011990|Nam||\"}}", "pass",
		    "a code" },
		{ "2021", "{\"id\":\"079090000123\",\"doc_no\":\"B1234567\","
		    "\"doc_type\":\"passport\",\"x\":1}", "warn",
		    "a roster with a passport" },
		{ "sparse", "{\"residence\":\"Hà Nội\",\"spouse\":\"Lê Mẫu\","
		    "\"cancelled_id\":\"012345678\"}", "warn",
		    "an address that the chip has not" },
		{ "passport", "{\"hometown\":\"Hà Nội\",\"ethnicity\":\"Kinh\"}",
		    "warn", "a passport's key" },
	};
	struct buf line = { 0 };
	size_t i;

	for (i = 0; i < sizeof keys / sizeof *keys; i++) {
		line_of(sim_profile_named(keys[i].profile), keys[i].key,
		    &line);
		OK(desk_judge(d, buf_slice(&line)) == ERR_OK &&
		    d->reached == ASSURANCE_GENUINE_CHIP, "%s: %s",
		    keys[i].name, assurance_word(d->reached));
		has(d, "record.equals-signed", "pass", keys[i].name);
		has(d, "record.unsigned", keys[i].is_unsigned, keys[i].name);
	}
	buf_release(&line);
}

/* In place of the first. */
static void
replace(struct buf *line, const char *from, const char *to)
{
	char *at = memmem(line->p, line->n, from, strlen(from));
	struct buf b = { 0 };

	if (at == NULL)
		exit(2);
	buf_add(&b, line->p, (size_t)(at - line->p));
	buf_add_str(&b, to);
	buf_add(&b, at + strlen(from), (size_t)(line->p + line->n - at) -
	    strlen(from));
	buf_release(line);
	*line = b;
}

/* A member of chip.files goes, its word in chip.absent comes. */
static void
strip(struct buf *line, const char *file, const char *why)
{
	char key[32], with_[64];
	char *at, *end;

	snprintf(key, sizeof key, ",\"%s\":\"", file);
	at = memmem(line->p, line->n, key, strlen(key));
	if (at == NULL)
		exit(2);
	end = memchr(at + strlen(key), '"', line->n);
	memmove(at, end + 1, (size_t)(line->p + line->n - end - 1));
	line->n -= (size_t)(end + 1 - at);
	snprintf(with_, sizeof with_, "\"absent\":{\"%s\":\"%s\",", file,
	    why);
	if (why != NULL)
		replace(line, "\"absent\":{", with_);
}

static void
test_edits(struct desk *d)
{
	static const struct {
		const char *from, *to, *check, *result;
		enum assurance reached;
	} edits[] = {
		{ "Nguyễn Văn An", "Nguyễn Văn Ân", "record.equals-signed",
		    "fail", ASSURANCE_NONE },
		{ "\"id\":\"079090000123\"", "\"id\":\"079090000124\"",
		    "record.equals-signed", "fail", ASSURANCE_NONE },
		{ "\"name\":\"Nguyễn Văn An\",", "", "record.equals-signed",
		    "fail", ASSURANCE_NONE },
		{ "\"sex\":\"M\",", "", "record.equals-signed", "warn",
		    ASSURANCE_GENUINE_CHIP },
		{ "\"extra\":{\"dg13.16\":\"", "\"extra\":{\"dg13.16\":\"9",
		    "record.equals-signed", "fail", ASSURANCE_NONE },
		{ "\"source\":\"chip\"", "\"source\":\"chip\",\"x\":2",
		    "record.unsigned", "pass", ASSURANCE_GENUINE_CHIP },
		{ "2026-01-31T08:00:00", "2026-01-31T08:00:01",
		    "aa.challenge", "fail", ASSURANCE_NONE },
		{ "2026-01-31T08:00:00", "2126-01-31T08:00:00",
		    "record.read-at", "warn", ASSURANCE_NONE },
		{ "\"verify\":", "\"verify\":", "", "", ASSURANCE_NONE },
	};
	struct buf line = { 0 };
	size_t i;

	for (i = 0; edits[i].check[0] != '\0'; i++) {
		line_of(sim_profile_named("2021"), "{}", &line);
		replace(&line, edits[i].from, edits[i].to);
		OK(desk_judge(d, buf_slice(&line)) == ERR_OK &&
		    d->reached == edits[i].reached, "%s: %s", edits[i].to,
		    assurance_word(d->reached));
		has(d, edits[i].check, edits[i].result, edits[i].to);
	}
	buf_release(&line);
}

static void
test_stripped(struct desk *d, struct desk *stranger)
{
	struct buf line = { 0 };

	line_of(sim_profile_named("2021"), "{}", &line);
	strip(&line, "DG15", "protected");
	OK(desk_judge(d, buf_slice(&line)) == ERR_OK &&
	    d->reached == ASSURANCE_NONE, "DG15 stripped");
	has(d, "downgrade.groups", "fail", "whatever the excuse");

	line_of(sim_profile_named("no-aa"), "{}", &line);
	replace(&line, "\"DG1\":\"", "\"DG99\":\"");
	OK(desk_judge(d, buf_slice(&line)) == ERR_OK &&
	    d->reached == ASSURANCE_NONE, "no DG1");
	has(d, "seal.signature", "fail", "the seal is broken");
	OK(desk_judge(stranger, buf_slice(&line)) == ERR_OK &&
	    stranger->reached == ASSURANCE_PLAUSIBLE,
	    "where the station is not known: plausible");
	has(stranger, "dg1.form", "skip", "nobody says who it is");
	has(stranger, "dg.missing", "warn", "it is listed");

	line_of(sim_profile_named("no-aa"), "{}", &line);
	strip(&line, "SOD", NULL);
	OK(desk_judge(d, buf_slice(&line)) == ERR_OK &&
	    d->reached == ASSURANCE_PLAUSIBLE, "no EF.SOD: plausible");
	has(d, "sod.present", "skip", "it says so");
	has(d, "record.equals-signed", "none", "nothing to compare");
	OK(row(d, "chain.anchor") == NULL && d->result.signer.p == NULL,
	    "and there is nobody to look for");
	buf_release(&line);
}

static void
test_without_chip(struct desk *d)
{
	struct buf out = { 0 };

	OK(desk_judge(d, SLICE("{\"id\":\"001099000001\"}")) == ERR_OK &&
	    d->reached == ASSURANCE_PLAUSIBLE, "no chip");
	has(d, "sod.present", "none", "no word on it");
	has(d, "signature", "skip", "but on signatures");
	json_open(&out, '{');
	judge_write(d->judge, &d->result, &out);
	json_close(&out, '}');
	tap_same(buf_slice(&out), "{\"policy\":\"strict\"}", "no signer");
	buf_release(&out);
	OK(desk_judge(d, SLICE("{\"id\":\"001099000001\",\"chip\":"
	    "{\"version\":1,\"error\":\"wrong-key\"}}")) == ERR_OK &&
	    d->reached == ASSURANCE_PLAUSIBLE, "a chip that was not read");
	has(d, "sod.present", "skip", "it says so");
	has(d, "signature", "skip", "and what else stands for it");
	OK(desk_judge(d, SLICE("{\"chip\":{\"version\":2,\"files\":{}}}")) ==
	    ERR_UNSUPPORTED && strcmp(d->bad, "chip.version") == 0,
	    "another version is a bad line");
	OK(desk_judge(d, SLICE("{\"id\":7}")) == ERR_FORMAT &&
	    strcmp(d->bad, "id") == 0, "so is a number for a text");
}

/* The authority is not known yet; then it is. */
static void
test_anchor(void)
{
	struct desk without, with_;
	struct buf line = { 0 }, out = { 0 };

	desk_init(&without, false, true);
	desk_init(&with_, true, true);
	line_of(sim_profile_named("2021"), "{}", &line);
	OK(desk_judge(&without, buf_slice(&line)) == ERR_OK &&
	    without.reached == ASSURANCE_PLAUSIBLE &&
	    checks_verdict(&without.checks, without.reached) ==
	    VERDICT_UNDECIDED, "no anchor: undecided, plausible");
	has(&without, "chain.anchor", "skip", "not known here");
	OK(without.result.signer.p != NULL &&
	    memmem(without.result.signer.p, without.result.signer.n,
	    "anchor", 6) == NULL, "a signer without an anchor");
	OK(desk_judge(&with_, buf_slice(&line)) == ERR_OK &&
	    with_.reached == ASSURANCE_GENUINE_CHIP &&
	    checks_verdict(&with_.checks, with_.reached) ==
	    VERDICT_VERIFIED, "the anchor is there: verified");
	json_open(&out, '{');
	judge_write(with_.judge, &with_.result, &out);
	json_close(&out, '}');
	OK(memmem(out.p, out.n, "\"origin\":\"here\"}}", 17) != NULL,
	    "it says which: %.*s", (int)out.n, out.p);
	OK(desk_judge(&with_, buf_slice(&line)) == ERR_OK &&
	    out.n > with_.result.signer.n && memmem(out.p, out.n,
	    with_.result.signer.p, with_.result.signer.n) != NULL,
	    "and the same again of the next record");
	buf_release(&line);
	buf_release(&out);
	desk_release(&without);
	desk_release(&with_);
}

/* Only AA travels. */
static void
test_station(void)
{
	struct buf line = { 0 };
	struct desk d;

	desk_init(&d, true, false);
	line_of(sim_profile_named("2021"), "{}", &line);
	OK(desk_judge(&d, buf_slice(&line)) == ERR_OK &&
	    d.reached == ASSURANCE_GENUINE_CHIP, "AA needs no station");
	line_of(sim_profile_named("no-aa"), "{}", &line);
	OK(desk_judge(&d, buf_slice(&line)) == ERR_OK &&
	    d.reached == ASSURANCE_SIGNED, "CA alone does: %s",
	    assurance_word(d.reached));
	has(&d, "chip.genuine", "skip", "it says so");
	buf_release(&line);
	desk_release(&d);
}

/* Two clocks: the day of reading decides centuries, however late it is. */
static void
test_time(struct desk *d)
{
	struct buf line = { 0 };

	line_of(sim_profile_named("passport"), "{}", &line);
	judge_set_now(d->judge, true, NOW + 60LL * 365 * 86400);
	OK(desk_judge(d, buf_slice(&line)) == ERR_OK, "sixty years later");
	has(d, "record.equals-signed", "pass", "it is the same person");
	has(d, "card.current", "warn", "of an old card");
	judge_set_now(d->judge, false, 0);
	OK(desk_judge(d, buf_slice(&line)) == ERR_OK &&
	    d->reached == ASSURANCE_GENUINE_CHIP, "without a clock");
	has(d, "dsc.valid-now", "skip", "what needs it is skipped");
	has(d, "card.current", "skip", "what needs it is skipped");
	judge_set_now(d->judge, true, NOW);
	buf_release(&line);
}

static void
test_policy(void)
{
	struct buf line = { 0 };
	struct desk d;

	desk_init(&d, true, true);
	line_of(sim_profile_named("com-differs"), "{}", &line);
	OK(desk_judge(&d, buf_slice(&line)) == ERR_OK &&
	    d.reached == ASSURANCE_NONE, "strict: a deviation refuses");
	d.terms.policy.level = POLICY_ICAO;
	OK(desk_judge(&d, buf_slice(&line)) == ERR_OK &&
	    d.reached == ASSURANCE_GENUINE_CHIP, "icao: it warns");
	has(&d, "com.agrees", "warn", "and is reported");
	if (policy_override(&d.terms.policy, "com.agrees", true) != ERR_OK ||
	    policy_override(&d.terms.policy, "crl.present", true) != ERR_OK)
		exit(2);
	OK(desk_judge(&d, buf_slice(&line)) == ERR_OK, "two are forbidden");
	tap_same(slice_str(with(&d, CHECK_FAIL)), "com.agrees crl.present ",
	    "both fail");
	buf_release(&line);
	desk_release(&d);
}

int
main(void)
{
	struct desk d, stranger;

	pki = sim_pki_new(NULL, true);
	if (pki == NULL)
		return 2;
	desk_init(&d, true, true);
	desk_init(&stranger, true, false);
	test_profiles(&d);
	test_keys(&d);
	test_edits(&d);
	test_stripped(&d, &stranger);
	test_without_chip(&d);
	test_anchor();
	test_station();
	test_time(&d);
	test_policy();
	desk_release(&d);
	desk_release(&stranger);
	sim_pki_free(pki);
	return tap_done();
}
