/* SPDX-License-Identifier: ISC */
/* libqrencode behind one call. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <qrencode.h>

#include "code.h"

enum { ECI_UTF8 = 26 };

const char *const code_segment_name[] = { "byte", "mixed", "eci", "bom" };

static QRecLevel
level(char ecc)
{
	return ecc == 'L' ? QR_ECLEVEL_L : ecc == 'M' ? QR_ECLEVEL_M :
	    ecc == 'Q' ? QR_ECLEVEL_Q : QR_ECLEVEL_H;
}

static QRcode *
encode(struct buf *text, char ecc, enum code_segments how)
{
	const unsigned char *p;
	QRinput *in;
	QRcode *q = NULL;

	if (how == CODE_MIXED)
		return QRcode_encodeString(buf_cstr(text), 0, level(ecc),
		    QR_MODE_8, 1);
	p = (const unsigned char *)text->p;
	in = QRinput_new2(0, level(ecc));
	if (in == NULL)
		return NULL;
	if ((how != CODE_ECI || QRinput_appendECIheader(in, ECI_UTF8) == 0) &&
	    QRinput_append(in, QR_MODE_8, (int)text->n, p) == 0)
		q = QRcode_encodeInput(in);
	QRinput_free(in);
	return q;
}

void
code_draw(struct code *c, struct slice payload, char ecc,
    enum code_segments how)
{
	struct buf text = { 0 };
	QRcode *q;
	int i;

	if (how == CODE_BOM)
		buf_add_str(&text, "\xef\xbb\xbf");
	buf_add_slice(&text, payload);
	q = encode(&text, ecc, how);
	if (q == NULL) {
		perror("photo: no code holds this payload");
		exit(2);
	}
	c->n = q->width;
	c->version = q->version;
	for (i = 0; i < c->n * c->n; i++)
		c->on[i] = q->data[i] & 1;
	QRcode_free(q);
	buf_release(&text);
}
