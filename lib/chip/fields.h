/* SPDX-License-Identifier: ISC */
/* Templates of DG11, DG12 and DG16: data objects told apart by their tags. */
#ifndef CHIP_FIELDS_H
#define CHIP_FIELDS_H

#include "base/date.h"
#include "base/tlv.h"

#define FIELDS_LIST 16		/* of one list; further ones are only counted */

/* Texts that a template has several of; those past FIELDS_LIST in `more`. */
struct fields_list {
	struct slice s[FIELDS_LIST];
	size_t n, more;
};

/* out[i]: the value of the object tags[i], borrowed; left alone where there is
 * none. Objects with other tags are passed over. ERR_DUPLICATE: a tag twice. */
MUST_CHECK enum err fields_read(struct slice in, const uint32_t *tags,
    size_t n, struct slice *out);

/* Appends the values of all objects of that tag, which stand in the template
 * itself or inside the tag A0 (Doc 9303-10, 4.7.11). The number that says how
 * many is not believed. */
MUST_CHECK enum err fields_list_read(struct slice in, uint32_t tag,
    struct fields_list *out);

/* CCYYMMDD as eight digits or as four octets BCD; 00 for a day or month that is
 * not known. ERR_FORMAT, ERR_RANGE. */
MUST_CHECK enum err fields_date(struct slice s, struct date *out);

#endif
