/* SPDX-License-Identifier: ISC */
/* Shared by lib/match/cause*.c only. */
#ifndef MATCH_CAUSE_PRIV_H
#define MATCH_CAUSE_PRIV_H

#include "match/cause.h"

#define CAUSE_MAX_CELL 65536	/* longer ones are not explained */

/* A letter: its base in lower case, then mark and tone (text/vi.h). Any other
 * character: SIGN and its code point in lower case. Both: UPPER. */
#define SYM_BASE 0x000000ffu
#define SYM_MARK 0x00000f00u
#define SYM_TONE 0x0000f000u
#define SYM_UPPER 0x40000000u
#define SYM_SIGN 0x80000000u
#define SYM(c) (SYM_SIGN | (uint32_t)(unsigned char)(c))
#define SYM_MARK_SHIFT 8
#define SYM_TONE_SHIFT 12

/* What is alike in writing is one already: Unicode form, look-alikes, blanks,
 * what a spreadsheet puts round a text. */
struct folded {
	uint32_t *sym;
	size_t n, cap, from;	/* sym + from: n of them */
};

/* Symbols at both ends of two texts that are the same in both. */
struct common {
	size_t front, behind;
};

#define CAUSE_LOW 0x250u	/* U+0000.., then U+1E00.. */
#define CAUSE_LETTERS (CAUSE_LOW + 0x100u)

struct causes {
	uint32_t letter[CAUSE_LETTERS];	/* see cause_fold.c */
	struct folded side[2], made;
	struct buf nfc, bytes, text;
	const struct units *units;
};

void cause_fold_tables(struct causes *c);
void cause_fold(struct causes *c, struct slice text, struct folded *out);
/* Into both sides. */
void cause_fold_both(struct causes *c, struct slice left, struct slice right);

/* False: what is said of texts that end so is CAUSE_DIFFERENT. */
bool cause_ends_alike(const struct folded *a, const struct folded *b);

struct common cause_common(const struct folded *a, const struct folded *b);

/* Text that is the same from CAUSE_FORM to CAUSE_MARKS on, else
 * CAUSE_DIFFERENT. */
enum cause cause_text(const struct folded *a, const struct folded *b,
    const struct common *same);

/* The same of addresses, whose parts may have the unit's word before them. */
enum cause cause_address(const struct folded *a, const struct folded *b,
    const struct common *same);

/* CAUSE_FORM, _CASE, _ZERO, _TRANSPOSED or CAUSE_DIFFERENT. Works in place. */
enum cause cause_number(struct folded *a, struct folded *b);

/* False: one of them is no date (with `strict`: no full one with signs between
 * its parts). */
bool cause_date(const struct folded *a, const struct folded *b, bool strict,
    enum cause *out);

/* The same of cells that are full dates in ten digits and signs, as they stand.
 * False: either is not. */
bool cause_date_plain(struct slice a, struct slice b, enum cause *out);

/* True when one side is the other as a program showed it that took its bytes
 * for another charset, or kept '?' of its letters. */
bool cause_charset(struct causes *c, const struct common *same,
    struct slice left, struct slice right);

/* Digits alone, one or more. */
bool cause_is_digits(const struct folded *f);

static inline uint32_t
folded_at(const struct folded *f, size_t i)
{
	return f->sym[f->from + i];
}

static inline bool
sym_is_digit(uint32_t s)
{
	return s >= SYM('0') && s <= SYM('9');
}

#endif
