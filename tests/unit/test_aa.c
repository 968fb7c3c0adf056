/* SPDX-License-Identifier: ISC */
/* Active Authentication: Doc 9303-11, appendix F, and representatives of every
 * other form, signed by OpenSSL. */
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

#include "base/tlv.h"
#include "chip/aa.h"
#include "hex.h"
#include "witness.h"

#define RND "F173589974BF40C6"
/* Appendix F: what is recovered of the message, for 1024 bits and SHA-1. */
#define M1 "9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991" \
	"B543F1696546C5524CF23A5303CD6C98599F40B79F377B5F3A1406B3B4D8F967" \
	"84D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD4E" \
	"7292E2DCDA3024B47DA8"
#define H "C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127"

/* F signed raw, and DG15 round the key. */
struct chip {
	EVP_PKEY *key;
	struct buf dg15, sig;
};

static void
chip_key(struct chip *c, EVP_PKEY *key)
{
	struct buf spki = { 0 };

	*c = (struct chip){ .key = key };
	spki_of(key, &spki);
	tlv_add(&c->dg15, 0x6f, buf_slice(&spki));
	buf_release(&spki);
}

static void
chip_free(struct chip *c)
{
	EVP_PKEY_free(c->key);
	buf_release(&c->dg15);
	buf_release(&c->sig);
}

static void
chip_sign(struct chip *c, struct slice f)
{
	EVP_PKEY_CTX *p = EVP_PKEY_CTX_new(c->key, NULL);
	size_t n = f.n;

	buf_reset(&c->sig);
	buf_grow(&c->sig, n);
	if (EVP_PKEY_sign_init(p) > 0 &&
	    EVP_PKEY_CTX_set_rsa_padding(p, RSA_NO_PADDING) > 0 &&
	    EVP_PKEY_sign(p, (uint8_t *)c->sig.p, &n, (const uint8_t *)f.p,
	    f.n) > 0)
		c->sig.n = n;
	EVP_PKEY_CTX_free(p);
}

static enum aa_result
check(const struct chip *c, const char *rnd)
{
	enum aa_result r = AA_BAD;
	struct buf b = { 0 };

	if (aa_check(buf_slice(&c->dg15), NULL, hex_p(&b, rnd),
	    buf_slice(&c->sig), &r) != ERR_OK)
		r = AA_BAD;
	buf_release(&b);
	return r;
}

static void
test_example(void)
{
	struct chip c;
	struct buf f = { 0 };

	chip_key(&c, EVP_RSA_gen(1024));
	chip_sign(&c, hex(&f, "6A" M1 H "BC"));
	OK(check(&c, RND) == AA_GOOD, "appendix F");
	OK(check(&c, "F173589974BF40C7") == AA_BAD, "another challenge");
	c.sig.p[5] ^= 4;
	OK(check(&c, RND) == AA_BAD, "one bit of the signature");
	c.sig.n--;
	OK(check(&c, RND) == AA_BAD, "a short signature");
	chip_free(&c);
	buf_release(&f);
}

/* What a representative is built of. `total`: the message ends with the
 * challenge and is recovered whole. */
static const struct form {
	const char *name, *header, *trailer;
	enum crypto_hash h;
	bool total, flip;
	enum aa_result want;
} forms[] = {
	{ "SHA-1, BC", "6A", "BC", CRYPTO_SHA1, false, false, AA_GOOD },
	{ "SHA-1, 33CC", "6A", "33CC", CRYPTO_SHA1, false, false, AA_GOOD },
	{ "SHA-224", "6A", "38CC", CRYPTO_SHA224, false, false, AA_GOOD },
	{ "SHA-256", "6A", "34CC", CRYPTO_SHA256, false, false, AA_GOOD },
	{ "SHA-384", "6A", "36CC", CRYPTO_SHA384, false, false, AA_GOOD },
	{ "SHA-512", "6A", "35CC", CRYPTO_SHA512, false, false, AA_GOOD },
	{ "the whole message", "4A", "34CC", CRYPTO_SHA256, true, false,
	    AA_GOOD },
	{ "the whole message without our challenge", "4A", "34CC",
	    CRYPTO_SHA256, false, false, AA_BAD },
	{ "a part called the whole", "6A", "34CC", CRYPTO_SHA256, true, false,
	    AA_BAD },
	{ "SHA-256 behind BC", "6A", "BC", CRYPTO_SHA256, false, false,
	    AA_BAD },
	{ "SHA-256 as SHA-512", "6A", "35CC", CRYPTO_SHA256, false, false,
	    AA_BAD },
	{ "RIPEMD-160's number", "6A", "31CC", CRYPTO_SHA1, false, false,
	    AA_BAD },
	{ "another trailer", "6A", "34BD", CRYPTO_SHA256, false, false,
	    AA_BAD },
	{ "padding", "6BBA", "34CC", CRYPTO_SHA256, false, false, AA_BAD },
	{ "longer padding", "6BBBBBBA", "34CC", CRYPTO_SHA256, false, false,
	    AA_BAD },
	{ "a header of zero", "00", "34CC", CRYPTO_SHA256, false, false,
	    AA_BAD },
	{ "another header", "2A", "34CC", CRYPTO_SHA256, false, false,
	    AA_BAD },
	{ "a bit of the message", "6A", "34CC", CRYPTO_SHA256, false, true,
	    AA_BAD }
};

static void
build(const struct form *x, size_t size, struct buf *f)
{
	struct buf rnd = { 0 }, trailer = { 0 };
	struct slice parts[2];
	uint8_t digest[CRYPTO_HASH_MAX];
	size_t hash = crypto_hash_size(x->h), from;

	parts[1] = hex(&rnd, RND);
	hex_add(&trailer, x->trailer);
	buf_reset(f);
	hex_add(f, x->header);
	from = f->n;
	while (f->n + hash + trailer.n + (x->total ? AA_RND : 0) < size)
		buf_add_char(f, (char)(f->n * 73 + 11));
	if (x->total)
		buf_add_slice(f, buf_slice(&rnd));
	parts[0] = (struct slice){ f->p + from, f->n - from };
	crypto_digest(x->h, parts, x->total ? 1 : 2, digest);
	if (x->flip)
		f->p[from + 9] ^= 1;
	buf_add(f, (char *)digest, hash);
	buf_add_slice(f, buf_slice(&trailer));
	buf_release(&rnd);
	buf_release(&trailer);
}

static void
test_forms(void)
{
	struct chip c;
	struct buf f = { 0 };
	size_t i;

	chip_key(&c, EVP_RSA_gen(2048));
	for (i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		build(&forms[i], 256, &f);
		chip_sign(&c, buf_slice(&f));
		OK(c.sig.n == 256 && check(&c, RND) == forms[i].want,
		    "RSA-2048: %s", forms[i].name);
		OK(check(&c, "F173589974BF40C7") == AA_BAD,
		    "RSA-2048: %s, for another challenge", forms[i].name);
	}
	chip_free(&c);
	buf_release(&f);
}

/* Every octet of one representative wrong in turn: none may pass. */
static void
test_every_octet(void)
{
	struct chip c;
	struct buf f = { 0 };
	bool refused = true;
	size_t i;

	chip_key(&c, EVP_RSA_gen(1024));
	build(&forms[3], 128, &f);
	for (i = 0; i < f.n; i++) {
		f.p[i] ^= 0x10;
		chip_sign(&c, buf_slice(&f));
		refused = refused && c.sig.n == 128 && check(&c, RND) == AA_BAD;
		f.p[i] ^= 0x10;
	}
	OK(refused, "no octet of a representative is idle");
	chip_free(&c);
	buf_release(&f);
}

/* r || s over the challenge. */
static void
test_ecdsa(void)
{
	static const enum crypto_hash h = CRYPTO_SHA256, other = CRYPTO_SHA1;
	enum aa_result r = AA_BAD;
	EVP_MD_CTX *m = EVP_MD_CTX_new();
	unsigned char der[80];
	const unsigned char *p = der;
	size_t n = sizeof der;
	struct buf rnd = { 0 };
	struct chip c;
	ECDSA_SIG *sig;

	chip_key(&c, witness("brainpoolP256r1", false, true));
	hex_add(&rnd, RND);
	EVP_DigestSignInit_ex(m, NULL, "SHA256", NULL, NULL, c.key, NULL);
	EVP_DigestSign(m, der, &n, (uint8_t *)rnd.p, rnd.n);
	sig = d2i_ECDSA_SIG(NULL, &p, (long)n);
	buf_grow(&c.sig, 64);
	BN_bn2binpad(ECDSA_SIG_get0_r(sig), (uint8_t *)c.sig.p, 32);
	BN_bn2binpad(ECDSA_SIG_get0_s(sig), (uint8_t *)c.sig.p + 32, 32);
	c.sig.n = 64;
	OK(aa_check(buf_slice(&c.dg15), &h, (uint8_t *)rnd.p,
	    buf_slice(&c.sig), &r) == ERR_OK && r == AA_GOOD, "ECDSA");
	OK(aa_check(buf_slice(&c.dg15), &other, (uint8_t *)rnd.p,
	    buf_slice(&c.sig), &r) == ERR_OK && r == AA_BAD,
	    "ECDSA with another hash");
	OK(aa_check(buf_slice(&c.dg15), NULL, (uint8_t *)rnd.p,
	    buf_slice(&c.sig), &r) == ERR_UNSUPPORTED,
	    "ECDSA whose hash nobody says");
	OK(aa_check(buf_slice(&c.dg15), &h, (uint8_t *)rnd.p,
	    (struct slice){ (char *)der, n }, &r) == ERR_OK && r == AA_BAD,
	    "a signature in DER is none");
	ECDSA_SIG_free(sig);
	EVP_MD_CTX_free(m);
	chip_free(&c);
	buf_release(&rnd);
}

static void
test_bad_dg15(void)
{
	static const struct {
		const char *name, *dg15;
		enum err e;
	} cases[] = {
		{ "nothing", "", ERR_FORMAT },
		{ "an empty file", "6F00", ERR_FORMAT },
		{ "another group", "6E023000", ERR_FORMAT },
		{ "something behind", "6F02300000", ERR_FORMAT },
		{ "Ed25519", "6F0E 300C 3005 06032B6570 030300 0102",
		    ERR_UNSUPPORTED }
	};
	enum aa_result r = AA_GOOD;
	struct buf b = { 0 };
	uint8_t rnd[AA_RND] = { 0 };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		OK(aa_check(hex(&b, cases[i].dg15), NULL, rnd, SLICE("x"),
		    &r) == cases[i].e, "DG15: %s: %s", cases[i].name,
		    err_word(cases[i].e));
	buf_release(&b);
}

/* The value is Python's: hashlib over the parts behind struct.pack('>I'). */
static void
test_challenge(void)
{
	uint8_t a[AA_RND], b[AA_RND];
	struct slice nonce = SLICE("0123456789abcdef"),
	    at = SLICE("2026-11-25T22:55:00+07:00"), sod = SLICE("w");

	aa_challenge(nonce, at, sod, a);
	HEX_SAME(a, sizeof a, "89483FF086D046F2", "the bound challenge");
	aa_challenge(nonce, at, SLICE("x"), b);
	OK(memcmp(a, b, sizeof a) != 0, "bound to EF.SOD");
	aa_challenge(nonce, SLICE("2026-11-25T22:55:01+07:00"), sod, b);
	OK(memcmp(a, b, sizeof a) != 0, "bound to the moment");
	aa_challenge(SLICE("0123456789abcdeg"), at, sod, b);
	OK(memcmp(a, b, sizeof a) != 0, "bound to the nonce");
}

int
main(void)
{
	test_example();
	test_forms();
	test_every_octet();
	test_ecdsa();
	test_bad_dg15();
	test_challenge();
	return tap_done();
}
