/* SPDX-License-Identifier: ISC */
/* The kinds of columns, and which reasons each of them knows. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/cause_priv.h"

static const char *const names[CAUSES] = {
#define CAUSE_NAME(code, name) [code] = name,
	CAUSE_TABLE(CAUSE_NAME)
#undef CAUSE_NAME
};

const char *
cause_name(enum cause c)
{
	return names[c];
}

bool
cause_by_name(struct slice name, enum cause *out)
{
	unsigned i;

	for (i = 0; i < CAUSES; i++)
		if (slice_is(name, names[i])) {
			*out = (enum cause)i;
			return true;
		}
	return false;
}

bool
causes_by_names(const char *list, uint32_t *out)
{
	struct slice rest = slice_str(list), name;
	enum cause cause;

	while (slice_split(&rest, ',', &name)) {
		if (!cause_by_name(slice_trim(name), &cause))
			return false;
		*out |= (uint32_t)1 << cause;
	}
	return true;
}

struct causes *
causes_new(const struct units *u)
{
	struct causes *c = xcalloc(1, sizeof *c);

	c->units = u;
	cause_fold_tables(c);
	return c;
}

static void
release(struct folded *f)
{
	if (f->sym != NULL)
		mem_wipe(f->sym, f->cap * sizeof *f->sym);
	free(f->sym);
}

void
causes_free(struct causes *c)
{
	if (c == NULL)
		return;
	release(&c->side[0]);
	release(&c->side[1]);
	release(&c->made);
	buf_wipe(&c->nfc);
	buf_wipe(&c->bytes);
	buf_wipe(&c->text);
	free(c);
}

/* The text in small letters without marks, when it is short. */
static bool
plain_word(const struct folded *f, char out[16])
{
	size_t i;
	uint32_t s;

	if (f->n >= 16)
		return false;
	for (i = 0; i < f->n; i++) {
		s = folded_at(f, i);
		if ((s & SYM_SIGN) != 0 && (s & ~SYM_SIGN) >= 0x80)
			return false;
		out[i] = (char)(s & 0x7f);
	}
	out[f->n] = '\0';
	return true;
}

/* Words of one meaning stand in one group. */
struct word {
	const char *word;
	char means;
};

static char
meaning(const struct folded *f, const struct word *w)
{
	char text[16];

	if (!plain_word(f, text))
		return 0;
	for (; w->word != NULL; w++)
		if (w->word[0] == text[0] && strcmp(w->word, text) == 0)
			return w->means;
	return 0;
}

static const struct word sexes[] = {
	{ "nam", 'M' }, { "m", 'M' }, { "male", 'M' }, { "nam gioi", 'M' },
	{ "trai", 'M' }, { "nu", 'F' }, { "f", 'F' }, { "female", 'F' },
	{ "nu gioi", 'F' }, { "gai", 'F' }, { NULL, 0 }
};

/* What such a cell is most often, as it stands; 0: something else. */
static char
usual_sex(struct slice s)
{
	static const struct { char text[4], means; } usual[] = {
	    { "Nam", 'M' }, { "N\341\273\257", 'F' }, { "Nu", 'F' },
	    { "M", 'M' }, { "F", 'F' }, { "NAM", 'M' }, { "nam", 'M' },
	    { "N\341\273\256", 'F' }, { "n\341\273\257", 'F' } };
	char text[4] = { 0 };
	size_t i;

	if (s.n == 0 || s.n > sizeof text)
		return 0;
	for (i = 0; i < s.n; i++)
		text[i] = s.p[i];
	for (i = 0; i < sizeof usual / sizeof *usual; i++)
		if (memcmp(usual[i].text, text, sizeof text) == 0)
			return usual[i].means;
	return 0;
}

static const struct word nations[] = {
	{ "viet nam", 'V' }, { "vietnam", 'V' }, { "vnm", 'V' }, { "vn", 'V' },
	{ NULL, 0 }
};

static const struct word nevers[] = {
	{ "never", 'N' }, { "khong thoi han", 'N' }, { "vo thoi han", 'N' },
	{ NULL, 0 }
};

/* CAUSE_FORM, CAUSE_DIFFERENT, or CAUSE_NONE: they are no such words. */
static enum cause
by_meaning(const struct folded *a, const struct folded *b,
    const struct word *words)
{
	char x = meaning(a, words), y = meaning(b, words);

	if (x == 0 || y == 0)
		return CAUSE_NONE;
	return x == y ? CAUSE_FORM : CAUSE_DIFFERENT;
}

static enum cause
of_text(struct causes *c, struct slice left, struct slice right)
{
	struct common same = cause_common(&c->side[0], &c->side[1]);
	enum cause why = cause_text(&c->side[0], &c->side[1], &same);

	if (why == CAUSE_DIFFERENT && cause_charset(c, &same, left, right))
		why = CAUSE_CHARSET;
	return why;
}

/* A column that nobody knows: digits and whole dates tell by themselves. */
static enum cause
of_any(struct causes *c, struct slice left, struct slice right)
{
	enum cause why = of_text(c, left, right);

	if (why != CAUSE_DIFFERENT ||
	    !sym_is_digit(folded_at(&c->side[0], 0)) ||
	    !sym_is_digit(folded_at(&c->side[1], 0)))
		return why;
	if (cause_is_digits(&c->side[0]) && cause_is_digits(&c->side[1]))
		return cause_number(&c->side[0], &c->side[1]);
	(void)cause_date(&c->side[0], &c->side[1], true, &why);
	return why;
}

static enum cause
of_date(struct causes *c, struct slice left, struct slice right)
{
	enum cause why;

	if (cause_date(&c->side[0], &c->side[1], false, &why))
		return why;
	why = by_meaning(&c->side[0], &c->side[1], nevers);
	return why != CAUSE_NONE ? why : of_text(c, left, right);
}

static enum cause
of_address(struct causes *c, struct slice left, struct slice right)
{
	struct common same = cause_common(&c->side[0], &c->side[1]);
	enum cause why = cause_text(&c->side[0], &c->side[1], &same);

	if (why == CAUSE_DIFFERENT)
		why = cause_address(&c->side[0], &c->side[1], &same);
	if (why == CAUSE_DIFFERENT && cause_charset(c, &same, left, right))
		why = CAUSE_CHARSET;
	if (why == CAUSE_DIFFERENT && c->units != NULL &&
	    units_renamed(c->units, left, right))
		why = CAUSE_RENAMED;
	return why;
}

/* A mark, whichever, is yes. */
static enum cause
of_mark(const struct folded *a, const struct folded *b)
{
	static const struct word no[] = { { "", 'N' }, { "0", 'N' },
	    { "khong", 'N' }, { "no", 'N' }, { "false", 'N' }, { NULL, 0 } };

	return (meaning(a, no) == 0) == (meaning(b, no) == 0) ? CAUSE_FORM :
	    CAUSE_DIFFERENT;
}

static enum cause
of_known(struct causes *c, enum column what, struct slice left,
    struct slice right)
{
	enum cause why = CAUSE_NONE;

	switch (what) {
	case COLUMN_ID: case COLUMN_OLD_ID: case COLUMN_CANCELLED_ID:
	case COLUMN_DOC_NO:
		return cause_number(&c->side[0], &c->side[1]);
	case COLUMN_DOB: case COLUMN_ISSUED: case COLUMN_EXPIRES:
		return of_date(c, left, right);
	case COLUMN_SEX:
		why = by_meaning(&c->side[0], &c->side[1], sexes);
		break;
	case COLUMN_NATIONALITY:
		why = by_meaning(&c->side[0], &c->side[1], nations);
		break;
	case COLUMN_NAME: case COLUMN_FAMILY: case COLUMN_GIVEN:
	case COLUMN_ETHNICITY: case COLUMN_RELIGION: case COLUMN_FATHER:
	case COLUMN_MOTHER: case COLUMN_SPOUSE:
		break;
	case COLUMN_HOMETOWN: case COLUMN_RESIDENCE:
		return of_address(c, left, right);
	case COLUMN_NONE: case COLUMN_FEMALE: case COLUMN_MALE: case COLUMNS:
		return of_any(c, left, right);
	}
	return why != CAUSE_NONE ? why : of_text(c, left, right);
}

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' &&
	    (c | 0x20) <= 'z');
}

/* Cells that need no folding. CAUSE_NONE: these do. */
static enum cause
of_usual(enum column what, struct slice left, struct slice right)
{
	enum cause why;
	char a, b;

	if (what == COLUMN_FEMALE || what == COLUMN_MALE)
		return CAUSE_NONE;
	if (left.n == 0 || right.n == 0)
		return is_alnum(left.n > 0 ? *left.p : *right.p) ?
		    CAUSE_ABSENT : CAUSE_NONE;
	if (what == COLUMN_SEX) {
		a = usual_sex(left);
		b = usual_sex(right);
		return a == 0 || b == 0 ? CAUSE_NONE : a == b ? CAUSE_FORM :
		    CAUSE_DIFFERENT;
	}
	if ((what == COLUMN_DOB || what == COLUMN_ISSUED ||
	    what == COLUMN_EXPIRES) && cause_date_plain(left, right, &why))
		return why;
	return CAUSE_NONE;
}

enum cause
cause_of(struct causes *c, enum column what, struct slice left,
    struct slice right)
{
	enum cause why;

	if (slice_eq(left, right))
		return CAUSE_NONE;
	if (left.n > CAUSE_MAX_CELL || right.n > CAUSE_MAX_CELL)
		return left.n == 0 || right.n == 0 ? CAUSE_ABSENT :
		    CAUSE_DIFFERENT;
	why = of_usual(what, left, right);
	if (why != CAUSE_NONE)
		return why;
	cause_fold_both(c, left, right);
	if (what == COLUMN_FEMALE || what == COLUMN_MALE)
		return of_mark(&c->side[0], &c->side[1]);
	if (c->side[0].n == 0 || c->side[1].n == 0)
		return c->side[0].n == c->side[1].n ? CAUSE_FORM :
		    CAUSE_ABSENT;
	return of_known(c, what, left, right);
}
