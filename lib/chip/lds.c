/* SPDX-License-Identifier: ISC */
/* The table of files, EF.COM, and the list of hashes in EF.SOD. */
#include "base/tlv.h"
#include "chip/lds.h"

/* 1.2.840.113549.1.7.2 */
#define OID_SIGNED_DATA SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02")

enum {
	TAG_INTEGER = 0x02, TAG_OCTETS = 0x04, TAG_OID = 0x06,
	TAG_SEQUENCE = 0x30, TAG_SET = 0x31, TAG_OCTETS_IN_PIECES = 0x24,
	TAG_EXPLICIT_0 = 0xa0,
	TAG_LDS_VERSION = 0x5f01, TAG_UNICODE_VERSION = 0x5f36,
	TAG_TAG_LIST = 0x5c
};

/* Doc 9303-10, 4.3 to 4.7. */
static const struct lds_info files[LDS_FILES] = {
	[LDS_CARD_ACCESS] = { "CardAccess", 0x011c, 0x1c, 0x31 },
	[LDS_CARD_SECURITY] = { "CardSecurity", 0x011d, 0x1d, 0x30 },
	[LDS_COM] = { "COM", 0x011e, 0x1e, 0x60 },
	[LDS_SOD] = { "SOD", 0x011d, 0x1d, 0x77 },
	[LDS_DG1] = { "DG1", 0x0101, 0x01, 0x61 },
	[LDS_DG2] = { "DG2", 0x0102, 0x02, 0x75 },
	[LDS_DG3] = { "DG3", 0x0103, 0x03, 0x63 },
	[LDS_DG4] = { "DG4", 0x0104, 0x04, 0x76 },
	[LDS_DG5] = { "DG5", 0x0105, 0x05, 0x65 },
	[LDS_DG6] = { "DG6", 0x0106, 0x06, 0x66 },
	[LDS_DG7] = { "DG7", 0x0107, 0x07, 0x67 },
	[LDS_DG8] = { "DG8", 0x0108, 0x08, 0x68 },
	[LDS_DG9] = { "DG9", 0x0109, 0x09, 0x69 },
	[LDS_DG10] = { "DG10", 0x010a, 0x0a, 0x6a },
	[LDS_DG11] = { "DG11", 0x010b, 0x0b, 0x6b },
	[LDS_DG12] = { "DG12", 0x010c, 0x0c, 0x6c },
	[LDS_DG13] = { "DG13", 0x010d, 0x0d, 0x6d },
	[LDS_DG14] = { "DG14", 0x010e, 0x0e, 0x6e },
	[LDS_DG15] = { "DG15", 0x010f, 0x0f, 0x6f },
	[LDS_DG16] = { "DG16", 0x0110, 0x10, 0x70 },
};

const struct lds_info *
lds_info(enum lds_file f)
{
	return &files[f];
}

int
lds_group_number(enum lds_file f)
{
	return f >= LDS_DG1 && f <= LDS_DG16 ? (int)f - LDS_DG1 + 1 : 0;
}

enum err
lds_by_name(struct slice name, enum lds_file *out)
{
	unsigned i;

	for (i = 0; i < LDS_FILES; i++)
		if (slice_is(name, files[i].name)) {
			*out = (enum lds_file)i;
			return ERR_OK;
		}
	return ERR_NOT_FOUND;
}

enum err
lds_by_tag(uint32_t tag, enum lds_file *out)
{
	unsigned i;

	for (i = 0; i < LDS_FILES; i++)
		if (files[i].tag == tag) {
			*out = (enum lds_file)i;
			return ERR_OK;
		}
	return ERR_NOT_FOUND;
}

enum err
lds_unwrap(enum lds_file f, struct slice file, struct slice *value)
{
	struct slice inside;
	enum err e = tlv_take(&file, files[f].tag, &inside);

	if (e != ERR_OK)
		return e;
	if (file.n > 0)
		return ERR_FORMAT;
	*value = inside;
	return ERR_OK;
}

/* The octets of the list: every group has a tag of one octet. */
static void
read_tags(struct slice list, struct lds_com *c)
{
	enum lds_file f;
	size_t i;

	for (i = 0; i < list.n; i++)
		if (lds_by_tag((uint8_t)list.p[i], &f) == ERR_OK &&
		    lds_group_number(f) > 0)
			c->groups |= 1u << (lds_group_number(f) - 1);
		else
			c->unknown++;
}

static bool
is_version(struct slice s, size_t digits)
{
	return s.n == digits && slice_digits(s);
}

enum err
lds_com_parse(struct slice file, struct lds_com *out)
{
	struct lds_com c = { .groups = 0 };
	struct slice in;
	struct tlv t;
	bool listed = false;
	enum err e = lds_unwrap(LDS_COM, file, &in);

	if (e != ERR_OK)
		return e;
	while ((e = tlv_next(&in, &t)) == ERR_OK)
		if (t.tag == TAG_TAG_LIST && listed)
			return ERR_DUPLICATE;
		else if (t.tag == TAG_TAG_LIST) {
			read_tags(t.value, &c);
			listed = true;
		} else if (t.tag == TAG_LDS_VERSION && is_version(t.value, 4))
			c.lds_version = t.value;
		else if (t.tag == TAG_UNICODE_VERSION &&
		    is_version(t.value, 6))
			c.unicode_version = t.value;
	if (e != ERR_EOF || !listed)
		return e != ERR_EOF ? e : ERR_FORMAT;
	*out = c;
	return ERR_OK;
}

/* The next object, with indefinite lengths read too, if it has this tag. */
static enum err
ber_take(struct slice *in, uint32_t tag, struct slice *value)
{
	bool ber;

	return tlv_take_any(in, tag, value, &ber);
}

/* Takes a ContentInfo off where there is one; *in is what is inside the
 * SignedData then (RFC 5652, 3 and 5.1). */
static enum err
enter_signed_data(struct slice *in)
{
	struct slice inside, oid, version;
	enum err e = ber_take(in, TAG_SEQUENCE, &inside);

	if (e != ERR_OK)
		return e;
	if (in->n > 0)
		return ERR_FORMAT;
	if (ber_take(&inside, TAG_OID, &oid) == ERR_OK) {
		if (!slice_eq(oid, OID_SIGNED_DATA))
			return ERR_FORMAT;
		if ((e = ber_take(&inside, TAG_EXPLICIT_0, in)) != ERR_OK ||
		    (e = ber_take(in, TAG_SEQUENCE, &inside)) != ERR_OK)
			return e;
	}
	*in = inside;
	return ber_take(in, TAG_INTEGER, &version);
}

enum err
lds_signed_content(struct slice in, struct slice *type, struct slice *content,
    struct buf *joined)
{
	struct slice digests, encap, wrapped, oid;
	struct buf b = { 0 };
	struct tlv t;
	enum err e = enter_signed_data(&in);

	if (e != ERR_OK ||
	    (e = ber_take(&in, TAG_SET, &digests)) != ERR_OK ||
	    (e = ber_take(&in, TAG_SEQUENCE, &encap)) != ERR_OK ||
	    (e = ber_take(&encap, TAG_OID, &oid)) != ERR_OK ||
	    (e = ber_take(&encap, TAG_EXPLICIT_0, &wrapped)) != ERR_OK)
		return e;
	e = tlv_next_ber(&wrapped, &t);
	if (e == ERR_OK && t.tag == TAG_OCTETS_IN_PIECES) {
		e = tlv_join(t.value, &b);
		t.value = buf_slice(&b);
	} else if (e == ERR_EOF || (e == ERR_OK && t.tag != TAG_OCTETS))
		e = ERR_FORMAT;
	if (e != ERR_OK) {
		buf_release(&b);
		return e;
	}
	*type = oid;
	*content = t.value;
	*joined = b;	/* now owned by the caller */
	return ERR_OK;
}

/* One DataGroupHash: SEQUENCE { INTEGER, OCTET STRING }. */
static enum err
read_hash(struct slice *list, struct lds_sod *s)
{
	struct slice entry, number, hash;
	int n;
	enum err e;

	if ((e = ber_take(list, TAG_SEQUENCE, &entry)) != ERR_OK ||
	    (e = ber_take(&entry, TAG_INTEGER, &number)) != ERR_OK ||
	    (e = ber_take(&entry, TAG_OCTETS, &hash)) != ERR_OK ||
	    (e = tlv_small(number, &n)) != ERR_OK)
		return e;
	if (n < 1 || n > 16 || hash.n == 0 || hash.n > CRYPTO_HASH_MAX)
		return ERR_FORMAT;
	if (s->groups & 1u << (n - 1))
		return ERR_DUPLICATE;
	s->groups |= 1u << (n - 1);
	s->hash[n - 1] = hash;
	return ERR_OK;
}

/* LDSSecurityObject (Doc 9303-10, 4.6.2.3); what stands behind the list,
 * LDSVersionInfo, is not looked at. */
static enum err
read_security_object(struct slice in, struct lds_sod *s)
{
	struct slice object, rest = in, version, algorithm, oid, list;
	enum err e;

	if ((e = ber_take(&rest, TAG_SEQUENCE, &object)) != ERR_OK)
		return e;
	if (rest.n > 0)
		return ERR_FORMAT;
	s->content = in;
	if ((e = ber_take(&object, TAG_INTEGER, &version)) != ERR_OK ||
	    (e = ber_take(&object, TAG_SEQUENCE, &algorithm)) != ERR_OK ||
	    (e = ber_take(&algorithm, TAG_OID, &oid)) != ERR_OK ||
	    (e = ber_take(&object, TAG_SEQUENCE, &list)) != ERR_OK)
		return e;
	s->hash_known = crypto_hash_oid(oid, &s->hash_kind) == ERR_OK;
	while (list.n > 0)
		if ((e = read_hash(&list, s)) != ERR_OK)
			return e;
	return ERR_OK;
}

enum err
lds_sod_parse(struct slice file, struct lds_sod *out)
{
	struct lds_sod s = { .groups = 0 };
	struct slice in = file, content;
	struct tlv t;
	enum err e = tlv_next_ber(&in, &t);

	if (e != ERR_OK)
		return e == ERR_EOF ? ERR_TRUNCATED : e;
	if (in.n > 0)
		return ERR_FORMAT;
	if (t.tag == files[LDS_SOD].tag)
		file = t.value;
	e = lds_signed_content(file, &s.content_type, &content, &s.joined);
	if (e == ERR_OK)
		e = read_security_object(content, &s);
	if (e == ERR_OK)
		*out = s;	/* joined is now owned by *out */
	else
		lds_sod_release(&s);
	return e;
}

void
lds_sod_release(struct lds_sod *s)
{
	buf_release(&s->joined);
	*s = (struct lds_sod){ .groups = 0 };
}
