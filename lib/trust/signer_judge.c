/* SPDX-License-Identifier: ISC */
/* What is right and wrong with the certificates of a path whatever the time
 * (Doc 9303-12, 7; RFC 5280, 4). */
#include "base/tlv.h"
#include "trust/signer_priv.h"
#include "trust/weak.h"

#define ROWS(name, why)							\
	{ [CHECK_PASS] = CHECK(name, PASS, why),			\
	[CHECK_WARN] = CHECK(name, WARN, why),				\
	[CHECK_SKIP] = CHECK(name, SKIP, why),				\
	[CHECK_FAIL] = CHECK(name, FAIL, why) }

/* What cert_parse noted, under the signer's name and the authority's. */
enum who { DSC, CSCA };
static const struct odd {
	unsigned bit;
	enum finding_class class;
	struct check rows[2][4];
} odds[] = {
#define ODD(bit, class, dsc, csca, why)					\
	{ bit, FINDING_##class, { ROWS(dsc, why), ROWS(csca, why) } }
	ODD(CERT_ODD_VERSION, DEVIATES, "dsc.form", "csca.form",
	    N_("the certificate is not of version 3")),
	ODD(CERT_ODD_TIME, DEVIATES, "dsc.form", "csca.form",
	    N_("the certificate writes its times in a form that is not "
	    "allowed")),
	ODD(CERT_ODD_ALGORITHM, DEVIATES, "dsc.form", "csca.form",
	    N_("the certificate names two different signature algorithms")),
	ODD(CERT_ODD_TWICE, DEVIATES, "dsc.form", "csca.form",
	    N_("the certificate has an extension twice")),
	ODD(CERT_ODD_EXTENSION, DEVIATES, "dsc.form", "csca.form",
	    N_("the certificate has an extension of a wrong form")),
	ODD(CERT_ODD_NOT_DER, DEVIATES, "dsc.form", "csca.form",
	    N_("the certificate is not DER")),
	ODD(CERT_ODD_SERIAL_NEGATIVE, ODD, "dsc.serial", "csca.serial",
	    N_("the serial number is negative")),
	ODD(CERT_ODD_SERIAL_ZERO, ODD, "dsc.serial", "csca.serial",
	    N_("the serial number is zero")),
	ODD(CERT_ODD_SERIAL_LONG, ODD, "dsc.serial", "csca.serial",
	    N_("the serial number has over 20 octets")),
	ODD(CERT_ODD_CRITICAL, FORBIDDEN, "dsc.critical", "csca.critical",
	    N_("a critical extension is not known here")),
	ODD(CERT_ODD_USAGE, ODD, "dsc.key-usage", "csca.key-usage",
	    N_("key usage is not critical")),
#undef ODD
};

static void
judge_odds(struct findings *fs, const struct cert *c, enum who who)
{
	size_t i;

	for (i = 0; i < sizeof odds / sizeof *odds; i++)
		if (c->odd & odds[i].bit)
			findings_add(fs, odds[i].class, odds[i].rows[who]);
}

/* The hash of a signature that the path rests on. */
static void
judge_signature(struct findings *fs, const struct cert *c)
{
	if (c->algorithm_known)
		weak_hash(c->algorithm.naming, c->algorithm.hash, fs);
}

static bool
odd_algorithm(const struct cert *c)
{
	const struct signature_algorithm *a = &c->algorithm;

	return c->algorithm_known && (a->odd ||
	    (a->kind == SIGNATURE_PSS && (a->mgf_hash != a->hash ||
	    a->trailer != 1)));
}

static void
judge_own_usage(struct findings *fs, const struct cert *c)
{
	if (!c->has_usage)
		FIND(fs, "dsc.key-usage", DEVIATES,
		    N_("the signer has no key usage"));
	else if (!(c->usage & CERT_USE_SIGN))
		FIND(fs, "dsc.key-usage", FORBIDDEN,
		    N_("the signer's key is not for signatures"));
	else if (c->usage & (CERT_USE_CERT_SIGN | CERT_USE_CRL_SIGN))
		FIND(fs, "dsc.key-usage", DEVIATES,
		    N_("the signer's key is for an authority's work too"));
	else
		FIND(fs, "dsc.key-usage", GOOD,
		    N_("the signer's key is for signatures"));
	if (c->has_constraints && c->ca)
		FIND(fs, "dsc.constraints", FORBIDDEN,
		    N_("the signer is an authority, no signer of documents"));
	else
		FIND(fs, "dsc.constraints", GOOD,
		    N_("the signer is no authority"));
}

static void
judge_purpose(struct findings *fs, const struct cert *c, enum signer_use use)
{
	bool lists = use == SIGNER_OF_MASTER_LISTS;

	if (lists && !c->eku_master_list)
		FIND(fs, "dsc.extended-key-usage", FORBIDDEN,
		    N_("the signer is not one of master lists"));
	else if (c->eku_other || (!lists && c->has_eku))
		FIND(fs, "dsc.extended-key-usage", FORBIDDEN,
		    N_("the signer's key is for another purpose"));
	else
		FIND(fs, "dsc.extended-key-usage", GOOD,
		    N_("the signer's key is for this purpose"));
}

void
signer_judge_own(struct entry *e)
{
	struct findings *fs = &e->s.findings;
	const struct cert *c = &e->s.cert;

	judge_odds(fs, c, DSC);
	if (odd_algorithm(c))
		FIND(fs, "dsc.form", DEVIATES,
		    N_("a signature algorithm has wrong parameters"));
	FIND(fs, "dsc.form", GOOD,
	    N_("the signer's certificate has the right form"));
	FIND(fs, "dsc.serial", GOOD, N_("the serial number is one"));
	FIND(fs, "dsc.critical", GOOD,
	    N_("every critical extension is known here"));
	judge_own_usage(fs, c);
	judge_purpose(fs, c, e->use);
	judge_signature(fs, c);
	if (e->s.key == NULL)
		FIND(fs, "dsc.key", BROKEN,
		    N_("the signer's key is of no kind that is allowed"));
	else {
		FIND(fs, "dsc.key", GOOD, N_("the signer's key can be used"));
		weak_key(pubkey_facts(e->s.key), fs);
	}
}

static void
judge_authority_rights(struct findings *fs, const struct cert *c)
{
	if (!c->has_constraints)
		FIND(fs, "csca.constraints", DEVIATES,
		    N_("the authority does not say that it is one"));
	else if (!c->ca)
		FIND(fs, "csca.constraints", FORBIDDEN,
		    N_("the authority says that it is none"));
	else if (c->odd & CERT_ODD_CONSTRAINTS)
		FIND(fs, "csca.constraints", ODD,
		    N_("basic constraints are not critical"));
	else
		FIND(fs, "csca.constraints", GOOD,
		    N_("the authority is one"));
	if (!c->has_usage)
		FIND(fs, "csca.key-usage", DEVIATES,
		    N_("the authority has no key usage"));
	else if (!(c->usage & CERT_USE_CERT_SIGN))
		FIND(fs, "csca.key-usage", FORBIDDEN,
		    N_("the authority's key is not for certificates"));
	else
		FIND(fs, "csca.key-usage", GOOD,
		    N_("the authority's key is for certificates"));
}

static void
judge_authority(struct findings *fs, const struct cert *c)
{
	judge_odds(fs, c, CSCA);
	FIND(fs, "csca.form", GOOD,
	    N_("the authority's certificate has the right form"));
	FIND(fs, "csca.serial", GOOD, N_("the serial number is one"));
	FIND(fs, "csca.critical", GOOD,
	    N_("every critical extension is known here"));
	FIND(fs, "csca.key", GOOD, N_("the authority's key can be used"));
	judge_authority_rights(fs, c);
}

/* RFC 5280, 6.1.4 (l), (m), from the anchor down, anew at each link. */
static void
judge_length(struct findings *fs, const struct signer *s)
{
	size_t i = s->steps - 1;
	int left = s->path[i]->cert.path_length;
	const struct cert *c;

	while (i-- > 0) {
		c = &s->path[i]->cert;
		if (!signer_is_link(c, &s->path[i + 1]->cert)) {
			if (left == 0) {
				FIND(fs, "csca.path-length", FORBIDDEN,
				    N_("the path is longer than the "
				    "authority allows"));
				return;
			}
			left -= left > 0;
			if (c->path_length >= 0 && (left < 0 ||
			    c->path_length < left))
				left = c->path_length;
		} else
			left = c->path_length;
	}
	FIND(fs, "csca.path-length", GOOD,
	    N_("the path is as long as the authority allows"));
}

static void
judge_countries(struct findings *fs, const struct signer *s)
{
	struct slice own = s->cert.subject_country, above;
	size_t i;

	for (i = 0; i < s->steps; i++) {
		above = s->path[i]->cert.subject_country;
		if (own.p == NULL || above.p == NULL)
			FIND(fs, "chain.country", DEVIATES,
			    N_("a certificate of the path names no country"));
		else if (!signer_same_country(own, above))
			FIND(fs, "chain.country", FORBIDDEN,
			    N_("signer and authority are of different "
			    "countries"));
	}
	FIND(fs, "chain.country", GOOD,
	    N_("signer and authority are of the same country"));
}

static bool
names_another_key(const struct cert *c, const struct cert *issuer)
{
	return c->aki.p != NULL && issuer->ski.p != NULL &&
	    !slice_eq(c->aki, issuer->ski);
}

/* RFC 5280, 6.1.3 (a) (4) and 4.2.1.1; where one of the two, name and key
 * identifier, leads astray the other has found the way all the same. */
static void
judge_names(struct findings *fs, const struct signer *s)
{
	const struct cert *below = &s->cert;
	size_t i;

	for (i = 0; i < s->steps; i++) {
		if (!cert_same_name(below->issuer, s->path[i]->cert.subject))
			FIND(fs, "chain.name", DEVIATES,
			    N_("a certificate gives its issuer another name "
			    "than the issuer has"));
		if (names_another_key(below, &s->path[i]->cert))
			FIND(fs, "chain.name", ODD,
			    N_("a certificate names another key of its issuer "
			    "than the one that signed it"));
		below = &s->path[i]->cert;
	}
	FIND(fs, "chain.name", GOOD,
	    N_("every issuer has the name and the key that it is given"));
}

/* The certificate as DER has it, with that signature. */
static bool
distrusts_with(const struct store *s, const struct cert *c, struct slice sig)
{
	struct buf bits = { 0 }, in = { 0 }, der = { 0 };
	uint8_t sha256[CRYPTO_HASH_MAX];
	struct slice all;

	buf_add_char(&bits, '\0');
	buf_add_slice(&bits, sig);
	buf_add_slice(&in, c->tbs);
	buf_add_slice(&in, c->inner_algorithm);
	tlv_add(&in, 0x03, buf_slice(&bits));
	tlv_add(&der, 0x30, buf_slice(&in));
	all = buf_slice(&der);
	crypto_digest(CRYPTO_SHA256, &all, 1, sha256);
	buf_release(&bits);
	buf_release(&in);
	buf_release(&der);
	return store_distrusts(s, sha256);
}

/* What the issuer did not sign of a certificate, anybody can write otherwise,
 * and its SHA-256 is another then: what stands round the signed part, and of an
 * ECDSA signature its mirror image. */
static bool
distrusts_other_form(const struct store *s, const struct cert *c,
    const struct pubkey *issuer)
{
	struct buf mirror = { 0 };
	bool yes = distrusts_with(s, c, c->signature) ||
	    (pubkey_mirror(issuer, c->signature, &mirror) &&
	    distrusts_with(s, c, buf_slice(&mirror)));

	buf_release(&mirror);
	return yes;
}

static void
judge_distrust(struct entry *e, const struct search *w)
{
	const struct cert *c = &e->s.cert;
	size_t i;

	for (i = 0; i < e->s.steps; i++) {
		if (distrusts_other_form(w->c->store, c,
		    signer_authority_key(w->c, e->s.path[i])))
			FIND(&e->s.findings, "chain.distrusted", BROKEN,
			    N_("the operator no longer trusts this signer, or "
			    "a certificate of its path"));
		c = &e->s.path[i]->cert;
	}
}

static void
judge_anchored(struct entry *e, const struct search *w)
{
	struct findings *fs = &e->s.findings;
	const struct store_cert *const *path = e->s.path;
	size_t i;

	FIND(fs, "chain.anchor", GOOD,
	    N_("an anchor known here vouches for the signer"));
	FIND(fs, "chain.signature", GOOD,
	    N_("every signature of the path is right"));
	if (w->no_null)
		FIND(fs, "cms.digest-info", DEVIATES,
		    N_("a certificate's DigestInfo has no NULL"));
	for (i = 0; i < e->s.steps; i++) {
		judge_authority(fs, &path[i]->cert);
		weak_key(pubkey_facts(signer_authority_key(w->c, path[i])),
		    fs);
		if (i + 1 == e->s.steps)
			break;
		/* the anchor's own signature is nothing that counts */
		judge_signature(fs, &path[i]->cert);
		if (odd_algorithm(&path[i]->cert))
			FIND(fs, "csca.form", DEVIATES, N_("a signature "
			    "algorithm has wrong parameters"));
	}
	if (e->s.steps > 1)
		FIND(fs, "chain.link", GOOD,
		    N_("the path goes over a link certificate"));
	judge_names(fs, &e->s);
	judge_length(fs, &e->s);
	judge_countries(fs, &e->s);
}

/* The first of these is the reason. */
static void
judge_unanchored(struct findings *fs, const struct search *w)
{
	if (w->gave_up)
		FIND(fs, "chain.anchor", NOT_DONE,
		    N_("too many certificates have the issuer's name to try "
		    "them all"));
	else if (w->unknown_algorithm)
		FIND(fs, "chain.anchor", NOT_DONE,
		    N_("the signer's certificate is signed in a way that is "
		    "not known here"));
	else
		FIND(fs, "chain.anchor", NOT_DONE,
		    N_("no anchor known here vouches for the signer"));
	if (w->bad_key)
		FIND(fs, "csca.key", BROKEN,
		    N_("the authority's key is of no kind that is allowed"));
	if (w->no_ca)
		FIND(fs, "csca.constraints", FORBIDDEN,
		    N_("who signed the signer is no authority"));
	if (w->no_cert_sign)
		FIND(fs, "csca.key-usage", FORBIDDEN,
		    N_("the authority's key is not for certificates"));
}

void
signer_judge_path(struct entry *e, const struct search *w)
{
	struct findings *fs = &e->s.findings;

	if (store_distrusts(w->c->store, e->s.cert.sha256))
		FIND(fs, "chain.distrusted", BROKEN,
		    N_("the operator no longer trusts this signer"));
	if (e->s.trust == SIGNER_ANCHORED) {
		judge_distrust(e, w);
		judge_anchored(e, w);
		return;
	}
	judge_unanchored(fs, w);
	if (e->s.trust == SIGNER_BAD)
		FIND(fs, "chain.signature", BROKEN,
		    N_("the anchor that the signer names did not sign it"));
	else
		FIND(fs, "chain.signature", NOT_DONE,
		    N_("no key is known that it could be tried with"));
}
