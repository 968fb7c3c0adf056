/* SPDX-License-Identifier: ISC */
/* `key = value` text: settings and credentials, already in memory. */
#ifndef BASE_SETTINGS_H
#define BASE_SETTINGS_H

#include "base/buf.h"

#define SETTINGS_MAX_BYTES (64u << 10)
#define SETTINGS_MAX 64

/* One file: its text (owned, wiped on release) and its pairs, which borrow
 * from the text. All zero is empty. */
struct settings {
	struct buf text;
	struct {
		struct slice key, value;
	} pair[SETTINGS_MAX];
	size_t n;
};

void settings_release(struct settings *s);

/* Parses s->text: a pair a line, blanks round `=` ignored, `#` starts a
 * comment line, no quoting. ERR_FORMAT names the bad line in *line. */
MUST_CHECK enum err settings_parse(struct settings *s, unsigned *line);

/* The value as a NUL-terminated string inside `s`, or NULL. */
const char *settings_get(const struct settings *s, const char *key);

#endif
