/* SPDX-License-Identifier: ISC */
/* Reads a folder of code pictures (INDEX.tsv: file family level module_px
 * qr_version ecc segmode payload_bytes payload) with our front end and with
 * plain zbar in binary mode; qr.sh sets the peers beside it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "image/load.h"
#include "image/qr.h"
#include "image/zbar.h"

#define MAX_FAMILIES 64
#define MAX_PICTURES 20000

struct tally {
	char name[32];
	int right, wrong, lying, total;
	double *ms;
	int n;
};

struct row {
	char *file, *family, *level, *segmode, *payload;
	bool counts;		/* a card, and not a trap */
};

struct answer {
	struct qr_codes *codes;	/* of ours */
	struct buf raw;
	size_t n;
	double ms;
};

static bool quiet_zbar, verbose;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool
load(const char *path, struct gray *g)
{
	struct buf file = { 0 };
	struct load_info info;
	enum err e = cli_read_file(path, LOAD_MAX_BYTES, false, &file);

	if (e == ERR_OK)
		e = load_gray(buf_slice(&file), g, &info);
	buf_release(&file);
	return e == ERR_OK;
}

static void
keep_first(void *ctx, const struct zb_code *c)
{
	struct answer *a = ctx;

	if (a->n++ == 0)
		buf_add(&a->raw, c->raw.p, c->raw.n);
}

static void
plain(const struct gray *g, struct answer *a)
{
	struct zb z = { 0 };
	double t = now();

	a->n = 0;
	buf_reset(&a->raw);
	if (zb_init(&z) == ERR_OK)
		zb_scan(&z, g, keep_first, a);
	zb_release(&z);
	a->ms = now() - t;
}

static void
ours(const struct gray *g, struct answer *a)
{
	struct qr_options o = { 0 };
	double t = now();

	a->n = 0;
	buf_reset(&a->raw);
	if (qr_find(g, &o, a->codes) == ERR_OK) {
		a->n = a->codes->n;
		if (a->n > 0)
			buf_add_slice(&a->raw, buf_slice(&a->codes->c[0].raw));
	}
	a->ms = now() - t;
	qr_codes_release(a->codes);
}

static void
judge(struct tally *t, struct tally *fam, const struct row *r,
    const struct answer *a)
{
	struct slice got = buf_slice(&a->raw);
	const char *what = NULL;

	if (strcmp(r->segmode, "bom") == 0 &&
	    slice_starts(got, "\xef\xbb\xbf")) {
		got.p += 3;
		got.n -= 3;
	}
	t->ms[t->n++] = a->ms;
	if (r->counts) {
		t->total++;
		fam->total++;
	}
	if (a->n > 0 && r->payload[0] == '\0') {
		t->lying++;
		what = "false";
	} else if (a->n > 0 && !slice_is(got, r->payload)) {
		t->wrong++;
		what = "wrong";
	} else if (a->n > 0 && r->counts) {
		t->right++;
		fam->right++;
	} else if (r->counts) {
		what = "none";
	}
	if (what != NULL && verbose)
		fprintf(stderr, "%s\t%s\t%s\t%.1f\n", t->name, r->file, what,
		    a->ms);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
report(struct tally *t)
{
	if (t->n == 0)
		return;
	qsort(t->ms, (size_t)t->n, sizeof(double), by_value);
	printf("%s\t%d\t%d\t%d\t%d\t%.2f\t%.2f\t%.2f\n", t->name, t->right,
	    t->wrong, t->lying, t->total, t->ms[t->n / 2],
	    t->ms[t->n * 95 / 100], t->ms[t->n - 1]);
}

static struct tally *
family(struct tally *f, const struct row *r)
{
	char name[32];
	int i;

	snprintf(name, sizeof(name), "%s %s", r->family, r->level);
	for (i = 0; i < MAX_FAMILIES - 1 && f[i].name[0] != '\0'; i++)
		if (strcmp(f[i].name, name) == 0)
			return &f[i];
	snprintf(f[i].name, sizeof(f[i].name), "%s", name);
	return &f[i];
}

static bool
split(char *line, struct row *r)
{
	char *col[9];
	int i;

	line[strcspn(line, "\n")] = '\0';
	for (i = 0; i < 9 && line != NULL; i++)
		col[i] = strsep(&line, "\t");
	if (i < 9 || strcmp(col[0], "file") == 0)
		return false;
	*r = (struct row){ col[0], col[1], col[2], col[6], col[8],
	    strcmp(col[1], "none") != 0 && strcmp(col[1], "other") != 0 };
	return true;
}

static int
run(const char *dir, FILE *f)
{
	struct tally t[2] = { { .name = "cccd-qr" }, { .name = "zbar" } };
	struct tally fam[2][MAX_FAMILIES] = { 0 };
	struct answer a = { .codes = xcalloc(1, sizeof(*a.codes)) };
	char *line = NULL, path[4096];
	size_t cap = 0;
	struct row r;
	int i, bad = 0;

	t[0].ms = xcalloc(MAX_PICTURES, sizeof(double));
	t[1].ms = xcalloc(MAX_PICTURES, sizeof(double));
	while (getline(&line, &cap, f) > 0 && t[0].n < MAX_PICTURES) {
		struct gray g = { 0 };

		if (!split(line, &r))
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, r.file);
		if (!load(path, &g)) {
			fprintf(stderr, "qr_bench: %s: cannot load\n", path);
			bad = 2;
			continue;
		}
		ours(&g, &a);
		judge(&t[0], family(fam[0], &r), &r, &a);
		if (!quiet_zbar) {
			plain(&g, &a);
			judge(&t[1], family(fam[1], &r), &r, &a);
		}
		gray_release(&g);
	}
	for (i = 0; verbose && i < MAX_FAMILIES && fam[0][i].total > 0; i++)
		fprintf(stderr, "family\t%s\t%d\t%d\t%d\n", fam[0][i].name,
		    fam[0][i].total, fam[0][i].right, fam[1][i].right);
	printf("decoder\tright\twrong\tfalse_decodes\ttotal\tcpu_ms_median\t"
	    "cpu_ms_p95\tcpu_ms_max\n");
	report(&t[0]);
	report(&t[1]);
	free(t[0].ms);
	free(t[1].ms);
	free(line);
	free(a.codes);
	buf_release(&a.raw);
	return bad;
}

/* qr_bench [-v] [-o] DIR: -v a line for each picture not read and each family
 * on stderr, -o ours alone. */
int
main(int argc, char **argv)
{
	char path[4096];
	FILE *f;
	int bad;

	for (; argc > 2 && argv[1][0] == '-'; argc--, argv++) {
		verbose = verbose || strcmp(argv[1], "-v") == 0;
		quiet_zbar = quiet_zbar || strcmp(argv[1], "-o") == 0;
	}
	if (argc != 2) {
		fprintf(stderr, "usage: qr_bench [-v] [-o] DIR\n");
		return 2;
	}
	snprintf(path, sizeof(path), "%s/INDEX.tsv", argv[1]);
	f = fopen(path, "r");
	if (f == NULL) {
		perror(path);
		return 2;
	}
	bad = run(argv[1], f);
	fclose(f);
	return bad;
}
