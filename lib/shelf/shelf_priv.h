/* SPDX-License-Identifier: ISC */
/* A store's files in memory, for the parts of this room. */
#ifndef SHELF_SHELF_PRIV_H
#define SHELF_SHELF_PRIV_H

#include <sys/stat.h>

#include "shelf/shelf.h"

/* ANY: named itself, or in a folder that has none of the names. */
enum shelf_place {
	SHELF_ANY, SHELF_ANCHORS, SHELF_KNOWN, SHELF_CRLS, SHELF_STATIONS,
	SHELF_DISTRUSTED, SHELF_PLACES
};

/* "anchors", ...; NULL for SHELF_ANY. */
const char *shelf_place_name(enum shelf_place p);

struct shelf_file {
	char *path;
	enum shelf_place place;
	struct buf text;
};
struct shelf {
	struct shelf_file *file;
	size_t n;
	size_t refused;			/* files that could not be read */
};

/* What errno says of a file or folder that was named. */
enum err shelf_errno(void);

/* Whoever may write there decides what is genuine: root and this user alone.
 * Pipes have a mode of no meaning. */
bool shelf_is_safe(const struct stat *st);

/* A folder with at least one part of a store, or with nothing at all. */
bool shelf_is_store(int dir);

/* A line of `distrusted`: *given is false for a blank or a comment.
 * ERR_FORMAT. */
MUST_CHECK enum err shelf_distrusted(struct slice line, bool *given,
    uint8_t sha256[32]);

#endif
