/* SPDX-License-Identifier: ISC */
/* Octets that grow. */
#include <stdlib.h>
#include <string.h>

#include "sim.h"

void
sim_add(struct sim_bytes *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	if (b->cap - b->n < n) {
		b->cap = 2 * (b->n + n);
		b->p = realloc(b->p, b->cap);
		if (b->p == NULL)
			abort();
	}
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void
sim_clear(struct sim_bytes *b)
{
	free(b->p);
	*b = (struct sim_bytes){ 0 };
}
