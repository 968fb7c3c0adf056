/* SPDX-License-Identifier: ISC */
/* The form of texts. */
#include "lint/lint_priv.h"
#include "text/utf8.h"

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

/* Bytes that are nothing to look at: 0; blanks: 1; those that can begin
 * something: 2. Controls; the leads of U+0080-00BF (C2), U+0240 and more (C9),
 * U+0300-052F (CC to D4), U+061C (D8), U+2000-3FFF (E2, E3), U+F000-FFFF (EF);
 * of C3 and C6 only one letter each, which is asked for. */
#define LOOK [0xc2] = 2, [0xc9] = 2, [0xcc] = 2, [0xcd] = 2, [0xce] = 2, \
	[0xcf] = 2, [0xd0] = 2, [0xd1] = 2, [0xd2] = 2, [0xd3] = 2,	\
	[0xd4] = 2, [0xd8] = 2, [0xe2] = 2, [0xe3] = 2, [0xef] = 2,	\
	[0x7f] = 2, [0xc3] = 3, [0xc6] = 3, [' '] = 1
static const uint8_t looks[256] = {
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, LOOK
};

/* Eth, small eth, and the African D, which look like Đ. */
static bool
is_like_d(const char *p)
{
	return ((unsigned char)p[0] == 0xc3 &&
	    ((unsigned char)p[1] | 0x20) == 0xb0) ||
	    ((unsigned char)p[0] == 0xc6 && (unsigned char)p[1] == 0x89);
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
check_text(struct lint_case *c, enum person_field f, const struct slice s)
{
	struct slice rest;
	uint32_t cp;
	size_t i;

	for (i = 0; i < s.n; i++) {
		uint8_t look = looks[(unsigned char)s.p[i]];

		if (look == 0)
			continue;
		if (look == 1) {
			if (i > 0 && s.p[i - 1] == ' ')
				lint_say(c, LINT_TEXT_BLANKS, f);
			continue;
		}
		if (look == 3 && !is_like_d(s.p + i))
			continue;
		rest = (struct slice){ s.p + i, s.n - i };
		(void)utf8_next(&rest, &cp);
		check_sign(c, f, cp);
	}
}

const enum person_field lint_text_fields[LINT_TEXTS] = { PERSON_NAME,
	PERSON_RESIDENCE, PERSON_HOMETOWN, PERSON_FATHER, PERSON_MOTHER };

void
lint_texts(struct lint_case *c)
{
	size_t i;

	if (c->s->plain)
		return;
	for (i = 0; i < LINT_TEXTS; i++)
		check_text(c, lint_text_fields[i], slice_trim(
		    c->s->raw != NULL ? c->s->raw[i] :
		    lint_field(c, lint_text_fields[i])));
}
