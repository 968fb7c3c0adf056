/* SPDX-License-Identifier: ISC */
/* Cells of small random rows: those that are plain are what the scan and the
 * unquoting make of them, and rows as people write them are plain. */
#include <string.h>

#include "roster/side.h"
#include "table/scan.h"
#include "tap.h"

#define ROUNDS 200000
#define MAX 16

static uint64_t seed = 3;

static unsigned
draw(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

/* A row without a line feed outside quotes; a CR is its last sign only. */
static struct slice
make(char *row)
{
	static const char signs[] = "ab, \t\"\"c,d\xc3\xa9;";
	size_t n = draw(24), i, quotes = 0;

	for (i = 0; i < n; i++) {
		row[i] = signs[draw(sizeof signs - 1)];
		quotes += row[i] == '"';
	}
	if (quotes % 2 != 0)
		row[n++] = '"';
	if (draw(4) == 0)
		row[n++] = '\r';
	return (struct slice){ row, n };
}

static size_t
slowly(const struct side *s, struct slice row, struct slice *cell,
    struct buf *text)
{
	struct scan sc = { .separator = s->separator };
	uint32_t mark[32];
	size_t n = scan_marks(&sc, row, mark), i, from = 0;

	buf_reset(text);
	buf_grow(text, row.n);
	if (n > 0 && row.p[mark[n - 1]] == '\r')
		n--;
	for (i = 0; i <= n; from = mark[i++] + 1)
		cell[i] = scan_cell((struct slice){ row.p + from,
		    (i < n ? mark[i] : row.n) - from }, text);
	return n + 1;
}

/* Whether the plain cells are those; *plain counts. */
static bool
agree(const struct side *s, struct slice row, unsigned *plain)
{
	struct slice want[32], got[MAX];
	struct buf text = { 0 };
	size_t n = slowly(s, row, want, &text), i;
	size_t have = side_plain_cells(s, row, got, MAX);
	bool good = have == 0 || have == n;

	for (i = 0; good && i < have; i++)
		good = slice_eq(got[i], want[i]);
	*plain += have > 0;
	buf_release(&text);
	if (!good)
		printf("# %.*s\n", (int)row.n, row.p);
	return good;
}

int
main(void)
{
	static const char *const rows[] = { "", "a", "a,b", "a,\"b, c\",d",
	    "\"a\"", "\"\",\"\"", ",,", "a,b\r", "a,\"b\"\r", "\r", "a\"b,c" };
	struct side s = { .separator = ',' };
	unsigned bad = 0, plain = 0, i;
	struct slice cell[2];
	char row[32];

	for (i = 0; i < ROUNDS; i++)
		bad += !agree(&s, make(row), &plain);
	OK(bad == 0, "plain cells are what the scan finds");
	OK(plain > ROUNDS / 20, "%u of %u random rows are plain", plain,
	    ROUNDS);
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		plain = 0;
		OK(agree(&s, slice_str(rows[i]), &plain) && plain == 1,
		    "row %u is plain", i);
	}
	OK(side_plain_cells(&s, slice_str("a,b,c"), cell, 2) == 0,
	    "more than there is room for");
	return tap_done();
}
