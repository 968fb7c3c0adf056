/* SPDX-License-Identifier: ISC */
/* X.509 certificates as Doc 9303-12 wants them, with the extensions that the
 * card's own document signer has; all names and addresses are invented. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include "pki.h"

enum { SERIAL = 20, SEQUENCE = 0x30, SET = 0x31, PRINTABLE = 0x13,
	UTF8 = 0x0c, IA5 = 0x16 };

void
cert_algorithm(const char *md, struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE);

	/* ecdsa-with-SHA256, ecdsa-with-SHA384 */
	der_oid(out, strcmp(md, "SHA256") == 0 ? "1.2.840.10045.4.3.2" :
	    "1.2.840.10045.4.3.3");
	der_close(out, at);
}

bool
cert_sign(EVP_PKEY *key, const char *md, const struct sim_bytes *body,
    size_t from, unsigned tag, struct sim_bytes *out)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t sig[256];
	size_t n = sizeof sig, at;
	bool good = ctx != NULL &&
	    EVP_DigestSignInit_ex(ctx, NULL, md, NULL, NULL, key, NULL) == 1 &&
	    EVP_DigestSign(ctx, sig, &n, body->p + from, body->n - from) == 1;

	EVP_MD_CTX_free(ctx);
	if (!good) {
		fputs("card: signing failed\n", stderr);
		return false;
	}
	cert_algorithm(md, out);
	at = der_open(out, tag);
	if (tag == 0x03)
		der_octet(out, 0);
	sim_add(out, sig, n);
	der_close(out, at);
	return true;
}

static void
rdn(const char *oid, unsigned tag, const char *text, struct sim_bytes *out)
{
	size_t set = der_open(out, SET), at = der_open(out, SEQUENCE);

	der_oid(out, oid);
	der_text(out, tag, text);
	der_close(out, at);
	der_close(out, set);
}

static void
csca_name(struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE);

	rdn("2.5.4.6", PRINTABLE, "VN", out);
	rdn("2.5.4.10", UTF8, "Invented Certification Office", out);
	rdn("2.5.4.5", PRINTABLE, "001", out);
	rdn("2.5.4.3", UTF8, "CSCA Invented", out);
	der_close(out, at);
}

static void
signer_name(unsigned number, struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE);
	char text[64];

	snprintf(text, sizeof text, "Document Signer Invented %05u", number);
	rdn("2.5.4.6", PRINTABLE, "VN", out);
	rdn("2.5.4.10", UTF8, "Invented Ministry", out);
	rdn("2.5.4.11", UTF8, "Invented Department of Identity Cards", out);
	rdn("2.5.4.3", UTF8, text, out);
	der_close(out, at);
}

/* UTCTime up to 2049 (RFC 5280, 4.1.2.5.1), else with the whole year. */
static void
day_time(unsigned tag, const char *day, struct sim_bytes *out)
{
	char text[32];

	snprintf(text, sizeof text, "%s000000Z", tag == 0x17 ? day + 2 : day);
	der_text(out, tag, text);
}

/* An extension; its value is what is added until extension_close. */
struct extension {
	size_t whole, value;
};

static struct extension
extension_open(const char *oid, bool critical, struct sim_bytes *out)
{
	struct extension e;

	e.whole = der_open(out, SEQUENCE);
	der_oid(out, oid);
	if (critical)
		der_tlv(out, 0x01, "\xff", 1);
	e.value = der_open(out, 0x04);
	return e;
}

static void
extension_close(struct extension e, struct sim_bytes *out)
{
	der_close(out, e.value);
	der_close(out, e.whole);
}

static void
key_id(EVP_PKEY *key, uint8_t id[20])
{
	uint8_t point[160];
	size_t n = 0;

	if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY,
	    point, sizeof point, &n) != 1)
		abort();
	SHA1(point, n, id);
}

static void
key_extensions(const struct cert *c, struct sim_bytes *out)
{
	struct extension e = extension_open("2.5.29.35", false, out);
	size_t at = der_open(out, SEQUENCE);
	uint8_t id[20];

	key_id(c->csca_key, id);
	der_tlv(out, 0x80, id, sizeof id);
	der_close(out, at);
	extension_close(e, out);

	if (c->csca) {
		e = extension_open("2.5.29.14", false, out);
		der_tlv(out, 0x04, id, sizeof id);
		extension_close(e, out);
	}

	e = extension_open("2.5.29.16", false, out);
	at = der_open(out, SEQUENCE);
	day_time(0x80, c->from, out);
	day_time(0x81, c->use_to, out);
	der_close(out, at);
	extension_close(e, out);
}

static void
use_extensions(const struct cert *c, struct sim_bytes *out)
{
	struct extension e = extension_open("2.5.29.19", true, out);
	size_t at = der_open(out, SEQUENCE);

	if (c->csca) {
		der_tlv(out, 0x01, "\xff", 1);
		der_int(out, 0x02, 0);
	}
	der_close(out, at);
	extension_close(e, out);

	e = extension_open("2.5.29.15", true, out);
	/* keyCertSign and cRLSign, or digitalSignature: bits 5, 6, 0 */
	der_tlv(out, 0x03, c->csca ? "\x01\x06" : "\x07\x80", 2);
	extension_close(e, out);
}

/* The country as L=VN in the alternative name (Doc 9303-12, 7). */
static void
place_extension(const char *oid, struct sim_bytes *out)
{
	struct extension e = extension_open(oid, false, out);
	size_t at = der_open(out, SEQUENCE), directory = der_open(out, 0xa4);
	size_t name = der_open(out, SEQUENCE);

	rdn("2.5.4.7", PRINTABLE, "VN", out);
	der_close(out, name);
	der_close(out, directory);
	der_close(out, at);
	extension_close(e, out);
}

/* Where the CSCA's certificate lies: two addresses. */
static void
issuer_extension(struct sim_bytes *out)
{
	struct extension e = extension_open("1.3.6.1.5.5.7.1.1", false, out);
	size_t list = der_open(out, SEQUENCE), at;
	int i;

	for (i = 0; i < 2; i++) {
		at = der_open(out, SEQUENCE);
		der_oid(out, "1.3.6.1.5.5.7.48.2");
		der_text(out, 0x86, i == 0 ?
		    "http://pki-1.invalid/crt/csca-invented.crt" :
		    "http://pki-2.invalid/crt/csca-invented.crt");
		der_close(out, at);
	}
	der_close(out, list);
	extension_close(e, out);
}

static void
crl_extension(struct sim_bytes *out)
{
	struct extension e = extension_open("2.5.29.31", false, out);
	size_t list = der_open(out, SEQUENCE), at, point, name;
	int i;

	for (i = 0; i < 2; i++) {
		at = der_open(out, SEQUENCE);
		point = der_open(out, 0xa0);
		name = der_open(out, 0xa0);
		der_text(out, 0x86, i == 0 ?
		    "http://pki-1.invalid/crl/csca-invented.crl" :
		    "http://pki-2.invalid/crl/csca-invented.crl");
		der_close(out, name);
		der_close(out, point);
		der_close(out, at);
	}
	der_close(out, list);
	extension_close(e, out);
}

static void
extensions(const struct cert *c, struct sim_bytes *out)
{
	size_t outer = der_open(out, 0xa3), list = der_open(out, SEQUENCE);

	use_extensions(c, out);
	key_extensions(c, out);
	if (!c->csca)
		issuer_extension(out);
	crl_extension(out);
	place_extension("2.5.29.17", out);
	if (c->csca)
		place_extension("2.5.29.18", out);
	der_close(out, list);
	der_close(out, outer);
}

static bool
serial(struct sim_bytes *out)
{
	uint8_t number[SERIAL];

	if (RAND_bytes(number, sizeof number) != 1)
		return false;
	/* positive, and all twenty octets */
	number[0] = (number[0] & 0x7f) | 0x01;
	der_tlv(out, 0x02, number, sizeof number);
	return true;
}

bool
cert_make(const struct cert *c, struct sim_bytes *out)
{
	size_t whole = der_open(out, SEQUENCE), start = out->n, tbs, at;
	unsigned char *spki = NULL;
	int n;

	tbs = der_open(out, SEQUENCE);
	at = der_open(out, 0xa0);
	der_int(out, 0x02, 2);
	der_close(out, at);
	if (!serial(out))
		return false;
	cert_algorithm("SHA384", out);
	csca_name(out);
	at = der_open(out, SEQUENCE);
	day_time(0x17, c->from, out);
	day_time(0x17, c->to, out);
	der_close(out, at);
	if (c->csca)
		csca_name(out);
	else
		signer_name(c->number, out);
	n = i2d_PUBKEY(c->key, &spki);
	der_given(out, spki, n);
	extensions(c, out);
	der_close(out, tbs);
	if (!cert_sign(c->csca_key, "SHA384", out, start, 0x03, out))
		return false;
	der_close(out, whole);
	return true;
}
