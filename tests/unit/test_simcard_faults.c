/* SPDX-License-Identifier: ISC */
/* Each fault of the card in software does what its name says, at the command
 * that was named and at no other. */
#include <openssl/rsa.h>

#include "simcard_terminal.h"

static const struct sim_profile card = { .person.id = "001099123456",
	.pace_param = 13, .pace_cipher = SIM_AES128, .can = true,
	.bac = true, .card_access = true, .ca_param = 13,
	.ca_cipher = SIM_AES128, .ca_key_id = -1, .aa = SIM_AA_RSA };
static const struct sim_profile gm = { .person.id = "001099123456",
	.pace_param = 13, .pace_cipher = SIM_AES128, .mrz = true,
	.ca_param = -1 };
static struct sim_issue files;

#define CAM_MAP_KEY \
	"9E56A6B59C95D06ECE5CD10F983BB2F4F1943528E577F23881D89D8C3BBEE0AA"

static void
test_parse(void)
{
	static const struct {
		const char *text;
		struct sim_fault want;
	} good[] = {
		{ "gone@17", { SIM_F_GONE, 17, 1, 0 } },
		{ "sw:6A82@20", { SIM_F_SW, 20, 1, 0x6A82 } },
		{ "sw-maced:6982@1", { SIM_F_SW_MACED, 1, 1, 0x6982 } },
		{ "flip:3@9x2", { SIM_F_FLIP, 9, 2, 3 } },
		{ "long@4x1000", { SIM_F_LONG, 4, 1000, 0 } },
		{ "infinity:1@3", { SIM_F_INFINITY, 3, 1, 1 } },
	};
	static const char *const bad[] = { "", "gone", "gone@", "gone@0",
		"gone@x", "none@1", "ghost@1", "sw@1", "sw:@1", "sw:XY@1",
		"flip:0x3@1", "gone@1x", "gone@1x0", "gone@1 ", "gone@-1",
		"gone@99999999" };
	struct sim_fault f;
	size_t i;
	int k;

	for (i = 0; i < sizeof good / sizeof *good; i++)
		OK(sim_fault_parse(good[i].text, &f) &&
		    f.kind == good[i].want.kind && f.at == good[i].want.at &&
		    f.times == good[i].want.times &&
		    f.value == good[i].want.value, "%s", good[i].text);
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		OK(!sim_fault_parse(bad[i], &f), "not a fault: '%s'", bad[i]);
	for (k = 0; k < SIM_FAULT_KINDS; k++)
		if (sim_fault_name((enum sim_fault_kind)k) == NULL)
			break;
	OK(k == SIM_FAULT_KINDS, "every fault has a name");
}

/* The third command of a plain dialogue: READ BINARY of EF.CardAccess. Right
 * are four octets and 9000. */
static const char read_4[] = "00B0000004";

static void
start(struct terminal *t, const char *fault)
{
	struct sim_fault f = { 0 };

	sim_card_power(t->c);
	if (!sim_fault_parse(fault, &f))
		abort();
	sim_card_fault(t->c, &f);
	plain(t, "00A4020C02011C");
	plain(t, read_4);
}

static bool
is_right(const struct terminal *t)
{
	return t->event == SIM_ANSWER && t->answer.n == 6 && t->sw == 0x9000 &&
	    memcmp(t->answer.p, files.file[SIM_CARD_ACCESS].p, 4) == 0;
}

static void
test_travel(void)
{
	static const struct {
		const char *fault;
		enum sim_event event;
		const char *answer;
	} rows[] = {
		{ "gone@3", SIM_GONE_NOW, "" },
		{ "silent@3", SIM_SILENT_NOW, "" },
		{ "reset@3", SIM_RESET_NOW, "" },
		{ "torn@3", SIM_TORN_NOW, "313430" },
		{ "cut@3", SIM_ANSWER, "313430" },
		{ "one@3", SIM_ANSWER, "31" },
		{ "slow@3", SIM_SLOW_NOW, "3134300D9000" },
		{ "split@3", SIM_SPLIT_NOW, "3134300D9000" },
		{ "extra@3", SIM_EXTRA_NOW, "3134300D9000" },
		{ "sw:6A82@3", SIM_ANSWER, "6A82" },
		{ "warn@3", SIM_ANSWER, "3134300D6282" },
		{ "sw-maced:6A88@3", SIM_ANSWER, "6A88" },
		{ "flip:9@3", SIM_ANSWER, "3136300D9000" },
		{ "mac@3", SIM_ANSWER, "3134300C9000" },
		{ "token@3", SIM_ANSWER, "3134300D9000" },
	};
	struct terminal t = { .c = sim_card_new(&card, &files) };
	struct sim_bytes want = { 0 };
	size_t i;
	bool before, after;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		start(&t, rows[i].fault);
		before = is_right(&t);
		want.n = 0;
		unhex(rows[i].answer, &want);
		plain(&t, read_4);
		OK(before && t.event == rows[i].event && t.answer.n == want.n &&
		    (want.n == 0 || memcmp(t.answer.p, want.p, want.n) == 0),
		    "%s", rows[i].fault);
		plain(&t, "00A4020C02011C");
		plain(&t, read_4);
		after = is_right(&t);
		OK(after, "%s: and then no more", rows[i].fault);
	}
	start(&t, "one@3x2");
	plain(&t, read_4);
	before = t.answer.n == 1;
	plain(&t, read_4);
	before = before && t.answer.n == 1;
	plain(&t, read_4);
	OK(before && is_right(&t), "twice, and then no more");
	start(&t, "replay@3");
	plain(&t, "00B0000103");
	OK(t.answer.n == 6, "replay: the answer before once more");
	sim_clear(&want);
	terminal_free(&t);
}

/* What is lost with the power, or kept. */
static void
test_state(void)
{
	static const struct {
		const char *fault;
		bool kept;
	} rows[] = {
		{ "gone@3", false }, { "reset@3", false }, { "torn@3", false },
		{ "silent@3", false }, { "sw:6F00@3", false },
		{ "sw-maced:6F00@3", true }, { "warn@3", true },
		{ "cut@3", true }, { "one@3", true }, { "flip:0@3", true },
		{ "mac@3", true }, { "extra@3", true }, { "slow@3", true },
		{ "split@3", true }, { "replay@3", true },
	};
	struct terminal t = { .c = sim_card_new(&card, &files) };
	struct sim_fault f;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		terminal_session(&t, SIM_AES128);
		sim_fault_parse(rows[i].fault, &f);
		sim_card_fault(t.c, &f);
		safe(&t, APPLET);
		safe(&t, "00A4020C020101");
		safe(&t, read_4);
		safe(&t, read_4);
		OK((t.sw == 0x9000 && t.sound && t.data.n == 4) ==
		    rows[i].kept, "%s: the session is %s", rows[i].fault,
		    rows[i].kept ? "kept" : "lost");
	}
	terminal_free(&t);
}

/* Under secure messaging a wrong word and a warning carry a right MAC, and a
 * wrong MAC is nothing else. */
static void
test_safe(void)
{
	static const struct {
		const char *fault;
		unsigned sw;
		size_t n;
		bool sound;
	} rows[] = {
		{ "sw-maced:6982@3", 0x6982, 0, true },
		{ "warn@3", 0x6282, 4, true },
		{ "mac@3", 0x9000, 4, false },
		{ "sw:6988@3", 0x6988, 0, false },
		{ "sw:9000@3", 0x9000, 0, false },
		{ "flip:200@3", 0x9000, 4, false },
		{ "replay@3", 0x9000, 0, false },
	};
	struct terminal t = { .c = sim_card_new(&card, &files) };
	struct sim_fault f;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		terminal_session(&t, SIM_AES128);
		sim_fault_parse(rows[i].fault, &f);
		sim_card_fault(t.c, &f);
		safe(&t, APPLET);
		safe(&t, "00A4020C020101");
		safe(&t, read_4);
		OK(t.sw == rows[i].sw && t.data.n == rows[i].n &&
		    t.sound == rows[i].sound, "under secure messaging: %s",
		    rows[i].fault);
	}
	terminal_free(&t);
}

/* A length of 16 MB, however the file is read. */
static void
test_long(void)
{
	struct terminal t = { .c = sim_card_new(&card, &files) };
	struct sim_fault f;

	sim_fault_parse("long@1x100", &f);
	sim_card_fault(t.c, &f);
	plain(&t, "00A4020C02011C");
	plain(&t, "00B0000008");
	OK(t.data.n == 8 && memcmp(t.data.p, "\x31\x83\xFF\xFF\xFF\x08", 6) ==
	    0, "a file of 16 MB");
	plain(&t, "00B0000204");
	OK(t.data.n == 4 && memcmp(t.data.p, "\xFF\xFF\xFF\x08", 4) == 0,
	    "the same by pieces");
	plain(&t, "00B0000504");
	OK(t.data.n == 4 && memcmp(t.data.p,
	    files.file[SIM_CARD_ACCESS].p + 5, 4) == 0, "the rest is right");
	terminal_free(&t);
}

#define POINT "047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2" \
	"CC5E544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D"

/* What a hostile chip says in PACE: its third and fourth command. */
static void
test_pace(void)
{
	static const struct {
		/* NULL: a point off the curve */
		const char *fault, *answer;
	} rows[] = {
		{ "reflect@3", "7C438241" POINT "9000" },
		{ "infinity@3", NULL },
		{ "infinity:1@3", "7C03820100 9000" },
	};
	struct terminal t = { .c = sim_card_new(&card, &files) };
	struct sim_group *g = sim_group_new(false, 13);
	struct sim_elem e = { 0 };
	struct sim_bytes want = { 0 };
	struct sim_fault f;
	size_t i;
	bool good;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		sim_card_power(t.c);
		sim_fault_parse(rows[i].fault, &f);
		sim_card_fault(t.c, &f);
		plain(&t, "0022C1A40F800A04007F00070202040202830102");
		plain(&t, "10860000027C0000");
		plain(&t, "10860000457C438141" POINT "00");
		want.n = 0;
		if (rows[i].answer != NULL) {
			unhex(rows[i].answer, &want);
			good = t.answer.n == want.n &&
			    memcmp(t.answer.p, want.p, want.n) == 0;
		} else {
			good = t.answer.n == 71 &&
			    !sim_elem_read(g, t.answer.p + 4, 65, &e);
		}
		OK(good && t.sw == 0x9000, "PACE: %s", rows[i].fault);
	}
	sim_clear(&want);
	sim_group_free(g);
	terminal_free(&t);
}

/* The dialogue of G.1; its last answer with the chip's token wrong, its fourth
 * with our own key given back. */
static void
test_pace_end(void)
{
	static const struct {
		const char *fault, *fourth, *fifth;
	} rows[] = {
		{ "token@5", NULL, "7C0A86083BBB9674BCE93C089000" },
		{ "reflect@4", "7C438441"
		    "042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D"
		    "5EDD301C3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF"
		    "850149FBB36462 9000", NULL },
		{ "infinity:1@4", "7C03840100 9000", NULL },
	};
	struct terminal t = { .c = sim_card_new(&gm, &files) };
	struct sim_fault f;
	size_t i;
	bool good;

	sim_card_passwords(t.c, "T22000129364081251010318", NULL);
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		sim_card_power(t.c);
		sim_fault_parse(rows[i].fault, &f);
		sim_card_fault(t.c, &f);
		lay(t.c, "3F00C4D39D153F2B2A214A078D899B22"
		    "498FF49756F2DC1587840041839A8598"
		    "2BE7761D14715FB091EFA7BCE9058560"
		    "107CF58696EF6155053340FD633392BA"
		    "81909DF7B9706F226F32086C7AFF974A");
		plain(&t, "0022C1A40F800A04007F00070202040202830101");
		plain(&t, "10860000027C0000");
		plain(&t, "10860000457C438141" POINT "00");
		good = t.sw == 0x9000;
#define AGREE "10860000457C438341" \
	"042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C" \
	"3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200"
		if (rows[i].fourth != NULL)
			good = good && answers(t.c, AGREE, rows[i].fourth);
		else
			good = good && plain(&t, AGREE) == 0x9000;
		if (rows[i].fifth != NULL)
			good = good && answers(t.c,
			    "008600000C7C0A8508C2B0BD78D94BA86600",
			    rows[i].fifth);
		OK(good, "PACE: %s", rows[i].fault);
	}
	terminal_free(&t);
}

/* Chip-authentication mapping by a clone: its proof is another one. */
static void
test_cam(void)
{
	static const char *const fault[] = { "none", "clone@5" };
	struct sim_profile p = gm;
	struct sim_bytes proof[2] = { { 0 }, { 0 } };
	struct terminal t = { 0 };
	struct sim_fault f;
	int i;

	p.mapping = SIM_CAM;
	t.c = sim_card_new(&p, &files);
	sim_card_passwords(t.c, "C11T002JM496081222310314", NULL);
	for (i = 0; i < 2; i++) {
		sim_card_power(t.c);
		if (sim_fault_parse(fault[i], &f))
			sim_card_fault(t.c, &f);
		lay(t.c, "658B860BC94DF6F044FCE6D5C82CF8E5" CAM_MAP_KEY
		    "2367171820683879C023083A24FEEC74"
		    "99C71436B5D85ECD3F681BB9436F47D1");
		plain(&t, "0022C1A40F800A04007F00070202040602830101");
		plain(&t, "10860000027C0000");
		plain(&t, "10860000457C43814104"
		    "7F1D410ADB7DDB3B84BF1030800981A9105D7457B4A3ADE002384F3086"
		    "C67EDE1AB889104A27DB6D842B019020FBF3CEACB0DC627F7BDCAC2996"
		    "9E19D0E553C100");
		plain(&t, "10860000457C43834104"
		    "446C934084D9DAB863944F219520076C29EE3F7AE6722B11FF319EC1C7"
		    "728F955483400BFF60BF0C5929270009277DC2A515E12575010AD9BA91"
		    "6CF1BF86FEFC00");
		plain(&t, "008600000C7C0A8508E86BD06018A1CD3B00");
		sim_add(&proof[i], t.data.p, t.data.n);
	}
	OK(proof[0].n == 62 && proof[1].n == 62 &&
	    memcmp(proof[0].p, proof[1].p, 12) == 0 &&
	    memcmp(proof[0].p + 12, proof[1].p + 12, 50) != 0,
	    "CAM: clone@5: the token right, the proof another");
	sim_clear(&proof[0]);
	sim_clear(&proof[1]);
	terminal_free(&t);
}

/* The right answer of D.3 with its MAC wrong. */
static void
test_bac(void)
{
	struct terminal t = { .c = sim_card_new(&card, &files) };
	struct sim_fault f;

	sim_card_passwords(t.c, "L898902C<369080619406236", NULL);
	lay(t.c, "4608F91988702212 0B4F80323EB3191CB04970CB4052790B");
	sim_fault_parse("token@3", &f);
	sim_card_fault(t.c, &f);
	plain(&t, APPLET);
	plain(&t, "0084000008");
	OK(answers(t.c, "0082000028 72C29C2371CC9BDB65B779B8E8D37B29"
	    "ECC154AA56A8799FAE2F498F76ED92F2 5F1448EEA8AD90A7 28",
	    "46B9342A41396CD7386BF5803104D7CE"
	    "DC122B9132139BAF2EEDC94EE178534F 2E2D235D074D7449 9000"),
	    "BAC: token@3");
	terminal_free(&t);
}

/* A clone signs with another key of the same size, and makes other session keys
 * in Chip Authentication. */
static void
test_clone(void)
{
	struct terminal t = { .c = sim_card_new(&card, &files) };
	struct sim_seen seen;
	struct sim_fault f;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(files.aa_key, NULL);
	uint8_t open[256];
	size_t n = sizeof open;

	terminal_session(&t, SIM_AES128);
	sim_fault_parse("clone@2", &f);
	sim_card_fault(t.c, &f);
	safe(&t, APPLET);
	safe_le(&t, "00880000 000008 1122334455667788 0000", EXTENDED);
	OK(t.sw == 0x9000 && t.sound && t.data.n == 256 &&
	    EVP_PKEY_encrypt_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) == 1 &&
	    (EVP_PKEY_encrypt(ctx, open, &n, t.data.p, 256) != 1 ||
	    open[0] != 0x6A || open[255] != 0xBC), "AA by a clone");
	terminal_session(&t, SIM_AES128);
	sim_fault_parse("clone@3", &f);
	sim_card_fault(t.c, &f);
	safe(&t, APPLET);
	safe(&t, "002241A40C800A04007F00070202030202");
	OK(safe(&t, "00860000457C438041" POINT "00") == 0x9000 && t.sound,
	    "CA by a clone: said to be done");
	sim_card_seen(t.c, &seen);
	OK(!seen.aa && !seen.ca, "nothing was proven");
	EVP_PKEY_CTX_free(ctx);
	terminal_free(&t);
}

int
main(void)
{
	struct sim_group *g = sim_group_new(false, 13);
	BIGNUM *k = BN_dup(g->q);

	unhex("3134300D060804007F0007020202020101300F060A04007F000702020302020"
	    "201013012060A04007F0007020204020202010202010D",
	    &files.file[SIM_CARD_ACCESS]);
	unhex("615D5F1F5A4944564E4D", &files.file[SIM_DG1]);
	BN_rshift1(k, k);
	files.ca_key = key_of(g, k, NULL);
	files.aa_key = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	test_parse();
	test_travel();
	test_state();
	test_safe();
	test_long();
	test_pace();
	test_pace_end();
	test_cam();
	test_bac();
	test_clone();
	BN_free(k);
	sim_group_free(g);
	return tap_done();
}
