/* SPDX-License-Identifier: ISC */
/* PACE, the terminal's side: one function per step, none of which sends. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tlv.h"
#include "chip/group.h"
#include "chip/pace.h"

#define MAX_NONCE 64
#define MAX_CA_IC 96

/* Dynamic Authentication Data (Doc 9303-11, 4.4.5). */
enum { DYNAMIC = 0x7c, NONCE = 0x80, MAP_IFD, MAP_IC, KEY_IFD, KEY_IC,
    TOKEN_IFD, TOKEN_IC, CAM_DATA = 0x8a };

struct pace {
	struct pace_info info;			/* oid in `oid` */
	struct buf oid;
	enum pace_password kind;
	struct group *group, *mapped;
	struct group_key *map, *key;
	struct buf nonce, ours;			/* IM: our nonce */
	struct buf map_ic, ca_ic;
	uint8_t k_pi[CRYPTO_KEY_MAX], ks_enc[CRYPTO_KEY_MAX],
	    ks_mac[CRYPTO_KEY_MAX];
	uint8_t token_ic[CRYPTO_MAC_SIZE];	/* as it has to be */
};

/* The password's key K_pi (9.7.3): the CAN's digits as they are, or SHA-1 of
 * the MRZ_information, all of its octets. */
static void
password_key(struct pace *p, struct slice secret)
{
	uint8_t digest[CRYPTO_HASH_MAX];

	if (p->kind == PACE_MRZ) {
		crypto_digest(CRYPTO_SHA1, &secret, 1, digest);
		secret = (struct slice){ (char *)digest,
		    crypto_hash_size(CRYPTO_SHA1) };
	}
	crypto_kdf(p->info.cipher, secret, 3, p->k_pi);
	mem_wipe(digest, sizeof digest);
}

enum err
pace_new(const struct pace_info *info, enum pace_password kind,
    struct slice secret, struct pace **out)
{
	struct group *group = NULL;
	struct pace *p;
	enum err e;

	if (info->mapping == PACE_CAM &&
	    (!info->ec || info->cipher == CRYPTO_3DES))
		return ERR_UNSUPPORTED;
	e = group_standard(info->param, &group);
	if (e != ERR_OK)
		return e;
	/* Appendix B: P-224 has no integrated mapping. */
	if (group_is_ec(group) != info->ec ||
	    (info->mapping == PACE_IM && info->param == 10)) {
		group_free(group);
		return ERR_UNSUPPORTED;
	}
	p = xcalloc(1, sizeof *p);
	p->info = *info;
	buf_add_slice(&p->oid, info->oid);
	p->info.oid = buf_slice(&p->oid);
	p->kind = kind;
	p->group = group;
	password_key(p, secret);
	*out = p;
	return ERR_OK;
}

void
pace_free(struct pace *p)
{
	if (p == NULL)
		return;
	group_free(p->group);
	group_free(p->mapped);
	group_key_free(p->map);
	group_key_free(p->key);
	buf_release(&p->oid);
	buf_wipe(&p->nonce);
	buf_wipe(&p->ours);
	buf_release(&p->map_ic);
	buf_release(&p->ca_ic);
	mem_wipe(p, sizeof *p);
	free(p);
}

static void
add_octet(struct buf *out, uint32_t tag, int value)
{
	char c = (char)value;

	tlv_add(out, tag, (struct slice){ &c, 1 });
}

void
pace_mse(const struct pace *p, struct buf *out)
{
	tlv_add(out, 0x80, p->info.oid);
	add_octet(out, 0x83, p->kind);
	if (p->info.ambiguous)
		add_octet(out, 0x84, p->info.param);
}

/* One object inside the Dynamic Authentication Data. */
static void
add_dynamic(struct buf *out, uint32_t tag, struct slice value)
{
	struct buf in = { 0 };

	tlv_add(&in, tag, value);
	tlv_add(out, DYNAMIC, buf_slice(&in));
	buf_release(&in);
}

/* An answer that holds this one object and nothing else. */
static enum err
only(struct slice answer, uint32_t tag, struct slice *value)
{
	struct slice in;

	if (tlv_take(&answer, DYNAMIC, &in) != ERR_OK || answer.n != 0 ||
	    tlv_take(&in, tag, value) != ERR_OK || in.n != 0)
		return ERR_LINK;
	return ERR_OK;
}

void
pace_nonce(const struct pace *p, struct buf *out)
{
	(void)p;
	tlv_add(out, DYNAMIC, SLICE(""));
}

/* The nonce's size for integrated mapping, l: of one block for 3DES and
 * AES-128 (where the blocks of 3DES count as 128 bits), of two for longer keys
 * (4.4.3.3). */
static size_t
im_nonce_size(enum crypto_cipher c)
{
	return c == CRYPTO_3DES || c == CRYPTO_AES128 ? 16 : 32;
}

/* s out of z. With generic mapping the card chooses how many blocks
 * (4.4.3.3). */
static enum err
open_nonce(struct pace *p, struct slice z)
{
	size_t block = crypto_block_size(p->info.cipher);
	struct crypto_key *k;

	if (z.n == 0 || z.n % block != 0 || z.n > MAX_NONCE ||
	    (p->info.mapping == PACE_IM &&
	    z.n != im_nonce_size(p->info.cipher)))
		return ERR_LINK;
	buf_grow(&p->nonce, z.n);
	k = crypto_key_new(p->info.cipher, p->k_pi);
	crypto_decrypt(k, NULL, z.p, z.n, p->nonce.p);
	crypto_key_free(k);
	p->nonce.n = z.n;
	return ERR_OK;
}

enum err
pace_map(struct pace *p, struct slice answer, const struct random *r,
    struct buf *out)
{
	size_t t = crypto_key_size(p->info.cipher);
	struct slice z;
	enum err e;

	assert(p->nonce.n == 0);
	e = only(answer, NONCE, &z);
	if (e == ERR_OK)
		e = open_nonce(p, z);
	if (e != ERR_OK)
		return e;
	if (p->info.mapping != PACE_IM) {
		e = group_key_new(p->group, r, &p->map);
		if (e == ERR_OK)
			add_dynamic(out, MAP_IFD, group_public(p->map));
		return e;
	}
	buf_grow(&p->ours, t);
	e = r->fill(r->ctx, (uint8_t *)p->ours.p, t);
	if (e != ERR_OK)
		return e;
	p->ours.n = t;
	add_dynamic(out, MAP_IFD, buf_slice(&p->ours));
	return ERR_OK;
}

/* R(s,t) of 4.4.3.3.2: k_0 = E(t, s), then x_i = E(k_i-1, c1) and
 * k_i = E(k_i-1, c0), keys cut to the cipher's size, until there are 64 bits
 * more than p has. */
static void
pseudo_random(const struct pace *p, struct buf *r)
{
	static const char c0[2][33] = {
	    "\xa6\x68\x89\x2a\x7c\x41\xe3\xca\x73\x9f\x40\xb0\x57\xd8\x59\x04",
	    "\xd4\x63\xd6\x52\x34\x12\x4e\xf7\x89\x70\x54\x98\x6d\xca\x0a\x17"
	    "\x4e\x28\xdf\x75\x8c\xba\xa0\x3f\x24\x06\x16\x41\x4d\x5a\x16\x76"
	};
	static const char c1[2][33] = {
	    "\xa4\xe1\x36\xac\x72\x5f\x73\x8b\x01\xc1\xf6\x02\x17\xc1\x88\xad",
	    "\x54\xbd\x72\x55\xf0\xaa\xf8\x31\xbe\xc3\x42\x3f\xcf\x39\xd6\x9b"
	    "\x6c\xbf\x06\x66\x77\xd0\xfa\xae\x5a\xad\xd9\x9d\xf8\xe5\x35\x17"
	};
	enum crypto_cipher c = p->info.cipher;
	size_t l = im_nonce_size(c), size = group_field_size(p->group) + 8;
	uint8_t key[CRYPTO_KEY_MAX];
	struct crypto_key *k = crypto_key_new(c, (uint8_t *)p->ours.p);

	assert(l <= sizeof key && p->nonce.n == l);
	crypto_encrypt(k, NULL, p->nonce.p, l, key);
	while (r->n < size) {
		crypto_key_free(k);
		k = crypto_key_new(c, key);
		buf_grow(r, l);
		crypto_encrypt(k, NULL, c1[l > 16], l, r->p + r->n);
		r->n += l;
		crypto_encrypt(k, NULL, c0[l > 16], l, key);
	}
	crypto_key_free(k);
	mem_wipe(key, sizeof key);
}

static enum err
map_integrated(struct pace *p, struct slice answer)
{
	struct slice empty;
	struct buf r = { 0 };
	enum err e;

	if (only(answer, MAP_IC, &empty) != ERR_OK || empty.n != 0)
		return ERR_LINK;
	pseudo_random(p, &r);
	e = group_map_integrated(p->group, buf_slice(&r), &p->mapped);
	buf_wipe(&r);
	return e == ERR_FORMAT ? ERR_HOSTILE : e;
}

/* 4.4.1: the two sides' keys differ, or a mirror would pass. Integers of DH
 * may come with leading zeros; a point begins with 04. */
static bool
is_ours(const struct group_key *k, struct slice theirs)
{
	while (theirs.n > 0 && theirs.p[0] == 0) {
		theirs.p++;
		theirs.n--;
	}
	return slice_eq(theirs, group_public(k));
}

static enum err
map_generic(struct pace *p, struct slice answer)
{
	struct slice theirs;

	if (only(answer, MAP_IC, &theirs) != ERR_OK)
		return ERR_LINK;
	if (is_ours(p->map, theirs) ||
	    group_map_generic(p->map, theirs, buf_slice(&p->nonce),
	    &p->mapped) != ERR_OK)
		return ERR_HOSTILE;
	buf_add_slice(&p->map_ic, theirs);
	return ERR_OK;
}

enum err
pace_agree(struct pace *p, struct slice answer, const struct random *r,
    struct buf *out)
{
	enum err e;

	assert(p->nonce.n != 0 && p->mapped == NULL);
	e = p->info.mapping == PACE_IM ? map_integrated(p, answer) :
	    map_generic(p, answer);
	if (e == ERR_OK)
		e = group_key_new(p->mapped, r, &p->key);
	if (e == ERR_OK)
		add_dynamic(out, KEY_IFD, group_public(p->key));
	return e;
}

/* The token over a public key: its data object 7F49 { OID, 86 point or 84
 * number } (9.4.5). */
static void
token(const struct pace *p, struct crypto_key *mac, struct slice public,
    uint8_t out[CRYPTO_MAC_SIZE])
{
	struct buf in = { 0 }, all = { 0 };
	struct slice part;

	tlv_add(&in, 0x06, p->info.oid);
	tlv_add(&in, p->info.ec ? 0x86 : 0x84, public);
	tlv_add(&all, 0x7f49, buf_slice(&in));
	if (p->info.cipher == CRYPTO_3DES)
		crypto_pad(&all, crypto_block_size(CRYPTO_3DES));
	part = buf_slice(&all);
	crypto_mac(mac, &part, 1, out);
	buf_release(&all);
	buf_release(&in);
}

enum err
pace_token(struct pace *p, struct slice answer, struct buf *out)
{
	struct buf secret = { 0 };
	struct slice theirs;
	struct crypto_key *mac;
	uint8_t t[CRYPTO_MAC_SIZE];

	assert(p->key != NULL);
	if (only(answer, KEY_IC, &theirs) != ERR_OK)
		return ERR_LINK;
	if (is_ours(p->key, theirs) ||
	    group_agree(p->key, theirs, &secret) != ERR_OK) {
		buf_wipe(&secret);
		return ERR_HOSTILE;
	}
	crypto_kdf(p->info.cipher, buf_slice(&secret), 1, p->ks_enc);
	crypto_kdf(p->info.cipher, buf_slice(&secret), 2, p->ks_mac);
	buf_wipe(&secret);
	mac = crypto_key_new(p->info.cipher, p->ks_mac);
	token(p, mac, theirs, t);
	token(p, mac, group_public(p->key), p->token_ic);
	crypto_key_free(mac);
	add_dynamic(out, TOKEN_IFD, (struct slice){ (char *)t, sizeof t });
	return ERR_OK;
}

/* Chip-authentication data: CA_IC, padded, under KSenc; its initial vector is
 * the encryption of -1 (4.4.3.5.4). */
static enum err
open_cam(struct pace *p, struct slice data)
{
	uint8_t ones[CRYPTO_BLOCK_MAX], iv[CRYPTO_BLOCK_MAX];
	struct crypto_key *k;
	enum err e;
	size_t n;

	if (data.n == 0 || data.n % CRYPTO_BLOCK_MAX != 0 ||
	    data.n > MAX_CA_IC)
		return ERR_HOSTILE;
	memset(ones, 0xff, sizeof ones);
	buf_grow(&p->ca_ic, data.n);
	k = crypto_key_new(p->info.cipher, p->ks_enc);
	crypto_encrypt(k, NULL, ones, sizeof ones, iv);
	crypto_decrypt(k, iv, data.p, data.n, p->ca_ic.p);
	crypto_key_free(k);
	e = crypto_unpad((struct slice){ p->ca_ic.p, data.n }, &n);
	if (e != ERR_OK || n == 0)
		return ERR_HOSTILE;
	p->ca_ic.n = n;
	return ERR_OK;
}

/* Beside the token an answer may have what Terminal Authentication would
 * need (DO'87', DO'88'). */
enum err
pace_finish(struct pace *p, struct slice answer, struct sm **out)
{
	struct slice in;
	struct tlv t, cam;
	enum err e;

	assert(p->key != NULL);
	if (tlv_take(&answer, DYNAMIC, &in) != ERR_OK || answer.n != 0 ||
	    tlv_find(in, TOKEN_IC, &t) != ERR_OK ||
	    t.value.n != CRYPTO_MAC_SIZE)
		return ERR_LINK;
	if (!crypto_same(t.value.p, p->token_ic, CRYPTO_MAC_SIZE))
		return ERR_HOSTILE;
	if (p->info.mapping == PACE_CAM) {
		if (tlv_find(in, CAM_DATA, &cam) != ERR_OK)
			return ERR_LINK;
		e = open_cam(p, cam.value);
		if (e != ERR_OK)
			return e;
	}
	*out = sm_new(p->info.cipher, p->ks_enc, p->ks_mac, NULL);
	return ERR_OK;
}

void
pace_cam(const struct pace *p, struct slice *map_ic, struct slice *ca_ic)
{
	*map_ic = buf_slice(&p->map_ic);
	*ca_ic = buf_slice(&p->ca_ic);
}

/* Any key of EF.CardSecurity in PACE's own group will do: a card with several
 * names none in its answer. */
enum err
pace_cam_check(const struct security_infos *card_security, int param,
    struct slice map_ic, struct slice ca_ic)
{
	struct group *g, *own;
	struct slice public;
	enum err e = ERR_HOSTILE;
	size_t i;

	if (group_standard(param, &g) != ERR_OK)
		return ERR_HOSTILE;
	for (i = 0; e != ERR_OK && i < card_security->keys; i++) {
		if (group_spki(card_security->key[i].spki, &own, &public) !=
		    ERR_OK)
			continue;
		if (group_is_ec(own) &&
		    strcmp(group_name(own), group_name(g)) == 0 &&
		    group_is_product(g, map_ic, ca_ic, public))
			e = ERR_OK;
		group_free(own);
	}
	group_free(g);
	return e;
}
