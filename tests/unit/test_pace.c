/* SPDX-License-Identifier: ISC */
/* PACE: the worked examples of Doc 9303-11 (G.1, G.2, H.1, H.2, I.1), octet for
 * octet, and cards that answer what they must not. */
#include "base/tlv.h"
#include "chip/group.h"
#include "chip/pace.h"
#include "given.h"
#include "pace_examples.h"

/* One run of an example: the card's answers, which a test may change. */
struct run {
	const struct example *x;
	struct pace *p;
	struct given given;
	struct random r;
	struct buf answer, out;
	bool more;
	struct sm *sm;
};

static void
run_start(struct run *run, const struct example *x)
{
	*run = (struct run){ .x = x };
	run->r = (struct random){ given_fill, &run->given };
	if (pace_new(&x->info, x->kind, slice_str(x->secret), &run->p) !=
	    ERR_OK)
		run->p = NULL;
}

static void
run_end(struct run *run)
{
	pace_free(run->p);
	sm_free(run->sm);
	buf_release(&run->given.octets);
	buf_release(&run->answer);
	buf_release(&run->out);
}

/* The answer 7C { tag value }, with another object behind it where `more`;
 * value NULL: 7C 00. */
static struct slice
answer(struct run *run, uint32_t tag, const char *value)
{
	struct buf in = { 0 }, v = { 0 };

	if (value != NULL)
		tlv_add(&in, tag, hex(&v, value));
	if (run->more)
		tlv_add(&in, 0x8b, SLICE("x"));
	buf_reset(&run->answer);
	tlv_add(&run->answer, 0x7c, buf_slice(&in));
	buf_release(&in);
	buf_release(&v);
	buf_reset(&run->out);
	return buf_slice(&run->answer);
}

static enum err
step_map(struct run *run, const char *z)
{
	struct buf draw = { 0 };

	given_set(&run->given, hex(&draw, run->x->draw));
	buf_release(&draw);
	return pace_map(run->p, answer(run, 0x80, z), &run->r, &run->out);
}

/* The private key as it is drawn: of the order's size. */
static enum err
step_agree(struct run *run, const char *map_ic)
{
	struct group *g;
	struct group_key *k;
	struct buf sk = { 0 };

	if (group_standard(run->x->info.param, &g) != ERR_OK)
		return ERR_MAX;
	if (group_key_from(g, hex(&sk, run->x->sk), &k) != ERR_OK)
		return ERR_MAX;
	given_set(&run->given, group_private(k));
	group_key_free(k);
	group_free(g);
	buf_release(&sk);
	return pace_agree(run->p, answer(run, 0x82, map_ic), &run->r,
	    &run->out);
}

static enum err
step_token(struct run *run, const char *key_ic)
{
	return pace_token(run->p, answer(run, 0x84, key_ic), &run->out);
}

static enum err
step_finish(struct run *run, const char *t_ic, const char *cam)
{
	struct buf in = { 0 }, v = { 0 };
	enum err e;

	tlv_add(&in, 0x86, hex(&v, t_ic));
	if (cam != NULL)
		tlv_add(&in, 0x8a, hex(&v, cam));
	buf_reset(&run->answer);
	tlv_add(&run->answer, 0x7c, buf_slice(&in));
	e = pace_finish(run->p, buf_slice(&run->answer), &run->sm);
	buf_release(&in);
	buf_release(&v);
	return e;
}

/* What a step put out: 7C { tag value }. */
static bool
put_out(const struct run *run, uint32_t tag, const char *value)
{
	struct slice in = buf_slice(&run->out), dyn, v;
	struct buf want = { 0 };
	bool same;

	same = tlv_take(&in, 0x7c, &dyn) == ERR_OK && in.n == 0 &&
	    tlv_take(&dyn, tag, &v) == ERR_OK && dyn.n == 0 &&
	    (value == NULL || slice_eq(v, hex(&want, value)));
	buf_release(&want);
	return same;
}

/* The session's first command is that of the example's keys. */
static bool
same_session(struct run *run)
{
	static const struct apdu select = { 0, 0xa4, 2, 0x0c,
	    { "\x01\x1e", 2 }, 0, false };
	struct buf enc = { 0 }, mac = { 0 }, a = { 0 }, b = { 0 };
	struct sm *want;
	bool same;

	want = sm_new(run->x->info.cipher, hex_p(&enc, run->x->ks_enc),
	    hex_p(&mac, run->x->ks_mac), NULL);
	sm_wrap(want, &select, &a);
	sm_wrap(run->sm, &select, &b);
	same = slice_eq(buf_slice(&a), buf_slice(&b));
	sm_free(want);
	buf_release(&enc);
	buf_release(&mac);
	buf_release(&a);
	buf_release(&b);
	return same;
}

static void
test_example(const struct example *x)
{
	struct run run;

	run_start(&run, x);
	pace_nonce(run.p, &run.out);
	HEX_SAME(run.out.p, run.out.n, "7C00", x->name);
	OK(step_map(&run, x->z) == ERR_OK && put_out(&run, 0x81, x->map_ifd),
	    "%s: our mapping data", x->name);
	OK(step_agree(&run, x->map_ic) == ERR_OK &&
	    put_out(&run, 0x83, x->key_ifd), "%s: our key", x->name);
	OK(step_token(&run, x->key_ic) == ERR_OK &&
	    put_out(&run, 0x85, x->t_ifd), "%s: our token", x->name);
	OK(step_finish(&run, x->t_ic, x->cam) == ERR_OK && run.sm != NULL,
	    "%s: the card's token", x->name);
	OK(run.sm != NULL && same_session(&run), "%s: the session's keys",
	    x->name);
	run_end(&run);
}

/* Integrated mapping beyond AES-128. With the private key 1 our public key is
 * the generator. */
static void
test_integrated(void)
{
	size_t i;

	for (i = 0; i < sizeof generators / sizeof generators[0]; i++) {
		const struct example x = { .name = "", .kind = PACE_CAN,
		    .info = { SLICE(BSI "\x04\x04\x02"), 2, generators[i].param,
		    PACE_IM, generators[i].param >= 8, false, generators[i].cipher },
		    .secret = "123456", .draw = GENERATORS_T, .sk = "01" };
		uint8_t digest[CRYPTO_HASH_MAX];
		struct slice in, dynamic, key = { 0 };
		struct run run;
		bool good;

		run_start(&run, &x);
		good = step_map(&run, generators[i].cipher >= CRYPTO_AES192 ?
		    GENERATORS_Z32 : GENERATORS_Z16) == ERR_OK &&
		    step_agree(&run, "") == ERR_OK;
		in = buf_slice(&run.out);
		good = good && tlv_take(&in, 0x7c, &dynamic) == ERR_OK &&
		    tlv_take(&dynamic, 0x83, &key) == ERR_OK &&
		    run.given.octets.n == generators[i].order;
		OK(good, "integrated mapping, parameters %d", generators[i].param);
		crypto_digest(CRYPTO_SHA256, &key, 1, digest);
		HEX_SAME(digest, 32, generators[i].digest, "the generator");
		run_end(&run);
	}
}

/* MSE:Set AT: G.1's own octets, and the same where the card has several. */
static void
test_mse(void)
{
	struct pace_info info = examples[0].info;
	struct buf out = { 0 };
	struct pace *p;

	OK(pace_new(&info, PACE_MRZ, SLICE("x"), &p) == ERR_OK, "a run");
	pace_mse(p, &out);
	HEX_SAME(out.p, out.n, "800A04007F00070202040202830101", "G.1: MSE");
	pace_free(p);
	buf_reset(&out);
	info.ambiguous = true;
	OK(pace_new(&info, PACE_CAN, SLICE("x"), &p) == ERR_OK, "a run");
	pace_mse(p, &out);
	HEX_SAME(out.p, out.n, "800A04007F0007020204020283010284010D",
	    "one of several: the parameters are named");
	pace_free(p);
	buf_release(&out);
}

static void
test_new(void)
{
	static const struct {
		int param;
		enum pace_mapping mapping;
		bool ec;
		enum crypto_cipher cipher;
		enum err e;
	} cases[] = {
		{ 10, PACE_IM, true, CRYPTO_AES128, ERR_UNSUPPORTED },
		{ 10, PACE_GM, true, CRYPTO_AES128, ERR_OK },
		{ 13, PACE_CAM, true, CRYPTO_3DES, ERR_UNSUPPORTED },
		{ 0, PACE_CAM, false, CRYPTO_AES128, ERR_UNSUPPORTED },
		{ 13, PACE_GM, false, CRYPTO_AES128, ERR_UNSUPPORTED },
		{ 2, PACE_GM, true, CRYPTO_AES128, ERR_UNSUPPORTED },
		{ 3, PACE_GM, false, CRYPTO_AES128, ERR_UNSUPPORTED },
		{ 7, PACE_GM, true, CRYPTO_AES128, ERR_UNSUPPORTED },
		{ 19, PACE_GM, true, CRYPTO_AES128, ERR_UNSUPPORTED },
		{ -1, PACE_GM, true, CRYPTO_AES128, ERR_UNSUPPORTED },
		{ 18, PACE_GM, true, CRYPTO_AES256, ERR_OK }
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct pace_info info = { SLICE(BSI "\x04\x02\x02"), 2,
		    cases[i].param, cases[i].mapping, cases[i].ec, false,
		    cases[i].cipher };
		struct pace *p = NULL;

		OK(pace_new(&info, PACE_CAN, SLICE("123456"), &p) ==
		    cases[i].e, "parameters %d, mapping %d: %s",
		    cases[i].param, cases[i].mapping, err_word(cases[i].e));
		pace_free(p);
	}
}

/* Answers to the first step: nonces of no block's size. */
static void
test_bad_nonce(void)
{
	static const struct {
		const char *name, *z;
		size_t example;
		enum err e;
	} cases[] = {
		{ "an empty nonce", "", 0, ERR_LINK },
		{ "half a block", "95A3A016522EE98D", 0, ERR_LINK },
		{ "two blocks, which the card may choose",
		    "95A3A016522EE98D01E76CB6B98B42C3"
		    "95A3A016522EE98D01E76CB6B98B42C3", 0, ERR_OK },
		{ "two blocks with integrated mapping",
		    "95A3A016522EE98D01E76CB6B98B42C3"
		    "95A3A016522EE98D01E76CB6B98B42C3", 2, ERR_LINK },
		{ "no nonce", NULL, 0, ERR_LINK }
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run;

		run_start(&run, &examples[cases[i].example]);
		OK(step_map(&run, cases[i].z) == cases[i].e, "%s: %s",
		    cases[i].name, err_word(cases[i].e));
		run_end(&run);
	}
}

/* Not in the group: off the curve, compressed, infinity; 0, 1, p - 1, a number
 * of another order. */
static void
test_bad_keys(void)
{
	static const struct {
		const char *name, *key;
		size_t example;
	} cases[] = {
		{ "a point off the curve",
		    "04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601"
		    "651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49"
		    "DC63719363CCD13C55", 0 },
		{ "a compressed point", "02824FBA91C9CBE26BEF53A0EBE7342A3BF1"
		    "78CEA9F45DE0B70AA601651FBA3F57", 0 },
		{ "the point at infinity", "00", 0 },
		{ "coordinates of zero", "04000000000000000000000000000000000"
		    "000000000000000000000000000000000000000000000000000000000"
		    "0000000000000000000000000000000000000", 0 },
		{ "nothing", "", 0 },
		{ "too short a number", "02", 1 }
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct example *x = &examples[cases[i].example];
		struct run run;

		run_start(&run, x);
		OK(step_map(&run, x->z) == ERR_OK &&
		    step_agree(&run, cases[i].key) == ERR_HOSTILE,
		    "mapping: %s", cases[i].name);
		run_end(&run);
		run_start(&run, x);
		OK(step_map(&run, x->z) == ERR_OK &&
		    step_agree(&run, x->map_ic) == ERR_OK &&
		    step_token(&run, cases[i].key) == ERR_HOSTILE,
		    "agreement: %s", cases[i].name);
		run_end(&run);
	}
}

static void
test_mirror(void)
{
	const struct example *x = &examples[0];
	struct run run;

	run_start(&run, x);
	OK(step_map(&run, x->z) == ERR_OK &&
	    step_agree(&run, x->map_ifd) == ERR_HOSTILE,
	    "our mapping key given back");
	run_end(&run);
	run_start(&run, x);
	OK(step_map(&run, x->z) == ERR_OK &&
	    step_agree(&run, x->map_ic) == ERR_OK &&
	    step_token(&run, x->key_ifd) == ERR_HOSTILE,
	    "our ephemeral key given back");
	run_end(&run);
}

/* The fourth answer of I.1, changed. */
static void
test_bad_finish(void)
{
	static const struct {
		const char *name, *token, *cam;
		enum err e;
	} cases[] = {
		{ "a wrong token", "8596CF055C67C1A2",
		    "1EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8"
		    "798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F92",
		    ERR_HOSTILE },
		{ "our token given back", "E86BD06018A1CD3B", NULL,
		    ERR_HOSTILE },
		{ "a short token", "8596CF055C67C1", NULL, ERR_LINK },
		{ "no chip-authentication data", "8596CF055C67C1A3", NULL,
		    ERR_LINK },
		{ "data that do not decrypt", "8596CF055C67C1A3",
		    "1EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8"
		    "798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F93",
		    ERR_HOSTILE },
		{ "data of no whole block", "8596CF055C67C1A3", "1EEA",
		    ERR_HOSTILE }
	};
	const struct example *x = &examples[4];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run;

		run_start(&run, x);
		OK(step_map(&run, x->z) == ERR_OK &&
		    step_agree(&run, x->map_ic) == ERR_OK &&
		    step_token(&run, x->key_ic) == ERR_OK &&
		    step_finish(&run, cases[i].token, cases[i].cam) ==
		    cases[i].e && run.sm == NULL, "%s: %s", cases[i].name,
		    err_word(cases[i].e));
		run_end(&run);
	}
}

/* Every answer cut after every octet. */
static void
test_torn(void)
{
	const struct example *x = &examples[0];
	struct run run;
	struct slice a;
	bool good = true;
	size_t n;

	run_start(&run, x);
	a = answer(&run, 0x80, x->z);
	for (n = 0; n < a.n; n++)
		good = good && pace_map(run.p, (struct slice){ a.p, n },
		    &run.r, &run.out) == ERR_LINK;
	good = good && step_map(&run, x->z) == ERR_OK;
	a = answer(&run, 0x82, x->map_ic);
	for (n = 0; n < a.n; n++)
		good = good && pace_agree(run.p, (struct slice){ a.p, n },
		    &run.r, &run.out) == ERR_LINK;
	good = good && step_agree(&run, x->map_ic) == ERR_OK;
	a = answer(&run, 0x84, x->key_ic);
	for (n = 0; n < a.n; n++)
		good = good && pace_token(run.p, (struct slice){ a.p, n },
		    &run.out) == ERR_LINK;
	good = good && step_token(&run, x->key_ic) == ERR_OK;
	a = answer(&run, 0x86, x->t_ic);
	for (n = 0; n < a.n; n++)
		good = good && pace_finish(run.p, (struct slice){ a.p, n },
		    &run.sm) == ERR_LINK;
	good = good && step_finish(&run, x->t_ic, NULL) == ERR_OK;
	OK(good, "torn answers are a broken link, and harm nothing");
	run_end(&run);
}

/* An object that no answer but the last has. */
static void
test_more(void)
{
	const struct example *x = &examples[0];
	struct run run;
	bool good;

	run_start(&run, x);
	run.more = true;
	good = step_map(&run, x->z) == ERR_LINK;
	run.more = false;
	good = good && step_map(&run, x->z) == ERR_OK;
	run.more = true;
	good = good && step_agree(&run, x->map_ic) == ERR_LINK;
	run.more = false;
	good = good && step_agree(&run, x->map_ic) == ERR_OK;
	run.more = true;
	good = good && step_token(&run, x->key_ic) == ERR_LINK;
	OK(good, "an object more is a broken link");
	run_end(&run);
}

/* I.1's own check, with the chip's key of EF.CardSecurity. */
static void
test_cam(void)
{
	static const char key[] = "305A301406072A8648CE3D020106092B24030302080101"
	    "07034200041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E"
	    "05DB3A610DC884D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6"
	    "E7A4A08F68E16F";
	const struct example *x = &examples[4];
	struct security_infos s = { .keys = 1 };
	struct slice map_ic, ca_ic;
	struct buf spki = { 0 }, wrong = { 0 };
	struct run run;

	s.key[0] = (struct ca_key){ hex(&spki, key), -1, true };
	run_start(&run, x);
	OK(step_map(&run, x->z) == ERR_OK &&
	    step_agree(&run, x->map_ic) == ERR_OK &&
	    step_token(&run, x->key_ic) == ERR_OK &&
	    step_finish(&run, x->t_ic, x->cam) == ERR_OK, "I.1 runs");
	pace_cam(run.p, &map_ic, &ca_ic);
	HEX_SAME(ca_ic.p, ca_ic.n, "85DC3FA93D0952BFA82F5FD189EE75BD"
	    "82F11D1F0B8ED4BF5319AC9B53C426B3", "I.1: CA_IC");
	OK(pace_cam_check(&s, 13, map_ic, ca_ic) == ERR_OK,
	    "I.1: CA_IC * PK_IC = PK_Map,IC");
	OK(pace_cam_check(&s, 12, map_ic, ca_ic) == ERR_HOSTILE,
	    "not in another group");
	buf_add_slice(&wrong, ca_ic);
	wrong.p[31] ^= 1;
	OK(pace_cam_check(&s, 13, map_ic, buf_slice(&wrong)) == ERR_HOSTILE,
	    "not with another factor");
	s.keys = 0;
	OK(pace_cam_check(&s, 13, map_ic, ca_ic) == ERR_HOSTILE,
	    "not without a key");
	run_end(&run);
	buf_release(&spki);
	buf_release(&wrong);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < EXAMPLES; i++)
		test_example(&examples[i]);
	test_integrated();
	test_mse();
	test_new();
	test_bad_nonce();
	test_bad_keys();
	test_mirror();
	test_bad_finish();
	test_torn();
	test_more();
	test_cam();
	return tap_done();
}
