/* SPDX-License-Identifier: ISC */
/* The challenges that a verifier has given out himself. */
#ifndef TRUST_NONCES_H
#define TRUST_NONCES_H

#include "base/buf.h"

#define NONCES_OCTETS 16
#define NONCES_MAX 10000000

/* All zero is none. Filled once, then many threads may look. */
struct nonces {
	uint8_t (*n)[NONCES_OCTETS];
	size_t count, cap;
};

/* One in 32 hexadecimal digits of either case; blanks round it are fine.
 * ERR_FORMAT, ERR_TOO_LONG (too many). */
MUST_CHECK enum err nonces_add(struct nonces *x, struct slice hex);
/* One a line; empty lines and those that begin with # are passed over.
 * *line: the one that is wrong. */
MUST_CHECK enum err nonces_add_lines(struct nonces *x, struct slice text,
    unsigned long long *line);
/* After the last one. */
void nonces_sort(struct nonces *x);
bool nonces_have(const struct nonces *x, struct slice nonce);
void nonces_release(struct nonces *x);

#endif
