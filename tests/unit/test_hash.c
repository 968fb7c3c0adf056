/* SPDX-License-Identifier: ISC */
/* Hashes of rows: any byte, any length, any order of bytes tells; every
 * processor's way. */
#include <string.h>

#include "roster/hash.h"
#include "tap.h"

#define LENGTHS 260

static void
noise(char *p, size_t n, uint64_t seed)
{
	for (; n > 0; n--, p++) {
		seed = seed * 6364136223846793005ull + 1442695040888963407ull;
		*p = (char)(seed >> 56);
	}
}

/* 48 bits of a hash are kept. */
static uint64_t
of(hash_row_fn *hash, const char *p, size_t n)
{
	return hash(p, n) & 0xffffffffffff;
}

static unsigned
changed_byte(hash_row_fn *hash)
{
	unsigned n, i, bad = 0;
	char row[LENGTHS];
	uint64_t was;

	for (n = 1; n < LENGTHS; n++) {
		noise(row, n, n);
		was = of(hash, row, n);
		for (i = 0; i < n; i++) {
			row[i] ^= (char)(1 << i % 8);
			bad += of(hash, row, n) == was;
			row[i] ^= (char)(1 << i % 8);
		}
		bad += of(hash, row, n) != was;
	}
	return bad;
}

/* Of bytes that are all alike only the length tells. */
static unsigned
length(hash_row_fn *hash)
{
	unsigned n, i, bad = 0;
	uint64_t was[LENGTHS];
	char row[LENGTHS];
	int c;

	for (c = 0; c < 256; c += 48) {
		memset(row, c, sizeof row);
		for (n = 0; n < LENGTHS; n++) {
			was[n] = of(hash, row, n);
			for (i = 0; i < n; i++)
				bad += was[i] == was[n];
		}
	}
	return bad;
}

/* Two runs of eight bytes change places. */
static unsigned
order(hash_row_fn *hash)
{
	unsigned n, i, k, bad = 0;
	char row[LENGTHS], other[LENGTHS];
	uint64_t was;

	for (n = 16; n < LENGTHS; n++) {
		noise(row, n, n);
		was = of(hash, row, n);
		for (i = 0; i + 16 <= n; i += 8)
			for (k = i + 8; k + 8 <= n; k += 8) {
				memcpy(other, row, n);
				memcpy(other + i, row + k, 8);
				memcpy(other + k, row + i, 8);
				bad += of(hash, other, n) == was;
			}
	}
	return bad;
}

/* Each processor's is told the same rows as same, wherever they lie. */
static unsigned
place(hash_row_fn *hash, hash_row_fn *other)
{
	char row[LENGTHS], text[LENGTHS + 64];
	unsigned n, at, bad = 0;

	for (n = 0; n < LENGTHS; n++) {
		noise(row, n, n);
		for (at = 0; at < 64; at += 7) {
			noise(text, sizeof text, at);
			memcpy(text + at, row, n);
			bad += other(text + at, n) != hash(row, n);
		}
	}
	return bad;
}

int
main(void)
{
	hash_row_fn *way[] = { hash_rows(0), hash_rows(1), hash_rows(2) };
	size_t i;

	for (i = 0; i < 3; i++) {
		OK(changed_byte(way[i]) == 0, "%zu: a byte is another", i);
		OK(length(way[i]) == 0, "%zu: the length", i);
		OK(order(way[i]) == 0, "%zu: the order", i);
		OK(place(way[i], way[i]) == 0, "%zu: anywhere", i);
	}
	/* what only AVX2 has is the same with AVX-512, or neither is there */
	OK(place(way[0], way[1]) == 0, "two ways, one hash");
	return tap_done();
}
