/* SPDX-License-Identifier: ISC */
/* Only this module knows libcsv. */
#include <string.h>

#include <csv.h>

#include "table/csv.h"
#include "text/utf8.h"

/* Of digits and what dates, times, amounts and powers are made of. */
static bool
is_numeric(struct slice s)
{
	bool digit = false;
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digit = true;
		else if (memchr("+-.,:/ eE%$", s.p[i], 11) == NULL)
			return false;
	return digit;
}

/* What a spreadsheet would calculate; also behind blanks, and in full width. */
static bool
is_formula(struct slice s)
{
	static const char *const sign[] = { "=", "+", "-", "@", "\t", "\r",
	    "\n", "\357\274\235", "\357\274\213", "\357\274\215",
	    "\357\274\240" };
	size_t i;

	while (s.n > 0 && s.p[0] == ' ') {
		s.p++;
		s.n--;
	}
	for (i = 0; i < sizeof sign / sizeof *sign; i++)
		if (slice_starts(s, sign[i]))
			return true;
	return false;
}

void
csv_put(struct slice s, struct buf *out)
{
	struct buf shown = { 0 };
	size_t room;

	if (s.n == 0)
		return;
	if (is_numeric(s)) {
		buf_add_str(&shown, "=\"");
		buf_add_slice(&shown, s);
		buf_add_char(&shown, '"');
	} else {
		if (is_formula(s))
			buf_add_char(&shown, '\'');
		utf8_add_shown(&shown, s);
	}
	room = 2 * shown.n + 2;
	buf_grow(out, room);
	out->n += csv_write2(out->p + out->n, room, buf_slice(&shown).p,
	    shown.n, '"');
	buf_wipe(&shown);
}
