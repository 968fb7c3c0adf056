/* SPDX-License-Identifier: ISC */
/* Fields by position, check digits by weight. */
#include <string.h>

#include "identity/mrz.h"
#include "text/utf8.h"
#include "text/vi.h"

/* A field: offset into the joined lines and its length. */
struct place {
	unsigned char at, n;
};

/* One row for each format. `pieces` are what the composite digit covers, in
 * order, up to an empty one (Doc 9303-5, 4.2.4; -6, 4.2.4; -4, 4.2.4). */
struct layout {
	size_t length;
	struct place code, issuer, name, number, nationality, birth, sex,
	    expiry, optional, optional2;
	unsigned char number_digit, birth_digit, expiry_digit, composite;
	struct place pieces[5];
};

static const struct layout layouts[] = {
	[MRZ_TD1] = { .length = 90, .code = { 0, 2 }, .issuer = { 2, 3 },
	    .name = { 60, 30 }, .number = { 5, 9 }, .nationality = { 45, 3 },
	    .birth = { 30, 6 }, .sex = { 37, 1 }, .expiry = { 38, 6 },
	    .optional = { 15, 15 }, .optional2 = { 48, 11 },
	    .number_digit = 14, .birth_digit = 36, .expiry_digit = 44,
	    .composite = 59, .pieces = { { 5, 25 }, { 30, 7 }, { 38, 7 },
	    { 48, 11 } } },
	[MRZ_TD2] = { .length = 72, .code = { 0, 2 }, .issuer = { 2, 3 },
	    .name = { 5, 31 }, .number = { 36, 9 }, .nationality = { 46, 3 },
	    .birth = { 49, 6 }, .sex = { 56, 1 }, .expiry = { 57, 6 },
	    .optional = { 64, 7 }, .number_digit = 45, .birth_digit = 55,
	    .expiry_digit = 63, .composite = 71, .pieces = { { 36, 10 },
	    { 49, 7 }, { 57, 14 } } },
	[MRZ_TD3] = { .length = 88, .code = { 0, 2 }, .issuer = { 2, 3 },
	    .name = { 5, 39 }, .number = { 44, 9 }, .nationality = { 54, 3 },
	    .birth = { 57, 6 }, .sex = { 64, 1 }, .expiry = { 65, 6 },
	    .optional = { 72, 14 }, .number_digit = 53, .birth_digit = 63,
	    .expiry_digit = 71, .composite = 87, .pieces = { { 44, 10 },
	    { 57, 7 }, { 65, 22 } } },
};

/* What a character counts, and one; 0 for what may not stand there. */
#define VALUE4(c, v) [c] = (v) + 1, [(c) + 1] = (v) + 2, \
	[(c) + 2] = (v) + 3, [(c) + 3] = (v) + 4
static const unsigned char values[256] = {
	['<'] = 1, VALUE4('0', 0), VALUE4('4', 4), ['8'] = 9, ['9'] = 10,
	VALUE4('A', 10), VALUE4('E', 14), VALUE4('I', 18), VALUE4('M', 22),
	VALUE4('Q', 26), VALUE4('U', 30), ['Y'] = 35, ['Z'] = 36
};

static int
char_value(char c)
{
	return values[(unsigned char)c] - 1;
}

/* The digit goes on over several pieces: `i` is the place within them all. */
static int
weighted(struct slice s, size_t *i)
{
	static const int weights[] = { 7, 3, 1, 7, 3 };
	const int *w = weights + *i % 3;
	const char *p = s.p, *end = s.p + s.n;
	int sum = 0;

	for (; end - p >= 3; p += 3)
		sum += char_value(p[0]) * w[0] + char_value(p[1]) * w[1] +
		    char_value(p[2]) * w[2];
	for (; p < end; p++)
		sum += char_value(*p) * *w++;
	*i += s.n;
	return sum;
}

int
mrz_check_digit(struct slice s)
{
	size_t i = 0;

	return weighted(s, &i) % 10;
}

static struct slice
whole(const struct mrz *m, struct place f)
{
	return (struct slice){ m->text + f.at, f.n };
}

static struct slice
cut(struct slice s)
{
	while (s.n > 0 && s.p[s.n - 1] == '<')
		s.n--;
	return s;
}

static bool
digit_fits(char digit, struct slice over)
{
	return digit == '0' + mrz_check_digit(over);
}

static bool
composite_fits(const struct mrz *m, const struct layout *l)
{
	const struct place *f;
	size_t i = 0;
	int sum = 0;

	for (f = l->pieces; f->n > 0; f++)
		sum += weighted(whole(m, *f), &i);
	return m->text[l->composite] == '0' + sum % 10;
}

/* A filler in the place of the number's digit: the number goes on in the
 * optional field and its digit follows there (Doc 9303-5, 4.2.2, note j). */
static bool
long_number(struct mrz *m, const struct layout *l)
{
	struct slice rest = m->optional;
	const char *end = memchr(rest.p, '<', rest.n);
	size_t n = end != NULL ? (size_t)(end - rest.p) : rest.n;

	if (n < 2)
		return false;
	memcpy(m->number_text, m->text + l->number.at, l->number.n);
	memcpy(m->number_text + l->number.n, rest.p, n - 1);
	m->number = (struct slice){ m->number_text, l->number.n + n - 1 };
	m->optional.p += n;
	m->optional.n -= n;
	return digit_fits(rest.p[n - 1], m->number);
}

static void
check_number(struct mrz *m, const struct layout *l)
{
	char digit = m->text[l->number_digit];
	struct slice number = whole(m, l->number);
	bool good;

	m->number = cut(number);
	if (digit == '<' && m->format != MRZ_TD3 && m->number.n == number.n)
		good = long_number(m, l);
	else
		good = digit_fits(digit, number);
	if (!good)
		m->wrong |= MRZ_DIGIT_NUMBER;
}

/* Vietnam's card: line 1 holds the twelve digits, two fillers and a digit of
 * its own. */
static void
check_vietnam(struct mrz *m)
{
	struct slice id = { m->text + 15, 12 };

	if (m->format != MRZ_TD1 || !slice_is(m->issuer, "VNM") ||
	    !slice_digits(id))
		return;
	m->citizen_id = id;
	if (m->text[27] != '<' || m->text[28] != '<' ||
	    !digit_fits(m->text[29], id))
		m->wrong |= MRZ_DIGIT_NATIONAL;
}

static void
check_digits(struct mrz *m, const struct layout *l)
{
	char digit;

	m->wrong = 0;
	check_number(m, l);
	check_vietnam(m);
	if (!digit_fits(m->text[l->birth_digit], whole(m, l->birth)))
		m->wrong |= MRZ_DIGIT_BIRTH;
	if (!digit_fits(m->text[l->expiry_digit], whole(m, l->expiry)))
		m->wrong |= MRZ_DIGIT_EXPIRY;
	if (!composite_fits(m, l))
		m->wrong |= MRZ_DIGIT_COMPOSITE;
	if (m->format != MRZ_TD3)
		return;
	/* May be a filler where the optional field is empty (9303-4, 4.2.2). */
	digit = m->text[86];
	if (!(digit == '<' && m->optional.n == 0) &&
	    !digit_fits(digit, whole(m, l->optional)))
		m->wrong |= MRZ_DIGIT_OPTIONAL;
}

/* A filler may stand for what is not known, a letter for nothing. */
static bool
good_dates(const struct mrz *m)
{
	size_t i;

	for (i = 0; i < 6; i++)
		if (m->birth.p[i] >= 'A' || m->expiry.p[i] >= 'A')
			return false;
	return true;
}

/* Copies without blanks and line ends; false when it does not fit. */
static bool
squeeze(struct slice text, struct mrz *m, size_t *n)
{
	const char *p = text.p, *end = text.p + text.n, *from;
	size_t to = 0, run;

	while (p < end) {
		for (from = p; p < end && values[(unsigned char)*p] != 0;)
			p++;
		run = (size_t)(p - from);
		if (run > MRZ_MAX_TEXT - to)
			return false;
		memcpy(m->text + to, from, run);
		to += run;
		if (p == end)
			break;
		if (*p != '\n' && *p != '\r' && *p != ' ')
			return false;
		p++;
	}
	*n = to;
	return true;
}

static void
set_fields(struct mrz *m, const struct layout *l)
{
	struct slice name = whole(m, l->name);

	m->code = cut(whole(m, l->code));
	m->issuer = cut(whole(m, l->issuer));
	m->nationality = cut(whole(m, l->nationality));
	m->sex = cut(whole(m, l->sex));
	m->birth = whole(m, l->birth);
	m->expiry = whole(m, l->expiry);
	m->optional = cut(whole(m, l->optional));
	m->optional2 = cut(whole(m, l->optional2));
	m->name = cut(name);
	m->name_full = m->name.n + 1 >= name.n;
	m->citizen_id = (struct slice){ NULL, 0 };
}

enum err
mrz_parse(struct slice text, struct mrz *out)
{
	const struct layout *l;
	size_t n, f;

	out->n = 0;
	if (!squeeze(text, out, &n))
		return ERR_FORMAT;
	for (f = 0; f < sizeof layouts / sizeof *layouts; f++)
		if (layouts[f].length == n)
			break;
	if (f == sizeof layouts / sizeof *layouts)
		return ERR_FORMAT;
	l = &layouts[f];
	out->format = (enum mrz_format)f;
	set_fields(out, l);
	if (!good_dates(out))
		return ERR_FORMAT;
	check_digits(out, l);
	out->n = n;
	return ERR_OK;
}

enum err
mrz_parse_kept(struct slice text, struct mrz *m)
{
	if (m->n > 0 && m->n == text.n && memcmp(m->text, text.p, text.n) == 0)
		return ERR_OK;
	return mrz_parse(text, m);
}

/* Two digits, or 0 for two fillers. */
static bool
two(struct slice s, size_t at, int *v)
{
	*v = 0;
	if (s.p[at] == '<' && s.p[at + 1] == '<')
		return true;
	if (s.p[at] == '<' || s.p[at + 1] == '<')
		return false;
	*v = (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
	return true;
}

/* YYMMDD with the year as it stands; unknown month and day are 0. */
static enum err
short_date(struct slice s, struct date *d)
{
	if (s.p[0] == '<' || !two(s, 0, &d->y) || !two(s, 2, &d->m) ||
	    !two(s, 4, &d->d))
		return ERR_RANGE;
	if (d->m > 12 || (s.p[2] != '<' && d->m == 0) ||
	    (s.p[4] != '<' && d->d == 0) || (d->m == 0 && d->d != 0))
		return ERR_RANGE;
	return ERR_OK;
}

static enum err
real_or_part(struct date d, struct date *out)
{
	if (d.d != 0 && !date_is_real(d))
		return ERR_RANGE;
	*out = d;
	return ERR_OK;
}

enum err
mrz_birth(const struct mrz *m, struct date today, struct date *out)
{
	struct date d;
	enum err e = short_date(m->birth, &d);

	if (e != ERR_OK)
		return e;
	d.y += today.y / 100 * 100;
	if (date_cmp(d, today) > 0)
		d.y -= 100;
	return real_or_part(d, out);
}

enum err
mrz_expiry(const struct mrz *m, struct date today, struct date *out,
    bool *never)
{
	struct date d;
	enum err e = short_date(m->expiry, &d);

	*never = false;
	if (e != ERR_OK)
		return e;
	if (m->citizen_id.p != NULL && slice_is(m->expiry, "991231")) {
		*never = true;
		return ERR_OK;
	}
	d.y += today.y / 100 * 100;
	if (d.y > today.y + 50)
		d.y -= 100;
	else if (d.y <= today.y - 50)
		d.y += 100;
	return real_or_part(d, out);
}

/* Appends `name` in lower case, a blank for each run of fillers. */
static void
add_words(struct buf *out, struct slice name)
{
	size_t i;

	for (i = 0; i < name.n; i++)
		if (name.p[i] != '<')
			buf_add_char(out, (char)(name.p[i] | 0x20));
		else if (out->n > 0 && out->p[out->n - 1] != ' ')
			buf_add_char(out, ' ');
}

/* Where the two parts of the name divide; name.n when there is one only. */
static size_t
divide(struct slice name)
{
	size_t i;

	for (i = 0; i + 1 < name.n; i++)
		if (name.p[i] == '<' && name.p[i + 1] == '<')
			return i;
	return name.n;
}

/* The letter without its marks, in lower case; most are plain ones. */
static inline char
base_of(uint32_t cp)
{
	if ((cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z'))
		return (char)(cp | 0x20);
	return vi_base(cp);
}

/* utf8_next, quicker where it is ASCII. */
static inline bool
next_letter(struct slice *s, uint32_t *cp)
{
	if (s->n == 0 || (unsigned char)*s->p >= 0x80)
		return utf8_next(s, cp);
	*cp = (unsigned char)*s->p++;
	s->n--;
	return true;
}

/* Most names are letters with single blanks, and fit at once. False says
 * nothing. */
static bool
fits_plainly(struct slice mrz, struct slice name)
{
	size_t i = 0, from;
	uint32_t cp;

	if (!utf8_is_valid(name))
		return false;
	while (next_letter(&name, &cp)) {
		from = i;
		if (cp != ' ') {
			if (i == mrz.n || mrz.p[i] == '<' ||
			    (mrz.p[i] | 0x20) != base_of(cp))
				return false;
			i++;
			continue;
		}
		while (i < mrz.n && mrz.p[i] == '<')
			i++;
		if (i == from || i == mrz.n || name.n == 0)
			return false;
	}
	return i == mrz.n && i > 0;
}

bool
mrz_name_agrees(const struct mrz *m, struct slice name)
{
	struct buf key = { 0 }, mine = { 0 };
	size_t at = divide(m->name);
	struct slice family = { m->name.p, at };
	struct slice given = { m->name.p + at, m->name.n - at };
	bool good = fits_plainly(m->name, name);

	if (good || vi_key(name, VI_K4, &key) != ERR_OK)
		goto out;
	add_words(&mine, m->name);
	good = slice_eq(buf_slice(&mine), buf_slice(&key));
	if (good)
		goto out;
	buf_reset(&mine);
	/* With its last filler, so that a cut between words stays one. */
	add_words(&mine, whole(m, layouts[m->format].name));
	good = m->name_full &&
	    slice_starts(buf_slice(&key), buf_cstr(&mine));
	buf_reset(&mine);
	add_words(&mine, given);
	add_words(&mine, SLICE("<"));
	add_words(&mine, family);
	good = good || slice_eq(buf_slice(&mine), buf_slice(&key));
out:
	buf_wipe(&key);
	buf_wipe(&mine);
	return good;
}
