/* SPDX-License-Identifier: ISC */
/* Cell formats: what the font says of a charset, which numbers are dates. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "table/xlsx_priv.h"

static const char why_many[] =
    N_("the workbook has more cell formats than any spreadsheet program "
    "writes: it is made to harm, do not open it");

enum { TOP, IN_FORMATS, IN_FONTS, IN_FONT, IN_XFS, IN_XF };

xlsx_hint
xlsx_hint_of(struct slice font)
{
	enum charset c;
	bool upper = false;

	if (!charset_by_font(font, &c, &upper))
		return 0;
	return (xlsx_hint)(1 + 2 * (unsigned)c + upper);
}

enum charset
xlsx_hint_charset(xlsx_hint h, bool *upper)
{
	*upper = h > 0 && (h - 1) % 2 == 1;
	return h > 0 ? (enum charset)((h - 1) / 2) : CHARSETS;
}

enum xlsx_shown
xlsx_format_builtin(unsigned long id)
{
	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) ||
	    id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58)
		return XLSX_AS_DATE;
	if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47) ||
	    (id >= 32 && id <= 35) || id == 55 || id == 56)
		return XLSX_AS_TIME;
	return XLSX_AS_NUMBER;
}

/* Takes what a format only shows, or what is about colours, conditions and
 * languages: "ngày", \n, _), *-, [Red], [$-42A]. True: something was taken. */
static bool
skip_literal(struct slice *s)
{
	const char *end;
	char c = s->p[0];
	size_t n;

	if (c == '"')
		end = memchr(s->p + 1, '"', s->n - 1);
	else if (c == '[')
		end = memchr(s->p + 1, ']', s->n - 1);
	else if (c == '\\' || c == '_' || c == '*')
		end = s->n > 1 ? s->p + 1 : NULL;
	else
		return false;
	n = end != NULL ? (size_t)(end - s->p) + 1 : s->n;
	s->p += n;
	s->n -= n;
	return true;
}

/* "[h]", "[mm]", "[ss]": elapsed time. */
static bool
is_elapsed(struct slice s)
{
	size_t i;

	if (s.n < 3 || s.p[0] != '[' || strchr("hHmMsS", s.p[1]) == NULL)
		return false;
	for (i = 2; i < s.n && s.p[i] == s.p[1]; i++)
		;
	return i < s.n && s.p[i] == ']';
}

static bool
skip_word(struct slice *s, const char *word)
{
	size_t n = strlen(word);

	if (s->n < n || strncasecmp(s->p, word, n) != 0)
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

/* What the letters of the first part of a format (of positive numbers) say:
 * `m` is minutes beside hours or seconds, else months. */
struct letters {
	bool day, month, time;
};

static void
take_letter(struct letters *l, struct slice *s)
{
	char c = (char)(s->p[0] | 0x20);

	if (c == 'e' && s->n > 1 && (s->p[1] == '+' || s->p[1] == '-')) {
		s->p++;
		s->n--;
	} else if (c == 'd' || c == 'y' || c == 'e' || c == 'g' || c == 'b')
		l->day = true;
	else if (c == 'h' || c == 's')
		l->time = true;
	else if (c == 'm') {
		l->month = true;
		/* mmm and longer is no minute */
		if (s->n > 2 && (s->p[1] | 0x20) == 'm' &&
		    (s->p[2] | 0x20) == 'm')
			l->day = true;
	}
	s->p++;
	s->n--;
}

enum xlsx_shown
xlsx_format_shown(struct slice code)
{
	struct letters l = { false, false, false };

	while (code.n > 0 && code.p[0] != ';') {
		if (is_elapsed(code))
			l.time = true;
		if (!skip_literal(&code) && !skip_word(&code, "general") &&
		    !skip_word(&code, "am/pm") && !skip_word(&code, "a/p"))
			take_letter(&l, &code);
	}
	if (l.day || (l.month && !l.time))
		return XLSX_AS_DATE;
	return l.time ? XLSX_AS_TIME : XLSX_AS_NUMBER;
}

static void
add_format(struct xlsx_styles *s, const char **att)
{
	struct slice code = xlsx_att(att, "formatCode");
	unsigned long id;

	if (code.p == NULL || !xlsx_att_number(att, "numFmtId",
	    XLSX_MAX_STYLES - 1, &id))
		return;
	if (s->custom == NULL)
		s->custom = xcalloc(XLSX_MAX_STYLES, 1);
	s->custom[id] = (uint8_t)(1 + xlsx_format_shown(code));
}

static enum err
add_font(struct xlsx_styles *s, struct xlsx_xml *x)
{
	if (s->fonts == XLSX_MAX_STYLES) {
		xlsx_xml_why(x, why_many);
		return ERR_TOO_LONG;
	}
	if (s->fonts == s->fonts_cap) {
		s->fonts_cap = s->fonts_cap == 0 ? 64 : s->fonts_cap * 2;
		s->font = xreallocarray(s->font, s->fonts_cap,
		    sizeof *s->font);
	}
	s->font[s->fonts++] = 0;
	return ERR_OK;
}

static enum err
add_xf(struct xlsx_styles *s, struct xlsx_xml *x, const char **att)
{
	unsigned long font = 0, format = 0;

	if (s->n == XLSX_MAX_STYLES) {
		xlsx_xml_why(x, why_many);
		return ERR_TOO_LONG;
	}
	if (s->n == s->raw_cap) {
		s->raw_cap = s->raw_cap == 0 ? 64 : s->raw_cap * 2;
		s->raw = xreallocarray(s->raw, s->raw_cap, sizeof *s->raw);
	}
	(void)xlsx_att_number(att, "fontId", XLSX_MAX_STYLES, &font);
	(void)xlsx_att_number(att, "numFmtId", XLSX_MAX_STYLES - 1, &format);
	s->raw[s->n++] = (struct xlsx_xf){ (uint32_t)font, (uint32_t)format };
	return ERR_OK;
}

static enum err
start_top(struct xlsx_styles *s, struct xlsx_xml *x, const char *name)
{
	if (strcmp(name, "styleSheet") == 0)
		return ERR_OK;
	if (strcmp(name, "numFmts") == 0)
		s->where = IN_FORMATS;
	else if (strcmp(name, "fonts") == 0)
		s->where = IN_FONTS;
	else if (strcmp(name, "cellXfs") == 0)
		s->where = IN_XFS;
	else
		xlsx_xml_skip(x);
	return ERR_OK;
}

static enum err
on_start(void *ctx, struct xlsx_xml *x, const char *name, const char **att)
{
	struct xlsx_styles *s = ctx;

	if (s->where == TOP)
		return start_top(s, x, name);
	if (s->where == IN_FONTS && strcmp(name, "font") == 0) {
		s->where = IN_FONT;
		return add_font(s, x);
	}
	if (s->where == IN_XFS && strcmp(name, "xf") == 0) {
		s->where = IN_XF;
		return add_xf(s, x, att);
	}
	if (s->where == IN_FORMATS && strcmp(name, "numFmt") == 0)
		add_format(s, att);
	if (s->where == IN_FONT && strcmp(name, "name") == 0)
		s->font[s->fonts - 1] = xlsx_hint_of(xlsx_att(att, "val"));
	xlsx_xml_skip(x);
	return ERR_OK;
}

static enum err
on_end(void *ctx, struct xlsx_xml *x, const char *name)
{
	struct xlsx_styles *s = ctx;

	(void)x;
	(void)name;
	if (s->where == IN_FONT)
		s->where = IN_FONTS;
	else if (s->where == IN_XF)
		s->where = IN_XFS;
	else
		s->where = TOP;
	return ERR_OK;
}

const struct xlsx_events xlsx_styles_events =
    { "styleSheet", on_start, on_end, NULL };

void
xlsx_styles_done(struct xlsx_styles *s)
{
	const struct xlsx_xf *xf;
	size_t i;

	s->xf = xreallocarray(NULL, s->n + 1, sizeof *s->xf);
	for (i = 0; i < s->n; i++) {
		xf = &s->raw[i];
		s->xf[i].hint = xf->font < s->fonts ? s->font[xf->font] : 0;
		s->xf[i].shown = s->custom != NULL && s->custom[xf->format] ?
		    (uint8_t)(s->custom[xf->format] - 1) :
		    (uint8_t)xlsx_format_builtin(xf->format);
	}
}

void
xlsx_styles_release(struct xlsx_styles *s)
{
	free(s->xf);
	free(s->font);
	free(s->raw);
	free(s->custom);
	*s = (struct xlsx_styles){ 0 };
}

struct xlsx_style
xlsx_style(const struct xlsx_styles *s, unsigned long i)
{
	return i < s->n ? s->xf[i] : (struct xlsx_style){ 0, XLSX_AS_NUMBER };
}
