/* SPDX-License-Identifier: ISC */
/* DG13 of the Vietnamese card: a private structure of sixteen numbered
 * fields. */
#ifndef CHIP_DG13_H
#define CHIP_DG13_H

#include "base/buf.h"

#define DG13_FIELDS 16
#define DG13_STRINGS 4			/* of one field; further ones refused */

/* field[n-1].s: the strings of field n in the order of the file, depth first,
 * borrowed, as they are (valid UTF-8 or not). An empty SEQUENCE counts as an
 * empty string, so that behind a father who is not named the mother stays the
 * second. n is 0 where the field is missing or holds nothing. */
struct dg13 {
	int version;
	unsigned present;	/* bit n-1: field n stands in the file */
	struct dg13_field {
		struct slice s[DG13_STRINGS];
		size_t n;
	} field[DG13_FIELDS];
	size_t unknown;			/* fields with other numbers */
	size_t odd;			/* values that are no strings */
};

/* Any order, any length form, UTF8String or PrintableString (or another string
 * of ASCII) anywhere, missing value, empty string, empty SEQUENCE, parents in
 * one SEQUENCE or two. ERR_FORMAT: another structure; ERR_UNSUPPORTED: named so
 * by its OBJECT IDENTIFIER; ERR_DUPLICATE: a field twice; ERR_TOO_LONG: more
 * strings in one; ERR_DEPTH, ERR_TRUNCATED. */
MUST_CHECK enum err dg13_parse(struct slice file, struct dg13 *out);

#endif
