/* SPDX-License-Identifier: ISC */
/* The index of duplicates against a slow and plain one. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lint/lint_index_priv.h"
#include "lint/lint_priv.h"
#include "tap.h"

static uint64_t state = 1;

static unsigned
draw(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % n;
}

static int
compare(const void *a, const void *b)
{
	const struct lint_entry *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static void
test_sort(const char *name, size_t n, unsigned numbers)
{
	struct lint_entry *a = xcalloc(n, sizeof *a), *b = xcalloc(n,
	    sizeof *b);
	size_t i;

	for (i = 0; i < n; i++)
		a[i] = b[i] = (struct lint_entry){ draw(numbers) *
		    7919ull, draw(5), i };
	lint_entries_sort(a, n, LINT_BY_NUMBER);
	qsort(b, n, sizeof *b, compare);
	OK(memcmp(a, b, n * sizeof *a) == 0, "sorted: %s", name);
	free(a);
	free(b);
}

static void
add(struct lint_index *x, const char *id, const char *old, const char *name,
    const char *dob, const char *where, unsigned long long line)
{
	char folded[LINT_MAX_FOLDED];
	struct person p = { 0 };

	p.f[PERSON_ID] = slice_str(id);
	p.f[PERSON_OLD_ID] = slice_str(old);
	p.f[PERSON_NAME] = slice_str(name);
	p.f[PERSON_DOB] = slice_str(dob);
	p.f[PERSON_RESIDENCE] = slice_str(where);
	lint_index_add(x, &p, lint_index_name_key((struct slice){ folded,
	    lint_fold(p.f[PERSON_NAME], folded) }, p.f[PERSON_DOB]), 0, line);
}

static void
say(void *ctx, const struct lint_group *g)
{
	struct buf *out = ctx;
	size_t i;

	buf_add_str(out, lint_rule(g->what)->name);
	for (i = 0; i < g->n; i++)
		buf_printf(out, " %llu", g->twin[i].line);
	buf_add_char(out, '\n');
}

static void
test_groups(void)
{
	struct lint_index *x = lint_index_new();
	struct buf out = { 0 };

	add(x, "001099000001", "", "Nguyễn Văn Mẫu", "1999-02-01", "", 2);
	add(x, "001099000002", "112345678", "Lê Thị Mẫu", "1999-02-02", "", 3);
	add(x, "001099000001", "", "NGUYEN VAN MAU", "1999-02-01", "", 5);
	add(x, "", "112345678", "Le Thi Mau", "1999-02-02", "", 6);
	add(x, "001099000003", "", "Trần Văn Mẫu", "1999-02-03", "Hà Nội", 7);
	add(x, "001099000003", "", "Trần Văn Khác", "1999-02-03", "", 8);
	add(x, "001099000009", "", "Trần Văn Mẫu", "1999-02-03", "Ha noi", 90);
	add(x, "001099000004", "", "Trần Văn Ba", "1999-02-03", "", 91);
	add(x, "", "", "Trần Văn Ba", "1999-02-03", "", 92);
	add(x, "", "212345678", "Trần Văn Tư", "1999-02-04", "", 93);
	add(x, "001099000007", "212345678", "Trần Văn Năm", "1999-02-05", "",
	    94);
	add(x, "", "", "Trần Văn Năm", "1999", "", 95);
	lint_index_groups(x, say, &out);
	tap_same(buf_slice(&out), "number.twice 2 5\n"
	    "person.two-numbers 3 6\n"
	    "number.shared 7 8\n"
	    "old_id.shared 93 94\n"
	    "person.twice 7 90\n"
	    "person.alike 91 92\n", "groups, each in its order");
	buf_release(&out);
	lint_index_free(x);
}

static void
say_counts(void *ctx, const struct lint_group *g)
{
	buf_printf(ctx, "%llu %zu\n", g->twin[0].line, g->n);
}

/* Numbers that stand twice, as counting finds them. */
static void
test_model(unsigned n, unsigned numbers)
{
	struct lint_index *x = lint_index_new();
	unsigned *first = xcalloc(numbers, sizeof *first), i, k;
	unsigned *count = xcalloc(numbers, sizeof *count);
	unsigned *number = xcalloc(n + 1, sizeof *number);
	struct buf out = { 0 }, want = { 0 };
	char id[16];

	for (i = 1; i <= n; i++) {
		number[i] = k = draw(numbers);
		first[k] = count[k]++ == 0 ? i : first[k];
		snprintf(id, sizeof id, "001099%06u", k);
		add(x, id, "", "", "", "", i);
	}
	lint_index_groups(x, say_counts, &out);
	for (i = 1; i <= n; i++)
		if (count[number[i]] > 1 && first[number[i]] == i)
			buf_printf(&want, "%u %u\n", i, count[number[i]]);
	OK(slice_eq(buf_slice(&out), buf_slice(&want)),
	    "%u rows of %u numbers: as counted", n, numbers);
	free(first);
	free(count);
	free(number);
	buf_release(&out);
	buf_release(&want);
	lint_index_free(x);
}

int
main(void)
{
	test_sort("few", 40, 10);
	test_sort("many", 100000, 1u << 20);
	test_sort("few numbers", 100000, 3);
	test_sort("one number", 100000, 1);
	test_groups();
	test_model(5000, 3000);
	test_model(100000, 1000);
	test_model(50000, 1);
	test_model(50000, 1u << 19);
	return tap_done();
}
