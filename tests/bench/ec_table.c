/* SPDX-License-Identifier: ISC */
/* Verifying with tables of multiples beside EVP_PKEY_verify with the same key,
 * turn by turn. ec_table [ROUNDS]: a line a curve with the medians in
 * microseconds of processor time, what building the tables took (the
 * generator's included), and their octets. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../unit/pubkey_help.h"

#define MAX_ROUNDS 5000

static const char *const curves[] = {
	"prime192v1", "brainpoolP192r1", "brainpoolP224r1", "brainpoolP256r1",
	"brainpoolP320r1", "secp384r1", "brainpoolP384r1", "brainpoolP512r1",
	"secp224r1", "prime256v1", "secp521r1", "RSA-2048"
};
#define CURVES (sizeof curves / sizeof curves[0])

static double evp[MAX_ROUNDS], ours[MAX_ROUNDS];

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, by_value);
	return v[n / 2];
}

/* New signatures each time: what is looked up differs. */
static bool
round_of(EVP_PKEY *theirs, EVP_PKEY_CTX *c, struct pubkey *k, int i)
{
	struct signature_algorithm a = algorithm(pubkey_facts(k)->kind ==
	    PUBKEY_RSA ? SIGNATURE_RSA : SIGNATURE_ECDSA, CRYPTO_SHA384);
	struct slice m = message();
	struct buf sig = { 0 };
	uint8_t hash[CRYPTO_HASH_MAX];
	double since;
	bool good;

	sign(theirs, &a, &sig);
	since = cpu_us();
	crypto_digest(CRYPTO_SHA384, &m, 1, hash);
	good = EVP_PKEY_verify(c, (uint8_t *)sig.p, sig.n, hash, 48) == 1;
	evp[i] = cpu_us() - since;
	since = cpu_us();
	good = pubkey_verify(k, &a, &m, 1, buf_slice(&sig)) == PUBKEY_GOOD &&
	    good;
	ours[i] = cpu_us() - since;
	buf_release(&sig);
	return good;
}

static bool
one_curve(const char *name, int rounds)
{
	bool rsa = strcmp(name, "RSA-2048") == 0, good, tables;
	EVP_PKEY *theirs = rsa ? EVP_RSA_gen(2048) :
	    witness(name, false, false);
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(theirs, NULL);
	struct pubkey *k = key_of(theirs);
	size_t octets;
	double build, since;
	int i;

	good = EVP_PKEY_verify_init(c) > 0 && (!rsa ||
	    (EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING) > 0 &&
	    EVP_PKEY_CTX_set_signature_md(c, EVP_sha384()) > 0));
	since = cpu_us();
	tables = pubkey_speed_up(k, NULL, &octets);
	build = cpu_us() - since;
	for (i = 0; i < rounds; i++)
		good = round_of(theirs, c, k, i) && good;
	printf("%s %s %.1f %.1f %.0f %zu\n", name, tables ? "tables" : "none",
	    median(evp, rounds), median(ours, rounds), build, octets);
	pubkey_free(k);
	EVP_PKEY_CTX_free(c);
	EVP_PKEY_free(theirs);
	return good;
}

int
main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 500;
	bool good = rounds > 0 && rounds <= MAX_ROUNDS;
	size_t i;

	for (i = 0; good && i < CURVES; i++)
		good = one_curve(curves[i], rounds);
	return !good;
}
