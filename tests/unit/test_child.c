/* SPDX-License-Identifier: ISC */
/* The decoding child: answers, and what happens when it dies. */
#include <sys/wait.h>

#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "image/answer.h"
#include "image/camera.h"
#include "image/child.h"
#include "image/gray.h"
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

/* What a child that a picture has taken over may answer. */
static const struct {
	const char *name;
	struct answer_head head;
	struct answer_code code;
	unsigned times;		/* the code and its bytes are there */
	size_t bytes;		/* behind each */
	enum err want;
} answers[] = {
	{ "an honest answer", { .codes = 1 }, { .n = 5 }, 1, 5, ERR_OK },
	{ "as many codes as there may be", { .codes = QR_MAX_CODES },
	    { .n = 5 }, QR_MAX_CODES, 5, ERR_OK },
	{ "one more", { .codes = QR_MAX_CODES + 1 }, { .n = 5 },
	    QR_MAX_CODES + 1, 5, ERR_CHILD },
	{ "2^32 - 1 codes", { .codes = UINT32_MAX }, { .n = 0 },
	    QR_MAX_CODES + 8, 0, ERR_CHILD },
	{ "the longest code", { .codes = 1 }, { .n = QR_MAX_BYTES }, 1,
	    QR_MAX_BYTES, ERR_OK },
	{ "a longer one", { .codes = 1 }, { .n = QR_MAX_BYTES + 1 }, 1,
	    QR_MAX_BYTES + 1, ERR_CHILD },
	{ "one of 2^31 bytes", { .codes = 1 }, { .n = 1u << 31 }, 1, 6000,
	    ERR_CHILD },
	{ "one of 2^32 - 1 bytes", { .codes = 1 }, { .n = UINT32_MAX }, 1,
	    6000, ERR_CHILD },
	{ "fewer bytes than told", { .codes = 1 }, { .n = 9 }, 1, 8,
	    ERR_CHILD },
	{ "fewer codes than told", { .codes = 3 }, { .n = 5 }, 2, 5,
	    ERR_CHILD },
	{ "a place that is no number", { .codes = 1 },
	    { .n = 5, .x = { 0, 0, NAN, 0 } }, 1, 5, ERR_CHILD },
	{ "a place beyond all pictures", { .codes = 1 },
	    { .n = 5, .y = { 0, 0, 0, -1e30f } }, 1, 5, ERR_CHILD },
	{ "an error below all", { .err = -1 }, { 0 }, 0, 0, ERR_CHILD },
	{ "an error beyond all", { .err = ERR_MAX }, { 0 }, 0, 0, ERR_CHILD },
	{ "a picture too wide", { .w = GRAY_MAX_SIDE + 1 }, { 0 }, 0, 0,
	    ERR_CHILD },
	{ "a picture too high", { .h = GRAY_MAX_SIDE + 1 }, { 0 }, 0, 0,
	    ERR_CHILD },
	{ "a picture of no width", { .w = -1 }, { 0 }, 0, 0, ERR_CHILD },
	{ "a picture of no height", { .h = -1 }, { 0 }, 0, 0, ERR_CHILD },
};

/* Reads the first `n` bytes of the answer; what follows *a must stay. */
static enum err
read_answer(const struct buf *b, size_t n, size_t *codes)
{
	struct {
		struct child_answer a;
		unsigned char behind[4096];
	} *room = xcalloc(1, sizeof *room);
	bool unfenced = false;
	FILE *f = tmpfile();
	size_t i;
	enum err e;

	if (f == NULL || fwrite(b->p, 1, n, f) != n || fflush(f) != 0)
		exit(2);
	rewind(f);
	e = answer_read(fileno(f), answer_clock() + 10000, &room->a,
	    &unfenced);
	for (i = 0; i < sizeof room->behind && room->behind[i] == 0; i++)
		continue;
	if (i < sizeof room->behind || room->a.codes.n > QR_MAX_CODES)
		tap_ok(false, __FILE__, __LINE__, "overrun");
	*codes = room->a.codes.n;
	qr_codes_release(&room->a.codes);
	fclose(f);
	free(room);
	return e;
}

static void
taken_over(void)
{
	struct buf b = { 0 };
	size_t i, k, n, codes, whole = 0;
	enum err e;

	for (i = 0; i < sizeof answers / sizeof answers[0]; i++) {
		buf_reset(&b);
		buf_add(&b, (const char *)&answers[i].head,
		    sizeof answers[i].head);
		for (k = 0; k < answers[i].times; k++) {
			buf_add(&b, (const char *)&answers[i].code,
			    sizeof answers[i].code);
			for (n = answers[i].bytes; n > 0; n--)
				buf_add_char(&b, 'x');
		}
		e = read_answer(&b, b.n, &codes);
		OK(e == answers[i].want && (e != ERR_OK ||
		    codes == answers[i].head.codes), "%s: %s",
		    answers[i].name, err_word(e));
	}
	buf_reset(&b);
	buf_add(&b, (const char *)&answers[0].head, sizeof answers[0].head);
	buf_add(&b, (const char *)&answers[0].code, sizeof answers[0].code);
	buf_add(&b, "xxxxx", 5);
	for (k = 0; k < b.n; k++)
		whole += read_answer(&b, k, &codes) != ERR_CHILD;
	OK(whole == 0, "none that is cut off anywhere is taken");
	buf_release(&b);
}

/* A child that says nothing, and one that stops in its answer. */
static void
silent(void)
{
	struct child_answer *a = xcalloc(1, sizeof *a);
	bool unfenced = false;
	int p[2];

	if (pipe(p) != 0)
		exit(2);
	OK(answer_read(p[0], answer_clock() + 50, a, &unfenced) == ERR_TIMEOUT,
	    "silence ends the patience");
	if (write(p[1], &answers[0].head, sizeof answers[0].head) < 0)
		exit(2);
	OK(answer_read(p[0], answer_clock() + 50, a, &unfenced) == ERR_TIMEOUT,
	    "so does half an answer");
	qr_codes_release(&a->codes);
	free(a);
	close(p[0]);
	close(p[1]);
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
	taken_over();
	silent();
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
