/* SPDX-License-Identifier: ISC */
/* Tables of multiples answer as OpenSSL does: some thousand signatures of every
 * kind. The soak has a million (tests/soak/ec_table.sh). */
#include "ec_cases.h"
#include "pubkey_help.h"
#include "tap.h"

#define ROUNDS 30			/* of each kind */
#define USES 9500			/* three for each of P-192's points */

static const char *const curves[] = {
	"prime192v1", "brainpoolP192r1", "brainpoolP224r1", "brainpoolP256r1",
	"brainpoolP320r1", "secp384r1", "brainpoolP384r1", "brainpoolP512r1"
};
#define CURVES (sizeof curves / sizeof curves[0])

static const char *const kinds[EC_KINDS] = {
	"at random", "b chosen", "a chosen", "n - s", "a bit of the signature",
	"a bit of the digest", "r and s swapped", "r and s at their edges",
	"aG and bQ alike but for the sign", "digests of zeros and ones",
	"a digest longer than the order", "damaged DER"
};

static void
all_kinds(const struct ec_side *c, const char *name, uint64_t *seed)
{
	struct ec_case w;
	int kind, i, right;
	bool good, want;

	ec_case_open(&w);
	for (kind = 0; kind < EC_KINDS; kind++) {
		for (right = 0, i = 0; i < ROUNDS; i++) {
			want = ec_make(c, (enum ec_kind)kind, seed, &w);
			right += ec_agree(c, &w, &good) && (good || !want);
		}
		OK(right == ROUNDS, "%s: %s", name, kinds[kind]);
	}
	ec_case_close(&w);
}

static void
test_curve(const char *name, struct pubkey_tables *g, uint64_t *seed)
{
	struct ec_side c;

	if (OK(ec_side_open(&c, name, g, seed), "%s has tables", name))
		all_kinds(&c, name, seed);
	ec_side_close(&c);
}

/* A table that has been used so often that some, then all of its points are
 * affine. */
static void
test_affine(uint64_t *seed)
{
	struct ec_side c;
	struct ec_case w;
	struct slice digest;
	int i, right = 0;

	ec_case_open(&w);
	if (!ec_side_open(&c, "prime192v1", NULL, seed))
		abort();
	for (i = 0; i < USES; i++) {
		if (i % 16 == 0)
			ec_make(&c, EC_GOOD, seed, &w);
		digest = (struct slice){ (char *)w.digest, w.digest_n };
		right += pubkey_table_verify(c.table, digest,
		    buf_slice(&w.sig));
		if (i == USES * 5 / 6)
			all_kinds(&c, "half affine", seed);
	}
	OK(right == USES, "%d good ones under one key", USES);
	all_kinds(&c, "all affine", seed);
	ec_case_close(&w);
	ec_side_close(&c);
}

/* Through the key: good and bad, with and without others. */
static void
test_key(struct pubkey_tables *g)
{
	struct signature_algorithm a = algorithm(SIGNATURE_ECDSA,
	    CRYPTO_SHA384);
	EVP_PKEY *theirs = witness("brainpoolP384r1", false, true);
	struct pubkey *first = key_of(theirs), *second = key_of(theirs);
	size_t alone = 0, shared = 0, again = 1;

	OK(pubkey_speed_up(first, NULL, &alone) &&
	    pubkey_speed_up(second, g, &shared) && shared > 0 &&
	    alone == 2 * shared, "a shared generator is not counted");
	OK(pubkey_speed_up(first, g, &again) && again == 0,
	    "a second time costs nothing");
	pubkey_tables_free(g);
	OK(all_hashes(theirs, first, SIGNATURE_ECDSA) &&
	    all_hashes(theirs, second, SIGNATURE_ECDSA),
	    "good and bad as before");
	a.kind = SIGNATURE_RSA;
	OK(verify(first, &a, &(struct buf){ 0 }) == PUBKEY_WRONG_KIND,
	    "no RSA with it");
	pubkey_free(first);
	pubkey_free(second);
	EVP_PKEY_free(theirs);
}

static void
test_none(void)
{
	static const char *const names[] = { "secp224r1", "prime256v1",
	    "secp521r1", NULL };
	EVP_PKEY *theirs;
	struct pubkey *k;
	size_t octets = 1;
	int i;

	for (i = 0; i < 4; i++) {
		theirs = names[i] != NULL ? witness(names[i], false, false) :
		    EVP_RSA_gen(1024);
		k = key_of(theirs);
		OK(!pubkey_speed_up(k, NULL, &octets) && octets == 0,
		    "none for %s", names[i] != NULL ? names[i] : "RSA");
		pubkey_free(k);
		EVP_PKEY_free(theirs);
	}
}

int
main(void)
{
	struct pubkey_tables *g = pubkey_tables_new();
	uint64_t seed = 9303;
	size_t i;

	for (i = 0; i < CURVES; i++)
		test_curve(curves[i], i % 2 == 0 ? g : NULL, &seed);
	test_affine(&seed);
	test_key(g);		/* frees it */
	test_none();
	return tap_done();
}
