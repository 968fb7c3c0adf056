/* SPDX-License-Identifier: ISC */
/* What a reader's process and its parent say to each other. Both are the same
 * program, so structures travel as they are. */
#ifndef DESK_READER_PRIV_H
#define DESK_READER_PRIV_H

#include "desk/reader.h"

/* From the child; after each the structure, where there is one. */
enum {
	FROM_EMPTY = 'e',
	FROM_CARD = 'c',		/* uint32_t: its count */
	FROM_TAKING = 't',		/* connects to the card */
	FROM_READING = 'r',		/* has it */
	FROM_PROGRESS = 'p',		/* struct from_progress */
	FROM_RESULT = 'R',		/* struct from_result, line, picture */
	FROM_SEAL = 's',		/* what is to be sealed */
	FROM_END = 'x'			/* int32_t: enum err */
};

struct from_progress {
	int32_t file;
	uint32_t percent;
};

struct from_result {
	int32_t err, aa, ca, cam, kind;
	uint32_t sw, line, picture, unwritten;
	uint64_t answer_limit;
	char name[24];
};

#define FROM_SEAL_MAX (64u << 10)

/* To the child: struct to_read, then the record's line; the SIGN_SIZE octets
 * of a seal, or nothing where there is none. */
enum { TO_READ = 'k', TO_SEAL = 's' };

struct to_read {
	uint32_t count;			/* of the card that is meant */
	struct password password;
};

/* What the child starts from. */
struct reader_start {
	const struct reader_job *job;
	char name[READER_MAX_NAME];
	size_t answer_limit;		/* learnt by one before it */
	bool skip;		/* the card with that count had its turn */
	uint32_t count;
};

/* The child's life; `fd` leads to the parent. */
void reader_child(const struct reader_start *s, int fd)
    __attribute__((__noreturn__));

#endif
