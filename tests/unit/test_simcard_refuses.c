/* SPDX-License-Identifier: ISC */
/* What the card in software refuses, with which status word, and what that does
 * to the session. */
#include "simcard_terminal.h"

static const struct sim_profile card = { .person.id = "001099123456",
	.pace_param = 13, .pace_cipher = SIM_AES128, .can = true,
	.bac = true, .card_access = true, .select_mf = 0x6D00,
	.ca_param = 13, .ca_cipher = SIM_AES128, .ca_key_id = 7,
	.aa = SIM_AA_RSA };
static struct sim_issue files;
static struct sim_bytes ca_public;

static void
make_files(void)
{
	static const struct {
		enum sim_file which;
		size_t n;
	} file[] = {
		{ SIM_CARD_ACCESS, 54 }, { SIM_COM, 24 }, { SIM_DG1, 95 },
		{ SIM_DG2, 40000 }, { SIM_DG3, 10 }, { SIM_DG14, 300 }
	};
	struct sim_group *g = sim_group_new(false, 13);
	BIGNUM *k = BN_dup(g->q);
	size_t i, at;
	uint8_t octet;

	for (i = 0; i < sizeof file / sizeof *file; i++)
		for (at = 0; at < file[i].n; at++) {
			octet = (uint8_t)(at + at / 256);
			sim_add(&files.file[file[i].which], &octet, 1);
		}
	BN_rshift1(k, k);
	files.ca_key = key_of(g, k, &ca_public);
	files.aa_key = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	BN_free(k);
	sim_group_free(g);
}

struct row {
	const char *what, *command;
	unsigned sw;
};

/* Before any session; `prepare` is sent first. */
static void
rows_plain(const struct sim_profile *p, const char *prepare,
    const struct row *r, size_t n)
{
	struct terminal t = { .c = sim_card_new(p, &files) };
	size_t i;

	for (i = 0; i < n; i++) {
		sim_card_power(t.c);
		if (prepare != NULL)
			plain(&t, prepare);
		plain(&t, r[i].command);
		OK(t.sw == r[i].sw, "%s: %04X (%04X)", r[i].what, r[i].sw,
		    t.sw);
	}
	terminal_free(&t);
}
#define PLAIN(p, prepare, rows) \
	rows_plain((p), (prepare), (rows), sizeof (rows) / sizeof *(rows))

static void
test_form(void)
{
	static const struct row rows[] = {
		{ "no header", "00A404", 0x6700 },
		{ "Lc longer than the data", "00A4020C03011E", 0x6700 },
		{ "Lc shorter than the data", "00A4020C01011E", 0x6700 },
		{ "data after Le", "00A4020C02011E0000", 0x6700 },
		{ "extended Lc of zero", "00A4020C0000001122", 0x6700 },
		{ "extended length cut", "00A4020C0000", 0x6700 },
		{ "class 80", "80A4040C07A0000002471001", 0x6E00 },
		{ "class 01", "01B0000000", 0x6E00 },
		{ "class 1C", "1CB0000000", 0x6E00 },
		{ "chaining of SELECT", "10A4040C07A0000002471001", 0x6884 },
		{ "unknown INS", "0020000000", 0x6D00 },
		{ "GET RESPONSE of nothing", "00C0000000", 0x6985 },
		{ "secure messaging without keys",
		    "0CB000000D970100 8E08 0000000000000000 00", 0x6988 },
		{ "SELECT with FCI", "00A4040007A0000002471001", 0x6A86 },
		{ "SELECT by path", "00A4080C02011C", 0x6A86 },
		{ "another application", "00A4040C07A0000002471002", 0x6A82 },
		{ "a part of the AID", "00A4040C06A00000024710", 0x6A82 },
		{ "SELECT MF", "00A4000C023F00", 0x6D00 },
		{ "SELECT MF without its number", "00A4000C", 0x6D00 },
		{ "EF.CardAccess", "00A4020C02011C", 0x9000 },
		{ "EF.CardSecurity, shut", "00A4020C02011D", 0x6982 },
		{ "a DG in the MF", "00A4020C020101", 0x6A82 },
		{ "EF.CardAccess by SFI", "00B09C0000", 0x9000 },
		{ "SFI with RFU bits", "00B0FC0000", 0x6A86 },
		{ "READ BINARY, nothing selected", "00B0000000", 0x6986 },
		{ "READ BINARY without Le", "00B00000", 0x6700 },
		{ "BAC in the MF", "0084000008", 0x6985 },
		{ "AA without a session", "0088000008112233445566778800",
		    0x6982 },
		{ "CA without a session", "002241A40C800A04007F00070202030202",
		    0x6982 },
		{ "MSE of another template", "0022C1B602830100", 0x6A86 },
		{ "GENERAL AUTHENTICATE unasked", "10860000027C0000", 0x6985 },
		{ "P1 P2 of GENERAL AUTHENTICATE", "10860001027C0000",
		    0x6A86 },
	};

	PLAIN(&card, NULL, rows);
}

static void
test_applet(void)
{
	static const struct row rows[] = {
		{ "EF.COM, shut", "00A4020C02011E", 0x6982 },
		{ "EF.SOD, shut", "00A4020C02011D", 0x6982 },
		{ "DG1, shut", "00A4020C020101", 0x6982 },
		{ "DG14, shut", "00A4020C02010E", 0x6982 },
		{ "DG15, shut and not there", "00A4020C02010F", 0x6982 },
		{ "DG1 by SFI, shut", "00B0810000", 0x6982 },
		{ "DG1 by B1, shut", "00B10001 03 540100 00", 0x6982 },
		{ "EF.CardAccess is in the MF", "00A4020C02011C", 0x6A82 },
		{ "PACE is in the MF",
		    "0022C1A40F800A04007F00070202040202830102", 0x6985 },
		{ "GET CHALLENGE, four octets", "0084000004", 0x6700 },
		{ "GET CHALLENGE, P2", "0084000108", 0x6A86 },
		{ "EXTERNAL AUTHENTICATE unasked", "0082000028"
		    "00000000000000000000000000000000"
		    "00000000000000000000000000000000"
		    "000000000000000028", 0x6985 },
		{ "EXTERNAL AUTHENTICATE, short", "00820000081122334455667788"
		    "28", 0x6700 },
	};
	struct sim_profile p = card;

	PLAIN(&card, APPLET, rows);
	p.bac = false;
	PLAIN(&p, APPLET, ((const struct row[]){
	    { "no BAC", "0084000008", 0x6D00 } }));
	p.aa = SIM_AA_NONE;
	PLAIN(&p, APPLET, ((const struct row[]){
	    { "no AA", "0088000008112233445566778800", 0x6D00 } }));
	p.card_access = false;
	p.select_mf = 0x9000;
	PLAIN(&p, NULL, ((const struct row[]){
	    { "EF.CardAccess hidden", "00A4020C02011C", 0x6982 },
	    { "SELECT MF", "00A4000C023F00", 0x9000 },
	    { "another DF", "00A4000C023F01", 0x6A82 } }));
}

/* A wrong cryptogram, and that a challenge is good for one try. */
static void
test_bac(void)
{
	static const char wrong[] = "0082000028"
	    "00000000000000000000000000000000000000000000000000000000000000"
	    "00000000000000000028";
	struct terminal t = { .c = sim_card_new(&card, &files) };
	struct sim_seen seen;

	plain(&t, APPLET);
	OK(plain(&t, "0084000008") == 0x9000 && t.data.n == 8, "a challenge");
	OK(plain(&t, wrong) == 0x6300, "a wrong key: 6300");
	OK(plain(&t, wrong) == 0x6985, "once more, no challenge: 6985");
	plain(&t, "0084000008");
	plain(&t, "00B0000000");
	OK(plain(&t, wrong) == 0x6985, "a command in between: 6985");
	sim_card_seen(t.c, &seen);
	OK(seen.wrong_keys == 1 && !seen.bac, "one wrong key");
	terminal_free(&t);
}

static const char set_at[] = "0022C1A40F800A04007F00070202040202830102";

static void
test_pace(void)
{
	static const struct row rows[] = {
		{ "another algorithm",
		    "0022C1A40F800A04007F00070202040203830102", 0x6A80 },
		{ "no algorithm", "0022C1A403830102", 0x6A80 },
		{ "no password", "0022C1A40C800A04007F00070202040202",
		    0x6A80 },
		{ "the MRZ, which it has not",
		    "0022C1A40F800A04007F00070202040202830101", 0x6A88 },
		{ "the PIN", "0022C1A40F800A04007F00070202040202830103",
		    0x6A88 },
		{ "other domain parameters", "0022C1A412"
		    "800A04007F0007020204020283010284010C", 0x6A88 },
		{ "its domain parameters", "0022C1A412"
		    "800A04007F0007020204020283010284010D", 0x9000 },
		{ "an unknown object is ignored", "0022C1A413"
		    "800A04007F000702020402028301028F020102", 0x9000 },
		{ "objects that do not fit", "0022C1A403800A04", 0x6A80 },
		{ "no data", "0022C1A4", 0x6700 },
	};
	static const struct row nonce[] = {
		{ "the nonce", "10860000027C0000", 0x9000 },
		{ "the nonce, not chained", "00860000027C0000", 0x6985 },
		{ "no Le", "10860000027C00", 0x6700 },
		{ "no 7C", "1086000002800000", 0x6A80 },
		{ "mapping data first", "10860000057C0381010400", 0x6A80 },
		{ "the token first", "008600000C7C0A8508112233445566778800",
		    0x6985 },
	};
	struct sim_profile p = card;

	PLAIN(&card, NULL, rows);
	PLAIN(&card, set_at, nonce);
	p.pace_param = -1;
	PLAIN(&p, NULL, ((const struct row[]){
	    { "no PACE", "0022C1A40F800A04007F00070202040202830102",
	    0x6A86 } }));
}

/* The mapping key 7C43 81 41 04 ... of G.1, spoiled. */
#define GOOD "7ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
#define POINT "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922"

static void
test_pace_steps(void)
{
	static const struct row rows[] = {
		{ "a point", "10860000457C43814104" GOOD POINT "D00", 0x9000 },
		{ "a point off the curve", "10860000457C43814104" GOOD POINT
		    "C00", 0x6A80 },
		{ "the point at infinity", "10860000057C0381010000", 0x6A80 },
		{ "a compressed point", "10860000257C23812103" GOOD "00",
		    0x6A80 },
		{ "a point in another object", "10860000457C43834104" GOOD
		    POINT "D00", 0x6A80 },
		{ "two objects", "10860000077C058101008100" "00", 0x6A80 },
	};
	struct terminal t = { .c = sim_card_new(&card, &files) };
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		sim_card_power(t.c);
		plain(&t, set_at);
		plain(&t, "10860000027C0000");
		plain(&t, rows[i].command);
		OK(t.sw == rows[i].sw, "%s: %04X (%04X)", rows[i].what,
		    rows[i].sw, t.sw);
	}
	OK(plain(&t, "10860000027C0000") == 0x6985,
	    "after a refusal PACE starts anew");
	plain(&t, set_at);
	plain(&t, "10860000027C0000");
	plain(&t, "00A4020C02011C");
	OK(plain(&t, "10860000457C43814104" GOOD POINT "D00") == 0x6985,
	    "a command in between ends PACE");
	plain(&t, set_at);
	plain(&t, "10860000027C0000");
	plain(&t, "10860000457C43814104" GOOD POINT "D00");
	plain(&t, "10860000457C43834104" GOOD POINT "D00");
	OK(t.sw == 0x9000 && plain(&t, "108600000C7C0A8508112233445566778800")
	    == 0x6883, "the token, chained: 6883");
	terminal_free(&t);
}

/* A session ends by the first plain command or wrong MAC, and with it the
 * rights. */
static void
test_session(void)
{
	struct terminal t = { .c = sim_card_new(&card, &files) };

	terminal_session(&t, SIM_AES128);
	OK(safe(&t, APPLET) == 0x9000 && t.sound, "the application");
	OK(safe(&t, "00A4020C020101") == 0x9000 && t.sound, "DG1");
	OK(safe(&t, "00B000005F") == 0x9000 && t.sound && t.data.n == 95,
	    "DG1 whole");
	OK(safe(&t, "00A4020C020103") == 0x6982 && t.sound, "DG3: 6982");
	OK(safe(&t, "00A4020C02010F") == 0x6A82 && t.sound, "no DG15: 6A82");
	OK(safe(&t, "0020000000") == 0x6D00 && t.sound, "unknown INS: 6D00");
	OK(safe(&t, "0084000008") == 0x6985 && t.sound, "BAC now: 6985");
	OK(safe(&t, "00B0810004") == 0x9000 && t.sound && t.data.n == 4,
	    "a refusal does not end the session");
	OK(plain(&t, "00B0000004") == 0x6986, "a plain command");
	OK(safe(&t, "00B0000004") == 0x6988 && t.answer.n == 2,
	    "the session is over: 6988, plain");
	OK(plain(&t, "00A4020C020101") == 0x6982, "and the rights are gone");

	terminal_session(&t, SIM_3DES);
	safe(&t, APPLET);
	t.sm.mac[0] ^= 2;
	OK(safe(&t, "00B0810004") == 0x6988 && t.answer.n == 2,
	    "a wrong MAC: 6988, plain");
	t.sm.mac[0] ^= 2;
	OK(safe(&t, "00B0810004") == 0x6988, "and the session is over");
	terminal_free(&t);
}

/* What is wrong with the objects of secure messaging themselves. */
static void
test_objects(void)
{
	static const struct row rows[] = {
		{ "no 8E", "0CB0000003 970104 00", 0x6987 },
		{ "nothing", "0CB0000000", 0x6987 },
		{ "an unknown object", "0CB000000D 9B0104 8E080000000000000000"
		    "00", 0x6988 },
		{ "87 where 85 belongs", "0CB1000010 870401020304"
		    "8E080000000000000000 00", 0x6988 },
		{ "97 before 87", "0CB0000013 970104 870401020304"
		    "8E080000000000000000 00", 0x6988 },
		{ "a short 8E", "0CB0000009 970104 8E0400000000 00", 0x6988 },
		{ "octets after 8E", "0CB000000E 970104 8E080000000000000000"
		    "00 00", 0x6988 },
		{ "no Le", "0CB000000D 970104 8E080000000000000000", 0x6700 },
	};
	struct terminal t = { .c = sim_card_new(&card, &files) };
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		terminal_session(&t, SIM_AES128);
		plain(&t, rows[i].command);
		OK(t.sw == rows[i].sw && t.answer.n == 2 && !t.c->sm.on &&
		    !t.c->access,
		    "%s: %04X (%04X), the session ends", rows[i].what,
		    rows[i].sw, t.sw);
	}
	terminal_free(&t);
}

static void
test_ca(void)
{
	static const struct row rows[] = {
		{ "another algorithm", "002241A40C800A04007F00070202030203",
		    0x6A80 },
		{ "another key", "002241A40F800A04007F00070202030202840108",
		    0x6A88 },
		{ "by MSE:Set KAT", "002241A603910104", 0x6A86 },
		{ "unasked", "00860000057C0380010400", 0x6985 },
	};
	struct terminal t = { .c = sim_card_new(&card, &files) };
	size_t i;

	terminal_session(&t, SIM_AES128);
	OK(safe(&t, "002241A40C800A04007F00070202030202") == 0x6985 && t.sound,
	    "CA in the MF: 6985");
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		terminal_session(&t, SIM_AES128);
		safe(&t, APPLET);
		safe(&t, rows[i].command);
		OK(t.sw == rows[i].sw && t.sound, "CA, %s: %04X (%04X)",
		    rows[i].what, rows[i].sw, t.sw);
	}
	OK(safe(&t, "002241A40F800A04007F00070202030202840107") == 0x9000,
	    "its key by number");
	OK(safe(&t, "00860000457C43804104" GOOD POINT "C00") == 0x6A80 &&
	    t.sound, "a point off the curve: 6A80");
	OK(safe(&t, "00B0810004") == 0x9000 && t.sound,
	    "and the session stays");
	terminal_free(&t);
}

int
main(void)
{
	make_files();
	test_form();
	test_applet();
	test_bac();
	test_pace();
	test_pace_steps();
	test_session();
	test_objects();
	test_ca();
	return tap_done();
}
