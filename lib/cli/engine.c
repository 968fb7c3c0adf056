/* SPDX-License-Identifier: ISC */
/* One of many: what was counted goes to whoever adds it up. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/priv.h"
#include "record/json.h"

#define BEAT_SECONDS 60
#define VERSION 1
#define DESCRIPTOR "/dev/fd/"
#define MAX_DESCRIPTOR 1000000
#define MAX_PATH_PARTS 4

static bool
is_descriptor(const struct cli *c)
{
	return strncmp(c->summary, DESCRIPTOR, strlen(DESCRIPTOR)) == 0;
}

/* A descriptor of ours is used as it is: at its place, whatever it is. */
static int
open_descriptor(struct cli *c)
{
	int fd = (int)cli_number(c, "summary",
	    c->summary + strlen(DESCRIPTOR), 0, MAX_DESCRIPTOR);

	return fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

void
cli_open_summary(struct cli *c)
{
	if (is_descriptor(c))
		c->summary_fd = open_descriptor(c);
	else
		c->summary_fd = open(c->summary, O_WRONLY | O_CREAT |
		    O_CLOEXEC | O_NOCTTY, 0666);
	if (c->summary_fd < 0)
		cli_warn("%s: %s", c->summary, strerror(errno));
	else if (is_descriptor(c) ||
	    cli_take_over(c, c->summary, c->summary_fd))
		return;
	exit(CLI_TROUBLE);
}

void
cli_count(unsigned which)
{
	cli_counts()->own[which]++;
}

void
cli_summary(struct cli *c, struct slice json)
{
	buf_reset(&c->summed);
	buf_add_slice(&c->summed, json);
}

static void
write_counts(const struct cli *c, struct buf *out)
{
	const struct cli_counts *n = cli_counts();
	unsigned i;

	json_open(out, '{');
	json_pair_str(out, "summary", c->prog);
	json_key(out, "version");
	json_put_int(out, VERSION);
	json_key(out, "records");
	buf_add_number(out, n->records);
	json_key(out, "not_passed");
	buf_add_number(out, n->no);
	json_key(out, "bad_lines");
	buf_add_number(out, n->bad_lines);
	for (i = 0; c->counters != NULL && c->counters[i] != NULL; i++) {
		json_key(out, c->counters[i]);
		buf_add_number(out, n->own[i]);
	}
	json_close(out, '}');
	buf_add_char(out, '\n');
}

/* With a single write(2): nobody else's octets come between. */
static bool
write_summary(const struct cli *c)
{
	ssize_t n = -1;

	if (is_descriptor(c) || cli_whole(c->summary_fd))
		do
			n = write(c->summary_fd, c->summed.p, c->summed.n);
		while (n < 0 && errno == EINTR);
	if (n >= 0 && (size_t)n < c->summed.n)
		errno = ENOSPC;
	if ((n < 0 || (size_t)n < c->summed.n) ||
	    (close(c->summary_fd) != 0 && errno != EINTR)) {
		cli_warn("%s: %s", c->summary, strerror(errno));
		return false;
	}
	return true;
}

/* reporter:counter:GROUP,NAME,N for every number of the object; `name` is the
 * way to it. */
static void
add_counters(const struct cli *c, struct slice object, const char *name,
    unsigned depth, struct buf *out)
{
	struct buf path = { 0 };
	struct json_member m;

	while (json_next_member(&object, &m)) {
		buf_reset(&path);
		buf_printf(&path, "%s%s%.*s", name, name[0] != '\0' ? "." : "",
		    (int)m.key.n, m.key.p);
		if (m.value.type == JSON_T_OBJECT && depth < MAX_PATH_PARTS)
			add_counters(c, m.value.raw, buf_cstr(&path),
			    depth + 1, out);
		else if (m.value.type == JSON_T_NUMBER &&
		    !slice_is(buf_slice(&path), "version"))
			buf_printf(out, "reporter:counter:%s,%s,%.*s\n",
			    c->prog, buf_cstr(&path), (int)m.value.raw.n,
			    m.value.raw.p);
	}
	buf_release(&path);
}

static void
say_raw(const char *p, size_t n)
{
	ssize_t done;

	do
		done = write(STDERR_FILENO, p, n);
	while (done < 0 && errno == EINTR);
}

static void
write_counters(const struct cli *c)
{
	struct json_value v;
	struct buf out = { 0 };
	size_t at;

	if (json_scan(slice_trim(buf_slice(&c->summed)), &v, NULL, &at) ==
	    ERR_OK && v.type == JSON_T_OBJECT)
		add_counters(c, v.raw, "", 1, &out);
	if (out.n > 0)
		say_raw(out.p, out.n);
	buf_release(&out);
}

bool
cli_report(struct cli *c)
{
	bool ok = true;

	if (c->summary != NULL || c->hadoop) {
		if (c->summed.n == 0)
			write_counts(c, &c->summed);
		if (c->summary != NULL)
			ok = write_summary(c);
		if (c->hadoop)
			write_counters(c);
	}
	buf_release(&c->summed);
	c->summary = NULL;
	c->hadoop = false;
	return ok;
}

void
cli_beat(struct cli *c)
{
	struct timespec t;
	struct buf b = { 0 };

	if (!c->hadoop || clock_gettime(CLOCK_MONOTONIC_COARSE, &t) != 0)
		return;
	if (c->next_beat == 0)
		c->next_beat = (long long)t.tv_sec + BEAT_SECONDS;
	if ((long long)t.tv_sec < c->next_beat)
		return;
	c->next_beat = (long long)t.tv_sec + BEAT_SECONDS;
	buf_printf(&b, "reporter:status:%s reads on\n", c->prog);
	say_raw(b.p, b.n);
	buf_release(&b);
}

void
cli_tell(const struct cli *c, const char *fmt, ...)
{
	va_list ap;

	if (c->worker)
		return;
	va_start(ap, fmt);
	cli_vwarn(fmt, ap);
	va_end(ap);
}
