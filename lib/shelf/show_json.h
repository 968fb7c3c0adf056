/* SPDX-License-Identifier: ISC */
/* The records of show.h: an object and a line feed each. */
#ifndef SHELF_SHOW_JSON_H
#define SHELF_SHOW_JSON_H

#include "shelf/show.h"

void show_json_cert(const struct store_cert *c, struct buf *out);
void show_json_crl(const struct store_crl *c, struct buf *out);
void show_json_station(const uint8_t public[SIGN_PUBLIC], const char *origin,
    struct buf *out);
void show_json_distrusted(const char *origin, const uint8_t sha256[32],
    struct slice comment, struct buf *out);
void show_json_signer(const char *where, const struct signer *s,
    enum show_refused r, struct slice steps, struct buf *out);
void show_json_done(const char *done, const struct show_thing *t,
    const char *file, struct buf *out);

#endif
