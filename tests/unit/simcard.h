/* SPDX-License-Identifier: ISC */
/* The card of tests/sim/card behind struct card, in time that only its answers
 * make pass; its passwords; and what a read must have got off it. */
#ifndef TESTS_SIMCARD_H
#define TESTS_SIMCARD_H

#include <stdlib.h>
#include <string.h>

#include "../sim/card/priv.h"
#include "chip/session.h"
#include "chip/sign.h"

#define SIMCARD_MAX_LOG 400

/* now_us goes on by 20 ms for each command. short_reader: long commands fail
 * between reader and card, as in readers that know short APDUs only. next: the
 * card that a reset wakes in place of the first. log: the header of each
 * command. */
struct simcard {
	struct card card;
	struct random random;
	struct sim_card *chip, *next;
	long long now_us;
	bool gone, short_reader;
	struct sim_bytes late;
	unsigned draws, n;
	uint8_t log[SIMCARD_MAX_LOG][4];
};

/* The frame that nobody asked for pushes every answer back by one. */
static inline void
simcard_push(struct simcard *s, struct sim_bytes *got, struct buf *answer)
{
	struct sim_bytes now = s->late.n > 0 ? s->late : *got;

	buf_add(answer, (char *)now.p, now.n);
	if (s->late.n > 0) {
		s->late = *got;
		*got = now;
	}
}

static inline enum err
simcard_transmit(void *ctx, struct slice cmd, struct buf *answer)
{
	struct simcard *s = ctx;
	struct sim_bytes got = { 0 };
	enum sim_event event;
	enum err e = ERR_OK;
	uint8_t atr[33];

	s->now_us += 20000;
	if (s->n < SIMCARD_MAX_LOG)
		memcpy(s->log[s->n], cmd.p, cmd.n < 4 ? cmd.n : 4);
	s->n++;
	if (s->gone)
		return ERR_CARD_LOST;
	if (s->short_reader && cmd.n > 5 && cmd.p[4] == 0)
		return ERR_LINK;
	sim_card_apdu(s->chip, (const uint8_t *)cmd.p, cmd.n, &got, &event);
	if (event == SIM_GONE_NOW || event == SIM_TORN_NOW)
		s->gone = true;
	if (event == SIM_GONE_NOW)
		e = ERR_CARD_LOST;
	if (event == SIM_SILENT_NOW) {
		s->now_us += 3000000;
		e = ERR_TIMEOUT;
	}
	if (event == SIM_RESET_NOW)
		e = ERR_CARD_RESET;
	if (event == SIM_SLOW_NOW)
		s->now_us += 1500000;
	if (event == SIM_SPLIT_NOW)
		s->now_us += 3000000;
	if (event == SIM_EXTRA_NOW)
		sim_add(&s->late, atr, sim_card_atr(s->chip, atr));
	if (e == ERR_OK)
		simcard_push(s, &got, answer);
	sim_clear(&got);
	return e;
}

static inline enum err
simcard_reset(void *ctx)
{
	struct simcard *s = ctx;

	s->now_us += 50000;
	sim_clear(&s->late);
	if (s->gone)
		return ERR_CARD_LOST;
	if (s->next != NULL) {
		sim_card_free(s->chip);
		s->chip = s->next;
		s->next = NULL;
	}
	sim_card_power(s->chip);
	return ERR_OK;
}

/* Other numbers each time, the same in each run. */
static inline enum err
simcard_fill(void *ctx, uint8_t *p, size_t n)
{
	struct simcard *s = ctx;
	uint64_t x = 0x9E3779B97F4A7C15u * ++s->draws;

	while (n-- > 0) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		*p++ = (uint8_t)(x >> 32);
	}
	return ERR_OK;
}

static inline long long
simcard_now(void *clock)
{
	return ((struct simcard *)clock)->now_us;
}

/* Stays where it is. The chip draws the same numbers in each run, so that what
 * goes wrong once does so again; only the keys that it was issued with
 * differ. */
static inline void
simcard_init(struct simcard *s, const struct sim_profile *p,
    const struct sim_issue *files)
{
	struct simcard numbers = { .draws = 1000 };
	uint8_t laid[4096];

	*s = (struct simcard){ .chip = sim_card_new(p, files),
	    .card = { simcard_transmit, simcard_reset, s },
	    .random = { simcard_fill, s } };
	(void)simcard_fill(&numbers, laid, sizeof(laid));
	sim_card_random(s->chip, laid, sizeof(laid));
}

static inline void
simcard_release(struct simcard *s)
{
	sim_card_free(s->chip);
	sim_card_free(s->next);
	sim_clear(&s->late);
}

static inline void
simcard_env(struct simcard *s, struct session_env *e)
{
	int i;

	*e = (struct session_env){ .random = &s->random,
	    .now_us = simcard_now, .clock = s,
	    .read_at = "2026-01-31T08:00:00+07:00" };
	for (i = 0; i < SESSION_NONCE; i++)
		e->nonce[i] = (uint8_t)(0xA0 + i);
}

/* The citizen number; with `mrz` also what BAC needs. */
static inline void
simcard_password(const struct sim_profile *p, bool mrz, struct password *out)
{
	const char *id = p->person.id;
	char info[64];
	size_t n;

	*out = (struct password){ .kind = mrz ? "mrz" : "id" };
	if (!p->td3) {
		memcpy(out->id, id, 12);
		memcpy(out->can, id + 6, 6);
	}
	if (!mrz)
		return;
	sim_mrz_info(p, info);
	n = strcspn(info, "<");
	memcpy(out->document, info, n < 9 ? n : 9);
	memcpy(out->birth, info + 10, 6);
	memcpy(out->expiry[0], info + 17, 6);
	out->expiries = 1;
}

/* A station's key in this very process; ctx: its seed. */
static inline enum err
simcard_seal(void *ctx, struct slice message, uint8_t sig[SIGN_SIZE])
{
	return sign_seal(ctx, message, sig);
}

/* Every file that is there is the one that was issued. */
static inline bool
simcard_same(const struct sim_issue *issued, const struct session_result *r,
    enum lds_file from)
{
	int f;

	for (f = (int)from; f < LDS_FILES; f++)
		if (r->file[f].n > 0 && (r->file[f].n != issued->file[f].n ||
		    memcmp(r->file[f].p, issued->file[f].p, r->file[f].n) != 0))
			return false;
	return true;
}

#endif
