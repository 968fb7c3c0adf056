/* SPDX-License-Identifier: ISC */
/* DG13 as real ASN.1: fields by their number, never by place or by search. */
#include "base/tlv.h"
#include "chip/dg13.h"
#include "chip/lds.h"

/* 1.0.10646.1.0.8 */
#define OID_FIELDS SLICE("\x28\xd3\x16\x01\x00\x08")

enum {
	TAG_INTEGER = 0x02, TAG_NULL = 0x05, TAG_OID = 0x06, TAG_UTF8 = 0x0c,
	TAG_NUMERIC = 0x12, TAG_PRINTABLE = 0x13, TAG_IA5 = 0x16,
	TAG_VISIBLE = 0x1a, TAG_SEQUENCE = 0x30, TAG_SET = 0x31
};

static bool
is_string(uint32_t tag)
{
	return tag == TAG_UTF8 || tag == TAG_PRINTABLE || tag == TAG_NUMERIC ||
	    tag == TAG_IA5 || tag == TAG_VISIBLE;
}

static enum err
add_string(struct dg13_field *f, struct slice s)
{
	if (f->n == DG13_STRINGS)
		return ERR_TOO_LONG;
	f->s[f->n++] = s;
	return ERR_OK;
}

static enum err
collect(struct slice in, int depth, struct dg13_field *f, size_t *odd)
{
	struct tlv t;
	enum err e;

	if (depth > TLV_MAX_DEPTH)
		return ERR_DEPTH;
	while ((e = tlv_next(&in, &t)) == ERR_OK) {
		if (is_string(t.tag))
			e = add_string(f, t.value);
		else if (t.tag == TAG_SEQUENCE || t.tag == TAG_SET)
			e = t.value.n == 0 ? add_string(f, t.value) :
			    collect(t.value, depth + 1, f, odd);
		else
			*odd += t.tag != TAG_NULL;
		if (e != ERR_OK)
			return e;
	}
	return e == ERR_EOF ? ERR_OK : e;
}

static enum err
read_field(struct slice *set, struct dg13 *d)
{
	struct slice in, number;
	int n;
	enum err e;

	if ((e = tlv_take(set, TAG_SEQUENCE, &in)) != ERR_OK ||
	    (e = tlv_take(&in, TAG_INTEGER, &number)) != ERR_OK ||
	    (e = tlv_small(number, &n)) != ERR_OK)
		return e == ERR_RANGE ? ERR_FORMAT : e;
	if (n < 1 || n > DG13_FIELDS) {
		d->unknown++;
		return ERR_OK;
	}
	if (d->present & 1u << (n - 1))
		return ERR_DUPLICATE;
	d->present |= 1u << (n - 1);
	return collect(in, 1, &d->field[n - 1], &d->odd);
}

enum err
dg13_parse(struct slice file, struct dg13 *out)
{
	struct slice in, all, version, oid, set;
	struct dg13 d;
	enum err e;
	int n;

	d.present = 0;
	d.unknown = d.odd = 0;
	for (n = 0; n < DG13_FIELDS; n++)
		d.field[n].n = 0;
	if ((e = lds_unwrap(LDS_DG13, file, &in)) != ERR_OK ||
	    (e = tlv_take(&in, TAG_SEQUENCE, &all)) != ERR_OK ||
	    (e = tlv_take(&all, TAG_INTEGER, &version)) != ERR_OK ||
	    (e = tlv_small(version, &d.version)) != ERR_OK ||
	    (e = tlv_take(&all, TAG_OID, &oid)) != ERR_OK)
		return e == ERR_RANGE ? ERR_FORMAT : e;
	if (!slice_eq(oid, OID_FIELDS))
		return ERR_UNSUPPORTED;
	if ((e = tlv_take(&all, TAG_SET, &set)) != ERR_OK)
		return e;
	while (set.n > 0)
		if ((e = read_field(&set, &d)) != ERR_OK)
			return e;
	d.odd += in.n > 0 || all.n > 0;	/* something behind the fields */
	*out = d;
	return ERR_OK;
}
