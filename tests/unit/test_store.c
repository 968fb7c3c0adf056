/* SPDX-License-Identifier: ISC */
/* The store: what it takes, in which role, and what it finds again. */
#include "base/sha256.h"
#include "chain_make.h"
#include "chip/evidence.h"
#include "tap.h"
#include "trust/store.h"

#define CSCA "VN/Ministry/CSCA"
#define MANY 3000

static void
digest(struct slice der, uint8_t out[32])
{
	sha256(der, out);
}

static void
test_roles(void)
{
	struct make m = { .subject = CSCA, .key = 1, .by = 1, .path = 0,
	    .flags = MAKE_CA, .usage = 4 };
	struct make ds = { .subject = "VN/Ministry/DS", .issuer = CSCA,
	    .key = 2, .by = 1, .path = -1, .usage = 0x80 };
	struct make v1 = { .subject = "VN/Old/CSCA", .key = 3, .by = 3,
	    .flags = MAKE_V1 };
	struct slice a = make_cert(&m), b = make_cert(&ds), c = make_cert(&v1);
	struct store *s = store_new();

	OK(store_add_cert(s, a, STORE_KNOWN, "x") == ERR_OK, "known");
	OK(store_cert(s, 0)->role == STORE_KNOWN, "is known");
	OK(store_add_cert(s, a, STORE_ANCHOR, "y") == ERR_DUPLICATE, "again");
	OK(store_certs(s) == 1 && store_cert(s, 0)->role == STORE_ANCHOR,
	    "the higher role");
	OK(strcmp(store_cert(s, 0)->origin, "x") == 0, "the first origin");
	OK(store_add_cert(s, a, STORE_KNOWN, "z") == ERR_DUPLICATE &&
	    store_cert(s, 0)->role == STORE_ANCHOR, "which it keeps");
	OK(store_add_cert(s, b, STORE_ANCHOR, "ds") == ERR_OK &&
	    store_cert(s, 1)->role == STORE_KNOWN,
	    "a signer is never an anchor");
	OK(store_add_cert(s, c, STORE_ANCHOR, "v1") == ERR_OK &&
	    store_cert(s, 2)->role == STORE_ANCHOR,
	    "one that says nothing of its rights is what it is named");
	OK(!store_may_issue(&store_cert(s, 2)->cert, STORE_KNOWN),
	    "unless it is named nothing");
	OK(store_add_cert(s, SLICE("\x30\x03\x02\x01\x05"), STORE_ANCHOR,
	    "") != ERR_OK && store_certs(s) == 3, "no certificate");
	store_free(s);
	free((void *)a.p);
	free((void *)b.p);
	free((void *)c.p);
}

static void
test_distrust(void)
{
	struct make m = { .subject = CSCA, .key = 1, .by = 1, .path = 0,
	    .flags = MAKE_CA, .usage = 4 };
	struct make other = { .subject = CSCA, .key = 2, .by = 2, .path = 0,
	    .flags = MAKE_CA, .usage = 4 };
	struct slice a = make_cert(&m), b = make_cert(&other);
	struct store *s = store_new();
	const struct store_cert *found[4];
	uint8_t hash[32];

	OK(store_add_cert(s, a, STORE_ANCHOR, "a") == ERR_OK &&
	    store_add_cert(s, b, STORE_ANCHOR, "b") == ERR_OK, "two");
	digest(a, hash);
	store_distrust(s, hash);
	OK(store_distrusts(s, hash), "distrusted");
	OK(store_certs(s) == 1 &&
	    strcmp(store_cert(s, 0)->origin, "b") == 0 &&
	    store_cert(s, 0)->at == 0, "the other one is left");
	OK(store_add_cert(s, a, STORE_ANCHOR, "a") == ERR_ACCESS,
	    "it is not taken again");
	OK(store_issuers(s, &store_cert(s, 0)->cert, found, 4) == 1 &&
	    found[0] == store_cert(s, 0), "the other one is found");
	store_free(s);
	free((void *)a.p);
	free((void *)b.p);
}

static void
test_stations(void)
{
	uint8_t key[2][SIGN_PUBLIC] = { { 1 }, { 2 } }, hash[32];
	char id[EVIDENCE_KEY_ID + 1];
	struct store *s = store_new();
	const char *origin;

	evidence_key_id(key[1], id);
	OK(store_add_station(s, key[0], "desk") == ERR_OK &&
	    store_add_station(s, key[1], "gate") == ERR_OK, "two stations");
	OK(store_add_station(s, key[1], "gate") == ERR_DUPLICATE, "again");
	OK(store_stations(s) == 2, "there");
	OK(store_station(s, id) != NULL &&
	    memcmp(store_station(s, id), key[1], SIGN_PUBLIC) == 0, "by name");
	digest((struct slice){ (char *)key[1], SIGN_PUBLIC }, hash);
	store_distrust(s, hash);
	OK(store_station(s, id) == NULL &&
	    store_stations(s) == 1, "gone");
	OK(store_station_at(s, 0, &origin) != NULL &&
	    strcmp(origin, "desk") == 0, "the first one is left");
	OK(store_add_station(s, key[1], "gate") == ERR_ACCESS, "not again");
	store_free(s);
}

static void
test_lists(void)
{
	struct make_crl m = { .issuer = CSCA, .by = 1 };
	struct slice a = make_list(&m);
	struct store *s = store_new();

	OK(store_add_crl(s, a, "list") == ERR_OK && store_crls(s) == 1 &&
	    strcmp(store_crl(s, 0)->origin, "list") == 0, "a list");
	OK(store_add_crl(s, a, "list") == ERR_DUPLICATE, "again");
	OK(store_add_crl(s, (struct slice){ a.p, a.n - 1 }, "") != ERR_OK &&
	    store_crls(s) == 1, "a part of it");
	store_free(s);
	free((void *)a.p);
}

/* Many certificates: each is found by all that it can be found by. */
static void
test_many(void)
{
	struct store *s = store_new();
	struct make m = { .issuer = CSCA, .key = 1, .by = 1, .path = -1,
	    .usage = 0x80 };
	const struct store_cert *c;
	char name[32], serial[16];
	struct slice der;
	int i, taken = 0, found = 0;

	for (i = 0; i < MANY; i++) {
		snprintf(name, sizeof name, "VN/Ministry/DS %d", i);
		snprintf(serial, sizeof serial, "01%04x", i);
		m.subject = name;
		m.serial = serial;
		der = make_cert(&m);
		taken += store_add_cert(s, der, STORE_KNOWN, "x") == ERR_OK;
		free((void *)der.p);
	}
	for (i = 0; i < MANY; i++) {
		c = store_cert(s, (size_t)i);
		found += store_signer(s, c->cert.issuer, c->cert.serial,
		    (struct slice){ NULL, 0 }) == c;
	}
	OK(taken == MANY && found == MANY, "%d taken, %d found by serial",
	    taken, found);
	c = store_signer(s, (struct slice){ NULL, 0 },
	    (struct slice){ NULL, 0 }, store_cert(s, 7)->cert.ski);
	OK(c != NULL && slice_eq(c->cert.ski, store_cert(s, 7)->cert.ski),
	    "by key identifier");
	OK(store_signer(s, store_cert(s, 7)->cert.subject,
	    store_cert(s, 7)->cert.serial, (struct slice){ NULL, 0 }) == NULL,
	    "another issuer's serial is none");
	store_free(s);
}

/* Candidates: anchors first, by key before name, each once. */
static void
test_order(void)
{
	static const struct {
		struct make m;
		enum store_role role;
	} in[] = {
		{ { .subject = CSCA, .key = 2, .by = 2, .flags = MAKE_CA,
		    .path = 0, .usage = 4 }, STORE_KNOWN },
		{ { .subject = "VN/Else/X", .key = 1, .by = 3,
		    .flags = MAKE_CA, .path = 0, .usage = 4 }, STORE_KNOWN },
		{ { .subject = CSCA, .key = 3, .by = 3, .flags = MAKE_CA,
		    .path = 0, .usage = 4 }, STORE_ANCHOR },
		{ { .subject = CSCA, .key = 1, .by = 1, .flags = MAKE_CA,
		    .path = 0, .usage = 4 }, STORE_ANCHOR },
		{ { .subject = "VN/Else/Y", .key = 4, .by = 4,
		    .flags = MAKE_CA, .path = 0, .usage = 4 }, STORE_ANCHOR },
	};
	static const size_t want[] = { 3, 2, 1, 0 };
	struct make ds = { .subject = "VN/Ministry/DS", .issuer = CSCA,
	    .key = 5, .by = 1, .path = -1, .usage = 0x80 };
	const struct store_cert *out[8];
	struct store *s = store_new();
	struct slice der;
	struct cert c;
	size_t i, n;

	for (i = 0; i < sizeof in / sizeof *in; i++) {
		der = make_cert(&in[i].m);
		if (store_add_cert(s, der, in[i].role, "x") != ERR_OK)
			OK(false, "%zu is taken", i);
		free((void *)der.p);
	}
	der = make_cert(&ds);
	if (OK(cert_parse(der, &c) == ERR_OK, "the signer")) {
		n = store_issuers(s, &c, out, 8);
		OK(n == 4, "%zu candidates", n);
		for (i = 0; i < 4 && i < n; i++)
			OK(out[i]->at == want[i], "place %zu: %zu", i,
			    out[i]->at);
		OK(store_issuers(s, &c, out, 1) == 4 && out[0]->at == 3,
		    "no more than there is room for");
	}
	free((void *)der.p);
	store_free(s);
}

int
main(void)
{
	test_roles();
	test_distrust();
	test_stations();
	test_lists();
	test_many();
	test_order();
	make_keys_free();
	return tap_done();
}
