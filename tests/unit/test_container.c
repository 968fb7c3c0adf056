/* SPDX-License-Identifier: ISC */
/* Containers: what is told by content, in each form, damaged or not. */
#include <string.h>

#include "base/base64.h"
#include "base/tlv.h"
#include "tap.h"
#include "trust/container.h"

/* What the walk gives as letters: c, r (CRL), m, s (signed), k (a station's
 * key), o (of no use), o without octets "-"; ! damaged, / ends early, ? none of
 * the forms. Behind each the line in text forms. */
static const char *
walk(struct slice file, struct buf *out)
{
	static const char letters[] = { 'c', 'r', 'm', 's', 'k', 'o' };
	struct container c;
	struct container_item it;
	enum err e;
	char letter;

	buf_reset(out);
	container_open(&c, file);
	while ((e = container_next(&c, &it)) != ERR_EOF) {
		letter = e == ERR_FORMAT ? '!' : e == ERR_TRUNCATED ? '/' :
		    e == ERR_UNSUPPORTED ? '?' :
		    it.kind == CONTAINER_OTHER && it.der.n == 0 ? '-' :
		    letters[it.kind];
		buf_add_char(out, letter);
		if (it.line > 0)
			buf_printf(out, "%lu", it.line);
	}
	container_close(&c);
	return buf_cstr(out);
}

static struct buf
wrap(uint32_t tag, struct slice value)
{
	struct buf b = { 0 };

	tlv_add(&b, tag, value);
	return b;
}

/* SEQUENCE of a SEQUENCE of `tbs`, filled up to a size that has a long
 * length. */
static struct buf
outline(struct slice tbs)
{
	static const char filling[140];
	struct buf inner = wrap(0x30, tbs), both = { 0 }, all;

	buf_add_slice(&both, buf_slice(&inner));
	tlv_add(&both, 0x03, (struct slice){ filling, sizeof filling });
	all = wrap(0x30, buf_slice(&both));
	buf_release(&inner);
	buf_release(&both);
	return all;
}

/* A SignedData of that type of content; `octets`: how much of it. */
static struct buf
signed_data(struct slice type, size_t octets)
{
	static const char filling[140];
	struct buf content = wrap(0x04, (struct slice){ filling, octets });
	struct buf explicit = wrap(0xa0, buf_slice(&content));
	struct buf encap = wrap(0x06, type), inner, all = { 0 };

	buf_add_slice(&encap, buf_slice(&explicit));
	inner = wrap(0x30, buf_slice(&encap));
	buf_reset(&content);
	buf_add_str(&content, "\x02\x01\x03\x31");
	buf_add_char(&content, 0);
	buf_add_slice(&content, buf_slice(&inner));
	buf_reset(&explicit);
	tlv_add(&explicit, 0x30, buf_slice(&content));
	buf_reset(&encap);
	tlv_add(&encap, 0x06, SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"));
	tlv_add(&encap, 0xa0, buf_slice(&explicit));
	tlv_add(&all, 0x30, buf_slice(&encap));
	buf_release(&content);
	buf_release(&explicit);
	buf_release(&encap);
	buf_release(&inner);
	return all;
}

#define SEQ "\x30\x01\x05"
#define INTEGER "\x02\x01\x01"
#define TIME "\x17\x01\x30"

static void
test_der(void)
{
	static const struct {
		struct slice tbs;
		const char *want;
	} table[] = {
		{ SLICE("\xa0\x03\x02\x01\x02"), "c" },
		{ SLICE(INTEGER SEQ SEQ SEQ SEQ SEQ), "c" },	/* version 1 */
		{ SLICE(INTEGER SEQ SEQ TIME), "r" },
		{ SLICE(SEQ SEQ TIME), "r" },			/* version 1 */
		{ SLICE(INTEGER SEQ SEQ), "o" },
		{ SLICE(SEQ TIME), "o" },
		{ SLICE("\x06\x01\x2a"), "o" },
		{ SLICE("\x30\x05"), "o" },
	};
	struct buf der, out = { 0 };
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		der = outline(table[i].tbs);
		tap_same(slice_str(walk(buf_slice(&der), &out)),
		    table[i].want, "an outline");
		buf_release(&der);
	}
	der = outline(table[0].tbs);
	buf_grow(&der, der.n);
	buf_add_slice(&der, buf_slice(&der));
	tap_same(slice_str(walk(buf_slice(&der), &out)), "cc", "two");
	der.n--;
	tap_same(slice_str(walk(buf_slice(&der), &out)), "c/", "cut");
	der.n = der.n / 2 + 1;
	buf_add_char(&der, '\n');
	tap_same(slice_str(walk(buf_slice(&der), &out)), "c/", "a tail");
	buf_release(&der);
	buf_release(&out);
}

static void
test_signed(void)
{
	struct buf ml = signed_data(SLICE("\x67\x81\x08\x01\x01\x02"), 140);
	struct buf sod = signed_data(SLICE("\x67\x81\x08\x01\x01\x01"), 140);
	struct buf tagged = wrap(0x77, buf_slice(&sod)), out = { 0 };

	tap_same(slice_str(walk(buf_slice(&ml), &out)), "m", "a list");
	tap_same(slice_str(walk(buf_slice(&sod), &out)), "s", "signed");
	tap_same(slice_str(walk(buf_slice(&tagged), &out)), "s", "tag 77");
	buf_release(&ml);
	buf_release(&sod);
	buf_release(&tagged);
	buf_release(&out);
}

static void
add_block(struct buf *out, const char *label, struct slice der,
    const char *end)
{
	struct buf text = { 0 };
	size_t i;

	base64_add(&text, der);
	buf_printf(out, "-----BEGIN %s-----%s", label, end);
	for (i = 0; i < text.n; i += 64)
		buf_printf(out, "%.*s%s", (int)(text.n - i < 64 ?
		    text.n - i : 64), text.p + i, end);
	buf_printf(out, "-----END %s-----%s", label, end);
	buf_release(&text);
}

/* Blocks of six lines. */
static void
test_pem(void)
{
	struct buf cert = outline(SLICE("\xa0\x03\x02\x01\x02"));
	struct buf crl = outline(SLICE(SEQ SEQ TIME)), t = { 0 }, out = { 0 };

	buf_add_str(&t, "# subject: C=VN\n");
	add_block(&t, "CERTIFICATE", buf_slice(&cert), "\n");
	buf_add_str(&t, "between\n");
	add_block(&t, "X509 CRL", buf_slice(&crl), "\r\n");
	tap_same(slice_str(walk(buf_slice(&t), &out)), "c2r9", "two blocks");

	add_block(&t, "PRIVATE KEY", buf_slice(&cert), "\n");
	add_block(&t, "CERTIFICATE", buf_slice(&crl), "\n");
	tap_same(slice_str(walk(buf_slice(&t), &out)), "c2r9-15r21",
	    "a key is not decoded; content counts, not the label");

	memcpy(strstr(buf_cstr(&t), "between") - 4, "X-", 2);
	tap_same(slice_str(walk(buf_slice(&t), &out)), "/2r9-15r21",
	    "an end of another form: the next is still found");
	buf_reset(&t);
	add_block(&t, "CERTIFICATE", buf_slice(&cert), "\n");
	t.p[40] = '*';
	add_block(&t, "CERTIFICATE", buf_slice(&cert), "\n");
	tap_same(slice_str(walk(buf_slice(&t), &out)), "!1c7", "a bad digit");
	t.n -= 5;
	tap_same(slice_str(walk(buf_slice(&t), &out)), "!1/7", "no end");
	buf_release(&cert);
	buf_release(&crl);
	buf_release(&t);
	buf_release(&out);
}

static void
add_folded(struct buf *out, const char *name, struct slice der,
    const char *end)
{
	struct buf line = { 0 };
	size_t i;

	buf_printf(&line, "%s:: ", name);
	base64_add(&line, der);
	for (i = 0; i < line.n; i += 70)
		buf_printf(out, "%s%.*s%s", i > 0 ? " " : "",
		    (int)(line.n - i < 70 ? line.n - i : 70), line.p + i, end);
	buf_release(&line);
}

static void
test_ldif(void)
{
	struct buf cert = outline(SLICE("\xa0\x03\x02\x01\x02"));
	struct buf crl = outline(SLICE(SEQ SEQ TIME)), t = { 0 }, out = { 0 };
	struct buf ml = signed_data(SLICE("\x67\x81\x08\x01\x01\x02"), 140);

	buf_add_str(&t, "\xef\xbb\xbf# the directory\n\nversion: 1\n\n"
	    "dn: o=dsc,c=VN,dc=data\nobjectClass: top\n");
	add_folded(&t, "userCertificate;binary", buf_slice(&cert), "\n");
	add_folded(&t, "usercertificate", buf_slice(&cert), "\r\n");
	add_folded(&t, "jpegPhoto", buf_slice(&cert), "\n");
	add_folded(&t, "CERTIFICATErevocationList;binary", buf_slice(&crl),
	    "\n");
	add_folded(&t, "pkdMasterListContent", buf_slice(&ml), "\n");
	add_folded(&t, "CscaMasterListData", buf_slice(&ml), "\n");
	tap_same(slice_str(walk(buf_slice(&t), &out)), "c7c11r19m23m27",
	    "attributes, folded");
	buf_add_str(&t, "userCertificate;binary: plain\n"
	    "userCertificate;binary:< file:///etc/passwd\n"
	    "userCertificate;binary:: MII\n");
	add_folded(&t, "cACertificate;binary", buf_slice(&cert), "\n");
	tap_same(slice_str(walk(buf_slice(&t), &out)),
	    "c7c11r19m23m27!31!32!33c34", "no base64, damaged, and on");
	buf_release(&cert);
	buf_release(&crl);
	buf_release(&ml);
	buf_release(&t);
	buf_release(&out);
}

#define KEY "00112233445566778899AABBCCDDEEFF"

static void
test_text(void)
{
	static const struct {
		const char *text, *want, *name;
	} table[] = {
		{ "", "", "nothing" },
		{ "\n\n", "?", "blank lines" },
		{ "what is this\n", "?", "another text" },
		{ "0", "?", "a digit that is DER's first octet" },
		{ "cccd-station " KEY KEY "\n", "k1", "a station" },
		{ "# desk\r\n\r\ncccd-station " KEY KEY " the desk\r\n"
		    "cccd-station " KEY KEY, "k3k4", "two" },
		{ "cccd-station " KEY "\ncccd-station " KEY KEY "\n", "!1k2",
		    "too short, and on" },
		{ "cccd-station " KEY KEY "\nstation\n", "k1!2", "another" },
	};
	struct buf out = { 0 };
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++)
		tap_same(slice_str(walk(slice_str(table[i].text), &out)),
		    table[i].want, table[i].name);
	buf_release(&out);
}

int
main(void)
{
	test_der();
	test_signed();
	test_pem();
	test_ldif();
	test_text();
	return tap_done();
}
