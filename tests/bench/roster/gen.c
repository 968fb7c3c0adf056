/* SPDX-License-Identifier: ISC */
/* Writes one side of a roster of invented people (people.h):
 * gen -n ROWS -s L|R [-f csv|tsv|ndjson] [-S SEED] [-o] [-t], in millionths
 * [-c DIRTY_CELLS] [-m MISSING] [-k DIRTY_NUMBERS] [-d TWICE].
 * -o: not shuffled; -t: the person's index as the last column, "truth". */
#include <stdlib.h>
#include <unistd.h>

#include "people.h"

#define PIECE (1u << 20)

struct gen {
	struct people people;
	unsigned side;
	char format;
	bool ordered, truth;
	struct buf out;
};

static void
put_head(struct gen *g)
{
	static const char *const column[] = { "so_dinh_danh", "ho_ten",
	    "ngay_sinh", "gioi_tinh", "dia_chi", "truth" };
	size_t i, n = g->truth ? 6 : 5;

	if (g->format == 'n')
		return;
	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_add_char(&g->out, g->format == 't' ? '\t' : ',');
		buf_add_str(&g->out, column[i]);
	}
	buf_add_char(&g->out, '\n');
}

static void
put_member(struct buf *out, const char *name, const char *value)
{
	buf_add_char(out, out->n > 0 && out->p[out->n - 1] != '\n' ? ',' : '{');
	buf_add_char(out, '"');
	buf_add_str(out, name);
	buf_add_str(out, "\":\"");
	buf_add_str(out, value);
	buf_add_char(out, '"');
}

static void
put_json(struct gen *g, const struct people_row *r, uint64_t i)
{
	struct buf *out = &g->out;

	put_member(out, "so_dinh_danh", r->number);
	put_member(out, "ho_ten", r->name);
	put_member(out, "ngay_sinh", r->birth);
	put_member(out, "gioi_tinh", r->sex);
	put_member(out, "dia_chi", r->address);
	put_member(out, "dan_toc", "Kinh");
	put_member(out, "quoc_tich", "Việt Nam");
	put_member(out, "ngay_cap", "2021-08-15");
	put_member(out, "nguon", i % 2 ? "chi-nhanh-1" : "chi-nhanh-2");
	if (g->truth) {
		buf_add_str(out, ",\"truth\":");
		buf_add_number(out, i);
	}
	buf_add_str(out, "}\n");
}

static void
put_row(struct gen *g, const struct people_row *r, uint64_t i)
{
	const char *cell[] = { r->number, r->name, r->birth, r->sex };
	char c = g->format == 't' ? '\t' : ',';
	size_t k;

	if (g->format == 'n') {
		put_json(g, r, i);
		return;
	}
	for (k = 0; k < 4; k++) {
		buf_add_str(&g->out, cell[k]);
		buf_add_char(&g->out, c);
	}
	if (c == ',')
		buf_add_char(&g->out, '"');
	buf_add_str(&g->out, r->address);
	if (c == ',')
		buf_add_char(&g->out, '"');
	if (g->truth) {
		buf_add_char(&g->out, c);
		buf_add_number(&g->out, i);
	}
	buf_add_char(&g->out, '\n');
}

static bool
flush(struct gen *g)
{
	size_t n = fwrite(g->out.p, 1, g->out.n, stdout);
	bool well = n == g->out.n;

	buf_reset(&g->out);
	return well;
}

static bool
generate(struct gen *g)
{
	struct people_row r;
	uint64_t i, j;
	bool again;

	put_head(g);
	for (j = 0; j < g->people.n; j++) {
		i = g->ordered ? j : people_at(&g->people, j, g->side);
		if (!people_row(&g->people, i, g->side, &r, &again))
			continue;
		put_row(g, &r, i);
		if (again)
			put_row(g, &r, i);
		if (g->out.n >= PIECE && !flush(g))
			return false;
	}
	return flush(g) && fflush(stdout) == 0;
}

static uint32_t
chance(const char *s)
{
	return (uint32_t)strtoul(s, NULL, 10);
}

int
main(int argc, char **argv)
{
	bool well;
	struct gen g = { .people = { .n = 1000, .seed = 1, .cell = 20000,
	    .missing = 10000 }, .format = 'c' };
	int ch;

	while ((ch = getopt(argc, argv, "n:s:f:c:m:k:d:S:ot")) != -1)
		switch (ch) {
		case 'n':
			g.people.n = strtoull(optarg, NULL, 10);
			break;
		case 's':
			g.side = *optarg == 'R';
			break;
		case 'f':
			g.format = *optarg;
			break;
		case 'c':
			g.people.cell = chance(optarg);
			break;
		case 'm':
			g.people.missing = chance(optarg);
			break;
		case 'k':
			g.people.key = chance(optarg);
			break;
		case 'd':
			g.people.twice = chance(optarg);
			break;
		case 'S':
			g.people.seed = strtoull(optarg, NULL, 10);
			break;
		case 'o':
			g.ordered = true;
			break;
		case 't':
			g.truth = true;
			break;
		default:
			return 2;
		}
	well = generate(&g);
	if (!well)
		perror("gen");
	buf_release(&g.out);
	return well ? 0 : 2;
}
