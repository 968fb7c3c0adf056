/* SPDX-License-Identifier: ISC */
/* The file without a name that takes what is too much for the memory. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "roster/spill_priv.h"

enum err
spill_errno(int error)
{
	return error == ENOSPC || error == EFBIG || error == EDQUOT ?
	    ERR_FULL : error == EACCES || error == EROFS ? ERR_ACCESS :
	    error == ENOENT || error == ENOTDIR ? ERR_NOT_FOUND : ERR_IO;
}

static void
fail(struct spill *s, int error)
{
	enum err e = spill_errno(error);

	pthread_mutex_lock(&s->lock);
	if (s->e == ERR_OK)
		s->e = e;
	pthread_mutex_unlock(&s->lock);
}

int
spill_nameless(const char *dir)
{
	char path[4096];
	sigset_t all, old;
	int fd = open(dir, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR &&
	    errno != EINVAL))
		return fd;
	if (snprintf(path, sizeof path, "%s/rosterdiff.XXXXXX", dir) >=
	    (int)sizeof path) {
		errno = ENOENT;
		return -1;
	}
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return fd;
}

/* Room in the file; -1: there is none. */
static off_t
reserve(struct spill *s, size_t bytes)
{
	off_t at = -1;

	pthread_mutex_lock(&s->lock);
	if (s->fd < 0 && s->e == ERR_OK)
		s->fd = spill_nameless(s->dir);
	if (s->fd >= 0) {
		at = s->end;
		s->end += (off_t)bytes;
	}
	pthread_mutex_unlock(&s->lock);
	if (at < 0)
		fail(s, errno);
	return at;
}

static bool
write_all(struct spill *s, struct iovec *iov, int n, off_t at)
{
	ssize_t k;

	while (n > 0) {
		k = pwritev(s->fd, iov, n, at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0) {
			fail(s, k < 0 ? errno : ENOSPC);
			return false;
		}
		at += k;
		while (n > 0 && (size_t)k >= iov->iov_len) {
			k -= (ssize_t)iov->iov_len;
			iov++;
			n--;
		}
		if (n > 0) {
			iov->iov_base = (char *)iov->iov_base + k;
			iov->iov_len -= (size_t)k;
		}
	}
	return true;
}

off_t
spill_write(struct spill *s, struct iovec *iov, int n, size_t bytes)
{
	off_t at = reserve(s, bytes);

	return at >= 0 && write_all(s, iov, n, at) ? at : -1;
}

bool
spill_read(struct spill *s, char *p, size_t n, off_t at)
{
	ssize_t k;

	while (n > 0) {
		k = pread(s->fd, p, n, at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0) {
			fail(s, k < 0 ? errno : EIO);
			return false;
		}
		p += k;
		n -= (size_t)k;
		at += k;
	}
	return true;
}
