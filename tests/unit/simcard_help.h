/* SPDX-License-Identifier: ISC */
/* For tests of the card in software: dialogues in hex. */
#ifndef SIMCARD_HELP_H
#define SIMCARD_HELP_H

#include <openssl/core_names.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <stdlib.h>
#include <string.h>

#include "../sim/card/priv.h"
#include "tap.h"

/* Hex with blanks, added to `out`. */
static inline void
unhex(const char *s, struct sim_bytes *out)
{
	uint8_t octet;
	char two[3] = "";

	for (; *s != '\0'; s++) {
		if (*s == ' ')
			continue;
		two[0] = *s;
		two[1] = *++s;
		octet = (uint8_t)strtoul(two, NULL, 16);
		sim_add(out, &octet, 1);
	}
}

static inline void
print_hex(const char *what, const struct sim_bytes *b)
{
	size_t i;

	printf("# %s ", what);
	for (i = 0; i < b->n; i++)
		printf("%02X", b->p[i]);
	printf("\n");
}

/* Whether the card answers a command so. */
static inline bool
answers(struct sim_card *c, const char *command, const char *answer)
{
	struct sim_bytes cmd = { 0 }, want = { 0 }, got = { 0 };
	enum sim_event event;
	bool good;

	unhex(command, &cmd);
	unhex(answer, &want);
	sim_card_apdu(c, cmd.p, cmd.n, &got, &event);
	good = event == SIM_ANSWER && got.n == want.n &&
	    memcmp(got.p, want.p, got.n) == 0;
	if (!good) {
		print_hex("command", &cmd);
		print_hex("got", &got);
		print_hex("want", &want);
	}
	sim_clear(&cmd);
	sim_clear(&want);
	sim_clear(&got);
	return good;
}

/* A key of a standardized group from its number; the public half, as it is
 * sent, is added to `public` unless NULL. */
static inline EVP_PKEY *
key_of(struct sim_group *g, const BIGNUM *k, struct sim_bytes *public)
{
	static const char *const field[] = { "dh_1024_160", "dh_2048_224",
		"dh_2048_256" };
	OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL,
	    g->dh ? "DHX" : "EC", NULL);
	struct sim_elem e = { 0 };
	OSSL_PARAM *params;
	EVP_PKEY *key = NULL;

	OSSL_PARAM_BLD_push_utf8_string(b, OSSL_PKEY_PARAM_GROUP_NAME,
	    g->dh ? field[g->param] :
	    OBJ_nid2sn(EC_GROUP_get_curve_name(g->ec)), 0);
	OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_PRIV_KEY, k);
	sim_elem_times(g, NULL, k, &e);
	if (g->dh)
		OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_PUB_KEY, e.y);
	if (public != NULL)
		sim_elem_write(g, &e, public);
	params = OSSL_PARAM_BLD_to_param(b);
	EVP_PKEY_fromdata_init(ctx);
	EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(b);
	EVP_PKEY_CTX_free(ctx);
	sim_elem_clear(&e);
	return key;
}

static inline void
lay(struct sim_card *c, const char *hex)
{
	struct sim_bytes b = { 0 };

	unhex(hex, &b);
	sim_card_random(c, b.p, b.n);
	sim_clear(&b);
}

#endif
