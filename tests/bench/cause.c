/* SPDX-License-Identifier: ISC */
/* cause: nanoseconds a call of cause_of and of units_find, for each kind. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "match/cause.h"

#define CALLS 200000
#define ROUNDS 7

static const struct {
	const char *kind;
	enum column what;
	const char *left, *right;
} cases[] = {
	{ "name, form", COLUMN_NAME, "Nguyễn Văn Mẫu", "Nguyễn  Văn Mẫu" },
	{ "name, NFD", COLUMN_NAME, "Nguyễn Văn Mẫu",
	    "Nguye\314\202\314\203n Va\314\206n Ma\314\202\314\203u" },
	{ "name, case", COLUMN_NAME, "Nguyễn Văn Mẫu", "NGUYỄN VĂN MẪU" },
	{ "name, tone-place", COLUMN_NAME, "Phạm Thị Hòa", "Phạm Thị Hoà" },
	{ "name, marks", COLUMN_NAME, "Nguyễn Văn Mẫu", "Nguyen Van Mau" },
	{ "name, charset", COLUMN_NAME, "Nguyễn Văn Mẫu", "NguyÔn V¨n MÉu" },
	{ "name, different", COLUMN_NAME, "Nguyễn Văn Mẫu", "Trần Thị Bé" },
	{ "name, one letter", COLUMN_NAME, "Nguyễn Văn Mẫu",
	    "Nguyễn Văn Mẫn" },
	{ "name, ASCII", COLUMN_NAME, "NGUYEN VAN MAU", "TRAN THI BE" },
	{ "date, form", COLUMN_DOB, "01/02/1999", "1999-02-01" },
	{ "date, day-month", COLUMN_DOB, "03/04/1999", "04/03/1999" },
	{ "date, different", COLUMN_DOB, "03/04/1999", "05/06/1981" },
	{ "sex, form", COLUMN_SEX, "Nam", "M" },
	{ "number, zero", COLUMN_ID, "001099000001", "1099000001" },
	{ "number, different", COLUMN_ID, "001099000001", "079088000005" },
	{ "text, different", COLUMN_NONE, "10A1", "11B" },
	{ "address, form", COLUMN_RESIDENCE, "Xã Mẫu, Huyện Mẫu, Tỉnh Mẫu",
	    "Mẫu, Mẫu, Mẫu" },
	{ "address, renamed", COLUMN_RESIDENCE,
	    "Số 5, Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội",
	    "Số 5, Phường Hồng Hà, Thành phố Hà Nội" },
	{ "address, different", COLUMN_RESIDENCE,
	    "Số 5, Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội",
	    "Thôn 3, Xã Tân Lập, Huyện Vũ Thư, Tỉnh Thái Bình" },
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
run(struct causes *c, size_t i)
{
	struct slice l = slice_str(cases[i].left);
	struct slice r = slice_str(cases[i].right);
	double t[ROUNDS], from;
	enum cause why = CAUSE_NONE;
	size_t k, n;

	for (k = 0; k < ROUNDS; k++) {
		from = now();
		for (n = 0; n < CALLS / ROUNDS; n++)
			why = cause_of(c, cases[i].what, l, r);
		t[k] = (now() - from) / (CALLS / ROUNDS);
	}
	qsort(t, ROUNDS, sizeof *t, compare);
	printf("%-20s %-12s %6.0f ns\n", cases[i].kind, cause_name(why),
	    t[ROUNDS / 2]);
}

static struct units *
load(const char *path)
{
	struct buf text = { 0 };
	struct units *u = NULL;
	unsigned long long line;
	double t[ROUNDS], from;
	char block[65536];
	size_t n, k;
	FILE *f = fopen(path, "rb");

	while (f != NULL && (n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&text, block, n);
	if (f != NULL)
		fclose(f);
	for (k = 0; k < ROUNDS; k++) {
		units_free(u);
		u = NULL;
		from = now();
		if (units_new(buf_slice(&text), &u, &line) != ERR_OK)
			exit(2);
		t[k] = now() - from;
	}
	qsort(t, ROUNDS, sizeof *t, compare);
	printf("%-33s %6.2f ms\n", "the table of units", t[ROUNDS / 2] / 1e6);
	buf_release(&text);
	return u;
}

int
main(int argc, char **argv)
{
	struct units *u = load(argc > 1 ? argv[1] : "share/units.tsv");
	struct causes *c = causes_new(u);
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		run(c, i);
	causes_free(c);
	units_free(u);
	return 0;
}
