/* SPDX-License-Identifier: ISC */
/* Room record only: over the bulk of a long string. */
#ifndef RECORD_JSON_FAST_H
#define RECORD_JSON_FAST_H

/* The bytes from `p` on that are neither quote, backslash nor control
 * character, in big steps: stops somewhere at or before the first that is one,
 * or near the end. */
const char *json_fast_skip(const char *p, const char *end);

#endif
