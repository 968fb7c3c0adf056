/* SPDX-License-Identifier: ISC */
/* rsa_signatures COUNT SEED: see signatures.h; of every kind under keys of
 * several sizes, judged by pubkey_rsa. What differs comes with what is needed
 * to see it again. */
#include "../unit/rsa_cases.h"
#include "signatures.h"

#define PER_KEY 5000

static const char *const sizes[] = { "2048", "2049", "2055", "2112", "3072",
	"4096" };

static void
show(const struct rsa_side *k, const struct rsa_case *w)
{
	printf("n ");
	BN_print_fp(stdout, k->n);
	printf("\n");
	signatures_show("digest", w->digest, crypto_hash_size(w->hash));
	signatures_show("signature", w->sig, w->sig_n);
}

static bool
one_key(void *ctx, const char *bits, long n, uint64_t *seed, long *good)
{
	struct rsa_case w = { .hash = CRYPTO_SHA1 };
	enum pubkey_answer answer;
	enum rsa_kind kind;
	struct rsa_side k;
	bool agreed = rsa_side_open(&k, (size_t)atol(bits), 65537);

	(void)ctx;
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
	const struct signatures s = { sizes, sizeof sizes / sizeof sizes[0],
	    PER_KEY, one_key, NULL };

	return signatures_run(&s, argc, argv);
}
