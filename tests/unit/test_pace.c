/* SPDX-License-Identifier: ISC */
/* PACE: the worked examples of Doc 9303-11 (G.1, G.2, H.1, H.2, I.1), octet for
 * octet, and cards that answer what they must not. */
#include "base/tlv.h"
#include "chip/group.h"
#include "chip/pace.h"
#include "given.h"

#define BSI "\x04\x00\x7f\x00\x07\x02\x02"

/* draw: SK.Map.IFD, or t; NULL means nothing to compare with. `long_sk`: a
 * private value beyond the order, as H.2 has it. */
static const struct example {
	const char *name;
	struct pace_info info;
	enum pace_password kind;
	const char *secret, *z, *draw, *map_ifd, *map_ic, *sk, *key_ifd,
	    *key_ic, *ks_enc, *ks_mac, *t_ifd, *t_ic, *cam;
} examples[] = {
	{
		.name = "G.1, ECDH, generic mapping",
		.info = { { BSI "\x04\x02\x02", 10 }, 2, 13, PACE_GM, true,
		    false, CRYPTO_AES128 },
		.kind = PACE_MRZ,
		.secret = "T22000129364081251010318",
		.z = "95A3A016522EE98D01E76CB6B98B42C3",
		.draw = "7F4EF07B9EA82FD78AD689B38D0BC78C"
		    "F21F249D953BC46F4C6E19259C010F99",
		.map_ifd = "047ACF3EFC982EC45565A4B155129EFBC746"
		    "50DCBFA6362D896FC70262E0C2CC5E544552DCB672521879"
		    "9115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D",
		.map_ic = "04824FBA91C9CBE26BEF53A0EBE7342A3BF1"
		    "78CEA9F45DE0B70AA601651FBA3F5730D8C879AAA9C9F739"
		    "91E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54",
		.sk = "A73FB703AC1436A18E0CFA5ABB3F7BEC"
		    "7A070E7A6788486BEE230C4A22762595",
		.key_ifd = "042DB7A64C0355044EC9DF190514C625CBA2"
		    "CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B8"
		    "57B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462",
		.key_ic = "049E880F842905B8B3181F7AF7CAA9F0EFB7"
		    "43847F44A306D2D28C1D9EC65DF6DB7764B22277A2EDDC3C"
		    "265A9F018F9CB852E111B768B326904B59A0193776F094",
		.ks_enc = "F5F0E35C0D7161EE6724EE513A0D9A7F",
		.ks_mac = "FE251C7858B356B24514B3BD5F4297D1",
		.t_ifd = "C2B0BD78D94BA866",
		.t_ic = "3ABB9674BCE93C08"
	},
	{
		.name = "G.2, DH, generic mapping",
		.info = { { BSI "\x04\x01\x02", 10 }, 2, 0, PACE_GM, false,
		    false, CRYPTO_AES128 },
		.kind = PACE_MRZ,
		.secret = "T22000129364081251010318",
		.z = "854D8DF5827FA6852D1A4FA701CDDDCA",
		.draw = "5265030F751F4AD18B08AC565FC7AC952E41618D",
		.map_ic = "78879F57225AA8080D52ED0FC890A4B25336F699AA89A2D3A1"
		    "89654AF70729E623EA5738B26381E4DA19E004706FACE7B235C2DBF2F3"
		    "8748312F3C98C2DD4882A41947B324AA1259AC22579DB93F7085655AF3"
		    "0889DBB845D9E6783FE42C9F2449400306254C8AE8EE9DD812A804C0B6"
		    "6E8CAFC14F84D8258950A91B44126EE6",
		.sk = "89CCD99B0E8D3B1F11E1296DCA68EC53411CF2CA",
		.key_ic = "075693D9AE941877573E634B6E644F8E60AF17A0076B8B123D"
		    "9201074D36152BD8B3A213F53820C42ADC79AB5D0AEEC3AEFB91394DA4"
		    "76BD97B9B14D0A65C1FC71A0E019CB08AF55E1F729005FBA7E3FA5DC41"
		    "899238A250767A6D46DB974064386CD456743585F8E5D90CC8B4004B1F"
		    "6D866C79CE0584E49687FF61BC29AEA1",
		.ks_enc = "2F7F46ADCC9E7E521B45D192FAFA9126",
		.ks_mac = "805A1D27D45A5116F73C54469462B7D8",
		.t_ifd = "B46DD9BD4D98381F",
		.t_ic = "917F37B5C0E6D8D1"
	},
	{
		.name = "H.1, ECDH, integrated mapping",
		.info = { { BSI "\x04\x04\x02", 10 }, 2, 13, PACE_IM, true,
		    false, CRYPTO_AES128 },
		.kind = PACE_CAN,
		.secret = "123456",
		.z = "143DC40C08C8E891FBED7DEDB92B64AD",
		.draw = "5DD4CBFC96F5453B130D890A1CDBAE32",
		.map_ifd = "5DD4CBFC96F5453B130D890A1CDBAE32",
		.map_ic = "",
		.sk = "A73FB703AC1436A18E0CFA5ABB3F7BEC"
		    "7A070E7A6788486BEE230C4A22762595",
		.key_ifd = "0489CBA23FFE96AA18D824627C3E934E54A9"
		    "FD0B87A95D1471DC1C0ABFDCD640D46755DE9B7B778280B6"
		    "BEBD57439ADFEB0E21FD4ED6DF42578C13418A59B34C37",
		.key_ic = "0467F78E5F7F7686082B293E8D087E056916"
		    "D0F74BC01A5F8957D0DE45691E51E8932B69A962B52A0985"
		    "AD2C0A271EE6A13A8ADDDCD1A3A994B9DED257F4D22753",
		.ks_enc = "0D3FEB33251A6370893D62AE8DAAF51B",
		.ks_mac = "B01E89E3D9E8719E586B50B4A7506E0B",
		.t_ifd = "450F02B86F6A0909",
		.t_ic = "75D4D96E8D5B0308"
	},
	{
		.name = "H.2, DH, integrated mapping",
		.info = { { BSI "\x04\x03\x02", 10 }, 2, 0, PACE_IM, false,
		    false, CRYPTO_AES128 },
		.kind = PACE_CAN,
		.secret = "123456",
		.z = "9ABB8864CA0FF1551E620D1EF4E13510",
		.draw = "B3A6DB3C870C3E99245E0D1C06B747DE",
		.map_ifd = "B3A6DB3C870C3E99245E0D1C06B747DE",
		.map_ic = "",
		.sk = "4BD0E54740F9A028E6A515BFDAF967848C4F5F5FFF65AA09159"
		    "47FFD1A0DF2FA6981271BC905F3551457B7E03AC3B8066DE4AA406C117"
		    "1FB43DD939C4BA16175103BA3DEE16419AA248118F90CC36A3D6F4C373"
		    "652E0C3CCE7F0F1D0C5425B3600F0F0D6A67F004C8BBA33F2B4733C725"
		    "2445C1DFC4F1107203F71D2EFB28161",
		.key_ic = "928D9A0F9DBA450F13FC859C6F290D1D36E42431138A437850"
		    "0BEB4E0401854CFF111F71CB6DC1D0335807A11388CC8EAA87B07907AA"
		    "D9FBA6B169AF6D8C26AF8DDDC39ADC3AD2E3FF882B84D23E9768E95A80"
		    "E4746FB07A9767679FE92133B4D379935C771BD7FBED6C7BB4B1708B27"
		    "5EA75679524CDC9C6A91370CC662A2F3",
		.ks_enc = "01AFC10CF87BE36D8179E87370171F07",
		.ks_mac = "23F0FBD05FD6C7B8B88F4C8309669061",
		.t_ifd = "55D61977CBF5307E",
		.t_ic = "C2F04230187E1525"
	},
	{
		.name = "I.1, ECDH, chip-authentication mapping",
		.info = { { BSI "\x04\x06\x02", 10 }, 2, 13, PACE_CAM, true,
		    false, CRYPTO_AES128 },
		.kind = PACE_MRZ,
		.secret = "C11T002JM496081222310314",
		.z = "CB60E8E0D85B76A9BD304747C2AD42E2",
		.draw = "5D8BB87BD74D985A4B7D4325B9F7B976"
		    "FE835122773400798914AA22738135CC",
		.map_ic = "04A234236AA9B9621E8EFB73B5245C0E09D2"
		    "576E5277183C1208BDD55280CAE8B304F365713A356E65A4"
		    "51E165ECC9AC0AC46E3771342C8FE5AEDD092685338E23",
		.sk = "76ECFDAA9841C323A3F5FC5E88B88DB3"
		    "EFF7E35EBF57A7E6946CB630006C2120",
		.key_ic = "0402AD566F3C6EC7F9324509AD50A51FA520"
		    "30782A4968FCFEDF737DAEA993333111C3B9B4C2287789BD"
		    "137E7F8AA882E2A3C633CCD6ECC2C63C57AD401A09C2E1",
		.ks_enc = "0A9DA4DB03BDDE39FC5202BC44B2E89E",
		.ks_mac = "4B1C06491ED5140CA2B537D344C6C0B1",
		.t_ifd = "E86BD06018A1CD3B",
		.t_ic = "8596CF055C67C1A3",
		.cam = "1EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8"
		    "798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F92"
	}
};
#define EXAMPLES (sizeof examples / sizeof examples[0])

/* One run of an example: the card's answers, which a test may change. */
struct run {
	const struct example *x;
	struct pace *p;
	struct given given;
	struct random r;
	struct buf answer, out;
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

/* The answer 7C { tag value }; value NULL: 7C 00. */
static struct slice
answer(struct run *run, uint32_t tag, const char *value)
{
	struct buf in = { 0 }, v = { 0 };

	if (value != NULL)
		tlv_add(&in, tag, hex(&v, value));
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

/* Every answer cut after every octet, or with one more behind. */
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
	test_mse();
	test_new();
	test_bad_nonce();
	test_bad_keys();
	test_mirror();
	test_bad_finish();
	test_torn();
	test_cam();
	return tap_done();
}
