/* SPDX-License-Identifier: ISC */
/* What the card in software gives: files in every size of piece, signatures,
 * and how much fits an answer. */
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

#include "simcard_terminal.h"

static const struct sim_profile card = { .person.id = "001099123456",
	.pace_param = 13, .pace_cipher = SIM_AES128, .can = true,
	.card_access = true, .ca_param = -1, .aa = SIM_AA_RSA };
static struct sim_issue files;

enum { DG1_N = 95, DG2_N = 40000, COM_N = 300 };

static uint8_t
octet_at(size_t at)
{
	return (uint8_t)(at + at / 256);
}

static void
fill(enum sim_file which, size_t n)
{
	size_t at;
	uint8_t octet;

	for (at = 0; at < n; at++) {
		octet = octet_at(at);
		sim_add(&files.file[which], &octet, 1);
	}
}

/* Whether `n` octets of a file from `at` on were given. */
static bool
gives(const struct terminal *t, size_t at, size_t n)
{
	size_t i;

	for (i = 0; i < t->data.n; i++)
		if (t->data.p[i] != octet_at(at + i))
			return false;
	return t->sound && t->data.n == n;
}

/* One READ BINARY past the end by each manner of a card, of DG1: 95 octets. */
static void
test_end(void)
{
	static const struct {
		const char *command;
		size_t at;
		struct {
			unsigned sw;
			size_t n;
		} want[4];	/* 6282, 9000, 6CXX, 6B00 */
	} rows[] = {
		{ "00B000505F", 80, { { 0x6282, 15 }, { 0x9000, 15 },
		    { 0x6C0F, 0 }, { 0x6B00, 0 } } },
		{ "00B000500F", 80, { { 0x9000, 15 }, { 0x9000, 15 },
		    { 0x9000, 15 }, { 0x9000, 15 } } },
		{ "00B0005000", 80, { { 0x9000, 15 }, { 0x9000, 15 },
		    { 0x9000, 15 }, { 0x9000, 15 } } },
		{ "00B0005F01", 95, { { 0x6282, 0 }, { 0x9000, 0 },
		    { 0x6B00, 0 }, { 0x6B00, 0 } } },
		{ "00B0006001", 96, { { 0x6B00, 0 }, { 0x6B00, 0 },
		    { 0x6B00, 0 }, { 0x6B00, 0 } } },
	};
	struct sim_profile p = card;
	struct terminal t = { .c = sim_card_new(&p, &files) };
	size_t i;
	int eof;

	for (eof = SIM_EOF_6282; eof <= SIM_EOF_6B00; eof++) {
		p.eof = (enum sim_eof)eof;
		terminal_session(&t, SIM_AES128);
		safe(&t, APPLET);
		safe(&t, "00A4020C020101");
		for (i = 0; i < sizeof rows / sizeof *rows; i++) {
			safe(&t, rows[i].command);
			OK(t.sw == rows[i].want[eof].sw &&
			    gives(&t, rows[i].at, rows[i].want[eof].n),
			    "end of file, manner %d, %s: %04X", eof,
			    rows[i].command, t.sw);
		}
	}
	terminal_free(&t);
}

struct piece {
	const char *command;
	enum outer le;
	unsigned sw;
	size_t at, n;
};

/* How much an answer of 256 octets holds: 223 with AES, 231 with 3DES. */
static void
test_room(void)
{
	static const struct piece aes[] = {
		{ "00B00000DF", SHORT, 0x9000, 0, 223 },
		{ "00B00000E0", SHORT, 0x6CDF, 0, 0 },
		{ "00B0000000", SHORT, 0x9000, 0, 223 },
		{ "00B00000FF", EXTENDED, 0x9000, 0, 255 },
		{ "00B000000003E8", EXTENDED, 0x9000, 0, 1000 },
		{ "00B000000003E8", SHORT, 0x6CDF, 0, 0 },
		{ "00B000000000FF", EXTENDED, 0x9000, 0, 255 },
		{ "00B07FFF01", SHORT, 0x9000, 0x7FFF, 1 },
		{ "00B0820010", SHORT, 0x9000, 0, 16 },
		{ "00B00000000000", EXTENDED, 0x9000, 0, DG2_N },
	};
	static const struct piece des[] = {
		{ "00B00000E7", SHORT, 0x9000, 0, 231 },
		{ "00B00000E8", SHORT, 0x6CE7, 0, 0 },
	};
	struct terminal t = { .c = sim_card_new(&card, &files) };
	size_t i;

	terminal_session(&t, SIM_AES128);
	safe(&t, APPLET);
	safe(&t, "00A4020C020102");
	for (i = 0; i < sizeof aes / sizeof *aes; i++) {
		safe_le(&t, aes[i].command, aes[i].le);
		OK(t.sw == aes[i].sw && gives(&t, aes[i].at, aes[i].n),
		    "AES, %s: %04X, %zu octets", aes[i].command, t.sw,
		    t.data.n);
	}
	terminal_session(&t, SIM_3DES);
	safe(&t, APPLET);
	safe(&t, "00A4020C020102");
	for (i = 0; i < sizeof des / sizeof *des; i++) {
		safe_le(&t, des[i].command, des[i].le);
		OK(t.sw == des[i].sw && gives(&t, des[i].at, des[i].n),
		    "3DES, %s: %04X", des[i].command, t.sw);
	}
	terminal_free(&t);
}

/* INS B1: offset in DO 54, octets in DO 53; beyond 32 KiB as well. */
static void
test_odd(void)
{
	static const struct {
		const char *command;
		unsigned sw;
		size_t at, n, head;
	} rows[] = {
		{ "00B10000 04 54028000 DF", 0x9000, 0x8000, 220, 3 },
		{ "00B10000 04 54028000 12", 0x9000, 0x8000, 16, 2 },
		{ "00B10000 05 5403008000 12", 0x9000, 0x8000, 16, 2 },
		{ "00B10002 04 54029C3F 12", 0x6282, 39999, 1, 2 },
		{ "00B10102 03 540100 00", 0x9000, 0, 220, 3 },
		{ "00B10000 04 54029C41 12", 0x6B00, 0, 0, 0 },
		{ "00B10000 04 54028000 E0", 0x6700, 0, 0, 0 },
		{ "00B10000 04 53028000 12", 0x6A80, 0, 0, 0 },
		{ "00B10000 03 540280 12", 0x6A80, 0, 0, 0 },
		{ "00B10000 12", 0x6700, 0, 0, 0 },
		{ "00B1000F 03 540100 12", 0x6A82, 0, 0, 0 },
	};
	struct terminal t = { .c = sim_card_new(&card, &files) };
	size_t i;
	bool good;

	terminal_session(&t, SIM_AES128);
	safe(&t, APPLET);
	OK(safe(&t, "00B10000 03 540100 12") == 0x6986, "B1, nothing selected");
	safe(&t, "00A4020C020102");
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		safe(&t, rows[i].command);
		good = t.sw == rows[i].sw && t.sound;
		if (rows[i].n > 0) {
			good = good && t.data.n == rows[i].head + rows[i].n &&
			    t.data.p[0] == 0x53 &&
			    t.data.p[rows[i].head - 1] == rows[i].n;
			memmove(t.data.p, t.data.p + rows[i].head, rows[i].n);
			t.data.n = rows[i].n;
		}
		OK(good && gives(&t, rows[i].at, rows[i].n),
		    "B1, %s: %04X, %zu octets", rows[i].command, t.sw,
		    t.data.n);
	}
	terminal_free(&t);
}

/* A card, or its reader, that knows short APDUs alone. */
static void
test_short_only(void)
{
	struct sim_profile p = card;
	struct terminal t = { .c = sim_card_new(&p, &files) };

	p.short_only = true;
	terminal_session(&t, SIM_AES128);
	safe(&t, APPLET);
	OK(safe(&t, "00B08100DF") == 0x6282 && t.sound, "short: as ever");
	OK(safe_le(&t, "00B08100DF", EXTENDED) == 0x6700 && t.answer.n == 2,
	    "extended: 6700, plain");
	OK(safe(&t, "00B08100DF") == 0x6988, "and the session is over");
	terminal_free(&t);
}

/* Plain: what is over Le waits for GET RESPONSE. EF.CardAccess of 300 octets is
 * read by pieces; the point of PACE is not. */
static void
test_get_response(void)
{
	static const struct sim_profile p = { .person.id = "001099123456",
		.pace_dh = true, .pace_param = 2, .pace_cipher = SIM_AES128,
		.can = true, .ca_param = -1 };
	struct terminal t = { .c = sim_card_new(&p, &files) };
	struct sim_group *g = sim_group_new(true, 2);
	struct sim_elem e = { 0 };
	struct sim_bytes y = { 0 }, cmd = { 0 };
	BIGNUM *k = BN_new();

	BN_set_word(k, 65537);
	sim_elem_times(g, NULL, k, &e);
	sim_elem_write(g, &e, &y);
	plain(&t, "0022C1A40F800A04007F00070202040102830102");
	plain(&t, "10860000027C0000");
	unhex("10860000 000108 7C820104 81820100", &cmd);
	sim_add(&cmd, y.p, y.n);
	sim_add(&cmd, "\0", 2);
	terminal_send(&t, &cmd);
	OK(t.sw == 0x9000 && t.answer.n == 0x108 + 2,
	    "2048 bits in an extended answer");
	plain(&t, "0022C1A40F800A04007F00070202040102830102");
	plain(&t, "10860000027C0004");
	OK(t.sw == 0x6110 && t.data.n == 4, "four octets, and 6110");
	OK(plain(&t, "00C000000A") == 0x6106 && t.data.n == 10,
	    "ten more, and 6106");
	OK(plain(&t, "00C0000006") == 0x9000 && t.data.n == 6, "the last six");
	OK(plain(&t, "00C0000004") == 0x6985, "no more");
	BN_free(k);
	sim_elem_clear(&e);
	sim_clear(&y);
	sim_clear(&cmd);
	sim_group_free(g);
	terminal_free(&t);
}

#define CHALLENGE "1122334455667788"
static const uint8_t challenge[] = { 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
	0x88 };

/* ISO/IEC 9796-2: whether a signature opens to 6A, M1, H(M1 || challenge) and
 * the trailer. */
static bool
opens(EVP_PKEY *key, const struct sim_bytes *sig, const char *hash,
    size_t size, const char *trailer)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	uint8_t f[512], m[512], md[64];
	size_t n = sizeof f, tail = strlen(trailer) / 2, m1;
	struct sim_bytes want = { 0 };
	bool good;

	unhex(trailer, &want);
	good = EVP_PKEY_encrypt_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) == 1 &&
	    EVP_PKEY_encrypt(ctx, f, &n, sig->p, sig->n) == 1 && n == sig->n;
	EVP_PKEY_CTX_free(ctx);
	if (good) {
		m1 = n - 1 - size - tail;
		memcpy(m, f + 1, m1);
		memcpy(m + m1, challenge, sizeof challenge);
		EVP_Q_digest(NULL, hash, NULL, m, m1 + sizeof challenge, md,
		    NULL);
		good = f[0] == 0x6A && memcmp(f + 1 + m1, md, size) == 0 &&
		    memcmp(f + n - tail, want.p, tail) == 0;
	}
	sim_clear(&want);
	return good;
}

static void
test_aa_rsa(void)
{
	static const struct {
		const char *hash, *trailer;
		size_t size;
	} rows[] = {
		{ "SHA1", "BC", 20 }, { "SHA224", "38CC", 28 },
		{ "SHA256", "34CC", 32 }, { "SHA384", "36CC", 48 },
		{ "SHA512", "35CC", 64 }
	};
	struct sim_profile p = card;
	struct terminal t = { .c = sim_card_new(&p, &files) };
	struct sim_seen seen;
	size_t i;

	terminal_session(&t, SIM_AES128);
	safe(&t, APPLET);
	OK(safe(&t, "0088000008" CHALLENGE "00") == 0x6700 && t.sound,
	    "AA in a short answer: 6700, and the session stays");
	sim_card_seen(t.c, &seen);
	OK(!seen.aa, "nothing was proven");
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		p.aa_hash = rows[i].hash;
		safe_le(&t, "00880000 000008" CHALLENGE "0000", EXTENDED);
		OK(t.sw == 0x9000 && t.sound && t.data.n == 256 &&
		    opens(files.aa_key, &t.data, rows[i].hash, rows[i].size,
		    rows[i].trailer), "AA with RSA and %s", rows[i].hash);
	}
	sim_card_seen(t.c, &seen);
	OK(seen.aa, "AA is seen");
	OK(safe(&t, "0088000007" "11223344556677" "00") == 0x6700,
	    "seven octets: 6700");
	OK(safe(&t, "0088000108" CHALLENGE "00") == 0x6A86, "P2: 6A86");
	terminal_free(&t);
}

static void
test_aa_ecdsa(void)
{
	static const struct sim_profile p = { .person.id = "001099123456",
		.pace_param = -1, .ca_param = -1, .aa = SIM_AA_ECDSA,
		.aa_hash = "SHA256" };
	struct sim_issue own = { 0 };
	struct terminal t = { 0 };
	ECDSA_SIG *sig = ECDSA_SIG_new();
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t *der = NULL;
	int n;

	own.aa_key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "brainpoolP256r1");
	t.c = sim_card_new(&p, &own);
	terminal_session(&t, SIM_AES128);
	safe(&t, APPLET);
	OK(safe(&t, "0088000008" CHALLENGE "00") == 0x9000 && t.sound &&
	    t.data.n == 64, "AA with ECDSA in a short answer");
	ECDSA_SIG_set0(sig, BN_bin2bn(t.data.p, 32, NULL),
	    BN_bin2bn(t.data.p + 32, 32, NULL));
	n = i2d_ECDSA_SIG(sig, &der);
	OK(EVP_DigestVerifyInit_ex(ctx, NULL, "SHA256", NULL, NULL,
	    own.aa_key, NULL) == 1 && EVP_DigestVerify(ctx, der, (size_t)n,
	    challenge, sizeof challenge) == 1, "its signature is right");
	OPENSSL_free(der);
	ECDSA_SIG_free(sig);
	EVP_MD_CTX_free(ctx);
	terminal_free(&t);
	EVP_PKEY_free(own.aa_key);
}

/* Integrated mapping has examples for AES-128 on one curve alone: that every
 * other group gives an element of itself, and P-224 none. */
static void
test_encoding(void)
{
	struct sim_elem e = { 0 };
	struct sim_bytes b = { 0 };
	struct sim_group *g;
	BIGNUM *t = BN_new();
	int i, n;

	for (i = 0; i <= 18; i++) {
		g = sim_group_new(i <= 2, i);
		if (g == NULL)
			continue;
		for (n = 2; n < 12; n++) {
			BN_set_word(t, (unsigned)n);
			if (!sim_elem_encode(g, t, &e))
				break;
			b.n = 0;
			sim_elem_write(g, &e, &b);
			sim_elem_clear(&e);
			if (!sim_elem_read(g, b.p, b.n, &e))
				break;
			sim_elem_clear(&e);
		}
		OK(i == 10 ? n == 2 : n == 12,
		    "numbers become elements of group %d%s", i,
		    i == 10 ? ": not of P-224" : "");
		sim_elem_clear(&e);
		sim_group_free(g);
	}
	BN_free(t);
	sim_clear(&b);
}

int
main(void)
{
	fill(SIM_DG1, DG1_N);
	fill(SIM_DG2, DG2_N);
	fill(SIM_COM, COM_N);
	files.aa_key = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	test_end();
	test_room();
	test_odd();
	test_short_only();
	test_get_response();
	test_aa_rsa();
	test_aa_ecdsa();
	test_encoding();
	return tap_done();
}
