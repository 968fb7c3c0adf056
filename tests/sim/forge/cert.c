/* SPDX-License-Identifier: ISC */
/* X.509 certificates by the profile of Doc 9303-12, 7, and against it. All
 * names are invented. */
#include <stdlib.h>
#include <string.h>

#include <openssl/rand.h>

#include "forge.h"

struct making {
	struct spec *s;
	const char *part;
	const struct forge_key *key;
	const struct forge_cert *issuer, *other;	/* issuer NULL: itself */
	bool csca;
};

static const char *
get(const struct making *m, const char *key, const char *otherwise)
{
	return spec_get(m->s, m->part, key, otherwise);
}

static bool
is(const struct making *m, const char *key, const char *value)
{
	return spec_is(m->s, m->part, key, value);
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
name(const char *country, const char *office, const char *common,
    struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE);

	if (*country != '\0')
		rdn("2.5.4.6", PRINTABLE, country, out);
	rdn("2.5.4.10", UTF8, office, out);
	rdn("2.5.4.3", UTF8, common, out);
	der_close(out, at);
}

/* UTCTime up to 2049 (RFC 5280, 4.1.2.5), or as `how` wants it. */
void
forge_time(const char *day, const char *how, struct sim_bytes *out)
{
	bool late = strcmp(day, "20500000") >= 0;
	char text[40];

	if (strcmp(how, "general") == 0 || late) {
		snprintf(text, sizeof text, "%.8s000000Z", day);
		der_text(out, GENERAL, text);
		return;
	}
	snprintf(text, sizeof text, strcmp(how, "short") == 0 ? "%.6s0000Z" :
	    strcmp(how, "offset") == 0 ? "%.6s070000+0700" : "%.6s000000Z",
	    day + 2);
	der_text(out, UTC, text);
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
	e.value = der_open(out, OCTETS);
	return e;
}

static void
extension_close(struct extension e, struct sim_bytes *out)
{
	der_close(out, e.value);
	der_close(out, e.whole);
}

/* aki: yes, none, other (a stranger's), random, issuer (by name and serial
 * number alone). */
static void
authority(const struct making *m, struct sim_bytes *out)
{
	const struct forge_cert *by = is(m, "aki", "other") ? m->other :
	    m->issuer;
	const uint8_t *id = by != NULL ? by->key->id : m->key->id;
	struct extension e;
	uint8_t chance[20];
	size_t at, part, inner;

	if (is(m, "aki", "none") || RAND_bytes(chance, sizeof chance) != 1)
		return;
	e = extension_open("2.5.29.35", false, out);
	at = der_open(out, SEQUENCE);
	if (is(m, "aki", "issuer") && by != NULL) {
		part = der_open(out, 0xa1);
		inner = der_open(out, 0xa4);
		sim_add(out, by->name.p, by->name.n);
		der_close(out, inner);
		der_close(out, part);
		der_tlv(out, 0x82, by->serial.p, by->serial.n);
	} else {
		der_tlv(out, 0x80, is(m, "aki", "random") ? chance : id, 20);
	}
	der_close(out, at);
	extension_close(e, out);
}

static void
constraints(const struct making *m, struct sim_bytes *out)
{
	const char *ca = get(m, "ca", m->csca ? "yes" : "no");
	const char *path = get(m, "path", m->csca ? "0" : "none");
	struct extension e;
	size_t at;

	if (strcmp(ca, "absent") == 0)
		return;
	e = extension_open("2.5.29.19", !is(m, "ca-critical", "no"), out);
	at = der_open(out, SEQUENCE);
	if (strcmp(ca, "yes") == 0)
		der_tlv(out, 0x01, "\xff", 1);
	if (strcmp(ca, "yes") == 0 && strcmp(path, "none") != 0)
		der_int(out, INTEGER, atol(path));
	der_close(out, at);
	extension_close(e, out);
}

/* Bits by RFC 5280, 4.2.1.3; unused ones cut off as DER asks for. */
static void
usage(const struct making *m, struct sim_bytes *out)
{
	const char *want = get(m, "usage", m->csca ? "certsign+crlsign" :
	    "sign");
	unsigned bits = 0, unused = 0;
	struct extension e;
	uint8_t octets[2];

	if (strcmp(want, "none") == 0)
		return;
	bits |= strncmp(want, "sign", 4) == 0 ? 0x80 : 0;
	bits |= strstr(want, "certsign") != NULL ? 0x04 : 0;
	bits |= strstr(want, "crlsign") != NULL ? 0x02 : 0;
	bits |= strstr(want, "encipher") != NULL ? 0x20 : 0;
	while (bits != 0 && (bits >> unused & 1) == 0)
		unused++;
	octets[0] = (uint8_t)unused;
	octets[1] = (uint8_t)bits;
	e = extension_open("2.5.29.15", !is(m, "usage-critical", "no"), out);
	der_tlv(out, BITS, octets, 2);
	extension_close(e, out);
}

static void
extended_usage(const struct making *m, struct sim_bytes *out)
{
	const char *want = get(m, "eku", "none");
	struct extension e;
	size_t at;

	if (strcmp(want, "none") == 0)
		return;
	e = extension_open("2.5.29.37", is(m, "eku-critical", "yes"), out);
	at = der_open(out, SEQUENCE);
	der_oid(out, strcmp(want, "list") == 0 ? "2.23.136.1.1.3" :
	    strcmp(want, "any") == 0 ? "2.5.29.37.0" : "1.3.6.1.5.5.7.3.1");
	der_close(out, at);
	extension_close(e, out);
}

/* PrivateKeyUsagePeriod (RFC 3280, 4.2.1.4). */
static void
period(const struct making *m, struct sim_bytes *out)
{
	const char *from = get(m, "use-from", get(m, "from", m->csca ?
	    "20240101" : "20250101"));
	const char *to = get(m, "use-to", m->csca ? "20290101" : "20250401");
	struct extension e;
	char text[24];
	size_t at;

	if (is(m, "use", "none"))
		return;
	e = extension_open("2.5.29.16", false, out);
	at = der_open(out, SEQUENCE);
	if (strcmp(from, "none") != 0) {
		snprintf(text, sizeof text, "%.8s000000Z", from);
		der_text(out, 0x80, text);
	}
	if (strcmp(to, "none") != 0) {
		snprintf(text, sizeof text, "%.8s000000Z", to);
		der_text(out, 0x81, text);
	}
	der_close(out, at);
	extension_close(e, out);
}

/* DocumentTypeList (Doc 9303-12, 7): "ID+P". */
static void
doc_types(const struct making *m, struct sim_bytes *out)
{
	const char *list = get(m, "doctypes", m->csca ? "none" : "ID");
	struct extension e;
	size_t at, set, n;

	if (strcmp(list, "none") == 0)
		return;
	e = extension_open("2.23.136.1.1.6.2", false, out);
	at = der_open(out, SEQUENCE);
	der_int(out, INTEGER, 0);
	set = der_open(out, SET);
	for (; *list != '\0'; list += n) {
		n = strcspn(list, "+");
		if (n > 0)
			der_tlv(out, PRINTABLE, list, n);
		else
			n = 1;
	}
	der_close(out, set);
	der_close(out, at);
	extension_close(e, out);
}

/* ext: unknown, unknown-critical, twice, broken (a BIT STRING that is none). */
static void
strange(const struct making *m, struct sim_bytes *out)
{
	const char *want = get(m, "ext", "none");
	struct extension e;

	if (strncmp(want, "unknown", 7) == 0) {
		e = extension_open("1.3.6.1.4.1.99999.1",
		    strcmp(want, "unknown-critical") == 0, out);
		der_null(out);
		extension_close(e, out);
	} else if (strcmp(want, "twice") == 0) {
		usage(m, out);
	} else if (strcmp(want, "broken") == 0) {
		e = extension_open("2.5.29.16", false, out);
		der_text(out, UTF8, "no period");
		extension_close(e, out);
	}
}

static void
extensions(const struct making *m, struct sim_bytes *out)
{
	size_t outer, list;
	struct extension e;

	if (is(m, "extensions", "none"))
		return;
	outer = der_open(out, 0xa3);
	list = der_open(out, SEQUENCE);
	constraints(m, out);
	usage(m, out);
	extended_usage(m, out);
	authority(m, out);
	if (!is(m, "ski", "none")) {
		e = extension_open("2.5.29.14", false, out);
		der_tlv(out, OCTETS, m->key->id, 20);
		extension_close(e, out);
	}
	period(m, out);
	doc_types(m, out);
	strange(m, out);
	der_close(out, list);
	der_close(out, outer);
}

static void
serial(const struct making *m, struct sim_bytes *out)
{
	const char *want = get(m, "serial", "");
	uint8_t n[22];
	size_t size = strcmp(want, "long") == 0 ? 22 : 18;

	if (RAND_bytes(n, sizeof n) != 1)
		abort();
	n[0] = (n[0] & 0x3f) | 0x40;	/* positive, every octet needed */
	if (strcmp(want, "zero") == 0)
		der_int(out, INTEGER, 0);
	else if (strcmp(want, "leading") == 0)
		n[0] = n[1] = 0;
	if (strcmp(want, "negative") == 0)
		n[0] ^= 0xc0;
	if (strcmp(want, "zero") != 0)
		der_tlv(out, INTEGER, n, size);
}

/* The DN that stands in the certificate as its issuer's. */
static void
issuer_name(const struct making *m, const struct forge_cert *c,
    struct sim_bytes *out)
{
	const struct sim_bytes *n = m->issuer != NULL ? &m->issuer->name :
	    &c->name;

	if (is(m, "issuer", "other"))
		name("VN", "Nowhere", "An Authority That Is Nowhere", out);
	else if (is(m, "issuer", "stranger") && m->other != NULL)
		sim_add(out, m->other->name.p, m->other->name.n);
	else
		sim_add(out, n->p, n->n);
}

static void
body(const struct making *m, const struct forge_alg *alg, bool rsa,
    struct forge_cert *c, struct sim_bytes *out)
{
	size_t tbs = der_open(out, SEQUENCE), at;
	const char *version = get(m, "version", "3");
	const char *how = get(m, "time", "");

	if (strcmp(version, "1") != 0) {
		at = der_open(out, 0xa0);
		der_int(out, INTEGER, atol(version) - 1);
		der_close(out, at);
	}
	serial(m, &c->serial);
	sim_add(out, c->serial.p, c->serial.n);
	forge_alg_write(alg, rsa, out);
	issuer_name(m, c, out);
	at = der_open(out, SEQUENCE);
	forge_time(get(m, "from", m->csca ? "20240101" : "20250101"), how, out);
	forge_time(get(m, "to", m->csca ? "20400101" : "20360201"), how, out);
	der_close(out, at);
	sim_add(out, c->name.p, c->name.n);
	sim_add(out, m->key->spki.p, m->key->spki.n);
	extensions(m, out);
	der_close(out, tbs);
}

/* The content octets alone, which is what an AKI and a CRL have. */
static void
peel(struct sim_bytes *b)
{
	memmove(b->p, b->p + 2, b->n - 2);
	b->n -= 2;
}

/* By the algorithm that stands outside, which is what verifiers go by. */
static void
sign(const struct making *m, const struct forge_key *by,
    const struct sim_bytes *tbs, struct forge_cert *c)
{
	struct forge_alg outer;
	size_t whole = der_open(&c->der, SEQUENCE), bits;

	forge_alg_parse(get(m, "outer", get(m, "sig", "sha256")), &outer);
	sim_add(&c->der, tbs->p, tbs->n);
	forge_alg_write(&outer, by->rsa, &c->der);
	bits = der_open(&c->der, BITS);
	der_octet(&c->der, 0);
	forge_sign(by, &outer, tbs->p, tbs->n, &c->der);
	der_close(&c->der, bits);
	if (is(m, "trailing", "inside"))
		der_null(&c->der);
	der_close(&c->der, whole);
}

void
forge_cert(struct spec *s, const char *part, const struct forge_key *key,
    const struct forge_cert *issuer, const struct forge_cert *other,
    struct forge_cert *out)
{
	struct making m = { .s = s, .part = part, .key = key, .issuer = issuer,
		.other = other, .csca = strcmp(part, "ds") != 0 };
	const struct forge_key *by = is(&m, "signed-by", "stranger") ?
	    other->key : issuer != NULL ? issuer->key : key;
	struct sim_bytes tbs = { 0 };
	struct forge_alg alg;

	*out = (struct forge_cert){ .key = key };
	snprintf(out->country, sizeof out->country, "%.3s", get(&m, "country",
	    issuer != NULL ? issuer->country : "VN"));
	name(out->country, get(&m, "office", "Invented Forge"), get(&m, "cn",
	    m.csca ? key->name : "Document Signer Forged"), &out->name);
	issuer_name(&m, out, &out->issuer);
	forge_alg_parse(get(&m, "sig", "sha256"), &alg);
	body(&m, &alg, by->rsa, out, &tbs);
	peel(&out->serial);
	sign(&m, by, &tbs, out);
	out->where = get(&m, "where", strcmp(part, "ds") == 0 ? "none" :
	    strncmp(part, "link", 4) == 0 ? "known" : "anchors");
	sim_clear(&tbs);
}

void
forge_cert_clear(struct forge_cert *c)
{
	sim_clear(&c->der);
	sim_clear(&c->name);
	sim_clear(&c->issuer);
	sim_clear(&c->serial);
}
