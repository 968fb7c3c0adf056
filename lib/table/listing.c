/* SPDX-License-Identifier: ISC */
/* A hash table from numbers to lines, open addressing, never shrinking. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/line.h"
#include "base/mem.h"
#include "table/listing.h"
#include "table/table.h"

/* Keys are numbers with a mark of their kind; document numbers are hashed to
 * 62 bits, so two of them meet once in 10^18 pairs. */
#define KIND_NINE ((uint64_t)1 << 62)
#define KIND_DOC ((uint64_t)1 << 63)

#define BLOCK (256u << 10)
#define NO_KEY UINT64_MAX

#define BOM "\357\273\277"
#define MAX_BLANKS (64u << 10)		/* then it is no list of records */

#define REPAIRED ((uint32_t)1 << 31)

/* `person` is the place in `names`: a packed birth date with REPAIRED, the
 * length of the name in two bytes, the name. */
struct entry {
	uint64_t key, person;
	uint32_t line;
};

struct listing {
	struct entry *e;
	size_t cap, n;			/* cap is a power of two */
	struct buf names;
	struct listing_counts counts;
	struct table *table;
	struct line_reader lines;
	struct record r;
	struct buf start;		/* up to the first sign */
	bool started, records;
	unsigned long long line;
	const char *why, *no_numbers;
};

static enum err add_row(void *ctx, const struct table_row *row);

struct listing *
listing_new(void)
{
	struct listing *l = xcalloc(1, sizeof *l);

	l->table = table_new(NULL, add_row, l);
	return l;
}

void
listing_free(struct listing *l)
{
	if (l == NULL)
		return;
	if (l->e != NULL)
		mem_wipe(l->e, l->cap * sizeof *l->e);
	free(l->e);
	buf_wipe(&l->names);
	table_free(l->table);
	buf_wipe(&l->start);
	line_release(&l->lines);
	record_release(&l->r);
	free(l);
}

static uint64_t
mix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93u;
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93u;
	return x ^ x >> 32;
}

static uint64_t
decimal(struct slice s)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < s.n; i++)
		v = v * 10 + (uint64_t)(s.p[i] - '0');
	return v;
}

/* The key of a number in any member, or NO_KEY. Document numbers compare
 * without regard to case. */
static uint64_t
key_of(enum person_field f, struct slice s)
{
	uint64_t h = 0;
	size_t i;

	if (s.n == 0)
		return NO_KEY;
	if (f != PERSON_DOC_NO) {
		if (!slice_digits(s) || (s.n != 12 && s.n != 9))
			return NO_KEY;
		return decimal(s) | (s.n == 9 ? KIND_NINE : 0);
	}
	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		h = mix(h ^ (c >= 'a' && c <= 'z' ? c - 32u : c));
	}
	return (h >> 2) | KIND_DOC;
}

/* The slot of `key`, or the free one where it would stand. */
static struct entry *
slot(const struct listing *l, uint64_t key)
{
	size_t i = mix(key) & (l->cap - 1);

	while (l->e[i].line != 0 && l->e[i].key != key)
		i = (i + 1) & (l->cap - 1);
	return &l->e[i];
}

static void
grow(struct listing *l)
{
	struct entry *old = l->e;
	size_t cap = l->cap, i;

	l->cap = cap == 0 ? 1024 : cap * 2;
	l->e = xcalloc(l->cap, sizeof *l->e);
	for (i = 0; i < cap; i++)
		if (old[i].line != 0)
			*slot(l, old[i].key) = old[i];
	free(old);
}

static void
add_key(struct listing *l, uint64_t key, uint64_t person, uint32_t line)
{
	struct entry *e;

	if (key == NO_KEY)
		return;
	if ((l->n + 1) * 3 > l->cap * 2)
		grow(l);
	e = slot(l, key);
	if (e->line != 0)
		return;
	*e = (struct entry){ key, person, line };
	l->n++;
}

static uint64_t
keep_person(struct listing *l, const struct person *p, bool repaired)
{
	struct slice name = p->f[PERSON_NAME];
	uint64_t at = l->names.n;
	struct date d = { 0 };
	uint32_t packed;
	uint16_t n = (uint16_t)(name.n < 1024 ? name.n : 0);

	if (p->f[PERSON_DOB].p != NULL &&
	    date_parse(p->f[PERSON_DOB], &d) != ERR_OK)
		d = (struct date){ 0 };
	packed = (uint32_t)d.y << 9 | (uint32_t)d.m << 5 | (uint32_t)d.d |
	    (repaired ? REPAIRED : 0);
	buf_add(&l->names, (const char *)&packed, sizeof packed);
	buf_add(&l->names, (const char *)&n, sizeof n);
	buf_add(&l->names, name.p, n);
	return at;
}

static const enum person_field number_fields[] =
    { PERSON_ID, PERSON_CANCELLED_ID, PERSON_OLD_ID, PERSON_DOC_NO };
#define NUMBER_FIELDS (sizeof number_fields / sizeof *number_fields)

static enum err
add_person(struct listing *l, const struct person *p, unsigned long long line,
    bool repaired)
{
	uint64_t key[NUMBER_FIELDS], at;
	bool any = false;
	size_t i;

	if (line > UINT32_MAX)
		return ERR_TOO_LONG;
	for (i = 0; i < NUMBER_FIELDS; i++) {
		key[i] = key_of(number_fields[i], p->f[number_fields[i]]);
		any = any || key[i] != NO_KEY;
	}
	if (!any) {
		l->counts.unusable++;
		return ERR_OK;
	}
	l->counts.listed++;
	l->counts.repaired += repaired;
	at = keep_person(l, p, repaired);
	for (i = 0; i < NUMBER_FIELDS; i++)
		add_key(l, key[i], at, (uint32_t)line);
	return ERR_OK;
}

static bool
has_numbers(const struct plan *p)
{
	return plan_find(p, COLUMN_ID) >= 0 ||
	    plan_find(p, COLUMN_OLD_ID) >= 0 ||
	    plan_find(p, COLUMN_DOC_NO) >= 0;
}

static enum err
add_row(void *ctx, const struct table_row *row)
{
	struct listing *l = ctx;
	bool repaired = false;
	size_t i;

	if (!has_numbers(row->row->plan)) {
		l->no_numbers = N_("no column of numbers: name one of them "
		    "CCCD in the first row");
		return ERR_NOT_FOUND;
	}
	for (i = 0; i < row->notes; i++)
		repaired = repaired || (row->note[i].to.p != NULL &&
		    row->note[i].field == PERSON_ID);
	return add_person(l, &row->person, row->line, repaired);
}

static enum err
add_record(struct listing *l, struct slice line)
{
	struct person p;
	enum person_field bad;
	size_t at;
	enum err e;

	if (slice_trim(line).n == 0)
		return ERR_OK;
	e = record_parse(&l->r, line, &at);
	if (e == ERR_OK)
		e = person_read(&l->r, &p, &bad);
	return e != ERR_OK ? e : add_person(l, &p, l->lines.number,
	    false);
}

static enum err
drain(struct listing *l)
{
	struct slice line;
	enum err e;

	while ((e = line_next(&l->lines, &line)) == ERR_OK)
		if ((e = add_record(l, line)) != ERR_OK)
			break;
	l->line = l->lines.number;
	return e == ERR_AGAIN || e == ERR_EOF ? ERR_OK : e;
}

static enum err
feed_records(struct listing *l, struct slice block)
{
	enum err e = ERR_OK;
	size_t room;
	char *p;

	while (e == ERR_OK && block.n > 0) {
		p = line_space(&l->lines, &room);
		if (room > block.n)
			room = block.n;
		memcpy(p, block.p, room);
		line_filled(&l->lines, room);
		block.p += room;
		block.n -= room;
		e = drain(l);
	}
	return e;
}

static enum err
feed(struct listing *l, struct slice block)
{
	enum err e;

	if (l->records)
		return feed_records(l, block);
	e = table_feed(l->table, block);
	l->line = table_line(l->table);
	l->why = l->no_numbers != NULL ? l->no_numbers : table_why(l->table);
	return e;
}

/* The first sign behind a byte order mark and blank lines tells records. */
static bool
is_told(const struct listing *l, bool *records)
{
	struct slice s = buf_slice(&l->start);

	*records = false;
	if (s.n < 3 && s.n > 0 && memcmp(s.p, BOM, s.n) == 0)
		return false;
	if (slice_starts(s, BOM)) {
		s.p += 3;
		s.n -= 3;
	}
	s = slice_trim(s);
	*records = s.n > 0 && s.p[0] == '{' &&
	    (size_t)(s.p - l->start.p) <= MAX_BLANKS;
	return s.n > 0 || l->start.n > MAX_BLANKS;
}

static enum err
begin(struct listing *l)
{
	struct slice s = buf_slice(&l->start);
	enum err e;

	l->started = true;
	if (l->records && slice_starts(s, BOM)) {
		s.p += 3;
		s.n -= 3;
	}
	e = feed(l, s);
	buf_wipe(&l->start);
	return e;
}

enum err
listing_feed(struct listing *l, struct slice block)
{
	if (l->started)
		return feed(l, block);
	buf_add_slice(&l->start, block);
	return is_told(l, &l->records) ? begin(l) : ERR_OK;
}

enum err
listing_end(struct listing *l)
{
	enum err e = l->started ? ERR_OK : begin(l);

	if (e != ERR_OK)
		return e;
	if (l->records) {
		line_filled(&l->lines, 0);
		return drain(l);
	}
	e = table_end(l->table);
	l->line = table_line(l->table);
	l->why = l->no_numbers != NULL ? l->no_numbers : table_why(l->table);
	return e;
}

unsigned long long
listing_line(const struct listing *l)
{
	return l->line;
}

const char *
listing_why(const struct listing *l)
{
	return l->why;
}

struct listing_counts
listing_counts(const struct listing *l)
{
	return l->counts;
}

static void
read_person(const struct listing *l, uint64_t at, struct listing_hit *hit)
{
	const char *p = l->names.p + at;
	uint32_t packed;
	uint16_t n;

	memcpy(&packed, p, sizeof packed);
	memcpy(&n, p + sizeof packed, sizeof n);
	hit->repaired = (packed & REPAIRED) != 0;
	packed &= ~REPAIRED;
	hit->birth = (struct date){ (int)(packed >> 9),
	    (int)(packed >> 5 & 15), (int)(packed & 31) };
	hit->name = n > 0 ?
	    (struct slice){ p + sizeof packed + sizeof n, n } :
	    (struct slice){ NULL, 0 };
}

bool
listing_find(const struct listing *l, const struct person *p,
    struct listing_hit *hit)
{
	const struct entry *e;
	uint64_t key;
	size_t i;

	for (i = 0; l->cap > 0 && i < NUMBER_FIELDS; i++) {
		key = key_of(number_fields[i], p->f[number_fields[i]]);
		if (key == NO_KEY)
			continue;
		e = slot(l, key);
		if (e->line == 0)
			continue;
		hit->line = e->line;
		hit->by = number_fields[i];
		read_person(l, e->person, hit);
		return true;
	}
	return false;
}

enum err
listing_read(struct listing *l, int fd)
{
	struct buf block = { 0 };
	enum err e = ERR_OK;
	ssize_t n = 1;

	buf_grow(&block, BLOCK);
	while (e == ERR_OK && n != 0) {
		n = read(fd, block.p, BLOCK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			e = ERR_IO;
		else
			e = listing_feed(l, (struct slice){ block.p,
			    (size_t)n });
	}
	if (e == ERR_OK)
		e = listing_end(l);
	buf_wipe(&block);
	return e;
}
