/* SPDX-License-Identifier: ISC */
/* The scan against libcsv, on texts made of the bytes that matter, cut into
 * blocks everywhere. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "csv_witness.h"
#include "table/scan.h"
#include "tap.h"

#define ROUNDS 40000

static uint64_t seed = 5;

static unsigned
draw(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

/* Cells end with \1, rows with \2; rows without a cell are left out. */
static void
on_row(void *ctx, const struct csv_row *row)
{
	struct buf *out = ctx;
	size_t i;

	for (i = 0; i < row->n; i++) {
		buf_add_slice(out, row->cell[i]);
		buf_add_char(out, '\1');
	}
	buf_add_char(out, '\2');
}

static void
by_libcsv(struct slice text, char separator, struct buf *out)
{
	enum err e = csv_witness(separator, text, on_row, out);

	if (e != ERR_OK)
		buf_add_str(out, err_word(e));
}

static void
put_row(struct slice text, const uint32_t *mark, size_t n, size_t from,
    size_t end, struct buf *out)
{
	struct buf cell = { 0 };
	size_t i, start = from;
	struct slice raw, s;

	raw = (struct slice){ text.p + from, end - from };
	if (n == 0 && slice_trim(raw).n == 0)
		return;
	for (i = 0; i <= n; i++) {
		size_t to = i < n ? mark[i] : end;

		raw = (struct slice){ text.p + start, to - start };
		buf_reset(&cell);
		s = scan_cell(raw, &cell);
		buf_add_slice(out, s);
		buf_add_char(out, '\1');
		start = to + 1;
	}
	buf_add_char(out, '\2');
	buf_release(&cell);
}

/* The next block of at most `most` bytes (0: any). */
static struct slice
block(struct slice text, size_t at, unsigned most)
{
	struct slice b = { text.p + at, text.n - at };

	if (most > 0) {
		size_t want = 1 + draw(most);

		b.n = want < b.n ? want : b.n;
	}
	if (b.p[b.n - 1] == '\r' && at + b.n < text.n && b.p[b.n] == '\n')
		b.n++;
	return b;
}

static size_t
marks(struct slice text, struct scan *s, unsigned most, uint32_t *mark)
{
	size_t at = 0, n = 0, i, got;

	while (at < text.n) {
		struct slice b = block(text, at, most);

		got = scan_marks(s, b, mark + n);
		for (i = 0; i < got; i++)
			mark[n + i] += (uint32_t)at;
		n += got;
		at += b.n;
	}
	return n;
}

/* scan_rows finds the same marks, ends and their numbers. */
static bool
same_rows(struct slice text, struct scan s, unsigned most, bool marked,
    const uint32_t *mark, size_t n)
{
	uint32_t *own = xreallocarray(NULL, text.n + 64, sizeof *own);
	struct scan_row *row = xreallocarray(NULL, text.n + 2, sizeof *row);
	size_t at = 0, seen = 0, i, k, got;
	bool good = true;

	while (at < text.n && good) {
		struct slice b = block(text, at, most);

		got = scan_rows(&s, b, marked ? own : NULL, row);
		for (i = 0, k = 0; seen + k < n && mark[seen + k] < at + b.n &&
		    good; k++) {
			size_t m = mark[seen + k] - at;

			good = !marked || own[k] == m;
			if (b.p[m] != '\n' && b.p[m] != '\r')
				continue;
			good = good && i < got && row[i].end == m &&
			    row[i].marks == k + 1;
			i++;
		}
		good = good && i == got;
		seen += k;
		at += b.n;
	}
	free(own);
	free(row);
	return good && seen == n;
}

static void
by_scan(struct slice text, char separator, uint8_t less, unsigned most,
    struct buf *out)
{
	uint32_t *mark = xreallocarray(NULL, text.n + 64, sizeof *mark);
	struct scan s = { .separator = separator, .less = less }, start = s;
	struct scan rows = { .separator = separator, .less = less,
	    .rows = true };
	size_t n = marks(text, &s, most, mark), i, first = 0, from = 0, row = 0;
	uint32_t *end = xreallocarray(NULL, text.n + 64, sizeof *end);
	size_t ends = marks(text, &rows, most, end);

	for (i = 0; i < n; i++) {
		char c = text.p[mark[i]];

		if (c != '\n' && c != '\r')
			continue;
		if (row >= ends || end[row++] != mark[i])
			buf_add_str(out, "rows only: other ends");
		put_row(text, mark + first, i - first, from, mark[i], out);
		first = i + 1;
		from = mark[i] + 1;
	}
	if (from < text.n && !scan_open(&s))
		put_row(text, mark + first, n - first, from, text.n, out);
	if (scan_open(&s) != scan_open(&rows) || row != ends)
		buf_add_str(out, "rows only: other end");
	if (!same_rows(text, start, most, draw(2), mark, n))
		buf_add_str(out, "other rows");
	if (scan_open(&s))
		buf_add_str(out, err_word(ERR_TRUNCATED));
	free(mark);
	free(end);
}

static void
make(struct buf *b, char separator)
{
	static const char *const odd[] = { "\"", "\"\"", "\r", "\r\n", "\n",
	    " ", "\t", "a", "bc", "\"a,b\"", "\"x\ny\"", "  \"", "\" ",
	    "Nguy\341\273\205n", "0123456789012345678901234567890123456789",
	    "\"\r\n", ",", ";", "\"abc\" d", "a\"b" };
	unsigned i, n = draw(draw(4) == 0 ? 120 : 14);
	unsigned kinds = sizeof odd / sizeof *odd;

	buf_reset(b);
	for (i = 0; i < n; i++)
		if (draw(3) == 0)
			buf_add_char(b, separator);
		else
			buf_add_str(b, odd[draw(kinds)]);
}

static bool
same(struct slice text, char separator, struct buf got[2])
{
	static const unsigned most[] = { 0, 1, 3, 70, 200 };
	size_t i;

	buf_reset(&got[0]);
	by_libcsv(text, separator, &got[0]);
	for (i = 0; i < 3 * sizeof most / sizeof *most; i++) {
		buf_reset(&got[1]);
		by_scan(text, separator, (uint8_t)(i % 3), most[i / 3],
		    &got[1]);
		if (!slice_eq(buf_slice(&got[0]), buf_slice(&got[1])))
			return false;
	}
	return true;
}

static void
show(const char *what, struct slice s)
{
	size_t i;

	printf("# %s: ", what);
	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ')
			printf("<%d>", s.p[i]);
		else
			putchar(s.p[i]);
	putchar('\n');
}

int
main(void)
{
	struct buf text = { 0 }, got[2] = { { 0 }, { 0 } };
	unsigned i, bad = 0;

	for (i = 0; i < ROUNDS && bad < 3; i++) {
		char separator = ",;\t"[i % 3];

		make(&text, separator);
		if (same(buf_slice(&text), separator, got))
			continue;
		bad++;
		show("text", buf_slice(&text));
		show("libcsv", buf_slice(&got[0]));
		show("ours", buf_slice(&got[1]));
	}
	OK(bad == 0, "%u texts in blocks of any size, as libcsv", i);
	buf_release(&text);
	buf_release(&got[0]);
	buf_release(&got[1]);
	return tap_done();
}
