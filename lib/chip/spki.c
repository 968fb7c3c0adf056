/* SPDX-License-Identifier: ISC */
/* SubjectPublicKeyInfo (RFC 5280, 4.1). */
#include "base/tlv.h"
#include "chip/spki.h"

enum err
spki_parse(struct slice der, struct spki *out)
{
	struct slice in, unused;
	struct spki s;

	if (tlv_take(&der, 0x30, &in) != ERR_OK || der.n != 0 ||
	    tlv_take(&in, 0x30, &s.params) != ERR_OK ||
	    tlv_take(&s.params, 0x06, &s.oid) != ERR_OK ||
	    tlv_take(&in, 0x03, &s.key) != ERR_OK || in.n != 0 ||
	    buf_read(&s.key, 1, &unused) != ERR_OK || unused.p[0] != 0)
		return ERR_FORMAT;
	*out = s;
	return ERR_OK;
}
