/* SPDX-License-Identifier: ISC */
/* ec_signatures COUNT SEED: see signatures.h; of every kind on several curves,
 * judged by tables of multiples. What differs comes with what is needed to see
 * it again. */
#include "../unit/ec_cases.h"
#include "signatures.h"

#define PER_KEY 40000		/* tables become affine on the way */

static const char *const curves[] = {
	"prime192v1", "brainpoolP192r1", "brainpoolP224r1", "brainpoolP256r1",
	"brainpoolP320r1", "secp384r1", "brainpoolP384r1", "brainpoolP512r1"
};

static void
show(const struct ec_side *c, const struct ec_case *w)
{
	printf("d ");
	BN_print_fp(stdout, c->d);
	printf("\n");
	signatures_show("digest", w->digest, w->digest_n);
	signatures_show("signature", w->sig.p, w->sig.n);
}

static bool
one_key(void *tables, const char *name, long n, uint64_t *seed, long *good)
{
	struct ec_side c;
	struct ec_case w;
	bool is_good, want, agreed = ec_side_open(&c, name, tables, seed);
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
	struct signatures s = { curves, sizeof curves / sizeof curves[0],
	    PER_KEY, one_key, pubkey_tables_new() };
	int status = signatures_run(&s, argc, argv);

	pubkey_tables_free(s.ctx);
	return status;
}
