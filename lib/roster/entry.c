/* SPDX-License-Identifier: ISC */
/* Rows to entries of sixteen bytes, part by part of the text, in any number of
 * threads. What is no row as nearly all are goes to entry_row.c. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/entry_priv.h"
#include "table/scan.h"

#define BLOCK (32u << 10)
#define GUESS (64u << 10)		/* looked at for quotes */
#define NO_ROW SIZE_MAX			/* begins as near as one has to */

/* Whether `at`, which is behind a line feed, is inside quotes: the first
 * quote that can only open or only close tells. */
static bool
guess_quoted(const struct side *s, size_t at)
{
	size_t i, end = s->text.n - at < GUESS ? s->text.n : at + GUESS;
	const char *p = s->text.p;
	bool flip = false, opens, closes;

	for (i = at; i < end; i++) {
		if (p[i] != '"')
			continue;
		if (i + 1 < end && p[i + 1] == '"') {
			i++;
			continue;
		}
		opens = i == 0 || p[i - 1] == s->separator ||
		    p[i - 1] == '\n' || p[i - 1] == '\r';
		closes = i + 1 == s->text.n || p[i + 1] == s->separator ||
		    p[i + 1] == '\n' || p[i + 1] == '\r';
		if (opens != closes)
			return closes != flip;
		flip = !flip;
	}
	return false;
}

/* The first row that begins at or behind `at`, as far as can be told without
 * what stands before; entry_check sees whether it was right. */
static size_t
first_row(const struct side *s, size_t at, struct scanner *sc)
{
	struct scan q = { .separator = s->separator, .rows = true };
	size_t n = s->text.n, end;
	const char *nl;

	if (at > n)
		return n;
	nl = memchr(s->text.p + at - 1, '\n', n - at + 1 < SIDE_MAX_ROW ?
	    n - at + 1 : SIDE_MAX_ROW);
	if (nl == NULL)
		return n - at < SIDE_MAX_ROW ? n : NO_ROW;
	at = (size_t)(nl - s->text.p) + 1;
	if (!guess_quoted(s, at))
		return at;
	q.at = SCAN_QUOTED;
	for (end = at + SIDE_MAX_ROW; at < n;) {
		if (at > end)
			return NO_ROW;

		struct slice b = { s->text.p + at, n - at };

		if (b.n > BLOCK)
			b.n = BLOCK - (b.p[BLOCK - 1] == '\r');
		if (scan_marks(&q, b, sc->one) > 0)
			return at + sc->one[0] + 1;
		at += b.n;
	}
	return n;
}

/* Bytes of the compared cells one behind the other, quotes off, each with its
 * length: a sign between them might be one of theirs. Quotes within quotes are
 * doubled, and without they are not: those cells stay as they are. */
static uint64_t
hash_cells(struct scanner *sc, const char *row, const uint32_t *mark,
    uint32_t from, uint32_t end)
{
	char *p = sc->gather;
	size_t i;

	for (i = 0; i < sc->cells; i++) {
		size_t k = sc->cell[i];
		uint32_t a = k > 0 ? mark[k - 1] + 1 : from, b = mark[k];
		const char *c = row + a;
		uint32_t n = b - a;

		if (b == end && n > 0 && c[n - 1] == '\r')
			n--;
		if (n >= 2 && c[0] == '"' && c[n - 1] == '"' &&
		    memchr(c + 1, '"', n - 2) == NULL) {
			c++;
			n -= 2;
		}
		memcpy(p, c, n);
		p += n;
		memcpy(p, &n, sizeof n);
		p += sizeof n;
	}
	return hash_bytes(sc->gather, (size_t)(p - sc->gather));
}

/* The key cell's digits, also in quotes; false: not twelve of them. */
static inline bool
plain_key(const char *p, size_t n, uint64_t *key)
{
	if (n == 12)
		return hash_twelve(p, key);
	return n == 14 && p[0] == '"' && p[13] == '"' &&
	    hash_twelve(p + 1, key);
}

static inline void
put_entry(struct scanner *sc, uint64_t key, uint64_t hash, uint64_t unsure)
{
	uint64_t mixed = hash_mix(key);

	spill_add(sc->out, mixed >> sc->shift,
	    mixed << ENTRY_HASH | (hash >> ENTRY_HASH & ENTRY_HASH_MASK),
	    (sc->base | sc->line) << ENTRY_PLACE | unsure |
	    (hash & ENTRY_HASH_MASK));
}

static inline uint64_t
hash_raw(const char *p, uint32_t from, uint32_t end)
{
	if (end > from && p[end - 1] == '\r')
		end--;
	return hash_bytes(p + from, end - from);
}

uint64_t
entry_hash_row(struct scanner *sc, const char *p, const uint32_t *mark,
    uint32_t from, uint32_t end)
{
	if (!sc->r->raw)
		return hash_cells(sc, p, mark, from, end);
	return hash_raw(p, sc->raw_from ? mark[0] : from, end);
}

void
entry_put(struct scanner *sc, uint64_t key, uint64_t hash, bool unsure)
{
	put_entry(sc, key, hash, unsure ? ENTRY_UNSURE : 0);
}

/* The key is what the row of `n` bytes begins with, and all of it is hashed:
 * nothing has to be known of the other cells. */
static inline bool
plain_raw(struct scanner *sc, const char *p, uint32_t n)
{
	uint32_t k = n >= 14 && p[0] == '"' && p[13] == '"' ? 14 : 12;
	uint64_t key;

	if (n < k || (n > k && p[k] != sc->side->separator) ||
	    !hash_twelve(p + (k == 14), &key))
		return false;
	put_entry(sc, key, hash_raw(p, k, n), 0);
	return true;
}

/* By its marks. */
static bool
plain_marked(struct scanner *sc, const char *p, const uint32_t *mark,
    uint32_t from, uint32_t end)
{
	size_t k = sc->key;
	uint32_t a = k > 0 ? mark[k - 1] + 1 : from;
	uint64_t key;

	if (!plain_key(p + a, mark[k] - a, &key) ||
	    (sc->side->made && !entry_is_good(p + from)))
		return false;
	put_entry(sc, key, entry_hash_row(sc, p, mark, from, end), 0);
	return true;
}

/* The `n` rows that were found in a block. Returns where the first row begins
 * that does not end in it. */
static size_t
rows(struct scanner *sc, struct slice b, size_t at, size_t n, bool inner)
{
	const struct scan_row *row = sc->found;
	uint32_t from = 0, seen = 0;
	uint32_t base = (uint32_t)(at - sc->chunk->start);
	size_t i;

	for (i = 0; i < n; i++) {
		uint32_t end = row[i].end;
		bool whole = row[i].marks - seen == sc->width && sc->fast;

		if (at + from >= sc->limit)
			return at + from;
		side_lines_add(&sc->chunk->index, base + from,
		    end + 1 - from);
		if (!whole || !(sc->marked ? plain_marked(sc, b.p, sc->mark +
		    seen, from, end) : plain_raw(sc, b.p + from, end - from)))
			entry_row(sc, b, from, end);
		sc->line++;
		sc->rows++;
		if (inner)
			entry_lines(sc, b.p, from, end);
		from = end + 1;
		seen = row[i].marks;
	}
	return at + from;
}

/* One block from `at`, which is where a row begins. Returns where to go on;
 * `at` itself: the row is too long for it. */
static size_t
block(struct scanner *sc, size_t at, size_t room)
{
	struct scan q = { .separator = sc->side->separator };
	struct slice b = { sc->side->text.p + at, sc->side->text.n - at };
	bool last = b.n <= room, open = false;
	size_t n;

	if (!last)
		b.n = room - (b.p[room - 1] == '\r');
	n = scan_rows(&q, b, sc->mark, sc->found);
	if (last && (n == 0 || sc->found[n - 1].end + 1 < b.n)) {
		if (scan_open(&q))
			open = true;
		else
			n = entry_last(sc, b, n);
	}
	sc->quoted = scan_open(&q);
	at = rows(sc, b, at, n, q.inner > 0);
	/* not what another part's row leaves open */
	sc->open = open && at < sc->limit;
	return at > sc->side->text.n ? sc->side->text.n : at;
}

static void
grow_marks(struct scanner *sc, size_t n)
{
	sc->found = xreallocarray(sc->found, n + 2, sizeof *sc->found);
	sc->one = xreallocarray(sc->one, n + 2, sizeof *sc->one);
	if (sc->marked)
		sc->mark = xreallocarray(sc->mark, n + 2, sizeof *sc->mark);
	sc->gather = xrealloc(sc->gather, n + sizeof *sc->mark *
	    PLAN_MAX_COLUMNS);
	sc->room = n;
}

/* Rows that begin in a part; `start` is where the first one does. */
static void
chunk(struct scanner *sc, size_t c, size_t start)
{
	struct side *s = sc->side;
	size_t at = start, next, room = BLOCK;

	sc->chunk = &s->chunk[c];
	sc->chunk->start = start;
	sc->chunk->index.hint = sc->groups;
	sc->base = (uint64_t)c << s->shift;
	sc->line = 0;
	sc->limit = (c + 1) << s->shift < s->text.n ? (c + 1) << s->shift :
	    s->text.n;
	while (at < sc->limit) {
		if (room > sc->room)
			grow_marks(sc, room);
		next = block(sc, at, room);
		if (next == at && sc->open)
			break;
		if (next == at && room >= SIDE_MAX_ROW) {
			sc->too_long = true;
			break;
		}
		room = next == at ? room * 8 : BLOCK;
		at = next;
	}
	sc->chunk->next = at;
	sc->chunk->lines = sc->line;
	sc->groups = sc->chunk->index.groups + sc->chunk->index.groups / 16;
}

static void
start(struct scanner *sc, struct run_part *p, unsigned side)
{
	struct run *r = p->r;
	size_t i;

	*sc = (struct scanner){ .r = r, .part = p, .side = &r->side[side],
	    .number = side, .out = &p->entry[side],
	    .width = side_width(&r->side[side]), .key = r->key[side][0],
	    .fast = r->keys == 1, .shift = HASH_KEY_BITS - r->bits,
	    .keyer = keyer_new(), .raw_from = r->key[side][0] == 0 };
	sc->marked = !r->raw || !sc->raw_from;
	for (i = 0; i < r->head.columns; i++)
		if (r->column[i].compared && !r->column[i].key)
			sc->cell[sc->cells++] = (size_t)r->at[side][i];
	grow_marks(sc, BLOCK);
}

static void
finish(struct scanner *sc)
{
	struct diff_summary *sum = &sc->part->sum;

	sum->rows[sc->number] += sc->rows;
	sum->skipped[sc->number] += sc->skipped;
	sum->short_rows[sc->number] += sc->short_rows;
	sum->unkeyed[sc->number] += sc->unkeyed;
	spill_done(sc->out);
	keyer_free(sc->keyer);
	buf_wipe(&sc->text);
	free(sc->mark);
	free(sc->one);
	free(sc->found);
	free(sc->gather);
	free(sc->row);
}

static bool
trouble(struct scanner *sc, bool surely)
{
	struct side_chunk *c = sc->chunk;

	if (!surely || (!sc->open && !sc->too_long))
		return false;
	run_fail(sc->r, sc->open ? ERR_TRUNCATED : ERR_TOO_LONG, sc->number,
	    sc->open ? N_("a quote is opened and not closed") : sc->quoted ?
	    N_("a quote is opened in this row and not closed for too long") :
	    N_("the row is too long: is this a table?"),
	    c->line + c->lines + 1);
	return true;
}

/* Where a part's last row will have ended, as a rule. */
static size_t
behind(const struct side *s, size_t c)
{
	size_t end = ((c + 1) << s->shift) + BLOCK;

	return end < s->text.n ? end : s->text.n;
}

static void
work(struct run_part *p, unsigned side)
{
	struct side *s = &p->r->side[side];
	struct scanner sc;
	size_t c, from;

	start(&sc, p, side);
	while (!__atomic_load_n(&p->r->doubt, __ATOMIC_RELAXED) &&
	    run_next(p->r, s->chunks, &c)) {
		ahead_wait(p->r->ahead, side, behind(s, c));
		from = c == 0 ? s->data_at : first_row(s, c << s->shift, &sc);
		if (from != NO_ROW)
			chunk(&sc, c, from);
		if (from == NO_ROW || sc.open || sc.too_long) {
			__atomic_store_n(&p->r->doubt, true, __ATOMIC_RELAXED);
			break;
		}
		if (sc.remake)
			break;
		side_behind(s, c);
	}
	if (sc.remake)
		p->r->remake = true;
	finish(&sc);
}

static void
work_left(struct run_part *p)
{
	work(p, 0);
}

static void
work_right(struct run_part *p)
{
	work(p, 1);
}

/* The parts' rows follow each other without a gap; their lines add up. */
static bool
check(struct side *s)
{
	size_t c;

	s->chunk[0].line = s->data_line - 1;
	for (c = 0; c + 1 < s->chunks; c++) {
		if (s->chunk[c].next != s->chunk[c + 1].start)
			return false;
		s->chunk[c + 1].line = s->chunk[c].line + s->chunk[c].lines;
	}
	return true;
}

/* Where quotes are so odd that no part can be read alone: one after the
 * other. */
static void
in_order(struct run *r, unsigned side)
{
	struct side *s = &r->side[side];
	struct scanner sc;
	size_t c, at = s->data_at;

	start(&sc, &r->part[0], side);
	for (c = 0; c < s->chunks && !run_failed(r); c++) {
		s->chunk[c].line = c == 0 ? s->data_line - 1 :
		    s->chunk[c - 1].line + s->chunk[c - 1].lines;
		chunk(&sc, c, at);
		at = s->chunk[c].next;
		if (trouble(&sc, true) || sc.remake)
			break;
	}
	r->remake = sc.remake;
	finish(&sc);
}

void
run_entries(struct run *r, unsigned side)
{
	struct side *s = &r->side[side];

	r->remake = r->doubt = false;
	run_threads(r, N_("reading"), 25, side == 0 ? work_left : work_right);
	if (run_failed(r) || r->remake)
		return;
	if (r->doubt || !check(s)) {
		entry_again(r, side);
		in_order(r, side);
	}
}
