/* SPDX-License-Identifier: ISC */
/* Which charset a column is in: the one that makes Vietnamese of its words. */
#include <string.h>

#include "text/charset_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

#define MAX_WORD 64		/* bytes of a word; a longer one is none */
#define FIRST CHARSET_TCVN3	/* of those by table, up to VPS */
#define LAST CHARSET_VPS

uint64_t
charset_word_bit(struct slice word)
{
	uint32_t h = 2166136261u;	/* FNV-1a */
	size_t i;

	for (i = 0; i < word.n; i++)
		h = (h ^ (unsigned char)word.p[i]) * 16777619u;
	return 1ull << (h >> 26);
}

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

static void
count(struct charset_tally *t, int vote, struct slice word)
{
	size_t i;

	t->good += vote > 0;
	t->bad += vote < 0;
	if (vote <= 0)
		return;
	t->words |= charset_word_bit(word);
	for (i = 0; i < word.n; i++)
		if ((unsigned char)word.p[i] >= 0x80)
			t->high[(unsigned char)word.p[i] >> 6 & 1] |=
			    1ull << (word.p[i] & 63);
}

/* `text` is what `bytes`, a part without blanks, are in `c`. */
static void
vote_text(struct charset_tally *t, enum charset c, struct slice text,
    struct slice bytes)
{
	struct word w = { .from = text.p };
	const char *at;
	uint32_t cp;

	for (at = text.p; utf8_next(&text, &cp); at = text.p)
		if (divides(cp) && vi_base(cp) == 0) {
			count(t, judge(&w, at, c), bytes);
			w = (struct word){ .from = text.p };
		} else
			add_letter(&w, cp);
	count(t, judge(&w, at, c), bytes);
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

/* Votes of bytes for the charsets by table. */
static void
vote_bytes(struct charset_tally t[CHARSETS], struct slice bytes)
{
	char text[3 * MAX_WORD];
	bool cannot[CHARSETS] = { false }, loose;
	struct slice part;
	size_t n;
	int c;

	while (next_part(&bytes, &part)) {
		if (part.n > MAX_WORD)
			part.n = MAX_WORD;
		for (c = FIRST; c < CHARSETS; c++) {
			if (c == CHARSET_VIQR || cannot[c])
				continue;
			if (!charset_bytes((enum charset)c, part, text, &n,
			    &loose))
				cannot[c] = true;
			else
				vote_text(&t[c], (enum charset)c,
				    (struct slice){ text, n }, part);
		}
	}
	for (c = FIRST; c < CHARSETS; c++)
		t[c].impossible += cannot[c];
}

static void
vote_utf8(struct charset_tally *t, struct slice cell)
{
	struct buf nfc = { 0 };
	struct slice s, part;

	if (utf8_nfc(&nfc, cell) != ERR_OK)
		return;
	s = buf_slice(&nfc);
	while (next_part(&s, &part))
		vote_text(t, CHARSET_UTF8, part, part);
	buf_release(&nfc);
}

static void
vote_undone(struct charset_votes *v, struct slice cell)
{
	struct buf bytes = { 0 };
	int c;

	if (charset_undo(cell, &bytes))
		vote_bytes(v->of, buf_slice(&bytes));
	else
		for (c = FIRST; c < CHARSETS; c++)
			v->of[c].impossible++;
	buf_release(&bytes);
}

static bool
is_ascii(struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

void
charset_vote(struct charset_votes *v, struct slice cell)
{
	v->cells++;
	if (is_ascii(cell)) {
		viqr_vote(v, cell);
	} else if (utf8_is_valid(cell)) {
		v->high++;
		vote_utf8(&v->of[CHARSET_UTF8], cell);
		vote_undone(v, cell);
	} else {
		v->high++;
		v->invalid++;
		vote_bytes(v->raw, cell);
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
