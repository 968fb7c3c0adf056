/* SPDX-License-Identifier: ISC */
/* A roster fed in blocks of `step` bytes, and what became of it. */
#ifndef FUZZ_SHEET_MADE_H
#define FUZZ_SHEET_MADE_H

#include <stdlib.h>

#include "table/person_csv.h"
#include "table/person_write.h"

struct made {
	struct buf json, csv;
	struct person_writer *w;
	struct person_csv *c;
	struct record r;
};

static enum err
on_row(void *ctx, const struct table_row *row)
{
	struct made *m = ctx;
	size_t from = m->json.n, at;

	person_write(m->w, row, &m->json);
	person_csv_write(m->c, row, &m->csv);
	/* a record that is not well is refused as it came */
	if (record_parse(&m->r, (struct slice){ m->json.p + from,
	    m->json.n - from - 1 }, &at) != ERR_OK)
		abort();
	return ERR_OK;
}

static enum err
made_load(struct slice s, size_t step, struct made *m)
{
	struct table *t = table_new(NULL, on_row, m);
	enum err e = ERR_OK;
	size_t n;

	m->w = person_writer_new();
	m->c = person_csv_new();
	person_writer_file(m->w, SLICE("f"));
	while (e == ERR_OK && s.n > 0) {
		n = s.n < step ? s.n : step;
		e = table_feed(t, (struct slice){ s.p, n });
		s.p += n;
		s.n -= n;
	}
	if (e == ERR_OK)
		e = table_end(t);
	table_free(t);
	person_writer_free(m->w);
	person_csv_free(m->c);
	return e;
}

static void
made_release(struct made *m)
{
	buf_release(&m->json);
	buf_release(&m->csv);
	record_release(&m->r);
}

#endif
