/* SPDX-License-Identifier: ISC */
/* Signers kept: found again, put out by age, made fast, within bounds. */
#include <time.h>

#include "chain_make.h"
#include "tap.h"
#include "trust/signer_priv.h"

#define CSCA "VN/Ministry/CSCA"
#define SIGNERS 8
#define FAST 3		/* the first ones, on brainpoolP384r1 */
#define CROWD 10000
#define KEYS 120
#define LOOKS 200000

static struct slice der[SIGNERS];

static void
add(struct store *s, const struct make *m, enum store_role role)
{
	struct slice c = make_cert(m);

	if (store_add_cert(s, c, role, m->subject) != ERR_OK)
		OK(false, "the store takes %s", m->subject);
	free((void *)c.p);
}

static struct store *
anchored(void)
{
	struct make root = { .subject = CSCA, .key = 1, .by = 1, .path = 0,
	    .flags = MAKE_CA, .usage = 4 };
	struct store *s = store_new();

	add(s, &root, STORE_ANCHOR);
	return s;
}

static void
make_signers(void)
{
	struct make m = { .subject = "VN/Ministry/DS", .issuer = CSCA,
	    .by = 1, .path = -1, .usage = 0x80 };
	char serial[16];
	int i;

	for (i = 0; i < SIGNERS; i++) {
		snprintf(serial, sizeof serial, "0%d", i + 1);
		m.serial = serial;
		m.key = i < FAST ? MAKE_BP384 + i : 2 + i;
		der[i] = make_cert(&m);
	}
}

static unsigned long
hits(struct signer_cache *c, int i)
{
	struct signer *s = signer_get(c, der[i], SIGNER_OF_DOCUMENTS);

	return s == NULL || !slice_eq(s->cert.der, der[i]) ? 0 : s->hits;
}

static void
test_age(void)
{
	struct signer_cache_limits l = { 3, 0, 0 };
	struct store *s = anchored();
	struct signer_cache *c = signer_cache_new(s, &l);
	struct signer *a, *b;

	OK(hits(c, 0) == 1 && hits(c, 1) == 1 && hits(c, 2) == 1, "new");
	OK(hits(c, 0) == 2 && hits(c, 2) == 2, "again");
	OK(hits(c, 3) == 1, "a fourth");
	OK(hits(c, 0) == 3 && hits(c, 2) == 3 && hits(c, 3) == 2,
	    "the others are kept");
	OK(hits(c, 1) == 1, "the longest unused one is not");
	OK(hits(c, 0) == 1, "and so on");
	a = signer_get(c, der[4], SIGNER_OF_DOCUMENTS);
	OK(a != NULL && findings_of(&a->findings,
	    "dsc.extended-key-usage")->class == FINDING_GOOD, "of documents");
	b = signer_get(c, der[4], SIGNER_OF_MASTER_LISTS);
	OK(b != NULL && b != a && findings_of(&b->findings,
	    "dsc.extended-key-usage")->class == FINDING_FORBIDDEN,
	    "of lists it is another one");
	OK(signer_get(c, SLICE("\x30\x03\x02\x01\x05"),
	    SIGNER_OF_DOCUMENTS) == NULL, "no certificate");
	OK(hits(c, 4) == 2, "that harms nothing");
	signer_cache_free(c);
	store_free(s);
}

/* Multiples for as many as there is room for, by turns; what the keys say of a
 * signature stays the same. */
static void
test_speed(void)
{
	static const struct slice text = { "text", 4 };
	static const size_t room[] = { 1, 8u << 20, 256u << 20 };
	struct signer_cache_limits l = { 100, 2, 0 };
	struct sim_bytes octets = { 0 };
	uint8_t sig[512];
	struct slice sigs[FAST];
	struct store *s = anchored();
	struct signer_cache *c;
	struct signer *g;
	int r, i, k, good, bad;

	sim_add(&octets, text.p, text.n);
	for (i = 0; i < FAST; i++) {
		sigs[i].n = make_signature(&octets, MAKE_BP384 + i, NULL, sig);
		sigs[i].p = memcpy(malloc(sigs[i].n), sig, sigs[i].n);
	}
	for (r = 0; r < 3; r++) {
		l.speed_octets = room[r];
		c = signer_cache_new(s, &l);
		good = bad = 0;
		for (k = 0; k < 4 * FAST; k++) {
			i = k % FAST;
			g = signer_get(c, der[i], SIGNER_OF_DOCUMENTS);
			if (g == NULL || g->trust != SIGNER_ANCHORED)
				continue;
			good += pubkey_verify(g->key, &g->cert.algorithm,
			    &text, 1, sigs[i]) == PUBKEY_GOOD;
			bad += pubkey_verify(g->key, &g->cert.algorithm,
			    &text, 1, sigs[(i + 1) % FAST]) == PUBKEY_BAD;
		}
		OK(good == 4 * FAST && bad == 4 * FAST, "room for %zu: %d "
		    "good, %d bad", room[r], good, bad);
		signer_cache_free(c);
	}
	for (i = 0; i < FAST; i++)
		free((void *)sigs[i].p);
	sim_clear(&octets);
	store_free(s);
}

static size_t
fast(struct signer_cache *c, int i)
{
	struct signer *s = signer_get(c, der[i], SIGNER_OF_DOCUMENTS);

	return ((struct entry *)s)->speed_octets;
}

/* Room for two: the third has to wait until one of them is idle. */
static void
test_turns(void)
{
	struct signer_cache_limits l = { 100, 2, SIZE_MAX };
	struct store *s = anchored();
	struct signer_cache *c = signer_cache_new(s, &l);
	size_t one;
	int i;

	OK(fast(c, 0) == 0, "not at the first use");
	one = fast(c, 0);
	OK(one > 0 && c->speed_octets == one, "at the second: %zu", one);
	c->limits.speed_octets = 2 * one + one / 2;
	for (i = 0; i < 20; i++)
		fast(c, i % FAST);
	OK(fast(c, 0) > 0 && fast(c, 1) > 0 && fast(c, 2) == 0,
	    "the third finds no room");
	for (i = 0; i < 200; i++)
		fast(c, i % 2 * 2);
	OK(fast(c, 2) > 0 && fast(c, 0) > 0, "until the second is idle");
	OK(c->speed_octets <= c->limits.speed_octets, "never more than room");
	OK(fast(c, 1) == 0 && signer_get(c, der[1], SIGNER_OF_DOCUMENTS)->key
	    != NULL, "which is slow again");
	for (i = 0; i < 10; i++)
		fast(c, FAST);
	OK(fast(c, FAST) == 0, "P-256 is fast by itself");
	signer_cache_free(c);
	store_free(s);
}

static double
seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static void
test_quick(void)
{
	struct signer_cache_limits l = { 1000, 0, 0 };
	struct store *s = anchored();
	struct signer_cache *c = signer_cache_new(s, &l);
	double from;
	unsigned long n = 0;
	int i;

	for (i = 0; i < SIGNERS; i++)
		n += hits(c, i);
	from = seconds();
	for (i = 0; i < LOOKS; i++)
		n += signer_get(c, der[i % SIGNERS], SIGNER_OF_DOCUMENTS) !=
		    NULL;
	from = (seconds() - from) / LOOKS * 1e9;
	OK(n == SIGNERS + LOOKS, "all found");
	/* under a microsecond when nothing disturbs; a sanitizer may */
	OK(from < 20000, "a kept signer in %.0f ns", from);
	signer_cache_free(c);
	store_free(s);
}

/* A crowd of the issuer's name, no anchors, many keys. */
static void
crowd(struct store *s)
{
	struct make m = { .subject = CSCA, .path = 0, .flags = MAKE_CA,
	    .usage = 4, .ski = "-" };
	struct slice one[KEYS];
	size_t i, n = 0;
	char *end;

	for (i = 0; i < KEYS; i++) {
		m.key = m.by = 20 + (int)i;
		one[i] = make_cert(&m);
	}
	for (i = 0; i < CROWD; i++) {
		end = (char *)one[i % KEYS].p + one[i % KEYS].n;
		memcpy(end - 8, &i, 4);
		n += store_add_cert(s, one[i % KEYS], STORE_KNOWN, "crowd") ==
		    ERR_OK;
	}
	OK(n == CROWD, "%zu taken", n);
	for (i = 0; i < KEYS; i++)
		free((void *)one[i].p);
}

static int
count(const char *text, const char *what)
{
	int n;

	for (n = 0; (text = strstr(text, what)) != NULL; n++)
		text++;
	return n;
}

/* The anchor is found at once, and without it the search ends soon. */
static void
test_crowd(void)
{
	struct signer_cache_limits l = { 10, 0, 0 };
	struct store *s = store_new(), *whole = anchored();
	struct signer_cache *c, *d;
	struct buf text = { 0 };
	struct signer *g;
	double from;

	crowd(s);
	crowd(whole);
	c = signer_cache_new(s, &l);
	d = signer_cache_new(whole, &l);
	from = seconds();
	g = signer_get(c, der[0], SIGNER_OF_DOCUMENTS);
	OK(g != NULL && g->trust == SIGNER_UNKNOWN &&
	    strstr(findings_of(&g->findings, "chain.anchor")->rows[0].why,
	    "too many") != NULL, "given up, and it says so");
	from = seconds() - from;
	OK(from < 2, "in %.1f ms", from * 1e3);
	signer_explain(c, der[0], &text);
	OK(count(buf_cstr(&text), "did not sign") == SIGNER_MAX_TRIES,
	    "after so many tries");
	buf_release(&text);
	g = signer_get(d, der[0], SIGNER_OF_DOCUMENTS);
	OK(g != NULL && g->trust == SIGNER_ANCHORED, "the anchor is found");
	signer_cache_free(c);
	signer_cache_free(d);
	store_free(s);
	store_free(whole);
}

static void
test_distrusted(void)
{
	struct signer_cache_limits l = { 10, 0, 0 };
	struct store *s = anchored();
	struct signer_cache *c;
	struct signer *g;
	struct cert cert;

	if (!OK(cert_parse(der[0], &cert) == ERR_OK, "a signer"))
		return;
	store_distrust(s, cert.sha256);
	c = signer_cache_new(s, &l);
	g = signer_get(c, der[0], SIGNER_OF_DOCUMENTS);
	OK(g != NULL && findings_worst(&g->findings) == FINDING_BROKEN &&
	    findings_of(&g->findings, "chain.distrusted") != NULL,
	    "one that the operator distrusts is broken");
	g = signer_get(c, der[1], SIGNER_OF_DOCUMENTS);
	OK(g != NULL && findings_of(&g->findings, "chain.distrusted") == NULL,
	    "its neighbour is not");
	signer_cache_free(c);
	store_free(s);
}

/* What is distrusted in a form that its issuer did not write. */
static void
test_mirrored(void)
{
	struct signer_cache_limits l = { 10, 0, 0 };
	struct store *s = anchored();
	struct signer_cache *c;
	struct buf in = { 0 }, bits = { 0 }, sig = { 0 }, other = { 0 };
	struct pubkey *k;
	struct signer *g;
	struct cert cert, csca;

	if (!OK(cert_parse(der[0], &cert) == ERR_OK, "a signer"))
		return;
	csca = store_cert(s, 0)->cert;
	if (!OK(pubkey_new(csca.spki, &k) == ERR_OK &&
	    pubkey_mirror(k, cert.signature, &sig), "its other signature"))
		return;
	buf_add_char(&bits, 0);
	buf_add_slice(&bits, buf_slice(&sig));
	buf_add_slice(&in, cert.tbs);
	buf_add_slice(&in, cert.inner_algorithm);
	tlv_add(&in, 0x03, buf_slice(&bits));
	tlv_add(&other, 0x30, buf_slice(&in));
	c = signer_cache_new(s, &l);
	g = signer_get(c, buf_slice(&other), SIGNER_OF_DOCUMENTS);
	OK(g != NULL && g->trust == SIGNER_ANCHORED &&
	    findings_of(&g->findings, "chain.distrusted") == NULL,
	    "is as right");
	signer_cache_free(c);
	store_distrust(s, cert.sha256);
	c = signer_cache_new(s, &l);
	g = signer_get(c, buf_slice(&other), SIGNER_OF_DOCUMENTS);
	OK(g != NULL && g->trust == SIGNER_ANCHORED &&
	    findings_of(&g->findings, "chain.distrusted") != NULL,
	    "and distrusted with the one that the operator knows");
	g = signer_get(c, der[1], SIGNER_OF_DOCUMENTS);
	OK(g != NULL && findings_of(&g->findings, "chain.distrusted") == NULL,
	    "its neighbour is not");
	signer_cache_free(c);
	store_free(s);
	pubkey_free(k);
	buf_release(&in);
	buf_release(&bits);
	buf_release(&sig);
	buf_release(&other);
}

int
main(void)
{
	int i;

	make_signers();
	test_age();
	test_speed();
	test_turns();
	test_quick();
	test_crowd();
	test_distrusted();
	test_mirrored();
	for (i = 0; i < SIGNERS; i++)
		free((void *)der[i].p);
	make_keys_free();
	return tap_done();
}
