/* SPDX-License-Identifier: ISC */
/* Cards that would have us read for ever: each is left after a number of
 * commands that does not depend on its patience. */
#include "chip/session_priv.h"
#include "tap.h"

/* What it gives to every READ BINARY; `head` first, where it is not "". */
struct stall {
	const char *name;
	struct slice head, answer;
	bool count;			/* 6Cxx, one less each time */
	unsigned most;			/* commands */
	enum err e;
};

static const struct stall stalls[] = {
	{ "one octet at a time", SLICE("\x61\x82\x27\x10" "a"),
	    SLICE("a\x90\0"), false, 10000 / 32 + 20, ERR_OK },
	{ "nothing, and 9000", SLICE("\x61\x82\x27\x10" "a"), SLICE("\x90\0"),
	    false, 2, ERR_OK },
	{ "nothing, and the end of the file", { NULL, 0 }, SLICE("\x62\x82"),
	    false, 1, ERR_OK },
	{ "sixteen megabytes", SLICE("\x61\x83\xff\xff\xff" "a"),
	    SLICE("a\x90\0"), false, 1, ERR_OK },
	{ "a megabyte and one", SLICE("\x61\x83\x0f\xff\xfc" "a"),
	    SLICE("a\x90\0"), false, 1, ERR_OK },
	{ "more waits, for ever", { NULL, 0 }, SLICE("a\x61\x01"), false,
	    SESSION_MAX_PIECES + 1, ERR_LINK },
	{ "more waits, and is nothing", { NULL, 0 }, SLICE("\x61\x01"), false,
	    SESSION_MAX_PIECES + 1, ERR_LINK },
	{ "another length each time", { NULL, 0 }, { NULL, 0 }, true, 257,
	    ERR_OK },
	{ "the same length each time", { NULL, 0 }, SLICE("\x6c\x10"), false, 3,
	    ERR_OK },
};

struct sleeper {
	const struct stall *stall;
	unsigned n;
};

static enum err
transmit(void *ctx, struct slice cmd, struct buf *answer)
{
	struct sleeper *c = ctx;
	char wrong[2] = { 0x6C, (char)(0xFF - c->n) };

	(void)cmd;
	if (c->stall->count)
		buf_add(answer, wrong, sizeof(wrong));
	else if (c->n == 0 && c->stall->head.n > 0) {
		buf_add_slice(answer, c->stall->head);
		buf_add(answer, "\x90\0", 2);
	} else
		buf_add_slice(answer, c->stall->answer);
	c->n++;
	return c->n > 100000 ? ERR_TIMEOUT : ERR_OK;
}

static enum err
reset(void *ctx)
{
	(void)ctx;
	return ERR_OK;
}

static long long
now(void *clock)
{
	(void)clock;
	return 0;
}

int
main(void)
{
	const struct session_env env = { .now_us = now };
	struct session_result r;
	struct sleeper c;
	struct card card = { transmit, reset, &c };
	struct session s;
	size_t i;
	enum err e;

	for (i = 0; i < sizeof(stalls) / sizeof(stalls[0]); i++) {
		r = (struct session_result){ .absent[LDS_DG1] =
		    ABSENT_NOT_LISTED };
		c = (struct sleeper){ .stall = &stalls[i] };
		s = (struct session){ .card = &card, .env = &env, .r = &r,
		    .limit = SESSION_CHUNK_SHORT };
		e = session_content(&s, LDS_DG1, 0);
		OK(e == stalls[i].e && c.n <= stalls[i].most &&
		    r.absent[LDS_DG1] != ABSENT_NOT && r.file[LDS_DG1].n == 0,
		    "%s: %s after %u commands", stalls[i].name, err_word(e),
		    c.n);
		buf_release(&s.cmd);
		buf_release(&s.raw);
		session_result_release(&r);
	}
	return tap_done();
}
