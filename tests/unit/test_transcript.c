/* SPDX-License-Identifier: ISC */
/* What a card said is written down and said again, to the same commands
 * only. */
#include <string.h>

#include "chip/card_replay.h"
#include "tap.h"

static enum err
echo(void *ctx, struct slice cmd, struct buf *answer)
{
	*(long long *)ctx += 1500;
	if (cmd.n == 1 && cmd.p[0] == 'x')
		return ERR_CARD_LOST;
	if (cmd.n == 1 && cmd.p[0] == 'n')
		return ERR_OK;
	buf_add_slice(answer, cmd);
	buf_add(answer, "\x90\x00", 2);
	return ERR_OK;
}

static enum err
start(void *ctx)
{
	*(long long *)ctx += 7;
	return ERR_OK;
}

static enum err
count_up(void *ctx, uint8_t *p, size_t n)
{
	(void)ctx;
	while (n-- > 0)
		*p++ = (uint8_t)n;
	return ERR_OK;
}

static long long
now(void *clock)
{
	return *(long long *)clock;
}

static void
keep(void *ctx, struct slice line)
{
	buf_add_slice(ctx, line);
}

static const char want[] =
    "cccd-transcript 1\n"
    "reader A reader 00\n"
    "read-at 2026-01-31T08:00:00+07:00\n"
    "nonce 000102030405060708090a0b0c0d0e0f\n"
    "portrait no\n"
    "answer-limit 256\n"
    "key mrz 001099000001 000001 099000001 990101 240101 -\n"
    "> 00a4\n"
    "< 1500 00a49000\n"
    "r 020100\n"
    "reset ok\n"
    "> 78\n"
    "! 1500 card-lost\n"
    "> 6e\n"
    "< 1500 \n"
    "end card-lost\n";

static const char magic[] = "cccd-transcript 1\n",
    head[] = "reader r\nread-at 2026-01-31T08:00:00+07:00\n"
    "nonce 000102030405060708090A0B0C0D0E0F\nportrait yes\nanswer-limit 0\n";

/* The same acts against any card; the answers one after the other. */
static enum err
act(struct card *c, const struct random *r, struct buf *out)
{
	uint8_t three[3];
	enum err e = c->transmit(c->ctx, (struct slice){ "\x00\xa4", 2 }, out);

	if (e == ERR_OK)
		e = r->fill(r->ctx, three, 3);
	if (e == ERR_OK)
		e = c->reset(c->ctx);
	if (e != ERR_OK)
		return e;
	buf_add(out, (char *)three, 3);
	e = c->transmit(c->ctx, SLICE("x"), out);
	if (e == ERR_CARD_LOST && c->transmit(c->ctx, SLICE("n"),
	    out) != ERR_OK)
		return ERR_LINK;
	return e;
}

static void
written(struct buf *text, struct buf *said)
{
	long long clock = 0;
	struct card under = { echo, start, &clock };
	struct random numbers = { count_up, NULL };
	struct session_env env = { .random = &numbers, .now_us = now,
	    .clock = &clock, .read_at = "2026-01-31T08:00:00+07:00",
	    .no_portrait = true, .answer_limit = 256 };
	struct password p = { .kind = "mrz", .id = "001099000001",
	    .can = "000001", .document = "099000001", .birth = "990101",
	    .expiry = { "240101", "" }, .expiries = 2 };
	struct transcript t = { .write = keep, .ctx = text };
	int i;

	for (i = 0; i < SESSION_NONCE; i++)
		env.nonce[i] = (uint8_t)i;
	transcript_start(&t, &under, &env, &p, "A reader\t00");
	OK(act(&t.card, &t.random, said) == ERR_CARD_LOST,
	    "acts are passed on");
	transcript_end(&t, ERR_CARD_LOST);
	tap_same(buf_slice(text), want, "the transcript");
}

static void
replayed(struct slice text, struct slice said)
{
	struct card_replay r;
	struct session_env env = { 0 };
	struct buf again = { 0 };
	enum err result = ERR_OK;

	OK(card_replay_open(text, &r) == ERR_OK, "it opens");
	card_replay_env(&r, &env);
	OK(env.no_portrait && env.answer_limit == 256 && env.nonce[15] == 15 &&
	    strcmp(env.read_at, "2026-01-31T08:00:00+07:00") == 0 &&
	    strcmp(r.reader, "A reader 00") == 0, "settings come back");
	OK(strcmp(r.password.id, "001099000001") == 0 &&
	    strcmp(r.password.kind, "mrz") == 0 && r.password.expiries == 2 &&
	    strcmp(r.password.expiry[0], "240101") == 0 &&
	    r.password.expiry[1][0] == '\0', "and the key");
	OK(!card_replay_done(&r, &result), "it is not used up at the start");
	OK(act(&r.card, env.random, &again) == ERR_CARD_LOST,
	    "the same acts, the same end");
	OK(slice_eq(buf_slice(&again), said), "the same answers");
	OK(env.now_us(env.clock) == 4500, "in the time that they took");
	OK(card_replay_done(&r, &result) && result == ERR_CARD_LOST,
	    "then it is used up");
	card_replay_release(&r);
	buf_release(&again);
}

/* One head that is none. */
static void
bad_head(const char *name, const char *lines)
{
	struct card_replay r;
	struct buf b = { 0 };

	buf_add_str(&b, lines);
	OK(card_replay_open(buf_slice(&b), &r) != ERR_OK, "%s", name);
	buf_release(&b);
}

static void
bad_heads(void)
{
	struct buf b = { 0 };
	static const struct { const char *name, *key; } keys[] = {
		{ "no key", "" }, { "an unknown kind", "key pin - - - -\n" },
		{ "too few fields", "key can - 1 -\n" },
		{ "too long a field", "key can - 1234567 - -\n" },
		{ "four expiries", "key mrz - - 1 1 1 2 3 4\n" },
	};
	size_t i;

	bad_head("nothing", "");
	bad_head("another version", "cccd-transcript 2\nreader r\n");
	bad_head("no head", magic);
	bad_head("a reader that is no text",
	    "cccd-transcript 1\nreader \xff\nread-at "
	    "2026-01-31T08:00:00+07:00\nnonce 000102030405060708090a0b0c0d0e"
	    "0f\nportrait yes\nanswer-limit 0\nkey can - 000001 - -\n");
	bad_head("a time that is none",
	    "cccd-transcript 1\nreader r\nread-at yesterday\n"
	    "nonce 000102030405060708090a0b0c0d0e0f\n"
	    "portrait yes\nanswer-limit 0\nkey can - 000001 - -\n");
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		buf_reset(&b);
		buf_printf(&b, "%s%s%s", magic, head, keys[i].key);
		bad_head(keys[i].name, buf_cstr(&b));
	}
	buf_release(&b);
}

/* What stands where the answer to 00A4 is expected, and what comes of it. */
static void
bad_bodies(void)
{
	static const struct { const char *name, *body; enum err want; } c[] = {
		{ "the right one", "> 00A4\n# note\n\n< 1 9000\n", ERR_OK },
		{ "an end", "", ERR_FORMAT },
		{ "another command", "> 00a5\n< 1 9000\n", ERR_FORMAT },
		{ "a reset", "reset ok\n", ERR_FORMAT },
		{ "no answer", "> 00a4\n", ERR_FORMAT },
		{ "no hex", "> 00a4\n< 1 9g00\n", ERR_FORMAT },
		{ "half an octet", "> 00a4\n< 1 900\n", ERR_FORMAT },
		{ "no octets", "> 00a4\n< 9000\n", ERR_OK },
		{ "too long a time", "> 00a4\n< 1234567890123 9000\n",
		    ERR_FORMAT },
		{ "a failure", "> 00a4\n! 5 time-out\n", ERR_TIMEOUT },
		{ "a failure that is none", "> 00a4\n! 5 ok\n", ERR_FORMAT },
		{ "an unknown failure", "> 00a4\n! 5 gone\n", ERR_FORMAT },
	};
	struct card_replay r;
	struct buf b = { 0 }, out = { 0 };
	size_t i;

	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		buf_reset(&b);
		buf_printf(&b, "%s%skey can - 000001 - -\n%s", magic, head,
		    c[i].body);
		OK(card_replay_open(buf_slice(&b), &r) == ERR_OK &&
		    r.card.transmit(r.card.ctx, (struct slice){ "\x00\xa4", 2 },
		    &out) == c[i].want, "%s", c[i].name);
		card_replay_release(&r);
	}
	buf_release(&b);
	buf_release(&out);
}

int
main(void)
{
	struct buf text = { 0 }, said = { 0 };

	written(&text, &said);
	replayed(buf_slice(&text), buf_slice(&said));
	bad_heads();
	bad_bodies();
	buf_release(&text);
	buf_release(&said);
	return tap_done();
}
