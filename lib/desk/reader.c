/* SPDX-License-Identifier: ISC */
/* The parent's side of a reader's process. */
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "chip/evidence.h"
#include "desk/frame.h"
#include "desk/reader_priv.h"

/* a whole card; a good one takes five seconds */
#define READ_MAX_MS 120000
enum { CHILD_FD = 3, TRANSCRIPT_FD };

struct reader {
	struct reader_start start;
	struct reader_job job;		/* as the child is to see it */
	struct frame_reader in;
	int fd;
	pid_t pid;
	enum reader_phase phase;
	bool taking, filled, gave_up;
	uint32_t count;			/* of the card at hand */
	long long deadline;
	void *user;
};

static long long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Nothing of the parent's remains open: not its output, nor other readers. */
static void
become_child(struct reader *r, int fd, pid_t parent)
{
	int null = open("/dev/null", O_RDWR), i, last = CHILD_FD;
	int transcript = r->job.transcript;
	sigset_t none;

	if (r->job.station != NULL)
		mem_wipe(r->job.station->seed, SIGN_SEED);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(0);
	/* beyond the numbers that are about to be overwritten */
	fd = fcntl(fd, F_DUPFD, 16);
	if (transcript >= 0)
		transcript = fcntl(transcript, F_DUPFD, 16);
	if (null < 0 || fd < 0)
		_exit(1);
	for (i = 0; i < CHILD_FD; i++)
		if (dup2(null, i) < 0)
			_exit(1);
	if (dup2(fd, CHILD_FD) < 0)
		_exit(1);
	if (transcript >= 0)
		last = r->job.transcript = dup2(transcript, TRANSCRIPT_FD);
	if (last < 0 || close_range((unsigned)last + 1, ~0u, 0) != 0)
		_exit(1);
	/* the parent decides when it ends; SIGALRM is the watchdog */
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	reader_child(&r->start, CHILD_FD);
}

static enum err
start(struct reader *r)
{
	pid_t parent = getpid();
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return ERR_IO;
	r->pid = fork();
	if (r->pid == 0)
		become_child(r, pair[1], parent);
	close(pair[1]);
	if (r->pid < 0) {
		close(pair[0]);
		r->pid = 0;
		return ERR_IO;
	}
	r->fd = pair[0];
	return ERR_OK;
}

enum err
reader_new(const struct reader_job *job, const char *name,
    struct reader **out)
{
	struct reader *r;
	enum err e;

	if (strlen(name) >= READER_MAX_NAME)
		return ERR_TOO_LONG;
	r = xcalloc(1, sizeof *r);
	r->job = *job;
	r->start.job = &r->job;
	memcpy(r->start.name, name, strlen(name) + 1);
	r->fd = -1;
	e = start(r);
	if (e != ERR_OK) {
		free(r);
		return e;
	}
	*out = r;
	return ERR_OK;
}

const char *
reader_proofs(const struct reader_event *ev)
{
	if (ev->aa == PROOF_BAD || ev->ca == PROOF_BAD || ev->cam == PROOF_BAD)
		return N_("its chip failed the proof that it is no copy: do not"
		    " trust this card");
	if (ev->aa == PROOF_GOOD)
		return N_("its chip passed Active Authentication; undecided"
		    " until its signature is checked");
	if (ev->ca == PROOF_GOOD || ev->cam == PROOF_GOOD)
		return N_("its chip passed Chip Authentication; undecided"
		    " until its signature is checked");
	return N_("its chip gave no proof that it is no copy; undecided");
}

/* Ends it; says how it ended. */
static int
stop(struct reader *r)
{
	int status = 0;

	if (r->pid > 0) {
		kill(r->pid, SIGKILL);
		while (waitpid(r->pid, &status, 0) < 0 && errno == EINTR)
			continue;
		close(r->fd);
	}
	r->pid = 0;
	r->fd = -1;
	return status;
}

void
reader_free(struct reader *r)
{
	if (r == NULL)
		return;
	(void)stop(r);
	frame_release(&r->in);
	mem_wipe(r, sizeof *r);
	free(r);
}

const char *
reader_name(const struct reader *r)
{
	return r->start.name;
}

int
reader_fd(const struct reader *r)
{
	return r->fd;
}

void **
reader_user(struct reader *r)
{
	return &r->user;
}

enum reader_phase
reader_phase(const struct reader *r)
{
	return r->phase;
}

long long
reader_deadline(const struct reader *r)
{
	return r->phase == READER_READING ? r->deadline : -1;
}

void
reader_give_up(struct reader *r)
{
	r->gave_up = true;
	kill(r->pid, SIGKILL);
}

enum err
reader_read(struct reader *r, const struct password *p, struct slice record)
{
	struct to_read k;
	struct slice part[2] = { { (char *)&k, sizeof k }, record };
	enum err e;

	memset(&k, 0, sizeof k);
	k.count = r->count;
	k.password = *p;
	e = frame_send(r->fd, TO_READ, part, 2);
	mem_wipe(&k, sizeof k);
	/* a child that has just died is told of by reader_next */
	if (e == ERR_TOO_LONG)
		return e;
	r->phase = READER_READING;
	r->taking = true;
	r->deadline = now_ms() + READ_MAX_MS;
	return ERR_OK;
}

static bool
take(struct slice *in, void *to, size_t n)
{
	struct slice s;

	if (buf_read(in, n, &s) != ERR_OK)
		return false;
	memcpy(to, s.p, n);
	return true;
}

/* A name that can stand in a path: digits and capitals. */
static bool
is_name(const char name[24])
{
	size_t i, n = strnlen(name, 24);

	for (i = 0; i < n; i++)
		if (!((name[i] >= '0' && name[i] <= '9') ||
		    (name[i] >= 'A' && name[i] <= 'Z')))
			return false;
	return n < 24;
}

/* The child may lie, but it gives one line of a good form or none. */
static bool
take_result(struct reader *r, struct slice in, struct reader_event *ev)
{
	struct from_result h;

	if (!take(&in, &h, sizeof h) || h.err < 0 || h.err >= ERR_MAX ||
	    buf_read(&in, h.line, &ev->line) != ERR_OK ||
	    buf_read(&in, h.picture, &ev->picture) != ERR_OK || in.n > 0 ||
	    !is_name(h.name) || h.kind < 0 || h.kind > FACE_J2K)
		return false;
	if ((h.err == ERR_OK) != (ev->line.n > 0) || (ev->line.n > 0 &&
	    memchr(ev->line.p, '\n', ev->line.n) !=
	    ev->line.p + ev->line.n - 1))
		return false;
	ev->news = READER_RESULT;
	ev->err = (enum err)h.err;
	ev->sw = (uint16_t)h.sw;
	ev->aa = (enum session_proof)h.aa;
	ev->ca = (enum session_proof)h.ca;
	ev->cam = (enum session_proof)h.cam;
	ev->kind = (enum face_kind)h.kind;
	ev->unwritten = h.unwritten != 0;
	memcpy(ev->name, h.name, sizeof ev->name);
	r->start.answer_limit = (size_t)h.answer_limit;
	r->phase = READER_DONE;
	return true;
}

static bool
take_progress(struct slice in, struct reader_event *ev)
{
	struct from_progress p;

	if (!take(&in, &p, sizeof p) || p.file < 0 || p.file >= LDS_FILES ||
	    p.percent > 100)
		return false;
	ev->news = READER_PROGRESS;
	ev->file = (enum lds_file)p.file;
	ev->percent = p.percent;
	return true;
}

static bool
take_end(struct slice in, struct reader_event *ev)
{
	int32_t why;

	if (!take(&in, &why, sizeof why) || why <= 0 || why >= ERR_MAX)
		return false;
	ev->news = READER_END;
	ev->err = (enum err)why;
	return true;
}

/* Seals for the child, and nothing that is no evidence of a card. A child that
 * has died meanwhile is told of by reader_next. */
static bool
seal(struct reader *r, struct slice in)
{
	const size_t head = sizeof EVIDENCE_SEAL_HEAD - 1;
	uint8_t sig[SIGN_SIZE];
	struct slice part = { (char *)sig, sizeof sig };

	if (r->phase != READER_READING || r->job.station == NULL ||
	    in.n < head || in.n > FROM_SEAL_MAX ||
	    memcmp(in.p, EVIDENCE_SEAL_HEAD, head) != 0)
		return false;
	if (sign_seal(r->job.station->seed, in, sig) != ERR_OK)
		part.n = 0;
	(void)!frame_send(r->fd, TO_SEAL, &part, 1);
	return true;
}

/* False: no honest child says that. */
static bool
take_frame(struct reader *r, uint8_t kind, struct slice in,
    struct reader_event *ev)
{
	switch (kind) {
	case FROM_EMPTY:
		r->phase = READER_EMPTY;
		ev->news = READER_STATE;
		return true;
	case FROM_CARD:
		r->phase = READER_CARD;
		ev->news = READER_STATE;
		return take(&in, &r->count, sizeof r->count);
	case FROM_TAKING:
	case FROM_READING:
		r->taking = kind == FROM_TAKING;
		return true;
	case FROM_PROGRESS:
		return take_progress(in, ev);
	case FROM_RESULT:
		return take_result(r, in, ev);
	case FROM_SEAL:
		return seal(r, in);
	case FROM_END:
		return take_end(in, ev);
	default:
		return false;
	}
}

/* The child is gone, or told nonsense. Where it was at a card, that card has
 * had its turn and another child takes over. */
static struct reader_event
died(struct reader *r, bool nonsense)
{
	struct reader_event ev = { .news = READER_END, .err = ERR_CHILD };
	bool reading = r->phase == READER_READING;
	int status = stop(r);

	frame_release(&r->in);
	if (reading && !nonsense && (r->gave_up || (WIFSIGNALED(status) &&
	    WTERMSIG(status) == SIGALRM)))
		ev.err = r->taking ? ERR_BUSY : ERR_TIMEOUT;
	r->gave_up = false;
	if (!reading)
		return ev;
	r->start.skip = true;
	r->start.count = r->count;
	if (start(r) != ERR_OK)
		return ev;
	ev.news = READER_RESULT;
	r->phase = READER_DONE;
	return ev;
}

/* One read at most between two polls, since another might wait. */
struct reader_event
reader_next(struct reader *r)
{
	struct reader_event ev = { 0 };
	struct slice payload;
	uint8_t kind;
	enum err e;

	for (;;) {
		e = frame_next(&r->in, &kind, &payload);
		if (e == ERR_AGAIN && r->filled) {
			r->filled = false;
			return ev;
		}
		if (e == ERR_AGAIN) {
			r->filled = true;
			e = frame_fill(&r->in, r->fd);
			if (e == ERR_OK)
				continue;
		} else if (e == ERR_OK && take_frame(r, kind, payload, &ev)) {
			if (ev.news != READER_NOTHING)
				return ev;
			continue;
		}
		/* nothing of its successor has been polled for */
		r->filled = true;
		return died(r, e == ERR_OK || e == ERR_TOO_LONG);
	}
}
