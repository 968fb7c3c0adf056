/* SPDX-License-Identifier: ISC */
/* What the settings and the credentials file say about a facility. */
#ifndef STAY_CONFIG_H
#define STAY_CONFIG_H

#include "base/settings.h"
#include "stay/kbtt.h"
#include "stay/stay.h"

/* Fills in what the command line left open: room_required = yes or no, the
 * reason, and the lawful basis `duty` unless kind = coach (whose duty is
 * disputed: its clerk must say what holds). Looks at all other keys with a
 * value of few forms, too. ERR_CONFIG with the key in *bad, and in *want what
 * it takes (N_ text). */
MUST_CHECK enum err config_defaults(const struct settings *s,
    struct stay_defaults *d, const char **bad, const char **want);

/* The account that keys the stays: `account` of the settings, else `username`
 * of the credentials, else "". */
const char *config_account(const struct settings *s,
    const struct settings *credentials);

/* The portal's client as the two files want it (seconds in
 * portal_connect_timeout and portal_timeout, 1 to KBTT_MAX_S). ERR_CONFIG with
 * the key in *key that is missing or wrong. No network yet. */
MUST_CHECK enum err config_connect(const struct settings *s,
    const struct settings *credentials, struct kbtt **out, const char **key);

#endif
