/* SPDX-License-Identifier: ISC */
/* Questions and answers of one size over a pair of sockets. */
#include <sys/socket.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/mem.h"
#include "shelf/keeper.h"

/* A length of 0 asks for what is noted to be on the disk. */
struct question {
	uint32_t n;
	int32_t y, m, d;
	char sig[KEEPER_MAX_PROOF];
};
struct answer {
	int32_t err;
	int32_t before;
};

struct keeper {
	int fd;
};

/* The child: until the verifier is gone. */
static void
keep(int fd, const char *path, size_t max)
{
	struct seen *s = NULL;
	struct question q;
	struct answer a = { .err = (int32_t)seen_open(path, max, &s) };
	bool before;

	while (fd_write_all(fd, (struct slice){ (const char *)&a,
	    sizeof a }) && s != NULL && fd_read_all(fd, &q, sizeof q)) {
		before = false;
		a.err = ERR_TOO_LONG;
		if (q.n == 0)
			a.err = (int32_t)seen_sync(s);
		else if (q.n <= sizeof q.sig)
			a.err = (int32_t)seen_note(s,
			    (struct slice){ q.sig, q.n },
			    (struct date){ q.y, q.m, q.d }, &before);
		a.before = before;
	}
	_exit(s != NULL && seen_sync(s) == ERR_OK ? 0 : 1);
}

enum err
keeper_start(const char *path, size_t max, struct keeper **out)
{
	struct answer a = { .err = ERR_IO };
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return ERR_BUSY;
	pid = fork();
	if (pid == 0) {
		close(pair[0]);
		/* whoever reads our output sees its end without us */
		if (pair[1] != STDOUT_FILENO)
			close(STDOUT_FILENO);
		keep(pair[1], path, max);
	}
	close(pair[1]);
	if (pid < 0 || !fd_read_all(pair[0], &a, sizeof a) || a.err != ERR_OK) {
		close(pair[0]);
		return pid < 0 ? ERR_BUSY : (enum err)a.err;
	}
	*out = xcalloc(1, sizeof **out);
	(*out)->fd = pair[0];
	return ERR_OK;
}

static enum err
ask(struct keeper *k, const struct question *q, bool *before)
{
	struct answer a;

	if (!fd_write_all(k->fd, (struct slice){ (const char *)q,
	    sizeof *q }) || !fd_read_all(k->fd, &a, sizeof a))
		return ERR_IO;
	*before = a.before != 0;
	return (enum err)a.err;
}

enum err
keeper_check(struct keeper *k, struct slice sig, struct date day,
    struct findings *fs)
{
	struct question q = { .n = (uint32_t)sig.n, .y = day.y, .m = day.m,
	    .d = day.d };
	bool before = false;
	enum err e = ERR_TOO_LONG;

	if (sig.n > 0 && sig.n <= sizeof q.sig) {
		memcpy(q.sig, sig.p, sig.n);
		e = ask(k, &q, &before);
	}
	if (e != ERR_OK)
		FIND(fs, "aa.seen", NOT_DONE,
		    N_("the list of proofs seen cannot be used"));
	else if (before)
		FIND(fs, "aa.seen", BROKEN,
		    N_("this very proof was judged before"));
	else
		FIND(fs, "aa.seen", GOOD,
		    N_("this proof was not judged before"));
	return e;
}

enum err
keeper_sync(struct keeper *k)
{
	const struct question q = { .n = 0 };
	bool before;

	return ask(k, &q, &before);
}

void
keeper_end(struct keeper *k)
{
	if (k == NULL)
		return;
	close(k->fd);
	free(k);
}
