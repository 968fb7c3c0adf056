/* SPDX-License-Identifier: ISC */
/* Names of charsets and fonts, decoding, and what befell text on its way. */
#include <string.h>

#include "text/charset_priv.h"
#include "text/codepage.h"
#include "text/utf8.h"
#include "text/vi.h"

#define MAX_NAME 32

const char *
charset_name(enum charset c)
{
	static const char *const names[] = {
#define CHARSET_NAME(code, name) name,
		CHARSET_TABLE(CHARSET_NAME)
#undef CHARSET_NAME
	};

	return names[c];
}

static char
small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool
charset_by_name(struct slice name, enum charset *out)
{
	static const struct {
		const char *name;
		enum charset is;
	} names[] = {
		{ "utf8", CHARSET_UTF8 },
		{ "tcvn3", CHARSET_TCVN3 }, { "abc", CHARSET_TCVN3 },
		{ "tcvn", CHARSET_TCVN3 }, { "tcvn57123", CHARSET_TCVN3 },
		{ "vni", CHARSET_VNI }, { "vniwindows", CHARSET_VNI },
		{ "cp1258", CHARSET_CP1258 }, { "windows1258", CHARSET_CP1258 },
		{ "viscii", CHARSET_VISCII }, { "vps", CHARSET_VPS },
		{ "viqr", CHARSET_VIQR },
		{ "cp1252", CHARSET_CP1252 }, { "windows1252", CHARSET_CP1252 },
		{ "latin1", CHARSET_CP1252 },
	};
	char plain[MAX_NAME + 1];
	size_t i, n = 0;

	for (i = 0; i < name.n && n < MAX_NAME; i++)
		if (strchr("-_ .:", name.p[i]) == NULL)
			plain[n++] = small(name.p[i]);
	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_is((struct slice){ plain, n }, names[i].name)) {
			*out = names[i].is;
			return true;
		}
	return false;
}

static bool
starts_any_case(struct slice s, const char *prefix)
{
	size_t i, n = strlen(prefix);

	for (i = 0; i < n && i < s.n; i++)
		if (small(s.p[i]) != prefix[i])
			return false;
	return i == n;
}

/* ".VnArial NarrowH", ".VnTimeH", ".VNTIMEH"; "VPS Times Hoa". */
static bool
names_capitals(struct slice font)
{
	struct slice word;

	while (slice_split(&font, ' ', &word))
		if ((word.n > 3 && word.p[word.n - 1] == 'H') ||
		    slice_is(word, "Hoa"))
			return true;
	return false;
}

bool
charset_by_font(struct slice font, enum charset *out, bool *upper)
{
	static const struct {
		const char *prefix;
		enum charset is;
	} fonts[] = {
		{ ".vn", CHARSET_TCVN3 }, { "vntime", CHARSET_TCVN3 },
		{ "vnarial", CHARSET_TCVN3 },
		{ "vni-", CHARSET_VNI }, { "vni ", CHARSET_VNI },
		{ "vps ", CHARSET_VPS }, { "vps-", CHARSET_VPS },
		{ "vi times", CHARSET_VISCII }, { "vi arial", CHARSET_VISCII },
		{ "vi courier", CHARSET_VISCII },
		{ "viscii", CHARSET_VISCII },
	};
	size_t i;

	for (i = 0; i < sizeof fonts / sizeof *fonts; i++)
		if (starts_any_case(font, fonts[i].prefix)) {
			*out = fonts[i].is;
			*upper = *out != CHARSET_VNI && names_capitals(font);
			return true;
		}
	return false;
}

static enum err
decode_viqr(struct slice s, struct buf *out)
{
	size_t was = out->n;
	unsigned signs;
	uint32_t cp;

	while (viqr_next(&s, &cp, &signs)) {
		if (cp >= 0x80 && signs == 0) {
			out->n = was;
			return ERR_UTF8;
		}
		utf8_add(out, cp);
	}
	return ERR_OK;
}

enum err
charset_decode(enum charset c, struct slice bytes, struct buf *out)
{
	struct buf copy = { 0 };
	enum err e = ERR_OK;
	bool loose;
	size_t n;

	if (c == CHARSET_UTF8)
		return utf8_nfc(out, bytes);
	if (c == CHARSET_VIQR)
		return decode_viqr(bytes, out);
	buf_grow(out, 3 * bytes.n);
	if (!charset_bytes(c, bytes, out->p + out->n, &n, &loose))
		return ERR_UTF8;
	if (loose) {
		buf_add(&copy, out->p + out->n, n);
		e = utf8_nfc(out, buf_slice(&copy));
		buf_release(&copy);
	} else
		out->n += n;
	return e;
}

/* The byte of a character, for C1 controls too. */
static bool
byte_of(uint32_t cp, char *byte)
{
	uint8_t b;

	if (cp >= 0x100) {
		if (!codepage_byte(CODEPAGE_1252, cp, &b))
			return false;
		cp = b;
	}
	*byte = (char)cp;
	return true;
}

static bool
undo(struct slice text, struct buf *out, bool *marks)
{
	char *o;
	uint32_t cp;

	*marks = false;
	buf_grow(out, text.n);
	for (o = out->p + out->n; utf8_next(&text, &cp); o++)
		if (!byte_of(cp, o)) {
			*marks = cp >= 0x300 && cp < 0x370;
			return false;
		}
	out->n = (size_t)(o - out->p);
	return true;
}

bool
charset_undo(struct slice text, struct buf *out)
{
	struct buf nfc = { 0 };
	bool marks, good;

	if (text.n == 0)
		return true;
	if (!utf8_is_valid(text))
		return false;
	good = undo(text, out, &marks);
	if (good || !marks)
		return good;
	/* "NguyÔn" that went through a file name of macOS */
	good = utf8_nfc(&nfc, text) == ERR_OK &&
	    undo(buf_slice(&nfc), out, &marks);
	buf_release(&nfc);
	return good;
}

/* Marks, signs and letters that Vietnamese in UTF-8 has beyond ASCII. */
static bool
is_ours(uint32_t cp)
{
	return cp < 0x80 || vi_letter(cp) != NULL || cp == 0xa0 ||
	    (cp >= 0x300 && cp <= 0x323) || (cp >= 0x2010 && cp <= 0x2026);
}

/* Bytes may be UTF-8 by chance: "D\xdf\xbdng" in VISCII. */
static bool
is_our_utf8(struct slice s)
{
	uint32_t cp;

	if (!utf8_is_valid(s))
		return false;
	while (utf8_next(&s, &cp))
		if (!is_ours(cp))
			return false;
	return true;
}

enum err
charset_cell(enum charset c, bool undone, struct slice cell, struct buf *out)
{
	struct buf bytes = { 0 };
	enum err e = ERR_UTF8;

	if (c == CHARSET_UTF8 || c == CHARSET_VIQR)
		return charset_decode(c, cell, out);
	if (undone && charset_undo(cell, &bytes))
		e = charset_decode(c, buf_slice(&bytes), out);
	else if (!is_our_utf8(cell) && !(undone && utf8_is_valid(cell)))
		e = charset_decode(c, cell, out);
	if (e != ERR_OK)
		e = utf8_nfc(out, cell);
	buf_release(&bytes);
	return e;
}

/* Counts of one word, for charset_case_lost. */
struct word_case {
	unsigned ascii_small, ascii_capitals, small, behind;
};

static bool
word_lost(const struct word_case *w)
{
	return w->ascii_small == 0 && w->small > 0 &&
	    (w->ascii_capitals >= 2 || w->behind > 0);
}

bool
charset_case_lost(struct slice text)
{
	struct word_case w = { 0 };
	uint32_t cp;

	while (utf8_next(&text, &cp)) {
		if (vi_base(cp) == 0) {
			if (word_lost(&w))
				return true;
			w = (struct word_case){ 0 };
		} else if (cp >= 0x80) {
			w.small += vi_lower(cp) == cp;
		} else if (cp >= 'a') {
			w.ascii_small++;
		} else {
			w.ascii_capitals++;
			w.behind += w.small > 0;
		}
	}
	return word_lost(&w);
}

void
charset_capitals(struct slice text, struct buf *out)
{
	uint32_t cp;

	while (utf8_next(&text, &cp))
		utf8_add(out, vi_upper(cp));
}
