/* SPDX-License-Identifier: ISC */
/* The questions in the order of a document held in the hand. */
#include <stdio.h>

#include "record/json.h"
#include "stay/ask.h"
#include "stay/stay_priv.h"

/* STAY_LEAVE is asked for in nights. */
static const struct {
	enum stay_field f;
	bool foreign_only;
	const char *question;
} questions[] = {
	{ STAY_DOC_TYPE, false, N_("document (1 CCCD, 8 Căn cước, 2 CMND,"
	    " 5 birth certificate, 7 number notice, 4 Vietnamese passport,"
	    " passport = foreigner; empty: no more guests)") },
	{ STAY_DOC_NO, false, N_("its number") },
	{ STAY_NATIONALITY, true, N_("nationality (the portal's code, as"
	    " USA)") },
	{ STAY_NAME, false, N_("full name") },
	{ STAY_DOB, false, N_("date of birth (YYYY-MM-DD)") },
	{ STAY_SEX, false, N_("sex (M or F)") },
	{ STAY_PERMITTED, true, N_("permitted stay until (YYYY-MM-DD)") },
	{ STAY_ROOM, false, N_("room") },
	{ STAY_LEAVE, false, N_("nights (1 to 29)") },
	{ STAY_REASON_TEXT, false, N_("the reason in words") },
};

#define QUESTIONS (sizeof questions / sizeof *questions)

void
ask_release(struct ask *a)
{
	size_t i;

	for (i = 0; i < STAY_FIELDS; i++)
		buf_wipe(&a->text[i]);
	*a = (struct ask){ .d = a->d };
}

void
ask_start(struct ask *a, const struct stay_defaults *d)
{
	ask_release(a);
	a->d = d;
}

bool
ask_is_first(const struct ask *a)
{
	return a->at == 0;
}

/* What the command line says already, or this guest has not. */
static bool
is_skipped(const struct ask *a, unsigned at)
{
	const struct stay_defaults *d = a->d;

	if (questions[at].foreign_only && !stay_is_foreign(a->f))
		return true;
	switch (questions[at].f) {
	case STAY_PERMITTED:
		return d->permitted_until != NULL;
	case STAY_ROOM:
		return d->room != NULL || !d->room_required;
	case STAY_LEAVE:
		return d->nights > 0 || d->leave != NULL;
	case STAY_REASON_TEXT:
		return d->reason_text != NULL || d->reason == NULL ||
		    !slice_is(slice_str(d->reason), "20");
	default:
		return false;
	}
}

const char *
ask_question(struct ask *a)
{
	while (a->at < QUESTIONS && is_skipped(a, a->at))
		a->at++;
	return a->at < QUESTIONS ? questions[a->at].question : NULL;
}

static const char *
answer_nights(struct ask *a, struct slice s)
{
	long n = 0;
	size_t i;

	for (i = 0; i < s.n && i < 3; i++)
		n = n * 10 + (s.p[i] - '0');
	if (!slice_digits(s) || s.n > 2 || n < 1 || n > STAY_MAX_NIGHTS)
		return N_("must be a whole number from 1 to 29");
	snprintf(a->nights, sizeof a->nights, "%ld", n);
	return NULL;
}

const char *
ask_answer(struct ask *a, struct slice answer, long long now)
{
	struct stay_rules rules = { now, a->d->room_required };
	struct slice s = slice_trim(answer);
	enum stay_field f = questions[a->at].f;
	const char *why;

	if (f == STAY_LEAVE)
		why = answer_nights(a, s);
	else {
		if (f == STAY_SEX && s.n == 1)	/* as people type it */
			s = s.p[0] == 'm' ? SLICE("M") : s.p[0] == 'f' ?
			    SLICE("F") : s;
		buf_reset(&a->text[f]);
		buf_add_slice(&a->text[f], s);
		a->f[f] = buf_slice(&a->text[f]);
		why = stay_check(a->f, f, &rules);
	}
	if (why == NULL && f == STAY_DOC_TYPE && !stay_is_foreign(a->f))
		a->f[STAY_NATIONALITY] = SLICE("VNM");
	a->at += why == NULL;
	return why;
}

void
ask_record(const struct ask *a, struct buf *out)
{
	static const enum stay_field flat[] = { STAY_NAME, STAY_DOB, STAY_SEX,
	    STAY_NATIONALITY }, under[] = { STAY_DOC_TYPE, STAY_ROOM,
	    STAY_REASON_TEXT, STAY_PERMITTED };
	bool card = slice_is(a->f[STAY_DOC_TYPE], "1") ||
	    slice_is(a->f[STAY_DOC_TYPE], "8");
	bool passport = stay_is_foreign(a->f) ||
	    slice_is(a->f[STAY_DOC_TYPE], "4");
	size_t i;

	json_open(out, '{');
	json_pair(out, card ? "id" : "doc_no", a->f[STAY_DOC_NO]);
	if (passport)
		json_pair_str(out, "doc_type", "passport");
	for (i = 0; i < sizeof flat / sizeof *flat; i++)
		json_pair(out, stay_field_name(flat[i]), a->f[flat[i]]);
	json_pair_str(out, "source", "manual");
	json_pair_str(out, "from", "terminal");
	json_key(out, "stay");
	json_open(out, '{');
	for (i = 0; i < sizeof under / sizeof *under; i++)
		json_pair(out, stay_field_name(under[i]), a->f[under[i]]);
	if (a->nights[0] != '\0')
		json_pair_str(out, "nights", a->nights);
	json_close(out, '}');
	json_close(out, '}');
}
