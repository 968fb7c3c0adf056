/* SPDX-License-Identifier: ISC */
/* Evidence of a card in software before a verifier that knows its authority
 * and, if asked, its station. */
#ifndef TESTS_ACTIVE_CASE_H
#define TESTS_ACTIVE_CASE_H

#include "evidence_made.h"
#include "tap.h"
#include "trust/active.h"

static uint8_t case_seed[SIGN_SEED] = { 7, 7, 7 };
static struct evidence_sealer case_sealer = {
	.seal = simcard_seal, .ctx = case_seed
};

/* A verifier, and the record before it: `g` may be changed between take and
 * judge. */
struct verifier {
	struct store *store;
	struct signer_cache *signers;
	struct signer_times times;
	struct active_case c;
	struct record record;
	struct evidence_given g;
	struct findings fs;
	struct active_result out;
	uint32_t forced;		/* files taken for signed; 0: ask SOD */
};

static inline void
verifier_init(struct verifier *v, bool knows_csca, bool knows_station)
{
	static const struct signer_cache_limits limits = { .max = 8 };
	struct sim_bytes csca = { 0 };

	*v = (struct verifier){ .store = store_new() };
	sim_pki_csca(pki, &csca);
	if (knows_csca && store_add_cert(v->store, (struct slice){
	    (char *)csca.p, csca.n }, STORE_ANCHOR, "test") != ERR_OK)
		exit(2);
	sim_clear(&csca);
	if (sign_public(case_seed, case_sealer.public) != ERR_OK ||
	    (knows_station && store_add_station(v->store, case_sealer.public,
	    "test") != ERR_OK))
		exit(2);
	v->signers = signer_cache_new(v->store, &limits);
	v->times = (struct signer_times){ .has_reading = true,
	    .reading = 1769821200, .has_now = true, .now = 1769821260 };
	v->c = (struct active_case){ .given = &v->g, .store = v->store,
	    .signers = v->signers, .times = &v->times, .has_now = true,
	    .now = 1769821260, .max_age = 3600 };
}

static inline void
verifier_release(struct verifier *v)
{
	signer_cache_free(v->signers);
	store_free(v->store);
	record_release(&v->record);
	evidence_given_release(&v->g);
}

/* The files whose hash EF.SOD has; nobody looks at its signature here. */
static inline uint32_t
covered(const struct evidence_given *g)
{
	uint8_t digest[CRYPTO_HASH_MAX];
	struct lds_sod sod;
	uint32_t bits = 0;
	int n;

	if (g->file[LDS_SOD].p == NULL ||
	    lds_sod_parse(g->file[LDS_SOD], &sod) != ERR_OK)
		return 0;
	for (n = 1; n <= 16; n++) {
		const struct slice *f = &g->file[LDS_DG1 + n - 1];

		if (f->p == NULL || sod.hash[n - 1].p == NULL)
			continue;
		crypto_digest(sod.hash_kind, f, 1, digest);
		if (slice_eq(sod.hash[n - 1], (struct slice){ (char *)digest,
		    crypto_hash_size(sod.hash_kind) }))
			bits |= (uint32_t)1 << (LDS_DG1 + n - 1);
	}
	lds_sod_release(&sod);
	return bits;
}

static inline bool
verifier_take(struct verifier *v, const struct made *m)
{
	const char *bad;

	return made_take(buf_slice(&m->line), &v->record, &v->g, &bad) ==
	    ERR_OK;
}

/* Seals what lies before the verifier now with the station's key: as if that
 * station had seen it. */
static inline void
reseal(struct verifier *v)
{
	static uint8_t sig[SIGN_SIZE];
	static char id[EVIDENCE_KEY_ID + 1];
	struct buf sealed = { 0 };

	evidence_given_sealed(&v->g, &sealed);
	evidence_key_id(case_sealer.public, id);
	if (sign_seal(case_seed, buf_slice(&sealed), sig) != ERR_OK)
		exit(2);
	v->g.seal.sig = (struct slice){ (char *)sig, SIGN_SIZE };
	v->g.seal.key_id = slice_str(id);
	buf_release(&sealed);
}

static inline void
unseal(struct verifier *v)
{
	v->g.seal.sig = v->g.seal.key_id = (struct slice){ NULL, 0 };
}

/* True where it is found genuine. */
static inline bool
verifier_judge(struct verifier *v)
{
	findings_reset(&v->fs);
	v->c.covered = v->forced != 0 ? v->forced : covered(&v->g);
	active_judge(&v->c, &v->out, &v->fs);
	return v->out.genuine;
}

/* "ca.proof:not-done downgrade.ca:odd ": what is not good, in order. */
static inline const char *
not_good(const struct verifier *v)
{
	static const char *const words[] = { "good", "not-done", "odd",
	    "deviates", "forbidden", "broken" };
	static char text[1000];
	size_t i, n = 0;

	text[0] = '\0';
	for (i = 0; i < v->fs.n; i++)
		if (v->fs.f[i].class != FINDING_GOOD)
			n += (size_t)snprintf(text + n, sizeof text - n,
			    "%s:%s ", v->fs.f[i].rows[0].name,
			    words[v->fs.f[i].class]);
	return text;
}

/* The record as it lies before the verifier comes to this. */
static inline void
comes_to(struct verifier *v, bool genuine, const char *want, const char *name)
{
	bool is = verifier_judge(v);

	OK(is == genuine && strcmp(not_good(v), want) == 0, "%s", name);
	if (is != genuine || strcmp(not_good(v), want) != 0)
		printf("# genuine %d: %s\n# want %d: %s\n", is, not_good(v),
		    genuine, want);
}

#endif
