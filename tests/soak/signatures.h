/* SPDX-License-Identifier: ISC */
/* COUNT SEED: so many signatures, as many under keys of each name, judged by us
 * and by OpenSSL; a line a name with how many there were and how many were
 * good. Status 1 at the first on which the two differ. */
#ifndef SIGNATURES_H
#define SIGNATURES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* one_key: so many under a new key, of which *good grows; false: they differ,
 * and that has been said. */
struct signatures {
	const char *const *names;
	size_t n;
	long per_key;
	bool (*one_key)(void *ctx, const char *name, long n, uint64_t *seed,
	    long *good);
	void *ctx;
};

static inline void
signatures_show(const char *what, const void *octets, size_t n)
{
	const unsigned char *p = octets;

	printf("%s ", what);
	while (n-- > 0)
		printf("%02x", *p++);
	printf("\n");
}

static inline bool
signatures_of(const struct signatures *s, const char *name, long each,
    uint64_t *seed)
{
	long done, n, good = 0;
	bool agreed = true;

	for (done = 0; agreed && done < each; done += n) {
		n = each - done < s->per_key ? each - done : s->per_key;
		agreed = s->one_key(s->ctx, name, n, seed, &good);
	}
	printf("%s %ld signatures, %ld good\n", name, done, good);
	fflush(stdout);
	return agreed;
}

/* The status of the program. */
static inline int
signatures_run(const struct signatures *s, int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 1000;
	long each = (count + (long)s->n - 1) / (long)s->n;
	uint64_t seed = argc > 2 ? (uint64_t)atoll(argv[2]) : 1;
	size_t i;

	for (i = 0; i < s->n; i++)
		if (!signatures_of(s, s->names[i], each, &seed))
			return 1;
	return 0;
}

#endif
