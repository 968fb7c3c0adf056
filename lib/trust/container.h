/* SPDX-License-Identifier: ISC */
/* The forms in which certificates, CRLs and lists are handed round: DER, PEM
 * (RFC 7468), LDIF (RFC 2849) of the ICAO directory, a station's line. */
#ifndef TRUST_CONTAINER_H
#define TRUST_CONTAINER_H

#include "base/buf.h"

/* By what the octets are, whatever the label or attribute round them says. */
enum container_kind {
	CONTAINER_CERT, CONTAINER_CRL, CONTAINER_MASTER_LIST,
	CONTAINER_SIGNED,	/* another SignedData, tag 77 round it or not */
	CONTAINER_STATION,	/* "cccd-station HEX": 32 octets */
	CONTAINER_OTHER		/* of no use here; `der` may be empty */
};

#define CONTAINER_STATION_WORD "cccd-station"
#define CONTAINER_STATION_OCTETS 32

/* What a file holds, one after the other. `line`: where in a text form it
 * starts, 0 in DER. `der` borrows from the input or from the reader until the
 * next call. */
struct container_item {
	enum container_kind kind;
	struct slice der;
	struct slice comment;		/* behind a station's key */
	unsigned long line;
};

enum container_form {
	CONTAINER_DER, CONTAINER_PEM, CONTAINER_LDIF, CONTAINER_LINES,
	CONTAINER_NONE
};
struct container {
	enum container_form form;
	struct slice rest;
	unsigned long line;
	struct buf text, octets;
};

/* Tells the form by what stands there, never by a file's name. `file` stays
 * until container_close. */
void container_open(struct container *c, struct slice file);
/* ERR_EOF after the last. ERR_FORMAT, ERR_TRUNCATED: damaged, `out->line` says
 * where; what comes behind it is still to be had. ERR_UNSUPPORTED: the whole is
 * none of the forms.
 * DER: one object after the other, BER lengths too. PEM may have text round its
 * blocks; those of another label than certificates, CRLs and CMS have are
 * OTHER and not decoded. LDIF: folded lines, base64 behind "::" of
 * userCertificate, cACertificate, certificateRevocationList,
 * authorityRevocationList, pkdMasterListContent, CscaMasterListData, with
 * ";binary" or not; all other attributes are passed over. */
MUST_CHECK enum err container_next(struct container *c,
    struct container_item *out);
void container_close(struct container *c);

#endif
