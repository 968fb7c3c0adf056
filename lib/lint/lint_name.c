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

/* A word of a plain text for the first time. */
static void
learn(struct lint_word *w, struct slice word)
{
	char folded[LINT_MAX_FOLDED];
	struct signs s = { 0 };
	size_t n = lint_fold(word, folded);

	read_signs(word, &s);
	memset(w, 0, sizeof *w);
	memcpy(w->text, word.p, word.n);
	w->bare = s.words == 1 && !s.digits && !s.brackets && !s.dot &&
	    !s.strange && !s.divided && !s.odd && n > 0 &&
	    memchr(word.p, '\'', word.n) == NULL &&
	    memchr(word.p, '-', word.n) == NULL;
	memcpy(w->folded, folded, n);
	w->folded_n = (uint8_t)n;
	w->small = s.small > 0;
	w->upper = s.upper > 0;
	w->capital = s.capital > 0;
	w->mixed = s.mixed > 0;
	w->good = vi_is_syllable(word);
}

/* A name whose words are looked at: its plain letters, its signs, and what
 * lint_is_vietnamese says. */
struct look {
	char folded[LINT_MAX_FOLDED];
	size_t n;
	struct signs s;
	bool known;
};

#define MAX_NAME 96

static bool
add_word(struct look *l, struct lint_words *words, const char *p, size_t n)
{
	/* as many of the first as there are letters */
	static const unsigned char mask[2 * LINT_WORD_BYTES] = {
		255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255 };
	char word[LINT_WORD_BYTES];
	struct lint_word *w;
	bool known;
	size_t i;

	for (i = 0; i < LINT_WORD_BYTES; i++)
		word[i] = (char)(p[i] & mask[LINT_WORD_BYTES - n + i]);
	w = lint_words_at(words, word, &known);
	if (!known)
		learn(w, (struct slice){ p, n });
	if (l->n > 0)
		l->folded[l->n++] = ' ';
	memcpy(l->folded + l->n, w->folded, LINT_WORD_BYTES);
	l->n += w->folded_n;
	l->s.words++;
	l->s.small += w->small;
	l->s.upper += w->upper;
	l->s.capital += w->capital;
	l->s.mixed += w->mixed;
	l->known = w->good;
	return w->bare;
}

/* False: there is more in it than words of letters. */
static bool
look_at_words(struct look *l, struct lint_words *words, struct slice name)
{
	char text[MAX_NAME + LINT_WORD_BYTES] = { 0 };
	bool decided = false, known = true;
	const char *end;
	size_t at, n;

	l->n = 0;
	l->s = (struct signs){ 0 };
	l->known = false;
	if (name.n > MAX_NAME)
		return false;
	memcpy(text, name.p, name.n);
	for (at = 0; at < name.n; at += n + 1) {
		end = memchr(text + at, ' ', name.n - at);
		n = end != NULL ? (size_t)(end - text) - at : name.n - at;
		if (n == 0 || n >= LINT_WORD_BYTES ||
		    !add_word(l, words, text + at, n))
			return false;
		if (!decided && (n == 1 || !l->known)) {
			known = n == 1;
			decided = true;
		}
	}
	l->known = known;
	return true;
}

static void
look_at_letters(struct look *l, struct lint_words *words, struct slice name)
{
	l->n = lint_fold(name, l->folded);
	l->s = (struct signs){ 0 };
	read_signs(name, &l->s);
	l->known = lint_is_vietnamese(words, name);
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

/* What people write who have no name, by the first letter; the longest has
 * thirteen. */
#define LONGEST 13
static const char *const stand_ins['z' - 'a' + 1] = {
	['a' - 'a'] = "abc|asdf",
	['c' - 'a'] = "chua co|chua ro|chua biet|chua dat ten|chua co ten",
	['h' - 'a'] = "ho ten|ho va ten",
	['k' - 'a'] = "khong|khong co|khong ro|khong biet|khong ten",
	['n' - 'a'] = "na|none|null|name",
	['q' - 'a'] = "qwerty",
	['t' - 'a'] = "test|ten|trong",
};

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
	return folded.p[0] != ' ' &&
	    is_one_of(folded, stand_ins[folded.p[0] - 'a']);
}

/* The first letters of titles and families that look like them: most names end
 * here. */
static bool
may_be_title(struct slice folded)
{
	static const char *const words['z' - 'a' + 1] = {
		['a' - 'a'] = "anh", ['b' - 'a'] = "ba|bac|be",
		['c' - 'a'] = "chi|co|chu|chau", ['e' - 'a'] = "em",
		['m' - 'a'] = "mr|mrs|ms", ['o' - 'a'] = "ong",
		['t' - 'a'] = "thay",
	};
	const char *some = folded.n > 0 && folded.p[0] != ' ' ?
	    words[folded.p[0] - 'a'] : NULL;
	struct slice first;

	return some != NULL && slice_split(&folded, ' ', &first) &&
	    folded.p != NULL && is_one_of(first, some);
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
	struct look l;
	const struct signs *s = &l.s;

	if (name.n == 0)
		return;
	if (!c->s->plain || !look_at_words(&l, c->words, name))
		look_at_letters(&l, c->words, name);
	folded = (struct slice){ l.folded, l.n };
	c->out->name_key = lint_index_name_key(folded,
	    lint_field(c, PERSON_DOB));
	if (folded.n == 0 || is_placeholder(folded)) {
		lint_say(c, LINT_NAME_PLACEHOLDER, PERSON_NAME);
		return;
	}
	if (!l.known && !slice_ascii(name) && is_legacy(c->words, name)) {
		lint_say(c, LINT_TEXT_CHARSET, PERSON_NAME);
		return;
	}
	check_form(c, name, s);
	if (has_title(name, folded))
		lint_say(c, LINT_NAME_TITLE, PERSON_NAME);
	else if (!l.known && !s->digits && !s->strange && !s->brackets &&
	    !s->divided && !s->dot && !s->odd)
		lint_say(c, LINT_NAME_FOREIGN, PERSON_NAME);
}
