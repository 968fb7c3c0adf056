/* SPDX-License-Identifier: ISC */
/* A chip whose answers are the fuzzer's octets: in the clear, or under the keys
 * of a BAC that the card in software has done. An answer is two octets of
 * length, its octets and, where it will be protected, its status word. */
#ifndef TESTS_FUZZ_CHIP_H
#define TESTS_FUZZ_CHIP_H

#include <assert.h>

#include "../sim/card/priv.h"
#include "../unit/simcard.h"

struct fuzz_chip {
	struct simcard card;
	struct slice input;
};

static inline enum err
fuzz_transmit(void *ctx, struct slice cmd, struct buf *answer)
{
	struct fuzz_chip *f = ctx;
	struct sim_card *chip = f->card.chip;
	struct sim_bytes data = { 0 }, plain = { 0 }, out = { 0 };
	struct sim_apdu a;
	struct slice octets;
	uint16_t length, sw;

	if (chip != NULL && !chip->sm.on)
		return simcard_transmit(&f->card, cmd, answer);
	if (buf_read_be16(&f->input, &length) != ERR_OK ||
	    buf_read(&f->input, length < f->input.n ? length : f->input.n,
	    &octets) != ERR_OK)
		return ERR_CARD_LOST;
	if (chip == NULL) {
		buf_add_slice(answer, octets);
		return ERR_OK;
	}
	if (buf_read_be16(&f->input, &sw) != ERR_OK)
		return ERR_CARD_LOST;
	assert(sim_apdu_parse((const uint8_t *)cmd.p, cmd.n, &a) &&
	    (a.cla != 0x0C || a.le > 0));
	if (a.cla == 0x0C && sim_sm_open(&chip->sm, &a, &plain) == SW_OK) {
		sim_add(&data, octets.p, octets.n);
		sim_sm_close(&chip->sm, a.ins, &data, sw, &out);
		buf_add(answer, (char *)out.p, out.n);
	} else {
		buf_add(answer, "\x69\x88", 2);
	}
	sim_clear(&data);
	sim_clear(&plain);
	sim_clear(&out);
	return ERR_OK;
}

static inline enum err
fuzz_reset(void *ctx)
{
	struct fuzz_chip *f = ctx;

	return f->card.chip != NULL ? simcard_reset(&f->card) : ERR_OK;
}

#endif
