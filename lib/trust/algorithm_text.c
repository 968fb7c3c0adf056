/* SPDX-License-Identifier: ISC */
/* Object identifiers, strings and names of X.500 as people read them. */
#include <string.h>

#include "text/utf8.h"
#include "trust/algorithm.h"

enum { OID = 0x06, UTF8 = 0x0c, NUMERIC = 0x12, PRINTABLE = 0x13,
    TELETEX = 0x14, IA5 = 0x16, VISIBLE = 0x1a, UNIVERSAL = 0x1c, BMP = 0x1e,
    SEQUENCE = 0x30, SET = 0x31 };

/* Beyond this an arc is written as it stands. */
#define MAX_ARC_OCTETS 9

/* 2.5.4 and the one attribute of 1.2.840.113549.1.9 in use (RFC 4514, 3;
 * RFC 5280, A.1). */
static const struct {
	struct slice oid;
	const char *name;
} types[] = {
	{ SLICE("\x55\x04\x03"), "CN" },
	{ SLICE("\x55\x04\x05"), "serialNumber" },
	{ SLICE("\x55\x04\x06"), "C" },
	{ SLICE("\x55\x04\x07"), "L" },
	{ SLICE("\x55\x04\x08"), "ST" },
	{ SLICE("\x55\x04\x0a"), "O" },
	{ SLICE("\x55\x04\x0b"), "OU" },
	{ SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01"), "emailAddress" },
};

static void
add_hex(struct slice s, struct buf *out)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		buf_printf(out, "%02x", (unsigned)(uint8_t)s.p[i]);
}

/* One arc's octets, seven bits each, the top bit in all but the last. */
static void
add_arc(struct slice arc, bool first, struct buf *out)
{
	uint64_t v = 0;
	unsigned top;
	size_t i;

	if (arc.n > MAX_ARC_OCTETS) {
		buf_add_str(out, first ? "2.#" : "#");
		add_hex(arc, out);
		return;
	}
	for (i = 0; i < arc.n; i++)
		v = v << 7 | ((uint8_t)arc.p[i] & 0x7f);
	if (first) {
		top = v >= 80 ? 2 : (unsigned)(v / 40);
		buf_add_number(out, top);
		buf_add_char(out, '.');
		v -= top * 40;
	}
	buf_add_number(out, v);
}

void
algorithm_oid_text(struct slice oid, struct buf *out)
{
	struct slice arc = { oid.p, 0 };
	bool first = true;

	while (oid.n > 0) {
		arc.n++;
		oid.n--;
		if ((uint8_t)arc.p[arc.n - 1] & 0x80 && oid.n > 0)
			continue;
		if (!first)
			buf_add_char(out, '.');
		add_arc(arc, first, out);
		first = false;
		arc = (struct slice){ arc.p + arc.n, 0 };
	}
}

/* Characters of `width` octets each, big-endian. */
static bool
add_wide(struct slice s, size_t width, struct buf *out)
{
	struct slice c;
	uint32_t cp;
	size_t i;

	while (s.n > 0) {
		if (buf_read(&s, width, &c) != ERR_OK)
			return false;
		for (cp = 0, i = 0; i < width; i++)
			cp = cp << 8 | (uint8_t)c.p[i];
		if (cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
			return false;
		utf8_add(out, cp);
	}
	return true;
}

static bool
add_ascii(struct slice s, struct buf *out)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] >= 0x80)
			return false;
	buf_add_slice(out, s);
	return true;
}

bool
algorithm_string(const struct tlv *string, struct buf *out)
{
	size_t before = out->n;
	bool good;

	switch (string->tag) {
	case UTF8:
		good = utf8_is_valid(string->value);
		if (good)
			buf_add_slice(out, string->value);
		break;
	case NUMERIC:
	case PRINTABLE:
	case IA5:
	case VISIBLE:
		good = add_ascii(string->value, out);
		break;
	case TELETEX:		/* in practice Latin-1 */
		good = add_wide(string->value, 1, out);
		break;
	case BMP:
		good = add_wide(string->value, 2, out);
		break;
	case UNIVERSAL:
		good = add_wide(string->value, 4, out);
		break;
	default:
		good = false;
	}
	if (!good)
		out->n = before;
	return good;
}

static void
add_type(struct slice oid, struct buf *out)
{
	size_t i;

	for (i = 0; i < sizeof types / sizeof types[0]; i++)
		if (slice_eq(types[i].oid, oid)) {
			buf_add_str(out, types[i].name);
			return;
		}
	algorithm_oid_text(oid, out);
}

static void
add_value(const struct tlv *v, struct buf *out)
{
	struct buf text = { 0 };
	size_t i;

	if (!algorithm_string(v, &text)) {
		buf_add_char(out, '#');
		add_hex(v->raw, out);
	}
	for (i = 0; i < text.n; i++) {
		if (text.p[i] != '\0' && strchr(",+\"\\<>;=", text.p[i]))
			buf_add_char(out, '\\');
		buf_add_char(out, text.p[i]);
	}
	buf_release(&text);
}

/* One RelativeDistinguishedName: mostly one attribute. */
static void
add_rdn(struct slice set, struct buf *out)
{
	struct slice attribute, oid;
	const char *between = "";
	struct tlv v;

	while (tlv_take(&set, SEQUENCE, &attribute) == ERR_OK) {
		buf_add_str(out, between);
		between = "+";
		if (tlv_take(&attribute, OID, &oid) != ERR_OK ||
		    tlv_next(&attribute, &v) != ERR_OK) {
			buf_add_str(out, "?");
			continue;
		}
		add_type(oid, out);
		buf_add_char(out, '=');
		add_value(&v, out);
	}
}

void
algorithm_name_text(struct slice name, struct buf *out)
{
	const char *between = "";
	struct slice rdns, set;

	if (tlv_take(&name, SEQUENCE, &rdns) != ERR_OK)
		return;
	while (tlv_take(&rdns, SET, &set) == ERR_OK) {
		buf_add_str(out, between);
		between = ", ";
		add_rdn(set, out);
	}
}
