/* SPDX-License-Identifier: ISC */
/* Sessions that the card loses in the middle of a read: the start anew, by the
 * same key and from the same card. */
#include "chip/session_priv.h"
#include "issued.h"
#include "tap.h"

/* Two cards of one person, the second woken by the reset after a lost session:
 * `at`, by which command it is lost; `fault` is of the second. */
static void
two_cards(void)
{
	static const struct {
		const char *name, *profile, *residence;	/* "": a copy */
		unsigned at;
		struct sim_fault fault;
		enum err e;
		enum session_proof cam;
	} c[] = {
		{ "after EF.SOD", "2021", NULL, 28, { 0 },
		    ERR_CARD_LOST, PROOF_NOT },
		{ "before it, DG13 is another", "2021", "Hà Nội", 14, { 0 },
		    ERR_CARD_LOST, PROOF_NOT },
		{ "before any file", "2021", NULL, 9, { 0 }, ERR_OK,
		    PROOF_NOT },
		{ "a copy, without the key that mapped", "cam", "", 30,
		    { SIM_F_CLONE, 5, 1, 0 }, ERR_OK, PROOF_BAD },
	};
	struct sim_profile p, q;
	struct issued i, other;
	struct session_env env;
	struct session_result r;
	struct password pw;
	struct simcard s;
	size_t n;
	bool copy;
	enum err e;

	for (n = 0; n < sizeof(c) / sizeof(c[0]); n++) {
		p = q = *sim_profile_named(c[n].profile);
		copy = c[n].residence != NULL && c[n].residence[0] == '\0';
		if (c[n].residence != NULL && !copy)
			q.person.residence = c[n].residence;
		if (!issue(&p, &i) || !issue(&q, &other))
			abort();
		simcard_init(&s, &p, &i.files);
		sim_card_fault(s.chip, &(struct sim_fault){ SIM_F_SW, c[n].at,
		    1, 0x6700 });
		s.next = sim_card_new(&q, copy ? &i.files : &other.files);
		if (c[n].fault.kind != SIM_F_NONE)
			sim_card_fault(s.next, &c[n].fault);
		simcard_env(&s, &env);
		simcard_password(&p, false, &pw);
		e = session_read(&s.card, &pw, &env, &r);
		OK(e == c[n].e && s.next == NULL && r.reconnects == 1,
		    "another card, %s: %s", c[n].name, err_word(e));
		OK(e != ERR_OK || (simcard_same(copy ? &i.files :
		    &other.files, &r, LDS_CARD_ACCESS) && r.cam == c[n].cam),
		    "every file is of one card, cam %d", r.cam);
		session_result_release(&r);
		simcard_release(&s);
		sim_issue_free(&i.files);
		sim_issue_free(&other.files);
	}
}

/* A session that is lost stays lost until the card starts anew: not one more
 * command goes out, neither in the clear nor under its keys. */
static void
lost_is_lost(const char *profile)
{
	static const uint8_t id[2] = { 0x01, 0x01 };
	const struct apdu select = { .ins = 0xA4, .p1 = 0x02, .p2 = 0x0C,
	    .data = { (const char *)id, sizeof(id) } };
	struct session_result r = { .pace_param = -1 };
	struct session_env env;
	struct password pw;
	struct simcard card;
	struct session s = { .card = &card.card, .password = &pw, .env = &env,
	    .r = &r, .limit = SESSION_CHUNK_SHORT };
	struct issued i;
	uint16_t sw;
	unsigned n;
	bool good;

	if (!issue(sim_profile_named(profile), &i))
		abort();
	simcard_init(&card, i.p, &i.files);
	simcard_env(&card, &env);
	simcard_password(i.p, true, &pw);
	good = session_open(&s) == ERR_OK && s.sm != NULL &&
	    session_tell(&s, &select, &sw) == ERR_OK;
	sim_card_power(card.chip);
	n = card.n;
	good = good && session_tell(&s, &select, &sw) == ERR_SESSION &&
	    session_tell(&s, &select, &sw) == ERR_SESSION &&
	    session_tell(&s, &select, &sw) == ERR_SESSION;
	OK(good && card.n == n + 1, "%s: a lost session stays lost: %u commands",
	    profile, card.n - n);
	session_forget(&s);
	buf_release(&s.cmd);
	buf_release(&s.raw);
	session_result_release(&r);
	simcard_release(&card);
	sim_issue_free(&i.files);
}

/* After a new start BAC takes the key that opened the card before, and no
 * other: neither one that is known to be wrong, nor the next one, with which it
 * would be another card. `other`: the second card's expiry; NULL: the same. */
static void
bac_again(const char *name, const char *other, enum err want)
{
	struct sim_profile p = *sim_profile_named("bac-only"), q = p;
	struct issued i, second;
	struct session_env env;
	struct session_result r;
	struct sim_seen seen;
	struct password pw;
	struct simcard s;
	enum err e;

	if (other != NULL)
		q.person.expires = other;
	if (!issue(&p, &i) || !issue(&q, &second))
		abort();
	simcard_init(&s, &p, &i.files);
	simcard_env(&s, &env);
	simcard_password(&p, true, &pw);
	memcpy(pw.expiry[1], pw.expiry[0], sizeof pw.expiry[1]);
	memcpy(pw.expiry[0], "291231", 7);
	memcpy(pw.expiry[2], "301231", 7);
	pw.expiries = 3;
	sim_card_fault(s.chip, &(struct sim_fault){ SIM_F_SW, 14, 1, 0x6700 });
	if (other != NULL)
		s.next = sim_card_new(&q, &second.files);
	e = session_read(&s.card, &pw, &env, &r);
	sim_card_seen(s.chip, &seen);
	OK(e == want && r.reconnects == 1 && seen.wrong_keys == 1 &&
	    seen.bac == (want == ERR_OK), "%s: %s, %u wrong keys", name,
	    err_word(e), seen.wrong_keys);
	session_result_release(&r);
	simcard_release(&s);
	sim_issue_free(&i.files);
	sim_issue_free(&second.files);
}

int
main(void)
{
	pki = sim_pki_new(NULL, false);
	if (pki == NULL)
		return 1;
	two_cards();
	lost_is_lost("2021");
	lost_is_lost("bac-only");
	bac_again("the second key again", NULL, ERR_OK);
	bac_again("a card of the first key", "20291231", ERR_WRONG_KEY);
	bac_again("a card of the third key", "20301231", ERR_WRONG_KEY);
	sim_pki_free(pki);
	return tap_done();
}
