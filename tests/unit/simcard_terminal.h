/* SPDX-License-Identifier: ISC */
/* For tests of the card in software: a terminal that knows its session keys,
 * so that what the card allows and refuses can be asked for in plain words. The
 * protocols have witnesses in test_simcard.c and test_simcard_eac.c. */
#ifndef SIMCARD_TERMINAL_H
#define SIMCARD_TERMINAL_H

#include "simcard_help.h"

struct terminal {
	struct sim_card *c;
	struct sim_sm sm;	/* what the card had when the session began */
	struct sim_bytes answer;	/* as it came */
	struct sim_bytes data;	/* opened */
	unsigned sw;
	enum sim_event event;
	bool sound;		/* opened, its MAC right; plain: always */
};

static inline void
terminal_send(struct terminal *t, const struct sim_bytes *cmd)
{
	sim_card_apdu(t->c, cmd->p, cmd->n, &t->answer, &t->event);
	t->sw = t->answer.n < 2 ? 0 :
	    (unsigned)t->answer.p[t->answer.n - 2] << 8 |
	    t->answer.p[t->answer.n - 1];
	t->data.n = 0;
	t->sound = true;
}

/* A command as it stands here. */
static inline unsigned
plain(struct terminal *t, const char *hex)
{
	struct sim_bytes cmd = { 0 };

	unhex(hex, &cmd);
	terminal_send(t, &cmd);
	if (t->answer.n > 2)
		sim_add(&t->data, t->answer.p, t->answer.n - 2);
	sim_clear(&cmd);
	return t->sw;
}

static inline void
terminal_count(struct sim_sm *s)
{
	size_t i = sim_block_size(s->cipher);

	while (i > 0 && ++s->ssc[--i] == 0)
		;
}

static inline void
terminal_mac(struct sim_sm *s, const uint8_t *header, const struct sim_bytes *o,
    uint8_t out[SIM_MAC])
{
	struct sim_bytes m = { 0 };

	sim_add(&m, s->ssc, sim_block_size(s->cipher));
	if (header != NULL) {
		sim_add(&m, header, 4);
		sim_pad(&m, sim_block_size(s->cipher));
	}
	sim_add(&m, o->p, o->n);
	if (o->n > 0)
		sim_pad(&m, sim_block_size(s->cipher));
	sim_mac(s->cipher, s->mac, m.p, m.n, out);
	sim_clear(&m);
}

static inline const uint8_t *
terminal_iv(struct sim_sm *s, uint8_t iv[SIM_MAX_BLOCK])
{
	if (s->cipher == SIM_3DES)
		return NULL;
	sim_encrypt(s->cipher, s->enc, NULL, s->ssc, SIM_MAX_BLOCK, iv);
	return iv;
}

static inline void
terminal_open(struct terminal *t, uint8_t ins)
{
	const uint8_t *p = t->answer.p;
	size_t n = t->answer.n < 2 ? 0 : t->answer.n - 2, skip;
	struct sim_bytes o = { 0 };
	uint8_t mac[SIM_MAC], iv[SIM_MAX_BLOCK];
	struct sim_tlv d;

	terminal_count(&t->sm);
	t->sound = false;
	while (sim_tlv_next(&p, &n, &d) && d.tag != 0x8E) {
		sim_tlv_put(&o, d.tag, d.p, d.n);
		if (d.tag == 0x99)
			continue;
		skip = ins % 2 == 0;	/* padding indicator */
		if (d.tag != (skip ? 0x87u : 0x85u))
			break;
		sim_add(&t->data, d.p + skip, d.n - skip);
		sim_decrypt(t->sm.cipher, t->sm.enc, terminal_iv(&t->sm, iv),
		    t->data.p, t->data.n, t->data.p);
		sim_unpad(t->data.p, &t->data.n);
	}
	if (o.n > 0 && d.tag == 0x8E && d.n == SIM_MAC) {
		terminal_mac(&t->sm, NULL, &o, mac);
		t->sound = n == 0 && memcmp(mac, d.p, SIM_MAC) == 0;
	}
	sim_clear(&o);
}

/* Le of a protected command. */
enum outer { SHORT, EXTENDED };

/* The command, given in plain, under secure messaging. */
static inline unsigned
safe_le(struct terminal *t, const char *hex, enum outer le)
{
	struct sim_bytes in = { 0 }, o = { 0 }, d = { 0 }, cmd = { 0 };
	uint8_t iv[SIM_MAX_BLOCK], mac[SIM_MAC], inner[2], ins;
	struct sim_apdu a;
	bool wide;

	unhex(hex, &in);
	if (!sim_apdu_parse(in.p, in.n, &a))
		abort();
	ins = a.ins;
	in.p[0] |= 0x0C;
	terminal_count(&t->sm);
	if (a.lc > 0) {
		sim_add(&d, a.data, a.lc);
		sim_pad(&d, sim_block_size(t->sm.cipher));
		sim_encrypt(t->sm.cipher, t->sm.enc, terminal_iv(&t->sm, iv),
		    d.p, d.n, d.p);
		sim_tlv_head(&o, ins % 2 == 0 ? 0x87 : 0x85,
		    d.n + (ins % 2 == 0));
		sim_add(&o, "\1", ins % 2 == 0);
		sim_add(&o, d.p, d.n);
	}
	inner[0] = (uint8_t)(a.le >> 8);
	inner[1] = (uint8_t)a.le;
	if (a.le > 0)
		sim_tlv_put(&o, 0x97, inner + !a.extended, 1 + a.extended);
	terminal_mac(&t->sm, in.p, &o, mac);
	sim_tlv_put(&o, 0x8E, mac, sizeof mac);
	wide = le == EXTENDED || o.n > 255;
	sim_add(&cmd, in.p, 4);
	inner[0] = (uint8_t)(o.n >> 8);
	inner[1] = (uint8_t)o.n;
	sim_add(&cmd, "\0", wide);
	sim_add(&cmd, inner + !wide, 1 + wide);
	sim_add(&cmd, o.p, o.n);
	sim_add(&cmd, "\0\0", 1 + wide);
	terminal_send(t, &cmd);
	terminal_open(t, ins);
	sim_clear(&in);
	sim_clear(&o);
	sim_clear(&d);
	sim_clear(&cmd);
	return t->sw;
}

static inline unsigned
safe(struct terminal *t, const char *hex)
{
	return safe_le(t, hex, SHORT);
}

/* A card that is open, as after PACE, with known keys. */
static inline void
terminal_session(struct terminal *t, enum sim_cipher cipher)
{
	sim_card_power(t->c);
	sim_sm_start(&t->sm, cipher, "a shared secret", 15);
	t->c->sm = t->sm;
	t->c->access = true;
}

static inline void
terminal_free(struct terminal *t)
{
	sim_card_free(t->c);
	sim_clear(&t->answer);
	sim_clear(&t->data);
}

#define APPLET "00A4040C07A0000002471001"

#endif
