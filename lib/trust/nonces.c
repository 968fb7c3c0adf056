/* SPDX-License-Identifier: ISC */
/* A sorted list. */
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "trust/nonces.h"

#define FIRST_ROOM 64

enum err
nonces_add(struct nonces *x, struct slice hex)
{
	struct buf octets = { 0 };
	enum err e = hex_read(&octets, slice_trim(hex));

	if (e == ERR_OK && octets.n != NONCES_OCTETS)
		e = ERR_FORMAT;
	if (e == ERR_OK && x->count == NONCES_MAX)
		e = ERR_TOO_LONG;
	if (e != ERR_OK)
		goto out;
	if (x->count == x->cap) {
		x->cap = x->cap > 0 ? x->cap * 2 : FIRST_ROOM;
		x->n = xreallocarray(x->n, x->cap, sizeof *x->n);
	}
	memcpy(x->n[x->count++], octets.p, NONCES_OCTETS);
out:
	buf_release(&octets);
	return e;
}

enum err
nonces_add_lines(struct nonces *x, struct slice text,
    unsigned long long *line)
{
	unsigned long long number = 0;
	struct slice one;
	enum err e;

	while (slice_split(&text, '\n', &one)) {
		number++;
		one = slice_trim(one);
		if (one.n == 0 || one.p[0] == '#')
			continue;
		if ((e = nonces_add(x, one)) != ERR_OK) {
			*line = number;
			return e;
		}
	}
	return ERR_OK;
}

static int
compare(const void *a, const void *b)
{
	return memcmp(a, b, NONCES_OCTETS);
}

void
nonces_sort(struct nonces *x)
{
	if (x->count > 1)
		qsort(x->n, x->count, sizeof *x->n, compare);
}

bool
nonces_have(const struct nonces *x, struct slice nonce)
{
	return nonce.n == NONCES_OCTETS && x->count > 0 &&
	    bsearch(nonce.p, x->n, x->count, sizeof *x->n, compare) != NULL;
}

void
nonces_release(struct nonces *x)
{
	free(x->n);
	*x = (struct nonces){ .count = 0 };
}
