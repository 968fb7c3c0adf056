/* SPDX-License-Identifier: ISC */
/* Administrative units before and after 1 July 2025 (Resolution 202/2025/QH15,
 * Decision 19/2025/QD-TTg): which new units hold an old address. Old communes
 * were divided too, so that the answer is a set. The table is data
 * (share/units.tsv), replaceable without a new build. */
#ifndef IDENTITY_UNITS_H
#define IDENTITY_UNITS_H

#include "base/buf.h"

#define UNITS_MAX_SET 32

struct units;

/* The table's text is borrowed during the call. ERR_FORMAT with *line. */
MUST_CHECK enum err units_new(struct slice table, struct units **out,
    unsigned long long *line);
void units_free(struct units *u);

/* The table is read when the first address is looked at, in whichever thread,
 * which takes some milliseconds where it is not the one that the tools were
 * built with; `text` is borrowed until units_free. A damaged table knows
 * nothing; units_trouble says so afterwards, as units_new (both arguments may
 * be NULL). */
struct units *units_later(struct slice text);
MUST_CHECK enum err units_trouble(const struct units *u,
    unsigned long long *line);

/* A new unit: commune and province as the table writes them (static while `u`
 * lives). */
struct unit {
	struct slice commune, province;
	unsigned code;			/* of the statistics office */
};

enum units_age {
	UNITS_UNKNOWN,			/* no unit recognised */
	UNITS_OLD,		/* three tiers, or a name that is gone */
	UNITS_NEW,
	UNITS_EITHER			/* the names are the same in both */
};

/* What an address (small to large, commas, with or without the words xã, huyện,
 * tỉnh, any spelling that vi_key makes equal) says of its units. `set` gets the
 * new units that hold it: one where the commune was not divided, several where
 * it was or where only the province is known (n > UNITS_MAX_SET: too many, the
 * set is empty and `province` alone stands). */
struct units_found {
	enum units_age age;
	struct unit set[UNITS_MAX_SET];
	size_t n;
	bool commune;			/* one was recognised, old or new */
	bool divided;			/* the old commune went to several */
	struct slice province;		/* the new one; n 0: unknown */
	unsigned province_code;		/* of the statistics office */
	struct slice rest;		/* house, street, hamlet in front */
};
void units_find(const struct units *u, struct slice address,
    struct units_found *out);

/* The code of the new province (34 of them) that an address, or the name of an
 * old or new province or district, lies in; 0 unknown. */
unsigned units_province(const struct units *u, struct slice address);

/* True when one is an old address and the set of its new units holds the
 * other's, and what stands before the units does not contradict. */
bool units_renamed(const struct units *u, struct slice a, struct slice b);

#endif
