/* SPDX-License-Identifier: ISC */
/* BER-TLV as ISO/IEC 7816-4, 5.2.2 has it: definite lengths only. */
#include "priv.h"

static bool
length(const uint8_t **p, size_t *n, size_t *out)
{
	size_t octets, i;

	if (*n == 0)
		return false;
	octets = **p & 0x7F;
	*out = octets;
	if ((**p & 0x80) != 0) {
		if (octets == 0 || octets > 3 || octets >= *n)
			return false;
		for (*out = 0, i = 1; i <= octets; i++)
			*out = *out << 8 | (*p)[i];
		*p += octets;
		*n -= octets;
	}
	++*p;
	--*n;
	return *out <= *n;
}

bool
sim_tlv_next(const uint8_t **p, size_t *n, struct sim_tlv *out)
{
	if (*n == 0)
		return false;
	out->tag = **p;
	++*p;
	--*n;
	if ((out->tag & 0x1F) == 0x1F) {
		if (*n == 0)
			return false;
		out->tag = out->tag << 8 | **p;
		++*p;
		--*n;
	}
	if (!length(p, n, &out->n))
		return false;
	out->p = *p;
	*p += out->n;
	*n -= out->n;
	return true;
}

void
sim_tlv_head(struct sim_bytes *b, unsigned tag, size_t n)
{
	uint8_t head[6];
	size_t i = 0;

	if (tag > 0xFF)
		head[i++] = (uint8_t)(tag >> 8);
	head[i++] = (uint8_t)tag;
	if (n > 0xFFFF) {
		head[i++] = 0x83;
		head[i++] = (uint8_t)(n >> 16);
		head[i++] = (uint8_t)(n >> 8);
	} else if (n > 0xFF) {
		head[i++] = 0x82;
		head[i++] = (uint8_t)(n >> 8);
	} else if (n > 0x7F) {
		head[i++] = 0x81;
	}
	head[i++] = (uint8_t)n;
	sim_add(b, head, i);
}

void
sim_tlv_put(struct sim_bytes *b, unsigned tag, const void *p, size_t n)
{
	sim_tlv_head(b, tag, n);
	sim_add(b, p, n);
}
