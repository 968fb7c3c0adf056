/* SPDX-License-Identifier: ISC */
/* The member chip: what stands in it, and that its seal follows from the JSON
 * alone, by another reader of JSON and the order of evidence.h. */
#include <jansson.h>

#include "base/base64.h"
#include "chip/evidence.h"
#include "simcard.h"
#include "tap.h"

static uint8_t seed[SIGN_SEED] = { 7, 7, 7 };
static struct evidence_sealer sealer = { .seal = simcard_seal, .ctx = seed };

static const char *const names[] = { "CardAccess", "CardSecurity", "COM", "SOD",
	"DG1", "DG2", "DG3", "DG4", "DG5", "DG6", "DG7", "DG8", "DG9", "DG10",
	"DG11", "DG12", "DG13", "DG14", "DG15", "DG16" };

static void
length(struct buf *out, size_t n)
{
	int i;

	for (i = 24; i >= 0; i -= 8)
		buf_add_char(out, (char)(n >> i));
}

/* One value behind its length; kind: 't'ext, 'h'ex, 'b'ase64, 'f'ile. */
static void
put(struct buf *out, const json_t *v, char kind)
{
	struct buf b = { 0 }, digest = { 0 };
	struct slice s;
	uint8_t hash[32];
	enum err e = ERR_OK;

	if (v == NULL) {
		length(out, 0xFFFFFFFF);
		return;
	}
	if (json_is_integer(v))
		buf_printf(&b, "%lld", (long long)json_integer_value(v));
	else if (json_is_true(v))
		buf_add_str(&b, "true");
	else
		buf_add(&b, json_string_value(v), json_string_length(v));
	s = buf_slice(&b);
	if (kind == 'h')
		e = hex_read(&digest, s);
	if (kind == 'b' || kind == 'f')
		e = base64_read(&digest, s);
	if (kind != 't')
		s = buf_slice(&digest);
	if (kind == 'f') {
		crypto_digest(CRYPTO_SHA256, &s, 1, hash);
		s = (struct slice){ (char *)hash, sizeof(hash) };
	}
	OK(e == ERR_OK, "a value in its form");
	length(out, s.n);
	buf_add_slice(out, s);
	buf_release(&b);
	buf_release(&digest);
}

/* "name:kind name:kind": the members of `o`, which may be NULL. */
static void
put_all(struct buf *out, const json_t *o, const char *members)
{
	struct slice rest = slice_str(members), one;
	char key[32];

	while (slice_split(&rest, ' ', &one)) {
		memcpy(key, one.p, one.n - 2);
		key[one.n - 2] = '\0';
		put(out, json_object_get(o, key), one.p[one.n - 1]);
	}
}

/* evidence.h, in the words of its comment. */
static void
sealed_of(const json_t *chip, struct buf *out)
{
	const json_t *access = json_object_get(chip, "access");
	size_t i;

	length(out, 11);
	buf_add_str(out, "cccd-seal-1");
	put_all(out, chip,
	    "version:t read_at:t reader:t source_mode:t nonce:h");
	put_all(out, access, "protocol:t oid:t param:t password:t key:t "
	    "cardaccess:t");
	put_all(out, json_object_get(access, "fallback"), "why:t sw:h");
	for (i = 0; i < LDS_FILES; i++)
		put(out, json_object_get(json_object_get(chip, "files"),
		    names[i]), 'f');
	for (i = 0; i < LDS_FILES; i++)
		put(out, json_object_get(json_object_get(chip, "absent"),
		    names[i]), 't');
	put_all(out, json_object_get(chip, "aa"),
	    "rnd:h sig:b bound:t error:t sw:h");
	put_all(out, json_object_get(chip, "ca"),
	    "oid:t key_id:t sk_ifd:b resp:b error:t sw:h");
	put_all(out, json_object_get(chip, "cam"),
	    "oid:t param:t map_ic:b ca_ic:b error:t");
}

struct seen {
	struct simcard card;
	struct session_env env;
	struct session_result r;
	struct evidence e;
	struct buf json, sealed;
	json_t *chip;
};

static void
see(struct seen *s, const struct sim_profile *p, const struct sim_issue *files,
    const struct sim_fault *f)
{
	struct password pw;
	json_error_t bad;

	*s = (struct seen){ 0 };
	simcard_init(&s->card, p, files);
	if (f != NULL)
		sim_card_fault(s->card.chip, f);
	simcard_env(&s->card, &s->env);
	simcard_password(p, true, &pw);
	s->e = (struct evidence){ &s->r, &s->env, "Đầu đọc \"1\" 00", false,
	    &sealer };
	OK(session_read(&s->card.card, &pw, &s->env, &s->r) == ERR_OK,
	    "%s: read", p->name);
	OK(evidence_write(&s->e, &s->json) == ERR_OK, "written");
	s->chip = json_loadb(s->json.p, s->json.n, JSON_REJECT_DUPLICATES,
	    &bad);
	OK(s->chip != NULL, "another reader of JSON takes it");
	evidence_sealed(&s->e, &s->sealed);
}

static void
drop(struct seen *s)
{
	json_decref(s->chip);
	buf_release(&s->json);
	buf_release(&s->sealed);
	session_result_release(&s->r);
	simcard_release(&s->card);
}

static void
seal_follows(const struct seen *s)
{
	struct buf mine = { 0 }, sig = { 0 };
	const json_t *seal = json_object_get(s->chip, "seal");
	uint8_t public[SIGN_PUBLIC];
	char id[EVIDENCE_KEY_ID + 1];
	bool good = false;

	sealed_of(s->chip, &mine);
	OK(slice_eq(buf_slice(&mine), buf_slice(&s->sealed)),
	    "what is sealed follows from the record alone");
	OK(sign_public(seed, public) == ERR_OK && base64_read(&sig, slice_str(
	    json_string_value(json_object_get(seal, "sig")))) == ERR_OK &&
	    sig.n == SIGN_SIZE && sign_open(public, buf_slice(&mine),
	    (uint8_t *)sig.p, &good) == ERR_OK && good, "the seal is right");
	evidence_key_id(public, id);
	OK(strcmp(id, json_string_value(json_object_get(seal, "key_id"))) == 0,
	    "and names its key");
	buf_release(&mine);
	buf_release(&sig);
}

/* The value at "a.b" as text, "" where there is none. */
static const char *
at(const struct seen *s, const char *outer, const char *inner)
{
	const json_t *o = outer != NULL ? json_object_get(s->chip, outer) :
	    s->chip;
	const char *v = json_string_value(json_object_get(o, inner));

	return v != NULL ? v : "";
}

static void
members(const struct seen *s)
{
	const json_t *files = json_object_get(s->chip, "files");
	struct buf dg1 = { 0 };

	tap_same(slice_str(at(s, NULL, "read_at")),
	    "2026-01-31T08:00:00+07:00", "read_at");
	tap_same(slice_str(at(s, NULL, "reader")), "Đầu đọc \"1\" 00",
	    "reader");
	tap_same(slice_str(at(s, NULL, "source_mode")), "live", "source_mode");
	tap_same(slice_str(at(s, NULL, "nonce")),
	    "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf", "nonce");
	tap_same(slice_str(at(s, "access", "protocol")), "pace", "protocol");
	tap_same(slice_str(at(s, "access", "password")), "can", "password");
	tap_same(slice_str(at(s, "access", "key")), "mrz", "key");
	tap_same(slice_str(at(s, "access", "cardaccess")), "read",
	    "cardaccess");
	tap_same(slice_str(at(s, "absent", "DG3")), "protected", "absent");
	OK(base64_read(&dg1, slice_str(at(s, "files", "DG1"))) == ERR_OK &&
	    slice_eq(buf_slice(&dg1), buf_slice(&s->r.file[LDS_DG1])) &&
	    json_object_size(files) + json_object_size(json_object_get(
	    s->chip, "absent")) == LDS_FILES, "each file is there or absent");
	OK(strlen(at(s, "aa", "rnd")) == 16 && json_is_true(json_object_get(
	    json_object_get(s->chip, "aa"), "bound")), "AA is bound");
	tap_same(slice_str(at(s, "ca", "oid")), "0.4.0.127.0.7.2.2.3.2.2",
	    "ca.oid");
	buf_release(&dg1);
}

/* Another value anywhere is another seal. */
static void
changes(struct seen *s)
{
	struct buf other = { 0 };
	struct session_result *r = &s->r;

#define CHANGED(name, expression, undo) do {				\
		expression;						\
		buf_reset(&other);					\
		evidence_sealed(&s->e, &other);				\
		undo;							\
		OK(!slice_eq(buf_slice(&other), buf_slice(&s->sealed)),	\
		    "sealed: %s", name);				\
	} while (0)
	CHANGED("a file", r->file[LDS_DG2].p[9] ^= 1,
	    r->file[LDS_DG2].p[9] ^= 1);
	CHANGED("a reason", r->absent[LDS_DG3] = ABSENT_SKIPPED,
	    r->absent[LDS_DG3] = ABSENT_PROTECTED);
	CHANGED("a signature", r->aa_sig.p[0] ^= 1, r->aa_sig.p[0] ^= 1);
	CHANGED("a first answer", r->ca_resp.p[0] ^= 1, r->ca_resp.p[0] ^= 1);
	CHANGED("the nonce", s->env.nonce[3] ^= 1, s->env.nonce[3] ^= 1);
	CHANGED("the time", s->env.read_at[18] = '9',
	    s->env.read_at[18] = '0');
	CHANGED("the mode", s->e.replay = true, s->e.replay = false);
	CHANGED("the reader", s->e.reader = "another",
	    s->e.reader = "Đầu đọc \"1\" 00");
	CHANGED("the access", r->pace_param = 12, r->pace_param = 13);
	CHANGED("a fallback", r->fallback = "set-refused",
	    r->fallback = NULL);
	buf_reset(&other);
	evidence_sealed(&s->e, &other);
	OK(slice_eq(buf_slice(&other), buf_slice(&s->sealed)),
	    "and the same again");
	buf_release(&other);
}

static void
unsealed(struct seen *s)
{
	struct buf b = { 0 };

	s->e.replay = true;
	OK(evidence_write(&s->e, &b) == ERR_OK && memmem(b.p, b.n, "\"seal\"",
	    6) == NULL && memmem(b.p, b.n, "\"source_mode\":\"replay\"", 22) !=
	    NULL, "a replay is not sealed");
	s->e.replay = false;
	s->e.sealer = NULL;
	buf_reset(&b);
	OK(evidence_write(&s->e, &b) == ERR_OK &&
	    memmem(b.p, b.n, "\"seal\"", 6) == NULL, "nor is one without key");
	s->e.sealer = &sealer;
	buf_release(&b);
}

/* What other cards have in it. */
static void
others(const struct sim_pki *pki)
{
	static const struct {
		const char *profile, *outer, *inner, *want;
		struct sim_fault fault;
	} c[] = {
		{ "bac", "access", "protocol", "bac", { 0 } },
		{ "bac", "access", "cardaccess", "built-in", { 0 } },
		{ "short", "aa", "error", "answer-too-long", { 0 } },
		{ "cam", "cam", "oid", "0.4.0.127.0.7.2.2.4.6.2", { 0 } },
		{ "3des", "ca", "oid", "0.4.0.127.0.7.2.2.3.2.1", { 0 } },
		{ "2021", "ca", "error", "refused",
		    { SIM_F_SW_MACED, 26, 1, 0x6A80 } },
		{ "2021", "ca", "sw", "6a80",
		    { SIM_F_SW_MACED, 26, 1, 0x6A80 } },
		{ "2021", "ca", "error", "wrong-mac",
		    { SIM_F_MAC, 28, 1, 0 } },
		{ "no-aa", "absent", "DG15", "not-listed", { 0 } },
	};
	struct sim_issue files;
	struct seen s;
	size_t i;

	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		if (!sim_issue(sim_profile_named(c[i].profile), pki, &files))
			abort();
		see(&s, sim_profile_named(c[i].profile), &files, &c[i].fault);
		OK(strcmp(at(&s, c[i].outer, c[i].inner), c[i].want) == 0,
		    "%s: %s.%s is %s", c[i].profile, c[i].outer, c[i].inner,
		    at(&s, c[i].outer, c[i].inner));
		seal_follows(&s);
		drop(&s);
		sim_issue_free(&files);
	}
}

int
main(void)
{
	struct sim_pki *pki = sim_pki_new(NULL, false);
	const struct sim_profile *p = sim_profile_named("2021");
	struct sim_issue files;
	struct seen s;

	if (sign_public(seed, sealer.public) != ERR_OK)
		return 2;
	if (pki == NULL || !sim_issue(p, pki, &files))
		return 1;
	see(&s, p, &files, NULL);
	seal_follows(&s);
	members(&s);
	changes(&s);
	unsealed(&s);
	drop(&s);
	sim_issue_free(&files);
	others(pki);
	sim_pki_free(pki);
	return tap_done();
}
