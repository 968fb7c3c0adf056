/* SPDX-License-Identifier: ISC */
/* The pages of large files and of many lists are let go by all threads: at the
 * end of the process one of them does that alone, for a twentieth of the whole
 * time. */
#include <sys/mman.h>

#include "roster/run_priv.h"

#define STEP ((size_t)16 << 20)
#define SMALL ((size_t)32 << 20)	/* not worth a thread */

static size_t
steps(const struct side *s)
{
	return s->map != NULL ? s->mapped / STEP + 1 : 0;
}

static void
let_go(const struct side *s, size_t i)
{
	size_t from = i * STEP, n = s->mapped - from;

	if (n > 0)
		(void)madvise((char *)s->map + from, n < STEP ? n : STEP,
		    MADV_DONTNEED);
}

static void
work(struct run_part *p)
{
	struct run *r = p->r;
	size_t i, left = steps(&r->side[0]);

	spill_unmap(r->spill);
	while (run_next(r, left + steps(&r->side[1]), &i))
		let_go(&r->side[i >= left], i < left ? i : i - left);
}

void
run_end(struct run *r)
{
	unsigned i, side;

	if (r->threads == 1 || (r->o->part_bits == 0 &&
	    r->side[0].mapped + r->side[1].mapped < SMALL))
		return;
	for (i = 0; i < r->threads; i++)
		for (side = 0; side < 2; side++) {
			spill_close(&r->part[i].entry[side]);
			spill_close(&r->part[i].found[side]);
		}
	run_threads(r, N_("telling"), 0, work);
}
