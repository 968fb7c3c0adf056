/* SPDX-License-Identifier: ISC */
/* RSA without EVP answers as OpenSSL's EVP does: some thousand signatures of
 * every kind. The soak has more (tests/soak/rsa.sh). */
#include "pubkey_help.h"
#include "rsa_cases.h"
#include "tap.h"

/* rounds: of each kind. The middle one has an octet, and a word, of its own for
 * two bits. */
static const struct {
	size_t bits;
	int rounds;
} sizes[] = { { 2048, 120 }, { 2050, 50 }, { 3072, 25 } };

static const char *const kinds[RSA_KINDS] = {
	"good", "without the NULL", "a bit of the block",
	"padding that ends early", "no block", "a DigestInfo of loose form",
	"a hash by another name", "another digest", "a bit of the signature",
	"numbers at the edges", "s + n", "n - s", "another length", "anything"
};

static void
test_size(size_t bits, int rounds, uint64_t *seed)
{
	struct rsa_case w = { .hash = CRYPTO_SHA1 };
	enum pubkey_answer answer;
	struct rsa_side k;
	int kind, i, right;

	OK(rsa_side_open(&k, bits, 65537), "ours for %zu bits", bits);
	for (kind = 0; kind < RSA_KINDS; kind++) {
		for (right = 0, i = 0; i < rounds; i++) {
			rsa_make_case(&k, (enum rsa_kind)kind, seed, &w);
			right += rsa_agree(&k, (enum rsa_kind)kind, &w,
			    &answer);
		}
		OK(right == rounds, "%zu bits: %s", bits, kinds[kind]);
	}
	buf_release(&w.block);
	rsa_side_close(&k);
}

/* OpenSSL's alone. */
static void
test_none(void)
{
	struct buf n = { 0 };
	struct slice s;

	while (n.n < 513)
		buf_add_char(&n, (char)0xff);
	s = buf_slice(&n);
	OK(pubkey_rsa_new(s, 65537) == NULL, "none for 4104 bits");
	s.n = 255;
	OK(pubkey_rsa_new(s, 65537) == NULL, "none for 2040 bits");
	s.n = 256;
	OK(pubkey_rsa_new(s, 3) == NULL && pubkey_rsa_new(s, 65539) == NULL &&
	    pubkey_rsa_new(s, 0) == NULL, "none for another exponent");
	buf_release(&n);
}

/* Through the key, which has it from the second signature on: PKCS#1 and PSS
 * by turns, for 65537 and for 3, of which OpenSSL verifies all. */
static void
test_key(unsigned e)
{
	EVP_PKEY *theirs = make_rsa(2048, e);
	struct pubkey *k = key_of(theirs);
	struct signature_algorithm pkcs = algorithm(SIGNATURE_RSA,
	    CRYPTO_SHA256), pss = algorithm(SIGNATURE_PSS, CRYPTO_SHA256);
	struct buf by_pkcs = { 0 }, by_pss = { 0 };
	int i, right = 0;

	sign(theirs, &pkcs, &by_pkcs);
	sign(theirs, &pss, &by_pss);
	for (i = 0; i < 4; i++)
		right += verify(k, &pkcs, &by_pkcs) == PUBKEY_GOOD &&
		    verify(k, &pss, &by_pss) == PUBKEY_GOOD &&
		    verify(k, &pkcs, &by_pss) == PUBKEY_BAD &&
		    verify(k, &pss, &by_pkcs) == PUBKEY_BAD;
	OK(right == 4, "e = %u: both kinds, again and again", e);
	OK(all_hashes(theirs, k, SIGNATURE_RSA) &&
	    all_hashes(theirs, k, SIGNATURE_PSS), "and all hashes");
	buf_release(&by_pkcs);
	buf_release(&by_pss);
	pubkey_free(k);
	EVP_PKEY_free(theirs);
}

int
main(void)
{
	uint64_t seed = 8017;
	size_t i;

	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		test_size(sizes[i].bits, sizes[i].rounds, &seed);
	test_none();
	test_key(65537);
	test_key(3);
	return tap_done();
}
