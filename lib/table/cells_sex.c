/* SPDX-License-Identifier: ISC */
/* The sex: words, digits that the column explains, a mark in a column. */
#include <string.h>

#include "table/table_priv.h"
#include "text/vi.h"

#define MAX_WORD 40

char
table_sex_word(struct slice cell)
{
	static const struct {
		const char *key;
		char sex;
	} words[] = { { "nam", 'M' }, { "nu", 'F' }, { "m", 'M' },
	    { "f", 'F' }, { "male", 'M' }, { "female", 'F' },
	    { "nam gioi", 'M' }, { "nu gioi", 'F' }, { "trai", 'M' },
	    { "gai", 'F' }, { "con trai", 'M' }, { "con gai", 'F' },
	    { "ong", 'M' }, { "ba", 'F' }, { "nam (male)", 'M' },
	    { "nu (female)", 'F' }, { "nam/male", 'M' },
	    { "nu/female", 'F' }, { "nam / m", 'M' }, { "nu / f", 'F' },
	    { "n", 0 } };
	struct buf key = { 0 };
	char sex = 0;
	size_t i;

	if (cell.n == 3 && memcmp(cell.p, "Nam", 3) == 0)
		return 'M';
	if (cell.n == 4 && memcmp(cell.p, "Nữ", 4) == 0)
		return 'F';
	if (cell.n == 0 || cell.n > MAX_WORD || (cell.p[0] >= '0' &&
	    cell.p[0] <= '9') || vi_key(cell, VI_K4, &key) != ERR_OK)
		goto out;
	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_is(slice_trim(buf_slice(&key)), words[i].key))
			sex = words[i].sex;
out:
	buf_release(&key);
	return sex;
}

/* A mark in the column "Nữ", whatever it is but a no. */
static bool
is_marked(struct slice cell)
{
	static const char *const no[] = { "0", "khong", "no", "false", "-" };
	struct buf key = { 0 };
	bool marked;
	size_t i;

	if (cell.n == 0)
		return false;
	marked = cell.n < MAX_WORD && vi_key(cell, VI_K4, &key) == ERR_OK;
	for (i = 0; i < sizeof no / sizeof *no; i++)
		marked = marked && !slice_is(buf_slice(&key), no[i]) &&
		    !slice_is(cell, no[i]);
	buf_release(&key);
	return marked;
}

static void
set(struct cells *c, enum column from, char sex)
{
	cells_set(c, from, PERSON_SEX, sex == 'M' ? SLICE("M") : SLICE("F"));
}

static void
by_mark(struct cells *c)
{
	bool female = is_marked(cells_strip(c->cell[COLUMN_FEMALE]));
	bool male = is_marked(cells_strip(c->cell[COLUMN_MALE]));

	if (female && male)
		cells_warn(c, PERSON_SEX, cells_strip(c->cell[COLUMN_MALE]),
		    N_("marked as a man and as a woman"));
	else if (female)
		set(c, COLUMN_FEMALE, 'F');
	else if (male)
		set(c, COLUMN_MALE, 'M');
}

static void
by_digit(struct cells *c, struct slice s)
{
	const struct plan_column *by = c->by[COLUMN_SEX];
	char sex = by != NULL ? by->digit[s.p[0] - '0'] : 0;

	if (sex != 0)
		set(c, COLUMN_SEX, sex);
	else
		cells_warn(c, PERSON_SEX, s, N_("a digit for the sex, and "
		    "neither header nor numbers say which it is"));
}

void
cells_take_sex(struct cells *c)
{
	struct slice s = cells_strip(c->cell[COLUMN_SEX]);
	char sex;

	if (c->cell[COLUMN_FEMALE].n + c->cell[COLUMN_MALE].n > 0)
		by_mark(c);
	if (s.n == 0 || c->row->person.f[PERSON_SEX].p != NULL)
		return;
	if (s.n > 2 && s.p[s.n - 2] == '.' && s.p[s.n - 1] == '0')
		s.n -= 2;
	if (s.n == 1 && s.p[0] >= '0' && s.p[0] <= '2') {
		by_digit(c, s);
		return;
	}
	sex = table_sex_word(s);
	if (sex != 0)
		set(c, COLUMN_SEX, sex);
	else
		cells_warn(c, PERSON_SEX, s, N_("neither Nam nor Nữ"));
}
