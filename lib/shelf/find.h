/* SPDX-License-Identifier: ISC */
/* What in a trust store has a fingerprint, and in which files it lies. */
#ifndef SHELF_FIND_H
#define SHELF_FIND_H

#include "shelf/item.h"
#include "shelf/shelf.h"

#define FIND_MIN_DIGITS 8

struct shelf_match {
	enum container_kind kind;
	uint8_t sha256[32];
	struct buf title;
};

/* `name`: a SHA-256 or its first digits (those of a station are its key's
 * name), or a certificate's key identifier; hex, with or without colons. Each
 * thing once, whether it lies in a file or in a list that is believed; up to
 * `max`, *n says how many. ERR_FORMAT: no hex, fewer than FIND_MIN_DIGITS. */
MUST_CHECK enum err shelf_find(const struct shelf *sh, const struct store *s,
    struct slice name, struct shelf_match *out, size_t max, size_t *n);
void shelf_match_release(struct shelf_match *m);

/* Every file that holds the thing itself (not inside a master list). sole:
 * there is nothing else in it. False from `fn` ends the walk. */
typedef bool shelf_file_fn(void *ctx, const char *path, bool sole);
void shelf_files_with(const struct shelf *sh, const uint8_t sha256[32],
    shelf_file_fn *fn, void *ctx);

/* Every line of the stores' lists of what is distrusted; `comment` is what
 * stands behind the SHA-256. */
typedef bool shelf_distrust_fn(void *ctx, const char *path,
    const uint8_t sha256[32], struct slice comment);
void shelf_each_distrusted(const struct shelf *sh, shelf_distrust_fn *fn,
    void *ctx);

#endif
