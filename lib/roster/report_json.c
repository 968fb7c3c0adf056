/* SPDX-License-Identifier: ISC */
/* An item as one JSON object on a line. */
#include "record/json.h"
#include "roster/report.h"
#include "roster/report_priv.h"
#include "text/utf8.h"

void
report_text(struct slice text, struct buf *out)
{
	struct buf shown = { 0 };

	if (utf8_is_valid(text)) {
		json_put(out, text);
		return;
	}
	utf8_add_shown(&shown, text);
	json_put(out, buf_slice(&shown));
	buf_wipe(&shown);
}

static void
put_pair(struct buf *out, const char *key, struct slice text)
{
	if (text.p == NULL)
		return;
	json_key(out, key);
	report_text(text, out);
}

size_t
report_columns(const struct diff_head *h, unsigned side)
{
	return side == 1 && h->right != NULL ? h->rights : h->columns;
}

size_t
report_column(const struct diff_head *h, unsigned side, size_t k,
    struct slice *name)
{
	size_t i = side == 1 && h->right != NULL ? h->right[k] : k;
	const struct diff_column *c = &h->column[i];

	*name = side == 1 && c->right.p != NULL ? c->right : c->name;
	return i;
}

void
report_row(const struct diff_head *h, const struct diff_row *row,
    unsigned side, struct buf *out)
{
	size_t k, i, n = report_columns(h, side);
	struct slice name;

	json_open(out, '{');
	for (k = 0; k < n; k++) {
		i = report_column(h, side, k, &name);
		if (row->cell[i].p == NULL)
			continue;
		report_text(name, out);
		buf_add_char(out, ':');
		report_text(row->cell[i], out);
	}
	json_close(out, '}');
}

static void
put_side(const struct diff_head *h, const struct diff_row *row, bool whole,
    unsigned side, struct buf *out)
{
	if (row == NULL)
		return;
	json_key(out, side == 0 ? "left" : "right");
	buf_add_str(out, "{\"line\":");
	buf_add_number(out, row->line);
	if (whole && row->cell != NULL) {
		json_key(out, "row");
		report_row(h, row, side, out);
	}
	json_close(out, '}');
}

static void
put_cells(const struct diff_head *h, const struct diff_item *i, bool brief,
    struct buf *out)
{
	const struct diff_cell *c;

	json_key(out, "cells");
	json_open(out, '[');
	for (c = i->cell; c < i->cell + i->cells; c++) {
		json_open(out, '{');
		put_pair(out, "column", h->column[c->column].name);
		if (!brief) {
			put_pair(out, "left", c->left);
			put_pair(out, "right", c->right);
		}
		json_pair_str(out, "cause", cause_name(c->cause));
		json_close(out, '}');
	}
	json_close(out, ']');
}

void
report_bits(int hundredths, struct buf *out)
{
	unsigned n = hundredths < 0 ? 0u - (unsigned)hundredths :
	    (unsigned)hundredths;

	buf_printf(out, "%s%u.%02u", hundredths < 0 ? "-" : "", n / 100,
	    n % 100);
}

static const char *
part_name(unsigned part)
{
	static const char *const name[FUZZY_PARTS] = { "name", "birth", "sex",
	    "place", "number" };

	return name[part];
}

static void
put_score(const struct fuzzy_score *s, struct buf *out)
{
	unsigned i;

	json_key(out, "score");
	json_open(out, '{');
	json_key(out, "total");
	report_bits(s->total, out);
	json_key(out, "lead");
	report_bits(s->lead, out);
	json_key(out, "parts");
	json_open(out, '{');
	for (i = 0; i < FUZZY_PARTS; i++) {
		if (s->part[i].level == NULL)
			continue;
		json_key(out, part_name(i));
		json_open(out, '{');
		json_pair_str(out, "level", s->part[i].level);
		json_key(out, "weight");
		report_bits(s->part[i].weight, out);
		json_close(out, '}');
	}
	json_close(out, '}');
	json_close(out, '}');
}

static void
put_why(const struct diff_item *i, struct buf *out)
{
	struct buf why = { 0 };

	report_why(i, i->why, &why);
	put_pair(out, "why", buf_slice(&why));
	buf_release(&why);
}

void
report_json(const struct diff_head *h, const struct diff_item *i, bool brief,
    struct buf *out)
{
	bool whole = !brief && (i->left == NULL || i->right == NULL);

	json_open(out, '{');
	json_pair_str(out, "class", diff_class_name(i->class));
	if (i->key.n > 0)
		put_pair(out, "key", i->key);
	put_side(h, i->left, whole, 0, out);
	put_side(h, i->right, whole, 1, out);
	if (i->cells > 0)
		put_cells(h, i, brief, out);
	if (i->score != NULL)
		put_score(i->score, out);
	if (i->why != NULL)
		put_why(i, out);
	json_close(out, '}');
	buf_add_char(out, '\n');
}
