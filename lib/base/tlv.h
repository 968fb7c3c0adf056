/* SPDX-License-Identifier: ISC */
/* Tag, length, value by ITU-T X.690 (BER, DER) and ISO/IEC 7816-4, annex E. */
#ifndef BASE_TLV_H
#define BASE_TLV_H

#include "base/buf.h"

/* lengths of over three octets refused */
#define TLV_MAX_LENGTH 0xffffffu
#define TLV_MAX_DEPTH 16

/* `tag` is all its octets as one number: 0x02, 0x7F61; at most three octets.
 * `raw` is the whole object, `value` what is inside; both borrow. */
struct tlv {
	uint32_t tag;
	struct slice value, raw;
};

/* Takes the next object off `in`. ERR_EOF: `in` is empty. ERR_TRUNCATED: it
 * ends inside. ERR_FORMAT: no such tag or length, such as 00 or FF padding.
 * What fails moves nothing.
 * tlv_next takes definite lengths in any long form (BER), tlv_next_der the
 * shortest form only. */
MUST_CHECK static inline enum err tlv_next(struct slice *in, struct tlv *out);
MUST_CHECK static inline enum err tlv_next_der(struct slice *in,
    struct tlv *out);

/* As tlv_next, and indefinite lengths too (X.690, 8.1.3.6): the value ends
 * before its end-of-contents octets, raw after them. ERR_DEPTH beyond
 * TLV_MAX_DEPTH. */
MUST_CHECK enum err tlv_next_ber(struct slice *in, struct tlv *out);

/* tlv_next_der, or else tlv_next_ber, and then *ber becomes true. */
MUST_CHECK static inline enum err tlv_next_any(struct slice *in,
    struct tlv *out, bool *ber);

/* The next object, which must be there and have this tag: else ERR_FORMAT,
 * nothing moved. Otherwise as tlv_next. */
MUST_CHECK static inline enum err tlv_take(struct slice *in, uint32_t tag,
    struct slice *value);
MUST_CHECK static inline enum err tlv_take_any(struct slice *in, uint32_t tag,
    struct slice *value, bool *ber);

/* Appends the pieces inside a constructed OCTET STRING, which may have pieces
 * themselves (X.690, 8.7.3). ERR_DEPTH beyond TLV_MAX_DEPTH. */
MUST_CHECK enum err tlv_join(struct slice in, struct buf *out);

/* Whether everything in `in`, nested objects too, has the lengths of DER, and
 * no string is in pieces (X.690, 10.1 and 10.2). */
bool tlv_is_der(struct slice in);

/* The first object of that tag among those in `in`. ERR_NOT_FOUND, or what
 * tlv_next said of one before it. */
MUST_CHECK enum err tlv_find(struct slice in, uint32_t tag, struct tlv *out);

/* How many octets the object at the start of `head` has in all, from its tag
 * and length alone: how much of a file to read. ERR_TRUNCATED: `head` is too
 * short to tell; seven octets always suffice. ERR_FORMAT as tlv_next. */
MUST_CHECK enum err tlv_total(struct slice head, size_t *total);

/* Appends an object, DER lengths. */
void tlv_add(struct buf *out, uint32_t tag, struct slice value);
void tlv_add_head(struct buf *out, uint32_t tag, size_t length);

/* A DER INTEGER's value without its sign octet (zero is one octet 00);
 * ERR_FORMAT where negative, empty or with octets too many (X.690, 8.3.2).
 * tlv_small: one that fits an int >= 0, else ERR_RANGE. */
MUST_CHECK enum err tlv_unsigned(struct slice value, struct slice *out);
MUST_CHECK enum err tlv_small(struct slice value, int *out);

/* Nearly all objects are plain: a tag of one octet, a length of one to three
 * as DER has it, and all of the value. These are taken off in place, for a
 * record has two hundred of them; all others by what follows. */
MUST_CHECK enum err tlv_other(struct slice *in, bool der, struct tlv *out);
MUST_CHECK enum err tlv_other_any(struct slice *in, struct tlv *out,
    bool *ber);
MUST_CHECK enum err tlv_take_other(struct slice *in, uint32_t tag,
    struct slice *value);
MUST_CHECK enum err tlv_take_other_any(struct slice *in, uint32_t tag,
    struct slice *value, bool *ber);

/* The octets before the value; 0: the object is not plain. */
static inline size_t
tlv_plain_head(struct slice in, size_t *length)
{
	const uint8_t *p = (const uint8_t *)in.p;
	size_t n = 2;

	if (in.n < 2 || p[0] == 0 || (p[0] & 0x1f) == 0x1f)
		return 0;
	*length = p[1];
	if (p[1] >= 0x80) {
		if (p[1] == 0x81 && in.n > 2 && p[2] >= 0x80)
			*length = p[2];
		else if (p[1] == 0x82 && in.n > 3 && p[2] != 0)
			*length = (size_t)p[2] << 8 | p[3];
		else
			return 0;
		n += p[1] - 0x80u;
	}
	return in.n - n >= *length ? n : 0;
}

static inline bool
tlv_next_plain(struct slice *in, struct tlv *out)
{
	size_t length, n = tlv_plain_head(*in, &length);

	if (n == 0)
		return false;
	*out = (struct tlv){ (uint8_t)in->p[0], { in->p + n, length },
	    { in->p, n + length } };
	in->p += n + length;
	in->n -= n + length;
	return true;
}

static inline bool
tlv_take_plain(struct slice *in, uint32_t tag, struct slice *value)
{
	size_t length, n;

	if (in->n == 0 || (uint8_t)in->p[0] != tag)
		return false;
	n = tlv_plain_head(*in, &length);
	if (n == 0)
		return false;
	*value = (struct slice){ in->p + n, length };
	in->p += n + length;
	in->n -= n + length;
	return true;
}

static inline enum err
tlv_next(struct slice *in, struct tlv *out)
{
	return tlv_next_plain(in, out) ? ERR_OK : tlv_other(in, false, out);
}

static inline enum err
tlv_next_der(struct slice *in, struct tlv *out)
{
	return tlv_next_plain(in, out) ? ERR_OK : tlv_other(in, true, out);
}

static inline enum err
tlv_next_any(struct slice *in, struct tlv *out, bool *ber)
{
	return tlv_next_plain(in, out) ? ERR_OK : tlv_other_any(in, out, ber);
}

static inline enum err
tlv_take(struct slice *in, uint32_t tag, struct slice *value)
{
	return tlv_take_plain(in, tag, value) ? ERR_OK :
	    tlv_take_other(in, tag, value);
}

static inline enum err
tlv_take_any(struct slice *in, uint32_t tag, struct slice *value, bool *ber)
{
	return tlv_take_plain(in, tag, value) ? ERR_OK :
	    tlv_take_other_any(in, tag, value, ber);
}

#endif
