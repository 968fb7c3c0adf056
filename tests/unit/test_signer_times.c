/* SPDX-License-Identifier: ISC */
/* What the clock decides of a signer, and what its authority's list says. */
#include "base/date.h"
#include "chain_make.h"
#include "tap.h"
#include "trust/signer.h"

enum { SIGN = 0x80, CERT = 0x04, CRL = 0x02 };

#define VN "VN/Ministry/CSCA"
#define VN2 "VN/Ministry/CSCA 002"
#define LONG "0102030405060708090a"

/* Moments are "YYYY-MM-DD" at midnight UTC, or NULL. */
struct moments {
	const char *signing, *issue, *reading, *now;
};
#define USUAL { "2025-02-01", "2025-02-01", "2026-06-01", "2026-07-01" }

/* The signer is VN's of 2025, its key's period three months. `list`: issuer
 * NULL: none. */
struct try {
	const char *name, *root_from, *root_to, *root_use_from, *root_use_to;
	const char *from, *to, *use_from, *use_to;
	struct moments at;
	const char *serial, *successor;	/* the second anchor's name */
	int root_usage;
	struct make_crl list[3];
	unsigned crowd;			/* forged lists beside, all newer */
	bool linked, stranger;		/* the successor: known alone */
	/* the root's key in another certificate, which ended before */
	enum { NEVER, BEFORE, AFTER } renewed;
	const char *says[10];
};

static bool
moment(const char *text, long long *out)
{
	struct moment m;
	char whole[40];

	if (text == NULL)
		return false;
	snprintf(whole, sizeof whole, "%sT00:00:00Z", text);
	if (moment_parse(slice_str(whole), &m) != ERR_OK)
		abort();
	*out = moment_to_unix(m);
	return true;
}

static void
add(struct store *s, const struct make *m, enum store_role role)
{
	struct slice der = make_cert(m);

	if (store_add_cert(s, der, role, m->subject) != ERR_OK)
		OK(false, "the store takes %s", m->subject);
	free((void *)der.p);
}

static void
fill(struct store *s, const struct try *t)
{
	struct make root = { .subject = VN, .key = 1, .by = 1, .path = 0,
	    .serial = "51", .flags = MAKE_CA, .from = t->root_from,
	    .to = t->root_to, .use_from = t->root_use_from ? t->root_use_from :
	    "20200101", .use_to = t->root_use_to ? t->root_use_to :
	    "20260101", .usage = t->root_usage ? t->root_usage : CERT | CRL };
	struct make next = { .subject = t->successor, .key = 2, .by = 2,
	    .path = 0, .flags = MAKE_CA, .usage = CERT | CRL };
	struct make link = { .subject = t->successor, .issuer = VN, .key = 2,
	    .by = 1, .path = 0, .flags = MAKE_CA, .usage = CERT | CRL };
	struct make old = root;
	struct slice der;
	size_t i;

	old.from = "20100101";
	old.to = "20241231";
	old.serial = "50";
	if (t->renewed == AFTER)
		add(s, &old, STORE_ANCHOR);
	add(s, &root, STORE_ANCHOR);
	if (t->renewed == BEFORE)
		add(s, &old, STORE_ANCHOR);
	if (t->successor != NULL)
		add(s, &next, t->stranger ? STORE_KNOWN : STORE_ANCHOR);
	if (t->linked)
		add(s, &link, STORE_KNOWN);
	for (i = 0; i < t->crowd; i++) {
		der = make_list(&(struct make_crl){ .issuer = VN, .by = 5,
		    .this = "20260301" });
		if (store_add_crl(s, der, "crowd") != ERR_OK)
			OK(false, "%s: the store takes the crowd", t->name);
		free((void *)der.p);
	}
	for (i = 0; i < 3 && t->list[i].issuer != NULL; i++) {
		der = make_list(&t->list[i]);
		if (store_add_crl(s, der, "list") != ERR_OK)
			OK(false, "%s: the store takes the list", t->name);
		free((void *)der.p);
	}
}

static void
check_says(const struct findings *fs, const struct try *t)
{
	const struct finding *f;
	char check[40];
	size_t n, i;

	for (i = 0; i < 10 && t->says[i] != NULL; i++) {
		n = strcspn(t->says[i], "=");
		snprintf(check, sizeof check, "%.*s", (int)n, t->says[i]);
		f = findings_of(fs, check);
		if (t->says[i][n + 1] == '-')
			OK(f == NULL, "%s: no %s", t->name, check);
		else
			OK(f != NULL && f->class ==
			    (unsigned)(t->says[i][n + 1] - '0') &&
			    strstr(f->rows[0].why, t->says[i] + n + 2) != NULL,
			    "%s: %s; %d %s", t->name, t->says[i],
			    f == NULL ? -1 : (int)f->class,
			    f == NULL ? "" : f->rows[0].why);
	}
}

static void
run(const struct try *t)
{
	static const struct signer_cache_limits limits = { 4, 0, 0 };
	struct make ds = { .subject = "VN/Ministry/DS", .issuer = VN, .key = 9,
	    .by = 1, .path = -1, .usage = SIGN, .from = t->from ? t->from :
	    "20250101", .to = t->to ? t->to : "20350101", .serial = t->serial,
	    .use_from = t->use_from ? t->use_from : "20250101", .use_to =
	    t->use_to ? t->use_to : "20250401" };
	struct store *s = store_new();
	struct slice der;
	struct signer_times times = { 0 };
	struct findings fs = { .n = 0 };
	struct signer_cache *c;
	struct signer *got;

	if (strcmp(ds.use_to, "-") == 0)
		ds.use_from = ds.use_to = NULL;
	der = make_cert(&ds);
	fill(s, t);
	c = signer_cache_new(s, &limits);
	times.has_signing = moment(t->at.signing, &times.signing);
	times.has_issue = moment(t->at.issue, &times.issue);
	times.has_reading = moment(t->at.reading, &times.reading);
	times.has_now = moment(t->at.now, &times.now);
	got = signer_get(c, der, SIGNER_OF_DOCUMENTS);
	if (OK(got != NULL && got->trust == SIGNER_ANCHORED, "%s: anchored",
	    t->name)) {
		signer_times(got, &times, &fs);
		check_says(&fs, t);
	}
	signer_cache_free(c);
	store_free(s);
	free((void *)der.p);
}

static const struct try times[] = {
	{ .name = "as usual", .at = USUAL, .says = { "dsc.valid-signing=0",
	    "dsc.valid-issue=0", "dsc.valid-reading=0", "dsc.valid-now=0",
	    "dsc.key-period=0", "csca.valid=0", "csca.key-period=0",
	    "crl.present=1no revocation list", "crl.revoked=-",
	    "crl.fresh=-" } },
	{ .name = "nothing known", .says = { "dsc.valid-signing=1",
	    "dsc.valid-issue=1", "dsc.valid-reading=1", "dsc.valid-now=1",
	    "dsc.key-period=1", "csca.valid=0", "csca.key-period=0" } },
	{ .name = "signed too early", .at = { .signing = "2024-12-31" },
	    .says = { "dsc.valid-signing=4", "dsc.key-period=4" } },
	{ .name = "signed on the first moment", .at = { .signing =
	    "2025-01-01" }, .says = { "dsc.valid-signing=0",
	    "dsc.key-period=0" } },
	{ .name = "signed on the last moment of the key", .at = { .signing =
	    "2025-04-01" }, .says = { "dsc.valid-signing=0",
	    "dsc.key-period=0" } },
	{ .name = "signed after the key's period", .at = { .signing =
	    "2025-04-02" }, .says = { "dsc.valid-signing=0",
	    "dsc.key-period=4" } },
	{ .name = "signed after the certificate's", .at = { .signing =
	    "2035-01-02" }, .says = { "dsc.valid-signing=4",
	    "dsc.key-period=4" } },
	{ .name = "issued long before", .at = { .issue = "2024-12-01" },
	    .says = { "dsc.valid-issue=4", "dsc.key-period=4",
	    "dsc.valid-signing=1" } },
	{ .name = "issued on the day itself, somewhere else on earth",
	    .at = { .issue = "2024-12-31" }, .says = { "dsc.valid-issue=0",
	    "dsc.key-period=0" } },
	{ .name = "issued after the key's period", .at = { .issue =
	    "2025-05-01" }, .says = { "dsc.valid-issue=0",
	    "dsc.key-period=4issued" } },
	{ .name = "signed in time, issued late", .at = { .signing =
	    "2025-03-01", .issue = "2025-05-01" }, .says = {
	    "dsc.key-period=4issued" } },
	{ .name = "no period", .use_to = "-", .at = USUAL, .says = {
	    "dsc.key-period=2" } },
	{ .name = "read after its end, and now too", .to = "20260101",
	    .at = USUAL, .says = { "dsc.valid-signing=0",
	    "dsc.valid-reading=2", "dsc.valid-now=2", "dsc.valid-issue=0" } },
	{ .name = "read before it was valid", .from = "20300101",
	    .to = "20350101", .at = USUAL, .says = { "dsc.valid-signing=4",
	    "dsc.valid-reading=4", "dsc.valid-now=4" } },
	{ .name = "expired since it was read", .to = "20260615", .at = USUAL,
	    .says = { "dsc.valid-reading=0", "dsc.valid-now=2" } },
	{ .name = "the authority's key had stopped", .root_use_to = "20241231",
	    .at = USUAL, .says = { "csca.key-period=4", "csca.valid=0" } },
	{ .name = "the authority's key had not started",
	    .root_use_from = "20250102", .at = USUAL, .says = {
	    "csca.key-period=4", "csca.valid=0" } },
	{ .name = "the authority had ended", .root_to = "20241231",
	    .at = USUAL, .says = { "csca.valid=4" } },
	{ .name = "an older certificate of the same key, found first",
	    .at = USUAL, .renewed = BEFORE, .says = { "csca.valid=0" } },
	{ .name = "an older certificate of the same key, found last",
	    .at = USUAL, .renewed = AFTER, .says = { "csca.valid=0" } },
	{ .name = "the authority has ended since", .root_to = "20260601",
	    .at = USUAL, .says = { "csca.valid=2" } },
};

#define REVOKED(word, class, why)					\
	{ .name = "revoked: " why, .at = USUAL,				\
	    .list = { { .issuer = VN, .by = 1,				\
	    .entries = "01 20250101 " word } },				\
	    .says = { "crl.revoked=" class why } }

static const struct try lists[] = {
	{ .name = "a list without the signer", .at = USUAL, .list = {
	    { .issuer = VN, .by = 1, .entries = "02 20250101 1" } },
	    .says = { "crl.present=0", "crl.signature=0", "crl.revoked=0",
	    "crl.fresh=0" } },
	{ .name = "an empty list", .at = USUAL, .list = { { .issuer = VN,
	    .by = 1 } }, .says = { "crl.present=0", "crl.revoked=0" } },
	REVOKED("-1", "5", "no reason"), REVOKED("0", "5", "no reason"),
	REVOKED("1", "5", "key was compromised"),
	REVOKED("2", "5", "authority was compromised"),
	REVOKED("3", "5", "another office"),
	REVOKED("4", "5", "another one replaced"),
	REVOKED("5", "5", "no longer used"),
	REVOKED("6", "5", "for the time being"),
	REVOKED("9", "5", "lost its rights"),
	REVOKED("10", "5", "authority was compromised"),
	{ .name = "replaced later", .at = USUAL, .list = { { .issuer = VN,
	    .by = 1, .entries = "01 20250301 4" } }, .says = {
	    "crl.revoked=4later" } },
	{ .name = "compromised later: no time helps", .at = USUAL, .list = {
	    { .issuer = VN, .by = 1, .entries = "01 20250301 1" } },
	    .says = { "crl.revoked=5compromised" } },
	{ .name = "replaced, and nobody says when it was signed", .list = {
	    { .issuer = VN, .by = 1, .entries = "01 20250301 4" } },
	    .says = { "crl.revoked=5replaced", "crl.fresh=1" } },
	{ .name = "a serial with a leading zero is the same", .at = USUAL,
	    .serial = "0081", .list = { { .issuer = VN, .by = 1,
	    .entries = "000081 20250101 1" } }, .says = { "crl.revoked=5" } },
	{ .name = "a negative one is not", .at = USUAL, .serial = "0081",
	    .list = { { .issuer = VN, .by = 1, .entries =
	    "81 20250101 1" } }, .says = { "crl.revoked=0" } },
	{ .name = "among 2,000", .at = USUAL, .serial = "7000000777", .list = {
	    { .issuer = VN, .by = 1, .extra = 2000 } }, .says = {
	    "crl.revoked=5" } },
	{ .name = "signed by someone else", .at = USUAL, .list = { { .issuer =
	    VN, .by = 5, .aki = "-", .entries = "01 20250101 1" } }, .says = {
	    "crl.signature=4", "crl.present=1", "crl.revoked=-" } },
	{ .name = "by a key that is not known here", .at = USUAL, .list = {
	    { .issuer = VN, .by = 5, .entries = "01 20250101 1" } },
	    .says = { "crl.signature=-", "crl.present=1by a key",
	    "crl.revoked=-" } },
	{ .name = "a damaged signature", .at = USUAL, .list = { { .issuer =
	    VN, .by = 1, .forged = true } }, .says = { "crl.signature=4",
	    "crl.present=1" } },
	{ .name = "a forged newer one beside a good one", .at = USUAL,
	    .list = { { .issuer = VN, .by = 5, .this = "20260301" },
	    { .issuer = VN, .by = 1, .entries = "01 20250101 1" } },
	    .says = { "crl.signature=0", "crl.revoked=5" } },
	{ .name = "a crowd of forged newer ones", .at = USUAL, .crowd = 100,
	    .list = { { .issuer = VN, .by = 1,
	    .entries = "01 20250101 1" } },
	    .says = { "crl.signature=0", "crl.revoked=5" } },
	{ .name = "of another authority", .at = USUAL, .list = { { .issuer =
	    "NL/State/CSCA", .by = 5, .entries = "01 20250101 1" } },
	    .says = { "crl.present=1no revocation list",
	    "crl.signature=-" } },
	{ .name = "out of date", .at = USUAL, .list = { { .issuer = VN,
	    .by = 1, .next = "20260601" } }, .says = { "crl.fresh=2out",
	    "crl.revoked=0" } },
	{ .name = "without an end", .at = USUAL, .list = { { .issuer = VN,
	    .by = 1, .next = "-" } }, .says = { "crl.fresh=2how long" } },
	{ .name = "of tomorrow", .at = USUAL, .list = { { .issuer = VN,
	    .by = 1, .this = "20260801" } }, .says = { "crl.fresh=2not here" } },
	{ .name = "the newest counts: revoked", .at = USUAL, .list = {
	    { .issuer = VN, .by = 1, .this = "20260101" },
	    { .issuer = VN, .by = 1, .this = "20260301",
	    .entries = "01 20250101 1" },
	    { .issuer = VN, .by = 1, .this = "20260201" } },
	    .says = { "crl.revoked=5" } },
	{ .name = "the newest counts: taken back", .at = USUAL, .list = {
	    { .issuer = VN, .by = 1, .this = "20260101",
	    .entries = "01 20250101 6" },
	    { .issuer = VN, .by = 1, .this = "20260301" } },
	    .says = { "crl.revoked=0" } },
	{ .name = "a delta", .at = USUAL, .list = { { .issuer = VN, .by = 1,
	    .delta = true } }, .says = { "crl.present=1kind",
	    "crl.revoked=-" } },
	{ .name = "a delta beside a whole one", .at = USUAL, .list = {
	    { .issuer = VN, .by = 1, .delta = true, .this = "20260301" },
	    { .issuer = VN, .by = 1, .entries = "01 20250101 1" } },
	    .says = { "crl.present=0", "crl.revoked=5" } },
	{ .name = "a list for some alone (critical)", .at = USUAL, .list = {
	    { .issuer = VN, .by = 1, .critical = "2.5.29.28" } },
	    .says = { "crl.present=1kind" } },
	{ .name = "an entry with something critical", .at = USUAL, .list = {
	    { .issuer = VN, .by = 1, .entries = "02 20250101 1",
	    .entry_critical = "2.5.29.29" } }, .says = {
	    "crl.present=1kind" } },
	{ .name = "a key that is not for lists", .at = USUAL,
	    .root_usage = CERT, .list = { { .issuer = VN, .by = 1,
	    .entries = "01 20250101 1" } }, .says = { "crl.signature=3",
	    "crl.revoked=5" } },
	{ .name = "by the name's new key", .at = USUAL, .successor = VN,
	    .list = { { .issuer = VN, .by = 2,
	    .entries = "01 20250101 1" } }, .says = { "crl.signature=0",
	    "crl.revoked=5key" } },
	{ .name = "by another key of the name, which is no anchor",
	    .at = USUAL, .successor = VN, .stranger = true,
	    .list = { { .issuer = VN, .by = 2 } },
	    .says = { "crl.signature=-", "crl.present=1by a key",
	    "crl.revoked=-" } },
	{ .name = "by a known one that a link joins", .at = USUAL,
	    .successor = VN2, .linked = true, .stranger = true,
	    .serial = LONG, .list = { { .issuer = VN2, .by = 2, .entries =
	    LONG " 20250101 1" } }, .says = { "crl.revoked=5key" } },
	{ .name = "by a successor that a link joins", .at = USUAL,
	    .successor = VN2, .linked = true, .serial = LONG, .list = {
	    { .issuer = VN2, .by = 2, .entries = LONG " 20250101 1" } },
	    .says = { "crl.signature=0", "crl.revoked=5key" } },
	{ .name = "by a successor, a short number", .at = USUAL,
	    .successor = VN2, .linked = true, .list = { { .issuer = VN2,
	    .by = 2, .entries = "01 20250101 1" } },
	    .says = { "crl.revoked=4successor" } },
	{ .name = "by an anchor of the country that nothing joins",
	    .at = USUAL, .successor = VN2, .list = { { .issuer = VN2,
	    .by = 2, .entries = "01 20250101 1" } },
	    .says = { "crl.present=1" } },
	{ .name = "the authority's own certificate", .at = USUAL, .list = {
	    { .issuer = VN, .by = 1, .entries = "51 20250101 2" } },
	    .says = { "crl.revoked=5of the authority" } },
};

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof times / sizeof *times; i++)
		run(&times[i]);
	for (i = 0; i < sizeof lists / sizeof *lists; i++)
		run(&lists[i]);
	make_keys_free();
	return tap_done();
}
