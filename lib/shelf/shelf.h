/* SPDX-License-Identifier: ISC */
/* The trust store on disk: plain files and folders that a person can read.
 *
 *	anchors/    certificates that are believed, and master lists (believed
 *		    when their signer's path ends in an anchor)
 *	known/	    certificates that may stand in a path: links, signers, the
 *		    LDIF of the ICAO directory; a list here makes no anchors
 *	crls/	    CRLs
 *	stations/   public keys of reading stations: a line
 *		    "cccd-station HEX [comment]"
 *	distrusted  lines "SHA-256 [comment]": never taken from anywhere
 *
 * Each file is PEM, DER, LDIF or such lines, told by content (container.h).
 * CRLs are taken from anchors/ and known/ too. A folder without any of these
 * names, and a file, is as anchors/ and stations/ in one: whoever names it on
 * the command line believes it.
 *
 * Symbolic links are followed. Names that begin with "." or "#" or "README",
 * or end with "~", .bak, .orig, .swp, .dpkg-* or .rpm*, are passed over without
 * a word; other folders, and files that lie beside the folders of a store, are
 * reported. */
#ifndef SHELF_SHELF_H
#define SHELF_SHELF_H

#include "trust/store.h"

#define SHELF_SYSTEM "/etc/cccd/trust"
#define SHELF_MAX_FILE (128u << 20)	/* the directory's LDIF has 60 MB */
#define SHELF_MAX_FILES 20000		/* in one folder */
#define SHELF_MAX_PATHS 32

/* What a path may hold: a store, or what stands in a store's part alone. CRLs
 * are signed, so whoever may write them can do no harm but by taking them
 * away: those named by themselves may be anybody's. Stations named by
 * themselves are this machine's own: where they cannot be read or others may
 * write them, this is reported, and less is believed. */
enum shelf_use { SHELF_USE_STORE, SHELF_USE_CRLS, SHELF_USE_STATIONS };

/* Which stores and files are used. All zero is none. */
struct shelf_paths {
	char *p[SHELF_MAX_PATHS];
	enum shelf_use use[SHELF_MAX_PATHS];
	size_t n, stores;
};
/* ERR_TOO_LONG: too many. */
MUST_CHECK enum err shelf_paths_add(struct shelf_paths *w,
    enum shelf_use use, const char *path);
/* Where no store was named (--trust): the setting `trust`, or without it (NULL)
 * SHELF_SYSTEM and the user's own, those of the two that exist. */
MUST_CHECK enum err shelf_paths_default(struct shelf_paths *w,
    const char *setting, const char *user);
void shelf_paths_release(struct shelf_paths *w);

/* lists: believed. refused: what was not taken because it is damaged, does not
 * belong there, is distrusted, or a list that is not believed. */
struct shelf_counts {
	size_t anchors, known, crls, stations, lists, refused;
};

/* What is wrong with a file, or worth saying: `where` "FILE", "FILE:LINE" or
 * "FILE, entry N". why: constant. */
typedef void shelf_report(void *ctx, const char *where, const char *why);

struct shelf_terms {
	bool has_now;
	long long now;			/* for the signers of lists */
	shelf_report *report;
	void *ctx;
};

/* Reads every file into memory, so that what is in them is looked at behind a
 * fence (base/sandbox.h). Failures were reported when this returns:
 * ERR_NOT_FOUND, ERR_ACCESS (also: others than this user and root may write
 * there), ERR_IO, ERR_TOO_LONG. One file inside a folder that cannot be read is
 * reported and makes shelf_load say ERR_DAMAGED. */
struct shelf;
MUST_CHECK enum err shelf_open(const struct shelf_paths *w,
    const struct shelf_terms *t, struct shelf **out);
void shelf_free(struct shelf *sh);

/* Puts all of it into `s`: first what is distrusted, then certificates, CRLs
 * and stations, then the master lists, again and again while one more becomes
 * believed by another. Touches no file.
 * ERR_DAMAGED: everything else was loaded; what is damaged was reported.
 * ERR_FORMAT: the list of what is distrusted cannot be read, and `s` may not be
 * used. */
MUST_CHECK enum err shelf_load(const struct shelf *sh,
    const struct shelf_terms *t, struct store *s,
    struct shelf_counts *counts);

/* Whether master_list_verify believes the list by the anchors of `s`; where
 * not, *why is a constant. */
bool shelf_believes(const struct store *s, struct slice der,
    const struct shelf_terms *t, const char **why);

/* The hex of a SHA-256 in either case, with or without colons. ERR_FORMAT. */
MUST_CHECK enum err shelf_fingerprint(struct slice text, uint8_t sha256[32]);

/* What a person typed is this SHA-256 or its end, blanks and colons passed
 * over. Eight digits would not do: who wants his certificate taken for another
 * finds one that ends alike in minutes. */
#define SHELF_END_DIGITS 24
bool shelf_fingerprint_typed(struct slice text, const uint8_t sha256[32]);

#endif
