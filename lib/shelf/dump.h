/* SPDX-License-Identifier: ISC */
/* Folders of files as other programs read them from cards: each becomes the
 * record of a card (man/cccd-record.5) without any active evidence: source_mode
 * is "files", and beside it there are version, files and extra alone.
 *
 * The folder named is one card, or holds a folder for each card. Which file of
 * a chip it is, is told by the tag it begins with; a name that says another
 * (EF_SOD.bin, EF.SOD, DG01, Datagroup1.bin, 011D, EF.CardAccess ...) is
 * reported. Octets behind the end of the outermost object are kept: what they
 * are is the verifier's to say. */
#ifndef SHELF_DUMP_H
#define SHELF_DUMP_H

#include "base/date.h"
#include "chip/lds.h"

#define DUMP_MAX_FILES 4096		/* in one folder */
#define DUMP_MAX_CARDS 10000000

/* why: constant. */
typedef void dump_report(void *ctx, const char *where, const char *why);

struct dump_terms {
	struct date today;		/* decides centuries */
	dump_report *report;
	void *ctx;
};

struct dump;
/* ERR_NOT_FOUND, ERR_ACCESS, ERR_IO, ERR_TOO_LONG. Needs to open files as long
 * as it is used (SANDBOX_OPEN). */
MUST_CHECK enum err dump_open(const char *folder, const struct dump_terms *t,
    struct dump **out);
void dump_close(struct dump *d);		/* wipes */

/* The next card, in the order of the folders' names: appends its record and a
 * line feed to `line`; *where is its folder, valid until the next call.
 * ERR_EOF after the last. A card that cannot be made a record of
 * (ERR_DUPLICATE: two files of one kind; ERR_TOO_LONG, ERR_IO, ERR_ACCESS;
 * ERR_NOT_FOUND: no file of a chip in there) is a bad line: reported, `line`
 * left alone, and the walk goes on. */
MUST_CHECK enum err dump_next(struct dump *d, struct buf *line,
    const char **where);

#endif
