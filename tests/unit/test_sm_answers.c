/* SPDX-License-Identifier: ISC */
/* Secure messaging: what is taken of an answer, and all that is refused. */
#include "sm_peer.h"

static const struct apdu read_4 = { 0, 0xb0, 0, 0, { NULL, 0 }, 4, false };
static const struct apdu read_all = { 0, 0xb0, 0, 0, { NULL, 0 }, 256, false };

/* Opens the answer; what is got besides ERR_OK may not touch data or sw. */
static enum err
open_it(struct peer *p, struct buf *data, uint16_t *sw)
{
	size_t before = data->n;
	enum err e;

	*sw = 0xffff;
	e = sm_unwrap(p->sm, buf_slice(&p->answer), data, sw);
	if (e != ERR_OK && (data->n != before ||
	    (e != ERR_SESSION && *sw != 0xffff)))
		OK(false, "a refused answer left something behind");
	return e;
}

/* Every length up to some blocks and one long, both kinds of object. */
static void
test_answers(enum crypto_cipher c)
{
	static char text[2000];
	struct peer p;
	struct buf data = { 0 };
	size_t n, wrong = 0;
	uint16_t sw;

	for (n = 0; n < sizeof text; n++)
		text[n] = (char)(n * 5 + 1);
	peer_open(&p, c);
	for (n = 0; n <= sizeof text; n += n < 300 ? 1 : 425) {
		ask(&p, &read_all);
		add_data(&p, n % 2 == 0 ? 0x87 : 0x85, text, n);
		buf_add(&p.answer, "\x99\2\x90\0", 4);
		finish(&p, 0x9000);
		buf_reset(&data);
		buf_add_str(&data, "kept");
		wrong += open_it(&p, &data, &sw) != ERR_OK || sw != 0x9000 ||
		    data.n != n + 4 || memcmp(data.p, "kept", 4) != 0 ||
		    (n > 0 && memcmp(data.p + 4, text, n) != 0);
	}
	OK(wrong == 0, "cipher %d: answers of every length", c);
	peer_close(&p);
	buf_release(&data);
}

/* What a status word under the MAC may bring with it. */
static void
test_status(void)
{
	static const struct {
		unsigned sw;
		bool data, given;
	} cases[] = {
		{ 0x9000, true, true }, { 0x9000, false, false },
		{ 0x6282, true, true }, { 0x6c10, true, true },
		{ 0x6a82, false, false }, { 0x6a82, true, false },
		{ 0x6982, true, false }, { 0x6281, true, false },
		{ 0x6300, true, false }, { 0x6110, true, false },
	};
	struct peer p;
	struct buf data = { 0 };
	uint16_t sw;
	size_t i;

	peer_open(&p, CRYPTO_AES128);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		ask(&p, &read_all);
		if (cases[i].data)
			add_data(&p, 0x87, "abc", 3);
		buf_add(&p.answer, (const char[]){ '\x99', 2,
		    (char)(cases[i].sw >> 8), (char)cases[i].sw }, 4);
		finish(&p, cases[i].sw);
		buf_reset(&data);
		OK(open_it(&p, &data, &sw) == ERR_OK && sw == cases[i].sw &&
		    slice_is(buf_slice(&data), cases[i].given ? "abc" : ""),
		    "%04X%s", cases[i].sw, cases[i].data ? " with data" : "");
	}
	peer_close(&p);
	buf_release(&data);
}

/* Answers with a right MAC over what stands before it. */
static void
test_wrong_forms(void)
{
	static const struct {
		const char *name, *octets;
		enum err want;
	} cases[] = {
		{ "no DO'99'", "", ERR_LINK },
		{ "no DO'99' behind data", "87090111223344556677 88",
		    ERR_LINK },
		{ "DO'99' of one octet", "990190", ERR_LINK },
		{ "DO'99' of three", "9903900000", ERR_LINK },
		{ "DO'99' twice", "9902900099029000", ERR_LINK },
		{ "data behind DO'99'", "99029000870901112233445566 7788",
		    ERR_LINK },
		{ "data twice", "8709011122334455667788"
		    "870901112233445566778899029000", ERR_LINK },
		{ "both kinds of data", "8709011122334455667788"
		    "8508112233445566778899029000", ERR_LINK },
		{ "data without blocks", "87010199029000", ERR_LINK },
		{ "data without anything", "870099029000", ERR_LINK },
		{ "odd data without blocks", "850099029000", ERR_LINK },
		{ "half a block", "8705011122334499029000", ERR_LINK },
		{ "another padding indicator", "8709021122334455667788"
		    "99029000", ERR_LINK },
		{ "plain data", "8104112233449902 9000", ERR_LINK },
		{ "a response descriptor", "990290008A00", ERR_LINK },
		{ "a length that lies", "8709011122", ERR_LINK },
		{ "an indefinite length", "8780011122334455667788000099029000",
		    ERR_LINK },
		{ "padding that is none", "8709011122334455667788"
		    "99029000", ERR_HOSTILE },
		{ "DO'99' against the outer word", "99026A82", ERR_HOSTILE },
		{ "nothing wrong", "99029000", ERR_OK },
	};
	struct peer p;
	struct buf data = { 0 };
	uint16_t sw;
	size_t i;

	peer_open(&p, CRYPTO_3DES);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		ask(&p, &read_all);
		hex_add(&p.answer, cases[i].octets);
		finish(&p, 0x9000);
		OK(open_it(&p, &data, &sw) == cases[i].want, "%s",
		    cases[i].name);
	}
	peer_close(&p);
	buf_release(&data);
}

/* Right MAC, wrong padding, block by block (ISO/IEC 9797-1, method 2). */
static void
test_padding(void)
{
	static const char blocks[32], full[16] = { [0] = '\x80' };
	struct peer p;
	struct buf data = { 0 };
	char late[32] = { [15] = '\x80' };
	uint16_t sw;
	size_t i;

	peer_open(&p, CRYPTO_AES128);
	for (i = 0; i < 3; i++) {
		ask(&p, &read_all);
		add_raw(&p, 0x87, "\1", i == 0 ? blocks : i == 1 ? full : late,
		    i == 1 ? 16 : 32);
		buf_add(&p.answer, "\x99\2\x90\0", 4);
		finish(&p, 0x9000);
		OK(open_it(&p, &data, &sw) == (i == 1 ? ERR_OK : ERR_HOSTILE) &&
		    data.n == 0, "padding %zu", i);
	}
	peer_close(&p);
	peer_open(&p, CRYPTO_3DES);
	ask(&p, &read_all);
	add_raw(&p, 0x87, "\1", late + 8, 16);
	buf_add(&p.answer, "\x99\2\x90\0", 4);
	finish(&p, 0x9000);
	OK(open_it(&p, &data, &sw) == ERR_HOSTILE,
	    "more than a block of padding under 3DES");
	peer_close(&p);
	buf_release(&data);
}

/* The MAC is the last object, once, with eight octets. */
static void
test_mac_object(void)
{
	static const char *tails[] = { "9000", "8E009000", "8E0411223344 9000",
	    "8E0811223344556677889000" };
	static const enum err want[] = { ERR_LINK, ERR_LINK, ERR_LINK,
	    ERR_HOSTILE };
	static const char *behind[] = { "009000", "8E0811223344556677889000",
	    "990290009000" };
	struct peer p;
	struct buf data = { 0 };
	uint16_t sw;
	size_t i;

	peer_open(&p, CRYPTO_AES128);
	for (i = 0; i < sizeof want / sizeof *want; i++) {
		ask(&p, &read_4);
		hex_add(&p.answer, "99029000");
		hex_add(&p.answer, tails[i]);
		OK(open_it(&p, &data, &sw) == want[i], "tail %s", tails[i]);
	}
	for (i = 0; i < sizeof behind / sizeof *behind; i++) {
		ask(&p, &read_4);
		hex_add(&p.answer, "99029000");
		finish(&p, 0x9000);
		p.answer.n -= 2;
		hex_add(&p.answer, behind[i]);
		OK(open_it(&p, &data, &sw) == ERR_LINK,
		    "behind the MAC: %s", behind[i]);
	}
	peer_close(&p);
	buf_release(&data);
}

static void
test_bare(void)
{
	static const unsigned words[] = { 0x6700, 0x6c10, 0x6988, 0x6987,
	    0x9000, 0x6a82 };
	struct peer p;
	struct buf data = { 0 };
	uint16_t sw;
	size_t i;

	peer_open(&p, CRYPTO_AES128);
	for (i = 0; i < sizeof words / sizeof *words; i++) {
		ask(&p, &read_4);
		buf_add_char(&p.answer, (char)(words[i] >> 8));
		buf_add_char(&p.answer, (char)words[i]);
		OK(open_it(&p, &data, &sw) == ERR_SESSION && sw == words[i],
		    "a bare %04X ends the session", words[i]);
	}
	ask(&p, &read_4);
	OK(open_it(&p, &data, &sw) == ERR_LINK, "nothing came");
	buf_add_str(&p.answer, "\x60\x14\x5f\x01\x90");
	buf_add_char(&p.answer, 0);
	OK(open_it(&p, &data, &sw) == ERR_LINK, "plain data came");
	peer_close(&p);
	buf_release(&data);
}

/* A session is for one answer a command: each gets a new one here. */
static void
test_damage(enum crypto_cipher c)
{
	struct peer p;
	struct buf data = { 0 };
	size_t i, bits, taken = 0, hostile = 0, whole;
	uint16_t sw;
	enum err e;

	for (i = 0, bits = 1; i < bits; i++) {
		peer_open(&p, c);
		ask(&p, &read_4);
		add_data(&p, 0x87, "\x60\x14\x5f\x01", 4);
		buf_add(&p.answer, "\x99\2\x90\0", 4);
		finish(&p, 0x9000);
		bits = p.answer.n * 8;
		p.answer.p[i / 8] ^= (char)(1 << i % 8);
		e = open_it(&p, &data, &sw);
		taken += e == ERR_OK;
		hostile += e == ERR_HOSTILE;
		peer_close(&p);
	}
	OK(taken == 0 && hostile > bits / 2, "no bit may be wrong");
	for (i = 0, whole = 1; i < whole; i++) {
		peer_open(&p, c);
		ask(&p, &read_4);
		add_data(&p, 0x87, "\x60\x14\x5f\x01", 4);
		buf_add(&p.answer, "\x99\2\x90\0", 4);
		finish(&p, 0x9000);
		whole = p.answer.n;
		p.answer.n = i;
		taken += open_it(&p, &data, &sw) == ERR_OK;
		peer_close(&p);
	}
	OK(taken == 0, "no octet may be missing");
	buf_release(&data);
}

/* An answer counts once; an older one, or one to another command, never. */
static void
test_order(void)
{
	struct peer p;
	struct buf first = { 0 }, data = { 0 };
	uint16_t sw;

	peer_open(&p, CRYPTO_AES128);
	ask(&p, &read_4);
	buf_add(&p.answer, "\x99\2\x90\0", 4);
	finish(&p, 0x9000);
	buf_add_slice(&first, buf_slice(&p.answer));
	OK(open_it(&p, &data, &sw) == ERR_OK, "an answer is taken");
	ask(&p, &read_4);
	buf_add_slice(&p.answer, buf_slice(&first));
	OK(open_it(&p, &data, &sw) == ERR_HOSTILE, "and not once more");
	ask(&p, &read_4);
	count(&p);
	count(&p);
	buf_add(&p.answer, "\x99\2\x90\0", 4);
	finish(&p, 0x9000);
	OK(open_it(&p, &data, &sw) == ERR_HOSTILE, "nor one from later");
	peer_close(&p);
	buf_release(&first);
	buf_release(&data);
}

int
main(void)
{
	test_answers(CRYPTO_3DES);
	test_answers(CRYPTO_AES128);
	test_answers(CRYPTO_AES192);
	test_answers(CRYPTO_AES256);
	test_status();
	test_wrong_forms();
	test_padding();
	test_mac_object();
	test_bare();
	test_damage(CRYPTO_3DES);
	test_damage(CRYPTO_AES128);
	test_order();
	return tap_done();
}
