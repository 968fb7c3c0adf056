/* SPDX-License-Identifier: ISC */
/* Room record only: strings that are longer than a few bytes. */
#ifndef RECORD_JSON_LONG_H
#define RECORD_JSON_LONG_H

#include <stdbool.h>

/* From `p` inside a string to behind its closing quote; *escaped becomes true
 * where there is a backslash. NULL: it is no string of JSON, and *at is the
 * byte that broke the rule, or the end. */
const char *json_long_string(const char *p, const char *end, bool *escaped,
    const char **at);

#endif
