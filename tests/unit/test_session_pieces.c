/* SPDX-License-Identifier: ISC */
/* Cards that give a long answer in pieces, 61xx and GET RESPONSE, in the clear
 * and under secure messaging, whose keys see the joined answer alone. */
#include "chip/session_priv.h"
#include "issued.h"
#include "tap.h"

/* The card in software, no more than `piece` octets at once. Whoever asks for
 * the rest by another length than was told, or for nothing, is astray. */
struct pieces {
	struct card card;
	struct simcard sim;
	struct buf whole;
	size_t at, piece;
	unsigned asked;
	bool astray;
};

static size_t
left(const struct pieces *p)
{
	return p->whole.n - p->at < p->piece ? p->whole.n - p->at : p->piece;
}

static enum err
transmit(void *ctx, struct slice cmd, struct buf *answer)
{
	struct pieces *p = ctx;
	bool more = cmd.n == 5 && memcmp(cmd.p, "\0\xC0\0\0", 4) == 0;
	uint16_t sw;
	enum err e;

	if (more) {
		p->asked++;
		p->astray = p->astray || left(p) == 0 ||
		    (uint8_t)cmd.p[4] != (uint8_t)left(p);
	} else {
		p->astray = p->astray || left(p) > 0;
		buf_reset(&p->whole);
		p->at = 0;
		e = p->sim.card.transmit(&p->sim, cmd, &p->whole);
		if (e != ERR_OK || p->whole.n < 2)
			return e != ERR_OK ? e : ERR_LINK;
		p->whole.n -= 2;	/* the status word, for the end */
	}
	if (more || p->whole.n <= p->piece) {
		buf_add(answer, p->whole.p + p->at, left(p));
		p->at += left(p);
	}
	memcpy(&sw, p->whole.p + p->whole.n, 2);
	if (left(p) == 0)
		buf_add(answer, (char *)&sw, 2);
	else {
		buf_add_char(answer, 0x61);
		buf_add_char(answer, (char)left(p));
	}
	return ERR_OK;
}

static enum err
reset(void *ctx)
{
	struct pieces *p = ctx;

	buf_reset(&p->whole);
	p->at = 0;
	return p->sim.card.reset(&p->sim);
}

/* Pieces of 256 octets are told as 6100. */
static void
whole_read(const char *profile, size_t piece)
{
	struct pieces p = { .piece = piece };
	struct session_result r;
	struct session_env env;
	struct password pw;
	struct issued i;
	enum err e;

	if (!issue(sim_profile_named(profile), &i))
		abort();
	simcard_init(&p.sim, i.p, &i.files);
	simcard_env(&p.sim, &env);
	simcard_password(i.p, true, &pw);
	p.card = (struct card){ transmit, reset, &p };
	e = session_read(&p.card, &pw, &env, &r);
	OK(e == ERR_OK && !p.astray && p.asked > 0 && r.reconnects == 0 &&
	    r.apdus == p.sim.n + p.asked, "%s in pieces of %zu: %s, asked %u "
	    "times", profile, piece, err_word(e), p.asked);
	OK(r.file[LDS_DG2].n == i.files.file[LDS_DG2].n &&
	    r.file[LDS_DG13].n > 0 &&
	    simcard_same(&i.files, &r, LDS_CARD_ACCESS), "every file is as it "
	    "was issued");
	session_result_release(&r);
	simcard_release(&p.sim);
	buf_wipe(&p.whole);
	sim_issue_free(&i.files);
}

/* A card that has always more. */
static enum err
endless(void *ctx, struct slice cmd, struct buf *answer)
{
	(void)ctx;
	(void)cmd;
	buf_add(answer, "x\x61\x01", 3);
	return ERR_OK;
}

static void
no_end(void)
{
	struct simcard clock = { .now_us = 0 };
	struct card card = { endless, NULL, NULL };
	struct session_env env;
	struct session_result r = { .apdus = 0 };
	struct session s = { .card = &card, .env = &env, .r = &r };
	static const struct apdu select = { .ins = 0xA4 };
	uint16_t sw = 0;
	enum err e;

	simcard_env(&clock, &env);
	e = session_tell(&s, &select, &sw);
	OK(e == ERR_LINK && r.apdus == 1 + SESSION_MAX_PIECES,
	    "an answer without end: %s after %u commands", err_word(e),
	    r.apdus);
	buf_release(&s.cmd);
	buf_release(&s.raw);
}

int
main(void)
{
	pki = sim_pki_new(NULL, false);
	if (pki == NULL)
		return 1;
	whole_read("2021", 100);
	whole_read("2021", 256);
	whole_read("bac-only", 17);
	no_end();
	sim_pki_free(pki);
	return tap_done();
}
