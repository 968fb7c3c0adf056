/* SPDX-License-Identifier: ISC */
/* Certificate revocation lists (RFC 5280, 5). */
#include <stdlib.h>
#include <string.h>

#include "forge.h"

/* Serial numbers of nobody, in entries with a reason now and then. */
static void
put_others(long count, struct sim_bytes *out)
{
	size_t one;
	long i;

	for (i = 0; i < count; i++) {
		one = der_open(out, SEQUENCE);
		der_int(out, INTEGER, 1000000 + i);
		forge_time("20250301", "", out);
		der_close(out, one);
	}
}

/* crl.revoked: unspecified, key-compromise ...; crl.serial=leading: the number
 * with octets in front that DER leaves out. */
static void
put_revoked(struct spec *s, const struct forge_cert *ds, struct sim_bytes *out)
{
	static const char *const reason[] = { "unspecified", "key-compromise",
		"ca-compromise", "affiliation", "superseded", "cessation",
		"hold", "seven", "remove", "privilege", "aa-compromise" };
	const char *want = spec_get(s, "crl", "revoked", "none");
	size_t one, list, extension, value, i;

	if (strcmp(want, "none") == 0)
		return;
	one = der_open(out, SEQUENCE);
	i = der_open(out, INTEGER);
	if (spec_is(s, "crl", "serial", "leading"))
		sim_add(out, "\0\0", 2);
	sim_add(out, ds->serial.p, ds->serial.n);
	der_close(out, i);
	forge_time(spec_get(s, "crl", "date", "20250115"), "", out);
	for (i = 0; i < sizeof reason / sizeof *reason; i++) {
		if (strcmp(want, reason[i]) != 0)
			continue;
		list = der_open(out, SEQUENCE);
		extension = der_open(out, SEQUENCE);
		der_oid(out, "2.5.29.21");
		value = der_open(out, OCTETS);
		der_int(out, 0x0a, (long)i);
		der_close(out, value);
		der_close(out, extension);
		der_close(out, list);
	}
	der_close(out, one);
}

static void
extensions(struct spec *s, const struct forge_key *by, struct sim_bytes *out)
{
	size_t outer = der_open(out, 0xa0), list = der_open(out, SEQUENCE);
	size_t one = der_open(out, SEQUENCE), value, at;

	der_oid(out, "2.5.29.35");
	value = der_open(out, OCTETS);
	at = der_open(out, SEQUENCE);
	der_tlv(out, 0x80, by->id, 20);
	der_close(out, at);
	der_close(out, value);
	der_close(out, one);
	one = der_open(out, SEQUENCE);
	der_oid(out, "2.5.29.20");
	value = der_open(out, OCTETS);
	der_int(out, INTEGER, 7);
	der_close(out, value);
	der_close(out, one);
	if (spec_is(s, "crl", "ext", "unknown-critical")) {
		one = der_open(out, SEQUENCE);
		der_oid(out, "1.3.6.1.4.1.99999.3");
		der_tlv(out, 0x01, "\xff", 1);
		der_tlv(out, OCTETS, "\x05\0", 2);
		der_close(out, one);
	}
	der_close(out, list);
	der_close(out, outer);
}

/* crl.by: csca, stranger (its name and key identifier too), forged (the CSCA's
 * name and identifier, the stranger's key). */
void
forge_crl(struct spec *s, const struct forge_cert *csca,
    const struct forge_cert *other, const struct forge_cert *ds,
    struct sim_bytes *out)
{
	bool strange = spec_is(s, "crl", "by", "stranger");
	const struct forge_cert *says = strange ? other : csca;
	const struct forge_key *by = strange || spec_is(s, "crl", "by",
	    "forged") ? other->key : csca->key;
	size_t whole = der_open(out, SEQUENCE), start = out->n, tbs, list;
	struct sim_bytes sig = { 0 };
	struct forge_alg alg;

	forge_alg_parse(spec_get(s, "crl", "sig", "sha256"), &alg);
	tbs = der_open(out, SEQUENCE);
	der_int(out, INTEGER, 1);
	forge_alg_write(&alg, by->rsa, out);
	sim_add(out, says->name.p, says->name.n);
	forge_time(spec_get(s, "crl", "from", "20261101"), "", out);
	if (!spec_is(s, "crl", "next", "none"))
		forge_time(spec_get(s, "crl", "next", "20270201"), "", out);
	list = der_open(out, SEQUENCE);
	put_others(atol(spec_get(s, "crl", "others", "3")), out);
	put_revoked(s, ds, out);
	der_close(out, list);
	extensions(s, says->key, out);
	der_close(out, tbs);
	forge_sign(by, &alg, out->p + start, out->n - start, &sig);
	forge_alg_write(&alg, by->rsa, out);
	tbs = der_open(out, BITS);
	der_octet(out, 0);
	sim_add(out, sig.p, sig.n);
	der_close(out, tbs);
	der_close(out, whole);
	sim_clear(&sig);
}
