/* SPDX-License-Identifier: ISC */
/* When two names, and two serial numbers, are the same. */
#include "trust/cert_priv.h"

/* Lower case, blanks at the ends gone, one for a run of them (RFC 4518, 2.6;
 * of letters only those of ASCII fold). In place. */
static void
squeeze(struct buf *b)
{
	size_t i, n = 0;

	for (i = 0; i < b->n; i++) {
		char c = b->p[i];

		if (c == ' ' && (n == 0 || b->p[n - 1] == ' '))
			continue;
		b->p[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	if (n > 0 && b->p[n - 1] == ' ')
		n--;
	b->n = n;
}

static bool
same_value(const struct tlv *a, const struct tlv *b)
{
	struct buf ta = { 0 }, tb = { 0 };
	bool same = slice_eq(a->raw, b->raw);

	if (!same && algorithm_string(a, &ta) && algorithm_string(b, &tb)) {
		squeeze(&ta);
		squeeze(&tb);
		same = slice_eq(buf_slice(&ta), buf_slice(&tb));
	}
	buf_release(&ta);
	buf_release(&tb);
	return same;
}

/* AttributeTypeAndValue, inside. */
static bool
same_attribute(struct slice a, struct slice b)
{
	struct slice type_a, type_b;
	struct tlv va, vb;

	return tlv_take(&a, CERT_OID, &type_a) == ERR_OK &&
	    tlv_take(&b, CERT_OID, &type_b) == ERR_OK &&
	    slice_eq(type_a, type_b) && tlv_next(&a, &va) == ERR_OK &&
	    tlv_next(&b, &vb) == ERR_OK && a.n == 0 && b.n == 0 &&
	    same_value(&va, &vb);
}

/* Two lists of objects with this tag, alike one by one. */
static bool
same_list(struct slice a, struct slice b, uint32_t tag,
    bool (*same)(struct slice, struct slice))
{
	struct slice va, vb;

	while (a.n != 0 && b.n != 0)
		if (tlv_take(&a, tag, &va) != ERR_OK ||
		    tlv_take(&b, tag, &vb) != ERR_OK || !same(va, vb))
			return false;
	return a.n == 0 && b.n == 0;
}

static bool
same_rdn(struct slice a, struct slice b)
{
	return same_list(a, b, CERT_SEQUENCE, same_attribute);
}

bool
cert_same_name(struct slice a, struct slice b)
{
	struct slice in_a, in_b;

	if (slice_eq(a, b))
		return true;
	return tlv_take(&a, CERT_SEQUENCE, &in_a) == ERR_OK &&
	    tlv_take(&b, CERT_SEQUENCE, &in_b) == ERR_OK &&
	    same_list(in_a, in_b, CERT_SET, same_rdn);
}

/* Without octets that only repeat the sign. */
static struct slice
shortest(struct slice s)
{
	while (s.n > 1 && (((uint8_t)s.p[0] == 0 && (uint8_t)s.p[1] < 0x80) ||
	    ((uint8_t)s.p[0] == 0xff && (uint8_t)s.p[1] >= 0x80))) {
		s.p++;
		s.n--;
	}
	return s;
}

bool
cert_same_serial(struct slice a, struct slice b)
{
	return slice_eq(shortest(a), shortest(b));
}

bool
cert_is_self_issued(const struct cert *c)
{
	return cert_same_name(c->issuer, c->subject);
}
