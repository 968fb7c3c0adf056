/* SPDX-License-Identifier: ISC */
/* A crew's pieces, filled bit by bit by a reader that knows no end of them. */
#include <errno.h>

#include "cli/priv.h"

void *
cli_pieces_at(struct cli_pieces *p)
{
	if (p->filling == NULL)
		p->filling = cli_crew_piece(p->crew);
	return p->filling;
}

/* What this thread wrote before it had others is out before what they make. */
struct buf *
cli_pieces_out(struct cli_pieces *p)
{
	if (!p->at_once || cli_pieces_at(p) == NULL)
		return cli_out();
	return &cli_crew_sink(p->crew)->out;
}

bool
cli_pieces_give(struct cli_pieces *p, bool full)
{
	if (p->filling == NULL)
		return true;
	if (!p->at_once && !p->alone && full) {
		p->at_once = cli_crew_start(p->crew);
		p->alone = !p->at_once;
	}
	if (!p->at_once)
		return cli_crew_here(p->crew, p->worker);
	p->filling = NULL;
	cli_crew_give(p->crew);
	return cli_crew_collect(p->crew);
}

bool
cli_pieces_finish(struct cli_pieces *p)
{
	int error = errno;		/* somebody may still ask for it */
	bool more = cli_pieces_give(p, false);

	more = (!p->at_once || cli_crew_finish(p->crew)) && more;
	errno = error;
	return more;
}
