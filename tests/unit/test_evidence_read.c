/* SPDX-License-Identifier: ISC */
/* The evidence read back: what was written comes back, the seal follows from
 * the record alone, no sealed value can be changed, and what has another form
 * is refused by name. */
#include "base/base64.h"
#include "evidence_made.h"
#include "tap.h"

static uint8_t seed[SIGN_SEED] = { 7, 7, 7 };
static struct evidence_sealer sealer = { .seal = simcard_seal, .ctx = seed };
static struct record record;
static struct evidence_given given;

static bool
holds(struct slice v, const struct buf *b)
{
	return b->n > 0 ? v.p != NULL && slice_eq(v, buf_slice(b)) :
	    v.p == NULL;
}

static bool
says(struct slice v, const char *text)
{
	return text != NULL ? v.p != NULL && slice_is(v, text) : v.p == NULL;
}

/* The values that the seal does not show to be right. */
static bool
values_are(const struct made *m)
{
	const struct session_result *r = &m->r;
	const struct evidence_given *g = &given;
	bool good = g->read && g->version == 1 && g->has_time &&
	    g->read_at_time == 1769821200 && says(g->reader, MADE_READER) &&
	    says(g->error, NULL) && g->nonce.n == SESSION_NONCE;
	int f;

	for (f = 0; f < LDS_FILES; f++)
		good = good && holds(g->file[f], &r->file[f]) &&
		    says(g->absent[f], r->file[f].n > 0 ? NULL :
		    lds_absent_word(r->absent[f]));
	return good && holds(g->aa.sig, &r->aa_sig) &&
	    holds(g->ca.resp, &r->ca_resp) && holds(g->ca.sk_ifd, &r->ca_sk) &&
	    holds(g->cam.ca_ic, r->cam != PROOF_NOT ? &r->cam_ca_ic :
	    &(struct buf){ 0 });
}

static bool
seal_is_right(void)
{
	struct buf sealed = { 0 };
	char id[EVIDENCE_KEY_ID + 1];
	bool good = false;

	evidence_given_sealed(&given, &sealed);
	evidence_key_id(sealer.public, id);
	if (given.seal.sig.n != SIGN_SIZE || !slice_is(given.seal.key_id, id) ||
	    sign_open(sealer.public, buf_slice(&sealed),
	    (const uint8_t *)given.seal.sig.p, &good) != ERR_OK)
		good = false;
	buf_release(&sealed);
	return good;
}

static bool
take(struct slice line)
{
	const char *bad;

	return made_take(line, &record, &given, &bad) == ERR_OK;
}

static void
comes_back(struct made *m, const char *name)
{
	struct buf again = { 0 };

	OK(made_write(m) && take(buf_slice(&m->line)), "%s: read back", name);
	evidence_given_sealed(&given, &again);
	OK(slice_eq(buf_slice(&again), buf_slice(&m->sealed)),
	    "%s: the octets of the seal", name);
	OK(seal_is_right(), "%s: the seal", name);
	OK(values_are(m), "%s: the values", name);
	buf_release(&again);
}

static void
all_profiles(void)
{
	const struct sim_profile *p;
	struct issued i;
	struct made m;
	size_t n;

	for (n = 0; (p = sim_profile_at(n)) != NULL; n++) {
		if (!issue(p, &i))
			exit(2);
		OK(made_read(&m, &i, NULL, &sealer), "%s: read", p->name);
		comes_back(&m, p->name);
		made_release(&m);
		sim_issue_free(&i.files);
	}
	OK(n > 10, "all of them");
}

/* Another octet of the same kind in the place of this one. */
static char
another(char c)
{
	return c == 'z' ? 'a' : c == 'Z' ? 'A' : c == '9' ? '1' :
	    c == '0' ? '2' : (char)(c + 1);
}

/* The line with the value changed: 'c' one octet of it, 'n' null. */
static void
changed(const struct made *m, const struct json_value *v, char how,
    struct buf *out)
{
	size_t from = (size_t)(v->raw.p - m->line.p), at;

	buf_reset(out);
	buf_add(out, m->line.p, from);
	if (how == 'n')
		buf_add_str(out, "null");
	else if (v->type == JSON_T_TRUE)
		buf_add_str(out, "false");
	else
		buf_add_slice(out, v->raw);
	if (how == 'c' && v->type != JSON_T_TRUE) {
		at = from + (v->type == JSON_T_STRING);
		out->p[at] = another(out->p[at]);
	}
	buf_add(out, m->line.p + from + v->raw.n,
	    m->line.n - from - v->raw.n);
}

/* Every value below the object, in turn. A changed one is refused, or breaks
 * the seal. */
static unsigned
each_changed(const struct made *m, struct slice object, const char *inside)
{
	struct buf line = { 0 };
	struct json_member k;
	unsigned n = 0;
	size_t i;

	while (json_next_member(&object, &k)) {
		if (slice_is(k.key, "timings") || slice_is(k.key, "seal"))
			continue;
		if (k.value.type == JSON_T_OBJECT)
			n += each_changed(m, k.value.raw, "in it");
		for (i = 0; i < 2; i++) {
			if (k.value.type == JSON_T_OBJECT && i == 0)
				continue;
			changed(m, &k.value, "cn"[i], &line);
			if (take(buf_slice(&line)) && seal_is_right())
				OK(false, "%s: %.*s changed (%c), and the "
				    "seal holds", inside, (int)k.key.n,
				    k.key.p, "cn"[i]);
			n++;
		}
	}
	buf_release(&line);
	return n;
}

/* "a":X,"b":Y becomes "a":Y,"b":X. */
static void
swapped(struct made *m, enum lds_file a, enum lds_file b)
{
	struct buf was = m->r.file[a];
	struct buf sealed = { 0 };

	m->r.file[a] = m->r.file[b];
	m->r.file[b] = was;
	m->e.sealer = NULL;
	buf_add_slice(&sealed, buf_slice(&m->sealed));
	OK(made_write(m) && take(buf_slice(&m->line)), "files swapped");
	buf_reset(&m->sealed);
	evidence_given_sealed(&given, &m->sealed);
	OK(!slice_eq(buf_slice(&m->sealed), buf_slice(&sealed)),
	    "another seal");
	m->e.sealer = &sealer;
	m->r.file[b] = m->r.file[a];
	m->r.file[a] = was;
	buf_release(&sealed);
}

static void
nothing_changes(void)
{
	static const struct {
		const char *profile;
		struct sim_fault fault;
	} c[] = {
		{ "2021", { 0 } }, { "bac", { 0 } }, { "cam", { 0 } },
		{ "short", { 0 } }, { "2021", { SIM_F_MAC, 28, 1, 0 } },
		{ "2021", { SIM_F_SW_MACED, 26, 1, 0x6A80 } },
	};
	struct issued i;
	struct made m;
	size_t k, at;
	unsigned n;

	for (k = 0; k < sizeof c / sizeof *c; k++) {
		if (!issue(sim_profile_named(c[k].profile), &i))
			exit(2);
		OK(made_read(&m, &i, &c[k].fault, &sealer) && made_write(&m) &&
		    record_parse(&record, buf_slice(&m.line), &at) == ERR_OK,
		    "%s, card %zu", c[k].profile, k);
		n = each_changed(&m, record_find(&record, "chip")->raw, "chip");
		OK(n > 60, "%u changes of a value break the seal", n);
		if (k == 0) {
			swapped(&m, LDS_DG14, LDS_DG15);
			comes_back(&m, "as it was");
		}
		made_release(&m);
		sim_issue_free(&i.files);
	}
}

#define V "{\"chip\":{\"version\":1"

static const struct {
	const char *line;
	enum err e;
	const char *bad;
} form[] = {
	{ "{}", ERR_NOT_FOUND, "chip" },
	{ "{\"chip\":null}", ERR_NOT_FOUND, "chip" },
	{ "{\"chip\":[]}", ERR_FORMAT, "chip" },
	{ "{\"chip\":\"x\"}", ERR_FORMAT, "chip" },
	{ "{\"chip\":{}}", ERR_FORMAT, "chip.version" },
	{ "{\"chip\":{\"version\":null}}", ERR_FORMAT, "chip.version" },
	{ "{\"chip\":{\"version\":\"1\"}}", ERR_FORMAT,
	    "chip.version" },
	{ "{\"chip\":{\"version\":2}}", ERR_UNSUPPORTED,
	    "chip.version" },
	{ "{\"chip\":{\"version\":1.0}}", ERR_FORMAT, "chip.version" },
	{ "{\"chip\":{\"version\":1e0}}", ERR_FORMAT, "chip.version" },
	{ "{\"chip\":{\"version\":-1}}", ERR_FORMAT, "chip.version" },
	{ "{\"chip\":{\"version\":1000000000}}", ERR_TOO_LONG,
	    "chip.version" },
	{ V "}}", ERR_OK, NULL },
	{ V ",\"note\":{\"a\":[1,{}]}}}", ERR_OK, NULL },
	{ V ",\"read_at\":7}}", ERR_FORMAT, "chip.read_at" },
	{ V ",\"read_at\":\"today\"}}", ERR_FORMAT, "chip.read_at" },
	{ V ",\"reader\":\"\\ud800\"}}", ERR_UTF8, "chip.reader" },
	{ V ",\"nonce\":\"00\"}}", ERR_FORMAT, "chip.nonce" },
	{ V ",\"nonce\":\"\"}}", ERR_FORMAT, "chip.nonce" },
	{ V ",\"nonce\":\"a0a1a2a3a4a5a6a7a8a9aaabacadaeag\"}}",
	    ERR_FORMAT, "chip.nonce" },
	{ V ",\"nonce\":\"a0a1a2a3a4a5a6a7a8a9aaabacadae\\u0061f\"}}",
	    ERR_FORMAT, "chip.nonce" },
	{ V ",\"access\":\"pace\"}}", ERR_FORMAT, "chip.access" },
	{ V ",\"access\":{\"param\":\"13\"}}}", ERR_FORMAT,
	    "chip.access.param" },
	{ V ",\"access\":{\"param\":-1}}}", ERR_FORMAT,
	    "chip.access.param" },
	{ V ",\"access\":{\"fallback\":{\"sw\":\"6a\"}}}}", ERR_FORMAT,
	    "chip.access.fallback.sw" },
	{ V ",\"access\":{\"fallback\":{},\"\\u006bey\":\"x\"}}}",
	    ERR_DUPLICATE, "chip.access" },
	{ V ",\"files\":{\"SOD\":7}}}", ERR_FORMAT, "chip.files.SOD" },
	{ V ",\"files\":{\"SOD\":\"AAA\"}}}", ERR_FORMAT,
	    "chip.files.SOD" },
	{ V ",\"files\":{\"SOD\":\"AB==\"}}}", ERR_FORMAT,
	    "chip.files.SOD" },
	{ V ",\"files\":{\"SOD\":\"A A=\"}}}", ERR_FORMAT,
	    "chip.files.SOD" },
	{ V ",\"files\":{\"DG1\":\"AA==\",\"DG1\":\"AA==\"}}}",
	    ERR_DUPLICATE, "chip.files.DG1" },
	{ V ",\"files\":{\"DG\\u0031\":\"AA==\"}}}", ERR_DUPLICATE,
	    "chip.files" },
	{ V ",\"aa\":{\"rnd\":\"0011223344556677\"},\"aa\":null}}",
	    ERR_DUPLICATE, "chip.aa" },
	{ V ",\"aa\":{\"rnd\":\"00112233445566\"}}}", ERR_FORMAT,
	    "chip.aa.rnd" },
	{ V ",\"aa\":{\"bound\":\"true\"}}}", ERR_FORMAT,
	    "chip.aa.bound" },
	{ V ",\"aa\":{\"bound\":1}}}", ERR_FORMAT, "chip.aa.bound" },
	{ V ",\"ca\":{\"key_id\":01}}}", ERR_JSON, "line" },
	{ V ",\"ca\":{\"sk_ifd\":[]}}}", ERR_FORMAT, "chip.ca.sk_ifd" },
	{ V ",\"cam\":{\"map_ic\":true}}}", ERR_FORMAT,
	    "chip.cam.map_ic" },
	{ V ",\"seal\":{\"sig\":\"AAAA\"}}}", ERR_FORMAT,
	    "chip.seal.sig" },
	{ V ",\"absent\":{\"DG3\":{}}}}", ERR_FORMAT,
	    "chip.absent.DG3" },
};

/* record_parse would see to names that come twice, and is left out. */
static enum err
unchecked(struct slice line, const char **bad)
{
	struct json_value v;
	size_t at;
	enum err e;

	record.line = line;
	record.index.unique = false;
	e = json_scan(line, &v, &record.index, &at);
	return e == ERR_OK ? evidence_read(&record, &given, bad) : e;
}

static void
forms(void)
{
	const char *bad;
	enum err e;
	size_t i;

	for (i = 0; i < sizeof form / sizeof *form; i++) {
		if (form[i].e == ERR_DUPLICATE)
			e = unchecked(slice_str(form[i].line), &bad);
		else
			e = made_take(slice_str(form[i].line), &record,
			    &given, &bad);
		OK(e == form[i].e && (e == ERR_OK ||
		    strcmp(bad, form[i].bad) == 0), "%s: %s, %s",
		    form[i].line, err_word(e), bad);
	}
}

static void
not_read(void)
{
	const char *bad;

	OK(made_take(SLICE(V ",\"error\":\"wrong-key\"}}"), &record, &given,
	    &bad) == ERR_OK && !given.read && says(given.error, "wrong-key"),
	    "a chip that was not read");
	OK(made_take(SLICE(V ",\"error\":\"no-chip\",\"files\":{\"DG1\":"
	    "\"AA==\"}}}"), &record, &given, &bad) == ERR_OK && given.read,
	    "one of which there are files nonetheless");
	OK(made_take(SLICE(V ",\"read_at\":null,\"aa\":null,\"files\":{"
	    "\"DG1\":null,\"DG17\":\"x\",\"SOD\":\"\"}}}"), &record, &given,
	    &bad) == ERR_OK && given.read && !given.has_time &&
	    says(given.file[LDS_DG1], NULL) && says(given.file[LDS_SOD], "") &&
	    says(given.aa.rnd, NULL), "null is not there, empty is");
	OK(made_take(SLICE(V ",\"aa\":{\"bound\":false}}}"), &record, &given,
	    &bad) == ERR_OK && says(given.aa.bound, "false"), "not bound");
	OK(made_take(SLICE("{}"), &record, &given, &bad) == ERR_NOT_FOUND &&
	    !given.read && says(given.aa.bound, NULL),
	    "nothing stays of the record before");
}

/* `n` characters of base64 in DG2, and in DG1 what fills up the sum. */
static enum err
large(size_t dg1, size_t dg2, const char **bad)
{
	struct buf b = { 0 };
	size_t k, n;
	enum err e;

	buf_add_str(&b, V ",\"reader\":\"\\u0110\",\"files\":{");
	for (k = 0; k < 2; k++) {
		buf_printf(&b, "%s\"DG%zu\":\"", k > 0 ? "," : "", k + 1);
		for (n = k == 0 ? dg1 : dg2; n > 0; n--)
			buf_add_char(&b, 'A');
		buf_add_char(&b, '"');
	}
	buf_add_str(&b, "}}}");
	e = made_take(buf_slice(&b), &record, &given, bad);
	if (e == ERR_OK && (given.file[LDS_DG1].n != dg1 / 4 * 3 ||
	    given.file[LDS_DG2].n != dg2 / 4 * 3 ||
	    !says(given.reader, "Đ")))
		e = ERR_MAX;
	buf_release(&b);
	return e;
}

static void
sizes(void)
{
	const size_t file = LDS_MAX_FILE / 3 * 4;
	struct buf b = { 0 };
	const char *bad;
	size_t n;

	OK(large(4, file, &bad) == ERR_OK, "the largest file");
	OK(large(4, file + 8, &bad) == ERR_TOO_LONG &&
	    strcmp(bad, "chip.files.DG2") == 0, "one larger");
	OK(large(file, file, &bad) == ERR_OK, "two of them");
	for (n = 0; n < 2; n++) {
		buf_reset(&b);
		buf_add_str(&b, V ",\"reader\":\"");
		while (b.n < sizeof V - 1 + sizeof ",\"reader\":\"" - 1 +
		    EVIDENCE_MAX_TEXT - 2 + n)
			buf_add_char(&b, 'r');
		buf_add_str(&b, "\"}}");
		OK(made_take(buf_slice(&b), &record, &given, &bad) == (n == 0 ?
		    ERR_OK : ERR_TOO_LONG), "the longest text, and one more");
	}
	buf_release(&b);
}

int
main(void)
{
	pki = sim_pki_new(NULL, false);
	if (pki == NULL || sign_public(seed, sealer.public) != ERR_OK)
		return 2;
	all_profiles();
	nothing_changes();
	forms();
	not_read();
	sizes();
	record_release(&record);
	evidence_given_release(&given);
	sim_pki_free(pki);
	return tap_done();
}
