/* SPDX-License-Identifier: ISC */
/* From the first bytes: what kind of file, which separator, where the header
 * is. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/plan_priv.h"
#include "table/rows.h"
#include "table/table_priv.h"
#include "table/utf16.h"
#include "text/utf8.h"

#define GUESS_LINES 20
#define MAX_START (PLAN_SAMPLE / 2)	/* of a header */
#define BOM "\357\273\277"

enum err
plan_refuse(struct plan *p, enum err e, unsigned long long line,
    const char *why)
{
	p->why = why;
	p->line = line;
	return e;
}

#define SIGNS 4
static const char signs[SIGNS] = { ',', ';', '\t', '|' };

/* How often each sign stands outside quotes in the line; `s` moves behind
 * it. */
static void
count_in_line(struct slice *s, size_t n[SIGNS])
{
	/* 1 and more: a sign; what else matters */
	enum { QUOTE = SIGNS + 1, END };
	static const uint8_t kinds[256] = { [','] = 1, [';'] = 2,
	    ['\t'] = 3, ['|'] = 4, ['"'] = QUOTE, ['\n'] = END,
	    ['\r'] = END };
	bool quoted = false;
	uint8_t kind;
	size_t i;

	memset(n, 0, SIGNS * sizeof *n);
	for (i = 0; i < s->n; i++) {
		kind = kinds[(unsigned char)s->p[i]];
		if (kind == 0)
			continue;
		if (kind == QUOTE)
			quoted = !quoted;
		else if (!quoted && kind == END)
			break;
		else if (!quoted)
			n[kind - 1]++;
	}
	i += i < s->n;
	s->p += i;
	s->n -= i;
}

/* The sign that stands most often in the line where it stands most often, of
 * the first lines: a title above the header has none. */
static char
guess_separator(struct slice s)
{
	size_t i, k, n[SIGNS], most[SIGNS] = { 0 }, best = 0;
	char sign = ',';

	for (k = 0; k < GUESS_LINES && s.n > 0; k++) {
		count_in_line(&s, n);
		for (i = 0; i < SIGNS; i++)
			most[i] = n[i] > most[i] ? n[i] : most[i];
	}
	for (i = 0; i < SIGNS; i++)
		if (most[i] > best) {
			best = most[i];
			sign = signs[i];
		}
	return sign;
}

bool
plan_may_separate(char c)
{
	return c != '\0' && c != '"' && c != '\n' && c != '\r' &&
	    (unsigned char)c < 0x80;
}

/* The separator of the text; its first line may say so ("sep=;"), and then
 * *note is that line's length. False: one that cannot be. */
static bool
find_separator(struct slice text, char *separator, size_t *note)
{
	struct slice rest = text;
	size_t n[SIGNS];

	*note = 0;
	if (slice_starts(text, "sep=") && text.n > 4) {
		/* Excel's own, alone on the first line */
		*separator = text.p[4];
		count_in_line(&rest, n);
		*note = text.n - rest.n;
	} else
		*separator = guess_separator(text);
	return plan_may_separate(*separator);
}

static bool
is_nfc(const struct sample *s)
{
	struct buf nfc = { 0 };
	bool is = true;
	size_t i;

	if (s->plain)
		return true;
	for (i = 0; is && i < s->cells; i++) {
		if (utf8_is_plain(s->cell[i]))
			continue;
		buf_reset(&nfc);
		is = utf8_nfc(&nfc, s->cell[i]) == ERR_OK &&
		    slice_eq(buf_slice(&nfc), s->cell[i]);
	}
	buf_release(&nfc);
	return is;
}

/* Where the rows of data begin: behind the header, or behind Excel's note. */
static void
set_data(struct plan *p, const struct sample *s)
{
	size_t at = sample_data(s);

	p->has_header = s->header >= 0;
	p->data_line = 1;
	if (at > 0 && at <= s->rows) {
		p->data_at += s->row[at - 1].end;
		p->data_line = s->row[at - 1].line + 1;
	}
	if (at < s->rows)
		p->data_line = s->row[at].line;
}

/* Nothing is named as we know it: yet a first row without a digit over rows
 * with numbers names columns. */
static void
look_for_names(struct sample *s)
{
	size_t k, i;
	bool numbers = false;

	if (s->header >= 0 || s->rows < s->first + 2)
		return;
	for (k = 0; k < s->row[s->first].n; k++) {
		struct slice c = sample_cell(s, s->first, k);

		for (i = 0; i < c.n; i++)
			if (c.p[i] >= '0' && c.p[i] <= '9')
				return;
		numbers = numbers || table_is_number(sample_cell(s,
		    s->first + 1, k));
	}
	if (!numbers)
		return;
	s->header = (long)s->first;
	s->header_rows = 1;
}

/* What can be told without charsets and other rows. */
static bool
is_plain(const struct plan *p, const struct sample *s)
{
	size_t i;

	for (i = 0; i < p->columns; i++)
		if (p->column[i].charset != CHARSET_UTF8 ||
		    p->column[i].unsure)
			return false;
	for (i = sample_data(s); i < s->rows; i++)
		if (plan_row(p, s->cell + s->row[i].from, s->row[i].n) !=
		    ROW_DATA)
			return false;
	return true;
}

/* Below the header: that may be all that has marks. */
static void
set_ascii(struct plan *p, const struct sample *s)
{
	size_t i, k, end;

	for (k = 0; k < p->columns; k++) {
		end = p->column[k].ascii ? s->voted : s->rows;
		for (i = sample_data(s); i < end &&
		    slice_ascii(sample_cell(s, i, k)); i++)
			;
		p->column[k].ascii = i >= end;
	}
}

enum err
plan_sample(struct plan *p, struct sample *s, const struct plan_options *o)
{
	bool nfc = is_nfc(s);
	enum err e;

	s->header = -1;
	s->header_rows = 0;
	p->columns = s->widest;
	p->column = xcalloc(s->widest + 1, sizeof *p->column);
	plan_charsets(p, s, o, nfc);
	if (!o->no_header) {
		plan_header(s);
		look_for_names(s);
	}
	set_data(p, s);
	set_ascii(p, s);
	e = plan_columns(p, s, o);
	p->plain = e == ERR_OK && nfc && is_plain(p, s);
	return e;
}

/* Without a header the row that was not read to its end may be it. */
static enum err
look_at_start(struct plan *p, const struct sample *s)
{
	if (s->rows >= HEADER_ROWS)
		return ERR_OK;
	if (s->open && (s->broke == ERR_TRUNCATED || s->last > MAX_START))
		return plan_refuse(p, ERR_TRUNCATED, s->last_line,
		    N_("a quote is opened and not closed"));
	if (s->broke == ERR_TOO_LONG || s->last > MAX_START)
		return plan_refuse(p, ERR_TOO_LONG, s->last_line,
		    N_("the row is too long: is this a table?"));
	return ERR_OK;
}

static enum err
plan_text(struct plan *p, struct slice text, bool whole,
    const struct plan_options *o)
{
	struct sample s = { .rows = 0 };
	size_t note;
	enum err e;

	if (!find_separator(text, &p->separator, &note))
		return plan_refuse(p, ERR_FORMAT, 1, N_("says a separator "
		    "that cannot be: take the first line away"));
	if (o->separator != '\0')
		p->separator = o->separator;
	sample_take(&s, text, p->separator, whole);
	s.first = note > 0 && s.rows > 0;
	e = plan_sample(p, &s, o);
	if ((e == ERR_OK || e == ERR_NOT_FOUND) && s.header < 0 &&
	    look_at_start(p, &s) != ERR_OK)
		e = ERR_TOO_LONG;
	sample_release(&s);
	return e;
}

bool
plan_is_packed(struct slice start)
{
	return slice_starts(start, "PK\003\004") ||
	    slice_starts(start, "PK\005\006");
}

/* Files that are no text begin like this. */
static enum err
check_kind(struct plan *p, struct slice s)
{
	/* The latter holds an encrypted workbook or an old one: which, the
	 * reader of workbooks tells. */
	if (plan_is_packed(s) ||
	    slice_starts(s, "\320\317\021\340\241\261\032\341")) {
		p->container = CONTAINER_XLSX;
		return ERR_EOF;
	}
	if (slice_starts(s, "%PDF-"))
		return plan_refuse(p, ERR_UNSUPPORTED, 1, N_("a PDF: ask for "
		    "the table that it was made of"));
	return ERR_OK;
}

static size_t
count_rubbish(const char *p, size_t n)
{
	size_t i, sum = 0;

	for (i = 0; i < n; i++)
		sum += (unsigned char)p[i] < ' ' && p[i] != '\n' &&
		    p[i] != '\r' && p[i] != '\t';
	return sum;
}

typedef unsigned char bytes __attribute__((vector_size(16)));

static inline bytes
rubbish(const char *p)
{
	bytes v;

	memcpy(&v, p, sizeof v);
	return (bytes)(v < ' ') & ~(bytes)(v == '\n') & ~(bytes)(v == '\r') &
	    ~(bytes)(v == '\t');
}

/* One sign in twenty that no text has, but for capitals of charsets that use
 * some of them. */
static bool
is_rubbish(struct slice s)
{
	const size_t step = 4 * sizeof(bytes);
	size_t i, n = 0;
	uint64_t w[2];
	bytes v;

	for (i = 0; s.n - i >= step; i += step) {
		v = rubbish(s.p + i) | rubbish(s.p + i + 16) |
		    rubbish(s.p + i + 32) | rubbish(s.p + i + 48);
		memcpy(w, &v, sizeof w);
		if ((w[0] | w[1]) != 0)
			n += count_rubbish(s.p + i, step);
	}
	n += count_rubbish(s.p + i, s.n - i);
	return s.n >= 64 && n * 20 > s.n;
}

enum err
plan_make(struct slice sample, bool whole, const struct plan_options *o,
    struct plan *p)
{
	size_t before = 0;
	struct slice s;
	enum err e;

	*p = (struct plan){ .line = 1 };
	e = check_kind(p, sample);
	if (e != ERR_OK)
		return e == ERR_EOF ? ERR_OK : e;
	if (slice_starts(sample, "\377\376") ||
	    slice_starts(sample, "\376\377")) {
		struct buf text = { 0 };
		struct utf16 u = { .big = sample.p[0] == '\376' };

		p->units = u.big ? TEXT_UTF16BE : TEXT_UTF16LE;
		(void)utf16_add(&u, (struct slice){ sample.p + 2,
		    sample.n - 2 }, &text);
		e = plan_text(p, buf_slice(&text), whole, o);
		p->plain = false;
		buf_wipe(&text);
		return e;
	}
	if (slice_starts(sample, BOM))
		before = 3;
	sample.p += before;
	sample.n -= before;
	s = slice_trim(sample);
	if (s.n > 0 && s.p[0] == '{') {
		p->container = CONTAINER_RECORDS;
		return ERR_OK;
	}
	if (is_rubbish(sample))
		return plan_refuse(p, ERR_FORMAT, 1, N_("is no text: name a "
		    "table or a workbook"));
	p->data_at = before;
	return plan_text(p, sample, whole, o);
}

void
plan_release(struct plan *p)
{
	free(p->column);
	buf_release(&p->text);
	*p = (struct plan){ .columns = 0 };
}

long
plan_find(const struct plan *p, enum column is)
{
	size_t i;

	for (i = 0; i < p->columns; i++)
		if (p->column[i].is == is)
			return (long)i;
	return -1;
}
