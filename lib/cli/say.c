/* SPDX-License-Identifier: ISC */
/* A record as one sentence, for people. */
#include "base/date.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "text/utf8.h"

static void
add(struct buf *out, struct record *r, const char *name)
{
	struct slice s = { 0 };

	if (record_text(r, name, &s) == ERR_OK)
		utf8_add_shown(out, s);
	else
		buf_add_char(out, '?');
}

/* Records have ISO dates, people read days first. */
static void
add_date(struct buf *out, struct record *r, const char *name)
{
	char text[DATE_MAX_TEXT];
	struct slice s = { 0 };
	struct date d;

	if (record_text(r, name, &s) == ERR_OK && date_parse(s, &d) == ERR_OK)
		buf_add_str(out, date_show(d, text));
	else
		add(out, r, name);
	mem_wipe(text, sizeof text);
}

void
cli_say_person(struct record *r, struct buf *out, size_t start,
    const char *event, const char *after)
{
	struct slice line = { out->p + start, out->n - start - 1 };
	struct buf text = { 0 };
	size_t at;

	if (record_parse(r, line, &at) != ERR_OK)
		return;
	buf_printf(&text, "%s: ", event);
	add(&text, r, "id");
	if (record_find(r, "name") != NULL) {
		buf_add(&text, ", ", 2);
		add(&text, r, "name");
	}
	if (record_find(r, "dob") != NULL) {
		buf_add_str(&text, _(", born "));
		add_date(&text, r, "dob");
	}
	if (record_find(r, "warnings") != NULL)
		buf_add_str(&text, _(" (with warnings: see the record)"));
	if (after != NULL)
		buf_printf(&text, "; %s", after);
	buf_add_char(&text, '\n');
	out->n = start;
	buf_add_slice(out, buf_slice(&text));
	buf_wipe(&text);
}
