/* SPDX-License-Identifier: ISC */
/* Between the files of this room. */
#ifndef CLI_PRIV_H
#define CLI_PRIV_H

#include <sys/types.h>

#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "base/line.h"
#include "cli/cli.h"

/* A terminal or serial device, raw while it is open. */
struct tty {
	int fd, signals;
	bool keyboard;		/* standard input: Ctrl-C and Ctrl-D work */
	struct termios saved;
	sigset_t mask;
};

/* True when `fd` is a terminal; it is raw until tty_restore. A signal that
 * ends the program restores it first. */
bool tty_raw(struct tty *t, int fd);
void tty_restore(struct tty *t);

/* As read. With `partial`, TTY_SILENT after 300 ms without a byte. */
#define TTY_SILENT (-2)
ssize_t tty_read(struct tty *t, char *p, size_t room, bool partial);

/* An operand, open before the first is read. */
struct operand {
	const char *name;
	int fd, error;
	bool device;			/* raw: t is in use */
	struct tty t;
};

/* Why a file is not read or written: errno's words, for a folder ours. */
bool cli_is_folder(int fd);
void cli_not_open(const char *name, int error);

/* Those of c->files, else standard input; the last has no name. */
struct operand *operands_open(const struct cli *c);
/* Says that one could not be opened. */
enum cli_status operand_missing(const struct operand *o);
void operand_close(struct operand *o);
/* One block into the reader; an end or trouble ends the lines. */
enum cli_status operand_fill(struct operand *o, struct line_reader *r);

/* A batch's: what was done of `total` octets, unless there is no end to see. */
struct progress {
	bool on, endless;
	unsigned long long records, no, octets, total;
	long long began, next;
};
void progress_start(struct progress *p, const struct cli *c,
    const struct operand *all);
void progress_tell(struct progress *p);		/* at most now and then */
/* One line in the place of the one shown; NULL: none. */
void cli_show(const char *text);

/* Every line that waits in the reader. ERR_AGAIN or ERR_EOF at its end;
 * ERR_EOF also where no more is wanted. */
enum err cli_drain(const struct cli *c, const struct cli_lines *l,
    struct line_reader *r, const char *file, enum cli_status *s);

/* One thread's part in the records; as a line's context for cli_one_record. */
struct record_loop {
	const struct cli_records *l;
	void *worker;
	struct record r;
	struct progress done;			/* by this thread */
};
void record_loop_start(struct record_loop *loop, const struct cli_records *l);
void record_loop_end(struct record_loop *loop);
enum cli_status cli_one_record(void *ctx, const char *file,
    unsigned long long number, struct slice line);

/* cli_each_record with c->jobs threads. */
enum cli_status cli_each_record_at_once(struct cli *c,
    const struct cli_records *l);

/* What every tool counts: records that were dealt with, the "no" among them,
 * lines that could not be. */
struct cli_counts {
	unsigned long long records, no, bad_lines, own[CLI_MAX_COUNTERS];
};

/* Where this thread's output and messages go (NULL: out at once), and: out
 * with them. */
struct cli_sink {
	struct buf out, said;
	struct cli_counts counts;
};
struct cli_counts *cli_counts(void);		/* this thread's */
void cli_set_sink(struct cli_sink *s);
void cli_write_sink(struct cli_sink *s);

/* Of a crew: a worker has nothing to do; there is a piece to be given; where
 * its output will be. */
bool cli_crew_idle(struct cli_crew *w);
bool cli_crew_room(const struct cli_crew *w);
struct cli_sink *cli_crew_sink(struct cli_crew *w);
/* The piece that would be given next, by this thread; what `done` answered. */
bool cli_crew_here(struct cli_crew *w, void *worker);

/* --summary: opened at once, so that an older one is gone and that it can be
 * written behind a fence. Exits with 2. */
void cli_open_summary(struct cli *c);
/* The end for an engine: the summary and the counters. False: not written. */
bool cli_report(struct cli *c);

void cli_set_prog(const char *name);
void cli_vwarn(const char *fmt, va_list ap)
    __attribute__((__format__(__printf__, 1, 0)));

/* Language, message catalogue, settings file (the --config in argv, else the
 * one under XDG_CONFIG_HOME when it is there). Exits with 2 on a bad one. */
void cli_start(struct cli *c);

#endif
