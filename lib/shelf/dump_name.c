/* SPDX-License-Identifier: ISC */
/* Other readers' names for the files of a chip. */
#include <stdio.h>
#include <string.h>

#include "base/tlv.h"
#include "shelf/dump_name.h"

#define MAX_NAME 24

#define TAG_OID 0x06
#define TAG_SEQUENCE 0x30
#define TAG_SET 0x31
/* 1.2.840.113549.1.7.2, signedData; 0.4.0.127.0.7.3.2.1, id-SecurityObject */
#define OID_SIGNED SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02")
#define OID_SECURITY SLICE("\x04\x00\x7f\x00\x07\x03\x02\x01")

/* EF.CardSecurity; an EF.SOD without its tag is one too, of another type. A
 * certificate and a public key begin alike and are neither. */
static bool
is_signed(struct slice object, enum lds_file *out)
{
	struct slice type, content, inner = object;
	struct buf joined = { 0 };
	struct tlv t;

	if (tlv_next_ber(&inner, &t) != ERR_OK ||
	    tlv_next_ber(&t.value, &t) != ERR_OK || t.tag != TAG_OID ||
	    !slice_eq(t.value, OID_SIGNED) ||
	    lds_signed_content(object, &type, &content, &joined) != ERR_OK)
		return false;
	*out = slice_eq(type, OID_SECURITY) ? LDS_CARD_SECURITY : LDS_SOD;
	buf_release(&joined);
	return true;
}

/* EF.CardAccess: a SET of SecurityInfos, SEQUENCEs that begin with an OID. */
static bool
is_infos(struct slice value)
{
	struct tlv info, oid;

	return tlv_next(&value, &info) == ERR_OK &&
	    info.tag == TAG_SEQUENCE &&
	    tlv_next(&info.value, &oid) == ERR_OK && oid.tag == TAG_OID;
}

static bool
is_padding(struct slice rest)
{
	size_t i;

	for (i = 0; i < rest.n; i++)
		if (rest.p[i] != rest.p[0] ||
		    (rest.p[i] != 0 && (uint8_t)rest.p[i] != 0xff))
			return false;
	return true;
}

bool
dump_by_content(struct slice octets, enum lds_file *out, bool *whole)
{
	struct slice rest = octets;
	struct tlv t;
	size_t total;
	uint32_t tag;

	if (octets.n < 2)
		return false;
	*whole = tlv_next_ber(&rest, &t) == ERR_OK && is_padding(rest);
	tag = (uint8_t)octets.p[0];
	if (tag == TAG_SEQUENCE)
		return is_signed(octets, out);
	if (!*whole && tlv_total(octets, &total) != ERR_OK)
		return false;
	if (tag == TAG_SET) {
		*out = LDS_CARD_ACCESS;
		return *whole && is_infos(t.value);
	}
	return lds_by_tag(tag, out) == ERR_OK;
}

/* Letters and digits of what stands before the last dot, but that of "EF.SOD",
 * in lower case. */
static void
plain(const char *name, char out[MAX_NAME])
{
	const char *dot = strrchr(name, '.'), *p;
	size_t n = 0;
	char c;

	if (dot == NULL || dot == name ||
	    (dot - name == 2 && strncasecmp(name, "ef", 2) == 0))
		dot = name + strlen(name);
	for (p = name; p < dot && n < MAX_NAME - 1; p++) {
		c = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			out[n++] = c;
	}
	out[n] = '\0';
}

static bool
is_group_name(const char *name, int n)
{
	static const char *const words[] = { "dg", "datagroup", "dg0",
	    "datagroup0" };
	char text[MAX_NAME];
	size_t i;

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		snprintf(text, sizeof text, "%s%d", words[i], n);
		if (strcmp(name, text) == 0)
			return true;
	}
	return false;
}

static bool
is_named(const char *name, enum lds_file f)
{
	const struct lds_info *info = lds_info(f);
	const char *ef = strncmp(name, "ef", 2) == 0 ? name + 2 : name;
	char fid[8];

	snprintf(fid, sizeof fid, "%04x", (unsigned)info->fid);
	if (strcmp(ef, fid) == 0 || strcasecmp(ef, info->name) == 0)
		return true;
	return lds_group_number(f) > 0 &&
	    is_group_name(ef, lds_group_number(f));
}

enum dump_saying
dump_by_name(const char *name, enum lds_file f)
{
	char text[MAX_NAME];
	int i;

	plain(name, text);
	if (is_named(text, f))
		return DUMP_SAYS_THIS;
	for (i = 0; i < LDS_FILES; i++)
		if (is_named(text, (enum lds_file)i))
			return DUMP_SAYS_ANOTHER;
	return DUMP_SAYS_NOTHING;
}
