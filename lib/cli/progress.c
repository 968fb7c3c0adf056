/* SPDX-License-Identifier: ISC */
/* How far a batch is: records, their rate, the share refused, and of files the
 * part that was read. Off a terminal, and where the records go to one, nothing
 * is said. */
#include <sys/stat.h>

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cli/priv.h"

#define SHOWN_EVERY_MS 500
#define FIRST_AFTER_MS 1000	/* what is done by then needs no such line */

static long long
now_ms(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC_COARSE, &t) != 0)
		return 0;
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
progress_start(struct progress *p, const struct cli *c,
    const struct operand *o)
{
	struct stat st;

	*p = (struct progress){ .on = !c->worker &&
	    isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) != 1 };
	if (!p->on)
		return;
	p->began = now_ms();
	p->next = p->began + FIRST_AFTER_MS;
	for (; o->name != NULL; o++) {
		if (o->error != 0)
			continue;
		if (fstat(o->fd, &st) != 0 || !S_ISREG(st.st_mode))
			p->endless = true;
		else
			p->total += (unsigned long long)st.st_size;
	}
}

void
progress_tell(struct progress *p)
{
	char text[160];
	long long now;
	double took;
	int n;

	if (!p->on || (now = now_ms()) < p->next)
		return;
	p->next = now + SHOWN_EVERY_MS;
	took = (double)(now - p->began) / 1000;
	n = snprintf(text, sizeof text, _("%llu records, %.0f a second, "
	    "%.1f %% not passed"), p->records, (double)p->records / took,
	    p->records > 0 ? 100.0 * (double)p->no / (double)p->records : 0);
	if (!p->endless && p->total > 0 && n > 0 && (size_t)n < sizeof text)
		(void)snprintf(text + n, sizeof text - (size_t)n, ", %.0f %%",
		    p->octets > p->total ? 100.0 :
		    100.0 * (double)p->octets / (double)p->total);
	cli_show(text);
}

void
cli_left(void *ctx, const char *step, unsigned percent)
{
	static long long began, told;
	long long now = now_ms();
	char left[64];

	(void)ctx;
	if (began == 0)
		began = now;
	if (percent == 0 || now - began < FIRST_AFTER_MS ||
	    now - told < SHOWN_EVERY_MS || isatty(STDERR_FILENO) != 1)
		return;
	told = now;
	(void)snprintf(left, sizeof left, _("about %lld s left,"),
	    (now - began) * (100 - percent) / percent / 1000 + 1);
	cli_progress(_(step), left, percent);
}
