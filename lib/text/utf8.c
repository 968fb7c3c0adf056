/* SPDX-License-Identifier: ISC */
/* UTF-8 by hand where it is hot, utf8proc where it is intricate. */
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "text/utf8.h"
#include "text/utf8_fast.h"

#define FAST_BYTES 16	/* from here on the quick way is worth its start */
#define LONG_TEXT 128	/* the same, where it may have been in vain */

/* Length of the well-formed sequence at p (0: none), n bytes left. */
static size_t
sequence(const unsigned char *p, size_t n)
{
	unsigned char lo = 0x80, hi = 0xbf;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4 || n < 2)
		return 0;
	if (p[0] < 0xe0)
		return (p[1] & 0xc0) == 0x80 ? 2 : 0;
	if (p[0] == 0xe0 || p[0] == 0xf0)
		lo = p[0] == 0xe0 ? 0xa0 : 0x90;
	else if (p[0] == 0xed || p[0] == 0xf4)
		hi = p[0] == 0xed ? 0x9f : 0x8f;
	if (p[1] < lo || p[1] > hi || n < 3 || (p[2] & 0xc0) != 0x80)
		return 0;
	if (p[0] < 0xf0)
		return 3;
	return n >= 4 && (p[3] & 0xc0) == 0x80 ? 4 : 0;
}

size_t
utf8_valid_bytes(struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	uint64_t word;
	size_t i = 0, k;

	if (s.n > 0 && utf8_fast_valid(s))
		return s.n;
	while (i < s.n) {
		while (s.n - i >= 8) {
			memcpy(&word, p + i, 8);
			word &= 0x8080808080808080u;
			if (word != 0) {
				i += (size_t)__builtin_ctzll(word) / 8;
				break;
			}
			i += 8;
		}
		if (i == s.n)
			break;
		k = sequence(p + i, s.n - i);
		if (k == 0)
			return i;
		i += k;
	}
	return s.n;
}

bool
utf8_is_valid(struct slice s)
{
	return utf8_valid_bytes(s) == s.n;
}

bool
utf8_next(struct slice *s, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t n, i;

	if (s->n == 0)
		return false;
	n = sequence(p, s->n);
	if (n <= 1) {
		*cp = p[0];
		n = 1;
	} else {
		*cp = p[0] & (0x7fu >> n);
		for (i = 1; i < n; i++)
			*cp = *cp << 6 | (p[i] & 0x3fu);
	}
	s->p += n;
	s->n -= n;
	return true;
}

void
utf8_add(struct buf *out, uint32_t cp)
{
	utf8proc_uint8_t b[4];
	utf8proc_ssize_t n;

	if (cp < 0x80) {
		buf_add_char(out, (char)cp);
		return;
	}
	n = utf8proc_encode_char((utf8proc_int32_t)cp, b);
	buf_add(out, (const char *)b, n > 0 ? (size_t)n : 0);
}

/* U+0000-02FF and U+1E80-1EFF hold no mark that combines and no form that is
 * rewritten (NFC_Quick_Check=Yes), and all precomposed Vietnamese stands
 * there. */
bool
utf8_is_plain(struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	uint64_t word;
	size_t i = 0;

	if (s.n >= LONG_TEXT && utf8_fast_plain(s))
		return true;
	while (i < s.n) {
		if (p[i] < 0x80) {
			i++;
			while (s.n - i >= sizeof word) {
				memcpy(&word, p + i, sizeof word);
				word &= 0x8080808080808080u;
				if (word != 0) {
					i += (size_t)__builtin_ctzll(word) / 8;
					break;
				}
				i += sizeof word;
			}
		} else if (p[i] >= 0xc2 && p[i] < 0xcc && s.n - i > 1 &&
		    (p[i + 1] & 0xc0) == 0x80)
			i += 2;
		else if (p[i] == 0xe1 && s.n - i > 2 &&
		    (p[i + 1] == 0xba || p[i + 1] == 0xbb) &&
		    (p[i + 2] & 0xc0) == 0x80)
			i += 3;
		else
			return false;
	}
	return true;
}

enum err
utf8_nfc(struct buf *out, struct slice in)
{
	utf8proc_uint8_t *nfc = NULL;
	utf8proc_ssize_t n;

	if (utf8_is_plain(in)) {
		buf_add_slice(out, in);
		return ERR_OK;
	}
	if (!utf8_is_valid(in))
		return ERR_UTF8;
	n = utf8proc_map((const utf8proc_uint8_t *)in.p,
	    (utf8proc_ssize_t)in.n, &nfc, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n >= 0)
		buf_add(out, (const char *)nfc, (size_t)n);
	free(nfc);
	return n >= 0 ? ERR_OK : ERR_UTF8;
}

bool
utf8_is_unsafe(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x61c ||
	    (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x2028 && cp <= 0x202e) ||
	    (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff;
}

/* C2, D8, E2 and EF lead in the unsafe ones beyond ASCII. */
bool
utf8_has_unsafe(struct slice s)
{
	/* a bit per byte: controls, DEL, then the leads */
	static const uint64_t may_be[4] = { 0xffffffff, 0x8000000000000000, 0,
	    0x0000800401000004 };
	uint32_t cp;
	unsigned char c;
	size_t plain;

	while (s.n > 0) {
		plain = s.n >= FAST_BYTES ? utf8_fast_safe(s) : 0;
		s.p += plain;
		s.n -= plain;
		if (s.n == 0)
			break;
		c = (unsigned char)*s.p;
		if ((may_be[c >> 6] >> (c & 63) & 1) == 0) {
			s.p++;
			s.n--;
		} else if (utf8_next(&s, &cp) && utf8_is_unsafe(cp))
			return true;
	}
	return false;
}

void
utf8_add_shown(struct buf *out, struct slice in)
{
	uint32_t cp;
	size_t good;

	while (in.n > 0) {
		struct slice part = { in.p, utf8_valid_bytes(in) };

		good = part.n;
		while (utf8_next(&part, &cp)) {
			if (utf8_is_unsafe(cp))
				buf_printf(out, "\\u{%x}", (unsigned)cp);
			else
				utf8_add(out, cp);
		}
		in.p += good;
		in.n -= good;
		if (in.n > 0) {
			buf_printf(out, "\\x%02x", (unsigned char)in.p[0]);
			in.p++;
			in.n--;
		}
	}
}
