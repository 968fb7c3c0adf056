/* SPDX-License-Identifier: ISC */
/* A card and a random source that write down what passes through them. */
#include <string.h>

#include "base/base64.h"
#include "chip/transcript.h"

static void
flush(struct transcript *t)
{
	buf_add_char(&t->line, '\n');
	t->write(t->ctx, buf_slice(&t->line));
	buf_reset(&t->line);
}

static void
line(struct transcript *t, const char *head, const char *value)
{
	buf_printf(&t->line, "%s %s", head, value);
	flush(t);
}

static void
line_hex(struct transcript *t, const char *head, struct slice octets)
{
	buf_printf(&t->line, "%s ", head);
	hex_add(&t->line, octets);
	flush(t);
}

static enum err
transmit(void *ctx, struct slice cmd, struct buf *answer)
{
	struct transcript *t = ctx;
	size_t had = answer->n;
	long long us;
	enum err e;

	line_hex(t, ">", cmd);
	us = t->env->now_us(t->env->clock);
	e = t->under->transmit(t->under->ctx, cmd, answer);
	us = t->env->now_us(t->env->clock) - us;
	if (e != ERR_OK) {
		answer->n = had;
		buf_printf(&t->line, "! %lld %s", us, err_word(e));
		flush(t);
		return e;
	}
	buf_printf(&t->line, "< %lld ", us);
	hex_add(&t->line, (struct slice){ answer->p + had, answer->n - had });
	flush(t);
	return e;
}

static enum err
reset(void *ctx)
{
	struct transcript *t = ctx;
	enum err e = t->under->reset(t->under->ctx);

	line(t, "reset", err_word(e));
	return e;
}

static enum err
fill(void *ctx, uint8_t *p, size_t n)
{
	struct transcript *t = ctx;
	const struct random *from = t->env->random;
	enum err e = from->fill(from->ctx, p, n);

	if (e == ERR_OK)
		line_hex(t, "r", (struct slice){ (char *)p, n });
	return e;
}

static void
field(struct buf *out, const char *text)
{
	buf_printf(out, " %s", text[0] != '\0' ? text : "-");
}

static void
key(struct transcript *t, const struct password *p)
{
	size_t i;

	buf_add_str(&t->line, "key");
	field(&t->line, p->kind);
	field(&t->line, p->id);
	field(&t->line, p->can);
	field(&t->line, p->document);
	field(&t->line, p->birth);
	for (i = 0; i < p->expiries; i++)
		field(&t->line, p->expiry[i]);
	flush(t);
}

void
transcript_start(struct transcript *t, const struct card *under,
    const struct session_env *env, const struct password *p,
    const char *reader)
{
	const char *q;

	t->card = (struct card){ transmit, reset, t };
	t->random = (struct random){ fill, t };
	t->under = under;
	t->env = env;
	t->line = (struct buf){ 0 };
	buf_add_str(&t->line, TRANSCRIPT_MAGIC);
	flush(t);
	buf_add_str(&t->line, "reader ");
	for (q = reader[0] != '\0' ? reader : "-"; *q != '\0'; q++)
		buf_add_char(&t->line, (unsigned char)*q < ' ' ? ' ' : *q);
	flush(t);
	line(t, "read-at", env->read_at);
	line_hex(t, "nonce", (struct slice){ (const char *)env->nonce,
	    SESSION_NONCE });
	line(t, "portrait", env->no_portrait ? "no" : "yes");
	buf_printf(&t->line, "answer-limit %zu", env->answer_limit);
	flush(t);
	key(t, p);
}

void
transcript_end(struct transcript *t, enum err result)
{
	line(t, "end", err_word(result));
	buf_wipe(&t->line);
}
