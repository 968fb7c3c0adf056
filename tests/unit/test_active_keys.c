/* SPDX-License-Identifier: ISC */
/* How long a chip's key has to be for a proof to rest on it, and where the hash
 * of ECDSA comes from: keys and signatures by OpenSSL. */
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

#include "active_case.h"
#include "base/tlv.h"
#include "witness.h"

#define STALE "seal.station:not-done "
#define REST "ca.proof:not-done evidence.fresh:odd "

static struct verifier v;

/* r || s, each as long as the order. */
static void
sign_ec(EVP_PKEY *key, struct slice message, struct buf *sig)
{
	size_t size = ((size_t)EVP_PKEY_get_bits(key) + 7) / 8;
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	uint8_t der[256], plain[256];
	const uint8_t *p = der;
	size_t n = sizeof der;
	ECDSA_SIG *s;

	if (EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, key) <= 0 ||
	    EVP_DigestSign(c, der, &n, (const uint8_t *)message.p,
	    message.n) <= 0)
		exit(2);
	s = d2i_ECDSA_SIG(NULL, &p, (long)n);
	BN_bn2binpad(ECDSA_SIG_get0_r(s), plain, (int)size);
	BN_bn2binpad(ECDSA_SIG_get0_s(s), plain + size, (int)size);
	buf_add(sig, (char *)plain, 2 * size);
	ECDSA_SIG_free(s);
	EVP_MD_CTX_free(c);
}

/* ISO/IEC 9796-2: 6A, filling, SHA-1 over it and the challenge, BC. */
static void
sign_rsa(EVP_PKEY *key, struct slice message, struct buf *sig)
{
	size_t n = (size_t)EVP_PKEY_get_size(key), size = n;
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(key, NULL);
	struct slice parts[2] = { { NULL, n - 22 }, message };
	char f[512];

	memset(f, 0x55, sizeof f);
	f[0] = 0x6a;
	parts[0].p = f + 1;
	crypto_digest(CRYPTO_SHA1, parts, 2, (uint8_t *)f + n - 21);
	f[n - 1] = (char)0xbc;
	buf_grow(sig, n);
	if (EVP_PKEY_sign_init(c) <= 0 ||
	    EVP_PKEY_CTX_set_rsa_padding(c, RSA_NO_PADDING) <= 0 ||
	    EVP_PKEY_sign(c, (uint8_t *)sig->p, &size, (uint8_t *)f, n) <= 0)
		exit(2);
	sig->n = size;
	EVP_PKEY_CTX_free(c);
}

/* DG15 and the answer of a chip with this key. */
static void
answer(EVP_PKEY *key, struct buf *dg15, struct buf *sig)
{
	struct buf spki = { 0 };

	buf_reset(dg15);
	buf_reset(sig);
	spki_of(key, &spki);
	tlv_add(dg15, 0x6f, buf_slice(&spki));
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
		sign_rsa(key, v.g.aa.rnd, sig);
	else
		sign_ec(key, v.g.aa.rnd, sig);
	v.g.file[LDS_DG15] = buf_slice(dg15);
	v.g.aa.sig = buf_slice(sig);
	buf_release(&spki);
	EVP_PKEY_free(key);
}

/* rsa: bits; else a curve. */
static const struct {
	const char *name, *curve;
	unsigned rsa;
	bool genuine;
	const char *bad;
} keys[] = {
	{ "RSA, 1024 bits", NULL, 1024, true, STALE "aa.key:odd " REST },
	{ "RSA, 2040 bits", NULL, 2040, true, STALE "aa.key:odd " REST },
	{ "RSA, 2048 bits", NULL, 2048, true, STALE REST },
	{ "P-192", "P-192", 0, false, STALE "aa.key:forbidden " REST
	    "chip.genuine:not-done " },
	{ "brainpoolP192r1", "brainpoolP192r1", 0, false,
	    STALE "aa.key:forbidden " REST "chip.genuine:not-done " },
	{ "P-224", "P-224", 0, true, STALE "aa.key:odd " REST },
	{ "P-256", "P-256", 0, true, STALE REST },
	{ "P-521", "P-521", 0, true, STALE REST },
};

/* The card of `m` but for its key: files are taken for signed as they lie
 * there. */
static void
lengths(const struct made *m, const struct made *rsa)
{
	struct buf dg15 = { 0 }, sig = { 0 };
	size_t i;

	v.forced = UINT32_MAX;
	for (i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (!verifier_take(&v, m))
			exit(2);
		unseal(&v);
		answer(keys[i].rsa != 0 ? EVP_RSA_gen(keys[i].rsa) :
		    EVP_EC_gen(keys[i].curve), &dg15, &sig);
		comes_to(&v, keys[i].genuine, keys[i].bad, keys[i].name);
	}
	v.g.file[LDS_DG14] = buf_slice(&rsa->r.file[LDS_DG14]);
	memset(&v.g.ca, 0, sizeof v.g.ca);
	comes_to(&v, false, STALE "aa.key:deviates aa.signature:not-done "
	    "ca.proof:not-done downgrade.ca:odd evidence.fresh:odd "
	    "chip.genuine:not-done ",
	    "ECDSA, and DG14 names no hash: none is guessed");
	v.g.file[LDS_DG14] = (struct slice){ NULL, 0 };
	comes_to(&v, false, STALE "aa.key:deviates aa.signature:not-done "
	    "ca.proof:not-done downgrade.infos:not-done "
	    "downgrade.ca:not-done evidence.fresh:odd "
	    "chip.genuine:not-done ", "nor without DG14");
	v.g.file[LDS_DG15] = SLICE("\x6f\x02\x30\x00");
	comes_to(&v, false, STALE "aa.key:forbidden aa.signature:not-done "
	    "ca.proof:not-done downgrade.infos:not-done "
	    "downgrade.ca:not-done evidence.fresh:odd "
	    "chip.genuine:not-done ", "DG15 without a key");
	v.forced = 0;
	buf_release(&dg15);
	buf_release(&sig);
}

/* A mapping over a short curve, sealed by the known station. */
static void
mappings(void)
{
	static const struct {
		const char *settings, *bad;
		bool genuine;
	} c[] = {
		{ "pace=8 ca=8", "cam.key:forbidden cam.proof:not-done "
		    "downgrade.ca:odd chip.genuine:not-done ", false },
		{ "pace=11 ca=11", "cam.key:odd ", true },
		{ "pace=12 ca=12", "", true },
	};
	struct sim_profile p;
	struct issued i;
	struct made m;
	char want[200];
	size_t k;

	for (k = 0; k < sizeof c / sizeof *c; k++) {
		p = *sim_profile_named("cam");
		if (!sim_profile_set(&p, c[k].settings) || !issue(&p, &i) ||
		    !made_read(&m, &i, NULL, &case_sealer) ||
		    !made_write(&m) || !verifier_take(&v, &m))
			exit(2);
		memset(&v.g.aa, 0, sizeof v.g.aa);
		memset(&v.g.ca, 0, sizeof v.g.ca);
		reseal(&v);
		snprintf(want, sizeof want, "aa.signature:odd "
		    "ca.proof:not-done %s", c[k].bad);
		comes_to(&v, c[k].genuine, want, c[k].settings);
		made_release(&m);
		sim_issue_free(&i.files);
	}
}

int
main(void)
{
	struct issued ec, rsa;
	struct made m, other;

	pki = sim_pki_new(NULL, false);
	if (pki == NULL || !issue(sim_profile_named("aa-ecdsa"), &ec) ||
	    !issue(sim_profile_named("2021"), &rsa) ||
	    !made_read(&m, &ec, NULL, &case_sealer) || !made_write(&m) ||
	    !made_read(&other, &rsa, NULL, &case_sealer))
		return 2;
	verifier_init(&v, true, true);
	lengths(&m, &other);
	mappings();
	made_release(&m);
	made_release(&other);
	sim_issue_free(&ec.files);
	sim_issue_free(&rsa.files);
	verifier_release(&v);
	sim_pki_free(pki);
	return tap_done();
}
