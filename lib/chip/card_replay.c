/* SPDX-License-Identifier: ISC */
/* Answers out of a transcript. */
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "chip/card_replay.h"
#include "text/utf8.h"

#define TIME_MAX_DIGITS 12

/* The next line that says something, in r->line; it is taken only by take(). */
static bool
peek(struct card_replay *r)
{
	while (r->line.p == NULL && slice_split(&r->rest, '\n', &r->line)) {
		r->number++;
		r->line = slice_trim(r->line);
		if (r->line.n == 0 || r->line.p[0] == '#')
			r->line = (struct slice){ NULL, 0 };
	}
	return r->line.p != NULL;
}

/* Takes the next line where its first word is `head`; *value is the rest. */
static enum err
take(struct card_replay *r, const char *head, struct slice *value)
{
	struct slice word;

	if (!peek(r))
		return ERR_FORMAT;
	*value = r->line;
	if (!slice_split(value, ' ', &word) || !slice_is(word, head) ||
	    value->p == NULL)
		return ERR_FORMAT;
	r->line = (struct slice){ NULL, 0 };
	return ERR_OK;
}

static enum err
number(struct slice s, size_t max_digits, long long *out)
{
	long long v = 0;
	size_t i;

	if (!slice_digits(s) || s.n > max_digits)
		return ERR_FORMAT;
	for (i = 0; i < s.n; i++)
		v = v * 10 + (s.p[i] - '0');
	*out = v;
	return ERR_OK;
}

static enum err
text(struct slice s, char *out, size_t size)
{
	if (s.n >= size)
		return ERR_FORMAT;
	memcpy(out, s.p, s.n);
	out[s.n] = '\0';
	return ERR_OK;
}

static enum err
word(struct slice s, enum err *out)
{
	int e;

	for (e = ERR_OK; e < ERR_MAX; e++)
		if (slice_is(s, err_word((enum err)e))) {
			*out = (enum err)e;
			return ERR_OK;
		}
	return ERR_FORMAT;
}

static enum err
octets(struct card_replay *r, struct slice hex)
{
	buf_reset(&r->octets);
	if (hex.n / 2 > APDU_MAX_ANSWER)
		return ERR_FORMAT;
	return hex_read(&r->octets, hex);
}

/* "MICROSECONDS REST" */
static enum err
timed(struct card_replay *r, const char *head, struct slice *rest)
{
	struct slice us;
	long long v;
	enum err e = take(r, head, rest);

	if (e == ERR_OK)
		e = slice_split(rest, ' ', &us) ?
		    number(us, TIME_MAX_DIGITS, &v) : ERR_FORMAT;
	if (e == ERR_OK)
		r->us += v;
	return e;
}

static enum err
transmit(void *ctx, struct slice cmd, struct buf *answer)
{
	struct card_replay *r = ctx;
	struct slice value;
	enum err e, said;

	if ((e = take(r, ">", &value)) != ERR_OK ||
	    (e = octets(r, value)) != ERR_OK)
		return e;
	if (!slice_eq(buf_slice(&r->octets), cmd) || !peek(r))
		return ERR_FORMAT;
	if (r->line.p[0] == '!') {
		if ((e = timed(r, "!", &value)) != ERR_OK ||
		    (e = word(value, &said)) != ERR_OK)
			return e;
		return said != ERR_OK ? said : ERR_FORMAT;
	}
	/* an answer without any octet has no second part */
	e = timed(r, "<", &value);
	if (e == ERR_OK && value.p != NULL)
		e = octets(r, value);
	if (e == ERR_OK && value.p != NULL)
		buf_add_slice(answer, buf_slice(&r->octets));
	return e;
}

static enum err
reset(void *ctx)
{
	struct slice value;
	enum err e = take(ctx, "reset", &value), said;

	if (e == ERR_OK)
		e = word(value, &said);
	return e == ERR_OK ? said : e;
}

static enum err
fill(void *ctx, uint8_t *p, size_t n)
{
	struct card_replay *r = ctx;
	struct slice value;
	enum err e = take(r, "r", &value);

	if (e == ERR_OK)
		e = octets(r, value);
	if (e == ERR_OK && r->octets.n != n)
		e = ERR_FORMAT;
	if (e == ERR_OK)
		memcpy(p, r->octets.p, n);
	return e;
}

static long long
now(void *ctx)
{
	return ((struct card_replay *)ctx)->us;
}

/* One field of the key; "-" leaves it empty. */
static enum err
field(struct slice *rest, char *out, size_t size)
{
	struct slice s;

	if (!slice_split(rest, ' ', &s))
		return ERR_FORMAT;
	return slice_is(s, "-") ? ERR_OK : text(s, out, size);
}

static enum err
kind(struct slice *rest, struct password *p)
{
	static const char *const kinds[] = { "can", "id", "qr", "mrz" };
	struct slice s;
	size_t i;

	if (!slice_split(rest, ' ', &s))
		return ERR_FORMAT;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (slice_is(s, kinds[i])) {
			p->kind = kinds[i];
			return ERR_OK;
		}
	return ERR_FORMAT;
}

static enum err
key(struct slice rest, struct password *p)
{
	enum err e = kind(&rest, p);

	if (e == ERR_OK)
		e = field(&rest, p->id, sizeof(p->id));
	if (e == ERR_OK)
		e = field(&rest, p->can, sizeof(p->can));
	if (e == ERR_OK)
		e = field(&rest, p->document, sizeof(p->document));
	if (e == ERR_OK)
		e = field(&rest, p->birth, sizeof(p->birth));
	for (; e == ERR_OK && rest.p != NULL; p->expiries++) {
		if (p->expiries == PASSWORD_MAX_EXPIRIES)
			return ERR_FORMAT;
		e = field(&rest, p->expiry[p->expiries],
		    sizeof(p->expiry[0]));
	}
	return e;
}

static enum err
settings(struct card_replay *r)
{
	struct slice value;
	long long limit;
	enum err e;

	if ((e = take(r, "nonce", &value)) != ERR_OK ||
	    (e = octets(r, value)) != ERR_OK)
		return e;
	if (r->octets.n != SESSION_NONCE)
		return ERR_FORMAT;
	memcpy(r->nonce, r->octets.p, SESSION_NONCE);
	if ((e = take(r, "portrait", &value)) != ERR_OK)
		return e;
	r->no_portrait = slice_is(value, "no");
	if (!r->no_portrait && !slice_is(value, "yes"))
		return ERR_FORMAT;
	if ((e = take(r, "answer-limit", &value)) != ERR_OK ||
	    (e = number(value, 5, &limit)) != ERR_OK)
		return e;
	r->answer_limit = (size_t)limit;
	return ERR_OK;
}

/* Both go into the record as they are. */
static enum err
shown(struct slice reader, struct slice read_at)
{
	struct moment m;
	char again[DATE_MAX_TEXT];

	if (!utf8_is_valid(reader) || moment_parse(read_at, &m) != ERR_OK ||
	    !slice_is(read_at, moment_format(m, again)))
		return ERR_FORMAT;
	return ERR_OK;
}

static enum err
head(struct card_replay *r)
{
	struct slice value;
	enum err e;

	if ((e = take(r, "cccd-transcript", &value)) != ERR_OK)
		return e;
	if (!slice_is(value, "1"))
		return ERR_UNSUPPORTED;
	if ((e = take(r, "reader", &value)) != ERR_OK ||
	    (e = text(value, r->reader, sizeof(r->reader))) != ERR_OK ||
	    (e = take(r, "read-at", &value)) != ERR_OK ||
	    (e = text(value, r->read_at, sizeof(r->read_at))) != ERR_OK ||
	    (e = shown(slice_str(r->reader), value)) != ERR_OK ||
	    (e = settings(r)) != ERR_OK ||
	    (e = take(r, "key", &value)) != ERR_OK)
		return e;
	return key(value, &r->password);
}

enum err
card_replay_open(struct slice in, struct card_replay *out)
{
	enum err e;

	*out = (struct card_replay){ .rest = in };
	out->card = (struct card){ transmit, reset, out };
	out->random = (struct random){ fill, out };
	e = head(out);
	if (e != ERR_OK)
		card_replay_release(out);
	return e;
}

void
card_replay_release(struct card_replay *r)
{
	buf_wipe(&r->octets);
	password_wipe(&r->password);
	mem_wipe(r->nonce, sizeof(r->nonce));
}

void
card_replay_env(struct card_replay *r, struct session_env *env)
{
	env->random = &r->random;
	env->now_us = now;
	env->clock = r;
	memcpy(env->nonce, r->nonce, sizeof(env->nonce));
	memcpy(env->read_at, r->read_at, sizeof(env->read_at));
	env->no_portrait = r->no_portrait;
	env->answer_limit = r->answer_limit;
}

bool
card_replay_done(struct card_replay *r, enum err *result)
{
	struct slice value;

	return take(r, "end", &value) == ERR_OK &&
	    word(value, result) == ERR_OK && !peek(r);
}
