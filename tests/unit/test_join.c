/* SPDX-License-Identifier: ISC */
/* Small random rosters against a comparison of every row with every other, in
 * parts so small that rows, quotes and lines cross them everywhere. */
#include <sys/mman.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "csv_witness.h"
#include "roster/hash.h"
#include "roster/run.h"
#include "tap.h"

#define ROUNDS 1200
#define MAX_ROWS 128

static uint64_t seed = 7;

static unsigned
draw(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

/* What an item says, to be held against the model's: class, key, lines and
 * how many cells differ. */
struct told {
	int class;
	unsigned long long line[2];
	unsigned cells;
	char key[16];
};

struct model_row {
	char cell[5][64];
	size_t n;
	unsigned long long line;
	bool used;
};

struct model {
	struct model_row row[2][MAX_ROWS];
	size_t n[2];
	struct told told[4 * MAX_ROWS];
	size_t tolds;
};

static const char *const names[] = { "Nguy\341\273\205n V\304\203n M\341\272\253u",
	"Tr\341\272\247n Th\341\273\213 Hoa", "L\303\252 \"Ba\"\nT\303\255",
	"Ph\341\272\241m, An", "", "Nguyen Van Mau" };
static const char *const dates[] = { "1999-01-02", "2000-03-04", "02/01/1999",
	"", "1999" };

static void
put(struct buf *b, const char *s)
{
	bool quote = strpbrk(s, ",\"\n") != NULL || draw(4) == 0;

	if (quote)
		buf_add_char(b, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_add_char(b, '"');
		buf_add_char(b, *s);
	}
	if (quote)
		buf_add_char(b, '"');
}

static void
put_key(struct buf *b)
{
	char key[32];

	switch (draw(10)) {
	case 0:
		snprintf(key, sizeof key, "10000000%u", draw(3));
		break;
	case 1:
		snprintf(key, sizeof key, "C%u", 1234560 + draw(3));
		break;
	case 2:
		key[0] = '\0';
		break;
	default:
		snprintf(key, sizeof key, "0010990000%02u", draw(12));
		break;
	}
	put(b, key);
}

static void
make(struct buf *b, bool other_order)
{
	static const char *const end[] = { "\n", "\r\n", "\n\n" };
	unsigned i, rows = draw(draw(3) == 0 ? 30 : 8);

	buf_reset(b);
	buf_add_str(b, other_order ? "ghi chu,ho ten,so dinh danh,ngay sinh\n" :
	    "so dinh danh,ho ten,ngay sinh,ghi chu\n");
	for (i = 0; i < rows; i++) {
		if (!other_order)
			put_key(b);
		else
			put(b, draw(2) ? "x" : "");
		buf_add_char(b, ',');
		put(b, names[draw(6)]);
		if (other_order) {
			buf_add_char(b, ',');
			put_key(b);
		}
		if (other_order || draw(12) > 0) {
			buf_add_char(b, ',');
			put(b, dates[draw(5)]);
		}
		if (!other_order && draw(12) > 0) {
			buf_add_char(b, ',');
			put(b, draw(2) ? "x" : "");
			/* of few rows it would be a column */
			if (rows > 5 && i == 3 && draw(3) == 0)
				buf_add_str(b, ",zuviel");
		}
		buf_add_str(b, end[draw(20) == 0 ? 1 + draw(2) : 0]);
	}
	if (b->p[b->n - 1] == '\n' && draw(3) == 0)
		b->n--;
}

/* Numbers that all want the same place in a table of keys. */
static void
make_crowded(struct buf *b)
{
	unsigned long long i, key;

	buf_reset(b);
	buf_add_str(b, "so dinh danh,ho ten,ngay sinh,ghi chu\n");
	for (i = 0; i < 90; i++) {
		key = hash_unmix(draw(8) == 0 ? draw(90) : i);
		if (key < HASH_NINE && draw(10) > 0)
			buf_printf(b, "%012llu,A,%s,\n", key,
			    dates[draw(6) == 0]);
	}
}

/* The columns of the model: number, name, day, note, what is too much. */
struct filler {
	struct model *m;
	unsigned side;
	bool other_order, header;
};

static void
on_row(void *ctx, const struct csv_row *row)
{
	static const size_t to[2][5] = { { 0, 1, 2, 3, 4 },
	    { 3, 1, 0, 2, 4 } };
	struct filler *f = ctx;
	struct model_row *r;
	size_t i;

	if (!f->header) {
		f->header = true;
		return;
	}
	r = &f->m->row[f->side][f->m->n[f->side]++];
	*r = (struct model_row){ .n = row->n, .line = row->line };
	for (i = 0; i < row->n && i < 5; i++)
		memcpy(r->cell[to[f->other_order][i]], row->cell[i].p,
		    row->cell[i].n);
}

static void
tell(struct model *m, int class, const struct model_row *l,
    const struct model_row *r)
{
	struct told *t = &m->told[m->tolds++];
	unsigned i;

	*t = (struct told){ .class = class };
	if (l != NULL)
		t->line[0] = l->line;
	if (r != NULL)
		t->line[1] = r->line;
	memcpy(t->key, l != NULL ? l->cell[0] : r->cell[0], 15);
	if (class == DIFF_REJECT_LEFT || class == DIFF_REJECT_RIGHT)
		memset(t->key, 0, sizeof t->key);
	for (i = 0; l != NULL && r != NULL && i < 4; i++)
		t->cells += strcmp(l->cell[i], r->cell[i]) != 0;
}

static bool
alike(const struct model_row *a, const struct model_row *b)
{
	return strcmp(a->cell[1], b->cell[1]) == 0 &&
	    strcmp(a->cell[2], b->cell[2]) == 0 &&
	    strcmp(a->cell[3], b->cell[3]) == 0;
}

/* The first row of that key, unused; NULL: none. */
static struct model_row *
first(struct model *m, unsigned side, const char *key)
{
	size_t i;

	for (i = 0; i < m->n[side]; i++)
		if (!m->row[side][i].used &&
		    strcmp(m->row[side][i].cell[0], key) == 0)
			return &m->row[side][i];
	return NULL;
}

static void
pair_key(struct model *m, const char *key)
{
	struct model_row *l = first(m, 0, key), *r = first(m, 1, key), *x;
	struct model_row *both[2] = { NULL, NULL };
	size_t i, k;
	unsigned side;

	for (i = 0; i < m->n[0] && both[0] == NULL; i++)
		for (k = 0; k < m->n[1] && both[0] == NULL; k++) {
			struct model_row *a = &m->row[0][i], *b =
			    &m->row[1][k];

			if (!a->used && !b->used && strcmp(a->cell[0], key) ==
			    0 && strcmp(b->cell[0], key) == 0 && alike(a, b)) {
				both[0] = a;
				both[1] = b;
			}
		}
	if (both[0] != NULL) {
		l = both[0];
		r = both[1];
	}
	if (l != NULL)
		l->used = true;
	if (r != NULL)
		r->used = true;
	if (l != NULL && r != NULL)
		tell(m, alike(l, r) ? DIFF_SAME : DIFF_CHANGED, l, r);
	else
		tell(m, l != NULL ? DIFF_REMOVED : DIFF_ADDED, l, r);
	for (side = 0; side < 2; side++)
		while ((x = first(m, side, key)) != NULL) {
			x->used = true;
			tell(m, side == 0 ? DIFF_DUPLICATE_LEFT :
			    DIFF_DUPLICATE_RIGHT, side == 0 ? x : NULL,
			    side == 0 ? NULL : x);
		}
}

static void
solve(struct model *m)
{
	struct model_row *r;
	unsigned side;
	size_t i;

	for (side = 0; side < 2; side++)
		for (i = 0; i < m->n[side]; i++) {
			r = &m->row[side][i];
			if (r->cell[4][0] != '\0' && r->cell[0][0] == '\0' &&
			    r->cell[1][0] == '\0' && r->cell[2][0] == '\0')
				r->used = true;	/* a note beside the table */
			else if (r->cell[4][0] != '\0') {
				r->used = true;
				tell(m, side == 0 ? DIFF_REJECT_LEFT :
				    DIFF_REJECT_RIGHT, side == 0 ? r : NULL,
				    side == 0 ? NULL : r);
			} else if (r->cell[0][0] == '\0') {
				r->used = true;
				/* else no row of data: a total, a note */
				if (r->cell[1][0] != '\0' ||
				    r->cell[2][0] != '\0')
					tell(m, side == 0 ? DIFF_REMOVED :
					    DIFF_ADDED, side == 0 ? r : NULL,
					    side == 0 ? NULL : r);
			}
		}
	for (side = 0; side < 2; side++)
		for (i = 0; i < m->n[side]; i++)
			if (!m->row[side][i].used)
				pair_key(m, m->row[side][i].cell[0]);
}

static void
item(void *ctx, const struct diff_head *h, const struct diff_item *i,
    struct buf *out)
{
	/* who is another person is not this test's matter */
	struct told t = { .class = i->class == DIFF_OTHER_PERSON ?
	    DIFF_CHANGED : (int)i->class };

	(void)ctx;
	(void)h;
	if (i->left != NULL)
		t.line[0] = i->left->line;
	if (i->right != NULL)
		t.line[1] = i->right->line;
	if (i->class != DIFF_REJECT_LEFT && i->class != DIFF_REJECT_RIGHT)
		memcpy(t.key, i->key.n > 0 ? i->key.p : "", i->key.n < 15 ?
		    i->key.n : 15);
	t.cells = (unsigned)i->cells;
	buf_add(out, (const char *)&t, sizeof t);
}

static enum err
take(void *ctx, struct slice text, const size_t *ends, size_t items)
{
	(void)ends;
	(void)items;
	buf_add_slice(ctx, text);
	return ERR_OK;
}

static int
compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct told));
}

static int
file_of(struct slice text)
{
	int fd = memfd_create("roster", MFD_CLOEXEC);

	if (fd < 0 || write(fd, text.p, text.n) != (ssize_t)text.n)
		exit(2);
	return fd;
}

static bool
run(const struct buf text[2], const struct run_options *o)
{
	static const struct plan_options plan = { .separator = ',' };
	struct diff_summary sum = { .rows = { 0 } };
	struct run *r = run_new(o);
	enum err e = ERR_OK;
	unsigned i;

	for (i = 0; i < 2 && e == ERR_OK; i++) {
		int fd = file_of(buf_slice(&text[i]));

		e = run_open(r, i, fd, i == 0 ? "left" : "right", &plan);
		close(fd);
	}
	if (e == ERR_OK)
		e = run_columns(r);
	if (e == ERR_OK)
		e = run_all(r, &sum);
	if (e != ERR_OK)
		printf("# %s: %s\n", err_word(e), run_why(r) != NULL ?
		    run_why(r) : "");
	run_free(r);
	return e == ERR_OK;
}

static void
show(const struct told *t, size_t n, const char *what)
{
	for (; n > 0; n--, t++)
		printf("# %s: %s %s %llu %llu, %u cells\n", what,
		    diff_class_name((enum diff_class)t->class), t->key,
		    t->line[0], t->line[1], t->cells);
}

static bool
same(struct model *m, struct buf *got)
{
	size_t n = got->n / sizeof(struct told);
	struct told *t = xreallocarray(NULL, n + 1, sizeof *t);
	bool good;

	if (got->n > 0)
		memcpy(t, got->p, got->n);
	qsort(t, n, sizeof *t, compare);
	qsort(m->told, m->tolds, sizeof *t, compare);
	good = n == m->tolds && memcmp(t, m->told, n * sizeof *t) == 0;
	if (!good) {
		show(m->told, m->tolds, "want");
		show(t, n, "got");
	}
	free(t);
	return good;
}

static bool
one(struct buf text[2], unsigned round)
{
	static struct model m;
	struct buf got[4] = { { 0 }, { 0 }, { 0 }, { 0 } };
	bool crowded = round % 100 == 50, good = true;
	bool other = round % 3 == 0 && !crowded;
	unsigned i;

	memset(&m, 0, sizeof m);
	for (i = 0; i < 2; i++) {
		struct filler f = { &m, i, other && i == 1, false };

		if (crowded)
			make_crowded(&text[i]);
		else
			make(&text[i], f.other_order);
		if (csv_witness(',', buf_slice(&text[i]), on_row, &f) !=
		    ERR_OK)
			exit(2);
	}
	solve(&m);
	for (i = 0; i < 4 && good; i++) {
		struct run_options o = { .threads = i == 1 ? 3 : 1 + i / 3,
		    .far = i == 3,
		    .tmp = ".", .all = true, .fuzzy = RUN_FUZZY_OFF,
		    .item = item, .write = take, .ctx = &got[i],
		    .part_bits = i == 0 || (i == 3 && round % 5 == 0) ? 0 :
		    5 + round % 4,
		    .verify = i == 2 || (i == 3 && round % 2 == 0) };

		good = run(text, &o) && (i > 0 ||
		    same(&m, &got[0])) && slice_eq(buf_slice(&got[0]),
		    buf_slice(&got[i]));
		if (!good)
			printf("# round %u, run %u\n", round, i);
	}
	for (i = 0; i < 4; i++)
		buf_release(&got[i]);
	return good;
}

int
main(void)
{
	struct buf text[2] = { { 0 }, { 0 } };
	unsigned i, bad = 0;

	for (i = 0; i < ROUNDS && bad < 2; i++)
		if (!one(text, i)) {
			bad++;
			printf("# left:\n%.*s\n# right:\n%.*s\n",
			    (int)text[0].n, text[0].p, (int)text[1].n,
			    text[1].p);
		}
	OK(bad == 0, "%u pairs of rosters, as the model says", i);
	buf_release(&text[0]);
	buf_release(&text[1]);
	return tap_done();
}
