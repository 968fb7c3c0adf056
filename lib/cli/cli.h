/* SPDX-License-Identifier: ISC */
/* What every tool's main shares: one option table, help, language, messages,
 * the record loop, and an end that never calls a full disk a success. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <libintl.h>
#include <signal.h>

#include "base/settings.h"
#include "record/check.h"
#include "record/person.h"

#define _(s) gettext(s)
#define CLI_VERSION "0.1.0"
#define CLI_MAX_OPTIONS 64

/* A row of the table: `ch` is the letter, or a number above 255 for an option
 * with a long name only; `arg` names its argument or is NULL. */
struct cli_opt {
	int ch;
	const char *name, *arg, *help;
};

/* Rows that several tools share. cli_next handles them itself. */
enum { CLI_STRICT = 0x4001, CLI_CONFIG, CLI_WORKER, CLI_SUMMARY,
	CLI_HADOOP };
#define CLI_MAX_JOBS 256
#define CLI_OPT_STRICT							\
	{ CLI_STRICT, "strict", NULL, N_("stop at the first bad line") }
#define CLI_OPT_CONFIG							\
	{ CLI_CONFIG, "config", "FILE", N_("read settings from FILE") }
#define CLI_OPT_JOBS							\
	{ 'j', "jobs", "N", N_("work with N threads; 0: one a processor") }

/* For an engine that runs many of us; see cccd-scale(7). */
#define CLI_OPT_WORKER							\
	{ CLI_WORKER, "worker", NULL,					\
	    N_("work for an engine: a \"no\" is status 0, and only "	\
	    "trouble is told") }
#define CLI_OPT_SUMMARY							\
	{ CLI_SUMMARY, "summary", "FILE",				\
	    N_("write what was counted to FILE, as one JSON object") }
#define CLI_OPT_HADOOP							\
	{ CLI_HADOOP, "hadoop", NULL,					\
	    N_("as --worker, and report counters and signs of life on "	\
	    "standard error as Hadoop wants them") }
#define CLI_OPTS_ENGINE CLI_OPT_WORKER, CLI_OPT_SUMMARY, CLI_OPT_HADOOP
#define CLI_MAX_COUNTERS 16

/* The worst decides. */
enum cli_status { CLI_OK = 0, CLI_NO = 1, CLI_TROUBLE = 2 };

/* Filled in by main up to argv; the rest belongs to cli. `version` is one more
 * line for --version or NULL. */
struct cli {
	const char *prog, *operands, *purpose;
	const struct cli_opt *opts;
	int argc;
	char **argv;
	const char *(*version)(void);
	/* What an operand that is no file gives to read; -1: it is one. NULL:
	 * all are files. */
	int (*open)(void *ctx, const char *path);
	void *open_ctx;
	/* Names of what cli_count counts, NULL-terminated; may be NULL. */
	const char *const *counters;

	const char *arg;		/* of the option just returned */
	char **files;			/* operands, NULL-terminated */
	struct settings settings;	/* of the settings file, if any */
	unsigned jobs;			/* threads for records: 1 without -j */
	bool started, strict, jobs_given;
	bool worker, hadoop;		/* the latter sets the former */
	const char *summary;		/* the file; open before all others */
	int summary_fd;
	struct buf summed;		/* see cli_summary */
	long long next_beat;
};

/* The next option's `ch`, or -1 when the operands are in c->files. Help,
 * version and the shared rows are done inside; a usage mistake exits with 2. */
int cli_next(struct cli *c);

/* Says what is wrong and the synopsis on stderr; exits with 2. */
void cli_usage(struct cli *c, const char *why, ...)
    __attribute__((__noreturn__, __format__(__printf__, 2, 3)));

/* A whole number between min and max, else cli_usage names the option. */
long cli_number(struct cli *c, const char *opt, const char *text, long min,
    long max);

/* The processors that this process may use, at most CLI_MAX_JOBS. */
unsigned cli_processors(void);

/* As cli_number, in seconds with up to three decimals: "2.5" is 2500. */
long cli_milliseconds(struct cli *c, const char *opt, const char *text,
    long min, long max);

/* As cli_number, in bytes: 64M, 2G; at least 1M. */
size_t cli_size(struct cli *c, const char *opt, const char *text);

/* Opens an operand to read; "-" is standard input, and *name says so. -1: not,
 * and that has been said. */
int cli_operand(const char **name);

/* prog: message. Untrusted bytes in it cannot reach the terminal raw. */
void cli_warn(const char *fmt, ...)
    __attribute__((__format__(__printf__, 1, 2)));
/* prog: where: what */
void cli_err(const char *where, enum err e);
/* True for ERR_OK; else false, and the same. */
bool cli_well(const char *where, enum err e);
/* prog: where: what: advice (N_ text, or NULL) */
void cli_err_advice(const char *where, enum err e, const char *advice);
/* prog: name:line: why (N_ text, or NULL: then what `e` says), without a name
 * where it is NULL; nothing where standard output has failed, for that was
 * said. */
void cli_trouble(const char *name, unsigned long long line, const char *why,
    enum err e);
/* prog: file:line: what: why */
void cli_bad_line(const char *file, unsigned long long line, const char *what,
    const char *why);

/* On a terminal, one line that is written over and over: "reading: DG2 43 %".
 * The next message or output takes it away, and so does `what` NULL. */
void cli_progress(const char *doing, const char *what, unsigned percent);

/* Of one long job: its step (N_ text), so many hundredths of all are done,
 * about so long it will take. A callback's context is not used. */
void cli_left(void *ctx, const char *step, unsigned percent);

/* Files are mapped: one that becomes shorter meanwhile ends the program with
 * words and status 2. */
void cli_mapped(void);

/* Turns the record that stands in `out` from `start` to its line feed into
 * one sentence that begins with `event` and ends with `after` (NULL: nothing);
 * `r` is at hand for it. */
void cli_say_person(struct record *r, struct buf *out, size_t start,
    const char *event, const char *after);

/* One line on a person and the verdict, and below it what decided it: what is
 * wrong, or else what is to be looked at and what could not be checked. Less
 * than `require`, and not on the list, are said and have the colour of what is
 * refused. */
void cli_say_verdict(const struct person *p, const struct checks *cs,
    enum assurance a, enum assurance require, bool colour, struct buf *out);

/* Standard output, buffered; flushed by hand before the tool waits. False
 * after a failed write (remembered for cli_finish). In a thread that works on
 * records, cli_out and the messages above are the thread's own: they come out
 * in the order of the records, and there is nothing to flush. */
struct buf *cli_out(void);
void cli_out_done(void);	/* a record is complete: flush if large */
/* As buf_add_slice(cli_out(), s), but a long one is not copied: it has to stay
 * until the next cli_flush, as what lies in a record's line does. Something has
 * to be added behind it. */
void cli_out_lend(struct slice s);
bool cli_flush(void);
bool cli_flush_with(struct slice text);	/* that behind it, not copied */
bool cli_failed(void);

/* Reads an operand ("-": standard input) block-wise; see cli_lines. */
struct cli_lines {
	/* One line, already cut; `number` counts from 1. */
	enum cli_status (*line)(void *ctx, const char *file,
	    unsigned long long number, struct slice line);
	/* Before the program waits for input and at the end; may be NULL. */
	enum cli_status (*idle)(void *ctx);
	/* Once, when every operand is open and no byte is read yet: the place
	 * for sandbox_enter(SANDBOX_STDIO, ...). May be NULL. */
	void (*opened)(void *ctx);
	void *ctx;
	size_t max;			/* bytes in a line; 0: LINE_MAX_BYTES */
	bool typed;
	const bool *stop;		/* nothing more once it is true */
};

/* All operands line by line. A missing file is reported and makes the status
 * CLI_TROUBLE; the others are still read. With `typed` the lines are those of
 * a scanner: they end at CR, LF, CR LF or NUL, and a terminal or serial device
 * is set raw while it is read, where 300 ms of silence end a line too. */
enum cli_status cli_each_line(struct cli *c, const struct cli_lines *l);

/* Records from the operands: empty lines are skipped, a bad line is reported
 * and skipped. `where` for cli_bad_line is in file and number.
 *
 * With c->jobs above 1 that many threads call `record`, each with its own
 * context, and everything comes out as if there were one: the tool's fence
 * must allow SANDBOX_THREADS then, for the threads start behind `opened`.
 * worker_new makes such a context (also where there is one thread only) and
 * worker_free ends it, both in the main thread, the latter when no other runs;
 * without them `record` gets ctx. `idle` is not called then.
 *
 * On a terminal's standard error, while the records go elsewhere, one line says
 * how far it is; it goes away before the next message and at the end. */
struct cli_records {
	enum cli_status (*record)(void *worker, const char *file,
	    unsigned long long number, struct record *r);
	enum cli_status (*idle)(void *ctx);
	void (*opened)(void *ctx);	/* see cli_lines */
	void *(*worker_new)(void *ctx);
	void (*worker_free)(void *ctx, void *worker);
	void *ctx;
};
enum cli_status cli_each_record(struct cli *c, const struct cli_records *l);

/* Work in pieces by several threads; what comes of it comes out in the order
 * in which it was given. In `work`, which runs in a thread with its own worker,
 * cli_out and the messages are the piece's; `done` is called for each when they
 * are out, in the main thread: false, and nothing more is wanted. A piece is of
 * `size` bytes, zeroed at first, and comes back to be filled anew; `release`
 * frees what it has. */
struct cli_crew_terms {
	void (*work)(void *worker, void *piece);
	bool (*done)(void *ctx, void *piece);
	void (*release)(void *piece);
	void *(*worker_new)(void *ctx);
	void (*worker_free)(void *ctx, void *worker);
	void *ctx;
	size_t size;
};
struct cli_crew;

/* Before a fence, and behind it (it must allow SANDBOX_THREADS); false: there
 * is no thread to be had. */
struct cli_crew *cli_crew_new(unsigned threads,
    const struct cli_crew_terms *t);
MUST_CHECK bool cli_crew_start(struct cli_crew *w);
void cli_crew_free(struct cli_crew *w);		/* NULL is fine */
/* The piece to be filled and given next; it waits until there is one. NULL:
 * nothing more is wanted. */
void *cli_crew_piece(struct cli_crew *w);
void cli_crew_give(struct cli_crew *w);
/* Tells what is done by now, or all of it: then nobody is at work. False:
 * nothing more is wanted. */
bool cli_crew_collect(struct cli_crew *w);
bool cli_crew_finish(struct cli_crew *w);
/* Waits (or only looks) for a piece that is done, or for something to read from
 * `fd`, which is true; -1: none. */
bool cli_crew_listen(struct cli_crew *w, int fd, bool at_all);

/* Pieces of a crew that are filled bit by bit: threads are only started when
 * one is full, before that (and where none can be had) this thread works them
 * off with `worker`. */
struct cli_pieces {
	struct cli_crew *crew;		/* NULL: none of this is called */
	void *worker;
	void *filling;			/* NULL: none is begun */
	bool at_once, alone;		/* the crew is at work; there is none */
};

/* The piece to go on with. NULL: nothing more is wanted. */
void *cli_pieces_at(struct cli_pieces *p);
/* What has to come out before what that piece will make. */
struct buf *cli_pieces_out(struct cli_pieces *p);
/* It goes to the crew, `full` or not; or all is made that was given, and nobody
 * is at work. False: nothing more is wanted. */
bool cli_pieces_give(struct cli_pieces *p, bool full);
bool cli_pieces_finish(struct cli_pieces *p);

/* Reads a whole file of at most `max` bytes. With `secret` the file must
 * belong to this user (or root) and be closed to all others (0600), else
 * ERR_ACCESS. ERR_NOT_FOUND, ERR_TOO_LONG, ERR_IO; ERR_UNSUPPORTED: a
 * folder. */
MUST_CHECK enum err cli_read_file(const char *path, size_t max, bool secret,
    struct buf *out);

/* Writes a file of mode 0600 as a whole or not at all. One of that name stays
 * as it is: ERR_DUPLICATE unless it holds the same. ERR_NOT_FOUND (no such
 * folder), ERR_ACCESS, ERR_FULL, ERR_IO. */
MUST_CHECK enum err cli_save_file(const char *folder, const char *name,
    struct slice content);

/* A path below an XDG folder: cli_path(&b, "XDG_CONFIG_HOME", ".config",
 * "settings") gives .../cccd-tools/settings. False without a home. */
bool cli_path(struct buf *out, const char *xdg, const char *fallback,
    const char *name);

struct cli_files {
	bool (*begin)(void *ctx);	/* false: read none; may be NULL */
	enum cli_status (*file)(void *ctx, const char *name, int fd);
	void *ctx;
	/* Of each that could be opened, before the fence; may be NULL. */
	void (*opened)(int fd);
};

/* All operands one after the other: open before the first is read, and read
 * behind the fence, where `begin` is called too. A missing one is reported and
 * makes the status CLI_TROUBLE; the others are still read, without --strict. */
enum cli_status cli_each_file(struct cli *c, const struct cli_files *f);

/* The same bytes where they lie, where they can be mapped (say cli_mapped
 * before it), else read into `own`; *out is valid until cli_unmap. */
MUST_CHECK enum err cli_map_file(const char *path, size_t max,
    struct buf *own, struct slice *out);
void cli_unmap(struct buf *own, struct slice *text);
/* The same of a file that ships with the tools. */
MUST_CHECK enum err cli_map_share(const char *name, size_t max,
    struct buf *own, struct slice *out);

/* The path of a file that ships with the tools: in the folder CCCD_SHARE, else
 * where they were installed. Valid until `out` changes. */
const char *cli_share(struct buf *out, const char *name);

/* Opens a file, closed to others if it is a new one, or says why not: -1. */
int cli_open(const char *path, int flags);

/* The same for a file that is made anew and is none of the operands: it is
 * empty then. cli_take_over does so with one that is open; false: it may not
 * be. */
int cli_create(const struct cli *c, const char *path);
MUST_CHECK bool cli_take_over(const struct cli *c, const char *path, int fd);

/* Before a file's whole content is written: it is empty then, and ours until it
 * is closed, so that of two programs that write it one comes after the other.
 * cli_write does so with a text, cli_copy with what `from` holds. False: errno
 * says why. */
MUST_CHECK bool cli_whole(int fd);
MUST_CHECK bool cli_write(int to, struct slice text);
MUST_CHECK bool cli_copy(int from, int to);

/* gettext, for what takes a function. */
const char *cli_text(const char *message);

/* Reads and parses `given`, else the file of that name in the folder of the
 * settings. Others may not write it, with `secret` not read it either. What is
 * wrong has been said when this returns, but for ERR_NOT_FOUND of a file that
 * was not given by name. */
MUST_CHECK enum err cli_settings(const char *given, const char *name,
    bool secret, struct settings *out);

/* Asks on the terminal (without one: on standard error and standard input) and
 * reads one line without its line feed. False at the end. */
bool cli_ask(const char *question, struct buf *answer);

/* The state folder: `given` (of --state), else CCCD_STATE, else cccd-tools
 * under XDG_STATE_HOME or ~/.local/state. False without any of them. */
bool cli_state(struct buf *out, const char *given);

/* Blocks the signals that end a program; they come through the descriptor that
 * it gives back (-1: none). Put *old back before one is raised anew. */
int cli_signals(sigset_t *old);

/* One more of c->counters[which]; of records and bad lines cli itself knows.
 * Threads that work on records may call it. */
void cli_count(unsigned which);

/* The summary, an object of numbers or objects of them that begins with
 * "summary" (the tool) and "version": in the place of the one that cli makes
 * of what it counted. Copied. */
void cli_summary(struct cli *c, struct slice json);

/* To be called now and then while much is read: a sign of life every 60
 * seconds with --hadoop. The loops over records do it. */
void cli_beat(struct cli *c);

/* As cli_warn, for what is no trouble: nothing with --worker. */
void cli_tell(const struct cli *c, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));

/* The worse of two. */
enum cli_status cli_worse(enum cli_status a, enum cli_status b);

/* Flushes standard output, writes the summary and gives the exit status: 2
 * when one of them failed, with --worker 0 in the place of 1. */
int cli_finish(struct cli *c, enum cli_status s);

#endif
