/* SPDX-License-Identifier: ISC */
/* One thing on its way into a trust store: what it is called there, and the
 * text of its file. */
#ifndef SHELF_ITEM_H
#define SHELF_ITEM_H

#include "base/date.h"
#include "trust/cert.h"
#include "trust/container.h"
#include "trust/crl.h"

#define ITEM_MAX_NAME 96

/* name: of its file, safe characters alone: country, common name, the first
 * eight digits of the SHA-256 ("vn-csca-vietnam-6f0a20d6.pem"); a CRL has those
 * of its issuer's key, so that the next one takes its place. title: one line
 * for people, of characters a terminal takes. The certificate or CRL borrows
 * from `der`, which owns. */
struct shelf_item {
	enum container_kind kind;
	struct buf der, title, comment;
	uint8_t sha256[32];		/* of `der`; of a station's key */
	char name[ITEM_MAX_NAME];
	bool authority;			/* may be an anchor */
	struct cert cert;
	struct crl crl;
	size_t entries;			/* of a master list */
};

/* A certificate, CRL, master list or station's key. ERR_UNSUPPORTED: another
 * kind. Else what the parser says. */
MUST_CHECK enum err shelf_item_read(const struct container_item *from,
    struct shelf_item *out);
void shelf_item_release(struct shelf_item *i);

/* Appends the file: comment lines (what it is, its SHA-256, `origin`, `day`),
 * and a PEM block or a station's line. */
void shelf_item_write(const struct shelf_item *i, const char *origin,
    struct date day, struct buf *out);

/* Appends 64 digits. */
void shelf_add_hex(struct buf *out, const uint8_t sha256[32]);

#endif
