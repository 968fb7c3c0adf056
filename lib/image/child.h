/* SPDX-License-Identifier: ISC */
/* Decodes pictures in a child process behind base/sandbox, so that a picture
 * which breaks a decoder costs that picture and nothing else. Impure by its
 * task: it forks, waits and kills.
 *
 * The picture lies in memory that both sides share; the answer comes through
 * a pipe and is checked like any other hostile input. A child serves many
 * pictures; one that crashed, hung or got a poisoned picture is killed and
 * the next picture gets a new one. The program ignores SIGPIPE (cli does). */
#ifndef IMAGE_CHILD_H
#define IMAGE_CHILD_H

#include <stdbool.h>
#include <stddef.h>

#include "image/qr.h"

#define CHILD_TIMEOUT_MS 10000	/* for the answer, beside the budget */
#define CHILD_MEMORY ((size_t)1536 << 20)
#define CHILD_PICTURES 256		/* then a fresh one */

struct child;

/* `err` is the loader's: ERR_IMAGE, ERR_PIXELS, ERR_UNSUPPORTED; or
 * ERR_CHILD, ERR_TIMEOUT when there was no answer. `gave_up`: the time budget
 * of qr_options ended with nothing found, or the search was cut_short. `w`, `h`
 * and the corners are in pixels of the file. */
struct child_answer {
	enum err err;
	bool damaged, gave_up;
	int w, h;
	struct qr_codes codes;
};

/* NULL when the shared memory cannot be had. No process is started yet. */
struct child *child_new(void);
void child_free(struct child *c);	/* kills and wipes */

/* Where the next picture goes, LOAD_MAX_BYTES of it. */
char *child_space(struct child *c);

/* Hands over `n` bytes of it. ERR_CHILD when no process can be had. */
MUST_CHECK enum err child_send(struct child *c, size_t n,
    const struct qr_options *o);

/* Waits for the answer. The picture is wiped then. The caller releases
 * a->codes. child_fd is readable when there is something to wait for. */
void child_receive(struct child *c, struct child_answer *a);
int child_fd(const struct child *c);
int child_pid(const struct child *c);	/* 0: none at the moment */

/* Milliseconds until child_receive would give up. */
int child_patience(const struct child *c);

/* False once a child answered that sandbox_enter had failed in it. */
bool child_is_fenced(const struct child *c);

#endif
