/* SPDX-License-Identifier: ISC */
/* What differs between two cells, marked. Words are aligned by their longest
 * common sequence; of two words that stand in each other's place only the
 * letters that differ are marked, so that a missing mark is seen at once. */
#include <string.h>

#include "page/page.h"
#include "roster/report_priv.h"
#include "text/utf8.h"

#define MAX_WORDS 80		/* in a cell; a longer one is one word */

struct words {
	struct slice at[MAX_WORDS];
	size_t n;
};

/* Common words of the rests from i and j on. */
struct grid {
	unsigned char n[MAX_WORDS + 1][MAX_WORDS + 1];
};

static bool
is_letter(char c)
{
	return ((unsigned char)c & 0x80) != 0 || (c >= '0' && c <= '9') ||
	    ((unsigned char)(c | 0x20) >= 'a' &&
	    (unsigned char)(c | 0x20) <= 'z');
}

/* Runs of letters and digits, and every sign for itself. False: too many. */
static bool
cut(struct slice s, struct words *w)
{
	size_t n;

	for (w->n = 0; s.n > 0; s.p += n, s.n -= n) {
		if (w->n == MAX_WORDS)
			return false;
		for (n = 0; n < s.n && is_letter(s.p[n]); n++)
			continue;
		if (n == 0)
			n = 1;
		w->at[w->n++] = (struct slice){ s.p, n };
	}
	return true;
}

static void
count(const struct words *l, const struct words *r, struct grid *g)
{
	size_t i, j;
	unsigned char a, b;

	for (i = 0; i <= l->n; i++)
		g->n[i][r->n] = 0;
	for (j = 0; j <= r->n; j++)
		g->n[l->n][j] = 0;
	for (i = l->n; i-- > 0;)
		for (j = r->n; j-- > 0;) {
			a = g->n[i + 1][j];
			b = g->n[i][j + 1];
			if (slice_eq(l->at[i], r->at[j]))
				g->n[i][j] = (unsigned char)(1 +
				    g->n[i + 1][j + 1]);
			else
				g->n[i][j] = a > b ? a : b;
		}
}

/* Two marks side by side are one. */
static void
put_marked(struct buf *out, const char *tag, struct slice s)
{
	struct slice end = { out->n < 6 ? "" : out->p + out->n - 6, 6 };

	if (s.n == 0)
		return;
	if (out->n >= 6 && slice_starts(end, "</") &&
	    memcmp(end.p + 2, tag, 3) == 0)
		out->n -= 6;
	else
		buf_printf(out, "<%s>", tag);
	page_put(out, s, false);
	buf_printf(out, "</%s>", tag);
}

static bool
is_inside(struct slice s, size_t at)
{
	return at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80;
}

/* U+0300 to U+036F belong to the letter before them. */
static bool
is_combining(struct slice s, size_t at)
{
	return at + 1 < s.n && ((unsigned char)s.p[at] == 0xcc ||
	    ((unsigned char)s.p[at] == 0xcd &&
	    (unsigned char)s.p[at + 1] < 0xb0));
}

static size_t
common_start(struct slice a, struct slice b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	while (n > 0 && (is_inside(a, n) || is_inside(b, n) ||
	    is_combining(a, n) || is_combining(b, n)))
		n--;
	return n;
}

/* At most `max` octets, whole letters. */
static size_t
common_end(struct slice a, struct slice b, size_t max)
{
	size_t n = 0;

	while (n < max && a.p[a.n - n - 1] == b.p[b.n - n - 1])
		n++;
	while (n > 0 && (is_inside(a, a.n - n) || is_combining(a, a.n - n)))
		n--;
	return n;
}

/* Two words in one place. With less than a third in common they are wholly
 * different. */
static void
put_pair(struct slice l, struct slice r, struct buf *lo, struct buf *ro)
{
	size_t least = l.n < r.n ? l.n : r.n, start = common_start(l, r);
	size_t tail = common_end(l, r, least - start);

	if (3 * (start + tail) < least)
		start = tail = 0;
	page_put(lo, (struct slice){ l.p, start }, false);
	page_put(ro, (struct slice){ r.p, start }, false);
	put_marked(lo, "del", (struct slice){ l.p + start,
	    l.n - start - tail });
	put_marked(ro, "ins", (struct slice){ r.p + start,
	    r.n - start - tail });
	page_put(lo, (struct slice){ l.p + l.n - tail, tail }, false);
	page_put(ro, (struct slice){ r.p + r.n - tail, tail }, false);
}

/* Words in each other's place rather than one gone and one come, where that
 * loses nothing in common. */
static void
walk(const struct words *l, const struct words *r, const struct grid *g,
    struct buf *lo, struct buf *ro)
{
	size_t i = 0, j = 0;

	while (i < l->n && j < r->n) {
		if (slice_eq(l->at[i], r->at[j])) {
			page_put(lo, l->at[i++], false);
			page_put(ro, r->at[j++], false);
		} else if (g->n[i + 1][j + 1] == g->n[i][j])
			put_pair(l->at[i++], r->at[j++], lo, ro);
		else if (g->n[i + 1][j] == g->n[i][j])
			put_marked(lo, "del", l->at[i++]);
		else
			put_marked(ro, "ins", r->at[j++]);
	}
	for (; i < l->n; i++)
		put_marked(lo, "del", l->at[i]);
	for (; j < r->n; j++)
		put_marked(ro, "ins", r->at[j]);
}

void
report_marks(struct slice left, struct slice right, struct buf *left_out,
    struct buf *right_out)
{
	struct words l, r;
	struct grid g;

	if (!cut(left, &l) || !cut(right, &r)) {
		put_pair(left, right, left_out, right_out);
		return;
	}
	count(&l, &r, &g);
	walk(&l, &r, &g, left_out, right_out);
}
