/* SPDX-License-Identifier: ISC */
/* Options and lines become passwords. */
#include <string.h>

#include "base/mem.h"
#include "desk/keys.h"

#define ID 12

static bool
take_date(const char *text, struct date *d)
{
	return text == NULL || (date_parse(slice_str(text), d) == ERR_OK &&
	    d->d != 0);
}

/* The options that do not go together. */
static const char *
conflict(const struct keys_options *o)
{
	if ((o->id != NULL) + (o->can != NULL) + (o->mrz.p != NULL) +
	    (o->document != NULL) > 1)
		return N_("--id, --can, --mrz and --document are a key each:"
		    " give one");
	if (o->birth != NULL && o->id == NULL && o->document == NULL)
		return N_("--birth goes with --id or --document");
	if (o->expiry != NULL && o->birth == NULL)
		return N_("--expiry goes with --birth");
	if (o->document != NULL && o->expiry == NULL)
		return N_("--document goes with --birth and --expiry");
	return NULL;
}

static enum err
from_fields(const struct keys_options *o, struct password *out,
    const char **why)
{
	bool never = o->expiry != NULL && strcmp(o->expiry, "never") == 0;
	struct date birth = { 0, 0, 0 }, expiry = { 0, 0, 0 };
	enum err e;

	*why = N_("--birth and --expiry: want a date, YYYY-MM-DD");
	if (!take_date(o->birth, &birth) ||
	    (!never && !take_date(o->expiry, &expiry)))
		return ERR_FORMAT;
	*why = N_("--document: want letters and digits");
	e = password_from_fields(slice_str(o->id != NULL ? o->id :
	    o->document), birth, expiry, never, out);
	if (e == ERR_OK && o->id != NULL)
		out->kind = "id";
	return e;
}

enum err
keys_from_options(const struct keys_options *o, struct password *out,
    const char **why)
{
	enum err e = ERR_NOT_FOUND;

	*why = conflict(o);
	if (*why != NULL)
		return ERR_FORMAT;
	if (o->id != NULL) {
		*why = N_("--id: want 12 digits");
		e = password_from_id(slice_str(o->id), out);
	} else if (o->can != NULL) {
		*why = N_("--can: want 6 digits");
		e = password_from_can(slice_str(o->can), out);
	} else if (o->mrz.p != NULL) {
		*why = N_("--mrz: want the lines of the zone, every check"
		    " digit right");
		e = password_from_mrz(slice_trim(o->mrz), out);
	}
	if (o->document != NULL || (e == ERR_OK && o->birth != NULL))
		e = from_fields(o, out, why);
	return e;
}

enum err
keys_record(struct slice line, struct buf *text, struct record *r, size_t *at)
{
	*at = 0;
	if (slice_digits(line)) {
		if (line.n != ID)
			return ERR_FORMAT;
		buf_reset(text);
		json_open(text, '{');
		json_pair(text, "id", line);
		json_pair_str(text, "source", "manual");
		json_close(text, '}');
		line = buf_slice(text);
	}
	return record_parse(r, line, at);
}
