/* SPDX-License-Identifier: ISC */
/* Keys meet cards. */
#include "desk/attend.h"

#define LOOK_MS 1000		/* between two looks for readers */

bool
attend_is_trouble(enum err e)
{
	static const enum err list[] = { ERR_NO_SERVICE, ERR_NO_READER,
	    ERR_READER_LOST, ERR_READER_DENIED, ERR_BUSY, ERR_CHILD, ERR_IO,
	    ERR_TOO_LONG, ERR_FORMAT };
	size_t i;

	for (i = 0; i < sizeof list / sizeof *list; i++)
		if (e == list[i])
			return true;
	return false;
}

const char *
attend_text(enum err e)
{
	switch (e) {
	case ERR_TIMEOUT:
		return N_("the card fell silent: take it away and lay it"
		    " again");
	case ERR_CHILD:
		return N_("reading broke down on this card: take it away and"
		    " lay it again");
	case ERR_BUSY:
		return N_("another program holds the card: close it, take the"
		    " card away and lay it again");
	case ERR_UNSUPPORTED:
		return N_("the card offers no way in that is known here: go"
		    " on without its chip");
	default:
		return err_str(e);
	}
}

/* The key may open the next card, or this one when it is laid again. */
static bool
may_come_right(enum err e)
{
	return e != ERR_HOSTILE && e != ERR_NO_CHIP && e != ERR_UNSUPPORTED;
}

static void
unread(struct attend *a, struct keydesk_key *k, enum err why)
{
	a->calls.unread(a->calls.ctx, k, why);
	keydesk_done(a->keys, k);
}

static void
trouble(struct attend *a, const char *reader, enum err e, uint16_t sw)
{
	a->calls.trouble(a->calls.ctx, reader, e, sw);
}

/* Said once, until readers are found again. */
static void
service_died(struct attend *a)
{
	a->down = true;
	a->why_down = ERR_NO_SERVICE;
}

static struct keydesk_key *
take_user(struct reader *r)
{
	struct keydesk_key *k = *reader_user(r);

	*reader_user(r) = NULL;
	return k;
}

static void
on_result(struct attend *a, struct reader *r, const struct reader_event *ev,
    long long now)
{
	struct keydesk_key *k = take_user(r);

	a->done |= !a->watch;
	if (ev->err == ERR_OK)
		a->calls.read(a->calls.ctx, ev);
	else
		trouble(a, reader_name(r), ev->err, ev->sw);
	if (ev->err == ERR_NO_SERVICE)
		service_died(a);
	if (k == NULL)
		return;
	if (ev->err == ERR_OK)
		keydesk_done(a->keys, k);
	else if (a->watch && may_come_right(ev->err))
		keydesk_back(a->keys, now, k, ev->err);
	else
		unread(a, k, ev->err);
}

/* The reader's process has ended; in a watch another may come. For one card the
 * others go on, and what the one at a card has to say comes first. */
static void
on_end(struct attend *a, size_t i, enum err e, long long now)
{
	struct keydesk_key *k = take_user(a->hall.r[i]);
	bool reading = reader_phase(a->hall.r[i]) == READER_READING;
	bool mute = a->done || (!a->watch && !reading &&
	    hall_count(&a->hall, READER_READING) > 0);

	if (!mute && (e != ERR_NO_SERVICE || !a->down))
		trouble(a, e == ERR_NO_SERVICE ? NULL :
		    reader_name(a->hall.r[i]), e, 0);
	if (e == ERR_NO_SERVICE && !mute)
		service_died(a);
	if (k != NULL)
		keydesk_back(a->keys, now, k, e);
	hall_drop(&a->hall, i);
	if (!a->watch && !mute)
		a->done = a->hall.n == 0 || reading || e == ERR_NO_SERVICE;
}

/* False when the reader is gone from this place. */
static bool
on_reader(struct attend *a, size_t i, long long now)
{
	struct reader *r = a->hall.r[i];
	struct reader_event ev;
	struct keydesk_key *k;

	while ((ev = reader_next(r)).news != READER_NOTHING)
		switch (ev.news) {
		case READER_RESULT:
			on_result(a, r, &ev, now);
			break;
		case READER_PROGRESS:
			a->calls.progress(a->calls.ctx, ev.file, ev.percent);
			break;
		case READER_END:
			on_end(a, i, ev.err, now);
			return false;
		default:
			/* a key for a card that went before it was tried */
			k = take_user(r);
			if (k != NULL)
				keydesk_back(a->keys, now, k, ERR_CARD_LOST);
		}
	return true;
}

void
attend_events(struct attend *a, const struct pollfd *f, size_t n,
    long long now)
{
	/* from the end, since a reader that is dropped moves those behind */
	while (n-- > 0)
		if (f[n].revents != 0)
			(void)on_reader(a, n, now);
}

static void
look(struct attend *a, long long now)
{
	enum err e = hall_look(&a->hall);

	a->next_look = now + LOOK_MS;
	if (e != ERR_OK && !a->down)
		trouble(a, NULL, e, 0);
	a->down = e != ERR_OK;
	a->why_down = e;
	a->done |= a->down && !a->watch;
}

/* One card was asked for and two lie there. */
static bool
is_ambiguous(struct attend *a)
{
	if (a->watch || hall_count(&a->hall, READER_CARD) < 2 ||
	    (a->fixed == NULL && keydesk_count(a->keys) == 0))
		return false;
	a->calls.ambiguous(a->calls.ctx, &a->hall);
	a->done = true;
	return true;
}

static void
give_key(struct attend *a, struct reader *r)
{
	struct keydesk_key *k = NULL;
	struct slice record = { NULL, 0 };

	if (a->fixed == NULL) {
		k = keydesk_take(a->keys, reader_name(r));
		if (k == NULL)
			return;
		record = buf_slice(&k->line);
	}
	a->tried = true;
	*reader_user(r) = k;
	if (reader_read(r, k != NULL ? &k->password : a->fixed, record) !=
	    ERR_OK && (k = take_user(r)) != NULL)
		unread(a, k, ERR_TOO_LONG);
}

static void
give_keys(struct attend *a)
{
	size_t i;

	if (!a->watch && (hall_count(&a->hall, READER_STARTING) > 0 ||
	    a->tried || is_ambiguous(a)))
		return;
	for (i = 0; i < a->hall.n && (a->watch || !a->tried); i++)
		if (reader_phase(a->hall.r[i]) == READER_CARD)
			give_key(a, a->hall.r[i]);
}

/* Why a key that was never tried opened nothing. */
static enum err
why_unused(const struct attend *a, const struct keydesk_key *k)
{
	if (k->last != ERR_NO_CARD)
		return k->last;
	if (a->hall.n > 0)
		return ERR_NO_CARD;
	return a->down ? a->why_down : ERR_NO_READER;
}

static void
expire(struct attend *a, long long now, bool all)
{
	struct keydesk_key *k;

	while ((k = keydesk_expired(a->keys, now, all)) != NULL)
		unread(a, k, why_unused(a, k));
}

long long
attend_step(struct attend *a, long long now)
{
	long long next = -1, at[3];
	size_t i;

	if (a->watch ? now >= a->next_look : a->next_look == 0)
		look(a, now);
	if (!a->done)
		give_keys(a);
	expire(a, now, false);
	at[0] = a->watch ? a->next_look : -1;
	at[1] = keydesk_next(a->keys);
	at[2] = hall_deadline(&a->hall, now);
	for (i = 0; i < 3; i++)
		if (at[i] >= 0 && (next < 0 || at[i] < next))
			next = at[i];
	return next;
}

void
attend_finish(struct attend *a, long long now)
{
	struct keydesk_key *k;

	/* while it is known why; then those that were at a card */
	expire(a, now, true);
	while (a->hall.n > 0) {
		k = take_user(a->hall.r[a->hall.n - 1]);
		hall_drop(&a->hall, a->hall.n - 1);
		if (k != NULL)
			keydesk_back(a->keys, now, k, ERR_CARD_LOST);
	}
	expire(a, now, true);
}
