/* SPDX-License-Identifier: ISC */
/* Standard output and messages: the only writable state of the library. The
 * main thread's; another one has a sink. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "cli/cli.h"
#include "cli/priv.h"
#include "text/utf8.h"

#define OUT_FLUSH (256u << 10)		/* files like large pieces */
#define OUT_LONG (8u << 10)		/* copied no more */
#define OUT_LENT 16

static const char *prog = "cccd-tools";
static struct buf out;
/* Pieces that are not copied, each behind so many bytes of `out`. */
static struct {
	struct slice s;
	size_t at;
} lent[OUT_LENT];
static size_t lents, lent_bytes;
static struct cli_counts counts;
static bool failed, progress, batch;
static _Thread_local struct cli_sink *sink;

void
cli_set_prog(const char *name)
{
	prog = name;
}

void
cli_set_sink(struct cli_sink *s)
{
	sink = s;
}

static void
say(const struct buf *b)
{
	ssize_t n;

	cli_show(NULL);
	n = write(STDERR_FILENO, b->p, b->n);
	(void)n;
}

static void
message(const char *text)
{
	struct buf own = { 0 }, *b = sink != NULL ? &sink->said : &own;

	buf_add_str(b, prog);
	buf_add(b, ": ", 2);
	utf8_add_shown(b, slice_str(text));
	buf_add_char(b, '\n');
	if (sink == NULL)
		say(b);
	buf_release(&own);
}

void
cli_vwarn(const char *fmt, va_list ap)
{
	char *text = NULL;

	if (vasprintf(&text, fmt, ap) >= 0)
		message(text);
	free(text);
}

void
cli_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	cli_vwarn(fmt, ap);
	va_end(ap);
}

void
cli_err(const char *where, enum err e)
{
	cli_warn("%s: %s", where, _(err_str(e)));
}

bool
cli_well(const char *where, enum err e)
{
	if (e != ERR_OK)
		cli_err(where, e);
	return e == ERR_OK;
}

void
cli_err_advice(const char *where, enum err e, const char *advice)
{
	cli_warn("%s: %s%s%s", where, _(err_str(e)),
	    advice != NULL ? ": " : "", advice != NULL ? _(advice) : "");
}

void
cli_bad_line(const char *file, unsigned long long line, const char *what,
    const char *why)
{
	cli_warn("%s:%llu: %s: %s", file, line, what, why);
	cli_counts()->bad_lines++;
}

void
cli_trouble(const char *name, unsigned long long line, const char *why,
    enum err e)
{
	if (cli_failed())
		return;
	if (name == NULL)
		cli_warn("%s", _(why != NULL ? why : err_str(e)));
	else if (why != NULL && line > 0)
		cli_warn("%s:%llu: %s", name, line, _(why));
	else
		cli_warn("%s: %s", name, _(why != NULL ? why : err_str(e)));
}

struct cli_counts *
cli_counts(void)
{
	return sink != NULL ? &sink->counts : &counts;
}

struct buf *
cli_out(void)
{
	return sink != NULL ? &sink->out : &out;
}

void
cli_show(const char *text)
{
	struct buf b = { 0 };
	ssize_t n;

	if ((text == NULL && !progress) || isatty(STDERR_FILENO) != 1)
		return;
	buf_add_char(&b, '\r');
	if (text != NULL)
		buf_printf(&b, "%s: %s", prog, text);
	buf_add_str(&b, "\033[K");
	n = write(STDERR_FILENO, b.p, b.n);
	(void)n;
	buf_release(&b);
	progress = text != NULL;
	batch = true;
}

void
cli_progress(const char *doing, const char *what, unsigned percent)
{
	char text[160];

	if (what == NULL) {
		cli_show(NULL);
		return;
	}
	(void)snprintf(text, sizeof text, "%.80s: %.40s %u %%", doing, what,
	    percent);
	cli_show(text);
	batch = false;
}

static void
written(bool well)
{
	if (well || failed)
		return;
	failed = true;
	cli_warn("%s: %s", _("standard output"), strerror(errno));
}

static void
write_out(struct slice text)
{
	/* a batch's line stays: its records do not go to the terminal */
	if (text.n > 0 && !batch)
		cli_show(NULL);
	if (!failed)
		written(fd_write_all(STDOUT_FILENO, text));
}

/* What is in `out`, and what was lent in its places. */
static void
write_lent(void)
{
	struct slice part[2 * OUT_LENT + 1];
	size_t at = 0, n = 0, i;

	for (i = 0; i < lents; i++) {
		part[n++] = (struct slice){ out.p + at, lent[i].at - at };
		part[n++] = lent[i].s;
		at = lent[i].at;
	}
	part[n++] = (struct slice){ out.p + at, out.n - at };
	if (!batch)
		cli_show(NULL);
	if (!failed)
		written(fd_write_parts(STDOUT_FILENO, part, n));
}

bool
cli_flush(void)
{
	if (sink != NULL)
		return true;
	if (lents > 0)
		write_lent();
	else
		write_out(buf_slice(&out));
	buf_reset(&out);
	lents = lent_bytes = 0;
	return !failed;
}

bool
cli_flush_with(struct slice text)
{
	if (sink != NULL)
		buf_add_slice(&sink->out, text);
	else if (cli_flush())
		write_out(text);
	return sink != NULL || !failed;
}

static void
counts_add(struct cli_counts *to, const struct cli_counts *from)
{
	size_t i;

	to->records += from->records;
	to->no += from->no;
	to->bad_lines += from->bad_lines;
	for (i = 0; i < CLI_MAX_COUNTERS; i++)
		to->own[i] += from->own[i];
}

void
cli_write_sink(struct cli_sink *s)
{
	/* what this thread wrote before it had others */
	(void)cli_flush();
	if (s->said.n > 0)
		say(&s->said);
	write_out(buf_slice(&s->out));
	buf_reset(&s->said);
	buf_reset(&s->out);
	counts_add(&counts, &s->counts);
	s->counts = (struct cli_counts){ .records = 0 };
}

void
cli_out_lend(struct slice s)
{
	if (sink != NULL || lents == OUT_LENT || s.n < OUT_LONG) {
		buf_add_slice(cli_out(), s);
		return;
	}
	lent[lents].s = s;
	lent[lents++].at = out.n;
	lent_bytes += s.n;
}

void
cli_out_done(void)
{
	if (sink == NULL && out.n + lent_bytes >= OUT_FLUSH)
		(void)cli_flush();
}

bool
cli_failed(void)
{
	return sink == NULL && failed;
}

enum cli_status
cli_worse(enum cli_status a, enum cli_status b)
{
	return a > b ? a : b;
}

int
cli_finish(struct cli *c, enum cli_status s)
{
	bool ok = cli_flush();

	cli_show(NULL);
	ok = cli_report(c) && ok;
	if (c->worker && s == CLI_NO)
		s = CLI_OK;
	settings_release(&c->settings);
	buf_wipe(&out);
	return ok ? (int)s : CLI_TROUBLE;
}
