/* SPDX-License-Identifier: ISC */
/* The entries of the index: an array, and its order. Sorted by digits from the
 * highest on, each byte's entries swapped to their place ("American flag"), so
 * that nothing is held twice. */
#include <stdlib.h>

#include "base/mem.h"
#include "lint/lint_index_priv.h"

#define FEW 48				/* sorted by insertion */
#define KEY_BYTES 8
#define ROW_BYTES (LINT_ROW_BITS / 8)

void
lint_entries_add(struct lint_entries *a, const struct lint_entry *e)
{
	if (a->n == a->cap) {
		a->cap = a->cap == 0 ? 1024 : a->cap + a->cap / 2;
		a->e = xreallocarray(a->e, a->cap, sizeof *a->e);
	}
	a->e[a->n++] = *e;
	a->bytes = a->n * sizeof *a->e;
}

void
lint_entries_release(struct lint_entries *a)
{
	if (a->e != NULL)
		mem_wipe(a->e, a->bytes);
	free(a->e);
	*a = (struct lint_entries){ .n = 0 };
}

static uint64_t
key(const struct lint_entry *e, enum lint_order o)
{
	return o == LINT_BY_NAME ? e->name : e->number & ~LINT_SECOND;
}

static uint8_t
digit(const struct lint_entry *e, enum lint_order o, unsigned depth)
{
	if (depth < KEY_BYTES)
		return (uint8_t)(key(e, o) >> 8 * (KEY_BYTES - 1 - depth));
	return (uint8_t)((e->row & LINT_ROW_MASK) >>
	    8 * (KEY_BYTES + ROW_BYTES - 1 - depth));
}

static bool
is_before(const struct lint_entry *a, const struct lint_entry *b,
    enum lint_order o)
{
	uint64_t x = key(a, o), y = key(b, o);

	return x != y ? x < y :
	    (a->row & LINT_ROW_MASK) < (b->row & LINT_ROW_MASK);
}

static void
insert(struct lint_entry *e, size_t n, enum lint_order o)
{
	struct lint_entry x;
	size_t i, k;

	for (i = 1; i < n; i++) {
		x = e[i];
		for (k = i; k > 0 && is_before(&x, &e[k - 1], o); k--)
			e[k] = e[k - 1];
		e[k] = x;
	}
}

/* Puts every entry into the stretch of its digit; end[d] is where that ends. */
static void
spread(struct lint_entry *e, size_t n, enum lint_order o, unsigned depth,
    size_t end[256])
{
	size_t from[256], i, sum = 0;
	struct lint_entry x, y;
	unsigned d;

	for (d = 0; d < 256; d++)
		end[d] = 0;
	for (i = 0; i < n; i++)
		end[digit(&e[i], o, depth)]++;
	for (d = 0; d < 256; d++) {
		from[d] = sum;
		sum += end[d];
		end[d] = sum;
	}
	for (d = 0; d < 256; d++)
		while (from[d] < end[d]) {
			x = e[from[d]];
			while ((i = digit(&x, o, depth)) != d) {
				y = e[from[i]];
				e[from[i]++] = x;
				x = y;
			}
			e[from[d]++] = x;
		}
}

static void
sort_from(struct lint_entry *e, size_t n, enum lint_order o, unsigned depth)
{
	size_t end[256], from = 0;
	unsigned d;

	if (n <= FEW || depth == KEY_BYTES + ROW_BYTES) {
		insert(e, n, o);
		return;
	}
	spread(e, n, o, depth, end);
	for (d = 0; d < 256; d++) {
		if (end[d] - from > 1)
			sort_from(e + from, end[d] - from, o, depth + 1);
		from = end[d];
	}
}

/* Numbers of people leave the highest bytes free: no entry differs there. */
void
lint_entries_sort(struct lint_entry *e, size_t n, enum lint_order o)
{
	uint64_t differ = 0;
	size_t i;

	for (i = 1; i < n; i++)
		differ |= key(&e[i], o) ^ key(&e[0], o);
	sort_from(e, n, o, differ == 0 ? KEY_BYTES :
	    (unsigned)__builtin_clzll(differ) / 8);
}
