/* SPDX-License-Identifier: ISC */
/* The texts of a workbook: runs in several fonts, escapes, the shared table. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/xlsx_priv.h"
#include "text/utf8.h"

static const char why_long[] =
    N_("a cell holds more text than any spreadsheet program allows: mend the "
    "cell");
static const char why_many[] =
    N_("the workbook holds more text than any sheet has room for: it is made "
    "to harm, do not open it");

void
xlsx_rich_open(struct xlsx_rich *r, struct buf *out)
{
	*r = (struct xlsx_rich){ .out = out, .from = out->n, .part = out->n };
}

/* `rPh` holds how the text sounds, a second time: left out like all else. */
enum err
xlsx_rich_start(struct xlsx_rich *r, struct xlsx_xml *x, const char *name,
    const char **att)
{
	if (strcmp(name, "t") == 0) {
		r->in_t = true;
		r->part = r->out->n;
		xlsx_xml_want(x, true);
	} else if (strcmp(name, "r") == 0 && !r->in_run) {
		r->in_run = true;
		r->run = 0;
	} else if (strcmp(name, "rFont") == 0 && r->in_run)
		r->run = xlsx_hint_of(xlsx_att(att, "val"));
	else if (strcmp(name, "rPr") != 0 || !r->in_run)
		xlsx_xml_skip(x);
	return ERR_OK;
}

static bool
is_blank(struct slice s)
{
	return slice_trim(s).n == 0;
}

void
xlsx_rich_end(struct xlsx_rich *r, struct xlsx_xml *x, const char *name)
{
	bool first;

	(void)x;
	if (strcmp(name, "r") == 0)
		r->in_run = false;
	if (strcmp(name, "t") != 0)
		return;
	r->in_t = false;
	xlsx_unescape(r->out, r->part);
	if (is_blank((struct slice){ r->out->p + r->part,
	    r->out->n - r->part }))
		return;
	/* A run without a font of its own is shown in the cell's. */
	first = is_blank((struct slice){ r->out->p + r->from,
	    r->part - r->from });
	if (first)
		r->hint = r->in_run ? r->run : 0;
	else if (r->hint != (r->in_run ? r->run : 0))
		r->mixed = true;
}

enum err
xlsx_rich_text(struct xlsx_rich *r, struct xlsx_xml *x, struct slice s)
{
	if (r->out->n - r->from + s.n > XLSX_MAX_CELL) {
		xlsx_xml_why(x, why_long);
		return ERR_TOO_LONG;
	}
	buf_add_slice(r->out, s);
	return ERR_OK;
}

xlsx_hint
xlsx_rich_hint(const struct xlsx_rich *r)
{
	return r->mixed ? 0 : r->hint;
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "_x000D_" at the start of `s`: its number, or -1. */
static long
escape(struct slice s)
{
	long v = 0;
	int i, h;

	if (s.n < 7 || s.p[0] != '_' || s.p[1] != 'x' || s.p[6] != '_')
		return -1;
	for (i = 2; i < 6; i++) {
		h = hex(s.p[i]);
		if (h < 0)
			return -1;
		v = v * 16 + h;
	}
	return v;
}

/* The character of an escape or of two that make one, and how many bytes they
 * take; -1: stays as it is (no character, or NUL). */
static long
character(struct slice s, size_t *n)
{
	long v = escape(s), low;

	*n = 7;
	if (v >= 0xD800 && v < 0xDC00 && s.n >= 14) {
		low = escape((struct slice){ s.p + 7, s.n - 7 });
		*n = 14;
		return low >= 0xDC00 && low < 0xE000 ?
		    0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00) : -1;
	}
	if (v == 0 || (v >= 0xD800 && v < 0xE000) || v >= 0xFFFE)
		return -1;
	return v;
}

void
xlsx_unescape(struct buf *b, size_t from)
{
	struct slice rest = { b->p + from, b->n - from };
	struct buf out = { 0 };
	const char *q;
	size_t n;
	long c;

	if (rest.n < 7 || (q = memchr(rest.p, '_', rest.n)) == NULL)
		return;
	while (q != NULL) {
		n = (size_t)(q - rest.p);
		buf_add(&out, rest.p, n);
		rest.p += n;
		rest.n -= n;
		c = character(rest, &n);
		if (c >= 0)
			utf8_add(&out, (uint32_t)c);
		else {
			n = 1;
			buf_add_char(&out, '_');
		}
		rest.p += n;
		rest.n -= n;
		q = rest.n > 0 ? memchr(rest.p, '_', rest.n) : NULL;
	}
	buf_add_slice(&out, rest);
	/* Never longer than it was: a character takes four bytes at most. */
	memcpy(b->p + from, out.p, out.n);
	b->n = from + out.n;
	buf_wipe(&out);
}

static void
add_string(struct xlsx_strings *s)
{
	if (s->n == s->cap) {
		s->cap = s->cap == 0 ? 1024 : s->cap * 2;
		s->at = xreallocarray(s->at, s->cap, sizeof *s->at);
	}
	s->at[s->n++] = (uint32_t)s->text.n;
	buf_add_char(&s->text, 0);
	xlsx_rich_open(&s->rich, &s->text);
}

static enum err
on_start(void *ctx, struct xlsx_xml *x, const char *name, const char **att)
{
	struct xlsx_strings *s = ctx;

	if (s->in_si)
		return xlsx_rich_start(&s->rich, x, name, att);
	if (strcmp(name, "sst") == 0)
		return ERR_OK;
	if (strcmp(name, "si") != 0) {
		xlsx_xml_skip(x);
		return ERR_OK;
	}
	/* Offsets have 32 bits: the largest part has less, but for texts of
	 * UTF-16, which grow by half. */
	if (s->text.n > UINT32_MAX - 1 || s->n == XLSX_MAX_STRINGS) {
		xlsx_xml_why(x, why_many);
		return ERR_TOO_LONG;
	}
	s->in_si = true;
	add_string(s);
	return ERR_OK;
}

static enum err
on_end(void *ctx, struct xlsx_xml *x, const char *name)
{
	struct xlsx_strings *s = ctx;

	if (!s->in_si)
		return ERR_OK;
	if (strcmp(name, "si") != 0) {
		xlsx_rich_end(&s->rich, x, name);
		return ERR_OK;
	}
	s->in_si = false;
	s->text.p[s->at[s->n - 1]] = (char)xlsx_rich_hint(&s->rich);
	return ERR_OK;
}

static enum err
on_text(void *ctx, struct xlsx_xml *x, struct slice text)
{
	struct xlsx_strings *s = ctx;

	return xlsx_rich_text(&s->rich, x, text);
}

const struct xlsx_events xlsx_strings_events =
    { "sst", on_start, on_end, on_text };

void
xlsx_strings_release(struct xlsx_strings *s)
{
	buf_wipe(&s->text);
	free(s->at);
	*s = (struct xlsx_strings){ 0 };
}

bool
xlsx_string(const struct xlsx_strings *s, unsigned long i, struct slice *text,
    xlsx_hint *hint)
{
	size_t end;

	if (i >= s->n)
		return false;
	end = i + 1 < s->n ? s->at[i + 1] : s->text.n;
	*text = (struct slice){ s->text.p + s->at[i] + 1, end - s->at[i] - 1 };
	*hint = (xlsx_hint)s->text.p[s->at[i]];
	return true;
}
