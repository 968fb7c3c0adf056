/* SPDX-License-Identifier: ISC */
/* Plain letters of names at the speed of a table, which a test holds against
 * vi_base. */
#include "lint/lint_priv.h"

#define BLANK 1				/* in the tables: a word ends */

/* ASCII. */
static const char ascii[128] = {
	[' '] = BLANK, ['-'] = BLANK,
	['A'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l',
	'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
	['a'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l',
	'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
};

/* U+00C0 to U+01BF by lead and continuation, a dot where there is no letter of
 * names; Eth and the African D are taken for the D with stroke. */
#define FIRST_LEAD 0xc3
static const char two[4][64 + 1] = {
	"aaaa....eee.ii..dnoooo...uu..y..aaaa....eee.ii..dnoooo...uu..y..",
	"..aa........cc..dd..ee..................ii..ii..................",
	"..............oo........................uu..uu..................",
	".........d......................oo.............uu...............",
};
/* U+1E80 to U+1EFF. */
#define SECOND 0xba
static const char three[2][64 + 1] = {
	"................................aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee",
	"eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......",
};

/* Valid text, of which this is no letter of the tables: *n bytes of it. */
static char
take_other(const unsigned char *s, size_t *n)
{
	*n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (s[0] == 0xc2 && s[1] == 0xa0)
		return BLANK;		/* U+00A0 */
	return s[0] == 0xc9 && s[1] == 0x96 ? 'd' : '.';	/* U+0256 */
}

static inline char
take(const unsigned char *s, size_t *n)
{
	if (s[0] < 0x80) {
		*n = 1;
		return ascii[s[0]];
	}
	if (s[0] == 0xe1 && (s[1] | 1) == (SECOND | 1)) {
		*n = 3;
		return three[s[1] - SECOND][s[2] & 0x3f];
	}
	if (s[0] >= FIRST_LEAD && s[0] < FIRST_LEAD + 4) {
		*n = 2;
		return two[s[0] - FIRST_LEAD][s[1] & 0x3f];
	}
	return take_other(s, n);
}

size_t
lint_fold(struct slice text, char out[LINT_MAX_FOLDED])
{
	const unsigned char *p = (const unsigned char *)text.p;
	const unsigned char *end = p + text.n;
	size_t n = 0, step;
	bool blank = false;
	char c;

	for (; p < end && n + 2 <= LINT_MAX_FOLDED; p += step) {
		c = take(p, &step);
		if (c < 'a') {
			blank = blank || c == BLANK;
			continue;
		}
		/* overwritten where there is no blank */
		out[n] = ' ';
		n += blank && n > 0;
		blank = false;
		out[n++] = c;
	}
	return n;
}
