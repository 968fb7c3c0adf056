/* SPDX-License-Identifier: ISC */
/* The fields of RFC 5114 and the number for a number: Doc 9303-11, table 12
 * and 4.4.3.3.2. */
#include <openssl/core_names.h>
#include <stdlib.h>

#include "priv.h"

void
sim_dh_init(struct sim_group *g)
{
	static char name[][12] = { "dh_1024_160", "dh_2048_224",
		"dh_2048_256" };
	OSSL_PARAM params[2];
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "DHX", NULL);
	EVP_PKEY *key = NULL;

	params[0] = OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
	    name[g->param], 0);
	params[1] = OSSL_PARAM_construct_end();
	if (ctx == NULL || EVP_PKEY_fromdata_init(ctx) != 1 ||
	    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEY_PARAMETERS,
	    params) != 1 ||
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_P, &g->p) != 1 ||
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_Q, &g->q) != 1 ||
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_G, &g->g) != 1)
		abort();
	EVP_PKEY_free(key);
	EVP_PKEY_CTX_free(ctx);
}

/* t^((p-1)/q), which lies in the subgroup. */
bool
sim_dh_encode(struct sim_group *g, const BIGNUM *t, BIGNUM *out)
{
	BIGNUM *e;
	bool good;

	BN_CTX_start(g->ctx);
	e = BN_CTX_get(g->ctx);
	if (e == NULL || BN_copy(e, g->p) == NULL)
		abort();
	BN_sub_word(e, 1);
	BN_div(e, NULL, e, g->q, g->ctx);
	good = BN_mod_exp(out, t, e, g->p, g->ctx) == 1 && !BN_is_one(out) &&
	    !BN_is_zero(out);
	BN_CTX_end(g->ctx);
	return good;
}
