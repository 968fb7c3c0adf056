/* SPDX-License-Identifier: ISC */
/* Into the chip: EF.CardAccess, PACE, BAC, the application. */
#include <string.h>

#include "chip/bac.h"
#include "chip/pace.h"
#include "chip/session_priv.h"

/* What a card says to a wrong key: 6300 and 63Cx, and 6982 and 6988 of some
 * chips, at the one command that can only fail for it. */
static bool
wrong_key(uint16_t sw)
{
	return sw >> 8 == 0x63 || sw == 0x6982 || sw == 0x6988;
}

static enum err
select_mf(struct session *s, uint16_t *sw)
{
	static const uint8_t mf[2] = { 0x3F, 0x00 };
	struct apdu a = { .ins = 0xA4, .p2 = 0x0C,
	    .data = { (const char *)mf, sizeof(mf) } };

	return session_tell(s, &a, sw);
}

static bool
usable(struct session *s)
{
	return s->r->absent[LDS_CARD_ACCESS] == ABSENT_NOT &&
	    security_infos_parse(buf_slice(&s->r->file[LDS_CARD_ACCESS]),
	    &s->infos) == ERR_OK;
}

/* Vietnamese cards refuse SELECT MF (6D00, 6982), so that comes last; others
 * want it, or know the short identifier only. */
static enum err
card_access(struct session *s)
{
	struct session_result *r = s->r;
	uint16_t sw;
	enum err e;

	r->at = LDS_CARD_ACCESS;
	e = session_file(s, LDS_CARD_ACCESS);
	if (e != ERR_OK || usable(s))
		return e;
	e = session_content(s, LDS_CARD_ACCESS,
	    lds_info(LDS_CARD_ACCESS)->sfi);
	if (e != ERR_OK || usable(s))
		return e;
	e = select_mf(s, &sw);
	if (e == ERR_OK && session_sw_fine(sw))
		e = session_file(s, LDS_CARD_ACCESS);
	if (e != ERR_OK || usable(s))
		return e;
	r->card_access_built_in = true;
	return security_infos_parse(security_info_built_in(), &s->infos);
}

static enum err
select_application(struct session *s)
{
	struct apdu a = { .ins = 0xA4, .p1 = 0x04, .p2 = 0x0C,
	    .data = SLICE(SESSION_AID) };
	uint16_t sw;
	enum err e = session_tell(s, &a, &sw);

	if (e != ERR_OK)
		return e;
	s->selected = session_sw_fine(sw);
	if (s->selected)
		return ERR_OK;
	s->r->sw = sw;
	return sw == SW_NOT_FOUND ? ERR_NO_CHIP : ERR_REFUSED;
}

/* Why it is BAC, for the record; the refusal is no error yet. */
static enum err
no_pace(struct session *s, const char *why, uint16_t sw)
{
	s->r->fallback = why;
	s->r->fallback_sw = sw;
	return ERR_OK;
}

static enum err
general_authenticate(struct session *s, bool last, struct slice data,
    struct buf *answer, uint16_t *sw)
{
	struct apdu a = { .cla = last ? 0x00 : 0x10, .ins = 0x86,
	    .data = data, .le = ANSWER_LE(data.n) };

	buf_reset(answer);
	return session_command(s, &a, answer, sw);
}

/* Four times GENERAL AUTHENTICATE. *sw tells in which way the card refused;
 * *step where. */
static enum err
pace_steps(struct session *s, struct pace *p, int *step, uint16_t *sw)
{
	const struct random *random = s->env->random;
	struct buf ask = { 0 }, answer = { 0 };
	struct slice got;
	enum err e = ERR_OK;

	for (*step = 1; *step <= 4 && e == ERR_OK; ++*step) {
		got = buf_slice(&answer);
		buf_reset(&ask);
		if (*step == 1)
			pace_nonce(p, &ask);
		else if (*step == 2)
			e = pace_map(p, got, random, &ask);
		else if (*step == 3)
			e = pace_agree(p, got, random, &ask);
		else
			e = pace_token(p, got, &ask);
		if (e == ERR_OK)
			e = general_authenticate(s, *step == 4, buf_slice(&ask),
			    &answer, sw);
		if (e == ERR_OK && !session_sw_fine(*sw))
			break;
	}
	if (e == ERR_OK && *step > 4)
		e = pace_finish(p, buf_slice(&answer), &s->sm);
	buf_wipe(&ask);
	buf_wipe(&answer);
	return e;
}

static enum err
pace_begin(struct session *s, struct pace *p, uint16_t *sw)
{
	struct buf data = { 0 };
	struct apdu a = { .ins = 0x22, .p1 = 0xC1, .p2 = 0xA4 };
	enum err e;

	pace_mse(p, &data);
	a.data = buf_slice(&data);
	e = session_tell(s, &a, sw);
	buf_release(&data);
	return e;
}

static void
pace_stands(struct session *s, const struct pace *p,
    const struct pace_info *info, bool can)
{
	struct session_result *r = s->r;
	struct slice map_ic, ca_ic;

	s->secure = true;
	r->protocol = SESSION_PACE;
	r->password = can ? "can" : "mrz";
	session_oid(info->oid, r->pace_oid, sizeof(r->pace_oid));
	r->pace_param = info->param;
	if (info->mapping != PACE_CAM)
		return;
	pace_cam(p, &map_ic, &ca_ic);
	buf_reset(&r->cam_map_ic);
	buf_add_slice(&r->cam_map_ic, map_ic);
	buf_reset(&r->cam_ca_ic);
	buf_add_slice(&r->cam_ca_ic, ca_ic);
}

/* ERR_OK without a session: it could not be begun, see fallback. The first
 * step may say 63Cx and mean only how many tries are left (TR-03110-3, B.14.1);
 * the last refuses our token, and that is the wrong key. */
static enum err
run_pace(struct session *s, const struct pace_info *info)
{
	const struct password *pw = s->password;
	bool can = pw->can[0] != '\0';
	struct buf mrz = { 0 };
	struct slice secret = slice_str(pw->can);
	struct pace *p = NULL;
	uint16_t sw = 0;
	int step = 0;
	enum err e;

	if (!can) {
		password_mrz_info(pw, 0, &mrz);
		secret = buf_slice(&mrz);
	}
	e = pace_new(info, can ? PACE_CAN : PACE_MRZ, secret, &p);
	if (e != ERR_OK) {
		e = e == ERR_UNSUPPORTED ? no_pace(s, "unsupported", 0) : e;
		goto out;
	}
	e = pace_begin(s, p, &sw);
	if (e == ERR_OK && !session_sw_fine(sw) && sw >> 8 != 0x63) {
		e = no_pace(s, "set-refused", sw);
		goto out;
	}
	if (e == ERR_OK)
		e = pace_steps(s, p, &step, &sw);
	if (e == ERR_OK && s->sm != NULL) {
		pace_stands(s, p, info, can);
	} else if (e == ERR_OK && step == 4 && wrong_key(sw)) {
		s->r->sw = sw;
		e = ERR_WRONG_KEY;
	} else if (e == ERR_OK) {
		e = no_pace(s, "step-refused", sw);
	}
out:
	pace_free(p);
	buf_wipe(&mrz);
	return e;
}

static enum err
try_pace(struct session *s)
{
	const struct pace_info *info = security_infos_pace(&s->infos);

	if (info == NULL)
		return no_pace(s, s->infos.paces > 0 ||
		    s->infos.has_pace_domain ? "unsupported" : "not-offered",
		    0);
	if (s->password->can[0] == '\0' && !password_has_mrz(s->password))
		return no_pace(s, "no-key", 0);
	return run_pace(s, info);
}

/* One key. ERR_WRONG_KEY: the card did not take it. */
static enum err
bac_once(struct session *s, size_t expiry)
{
	struct buf mrz = { 0 }, answer = { 0 }, ask = { 0 };
	struct apdu challenge = { .ins = 0x84, .le = 8 },
	    authenticate = { .ins = 0x82, .le = 40 };
	struct bac *b;
	uint16_t sw = 0;
	enum err e;

	password_mrz_info(s->password, expiry, &mrz);
	b = bac_new(buf_slice(&mrz));
	e = session_command(s, &challenge, &answer, &sw);
	if (e == ERR_OK && !session_sw_fine(sw))
		e = ERR_REFUSED;
	else if (e == ERR_OK)
		e = bac_request(b, buf_slice(&answer), s->env->random, &ask);
	if (e == ERR_FORMAT)
		e = ERR_LINK;
	if (e == ERR_OK) {
		authenticate.data = buf_slice(&ask);
		buf_reset(&answer);
		e = session_command(s, &authenticate, &answer, &sw);
		if (e == ERR_OK && !session_sw_fine(sw))
			e = wrong_key(sw) ? ERR_WRONG_KEY : ERR_REFUSED;
	}
	if (e == ERR_OK)
		e = bac_session(b, buf_slice(&answer), &s->sm);
	if (e == ERR_OK)
		s->secure = true;
	else if (e == ERR_REFUSED || e == ERR_WRONG_KEY)
		s->r->sw = sw;
	bac_free(b);
	buf_wipe(&mrz);
	buf_wipe(&answer);
	buf_wipe(&ask);
	return e;
}

/* Some chips want a new start after a wrong key, and say so by refusing the
 * next challenge. */
static enum err
bac_retry(struct session *s, size_t expiry)
{
	enum err e = bac_once(s, expiry);

	if (e != ERR_REFUSED || expiry == 0)
		return e;
	e = s->card->reset(s->card->ctx);
	if (e == ERR_OK)
		e = select_application(s);
	return e == ERR_OK ? bac_once(s, expiry) : e;
}

static enum err
try_bac(struct session *s)
{
	struct session_result *r = s->r;
	const struct password *p = s->password;
	size_t n = r->protocol == SESSION_BAC ? s->expiry : 0, i;
	enum err e = ERR_WRONG_KEY;

	for (i = n; i < p->expiries && e == ERR_WRONG_KEY; i++) {
		e = i == n ? bac_once(s, i) : bac_retry(s, i);
		s->expiry = i;
		if (r->protocol == SESSION_BAC)
			break;		/* again with the key that is right */
	}
	if (e == ERR_OK) {
		r->protocol = SESSION_BAC;
		r->password = "mrz";
	}
	return e;
}

/* PACE could not be begun: is it an identity chip at all, and does the other
 * key open it? */
static enum err
open_by_mrz(struct session *s)
{
	enum err e = select_application(s);

	if (e != ERR_OK)
		return e;
	if (!password_has_mrz(s->password)) {
		s->r->sw = s->r->fallback_sw;
		return ERR_NEEDS_MRZ;
	}
	return try_bac(s);
}

enum err
session_open(struct session *s)
{
	struct session_result *r = s->r;
	bool first = r->protocol == SESSION_NONE;
	enum err e = ERR_OK;

	s->secure = s->selected = false;
	session_forget(s);
	if (first)
		e = card_access(s);
	if (e == ERR_OK && r->protocol != SESSION_BAC)
		e = try_pace(s);
	if (e == ERR_OK && s->sm != NULL)
		e = session_cam(s);
	if (e == ERR_OK && s->sm == NULL)
		e = first || r->protocol == SESSION_BAC ? open_by_mrz(s) :
		    ERR_REFUSED;
	else if (e == ERR_OK)
		e = select_application(s);
	if (e == ERR_OK)
		r->sw = 0;
	if (e == ERR_OK && r->us_access == 0)
		r->us_access = s->env->now_us(s->env->clock) - s->began;
	return e;
}
