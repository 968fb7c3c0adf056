/* SPDX-License-Identifier: ISC */
/* Keys of the settings by their names. */
#include <string.h>

#include "stay/config.h"

enum err
config_defaults(const struct settings *s, struct stay_defaults *d,
    const char **bad)
{
	const char *room = settings_get(s, "room_required");
	const char *kind = settings_get(s, "kind");

	if (room != NULL && strcmp(room, "yes") != 0 &&
	    strcmp(room, "no") != 0) {
		*bad = "room_required";
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

/* Seconds, or 0 (the client's own limit) for what is no number. */
static unsigned
seconds(const struct settings *s, const char *key)
{
	const char *t = settings_get(s, key);
	struct slice digits = slice_str(t != NULL ? t : "");
	unsigned n = 0;
	size_t i;

	if (!slice_digits(digits) || digits.n > 3)
		return 0;
	for (i = 0; i < digits.n; i++)
		n = n * 10 + (unsigned)(digits.p[i] - '0');
	return n;
}

struct kbtt_config
config_portal(const struct settings *s, const struct settings *credentials)
{
	return (struct kbtt_config){ .url = settings_get(s, "portal_url"),
	    .ca_file = settings_get(s, "portal_ca"),
	    .connect_s = seconds(s, "portal_connect_timeout"),
	    .total_s = seconds(s, "portal_timeout"),
	    .username = settings_get(credentials, "username"),
	    .password = settings_get(credentials, "password"),
	    .token_client = settings_get(credentials, "token_client"),
	    .token_secret = settings_get(credentials, "token_secret"),
	    .session_client = settings_get(credentials, "session_client"),
	    .session_secret = settings_get(credentials, "session_secret") };
}
