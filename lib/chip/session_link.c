/* SPDX-License-Identifier: ISC */
/* One command and its answer: counted, timed, joined, unwrapped. */
#include <stdio.h>
#include <string.h>

#include "chip/session_priv.h"

static enum err
transmit(struct session *s, struct slice cmd)
{
	struct session_result *r = s->r;
	long long t = s->env->now_us(s->env->clock);
	size_t had = s->raw.n;
	enum err e = s->card->transmit(s->card->ctx, cmd, &s->raw);

	r->us_card += s->env->now_us(s->env->clock) - t;
	r->apdus++;
	r->octets_out += cmd.n;
	r->octets_in += s->raw.n - had;
	if (e == ERR_OK && s->raw.n > APDU_MAX_ANSWER)
		return ERR_LINK;
	return e;
}

/* 61xx: the rest waits (ISO/IEC 7816-4, 5.4.1). That is between reader and
 * card, below secure messaging, which sees the joined answer only. */
static enum err
exchange(struct session *s)
{
	uint8_t more[5] = { 0x00, 0xC0, 0x00, 0x00, 0x00 };
	unsigned pieces;
	enum err e;

	buf_reset(&s->raw);
	e = transmit(s, buf_slice(&s->cmd));
	for (pieces = 0; e == ERR_OK && s->raw.n >= 2 &&
	    (uint8_t)s->raw.p[s->raw.n - 2] == 0x61; pieces++) {
		if (pieces == SESSION_MAX_PIECES)
			return ERR_LINK;
		more[4] = (uint8_t)s->raw.p[s->raw.n - 1];
		s->raw.n -= 2;
		e = transmit(s, (struct slice){ (char *)more, sizeof(more) });
	}
	return e;
}

/* A refusal has no data (ISO/IEC 7816-4, 5.1): octets before one are a piece of
 * an answer whose end looks like a status word. */
static enum err
plain_answer(struct session *s, struct buf *data, uint16_t *sw)
{
	struct slice plain;
	enum err e = apdu_answer(buf_slice(&s->raw), &plain, sw);

	if (e == ERR_OK && plain.n > 0 && !session_sw_fine(*sw))
		return ERR_LINK;
	if (e == ERR_OK)
		buf_add_slice(data, plain);
	return e;
}

/* The first answer under the keys of Chip Authentication: whoever can make its
 * MAC has the chip's private key. */
static void
prove(struct session *s, enum err e)
{
	if (!s->ca_pending)
		return;
	buf_reset(&s->r->ca_resp);
	if (e == ERR_OK || e == ERR_HOSTILE || e == ERR_SESSION)
		buf_add_slice(&s->r->ca_resp, buf_slice(&s->raw));
	if (e == ERR_OK) {
		s->r->ca = PROOF_GOOD;
		s->ca_pending = false;
	}
}

enum err
session_command(struct session *s, const struct apdu *a, struct buf *data,
    uint16_t *sw)
{
	enum err e;

	if (s->secure && s->sm == NULL)
		return ERR_SESSION;
	buf_reset(&s->cmd);
	s->sent_long = a->extended;
	if (s->sm != NULL)
		sm_wrap(s->sm, a, &s->cmd);
	else
		apdu_encode(a, &s->cmd);
	e = exchange(s);
	if (e == ERR_OK && s->sm == NULL)
		return plain_answer(s, data, sw);
	if (e == ERR_OK) {
		e = sm_unwrap(s->sm, buf_slice(&s->raw), data, sw);
		if (e == ERR_SESSION)
			s->r->sw = *sw;
		prove(s, e);
	}
	if (e != ERR_OK && s->secure)
		session_forget(s);
	return e;
}

enum err
session_tell(struct session *s, const struct apdu *a, uint16_t *sw)
{
	struct buf none = { 0 };
	enum err e = session_command(s, a, &none, sw);

	buf_wipe(&none);
	return e;
}

void
session_forget(struct session *s)
{
	sm_free(s->sm);
	s->sm = NULL;
}

bool
session_sw_fine(uint16_t sw)
{
	return sw == SW_OK || sw >> 8 == 0x62;
}

bool
session_sw_length(uint16_t sw)
{
	return sw >> 8 == 0x67 || sw >> 8 == 0x6C;
}

void
session_oid(struct slice oid, char *out, size_t size)
{
	unsigned long v = 0;
	size_t i, at = 0;
	int n;

	out[0] = '\0';
	for (i = 0; i < oid.n && at < size; i++) {
		v = v << 7 | ((uint8_t)oid.p[i] & 0x7F);
		if ((uint8_t)oid.p[i] & 0x80)
			continue;
		/* the first two arcs share a number (X.690, 8.19.4) */
		if (at == 0)
			n = snprintf(out, size, "%lu.%lu",
			    v < 80 ? v / 40 : 2, v < 80 ? v % 40 : v - 80);
		else
			n = snprintf(out + at, size - at, ".%lu", v);
		at += n > 0 ? (size_t)n : 0;
		v = 0;
	}
}
