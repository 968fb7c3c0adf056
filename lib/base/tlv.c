/* SPDX-License-Identifier: ISC */
/* Walking and writing tag, length, value. */
#include <limits.h>

#include "base/tlv.h"

enum { OCTET_STRING = 0x04, OCTETS_IN_PIECES = 0x24 };

#define TAG_OCTETS 3
#define LENGTH_OCTETS 3		/* behind the 8x, see TLV_MAX_LENGTH */

/* What stands before a value. `head`: how many octets that is. */
struct head {
	uint32_t tag;
	size_t n, length;
	bool constructed, indefinite, shortest;
};

static uint8_t
octet(struct slice in, size_t i)
{
	return (uint8_t)in.p[i];
}

static enum err
read_tag(struct slice in, struct head *h)
{
	h->tag = octet(in, 0);
	h->constructed = (h->tag & 0x20) != 0;
	h->n = 1;
	if (h->tag == 0)	/* end-of-contents is no object */
		return ERR_FORMAT;
	if ((h->tag & 0x1f) != 0x1f)
		return ERR_OK;
	do {
		if (h->n == TAG_OCTETS)
			return ERR_FORMAT;
		if (h->n == in.n)
			return ERR_TRUNCATED;
		h->tag = h->tag << 8 | octet(in, h->n);
		if (h->n == 1 && octet(in, 1) == 0x80)
			return ERR_FORMAT;	/* X.690, 8.1.2.4.2 c */
	} while (octet(in, h->n++) & 0x80);
	return ERR_OK;
}

static enum err
read_length(struct slice in, struct head *h)
{
	size_t more, i;

	if (h->n == in.n)
		return ERR_TRUNCATED;
	h->length = octet(in, h->n++);
	h->indefinite = h->length == 0x80;
	h->shortest = true;
	if (h->indefinite)
		h->length = 0;
	if (h->length < 0x80)
		return ERR_OK;
	more = h->length & 0x7f;
	if (more > LENGTH_OCTETS)
		return ERR_FORMAT;
	if (in.n - h->n < more)
		return ERR_TRUNCATED;
	h->length = 0;
	for (i = 0; i < more; i++)
		h->length = h->length << 8 | octet(in, h->n++);
	h->shortest = h->length >= 0x80 && h->length >> 8 * (more - 1) != 0;
	return ERR_OK;
}

/* ERR_EOF where `in` is empty. */
static enum err
read_head(struct slice in, struct head *h)
{
	enum err e;

	*h = (struct head){ 0 };
	if (in.n == 0)
		return ERR_EOF;
	e = read_tag(in, h);
	return e == ERR_OK ? read_length(in, h) : e;
}

static void
give(struct slice *in, const struct head *h, size_t length, size_t tail,
    struct tlv *out)
{
	size_t all = h->n + length + tail;

	*out = (struct tlv){ h->tag, { in->p + h->n, length }, { in->p, all } };
	in->p += all;
	in->n -= all;
}

enum err
tlv_other(struct slice *in, bool der, struct tlv *out)
{
	struct head h;
	enum err e;

	e = read_head(*in, &h);
	if (e != ERR_OK)
		return e;
	if (h.indefinite || (der && !h.shortest))
		return ERR_FORMAT;
	if (in->n - h.n < h.length)
		return ERR_TRUNCATED;
	give(in, &h, h.length, 0, out);
	return ERR_OK;
}

/* One step through what an indefinite length left open: an end-of-contents, or
 * an object, skipped whole where it has a length. */
static enum err
skip_step(struct slice *in, int *open)
{
	struct slice gone;
	struct head h;
	enum err e;

	if (in->n >= 2 && in->p[0] == 0 && in->p[1] == 0) {
		(*open)--;
		return buf_read(in, 2, &gone);
	}
	if (in->n < 2)
		return ERR_TRUNCATED;
	e = read_head(*in, &h);
	if (e != ERR_OK)
		return e;
	if (h.indefinite && !h.constructed)
		return ERR_FORMAT;
	if (h.indefinite && ++*open > TLV_MAX_DEPTH)
		return ERR_DEPTH;
	return buf_read(in, h.n + h.length, &gone);
}

enum err
tlv_next_ber(struct slice *in, struct tlv *out)
{
	struct slice rest = *in, gone;
	struct head h;
	int open = 1;
	enum err e = read_head(*in, &h);

	if (e != ERR_OK)
		return e;
	if (!h.indefinite)
		return tlv_next(in, out);
	if (!h.constructed)
		return ERR_FORMAT;
	e = buf_read(&rest, h.n, &gone);
	while (e == ERR_OK && open > 0)
		e = skip_step(&rest, &open);
	if (e == ERR_OK)
		give(in, &h, in->n - rest.n - h.n - 2, 2, out);
	return e;
}

enum err
tlv_other_any(struct slice *in, struct tlv *out, bool *ber)
{
	enum err e = tlv_other(in, true, out);

	if (e != ERR_FORMAT)
		return e;
	e = tlv_next_ber(in, out);
	if (e == ERR_OK)
		*ber = true;
	return e;
}

/* `e` is what the taking of `t` off `rest` said. */
static enum err
take(struct slice *in, struct slice rest, enum err e, const struct tlv *t,
    uint32_t tag, struct slice *value)
{
	if (e == ERR_EOF || (e == ERR_OK && t->tag != tag))
		return ERR_FORMAT;
	if (e != ERR_OK)
		return e;
	*value = t->value;
	*in = rest;
	return ERR_OK;
}

enum err
tlv_take_other(struct slice *in, uint32_t tag, struct slice *value)
{
	struct slice rest = *in;
	struct tlv t;
	enum err e = tlv_next(&rest, &t);

	return take(in, rest, e, &t, tag, value);
}

enum err
tlv_take_other_any(struct slice *in, uint32_t tag, struct slice *value,
    bool *ber)
{
	struct slice rest = *in;
	bool found = false;
	struct tlv t;
	enum err e = tlv_next_any(&rest, &t, &found);

	e = take(in, rest, e, &t, tag, value);
	if (e == ERR_OK && found)
		*ber = true;
	return e;
}

static enum err
join(struct slice in, int depth, struct buf *out)
{
	struct tlv t;
	enum err e;

	if (depth > TLV_MAX_DEPTH)
		return ERR_DEPTH;
	while ((e = tlv_next_ber(&in, &t)) == ERR_OK) {
		if (t.tag == OCTET_STRING)
			buf_add_slice(out, t.value);
		else if (t.tag == OCTETS_IN_PIECES)
			e = join(t.value, depth + 1, out);
		else
			e = ERR_FORMAT;
		if (e != ERR_OK)
			return e;
	}
	return e == ERR_EOF ? ERR_OK : e;
}

enum err
tlv_join(struct slice in, struct buf *out)
{
	return join(in, 1, out);
}

/* Of the universal types only SEQUENCE, SET, EXTERNAL and EMBEDDED PDV are made
 * of others, and SEQUENCE and SET always. */
static bool
is_der_kind(uint32_t tag)
{
	return tag > 0x3f || (tag & 0x20 ? tag == 0x30 || tag == 0x31 ||
	    tag == 0x28 || tag == 0x2b : tag != 0x10 && tag != 0x11);
}

/* The first octet of a tag tells whether it is constructed. */
static bool
is_der(struct slice in, int depth)
{
	struct tlv t;
	uint8_t first;

	if (depth > TLV_MAX_DEPTH)
		return false;
	while (in.n > 0) {
		first = octet(in, 0);
		if (tlv_next_der(&in, &t) != ERR_OK)
			return false;
		if (!is_der_kind(t.tag) || (first & 0x20 &&
		    !is_der(t.value, depth + 1)))
			return false;
	}
	return true;
}

bool
tlv_is_der(struct slice in)
{
	return is_der(in, 1);
}

enum err
tlv_find(struct slice in, uint32_t tag, struct tlv *out)
{
	struct tlv t;
	enum err e;

	while ((e = tlv_next(&in, &t)) == ERR_OK)
		if (t.tag == tag) {
			*out = t;
			return ERR_OK;
		}
	return e == ERR_EOF ? ERR_NOT_FOUND : e;
}

enum err
tlv_total(struct slice head, size_t *total)
{
	struct head h;
	enum err e = read_head(head, &h);

	if (e == ERR_EOF)
		return ERR_TRUNCATED;
	if (e != ERR_OK)
		return e;
	if (h.indefinite)
		return ERR_FORMAT;
	*total = h.n + h.length;
	return ERR_OK;
}

/* The number's octets, the highest first, without leading zeros. */
static void
add_octets(struct buf *out, size_t v)
{
	int shift = 24;

	while (shift > 0 && v >> shift == 0)
		shift -= 8;
	for (; shift >= 0; shift -= 8)
		buf_add_char(out, (char)(v >> shift & 0xff));
}

void
tlv_add_head(struct buf *out, uint32_t tag, size_t length)
{
	int more = length > 0xffffff ? 4 : length > 0xffff ? 3 :
	    length > 0xff ? 2 : 1;

	add_octets(out, tag);
	if (length >= 0x80)
		buf_add_char(out, (char)(0x80 | more));
	add_octets(out, length);
}

void
tlv_add(struct buf *out, uint32_t tag, struct slice value)
{
	tlv_add_head(out, tag, value.n);
	buf_add_slice(out, value);
}

enum err
tlv_unsigned(struct slice value, struct slice *out)
{
	if (value.n == 0 || octet(value, 0) & 0x80)
		return ERR_FORMAT;
	if (value.n > 1 && value.p[0] == 0) {
		if (!(octet(value, 1) & 0x80))
			return ERR_FORMAT;	/* X.690, 8.3.2 */
		value.p++;
		value.n--;
	}
	*out = value;
	return ERR_OK;
}

enum err
tlv_small(struct slice value, int *out)
{
	struct slice digits;
	uint32_t v = 0;
	size_t i;
	enum err e = tlv_unsigned(value, &digits);

	if (e != ERR_OK)
		return e;
	if (digits.n > 4)
		return ERR_RANGE;
	for (i = 0; i < digits.n; i++)
		v = v << 8 | octet(digits, i);
	if (v > INT_MAX)
		return ERR_RANGE;
	*out = (int)v;
	return ERR_OK;
}
