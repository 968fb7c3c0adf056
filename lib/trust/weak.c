/* SPDX-License-Identifier: ISC */
/* The lines below which a hash or a key is too weak to rest on. */
#include "trust/weak.h"

enum { RSA_BITS = 2048, CURVE_LEAST = 224, CURVE_BITS = 256 };

void
weak_hash(enum named_hash naming, enum crypto_hash hash, struct findings *fs)
{
	if (naming == HASH_MD5)
		FIND(fs, "weak.hash", BROKEN,
		    N_("it rests on MD5, which anybody can forge"));
	else if (naming == HASH_KNOWN && hash == CRYPTO_SHA1)
		FIND(fs, "weak.hash", DEVIATES,
		    N_("it rests on SHA-1, which is no longer safe"));
	else if (naming == HASH_KNOWN)
		FIND(fs, "weak.hash", GOOD, N_("the hashes are strong enough"));
}

static void
weak_rsa(const struct pubkey_facts *key, struct findings *fs)
{
	if (key->bits < RSA_BITS)
		FIND(fs, "weak.key", FORBIDDEN,
		    N_("an RSA key has less than 2048 bits"));
	else if (key->exponent == 3)
		FIND(fs, "weak.key", DEVIATES,
		    N_("an RSA key has the exponent 3"));
	else
		FIND(fs, "weak.key", GOOD, N_("the keys are strong enough"));
}

void
weak_key(const struct pubkey_facts *key, struct findings *fs)
{
	if (key->kind == PUBKEY_RSA)
		weak_rsa(key, fs);
	else if (key->bits < CURVE_LEAST)
		FIND(fs, "weak.key", FORBIDDEN,
		    N_("a curve has less than 224 bits"));
	else if (key->bits < CURVE_BITS)
		FIND(fs, "weak.key", ODD,
		    N_("a curve has 224 bits only"));
	else
		FIND(fs, "weak.key", GOOD, N_("the keys are strong enough"));
}
