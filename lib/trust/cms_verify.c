/* SPDX-License-Identifier: ISC */
/* SignedData as an argument: what the signers' words cover (RFC 5652, 5.4 and
 * 5.6). */
#include <string.h>

#include "base/tlv.h"
#include "trust/cms.h"
#include "trust/weak.h"

enum { TAG_INTEGER = 0x02, TAG_SEQUENCE = 0x30, TAG_VERSION = 0xa0 };

/* What stands for the type of the LDS security object in documents known to
 * have it: the old arc of ICAO (1.3.27.1.1.1), one of a Dutch maker
 * (1.2.528.1.1006.1.20.1), id-data. */
#define OID_LDS SLICE("\x67\x81\x08\x01\x01\x01")
static const struct slice known_for_lds[] = {
	SLICE("\x2b\x1b\x01\x01\x01"),
	SLICE("\x2a\x84\x10\x01\x87\x6e\x01\x14\x01"),
	SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"),
};

/* Issuer and serial number of a certificate, without reading all of it. */
static enum err
peek(struct slice der, struct slice *issuer, struct slice *serial)
{
	struct slice in, tbs, gone;
	struct tlv t;
	bool ber;
	enum err e;

	if ((e = tlv_take_any(&der, TAG_SEQUENCE, &in, &ber)) != ERR_OK ||
	    (e = tlv_take_any(&in, TAG_SEQUENCE, &tbs, &ber)) != ERR_OK)
		return e;
	if (tlv_take_any(&tbs, TAG_VERSION, &gone, &ber) == ERR_TRUNCATED)
		return ERR_TRUNCATED;
	if ((e = tlv_take_any(&tbs, TAG_INTEGER, serial, &ber)) != ERR_OK ||
	    (e = tlv_take_any(&tbs, TAG_SEQUENCE, &gone, &ber)) != ERR_OK)
		return e;
	e = tlv_next_any(&tbs, &t, &ber);
	*issuer = t.raw;
	return e;
}

/* *exact: not only the same name, but the same octets. */
static bool
is_of(struct slice der, const struct cms_signer *s, bool *exact)
{
	struct slice issuer, serial;
	struct cert c;

	if (s->ski.p != NULL) {
		*exact = true;
		return cert_parse(der, &c) == ERR_OK && c.ski.p != NULL &&
		    slice_eq(c.ski, s->ski);
	}
	if (peek(der, &issuer, &serial) != ERR_OK)
		return false;
	*exact = slice_eq(issuer, s->issuer) && slice_eq(serial, s->serial);
	return *exact || (cert_same_serial(serial, s->serial) &&
	    cert_same_name(issuer, s->issuer));
}

static const struct slice *
find(const struct cms *c, size_t signer, bool *exact)
{
	size_t i;

	for (i = 0; i < c->certs; i++)
		if (is_of(c->cert[i], &c->signer[signer], exact))
			return &c->cert[i];
	return NULL;
}

const struct slice *
cms_cert_of(const struct cms *c, size_t i)
{
	bool exact;

	return i < c->signers ? find(c, i, &exact) : NULL;
}

const struct slice *
cms_signer_cert(const struct cms *c, struct findings *fs)
{
	bool exact = true;
	const struct slice *cert = NULL;

	if (c->signers > 0)
		cert = find(c, 0, &exact);
	if (cert == NULL && c->certs == 0)
		FIND(fs, "cms.certificate", NOT_DONE,
		    N_("the signed file has no certificate in it"));
	else if (cert == NULL)
		FIND(fs, "cms.certificate", FORBIDDEN,
		    N_("the certificate in the signed file is another's"));
	else if (!exact)
		FIND(fs, "cms.certificate", ODD,
		    N_("the signer is named in other letters than its "
		    "certificate has"));
	else
		FIND(fs, "cms.certificate", GOOD,
		    N_("the signer's certificate is in the signed file"));
	return cert;
}

static bool
is_known_for(struct slice type, struct slice wanted)
{
	size_t i;

	for (i = 0; i < sizeof known_for_lds / sizeof *known_for_lds; i++)
		if (slice_eq(type, known_for_lds[i]))
			return slice_eq(wanted, OID_LDS);
	return false;
}

static void
judge_type(const struct cms *c, const struct cms_signer *s,
    struct slice wanted, struct findings *fs)
{
	if (s->attr_content_type.p != NULL &&
	    !slice_eq(s->attr_content_type, c->content_type))
		FIND(fs, "cms.content-type", FORBIDDEN,
		    N_("it was signed as another type than it says it is"));
	if (wanted.p == NULL || slice_eq(c->content_type, wanted))
		FIND(fs, "cms.content-type", GOOD,
		    N_("what was signed is of the right type"));
	else if (is_known_for(c->content_type, wanted))
		FIND(fs, "cms.content-type", DEVIATES,
		    N_("what was signed is of a type that some issuers take "
		    "instead"));
	else
		FIND(fs, "cms.content-type", FORBIDDEN,
		    N_("what was signed is something else"));
}

static void
judge_attributes(const struct cms_signer *s, struct findings *fs)
{
	if (!s->has_attributes)
		FIND(fs, "cms.attributes", FORBIDDEN,
		    N_("there are no signed attributes"));
	else if (s->attr_content_type.p == NULL || s->attr_digest.p == NULL)
		FIND(fs, "cms.attributes", FORBIDDEN,
		    N_("a signed attribute that must be there is missing"));
	else
		FIND(fs, "cms.attributes", GOOD,
		    N_("the signed attributes are there, each once and in "
		    "order"));
}

/* Without attributes the signature is over the content itself. */
static bool
judge_digest(const struct cms *c, const struct cms_signer *s,
    struct pubkey *key, struct findings *fs)
{
	uint8_t digest[CRYPTO_HASH_MAX];

	if (!s->has_attributes) {
		FIND(fs, "cms.digest", NOT_DONE,
		    N_("no signed attribute holds a digest of the content"));
		return true;
	}
	if (s->attr_digest.p == NULL) {
		FIND(fs, "cms.digest", BROKEN,
		    N_("no digest of the content was signed"));
		return false;
	}
	if (s->digest_naming != HASH_KNOWN) {
		FIND(fs, "cms.digest", NOT_DONE,
		    N_("the signer's digest is of a kind that is not computed "
		    "here"));
		return false;
	}
	if (key != NULL)
		pubkey_digest(key, s->digest, &c->content, 1, digest);
	else
		crypto_digest(s->digest, &c->content, 1, digest);
	if (!slice_eq(s->attr_digest, (struct slice){ (char *)digest,
	    crypto_hash_size(s->digest) })) {
		FIND(fs, "cms.digest", BROKEN,
		    N_("the content is not what was signed"));
		return false;
	}
	FIND(fs, "cms.digest", GOOD, N_("the content is what was signed"));
	return true;
}

static void
judge_algorithms(const struct cms_signer *s, struct findings *fs)
{
	const struct signature_algorithm *a = &s->algorithm;

	if (!s->algorithm_known)
		FIND(fs, "cms.algorithms", NOT_DONE,
		    N_("the signature is of a kind that is not known here"));
	else if (!a->hash_given && a->kind == SIGNATURE_ECDSA)
		FIND(fs, "cms.algorithms", DEVIATES,
		    N_("the signature is named by the identifier of a key"));
	else if (a->kind != SIGNATURE_PSS && a->hash_given &&
	    (a->naming != s->digest_naming || (a->naming == HASH_KNOWN &&
	    a->hash != s->digest)))
		FIND(fs, "cms.algorithms", DEVIATES,
		    N_("the signature uses another digest than the signer "
		    "names"));
	else
		FIND(fs, "cms.algorithms", GOOD,
		    N_("digest and signature algorithm agree"));
}

/* RFC 4055, 3.1 and 3.3: a key may prescribe its parameters. */
static void
judge_pss(const struct cms_signer *s, const struct pubkey_facts *key,
    struct findings *fs)
{
	const struct signature_algorithm *a = &s->algorithm;
	const struct signature_algorithm *k = &key->pss;

	if (a->kind != SIGNATURE_PSS || a->naming != HASH_KNOWN)
		return;
	if (a->hash != a->mgf_hash || s->digest_naming != HASH_KNOWN ||
	    a->hash != s->digest)
		FIND(fs, "cms.pss", FORBIDDEN,
		    N_("RSASSA-PSS with a hash, a mask hash and a digest that "
		    "differ"));
	if (a->trailer != 1)
		FIND(fs, "cms.pss", FORBIDDEN,
		    N_("RSASSA-PSS with a trailer that there is not"));
	if (key->pss_restricted && (a->hash != k->hash ||
	    a->mgf_hash != k->mgf_hash || a->salt < k->salt))
		FIND(fs, "cms.pss", FORBIDDEN,
		    N_("RSASSA-PSS with other parameters than the key "
		    "prescribes"));
	if (a->salt < 0 || (size_t)a->salt != crypto_hash_size(a->hash))
		FIND(fs, "cms.pss", ODD,
		    N_("the salt of RSASSA-PSS is not as long as the hash"));
	else
		FIND(fs, "cms.pss", GOOD,
		    N_("the parameters of RSASSA-PSS are right"));
}

/* The attributes are signed as the SET OF that they are, not as the [0] that
 * they stand there as (RFC 5652, 5.4). */
static enum pubkey_answer
try_key(const struct cms *c, const struct cms_signer *s,
    const struct signature_algorithm *a, struct pubkey *key)
{
	struct slice parts[2] = { SLICE("\x31"), s->attributes };

	if (!s->has_attributes)
		return pubkey_verify(key, a, &c->content, 1, s->signature);
	parts[1].p++;
	parts[1].n--;
	return pubkey_verify(key, a, parts, 2, s->signature);
}

static bool
judge_answer(enum pubkey_answer answer, const struct signature_algorithm *a,
    struct findings *fs)
{
	if (answer == PUBKEY_WRONG_KIND)
		FIND(fs, "cms.signature", BROKEN,
		    N_("the signer's key does not make such signatures"));
	else if (answer == PUBKEY_BAD)
		FIND(fs, "cms.signature", BROKEN,
		    N_("the signature is wrong: changed, or by another"));
	else
		FIND(fs, "cms.signature", GOOD, N_("the signature is right"));
	if (answer == PUBKEY_GOOD_NO_NULL)
		FIND(fs, "cms.digest-info", DEVIATES,
		    N_("the signature's DigestInfo leaves out its NULL "
		    "parameter"));
	else if (answer == PUBKEY_GOOD && a->kind == SIGNATURE_RSA)
		FIND(fs, "cms.digest-info", GOOD,
		    N_("the signature's DigestInfo is whole"));
	return answer == PUBKEY_GOOD || answer == PUBKEY_GOOD_NO_NULL;
}

static bool
judge_signature(const struct cms *c, const struct cms_signer *s,
    struct pubkey *key, struct findings *fs)
{
	struct signature_algorithm a = s->algorithm;

	weak_hash(s->digest_naming, s->digest, fs);
	if (!s->algorithm_known) {
		FIND(fs, "cms.signature", NOT_DONE,
		    N_("the signature is of a kind that is not known here"));
		return false;
	}
	if (!a.hash_given) {
		a.naming = s->digest_naming;
		a.hash = s->digest;
	}
	weak_hash(a.naming, a.hash, fs);
	if (key == NULL) {
		FIND(fs, "cms.signature", NOT_DONE,
		    N_("no key of the signer is there to try it with"));
		return false;
	}
	weak_key(pubkey_facts(key), fs);
	judge_pss(s, pubkey_facts(key), fs);
	if (a.naming != HASH_KNOWN) {
		FIND(fs, "cms.signature", NOT_DONE,
		    N_("the signature's hash is of a kind that is not computed "
		    "here"));
		return false;
	}
	return judge_answer(try_key(c, s, &a, key), &a, fs);
}

static bool
verify(const struct cms *c, const struct cms_signer *s, struct slice wanted,
    struct pubkey *key, struct findings *fs)
{
	bool digest, signature;

	judge_type(c, s, wanted, fs);
	judge_attributes(s, fs);
	digest = judge_digest(c, s, key, fs);
	judge_algorithms(s, fs);
	signature = judge_signature(c, s, key, fs);
	return digest && signature;
}

static bool
is_broken(const struct findings *fs, const char *check)
{
	const struct finding *f = findings_of(fs, check);

	return f != NULL && f->class == FINDING_BROKEN;
}

/* A further signer under the certificate embedded for it. */
static void
judge_other(const struct cms *c, size_t i, struct slice wanted,
    struct findings *fs)
{
	const struct slice *der = cms_cert_of(c, i);
	struct findings own = { .n = 0 };
	struct pubkey *key = NULL;
	struct cert cert;

	if (der != NULL && cert_parse(*der, &cert) == ERR_OK &&
	    pubkey_new(cert.spki, &key) != ERR_OK)
		key = NULL;
	if (verify(c, &c->signer[i], wanted, key, &own))
		FIND(fs, "cms.signers", DEVIATES,
		    N_("several signers signed, each of them rightly"));
	else if (is_broken(&own, "cms.signature") ||
	    is_broken(&own, "cms.digest"))
		FIND(fs, "cms.signers", BROKEN,
		    N_("the signature of a further signer is wrong"));
	else
		FIND(fs, "cms.signers", FORBIDDEN,
		    N_("a further signer cannot be judged"));
	pubkey_free(key);
}

bool
cms_verify(const struct cms *c, struct slice content_type,
    struct pubkey *key, struct findings *fs)
{
	size_t i;

	if (c->detached)
		FIND(fs, "cms.digest", BROKEN, N_("there is no content"));
	if (c->signers == 0 || c->detached)
		return false;
	for (i = 1; i < c->signers; i++)
		judge_other(c, i, content_type, fs);
	return verify(c, &c->signer[0], content_type, key, fs);
}
