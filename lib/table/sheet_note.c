/* SPDX-License-Identifier: ISC */
/* What is to be said of a roster as a whole. */
#include "table/sheet.h"
#include "text/utf8.h"

static const char why_merged[] =
    N_("merged cells go over several rows, and only the first row has their "
    "value (split them)");
static const char why_bytes[] =
    N_("rows with bytes that are no text in this charset");

static const char why_others[] =
    N_("other sheets with rows were not read (name one with --sheet)");

static bool
count(unsigned long long line, const char *why, unsigned long long n,
    const char *(*text)(const char *), struct buf *out)
{
	if (n > 0)
		buf_printf(out, ":%llu: %s: %llu", line, text(why), n);
	return n > 0;
}

static bool
name_sheets(const char *what, struct slice names, struct buf *out)
{
	struct slice name;
	bool first = true;

	if (names.n == 0)
		return false;
	buf_printf(out, ": %s: ", what);
	while (names.n > 0 && slice_split(&names, '\n', &name)) {
		buf_add_str(out, first ? "" : ", ");
		utf8_add_shown(out, name);
		first = false;
	}
	return true;
}

bool
sheet_lacks(struct slice names, const char *(*text)(const char *),
    struct buf *out)
{
	return name_sheets(text(N_("its sheets")), names, out);
}

bool
sheet_note(const struct sheet_counts *c, struct slice others, unsigned *at,
    const char *(*text)(const char *), struct buf *out)
{
	for (;;)
		switch ((*at)++) {
		case 0:
			if (count(c->merged_line, why_merged, c->merged, text,
			    out))
				return true;
			break;
		case 1:
			if (count(c->bad_line, why_bytes, c->bad_bytes, text,
			    out))
				return true;
			break;
		case 2:
			if (name_sheets(text(why_others), others, out))
				return true;
			break;
		default:
			return false;
		}
}
