/* SPDX-License-Identifier: ISC */
/* The short ways to a cause against the long ones: what two cells share is
 * folded once, usual dates and sexes are not folded at all. */
#include <stdio.h>
#include <string.h>

#include "match/cause_priv.h"
#include "tap.h"

static bool
same_symbols(const struct folded *a, const struct folded *b)
{
	return a->n == b->n && (a->n == 0 || memcmp(a->sym + a->from,
	    b->sym + b->from, a->n * sizeof *a->sym) == 0);
}

static bool
common_is(const struct folded *a, const struct folded *b)
{
	struct common same = cause_common(a, b);
	size_t n = a->n < b->n ? a->n : b->n, front = 0, behind = 0;

	while (front < n && folded_at(a, front) == folded_at(b, front))
		front++;
	while (behind < n - front && folded_at(a, a->n - 1 - behind) ==
	    folded_at(b, b->n - 1 - behind))
		behind++;
	return same.front == front && same.behind == behind;
}

static void
add(struct buf *b, const char *front, const char *middle, const char *behind)
{
	buf_reset(b);
	buf_add_str(b, front);
	buf_add_str(b, middle);
	buf_add_str(b, behind);
}

/* Marks that join a letter far away, blanks of all kinds, quotes round all. */
static void
test_shared(struct causes *c)
{
	static const char *const part[] = { "", " ", "Số 5, ", "Xã Mẫu Le",
	    ", Huyện Thử Một, Tỉnh Mẫu", "Nguyễn Văn Mẫu Hai Ba Bốn ",
	    "\314\201", "a \314\201b ", "Vie\314\202\314\243t Nam ", "'", "\"",
	    "=\"", " \342\200\213 ", "\302\240 ", "Zoe\314\210 ", "-", ",",
	    "\352\260\201 \341\204\200\341\205\241 " };
	const size_t n = sizeof part / sizeof *part;
	struct causes *alone = causes_new(NULL);
	struct buf l = { 0 }, r = { 0 };
	size_t i, k, m, w, bad = 0, uncommon = 0;

	for (i = 0; i < n; i++)
		for (k = 0; k < n; k++)
			for (m = 0; m < n; m++)
				for (w = 0; w < n; w++) {
					add(&l, part[i], part[m], part[k]);
					add(&r, part[i], part[w], part[k]);
					cause_fold_both(c, buf_slice(&l),
					    buf_slice(&r));
					cause_fold(alone, buf_slice(&l),
					    &alone->side[0]);
					cause_fold(alone, buf_slice(&r),
					    &alone->side[1]);
					bad += !same_symbols(&c->side[0],
					    &alone->side[0]) ||
					    !same_symbols(&c->side[1],
					    &alone->side[1]);
					uncommon += !common_is(&c->side[0],
					    &c->side[1]);
				}
	OK(bad == 0, "two together as each alone: %zu not", bad);
	OK(uncommon == 0, "what they have in common: %zu not", uncommon);
	buf_release(&l);
	buf_release(&r);
	causes_free(alone);
}

/* The same with a blank behind each cell, which goes the long way. */
static bool
is_same_way(struct causes *c, enum column what, const char *a, const char *b)
{
	struct buf l = { 0 }, r = { 0 };
	enum cause one, two;

	one = cause_of(c, what, slice_str(a), slice_str(b));
	buf_printf(&l, "%s ", a);
	buf_printf(&r, "%s ", b);
	two = cause_of(c, what, buf_slice(&l), buf_slice(&r));
	buf_release(&l);
	buf_release(&r);
	return one == two;
}

static void
spell(size_t form, unsigned y, unsigned m, unsigned d, char out[16])
{
	switch (form) {
	case 0: snprintf(out, 16, "%04u-%02u-%02u", y, m, d); break;
	case 1: snprintf(out, 16, "%04u/%02u.%02u", y, m, d); break;
	case 2: snprintf(out, 16, "%02u/%02u/%04u", d, m, y); break;
	case 3: snprintf(out, 16, "%02u.%02u-%04u", d, m, y); break;
	default: snprintf(out, 16, "%02u/%02u/%04u", m, d, y); break;
	}
}

static void
test_dates(struct causes *c)
{
	static const unsigned year[] = { 0, 1799, 1989, 1998, 1999, 2000,
	    2020, 2199, 2200 }, part[] = { 0, 1, 2, 3, 10, 12, 13, 20, 21,
	    29, 31, 32 };
	static char text[sizeof year / sizeof *year * 144 * 5][16];
	size_t n = 0, y, m, d, k, bad = 0;

	for (y = 0; y < sizeof year / sizeof *year; y++)
		for (m = 0; m < 12; m++)
			for (d = 0; d < 12; d++)
				for (k = 0; k < 5; k++)
					spell(k, year[y], part[m], part[d],
					    text[n++]);
	for (k = 0; k < n; k++) {
		bad += !is_same_way(c, COLUMN_DOB, text[k],
		    text[(k * 7 + 3) % n]);
		bad += !is_same_way(c, COLUMN_DOB, text[k], text[(k + 5) % n]);
		bad += !is_same_way(c, COLUMN_EXPIRES, text[k],
		    text[(k + 61) % n]);
	}
	OK(bad == 0, "dates of ten digits and signs: %zu otherwise", bad);
}

static void
test_words(struct causes *c)
{
	static const char *const cell[] = { "Nam", "Nữ", "Nu", "M", "F", "NAM",
	    "NỮ", "nam", "nữ", "nu", "m", "N", "Nũ", "Na", "Nam giới", "x",
	    "1999-02-1x", "19990-2-01", "01-021999 ", "1999-02--1",
	    "0102/01/99", "01/02/1999" };
	static const enum column what[] = { COLUMN_SEX, COLUMN_DOB,
	    COLUMN_NAME, COLUMN_FEMALE, COLUMN_NONE, COLUMN_RESIDENCE };
	const size_t n = sizeof cell / sizeof *cell;
	size_t i, k, w, bad = 0;

	for (w = 0; w < sizeof what / sizeof *what; w++)
		for (i = 0; i < n; i++)
			for (k = 0; k < n; k++)
				bad += !is_same_way(c, what[w], cell[i],
				    cell[k]) && i != k;
	OK(bad == 0, "words: %zu otherwise", bad);
	for (w = 0; w < sizeof what / sizeof *what; w++)
		for (i = 0; i < n; i++)
			bad += cause_of(c, what[w], SLICE(" "),
			    slice_str(cell[i])) != cause_of(c, what[w],
			    slice_str(cell[i]), SLICE(""));
	OK(bad == 0, "beside an empty cell: %zu otherwise", bad);
}

int
main(void)
{
	struct causes *c = causes_new(NULL);

	test_shared(c);
	test_dates(c);
	test_words(c);
	causes_free(c);
	return tap_done();
}
