/* SPDX-License-Identifier: ISC */
/* Memory that is there or the program ends: no branch to get wrong. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* All x* functions print one line and exit with 2 when memory is out. */
void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);

/* What they do, for memory that comes otherwise. */
_Noreturn void mem_out(void);

/* As realloc for `n` elements of `size` bytes; overflow ends the program. */
void *xreallocarray(void *p, size_t n, size_t size);

/* Copies; the caller frees. xmemdup0 adds a NUL behind the `n` bytes. */
char *xstrdup(const char *s);
char *xmemdup0(const char *p, size_t n);

/* Overwrites secrets and personal data before they are given back. */
void mem_wipe(void *p, size_t n);

#endif
