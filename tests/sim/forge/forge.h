/* SPDX-License-Identifier: ISC */
/* A PKI of good and bad: certificates, EF.SOD, CRLs and records, each wrong in
 * exactly the way that was asked for. Written from RFC 5280, RFC 5652, RFC 4055,
 * RFC 5758 and Doc 9303-10 and -12 alone; nothing here knows lib/
 * (tests/lint/rooms.sh holds that). */
#ifndef FORGE_H
#define FORGE_H

#include <openssl/evp.h>

#include "../card/make.h"

enum { INTEGER = 0x02, BITS = 0x03, OCTETS = 0x04, UTF8 = 0x0c, UTC = 0x17,
	GENERAL = 0x18, PRINTABLE = 0x13, SEQUENCE = 0x30, SET = 0x31 };

/* ---- spec.c: what is wanted, as "key=value ..." ----
 * Keys have a part in front: "ds.usage=certsign". A later word on a key wins.
 * A blank in a value is written "_". */
#define SPEC_MAX 48
struct spec {
	struct {
		char key[24], value[200];
		bool used;
	} pair[SPEC_MAX];
	size_t n;
};
void spec_add(struct spec *s, const char *text);	/* dies of nonsense */
/* The value of part.key, or `otherwise`. */
const char *spec_get(struct spec *s, const char *part, const char *key,
    const char *otherwise);
bool spec_is(struct spec *s, const char *part, const char *key,
    const char *value);
/* Everything of some parts ("csca.", "link."), for a name: appended. */
void spec_text(const struct spec *s, const char *part, struct sim_bytes *out);
/* That part was used when the same words came before. */
void spec_seen(struct spec *s, const char *part);
/* Dies where a key was never asked for: a typing mistake in a case. */
void spec_all_used(const struct spec *s, const char *name);

/* ---- key.c ---- */
struct forge_key {
	char name[160];
	EVP_PKEY *key;
	bool rsa;
	struct sim_bytes spki;
	uint8_t id[20];			/* SHA-1 of the key's octets */
};
/* alg: p256 bp384 rsa2048 rsa2048e3 ...; form: named, explicit, generator ...;
 * the same key for the same three words. Lives as long as the program. */
const struct forge_key *forge_key(const char *alg, const char *form,
    const char *pool);

/* ---- sign.c: "sha256", "pss/sha256/salt20/mgfsha1", "raw/sha1", "bad" ---- */
struct forge_alg {
	const char *md, *mgf;
	bool pss, raw, no_null, bad, plain, odd, high, zero;
	int salt, trailer;
};
void forge_alg_parse(const char *text, struct forge_alg *out);
void forge_alg_write(const struct forge_alg *a, bool rsa,
    struct sim_bytes *out);
void forge_hash_write(const char *md, bool null, struct sim_bytes *out);
size_t forge_hash(const char *md, const void *p, size_t n, uint8_t out[64]);
/* The signature alone; appended. */
void forge_sign(const struct forge_key *k, const struct forge_alg *a,
    const void *p, size_t n, struct sim_bytes *out);

/* ---- cert.c ---- */
struct forge_cert {
	const struct forge_key *key;
	struct sim_bytes der, name, issuer, serial;	/* name: the subject */
	char country[8];
	/* The settings say where it has to lie: "anchors", "known", "none". */
	const char *where;
};
void forge_cert(struct spec *s, const char *part, const struct forge_key *key,
    const struct forge_cert *issuer, const struct forge_cert *other,
    struct forge_cert *out);
void forge_cert_clear(struct forge_cert *c);
void forge_time(const char *day, const char *how, struct sim_bytes *out);

/* ---- cms.c ---- */
struct cms_signers {
	const struct forge_cert *ds, *other;
};
void forge_cms(struct spec *s, const char *part, const char *type,
    const struct sim_bytes *content, const struct cms_signers *by,
    struct sim_bytes *out);

/* ---- lds.c: files of the card, and the object with their hashes ---- */
struct forge_card {
	struct sim_profile profile;
	struct sim_bytes file[SIM_FILES];
};
void forge_files(struct spec *s, struct forge_card *c);
void forge_object(struct spec *s, const struct forge_card *c,
    struct sim_bytes *out);
/* What happens to files after they were signed. */
void forge_damage(struct spec *s, struct forge_card *c);
void forge_card_clear(struct forge_card *c);

/* ---- crl.c ---- */
void forge_crl(struct spec *s, const struct forge_cert *csca,
    const struct forge_cert *other, const struct forge_cert *ds,
    struct sim_bytes *out);

/* ---- chain.c: the authorities of a case, made once for the same words ---- */
struct forge_chain {
	const struct forge_cert *csca, *other, *link[3], *issuer;
	size_t links;
	struct forge_cert ds;
};
struct forge_dir;
void forge_chain(struct spec *s, struct forge_dir *d, struct forge_chain *out);
void forge_chain_clear(struct forge_chain *c);

/* ---- store.c: DIR/trust as lib/shelf/shelf.h has it ---- */
struct forge_dir {
	const char *path;
	unsigned number;
	FILE *cases;
};
void forge_dir_open(struct forge_dir *d, const char *path);
void forge_dir_close(struct forge_dir *d);
/* folder: "anchors", "known", "crls". */
void forge_put(struct forge_dir *d, const char *folder, const char *kind,
    const struct sim_bytes *der);
void forge_file(struct forge_dir *d, const char *name,
    const struct sim_bytes *content);

/* ---- record.c ----
 * check: what has to have the result of this class (lib/trust/finding.h names
 * the classes); also: "check=class,...": what else has to; neighbour: the case
 * beside it in which that check passes (NULL: "good"). */
struct forge_case {
	const char *name, *check, *class, *settings, *also, *neighbour;
};
void forge_record(struct spec *s, const struct forge_card *c,
    const struct forge_case *what, FILE *to);

/* ---- cases*.c; forge_case_at gives NULL after the last ---- */
const struct forge_case *forge_case_at(size_t i);
extern const struct forge_case cases_good[], cases_sod[], cases_cms[],
    cases_signer[], cases_authority[], cases_record[];

/* ---- list.c: OUT/lists/NAME/trust, "believed-..." and "not-..." ---- */
void forge_lists(const char *out);

/* ---- draw.c: combinations by chance, the same for the same number ---- */
void forge_draw(unsigned number, struct sim_bytes *settings,
    struct sim_bytes *expect);		/* NUL-terminated */
void forge_mutate(unsigned number, struct sim_bytes *settings);

#endif
