/* SPDX-License-Identifier: ISC */
/* What is in a trust store, and what became of it: a record (JSON) a line, or
 * lines for people. */
#ifndef SHELF_SHOW_H
#define SHELF_SHOW_H

#include "shelf/find.h"
#include "trust/signer.h"

/* people: lines, not records; `word` translates them. `done`: one thing is
 * complete, `out` may be written and emptied. */
struct show {
	bool people;
	const char *(*word)(const char *text);
	void (*done)(void);
	struct buf *out;
};

/* Everything: kind "anchor", "known", "crl", "station", "distrusted". */
void show_store(const struct show *w, const struct shelf *sh,
    const struct store *s, const struct shelf_counts *n);

/* A signer: `trust` "anchored", "unknown" or "bad", what refuses it all the
 * same, the path to the anchor, and the steps of signer_explain. */
enum show_refused { SHOW_NOT_REFUSED, SHOW_IS_DISTRUSTED, SHOW_IS_REVOKED };
void show_signer(const struct show *w, const char *where,
    const struct signer *s, enum show_refused r, struct slice steps);

/* What was done with a thing: an enum shelf_put, or one of these; `file` may be
 * NULL. */
enum { SHOW_REMOVED = 16, SHOW_DISTRUSTED };
struct show_thing {
	const char *kind;
	struct slice title;
	const uint8_t *sha256;
};
void show_done(const struct show *w, int what, const struct show_thing *t,
    const char *file);

/* "anchor", "known", "crl", "master-list", "station", "directory". */
const char *show_kind(enum container_kind kind, bool anchor);

/* Digits in groups of four, to be compared by eye. */
void show_add_groups(struct buf *out, const uint8_t sha256[32]);

#endif
