/* SPDX-License-Identifier: ISC */
/* Words that were seen before, for names are made of a few thousand. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lint/lint_priv.h"
#include "text/vi.h"

#define WORDS 8192			/* a power of two */
#define WORD_BYTES 15
#define NAME_WORDS 4096			/* too */

/* Direct-mapped. n 0: free. */
struct lint_words {
	struct word {
		char text[WORD_BYTES];
		uint8_t n : 5, good : 1;
	} w[WORDS];
	struct lint_word name[NAME_WORDS];
};

struct lint_words *
lint_words_new(void)
{
	return xcalloc(1, sizeof(struct lint_words));
}

void
lint_words_free(struct lint_words *w)
{
	if (w != NULL)
		mem_wipe(w, sizeof *w);
	free(w);
}

static bool
is_syllable(struct lint_words *words, struct slice s, uint32_t h)
{
	struct word *w;

	if (s.n > WORD_BYTES)
		return vi_is_syllable(s);
	w = &words->w[(h ^ h >> 15) & (WORDS - 1)];
	if (w->n == s.n && memcmp(w->text, s.p, s.n) == 0)
		return w->good;
	memcpy(w->text, s.p, s.n);
	w->n = (uint8_t)(s.n & 31);
	w->good = vi_is_syllable(s);
	return w->good;
}

/* Words of minority names have signs that Vietnamese has not; who has one such
 * word is not asked further. */
bool
lint_is_vietnamese(struct lint_words *w, struct slice name)
{
	size_t i, from = 0;
	uint32_t h = 0;
	char c;

	for (i = 0; i <= name.n; i++) {
		c = i < name.n ? name.p[i] : ' ';
		if (c == '\'' || c == '-')
			return true;
		if (c != ' ') {
			h = (h ^ (unsigned char)c) * 0x01000193u;
			continue;
		}
		if (i - from == 1)
			return true;
		if (i > from && !is_syllable(w, (struct slice){ name.p + from,
		    i - from }, h))
			return false;
		from = i + 1;
		h = 0;
	}
	return true;
}

struct lint_word *
lint_words_at(struct lint_words *w, const char word[LINT_WORD_BYTES],
    bool *known)
{
	struct lint_word *at;
	uint64_t low, high;

	memcpy(&low, word, sizeof low);
	memcpy(&high, word + sizeof low, sizeof high);
	low = (low ^ high * 0x9e3779b97f4a7c15) * 0xd6e8feb86659fd93;
	at = &w->name[low >> 52 & (NAME_WORDS - 1)];
	*known = memcmp(at->text, word, LINT_WORD_BYTES) == 0;
	return at;
}
