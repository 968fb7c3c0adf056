/* SPDX-License-Identifier: ISC */
/* ec_signatures COUNT SEED: so many signatures of every kind, judged by tables
 * of multiples and by OpenSSL; a line a curve with how many there were and how
 * many were good. Status 1 at the first on which the two differ, with what is
 * needed to see it again. */
#include <stdio.h>

#include "../unit/ec_cases.h"

#define PER_KEY 40000		/* tables become affine on the way */

static const char *const curves[] = {
	"prime192v1", "brainpoolP192r1", "brainpoolP224r1", "brainpoolP256r1",
	"brainpoolP320r1", "secp384r1", "brainpoolP384r1", "brainpoolP512r1"
};
#define CURVES (sizeof curves / sizeof curves[0])

static void
show(const struct ec_side *c, const struct ec_case *w)
{
	size_t i;

	printf("d ");
	BN_print_fp(stdout, c->d);
	printf("\ndigest ");
	for (i = 0; i < w->digest_n; i++)
		printf("%02x", w->digest[i]);
	printf("\nsignature ");
	for (i = 0; i < w->sig.n; i++)
		printf("%02x", (unsigned)(uint8_t)w->sig.p[i]);
	printf("\n");
}

/* So many under one key. False: they differ. */
static bool
one_key(const char *name, struct pubkey_tables *g, long n,
    uint64_t *seed, long *good)
{
	struct ec_side c;
	struct ec_case w;
	bool is_good, want, agreed = ec_side_open(&c, name, g, seed);
	enum ec_kind kind;

	ec_case_open(&w);
	while (agreed && n-- > 0) {
		kind = (enum ec_kind)(ec_random(seed) % EC_KINDS);
		want = ec_make(&c, kind, seed, &w);
		agreed = ec_agree(&c, &w, &is_good) && (is_good || !want);
		*good += is_good;
		if (!agreed) {
			printf("%s: kind %d: OpenSSL says %d\n", name, kind,
			    is_good);
			show(&c, &w);
		}
	}
	ec_case_close(&w);
	ec_side_close(&c);
	return agreed;
}

int
main(int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 1000, each, done, n, good;
	uint64_t seed = argc > 2 ? (uint64_t)atoll(argv[2]) : 1;
	struct pubkey_tables *g = pubkey_tables_new();
	bool agreed = true;
	size_t i;

	each = (count + (long)CURVES - 1) / (long)CURVES;
	for (i = 0; agreed && i < CURVES; i++) {
		for (done = 0, good = 0; agreed && done < each; done += n) {
			n = each - done < PER_KEY ? each - done : PER_KEY;
			agreed = one_key(curves[i], g, n, &seed, &good);
		}
		printf("%s %ld signatures, %ld good\n", curves[i], done, good);
		fflush(stdout);
	}
	pubkey_tables_free(g);
	return !agreed;
}
