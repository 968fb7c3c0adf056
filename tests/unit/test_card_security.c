/* SPDX-License-Identifier: ISC */
/* EF.CardSecurity as it is judged: SignedData, its signer's path, the infos
 * inside (Doc 9303-11, 9.2.12); of simulated cards, and of others. */
#include "chip/security_info.h"
#include "emrtd.h"
#include "issued.h"
#include "tap.h"
#include "trust/cms.h"
#include "trust/signer.h"

/* 0.4.0.127.0.7.3.2.1 */
#define SECURITY_OBJECT SLICE("\x04\x00\x7f\x00\x07\x03\x02\x01")

static const struct signer_cache_limits limits = { 8, 1000, 0 };

struct outcome {
	bool covered;
	enum signer_trust trust;
	struct findings fs;
	size_t keys, paces;
};

static void
judge(struct slice file, const struct store *store, struct outcome *o)
{
	struct signer_cache *cache = signer_cache_new(store, &limits);
	const struct slice *der = NULL;
	struct security_infos infos;
	struct signer *s = NULL;
	struct cms c = { 0 };

	*o = (struct outcome){ .trust = SIGNER_BAD };
	if (cms_parse(file, &c, &o->fs) != ERR_OK)
		goto out;
	der = cms_signer_cert(&c, &o->fs);
	if (der != NULL)
		s = signer_get(cache, *der, SIGNER_OF_DOCUMENTS);
	if (s == NULL)
		goto out;
	o->trust = s->trust;
	o->covered = cms_verify(&c, SECURITY_OBJECT, s->key, &o->fs);
	if (!tlv_is_der(c.content) ||
	    security_infos_parse(c.content, &infos) != ERR_OK)
		goto out;
	o->keys = infos.keys;
	o->paces = infos.paces;
out:
	cms_release(&c);
	signer_cache_free(cache);
}

static void
simulated(const char *name)
{
	struct store *store = store_new();
	struct sim_bytes csca = { 0 };
	struct issued card;
	struct outcome o;
	struct slice file;

	sim_pki_csca(pki, &csca);
	OK(store_add_cert(store, (struct slice){ (char *)csca.p, csca.n },
	    STORE_ANCHOR, "csca") == ERR_OK && issue(sim_profile_named(name),
	    &card), "the card %s and its authority", name);
	file = (struct slice){ (char *)card.files.file[SIM_CARD_SECURITY].p,
	    card.files.file[SIM_CARD_SECURITY].n };
	judge(file, store, &o);
	OK(o.covered && o.trust == SIGNER_ANCHORED, "signed, by an anchor");
	OK(findings_worst(&o.fs) == FINDING_GOOD && o.keys > 0 &&
	    o.paces > 0, "all is good, and the key is there");
	card.files.file[SIM_CARD_SECURITY].p[150] ^= 1;
	judge(file, store, &o);
	OK(!o.covered, "one bit of the content changed");
	sim_issue_free(&card.files);
	sim_clear(&csca);
	store_free(store);
}

/* The authority of the worked examples is not public (INDEX.tsv). */
static void
real(const char *name)
{
	struct store *store = store_new();
	struct buf b = { 0 };
	struct outcome o;

	if (emrtd_file(name, &b)) {
		judge(buf_slice(&b), store, &o);
		OK(o.covered && o.trust == SIGNER_UNKNOWN,
		    "%s: signed, by whom is not known", name);
		OK(findings_worst(&o.fs) == FINDING_GOOD && o.keys > 0,
		    "all is good, and a key is there");
	} else
		EMRTD_SKIP(name);
	buf_release(&b);
	store_free(store);
}

int
main(void)
{
	pki = sim_pki_new(NULL, true);
	simulated("cam");
	simulated("cam-standard");
	sim_pki_free(pki);
	real("eac_worked_example/tc_ecdh_ef_cardsecurity.bin");
	real("eac_worked_example/tc_dh_ef_cardsecurity.bin");
	return tap_done();
}
