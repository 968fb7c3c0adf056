/* SPDX-License-Identifier: ISC */
/* What a cheat with a copied card, an old record or a terminal of his own would
 * hand in. */
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/x509.h>

#include "active_case.h"
#include "base/tlv.h"
#include "chip/group.h"
#include "chip/security_info.h"

#define UNSEALED "seal.station:not-done "
#define STALE "evidence.fresh:odd "
#define WORD "chip.genuine:not-done "
#define CLONE "chip.genuine:broken "

static struct verifier knows, alone;	/* the station's key, or not */
static struct issued one, two, three, cam;
static struct made first, second, third, mapped;

static void
open_all(void)
{
	if (!issue(sim_profile_named("2021"), &one) ||
	    !issue(sim_profile_named("aa-ecdsa"), &two) ||
	    !issue(sim_profile_named("aa-ecdsa"), &three) ||
	    !issue(sim_profile_named("cam"), &cam) ||
	    !made_read(&first, &one, NULL, &case_sealer) ||
	    !made_read(&second, &two, NULL, &case_sealer) ||
	    !made_read(&third, &three, NULL, &case_sealer) ||
	    !made_read(&mapped, &cam, NULL, &case_sealer) ||
	    !made_write(&first) || !made_write(&second) ||
	    !made_write(&third) || !made_write(&mapped))
		exit(2);
	verifier_init(&knows, true, true);
	verifier_init(&alone, true, false);
}

static void
close_all(void)
{
	made_release(&first);
	made_release(&second);
	made_release(&third);
	made_release(&mapped);
	sim_issue_free(&one.files);
	sim_issue_free(&two.files);
	sim_issue_free(&three.files);
	sim_issue_free(&cam.files);
	verifier_release(&knows);
	verifier_release(&alone);
}

/* The record `m` before the verifier, unsealed. */
static struct evidence_given *
fresh(struct verifier *v, const struct made *m)
{
	if (!verifier_take(v, m))
		exit(2);
	unseal(v);
	return &v->g;
}

static struct slice
octets(const struct buf *b)
{
	return buf_slice(b);
}

/* Proofs of one card beside the files of another. */
static void
swapped(void)
{
	struct evidence_given *g = fresh(&knows, &second);

	comes_to(&knows, true, UNSEALED "ca.proof:not-done " STALE,
	    "the record as it is, without its seal");
	g->aa.sig = octets(&third.r.aa_sig);
	g->aa.rnd = (struct slice){ (char *)third.r.aa_rnd, AA_RND };
	comes_to(&knows, false, UNSEALED "aa.signature:broken "
	    "ca.proof:not-done " STALE CLONE, "the signature of another chip");
	reseal(&knows);
	comes_to(&knows, false, "aa.signature:broken " CLONE,
	    "the station that sealed it does not help");
	g = fresh(&knows, &second);
	g->ca.sk_ifd = octets(&third.r.ca_sk);
	g->ca.resp = octets(&third.r.ca_resp);
	comes_to(&knows, false, UNSEALED "ca.proof:broken " STALE CLONE,
	    "the transcript of another chip");
	g = fresh(&knows, &second);
	g->file[LDS_DG15] = octets(&third.r.file[LDS_DG15]);
	g->aa.sig = octets(&third.r.aa_sig);
	g->aa.rnd = (struct slice){ (char *)third.r.aa_rnd, AA_RND };
	comes_to(&knows, false, UNSEALED "aa.key:forbidden "
	    "aa.signature:not-done ca.proof:not-done " STALE WORD,
	    "with its key too: not signed");
	g = fresh(&knows, &second);
	g->file[LDS_DG14] = octets(&third.r.file[LDS_DG14]);
	comes_to(&knows, false, UNSEALED "aa.key:forbidden "
	    "aa.signature:not-done ca.key:forbidden ca.proof:not-done "
	    "downgrade.infos:not-done downgrade.ca:not-done " STALE WORD,
	    "nor the file with the hash");
}

/* The MAC of a status word as the first answer, for a terminal's key of our
 * own. */
static void
invent_ca(struct slice spki, const char sw[2], struct buf *sk,
    struct buf *resp)
{
	struct simcard numbers = { .draws = 77 };
	const struct random random = { simcard_fill, &numbers };
	uint8_t key[CRYPTO_KEY_MAX], mac[CRYPTO_MAC_SIZE], count[16] = { 0 };
	struct buf secret = { 0 }, padded = { 0 };
	struct crypto_key *k;
	struct group *g;
	struct group_key *own;
	struct slice public, parts[2] = { { (char *)count, 16 } };

	count[15] = 2;
	if (group_spki(spki, &g, &public) != ERR_OK ||
	    group_key_new(g, &random, &own) != ERR_OK ||
	    group_agree(own, public, &secret) != ERR_OK)
		exit(2);
	buf_add_slice(sk, group_private(own));
	crypto_kdf(CRYPTO_AES128, buf_slice(&secret), 2, key);
	buf_add(resp, "\x99\x02", 2);
	buf_add(resp, sw, 2);
	buf_add_slice(&padded, buf_slice(resp));
	crypto_pad(&padded, 16);
	parts[1] = buf_slice(&padded);
	k = crypto_key_new(CRYPTO_AES128, key);
	crypto_mac(k, parts, 2, mac);
	tlv_add(resp, 0x8E, (struct slice){ (char *)mac, sizeof mac });
	buf_add(resp, sw, 2);
	crypto_key_free(k);
	group_key_free(own);
	group_free(g);
	buf_release(&secret);
	buf_release(&padded);
}

/* A copy of the files, and a terminal that never saw the chip. */
static void
invented_ca(void)
{
	struct buf sk = { 0 }, resp = { 0 };
	struct security_infos infos;
	struct evidence_given *g;
	struct verifier *v;
	int i;

	for (i = 0; i < 2; i++) {
		v = i == 0 ? &knows : &alone;
		g = fresh(v, &first);
		memset(&g->aa, 0, sizeof g->aa);
		if (security_infos_dg14(g->file[LDS_DG14], &infos) != ERR_OK)
			exit(2);
		buf_reset(&sk);
		buf_reset(&resp);
		invent_ca(infos.key[0].spki, "\x90\0", &sk, &resp);
		g->ca.sk_ifd = octets(&sk);
		g->ca.resp = octets(&resp);
		comes_to(v, false, UNSEALED "aa.signature:odd "
		    "ca.proof:not-done " STALE WORD,
		    "a made-up transcript: the reader's word alone");
		reseal(v);
		comes_to(v, i == 0, i == 0 ? "aa.signature:odd " :
		    "seal.signature:not-done " UNSEALED "aa.signature:odd "
		    "ca.proof:not-done " STALE WORD, i == 0 ?
		    "a known station's word counts" : "an unknown one's not");
		resp.p[resp.n - 3] ^= 1;
		reseal(v);
		comes_to(v, false, i == 0 ? "aa.signature:odd ca.proof:broken "
		    CLONE : "seal.signature:not-done " UNSEALED
		    "aa.signature:odd ca.proof:broken " STALE CLONE,
		    "another MAC is refused whoever sealed it");
	}
	buf_reset(&sk);
	buf_reset(&resp);
	invent_ca(infos.key[0].spki, "\x6a\x82", &sk, &resp);
	g = fresh(&knows, &first);
	memset(&g->aa, 0, sizeof g->aa);
	g->ca.sk_ifd = octets(&sk);
	g->ca.resp = octets(&resp);
	reseal(&knows);
	comes_to(&knows, false, "aa.signature:odd ca.proof:odd " WORD,
	    "an answer that says of its command that it failed");
	buf_release(&sk);
	buf_release(&resp);
}

/* Any number for CA_IC, and the point that goes with it: spec and chip are
 * satisfied without the chip's key. */
static void
invented_cam(void)
{
	static const uint8_t zero[16], factor[32] = { 3, 1, 4, 1, 5, 9, 2, 6 };
	struct slice ca_ic = { (const char *)factor, 32 }, public;
	struct evidence_given *g = fresh(&knows, &mapped);
	struct security_infos infos;
	struct buf map_ic = { 0 }, joined = { 0 };
	struct group *group, *point;
	struct group_key *k;

	memset(&g->aa, 0, sizeof g->aa);
	memset(&g->ca, 0, sizeof g->ca);
	reseal(&knows);
	comes_to(&knows, true, "aa.signature:odd ca.proof:not-done ",
	    "a mapping under a known seal");
	if (security_infos_card_security(g->file[LDS_CARD_SECURITY], &infos,
	    &joined) != ERR_OK || group_spki(infos.key[0].spki, &group,
	    &public) != ERR_OK || group_key_from(group, ca_ic, &k) != ERR_OK ||
	    group_map_generic(k, public, (struct slice){ (const char *)zero,
	    16 }, &point) != ERR_OK)
		exit(2);
	group_generator(point, &map_ic);
	g->cam.ca_ic = ca_ic;
	g->cam.map_ic = octets(&map_ic);
	unseal(&knows);
	comes_to(&knows, false, UNSEALED "aa.signature:odd ca.proof:not-done "
	    "cam.proof:not-done " STALE WORD, "a made-up mapping");
	ca_ic.n--;
	g->cam.ca_ic = ca_ic;
	comes_to(&knows, false, UNSEALED "aa.signature:odd ca.proof:not-done "
	    "cam.proof:broken " STALE CLONE, "one that does not fit");
	group_key_free(k);
	group_free(group);
	group_free(point);
	buf_release(&map_ic);
	buf_release(&joined);
}

/* An old answer of the chip in a new record. */
static void
replayed(void)
{
	static const char nonce[] = "0123456789ABCDEF";
	struct evidence_given *g = fresh(&alone, &first);

	g->nonce = SLICE(nonce);
	comes_to(&alone, false, UNSEALED "aa.challenge:broken "
	    "ca.proof:not-done " STALE CLONE, "another nonce");
	g = fresh(&alone, &first);
	g->read_at = SLICE("2026-02-01T08:00:00+07:00");
	comes_to(&alone, false, UNSEALED "aa.challenge:broken "
	    "ca.proof:not-done " STALE CLONE, "another time");
	g->aa.bound = (struct slice){ NULL, 0 };
	comes_to(&alone, false, UNSEALED "aa.challenge:odd ca.proof:not-done "
	    STALE WORD, "without the word that it is bound");
	g->aa.bound = SLICE("false");
	comes_to(&alone, false, UNSEALED "aa.challenge:odd ca.proof:not-done "
	    STALE WORD, "not bound");
	g = fresh(&alone, &first);
	g->nonce = (struct slice){ NULL, 0 };
	comes_to(&alone, false, UNSEALED "aa.challenge:broken "
	    "ca.proof:not-done " STALE CLONE, "no nonce");
	g = fresh(&alone, &first);
	g->aa.bound = (struct slice){ NULL, 0 };
	comes_to(&alone, true, UNSEALED "ca.proof:not-done " STALE,
	    "bound, though the word is missing");
}

static void
stripped(void)
{
	struct evidence_given *g = fresh(&alone, &first);

	g->file[LDS_DG15] = (struct slice){ NULL, 0 };
	comes_to(&alone, false, UNSEALED "aa.key:forbidden "
	    "aa.signature:not-done ca.proof:not-done " STALE WORD, "no DG15");
	memset(&g->aa, 0, sizeof g->aa);
	comes_to(&alone, false, UNSEALED "aa.signature:not-done "
	    "ca.proof:not-done " STALE WORD, "nor a word of it");
	g->file[LDS_DG14] = (struct slice){ NULL, 0 };
	comes_to(&alone, false, UNSEALED "aa.signature:not-done "
	    "ca.key:forbidden ca.proof:not-done downgrade.infos:not-done "
	    "downgrade.ca:not-done " STALE WORD, "no DG14");
	g = fresh(&alone, &first);
	memset(&g->aa, 0, sizeof g->aa);
	memset(&g->ca, 0, sizeof g->ca);
	comes_to(&alone, false, UNSEALED "aa.signature:odd ca.proof:not-done "
	    "downgrade.ca:odd " STALE WORD, "the proofs taken out");
}

/* n - x for x, in place. */
static void
mirror(const BIGNUM *n, uint8_t *x, int size)
{
	BIGNUM *v = BN_bin2bn(x, size, NULL);

	if (v == NULL || !BN_sub(v, n, v) || BN_bn2binpad(v, x, size) != size)
		exit(2);
	BN_free(v);
}

/* Another number in the place of the signature's last `size` octets is a
 * signature as well: a list of proofs seen must not take it for another. */
static void
mirrored(const struct made *m, const BIGNUM *n, size_t size,
    const char *name)
{
	struct evidence_given *g = fresh(&knows, m);
	uint8_t sig[256], once[AA_RND];

	if (!OK(n != NULL && g->aa.sig.n <= sizeof sig &&
	    g->aa.sig.n >= size, "%s: a signature", name))
		return;
	comes_to(&knows, true, UNSEALED "ca.proof:not-done " STALE, name);
	if (!OK(knows.out.aa_once.n == sizeof once, "it is to come once"))
		return;
	memcpy(once, knows.out.aa_once.p, sizeof once);
	memcpy(sig, g->aa.sig.p, g->aa.sig.n);
	mirror(n, sig + g->aa.sig.n - size, (int)size);
	g->aa.sig.p = (char *)sig;
	comes_to(&knows, true, UNSEALED "ca.proof:not-done " STALE,
	    "its mirror image is a signature too");
	OK(slice_eq(knows.out.aa_once, (struct slice){ (char *)once,
	    sizeof once }), "and the same proof");
}

/* ECDSA: r, n - s (SEC 1, 4.1.4). RSA: n - s (ISO/IEC 9796-2). */
static void
mirror_images(void)
{
	EC_GROUP *curve = EC_GROUP_new_by_curve_name(NID_brainpoolP256r1);
	struct slice dg15 = octets(&first.r.file[LDS_DG15]), spki;
	const uint8_t *der;
	EVP_PKEY *key = NULL;
	BIGNUM *n = NULL;

	mirrored(&second, EC_GROUP_get0_order(curve), 32, "ECDSA");
	if (tlv_take(&dg15, 0x6f, &spki) == ERR_OK) {
		der = (const uint8_t *)spki.p;
		key = d2i_PUBKEY(NULL, &der, (long)spki.n);
	}
	if (OK(key != NULL && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N,
	    &n), "RSA"))
		mirrored(&first, n, 256, "RSA");
	BN_free(n);
	EVP_PKEY_free(key);
	EC_GROUP_free(curve);
}

static void
seals(void)
{
	struct evidence_given *g = fresh(&knows, &first);
	uint8_t digest[CRYPTO_HASH_MAX];
	struct slice key = { (char *)case_sealer.public, SIGN_PUBLIC };

	reseal(&knows);
	comes_to(&knows, true, "", "sealed");
	OK(knows.out.sealed_by_known && slice_eq(knows.out.aa_once,
	    g->aa.rnd), "said, with the challenge that comes once");
	g->file[LDS_DG2] = octets(&second.r.file[LDS_SOD]);
	comes_to(&knows, true, "seal.signature:broken ca.proof:not-done "
	    STALE, "over another file");
	OK(!knows.out.sealed_by_known, "is no seal");
	fresh(&knows, &first);
	reseal(&knows);
	g->seal.sig = (struct slice){ NULL, 0 };
	comes_to(&knows, true, "seal.signature:forbidden ca.proof:not-done "
	    STALE, "half of one");
	reseal(&knows);
	g->seal.key_id = SLICE("0123");
	comes_to(&knows, true, "seal.signature:not-done " UNSEALED
	    "ca.proof:not-done " STALE, "a name that is none");
	reseal(&knows);
	g->source_mode = SLICE("replay");
	comes_to(&knows, true, "seal.signature:broken ca.proof:not-done "
	    STALE, "of a live read, on a replay");
	reseal(&knows);
	comes_to(&knows, true, "seal.station:odd ca.proof:not-done " STALE,
	    "a station that seals replays");
	unseal(&knows);
	comes_to(&knows, true, UNSEALED "ca.proof:not-done " STALE,
	    "AA convinces in a replay too");
	fresh(&knows, &first);
	reseal(&knows);
	crypto_digest(CRYPTO_SHA256, &key, 1, digest);
	store_distrust(knows.store, digest);
	comes_to(&knows, true, "seal.signature:not-done " UNSEALED
	    "ca.proof:not-done " STALE, "a station that was struck off");
}

int
main(void)
{
	pki = sim_pki_new(NULL, false);
	if (pki == NULL)
		return 2;
	open_all();
	swapped();
	invented_ca();
	invented_cam();
	replayed();
	stripped();
	mirror_images();
	seals();
	close_all();
	sim_pki_free(pki);
	return tap_done();
}
