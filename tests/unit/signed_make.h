/* SPDX-License-Identifier: ISC */
/* SignedData for tests, right or wrong in one place; signed by OpenSSL with
 * keys and certificates that are made once for each program. */
#ifndef SIGNED_MAKE_H
#define SIGNED_MAKE_H

#include <string.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "chip/crypto.h"
#include "rsa_make.h"
#include "tlv_make.h"
#include "trust/finding.h"

#define OID_LDS_OBJECT "\x67\x81\x08\x01\x01\x01"
#define OID_ID_DATA "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
#define ALG_SHA1 SLICE("\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00")
#define ALG_SHA256 SLICE("\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01" \
	"\x05\x00")
#define ALG_SHA384 SLICE("\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02")
#define ALG_MD5 SLICE("\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05\x05\x00")
#define ALG_ECDSA_SHA256 SLICE("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02")
#define ALG_ECDSA_SHA384 SLICE("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x03")
#define ALG_ECDSA_SHA1 SLICE("\x30\x09\x06\x07\x2a\x86\x48\xce\x3d\x04\x01")
#define ALG_EC_KEY SLICE("\x30\x09\x06\x07\x2a\x86\x48\xce\x3d\x02\x01")
#define ALG_RSA_SHA256 SLICE("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01" \
	"\x0b\x05\x00")
#define ALG_RSA_KEY SLICE("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01" \
	"\x05\x00")

enum made_key {
	MADE_P256, MADE_BP384, MADE_RSA, MADE_P224, MADE_P192, MADE_RSA_1536,
	MADE_RSA_E3, MADE_OTHER, MADE_KEYS
};
struct made {
	EVP_PKEY *key[MADE_KEYS];
	struct buf cert[MADE_KEYS];
};

/* What differs from a good SignedData; all zero is one. attributes: a letter an
 * attribute, in their order (add_attribute). */
struct signed_form {
	enum made_key key;
	const char *md, *mgf_md;	/* of the signature; NULL: SHA256 */
	int salt;			/* > 0: PSS with as many octets */
	bool no_null;
	struct slice digest, algorithm, digests;	/* p NULL: the usual */
	struct slice type, signed_type;	/* content octets of OIDs */
	const char *attributes;		/* NULL: "ctd"; "": none */
	int version, signer_version;	/* 0: the right one */
	bool by_ski, other_cert, no_cert, broken, bare, indefinite, pieces;
	bool unsigned_attributes, crls, attributes_long;
	bool second, second_broken, second_unknown;
	const char *behind;		/* a part's letter: an octet behind it */
};

static inline void
make_cert(EVP_PKEY *k, int serial, struct buf *out)
{
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);
	unsigned char *der = NULL;
	X509_EXTENSION *ski;
	ASN1_OCTET_STRING *o = ASN1_OCTET_STRING_new();
	int n;

	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), serial);
	X509_NAME_add_entry_by_txt(name, "C", MBSTRING_ASC, (const unsigned char *)"VN", -1, -1, 0);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"Invented Signer", -1, -1, 0);
	X509_set_issuer_name(x, name);
	ASN1_TIME_set_string_X509(X509_getm_notBefore(x), "20210101000000Z");
	ASN1_TIME_set_string_X509(X509_getm_notAfter(x), "20400101000000Z");
	X509_set_pubkey(x, k);
	ASN1_OCTET_STRING_set(o, (const unsigned char[]){ 0x04, 2, 'k',
	    (unsigned char)serial }, 4);
	ski = X509_EXTENSION_create_by_NID(NULL, NID_subject_key_identifier, 0, o);
	X509_add_ext(x, ski, -1);
	X509_sign(x, k, EVP_sha256());
	n = i2d_X509(x, &der);
	buf_add(out, (char *)der, (size_t)n);
	OPENSSL_free(der);
	X509_EXTENSION_free(ski);
	ASN1_OCTET_STRING_free(o);
	X509_free(x);
}

static inline void
made_init(struct made *m)
{
	int i;

	*m = (struct made){ .key = { EVP_EC_gen("P-256"),
	    EVP_EC_gen("brainpoolP384r1"), make_rsa(2048, 65537),
	    EVP_EC_gen("P-224"), EVP_EC_gen("P-192"), make_rsa(1536, 65537),
	    make_rsa(2048, 3), EVP_EC_gen("P-256") } };
	for (i = 0; i < MADE_KEYS; i++)
		make_cert(m->key[i], i + 1, &m->cert[i]);
}

static inline void
made_free(struct made *m)
{
	int i;

	for (i = 0; i < MADE_KEYS; i++) {
		EVP_PKEY_free(m->key[i]);
		buf_release(&m->cert[i]);
	}
}

static inline enum crypto_hash
make_hash(struct slice algorithm)
{
	return slice_eq(algorithm, ALG_SHA1) ? CRYPTO_SHA1 :
	    slice_eq(algorithm, ALG_SHA384) ? CRYPTO_SHA384 : CRYPTO_SHA256;
}

/* PKCS#1 round a DigestInfo that has no NULL. */
static inline void
make_no_null(EVP_PKEY *k, struct slice in, struct buf *out)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(k, NULL);
	uint8_t digest[32];
	struct buf info = { 0 };
	size_t n = 1024;

	crypto_digest(CRYPTO_SHA256, &in, 1, digest);
	buf_add_slice(&info, SLICE("\x30\x2f\x30\x0b\x06\x09\x60\x86\x48\x01"
	    "\x65\x03\x04\x02\x01\x04\x20"));
	buf_add(&info, (char *)digest, 32);
	buf_grow(out, n);
	if (EVP_PKEY_sign_init(c) <= 0 ||
	    EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING) <= 0 ||
	    EVP_PKEY_sign(c, (uint8_t *)out->p, &n, (uint8_t *)info.p,
	    info.n) <= 0)
		abort();
	out->n = n;
	buf_release(&info);
	EVP_PKEY_CTX_free(c);
}

static inline void
make_signature(EVP_PKEY *k, const struct signed_form *f, struct slice in,
    struct buf *out)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	EVP_PKEY_CTX *p = NULL;
	const char *md = f->md != NULL ? f->md : "SHA256";
	size_t n = 1024;

	buf_reset(out);
	if (f->no_null) {
		make_no_null(k, in, out);
		EVP_MD_CTX_free(c);
		return;
	}
	buf_grow(out, n);
	if (EVP_DigestSignInit_ex(c, &p, md, NULL, NULL, k, NULL) <= 0 ||
	    (f->salt > 0 && (EVP_PKEY_CTX_set_rsa_padding(p,
	    RSA_PKCS1_PSS_PADDING) <= 0 || EVP_PKEY_CTX_set_rsa_mgf1_md_name(p,
	    f->mgf_md != NULL ? f->mgf_md : md, NULL) <= 0 ||
	    EVP_PKEY_CTX_set_rsa_pss_saltlen(p, f->salt) <= 0)) ||
	    EVP_DigestSign(c, (uint8_t *)out->p, &n, (const uint8_t *)in.p,
	    in.n) <= 0)
		abort();
	out->n = n;
	EVP_MD_CTX_free(c);
}

static inline bool
make_behind(const struct signed_form *f, char part)
{
	return f->behind != NULL && strchr(f->behind, part) != NULL;
}

/* c contentType, t signingTime, T one in a wrong form, d messageDigest, D a
 * wrong one, x an attribute of no interest, 2 a contentType with two values. */
static inline void
add_attribute(struct buf *b, char kind, const struct signed_form *f,
    struct slice type, struct slice content)
{
	char oid[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03";
	uint8_t digest[CRYPTO_HASH_MAX];
	enum crypto_hash h = make_hash(f->digest);
	size_t at = b->n, set;

	if (kind == 'x') {
		tlv_add(b, 0x06, SLICE("\x2a\x03"));
		tlv_add(b, 0x31, SLICE(""));
		make_wrap(b, at, 0x30);
		return;
	}
	oid[8] = strchr("dD", kind) != NULL ? 4 :
	    strchr("tT", kind) != NULL ? 5 : 3;
	tlv_add(b, 0x06, (struct slice){ oid, 9 });
	set = b->n;
	if (kind == 'c' || kind == '2')
		tlv_add(b, 0x06, type);
	if (kind == '2')
		tlv_add(b, 0x06, type);
	if (kind == 't')
		tlv_add(b, 0x17, SLICE("210531031500Z"));
	if (kind == 'T')
		tlv_add(b, 0x17, SLICE("2105310315Z"));
	crypto_digest(h, &content, 1, digest);
	digest[0] ^= kind == 'D';
	if (kind == 'd' || kind == 'D')
		tlv_add(b, 0x04, (struct slice){ (char *)digest,
		    crypto_hash_size(h) });
	make_wrap(b, set, 0x31);
	if (make_behind(f, 'a'))
		buf_add(b, "\x05\0", 2);
	make_wrap(b, at, 0x30);
}

/* Adds [0], and what is signed in its place to `covered`. */
static inline void
add_attributes(struct buf *b, const struct signed_form *f, struct slice type,
    struct slice content, struct buf *covered)
{
	const char *p = f->attributes != NULL ? f->attributes : "ctd";
	size_t at = b->n, n;

	buf_reset(covered);
	if (*p == '\0') {
		buf_add_slice(covered, content);
		return;
	}
	for (; *p != '\0'; p++)
		add_attribute(b, *p, f, type, content);
	make_wrap(b, at, 0xa0);
	if (f->attributes_long) {	/* 82 00 nn instead of 81 nn or nn */
		n = b->n;
		buf_grow(b, 2);
		memmove(b->p + at + 4, b->p + at + 2, n - at - 2);
		b->n = n + 2;
		b->p[at + 3] = b->p[at + 1];
		b->p[at + 1] = (char)0x82;
		b->p[at + 2] = 0;
	}
	buf_add(covered, "\x31", 1);
	buf_add(covered, b->p + at + 1, b->n - at - 1);
}

static inline void
add_signer_id(struct buf *b, const struct signed_form *f, struct slice cert,
    char serial)
{
	const unsigned char *p = (const unsigned char *)cert.p;
	X509 *x;
	unsigned char *name = NULL;
	size_t at = b->n;
	int n;

	if (f->by_ski) {
		tlv_add(b, 0x80, (struct slice){ (char[]){ 'k', serial }, 2 });
		return;
	}
	x = d2i_X509(NULL, &p, (long)cert.n);
	n = i2d_X509_NAME(X509_get_issuer_name(x), &name);
	buf_add(b, (char *)name, (size_t)n);
	tlv_add(b, 0x02, (struct slice){ &serial, 1 });
	if (make_behind(f, 'i'))
		buf_add(b, "\x05\0", 2);
	make_wrap(b, at, 0x30);
	OPENSSL_free(name);
	X509_free(x);
}

static inline void
add_signer(struct buf *b, const struct made *m, const struct signed_form *f,
    struct slice type, struct slice content)
{
	struct buf covered = { 0 }, sig = { 0 };
	char version = f->by_ski ? 3 : 1;
	size_t at = b->n;

	if (f->signer_version != 0)
		version = (char)f->signer_version;
	tlv_add(b, 0x02, (struct slice){ &version, 1 });
	add_signer_id(b, f, buf_slice(&m->cert[f->key]), (char)(f->key + 1));
	buf_add_slice(b, f->digest.p != NULL ? f->digest : ALG_SHA256);
	add_attributes(b, f, f->signed_type.p != NULL ? f->signed_type : type,
	    content, &covered);
	buf_add_slice(b, f->algorithm.p != NULL ? f->algorithm :
	    EVP_PKEY_is_a(m->key[f->key], "RSA") ? ALG_RSA_SHA256 :
	    ALG_ECDSA_SHA256);
	make_signature(m->key[f->key], f, buf_slice(&covered), &sig);
	if (f->broken)
		sig.p[sig.n - 1] ^= 1;
	tlv_add(b, 0x04, buf_slice(&sig));
	if (f->unsigned_attributes)
		tlv_add(b, 0xa1, SLICE("\x30\x06\x06\x02\x2a\x03\x31\x00"));
	if (make_behind(f, 's'))
		buf_add(b, "\x05\0", 2);
	make_wrap_as(b, at, SLICE(""), 0x30, f->indefinite);
	buf_release(&covered);
	buf_release(&sig);
}

static inline void
add_content(struct buf *b, const struct signed_form *f, struct slice type,
    struct slice content)
{
	struct buf oid = { 0 };
	size_t at = b->n, n;

	for (; f->pieces && content.n > 0; content.p += n, content.n -= n) {
		n = content.n < 50 ? content.n : 50;
		tlv_add(b, 0x04, (struct slice){ content.p, n });
	}
	if (f->pieces)
		make_wrap_as(b, at, SLICE(""), 0x24, f->indefinite);
	else
		tlv_add(b, 0x04, content);
	if (make_behind(f, 'o'))
		buf_add(b, "\x05\0", 2);
	make_wrap_as(b, at, SLICE(""), 0xa0, f->indefinite);
	if (make_behind(f, 'e'))
		buf_add(b, "\x05\0", 2);
	tlv_add(&oid, 0x06, type);
	make_wrap_as(b, at, buf_slice(&oid), 0x30, f->indefinite);
	buf_release(&oid);
}

static inline void
add_signers(struct buf *b, const struct made *m, const struct signed_form *f,
    struct slice type, struct slice content)
{
	struct signed_form other = { .key = MADE_OTHER,
		.broken = f->second_broken };
	size_t at = b->n;

	add_signer(b, m, f, type, content);
	if (f->second)
		add_signer(b, m, &other, type, content);
	make_wrap_as(b, at, SLICE(""), 0x31, f->indefinite);
}

/* Appends it round `content`. */
static inline void
signed_make(struct buf *b, const struct made *m, const struct signed_form *f,
    struct slice content)
{
	struct slice type = f->type.p != NULL ? f->type :
	    SLICE(OID_LDS_OBJECT);
	char version = (char)(f->version != 0 ? f->version : 3);
	size_t at = b->n, inner;

	tlv_add(b, 0x02, (struct slice){ &version, 1 });
	tlv_add(b, 0x31, f->digests.p != NULL ? f->digests :
	    f->digest.p != NULL ? f->digest : ALG_SHA256);
	add_content(b, f, type, content);
	inner = b->n;
	if (!f->no_cert)
		buf_add_slice(b, buf_slice(&m->cert[f->other_cert ?
		    MADE_OTHER : f->key]));
	if (f->second && !f->second_unknown)
		buf_add_slice(b, buf_slice(&m->cert[MADE_OTHER]));
	if (!f->no_cert)
		make_wrap_as(b, inner, SLICE(""), 0xa0, f->indefinite);
	if (f->crls)
		tlv_add(b, 0xa1, SLICE("\xa1\x06\x06\x02\x2a\x03\x05\x00"));
	add_signers(b, m, f, type, content);
	if (make_behind(f, 'd'))
		buf_add(b, "\x05\0", 2);
	make_wrap_as(b, at, SLICE(""), 0x30, f->indefinite);
	if (f->bare)
		return;
	if (make_behind(f, 'w'))
		buf_add(b, "\x05\0", 2);
	make_wrap_as(b, at, SLICE(""), 0xa0, f->indefinite);
	make_wrap_as(b, at, SLICE("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
	    "\x02"), 0x30, f->indefinite);
	if (make_behind(f, 'z'))
		buf_add(b, "\x05\0", 2);
}

/* Those that are not GOOD, in their order: "cms.version:deviates ". */
static inline const char *
findings_text(const struct findings *fs, struct buf *b)
{
	static const char *const words[] = { "good", "not-done", "odd",
	    "deviates", "forbidden", "broken" };
	size_t i;

	buf_reset(b);
	for (i = 0; i < fs->n; i++)
		if (fs->f[i].class != FINDING_GOOD)
			buf_printf(b, "%s:%s ", fs->f[i].rows[0].name,
			    words[fs->f[i].class]);
	return buf_cstr(b);
}

#endif
