/* SPDX-License-Identifier: ISC */
/* Certificates and revocation lists for unit tests, as odd as they are asked
 * for. Keys are numbered and drawn when first used: P-256, and those below. */
#ifndef CHAIN_MAKE_H
#define CHAIN_MAKE_H

#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include "../sim/card/der.h"
#include "base/buf.h"
#include "rsa_make.h"

#define MAKE_KEYS 160
enum {
	MAKE_BP384 = 140,		/* and up */
	MAKE_RSA = 150, MAKE_RSA_1024, MAKE_RSA_E3, MAKE_P224, MAKE_P192,
	MAKE_K256			/* a curve that Doc 9303 has not */
};

/* Names "C/O/CN", parts may be empty. by: the key that signs. ski, aki: octets
 * as hex, NULL: of the key, "-": none. serial as hex, NULL: 01. Days YYYYMMDD;
 * use: the private key's. flags below. eku, critical: an OID or NULL. */
enum {
	MAKE_CA = 1, MAKE_NOT_CA = 2, MAKE_FORGED = 4, MAKE_LOOSE = 8,
	MAKE_V1 = 16, MAKE_UTF8 = 32
};
struct make {
	const char *subject, *issuer;
	int key, by;
	const char *ski, *aki, *serial, *from, *to, *use_from, *use_to;
	int flags;
	int path;			/* pathLenConstraint; -1: none */
	int usage;			/* first octet of KeyUsage; 0: none */
	const char *eku, *critical;
	/* SHA256, SHA1, MD5, NO-NULL (RSA, the DigestInfo without NULL), NULL:
	 * SHA256; inner: another algorithm inside the tbs */
	const char *md, *inner;
	bool twice;			/* the key identifier */
};

static EVP_PKEY *make_keys[MAKE_KEYS];

static inline EVP_PKEY *
make_key(int i)
{
	EVP_PKEY **k = &make_keys[i];

	if (*k == NULL)
		*k = i == MAKE_RSA ? make_rsa(2048, 65537) :
		    i == MAKE_RSA_1024 ? make_rsa(1024, 65537) :
		    i == MAKE_RSA_E3 ? make_rsa(2048, 3) :
		    EVP_EC_gen(i == MAKE_P224 ? "P-224" : i == MAKE_P192 ?
		    "P-192" : i == MAKE_K256 ? "secp256k1" : i >= MAKE_BP384 ?
		    "brainpoolP384r1" : "P-256");
	if (*k == NULL)
		abort();
	return *k;
}

static inline void
make_keys_free(void)
{
	int i;

	for (i = 0; i < MAKE_KEYS; i++)
		EVP_PKEY_free(make_keys[i]);
}

static inline void
make_spki(int key, struct sim_bytes *out)
{
	unsigned char *p = NULL;
	int n = i2d_PUBKEY(make_key(key), &p);

	der_given(out, p, n);
}

static inline void
make_rdn(const char *oid, unsigned tag, const char *p, size_t n,
    struct sim_bytes *out)
{
	size_t set, at;

	if (n == 0)
		return;
	set = der_open(out, 0x31);
	at = der_open(out, 0x30);
	der_oid(out, oid);
	der_tlv(out, tag, p, n);
	der_close(out, at);
	der_close(out, set);
}

static inline void
make_name(const char *name, bool utf8, struct sim_bytes *out)
{
	static const char *const oid[] = { "2.5.4.6", "2.5.4.10", "2.5.4.3" };
	size_t at = der_open(out, 0x30), n;
	int i;

	for (i = 0; i < 3; i++) {
		n = strcspn(name, "/");
		make_rdn(oid[i], i > 0 && utf8 ? 0x0c : 0x13, name, n, out);
		name += n + (name[n] == '/');
	}
	der_close(out, at);
}

static inline void
make_time(const char *day, unsigned tag, struct sim_bytes *out)
{
	char text[48];

	snprintf(text, sizeof text, "%s%sZ", tag == 0x17 ? day + 2 : day,
	    strlen(day) > 8 ? "" : "000000");
	der_text(out, tag, text);
}

static inline bool
make_is_rsa(int key)
{
	return EVP_PKEY_is_a(make_key(key), "RSA");
}

static inline void
make_algorithm(int key, const char *md, struct sim_bytes *out)
{
	size_t at = der_open(out, 0x30);
	bool sha1 = md != NULL && strcmp(md, "SHA1") == 0;
	bool md5 = md != NULL && strcmp(md, "MD5") == 0;

	if (make_is_rsa(key)) {
		der_oid(out, md5 ? "1.2.840.113549.1.1.4" : sha1 ?
		    "1.2.840.113549.1.1.5" : "1.2.840.113549.1.1.11");
		der_null(out);
	} else
		der_oid(out, sha1 ? "1.2.840.10045.4.1" :
		    "1.2.840.10045.4.3.2");
	der_close(out, at);
}

/* `value` is emptied. */
static inline void
make_extension(const char *oid, bool critical, struct sim_bytes *value,
    struct sim_bytes *out)
{
	size_t at = der_open(out, 0x30);

	der_oid(out, oid);
	if (critical)
		der_tlv(out, 0x01, "\xff", 1);
	der_tlv(out, 0x04, value->p, value->n);
	der_close(out, at);
	sim_clear(value);
}

static inline void
make_key_id(int key, const char *hex, unsigned tag, struct sim_bytes *out)
{
	struct sim_bytes spki = { 0 };
	uint8_t id[20];
	size_t at;

	if (hex != NULL) {
		at = der_open(out, tag);
		der_hex(out, hex);
		der_close(out, at);
		return;
	}
	make_spki(key, &spki);
	SHA1(spki.p, spki.n, id);
	der_tlv(out, tag, id, sizeof id);
	sim_clear(&spki);
}

static inline void
make_aki(int key, const char *hex, struct sim_bytes *out)
{
	struct sim_bytes v = { 0 };
	size_t at;

	if (hex != NULL && strcmp(hex, "-") == 0)
		return;
	at = der_open(&v, 0x30);
	make_key_id(key, hex, 0x80, &v);
	der_close(&v, at);
	make_extension("2.5.29.35", false, &v, out);
}

static inline void
make_rights(const struct make *m, struct sim_bytes *out)
{
	struct sim_bytes v = { 0 };
	size_t at;

	if (m->flags & (MAKE_CA | MAKE_NOT_CA)) {
		at = der_open(&v, 0x30);
		if (m->flags & MAKE_CA)
			der_tlv(&v, 0x01, "\xff", 1);
		if (m->path >= 0 && (m->flags & MAKE_CA))
			der_int(&v, 0x02, m->path);
		der_close(&v, at);
		make_extension("2.5.29.19", !(m->flags & MAKE_LOOSE), &v, out);
	}
	if (m->usage != 0) {
		uint8_t bits[2] = { 0, (uint8_t)m->usage };

		while (!(m->usage >> bits[0] & 1))
			bits[0]++;
		der_tlv(&v, 0x03, bits, 2);
		make_extension("2.5.29.15", !(m->flags & MAKE_LOOSE), &v, out);
	}
	if (m->eku != NULL) {
		at = der_open(&v, 0x30);
		der_oid(&v, m->eku);
		der_close(&v, at);
		make_extension("2.5.29.37", true, &v, out);
	}
}

static inline void
make_period(const struct make *m, struct sim_bytes *out)
{
	struct sim_bytes v = { 0 };
	size_t at;

	if (m->use_from == NULL && m->use_to == NULL)
		return;
	at = der_open(&v, 0x30);
	if (m->use_from != NULL)
		make_time(m->use_from, 0x80, &v);
	if (m->use_to != NULL)
		make_time(m->use_to, 0x81, &v);
	der_close(&v, at);
	make_extension("2.5.29.16", false, &v, out);
}

static inline void
make_extensions(const struct make *m, struct sim_bytes *out)
{
	struct sim_bytes v = { 0 };
	size_t outer = der_open(out, 0xa3), at = der_open(out, 0x30);
	int n;

	make_aki(m->by, m->aki, out);
	for (n = m->ski != NULL && strcmp(m->ski, "-") == 0 ? 0 :
	    m->twice ? 2 : 1; n > 0; n--) {
		make_key_id(m->key, m->ski, 0x04, &v);
		make_extension("2.5.29.14", false, &v, out);
	}
	make_rights(m, out);
	make_period(m, out);
	if (m->critical != NULL) {
		der_null(&v);
		make_extension(m->critical, true, &v, out);
	}
	der_close(out, at);
	der_close(out, outer);
}

static inline size_t
make_signature(const struct sim_bytes *tbs, int by, const char *md,
    uint8_t sig[512])
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t n = 512;

	if (ctx == NULL || EVP_DigestSignInit_ex(ctx, NULL, md != NULL ? md :
	    "SHA256", NULL, NULL, make_key(by), NULL) != 1 ||
	    EVP_DigestSign(ctx, sig, &n, tbs->p, tbs->n) != 1)
		abort();
	EVP_MD_CTX_free(ctx);
	return n;
}

static inline size_t
make_no_null(const struct sim_bytes *tbs, int by, uint8_t sig[512])
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(make_key(by), NULL);
	struct sim_bytes info = { 0 };
	uint8_t hash[32];
	size_t at = der_open(&info, 0x30), alg = der_open(&info, 0x30), n = 512;

	der_oid(&info, "2.16.840.1.101.3.4.2.1");
	der_close(&info, alg);
	SHA256(tbs->p, tbs->n, hash);
	der_tlv(&info, 0x04, hash, sizeof hash);
	der_close(&info, at);
	if (ctx == NULL || EVP_PKEY_sign_init(ctx) != 1 ||
	    EVP_PKEY_sign(ctx, sig, &n, info.p, info.n) != 1)
		abort();
	EVP_PKEY_CTX_free(ctx);
	sim_clear(&info);
	return n;
}

/* tbs, algorithm and signature in a SEQUENCE: appended; tbs emptied. */
static inline void
make_signed(struct sim_bytes *tbs, int by, const char *md, bool forged,
    struct sim_bytes *out)
{
	bool no_null = md != NULL && strcmp(md, "NO-NULL") == 0;
	uint8_t sig[512];
	size_t n = no_null ? make_no_null(tbs, by, sig) :
	    make_signature(tbs, by, md, sig);
	size_t at = der_open(out, 0x30), bits;

	if (forged)
		sig[n - 1] ^= 1;
	sim_add(out, tbs->p, tbs->n);
	make_algorithm(by, md, out);
	bits = der_open(out, 0x03);
	der_octet(out, 0);
	sim_add(out, sig, n);
	der_close(out, bits);
	der_close(out, at);
	sim_clear(tbs);
}

/* Whoever calls frees. */
static inline struct slice
make_slice(struct sim_bytes *b)
{
	return (struct slice){ (const char *)b->p, b->n };
}

static inline struct slice
make_cert(const struct make *m)
{
	struct sim_bytes tbs = { 0 }, out = { 0 };
	size_t at = der_open(&tbs, 0x30), part;

	if (!(m->flags & MAKE_V1)) {
		part = der_open(&tbs, 0xa0);
		der_int(&tbs, 0x02, 2);
		der_close(&tbs, part);
	}
	part = der_open(&tbs, 0x02);
	der_hex(&tbs, m->serial != NULL ? m->serial : "01");
	der_close(&tbs, part);
	make_algorithm(m->by, m->inner != NULL ? m->inner : m->md, &tbs);
	make_name(m->issuer != NULL ? m->issuer : m->subject,
	    m->flags & MAKE_UTF8, &tbs);
	part = der_open(&tbs, 0x30);
	make_time(m->from != NULL ? m->from : "20200101", 0x17, &tbs);
	make_time(m->to != NULL ? m->to : "20400101", 0x17, &tbs);
	der_close(&tbs, part);
	make_name(m->subject, m->flags & MAKE_UTF8, &tbs);
	make_spki(m->key, &tbs);
	if (!(m->flags & MAKE_V1))
		make_extensions(m, &tbs);
	der_close(&tbs, at);
	make_signed(&tbs, m->by, m->md, m->flags & MAKE_FORGED, &out);
	return make_slice(&out);
}

/* entries: "serial YYYYMMDD reason, ...": serial in hex, reason -1 for none.
 * aki, critical as above; entry_critical: an OID in the first entry; extra: how
 * many made-up entries follow. */
struct make_crl {
	const char *issuer;
	int by;
	const char *aki, *this, *next, *entries, *critical, *entry_critical;
	bool forged, delta;
	unsigned extra;
};

static inline void
make_entry(const char *serial, const char *day, int reason,
    const char *critical, struct sim_bytes *out)
{
	struct sim_bytes v = { 0 };
	size_t at = der_open(out, 0x30), part = der_open(out, 0x02);
	uint8_t code = (uint8_t)reason;

	der_hex(out, serial);
	der_close(out, part);
	make_time(day, 0x17, out);
	if (reason >= 0 || critical != NULL) {
		part = der_open(out, 0x30);
		if (reason >= 0) {
			der_tlv(&v, 0x0a, &code, 1);
			make_extension("2.5.29.21", false, &v, out);
		}
		if (critical != NULL) {
			der_null(&v);
			make_extension(critical, true, &v, out);
		}
		der_close(out, part);
	}
	der_close(out, at);
}

static inline void
make_entries(const struct make_crl *m, struct sim_bytes *out)
{
	const char *p = m->entries, *critical = m->entry_critical;
	char serial[64], day[32];
	size_t at;
	int reason, n;
	unsigned i;

	if (p == NULL && m->extra == 0)
		return;
	at = der_open(out, 0x30);
	for (; p != NULL && sscanf(p, " %60s %30s %d%n", serial, day, &reason,
	    &n) == 3; p += n + (p[n] == ',')) {
		make_entry(serial, day, reason, critical, out);
		critical = NULL;
	}
	for (i = 0; i < m->extra; i++) {
		snprintf(serial, sizeof serial, "70%08x", i);
		make_entry(serial, "20230101", 0, NULL, out);
	}
	der_close(out, at);
}

static inline struct slice
make_list(const struct make_crl *m)
{
	struct sim_bytes tbs = { 0 }, out = { 0 }, v = { 0 };
	size_t at = der_open(&tbs, 0x30), part, inner;

	der_int(&tbs, 0x02, 1);
	make_algorithm(m->by, NULL, &tbs);
	make_name(m->issuer, false, &tbs);
	make_time(m->this != NULL ? m->this : "20260101", 0x17, &tbs);
	if (m->next == NULL || strcmp(m->next, "-") != 0)
		make_time(m->next != NULL ? m->next : "20270101", 0x17, &tbs);
	make_entries(m, &tbs);
	part = der_open(&tbs, 0xa0);
	inner = der_open(&tbs, 0x30);
	make_aki(m->by, m->aki, &tbs);
	der_int(&v, 0x02, 7);
	make_extension("2.5.29.20", false, &v, &tbs);
	if (m->delta) {
		der_int(&v, 0x02, 6);
		make_extension("2.5.29.27", true, &v, &tbs);
	}
	if (m->critical != NULL) {
		der_null(&v);
		make_extension(m->critical, true, &v, &tbs);
	}
	der_close(&tbs, inner);
	der_close(&tbs, part);
	der_close(&tbs, at);
	make_signed(&tbs, m->by, NULL, m->forged, &out);
	return make_slice(&out);
}

#endif
