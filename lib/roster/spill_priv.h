/* SPDX-License-Identifier: ISC */
/* Between the memory of lists and their file. */
#ifndef ROSTER_SPILL_PRIV_H
#define ROSTER_SPILL_PRIV_H

#include <sys/uio.h>

#include <pthread.h>

#include "roster/spill.h"

struct spill {
	pthread_mutex_t lock;
	struct segment *segment;
	struct spill_block *unused;
	size_t left;			/* blocks not yet cut from the newest */
	bool huge;			/* as long as it is fast */
	const char *dir;
	int fd;
	off_t end;
	enum err e;
};

/* Behind all else in the file, which is made then; -1: spill_error knows. The
 * vector is used up. */
off_t spill_write(struct spill *s, struct iovec *iov, int n, size_t bytes);
/* False: spill_error knows. */
bool spill_read(struct spill *s, char *p, size_t n, off_t at);

#endif
