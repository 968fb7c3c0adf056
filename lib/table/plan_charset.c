/* SPDX-License-Identifier: ISC */
/* The charset of each column, by the votes of its first cells. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/plan_priv.h"
#include "text/utf8.h"

static void
to_capitals(struct buf *out, size_t from)
{
	struct buf up = { 0 };

	charset_capitals((struct slice){ out->p + from, out->n - from }, &up);
	out->n = from;
	buf_add_slice(out, buf_slice(&up));
	buf_release(&up);
}

enum err
plan_decode(const struct plan_column *c, struct slice cell, struct buf *out)
{
	size_t from = out->n;
	enum err e;

	e = c->unsure ? utf8_nfc(out, cell) :
	    charset_cell(c->charset, c->undo, cell, out);
	if (e == ERR_OK && c->upper)
		to_capitals(out, from);
	if (e != ERR_OK &&
	    charset_decode(CHARSET_CP1252, cell, out) != ERR_OK)
		utf8_add_shown(out, cell);
	return e;
}

enum err
plan_decode_as(const struct plan_column *c, enum plan_font said,
    struct slice cell, struct buf *out)
{
	struct plan_column as = { .charset = CHARSET_UTF8 };

	if (!c->by_font)
		return plan_decode(c, cell, out);
	if (said != FONT_NOTHING) {
		as = *c;
		as.upper = said == FONT_CAPITALS;
	}
	return plan_decode(&as, cell, out);
}

static enum plan_font
said(const struct sample *s, size_t at)
{
	return at < s->said_cap ? (enum plan_font)s->said[at] : FONT_NOTHING;
}

static void
decode_all(struct plan *p, struct sample *s)
{
	struct buf text = { 0 };
	size_t i, k;

	for (i = 0; i < s->rows; i++)
		for (k = 0; k < s->row[i].n; k++) {
			size_t at = s->row[i].from + k, from = text.n;
			enum err e = plan_decode_as(&p->column[k],
			    said(s, at), s->cell[at], &text);

			(void)e;
			s->cell[at] = (struct slice){ NULL, text.n - from };
		}
	buf_wipe(&s->text);
	s->text = text;
	s->plain = false;
	sample_place(s);
}

/* Nothing beyond ASCII, and none of the signs that stand for marks where a
 * text has none: no charset matters to such a cell. */
static bool
is_bare(struct slice s)
{
	static const bool matters[256] = { ['^'] = true, ['('] = true,
	    ['+'] = true, ['\''] = true };
	unsigned char b, high = 0;
	bool sign = false;
	size_t i;

	for (i = 0; i < s.n; i++) {
		b = (unsigned char)s.p[i];
		high |= b;
		sign |= matters[b];
	}
	return high < 0x80 && !sign;
}

static bool
needs_votes(const struct sample *s)
{
	size_t i;

	for (i = 0; i < s->cells; i++)
		if (!is_bare(s->cell[i]))
			return true;
	return false;
}

/* The charset that most columns of the file surely have, other than UTF-8. */
static enum charset
common(const struct plan *p, const bool *sure)
{
	size_t of[CHARSETS] = { 0 }, i;
	enum charset c, best = CHARSETS;

	for (i = 0; i < p->columns; i++)
		if (sure[i] && p->column[i].charset != CHARSET_UTF8)
			of[p->column[i].charset]++;
	for (c = CHARSET_UTF8; c < CHARSETS; c++)
		if (of[c] > 0 && (best == CHARSETS || of[c] > of[best]))
			best = c;
	return best;
}

/* Of two charsets that fonts name in one column none counts. */
static bool
has_font(const struct sample *s, size_t column)
{
	return s->font != NULL && s->font[column].any &&
	    !s->font[column].mixed;
}

/* Where fonts name a charset, only their cells vote. */
static void
vote(const struct sample *s, size_t row, size_t column,
    struct charset_votes *v)
{
	size_t at = s->row[row].from + column;

	if (s->cell[at].n > 0 && (!has_font(s, column) ||
	    said(s, at) != FONT_NOTHING))
		charset_vote(v, s->cell[at]);
}

static void
elect(struct plan *p, const struct sample *s, const struct charset_votes *v)
{
	bool sure[PLAN_MAX_COLUMNS];
	enum charset file;
	bool undone = false;
	size_t i;

	for (i = 0; i < p->columns; i++) {
		bool font = has_font(s, i);

		p->column[i].charset = charset_winner(&v[i], font ?
		    s->font[i].charset : CHARSETS, &sure[i]);
		p->column[i].by_font = font &&
		    p->column[i].charset == s->font[i].charset;
		p->column[i].upper = p->column[i].by_font && s->font[i].upper;
	}
	file = common(p, sure);
	for (i = 0; i < p->columns; i++) {
		struct plan_column *c = &p->column[i];

		if (!c->by_font && file != CHARSETS && (!sure[i] ||
		    v[i].high == 0))
			c->charset = charset_winner(&v[i], file, &sure[i]);
		c->unsure = !sure[i] && v[i].invalid > 0;
		c->doubtful = !sure[i] && v[i].invalid == 0;
		c->undo = c->charset != CHARSET_UTF8 && v[i].disguised &&
		    v[i].high > 0 && c->charset != CHARSET_VIQR;
		undone = undone || c->undo;
	}
	/* what comes later in a column of ASCII is as the others are */
	for (i = 0; i < p->columns; i++)
		if (v[i].high == 0 && p->column[i].charset == file)
			p->column[i].undo = undone;
}

/* The row behind the last one that looks like a header: that may be Unicode
 * while what is below it is not. */
static size_t
first_vote(const struct sample *s)
{
	enum column is[PLAN_MAX_COLUMNS];
	bool weak[PLAN_MAX_COLUMNS];
	size_t i, first = 0;

	for (i = 0; i < s->rows && i < HEADER_ROWS; i++)
		if (plan_names(s->cell + s->row[i].from, s->row[i].n, is,
		    weak) > 0)
			first = i + 1;
	return first < s->rows ? first : 0;
}

/* A few cells from all of the column are Vietnamese in UTF-8 as it stands, and
 * in nothing else; and no cell is other than UTF-8. */
static bool
is_utf8(const struct sample *s, size_t from, size_t column,
    struct charset_votes *v)
{
	const struct charset_tally *t = &v->of[CHARSET_UTF8];
	size_t step = (s->rows - from) / FEW_ROWS, i;
	bool sure;

	if (step < 2 || has_font(s, column))
		return false;
	for (i = from; i < s->rows; i += step)
		if (column < s->row[i].n)
			vote(s, i, column, v);
	for (i = from; !s->plain && i < s->rows; i++)
		if (!utf8_is_valid(sample_cell(s, i, column)))
			return false;
	return v->high >= FEW_ROWS / 4 && t->good >= FEW_ROWS / 4 &&
	    t->bad * 8 <= t->good && charset_winner(v, CHARSETS, &sure) ==
	    CHARSET_UTF8 && sure;
}

/* Such cells say nothing. */
static bool
is_bare_column(const struct sample *s, size_t column)
{
	size_t i;

	for (i = s->voted; i < s->rows; i++)
		if (!is_bare(sample_cell(s, i, column)))
			return false;
	return true;
}

static void
vote_all(struct plan *p, const struct sample *s, struct charset_votes *v,
    bool given)
{
	struct charset_memo *memo = xcalloc(CHARSET_MEMO, sizeof *memo);
	size_t i, k;

	for (k = 0; k < p->columns; k++) {
		p->column[k].ascii = is_bare_column(s, k);
		v[k].memo = memo;
		if (p->column[k].ascii || (!given && is_utf8(s, s->voted, k,
		    &v[k])))
			continue;
		v[k] = (struct charset_votes){ .memo = memo };
		for (i = s->voted; i < s->rows; i++)
			if (k < s->row[i].n)
				vote(s, i, k, &v[k]);
	}
	free(memo);
}

/* The text is what it says already. */
static bool
is_as_it_stands(const struct plan *p)
{
	size_t i;

	for (i = 0; i < p->columns; i++)
		if (p->column[i].charset != CHARSET_UTF8 ||
		    p->column[i].undo || p->column[i].upper ||
		    p->column[i].unsure)
			return false;
	return true;
}

void
plan_charsets(struct plan *p, struct sample *s, const struct plan_options *o,
    bool nfc)
{
	struct charset_votes *v = NULL;
	size_t i;

	for (i = 0; i < p->columns; i++)
		p->column[i].charset = o->charset_given ? o->charset :
		    CHARSET_UTF8;
	if (o->charset_given || needs_votes(s)) {
		v = xcalloc(p->columns > 0 ? p->columns : 1, sizeof *v);
		s->voted = first_vote(s);
		vote_all(p, s, v, o->charset_given);
		if (!o->charset_given)
			elect(p, s, v);
		for (i = 0; o->charset_given && i < p->columns; i++)
			p->column[i].undo = o->charset != CHARSET_UTF8 &&
			    v[i].high > 0 && v[i].disguised;
		free(v);
	}
	if (nfc && is_as_it_stands(p))
		return;
	decode_all(p, s);
	for (i = 0; i < p->columns; i++)
		p->column[i].ascii = false;
}
