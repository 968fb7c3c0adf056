/* SPDX-License-Identifier: ISC */
/* TAP for unit tests: OK(condition, "name"), then return tap_done(). */
#ifndef TAP_H
#define TAP_H

#include <stdio.h>

#include "base/buf.h"

static int tap_n, tap_bad;

#define OK(cond, ...) tap_ok((cond), __FILE__, __LINE__, __VA_ARGS__)

__attribute__((__format__(__printf__, 4, 5))) static inline bool
tap_ok(bool good, const char *file, int line, const char *fmt, ...)
{
	__builtin_va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++tap_n);
	__builtin_va_start(ap, fmt);
	vprintf(fmt, ap);
	__builtin_va_end(ap);
	printf("\n");
	if (!good) {
		tap_bad++;
		printf("# at %s:%d\n", file, line);
	}
	return good;
}

static inline bool
tap_same(struct slice got, const char *want, const char *name)
{
	bool good = slice_eq(got, slice_str(want));

	tap_ok(good, __FILE__, __LINE__, "%s", name);
	if (!good)
		printf("# got %.*s\n# want %s\n", (int)got.n, got.p, want);
	return good;
}

static inline int
tap_done(void)
{
	printf("1..%d\n", tap_n);
	return tap_bad > 0;
}

#endif
