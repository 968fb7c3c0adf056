/* SPDX-License-Identifier: ISC */
/* PACE: the worked examples of Doc 9303-11 (G.1, G.2, H.1, H.2, I.1), octet for
 * octet. */
#include "pace_run.h"

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
	test_cam();
	return tap_done();
}
