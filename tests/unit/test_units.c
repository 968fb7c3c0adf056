/* SPDX-License-Identifier: ISC */
/* The table of units against itself, row by row, and addresses as people write
 * them. Reads share/units.tsv, or CCCD_SHARE. */
#include <stdlib.h>
#include <string.h>

#include "identity/units.h"
#include "tap.h"

static struct buf table;
static struct units *u;

static void
load(void)
{
	const char *dir = getenv("CCCD_SHARE");
	struct buf path = { 0 };
	char block[65536];
	size_t n;
	FILE *f;

	buf_printf(&path, "%s/units.tsv", dir != NULL ? dir : "share");
	f = fopen(buf_cstr(&path), "rb");
	while (f != NULL && (n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&table, block, n);
	if (f != NULL)
		fclose(f);
	buf_release(&path);
}

static struct units_found
find(const char *address)
{
	struct units_found f;

	units_find(u, slice_str(address), &f);
	return f;
}

/* The codes of the set, in order of the table's communes of today. */
static bool
set_is(const struct units_found *f, struct slice codes)
{
	struct slice one;
	char code[8];
	size_t n = 0, i;
	bool there;

	while (slice_split(&codes, ' ', &one)) {
		n++;
		there = false;
		for (i = 0; i < f->n; i++) {
			snprintf(code, sizeof code, "%05u", f->set[i].code);
			there = there || slice_is(one, code);
		}
		if (!there)
			return false;
	}
	return n == f->n;
}

/* What the rows of the table say so far. */
struct rows {
	struct slice province, district;
	unsigned today;
	size_t rows, pairs, divided, wrong, plain_wrong;
};

/* "Phường Phúc Xá" without its first words. */
static struct slice
bare(struct slice name)
{
	static const char *const words[] = { "Thị trấn ", "Thị xã ",
	    "Thành phố ", "Xã ", "Phường ", "Quận ", "Huyện ", "Tỉnh " };
	size_t i;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_starts(name, words[i])) {
			name.p += strlen(words[i]);
			name.n -= strlen(words[i]);
			break;
		}
	return name;
}

static void
try_row(struct rows *r, struct slice name, struct slice codes)
{
	struct buf b = { 0 };
	struct units_found f;
	size_t i, n = 1;

	for (i = 0; i < codes.n; i++)
		n += codes.p[i] == ' ';
	r->rows++;
	r->pairs += n;
	r->divided += n > 1;
	buf_printf(&b, "Tổ 3, %.*s, %.*s, %.*s", (int)name.n, name.p,
	    (int)r->district.n, r->district.p, (int)r->province.n,
	    r->province.p);
	units_find(u, buf_slice(&b), &f);
	if (f.age != UNITS_OLD || !f.commune || !set_is(&f, codes) ||
	    f.divided != (n > 1) || f.province_code != r->today ||
	    !slice_is(f.rest, "Tổ 3")) {
		r->wrong++;
		printf("# %.*s: %zu\n", (int)b.n, b.p, f.n);
	}
	buf_reset(&b);
	name = bare(name);
	buf_printf(&b, "%.*s, %.*s, %.*s", (int)name.n, name.p,
	    (int)bare(r->district).n, bare(r->district).p,
	    (int)bare(r->province).n, bare(r->province).p);
	units_find(u, buf_slice(&b), &f);
	for (i = 0; i < f.n; i++)
		n -= memmem(codes.p, codes.n, (char[6]){ (char)('0' +
		    f.set[i].code / 10000), (char)('0' + f.set[i].code / 1000 %
		    10), (char)('0' + f.set[i].code / 100 % 10), (char)('0' +
		    f.set[i].code / 10 % 10), (char)('0' + f.set[i].code % 10),
		    0 }, 5) != NULL;
	if (n > 0 || f.province_code != r->today) {
		r->plain_wrong++;
		printf("# %.*s: %zu\n", (int)b.n, b.p, f.n);
	}
	buf_release(&b);
}

static void
test_rows(void)
{
	struct slice rest = buf_slice(&table), line, type, code, name, more;
	struct rows r = { 0 };

	while (slice_split(&rest, '\n', &line)) {
		more = (struct slice){ NULL, 0 };
		if (!slice_split(&line, '\t', &type) || type.n != 1 ||
		    !slice_split(&line, '\t', &code) ||
		    !slice_split(&line, '\t', &name))
			continue;
		(void)slice_split(&line, '\t', &more);
		if (type.p[0] == 'O') {
			r.province = name;
			r.today = (unsigned)atoi(more.p);
		} else if (type.p[0] == 'D') {
			r.district = name;
			r.pairs += more.p != NULL;
		} else if (type.p[0] == 'W') {
			try_row(&r, name, more);
		}
	}
	OK(r.rows == 10035 && r.pairs == 10602 && r.divided == 471,
	    "the table: %zu communes, %zu pairs, %zu divided", r.rows,
	    r.pairs, r.divided);
	OK(r.wrong == 0, "each old address in full: exactly its set, %zu not",
	    r.wrong);
	OK(r.plain_wrong == 0, "names alone: a set that holds it, %zu not",
	    r.plain_wrong);
}

int
main(void)
{
	unsigned long long line;

	load();
	if (units_new(buf_slice(&table), &u, &line) != ERR_OK) {
		printf("# line %llu\n", line);
		OK(false, "the table is read");
		return tap_done();
	}
	test_rows();
	(void)find;
	units_free(u);
	buf_release(&table);
	return tap_done();
}
