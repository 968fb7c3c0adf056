/* SPDX-License-Identifier: ISC */
/* The chip's operating system: commands in, answers out. ISO/IEC 7816-4 for
 * their form, Doc 9303-11 for who may send them when. */
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "priv.h"

/* The interface carries 65,535 octets, the status word among them. */
#define MAX_LE 65533

struct sim_card *
sim_card_new(const struct sim_profile *p, const struct sim_issue *files)
{
	struct sim_card *c = calloc(1, sizeof *c);

	if (c == NULL)
		abort();
	c->profile = p;
	c->files = files;
	sim_card_passwords(c, NULL, NULL);
	sim_card_power(c);
	return c;
}

void
sim_card_free(struct sim_card *c)
{
	if (c == NULL)
		return;
	sim_pace_reset(c);
	sim_group_free(c->pace_group);
	sim_group_free(c->ca_group);
	EVP_PKEY_free(c->clone);
	sim_clear(&c->rest);
	sim_clear(&c->last);
	sim_clear(&c->laid);
	OPENSSL_cleanse(c, sizeof *c);
	free(c);
}

void
sim_card_passwords(struct sim_card *c, const char *mrz, const char *can)
{
	const char *id = c->profile->person.id;
	size_t n = id != NULL ? strlen(id) : 0;

	if (mrz != NULL)
		snprintf(c->mrz, sizeof c->mrz, "%s", mrz);
	else
		sim_mrz_info(c->profile, c->mrz);
	if (can == NULL)	/* the last six digits of the number */
		can = n >= 6 ? id + n - 6 : "";
	snprintf(c->can, sizeof c->can, "%s", can);
}

void
sim_card_random(struct sim_card *c, const void *p, size_t n)
{
	c->laid.n = c->laid_at = 0;
	sim_add(&c->laid, p, n);
}

void
sim_session_end(struct sim_card *c)
{
	OPENSSL_cleanse(&c->sm, sizeof c->sm);
	OPENSSL_cleanse(&c->next, sizeof c->next);
	sim_pace_reset(c);
	c->access = c->challenged = false;
	c->ef = -1;
}

void
sim_card_power(struct sim_card *c)
{
	sim_session_end(c);
	c->applet = false;
	c->rest.n = 0;
	c->last.n = 0;
	c->number = 0;
}

static unsigned
nibble(char ch)
{
	return ch <= '9' ? (unsigned)(ch - '0') : (unsigned)(ch & 0x5F) - 55;
}

/* The profile's, or that of a contactless card in a PC/SC reader. */
size_t
sim_card_atr(const struct sim_card *c, uint8_t out[33])
{
	const char *s = c->profile->atr;
	size_t n = 0;

	if (s == NULL)
		s = "3B8980014D4B6A434F532D333712";
	for (; s[0] != '\0' && n < 33; s++)
		if (*s != ' ' && s[1] != '\0') {
			out[n++] = (uint8_t)(nibble(s[0]) << 4 | nibble(s[1]));
			s++;
		}
	return n;
}

void
sim_card_seen(const struct sim_card *c, struct sim_seen *out)
{
	*out = c->seen;
}

bool
sim_apdu_parse(const uint8_t *p, size_t n, struct sim_apdu *a)
{
	size_t wide, rest;

	if (n < 4)
		return false;
	*a = (struct sim_apdu){ .cla = p[0], .ins = p[1], .p1 = p[2],
		.p2 = p[3], .room = SIZE_MAX };
	if (n == 4)
		return true;
	a->extended = n > 5 && p[4] == 0;
	wide = a->extended ? 2 : 1;
	p += a->extended ? 5 : 4;
	n -= a->extended ? 5 : 4;
	if (n < wide)
		return false;
	rest = a->extended ? (size_t)p[0] << 8 | p[1] : p[0];
	if (n == wide) {
		a->le = rest;
	} else {
		a->lc = rest;
		a->data = p + wide;
		if (rest == 0 || n - wide < rest)
			return false;
		p += wide + rest;
		n -= wide + rest;
		if (n == 0)
			return true;
		if (n != wide)
			return false;
		a->le = a->extended ? (size_t)p[0] << 8 | p[1] : p[0];
	}
	a->le_open = a->le == 0;
	if (a->le_open)
		a->le = a->extended ? 65536 : 256;
	return true;
}

static uint16_t
mse(struct sim_card *c, const struct sim_apdu *a, struct sim_bytes *out)
{
	switch (a->p1 << 8 | a->p2) {
	case 0xC1A4:
		return sim_mse_pace(c, a, out);
	case 0x41A4:
		return sim_mse_ca(c, a, out);
	case 0x41A6:
		return sim_mse_kat(c, a, out);
	default:
		return SW_P1P2;
	}
}

static uint16_t
general(struct sim_card *c, const struct sim_apdu *a, struct sim_bytes *out)
{
	if (a->p1 != 0 || a->p2 != 0)
		return SW_P1P2;
	if (c->pace.step == STEP_NONE)
		return SW_CONDITIONS;
	if (c->pace.step == STEP_CA)
		return sim_general_ca(c, a, out);
	return sim_general_pace(c, a, out);
}

/* What did not fit the answer before. */
static uint16_t
get_response(struct sim_card *c, const struct sim_apdu *a,
    struct sim_bytes *out)
{
	if (a->p1 != 0 || a->p2 != 0)
		return SW_P1P2;
	if (a->lc != 0 || a->le == 0)
		return SW_LENGTH;
	if (c->rest.n == 0)
		return SW_CONDITIONS;
	sim_add(out, c->rest.p, c->rest.n);
	return SW_OK;
}

static const struct {
	uint8_t ins;
	bool chained;		/* CLA 10 is known */
	sim_handler *run;
} commands[] = {
	{ 0x22, false, mse },
	{ 0x82, false, sim_external_authenticate },
	{ 0x84, false, sim_get_challenge },
	{ 0x86, true, general },
	{ 0x88, false, sim_internal_authenticate },
	{ 0xA4, false, sim_select },
	{ 0xB0, false, sim_read_binary },
	{ 0xB1, false, sim_read_binary_odd },
	{ 0xC0, false, get_response },
};

static uint16_t
run(struct sim_card *c, const struct sim_apdu *a, struct sim_bytes *data)
{
	size_t i, n = sizeof commands / sizeof *commands;
	uint16_t sw;

	if (sim_faulty(c, SIM_F_SW_MACED))
		return (uint16_t)c->fault.value;
	for (i = 0; i < n && commands[i].ins != a->ins; i++)
		;
	/* A protocol is a row of commands with nothing in between. */
	if (a->ins != 0x86 && a->ins != 0xC0)
		sim_pace_reset(c);
	if (a->ins != 0x82)
		c->challenged = false;
	if (i == n)
		return SW_INS;
	if ((a->cla & 0x10) != 0 && !commands[i].chained)
		return SW_NO_CHAINING;
	sw = commands[i].run(c, a, data);
	if (sw == SW_OK && sim_faulty(c, SIM_F_WARN))
		sw = SW_END_OF_FILE;
	return sw;
}

static void
word(struct sim_bytes *out, uint16_t sw)
{
	uint8_t b[2] = { (uint8_t)(sw >> 8), (uint8_t)sw };

	sim_add(out, b, sizeof b);
}

/* Plain: what Le cuts off waits for GET RESPONSE (ISO/IEC 7816-4, 5.3.4). */
static void
answer_plain(struct sim_card *c, const struct sim_apdu *a,
    struct sim_bytes *out)
{
	struct sim_bytes data = { 0 }, rest = { 0 };
	uint16_t sw = run(c, a, &data);
	size_t n = data.n < a->le ? data.n : a->le, left = data.n - n;

	sim_add(out, data.p, n);
	if (left > 0)
		sim_add(&rest, data.p + n, left);
	sim_clear(&c->rest);
	c->rest = rest;
	word(out,
	    left == 0 ? sw : (uint16_t)(0x6100 | (left < 256 ? left : 0)));
	sim_clear(&data);
}

static void
answer_protected(struct sim_card *c, struct sim_apdu *a,
    struct sim_bytes *out)
{
	struct sim_bytes plain = { 0 }, data = { 0 };
	uint16_t sw = SW_SM_WRONG;

	if (a->le > MAX_LE)
		a->le = MAX_LE;
	if (c->sm.on)
		sw = a->le == 0 ? SW_LENGTH : sim_sm_open(&c->sm, a, &plain);
	if (sw != SW_OK) {
		sim_session_end(c);	/* 9.8.5: without SM */
		word(out, sw);
	} else {
		sw = run(c, a, &data);
		if (data.n > a->room) {
			data.n = 0;
			sw = SW_LENGTH;
		}
		sim_sm_close(&c->sm, a->ins, &data, sw, out);
	}
	sim_clear(&plain);
	sim_clear(&data);
}

static void
answer(struct sim_card *c, const uint8_t *cmd, size_t n, struct sim_bytes *out)
{
	struct sim_apdu a;

	if (!sim_apdu_parse(cmd, n, &a) ||
	    (a.extended && c->profile->short_only)) {
		sim_session_end(c);
		word(out, SW_LENGTH);
		return;
	}
	c->seen.extended += a.extended;
	if (a.cla == 0x0C) {
		answer_protected(c, &a, out);
	} else {
		if (c->sm.on)	/* 9.8.3: a plain command ends the session */
			sim_session_end(c);
		if (a.cla == 0x00 || a.cla == 0x10)
			answer_plain(c, &a, out);
		else
			word(out, SW_CLA);
	}
	if (c->next.on) {
		c->sm = c->next;
		OPENSSL_cleanse(&c->next, sizeof c->next);
	}
}

/* Faults that leave no answer. */
static bool
unanswered(struct sim_card *c, enum sim_event *event)
{
	switch (c->faulty ? c->fault.kind : SIM_F_NONE) {
	case SIM_F_GONE:
		*event = SIM_GONE_NOW;
		break;
	case SIM_F_SILENT:
		*event = SIM_SILENT_NOW;
		break;
	case SIM_F_RESET:
		*event = SIM_RESET_NOW;
		break;
	default:
		return false;
	}
	sim_card_power(c);
	return true;
}

void
sim_card_apdu(struct sim_card *c, const uint8_t *cmd, size_t n,
    struct sim_bytes *out, enum sim_event *event)
{
	out->n = 0;
	c->number++;
	c->seen.apdus++;
	c->seen.octets_in += n;
	c->faulty = c->fault_left > 0 && c->number >= c->fault.at;
	c->fault_left -= c->faulty;
	if (unanswered(c, event))
		return;
	if (sim_faulty(c, SIM_F_SW)) {
		sim_session_end(c);
		word(out, (uint16_t)c->fault.value);
	} else {
		answer(c, cmd, n, out);
	}
	*event = sim_fault_answer(c, out);
	c->last.n = 0;
	sim_add(&c->last, out->p, out->n);
	c->seen.octets_out += out->n;
	if (*event == SIM_TORN_NOW)
		sim_card_power(c);
}
