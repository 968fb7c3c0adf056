/* SPDX-License-Identifier: ISC */
/* The decoding child: answers, and what happens when it dies. */
#include <sys/wait.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "image/camera.h"
#include "image/child.h"
#include "image/load.h"
#include "tap.h"

#include <qrencode.h>

#define TEXT "001099000001||Nguy\xe1\xbb\x85n V\xc4\x83n M\xe1\xba\xabu"

/* The code as P5, 4 pixels a module. */
static size_t
draw(char *to)
{
	QRcode *q = QRcode_encodeData(sizeof TEXT - 1,
	    (const unsigned char *)TEXT, 0, QR_ECLEVEL_M);
	int side = (q->width + 8) * 4, x, y, n;

	n = sprintf(to, "P5 %d %d 255\n", side, side);
	for (y = 0; y < side; y++)
		for (x = 0; x < side; x++) {
			int i = x / 4 - 4, j = y / 4 - 4;

			to[n++] = i < 0 || j < 0 || i >= q->width ||
			    j >= q->width || !(q->data[j * q->width + i] & 1) ?
			    '\377' : '\0';
		}
	QRcode_free(q);
	return (size_t)n;
}

/* Never the whole process group, should there be no child; with SIGKILL it is
 * dead on return, for its parent to bury. */
static void
hit(pid_t pid, int sig)
{
	siginfo_t info;

	if (pid <= 0 || kill(pid, sig) != 0)
		exit(2);
	if (sig == SIGKILL)
		(void)waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
}

static enum err
ask(struct child *c, size_t n, struct child_answer *a)
{
	struct qr_options o = { .all = true };
	enum err e = child_send(c, n, &o);

	qr_codes_release(&a->codes);
	if (e == ERR_OK)
		child_receive(c, a);
	else
		a->err = e;
	return a->err;
}

static void
deaths(struct child *c, struct child_answer *a)
{
	struct qr_options o = { .all = true };
	pid_t pid = child_pid(c);

	if (!OK(pid > 0, "there is one child"))
		return;
	hit(pid, SIGKILL);
	OK(ask(c, draw(child_space(c)), a) == ERR_OK && a->codes.n == 1,
	    "one that died idle is replaced");
	OK(child_pid(c) > 0 && child_pid(c) != pid, "by another");
	pid = child_pid(c);
	hit(pid, SIGSTOP);
	OK(child_send(c, draw(child_space(c)), &o) == ERR_OK, "at work");
	hit(pid, SIGKILL);
	qr_codes_release(&a->codes);
	child_receive(c, a);
	OK(a->err == ERR_CHILD, "one that dies at work loses its picture");
	OK(a->codes.n == 0, "and gives no code");
	OK(child_pid(c) == 0, "it is buried");
	OK(ask(c, draw(child_space(c)), a) == ERR_OK && a->codes.n == 1,
	    "the next picture is read");
}

/* Stops for good: found out after CHILD_TIMEOUT_MS, which the test spares. */
static void
patience(struct child *c)
{
	struct qr_options o = { .all = true, .budget_ms = 1000 };
	struct child_answer *a = xcalloc(1, sizeof *a);

	OK(child_send(c, draw(child_space(c)), &o) == ERR_OK, "sent");
	OK(child_patience(c) > CHILD_TIMEOUT_MS &&
	    child_patience(c) <= CHILD_TIMEOUT_MS + 1000,
	    "the budget is added to the patience");
	child_receive(c, a);
	qr_codes_release(&a->codes);
	free(a);
}

struct film {
	int codes, troubles;
	unsigned long long frame;
};

static void
film_code(void *ctx, const struct child_answer *a, const struct qr_code *q,
    const struct stream_frame *f)
{
	struct film *m = ctx;

	(void)a;
	m->codes += slice_is(buf_slice(&q->raw), TEXT);
	m->frame = f->number;
}

static void
film_trouble(void *ctx, enum err e)
{
	struct film *m = ctx;

	(void)e;
	m->troubles++;
}

static bool
film_more(void *ctx)
{
	(void)ctx;
	return true;
}

/* Twenty white pictures and two of the code, all there before it starts. */
static void
film(struct child *c, int to, int from, bool live)
{
	struct film m = { 0 };
	struct camera k = { .fd = from, .child = c, .ctx = &m,
	    .code = film_code, .trouble = film_trouble, .more = film_more,
	    .budget_ms = 1000 };
	char *text = xmalloc(1 << 20);
	size_t n = 0, i;

	for (i = 0; i < 20; i++)
		n += (size_t)sprintf(text + n, "P5 1 1 255\n~");
	n += draw(text + n);
	n += draw(text + n);
	if (write(to, text, n) != (ssize_t)n)
		exit(2);
	if (live)
		close(to);
	else
		(void)lseek(from, 0, SEEK_SET);
	camera_run(&k);
	free(text);
	OK(m.codes == 1 && m.troubles == 0, "the code once");
	OK(m.frame == (live ? 22 : 21), "in the picture where it was seen");
	OK(k.pictures == 22 && k.skipped == (live ? 21 : 0) &&
	    k.decoded == (live ? 1 : 22), "%s",
	    live ? "only the newest is looked at" : "each picture counts");
}

static void
films(struct child *c)
{
	int p[2];
	FILE *f = tmpfile();

	if (pipe(p) != 0 || f == NULL)
		exit(2);
	film(c, p[1], p[0], true);
	film(c, fileno(f), fileno(f), false);
	close(p[0]);
	fclose(f);
}

int
main(void)
{
	struct child *c = child_new();
	struct child_answer *a = xcalloc(1, sizeof *a);
	size_t n, i;
	pid_t pid;

	signal(SIGPIPE, SIG_IGN);
	n = draw(child_space(c));
	OK(ask(c, n, a) == ERR_OK && a->codes.n == 1 && !a->damaged,
	    "a code is found");
	tap_same(buf_slice(&a->codes.c[0].raw), TEXT, "byte for byte");
	OK(a->w == a->h && a->codes.c[0].x[2] > a->codes.c[0].x[0],
	    "with its place");
	OK(child_is_fenced(c), "fenced in");
	for (i = 0; i < n && child_space(c)[i] == '\0'; i++)
		continue;
	OK(i == n, "the picture is wiped");
	memcpy(child_space(c), "hello", 5);
	OK(ask(c, 5, a) == ERR_UNSUPPORTED, "text is refused");
	memcpy(child_space(c), "P5 9 9 255\n", 11);
	OK(ask(c, 11, a) == ERR_OK && a->damaged && a->codes.n == 0,
	    "an empty picture is damaged");
	deaths(c, a);
	patience(c);
	films(c);
	for (i = 0; i < CHILD_PICTURES + 8; i++) {
		memcpy(child_space(c), "P1 1 1 0", 8);
		if (ask(c, 8, a) != ERR_OK)
			break;
	}
	OK(i == CHILD_PICTURES + 8, "and pictures without end");
	qr_codes_release(&a->codes);
	free(a);
	pid = child_pid(c);
	child_free(c);
	OK(pid > 0 && kill(pid, 0) != 0, "none is left");
	return tap_done();
}
