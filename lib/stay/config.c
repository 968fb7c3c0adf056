/* SPDX-License-Identifier: ISC */
/* Keys of the settings by their names. */
#include <string.h>

#include "stay/config.h"

/* Seconds, or 0 for what is none: *good tells whether it is absent or right. */
static unsigned
seconds(const struct settings *s, const char *key, bool *good)
{
	const char *t = settings_get(s, key);
	struct slice digits = slice_str(t != NULL ? t : "");
	unsigned n = 0;
	size_t i;

	if (slice_digits(digits) && digits.n <= 3)
		for (i = 0; i < digits.n; i++)
			n = n * 10 + (unsigned)(digits.p[i] - '0');
	*good = t == NULL || (n >= 1 && n <= KBTT_MAX_S);
	return *good ? n : 0;
}

/* The key whose value is none of its words; the words in *want. */
static const char *
find_bad(const struct settings *s, const char **want)
{
	static const struct {
		const char *key, *a, *b, *want;
	} t[] = {
		{ "room_required", "yes", "no", N_("yes or no") },
		{ "kind", "lodging", "coach", N_("lodging or coach") },
		{ "portal_timeout", NULL, NULL,
		    N_("a whole number of seconds from 1 to 30") },
		{ "portal_connect_timeout", NULL, NULL,
		    N_("a whole number of seconds from 1 to 30") },
	};
	const char *v;
	bool good;
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		v = settings_get(s, t[i].key);
		if (t[i].a == NULL)
			(void)seconds(s, t[i].key, &good);
		else
			good = v == NULL || strcmp(v, t[i].a) == 0 ||
			    strcmp(v, t[i].b) == 0;
		if (!good) {
			*want = t[i].want;
			return t[i].key;
		}
	}
	return NULL;
}

enum err
config_defaults(const struct settings *s, struct stay_defaults *d,
    const char **bad, const char **want)
{
	const char *room = settings_get(s, "room_required");
	const char *kind = settings_get(s, "kind");
	const char *key = find_bad(s, want);

	if (key != NULL) {
		*bad = key;
		return ERR_CONFIG;
	}
	d->room_required = room == NULL || strcmp(room, "yes") == 0;
	if (d->basis == NULL && (kind == NULL || strcmp(kind, "coach") != 0))
		d->basis = "duty";
	if (d->reason == NULL)
		d->reason = settings_get(s, "reason");
	return ERR_OK;
}

const char *
config_account(const struct settings *s, const struct settings *credentials)
{
	const char *a = settings_get(s, "account");

	if (a == NULL)
		a = settings_get(credentials, "username");
	return a != NULL ? a : "";
}

enum err
config_connect(const struct settings *s, const struct settings *credentials,
    struct kbtt **out, const char **key)
{
	bool good;
	const char *what = NULL;
	struct kbtt_config k = { .url = settings_get(s, "portal_url"),
	    .ca_file = settings_get(s, "portal_ca"),
	    .connect_s = seconds(s, "portal_connect_timeout", &good),
	    .total_s = seconds(s, "portal_timeout", &good),
	    .username = settings_get(credentials, "username"),
	    .password = settings_get(credentials, "password"),
	    .token_client = settings_get(credentials, "token_client"),
	    .token_secret = settings_get(credentials, "token_secret"),
	    .session_client = settings_get(credentials, "session_client"),
	    .session_secret = settings_get(credentials, "session_secret") };
	enum err e = kbtt_new(&k, out, &what);

	if (e != ERR_OK)
		*key = strcmp(what, "url") == 0 ? "portal_url" : what;
	return e;
}
