/* SPDX-License-Identifier: ISC */
/* Settings by chance, the same for the same number: a signer and an authority
 * of some algorithms, then now and then something that is wrong. */
#include <string.h>

#include "forge.h"

/* expect: what our verifier has to say of it, as forge_case.also. */
struct piece {
	const char *settings, *expect;
};

#define EXPLICIT_BROKEN "dsc.key=broken,cms.signature=*"
static const struct piece signer[] = {
	{ "", "" }, { "cms.sig=sha224", "" }, { "cms.sig=sha384", "" },
	{ "cms.sig=sha512", "" }, { "cms.sig=sha1", "weak.hash=deviates" },
	{ "ds.key=p384 cms.sig=sha384", "" }, { "ds.key=p384", "" },
	{ "ds.key=p521 cms.sig=sha512", "" }, { "ds.key=bp256", "" },
	{ "ds.key=bp384", "" }, { "ds.key=bp384 cms.sig=sha384", "" },
	{ "ds.key=bp512 cms.sig=sha512", "" }, { "ds.key=bp320", "" },
	{ "ds.key=p224 cms.sig=sha224", "weak.key=odd" },
	{ "ds.key=p192", "weak.key=forbidden" },
	{ "ds.key=rsa2048", "" }, { "ds.key=rsa2048 cms.sig=sha384", "" },
	{ "ds.key=rsa2048 cms.sig=sha512", "" }, { "ds.key=rsa3072", "" },
	{ "ds.key=rsa2048 cms.sig=raw/sha256", "" },
	{ "ds.key=rsa2048 cms.sig=sha1", "weak.hash=deviates" },
	{ "ds.key=rsa2048 cms.sig=pss/sha256", "" },
	{ "ds.key=rsa2048 cms.sig=pss/sha512", "" },
	{ "ds.key=rsa3072 cms.sig=pss/sha384", "" },
	{ "ds.key=rsa2048 cms.sig=pss/sha1", "weak.hash=deviates" },
	{ "ds.key=rsa2048 cms.sig=pss/sha256/salt20", "cms.pss=odd" },
	{ "ds.key=rsa2048 cms.sig=pss/sha256/salt64", "cms.pss=odd" },
	{ "ds.key=rsa2048 cms.sig=pss/sha256/mgfsha1", "cms.pss=forbidden" },
	{ "ds.key=rsa2048 cms.sig=sha256/nonull", "cms.digest-info=deviates" },
	{ "ds.key=rsa2048 cms.sig=sha256/odd", "cms.algorithms=deviates" },
	{ "ds.key=rsa2048e3", "weak.key=deviates" },
	{ "ds.key=rsa1024", "weak.key=forbidden" },
	{ "cms.sig=sha256/odd", "cms.algorithms=deviates" },
	{ "ds.form=explicit", "" }, { "ds.form=no-cofactor", "" },
	{ "ds.key=bp256 ds.form=explicit", "" },
	{ "ds.key=bp384 ds.form=explicit", "" },
	{ "ds.key=p521 ds.form=explicit cms.sig=sha512", "" },
	{ "ds.form=generator", EXPLICIT_BROKEN },
	{ "ds.key=bp384 ds.form=generator", EXPLICIT_BROKEN },
	{ "ds.form=cofactor", EXPLICIT_BROKEN },
	{ "ds.form=order", EXPLICIT_BROKEN },
	{ "ds.form=a", EXPLICIT_BROKEN },
	{ "ds.key=k256", EXPLICIT_BROKEN }, { "ds.key=t256", EXPLICIT_BROKEN },
	{ "cms.sig=sha256/bad", "cms.signature=broken" },
	{ "cms.sig=sha256/plain", "cms.signature=broken" },
	{ "cms.sig=sha256/high", "cms.signature=broken" },
	{ "ds.key=bp384 cms.sig=sha256/bad", "cms.signature=broken" },
	{ "ds.key=rsa2048 cms.sig=sha256/bad", "cms.signature=broken" },
	{ "ds.key=rsa2048 cms.sig=pss/sha256/bad", "cms.signature=broken" },
	{ "ds.key=rsa2048 cms.sig=pss/sha256/salt20 cms.declared=pss/sha256",
	    "cms.signature=broken" },
	{ "ds.key=rsa2048 cms.sig=sha256 cms.declared=pss/sha256",
	    "cms.signature=broken" }
};

static const struct piece authority[] = {
	{ "", "" }, { "", "" }, { "csca.key=p384 csca.sig=sha384 "
	    "ds.sig=sha384", "" },
	{ "csca.key=bp384 csca.sig=sha384 ds.sig=sha384", "" },
	{ "csca.key=p521 csca.sig=sha512 ds.sig=sha512", "" },
	{ "csca.key=bp512 csca.form=explicit csca.sig=sha512 ds.sig=sha512",
	    "" },
	{ "csca.key=rsa2048 csca.id=draw", "" },
	{ "csca.key=rsa3072 csca.id=draw csca.sig=pss/sha256 "
	    "ds.sig=pss/sha256", "" },
	{ "csca.key=rsa2048 csca.id=draw ds.sig=sha1", "weak.hash=deviates" },
	{ "ds.sig=sha1", "weak.hash=deviates" },
	{ "ds.sig=sha256/bad", "chain.signature=broken,chain.anchor=*" },
	{ "csca.key=bp256 ds.sig=sha256/bad",
	    "chain.signature=broken,chain.anchor=*" },
	{ "ds.signed-by=stranger", "chain.signature=broken,chain.anchor=*" },
	{ "csca.where=none", "chain.anchor=not_done" },
	{ "csca.ext=unknown-critical",
	    "csca.critical=forbidden" },
	{ "csca.to=20260101", "csca.valid=odd" },
	{ "csca.usage=crlsign", "csca.key-usage=forbidden" },
	{ "csca.use-to=20241201", "csca.key-period=forbidden" },
	{ "csca.country=LA", "country.agrees=forbidden" },
	{ "csca.form=generator", "csca.key=broken,chain.anchor=*,"
	    "chain.signature=*" },
	{ "chain.links=1 csca.cn=CSCA_X csca.id=draw link1.cn=CSCA_X", "" }
};

static const struct piece wrong[] = {
	{ "lds.hash=sha1", "weak.hash=deviates" },
	{ "lds.hash=sha384", "" }, { "lds.hash=sha512", "" },
	{ "lds.groups=zero", "sod.groups=forbidden" },
	{ "lds.groups=twice", "sod.groups=forbidden,dg.hash=*" },
	{ "lds.groups=cut", "sod.groups=forbidden" },
	{ "lds.version=2", "sod.version=deviates" },
	{ "lds.version=1", "" },
	{ "lds.trailing=behind", "sod.trailing=forbidden" },
	{ "sod.trailing=behind", "sod.trailing=forbidden" },
	{ "sod.trailing=inside", "sod.trailing=forbidden" },
	{ "sod.bare=yes", "sod.form=deviates" },
	{ "cms.ber=indefinite", "cms.encoding=odd" },
	{ "cms.ber=constructed", "cms.encoding=odd" },
	{ "cms.ber=both", "cms.encoding=odd" },
	{ "cms.version=1", "cms.version=deviates" },
	{ "cms.version=4", "cms.version=deviates" },
	{ "cms.si-version=4", "cms.version=deviates" },
	{ "cms.sid=wrong", "cms.certificate=forbidden" },
	{ "cms.certs=two", "" },
	{ "cms.certs=other", "cms.certificate=forbidden" },
	{ "cms.certs=0", "cms.certificate=not_done" },
	{ "cms.signers=good", "cms.signers=deviates" },
	{ "cms.signers=bad", "cms.signers=broken" },
	{ "cms.signers=foreign", "cms.signers=forbidden" },
	{ "cms.signers=0", "cms.signers=broken,cms.certificate=*" },
	{ "cms.attrs=none", "cms.attributes=forbidden" },
	{ "cms.attrs=no-type", "cms.attributes=forbidden" },
	{ "cms.attrs=no-digest", "cms.attributes=forbidden,cms.digest=*" },
	{ "cms.attrs=twice-digest", "cms.attributes=forbidden" },
	{ "cms.attrs=unsorted", "cms.attributes=deviates" },
	{ "cms.attrs=broken", "cms.encoding=forbidden" },
	{ "cms.attrs=no-time", "dsc.valid-signing=not_done" },
	{ "cms.type=data", "cms.content-type=deviates" },
	{ "cms.type=unknown", "cms.content-type=forbidden" },
	{ "cms.attr-type=data", "cms.content-type=forbidden" },
	{ "cms.message-digest=wrong", "cms.digest=broken" },
	{ "cms.digests=sha3-256", "cms.algorithms=deviates" },
	{ "cms.digest-null=no", "" },
	{ "ds.ca=yes", "dsc.constraints=forbidden" },
	{ "ds.ca=absent", "" },
	{ "ds.usage=none", "dsc.key-usage=deviates" },
	{ "ds.usage=encipher", "dsc.key-usage=forbidden" },
	{ "ds.usage-critical=no", "dsc.key-usage=odd" },
	{ "ds.eku=server", "dsc.extended-key-usage=forbidden" },
	{ "ds.ext=unknown-critical", "dsc.critical=forbidden" },
	{ "ds.ext=unknown", "" },
	{ "ds.ext=twice", "dsc.form=deviates" },
	{ "ds.serial=negative", "dsc.serial=odd" },
	{ "ds.serial=zero", "dsc.serial=odd" },
	{ "ds.serial=long", "dsc.serial=odd" },
	{ "ds.version=2", "dsc.form=deviates" },
	{ "ds.time=general", "dsc.form=deviates" },
	{ "ds.time=short", "dsc.form=deviates" },
	{ "ds.to=20261122", "dsc.valid-now=odd" },
	{ "ds.use=none", "dsc.key-period=odd" },
	{ "ds.use-to=20250115", "dsc.key-period=forbidden" },
	{ "ds.doctypes=none", "dsc.doc-types=odd" },
	{ "ds.doctypes=P", "dsc.doc-types=forbidden" },
	{ "ds.aki=none", "chain.anchor=*" },
	{ "ds.aki=random", "chain.anchor=*,chain.name=odd" },
	{ "ds.country=LA", "chain.country=forbidden,country.agrees=*" }
};

/* Many numbers out of one: splitmix64. */
static unsigned
chance(uint64_t *state, size_t n)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (unsigned)((z ^ z >> 31) % n);
}

static void
add(struct sim_bytes *to, const char *text, const char *end)
{
	if (*text == '\0')
		return;
	sim_add(to, text, strlen(text));
	sim_add(to, end, 1);
}

/* Whether a word on the same key is there already. */
static bool
taken(const struct sim_bytes *settings, const char *word)
{
	size_t n = strcspn(word, "=") + 1;

	return memmem(settings->p, settings->n, word, n) != NULL;
}

void
forge_draw(unsigned number, struct sim_bytes *settings,
    struct sim_bytes *expect)
{
	static const unsigned many[] = { 0, 0, 1, 1, 1, 2, 2, 3 };
	uint64_t state = 0x63636364 + number;
	const struct piece *p = &signer[chance(&state,
	    sizeof signer / sizeof *signer)];
	size_t n = many[chance(&state, 8)];

	add(settings, p->settings, " ");
	add(expect, p->expect, ",");
	p = &authority[chance(&state, 2) == 0 ? 0 : chance(&state,
	    sizeof authority / sizeof *authority)];
	add(settings, p->settings, " ");
	add(expect, p->expect, ",");
	for (; n > 0; n--) {
		p = &wrong[chance(&state, sizeof wrong / sizeof *wrong)];
		if (settings->n > 0 && taken(settings, p->settings))
			continue;
		add(settings, p->settings, " ");
		add(expect, p->expect, ",");
	}
	sim_add(settings, "", 1);
	sim_add(expect, "", 1);
}

/* A good card, and one octet of its EF.SOD changed after it was signed. */
void
forge_mutate(unsigned number, struct sim_bytes *settings)
{
	static const char *const how[] = { "flip", "flip", "flip", "drop",
		"twice" };
	uint64_t state = 0x6d757461 + number;
	const struct piece *p;
	char word[40];

	do {
		p = &signer[chance(&state, sizeof signer / sizeof *signer)];
	} while (*p->expect != '\0');
	add(settings, p->settings, " ");
	do {
		p = &authority[chance(&state,
		    sizeof authority / sizeof *authority)];
	} while (*p->expect != '\0');
	add(settings, p->settings, " ");
	snprintf(word, sizeof word, "sod.%s=%u", how[chance(&state, 5)],
	    chance(&state, 1 << 20));
	add(settings, word, " ");
	sim_add(settings, "", 1);
}
