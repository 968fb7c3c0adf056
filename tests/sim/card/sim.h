/* SPDX-License-Identifier: ISC */
/* A citizen card in software: chip, files, and the authority that signs it.
 * Written from Doc 9303, TR-03110 and ISO/IEC 7816-4 alone: nothing here knows
 * lib/, for a mirror would hide the same mistake twice (tests/lint/rooms.sh
 * holds that). Everybody in it is invented. */
#ifndef SIM_CARD_H
#define SIM_CARD_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define SIM_MAX_ANSWER 65538

/* Octets that the simulation owns. All zero is empty. */
struct sim_bytes {
	uint8_t *p;
	size_t n, cap;
};
void sim_add(struct sim_bytes *b, const void *p, size_t n);
void sim_clear(struct sim_bytes *b);		/* frees */

/* Who the card belongs to. Texts in UTF-8; NULL: the field is missing in DG13,
 * "": it is there and empty. Dates YYYYMMDD; expires NULL: no end (991231). */
struct sim_person {
	const char *id, *name, *born, *sex;	/* sex "M" or "F" */
	const char *nationality, *ethnicity, *religion, *hometown, *residence,
	    *marks, *issued, *expires, *father, *mother, *spouse, *old_id,
	    *serial;
};

enum sim_file {
	SIM_CARD_ACCESS, SIM_CARD_SECURITY, SIM_COM, SIM_SOD,
	SIM_DG1, SIM_DG2, SIM_DG3, SIM_DG4, SIM_DG5, SIM_DG6, SIM_DG7, SIM_DG8,
	SIM_DG9, SIM_DG10, SIM_DG11, SIM_DG12, SIM_DG13, SIM_DG14, SIM_DG15,
	SIM_DG16, SIM_FILES
};

enum sim_mapping { SIM_GM, SIM_IM, SIM_CAM };
enum sim_cipher { SIM_3DES, SIM_AES128, SIM_AES192, SIM_AES256 };
enum sim_aa { SIM_AA_NONE, SIM_AA_RSA, SIM_AA_ECDSA };
enum sim_parents { SIM_PARENTS_TWO, SIM_PARENTS_ONE };
/* NONE: DG2 without a picture; NO_FILE: no DG2. */
enum sim_face { SIM_FACE_JPEG, SIM_FACE_JP2, SIM_FACE_39794, SIM_FACE_NONE,
	SIM_FACE_NO_FILE };
/* What a READ BINARY past the end of a file gives. */
enum sim_eof { SIM_EOF_6282, SIM_EOF_9000, SIM_EOF_6CXX, SIM_EOF_6B00 };

struct sim_profile {
	const char *name, *about;	/* "2021", "one line for --list" */
	struct sim_person person;
	/* access: pace_param < 0: no PACE; card_access false: not readable */
	int pace_param;
	enum sim_mapping mapping;	/* SIM_CAM: GM is offered beside it */
	bool pace_dh;			/* pace_param is a DH group then */
	enum sim_cipher pace_cipher;
	bool can, mrz, bac;		/* which passwords open it */
	bool card_access;
	uint16_t select_mf;		/* status word of SELECT MF: 9000 ... */
	uint16_t wrong_token;		/* of a wrong terminal token: 6300 */
	/* proofs */
	int ca_param;			/* < 0: none */
	bool ca_dh;
	enum sim_cipher ca_cipher;
	bool ca_explicit;		/* key with explicit EC parameters */
	bool ca_standard;		/* in EF.CardSecurity: by number */
	int ca_key_id;			/* < 0: none */
	enum sim_aa aa;
	const char *aa_hash;		/* "SHA1" (trailer BC), "SHA256" ... */
	/* reading */
	bool short_only;		/* 6700 to every long APDU */
	enum sim_eof eof;
	bool td3;			/* a passport: DG1 of TD3, no DG13 */
	bool dg11, dg12, dg16, com_differs;
	enum sim_face face;
	size_t face_size;		/* of the picture, about; 0: 14,800 */
	enum sim_parents parents;
	bool dg13_utf8_only, dg13_shuffled;
	const char *atr;		/* hex */
};
/* The named profiles: "2021", "2024", "child", "forever", "short", "parents",
 * "sparse", "long", ... NULL: none of that name. Index past the last: NULL. */
const struct sim_profile *sim_profile_named(const char *name);
const struct sim_profile *sim_profile_at(size_t i);
/* Changes one: "mapping=im pace=16 short=yes", the keys as in setting.c; false:
 * no such key or value. */
bool sim_profile_set(struct sim_profile *p, const char *settings);
/* The n-th invented person, for crowds: all strings live in `*p` afterwards. */
struct sim_crowd {
	struct sim_person person;
	char text[20][160];
};
void sim_crowd(unsigned n, struct sim_crowd *out);
/* What the printed code says of the person: seven fields, or the eleven of
 * cards since July 2024. Added to `out`. */
void sim_payload(const struct sim_person *p, struct sim_bytes *out);

/* The authority: CSCA P-384, document signer brainpoolP384r1, both with
 * explicit parameters where asked. `dir` NULL: made anew; else read from there,
 * made and written when it is not there (csca.pem, csca.key, ds.key, and a
 * ds-YYYYqN.pem for each quarter of a year in which cards were issued).
 * NULL with a word on stderr when it cannot be had. */
struct sim_pki;
struct sim_pki *sim_pki_new(const char *dir, bool explicit_parameters);
void sim_pki_free(struct sim_pki *p);
/* DER */
void sim_pki_csca(const struct sim_pki *p, struct sim_bytes *out);

/* Keys that live on the card. Owned by the files. EVP_PKEY behind void. */
struct sim_issue {
	struct sim_bytes file[SIM_FILES];	/* empty: not on the card */
	void *ca_key, *aa_key;
};
/* Personalises: every file of the profile, signed. False with a word on
 * stderr. */
bool sim_issue(const struct sim_profile *p, const struct sim_pki *pki,
    struct sim_issue *out);
void sim_issue_free(struct sim_issue *i);
/* What BAC and PACE take: number, birth, expiry with check digits (24). */
void sim_mrz_info(const struct sim_profile *p, char out[64]);

/* Faults: what the card does wrong at APDU number `at` (from 1) since power-on
 * or, with `times` > 1, from there on so often. */
enum sim_fault_kind {
	SIM_F_NONE,
	SIM_F_GONE,		/* taken away instead of answering */
	SIM_F_TORN,		/* a part of the answer, then taken away */
	SIM_F_CUT,		/* a shorter answer, the card stays */
	SIM_F_ONE,		/* one octet */
	SIM_F_SILENT,		/* never answers */
	SIM_F_SLOW,		/* answers after 1.5 s */
	SIM_F_SPLIT,		/* in two pieces with 3 s between them */
	SIM_F_EXTRA,		/* an unasked frame before the answer */
	SIM_F_SW,		/* a bare status word: `value` */
	SIM_F_SW_MACED,		/* the status word under secure messaging */
	SIM_F_WARN,		/* the right data, but 6282 */
	SIM_F_FLIP,	/* one bit of the answer wrong: `value` says which */
	SIM_F_MAC,		/* the MAC wrong (plain: the last data octet) */
	SIM_F_TOKEN,		/* its PACE token, its BAC answer wrong */
	SIM_F_CLONE,	/* CA or AA with a key that is not the signed one */
	SIM_F_REFLECT,		/* gives our ephemeral key back */
	SIM_F_INFINITY,		/* a point that is not on the curve */
	SIM_F_REPLAY,		/* the answer before once more */
	SIM_F_LONG,		/* a file that claims 16 MB */
	SIM_F_RESET,		/* another program reset it: state is lost */
	SIM_FAULT_KINDS
};
struct sim_fault {
	enum sim_fault_kind kind;
	unsigned at, times;
	unsigned value;
};
const char *sim_fault_name(enum sim_fault_kind k);
/* "gone@17", "sw:6A82@20", "flip:3@9x2". False: no such fault. */
bool sim_fault_parse(const char *text, struct sim_fault *out);

/* The chip. Borrows profile and issue. */
struct sim_card;
struct sim_card *sim_card_new(const struct sim_profile *p,
    const struct sim_issue *files);
void sim_card_free(struct sim_card *c);
void sim_card_fault(struct sim_card *c, const struct sim_fault *f);
void sim_card_power(struct sim_card *c);	/* on, or reset */
size_t sim_card_atr(const struct sim_card *c, uint8_t out[33]);

/* One command. The answer with status word is in `out`; *event says how it
 * travels. */
enum sim_event {
	SIM_ANSWER,		/* whole */
	SIM_GONE_NOW,		/* nothing, and the card is gone */
	SIM_TORN_NOW,	/* out is the part that arrives of a longer one */
	SIM_SILENT_NOW,		/* nothing, ever */
	SIM_SLOW_NOW,		/* whole, after 1.5 s */
	SIM_SPLIT_NOW,		/* whole, with 3 s in the middle */
	SIM_EXTRA_NOW,		/* the ATR as an unasked frame, then whole */
	SIM_RESET_NOW		/* nothing: somebody else reset it */
};
void sim_card_apdu(struct sim_card *c, const uint8_t *cmd, size_t n,
    struct sim_bytes *out, enum sim_event *event);

/* What it has seen since sim_card_new: for tests and benches. */
struct sim_seen {
	unsigned apdus, extended;
	size_t octets_in, octets_out;
	bool pace, bac, ca, aa;		/* done, and right */
	unsigned wrong_keys;
};
void sim_card_seen(const struct sim_card *c, struct sim_seen *out);

/* The card in a virtual reader (vpcd): connects, which inserts it; serves;
 * disconnects, which takes it away. All zero but the port will do. */
struct sim_vpcd {
	const char *host;		/* NULL: 127.0.0.1 */
	int port;
	int wait_ms;			/* so long for the reader to be there */
	/* True: take the card away once it was read: at a reset or power-off
	 * that ends an open session. One that comes without a session is that
	 * of a reader which starts anew, or gives up: then when no command came
	 * for 2 s. With linger_ms always so, after that time. */
	bool once;
	int linger_ms;
	const volatile sig_atomic_t *stop;	/* set by a signal handler */
	FILE *log;		/* commands and answers in hex; or NULL */
};
enum sim_vpcd_end {
	SIM_VPCD_STOPPED,	/* *stop */
	SIM_VPCD_DONE,		/* read, and taken away */
	SIM_VPCD_GONE,		/* taken away by a fault */
	SIM_VPCD_CLOSED,	/* the reader is gone */
	SIM_VPCD_NO_READER	/* nobody listens there */
};
enum sim_vpcd_end sim_vpcd(struct sim_card *c, const struct sim_vpcd *how);

#endif
