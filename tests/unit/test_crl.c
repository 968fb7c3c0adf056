/* SPDX-License-Identifier: ISC */
/* Revocation lists: what is read, what is refused, who is on them. */
#include <time.h>

#include "base/date.h"
#include "base/tlv.h"
#include "chain_make.h"
#include "tap.h"
#include "trust/crl.h"

#define CSCA "VN/Ministry/CSCA"
#define MANY 100000

static long long
day(const char *text)
{
	struct moment m;

	return moment_parse(slice_str(text), &m) == ERR_OK ?
	    moment_to_unix(m) : -1;
}

static void
test_read(void)
{
	struct make_crl m = { .issuer = CSCA, .by = 1, .entries =
	    "01 20250101 1, 0081 20250202 -1, ff 20250303 4" };
	struct slice der = make_list(&m);
	struct crl c;

	if (!OK(crl_parse(der, &c) == ERR_OK, "a list is read"))
		return;
	OK(c.this_update == day("2026-01-01T00:00:00Z") && c.has_next &&
	    c.next_update == day("2027-01-01T00:00:00Z"), "its times");
	OK(c.entries == 3 && !c.delta && !c.critical_unknown && !c.odd_time,
	    "three entries, nothing strange");
	OK(c.algorithm_known && c.algorithm.kind == SIGNATURE_ECDSA,
	    "its algorithm");
	OK(c.aki.n == 20 && slice_eq(c.number, SLICE("\x07")), "its number");
	free((void *)der.p);
}

/* Serials as integers: content octets, on the list or not, date, reason. */
static const struct {
	struct slice serial;
	bool found;
	const char *date;
	int reason;
} serials[] = {
	{ { "\x01", 1 }, true, "2025-01-01T00:00:00Z", 1 },
	{ { "\x00\x01", 2 }, true, "2025-01-01T00:00:00Z", 1 },
	{ { "\x00\x00\x00\x01", 4 }, true, "2025-01-01T00:00:00Z", 1 },
	{ { "\x00\x81", 2 }, true, "2025-02-02T00:00:00Z", -1 },
	{ { "\x00\x00\x81", 3 }, true, "2025-02-02T00:00:00Z", -1 },
	{ { "\x81", 1 }, false, NULL, 0 },
	{ { "\xff", 1 }, true, "2025-03-03T00:00:00Z", 4 },
	{ { "\xff\xff", 2 }, true, "2025-03-03T00:00:00Z", 4 },
	{ { "\x00\xff", 2 }, false, NULL, 0 },
	{ { "\x02", 1 }, false, NULL, 0 },
	{ { "\x01\x01", 2 }, false, NULL, 0 },
};

static void
test_find(void)
{
	struct make_crl m = { .issuer = CSCA, .by = 1, .entries =
	    "01 20250101 1, 0081 20250202 -1, ff 20250303 4" };
	struct slice der = make_list(&m);
	struct crl_entry at;
	struct crl c;
	bool found;
	size_t i;

	if (!OK(crl_parse(der, &c) == ERR_OK, "a list"))
		return;
	for (i = 0; i < sizeof serials / sizeof *serials; i++) {
		found = !serials[i].found;
		OK(crl_find(&c, serials[i].serial, &found, &at) == ERR_OK &&
		    found == serials[i].found && (!found ||
		    (at.date == day(serials[i].date) &&
		    at.reason == serials[i].reason)), "serial %zu", i);
	}
	free((void *)der.p);
}

/* Odd ones. */
static void
test_odd(void)
{
	static const struct {
		const char *name;
		struct make_crl m;
		bool delta, unknown;
	} odd[] = {
		{ "usual", { .issuer = CSCA, .by = 1 }, false, false },
		{ "a delta", { .issuer = CSCA, .by = 1, .delta = true }, true,
		    false },
		{ "a distribution point", { .issuer = CSCA, .by = 1,
		    .critical = "2.5.29.28" }, false, true },
		{ "an entry of another authority", { .issuer = CSCA, .by = 1,
		    .entries = "01 20250101 -1", .entry_critical =
		    "2.5.29.29" }, false, true },
		{ "an invalidity date", { .issuer = CSCA, .by = 1,
		    .entries = "01 20250101 -1", .entry_critical =
		    "2.5.29.24" }, false, false },
	};
	struct slice der;
	struct crl c;
	size_t i;

	for (i = 0; i < sizeof odd / sizeof *odd; i++) {
		der = make_list(&odd[i].m);
		OK(crl_parse(der, &c) == ERR_OK && c.delta == odd[i].delta &&
		    c.critical_unknown == odd[i].unknown, "%s", odd[i].name);
		free((void *)der.p);
	}
}

/* Cut anywhere, or followed by something, it is none. */
static void
test_cut(void)
{
	struct make_crl m = { .issuer = CSCA, .by = 1, .entries =
	    "01 20250101 1, 0081 20250202 -1" };
	struct slice der = make_list(&m), part = der;
	struct sim_bytes more = { 0 };
	struct crl c;
	size_t read = 0;

	for (part.n = 0; part.n < der.n; part.n++)
		read += crl_parse(part, &c) == ERR_OK;
	OK(read == 0, "no part of a list is read as one");
	sim_add(&more, der.p, der.n);
	der_octet(&more, 0);
	OK(crl_parse(make_slice(&more), &c) != ERR_OK, "something behind it");
	sim_clear(&more);
	free((void *)der.p);
}

/* Two algorithms: the signature is none that is known. */
static void
test_two_algorithms(void)
{
	struct make_crl m = { .issuer = CSCA, .by = 1 };
	struct slice der = make_list(&m);
	struct crl c;
	char *p = (char *)der.p;
	size_t i;

	/* ecdsa-with-SHA256 to -SHA384, the first of the two */
	for (i = 0; i + 8 < der.n; i++)
		if (memcmp(p + i, "\x2a\x86\x48\xce\x3d\x04\x03\x02", 8) == 0) {
			p[i + 7] = 3;
			break;
		}
	OK(crl_parse(der, &c) == ERR_OK && !c.algorithm_known,
	    "two algorithms in one list");
	free((void *)der.p);
}

static double
ms(void)
{
	return (double)clock() * 1e3 / CLOCKS_PER_SEC;
}

static void
test_many(void)
{
	struct make_crl m = { .issuer = CSCA, .by = 1, .extra = MANY };
	struct slice der = make_list(&m);
	struct crl_entry at;
	bool found = false, good;
	double from = ms(), read, looked;
	struct crl c;

	good = crl_parse(der, &c) == ERR_OK && c.entries == MANY;
	read = ms() - from;
	if (OK(good, "%d entries in %.1f ms", MANY, read)) {
		from = ms();
		good = crl_find(&c, SLICE("\x70\x00\x01\x86\x9f"), &found,
		    &at) == ERR_OK && found;
		looked = ms() - from;
		OK(good, "the last one in %.1f ms", looked);
	}
	free((void *)der.p);
}

int
main(void)
{
	test_read();
	test_find();
	test_odd();
	test_cut();
	test_two_algorithms();
	test_many();
	make_keys_free();
	return tap_done();
}
