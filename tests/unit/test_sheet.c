/* SPDX-License-Identifier: ISC */
/* Rows of any container; libcsv is the witness of the cutter, over text made
 * of what breaks such readers. */
#include <string.h>

#include "csv_witness.h"
#include "record/json.h"
#include "table/plain.h"
#include "table/rows.h"
#include "table/sheet.h"
#include "table/utf16.h"
#include "tap.h"
#include "text/utf8.h"
#include "text/vi.h"

static void
add_row(struct buf *b, const struct slice *cell, size_t n,
    unsigned long long line)
{
	size_t i;

	buf_printf(b, "%llu", line);
	for (i = 0; i < n; i++) {
		buf_add_char(b, '[');
		buf_add_slice(b, cell[i]);
		buf_add_char(b, ']');
	}
	buf_add_char(b, '\n');
}

static void
csv_row(void *ctx, const struct csv_row *row)
{
	add_row(ctx, row->cell, row->n, 0);
}

static enum err
rows_row(void *ctx, const struct rows_row *row)
{
	add_row(ctx, row->cell, row->n, 0);
	return ERR_OK;
}

static uint32_t
next(uint32_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

static void
make_text(uint32_t *x, struct buf *b)
{
	static const char *const parts[] = { ",", ",", "\n", "\r\n", "\r",
	    "\"", "\"\"", "\",\"", "a", "Ễ", " ", "\t", "  ", "\"\n", ",\"",
	    "0123456789012345678901234567890123", "\"x\" y", ";" };
	size_t i, n = next(x) % 60;

	buf_reset(b);
	for (i = 0; i < n; i++)
		buf_add_str(b, parts[next(x) % (sizeof parts /
		    sizeof *parts)]);
}

static enum err
by_rows(rows_fn *row, struct slice s, size_t step, struct buf *out)
{
	struct rows *r = rows_new(',', row, out);
	enum err e = ERR_OK;
	size_t n;

	while (e == ERR_OK && s.n > 0) {
		n = s.n < step ? s.n : step;
		e = rows_feed(r, (struct slice){ s.p, n });
		s.p += n;
		s.n -= n;
	}
	if (e == ERR_OK)
		e = rows_end(r);
	rows_free(r);
	return e;
}

/* Rows of blanks alone are left out by one and not by the other: neither has
 * a cell. */
static void
drop_empty(struct buf *b)
{
	struct buf out = { 0 };
	struct slice rest = buf_slice(b), line;

	while (slice_split(&rest, '\n', &line))
		if (line.n > 0 && !slice_is(line, "0[]")) {
			buf_add_slice(&out, line);
			buf_add_char(&out, '\n');
		}
	buf_release(b);
	*b = out;
}

static void
test_witness(void)
{
	struct buf text = { 0 }, want = { 0 }, got = { 0 };
	uint32_t x = 20261126;
	size_t i, bad = 0;
	enum err a, b;

	for (i = 0; i < 20000 && bad == 0; i++) {
		make_text(&x, &text);
		buf_reset(&want);
		buf_reset(&got);
		a = csv_witness(',', buf_slice(&text), csv_row, &want);
		b = by_rows(rows_row, buf_slice(&text), 1 + i % 9, &got);
		drop_empty(&want);
		drop_empty(&got);
		if (a == b && slice_eq(buf_slice(&want), buf_slice(&got)))
			continue;
		bad++;
		printf("# text %.*s\n# libcsv %d %.*s\n# rows %d %.*s\n",
		    (int)text.n, text.p, a, (int)want.n, want.p, b,
		    (int)got.n, got.p);
	}
	OK(bad == 0, "twenty thousand texts cut as libcsv does");
	buf_release(&text);
	buf_release(&want);
	buf_release(&got);
}

static enum err
whole_row(void *ctx, const struct rows_row *row)
{
	add_row(ctx, row->cell, row->n, row->line);
	buf_printf(ctx, "%llu %llu %d\n", row->at, row->end, row->plain);
	return ERR_OK;
}

/* Text of several pieces of the cutter, whose quotes close again. */
static void
make_long(uint32_t *x, struct buf *b)
{
	struct buf part = { 0 };
	size_t i, quotes;

	buf_reset(b);
	while (b->n < 70000) {
		make_text(x, &part);
		quotes = 0;
		for (i = 0; i < part.n; i++)
			quotes += part.p[i] == '"';
		buf_add_slice(b, buf_slice(&part));
		buf_add_str(b, quotes % 2 != 0 ? "\"\r\n" : "\n");
	}
	buf_release(&part);
}

/* However the text comes, the rows are the same, and in the same places. */
static void
test_blocks(void)
{
	static const size_t steps[] = { 1, 5000, 16383, 16384, 16385, 40000,
	    SIZE_MAX };
	struct buf text = { 0 }, want = { 0 }, got = { 0 };
	uint32_t x = 20261127;
	size_t i, k, bad = 0;
	enum err a, b;

	for (i = 0; i < 40; i++) {
		make_long(&x, &text);
		buf_reset(&want);
		a = by_rows(whole_row, buf_slice(&text), 7, &want);
		for (k = 0; k < sizeof steps / sizeof *steps; k++) {
			buf_reset(&got);
			b = by_rows(whole_row, buf_slice(&text), steps[k],
			    &got);
			bad += a != b || !slice_eq(buf_slice(&want),
			    buf_slice(&got));
		}
	}
	OK(bad == 0, "rows do not depend on the blocks: %zu do", bad);
	buf_release(&text);
	buf_release(&want);
	buf_release(&got);
}

/* What plain promises: each cell is its own normal form and its own JSON, and
 * nothing in it looks like something else. */
static enum err
check_plain(void *ctx, const struct rows_row *row)
{
	struct buf made = { 0 };
	size_t *bad = ctx, i;
	uint32_t cp;

	for (i = 0; row->plain && i < row->n; i++) {
		struct slice s = row->cell[i];
		size_t before = *bad;

		buf_reset(&made);
		*bad += utf8_nfc(&made, s) != ERR_OK ||
		    !slice_eq(buf_slice(&made), s);
		buf_reset(&made);
		json_put(&made, s);
		*bad += made.n != s.n + 2;
		*bad += s.n > 1 && memmem(s.p, s.n, "  ", 2) != NULL;
		while (utf8_next(&s, &cp))
			*bad += cp != '`' && vi_alike(cp) != cp;
		if (*bad > before)
			printf("# %.*s\n", (int)row->cell[i].n,
			    row->cell[i].p);
	}
	bad[1] += row->plain;
	buf_release(&made);
	return ERR_OK;
}

static void
test_plain(void)
{
	static const char *const parts[] = { ",", "\n", "\r\n", "\"", "a", "Ễ",
	    " ", "  ", "Đ", "Ð", "ð", "Ɖ", "\xc2\xa0", "e\xcc\x81", "\\",
	    "\x01", "\x7f", "\xff", "ế", "ơ", "\"b\"", "\xe2\x80\x8b", "ẞ",
	    "0123456789012345678901234567890123" };
	size_t bad[2] = { 0, 0 }, i, k, n;
	struct buf text = { 0 };
	uint32_t x = 5;

	for (i = 0; i < 30000; i++) {
		struct rows *r = rows_new(',', check_plain, bad);
		enum err e;

		buf_reset(&text);
		n = 1 + next(&x) % 12;
		for (k = 0; k < n; k++)
			buf_add_str(&text, parts[next(&x) % (sizeof parts /
			    sizeof *parts)]);
		e = rows_feed(r, buf_slice(&text));
		if (e == ERR_OK)
			e = rows_end(r);
		rows_free(r);
		(void)e;
	}
	OK(bad[0] == 0 && bad[1] > 1000, "plain rows need nothing: %zu of %zu",
	    bad[0], bad[1]);
	buf_release(&text);
}

static enum err
sheet_row(void *ctx, const struct sheet_row *row)
{
	struct buf *b = ctx;

	if (row->reject != NULL)
		buf_add_char(b, '!');
	add_row(b, row->cell, row->n, row->line);
	return ERR_OK;
}

static enum err
by_sheet(struct slice s, size_t step, struct buf *out,
    struct sheet_counts *counts, unsigned long long *line)
{
	const struct plan_options o = { .map = NULL };
	struct sheet *h = sheet_new(&o, sheet_row, out);
	enum err e = ERR_OK;
	size_t n;

	buf_reset(out);
	while (e == ERR_OK && s.n > 0) {
		n = s.n < step ? s.n : step;
		e = sheet_feed(h, (struct slice){ s.p, n });
		s.p += n;
		s.n -= n;
	}
	if (e == ERR_OK)
		e = sheet_end(h);
	*counts = sheet_counts(h);
	*line = sheet_line(h);
	sheet_free(h);
	return e;
}

static const struct {
	const char *name;
	struct slice text;
	enum err e;
	const char *want;
	unsigned long long line;
} sheets[] = {
	{ "rows of data alone", SLICE("Danh sách,\nCCCD,Họ tên\n,\n"
	    "001099000001,An\nCCCD,Họ tên\n,\n001099000002,\"B\nc\"\n"
	    "Tổng,2\n"), ERR_OK,
	    "4[001099000001][An]\n7[001099000002][B\nc]\n", 9 },
	{ "a second table", SLICE("CCCD,Họ tên\n001099000001,An\n"
	    "Họ tên,CCCD\nB,001099000002\n"), ERR_OK,
	    "2[001099000001][An]\n4[B][001099000002]\n", 4 },
	{ "too many cells", SLICE("CCCD,Họ tên\n001099000001,An,,\n"
	    "001099000002,A,n\n"), ERR_OK,
	    "2[001099000001][An][][]\n!3[001099000002][A][n]\n", 3 },
	{ "normal form", SLICE("CCCD,Họ tên\n1099000001,e\xcc\x81\n"),
	    ERR_OK, "2[1099000001][é]\n", 2 },
	{ "no charset", SLICE("CCCD,Họ tên\n001099000001,\xd4\n"
	    "001099000002,An\n"), ERR_OK,
	    "!2[001099000001][Ô]\n3[001099000002][An]\n", 3 },
	{ "UTF-16", SLICE("\xff\xfe" "C\0C\0C\0D\0\t\0x\0\n\0" "1\0" "2\0"
	    "3\0" "4\0\t\0\xc4\x1e\n\0"), ERR_OK, "2[1234][Ễ]\n", 2 },
	{ "UTF-16, the other way", SLICE("\xfe\xff\0C\0C\0C\0D\0\t\0x\0\n"
	    "\0" "1\0" "2\0" "3\0" "4\0\t\xd8\x3d\xde\x00\0\n"), ERR_OK,
	    "2[1234][\xf0\x9f\x98\x80]\n", 2 },
	{ "UTF-16 cut in two", SLICE("\xff\xfe" "C\0C\0C\0D\0\n\0" "1"),
	    ERR_TRUNCATED, NULL, 2 },
	{ "an open quote", SLICE("CCCD,Họ tên\n001099000001,An\n"
	    "001099000002,\"B\n001099000003,C\n"), ERR_TRUNCATED, NULL, 3 },
	{ "NUL", SLICE("CCCD,Họ tên\n001099000001,A\0n\n"), ERR_OK, "2[",
	    2 },
	{ "records", SLICE("{\"id\":\"1\",\"a\":2}\n\n{\"b\":\"x\","
	    "\"id\":\"3\"}\n{\"id\":}\n"), ERR_OK, "1[1]\n3[3][x]\n!4[][]\n",
	    4 },
};

static void
test_sheets(void)
{
	static const size_t steps[] = { 1u << 20, 1, 5 };
	struct sheet_counts c, first;
	unsigned long long line;
	struct buf out = { 0 };
	size_t i, k;

	for (i = 0; i < sizeof sheets / sizeof *sheets; i++)
		for (k = 0; k < 3; k++) {
			OK(by_sheet(sheets[i].text, steps[k], &out, &c,
			    &line) == sheets[i].e, "%s", sheets[i].name);
			if (sheets[i].e != ERR_OK)
				OK(line == sheets[i].line, "%s: line %llu",
				    sheets[i].name, line);
			else if (strchr(sheets[i].want, '\n') == NULL)
				OK(out.n > 0, "%s", sheets[i].name);
			else
				tap_same(buf_slice(&out), sheets[i].want,
				    sheets[i].name);
			if (k == 0)
				first = c;
			OK(memcmp(&first, &c, sizeof c) == 0,
			    "%s: the same sums", sheets[i].name);
		}
	OK(by_sheet(sheets[0].text, 7, &out, &c, &line) == ERR_OK, "sums");
	OK(c.rows == 2 && c.blank == 2 && c.headers == 3 && c.totals == 1,
	    "what was left out is counted: %llu %llu %llu %llu", c.rows,
	    c.blank, c.headers, c.totals);
	buf_release(&out);
}

/* A field without end costs no more memory than a row may have. */
static void
test_endless(void)
{
	const struct plan_options o = { .map = NULL };
	struct buf block = { 0 }, out = { 0 };
	struct sheet *s = sheet_new(&o, sheet_row, &out);
	enum err e = sheet_feed(s, SLICE("CCCD,Họ tên\n001099000001,\""));
	size_t i;

	for (i = 0; i < 1u << 20; i++)
		buf_add_char(&block, 'x');
	for (i = 0; e == ERR_OK && i < 2048; i++)
		e = sheet_feed(s, buf_slice(&block));
	OK(e == ERR_TOO_LONG && sheet_line(s) == 2 && i < 8 &&
	    strstr(sheet_why(s), "quote") != NULL,
	    "a field of 2 GB is refused in its first MB");
	sheet_free(s);
	buf_release(&block);
	buf_release(&out);
}

int
main(void)
{
	test_witness();
	test_blocks();
	test_plain();
	test_sheets();
	test_endless();
	return tap_done();
}
