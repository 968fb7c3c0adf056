/* SPDX-License-Identifier: ISC */
/* Paths: who vouches for whom, and who does not. */
#include "chain_make.h"
#include "tap.h"
#include "trust/signer.h"

enum { SIGN = 0x80, CERT = 0x04, CRL = 0x02 };

#define VN "VN/Ministry/CSCA"
#define ROOT(n) { .subject = VN, .key = (n), .by = (n), .flags = MAKE_CA,	\
    .path = 0, .usage = CERT | CRL }
#define DSC(n) { .subject = "VN/Ministry/DS", .issuer = VN, .key = 9,	\
    .by = (n), .path = -1, .usage = SIGN }
#define LINK(from, to) { .subject = VN, .issuer = VN, .key = (to),	\
    .by = (from), .flags = MAKE_CA, .path = 0, .usage = CERT | CRL }

#define MAX_STORE 6

/* The signer, who is in the store as what, and what has to come out; `says`:
 * findings that have to be there, "check=class" with the class's number and,
 * where that is not enough, a part of the reason. */
static const struct {
	const char *name;
	struct make signer;
	struct {
		enum store_role role;
		struct make cert;
	} store[MAX_STORE];
	enum signer_trust trust;
	size_t steps;
	const char *says[4];
} paths[] = {
	{ "an anchor signed it", DSC(1), { { STORE_ANCHOR, ROOT(1) } },
	    SIGNER_ANCHORED, 1, { "chain.name=0", "chain.signature=0",
	    "chain.country=0", "csca.path-length=0" } },
	{ "nobody is there", DSC(1), { { 0 } }, SIGNER_UNKNOWN, 0,
	    { "chain.anchor=1", "chain.signature=1" } },
	{ "the authority is known, but no anchor", DSC(1),
	    { { STORE_KNOWN, ROOT(1) } }, SIGNER_UNKNOWN, 0,
	    { "chain.anchor=1" } },
	{ "another key of the same name, key identifiers differ", DSC(1),
	    { { STORE_ANCHOR, ROOT(2) } }, SIGNER_UNKNOWN, 0,
	    { "chain.anchor=1", "chain.signature=1" } },
	{ "the right one among others of the same name", DSC(3),
	    { { STORE_ANCHOR, ROOT(1) }, { STORE_ANCHOR, ROOT(2) },
	    { STORE_ANCHOR, ROOT(3) }, { STORE_KNOWN, ROOT(4) } },
	    SIGNER_ANCHORED, 1, { "chain.anchor=0" } },
	{ "without key identifiers, by name alone",
	    { .subject = "VN/Ministry/DS", .issuer = VN, .key = 9, .by = 3,
	    .aki = "-", .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) }, { STORE_ANCHOR, ROOT(2) },
	    { STORE_ANCHOR, ROOT(3) } }, SIGNER_ANCHORED, 1,
	    { "chain.anchor=0" } },
	{ "a key identifier that nobody has, and the name is right",
	    { .subject = "VN/Ministry/DS", .issuer = VN, .key = 9, .by = 3,
	    .aki = "0102", .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) }, { STORE_ANCHOR, ROOT(3) } },
	    SIGNER_ANCHORED, 1, { "chain.anchor=0" } },
	{ "a key identifier that two have", DSC(3),
	    { { STORE_ANCHOR, { .subject = VN, .key = 3, .by = 3,
	    .flags = MAKE_CA, .path = 0, .usage = CERT } },
	    { STORE_ANCHOR, { .subject = "VN/Other/CSCA", .key = 4, .by = 4,
	    .ski = "00", .flags = MAKE_CA, .path = 0, .usage = CERT } } },
	    SIGNER_ANCHORED, 1, { "chain.anchor=0" } },
	{ "forged: the anchor that it names did not sign",
	    { .subject = "VN/Ministry/DS", .issuer = VN, .key = 9, .by = 1,
	    .flags = MAKE_FORGED, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) } }, SIGNER_BAD, 0,
	    { "chain.signature=5", "chain.anchor=1" } },
	{ "forged, named by name alone: nobody knows",
	    { .subject = "VN/Ministry/DS", .issuer = VN, .key = 9, .by = 1,
	    .aki = "-", .flags = MAKE_FORGED, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) } }, SIGNER_UNKNOWN, 0,
	    { "chain.signature=1" } },
	{ "the one named by key identifier is no anchor, and did not sign",
	    { .subject = "VN/Ministry/DS", .issuer = VN, .key = 9, .by = 1,
	    .flags = MAKE_FORGED, .path = -1, .usage = SIGN },
	    { { STORE_KNOWN, ROOT(1) } }, SIGNER_UNKNOWN, 0,
	    { "chain.signature=1" } },
	{ "the same identifier of one octet and another name say nothing",
	    { .subject = "VN/Ministry/DS", .issuer = VN, .key = 9, .by = 1,
	    .aki = "07", .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, { .subject = "NL/State/CSCA", .key = 2, .by = 2,
	    .ski = "07", .flags = MAKE_CA, .path = 0, .usage = CERT } } },
	    SIGNER_UNKNOWN, 0, { "chain.signature=1" } },
	{ "one octet, the name too: it did not sign",
	    { .subject = "VN/Ministry/DS", .issuer = VN, .key = 9, .by = 1,
	    .aki = "07", .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, { .subject = VN, .key = 2, .by = 2,
	    .ski = "07", .flags = MAKE_CA, .path = 0, .usage = CERT } } },
	    SIGNER_BAD, 0, { "chain.signature=5" } },
	{ "that one again, and another anchor of the name that did sign",
	    { .subject = "VN/Ministry/DS", .issuer = VN, .key = 9, .by = 1,
	    .aki = "07", .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, { .subject = VN, .key = 2, .by = 2,
	    .ski = "07", .flags = MAKE_CA, .path = 0, .usage = CERT } },
	    { STORE_ANCHOR, ROOT(1) } }, SIGNER_ANCHORED, 1,
	    { "chain.signature=0" } },
	{ "over a link", DSC(2), { { STORE_ANCHOR, ROOT(1) },
	    { STORE_KNOWN, LINK(1, 2) } }, SIGNER_ANCHORED, 2,
	    { "chain.link=0", "csca.path-length=0", "chain.country=0" } },
	{ "over a link to a new name of the same office",
	    { .subject = "VN/Ministry/DS", .issuer = "VN/Ministry/CSCA 002",
	    .key = 9, .by = 2, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) },
	    { STORE_KNOWN, { .subject = "VN/Ministry/CSCA 002", .issuer = VN,
	    .key = 2, .by = 1, .flags = MAKE_CA, .path = 0, .usage = CERT } } },
	    SIGNER_ANCHORED, 2, { "chain.link=0", "csca.path-length=0" } },
	{ "over a link that the name alone leads to", { .subject =
	    "VN/Ministry/DS", .issuer = VN, .key = 9, .by = 2, .aki = "-",
	    .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, { .subject = VN, .key = 1, .by = 1, .ski = "-",
	    .flags = MAKE_CA, .path = 0, .usage = CERT } },
	    { STORE_ANCHOR, ROOT(5) },
	    { STORE_KNOWN, { .subject = VN, .key = 2, .by = 1, .aki = "-",
	    .ski = "-", .flags = MAKE_CA, .path = 0, .usage = CERT } },
	    { STORE_KNOWN, LINK(5, 6) } },
	    SIGNER_ANCHORED, 2, { "chain.link=0", "chain.name=0" } },
	{ "over three links", DSC(4), { { STORE_KNOWN, LINK(3, 4) },
	    { STORE_KNOWN, LINK(1, 2) }, { STORE_KNOWN, LINK(2, 3) },
	    { STORE_ANCHOR, ROOT(1) } }, SIGNER_ANCHORED, 4,
	    { "chain.link=0", "csca.path-length=0" } },
	{ "a link that is there, and its key is an anchor itself", DSC(2),
	    { { STORE_KNOWN, LINK(1, 2) }, { STORE_ANCHOR, ROOT(1) },
	    { STORE_ANCHOR, ROOT(2) } }, SIGNER_ANCHORED, 1,
	    { "chain.anchor=0" } },
	{ "links in a ring, without an anchor", DSC(2),
	    { { STORE_KNOWN, LINK(1, 2) }, { STORE_KNOWN, LINK(2, 1) },
	    { STORE_KNOWN, LINK(2, 3) }, { STORE_KNOWN, LINK(3, 1) } },
	    SIGNER_UNKNOWN, 0, { "chain.anchor=1no anchor" } },
	{ "a ring beside the way", DSC(2),
	    { { STORE_KNOWN, LINK(3, 2) }, { STORE_KNOWN, LINK(2, 3) },
	    { STORE_KNOWN, LINK(1, 2) }, { STORE_ANCHOR, ROOT(1) } },
	    SIGNER_ANCHORED, 2, { "chain.link=0" } },
	{ "a link that is forged", DSC(2), { { STORE_ANCHOR, ROOT(1) },
	    { STORE_KNOWN, { .subject = VN, .key = 2, .by = 1,
	    .flags = MAKE_CA | MAKE_FORGED, .path = 0, .usage = CERT } } },
	    SIGNER_UNKNOWN, 0, { "chain.anchor=1" } },
	{ "signed by another signer, not by an authority",
	    { .subject = "VN/Ministry/DS", .issuer = "VN/Ministry/DS 1",
	    .key = 9, .by = 2, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) },
	    { STORE_KNOWN, { .subject = "VN/Ministry/DS 1", .issuer = VN,
	    .key = 2, .by = 1, .path = -1, .usage = SIGN } } },
	    SIGNER_UNKNOWN, 0, { "chain.anchor=1", "csca.constraints=4" } },
	{ "a signer that was named as an anchor is none",
	    { .subject = "VN/Ministry/DS", .issuer = "VN/Ministry/DS 1",
	    .key = 9, .by = 2, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, { .subject = "VN/Ministry/DS 1", .issuer = VN,
	    .key = 2, .by = 1, .flags = MAKE_NOT_CA, .path = -1,
	    .usage = CERT } } },
	    SIGNER_UNKNOWN, 0, { "csca.constraints=4" } },
	{ "a CA under a link that does not say CERT SIGN", DSC(2),
	    { { STORE_ANCHOR, ROOT(1) },
	    { STORE_KNOWN, { .subject = VN, .key = 2, .by = 1,
	    .flags = MAKE_CA, .path = 0, .usage = SIGN } } },
	    SIGNER_UNKNOWN, 0, { "csca.key-usage=4" } },
	{ "another office below an authority that allows none",
	    { .subject = "VN/Firm/DS", .issuer = "VN/Firm/Sub",
	    .key = 9, .by = 2, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) },
	    { STORE_KNOWN, { .subject = "VN/Firm/Sub", .issuer = VN,
	    .key = 2, .by = 1, .flags = MAKE_CA, .path = 0, .usage = CERT } } },
	    SIGNER_ANCHORED, 2, { "csca.path-length=4" } },
	{ "another office below one that allows it",
	    { .subject = "VN/Firm/DS", .issuer = "VN/Firm/Sub",
	    .key = 9, .by = 2, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, { .subject = VN, .key = 1, .by = 1,
	    .flags = MAKE_CA, .path = 1, .usage = CERT } },
	    { STORE_KNOWN, { .subject = "VN/Firm/Sub", .issuer = VN,
	    .key = 2, .by = 1, .flags = MAKE_CA, .path = 0, .usage = CERT } } },
	    SIGNER_ANCHORED, 2, { "csca.path-length=0" } },
	{ "another office below a link that allows it: counted from there",
	    { .subject = "VN/Firm/DS", .issuer = "VN/Firm/Sub",
	    .key = 9, .by = 3, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) },
	    { STORE_KNOWN, { .subject = VN, .key = 2, .by = 1,
	    .flags = MAKE_CA, .path = 1, .usage = CERT } },
	    { STORE_KNOWN, { .subject = "VN/Firm/Sub", .issuer = VN,
	    .key = 3, .by = 2, .flags = MAKE_CA, .path = 0, .usage = CERT } } },
	    SIGNER_ANCHORED, 3, { "csca.path-length=0" } },
	{ "two offices below one that allows one",
	    { .subject = "VN/Firm/DS", .issuer = "VN/Third/Subsub",
	    .key = 9, .by = 3, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, { .subject = VN, .key = 1, .by = 1,
	    .flags = MAKE_CA, .path = 1, .usage = CERT } },
	    { STORE_KNOWN, { .subject = "VN/Firm/Sub", .issuer = VN,
	    .key = 2, .by = 1, .flags = MAKE_CA, .path = 5, .usage = CERT } },
	    { STORE_KNOWN, { .subject = "VN/Third/Subsub",
	    .issuer = "VN/Firm/Sub", .key = 3, .by = 2, .flags = MAKE_CA,
	    .path = -1, .usage = CERT } } },
	    SIGNER_ANCHORED, 3, { "csca.path-length=4" } },
	{ "an anchor that is not signed by itself is one all the same", DSC(1),
	    { { STORE_ANCHOR, { .subject = VN, .key = 1, .by = 7,
	    .flags = MAKE_CA | MAKE_FORGED, .path = 0, .usage = CERT } } },
	    SIGNER_ANCHORED, 1, { "chain.anchor=0" } },
	{ "other string types in the name", { .subject = "VN/Ministry/DS",
	    .issuer = VN, .key = 9, .by = 1, .aki = "-", .path = -1,
	    .flags = MAKE_UTF8, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) } }, SIGNER_ANCHORED, 1,
	    { "chain.anchor=0" } },
	{ "upper and lower case, blanks", { .subject = "VN/Ministry/DS",
	    .issuer = "vn/MINISTRY  /Csca", .key = 9, .by = 1, .aki = "-",
	    .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) } }, SIGNER_ANCHORED, 1,
	    { "chain.anchor=0" } },
	{ "by key identifier under another name", { .subject =
	    "VN/Ministry/DS", .issuer = "VN/Ministry/CSCA 1", .key = 9, .by = 1,
	    .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) } }, SIGNER_ANCHORED, 1,
	    { "chain.anchor=0", "chain.name=3" } },
	{ "country: other", { .subject = "NL/Ministry/DS", .issuer = VN,
	    .key = 9, .by = 1, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) } }, SIGNER_ANCHORED, 1,
	    { "chain.country=4" } },
	{ "country: lower case", { .subject = "vn/Ministry/DS", .issuer = VN,
	    .key = 9, .by = 1, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) } }, SIGNER_ANCHORED, 1,
	    { "chain.country=0" } },
	{ "country: none", { .subject = "/Ministry/DS", .issuer = VN,
	    .key = 9, .by = 1, .path = -1, .usage = SIGN },
	    { { STORE_ANCHOR, ROOT(1) } }, SIGNER_ANCHORED, 1,
	    { "chain.country=3" } },
	{ "country: D and DE", { .subject = "D/Bund/DS",
	    .issuer = "DE/Bund/CSCA", .key = 9, .by = 1, .path = -1,
	    .usage = SIGN },
	    { { STORE_ANCHOR, { .subject = "DE/Bund/CSCA", .key = 1, .by = 1,
	    .flags = MAKE_CA, .path = 0, .usage = CERT } } },
	    SIGNER_ANCHORED, 1, { "chain.country=0" } },
	{ "it is its own authority", ROOT(1), { { STORE_ANCHOR, ROOT(1) } },
	    SIGNER_ANCHORED, 1, { "dsc.constraints=4", "dsc.key-usage=4" } },
};

static void
check_says(const struct findings *fs, const char *const *says,
    const char *name)
{
	const struct finding *f;
	char check[40];
	size_t n, i;

	for (i = 0; i < 4 && says[i] != NULL; i++) {
		n = strcspn(says[i], "=");
		snprintf(check, sizeof check, "%.*s", (int)n, says[i]);
		f = findings_of(fs, check);
		OK(f != NULL && f->class == (unsigned)(says[i][n + 1] - '0') &&
		    strstr(f->rows[0].why, says[i] + n + 2) != NULL,
		    "%s: %s, %d here", name, says[i],
		    f == NULL ? -1 : (int)f->class);
	}
}

static void
add(struct store *s, const struct make *m, enum store_role role,
    const char *name)
{
	struct slice der = make_cert(m);
	enum err e = store_add_cert(s, der, role, m->subject);

	if (e != ERR_OK)
		OK(false, "%s: the store takes it: %s", name, err_word(e));
	free((void *)der.p);
}

static void
test_path(size_t i)
{
	static const struct signer_cache_limits limits = { 4, 0, 0 };
	struct store *s = store_new();
	struct slice der = make_cert(&paths[i].signer);
	struct signer_cache *c;
	struct signer *got;
	struct buf text = { 0 };
	size_t k;

	for (k = 0; k < MAX_STORE && paths[i].store[k].cert.subject; k++)
		add(s, &paths[i].store[k].cert, paths[i].store[k].role,
		    paths[i].name);
	c = signer_cache_new(s, &limits);
	got = signer_get(c, der, SIGNER_OF_DOCUMENTS);
	OK(got != NULL && got->trust == paths[i].trust &&
	    got->steps == paths[i].steps, "%s: %d, %zu steps", paths[i].name,
	    got == NULL ? -1 : (int)got->trust, got == NULL ? 0 : got->steps);
	if (got != NULL)
		check_says(&got->findings, paths[i].says, paths[i].name);
	signer_explain(c, der, &text);
	OK((strstr(buf_cstr(&text), "anchored: ") != NULL) ==
	    (paths[i].trust == SIGNER_ANCHORED), "%s: explained",
	    paths[i].name);
	buf_release(&text);
	signer_cache_free(c);
	store_free(s);
	free((void *)der.p);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof paths / sizeof *paths; i++)
		test_path(i);
	make_keys_free();
	return tap_done();
}
