/* SPDX-License-Identifier: ISC */
/* Lengths of lines against the sums of them, with the longest row at any place
 * and all widths that follow from it. */
#include "base/mem.h"
#include "roster/side_lines.h"
#include "tap.h"

#define MAX 400

static const uint32_t longest[] = { 0, 1, 113, 254, 255, 256, 257, 511, 65534,
    65535, 65536, 65537, 1u << 20 };

static uint64_t seed = 5;

static uint32_t
draw(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 33) % n;
}

/* How many of `n` lines are not found where they are; the long ones are at
 * `at`, `later` and everywhere where `each` says so. */
static unsigned
wrong(uint32_t n, uint32_t most, uint32_t at, uint32_t later, uint32_t each,
    size_t hint)
{
	struct side_lines l = { .hint = hint };
	uint32_t length[MAX], i, sum = 0, got;
	unsigned bad = 0;

	for (i = 0; i < n; i++) {
		length[i] = i == at || i == later || (each > 0 && i % each ==
		    0) ? most : draw(4) == 0 ? 0 : draw(256);
		side_lines_add(&l, sum, length[i]);
		sum += length[i];
	}
	for (i = 0, sum = 0; i < n; i++) {
		bad += side_lines_find(&l, i, &got) != sum;
		bad += got != length[i];
		side_lines_soon(&l, i);
		sum += length[i];
	}
	side_lines_release(&l);
	bad += l.group != NULL || l.groups != 0;
	return bad;
}

int
main(void)
{
	unsigned bad, n, k, round;

	for (k = 0; k < sizeof longest / sizeof *longest; k++) {
		for (bad = 0, n = 0; n < MAX; n++)
			for (round = 0; round < 20; round++)
				bad += wrong(n, longest[k], draw(n + 1),
				    draw(n + 1), draw(3) == 0 ? 1 + draw(9) :
				    0, draw(2) * draw(9));
		OK(bad == 0, "lines, some of %u bytes", longest[k]);
	}
	return tap_done();
}
