/* SPDX-License-Identifier: ISC */
/* The order of a whole read, and how it goes on after a lost session. */
#include "base/mem.h"
#include "chip/holder.h"
#include "chip/session_priv.h"

const char *
lds_absent_word(enum lds_absent a)
{
	static const char *const words[ABSENT_REASONS] = {
		[ABSENT_NOT] = "", [ABSENT_NOT_LISTED] = "not-listed",
		[ABSENT_MISSING] = "missing",
		[ABSENT_PROTECTED] = "protected",
		[ABSENT_SKIPPED] = "not-asked", [ABSENT_REFUSED] = "refused",
		[ABSENT_DAMAGED] = "damaged",
		[ABSENT_NOT_NEEDED] = "not-needed",
	};

	return words[a];
}

void
session_result_release(struct session_result *r)
{
	int f;

	for (f = 0; f < LDS_FILES; f++)
		buf_wipe(&r->file[f]);
	buf_wipe(&r->aa_sig);
	buf_wipe(&r->ca_sk);
	buf_wipe(&r->ca_resp);
	buf_wipe(&r->cam_map_ic);
	buf_wipe(&r->cam_ca_ic);
	mem_wipe(r, sizeof(*r));
}

/* A card that ended the session because of a length, and a reader or card that
 * broke over a long command: short ones may do. */
static bool
short_may_do(const struct session *s, enum err e)
{
	if (e == ERR_SESSION)
		return session_sw_length(s->r->sw);
	return s->sent_long && (e == ERR_LINK || e == ERR_CARD_LOST);
}

/* Without the chip's private key nobody gives that answer. */
static bool
ca_failed(const struct session *s, enum err e)
{
	return s->ca_pending && (e == ERR_HOSTILE ||
	    (e == ERR_SESSION && !session_sw_length(s->r->sw)));
}

static bool
have(const struct session *s, enum lds_file f)
{
	return s->r->absent[f] == ABSENT_NOT;
}

static enum err
same_file(struct session *s, enum lds_file f)
{
	struct buf was = s->r->file[f];
	enum err e;

	s->r->file[f] = (struct buf){ 0 };
	s->r->absent[f] = ABSENT_NOT_LISTED;
	e = session_file(s, f);
	if (e == ERR_OK &&
	    !slice_eq(buf_slice(&was), buf_slice(&s->r->file[f])))
		e = ERR_CARD_LOST;
	buf_wipe(&was);
	return e;
}

/* A reset may wake another card: of two that lie together, or one laid in the
 * place of the first. One person's open to the same key. No two have the same
 * EF.SOD, and it covers the rest; before it was read every file is compared. */
static enum err
same_card(struct session *s)
{
	enum err e = ERR_OK;
	int f;

	if (have(s, LDS_SOD))
		return same_file(s, LDS_SOD);
	for (f = LDS_DG1; e == ERR_OK && f < LDS_FILES; f++)
		if (have(s, f))
			e = same_file(s, f);
	return e;
}

/* What chip-authentication mapping shows, it shows of one session. */
static enum err
start_again(struct session *s)
{
	enum err e;

	s->r->reconnects++;
	s->r->cam = PROOF_NOT;
	s->secure = false;
	session_forget(s);
	e = s->card->reset(s->card->ctx);
	if (e == ERR_OK)
		e = session_open(s);
	return e == ERR_OK ? same_card(s) : e;
}

/* Opens the card anew after `e`, where that can help; else `e` itself. */
static enum err
again(struct session *s, enum err e)
{
	bool proving = s->ca_pending;

	if (s->r->reconnects == SESSION_MAX_RECONNECTS ||
	    (!ca_failed(s, e) && !short_may_do(s, e)))
		return e;
	if (ca_failed(s, e)) {
		s->r->ca = PROOF_BAD;
		s->r->ca_why = e == ERR_HOSTILE ? "wrong-mac" : "session-ended";
		s->r->ca_sw = e == ERR_SESSION ? s->r->sw : 0;
		proving = false;
	} else {
		s->head_first = s->head_first ||
		    (e == ERR_SESSION && s->limit == SESSION_CHUNK_SHORT);
		s->limit = SESSION_CHUNK_SHORT;
		session_only_short(s);
	}
	s->ca_pending = false;
	e = start_again(s);
	return e == ERR_OK && proving ? session_ca(s, LDS_DG14) : e;
}

/* A step, repeated after a new start of the card. */
static enum err
persist(struct session *s, enum err (*step)(struct session *, enum lds_file),
    enum lds_file f)
{
	enum err e;

	while ((e = step(s, f)) != ERR_OK)
		if ((e = again(s, e)) != ERR_OK)
			break;
	return e;
}

static enum err
first_open(struct session *s, enum lds_file f)
{
	(void)f;
	return s->sm != NULL ? ERR_OK : session_open(s);
}

static bool
listed(const struct session *s, enum lds_file f)
{
	int n = lds_group_number(f);

	return n > 0 && (s->listed >> (n - 1) & 1) != 0;
}

static enum err
needed(struct session *s, enum lds_file f)
{
	enum err e = persist(s, session_file, f);

	if (e == ERR_OK && !have(s, f)) {
		s->r->at = f;
		return ERR_REFUSED;
	}
	return e;
}

static enum err
where_listed(struct session *s, enum lds_file f)
{
	if (!listed(s, f) || have(s, f))
		return ERR_OK;
	return persist(s, session_file, f);
}

/* The right card, before anything more of it is read: six digits of a number
 * may open another. */
static enum err
right_card(struct session *s)
{
	return holder_is(buf_slice(&s->r->file[LDS_DG1]), s->password->id,
	    s->password->document) ? ERR_OK : ERR_OTHER_CARD;
}

static void
list_of_sod(struct session *s)
{
	struct lds_sod sod;

	if (lds_sod_parse(buf_slice(&s->r->file[LDS_SOD]), &sod) != ERR_OK)
		return;
	s->listed |= sod.groups;
	lds_sod_release(&sod);
}

static void
list_of_com(struct session *s)
{
	struct lds_com com;

	if (have(s, LDS_COM) && lds_com_parse(
	    buf_slice(&s->r->file[LDS_COM]), &com) == ERR_OK)
		s->listed |= com.groups;
}

/* Chip Authentication as early as its key is there; after CAM too, for more
 * proofs cost little. */
static enum err
dg14(struct session *s)
{
	enum err e;

	if (have(s, LDS_DG14))
		return ERR_OK;
	e = where_listed(s, LDS_DG14);
	if (e == ERR_OK && have(s, LDS_DG14))
		e = persist(s, session_ca, LDS_DG14);
	return e;
}

/* Reading DG15 is the probe for long answers, where its proof needs one. */
static enum err
dg15(struct session *s)
{
	enum err e;

	if (!listed(s, LDS_DG15))
		return ERR_OK;
	if (s->r->answer_limit == 0 && session_aa_is_long(s))
		s->limit = SESSION_CHUNK_LONG;
	e = where_listed(s, LDS_DG15);
	if (e == ERR_OK && s->r->answer_limit == 0)
		s->limit = SESSION_CHUNK_SHORT;
	if (e == ERR_OK && have(s, LDS_DG15))
		e = persist(s, session_aa, LDS_DG15);
	return e;
}

static void
name_absent(struct session *s)
{
	int f;

	for (f = LDS_DG1; f < LDS_FILES; f++) {
		if (have(s, f))
			continue;
		if (!listed(s, f))
			s->r->absent[f] = ABSENT_NOT_LISTED;
		else if (f == LDS_DG3 || f == LDS_DG4)
			s->r->absent[f] = ABSENT_PROTECTED;
		else if (f == LDS_DG2 || (f >= LDS_DG5 && f <= LDS_DG10))
			if (s->r->absent[f] == ABSENT_NOT_LISTED)
				s->r->absent[f] = ABSENT_SKIPPED;
	}
}

static enum err
read_all(struct session *s)
{
	static const enum lds_file rest[] = { LDS_DG11, LDS_DG12, LDS_DG16 };
	size_t i;
	enum err e;

	e = persist(s, first_open, LDS_CARD_ACCESS);
	if (s->r->answer_limit > SESSION_CHUNK_SHORT)
		s->limit = s->r->answer_limit;
	if (e == ERR_OK)
		e = needed(s, LDS_DG1);
	if (e == ERR_OK)
		e = right_card(s);
	if (e == ERR_OK)
		e = persist(s, session_file, LDS_DG13);
	if (e == ERR_OK)
		e = needed(s, LDS_SOD);
	if (e != ERR_OK)
		return e;
	list_of_sod(s);
	e = dg14(s);
	if (e == ERR_OK)
		e = persist(s, session_file, LDS_COM);
	if (e != ERR_OK)
		return e;
	list_of_com(s);
	e = dg14(s);
	if (e == ERR_OK)
		e = dg15(s);
	for (i = 0; e == ERR_OK && i < 3; i++)
		e = where_listed(s, rest[i]);
	if (e == ERR_OK && !s->env->no_portrait)
		e = where_listed(s, LDS_DG2);
	if (e == ERR_OK)
		name_absent(s);
	return e;
}

static void
start(struct session *s, struct session_result *r)
{
	int f;

	*r = (struct session_result){ .pace_param = -1, .ca_key_id = -1,
	    .key_kind = s->password->kind,
	    .answer_limit = s->env->answer_limit };
	for (f = 0; f < LDS_FILES; f++)
		r->absent[f] = ABSENT_NOT_LISTED;
	r->absent[LDS_CARD_ACCESS] = ABSENT_NOT_NEEDED;
	r->absent[LDS_CARD_SECURITY] = ABSENT_NOT_NEEDED;
	s->limit = SESSION_CHUNK_SHORT;
	s->began = s->env->now_us(s->env->clock);
}

enum err
session_read(struct card *c, const struct password *p,
    const struct session_env *e, struct session_result *out)
{
	struct session s = { .card = c, .password = p, .env = e, .r = out };
	enum err err;
	int f;

	start(&s, out);
	err = read_all(&s);
	if (err == ERR_OK)
		out->sw = 0;
	for (f = 0; err == ERR_OTHER_CARD && f < LDS_FILES; f++) {
		buf_wipe(&out->file[f]);
		out->absent[f] = ABSENT_SKIPPED;
	}
	out->us_total = e->now_us(e->clock) - s.began;
	session_forget(&s);
	buf_wipe(&s.cmd);
	buf_wipe(&s.raw);
	mem_wipe(&s.infos, sizeof(s.infos));
	return err;
}
