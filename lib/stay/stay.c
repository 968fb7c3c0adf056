/* SPDX-License-Identifier: ISC */
/* The filing set: what is kept of a guest, in what form, and by when. */
#include <string.h>

#include "record/record.h"
#include "stay/stay_priv.h"
#include "text/utf8.h"

#define EIGHT (8 * 3600)
#define ELEVEN_PM (23 * 3600)
#define DAY_END (24 * 3600 - 1)

static const struct slice names[] = {
#define STAY_NAME_OF(code, name) { name, sizeof(name) - 1 },
	STAY_TABLE(STAY_NAME_OF)
#undef STAY_NAME_OF
};

const char *
stay_field_name(enum stay_field f)
{
	return names[f].p;
}

void
stay_release(struct stay *s)
{
	buf_wipe(&s->text);
	*s = (struct stay){ 0 };
}

bool
stay_is_foreign(const struct slice f[STAY_FIELDS])
{
	return slice_is(f[STAY_DOC_TYPE], "passport");
}

enum err
stay_settle(const struct slice f[STAY_FIELDS], struct stay *out)
{
	size_t at[STAY_FIELDS + 1] = { 0 }, i;
	struct stay s = { 0 };
	enum err e = ERR_OK;

	for (i = 0; i < STAY_FIELDS && e == ERR_OK; i++) {
		at[i] = s.text.n;
		if (f[i].n > STAY_MAX_TEXT)
			e = ERR_TOO_LONG;
		else if (f[i].n > 0)
			e = utf8_nfc(&s.text, f[i]);
	}
	at[i] = s.text.n;
	for (i = 0; i < STAY_FIELDS && e == ERR_OK; i++)
		if (f[i].p != NULL)
			s.f[i] = (struct slice){ s.text.p != NULL ?
			    s.text.p + at[i] : "", at[i + 1] - at[i] };
	if (e == ERR_OK)
		e = moment_parse(s.f[STAY_ARRIVE], &s.arrive);
	if (e == ERR_OK)
		e = moment_parse(s.f[STAY_LEAVE], &s.leave);
	if (e != ERR_OK) {
		stay_release(&s);
		return e;
	}
	s.foreign = stay_is_foreign(s.f);
	*out = s;
	return ERR_OK;
}

void
stay_write(const struct stay *s, struct buf *out)
{
	size_t i;

	json_open(out, '{');
	for (i = 0; i < STAY_FIELDS; i++)
		json_pair(out, names[i].p, s->f[i]);
	json_close(out, '}');
}

enum err
stay_read(struct slice json, struct stay *out)
{
	struct record r = { 0 };
	struct slice f[STAY_FIELDS] = { { NULL, 0 } };
	size_t at, i;
	enum err e = record_parse(&r, json, &at);

	for (i = 0; i < STAY_FIELDS && e == ERR_OK; i++) {
		e = record_text(&r, names[i].p, &f[i]);
		if (e == ERR_NOT_FOUND)
			e = ERR_OK;
	}
	if (e == ERR_OK && (f[STAY_DOC_NO].n == 0 || f[STAY_DOC_TYPE].n == 0 ||
	    f[STAY_ARRIVE].n == 0 || f[STAY_LEAVE].n == 0))
		e = ERR_FORMAT;
	if (e == ERR_OK)
		e = stay_settle(f, out);
	record_release(&r);
	return e;
}

/* At exactly 23:00 and until 07:59 the article leaves holes: the safe reading
 * is eight o'clock (an earlier reading would have passed already). */
long long
stay_due(const struct stay *s)
{
	struct moment m = s->arrive;

	if (s->foreign)
		return moment_to_unix(m);
	if (m.sec >= EIGHT && m.sec < ELEVEN_PM)
		m.sec = ELEVEN_PM;
	else {
		if (m.sec >= ELEVEN_PM)
			m.date = date_from_days(date_to_days(m.date) + 1);
		m.sec = EIGHT;
	}
	return moment_to_unix(m);
}

long long
stay_last_moment(const struct stay *s)
{
	struct moment m = { date_from_days(date_to_days(s->arrive.date) + 1),
	    DAY_END };

	return moment_to_unix(m);
}
