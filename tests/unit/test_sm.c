/* SPDX-License-Identifier: ISC */
/* Secure messaging: Doc 9303-11, D.4, the same with AES, libmrtd's commands,
 * the form of a command, the room in an answer.
 * libs: -lmrtd */
#include <mrtd/bachelper.h>

#include "sm_peer.h"

#define BAC_ENC "979EC13B1CBFE9DCD01AB0FED307EAE5"
#define BAC_MAC "F1CB1F1FB5ADF208806B89DC579DC1F8"
#define BAC_SSC "887022120C06C226"
#define PACE_ENC "F5F0E35C0D7161EE6724EE513A0D9A7F"
#define PACE_MAC "FE251C7858B356B24514B3BD5F4297D1"

static const struct apdu select_com = { 0, 0xa4, 2, 0x0c, SLICE("\x01\x1e"), 0,
    false };
static const struct apdu read_4 = { 0, 0xb0, 0, 0, { NULL, 0 }, 4, false };

static struct sm *
session(enum crypto_cipher c, const char *enc, const char *mac,
    const char *ssc)
{
	struct buf e = { 0 }, m = { 0 }, n = { 0 };
	struct sm *s = sm_new(c, hex_p(&e, enc), hex_p(&m, mac),
	    ssc != NULL ? hex_p(&n, ssc) : NULL);

	buf_release(&e);
	buf_release(&m);
	buf_release(&n);
	return s;
}

/* A command goes out as `sent`, and `answer` comes back as `plain`. */
static void
exchange(struct sm *s, const struct apdu *cmd, const char *sent,
    const char *answer, const char *plain)
{
	struct buf out = { 0 }, in = { 0 }, data = { 0 };
	uint16_t sw = 0;

	sm_wrap(s, cmd, &out);
	hex_same(buf_slice(&out), sent, "the command");
	if (answer != NULL) {
		OK(sm_unwrap(s, hex(&in, answer), &data, &sw) == ERR_OK &&
		    sw == 0x9000, "its answer is taken");
		hex_same(buf_slice(&data), plain, "and holds this");
	}
	buf_release(&out);
	buf_release(&in);
	buf_release(&data);
}

static void
test_examples(void)
{
	static const struct apdu read_18 = { 0, 0xb0, 0, 4, { NULL, 0 }, 18,
	    false };
	struct sm *s = session(CRYPTO_3DES, BAC_ENC, BAC_MAC, BAC_SSC);

	exchange(s, &select_com, "0CA4020C158709016375432908C044F6"
	    "8E08BF8B92D635FF24F800", "990290008E08FA855A5D4C50A8ED9000", "");
	exchange(s, &read_4, "0CB000000D9701048E08ED6705417E96BA5500",
	    "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
	    "60145F01");
	exchange(s, &read_18, "0CB000040D9701128E082EA28A70F3C7B53500",
	    "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A"
	    "990290008E08C8B2787EAEA07D749000",
	    "04303130365F36063034303030305C026175");
	sm_free(s);
	/* After G.1; ICAO prints none for AES. */
	s = session(CRYPTO_AES128, PACE_ENC, PACE_MAC, NULL);
	exchange(s, &select_com, "0CA4020C1D871101"
	    "EE0E4724F4465C1BE9C2F73ABDD73A3D8E08835D1B54575C955F00",
	    "990290008E08BEA7B381C494A0799000", "");
	exchange(s, &read_4, "0CB000000D9701048E08AA6BA54F44DF836400",
	    "871101645C0B1F998A088278D07942BBE94B60"
	    "990290008E0894A33C6AA2D8CCC89000", "60145F01");
	sm_free(s);
	sm_free(NULL);
}

/* libmrtd makes the same of commands with less than a block of data, which is
 * all that it knows, and of those with Le alone. */
static void
test_witness(void)
{
	struct sm *s = session(CRYPTO_3DES, BAC_ENC, BAC_MAC, BAC_SSC);
	struct buf plain = { 0 }, out = { 0 }, enc = { 0 }, mac = { 0 };
	struct apdu a = { .ins = 0xa4, .p1 = 2, .p2 = 0x0c };
	uint64_t ssc = 0x887022120C06C226u;
	uint8_t theirs[600];
	size_t n, wrong = 0;
	int got;

	hex(&enc, BAC_ENC);
	hex(&mac, BAC_MAC);
	for (n = 1; n <= 255; n++) {
		a.data = n < 8 ? (struct slice){ "ABCDEFGH", n } :
		    (struct slice){ NULL, 0 };
		a.le = n < 8 ? 0 : n;
		buf_reset(&plain);
		buf_reset(&out);
		apdu_encode(&a, &plain);
		sm_wrap(s, &a, &out);
		mrtd_bac_protected_apdu((const uint8_t *)plain.p, theirs,
		    (int)plain.n, &got, (const uint8_t *)enc.p,
		    (const uint8_t *)mac.p, ++ssc);
		wrong += out.n != (size_t)got || memcmp(out.p, theirs, out.n);
	}
	OK(wrong == 0, "libmrtd protects commands as we do");
	sm_free(s);
	buf_release(&plain);
	buf_release(&out);
	buf_release(&enc);
	buf_release(&mac);
}

/* The form of protected commands: lengths short and long, DO'97'. */
static void
test_forms(void)
{
	static const char octets[300];
	static const struct {
		struct apdu a;
		const char *head;	/* up to the first object's length */
		const char *le;		/* the object, and the end */
		size_t n;
	} cases[] = {
		{ { 0, 0xb0, 1, 2, { NULL, 0 }, 256, false },
		    "0CB001020D", "970100", 5 + 3 + 10 + 1 },
		{ { 0, 0xb0, 1, 2, { NULL, 0 }, 256, true },
		    "0CB0010200000E", "97020100", 7 + 4 + 10 + 2 },
		{ { 0, 0xb0, 1, 2, { NULL, 0 }, 255, true },
		    "0CB0010200000D", "9701FF", 7 + 3 + 10 + 2 },
		{ { 0, 0xb0, 1, 2, { NULL, 0 }, 257, false },
		    "0CB0010200000E", "97020101", 7 + 4 + 10 + 2 },
		{ { 0, 0xb0, 1, 2, { NULL, 0 }, 65536, false },
		    "0CB0010200000E", "97020000", 7 + 4 + 10 + 2 },
		{ { 0, 0x2a, 1, 2, { octets, 223 }, 0, false },
		    "0C2A0102EE8781E101", NULL, 5 + 3 + 1 + 224 + 10 + 1 },
		{ { 0, 0x2a, 1, 2, { octets, 224 }, 0, false },
		    "0C2A0102FE8781F101", NULL, 5 + 3 + 1 + 240 + 10 + 1 },
		{ { 0, 0x2a, 1, 2, { octets, 240 }, 0, false },
		    "0C2A010200010F8782010101", NULL,
		    7 + 4 + 1 + 256 + 10 + 2 },
		{ { 0, 0x2b, 1, 2, { octets, 15 }, 0, false },
		    "0C2B01021C8510", NULL, 5 + 2 + 16 + 10 + 1 },
		{ { 0, 0xb1, 0, 0, { octets, 16 }, 256, false },
		    "0CB100002F8520", NULL, 5 + 2 + 32 + 3 + 10 + 1 },
		{ { 0, 0xa4, 0, 0x0c, { NULL, 0 }, 0, false },
		    "0CA4000C0A8E08", NULL, 5 + 10 + 1 },
		{ { 0x80, 0xb0, 1, 2, { NULL, 0 }, 1, false },
		    "8CB001020D", "970101", 5 + 3 + 10 + 1 },
	};
	struct sm *s = session(CRYPTO_AES128, PACE_ENC, PACE_MAC, NULL);
	struct buf out = { 0 };
	struct slice head;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf_reset(&out);
		sm_wrap(s, &cases[i].a, &out);
		OK(out.n == cases[i].n, "form %zu: %zu octets", i, out.n);
		head = (struct slice){ out.p, strlen(cases[i].head) / 2 };
		hex_same(head, cases[i].head, "begins so");
		if (cases[i].le == NULL)
			continue;
		head.p += head.n;
		head.n = strlen(cases[i].le) / 2;
		hex_same(head, cases[i].le, "and asks for so much");
	}
	sm_free(s);
	buf_release(&out);
}

/* A command without data and Le: the padded header ends what the MAC is over
 * (ISO/IEC 7816-4, 10.2.3.1: nothing follows that could be padded). */
static void
test_header_alone(void)
{
	static const struct apdu select_mf = { 0, 0xa4, 0, 0x0c, { NULL, 0 }, 0,
	    false };
	struct buf k = { 0 }, out = { 0 };
	struct slice over = SLICE("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"
	    "\x0c\xa4\0\x0c\x80\0\0\0\0\0\0\0\0\0\0\0");
	struct sm *s = session(CRYPTO_AES128, PACE_ENC, PACE_MAC, NULL);
	struct crypto_key *m = crypto_key_new(CRYPTO_AES128,
	    hex_p(&k, PACE_MAC));
	uint8_t mac[CRYPTO_MAC_SIZE];

	crypto_mac(m, &over, 1, mac);
	sm_wrap(s, &select_mf, &out);
	OK(out.n == 5 + 10 + 1 && memcmp(out.p + 7, mac, 8) == 0,
	    "the MAC over a header alone");
	sm_free(s);
	crypto_key_free(m);
	buf_release(&k);
	buf_release(&out);
}

/* The formula against answers as a card makes them: what sm_room says fits,
 * one octet more does not. */
static void
test_room(void)
{
	static const enum crypto_cipher ciphers[] = { CRYPTO_3DES,
	    CRYPTO_AES128 };
	static const size_t want[][2] = { { 256, 231 }, { 256, 223 } };
	static char data[65536];
	struct peer p;
	size_t i, limit, room, wrong, n;

	for (i = 0; i < 2; i++) {
		peer_open(&p, ciphers[i]);
		OK(sm_room(p.sm, want[i][0]) == want[i][1], "%zu under %zu",
		    want[i][1], want[i][0]);
		for (wrong = 0, limit = 0; limit < 65536;
		    limit += limit < 600 ? 1 : 613) {
			room = sm_room(p.sm, limit);
			for (n = room; n <= room + 1; n++) {
				if (n == 0)
					continue;
				buf_reset(&p.answer);
				add_data(&p, 0x87, data, n);
				buf_add(&p.answer, "\x99\2\x90\0", 4);
				finish(&p, 0x9000);
				wrong += (p.answer.n - 2 <= limit) !=
				    (n == room);
			}
		}
		OK(wrong == 0, "the room under every limit");
		peer_close(&p);
	}
}

/* Sends read_4 in a session that starts at `ssc`, after `before` exchanges. */
static void
sent(const char *ssc, size_t before, struct buf *out)
{
	struct sm *s = session(CRYPTO_3DES, BAC_ENC, BAC_MAC, ssc);
	struct buf data = { 0 };
	uint16_t sw;

	for (; before > 0; before--) {
		sm_wrap(s, &read_4, out);
		OK(sm_unwrap(s, SLICE("\x67\0"), &data, &sw) == ERR_SESSION,
		    "an answer counts, also a bare one");
	}
	buf_reset(out);
	sm_wrap(s, &read_4, out);
	sm_free(s);
}

/* A command and an answer count one each, over every octet. */
static void
test_counter(void)
{
	static const struct {
		const char *from;
		size_t before;
		const char *same;
	} cases[] = {
		{ NULL, 0, "0000000000000000" },
		{ "0000000000000000", 1, "0000000000000002" },
		{ "00000000000000FE", 1, "0000000000000100" },
		{ "00FFFFFFFFFFFFFE", 1, "0100000000000000" },
		{ "FFFFFFFFFFFFFFFF", 1, "0000000000000001" },
	};
	struct buf a = { 0 }, b = { 0 };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		sent(cases[i].from, cases[i].before, &a);
		sent(cases[i].same, 0, &b);
		OK(slice_eq(buf_slice(&a), buf_slice(&b)), "counter %s",
		    cases[i].same);
		sent(cases[i].same, 1, &b);
		OK(!slice_eq(buf_slice(&a), buf_slice(&b)), "and not later");
	}
	buf_release(&a);
	buf_release(&b);
}

int
main(void)
{
	test_examples();
	test_witness();
	test_forms();
	test_header_alone();
	test_room();
	test_counter();
	return tap_done();
}
