/* SPDX-License-Identifier: ISC */
/* Files of other people's test documents, below $CCCD_DATA/emrtd. */
#ifndef EMRTD_H
#define EMRTD_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

/* The whole file. False where CCCD_DATA is not set or has no such file: the
 * test says that it skips. */
static inline bool
emrtd_file(const char *name, struct buf *out)
{
	const char *dir = getenv("CCCD_DATA");
	struct buf path = { 0 };
	char some[4096];
	size_t n;
	FILE *f;

	buf_reset(out);
	if (dir == NULL || *dir == '\0')
		return false;
	buf_printf(&path, "%s/emrtd/%s", dir, name);
	f = fopen(buf_cstr(&path), "rb");
	buf_release(&path);
	if (f == NULL)
		return false;
	while ((n = fread(some, 1, sizeof some, f)) > 0)
		buf_add(out, some, n);
	fclose(f);
	return true;
}

#define EMRTD_SKIP(what) OK(true, "%s # SKIP no such file below CCCD_DATA", what)

#endif
