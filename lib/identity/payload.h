/* SPDX-License-Identifier: ISC */
/* The text in a card's QR code: what it is, and the record made of it. */
#ifndef IDENTITY_PAYLOAD_H
#define IDENTITY_PAYLOAD_H

#include "base/buf.h"

#define PAYLOAD_MAX_BYTES 8192

enum payload_kind {
	PAYLOAD_CARD,		/* citizen card, 7 or 11 fields or nearly so */
	PAYLOAD_VNEID,		/* the VNeID app's passing code */
	PAYLOAD_BHYT,		/* health insurance card */
	PAYLOAD_VIETQR,		/* bank transfer, EMV */
	PAYLOAD_OTHER,
	PAYLOAD_TEST		/* the test code of identity/doctor.h */
};

/* Where a payload was seen. `from` is for the member of that name. `position`
 * is a complete JSON value for qr.position or {NULL}; `typed` tells that it
 * came from a scanner's keyboard or line and may be damaged. */
struct payload_origin {
	const char *from;
	struct slice position;
	bool typed;
};

/* The kind by form alone, for exact bytes. */
enum payload_kind payload_kind(struct slice raw);

/* The name of a kind for people (N_ text). */
const char *payload_kind_name(enum payload_kind k);

/* Appends one record and a line feed to `out` for a card; for other kinds
 * nothing. With o->typed reversible damage is undone and listed, ambiguous
 * damage gives candidates and needs_rescan (spec of man/cccd-qr.1, DAMAGE). */
enum payload_kind payload_record(struct slice raw,
    const struct payload_origin *o, struct buf *out);

#endif
