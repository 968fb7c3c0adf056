/* SPDX-License-Identifier: ISC */
/* npa_open - PACE with a card that has no passport on it, and one file read
 * under secure messaging: npa_open READER can|mrz SECRET
 * mrz: number, birth and expiry with their check digits. Prints EF.CardSecurity
 * in hex; exit 1 and the error's word where the card does not open. */
#include <sys/random.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "chip/card_pcsc.h"
#include "chip/pace.h"

enum { LIMIT_MS = 20000, CARD_MS = 5000, CHUNK = 223 };

static void
need(enum err e, const char *step)
{
	if (e == ERR_OK)
		return;
	fprintf(stderr, "%s: %s\n", step, err_word(e));
	exit(1);
}

static enum err
fill(void *ctx, uint8_t *p, size_t n)
{
	(void)ctx;
	return getrandom(p, n, 0) == (ssize_t)n ? ERR_OK : ERR_IO;
}

/* One command, under `sm` where it is not NULL; any status but 9000 and 6282
 * ends the program. */
static void
command(const struct card *c, struct sm *sm, const struct apdu *a,
    struct buf *data)
{
	struct buf cmd = { 0 }, raw = { 0 };
	struct slice plain = { 0 };
	uint16_t sw = 0;

	if (sm == NULL)
		apdu_encode(a, &cmd);
	else
		sm_wrap(sm, a, &cmd);
	need(c->transmit(c->ctx, buf_slice(&cmd), &raw), "transmit");
	buf_reset(data);
	if (sm == NULL) {
		need(apdu_answer(buf_slice(&raw), &plain, &sw), "answer");
		buf_add_slice(data, plain);
	} else
		need(sm_unwrap(sm, buf_slice(&raw), data, &sw), "answer");
	if (sw != 0x9000 && sw != 0x6282) {
		fprintf(stderr, "%02x: %04x\n", (unsigned)a->ins, (unsigned)sw);
		exit(1);
	}
	buf_release(&cmd);
	buf_release(&raw);
}

static void
select_file(const struct card *c, struct sm *sm, uint8_t low)
{
	const uint8_t fid[2] = { 0x01, low };
	struct apdu a = { .ins = 0xA4, .p1 = 0x02, .p2 = 0x0C,
	    .data = { (const char *)fid, sizeof fid } };
	struct buf none = { 0 };

	command(c, sm, &a, &none);
	buf_release(&none);
}

static void
read_file(const struct card *c, struct sm *sm, struct buf *file)
{
	struct buf part = { 0 };

	do {
		struct apdu a = { .ins = 0xB0, .p1 = (uint8_t)(file->n >> 8),
		    .p2 = (uint8_t)file->n, .le = CHUNK };

		command(c, sm, &a, &part);
		buf_add_slice(file, buf_slice(&part));
	} while (part.n == CHUNK);
	buf_release(&part);
}

static struct sm *
run_pace(const struct card *c, const struct pace_info *info,
    enum pace_password kind, const char *secret)
{
	const struct random r = { .fill = fill };
	struct apdu mse = { .ins = 0x22, .p1 = 0xC1, .p2 = 0xA4 };
	struct buf ask = { 0 }, answer = { 0 };
	struct pace *p;
	struct sm *sm;
	int step;

	need(pace_new(info, kind, slice_str(secret), &p), "pace");
	pace_mse(p, &ask);
	mse.data = buf_slice(&ask);
	command(c, NULL, &mse, &answer);
	for (step = 1; step <= 4; step++) {
		struct apdu a = { .cla = step < 4 ? 0x10 : 0x00, .ins = 0x86,
		    .le = 256 };

		buf_reset(&ask);
		if (step == 1)
			pace_nonce(p, &ask);
		else if (step == 2)
			need(pace_map(p, buf_slice(&answer), &r, &ask), "map");
		else if (step == 3)
			need(pace_agree(p, buf_slice(&answer), &r, &ask),
			    "agree");
		else
			need(pace_token(p, buf_slice(&answer), &ask), "token");
		a.data = buf_slice(&ask);
		command(c, NULL, &a, &answer);
	}
	need(pace_finish(p, buf_slice(&answer), &sm), "finish");
	pace_free(p);
	buf_release(&ask);
	buf_release(&answer);
	return sm;
}

int
main(int argc, char **argv)
{
	struct pcsc_state state = { 0 };
	struct security_infos infos;
	struct buf file = { 0 }, hex = { 0 };
	struct pcsc *reader;
	struct card card;
	struct sm *sm;
	enum err e;

	if (argc != 4)
		return fputs("usage: npa_open READER can|mrz SECRET\n", stderr),
		    2;
	need(pcsc_open(argv[1], LIMIT_MS, &reader), "reader");
	do
		e = pcsc_wait(reader, CARD_MS, &state);
	while (e == ERR_OK && !state.card);
	need(e, "card");
	need(pcsc_connect(reader), "connect");
	pcsc_card(reader, &card);
	select_file(&card, NULL, 0x1C);
	read_file(&card, NULL, &file);
	need(security_infos_parse(buf_slice(&file), &infos), "CardAccess");
	if (security_infos_pace(&infos) == NULL)
		need(ERR_UNSUPPORTED, "CardAccess");
	sm = run_pace(&card, security_infos_pace(&infos),
	    strcmp(argv[2], "can") == 0 ? PACE_CAN : PACE_MRZ, argv[3]);
	buf_reset(&file);
	select_file(&card, sm, 0x1D);
	read_file(&card, sm, &file);
	hex_add(&hex, buf_slice(&file));
	puts(buf_cstr(&hex));
	sm_free(sm);
	pcsc_close(reader);
	buf_release(&file);
	buf_release(&hex);
	return 0;
}
