/* SPDX-License-Identifier: ISC */
/* Head, end, escapes and filters of a page. */
#include "base/base64.h"
#include "base/sha256.h"
#include "page/page.h"
#include "text/utf8.h"

static void
add_hash(struct buf *out, const char *text)
{
	uint8_t digest[SHA256_BYTES];

	sha256(slice_str(text), digest);
	buf_add_str(out, " 'sha256-");
	base64_add(out, (struct slice){ (const char *)digest, sizeof digest });
	buf_add_char(out, '\'');
}

void
page_head(struct buf *out, page_text_fn *text, const char *title)
{
	buf_add_str(out, "<!doctype html>\n<html lang=\"");
	/* The language of the page, as a tag: "vi" in Vietnamese. */
	page_put_str(out, text(N_("en")));
	buf_add_str(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\""
	    "default-src 'none'; base-uri 'none'; form-action 'none'; "
	    "style-src");
	add_hash(out, page_style);
	buf_add_str(out, "; script-src");
	add_hash(out, page_script);
	buf_add_str(out, "\">\n<meta name=\"referrer\" content=\"no-referrer\">"
	    "\n<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<title>");
	page_put_str(out, title);
	buf_add_str(out, "</title>\n<style>");
	buf_add_str(out, page_style);
	buf_add_str(out, "</style>\n</head>\n<body>\n<main>\n<h1>");
	page_put_str(out, title);
	buf_add_str(out, "</h1>\n");
}

void
page_end(struct buf *out)
{
	buf_add_str(out, "</main>\n<script>");
	buf_add_str(out, page_script);
	buf_add_str(out, "</script>\n</body>\n</html>\n");
}

static void
put_shown(struct buf *out, struct slice s, bool plain)
{
	if (!plain)
		buf_add_str(out, "<b class=\"u\">");
	utf8_add_shown(out, s);
	if (!plain)
		buf_add_str(out, "</b>");
}

static const char *
entity(char c)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* The first character of `s`, or the byte that is none. */
static struct slice
take(struct slice *s, bool *unsafe)
{
	struct slice one = *s;
	uint32_t cp;

	/* utf8_next reads valid text only. */
	*unsafe = utf8_valid_bytes((struct slice){ s->p,
	    s->n < 4 ? s->n : 4 }) == 0;
	if (*unsafe || !utf8_next(s, &cp)) {
		one.n = 1;
		s->p++;
		s->n--;
		return one;
	}
	*unsafe = utf8_is_unsafe(cp);
	one.n -= s->n;
	return one;
}

void
page_put(struct buf *out, struct slice s, bool plain)
{
	const char *name;
	struct slice one;
	bool unsafe;

	while (s.n > 0) {
		one = take(&s, &unsafe);
		name = entity(one.p[0]);
		if (unsafe)
			put_shown(out, one, plain);
		else if (name != NULL)
			buf_add_str(out, name);
		else
			buf_add_slice(out, one);
	}
}

void
page_put_str(struct buf *out, const char *s)
{
	page_put(out, slice_str(s), true);
}

void
page_number(struct buf *out, page_text_fn *text, unsigned long long v)
{
	if (v >= 1000) {
		page_number(out, text, v / 1000);
		/* The sign between thousands. */
		page_put_str(out, text(N_(",")));
		buf_printf(out, "%03llu", v % 1000);
	} else
		buf_add_number(out, v);
}

void
page_filters(struct buf *out, page_text_fn *text)
{
	buf_add_str(out, "<form class=\"f\">\n<input type=\"search\" id=\"q\" "
	    "autocomplete=\"off\" spellcheck=\"false\" placeholder=\"");
	page_put_str(out, text(N_("search: marks do not matter")));
	buf_add_str(out, "\" aria-label=\"");
	page_put_str(out, text(N_("search")));
	buf_add_str(out, "\">\n");
}

void
page_box(struct buf *out, page_text_fn *text, const char *group,
    const char *value, const char *label, unsigned long long count)
{
	buf_printf(out, "<label class=\"c %s\"><input type=\"checkbox\" "
	    "checked data-f=\"%s\" value=\"%s\">", value, group, value);
	page_put_str(out, text(label));
	buf_add_str(out, " <i>");
	if (count > 0)
		page_number(out, text, count);
	buf_add_str(out, "</i></label>\n");
}

void
page_choice(struct buf *out, const char *group, const char *label,
    const char *all)
{
	buf_add_str(out, "<label class=\"s\">");
	page_put_str(out, label);
	buf_printf(out, " <select data-f=\"%s\"><option value=\"\">", group);
	page_put_str(out, all);
	buf_add_str(out, "</option>");
}

void
page_option(struct buf *out, const char *value, struct slice label)
{
	buf_printf(out, "<option value=\"%s\">", value);
	page_put(out, label, true);
	buf_add_str(out, "</option>");
}

void
page_choice_end(struct buf *out)
{
	buf_add_str(out, "</select></label>\n");
}

void
page_filters_end(struct buf *out, page_text_fn *text)
{
	buf_add_str(out, "<span class=\"n\">");
	page_put_str(out, text(N_("shown")));
	buf_add_str(out, ": <output id=\"n\"></output></span>\n"
	    "<button type=\"button\" id=\"p\">");
	page_put_str(out, text(N_("print")));
	buf_add_str(out, "</button>\n</form>\n");
}
