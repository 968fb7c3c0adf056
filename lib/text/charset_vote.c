/* SPDX-License-Identifier: ISC */
/* Which charset a column is in: the one that makes Vietnamese of its words. */
#include <string.h>

#include "text/charset_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

#define MAX_WORD 64		/* bytes of a word; a longer one is none */
#define FIRST CHARSET_TCVN3	/* of those by table, up to VPS */
#define LAST CHARSET_VPS

/* What can stand at a word: blanks, dashes, quotes of the Windows pages. */
static bool
divides(uint32_t cp)
{
	return cp < 0x80 || cp == 0xa0 || cp == 0xab || cp == 0xbb ||
	    (cp >= 0x2010 && cp <= 0x2026);
}

/* A word within a part of a cell. */
struct word {
	const char *from;
	unsigned letters, other;	/* signs that are no letter of ours */
	bool high;			/* a letter beyond ASCII */
	bool small_ascii, capital_behind, small_behind, capital_first;
};

static void
add_letter(struct word *w, uint32_t cp)
{
	bool capital = vi_lower(cp) != cp;

	if (vi_letter(cp) == NULL && (cp >= 0x80 || vi_base(cp) == 0)) {
		w->other++;
		return;
	}
	if (w->letters++ == 0)
		w->capital_first = capital;
	else if (capital)
		w->capital_behind = true;
	else
		w->small_behind = true;
	w->high = w->high || cp >= 0x80;
	w->small_ascii = w->small_ascii || (cp >= 'a' && cp <= 'z');
}

/* Small and capital letters as nobody writes them. TCVN3 has small letters
 * alone with tones, so that they stand among capitals. */
static bool
mixed_case(const struct word *w, enum charset c)
{
	if (!w->capital_behind)
		return false;
	return c == CHARSET_TCVN3 ? w->small_ascii :
	    w->small_behind || !w->capital_first;
}

/* 1: a syllable, -1: none, 0: says nothing. */
static int
judge(const struct word *w, const char *end, enum charset c)
{
	if (w->letters + w->other < 2 || (!w->high && w->other == 0))
		return 0;
	return w->other == 0 && !mixed_case(w, c) && vi_is_syllable(
	    (struct slice){ w->from, (size_t)(end - w->from) }) ? 1 : -1;
}

#define CANNOT UINT8_MAX	/* so many bad ones: a byte has no character */

/* Votes of a part without blanks that is `text` in `c`. */
static void
vote_text(struct charset_memo *m, enum charset c, struct slice text)
{
	struct word w = { .from = text.p };
	const char *at;
	uint32_t cp;
	int vote;

	for (at = text.p; utf8_next(&text, &cp); at = text.p) {
		if (!divides(cp) || vi_base(cp) != 0) {
			add_letter(&w, cp);
			continue;
		}
		vote = judge(&w, at, c);
		m->of[c].good += vote > 0;
		m->of[c].bad += vote < 0;
		w = (struct word){ .from = text.p };
	}
	vote = judge(&w, at, c);
	m->of[c].good += vote > 0;
	m->of[c].bad += vote < 0;
}

/* The votes of a part: of the bytes for the charsets by table, or of UTF-8. */
static void
vote_part(struct charset_memo *m, struct slice part, bool utf8)
{
	char text[3 * MAX_WORD];
	bool loose;
	size_t n;
	int c;

	memset(m->of, 0, sizeof m->of);
	if (utf8) {
		vote_text(m, CHARSET_UTF8, part);
		return;
	}
	for (c = FIRST; c < CHARSETS; c++) {
		if (c == CHARSET_VIQR)
			continue;
		if (charset_bytes((enum charset)c, part, text, &n, &loose))
			vote_text(m, (enum charset)c,
			    (struct slice){ text, n });
		else
			m->of[c].bad = CANNOT;
	}
}

static uint64_t
hash(struct slice s, bool utf8)
{
	uint64_t h = utf8 ? 14695981039346656037u : 88172645463325252u;
	size_t i;

	for (i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return (h ^ h >> 29) | 1;
}

/* Good until the next call; `own` is where there is no memory. */
static const struct charset_memo *
recall(const struct charset_votes *v, struct slice part, bool utf8,
    struct charset_memo *own)
{
	uint64_t h = hash(part, utf8);
	struct charset_memo *m = v->memo == NULL ? own :
	    &v->memo[h >> 8 & (CHARSET_MEMO - 1)];

	if (m->hash != h) {
		m->hash = h;
		vote_part(m, part, utf8);
	}
	return m;
}

/* Takes the next part with a byte above 7F off `s`: what stands between signs
 * and digits of ASCII. */
static bool
next_part(struct slice *s, struct slice *part)
{
	bool high = false;
	unsigned char b;
	size_t i;

	part->p = s->p;
	for (i = 0; i < s->n; i++) {
		b = (unsigned char)s->p[i];
		if (b >= 0x80) {
			high = true;
		} else if ((b | 0x20) < 'a' || (b | 0x20) > 'z') {
			if (high)
				break;
			part->p = s->p + i + 1;
		}
	}
	part->n = (size_t)(s->p + i - part->p);
	s->p += i;
	s->n -= i;
	return high;
}

/* The set of the bytes above 7F. */
static void
add_high(uint64_t set[2], struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			set[(unsigned char)s.p[i] >> 6 & 1] |=
			    1ull << (s.p[i] & 63);
}

static void
merge(struct charset_tally *t, const struct charset_tally *more)
{
	t->good += more->good;
	t->bad += more->bad;
	t->words |= more->words;
	t->high[0] |= more->high[0];
	t->high[1] |= more->high[1];
}

/* One part's votes for the charsets from `c` on, before `end`. */
static void
count(struct charset_tally cell[CHARSETS], const struct charset_memo *m,
    struct slice part, int c, int end)
{
	struct charset_tally t = { .words = 1ull << (m->hash >> 58) };
	struct charset_tally bad = { 0 };

	add_high(t.high, part);
	for (; c < end; c++) {
		t.good = m->of[c].good;
		bad.bad = t.bad = m->of[c].bad;
		cell[c].impossible |= t.bad == CANNOT;
		merge(&cell[c], t.good > 0 ? &t : &bad);
	}
}

/* `cell` is bytes, or UTF-8 in NFC. Where it cannot be, it has no vote. */
static void
vote_parts(struct charset_votes *v, struct charset_tally all[CHARSETS],
    struct slice cell, bool utf8)
{
	int first = utf8 ? CHARSET_UTF8 : FIRST, c;
	int end = utf8 ? CHARSET_UTF8 + 1 : CHARSETS;
	struct charset_tally t[CHARSETS];
	struct charset_memo own = { .hash = 0 };
	struct slice part;

	for (c = first; c < end; c++)
		t[c] = (struct charset_tally){ .good = 0 };
	while (next_part(&cell, &part)) {
		if (part.n > MAX_WORD)
			part.n = MAX_WORD;
		count(t, recall(v, part, utf8, &own), part, first, end);
	}
	for (c = first; c < end; c++)
		if (t[c].impossible != 0)
			all[c].impossible++;
		else
			merge(&all[c], &t[c]);
}

static void
vote_utf8(struct charset_votes *v, struct slice cell)
{
	struct buf nfc = { 0 };

	if (utf8_is_plain(cell))
		vote_parts(v, v->of, cell, true);
	else if (utf8_nfc(&nfc, cell) == ERR_OK)
		vote_parts(v, v->of, buf_slice(&nfc), true);
	buf_release(&nfc);
}

static void
vote_undone(struct charset_votes *v, struct slice cell)
{
	struct buf bytes = { 0 };
	int c;

	if (charset_undo(cell, &bytes))
		vote_parts(v, v->of, buf_slice(&bytes), false);
	else
		for (c = FIRST; c < CHARSETS; c++)
			v->of[c].impossible++;
	buf_release(&bytes);
}

void
charset_vote(struct charset_votes *v, struct slice cell)
{
	v->cells++;
	if (slice_ascii(cell)) {
		viqr_vote(v, cell);
	} else if (utf8_is_valid(cell)) {
		v->high++;
		vote_utf8(v, cell);
		vote_undone(v, cell);
	} else {
		v->high++;
		v->invalid++;
		vote_parts(v, v->raw, cell, false);
	}
	v->disguised = v->invalid == 0;
}

static unsigned
bits(uint64_t set)
{
	return (unsigned)__builtin_popcountll(set);
}

static long long
lead(const struct charset_tally *t)
{
	return (long long)t->good - (long long)t->bad;
}

/* Text that was valid UTF-8 must not hold a single character that cannot be;
 * of bytes one cell in fifty may. */
static bool
is_possible(const struct charset_votes *v, const struct charset_tally *t)
{
	return v->invalid == 0 ? t->impossible == 0 :
	    t->impossible * 50 <= v->invalid;
}

/* Enough different words and letters, nearly all of them good. */
static bool
is_convincing(const struct charset_tally *t)
{
	return t->good >= 3 && t->bad * 8 <= t->good && bits(t->words) >= 3 &&
	    bits(t->high[0]) + bits(t->high[1]) >= 3;
}

/* No other comes near. */
static bool
is_clear(const struct charset_votes *v, const struct charset_tally *all,
    int winner)
{
	int c;

	for (c = FIRST; c < CHARSETS; c++)
		if (c != winner && c != CHARSET_VIQR &&
		    is_possible(v, &all[c]) &&
		    lead(&all[winner]) < 2 * lead(&all[c]) + 2)
			return false;
	/* valid by chance, or the file has both */
	return v->invalid == 0 ?
	    lead(&all[winner]) >= 2 * lead(&v->of[CHARSET_UTF8]) + 2 :
	    v->of[CHARSET_UTF8].good * 10 <= all[winner].good;
}

static int
best(const struct charset_votes *v, const struct charset_tally *all)
{
	int c, winner = CHARSETS;

	for (c = FIRST; c <= LAST; c++)
		if (is_possible(v, &all[c]) && (winner == CHARSETS ||
		    lead(&all[c]) > lead(&all[winner])))
			winner = c;
	return winner;
}

static bool
hint_holds(const struct charset_votes *v, const struct charset_tally *all,
    enum charset hint)
{
	const struct charset_tally *t, *now = &v->of[CHARSET_UTF8];

	if (hint == CHARSET_VIQR) {
		t = &v->of[CHARSET_VIQR];
		return v->high == 0 && t->good > 0 && t->bad * 8 <= t->good;
	}
	if (hint < FIRST || hint > LAST)
		return false;
	t = &all[hint];
	return is_possible(v, t) && t->good >= t->bad &&
	    (v->invalid > 0 || v->high == 0 || lead(t) > lead(now) ||
	    now->good == 0);
}

/* Of plain ASCII: several kinds of marks and tones, in many of the words. */
static enum charset
of_ascii(const struct charset_votes *v, bool *sure)
{
	const struct charset_tally *t = &v->of[CHARSET_VIQR];
	unsigned quality = bits(v->viqr_signs & VIQR_QUALITY);

	*sure = true;
	if (t->good >= 4 && t->bad * 8 <= t->good && bits(t->words) >= 3 &&
	    quality >= 2 && bits(v->viqr_signs) >= 3 &&
	    t->good * 4 >= v->ascii_words)
		return CHARSET_VIQR;
	*sure = bits(v->viqr_signs) < 2 || t->good <= t->bad ||
	    t->good * 4 < v->ascii_words;
	return CHARSET_UTF8;
}

/* What is UTF-8 reads better as another, in part at least. */
static bool
in_doubt(const struct charset_votes *v)
{
	int c;

	for (c = FIRST; c <= LAST; c++)
		if (lead(&v->of[c]) > 0 &&
		    lead(&v->of[c]) > lead(&v->of[CHARSET_UTF8]))
			return true;
	return false;
}

enum charset
charset_winner(const struct charset_votes *v, enum charset hint, bool *sure)
{
	const struct charset_tally *all = v->invalid > 0 ? v->raw : v->of;
	int winner = best(v, all);

	*sure = true;
	if (hint_holds(v, all, hint))
		return hint;
	if (v->high == 0)
		return of_ascii(v, sure);
	if (winner != CHARSETS && is_convincing(&all[winner]) &&
	    is_clear(v, all, winner))
		return (enum charset)winner;
	*sure = v->invalid == 0 && !in_doubt(v);
	return v->invalid == 0 ? CHARSET_UTF8 : CHARSET_CP1252;
}
