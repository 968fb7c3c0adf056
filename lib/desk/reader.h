/* SPDX-License-Identifier: ISC */
/* One card reader, served by a process of its own: a call to a reader may
 * never come back, and what a card says is parsed where there is nothing to
 * steal: the station's key stays with the parent, which seals what its child
 * has read. The parent polls reader_fd and is told what happens. */
#ifndef DESK_READER_H
#define DESK_READER_H

#include "chip/face.h"
#include "chip/session.h"
#include "desk/station.h"

#define READER_MAX_NAME 128

/* What every child of a run knows. Borrowed pointers; NULL: none. */
struct reader_job {
	struct station *station;	/* its seed is wiped in the child */
	const uint8_t *nonce;		/* else a new one for every card */
	int limit_ms;			/* of one call that reaches the card */
	bool no_portrait, picture;	/* picture: the face in the result */
	int transcript;			/* open for writing; -1: none */
	struct slice replay;		/* text of a transcript: in place of any
					 * reader, read once; its own key */
};

enum reader_phase {
	READER_STARTING,		/* nothing is known yet */
	READER_EMPTY,			/* waits for a card */
	READER_CARD,		/* a card lies there and waits for a key */
	READER_READING,
	READER_DONE		/* that card had its turn: take it away */
};

enum reader_news {
	READER_NOTHING,			/* poll again */
	READER_STATE,			/* the phase has changed */
	READER_PROGRESS,
	READER_RESULT,			/* the phase is READER_DONE now */
	READER_END		/* the child is gone, for `err`; free it */
};

/* `line` is the record with its line feed, empty where err is not ERR_OK; both
 * slices are valid until the next call. `name` is the number of the person's
 * card or document: digits and capitals. */
struct reader_event {
	enum reader_news news;
	enum err err;
	/* with READER_PROGRESS */
	enum lds_file file;
	unsigned percent;
	/* with READER_RESULT */
	uint16_t sw;
	enum session_proof aa, ca, cam;
	bool unwritten;			/* the transcript has a gap */
	char name[24];
	struct slice line, picture;
	enum face_kind kind;
};

/* What the proofs of a card that was read said, for people (N_ text). */
const char *reader_proofs(const struct reader_event *ev);

struct reader;

/* Starts the child. ERR_IO: no process is to be had. */
MUST_CHECK enum err reader_new(const struct reader_job *job,
    const char *name, struct reader **out);
/* Ends the child at once; pcscd resets the card of a process that is gone. */
void reader_free(struct reader *r);

const char *reader_name(const struct reader *r);
int reader_fd(const struct reader *r);
void **reader_user(struct reader *r);	/* the caller's own; NULL at first */
enum reader_phase reader_phase(const struct reader *r);

/* Call when reader_fd can be read, and again until READER_NOTHING. A child
 * that died while reading gives READER_RESULT (ERR_TIMEOUT: the card fell
 * silent; ERR_BUSY: another program held it; ERR_CHILD), and a new one looks
 * after the reader. */
struct reader_event reader_next(struct reader *r);

/* In READER_CARD: reads the card with this key; `record` is the line that the
 * key came in, or empty. */
MUST_CHECK enum err reader_read(struct reader *r, const struct password *p,
    struct slice record);

/* A card that takes longer than this in all is given up (ERR_TIMEOUT): the
 * monotonic milliseconds of that moment, or -1; and do it. */
long long reader_deadline(const struct reader *r);
void reader_give_up(struct reader *r);

#endif
