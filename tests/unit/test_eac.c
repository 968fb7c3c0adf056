/* SPDX-License-Identifier: ISC */
/* PACE and Chip Authentication with OpenPACE's library as the chip, over every
 * group and cipher that it has. It has neither integrated nor
 * chip-authentication mapping. libs: -leac */
#define PACE_MRZ EAC_MRZ
#define PACE_CAN EAC_CAN
#include <eac/ca.h>
#include <eac/eac.h>
#include <eac/objects.h>
#include <eac/pace.h>
#undef PACE_MRZ
#undef PACE_CAN

#include <fcntl.h>
#include <unistd.h>

#include "base/tlv.h"
#include "chip/ca.h"
#include "chip/group.h"
#include "chip/pace.h"
#include "given.h"

#define BSI "\x04\x00\x7f\x00\x07\x02\x02"
#define CAN "123456"

static uint64_t seed = 0xeac;
static const struct random sequence = { given_sequence, &seed };

/* Their answer, or ours to them: 7C { tag value }. */
static void
wrap(struct buf *out, uint32_t tag, const BUF_MEM *value)
{
	struct buf in = { 0 };

	buf_reset(out);
	if (value != NULL)
		tlv_add(&in, tag, (struct slice){ value->data, value->length });
	tlv_add(out, 0x7c, buf_slice(&in));
	buf_release(&in);
}

static BUF_MEM *
unwrap(const struct buf *b, uint32_t tag)
{
	struct slice in = buf_slice(b), dynamic, v = { 0 };
	BUF_MEM *m = BUF_MEM_new();

	if (tlv_take(&in, 0x7c, &dynamic) == ERR_OK &&
	    tlv_take(&dynamic, tag, &v) == ERR_OK &&
	    BUF_MEM_grow(m, v.n) == v.n)
		memcpy(m->data, v.p, v.n);
	return m;
}

/* A session under their keys says what ours says. */
static bool
same_session(enum crypto_cipher c, const KA_CTX *theirs, struct sm *ours)
{
	static const struct apdu select = { 0, 0xa4, 2, 0x0c,
	    { "\x01\x1e", 2 }, 0, false };
	struct buf a = { 0 }, b = { 0 };
	struct sm *chip;
	bool same;

	if (theirs->k_enc == NULL ||
	    theirs->k_enc->length != crypto_key_size(c))
		return false;
	chip = sm_new(c, (uint8_t *)theirs->k_enc->data,
	    (uint8_t *)theirs->k_mac->data, NULL);
	sm_wrap(chip, &select, &a);
	sm_wrap(ours, &select, &b);
	same = slice_eq(buf_slice(&a), buf_slice(&b));
	sm_free(chip);
	buf_release(&a);
	buf_release(&b);
	return same;
}

/* The library takes leading zeros off a secret of DH, against PKCS#3: one run
 * in 256 cannot agree. */
static bool
shortened(const KA_CTX *k, size_t size)
{
	return k->shared_secret != NULL && k->shared_secret->length < size;
}

static int
pace_nid(const struct pace_info *p)
{
	const int nids[2][4] = {
		{ NID_id_PACE_DH_GM_3DES_CBC_CBC,
		    NID_id_PACE_DH_GM_AES_CBC_CMAC_128,
		    NID_id_PACE_DH_GM_AES_CBC_CMAC_192,
		    NID_id_PACE_DH_GM_AES_CBC_CMAC_256 },
		{ NID_id_PACE_ECDH_GM_3DES_CBC_CBC,
		    NID_id_PACE_ECDH_GM_AES_CBC_CMAC_128,
		    NID_id_PACE_ECDH_GM_AES_CBC_CMAC_192,
		    NID_id_PACE_ECDH_GM_AES_CBC_CMAC_256 }
	};

	return nids[p->ec][p->cipher];
}

/* One run of PACE: the chip with `theirs` for a CAN. False where a step of ours
 * refuses or one of theirs does; *e is what our last step said. */
static bool
pace_run(EAC_CTX *chip, const char *theirs, struct pace *p, struct sm **sm,
    enum err *e)
{
	PACE_SEC *pi = PACE_SEC_new(theirs, strlen(theirs), EAC_CAN);
	BUF_MEM *z = PACE_STEP1_enc_nonce(chip, pi), *map = NULL, *key = NULL,
	    *token = NULL, *m1 = NULL, *m2 = NULL, *m3 = NULL;
	struct buf in = { 0 }, out = { 0 };
	bool good = false;

	wrap(&in, 0x80, z);
	*e = pace_map(p, buf_slice(&in), &sequence, &out);
	m1 = unwrap(&out, 0x81);
	map = PACE_STEP3A_generate_mapping_data(chip);
	if (*e != ERR_OK || PACE_STEP3A_map_generator(chip, m1) != 1)
		goto out;
	wrap(&in, 0x82, map);
	buf_reset(&out);
	*e = pace_agree(p, buf_slice(&in), &sequence, &out);
	m2 = unwrap(&out, 0x83);
	key = PACE_STEP3B_generate_ephemeral_key(chip);
	if (*e != ERR_OK || PACE_STEP3B_compute_shared_secret(chip, m2) != 1 ||
	    PACE_STEP3C_derive_keys(chip) != 1)
		goto out;
	wrap(&in, 0x84, key);
	buf_reset(&out);
	*e = pace_token(p, buf_slice(&in), &out);
	m3 = unwrap(&out, 0x85);
	token = PACE_STEP3D_compute_authentication_token(chip, m2);
	good = *e == ERR_OK &&
	    PACE_STEP3D_verify_authentication_token(chip, m3) == 1;
	wrap(&in, 0x86, token);
	if (*e == ERR_OK)
		*e = pace_finish(p, buf_slice(&in), sm);
	good = good && *e == ERR_OK;
out:
	PACE_SEC_clear_free(pi);
	BUF_MEM_free(z);
	BUF_MEM_free(map);
	BUF_MEM_free(key);
	BUF_MEM_free(token);
	BUF_MEM_free(m1);
	BUF_MEM_free(m2);
	BUF_MEM_free(m3);
	buf_release(&in);
	buf_release(&out);
	return good;
}

static void
test_pace(int param, enum crypto_cipher c)
{
	char oid[] = BSI "\x04\x01\x01";
	struct pace_info info = { { oid, sizeof oid - 1 }, 2, param, PACE_GM,
	    param >= 8, false, c };
	struct group *g = NULL;
	bool good = false, again = true;
	int i;

	oid[8] = (char)(1 + info.ec);
	oid[9] = (char)(1 + c);
	if (group_standard(param, &g) != ERR_OK)
		return;
	for (i = 0; i < 4 && again; i++) {
		EAC_CTX *chip = EAC_CTX_new();
		struct pace *p = NULL;
		struct sm *sm = NULL;
		enum err e;

		good = EAC_CTX_init_pace(chip, pace_nid(&info), param) == 1 &&
		    pace_new(&info, PACE_CAN, SLICE(CAN), &p) == ERR_OK &&
		    pace_run(chip, CAN, p, &sm, &e) &&
		    same_session(c, chip->pace_ctx->ka_ctx, sm);
		again = !good && shortened(chip->pace_ctx->ka_ctx,
		    group_field_size(g));
		sm_free(sm);
		pace_free(p);
		EAC_CTX_clear_free(chip);
	}
	OK(good, "PACE, generic mapping: parameters %d, cipher %d", param,
	    (int)c);
	group_free(g);
}

/* Another number: the chip refuses our token, and we refuse the chip's. */
static void
test_wrong_can(void)
{
	const struct pace_info info = { SLICE(BSI "\x04\x02\x02"), 2, 13,
	    PACE_GM, true, false, CRYPTO_AES128 };
	EAC_CTX *chip = EAC_CTX_new();
	struct pace *p = NULL;
	struct sm *sm = NULL;
	enum err e = ERR_OK;

	OK(EAC_CTX_init_pace(chip, pace_nid(&info), 13) == 1 &&
	    pace_new(&info, PACE_CAN, SLICE(CAN), &p) == ERR_OK &&
	    !pace_run(chip, "123457", p, &sm, &e) && e == ERR_HOSTILE &&
	    sm == NULL, "PACE: another number");
	pace_free(p);
	EAC_CTX_clear_free(chip);
}

static int
ca_nid(const struct ca_info *c)
{
	const int nids[2][4] = {
		{ NID_id_CA_DH_3DES_CBC_CBC, NID_id_CA_DH_AES_CBC_CMAC_128,
		    NID_id_CA_DH_AES_CBC_CMAC_192,
		    NID_id_CA_DH_AES_CBC_CMAC_256 },
		{ NID_id_CA_ECDH_3DES_CBC_CBC, NID_id_CA_ECDH_AES_CBC_CMAC_128,
		    NID_id_CA_ECDH_AES_CBC_CMAC_192,
		    NID_id_CA_ECDH_AES_CBC_CMAC_256 }
	};

	return nids[c->ec][c->cipher];
}

/* The chip's key as EF.CardSecurity has it: a number of 9.5.1. */
static void
write_spki(int param, struct slice public, struct buf *out)
{
	struct buf algorithm = { 0 }, bits = { 0 }, all = { 0 };
	char c = (char)param;

	hex_add(&algorithm, "060704007F00070102");
	tlv_add(&algorithm, 0x02, (struct slice){ &c, 1 });
	tlv_add(&all, 0x30, buf_slice(&algorithm));
	buf_add_char(&bits, 0);
	if (param >= 8)
		buf_add_slice(&bits, public);
	else {
		buf_reset(&algorithm);
		if ((uint8_t)public.p[0] >= 0x80)
			buf_add_char(&algorithm, 0);
		buf_add_slice(&algorithm, public);
		tlv_add(&bits, 0x02, buf_slice(&algorithm));
	}
	tlv_add(&all, 0x03, buf_slice(&bits));
	buf_reset(out);
	tlv_add(out, 0x30, buf_slice(&all));
	buf_release(&algorithm);
	buf_release(&bits);
	buf_release(&all);
}

/* Version 1 has no token of the chip, so that their last step says no, on
 * stderr; the keys are there. */
static void
derive_keys(EAC_CTX *chip)
{
	int null = open("/dev/null", O_WRONLY), err = dup(2);

	dup2(null, 2);
	CA_STEP6_derive_keys(chip, NULL, NULL);
	dup2(err, 2);
	close(null);
	close(err);
}

static bool
ca_run(EAC_CTX *chip, const struct ca_info *info, int param,
    const struct group_key *k, struct sm **sm)
{
	struct slice private = group_private(k), public = group_public(k), ours;
	struct ca_key key = { .key_id = -1, .ec = info->ec };
	struct buf spki = { 0 };
	struct ca *c = NULL;
	BUF_MEM *m = NULL;
	bool good;

	write_spki(param, public, &spki);
	key.spki = buf_slice(&spki);
	good = EAC_CTX_init_ca(chip, ca_nid(info), param) == 1 &&
	    CA_set_key(chip, (const uint8_t *)private.p, private.n,
	    (const uint8_t *)public.p, public.n) == 1 &&
	    ca_new(info, &key, &sequence, &c) == ERR_OK;
	if (good) {
		ours = ca_public(c);
		m = BUF_MEM_new();
		BUF_MEM_grow(m, ours.n);
		memcpy(m->data, ours.p, ours.n);
		good = CA_STEP4_compute_shared_secret(chip, m) == 1 &&
		    ca_session(c, sm) == ERR_OK;
		derive_keys(chip);
	}
	BUF_MEM_free(m);
	ca_free(c);
	buf_release(&spki);
	return good;
}

static void
test_ca(int param, enum crypto_cipher c)
{
	char oid[] = BSI "\x03\x01\x01";
	const struct ca_info info = { { oid, sizeof oid - 1 }, 1, -1,
	    param >= 8, c };
	struct group *g = NULL;
	struct group_key *k = NULL;
	bool good = false, again = true;
	int i;

	oid[8] = (char)(1 + info.ec);
	oid[9] = (char)(1 + c);
	if (group_standard(param, &g) != ERR_OK)
		return;
	for (i = 0; i < 4 && again; i++) {
		EAC_CTX *chip = EAC_CTX_new();
		struct sm *sm = NULL;

		good = group_key_new(g, &sequence, &k) == ERR_OK &&
		    ca_run(chip, &info, param, k, &sm) &&
		    same_session(c, chip->ca_ctx->ka_ctx, sm);
		again = !good && shortened(chip->ca_ctx->ka_ctx,
		    group_field_size(g));
		sm_free(sm);
		group_key_free(k);
		EAC_CTX_clear_free(chip);
	}
	OK(good, "Chip Authentication: parameters %d, cipher %d", param,
	    (int)c);
	group_free(g);
}

int
main(void)
{
	static const int params[] = { 0, 1, 2, 8, 9, 10, 11, 12, 13, 14, 15,
	    16, 17, 18 };
	size_t i;
	int c;

	EAC_init();
	printf("# libeac is the chip; it has no integrated and no "
	    "chip-authentication mapping\n");
	for (i = 0; i < sizeof params / sizeof params[0]; i++)
		for (c = CRYPTO_3DES; c <= CRYPTO_AES256; c++) {
			test_pace(params[i], (enum crypto_cipher)c);
			test_ca(params[i], (enum crypto_cipher)c);
		}
	test_wrong_can();
	EAC_cleanup();
	return tap_done();
}
