/* SPDX-License-Identifier: ISC */
/* What a child that was taken over may answer: whatever is accepted is within
 * the bounds that the tools rely on. */
#include <sys/mman.h>

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "image/answer.h"
#include "image/gray.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct child_answer *a = xcalloc(1, sizeof *a);
	int fd = memfd_create("answer", 0);
	bool unfenced = false;
	size_t i, k, held = sizeof(struct answer_head);
	enum err e;

	if (fd < 0 || write(fd, p, n) != (ssize_t)n || lseek(fd, 0, SEEK_SET))
		abort();
	e = answer_read(fd, answer_clock() + 10000, a, &unfenced);
	assert(e >= ERR_OK && e < ERR_MAX && a->codes.n <= QR_MAX_CODES);
	assert(a->w <= GRAY_MAX_SIDE && a->h <= GRAY_MAX_SIDE);
	for (i = 0; e == ERR_OK && i < a->codes.n; i++) {
		assert(a->codes.c[i].raw.n <= QR_MAX_BYTES);
		held += sizeof(struct answer_code) + a->codes.c[i].raw.n;
		for (k = 0; k < 4; k++)
			assert(isfinite(a->codes.c[i].x[k]) &&
			    isfinite(a->codes.c[i].y[k]));
	}
	assert(e != ERR_OK || held <= n);
	qr_codes_release(&a->codes);
	close(fd);
	free(a);
	return 0;
}
