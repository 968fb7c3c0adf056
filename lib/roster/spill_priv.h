/* SPDX-License-Identifier: ISC */
/* Between the memory of lists and their file. */
#ifndef ROSTER_SPILL_PRIV_H
#define ROSTER_SPILL_PRIV_H

#include <sys/uio.h>

#include <pthread.h>

#include "roster/spill.h"

#define BLOCK 4096
#define SEGMENT ((size_t)2 << 20)
#define BLOCKS (SEGMENT / BLOCK)

struct spill_block {
	union {
		struct {
			struct spill_block *next;
			struct segment *of;
		};
		char line[64];
	};
	struct spill_pair pair[(BLOCK - 64) / sizeof(struct spill_pair)];
};
#define PAIRS ((BLOCK - 64) / sizeof(struct spill_pair))
#define PAYLOAD (BLOCK - 64)

struct spill {
	pthread_mutex_t lock;
	struct segment **segment;
	size_t segments, trimmed;
	size_t low;			/* none before it has unused blocks */
	struct segment *cut;		/* into runs; blocks that are left: */
	size_t left;
	bool huge;			/* as long as it is fast */
	const char *dir;
	int fd;
	off_t end;
	enum err e;
};

/* One that is in nobody's list, or was never in one. */
struct spill_block *spill_new_block(struct spill_lists *l);
/* A chain, and what was cut for these lists and not given out. */
void spill_give_back(struct spill *s, struct spill_block *first,
    struct spill_block *last);
void spill_give_run(struct spill_lists *l);

/* Behind all else in the file, which is made then; -1: spill_error knows. The
 * vector is used up. */
off_t spill_write(struct spill *s, struct iovec *iov, int n, size_t bytes);
/* False: spill_error knows. */
bool spill_read(struct spill *s, char *p, size_t n, off_t at);

#endif
