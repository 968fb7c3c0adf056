/* SPDX-License-Identifier: ISC */
/* Names: whether a name stands there, one, and whole. */
#include <string.h>

#include "lint/lint_index.h"
#include "lint/lint_priv.h"
#include "text/charset.h"
#include "text/utf8.h"
#include "text/vi.h"

/* What stands in a name, counted sign by sign. */
struct signs {
	unsigned words, letters, capitals;	/* the last two: of this word */
	unsigned small, upper, capital, mixed;	/* words written so */
	bool first_up, digits, brackets, dot, strange, divided, odd;
	bool two_sides;			/* words on both sides of a sign */
	unsigned side_words;
};

static void
end_word(struct signs *s)
{
	if (s->letters == 0)
		return;
	if (s->capitals == 0)
		s->small++;
	else if (s->letters == 1)
		;			/* Y, or H of H'Hen: both ways right */
	else if (s->capitals == s->letters)
		s->upper++;
	else if (s->capitals == 1 && s->first_up)
		s->capital++;
	else
		s->mixed++;
	s->letters = s->capitals = 0;
}

static void
letter(struct signs *s, bool up)
{
	if (s->letters == 0)
		s->first_up = up;
	s->letters++;
	s->capitals += up;
}

/* A sign that stands between two names. */
static void
divide(struct signs *s)
{
	end_word(s);
	s->divided = true;
	s->two_sides = s->two_sides || s->side_words > 1;
	s->side_words = 0;
}

static void
ascii(struct signs *s, char c)
{
	switch (c) {
	case ' ':
	case '\'':
	case '-':
		end_word(s);
		break;
	case '.':
		s->dot = true;
		end_word(s);
		break;
	case '(':
	case ')':
	case '[':
	case ']':
		s->brackets = true;
		break;
	case ',':
	case ';':
	case '/':
	case '&':
	case '+':
	case '\n':
		divide(s);
		break;
	default:
		if (c >= '0' && c <= '9')
			s->digits = true;
		else if (c > ' ')	/* controls: lint_texts */
			s->strange = true;
	}
}

static bool
is_latin(uint32_t cp)
{
	return cp >= 0xc0 && cp < 0x180 && cp != 0xd7 && cp != 0xf7;
}

/* Marks that stand alone, look-alikes and what is invisible have findings of
 * their own. */
static bool
is_strange(uint32_t cp)
{
	return !(cp >= 0x300 && cp < 0x530) && !utf8_is_unsafe(cp) &&
	    cp != 0xa0 && cp != 0xad && cp != 0x2019 && cp != 0x2bc &&
	    !(cp >= 0x2000 && cp <= 0x2015) && cp != 0x202f && cp != 0x3000 &&
	    !(cp >= 0xff01 && cp <= 0xff5e) && cp != 0x189 && cp != 0x256;
}

static bool
is_blank(uint32_t cp)
{
	return cp == 0xa0 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x202f ||
	    cp == 0x3000;
}

/* A sign beyond ASCII that is no letter. */
static void
other(struct signs *s, uint32_t cp, bool *in_word)
{
	s->strange = s->strange || is_strange(cp);
	s->odd = true;
	if (is_blank(cp)) {
		*in_word = false;
		end_word(s);
	}
}

static void
read_signs(struct slice name, struct signs *s)
{
	const struct vi_letter *v;
	bool in_word = false, up;
	uint32_t cp;

	while (name.n > 0) {
		cp = (unsigned char)name.p[0];
		if (cp < 0x80) {
			name.p++;
			name.n--;
			up = (cp & 0x20) == 0;
			if ((cp | 0x20) - 'a' >= 26) {
				in_word = in_word && (cp == '\'' ||
				    cp == '-');
				ascii(s, (char)cp);
				continue;
			}
		} else {
			(void)utf8_next(&name, &cp);
			v = vi_letter(cp);
			if (v == NULL && !is_latin(cp)) {
				other(s, cp, &in_word);
				continue;
			}
			up = v != NULL ? v->upper : vi_lower(cp) != cp;
			s->odd = s->odd || cp == 0xd0 || cp == 0xf0;
		}
		s->words += !in_word;
		s->side_words += !in_word;
		in_word = true;
		letter(s, up);
	}
	end_word(s);
	s->two_sides = s->two_sides && s->side_words > 1;
}

static bool
is_one_of(struct slice word, const char *list)
{
	struct slice rest = slice_str(list), one;

	while (slice_split(&rest, '|', &one))
		if (slice_eq(one, word))
			return true;
	return false;
}

/* Nguyễn Văn A and his like: forms are filled in with them. */
static bool
is_sample(struct slice folded)
{
	struct slice rest = folded, word[4];
	size_t n = 0;

	while (n < 4 && slice_split(&rest, ' ', &word[n]))
		n++;
	return n == 3 && rest.p == NULL && word[2].n == 1 &&
	    is_one_of(word[0], "nguyen|tran|le|pham|hoang") &&
	    is_one_of(word[1], "van|thi") &&
	    is_one_of(word[2], "a|b|c|d|x|z");
}

/* The longest of the words below has thirteen letters. */
#define LONGEST 13

static bool
is_placeholder(struct slice folded)
{
	size_t i;

	if (folded.n > 2 && folded.p[folded.n - 2] == ' ' && is_sample(folded))
		return true;
	if (folded.n > LONGEST)
		return false;
	for (i = 1; i < folded.n && folded.p[i] == folded.p[0]; i++)
		continue;
	if (i == folded.n && folded.n > 1)
		return true;
	return is_one_of(folded, "test|abc|na|none|null|ten|ho ten|ho va ten"
	    "|khong|khong co|khong ro|khong biet|khong ten|chua co|chua ro"
	    "|chua biet|chua dat ten|chua co ten|trong|name|asdf|qwerty");
}

/* The first letters of titles and families that look like them: most names end
 * here. */
static bool
may_be_title(struct slice folded)
{
	static const char *const words[] = { "ong ", "ba ", "anh ", "chi ",
	    "em ", "co ", "chu ", "bac ", "thay ", "be ", "chau ", "mr ",
	    "mrs ", "ms " };
	size_t i, k;

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		for (k = 0; k < folded.n && words[i][k] == folded.p[k]; k++)
			continue;
		if (words[i][k] == '\0')
			return true;
	}
	return false;
}

/* As people write before a name; Chu and Bá are names of families, so marks
 * matter. What stands behind has to be one as well. */
static bool
has_title(struct slice name, struct slice folded)
{
	static const char titles[] = "ông|Ông|ÔNG|bà|Bà|BÀ|anh|Anh|ANH|chị|Chị"
	    "|CHỊ|em|Em|EM|cô|Cô|CÔ|chú|Chú|CHÚ|bác|Bác|BÁC|thầy|Thầy|THẦY"
	    "|bé|Bé|BÉ|cháu|Cháu|CHÁU|mr|Mr|MR|mrs|Mrs|MRS|ms|Ms|MS|Mr.|Mrs."
	    "|Ms.|Ông.|Bà.|Anh.|Chị.";
	struct slice first, second;

	if (!may_be_title(folded))
		return false;
	if (!slice_split(&name, ' ', &first) || first.n > 7 ||
	    name.p == NULL || !slice_split(&folded, ' ', &second) ||
	    !slice_split(&folded, ' ', &second))
		return false;
	return is_one_of(second, "nguyen|tran|le|pham|huynh|hoang|phan|vu|vo"
	    "|dang|bui|do|ho|ngo|duong|ly|truong|dinh|mai|doan") &&
	    is_one_of(first, titles);
}

/* "và" between two names, as a word of its own. */
static bool
has_and(struct slice name)
{
	static const char word[] = " v\303\240 ";	/* và */

	return memmem(name.p, name.n, word, sizeof word - 1) != NULL;
}

static void
check_form(struct lint_case *c, struct slice name, const struct signs *s)
{
	struct slice nation = lint_field(c, PERSON_NATIONALITY);

	if (s->digits)
		lint_say(c, LINT_NAME_DIGITS, PERSON_NAME);
	if (s->brackets)
		lint_say(c, LINT_NAME_BRACKETS, PERSON_NAME);
	if (s->two_sides || (s->small > 0 && has_and(name)))
		lint_say(c, LINT_NAME_TWO, PERSON_NAME);
	else if (s->strange || s->divided)
		lint_say(c, LINT_NAME_LETTERS, PERSON_NAME);
	if (s->dot)
		lint_say(c, LINT_NAME_SHORT, PERSON_NAME);
	if (s->words == 1 && (nation.n == 0 || slice_is(nation, "VNM")))
		lint_say(c, LINT_NAME_SINGLE, PERSON_NAME);
	if (s->small + s->mixed > 0 || (s->capital > 0 && s->upper > 0))
		lint_say(c, LINT_NAME_CASE, PERSON_NAME);
}

/* Letters of an old font's bytes taken for Latin ones: NguyÔn V¨n. */
static bool
is_legacy(struct lint_words *w, struct slice name)
{
	static const enum charset old[] = { CHARSET_TCVN3, CHARSET_VNI };
	struct buf bytes = { 0 }, text = { 0 };
	bool found = false;
	size_t i;

	if (charset_undo(name, &bytes))
		for (i = 0; i < sizeof old / sizeof *old && !found; i++) {
			buf_reset(&text);
			found = charset_decode(old[i], buf_slice(&bytes),
			    &text) == ERR_OK &&
			    !slice_eq(buf_slice(&text), name) &&
			    lint_is_vietnamese(w, buf_slice(&text));
		}
	buf_wipe(&bytes);
	buf_wipe(&text);
	return found;
}

void
lint_name(struct lint_case *c)
{
	struct slice name = slice_trim(lint_field(c, PERSON_NAME)), folded;
	char text[LINT_MAX_FOLDED];
	struct signs s = { 0 };
	bool known;

	if (name.n == 0)
		return;
	folded = (struct slice){ text, lint_fold(name, text) };
	c->out->name_key = lint_index_name_key(folded,
	    lint_field(c, PERSON_DOB));
	read_signs(name, &s);
	if (folded.n == 0 || is_placeholder(folded)) {
		lint_say(c, LINT_NAME_PLACEHOLDER, PERSON_NAME);
		return;
	}
	known = lint_is_vietnamese(c->words, name);
	if (!known && !slice_ascii(name) && is_legacy(c->words, name)) {
		lint_say(c, LINT_TEXT_CHARSET, PERSON_NAME);
		return;
	}
	check_form(c, name, &s);
	if (has_title(name, folded))
		lint_say(c, LINT_NAME_TITLE, PERSON_NAME);
	else if (!known && !s.digits && !s.strange && !s.brackets &&
	    !s.divided && !s.dot && !s.odd)
		lint_say(c, LINT_NAME_FOREIGN, PERSON_NAME);
}
