/* SPDX-License-Identifier: ISC */
/* What is to be said of a side as a whole. */
#include <limits.h>

#include "roster/run_priv.h"

#define NOTED UINT_MAX

/* A side that lies as it is has no other notes; bytes of rows that are the
 * same on both sides are not looked at. */
static bool
note_bytes(const struct run *r, unsigned side,
    const char *(*text)(const char *), struct buf *out)
{
	unsigned long long n = 0, line = 0;
	const struct run_part *p;
	unsigned i;

	for (i = 0; r->part != NULL && i < r->threads; i++) {
		p = &r->part[i];
		if (p->bad_rows[side] > 0 && (n == 0 ||
		    p->bad_line[side] < line))
			line = p->bad_line[side];
		n += p->bad_rows[side];
	}
	if (n > 0)
		buf_printf(out, ":%llu: %s: %llu", line, text(N_("rows of the "
		    "differences have bytes that are no text (say the charset "
		    "with --charset)")), n);
	return n > 0;
}

bool
run_note(const struct run *r, unsigned side, unsigned *at,
    const char *(*text)(const char *), struct buf *out)
{
	const struct side *s = &r->side[side];

	if (*at == 0 && note_bytes(r, side, text, out)) {
		*at = NOTED;
		return true;
	}
	return *at < NOTED && sheet_note(&s->counts, buf_slice(&s->sheets),
	    at, text, out);
}

void
run_sheet(struct run *r, unsigned side, const struct sheet *s)
{
	r->side[side].counts = sheet_counts(s);
	buf_reset(&r->side[side].sheets);
	buf_add_slice(&r->side[side].sheets, sheet_names(s));
}

bool
run_sheets(const struct run *r, unsigned side,
    const char *(*text)(const char *), struct buf *out)
{
	return sheet_lacks(buf_slice(&r->side[side].sheets), text, out);
}
