/* SPDX-License-Identifier: ISC */
/* What the terminal's side of PACE and Chip Authentication costs on the
 * Vietnamese card's curve: ours by step, the bare multiplications of OpenSSL
 * that no terminal can do without, and OpenPACE. pace [ROUNDS] prints medians
 * in microseconds of processor time. libs: -leac */
#define PACE_MRZ EAC_MRZ
#define PACE_CAN EAC_CAN
#include <eac/eac.h>
#include <eac/objects.h>
#include <eac/pace.h>
#undef PACE_MRZ
#undef PACE_CAN

#include <openssl/obj_mac.h>

#include <stdlib.h>
#include <time.h>

#include "../unit/given.h"
#include "../unit/witness.h"
#include "base/tlv.h"
#include "chip/ca.h"
#include "chip/group.h"
#include "chip/pace.h"

#define MAX_ROUNDS 2000
#define Z "0123456789abcdef"

enum { NEW, MAP, AGREE, TOKEN, CA_KEY, CA_SESSION, BARE_PACE, BARE_CA,
    OPENPACE, FIGURES };
static const char *const names[FIGURES] = { "new", "map", "agree", "token",
    "ca_key", "ca_session", "bare_pace", "bare_ca", "openpace" };

static double figures[FIGURES][MAX_ROUNDS];
static uint64_t seed = 0xbe;
static const struct random sequence = { given_sequence, &seed };

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
note(int figure, int round, double *since)
{
	double now = cpu_us();

	figures[figure][round] = now - *since;
	*since = cpu_us();
}

static void
answer(struct buf *out, uint32_t tag, struct slice value)
{
	struct buf in = { 0 };

	tlv_add(&in, tag, value);
	buf_reset(out);
	tlv_add(out, 0x7c, buf_slice(&in));
	buf_release(&in);
}

/* A run up to our token; the card's would only be compared. */
static bool
our_pace(int round, const struct group_key *card)
{
	static const struct pace_info info = {
	    { "\x04\x00\x7f\x00\x07\x02\x02\x04\x02\x02", 10 }, 2, 13, PACE_GM,
	    true, false, CRYPTO_AES128 };
	struct buf a[3] = { { 0 } }, out = { 0 };
	struct pace *p = NULL;
	double since;
	bool good;
	int i;

	answer(&a[0], 0x80, SLICE(Z));
	answer(&a[1], 0x82, group_public(card));
	answer(&a[2], 0x84, group_public(card));
	since = cpu_us();
	good = pace_new(&info, PACE_CAN, SLICE("123456"), &p) == ERR_OK;
	note(NEW, round, &since);
	good = good && pace_map(p, buf_slice(&a[0]), &sequence, &out) == ERR_OK;
	note(MAP, round, &since);
	good = good && pace_agree(p, buf_slice(&a[1]), &sequence, &out) ==
	    ERR_OK;
	note(AGREE, round, &since);
	good = good && pace_token(p, buf_slice(&a[2]), &out) == ERR_OK;
	note(TOKEN, round, &since);
	pace_free(p);
	for (i = 0; i < 3; i++)
		buf_release(&a[i]);
	buf_release(&out);
	return good;
}

static bool
our_ca(int round, struct slice spki)
{
	static const struct ca_info info = {
	    { "\x04\x00\x7f\x00\x07\x02\x02\x03\x02\x02", 10 }, 1, -1, true,
	    CRYPTO_AES128 };
	const struct ca_key key = { spki, -1, true };
	struct ca *c = NULL;
	struct sm *sm = NULL;
	double since = cpu_us();
	bool good;

	good = ca_new(&info, &key, &sequence, &c) == ERR_OK;
	note(CA_KEY, round, &since);
	good = good && ca_session(c, &sm) == ERR_OK;
	note(CA_SESSION, round, &since);
	ca_free(c);
	sm_free(sm);
	return good;
}

/* Four multiplications and the mapping's sum; two. */
static void
bare(int round)
{
	EC_GROUP *g = EC_GROUP_new_by_curve_name(NID_brainpoolP256r1);
	EC_POINT *p = EC_POINT_new(g), *q = EC_POINT_new(g);
	BIGNUM *k = BN_new(), *s = BN_bin2bn((const uint8_t *)Z, 16, NULL);
	BN_CTX *c = BN_CTX_new();
	double since;

	BN_rand_range(k, EC_GROUP_get0_order(g));
	since = cpu_us();
	EC_POINT_mul(g, p, k, NULL, NULL, c);
	EC_POINT_mul(g, q, NULL, p, k, c);
	EC_POINT_mul(g, p, s, q, BN_value_one(), c);
	EC_POINT_mul(g, q, NULL, p, k, c);
	EC_POINT_mul(g, p, NULL, q, k, c);
	note(BARE_PACE, round, &since);
	EC_POINT_mul(g, p, k, NULL, NULL, c);
	EC_POINT_mul(g, q, NULL, p, k, c);
	note(BARE_CA, round, &since);
	EC_POINT_free(p);
	EC_POINT_free(q);
	BN_free(k);
	BN_free(s);
	BN_CTX_free(c);
	EC_GROUP_free(g);
}

/* The same run by OpenPACE. */
static bool
openpace(int round, const struct group_key *card)
{
	struct slice point = group_public(card);
	BUF_MEM z = { 16, (char *)(uintptr_t)Z, 16, 0 },
	    key = { point.n, (char *)(uintptr_t)point.p, point.n, 0 },
	    *map, *ours, *token;
	double since = cpu_us();
	EAC_CTX *c = EAC_CTX_new();
	PACE_SEC *pi = PACE_SEC_new("123456", 6, EAC_CAN);
	bool good;

	good = EAC_CTX_init_pace(c, NID_id_PACE_ECDH_GM_AES_CBC_CMAC_128,
	    13) == 1 && PACE_STEP2_dec_nonce(c, pi, &z) == 1;
	map = PACE_STEP3A_generate_mapping_data(c);
	good = good && PACE_STEP3A_map_generator(c, &key) == 1;
	ours = PACE_STEP3B_generate_ephemeral_key(c);
	good = good && PACE_STEP3B_compute_shared_secret(c, &key) == 1 &&
	    PACE_STEP3C_derive_keys(c) == 1;
	token = PACE_STEP3D_compute_authentication_token(c, &key);
	good = good && token != NULL;
	BUF_MEM_free(map);
	BUF_MEM_free(ours);
	BUF_MEM_free(token);
	PACE_SEC_clear_free(pi);
	EAC_CTX_clear_free(c);
	note(OPENPACE, round, &since);
	return good;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 200, i;
	EVP_PKEY *chip = witness("brainpoolP256r1", false, true);
	struct buf spki = { 0 };
	struct group *g = NULL;
	struct group_key *card = NULL;
	bool good;

	EAC_init();
	spki_of(chip, &spki);
	good = rounds > 0 && rounds <= MAX_ROUNDS &&
	    group_standard(13, &g) == ERR_OK &&
	    group_key_new(g, &sequence, &card) == ERR_OK;
	for (i = 0; good && i < rounds; i++) {
		good = our_pace(i, card) && our_ca(i, buf_slice(&spki)) &&
		    openpace(i, card);
		bare(i);
	}
	for (i = 0; good && i < FIGURES; i++) {
		qsort(figures[i], (size_t)rounds, sizeof figures[i][0],
		    by_value);
		printf("%s=%.1f%c", names[i], figures[i][rounds / 2],
		    i + 1 < FIGURES ? ' ' : '\n');
	}
	group_key_free(card);
	group_free(g);
	EVP_PKEY_free(chip);
	buf_release(&spki);
	return !good;
}
