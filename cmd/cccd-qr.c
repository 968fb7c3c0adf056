/* SPDX-License-Identifier: ISC */
/* cccd-qr - read the QR codes of citizen cards, from pictures, a camera's
 * stream or a scanner */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/sandbox.h"
#include "cli/cli.h"
#include "identity/doctor.h"
#include "identity/payload.h"
#include "image/camera.h"
#include "image/child.h"
#include "image/draw.h"
#include "image/load.h"
#include "image/qr.h"
#include "text/utf8.h"

#define MAX_TYPED (64u << 10)	/* a payload as escapes or hex, and to spare */

enum { OPT_TEXT = 't', OPT_STREAM = 's', OPT_BUDGET = 0x100, OPT_ONCE,
    OPT_DOCTOR };

static const struct cli_opt opts[] = {
	{ OPT_TEXT, "text", NULL,
	    N_("the operands are text as scanners type it, a code a line") },
	{ OPT_STREAM, "stream", NULL,
	    N_("standard input is a camera: JPEG, PNM or Y4M pictures") },
	{ OPT_ONCE, "once", NULL,
	    N_("with --stream: end after the first card") },
	{ OPT_BUDGET, "budget-ms", "N",
	    N_("spend at most N ms of CPU on looking at a picture") },
	{ OPT_DOCTOR, "doctor", NULL,
	    N_("show a test code, read one scan of it, name the fault") },
	CLI_OPT_STRICT,
	CLI_OPT_CONFIG,
	{ 0 }
};

/* The options, and what was seen so far. */
struct tool {
	struct cli *c;
	bool text, stream, once, doctor;
	unsigned budget_ms;
	bool terminal;		/* people read our output */
	bool fence_told;
	struct child *child;
	struct record said;
	const char *stdin_name;	/* in messages */
	struct buf from, place;
	unsigned long long cards;
};

static const char *
version(void)
{
	static char line[160];
	char decoder[QR_DECODER_TEXT];
	struct sandbox_state s;

	sandbox_probe(&s);
	snprintf(line, sizeof line, "%s; %s", qr_decoder(decoder),
	    sandbox_word(&s));
	return line;
}

static void
tell_fence(struct tool *t, bool fenced)
{
	if (!fenced && !t->fence_told)
		cli_warn(_("this system has no seccomp: hostile input is less "
		    "well contained (see --version)"));
	t->fence_told |= !fenced;
}

/* Messages of the system's and our catalogue are loaded at the first use, for
 * which files must still be open to us. */
static void
drop_rights(struct tool *t, unsigned keep)
{
	struct sandbox_limits none = { 0 };

	(void)strerror(EIO);	/* ours came with stdin_name */
	tell_fence(t, sandbox_enter(keep, &none, NULL) == ERR_OK);
}

/* One payload: a record, or a word on what other code it is. */
static enum payload_kind
emit(struct tool *t, const char *where, struct slice raw,
    const struct payload_origin *o)
{
	struct buf *out = cli_out();
	size_t start = out->n;
	enum payload_kind k = payload_record(raw, o, out);

	if (k != PAYLOAD_CARD) {
		cli_warn(_("%s: no citizen card: this is %s"), where,
		    _(payload_kind_name(k)));
		return k;
	}
	t->cards++;
	if (t->terminal)
		cli_say_person(&t->said, out, start, _("card read"), NULL);
	cli_out_done();
	return k;
}

/* The name for the member `from`: of an operand, made fit for JSON. */
static const char *
from_name(struct tool *t, const char *file)
{
	buf_reset(&t->from);
	if (strcmp(file, t->stdin_name) == 0)
		file = "-";
	utf8_add_shown(&t->from, slice_str(file));
	return buf_cstr(&t->from);
}

/* Scanner text. */

static enum cli_status
text_line(void *ctx, const char *file, unsigned long long number,
    struct slice line)
{
	struct tool *t = ctx;
	struct payload_origin o = { .typed = true };

	if (line.n == 0)
		return CLI_OK;
	(void)from_name(t, file);
	buf_printf(&t->from, ":%llu", number);
	o.from = buf_cstr(&t->from);
	return emit(t, o.from, line, &o) == PAYLOAD_CARD ? CLI_OK : CLI_NO;
}

static void
text_opened(void *ctx)
{
	drop_rights(ctx, SANDBOX_STDIO);
}

static enum cli_status
read_text(struct tool *t)
{
	struct cli_lines l = { .line = text_line, .opened = text_opened,
	    .ctx = t, .max = MAX_TYPED, .typed = true };

	return cli_each_line(t->c, &l);
}

/* The scanner's examination. */

struct scan {
	struct tool *t;
	bool seen;
	struct diagnosis d;
};

static enum cli_status
doctor_line(void *ctx, const char *file, unsigned long long number,
    struct slice line)
{
	struct scan *s = ctx;
	struct buf *out = cli_out();

	(void)file;
	(void)number;
	if (line.n == 0 || s->seen)
		return CLI_OK;
	s->seen = true;
	doctor_diagnose(line, &s->d);
	buf_printf(out, "%s\n", _(s->d.fault));
	if (s->d.setting != NULL)
		buf_printf(out, "%s\n", _(s->d.setting));
	return s->d.harm >= DOCTOR_LOSSY ? CLI_NO : CLI_OK;
}

static void
doctor_opened(void *ctx)
{
	struct scan *s = ctx;

	text_opened(s->t);
}

static enum cli_status
examine_scanner(struct tool *t)
{
	struct scan scan = { .t = t };
	struct cli_lines l = { .line = doctor_line, .opened = doctor_opened,
	    .ctx = &scan, .max = MAX_TYPED, .typed = true,
	    .stop = &scan.seen };
	enum cli_status s;

	if (draw_code(doctor_payload(), t->terminal, cli_out()) != ERR_OK)
		return CLI_TROUBLE;
	buf_printf(cli_out(), "%s\n", _("scan this code once"));
	s = cli_each_line(t->c, &l);
	if (!scan.seen && s != CLI_TROUBLE)
		cli_warn(_("the scanner sent nothing: check its cable and "
		    "that the operand is its device"));
	return scan.seen ? s : CLI_TROUBLE;
}

/* Pictures. */

/* {"width":..,"height":..,"corners":[[x,y],..]} and for a film the frame. */
static struct slice
place(struct tool *t, const struct child_answer *a, const struct qr_code *q,
    const struct stream_frame *f)
{
	int i;

	buf_reset(&t->place);
	json_open(&t->place, '{');
	json_key(&t->place, "width");
	json_put_int(&t->place, a->w);
	json_key(&t->place, "height");
	json_put_int(&t->place, a->h);
	json_key(&t->place, "corners");
	json_open(&t->place, '[');
	for (i = 0; i < 4; i++) {
		json_open(&t->place, '[');
		json_put_int(&t->place, lroundf(q->x[i]));
		json_put_int(&t->place, lroundf(q->y[i]));
		json_close(&t->place, ']');
	}
	json_close(&t->place, ']');
	if (f != NULL) {
		json_key(&t->place, "frame");
		json_put_int(&t->place, (long long)f->number);
		json_key(&t->place, "t_ms");
		json_put_int(&t->place, f->t_ms);
	}
	json_close(&t->place, '}');
	return buf_slice(&t->place);
}

/* The whole of `fd` into the child's space; the size is in *n. */
static bool
read_picture(struct tool *t, int fd, const char *name, size_t *n)
{
	char *p = child_space(t->child);
	ssize_t got = 1;

	for (*n = 0; got != 0 && *n < LOAD_MAX_BYTES; *n += (size_t)got) {
		do
			got = read(fd, p + *n, LOAD_MAX_BYTES - *n);
		while (got < 0 && errno == EINTR);
		if (got < 0) {
			cli_warn("%s: %s", name, strerror(errno));
			return false;
		}
	}
	if (*n == 0)
		cli_warn("%s: %s", name, _("is empty"));
	else if (*n == LOAD_MAX_BYTES)
		cli_err(name, ERR_TOO_LONG);
	return *n > 0 && *n < LOAD_MAX_BYTES;
}

static void
explain(const char *name, enum err e, const char *foreign, bool heif)
{
	if (e != ERR_UNSUPPORTED)
		cli_err(name, e);
	else if (foreign != NULL)
		cli_warn(_("%s: is a %s file: save it as JPEG or PNG"), name,
		    foreign);
	else if (heif)
		cli_warn(_("%s: is a HEIC picture that cannot be read here: "
		    "install libheif1 or save it as JPEG"), name);
	else
		cli_warn(_("%s: is no JPEG, PNG, PNM or HEIC picture (for "
		    "the text of a scanner use --text)"), name);
}

static enum cli_status
no_card(struct tool *t, const char *name, const struct child_answer *a)
{
	if (a->damaged) {
		cli_warn(_("%s: is a damaged picture, and what is left of it "
		    "shows no card"), name);
		return CLI_TROUBLE;
	}
	if (a->codes.n > 0)
		return CLI_NO;		/* each was named */
	if (a->gave_up)
		cli_warn(_("%s: no code was found in the time allowed: take a "
		    "closer picture or raise --budget-ms"), name);
	else
		cli_warn(_("%s: no code was found: take a closer, sharper "
		    "picture of it"), name);
	(void)t;
	return CLI_NO;
}

static enum cli_status
picture_answer(struct tool *t, const char *name, const struct child_answer *a)
{
	struct payload_origin o = { .from = from_name(t, name) };
	unsigned long long before = t->cards;
	size_t i;

	for (i = 0; i < a->codes.n; i++) {
		o.position = place(t, a, &a->codes.c[i], NULL);
		(void)emit(t, name, buf_slice(&a->codes.c[i].raw), &o);
	}
	if (a->gave_up && a->codes.n > 0)
		cli_warn(_("%s: more cards may be in it: raise --budget-ms or "
		    "take them in several pictures"), name);
	if (t->cards == before)
		return no_card(t, name, a);
	if (a->damaged)
		cli_warn(_("%s: is a damaged picture: more cards may have "
		    "been in it"), name);
	return CLI_OK;
}

static enum cli_status
read_one(struct tool *t, int fd, const char *name)
{
	struct qr_options o = { .budget_ms = t->budget_ms, .all = true };
	struct child_answer *a;
	enum cli_status s = CLI_TROUBLE;
	struct slice file;
	const char *foreign;
	size_t n = 0;
	bool heif;

	if (!read_picture(t, fd, name, &n))
		return CLI_TROUBLE;
	file = (struct slice){ child_space(t->child), n };
	foreign = load_foreign(file);
	heif = load_kind(file) == LOAD_HEIF;
	a = xcalloc(1, sizeof *a);
	a->err = child_send(t->child, n, &o);
	if (a->err == ERR_OK) {
		child_receive(t->child, a);
		tell_fence(t, child_is_fenced(t->child));
	}
	if (a->err == ERR_OK)
		s = picture_answer(t, name, a);
	else
		explain(name, a->err, foreign, heif);
	qr_codes_release(&a->codes);
	free(a);
	return s;
}

static enum cli_status
read_pictures(struct tool *t)
{
	static char dash[] = "-", *only_stdin[] = { dash, NULL };
	char **f = t->c->files[0] != NULL ? t->c->files : only_stdin;
	enum cli_status s = CLI_OK;
	int fd;

	drop_rights(t, SANDBOX_STDIO | SANDBOX_OPEN | SANDBOX_FORK);
	for (; *f != NULL && !cli_failed(); f++) {
		bool is_stdin = strcmp(*f, "-") == 0;

		if (t->c->strict && s == CLI_TROUBLE)
			break;
		fd = is_stdin ? STDIN_FILENO :
		    open(*f, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (fd < 0) {
			cli_warn("%s: %s", *f, strerror(errno));
			s = CLI_TROUBLE;
			continue;
		}
		s = cli_worse(s, read_one(t, fd,
		    is_stdin ? t->stdin_name : *f));
		if (!is_stdin)
			close(fd);
		(void)cli_flush();
	}
	return s;
}

/* A camera's stream. */

static void
camera_code(void *ctx, const struct child_answer *a, const struct qr_code *q,
    const struct stream_frame *f)
{
	struct tool *t = ctx;
	struct payload_origin o = { .from = "-" };

	if (t->once && t->cards > 0)
		return;
	o.position = place(t, a, q, f);
	(void)emit(t, t->stdin_name, buf_slice(&q->raw), &o);
}

static void
camera_trouble(void *ctx, enum err e)
{
	struct tool *t = ctx;

	cli_err(t->stdin_name, e);
}

static bool
camera_more(void *ctx)
{
	struct tool *t = ctx;

	return cli_flush() && !(t->once && t->cards > 0);
}

/* Pictures are many views of the same thing: a broken one among good ones is
 * told and forgiven. */
static enum cli_status
read_stream(struct tool *t)
{
	struct camera m = { .fd = STDIN_FILENO, .child = t->child,
	    .budget_ms = t->budget_ms, .code = camera_code,
	    .trouble = camera_trouble, .more = camera_more, .ctx = t };

	drop_rights(t, SANDBOX_STDIO | SANDBOX_OPEN | SANDBOX_FORK);
	camera_run(&m);
	tell_fence(t, child_is_fenced(t->child));
	if (t->cards > 0)
		return CLI_OK;
	cli_warn(_("%s: no card was seen in %llu pictures"),
	    t->stdin_name, m.pictures);
	return m.troubles != 0 || m.pictures == 0 ? CLI_TROUBLE : CLI_NO;
}

static enum cli_status
run(struct tool *t)
{
	if (t->stream && t->c->files[0] != NULL)
		cli_usage(t->c, _("--stream reads standard input only"));
	if (t->stream + t->text + t->doctor > 1)
		cli_usage(t->c, _("--stream, --text and --doctor exclude each "
		    "other"));
	if (t->once && !t->stream)
		cli_usage(t->c, _("--once needs --stream"));
	t->terminal = isatty(STDOUT_FILENO) == 1;
	t->stdin_name = _("standard input");
	if (t->doctor)
		return examine_scanner(t);
	if (t->text)
		return read_text(t);
	if (qr_prepare() != ERR_OK) {
		cli_warn(_("this libzbar has no binary mode and would damage "
		    "Vietnamese text: install 0.23.1 or later"));
		return CLI_TROUBLE;
	}
	t->child = child_new();
	if (t->child == NULL) {
		cli_warn("%s", strerror(errno));
		return CLI_TROUBLE;
	}
	return t->stream ? read_stream(t) : read_pictures(t);
}

int
main(int argc, char **argv)
{
	struct cli c = { .prog = "cccd-qr", .operands = N_("[file ...]"),
	    .purpose = N_("Read the QR codes of citizen cards into records."),
	    .opts = opts, .argc = argc, .argv = argv, .version = version };
	struct tool t = { .c = &c };
	enum cli_status s;
	int ch;

	while ((ch = cli_next(&c)) != -1)
		switch (ch) {
		case OPT_TEXT:
			t.text = true;
			break;
		case OPT_STREAM:
			t.stream = true;
			break;
		case OPT_ONCE:
			t.once = true;
			break;
		case OPT_DOCTOR:
			t.doctor = true;
			break;
		case OPT_BUDGET:
			t.budget_ms = (unsigned)cli_number(&c, "budget-ms",
			    c.arg, 1, 60000);
			break;
		}
	s = run(&t);
	child_free(t.child);
	record_release(&t.said);
	buf_release(&t.from);
	buf_wipe(&t.place);
	return cli_finish(&c, s);
}
