/* SPDX-License-Identifier: ISC */
/* Rows that are no person's: the header again, sums, titles, signatures. */
#include <string.h>

#include "table/plan_priv.h"
#include "table/table_priv.h"
#include "text/vi.h"

/* What such rows begin with, in plain letters without blanks. */
static const char *const beginnings[] = { "tongcong", "tongso", "tong",
	"cong", "congtong", "danhsachnayco", "danhsachco", "danhsach",
	"nguoilap", "nguoilapbieu", "lapbieu", "thutruong", "hieutruong",
	"giamdoc", "kyten", "kyvaghirohoten", "xacnhancua", "xacnhan",
	"ngaythangnam", "total", "grandtotal", "sum", "ghichu", "luuy",
	"truongcongan", "chutich", "tmubnd" };

/* A day or a number in a column of such tells a person's row. */
static bool
is_person(const struct plan *p, const struct slice *cell, size_t n)
{
	size_t i, k, digits;

	for (i = 0; i < n && i < p->columns; i++)
		switch (p->column[i].is) {
		case COLUMN_ID: case COLUMN_OLD_ID: case COLUMN_DOC_NO:
		case COLUMN_DOB:
			digits = 0;
			for (k = 0; k < cell[i].n && digits < 4; k++)
				digits += cell[i].p[k] >= '0' &&
				    cell[i].p[k] <= '9';
			if (digits == 4)
				return true;
			break;
		default:
			break;
		}
	return false;
}

/* (1) (2) (3), or 1 2 3, or A B 1 2 below the header. */
static bool
is_column_numbers(const struct slice *cell, size_t n)
{
	size_t i, k, filled = 0;
	unsigned last = 0, now;

	for (i = 0; i < n; i++) {
		if (cell[i].n == 0)
			continue;
		filled++;
		now = 0;
		if (cell[i].n > 4)
			return false;
		for (k = 0; k < cell[i].n; k++)
			if (cell[i].p[k] >= '0' && cell[i].p[k] <= '9')
				now = now * 10 + (unsigned)(cell[i].p[k] - '0');
			else if (memchr("()[]ABCab", cell[i].p[k], 9) == NULL)
				return false;
		if (now != 0 && now != last + 1)
			return false;
		last = now;
	}
	return filled >= 3 && last >= 2;
}

/* The key of a cell's beginning, letters only. */
static bool
begins(struct slice cell)
{
	struct buf key = { 0 };
	size_t i, k = 0;
	bool found = false;

	if (cell.n > 200 || vi_key(cell, VI_K4, &key) != ERR_OK)
		goto out;
	for (i = 0; i < key.n; i++)
		if (key.p[i] >= 'a' && key.p[i] <= 'z')
			key.p[k++] = key.p[i];
		else if (key.p[i] == ':' && k > 0)
			break;
	for (i = 0; !found && i < sizeof beginnings / sizeof *beginnings; i++)
		/* "Tống", "Công": families too */
		found = strlen(beginnings[i]) > 5 ? k >= strlen(beginnings[i])
		    && memcmp(key.p, beginnings[i], strlen(beginnings[i])) == 0
		    : k == strlen(beginnings[i]) && memcmp(key.p,
		    beginnings[i], k) == 0;
out:
	buf_release(&key);
	return found;
}

/* "Hà Nội, ngày 12 tháng 3 năm 2025" */
static bool
is_signed(struct slice cell)
{
	struct buf key = { 0 };
	size_t i, k = 0;
	bool is;

	if (cell.n > 200 || vi_key(cell, VI_K4, &key) != ERR_OK)
		key.n = 0;
	for (i = 0; i < key.n; i++)
		if (key.p[i] >= 'a' && key.p[i] <= 'z')
			key.p[k++] = key.p[i];
	is = k > 0 && memmem(key.p, k, "ngaythangnam", 12) != NULL;
	buf_release(&key);
	return is;
}

/* Lines that somebody drew: nothing but signs. */
static bool
is_drawn(const struct slice *cell, size_t n)
{
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < cell[i].n; k++)
			if (memchr("-=_*+|:. ", cell[i].p[k], 9) == NULL)
				return false;
	return true;
}

/* Whether one cell alone is filled; *at: which. */
static bool
is_alone(const struct slice *cell, size_t n, size_t *at)
{
	size_t i, filled = 0;

	for (i = 0; i < n && filled < 2; i++)
		if (cell[i].n > 0) {
			*at = i;
			filled++;
		}
	return filled == 1;
}

/* How many cells are filled; *last: the last of them. */
static size_t
count_filled(const struct slice *cell, size_t n, size_t *last)
{
	size_t i, filled = 0;

	*last = 0;
	for (i = 0; i < n; i++)
		if (cell[i].n > 0) {
			*last = i;
			filled++;
		}
	return filled;
}

static enum plan_row
header_kind(const struct plan *p, const struct slice *cell, size_t n)
{
	enum column is[PLAN_MAX_COLUMNS];
	bool weak[PLAN_MAX_COLUMNS];
	size_t i, filled = 0, same = 0, score;

	score = plan_names(cell, n, is, weak);
	if (score == 0)
		return ROW_DATA;
	for (i = 0; i < n && i < PLAN_MAX_COLUMNS; i++) {
		filled += cell[i].n > 0;
		same += i < p->columns && is[i] != COLUMN_NONE &&
		    (slice_eq(cell[i], p->column[i].header) ||
		    vi_agree(cell[i], p->column[i].header) <= VI_K4);
	}
	if (same == score)
		return ROW_HEADER;
	return score >= 2 && score * 3 >= filled ? ROW_OTHER_HEADER :
	    ROW_DATA;
}

enum plan_row
plan_row(const struct plan *p, const struct slice *cell, size_t n)
{
	size_t i, filled, at;
	enum plan_row kind;

	if (is_person(p, cell, n))
		return is_alone(cell, n, &at) && p->columns > 1 &&
		    is_signed(cell[at]) ? ROW_TOTAL : ROW_DATA;
	filled = count_filled(cell, n, &at);
	if (filled == 0 || is_drawn(cell, n))
		return ROW_BLANK;
	if (filled == 1 && is_signed(cell[at]))
		return ROW_TOTAL;
	kind = header_kind(p, cell, n);
	if (kind != ROW_DATA)
		return kind;
	if (is_column_numbers(cell, n))
		return ROW_HEADER;
	for (i = 0; i < n; i++)
		if (cell[i].n > 0 && begins(cell[i]))
			return ROW_TOTAL;
	/* a title between rows stands alone, and in no column of ours */
	if (filled == 1 && p->columns > 2 && (at >= p->columns ||
	    p->column[at].is == COLUMN_NONE))
		return ROW_TOTAL;
	return ROW_DATA;
}
