/* SPDX-License-Identifier: ISC */
/* Vietnamese text: the closed alphabet, keys for comparing, syllables. The
 * alphabet is 12 vowels in 6 tones and đ: beside ASCII 134 letters, all of
 * them composed (Đ has no decomposition, so none is ever looked for). */
#ifndef TEXT_VI_H
#define TEXT_VI_H

#include "base/buf.h"

enum vi_mark { VI_PLAIN, VI_CIRCUMFLEX, VI_BREVE, VI_HORN, VI_STROKE };
enum vi_tone { VI_NGANG, VI_HUYEN, VI_SAC, VI_HOI, VI_NGA, VI_NANG };

/* `base` is the lower-case ASCII letter under the marks. */
struct vi_letter {
	uint16_t cp;
	char base;
	uint8_t mark, tone;
	bool upper;
};

/* The letter, or NULL unless `cp` is one of the 134. */
const struct vi_letter *vi_letter(uint32_t cp);

/* The code point of base, mark, tone and case (cp is not looked at); ASCII
 * for a bare letter, 0 where there is no such letter. */
uint32_t vi_compose(const struct vi_letter *want);

/* Simple case pairs of ASCII, Latin-1, Latin Extended-A and our letters. */
uint32_t vi_lower(uint32_t cp);
uint32_t vi_upper(uint32_t cp);

/* The lower-case ASCII letter under any letter that names on cards have:
 * ASCII, the 134, and ĕ ĭ ŏ ŭ č ñ of minority names. 0 for all else. */
char vi_base(uint32_t cp);

/* What K1 takes a character for: the letter, blank or sign that looks like it;
 * VI_UNSEEN where nobody sees one; itself. */
#define VI_UNSEEN 0xffffffffu
uint32_t vi_alike(uint32_t cp);

/* Keys: two texts are equal at a level when their keys are.
 * K0 the text in NFC; K1 blanks, case and look-alike characters made equal;
 * K2 letters without tone, the tone as a digit behind each syllable, so that
 *    òa and oà are one; K3 the same without tones; K4 plain a-z, apostrophes
 *    dropped and hyphens as blanks, as in a machine-readable zone. */
enum vi_level { VI_K0, VI_K1, VI_K2, VI_K3, VI_K4, VI_NONE };

/* Appends the key. ERR_UTF8 leaves `out` as it was. */
MUST_CHECK enum err vi_key(struct slice text, enum vi_level level,
    struct buf *out);

/* The first level at which the two agree; VI_NONE also for bad UTF-8. */
enum vi_level vi_agree(struct slice a, struct slice b);

/* How a word is written, signs that are no letters aside: all small (also no
 * letter at all), Capitalized, ALL UPPER (two or more), or otherwise. */
enum vi_case { VI_SMALL, VI_CAPITALIZED, VI_UPPER, VI_MIXED };
enum vi_case vi_case_of(struct slice word);

/* True for one syllable that Vietnamese spelling allows (NFC, any case). */
bool vi_is_syllable(struct slice word);

#endif
