/* SPDX-License-Identifier: ISC */
/* The charsets of Vietnamese before Unicode, and which of them a column of a
 * table is in. Decoding gives UTF-8 in NFC. */
#ifndef TEXT_CHARSET_H
#define TEXT_CHARSET_H

#include "base/buf.h"

#define CHARSET_TABLE(X)						\
	X(CHARSET_UTF8, "utf-8")					\
	X(CHARSET_TCVN3, "tcvn3")	/* ABC: small letters only */	\
	X(CHARSET_VNI, "vni")		/* base and mark bytes */	\
	X(CHARSET_CP1258, "cp1258")	/* base and combining tone */	\
	X(CHARSET_VISCII, "viscii")					\
	X(CHARSET_VPS, "vps")						\
	X(CHARSET_VIQR, "viqr")		/* plain ASCII */		\
	X(CHARSET_CP1252, "cp1252")	/* no Vietnamese at all */

enum charset {
#define CHARSET_CODE(code, name) code,
	CHARSET_TABLE(CHARSET_CODE)
#undef CHARSET_CODE
	CHARSETS
};

const char *charset_name(enum charset c);

/* Case and signs do not matter; "abc" is tcvn3 too, and so on. False: no such
 * charset. */
bool charset_by_name(struct slice name, enum charset *out);

/* What a font's name says of the text that it shows: ".VnTime" TCVN3 (with
 * *upper where its capitals are drawn small letters, ".VnTimeH"), "VNI-Times"
 * VNI. False: nothing. */
bool charset_by_font(struct slice font, enum charset *out, bool *upper);

/* Appends the text of `bytes`; ERR_UTF8 for a byte that has no character there
 * and leaves `out` as it was. */
MUST_CHECK enum err charset_decode(enum charset c, struct slice bytes,
    struct buf *out);

/* Legacy bytes that some program took for Windows-1252 or Latin-1 and stored
 * as UTF-8 (in any normal form), back into bytes. False (out as it was): a
 * character that has no byte there, so that cannot have happened. */
bool charset_undo(struct slice text, struct buf *out);

/* A cell of a column whose charset is known: charset_decode, with `undo` after
 * charset_undo. Files are mixed: what cannot be in that charset, or reads as
 * Vietnamese in UTF-8 where the column is bytes, is taken as UTF-8. */
MUST_CHECK enum err charset_cell(enum charset c, bool undo, struct slice cell,
    struct buf *out);

/* TCVN3 has no capitals with tones: a second font draws them, and without it
 * "NGUYỄN" reads "NGUYễN". True for text (UTF-8 in NFC) with such a word: all
 * letters of ASCII in it are capitals, others are small, and it is no word
 * that merely begins with a capital ("Lê"). */
bool charset_case_lost(struct slice text);

/* Appends the text in capitals: what a font with *upper shows, and what a cell
 * was of which charset_case_lost is true. */
void charset_capitals(struct slice text, struct buf *out);

/* Votes of the cells of one column: how many syllables of it would be
 * Vietnamese in each charset, how many would not, whether one cannot be. Only
 * words with a letter beyond ASCII count, which read differently. */
struct charset_tally {
	unsigned long long good, bad;	/* syllables */
	unsigned long long impossible;	/* cells */
	uint64_t words, high[2];	/* sets: of the good, of their bytes */
};

/* What a word voted for when it was first met: most words of a table are. */
#define CHARSET_MEMO 256
struct charset_memo {
	uint64_t hash;
	struct {
		uint8_t good, bad;
	} of[CHARSETS];
};

/* All zero is ready. Cells that are plain ASCII vote for VIQR only. `memo`:
 * CHARSET_MEMO of them, all zero at first, which the columns of a table may
 * share; or NULL. */
struct charset_votes {
	struct charset_tally of[CHARSETS];
	struct charset_tally raw[CHARSETS];	/* of cells that are no UTF-8 */
	unsigned long long cells, high;		/* all; with a byte above 7F */
	unsigned long long invalid;		/* no UTF-8 */
	unsigned long long ascii_words;		/* of plain ASCII cells */
	unsigned viqr_signs;			/* set, met in good words */
	struct charset_memo *memo;
	bool disguised;		/* no cell was other than UTF-8: charset_undo */
};

/* `cell` as it stands in the file. Valid UTF-8 votes for itself, and through
 * charset_undo for the others. */
void charset_vote(struct charset_votes *v, struct slice cell);

/* The clear winner. `hint` (CHARSETS: none) is what a font says, or the other
 * columns of the file are in, and needs only not to be contradicted. *sure
 * false: a tie or too little text, and the answer is what the text is as it
 * stands (UTF-8, or CP1252 for cells that are no UTF-8). A column of foreign
 * names in UTF-8 is surely UTF-8; bytes without a winner are never surely
 * CP1252. */
enum charset charset_winner(const struct charset_votes *v, enum charset hint,
    bool *sure);

#endif
