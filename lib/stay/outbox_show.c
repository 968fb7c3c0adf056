/* SPDX-License-Identifier: ISC */
/* A row in the words of the record. */
#include "record/record.h"
#include "stay/outbox_priv.h"
#include "text/utf8.h"

const char *
stay_state_word(enum stay_state s)
{
	static const char *const words[STAY_STATES] = { "waiting", "sending",
	    "unknown", "filed", "rejected", "expired" };

	return (unsigned)s < STAY_STATES ? words[s] : "?";
}

/* What was queued under a clock that was never set does not expire by it. */
enum stay_state
outbox_state(const struct outbox_row *row, long long now)
{
	if (row->state == STATE_WAITING && row->last < now &&
	    row->last >= DATE_CLOCK_MIN)
		/* the end of a day; an earlier one: the portal may have it */
		return (row->last + 7 * 3600 + 1) % 86400 == 0 ?
		    STATE_EXPIRED : STATE_UNKNOWN;
	return row->state;
}

void
outbox_say(const struct outbox_row *row, long long now, bool queued,
    char *(*tr)(const char *), struct buf *out)
{
	static const char *const said[STAY_STATES] = {
		N_("queued, not sent yet"), N_("being sent by another run"),
		N_("sent, but no answer came"), N_("filed"),
		N_("refused by the portal"),
		N_("too late for the portal: go to the commune police")
	};
	enum stay_state state = outbox_state(row, now);
	struct slice rest = row->answer;
	struct stay s = { 0 };
	const char *ours;

	buf_add_str(out, tr(queued && state == STATE_WAITING ? N_("queued") :
	    said[state]));
	if (stay_read(row->stay, &s) == ERR_OK && s.f[STAY_ROOM].n > 0) {
		buf_printf(out, ": %s ", tr(N_("room")));
		utf8_add_shown(out, s.f[STAY_ROOM]);
	}
	stay_release(&s);
	if (state != STATE_FILED && rest.n > 0) {
		ours = kbtt_said(&rest);
		buf_printf(out, ": %s", ours != NULL ? tr(ours) : "");
		utf8_add_shown(out, rest);
	}
	buf_add_char(out, '\n');
}

const char *
outbox_conflict(enum err e, const struct outbox_row *old)
{
	if (e == ERR_BUSY)
		return N_("is being sent just now: try again in a minute");
	if (old->other_day)
		return N_("may be filed already with another day of arrival:"
		    " look in the portal's list and correct it there, or file"
		    " the new day without --correct");
	if (old->state == STATE_FILED)
		return N_("is filed already with other data: correct it in the"
		    " portal");
	return N_("is queued already with other data: replace it with"
	    " --correct");
}

bool
outbox_is_overdue(const struct outbox_row *row, long long now)
{
	return row->state != STATE_FILED && row->due <= now;
}

static void
put_time(struct buf *out, const char *key, long long t)
{
	char text[DATE_MAX_TEXT];

	json_pair_str(out, key, moment_format(moment_from_unix(t), text));
}

void
outbox_notify(const struct outbox_row *row, long long now, struct buf *out)
{
	json_open(out, '{');
	json_pair_str(out, "state", stay_state_word(outbox_state(row, now)));
	put_time(out, "due", row->due);
	json_key(out, "attempts");
	json_put_int(out, row->attempts);
	if (row->answer.n > 0)
		json_pair(out, "answer", row->answer);
	if (row->filed_at != 0)
		put_time(out, "filed_at", row->filed_at);
	json_close(out, '}');
}

/* The person's members flat, all else of the filing set under `stay`. */
static void
put_stay(const struct stay *s, struct buf *out)
{
	static const enum stay_field flat[] = { STAY_NAME, STAY_DOB, STAY_SEX,
	    STAY_NATIONALITY };
	bool number = !s->foreign && s->f[STAY_DOC_NO].n == 12 &&
	    (slice_is(s->f[STAY_DOC_TYPE], "1") ||
	    slice_is(s->f[STAY_DOC_TYPE], "8"));
	unsigned i;

	if (number)
		json_pair(out, "id", s->f[STAY_DOC_NO]);
	for (i = 0; i < sizeof flat / sizeof *flat; i++)
		json_pair(out, stay_field_name(flat[i]), s->f[flat[i]]);
	if (!number) {
		json_pair(out, "doc_type", s->foreign ||
		    slice_is(s->f[STAY_DOC_TYPE], "4") ? SLICE("passport") :
		    s->f[STAY_DOC_TYPE]);
		json_pair(out, "doc_no", s->f[STAY_DOC_NO]);
	}
	json_key(out, "stay");
	json_open(out, '{');
	for (i = 0; i < STAY_FIELDS; i++)
		if (i == STAY_DOC_TYPE || i >= STAY_ROOM)
			json_pair(out, stay_field_name(i), s->f[i]);
	json_close(out, '}');
}

enum err
outbox_record(const struct outbox_row *row, long long now, struct buf *out)
{
	struct stay s = { 0 };

	if (stay_read(row->stay, &s) != ERR_OK)
		return ERR_DAMAGED;
	json_open(out, '{');
	put_stay(&s, out);
	json_key(out, "notify");
	outbox_notify(row, now, out);
	json_close(out, '}');
	buf_add_char(out, '\n');
	stay_release(&s);
	return ERR_OK;
}
