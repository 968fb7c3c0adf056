/* SPDX-License-Identifier: ISC */
/* All of it through a descriptor that may take or give less at a time, and
 * whatever signal comes between. */
#ifndef BASE_FD_H
#define BASE_FD_H

#include "base/buf.h"

/* False: errno says why; ENOSPC where nothing more is taken. */
MUST_CHECK bool fd_write_all(int fd, struct slice s);

/* The same for the parts one after the other; they are used up. */
MUST_CHECK bool fd_write_parts(int fd, struct slice *part, size_t n);

/* Exactly `n` bytes. False: errno says why; 0 where it ends before. */
MUST_CHECK bool fd_read_all(int fd, void *to, size_t n);

#endif
