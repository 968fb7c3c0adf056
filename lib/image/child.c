/* SPDX-License-Identifier: ISC */
/* Both sides of the wall that pictures are decoded behind. */
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/mem.h"
#include "base/sandbox.h"
#include "image/answer.h"
#include "image/child.h"
#include "image/load.h"
#include "image/zbar.h"

enum { REQUEST_FD = 3, ANSWER_FD };

struct child {
	char *shared;
	size_t n;		/* of the picture at hand */
	pid_t pid;		/* 0: none */
	int to, from, null;
	bool heif;		/* libheif is loaded in it */
	unsigned pictures;
	long long deadline;
	bool unfenced;
};

struct request {
	size_t n;
	struct qr_options o;
};

/* The far side. */

static void
put_codes(struct buf *out, const struct qr_codes *codes, int reduce)
{
	size_t i;
	int k;

	for (i = 0; i < codes->n; i++) {
		struct answer_code c = { .n = (uint32_t)codes->c[i].raw.n };

		for (k = 0; k < 4; k++) {
			c.x[k] = codes->c[i].x[k] * (float)reduce;
			c.y[k] = codes->c[i].y[k] * (float)reduce;
		}
		buf_add(out, (const char *)&c, sizeof c);
		buf_add_slice(out, buf_slice(&codes->c[i].raw));
	}
}

static void
answer(struct slice file, const struct qr_options *o, struct answer_head h,
    struct buf *out)
{
	struct qr_codes *codes = xcalloc(1, sizeof *codes);
	struct load_info info = { 0 };
	struct gray g = { 0 };
	enum err e = load_gray(file, &g, &info);

	if (e == ERR_OK) {
		e = qr_find(&g, o, codes);
		h.gave_up = e == ERR_TIMEOUT || codes->cut_short;
		e = e == ERR_TIMEOUT ? ERR_OK : e;
	}
	h.err = (int32_t)e;
	h.w = info.w;
	h.h = info.h;
	h.damaged = info.damaged;
	h.codes = (uint32_t)codes->n;
	buf_add(out, (const char *)&h, sizeof h);
	put_codes(out, codes, info.reduce);
	gray_release(&g);
	qr_codes_release(codes);
	free(codes);
}

static void
serve(const char *shared, bool heif)
{
	struct sandbox_limits l = { .memory = CHILD_MEMORY,
	    .cpu_s = CHILD_PICTURES * CHILD_TIMEOUT_MS / 1000 };
	struct answer_head h = { 0 };
	struct request r;
	struct buf out = { 0 };

	if (heif)
		(void)load_heif_ready();
	zb_keep_sets();
	h.unfenced = sandbox_enter(heif ? SANDBOX_THREADS : 0, &l, NULL) !=
	    ERR_OK;
	while (fd_read_all(REQUEST_FD, &r, sizeof r)) {
		answer((struct slice){ shared, r.n }, &r.o, h, &out);
		if (!fd_write_all(ANSWER_FD, buf_slice(&out)))
			break;
		buf_wipe(&out);
	}
	_exit(0);
}

/* Nothing of the parent's remains open: not its output, nor other files. */
static void
become_child(const struct child *c, int in, int out, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(0);
	/* beyond the numbers that are about to be overwritten */
	in = fcntl(in, F_DUPFD, 16);
	out = fcntl(out, F_DUPFD, 16);
	if (in < 0 || out < 0 || dup2(c->null, 0) < 0 ||
	    dup2(c->null, 1) < 0 || dup2(c->null, 2) < 0 ||
	    dup2(in, REQUEST_FD) < 0 || dup2(out, ANSWER_FD) < 0 ||
	    close_range(ANSWER_FD + 1, ~0u, 0) != 0)
		_exit(1);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	serve(c->shared, c->heif);
}

/* The near side. */

static void
stop(struct child *c)
{
	if (c->pid > 0) {
		kill(c->pid, SIGKILL);
		while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
		close(c->to);
		close(c->from);
	}
	c->pid = 0;
	c->to = c->from = -1;
	c->pictures = 0;
}

static enum err
start(struct child *c)
{
	int to[2] = { -1, -1 }, from[2] = { -1, -1 };
	pid_t parent = getpid(), pid = -1;

	if (pipe2(to, O_CLOEXEC) == 0 && pipe2(from, O_CLOEXEC) == 0)
		pid = fork();
	if (pid == 0)
		become_child(c, to[0], from[1], parent);
	close(to[0]);
	close(from[1]);
	if (pid < 0) {
		close(to[1]);
		close(from[0]);
		return ERR_CHILD;
	}
	c->pid = pid;
	c->to = to[1];
	c->from = from[0];
	return ERR_OK;
}

struct child *
child_new(void)
{
	struct child *c = xcalloc(1, sizeof *c);

	c->null = open("/dev/null", O_RDWR | O_CLOEXEC);
	c->shared = mmap(NULL, LOAD_MAX_BYTES, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (c->shared == MAP_FAILED || c->null < 0) {
		c->shared = c->shared == MAP_FAILED ? NULL : c->shared;
		child_free(c);
		return NULL;
	}
	return c;
}

void
child_free(struct child *c)
{
	if (c == NULL)
		return;
	stop(c);
	if (c->shared != NULL) {
		mem_wipe(c->shared, c->n);
		munmap(c->shared, LOAD_MAX_BYTES);
	}
	if (c->null >= 0)
		close(c->null);
	free(c);
}

char *
child_space(struct child *c)
{
	return c->shared;
}

int
child_fd(const struct child *c)
{
	return c->from;
}

int
child_pid(const struct child *c)
{
	return (int)c->pid;
}

bool
child_is_fenced(const struct child *c)
{
	return !c->unfenced;
}

int
child_patience(const struct child *c)
{
	return answer_patience(c->deadline);
}

enum err
child_send(struct child *c, size_t n, const struct qr_options *o)
{
	struct request r = { .n = n, .o = *o };
	struct slice request = { (const char *)&r, sizeof r };
	bool heif = load_kind((struct slice){ c->shared, n }) == LOAD_HEIF;
	enum err e = ERR_OK;

	c->n = n;
	if (c->pictures >= CHILD_PICTURES || (heif && !c->heif))
		stop(c);
	c->heif |= heif;
	if (c->pid == 0)
		e = start(c);
	/* one that died while it was idle */
	if (e == ERR_OK && !fd_write_all(c->to, request)) {
		stop(c);
		e = start(c);
		if (e == ERR_OK && !fd_write_all(c->to, request))
			e = ERR_CHILD;
	}
	if (e != ERR_OK)
		stop(c);
	c->pictures++;
	c->deadline = answer_clock() + CHILD_TIMEOUT_MS + o->budget_ms;
	return e;
}

void
child_receive(struct child *c, struct child_answer *a)
{
	*a = (struct child_answer){ 0 };
	a->err = c->pid == 0 ? ERR_CHILD :
	    answer_read(c->from, c->deadline, a, &c->unfenced);
	if (a->err == ERR_CHILD || a->err == ERR_TIMEOUT) {
		stop(c);
		qr_codes_release(&a->codes);
	}
	mem_wipe(c->shared, c->n);
	c->n = 0;
}
