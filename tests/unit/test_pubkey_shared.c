/* SPDX-License-Identifier: ISC */
/* Two threads, each with a key of its own on the same point, share the
 * multiples of it while they are made and while they become affine. */
#include <pthread.h>

#include "pubkey_help.h"
#include "tap.h"

#define USES 5000		/* two for each of P-192's points, and more */

struct user {
	pthread_t thread;
	struct pubkey *key;
	struct pubkey_tables *all;
	const struct buf *sig, *bad;
	bool fast;
	size_t octets;
	int good, refused;
};

static void *
use(void *arg)
{
	const struct signature_algorithm a = algorithm(SIGNATURE_ECDSA,
	    CRYPTO_SHA256);
	struct user *u = arg;
	int i;

	for (i = 0; i < USES; i++) {
		if (!u->fast)
			u->fast = pubkey_speed_up(u->key, u->all, &u->octets);
		u->good += verify(u->key, &a, u->sig) == PUBKEY_GOOD;
		if (i % 100 == 0)
			u->refused += verify(u->key, &a, u->bad) ==
			    PUBKEY_BAD;
	}
	return NULL;
}

int
main(void)
{
	const struct signature_algorithm a = algorithm(SIGNATURE_ECDSA,
	    CRYPTO_SHA256);
	struct pubkey_tables *all = pubkey_tables_new();
	EVP_PKEY *theirs = EVP_EC_gen("prime192v1");
	struct buf sig = { 0 }, bad = { 0 };
	struct user u[2] = { { .good = 0 } };
	int i;

	sign(theirs, &a, &sig);
	buf_add_slice(&bad, buf_slice(&sig));
	bad.p[bad.n - 1] ^= 1;
	for (i = 0; i < 2; i++) {
		u[i].key = key_of(theirs);
		u[i].all = all;
		u[i].sig = &sig;
		u[i].bad = &bad;
		if (pthread_create(&u[i].thread, NULL, use, &u[i]) != 0)
			abort();
	}
	for (i = 0; i < 2; i++)
		pthread_join(u[i].thread, NULL);
	for (i = 0; i < 2; i++)
		OK(u[i].fast && u[i].octets > 0 && u[i].good == USES &&
		    u[i].refused == USES / 100, "thread %d: %d good, %d "
		    "refused", i, u[i].good, u[i].refused);
	pubkey_free(u[0].key);
	pubkey_tables_free(all);
	OK(verify(u[1].key, &a, &sig) == PUBKEY_GOOD,
	    "the last user keeps them");
	pubkey_free(u[1].key);
	EVP_PKEY_free(theirs);
	buf_release(&sig);
	buf_release(&bad);
	return tap_done();
}
