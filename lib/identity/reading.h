/* SPDX-License-Identifier: ISC */
/* One card's code on its way into a record. Room identity only. */
#ifndef IDENTITY_READING_H
#define IDENTITY_READING_H

#include "identity/card.h"
#include "identity/payload.h"

#define READING_MAX_NOTES 24

/* A repair ({from} became {to}) or, where to.p is NULL, a warning with the
 * value that could not be used, if any. `field` and `why` are constants. */
struct note {
	const char *field;
	struct slice from, to;
	const char *why;
};

/* `raw` as it came, `text` what is read of it. Values that are not there or
 * could not be decoded: p NULL, date all zero, sex 0. All slices borrow. */
struct reading {
	struct slice raw, text;
	struct card card;
	struct slice id, old_id, cancelled_id;
	struct slice name, residence, father, mother;
	struct date dob, issued;
	char sex;
	const char *transport, *charset;
	unsigned doubtful;		/* a bit per field: several readings */
	unsigned unsound;		/* ... and: damaged, not to be used */
	struct slice candidates;	/* complete JSON object or p NULL */
	bool repaired, needs_rescan;
	bool plain;			/* text is as card_cut_plain has it */
	size_t repairs, warnings;
	/* Last, and not cleared at the start: they are large. */
	struct note repair[READING_MAX_NOTES], warning[READING_MAX_NOTES];
};

/* Empty but for what came. */
void reading_start(struct reading *r, struct slice raw, struct slice text);

/* What is read instead: cuts it. */
void reading_set_text(struct reading *r, struct slice text);

void reading_warn(struct reading *r, const char *field, struct slice from,
    const char *why);
void reading_repair(struct reading *r, const char *field, struct slice from,
    struct slice to, const char *why);

/* Values and warnings out of r->card. */
void reading_decode(struct reading *r);

/* Appends the record and a line feed. */
void reading_write(const struct reading *r, const struct payload_origin *o,
    struct buf *out);

#endif
