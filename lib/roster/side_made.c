/* SPDX-License-Identifier: ISC */
/* What is no plain text goes through the sheet into text that is: UTF-8,
 * commas, line feeds, the original line in the first cell. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/mem.h"
#include "roster/side_priv.h"
#include "roster/spill.h"
#include "text/vi.h"

#define FEED (1u << 20)
#define WRITE_AT (4u << 20)

static enum err
flush(struct side_store *st)
{
	if (st->fd < 0 && (st->fd = spill_nameless(st->tmp)) < 0)
		return spill_errno(errno);
	if (!fd_write_all(st->fd, buf_slice(&st->buf)))
		return spill_errno(errno);
	st->written += st->buf.n;
	buf_reset(&st->buf);
	return ERR_OK;
}

enum err
side_store_check(struct side_store *st)
{
	return st->buf.n > (st->fd < 0 ? st->memory : WRITE_AT) ? flush(st) :
	    ERR_OK;
}

enum err
side_store_end(struct side_store *st, enum err e, struct side *s)
{
	if (e == ERR_OK && st->fd >= 0)
		e = flush(st);
	if (e == ERR_OK && st->fd >= 0) {
		e = side_map(s, st->fd, st->written);
		if (e == ERR_OK) {
			s->fd = st->fd;
			st->fd = -1;
		}
	} else if (e == ERR_OK) {
		s->copy = st->buf;
		s->text = buf_slice(&s->copy);
		st->buf = (struct buf){ 0 };	/* now owned by the side */
	}
	if (st->fd >= 0)
		close(st->fd);
	buf_wipe(&st->buf);
	return e;
}

/* Rows on their way out of the sheet. `to` says where each column of the plan
 * at hand goes. */
struct maker {
	struct side *s;
	struct side_store store;
	bool planned;
	unsigned version;		/* of the plan that `to` is of */
	size_t columns;
	size_t to[PLAN_MAX_COLUMNS];
	const struct slice *from[PLAN_MAX_COLUMNS];
};

static bool
same_header(struct slice a, struct slice b)
{
	return slice_eq(a, b) || vi_agree(a, b) <= VI_K4;
}

/* The side's column for one of the plan, a new one where there is none. */
static size_t
column_for(struct side *s, const struct plan_column *c, const bool *taken)
{
	size_t i;

	for (i = 0; i < s->columns; i++) {
		const struct side_column *have = &s->column[i];

		if (taken[i] || have->is != c->is)
			continue;
		if (c->is != COLUMN_NONE ||
		    same_header(have->header, c->header))
			return i;
	}
	if (i == PLAN_MAX_COLUMNS)
		return i;
	s->column = xreallocarray(s->column, i + 1, sizeof *s->column);
	s->column[i] = (struct side_column){ c->is, { NULL, c->header.n } };
	buf_add_slice(&s->headers, c->header);
	s->columns++;
	return i;
}

/* Headers live in a buffer that moves while it grows. */
static void
place_headers(struct side *s)
{
	const char *p = s->headers.p != NULL ? s->headers.p : "";
	size_t i;

	for (i = 0; i < s->columns; i++) {
		s->column[i].header.p = p;
		p += s->column[i].header.n;
	}
}

static enum err
take_plan(struct maker *m, const struct plan *p)
{
	bool taken[PLAN_MAX_COLUMNS] = { false };
	size_t i;

	for (i = 0; i < p->columns; i++) {
		m->to[i] = column_for(m->s, &p->column[i], taken);
		if (m->to[i] == PLAN_MAX_COLUMNS)
			return ERR_TOO_LONG;
		taken[m->to[i]] = true;
		place_headers(m->s);
	}
	m->planned = true;
	m->version = p->version;
	m->columns = p->columns;
	return ERR_OK;
}

void
side_put_cell(struct buf *out, struct slice c)
{
	size_t i;

	if (c.n == 0)
		return;
	if (memchr(c.p, ',', c.n) == NULL && memchr(c.p, '"', c.n) == NULL &&
	    memchr(c.p, '\n', c.n) == NULL && memchr(c.p, '\r', c.n) == NULL &&
	    slice_trim(c).n == c.n) {
		buf_add_slice(out, c);
		return;
	}
	buf_add_char(out, '"');
	for (i = 0; i < c.n; i++) {
		if (c.p[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, c.p[i]);
	}
	buf_add_char(out, '"');
}

/* The number of a reason, to find it again. */
static size_t
number_of(struct side *s, const char *why)
{
	size_t i;

	for (i = 0; i < s->whys; i++)
		if (strcmp(s->why_row[i], why) == 0)
			return i;
	if (s->whys == SIDE_MAX_WHYS)
		return 0;
	s->why_row[s->whys] = why;
	return s->whys++;
}

static enum err
on_row(void *ctx, const struct sheet_row *row)
{
	struct maker *m = ctx;
	struct buf *out = &m->store.buf;
	enum err e = ERR_OK;
	size_t i;

	if (!m->planned || m->version != row->plan->version ||
	    m->columns != row->plan->columns)
		e = take_plan(m, row->plan);
	if (e != ERR_OK)
		return e;
	for (i = 0; i < m->s->columns; i++)
		m->from[i] = NULL;
	for (i = 0; i < row->n && i < m->columns; i++)
		m->from[m->to[i]] = &row->cell[i];
	buf_add_number(out, row->line);
	if (row->reject != NULL) {
		buf_add_char(out, '!');
		buf_add_number(out, number_of(m->s, row->reject));
	}
	for (i = 0; i < m->s->columns; i++) {
		buf_add_char(out, ',');
		if (m->from[i] != NULL)
			side_put_cell(out, *m->from[i]);
	}
	buf_add_char(out, '\n');
	return side_store_check(&m->store);
}

enum err
side_remake(struct side *s, const char *tmp, size_t memory)
{
	struct maker m = { .s = s, .store = { .tmp = tmp, .memory = memory,
	    .fd = -1 } };
	struct sheet *sheet = sheet_new(s->options, on_row, &m);
	struct slice rest = s->text, part;
	struct side made = { .fd = -1 };
	enum err e = ERR_OK;

	free(s->column);
	s->column = NULL;
	s->columns = 0;
	while (e == ERR_OK && rest.n > 0) {
		part = (struct slice){ rest.p, rest.n < FEED ? rest.n : FEED };
		e = sheet_feed(sheet, part);
		rest.p += part.n;
		rest.n -= part.n;
	}
	if (e == ERR_OK)
		e = sheet_end(sheet);
	s->why = e != ERR_OK ? sheet_why(sheet) : NULL;
	s->line = sheet_line(sheet);
	s->counts = sheet_counts(sheet);
	buf_reset(&s->sheets);
	buf_add_slice(&s->sheets, sheet_names(sheet));
	sheet_free(sheet);
	e = side_store_end(&m.store, e, &made);
	if (e == ERR_OK && side_cut(s)) {
		e = ERR_TRUNCATED;
		s->why = SIDE_CUT;
		s->line = 0;
	}
	side_unmap(s);
	buf_wipe(&s->copy);
	s->map = made.map;
	s->mapped = made.mapped;
	s->fd = made.fd;
	s->copy = made.copy;
	s->text = made.text;
	s->made = true;
	s->separator = ',';
	s->data_at = 0;
	s->data_line = 1;
	return e;
}
