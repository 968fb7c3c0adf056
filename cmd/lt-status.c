/* SPDX-License-Identifier: ISC */
/* lt-status - what is due, overdue, filed and refused */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "stay/outbox.h"
#include "stay/stay.h"
#include "text/utf8.h"

/* The steps of the fine (Decree 282/2025, art. 10) go by head-count. */
#define FINE_STEP_2 4
#define FINE_STEP_3 9

enum { OPT_OVERDUE = 256, OPT_AT, OPT_STATE, OPT_JSON, OPT_TABLE };

static const struct cli_opt opts[] = {
	{ OPT_OVERDUE, "overdue", NULL,
	    N_("only guests whose notice is overdue") },
	{ OPT_AT, "at", "TIME",
	    N_("as at TIME (YYYY-MM-DD HH:MM), not as now") },
	{ OPT_STATE, "state", "DIR", N_("the folder of the outbox") },
	{ OPT_JSON, "json", NULL, N_("records, also on a terminal") },
	{ OPT_TABLE, "table", NULL, N_("the table, also in a pipe") },
	CLI_OPT_CONFIG,
	{ 0 }
};

/* What is counted for one account of the portal. */
struct facility {
	char *account;
	unsigned long state[STAY_STATES], overdue, due;
};

struct status {
	const char *state;
	long long now;
	bool overdue_only, table, damaged;
	struct facility *f;
	size_t n;
	unsigned long shown, overdue;
};

static struct facility *
facility_of(struct status *s, struct slice account)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (slice_is(account, s->f[i].account))
			return &s->f[i];
	s->f = xreallocarray(s->f, s->n + 1, sizeof *s->f);
	s->f[s->n] = (struct facility){
	    .account = xmemdup0(account.p, account.n) };
	return &s->f[s->n++];
}

static const char *
state_name(enum stay_state state)
{
	switch (state) {
	case STATE_WAITING:
		return _("waiting");
	case STATE_SENDING:
		return _("being sent");
	case STATE_UNKNOWN:
		return _("no answer");
	case STATE_FILED:
		return _("filed");
	case STATE_REJECTED:
		return _("refused");
	case STATE_EXPIRED:
	default:
		return _("too late");
	}
}

/* Pads by code points: names are not ASCII. */
static void
cell(struct buf *out, struct slice text, size_t width)
{
	struct buf shown = { 0 };
	struct slice rest;
	uint32_t cp;
	size_t n = 0;

	utf8_add_shown(&shown, text);
	for (rest = buf_slice(&shown); utf8_next(&rest, &cp);)
		n++;
	buf_add_slice(out, buf_slice(&shown));
	for (; n < width; n++)
		buf_add_char(out, ' ');
	buf_add(out, "  ", 2);
	buf_wipe(&shown);
}

static void
heading(struct status *s)
{
	struct buf *out = cli_out();

	if (s->shown++ > 0)
		return;
	cell(out, slice_str(_("due")), 16);
	cell(out, slice_str(_("state")), 11);
	cell(out, slice_str(_("room")), 6);
	cell(out, slice_str(_("name")), 24);
	buf_add_str(out, _("what to do"));
	buf_add_char(out, '\n');
}

/* What a person should know or do, in one line. */
static void
advice(struct buf *out, const struct outbox_row *row, enum stay_state state,
    bool late)
{
	if (row->last < DATE_CLOCK_MIN)
		buf_add_str(out, _("the clock was wrong: scan again with"
		    " --correct --arrive"));
	else if (state == STATE_REJECTED)
		utf8_add_shown(out, row->answer);
	else if (state == STATE_UNKNOWN && (row->retry == 0 ||
	    row->state == STATE_WAITING))
		buf_add_str(out, _("look in the portal's list; if it is not"
		    " there, scan again with --correct"));
	else if (state == STATE_EXPIRED)
		buf_add_str(out, _("the portal takes it no more: go to the"
		    " commune police"));
	else if (late)
		buf_add_str(out, _("overdue: send it now"));
}

static bool
row_line(struct status *s, const struct outbox_row *row,
    enum stay_state state, bool late)
{
	struct buf *out = cli_out();
	char due[DATE_MAX_TEXT];
	struct stay stay = { 0 };

	if (stay_read(row->stay, &stay) != ERR_OK)
		return false;
	heading(s);
	moment_format(moment_from_unix(row->due), due);
	due[10] = ' ';
	cell(out, (struct slice){ due, 16 }, 16);
	cell(out, slice_str(state_name(state)), 11);
	cell(out, stay.f[STAY_ROOM], 6);
	cell(out, stay.f[STAY_NAME], 24);
	advice(out, row, state, late);
	while (out->n > 0 && out->p[out->n - 1] == ' ')
		out->n--;
	buf_add_char(out, '\n');
	stay_release(&stay);
	return true;
}

static bool
one_row(void *ctx, const struct outbox_row *row)
{
	struct status *s = ctx;
	struct facility *f = facility_of(s, row->account);
	enum stay_state state = outbox_state(row, s->now);
	bool late = outbox_is_overdue(row, s->now);

	f->state[state]++;
	f->overdue += late;
	f->due += !late && state != STATE_FILED;
	s->overdue += late;
	if (s->overdue_only && !late)
		return true;
	if (s->table ? !row_line(s, row, state, late) :
	    outbox_record(row, s->now, cli_out()) != ERR_OK)
		s->damaged = true;
	cli_out_done();
	return !cli_failed();
}

static void
summary(const struct status *s)
{
	struct buf *out = cli_out();
	unsigned long by_hand = 0;
	size_t i;

	if (s->n == 0)
		buf_printf(out, "%s\n", _("the outbox is empty"));
	for (i = 0; i < s->n; i++) {
		const struct facility *f = &s->f[i];

		buf_add_char(out, '\n');
		utf8_add_shown(out, slice_str(f->account[0] != '\0' ?
		    f->account : _("account not known yet")));
		buf_printf(out, _(": %lu overdue, %lu due, %lu filed, %lu"
		    " refused, %lu without answer, %lu too late"),
		    f->overdue, f->due, f->state[STATE_FILED],
		    f->state[STATE_REJECTED], f->state[STATE_UNKNOWN],
		    f->state[STATE_EXPIRED]);
		buf_add_char(out, '\n');
		by_hand += f->state[STATE_REJECTED] +
		    f->state[STATE_UNKNOWN] + f->state[STATE_EXPIRED];
		if (f->overdue > 0)
			buf_printf(out, _("the fine goes by heads: 1 to 3, %d"
			    " to 8, %d and more guests\n"), FINE_STEP_2,
			    FINE_STEP_3);
	}
	if (by_hand > 0)
		buf_printf(out, "\n%s\n", _("what was settled by hand, with the"
		    " police or in the portal, goes off with lt-notify"
		    " --settled"));
}

static enum cli_status
show(struct status *s, const char *folder)
{
	struct outbox *o = NULL;
	enum err e = outbox_open_read(folder, &o);
	size_t i;

	if (e == ERR_OK)
		e = outbox_each(o, one_row, s);
	else if (e == ERR_NOT_FOUND)
		e = ERR_OK;		/* nothing was ever queued here */
	outbox_close(o);
	if (e == ERR_OK && s->damaged)
		e = ERR_DAMAGED;
	if (e == ERR_OK && s->table)
		summary(s);
	for (i = 0; i < s->n; i++)
		free(s->f[i].account);
	free(s->f);
	if (e == ERR_OK)
		return s->overdue > 0 ? CLI_NO : CLI_OK;
	cli_err_advice(folder, e, outbox_advice(e));
	return CLI_TROUBLE;
}

static void
option(struct cli *c, struct status *s, int ch)
{
	struct moment m;

	switch (ch) {
	case OPT_OVERDUE:
		s->overdue_only = true;
		break;
	case OPT_AT:
		if (moment_parse(slice_str(c->arg), &m) != ERR_OK)
			cli_usage(c, _("--%s: want YYYY-MM-DD HH:MM"), "at");
		s->now = moment_to_unix(m);
		break;
	case OPT_STATE:
		s->state = c->arg;
		break;
	case OPT_JSON:
		s->table = false;
		break;
	case OPT_TABLE:
		s->table = true;
		break;
	default:
		break;
	}
}

int
main(int argc, char **argv)
{
	struct cli c = { .prog = "lt-status", .operands = NULL,
	    .purpose = N_("Show which lodging notices are due, overdue, filed"
	    " and refused."), .opts = opts, .argc = argc, .argv = argv };
	struct status s = { .table = isatty(STDOUT_FILENO) == 1 };
	struct buf folder = { 0 };
	enum cli_status status;
	int ch;

	while ((ch = cli_next(&c)) != -1)
		option(&c, &s, ch);
	if (c.files[0] != NULL)
		cli_usage(&c, _("%s: takes no file"), c.files[0]);
	if (!cli_state(&folder, s.state))
		cli_usage(&c, _("no state folder: set HOME or give --state"));
	if (s.now == 0)
		s.now = time(NULL);
	status = show(&s, folder.p);
	if (s.now < DATE_CLOCK_MIN) {
		cli_err(_("clock"), ERR_CLOCK);
		status = CLI_TROUBLE;
	}
	buf_release(&folder);
	return cli_finish(&c, status);
}
