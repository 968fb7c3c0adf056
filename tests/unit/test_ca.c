/* SPDX-License-Identifier: ISC */
/* Chip Authentication against a chip made of OpenSSL's EVP: commands, keys,
 * and keys that are none. */
#include "base/tlv.h"
#include "chip/ca.h"
#include "chip/group.h"
#include "given.h"
#include "witness.h"

#define BSI "\x04\x00\x7f\x00\x07\x02\x02"

static uint64_t seed = 0xca;
static const struct random sequence = { given_sequence, &seed };

static const struct test {
	const char *name, *group;
	bool dh, explicit;
	struct ca_info info;
	const char *mse;		/* hex; the key of KAT stands for PK */
} tests[] = {
	{ "the card of 2021", "brainpoolP256r1", false, true,
	    { { BSI "\x03\x02\x02", 10 }, 1, -1, true, CRYPTO_AES128 },
	    "800A04007F00070202030202" },
	{ "3DES, a key of a number", "brainpoolP224r1", false, true,
	    { { BSI "\x03\x02\x01", 10 }, 1, 3, true, CRYPTO_3DES },
	    "PK840103" },
	{ "AES-256, a great number", "secp521r1", false, false,
	    { { BSI "\x03\x02\x04", 10 }, 1, 0x8001, true, CRYPTO_AES256 },
	    "800A04007F0007020203020484028001" },
	{ "AES-192, the number 0", "secp384r1", false, false,
	    { { BSI "\x03\x02\x03", 10 }, 1, 0, true, CRYPTO_AES192 },
	    "800A04007F00070202030203840100" },
	{ "DH and 3DES", "dh_1024_160", true, false,
	    { { BSI "\x03\x01\x01", 10 }, 1, -1, false, CRYPTO_3DES }, "PK" },
	{ "DH and AES-256", "dh_2048_256", true, false,
	    { { BSI "\x03\x01\x04", 10 }, 1, -1, false, CRYPTO_AES256 },
	    "800A04007F00070202030104" }
};

/* The same first command as under the keys that the chip derives. */
static bool
same_session(const struct test *t, struct sm *ours, struct slice secret)
{
	static const struct apdu select = { 0, 0xa4, 2, 0x0c,
	    { "\x01\x1e", 2 }, 0, false };
	uint8_t enc[CRYPTO_KEY_MAX], mac[CRYPTO_KEY_MAX];
	struct buf a = { 0 }, b = { 0 };
	struct sm *chip;
	bool same;

	crypto_kdf(t->info.cipher, secret, 1, enc);
	crypto_kdf(t->info.cipher, secret, 2, mac);
	chip = sm_new(t->info.cipher, enc, mac, NULL);
	sm_wrap(chip, &select, &a);
	sm_wrap(ours, &select, &b);
	same = slice_eq(buf_slice(&a), buf_slice(&b));
	sm_free(chip);
	buf_release(&a);
	buf_release(&b);
	return same;
}

static void
check_commands(const struct test *t, const struct ca *c)
{
	struct buf mse = { 0 }, want = { 0 };
	struct slice pk = ca_public(c), v, rest;
	const char *text = t->mse;

	ca_mse(c, &mse);
	rest = buf_slice(&mse);
	if (slice_starts(slice_str(text), "PK")) {
		OK(tlv_take(&rest, 0x91, &v) == ERR_OK && slice_eq(v, pk),
		    "%s: MSE:Set KAT has the key", t->name);
		text += 2;
	}
	OK(ca_is_kat(c) == (t->info.cipher == CRYPTO_3DES) &&
	    slice_eq(rest, hex(&want, text)), "%s: MSE", t->name);
	buf_reset(&mse);
	ca_authenticate(c, &mse);
	rest = buf_slice(&mse);
	OK(tlv_take(&rest, 0x7c, &v) == ERR_OK && rest.n == 0 &&
	    tlv_take(&v, 0x80, &rest) == ERR_OK && v.n == 0 &&
	    slice_eq(rest, pk), "%s: GENERAL AUTHENTICATE", t->name);
	buf_release(&mse);
	buf_release(&want);
}

static void
test_run(const struct test *t)
{
	EVP_PKEY *chip = witness(t->group, t->dh, t->explicit);
	struct buf spki = { 0 }, secret = { 0 };
	struct ca_key key = { .key_id = -1, .ec = !t->dh };
	struct ca *c = NULL;
	struct sm *sm = NULL;

	spki_of(chip, &spki);
	key.spki = buf_slice(&spki);
	if (OK(ca_new(&t->info, &key, &sequence, &c) == ERR_OK, "%s: begins",
	    t->name)) {
		check_commands(t, c);
		OK(ca_session(c, &sm) == ERR_OK &&
		    derive(chip, ca_public(c), t->dh, &secret) &&
		    same_session(t, sm, buf_slice(&secret)),
		    "%s: the chip's session", t->name);
	}
	sm_free(sm);
	ca_free(c);
	EVP_PKEY_free(chip);
	buf_release(&spki);
	buf_release(&secret);
}

/* The evidence: whoever has it can compute the chip's first answer. */
static void
test_evidence(void)
{
	EVP_PKEY *chip = witness("brainpoolP256r1", false, true);
	struct buf spki = { 0 };
	struct ca_key key = { .key_id = -1, .ec = true };
	struct group_key *again = NULL;
	struct group *g = NULL;
	struct slice public;
	struct ca *c = NULL;

	spki_of(chip, &spki);
	key.spki = buf_slice(&spki);
	OK(ca_new(&tests[0].info, &key, &sequence, &c) == ERR_OK &&
	    group_spki(key.spki, &g, &public) == ERR_OK &&
	    group_key_from(g, ca_private(c), &again) == ERR_OK &&
	    slice_eq(group_public(again), ca_public(c)),
	    "the private key gives the public one");
	group_key_free(again);
	group_free(g);
	ca_free(c);
	EVP_PKEY_free(chip);
	buf_release(&spki);
}

static void
test_refused(void)
{
	EVP_PKEY *chip = witness("dh_1024_160", true, false);
	struct buf spki = { 0 };
	struct ca_key key = { .key_id = -1, .ec = true };
	struct ca *c = NULL;

	spki_of(chip, &spki);
	key.spki = buf_slice(&spki);
	OK(ca_new(&tests[0].info, &key, &sequence, &c) == ERR_FORMAT,
	    "a key of the other kind");
	key.spki = SLICE("\x30\x00");
	OK(ca_new(&tests[0].info, &key, &sequence, &c) == ERR_FORMAT,
	    "no key");
	EVP_PKEY_free(chip);
	chip = witness("secp256k1", false, false);
	spki_of(chip, &spki);
	key.spki = buf_slice(&spki);
	OK(ca_new(&tests[0].info, &key, &sequence, &c) == ERR_UNSUPPORTED,
	    "a curve that is none of 9.5.1");
	EVP_PKEY_free(chip);
	buf_release(&spki);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof tests / sizeof tests[0]; i++)
		test_run(&tests[i]);
	test_evidence();
	test_refused();
	return tap_done();
}
