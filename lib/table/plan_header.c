/* SPDX-License-Identifier: ISC */
/* Which of the first rows names the columns. */
#include <string.h>

#include "table/plan_priv.h"
#include "table/table_priv.h"

static bool
is_who(enum column c)
{
	return c == COLUMN_ID || c == COLUMN_OLD_ID || c == COLUMN_DOC_NO ||
	    c == COLUMN_NAME;
}

size_t
plan_names(const struct slice *cell, size_t n, enum column *is, bool *weak)
{
	size_t i, score = 0;
	bool who = false;

	/* a row with a number names nothing: seen at once in most */
	for (i = 0; i < n && i < PLAN_MAX_COLUMNS; i++)
		if (table_is_number(cell[i])) {
			is[0] = header_column(cell[0], weak);
			return 0;
		}
	for (i = 0; i < n && i < PLAN_MAX_COLUMNS; i++) {
		weak[i] = false;
		is[i] = header_column(cell[i], &weak[i]);
		score += is[i] != COLUMN_NONE;
		who = who || is_who(is[i]) || (is[i] == COLUMN_GIVEN && n > 1);
	}
	return who ? score : 0;
}

/* Four digits together, as no name of a column has. */
static bool
has_digits(struct slice s)
{
	size_t i, run = 0;

	for (i = 0; i < s.n && run < 4; i++)
		run = s.p[i] >= '0' && s.p[i] <= '9' ? run + 1 : 0;
	return run == 4;
}

/* Merged cells leave names above names: "Giấy tờ" over "Số CCCD", "Ngày cấp".
 * The row below is no person's: nothing in it stands below a name or number,
 * and nothing is a number. */
static bool
is_second(const struct sample *s, size_t at)
{
	enum column above, c;
	size_t k, names = 0;
	bool weak;

	if (at + 1 >= s->rows)
		return false;
	for (k = 0; k < s->row[at + 1].n; k++) {
		struct slice cell = sample_cell(s, at + 1, k);

		if (cell.n == 0)
			continue;
		above = header_column(sample_cell(s, at, k), &weak);
		if (is_who(above) || has_digits(cell))
			return false;
		c = header_column(cell, &weak);
		names += c != COLUMN_NONE;
	}
	return names > 0;
}

static size_t
count_names(const struct sample *s, size_t row)
{
	size_t k, n = 0;
	bool weak;

	for (k = 0; k < s->row[row].n; k++)
		n += header_column(sample_cell(s, row, k), &weak) !=
		    COLUMN_NONE;
	return n;
}

/* Names below go before those above them; else they fill the gaps. */
static void
merge(struct sample *s, size_t at)
{
	size_t k;
	bool weak;

	for (k = 0; k < s->row[at].n; k++) {
		struct slice *above = &s->cell[s->row[at].from + k];
		struct slice below = sample_cell(s, at + 1, k);

		if (below.n > 0 && (above->n == 0 ||
		    header_column(below, &weak) != COLUMN_NONE))
			*above = below;
	}
}

void
plan_header(struct sample *s)
{
	enum column is[PLAN_MAX_COLUMNS];
	bool weak[PLAN_MAX_COLUMNS];
	size_t i, score, best = 0;

	s->header = -1;
	s->header_rows = 0;
	for (i = s->first; i < s->rows && i < HEADER_ROWS; i++) {
		score = plan_names(s->cell + s->row[i].from, s->row[i].n, is,
		    weak);
		if (score > best) {
			best = score;
			s->header = (long)i;
			s->header_rows = 1;
		}
		/* a second table may have more names */
		if (best > 1 && score == 0 && is[0] == COLUMN_NONE &&
		    i > (size_t)s->header + 1)
			break;
	}
	if (s->header > (long)s->first && count_names(s, (size_t)s->header - 1)
	    > 0 && is_second(s, (size_t)s->header - 1))
		s->header--;
	if (s->header >= 0 && is_second(s, (size_t)s->header)) {
		merge(s, (size_t)s->header);
		s->header_rows = 2;
	}
}
