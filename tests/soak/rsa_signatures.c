/* SPDX-License-Identifier: ISC */
/* rsa_signatures COUNT SEED: so many signatures of every kind under keys of
 * several sizes, judged by pubkey_rsa and by OpenSSL; a line a size with how
 * many there were and how many were good. Status 1 at the first on which the
 * two differ, with what is needed to see it again. */
#include <stdio.h>

#include "../unit/rsa_cases.h"

#define PER_KEY 5000

static const size_t sizes[] = { 2048, 2049, 2055, 2112, 3072, 4096 };
#define SIZES (sizeof sizes / sizeof sizes[0])

static void
show(const struct rsa_side *k, const struct rsa_case *w)
{
	size_t i;

	printf("n ");
	BN_print_fp(stdout, k->n);
	printf("\ndigest ");
	for (i = 0; i < crypto_hash_size(w->hash); i++)
		printf("%02x", w->digest[i]);
	printf("\nsignature ");
	for (i = 0; i < w->sig_n; i++)
		printf("%02x", w->sig[i]);
	printf("\n");
}

/* So many under one key. False: they differ. */
static bool
one_key(size_t bits, long n, uint64_t *seed, long *good)
{
	struct rsa_case w = { .hash = CRYPTO_SHA1 };
	enum pubkey_answer answer;
	enum rsa_kind kind;
	struct rsa_side k;
	bool agreed = rsa_side_open(&k, bits, 65537);

	while (agreed && n-- > 0) {
		kind = (enum rsa_kind)rsa_below(seed, RSA_KINDS);
		rsa_make_case(&k, kind, seed, &w);
		agreed = rsa_agree(&k, kind, &w, &answer);
		*good += answer != PUBKEY_BAD;
		if (!agreed) {
			printf("kind %d: OpenSSL says %d\n", kind, answer);
			show(&k, &w);
		}
	}
	buf_release(&w.block);
	rsa_side_close(&k);
	return agreed;
}

int
main(int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 1000, each, done, n, good;
	uint64_t seed = argc > 2 ? (uint64_t)atoll(argv[2]) : 1;
	bool agreed = true;
	size_t i;

	each = (count + (long)SIZES - 1) / (long)SIZES;
	for (i = 0; agreed && i < SIZES; i++) {
		for (done = 0, good = 0; agreed && done < each; done += n) {
			n = each - done < PER_KEY ? each - done : PER_KEY;
			agreed = one_key(sizes[i], n, &seed, &good);
		}
		printf("%zu %ld signatures, %ld good\n", sizes[i], done, good);
		fflush(stdout);
	}
	return !agreed;
}
