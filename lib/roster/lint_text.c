/* SPDX-License-Identifier: ISC */
/* The form of texts, plain letters of names, and words that Vietnamese has. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/lint_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

#define WORDS 8192			/* a power of two */
#define WORD_BYTES 15

/* Direct-mapped: names are made of a few thousand syllables. n 0: free. */
struct lint_words {
	struct word {
		char text[WORD_BYTES];
		uint8_t n : 5, good : 1;
	} w[WORDS];
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
is_syllable(struct lint_words *words, struct slice s)
{
	struct word *w;
	uint32_t h = 0;
	size_t i;

	if (s.n > WORD_BYTES)
		return vi_is_syllable(s);
	for (i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x01000193u;
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
	struct slice word;

	while (slice_split(&name, ' ', &word)) {
		if (word.n == 0)
			continue;
		if (word.n == 1 || memchr(word.p, '\'', word.n) != NULL ||
		    memchr(word.p, '-', word.n) != NULL)
			return true;
		if (!is_syllable(w, word))
			return false;
	}
	return true;
}

/* Look-alikes as vi_key knows them: only the one that typists meet. */
static char
plain(uint32_t cp)
{
	if (cp == 0xd0 || cp == 0xf0 || cp == 0x189 || cp == 0x256)
		return 'd';
	return vi_base(cp);
}

size_t
lint_fold(struct slice text, char out[LINT_MAX_FOLDED])
{
	bool blank = false;
	size_t n = 0;
	uint32_t cp;
	char c;

	while (text.n > 0 && n + 2 <= LINT_MAX_FOLDED) {
		cp = (unsigned char)text.p[0];
		if (cp < 0x80) {
			text.p++;
			text.n--;
			c = (cp | 0x20) - 'a' < 26 ? (char)(cp | 0x20) : 0;
		} else {
			(void)utf8_next(&text, &cp);
			c = plain(cp);
		}
		if (c == 0) {
			blank = blank || cp == ' ' || cp == '-' || cp == 0xa0;
			continue;
		}
		if (blank && n > 0)
			out[n++] = ' ';
		blank = false;
		out[n++] = c;
	}
	return n;
}

static bool
is_hidden(uint32_t cp)
{
	return utf8_is_unsafe(cp) || cp == 0xad || cp == 0xa0 ||
	    (cp >= 0x2000 && cp <= 0x200a) || cp == 0x202f || cp == 0x3000;
}

static bool
is_lookalike(uint32_t cp)
{
	return cp == 0xd0 || cp == 0xf0 || cp == 0x189 || cp == 0x256 ||
	    (cp >= 0x370 && cp < 0x530) || (cp >= 0xff01 && cp <= 0xff5e);
}

/* A byte that can begin something to look at: blanks, controls, and the leads
 * of U+0080-00FF (C2, C3), U+0189 (C6), U+0256 (C9), U+0300-052F (CC to D4),
 * U+061C (D8), U+2000-3FFF (E2, E3) and U+F000-FFFF (EF). */
static const uint64_t suspects[4] = { 0x00000001ffffffff, 0x8000000000000000,
	0, 0x0000800c011ff24c };

static bool
is_suspect(unsigned char c)
{
	return suspects[c >> 6] >> (c & 63) & 1;
}

static void
check_sign(struct lint_case *c, enum person_field f, uint32_t cp)
{
	if (cp >= 0x300 && cp < 0x370)
		lint_say(c, LINT_TEXT_FORM, f);
	else if (is_lookalike(cp))
		lint_say(c, LINT_TEXT_LOOKALIKE, f);
	else if (is_hidden(cp))
		lint_say(c, LINT_TEXT_HIDDEN, f);
}

static void
check_text(struct lint_case *c, enum person_field f)
{
	struct slice s = lint_field(c, f);
	bool blank = false;
	uint32_t cp;

	while (s.n > 0) {
		if (!is_suspect((unsigned char)s.p[0])) {
			blank = false;
			s.p++;
			s.n--;
			continue;
		}
		if (blank && s.p[0] == ' ')
			lint_say(c, LINT_TEXT_BLANKS, f);
		blank = s.p[0] == ' ';
		(void)utf8_next(&s, &cp);
		check_sign(c, f, cp);
	}
}

void
lint_texts(struct lint_case *c)
{
	static const enum person_field texts[] = { PERSON_NAME,
	    PERSON_RESIDENCE, PERSON_HOMETOWN, PERSON_FATHER, PERSON_MOTHER };
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		check_text(c, texts[i]);
}
