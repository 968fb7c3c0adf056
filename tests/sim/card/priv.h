/* SPDX-License-Identifier: ISC */
/* What the files of the chip share. Octets in, octets out; state only in
 * struct sim_card. Clauses are those of Doc 9303-11 where not said
 * otherwise. */
#ifndef SIM_PRIV_H
#define SIM_PRIV_H

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include "sim.h"

#define SIM_MAX_KEY 32		/* AES-256 */
#define SIM_MAX_BLOCK 16
#define SIM_MAX_SECRET 256	/* 2048-bit DH */
#define SIM_MAC 8

#define SW_OK 0x9000
#define SW_END_OF_FILE 0x6282
#define SW_FAILED 0x6300
#define SW_LENGTH 0x6700
#define SW_LAST_EXPECTED 0x6883
#define SW_NO_CHAINING 0x6884
#define SW_SECURITY 0x6982
#define SW_CONDITIONS 0x6985
#define SW_NO_EF 0x6986
#define SW_SM_MISSING 0x6987
#define SW_SM_WRONG 0x6988
#define SW_DATA 0x6A80
#define SW_NOT_FOUND 0x6A82
#define SW_P1P2 0x6A86
#define SW_REFERENCE 0x6A88
#define SW_OFFSET 0x6B00
#define SW_INS 0x6D00
#define SW_CLA 0x6E00

/* ---- crypt.c: hashes, ciphers, keys (9.7, 9.8.6, 9.8.7) ---- */
size_t sim_key_size(enum sim_cipher c);		/* 16, 16, 24, 32 */
size_t sim_block_size(enum sim_cipher c);	/* 8, 16 */
void sim_hash(const char *name, const void *p, size_t n, uint8_t *out);
/* KDF(K, c): 3DES keys with their parity. `out` has SIM_MAX_KEY octets. */
void sim_kdf(enum sim_cipher c, const void *k, size_t n, uint32_t counter,
    uint8_t *out);
/* CBC over whole blocks; `out` may be `in`; iv NULL: zero. */
void sim_encrypt(enum sim_cipher c, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t n, uint8_t *out);
void sim_decrypt(enum sim_cipher c, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t n, uint8_t *out);
/* ISO/IEC 9797-1 padding method 2 up to a whole block. */
void sim_pad(struct sim_bytes *b, size_t block);
/* The length without that padding. False: it is not there. */
bool sim_unpad(const uint8_t *p, size_t *n);
/* 3DES: MAC algorithm 3, whole blocks only; AES: CMAC. Cut to eight octets. */
void sim_mac(enum sim_cipher c, const uint8_t *key, const uint8_t *p, size_t n,
    uint8_t out[SIM_MAC]);
/* Chance, or what a test laid down with sim_card_random. */
void sim_random(struct sim_card *c, void *out, size_t n);

/* ---- tlv.c: definite lengths, tags of one or two octets ---- */
struct sim_tlv {
	unsigned tag;
	const uint8_t *p;
	size_t n;
};
/* Takes the first object off. False: nothing there, or not well formed. */
bool sim_tlv_next(const uint8_t **p, size_t *n, struct sim_tlv *out);
void sim_tlv_put(struct sim_bytes *b, unsigned tag, const void *p, size_t n);
void sim_tlv_head(struct sim_bytes *b, unsigned tag, size_t n);

/* ---- group.c, dh.c, ec.c: the standardized domain parameters (9.5.1) ---- */
struct sim_group {
	bool dh;
	int param;
	EC_GROUP *ec;
	BIGNUM *p, *q, *g;	/* EC: p and the order; g NULL */
	size_t size, order_size;	/* octets of p and of q */
	BN_CTX *ctx;
};
/* A point or a number. All zero is none. */
struct sim_elem {
	EC_POINT *pt;
	BIGNUM *y;
};
/* NULL: no such parameters. */
struct sim_group *sim_group_new(bool dh, int param);
void sim_group_free(struct sim_group *g);
void sim_elem_clear(struct sim_elem *e);
/* Uncompressed point or unsigned integer, validated: on the curve, not the
 * neutral element, in the subgroup. */
bool sim_elem_read(struct sim_group *g, const uint8_t *p, size_t n,
    struct sim_elem *out);
void sim_elem_write(struct sim_group *g, const struct sim_elem *e,
    struct sim_bytes *out);
bool sim_elem_same(struct sim_group *g, const struct sim_elem *a,
    const struct sim_elem *b);
/* out = k * base; base NULL: the generator. */
void sim_elem_times(struct sim_group *g, const struct sim_elem *base,
    const BIGNUM *k, struct sim_elem *out);
void sim_elem_plus(struct sim_group *g, const struct sim_elem *a,
    const struct sim_elem *b, struct sim_elem *out);
bool sim_elem_neutral(struct sim_group *g, const struct sim_elem *e);
/* x-coordinate, or the number, with the octets of p. Returns how many. */
size_t sim_elem_secret(struct sim_group *g, const struct sim_elem *e,
    uint8_t out[SIM_MAX_SECRET]);
/* From 1 to q-1. */
BIGNUM *sim_scalar(struct sim_card *c, struct sim_group *g);
/* The element of Integrated Mapping for a number (4.4.3.3.2, appendix B);
 * false: none, choose again. */
bool sim_elem_encode(struct sim_group *g, const BIGNUM *t,
    struct sim_elem *out);
/* Those of one curve or of one field. */
void sim_ec_init(struct sim_group *g);
bool sim_ec_encode(struct sim_group *g, const BIGNUM *t, EC_POINT *out);
void sim_dh_init(struct sim_group *g);
bool sim_dh_encode(struct sim_group *g, const BIGNUM *t, BIGNUM *out);

/* ---- the command as it was sent, and as it is under secure messaging ---- */
struct sim_apdu {
	uint8_t cla, ins, p1, p2;
	const uint8_t *data;
	size_t lc;
	size_t le;	/* 0: absent; 256, 65536: "as many as there are" */
	bool le_open;		/* it was zero octets */
	bool extended;
	size_t room;		/* data octets that an answer can carry */
};
/* ISO/IEC 7816-4, 5.1: the four cases, short and extended. */
bool sim_apdu_parse(const uint8_t *p, size_t n, struct sim_apdu *out);

/* ---- sm.c: secure messaging (9.8) ---- */
struct sim_sm {
	bool on;
	enum sim_cipher cipher;
	uint8_t enc[SIM_MAX_KEY], mac[SIM_MAX_KEY], ssc[SIM_MAX_BLOCK];
};
/* KSenc and KSmac of a shared secret, counter zero. */
void sim_sm_start(struct sim_sm *s, enum sim_cipher c, const void *secret,
    size_t n);
/* SW_OK: *a is the plain command, its data in `plain`. */
uint16_t sim_sm_open(struct sim_sm *s, struct sim_apdu *a,
    struct sim_bytes *plain);
void sim_sm_close(struct sim_sm *s, uint8_t ins, const struct sim_bytes *data,
    uint16_t sw, struct sim_bytes *out);
/* Plain octets that fit an answer of `le`. */
size_t sim_sm_room(const struct sim_sm *s, size_t le);

/* ---- the chip ---- */
enum sim_step { STEP_NONE, STEP_NONCE, STEP_MAP, STEP_AGREE, STEP_TOKEN,
	STEP_CA };
struct sim_pace {
	enum sim_step step;	/* which GENERAL AUTHENTICATE is next */
	enum sim_mapping mapping;	/* that the terminal chose */
	uint8_t oid[16];
	size_t oid_n;
	uint8_t key[SIM_MAX_KEY];		/* of the password */
	uint8_t nonce[SIM_MAX_KEY];
	size_t nonce_n;
	struct sim_elem base, theirs, ours;	/* mapped; ephemeral keys */
	BIGNUM *map_secret;			/* for CAM */
	struct sim_sm sm;			/* once it is through */
};
struct sim_card {
	const struct sim_profile *profile;
	const struct sim_issue *files;
	char mrz[64], can[8];
	struct sim_group *pace_group, *ca_group;
	void *clone;		/* a key that nobody signed */
	/* since power-on */
	unsigned number;	/* of the APDU */
	bool applet, access;
	int ef;			/* enum sim_file, < 0: none selected */
	struct sim_sm sm, next;	/* next.on: from the next command on */
	struct sim_pace pace;
	uint8_t rnd_ic[8];
	bool challenged;
	struct sim_bytes rest;	/* for GET RESPONSE */
	/* for ever */
	struct sim_bytes last;	/* the answer before */
	struct sim_fault fault;
	unsigned fault_left;
	bool faulty;		/* this command is the one */
	struct sim_seen seen;
	struct sim_bytes laid;	/* chance laid down by a test */
	size_t laid_at;
};

/* Handlers: add data to `out`, return the status word. */
typedef uint16_t sim_handler(struct sim_card *c, const struct sim_apdu *a,
    struct sim_bytes *out);
sim_handler sim_select, sim_read_binary, sim_read_binary_odd;	/* ef.c */
sim_handler sim_get_challenge, sim_external_authenticate;	/* bac.c */
sim_handler sim_mse_pace, sim_general_pace;			/* pace.c */
sim_handler sim_mse_ca, sim_mse_kat, sim_general_ca;		/* ca.c */
sim_handler sim_internal_authenticate;				/* aa.c */

void sim_pace_reset(struct sim_card *c);
/* The generator of GM, or of IM with `t`. */
bool sim_map_integrated(struct sim_card *c, const uint8_t *t, size_t n);
bool sim_map_generic(struct sim_card *c, const struct sim_elem *theirs,
    const BIGNUM *secret);
/* The private number of a key that is EC or DH. NULL: it has none. */
BIGNUM *sim_private(void *key);
/* Keys are gone and so are the rights. */
void sim_session_end(struct sim_card *c);

/* ---- fault.c ---- */
/* Whether this command shall go wrong in that way. */
bool sim_faulty(const struct sim_card *c, enum sim_fault_kind k);
/* What is done to the answer as it goes out. */
enum sim_event sim_fault_answer(struct sim_card *c, struct sim_bytes *out);

/* ---- for tests ---- */
/* Octets that the chip takes instead of chance, in this order: RND.IC, K.IC,
 * nonce, private keys, M1. */
void sim_card_random(struct sim_card *c, const void *p, size_t n);
/* Another MRZ information, another CAN than the profile's. NULL: as it is. */
void sim_card_passwords(struct sim_card *c, const char *mrz, const char *can);

#endif
