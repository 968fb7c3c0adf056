/* SPDX-License-Identifier: ISC */
/* Allocation that dies, and wiping that the compiler may not drop. */
#include <sys/uio.h>

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

_Noreturn void
mem_out(void)
{
	static const char text[] = ": out of memory\n";
	const char *name = program_invocation_short_name;
	struct iovec v[] = { { (void *)(uintptr_t)name, strlen(name) },
	    { (void *)(uintptr_t)text, sizeof text - 1 } };

	if (writev(STDERR_FILENO, v, 2) < 0)
		_exit(2);
	_exit(2);
}

void *
xrealloc(void *p, size_t n)
{
	void *q = realloc(p, n > 0 ? n : 1);

	if (q == NULL)
		mem_out();
	return q;
}

void *
xmalloc(size_t n)
{
	return xrealloc(NULL, n);
}

void *
xcalloc(size_t n, size_t size)
{
	void *p = calloc(n > 0 ? n : 1, size > 0 ? size : 1);

	if (p == NULL)
		mem_out();
	return p;
}

void *
xreallocarray(void *p, size_t n, size_t size)
{
	if (size > 0 && n > SIZE_MAX / size)
		mem_out();
	return xrealloc(p, n * size);
}

char *
xmemdup0(const char *p, size_t n)
{
	char *q = xmalloc(n + 1);

	if (n > 0)
		memcpy(q, p, n);
	q[n] = '\0';
	return q;
}

char *
xstrdup(const char *s)
{
	return xmemdup0(s, strlen(s));
}

void
mem_wipe(void *p, size_t n)
{
	if (n > 0)
		explicit_bzero(p, n);
}
