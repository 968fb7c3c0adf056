/* SPDX-License-Identifier: ISC */
/* SignedData: a good one, and each thing that can be wrong with it alone. */
#include <openssl/cms.h>

#include "emrtd.h"
#include "tap.h"
#include "trust/cms.h"
#include "signed_make.h"

#define OID_SHA256 "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01"
#define OID_SHA384 "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02"
#define OID_PSS "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"
#define OID_MGF "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08"
/* id-RSASSA-PSS with hash, MGF1's hash, salt (RFC 4055, 3.1). */
#define ALG_PSS(hash, mgf, salt) SLICE("\x30\x3d" OID_PSS "\x30\x30"	\
    "\xa0\x0d\x30\x0b" hash "\xa1\x1a\x30\x18" OID_MGF "\x30\x0b" mgf	\
    "\xa2\x03\x02\x01" salt)

static struct made made;

static const struct {
	const char *name;
	struct signed_form f;
	const char *bad;
	bool no_cover;		/* the signature does not cover the content */
} forms[] = {
	{ "P-256", { .key = MADE_P256 }, "", false },
	{ "brainpoolP384r1", { .key = MADE_BP384 }, "", false },
	{ "RSA-2048", { .key = MADE_RSA }, "", false },
	{ "rsaEncryption", { .key = MADE_RSA, .algorithm = ALG_RSA_KEY }, "", false },
	{ "id-ecPublicKey", { .algorithm = ALG_EC_KEY },
	    "cms.algorithms:deviates ", false },
	{ "DigestInfo without NULL", { .key = MADE_RSA, .no_null = true },
	    "cms.digest-info:deviates ", false },
	{ "PSS", { .key = MADE_RSA, .salt = 32, .algorithm =
	    ALG_PSS(OID_SHA256, OID_SHA256, "\x20") }, "", false },
	{ "PSS with a salt of 20", { .key = MADE_RSA, .salt = 20,
	    .algorithm = SLICE("\x30\x38" OID_PSS "\x30\x2b\xa0\x0d\x30\x0b"
	    OID_SHA256 "\xa1\x1a\x30\x18" OID_MGF "\x30\x0b" OID_SHA256) },
	     "cms.pss:odd ", false },
	{ "PSS with another salt than it says", { .key = MADE_RSA, .salt = 20,
	    .algorithm = ALG_PSS(OID_SHA256, OID_SHA256, "\x20") },
	    "cms.signature:broken ", true },
	{ "PSS with another mask hash", { .key = MADE_RSA, .salt = 32,
	    .mgf_md = "SHA384", .algorithm = ALG_PSS(OID_SHA256, OID_SHA384,
	    "\x20") }, "cms.pss:forbidden ", false },
	{ "PSS with another hash than the digest", { .key = MADE_RSA,
	    .md = "SHA384", .salt = 48, .algorithm = ALG_PSS(OID_SHA384,
	    OID_SHA384, "\x30") }, "cms.pss:forbidden ", false },
	{ "an RSA signature's name on an ECDSA key",
	    { .algorithm = ALG_RSA_SHA256 }, "cms.signature:broken ", true },
	{ "a signature of a kind not known", { .algorithm = SLICE("\x30\x04"
	    "\x06\x02\x2a\x03") },
	    "cms.algorithms:not-done cms.signature:not-done ", true },
	{ "by key identifier", { .by_ski = true }, "", false },
	{ "SHA-384 in all", { .md = "SHA384", .digest = ALG_SHA384,
	    .algorithm = ALG_ECDSA_SHA384 }, "", false },
	{ "SHA-384 over attributes with SHA-256", { .md = "SHA384",
	    .algorithm = ALG_ECDSA_SHA384 }, "cms.algorithms:deviates ", false },
	{ "SHA-1", { .md = "SHA1", .digest = ALG_SHA1,
	    .algorithm = ALG_ECDSA_SHA1 }, "weak.hash:deviates ", false },
	{ "MD5", { .digest = ALG_MD5 }, "cms.digest:not-done "
	    "cms.algorithms:deviates weak.hash:broken ", true },
	{ "digest not listed", { .digests = ALG_SHA384 },
	    "cms.algorithms:deviates ", false },
	{ "a second digest listed", { .digests = SLICE("\x30\x09\x06\x05\x2b"
	    "\x0e\x03\x02\x1a\x05\x00\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03"
	    "\x04\x02\x01") }, "", false },
	{ "P-224", { .key = MADE_P224 }, "weak.key:odd ", false },
	{ "P-192", { .key = MADE_P192 }, "weak.key:forbidden ", false },
	{ "RSA-1536", { .key = MADE_RSA_1536 }, "weak.key:forbidden ", false },
	{ "RSA with e = 3", { .key = MADE_RSA_E3 }, "weak.key:deviates ", false },
	{ "version 1", { .version = 1 }, "cms.version:deviates ", false },
	{ "version 4", { .version = 4 }, "cms.version:deviates ", false },
	{ "signer of version 3 by name", { .signer_version = 3 },
	    "cms.version:deviates ", false },
	{ "signer of version 1 by key identifier", { .by_ski = true,
	    .signer_version = 1 }, "cms.version:deviates ", false },
	{ "another certificate", { .other_cert = true },
	    "cms.certificate:forbidden ", false },
	{ "no certificate", { .no_cert = true }, "cms.certificate:not-done ", false },
	{ "a wrong signature", { .broken = true }, "cms.signature:broken ",
	    true },
	{ "no attributes", { .attributes = "" }, "cms.attributes:forbidden "
	    "cms.digest:not-done ", false },
	{ "no signingTime", { .attributes = "cd" }, "", false },
	{ "no contentType", { .attributes = "td" },
	    "cms.attributes:forbidden ", false },
	{ "no messageDigest", { .attributes = "ct" },
	    "cms.attributes:forbidden cms.digest:broken ", true },
	{ "another messageDigest", { .attributes = "ctD" },
	    "cms.digest:broken ", true },
	{ "messageDigest twice", { .attributes = "ctdd" },
	    "cms.attributes:forbidden ", false },
	{ "contentType twice", { .attributes = "cctd" },
	    "cms.attributes:forbidden ", false },
	{ "signingTime twice", { .attributes = "cttd" },
	    "cms.attributes:forbidden ", false },
	{ "contentType with two values", { .attributes = "t2d" },
	    "cms.attributes:forbidden ", false },
	{ "signingTime without seconds", { .attributes = "Tcd" },
	    "cms.attributes:deviates ", false },
	{ "another attribute", { .attributes = "xctd" }, "", false },
	{ "not in order", { .attributes = "tcd" },
	    "cms.attributes:deviates ", false },
	{ "attributes with a long length", { .attributes_long = true },
	    "cms.encoding:forbidden ", false },
	{ "signed as another type", { .signed_type = SLICE("\x2a\x03") },
	    "cms.content-type:forbidden ", false },
	{ "another type", { .type = SLICE("\x2a\x03") },
	    "cms.content-type:forbidden ", false },
	{ "id-data", { .type = SLICE(OID_ID_DATA), .attributes = "ctd" },
	    "cms.content-type:deviates ", false },
	{ "the old arc of ICAO", { .type = SLICE("\x2b\x1b\x01\x01\x01") },
	    "cms.content-type:deviates ", false },
	{ "the type of a maker", { .type = SLICE("\x2a\x84\x10\x01\x87\x6e\x01"
	    "\x14\x01") }, "cms.content-type:deviates ", false },
	{ "unsigned attributes", { .unsigned_attributes = true }, "", false },
	{ "revocation lists", { .crls = true }, "", false },
	{ "no ContentInfo", { .bare = true }, "cms.encoding:deviates ", false },
	{ "indefinite lengths", { .indefinite = true }, "cms.encoding:odd ",
	    false },
	{ "content in pieces", { .pieces = true }, "cms.encoding:odd ", false },
	{ "both", { .pieces = true, .indefinite = true }, "cms.encoding:odd ",
	    false },
	{ "octets behind an attribute", { .behind = "a" },
	    "cms.trailing:forbidden ", false },
	{ "behind the serial number", { .behind = "i" },
	    "cms.trailing:forbidden ", false },
	{ "behind the signature", { .behind = "s" },
	    "cms.trailing:forbidden ", false },
	{ "behind the content", { .behind = "o" },
	    "cms.trailing:forbidden ", false },
	{ "behind [0] of the content", { .behind = "e" },
	    "cms.trailing:forbidden ", false },
	{ "behind the signers", { .behind = "d" }, "cms.trailing:forbidden ",
	    false },
	{ "behind the SignedData", { .behind = "w" },
	    "cms.trailing:forbidden ", false },
	{ "behind the ContentInfo", { .behind = "z" },
	    "cms.trailing:forbidden ", false },
	{ "two signers", { .second = true }, "cms.signers:deviates ", false },
	{ "the second one wrong", { .second = true, .second_broken = true },
	    "cms.signers:broken ", false },
	{ "the second one without certificate", { .second = true,
	    .second_unknown = true }, "cms.signers:forbidden ", false },
};

/* Parses and verifies with the key of that certificate; p NULL: the signer's
 * own. */
static bool
judge(struct slice der, struct slice signer, struct slice type,
    struct findings *fs)
{
	const struct slice *own;
	struct pubkey *k = NULL;
	struct cms c = { 0 };
	struct cert cert;
	bool good = false;

	findings_reset(fs);
	if (cms_parse(der, &c, fs) == ERR_OK) {
		own = cms_signer_cert(&c, fs);
		if (signer.p == NULL && own != NULL)
			signer = *own;
		if (cert_parse(signer, &cert) != ERR_OK ||
		    pubkey_new(cert.spki, &k) != ERR_OK)
			k = NULL;
		good = cms_verify(&c, type, k, fs);
	}
	pubkey_free(k);
	cms_release(&c);
	return good;
}

/* OpenSSL's word on the signatures, paths and purposes left out. */
static bool
openssl_verifies(struct slice der, struct slice signer)
{
	const unsigned char *p = (const unsigned char *)der.p;
	const unsigned char *x = (const unsigned char *)signer.p;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)der.n);
	X509 *cert = d2i_X509(NULL, &x, (long)signer.n);
	STACK_OF(X509) *certs = sk_X509_new_null();
	BIO *out = BIO_new(BIO_s_null());
	bool good;

	sk_X509_push(certs, cert);
	good = cms != NULL && CMS_verify(cms, certs, NULL, NULL, out,
	    CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1;
	BIO_free(out);
	sk_X509_free(certs);
	X509_free(cert);
	CMS_ContentInfo_free(cms);
	return good;
}

/* Neither takes what the other refuses but for a reason that has a name. */
static bool
agree(bool theirs, bool ours, const struct findings *fs)
{
	enum finding_class worst = findings_worst(fs);

	if (theirs)
		return ours || worst == FINDING_BROKEN ||
		    findings_of(fs, "cms.signature")->class ==
		    FINDING_NOT_DONE;
	return !ours || worst >= FINDING_DEVIATES;
}

static void
one_form(size_t i)
{
	struct buf der = { 0 }, text = { 0 };
	struct findings fs;
	bool good;

	signed_make(&der, &made, &forms[i].f, SLICE("what is signed, and more "
	    "of it than fifty octets in a row"));
	good = judge(buf_slice(&der), buf_slice(&made.cert[forms[i].f.key]),
	    SLICE(OID_LDS_OBJECT), &fs);
	tap_same(slice_str(findings_text(&fs, &text)), forms[i].bad,
	    forms[i].name);
	OK(agree(openssl_verifies(buf_slice(&der),
	    buf_slice(&made.cert[forms[i].f.key])), good, &fs),
	    "as OpenSSL says, or for a reason");
	OK(good != forms[i].no_cover, "%s: the content is %scovered",
	    forms[i].name, forms[i].no_cover ? "not " : "");
	buf_release(&der);
	buf_release(&text);
}

/* Signed by others, with their verdicts (INDEX.tsv). */
static const struct {
	const char *file;
	struct slice type;
} real[] = {
	{ "eac_worked_example/tc_ecdh_ef_cardsecurity.bin",
	    SLICE("\x04\x00\x7f\x00\x07\x03\x02\x01") },
	{ "eac_worked_example/tc_dh_ef_cardsecurity.bin",
	    SLICE("\x04\x00\x7f\x00\x07\x03\x02\x01") },
	{ "masterlists/NL_ML_2026-07-22.ml", SLICE("\x67\x81\x08\x01\x01\x02") },
};

static void
one_real(size_t i)
{
	struct slice none = { NULL, 0 };
	struct buf b = { 0 }, text = { 0 };
	struct findings fs;

	if (!emrtd_file(real[i].file, &b)) {
		EMRTD_SKIP(real[i].file);
		return;
	}
	OK(judge(buf_slice(&b), none, real[i].type, &fs),
	    "%s: the signature is right", real[i].file);
	tap_same(slice_str(findings_text(&fs, &text)), "",
	    "nothing is odd about it");
	b.p[b.n - 1] ^= 1;
	OK(!judge(buf_slice(&b), none, real[i].type, &fs),
	    "it is not with one bit changed");
	buf_release(&b);
	buf_release(&text);
}

int
main(void)
{
	size_t i;

	made_init(&made);
	for (i = 0; i < sizeof forms / sizeof *forms; i++)
		one_form(i);
	for (i = 0; i < sizeof real / sizeof *real; i++)
		one_real(i);
	made_free(&made);
	return tap_done();
}
