/* SPDX-License-Identifier: ISC */
/* Addresses part by part: a comma more, "P." for "Phường", a word left out. */
#include <string.h>

#include "match/cause_priv.h"

#define MAX_PARTS 16
#define MAX_WORD 12

/* What may stand before a unit's name; equal letters, one kind. */
static const struct { const char *word; char kind; } words[] = {
	{ "xa ", 'x' }, { "x.", 'x' }, { "phuong ", 'p' }, { "p.", 'p' },
	{ "p ", 'p' }, { "thi tran ", 'r' }, { "tt.", 'r' }, { "tt ", 'r' },
	{ "huyen ", 'h' }, { "h.", 'h' }, { "quan ", 'q' }, { "q.", 'q' },
	{ "q ", 'q' }, { "thi xa ", 'i' }, { "tx.", 'i' }, { "tx ", 'i' },
	{ "thanh pho ", 'c' }, { "tp.", 'c' }, { "tp ", 'c' },
	{ "tinh ", 't' },
};

/* The next part without blanks round it, and none that is empty. */
static bool
next_part(const struct folded *f, size_t *at, struct folded *part)
{
	size_t i = *at, end;

	while (i < f->n && (folded_at(f, i) == SYM(',') ||
	    folded_at(f, i) == SYM(' ')))
		i++;
	for (end = i; end < f->n && folded_at(f, end) != SYM(','); end++)
		continue;
	*at = end;
	*part = (struct folded){ .sym = f->sym, .from = f->from + i };
	while (end > i && folded_at(f, end - 1) == SYM(' '))
		end--;
	part->n = end - i;
	return part->n > 0;
}

/* Takes the word in front off; 0: there is none. */
static char
take_word(struct folded *part)
{
	static const char firsts[] = "xphtq";
	char text[MAX_WORD + 1];
	size_t i, n;
	uint32_t s = folded_at(part, 0);

	if ((s & SYM_SIGN) != 0 || strchr(firsts, (int)(s & SYM_BASE)) == NULL)
		return 0;
	for (n = 0; n < MAX_WORD && n < part->n; n++) {
		s = folded_at(part, n);
		text[n] = (s & SYM_SIGN) != 0 && (s & ~SYM_SIGN) >= 0x80 ?
		    '?' : (char)(s & 0x7f);
	}
	text[n] = '\0';
	for (i = 0; i < sizeof words / sizeof *words; i++) {
		if (text[0] != words[i].word[0])
			continue;
		n = strlen(words[i].word);
		if (strncmp(text, words[i].word, n) != 0)
			continue;
		while (n < part->n && folded_at(part, n) == SYM(' '))
			n++;
		if (n == part->n)
			return 0;
		part->from += n;
		part->n -= n;
		return words[i].kind;
	}
	return 0;
}

static enum cause
of_text(const struct folded *a, const struct folded *b)
{
	struct common same = cause_common(a, b);

	return cause_text(a, b, &same);
}

static enum cause
of_part(struct folded *a, struct folded *b)
{
	enum cause why;
	char x, y;

	/* whatever stands before */
	if (!cause_ends_alike(a, b))
		return CAUSE_DIFFERENT;
	why = of_text(a, b);
	if (why != CAUSE_DIFFERENT)
		return why;
	x = take_word(a);
	y = take_word(b);
	if (x != y && x != 0 && y != 0)
		return CAUSE_DIFFERENT;
	return x == 0 && y == 0 ? why : of_text(a, b);
}

/* So many parts stand before `end`, which is one's begin. */
static size_t
parts_before(const struct folded *f, size_t end)
{
	struct folded head = *f, part;
	size_t n = 0, at = 0;

	head.n = end;
	while (next_part(&head, &at, &part))
		n++;
	return n;
}

enum cause
cause_address(const struct folded *a, const struct folded *b,
    const struct common *same)
{
	enum cause worst = CAUSE_FORM, why;
	struct folded x, y;
	size_t from = same->front, i, k, n;
	bool more_a = true, more_b = true;

	while (from > 0 && folded_at(a, from - 1) != SYM(','))
		from--;
	i = k = from;
	for (n = 0; n < MAX_PARTS; n++) {
		more_a = next_part(a, &i, &x);
		more_b = next_part(b, &k, &y);
		if (!more_a || !more_b)
			break;
		why = of_part(&x, &y);
		if (why == CAUSE_DIFFERENT)
			return why;
		if (why > worst)
			worst = why;
	}
	return more_a || more_b || n + parts_before(a, from) >= MAX_PARTS ?
	    CAUSE_DIFFERENT : worst;
}
