/* SPDX-License-Identifier: ISC */
/* getrandom(2). */
#include <sys/random.h>

#include <errno.h>

#include "desk/entropy.h"

static enum err
fill(void *ctx, uint8_t *p, size_t n)
{
	ssize_t got;

	(void)ctx;
	for (; n > 0; p += got, n -= (size_t)got) {
		do
			got = getrandom(p, n, 0);
		while (got < 0 && errno == EINTR);
		if (got <= 0)
			return ERR_IO;
	}
	return ERR_OK;
}

const struct random entropy = { .fill = fill };
