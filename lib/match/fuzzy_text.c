/* SPDX-License-Identifier: ISC */
/* What other machines need: blocks as text, weights and frequencies as text. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/fuzzy_priv.h"

#define HEAD "cccd-fuzzy 1"
#define MAX_NAMES (1u << 22)
#define MAX_WEIGHT 10000
#define MAX_COUNT 0xffffffffu
#define MAX_WORDS (FUZZY_MAX_SKELETON / 2)

static int
by_text(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int c = n > 0 ? memcmp(x->p, y->p, n) : 0;

	return c != 0 ? c : (x->n > y->n) - (x->n < y->n);
}

static void
add_words(struct buf *out, const struct fuzzy_skeleton *s)
{
	struct slice rest = { s->s, s->n }, word[MAX_WORDS];
	size_t n = 0, i;

	while (n < MAX_WORDS && slice_split(&rest, ' ', &word[n]))
		n++;
	qsort(word, n, sizeof *word, by_text);
	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_add_char(out, ' ');
		buf_add_slice(out, word[i]);
	}
}

void
fuzzy_blocks(const struct fuzzy_person *p, struct buf key[FUZZY_BLOCKS])
{
	uint32_t birth = fuzzy_birth(p->birth), y = BIRTH_Y(birth),
	    m = BIRTH_M(birth), d = BIRTH_D(birth);
	struct fuzzy_skeleton s;

	fuzzy_fold(p->name, &s);
	if (s.n > 0 && birth != 0) {
		buf_add_str(&key[0], "1|");
		add_words(&key[0], &s);
		buf_printf(&key[0], "|%04u", y);
	}
	if (s.n > 0 && d != 0 && (m != 1 || d != 1)) {
		buf_add_str(&key[1], "2|");
		add_words(&key[1], &s);
		buf_printf(&key[1], "|%02u-%02u", m, d);
	}
	if (s.n > 0 && d != 0)
		buf_printf(&key[2], "3|%04u-%02u-%02u|%.*s|%c", y, m, d,
		    s.n - s.last, s.s + s.last, s.s[0]);
	if (d != 0 && p->province > 0 && p->province < 256)
		buf_printf(&key[3], "4|%04u-%02u-%02u|%u", y, m, d,
		    p->province);
	if (s.n > 0 && p->number != 0) {
		buf_printf(&key[4], "5|%06u|%.*s|%c",
		    (unsigned)(p->number / 1000000 % 1000000), s.n - s.last,
		    s.s + s.last, s.s[0]);
		buf_printf(&key[5], "6|%06u|%.*s|%c",
		    (unsigned)(p->number % 1000000), s.n - s.last,
		    s.s + s.last, s.s[0]);
	}
	mem_wipe(&s, sizeof s);
}

static struct slice
text_of(const struct fuzzy_names *t, size_t i)
{
	return (struct slice){ t->text.p + t->name[i].at, t->name[i].n };
}

struct listed {
	struct slice text;		/* first: by_text */
	uint32_t count;
};

/* Names borne by too few are left out when there are too many to write. */
static uint32_t
least_count(const struct fuzzy_names *t)
{
	uint32_t least = 0;
	size_t i, n;

	do {
		least++;
		for (i = n = 0; i < t->n; i++)
			n += t->name[i].count >= least;
	} while (n > MAX_NAMES);
	return least;
}

static void
write_names(const struct fuzzy_names *t, struct buf *out)
{
	struct listed *l = xcalloc(t->n + 1, sizeof *l);
	uint32_t least = least_count(t);
	size_t i, n = 0;

	for (i = 0; i < t->n; i++)
		if (t->name[i].count >= least)
			l[n++] = (struct listed){ text_of(t, i),
			    t->name[i].count };
	qsort(l, n, sizeof *l, by_text);
	buf_add_str(out, "population ");
	buf_add_number(out, t->total);
	buf_add_char(out, '\n');
	for (i = 0; i < n; i++) {
		buf_add_number(out, l[i].count);
		buf_add_char(out, ' ');
		buf_add_slice(out, l[i].text);
		buf_add_char(out, '\n');
	}
	free(l);
}

void
fuzzy_weights_write(struct fuzzy *f, struct buf *out)
{
	unsigned p, i;

	fuzzy_ready(f);
	buf_add_str(out, HEAD "\n");
	for (p = 0; p < FUZZY_PARTS; p++)
		for (i = 0; i + 1 < fuzzy_levels[p]; i++)
			buf_printf(out, "%s %s %d\n", fuzzy_part_name[p],
			    fuzzy_level_name[p][i], f->weight[p][i]);
	write_names(&f->names, out);
}

static enum err
read_number(struct slice s, uint64_t max, uint64_t *out)
{
	uint64_t v = 0;
	size_t i;

	if (!slice_digits(s))
		return ERR_FORMAT;
	for (i = 0; i < s.n && v <= max; i++)
		v = v * 10 + (uint64_t)(s.p[i] - '0');
	if (v > max)
		return ERR_RANGE;
	*out = v;
	return ERR_OK;
}

/* "PART LEVEL WEIGHT", in the order in which they are written. */
static enum err
read_weight(struct slice line, unsigned part, unsigned level, int *out)
{
	struct slice word;
	uint64_t v;
	bool minus;
	enum err e;

	if (!slice_split(&line, ' ', &word) ||
	    !slice_is(word, fuzzy_part_name[part]) ||
	    !slice_split(&line, ' ', &word) ||
	    !slice_is(word, fuzzy_level_name[part][level]) || line.p == NULL)
		return ERR_FORMAT;
	minus = slice_starts(line, "-");
	line.p += minus;
	line.n -= minus;
	e = read_number(line, MAX_WEIGHT, &v);
	if (e == ERR_OK)
		*out = minus ? -(int)v : (int)v;
	return e;
}

static enum err
read_weights(struct slice *text, int weight[FUZZY_PARTS][FUZZY_MAX_LEVELS])
{
	struct slice line;
	unsigned p, i;
	enum err e;

	if (!slice_split(text, '\n', &line) ||
	    !slice_starts(line, "cccd-fuzzy "))
		return ERR_FORMAT;
	if (!slice_is(line, HEAD))
		return ERR_UNSUPPORTED;
	for (p = 0; p < FUZZY_PARTS; p++)
		for (i = 0; i + 1 < fuzzy_levels[p]; i++) {
			if (!slice_split(text, '\n', &line))
				return ERR_TRUNCATED;
			e = read_weight(line, p, i, &weight[p][i]);
			if (e != ERR_OK)
				return e;
		}
	return ERR_OK;
}

/* "COUNT SKELETON", in order, each once. */
static enum err
read_name(struct fuzzy_names *t, struct slice line)
{
	struct fuzzy_skeleton s;
	struct slice count, was;
	uint64_t v;
	uint32_t i;
	enum err e;

	if (!slice_split(&line, ' ', &count) || line.p == NULL)
		return ERR_FORMAT;
	e = read_number(count, MAX_COUNT, &v);
	if (e != ERR_OK)
		return e;
	if (v == 0 || v > t->total || t->n == MAX_NAMES)
		return ERR_RANGE;
	fuzzy_fold(line, &s);
	if (s.n == 0 || s.n != line.n || memcmp(s.s, line.p, s.n) != 0)
		return ERR_FORMAT;
	if (t->n > 0) {
		was = text_of(t, t->n - 1);
		if (by_text(&was, &line) >= 0)
			return ERR_FORMAT;
	}
	i = fuzzy_names_add(t, &s);
	t->name[i].count = (uint32_t)v;
	return ERR_OK;
}

static enum err
read_names(struct slice *text, struct fuzzy_names *t)
{
	struct slice line, word;
	enum err e;

	if (!slice_split(text, '\n', &line))
		return ERR_TRUNCATED;
	if (!slice_split(&line, ' ', &word) ||
	    !slice_is(word, "population") || line.p == NULL)
		return ERR_FORMAT;
	e = read_number(line, UINT64_MAX / 100, &t->total);
	while (e == ERR_OK && slice_split(text, '\n', &line)) {
		if (text->p == NULL)	/* the last line must end */
			return line.n == 0 ? ERR_OK : ERR_TRUNCATED;
		e = read_name(t, line);
	}
	return e == ERR_OK ? ERR_TRUNCATED : e;
}

enum err
fuzzy_weights_read(struct fuzzy *f, struct slice text)
{
	int weight[FUZZY_PARTS][FUZZY_MAX_LEVELS] = { { 0 } };
	struct fuzzy_names names = { .total = 0 };
	enum err e = read_weights(&text, weight);

	if (e == ERR_OK)
		e = read_names(&text, &names);
	if (e != ERR_OK) {
		fuzzy_names_wipe(&names);
		return e;
	}
	memcpy(f->weight, weight, sizeof weight);
	fuzzy_names_wipe(&f->names);
	f->names = names;		/* now owned by f */
	f->ready = f->fixed = true;
	return ERR_OK;
}
