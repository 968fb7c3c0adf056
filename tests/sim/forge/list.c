/* SPDX-License-Identifier: ISC */
/* Master lists (Doc 9303-12), each in a store of its own beside the anchor of
 * its signer. All have the authority of the case "listed", among such as real
 * lists have. */
#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "forge.h"

static const struct {
	const char *name, *settings;
} list[] = {
	{ "believed-plain", "" },
	{ "believed-rsa", "ds.key=rsa2048" },
	{ "believed-pss", "ds.key=rsa2048 cms.sig=pss/sha256" },
	{ "believed-no-null", "ds.key=rsa2048 cms.sig=sha256/nonull" },
	{ "believed-explicit", "ds.key=bp384 ds.form=explicit" },
	{ "believed-ber", "cms.ber=both" },
	{ "believed-ski", "cms.sid=ski" },
	{ "believed-version-1", "list.version=1" },
	{ "believed-sha1", "cms.sig=sha1" },
	{ "not-signature", "cms.sig=sha256/bad" },
	{ "not-no-null-bad", "ds.key=rsa2048 cms.sig=sha256/nonull/bad" },
	{ "not-digest", "cms.message-digest=wrong" },
	{ "not-md5", "ds.key=rsa2048 cms.sig=md5" },
	{ "not-purpose", "ds.eku=none" },
	{ "not-other-purpose", "ds.eku=server" },
	{ "not-type", "cms.type=lds" },
	{ "not-type-attribute", "cms.attr-type=lds" },
	{ "not-weak", "ds.key=rsa1024" },
	{ "not-critical", "ds.ext=unknown-critical" },
	{ "not-authority", "ds.ca=yes" },
	{ "not-key-usage", "ds.usage=certsign" },
	{ "not-type-attribute", "cms.attr-type=lds" },
	{ "not-anchored", "csca.where=none" },
	{ "not-signer", "ds.sig=sha256/bad" },
	{ "not-curve", "ds.form=generator" },
	{ "not-other-signer", "cms.sid=wrong" },
	{ "not-unsigned", "cms.signers=0" },
	{ "not-revoked", "crl.by=csca crl.revoked=key-compromise" },
	{ "not-cut", "list.cut=yes" }
};

/* Authorities that real lists have (without extensions, with odd serial
 * numbers, of one name, with parameters written out), the wanted one among
 * them. */
static const char *const authority[] = {
	"csca.serial=negative", "csca.serial=zero", "csca.aki=none",
	"csca.ca=absent", "csca.usage=none", "csca.key=bp384 csca.form=explicit",
	"csca.ext=unknown-critical", "csca.cn=CSCA_Twice csca.id=one",
	"csca.cn=CSCA_Twice csca.id=two", "csca.version=1 csca.extensions=none",
	"csca.id=listed", "csca.key=rsa2048e3", "csca.sig=sha1"
};
enum { AUTHORITIES = sizeof authority / sizeof *authority };

/* The same words as the case "listed" has. */
static const struct forge_cert *
one_authority(const char *words, struct forge_dir *d)
{
	struct spec s = { .n = 0 };
	struct forge_chain chain;

	spec_add(&s, words);
	spec_add(&s, "csca.where=none");
	forge_chain(&s, d, &chain);
	forge_chain_clear(&chain);
	return chain.csca;
}

static int
by_octets(const void *a, const void *b)
{
	const struct sim_bytes *p = &(*(struct forge_cert *const *)a)->der;
	const struct sim_bytes *q = &(*(struct forge_cert *const *)b)->der;
	int c = memcmp(p->p, q->p, p->n < q->n ? p->n : q->n);

	return c != 0 ? c : p->n < q->n ? -1 : p->n > q->n;
}

static void
content(struct spec *s, struct forge_dir *d, struct sim_bytes *out)
{
	const struct forge_cert *cert[AUTHORITIES];
	size_t all = der_open(out, SEQUENCE), set, i;

	der_int(out, INTEGER, atol(spec_get(s, "list", "version", "0")));
	for (i = 0; i < AUTHORITIES; i++)
		cert[i] = one_authority(authority[i], d);
	qsort(cert, AUTHORITIES, sizeof *cert, by_octets);
	set = der_open(out, SET);
	for (i = 0; i < AUTHORITIES; i++)
		sim_add(out, cert[i]->der.p, cert[i]->der.n);
	der_close(out, set);
	der_close(out, all);
}

static void
make(const char *path, const char *name, const char *settings)
{
	struct spec s = { .n = 0 };
	struct sim_bytes certs = { 0 }, cms = { 0 }, crl = { 0 };
	struct forge_chain chain;
	struct cms_signers by;
	struct forge_dir d;
	char folder[400], words[64];

	snprintf(folder, sizeof folder, "%s/%s", path, name);
	forge_dir_open(&d, folder);
	snprintf(words, sizeof words, "csca.id=%s ds.pool=%s", name, name);
	spec_add(&s, words);
	spec_add(&s, "ds.eku=list ds.doctypes=none ds.to=20360201");
	spec_add(&s, settings);
	forge_chain(&s, &d, &chain);
	content(&s, &d, &certs);
	by = (struct cms_signers){ .ds = &chain.ds, .other = chain.other };
	forge_cms(&s, "cms", "2.23.136.1.1.2", &certs, &by, &cms);
	if (spec_is(&s, "list", "cut", "yes"))
		cms.n -= 100;
	forge_file(&d, "trust/anchors/list.ml", &cms);
	if (!spec_is(&s, "crl", "by", "")) {
		forge_crl(&s, chain.csca, chain.other, &chain.ds, &crl);
		forge_put(&d, "crls", "X509 CRL", &crl);
	}
	spec_all_used(&s, name);
	forge_chain_clear(&chain);
	sim_clear(&certs);
	sim_clear(&cms);
	sim_clear(&crl);
	forge_dir_close(&d);
}

void
forge_lists(const char *out)
{
	char path[300];
	size_t i;

	snprintf(path, sizeof path, "%s/lists", out);
	if (mkdir(path, 0755) != 0 && errno != EEXIST) {
		fprintf(stderr, "forge: %s: %s\n", path, strerror(errno));
		exit(2);
	}
	for (i = 0; i < sizeof list / sizeof *list; i++)
		make(path, list[i].name, list[i].settings);
}
