/* SPDX-License-Identifier: ISC */
/* Changes of a trust store on disk. Each is whole or not there at all, whoever
 * is killed and whatever is full; two at once wait for each other. */
#ifndef SHELF_CHANGE_H
#define SHELF_CHANGE_H

#include "shelf/item.h"
#include "shelf/shelf.h"

struct shelf_change;
/* The store of that folder, held until shelf_change_end; with `create` it is
 * made where it is not there. ERR_UNSUPPORTED: no store, but a file or a folder
 * of other files. ERR_ACCESS (also: others may write it), ERR_NOT_FOUND,
 * ERR_FULL, ERR_IO. */
MUST_CHECK enum err shelf_change_begin(const char *folder, bool create,
    struct shelf_change **out);
void shelf_change_end(struct shelf_change *c);

/* What to do about a failure of any of these, for people. */
const char *shelf_change_advice(enum err e);

/* OLDER: a CRL of that issuer is there that is newer; it stays. REPLACED: this
 * one is the newer. */
enum shelf_put { SHELF_ADDED, SHELF_THERE, SHELF_REPLACED, SHELF_OLDER };

/* Puts the thing into anchors/ (`anchor`), or where else its kind belongs.
 * ERR_DUPLICATE: another thing has a file of that name. */
MUST_CHECK enum err shelf_change_put(struct shelf_change *c,
    const struct shelf_item *i, bool anchor, struct slice text,
    enum shelf_put *what);

/* The part of a store where that goes: "anchors". */
const char *shelf_part_of(enum container_kind kind, bool anchor);

/* Copies a file as it stands into known/, in the place of one of that name. */
MUST_CHECK enum err shelf_change_copy(struct shelf_change *c,
    const char *name, struct slice text, enum shelf_put *what);

/* A line more in `distrusted`; `comment` is one line. *there: it had one. */
MUST_CHECK enum err shelf_change_distrust(struct shelf_change *c,
    const uint8_t sha256[32], struct slice comment, bool *there);

/* Deletes a file of this store; `path` as in a shelf opened by the same name of
 * the folder. ERR_NOT_FOUND: it is in another. */
MUST_CHECK enum err shelf_change_delete(struct shelf_change *c,
    const char *path);

#endif
