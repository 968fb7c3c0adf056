/* SPDX-License-Identifier: ISC */
/* Plain letters of names at the speed of a table, which a test holds against
 * vi_base. */
#include "lint/lint_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

#define LATIN_FIRST 0xc0
#define EXTRA_FIRST 0x1ea0

/* U+00C0 to U+00FF, a dot where there is no letter of names; Eth is taken for
 * the D with stroke. */
static const char latin[] =
    "aaaa....eee.ii..dnoooo...uu..y.."
    "aaaa....eee.ii..dnoooo...uu..y..";
/* U+1EA0 to U+1EF9. */
static const char extra[] =
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiii"
    "oooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy";

static char
plain(uint32_t cp)
{
	char c;

	if (cp >= EXTRA_FIRST && cp < EXTRA_FIRST + sizeof extra - 1)
		return extra[cp - EXTRA_FIRST];
	if (cp >= LATIN_FIRST && cp < LATIN_FIRST + sizeof latin - 1) {
		c = latin[cp - LATIN_FIRST];
		return c != '.' ? c : 0;
	}
	return cp == 0x189 || cp == 0x256 ? 'd' : vi_base(cp);
}

/* Valid text: a lead says how many follow. */
static uint32_t
take(const char *p, size_t *n)
{
	const unsigned char *s = (const unsigned char *)p;

	*n = 2;
	if (s[0] < 0xe0)
		return (uint32_t)(s[0] & 0x1f) << 6 | (s[1] & 0x3f);
	*n = 3;
	if (s[0] < 0xf0)
		return (uint32_t)(s[0] & 0x0f) << 12 |
		    (uint32_t)(s[1] & 0x3f) << 6 | (s[2] & 0x3f);
	*n = 4;
	return 0x10000;			/* no letter of names is there */
}

size_t
lint_fold(struct slice text, char out[LINT_MAX_FOLDED])
{
	bool blank = false;
	size_t n = 0, i = 0, step;
	uint32_t cp;
	char c;

	while (i < text.n && n + 2 <= LINT_MAX_FOLDED) {
		cp = (unsigned char)text.p[i];
		step = 1;
		if (cp < 0x80)
			c = (cp | 0x20) - 'a' < 26 ? (char)(cp | 0x20) : 0;
		else {
			cp = take(text.p + i, &step);
			c = plain(cp);
		}
		i += step;
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
