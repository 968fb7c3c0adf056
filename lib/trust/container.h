/* SPDX-License-Identifier: ISC */
/* The forms in which certificates, CRLs and lists are handed round: DER, PEM
 * (RFC 7468), LDIF (RFC 2849) of the ICAO directory. */
#ifndef TRUST_CONTAINER_H
#define TRUST_CONTAINER_H

#include "base/buf.h"

enum container_kind {
	CONTAINER_CERT, CONTAINER_CRL, CONTAINER_MASTER_LIST,
	CONTAINER_STATION,	/* "cccd-station HEX": 32 octets */
	CONTAINER_OTHER		/* a PEM block or attribute of no use here */
};

/* What a file holds, one after the other. `line`: where in a text form it
 * starts, 0 in DER. `der` borrows from the input or from the reader until the
 * next call. */
struct container_item {
	enum container_kind kind;
	struct slice der;
	unsigned long line;
};
struct container {
	struct slice rest;
	unsigned long line;
	int form;
	struct buf octets;
};

/* Tells the form by what stands there, never by a file's name. */
void container_open(struct container *c, struct slice file);
/* ERR_EOF after the last; ERR_FORMAT for a damaged one (the walk may go on
 * where there is a next). PEM may have text round its blocks; LDIF has folded
 * lines, base64 behind "::", userCertificate;binary,
 * certificateRevocationList;binary, pkdMasterListContent, CscaMasterListData. */
MUST_CHECK enum err container_next(struct container *c,
    struct container_item *out);
void container_close(struct container *c);

#endif
