/* SPDX-License-Identifier: ISC */
/* What somebody wants to have in a trust store: read, looked at as a whole, and
 * only then written. */
#ifndef SHELF_INTAKE_H
#define SHELF_INTAKE_H

#include "shelf/change.h"

#define INTAKE_MAX 4096

/* A thing, or (item.kind CONTAINER_OTHER) a directory's LDIF as a whole, whose
 * text is `copy`. */
struct intake_entry {
	struct shelf_item item;
	struct buf copy;
	char *from;
	bool anchor;
};
struct intake {
	struct intake_entry *entry;
	size_t n;
};
void intake_release(struct intake *in);

/* Takes what is in a file. What is damaged or of no use is reported:
 * ERR_DAMAGED, ERR_TOO_LONG. */
MUST_CHECK enum err intake_read(struct intake *in, const char *file,
    struct slice text, const struct shelf_terms *t);

/* Makes the certificate or list with this SHA-256 an anchor; false: none. */
bool intake_make_anchor(struct intake *in, const uint8_t sha256[32]);

/* Whether all of it may go into the store `s`, into which the new anchors go at
 * once; each reason why not is reported. */
bool intake_vet(const struct intake *in, struct store *s,
    const struct shelf_terms *t);

/* Writes it, one after the other. `done` hears of each, and its file's name
 * inside the store. On failure *where is the name of the one that failed. */
typedef void intake_done(void *ctx, const struct intake_entry *e,
    enum shelf_put what, const char *file);
MUST_CHECK enum err intake_write(const struct intake *in,
    struct shelf_change *c, struct date day, intake_done *done, void *ctx,
    const char **where);

#endif
