/* SPDX-License-Identifier: ISC */
/* One thing after the other out of DER, PEM, LDIF or a station's line. */
#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "base/tlv.h"
#include "chip/lds.h"
#include "trust/container.h"

#define PEM_BEGIN "-----BEGIN "
#define PEM_END "-----END "
#define PEM_DASHES "-----"
#define BOM "\xef\xbb\xbf"

#define TAG_SOD 0x77
/* 1.2.840.113549.1.7.2, signedData; 2.23.136.1.1.2, cscaMasterList */
#define OID_SIGNED SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02")
#define OID_MASTER_LIST SLICE("\x67\x81\x08\x01\x01\x02")

static enum container_kind
kind_of_signed(struct slice der)
{
	struct slice type, content;
	struct buf joined = { 0 };
	enum container_kind kind = CONTAINER_SIGNED;

	if (lds_signed_content(der, &type, &content, &joined) == ERR_OK &&
	    slice_eq(type, OID_MASTER_LIST))
		kind = CONTAINER_MASTER_LIST;
	buf_release(&joined);
	return kind;
}

/* RFC 5280, 4.1 and 5.1: behind two SEQUENCEs, an algorithm and a name, a
 * certificate has a SEQUENCE and a CRL a time. */
static enum container_kind
kind_of_tbs(struct slice tbs)
{
	struct tlv t;
	int names = 0;

	while (tlv_next_ber(&tbs, &t) == ERR_OK) {
		if (t.tag == 0xa0 && names == 0)
			return CONTAINER_CERT;
		if (t.tag == 0x02 && names == 0)
			continue;
		if (names == 2 && (t.tag == 0x17 || t.tag == 0x18))
			return CONTAINER_CRL;
		if (t.tag != 0x30)
			break;
		if (names++ == 2)
			return CONTAINER_CERT;
	}
	return CONTAINER_OTHER;
}

static enum container_kind
kind_of(struct slice der)
{
	struct slice all = der;
	struct tlv whole, first;

	if (tlv_next_ber(&all, &whole) != ERR_OK)
		return CONTAINER_OTHER;
	if (whole.tag == TAG_SOD)
		return CONTAINER_SIGNED;
	if (whole.tag != 0x30 || tlv_next_ber(&whole.value, &first) != ERR_OK)
		return CONTAINER_OTHER;
	if (first.tag == 0x06 && slice_eq(first.value, OID_SIGNED))
		return kind_of_signed(der);
	return first.tag == 0x30 ? kind_of_tbs(first.value) : CONTAINER_OTHER;
}

/* The next line without its end, or false. */
static bool
take_line(struct container *c, struct slice *line)
{
	if (c->rest.n == 0 || !slice_split(&c->rest, '\n', line))
		return false;
	c->line++;
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

static bool
starts_word(struct slice line, const char *word)
{
	size_t n = strlen(word);

	return line.n >= n && strncasecmp(line.p, word, n) == 0;
}

/* Where "-----BEGIN " stands at the start of some line. */
static bool
has_pem(struct slice text)
{
	struct slice line;

	while (slice_split(&text, '\n', &line))
		if (slice_starts(line, PEM_BEGIN))
			return true;
	return false;
}

static enum container_form
text_form(struct slice text)
{
	struct slice line, rest = text;

	if (has_pem(text))
		return CONTAINER_PEM;
	while (slice_split(&rest, '\n', &line)) {
		line = slice_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (starts_word(line, "dn:") || starts_word(line, "version:"))
			return CONTAINER_LDIF;
		return slice_starts(line, CONTAINER_STATION_WORD " ") ?
		    CONTAINER_LINES : CONTAINER_NONE;
	}
	return CONTAINER_NONE;
}

void
container_open(struct container *c, struct slice file)
{
	*c = (struct container){ .rest = file };
	/* A text may begin with "0" or "w"; none has an octet of over 7F behind
	 * it, and nothing of use here is shorter than 128 octets. */
	if (file.n >= 2 && (file.p[0] == 0x30 || file.p[0] == TAG_SOD) &&
	    (uint8_t)file.p[1] >= 0x80) {
		c->form = CONTAINER_DER;
		return;
	}
	if (slice_starts(file, BOM)) {
		c->rest.p += sizeof BOM - 1;
		c->rest.n -= sizeof BOM - 1;
	}
	c->form = text_form(c->rest);
}

void
container_close(struct container *c)
{
	buf_release(&c->text);
	buf_release(&c->octets);
	*c = (struct container){ .form = CONTAINER_NONE };
}

static enum err
next_der(struct container *c, struct container_item *out)
{
	struct tlv t;
	enum err e = tlv_next_ber(&c->rest, &t);

	if (e == ERR_OK) {
		out->der = t.raw;
		out->kind = kind_of(t.raw);
	} else if (e != ERR_EOF)
		c->rest.n = 0;		/* nobody can say where the next is */
	return e;
}

/* Collected base64 to what it stands for. */
static enum err
decode(struct container *c, struct container_item *out)
{
	struct slice all;
	struct tlv t;

	buf_reset(&c->octets);
	if (base64_read(&c->octets, buf_slice(&c->text)) != ERR_OK)
		return ERR_FORMAT;
	all = buf_slice(&c->octets);
	if (tlv_next_ber(&all, &t) != ERR_OK || all.n != 0)
		return ERR_FORMAT;
	out->der = t.raw;
	out->kind = kind_of(t.raw);
	return ERR_OK;
}

/* "CERTIFICATE" of "-----BEGIN CERTIFICATE-----"; p NULL for another line. */
static struct slice
label_of(struct slice line, const char *edge)
{
	size_t n = strlen(edge), dashes = sizeof PEM_DASHES - 1;

	line = slice_trim(line);
	if (!slice_starts(line, edge) || line.n < n + dashes ||
	    memcmp(line.p + line.n - dashes, PEM_DASHES, dashes) != 0)
		return (struct slice){ NULL, 0 };
	return (struct slice){ line.p + n, line.n - n - dashes };
}

static bool
is_useful(struct slice label)
{
	static const char *const labels[] = { "CERTIFICATE",
	    "X509 CERTIFICATE", "X509 CRL", "CMS", "PKCS7" };
	size_t i;

	for (i = 0; i < sizeof labels / sizeof *labels; i++)
		if (slice_is(label, labels[i]))
			return true;
	return false;
}

static void
add_base64(struct buf *text, struct slice line)
{
	size_t i;

	for (i = 0; i < line.n; i++)
		if (line.p[i] != ' ' && line.p[i] != '\t')
			buf_add_char(text, line.p[i]);
}

/* From behind the BEGIN line to behind the END line. A BEGIN inside is left for
 * the next call. */
static enum err
take_block(struct container *c, struct slice label)
{
	struct slice line, end, before = c->rest;
	unsigned long at = c->line;

	buf_reset(&c->text);
	while (take_line(c, &line)) {
		if (slice_starts(line, PEM_BEGIN)) {
			c->rest = before;
			c->line = at;
			return ERR_TRUNCATED;
		}
		end = label_of(line, PEM_END);
		if (end.p != NULL)
			return slice_eq(end, label) ? ERR_OK : ERR_FORMAT;
		if (is_useful(label))
			add_base64(&c->text, line);
		before = c->rest;
		at = c->line;
	}
	return ERR_TRUNCATED;
}

static enum err
next_pem(struct container *c, struct container_item *out)
{
	struct slice line, label;
	enum err e;

	while (take_line(c, &line)) {
		if (!slice_starts(line, PEM_BEGIN))
			continue;
		out->line = c->line;
		label = label_of(line, PEM_BEGIN);
		if (label.p == NULL)
			return ERR_FORMAT;
		e = take_block(c, label);
		return e == ERR_OK && is_useful(label) ? decode(c, out) : e;
	}
	return ERR_EOF;
}

/* The attribute's type without its options: RFC 2849, AttributeDescription. */
static bool
is_attribute(struct slice name)
{
	static const char *const wanted[] = { "userCertificate",
	    "cACertificate", "certificateRevocationList",
	    "authorityRevocationList", "pkdMasterListContent",
	    "CscaMasterListData" };
	struct slice type;
	size_t i;

	if (!slice_split(&name, ';', &type))
		return false;
	for (i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (type.n == strlen(wanted[i]) &&
		    strncasecmp(type.p, wanted[i], type.n) == 0)
			return true;
	return false;
}

/* `value` and the lines that go on with it: those that begin with a blank. */
static void
unfold(struct container *c, struct slice value)
{
	struct slice line;

	buf_reset(&c->text);
	add_base64(&c->text, value);
	while (c->rest.n > 0 && c->rest.p[0] == ' ' && take_line(c, &line))
		add_base64(&c->text, line);
}

static enum err
next_ldif(struct container *c, struct container_item *out)
{
	struct slice line, name;

	while (take_line(c, &line)) {
		if (!slice_split(&line, ':', &name) || line.p == NULL ||
		    !is_attribute(name))
			continue;
		out->line = c->line;
		/* not "::" is a text or, with "<", an address */
		if (line.n == 0 || line.p[0] != ':')
			return ERR_FORMAT;
		line.p++;
		line.n--;
		unfold(c, line);
		return decode(c, out);
	}
	return ERR_EOF;
}

static enum err
next_station(struct container *c, struct container_item *out)
{
	struct slice line, word;

	while (take_line(c, &line)) {
		line = slice_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		out->line = c->line;
		if (!slice_split(&line, ' ', &word) ||
		    !slice_is(word, CONTAINER_STATION_WORD) ||
		    !slice_split(&line, ' ', &word))
			return ERR_FORMAT;
		buf_reset(&c->octets);
		if (word.n != 2 * CONTAINER_STATION_OCTETS ||
		    hex_read(&c->octets, word) != ERR_OK)
			return ERR_FORMAT;
		out->kind = CONTAINER_STATION;
		out->der = buf_slice(&c->octets);
		out->comment = slice_trim(line);
		return ERR_OK;
	}
	return ERR_EOF;
}

enum err
container_next(struct container *c, struct container_item *out)
{
	bool any = c->rest.n > 0;

	*out = (struct container_item){ .kind = CONTAINER_OTHER };
	switch (c->form) {
	case CONTAINER_DER:
		return next_der(c, out);
	case CONTAINER_PEM:
		return next_pem(c, out);
	case CONTAINER_LDIF:
		return next_ldif(c, out);
	case CONTAINER_LINES:
		return next_station(c, out);
	case CONTAINER_NONE:
	default:
		c->rest.n = 0;
		return any ? ERR_UNSUPPORTED : ERR_EOF;
	}
}
