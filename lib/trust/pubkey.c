/* SPDX-License-Identifier: ISC */
/* Public keys over OpenSSL's EVP. */
#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "base/mem.h"
#include "chip/group.h"
#include "chip/spki.h"
#include "trust/pubkey_priv.h"

#define OID_PSS SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a")

#define MIN_MODULUS 1024		/* bits */
#define MAX_MODULUS 8192
#define MAX_EXPONENT 256
/* Beyond this modulus OpenSSL refuses longer exponents than that. */
#define SMALL_MODULUS 3072
#define MAX_EXPONENT_OF_LARGE 64

enum { INTEGER = 0x02, ASN_NULL = 0x05, OID = 0x06, SEQUENCE = 0x30 };

static const char *const hash_names[CRYPTO_HASHES] = {
	"SHA1", "SHA224", "SHA256", "SHA384", "SHA512"
};

/* `ready` verifies as `made_for` says: contexts are dear. `raw` recovers the
 * block of a signature of RSA. */
struct pubkey {
	struct pubkey_facts facts;
	EVP_PKEY *key;
	EVP_PKEY_CTX *ready, *raw;
	struct signature_algorithm made_for;
	EVP_MD *md[CRYPTO_HASHES];
	EVP_MD_CTX *digest;
	struct buf point;		/* EC: 04 x y */
	struct pubkey_table *table;
	struct buf modulus;		/* RSA */
	struct pubkey_rsa *often;
	bool was_used;
};

/* What fails in OpenSSL only for want of memory or of SHA-2. */
static void
must(bool good)
{
	if (!good)
		abort();
}

/* NULL: OpenSSL finds that it is no key. */
static EVP_PKEY *
key_from(const char *type, OSSL_PARAM *params)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *k = NULL;

	must(c != NULL && EVP_PKEY_fromdata_init(c) > 0);
	if (EVP_PKEY_fromdata(c, &k, EVP_PKEY_PUBLIC_KEY, params) <= 0)
		k = NULL;
	EVP_PKEY_CTX_free(c);
	return k;
}

static enum err
ec_key(struct slice spki, const struct spki *s, struct pubkey *k)
{
	struct slice params = s->params, point, oid;
	struct group *g;
	enum err e = group_spki(spki, &g, &point);

	if (e != ERR_OK)
		return e;
	OSSL_PARAM of[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
		    (char *)group_name(g), 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
		    (void *)point.p, point.n),
		OSSL_PARAM_construct_end()
	};
	k->key = key_from("EC", of);
	k->facts.kind = PUBKEY_EC;
	k->facts.curve = group_name(g);		/* a constant */
	k->facts.explicit_parameters =
	    tlv_take(&params, OID, &oid) != ERR_OK;
	buf_add_slice(&k->point, point);
	group_free(g);
	return k->key != NULL ? ERR_OK : ERR_FORMAT;
}

static unsigned
bits_of(struct slice n)
{
	unsigned bits = (unsigned)n.n * 8;
	uint8_t top = (uint8_t)n.p[0];

	for (; bits > 0 && !(top & 0x80); top = (uint8_t)(top << 1))
		bits--;
	return bits;
}

static bool
is_odd(struct slice n)
{
	return n.p[n.n - 1] & 1;
}

/* RSAPublicKey (RFC 8017, A.1.1). */
static enum err
rsa_numbers(struct slice in, struct slice *n, struct slice *e)
{
	struct slice list;

	if (tlv_take(&in, SEQUENCE, &list) != ERR_OK || in.n != 0 ||
	    tlv_take(&list, INTEGER, n) != ERR_OK ||
	    tlv_take(&list, INTEGER, e) != ERR_OK || list.n != 0 ||
	    tlv_unsigned(*n, n) != ERR_OK || tlv_unsigned(*e, e) != ERR_OK ||
	    n->n > MAX_MODULUS / 8 || bits_of(*n) < MIN_MODULUS ||
	    e->n > MAX_EXPONENT / 8 || !is_odd(*n) || !is_odd(*e) ||
	    (e->n == 1 && e->p[0] == 1))
		return ERR_FORMAT;
	return bits_of(*n) > SMALL_MODULUS &&
	    bits_of(*e) > MAX_EXPONENT_OF_LARGE ? ERR_UNSUPPORTED : ERR_OK;
}

static BIGNUM *
number(struct slice s)
{
	BIGNUM *n = BN_bin2bn((const uint8_t *)s.p, (int)s.n, NULL);

	must(n != NULL);
	return n;
}

static enum err
rsa_key(const struct spki *s, struct pubkey *k)
{
	OSSL_PARAM_BLD *b = NULL;
	OSSL_PARAM *params;
	BIGNUM *bn, *be;
	struct slice n, e;
	size_t i;
	enum err err = rsa_numbers(s->key, &n, &e);

	if (err != ERR_OK)
		return err;
	b = OSSL_PARAM_BLD_new();
	bn = number(n);
	be = number(e);
	must(b != NULL && OSSL_PARAM_BLD_push_BN(b, "n", bn) &&
	    OSSL_PARAM_BLD_push_BN(b, "e", be));
	params = OSSL_PARAM_BLD_to_param(b);
	must(params != NULL);
	k->key = key_from("RSA", params);
	k->facts.kind = PUBKEY_RSA;
	buf_add_slice(&k->modulus, n);
	for (i = 0; e.n <= sizeof k->facts.exponent && i < e.n; i++)
		k->facts.exponent = k->facts.exponent << 8 | (uint8_t)e.p[i];
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(b);
	BN_free(bn);
	BN_free(be);
	return k->key != NULL ? ERR_OK : ERR_FORMAT;
}

/* id-RSASSA-PSS: the parameters, where there are any, bind (RFC 4055, 3.3). */
static enum err
pss_restrictions(struct slice params, struct pubkey *k)
{
	struct buf identifier = { 0 };
	enum err e;

	k->facts.pss_only = true;
	k->facts.pss_restricted = params.n != 0;
	if (params.n == 0)
		return ERR_OK;
	tlv_add(&identifier, OID, OID_PSS);
	buf_add_slice(&identifier, params);
	e = algorithm_signature(buf_slice(&identifier), &k->facts.pss);
	buf_release(&identifier);
	return e;
}

static enum err
read_key(struct slice spki, struct pubkey *k)
{
	struct slice params, v;
	struct spki s;
	enum err e = spki_parse(spki, &s);

	if (e != ERR_OK)
		return e;
	params = s.params;
	if (slice_eq(s.oid, SPKI_EC))
		return ec_key(spki, &s, k);
	if (slice_eq(s.oid, OID_PSS)) {
		e = pss_restrictions(params, k);
		return e == ERR_OK ? rsa_key(&s, k) : e;
	}
	if (!slice_eq(s.oid, SPKI_RSA))
		return ERR_UNSUPPORTED;
	if (params.n != 0 && (tlv_take(&params, ASN_NULL, &v) != ERR_OK ||
	    v.n != 0 || params.n != 0))
		return ERR_FORMAT;
	return rsa_key(&s, k);
}

enum err
pubkey_new(struct slice spki, struct pubkey **out)
{
	struct pubkey *k;
	enum err e;

	/* As chip/crypto: no openssl.cnf decides anything here. */
	must(OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1);
	k = xcalloc(1, sizeof *k);
	e = read_key(spki, k);
	if (e != ERR_OK) {
		pubkey_free(k);
		return e;
	}
	k->facts.bits = (unsigned)EVP_PKEY_get_bits(k->key);
	*out = k;
	return ERR_OK;
}

void
pubkey_free(struct pubkey *k)
{
	size_t i;

	if (k == NULL)
		return;
	for (i = 0; i < CRYPTO_HASHES; i++)
		EVP_MD_free(k->md[i]);
	EVP_MD_CTX_free(k->digest);
	EVP_PKEY_CTX_free(k->ready);
	EVP_PKEY_CTX_free(k->raw);
	EVP_PKEY_free(k->key);
	buf_release(&k->point);
	pubkey_table_free(k->table);
	buf_release(&k->modulus);
	pubkey_rsa_free(k->often);
	free(k);
}

const struct pubkey_facts *
pubkey_facts(const struct pubkey *k)
{
	return &k->facts;
}

static const EVP_MD *
md_of(struct pubkey *k, enum crypto_hash h)
{
	if (k->md[h] == NULL)
		k->md[h] = EVP_MD_fetch(NULL, hash_names[h], NULL);
	must(k->md[h] != NULL);
	return k->md[h];
}

void
pubkey_digest(struct pubkey *k, enum crypto_hash h, const struct slice *parts,
    size_t n, uint8_t *out)
{
	size_t i;

	if (k->digest == NULL)
		k->digest = EVP_MD_CTX_new();
	must(k->digest != NULL &&
	    EVP_DigestInit_ex2(k->digest, md_of(k, h), NULL) == 1);
	for (i = 0; i < n; i++)
		must(EVP_DigestUpdate(k->digest, parts[i].p, parts[i].n) == 1);
	must(EVP_DigestFinal_ex(k->digest, out, NULL) == 1);
}

static bool
is_made_for(const struct pubkey *k, const struct signature_algorithm *a)
{
	const struct signature_algorithm *m = &k->made_for;

	return k->ready != NULL && m->kind == a->kind && m->hash == a->hash &&
	    (a->kind != SIGNATURE_PSS ||
	    (m->mgf_hash == a->mgf_hash && m->salt == a->salt));
}

static EVP_PKEY_CTX *
context(struct pubkey *k)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_pkey(NULL, k->key, NULL);

	must(c != NULL);
	return c;
}

/* The context for what `a` says. */
static EVP_PKEY_CTX *
ready_for(struct pubkey *k, const struct signature_algorithm *a)
{
	EVP_PKEY_CTX *c;

	if (is_made_for(k, a))
		return k->ready;
	EVP_PKEY_CTX_free(k->ready);
	c = k->ready = context(k);
	must(EVP_PKEY_verify_init(c) > 0);
	if (a->kind == SIGNATURE_RSA)
		must(EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING) > 0);
	if (a->kind == SIGNATURE_PSS)
		must(EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PSS_PADDING) >
		    0);
	if (a->kind != SIGNATURE_ECDSA)
		must(EVP_PKEY_CTX_set_signature_md(c, md_of(k, a->hash)) > 0);
	if (a->kind == SIGNATURE_PSS)
		must(EVP_PKEY_CTX_set_rsa_mgf1_md(c, md_of(k, a->mgf_hash)) >
		    0 && EVP_PKEY_CTX_set_rsa_pss_saltlen(c, a->salt) > 0);
	k->made_for = *a;
	return c;
}

/* The signature's whole block, whatever its padding is. */
static bool
recover(struct pubkey *k, struct slice sig, struct buf *out)
{
	size_t n = (size_t)EVP_PKEY_get_size(k->key);

	if (sig.n != n)
		return false;
	if (k->raw == NULL) {
		k->raw = context(k);
		must(EVP_PKEY_verify_recover_init(k->raw) > 0 &&
		    EVP_PKEY_CTX_set_rsa_padding(k->raw, RSA_NO_PADDING) > 0);
	}
	buf_grow(out, n);
	if (EVP_PKEY_verify_recover(k->raw, (uint8_t *)out->p, &n,
	    (const uint8_t *)sig.p, sig.n) <= 0)
		return false;
	out->n = n;
	return true;
}

static bool
is_without_null(struct pubkey *k, enum crypto_hash h, const uint8_t *hash,
    struct slice sig)
{
	struct buf want = { 0 }, got = { 0 };
	bool same = false;

	if (recover(k, sig, &got)) {
		pubkey_rsa_block(h, false, (struct slice){ (const char *)hash,
		    crypto_hash_size(h) }, sig.n, &want);
		same = slice_eq(buf_slice(&want), buf_slice(&got));
	}
	buf_release(&want);
	buf_release(&got);
	return same;
}

/* Whether `a` may be used with this key (RFC 4055, 1.2 and 3.3). */
static bool
is_kind(const struct pubkey_facts *f, const struct signature_algorithm *a)
{
	if (f->kind == PUBKEY_EC || a->kind == SIGNATURE_ECDSA)
		return f->kind == PUBKEY_EC && a->kind == SIGNATURE_ECDSA;
	if (f->pss_only && a->kind != SIGNATURE_PSS)
		return false;
	return !f->pss_restricted || (f->pss.naming == HASH_KNOWN &&
	    f->pss.hash == a->hash && f->pss.mgf_hash == a->mgf_hash &&
	    f->pss.salt <= a->salt && f->pss.trailer == a->trailer);
}

/* By what is quicker than EVP, made when a key comes for the second time. What
 * it does not find good says nothing. */
static enum pubkey_answer
verify_quickly(struct pubkey *k, const struct signature_algorithm *a,
    struct slice hash, struct slice sig)
{
	if (k->table != NULL)
		return pubkey_table_verify(k->table, hash, sig) ?
		    PUBKEY_GOOD : PUBKEY_BAD;
	if (a->kind != SIGNATURE_RSA)
		return PUBKEY_BAD;
	if (k->often == NULL && k->was_used)
		k->often = pubkey_rsa_new(buf_slice(&k->modulus),
		    k->facts.exponent);
	k->was_used = true;
	return k->often == NULL ? PUBKEY_BAD :
	    pubkey_rsa_verify(k->often, a->hash, hash, sig);
}

enum pubkey_answer
pubkey_verify(struct pubkey *k, const struct signature_algorithm *a,
    const struct slice *parts, size_t n, struct slice sig)
{
	uint8_t hash[CRYPTO_HASH_MAX];
	enum pubkey_answer quick;
	size_t size;

	if (!is_kind(&k->facts, a))
		return PUBKEY_WRONG_KIND;
	if (a->naming != HASH_KNOWN ||
	    (a->kind == SIGNATURE_PSS && (a->trailer != 1 ||
	    a->salt > (int)k->facts.bits / 8)))
		return PUBKEY_BAD;
	size = crypto_hash_size(a->hash);
	pubkey_digest(k, a->hash, parts, n, hash);
	quick = verify_quickly(k, a, (struct slice){ (char *)hash, size },
	    sig);
	if (quick != PUBKEY_BAD)
		return quick;
	if (EVP_PKEY_verify(ready_for(k, a), (const uint8_t *)sig.p, sig.n,
	    hash, size) == 1)
		return PUBKEY_GOOD;
	if (a->kind == SIGNATURE_RSA &&
	    is_without_null(k, a->hash, hash, sig))
		return PUBKEY_GOOD_NO_NULL;
	return PUBKEY_BAD;
}

bool
pubkey_mirror(const struct pubkey *k, struct slice sig, struct buf *out)
{
	const uint8_t *from = (const uint8_t *)sig.p;
	ECDSA_SIG *parts = NULL;
	BIGNUM *order = NULL, *r = NULL, *s = NULL;
	uint8_t *der = NULL;
	int n = 0;

	if (k->facts.kind == PUBKEY_EC && sig.n <= INT_MAX)
		parts = d2i_ECDSA_SIG(NULL, &from, (long)sig.n);
	if (parts == NULL)
		return false;
	must(EVP_PKEY_get_bn_param(k->key, OSSL_PKEY_PARAM_EC_ORDER, &order));
	r = BN_dup(ECDSA_SIG_get0_r(parts));
	s = BN_dup(ECDSA_SIG_get0_s(parts));
	must(r != NULL && s != NULL && BN_sub(s, order, s) &&
	    ECDSA_SIG_set0(parts, r, s));
	if (!BN_is_negative(s))
		n = i2d_ECDSA_SIG(parts, &der);
	if (n > 0)
		buf_add(out, (const char *)der, (size_t)n);
	OPENSSL_free(der);
	ECDSA_SIG_free(parts);		/* and r and s */
	BN_free(order);
	return n > 0;
}

bool
pubkey_speed_up(struct pubkey *k, struct pubkey_tables *all, size_t *octets)
{
	*octets = 0;
	if (k->facts.kind != PUBKEY_EC)
		return false;
	if (k->table == NULL)
		k->table = pubkey_table_new(k->facts.curve,
		    buf_slice(&k->point), all, octets);
	return k->table != NULL;
}
