/* SPDX-License-Identifier: ISC */
/* Lines dealt out to files by the hash of their keys. */
#include <sys/resource.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/mem.h"
#include "roster/engine_priv.h"
#include "roster/hash.h"
#include "roster/spill.h"

#define WRITE_AT (32u << 10)
#define MAX_NAME 48

struct part {
	int fd;
	struct buf b;
};

struct partition {
	int folder;
	char side;
	unsigned n;			/* one more for rows without a key */
	struct part *part;
};

enum err
engine_write(int fd, struct slice s)
{
	return fd_write_all(fd, s) ? ERR_OK : spill_errno(errno);
}

/* A worker that starts anew takes the place of one that died: until it is
 * whole a file has a name of its own. */
static void
name_of(const struct partition *p, unsigned i, bool whole, char *out)
{
	if (whole)
		snprintf(out, MAX_NAME, "part-%05u.%c", i, p->side);
	else
		snprintf(out, MAX_NAME, ".part-%05u.%c.%ld", i, p->side,
		    (long)getpid());
}

static void
more_files(unsigned n)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0 || n + 32 <= r.rlim_cur)
		return;
	r.rlim_cur = n + 32 < r.rlim_max ? n + 32 : r.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &r);
}

enum err
partition_open(const char *folder, unsigned n, char side,
    struct partition **out)
{
	struct partition *p;
	char name[MAX_NAME];
	enum err e = ERR_OK;
	unsigned i;
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return spill_errno(errno);
	more_files(n);
	p = xcalloc(1, sizeof *p);
	*p = (struct partition){ fd, side, n, xcalloc(n + 1, sizeof *p->part) };
	for (i = 0; i <= n; i++)
		p->part[i].fd = -1;
	for (i = 0; i <= n && e == ERR_OK; i++) {
		name_of(p, i, false, name);
		p->part[i].fd = openat(fd, name, O_WRONLY | O_CREAT | O_TRUNC |
		    O_CLOEXEC | O_NOFOLLOW, 0600);
		if (p->part[i].fd < 0)
			e = spill_errno(errno);
	}
	if (e == ERR_OK)
		*out = p;
	else
		(void)!partition_close(p, false);
	return e;
}

static enum err
flush(struct part *p)
{
	enum err e = engine_write(p->fd, buf_slice(&p->b));

	buf_reset(&p->b);
	return e;
}

enum err
partition_add(struct partition *p, struct slice lines, const size_t *end,
    size_t n)
{
	size_t i, from = 0;
	struct slice line, key;
	struct part *part;
	enum err e = ERR_OK;

	for (i = 0; i < n && e == ERR_OK; i++) {
		line = (struct slice){ lines.p + from, end[i] - from };
		key = tagged_key(line);
		part = &p->part[key.n == 0 ? p->n :
		    hash_partition(key) % p->n];
		buf_add_slice(&part->b, line);
		if (part->b.n > WRITE_AT)
			e = flush(part);
		from = end[i];
	}
	return e;
}

enum err
partition_close(struct partition *p, bool good)
{
	char name[MAX_NAME], whole[MAX_NAME];
	enum err e = ERR_OK;
	unsigned i;

	for (i = 0; i <= p->n; i++) {
		struct part *part = &p->part[i];

		if (part->fd < 0)
			continue;
		if (good && e == ERR_OK)
			e = flush(part);
		if (close(part->fd) != 0 && e == ERR_OK && good)
			e = spill_errno(errno);
		buf_wipe(&part->b);
	}
	for (i = 0; i <= p->n; i++) {
		if (p->part[i].fd < 0)
			continue;
		name_of(p, i, false, name);
		name_of(p, i, true, whole);
		if (good && e == ERR_OK && renameat(p->folder, name,
		    p->folder, whole) != 0)
			e = spill_errno(errno);
		if (!good || e != ERR_OK)
			(void)unlinkat(p->folder, name, 0);
	}
	close(p->folder);
	free(p->part);
	free(p);
	return e;
}
