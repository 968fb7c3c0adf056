/* SPDX-License-Identifier: ISC */
/* Reading and writing until it is all there. */
#include <sys/uio.h>

#include <errno.h>
#include <unistd.h>

#include "base/fd.h"

#define PARTS 16			/* at a time */
/* A file system takes memory in pieces as large as what is written at once. So
 * large ones are cut from what lies in small parts, and was used a moment ago;
 * larger ones from what a virtual machine has given back to its host, and to
 * get that again costs several times what the copy does. */
#define WRITE (32u << 10)

/* How much of a long text goes first, so that what follows begins where pieces
 * of the file do: one that lies across two costs as much as both. */
static size_t
first_piece(int fd, size_t n)
{
	off_t at = n > 2 * WRITE ? lseek(fd, 0, SEEK_CUR) : -1;

	return at > 0 ? WRITE - (size_t)at % WRITE : WRITE;
}

bool
fd_write_all(int fd, struct slice s)
{
	size_t piece = first_piece(fd, s.n);
	ssize_t n;

	for (; s.n > 0; piece = WRITE) {
		n = write(fd, s.p, s.n < piece ? s.n : piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = ENOSPC;
		if (n <= 0)
			return false;
		s.p += n;
		s.n -= (size_t)n;
	}
	return true;
}

/* So many bytes less, from the first part on. */
static void
use_up(struct slice *part, size_t bytes)
{
	size_t k;

	for (; bytes > 0; part++, bytes -= k) {
		k = bytes < part->n ? bytes : part->n;
		part->p += k;
		part->n -= k;
	}
}

bool
fd_write_parts(int fd, struct slice *part, size_t n)
{
	struct iovec v[PARTS];
	ssize_t done;
	int i;

	for (;;) {
		for (; n > 0 && part->n == 0; part++)
			n--;
		if (n == 0)
			return true;
		for (i = 0; i < PARTS && (size_t)i < n; i++)
			v[i] = (struct iovec){ (char *)part[i].p, part[i].n };
		done = writev(fd, v, i);
		if (done < 0 && errno == EINTR)
			continue;
		if (done == 0)
			errno = ENOSPC;
		if (done <= 0)
			return false;
		use_up(part, (size_t)done);
	}
}

bool
fd_read_all(int fd, void *to, size_t n)
{
	char *p = to;
	ssize_t got;

	while (n > 0) {
		got = read(fd, p, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			errno = 0;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}
