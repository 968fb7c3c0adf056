/* SPDX-License-Identifier: ISC */
/* SignedData (RFC 5652, 5) round an LDS security object or other content: as
 * Doc 9303-10, 4.6.2.2 has it, and otherwise. */
#include <stdlib.h>
#include <string.h>

#include "forge.h"

struct wrapping {
	struct spec *s;
	const char *part, *type, *md;
	const struct sim_bytes *content;
	const struct cms_signers *by;
	struct forge_alg alg;
};

static const char *
get(const struct wrapping *w, const char *key, const char *otherwise)
{
	return spec_get(w->s, w->part, key, otherwise);
}

static bool
is(const struct wrapping *w, const char *key, const char *value)
{
	return spec_is(w->s, w->part, key, value);
}

/* Known deviations, and one that nobody knows (spec of the strict profile). */
static const char *
type_oid(const struct wrapping *w, const char *key)
{
	static const struct {
		const char *word, *oid;
	} type[] = {
		{ "lds", "2.23.136.1.1.1" }, { "data", "1.2.840.113549.1.7.1" },
		{ "old", "1.3.27.1.1.1" }, { "sdu", "1.2.528.1.1006.1.20.1" },
		{ "list", "2.23.136.1.1.2" },
		{ "unknown", "1.3.6.1.4.1.99999.2" }
	};
	const char *want = get(w, key, "");
	size_t i;

	for (i = 0; i < sizeof type / sizeof *type; i++)
		if (strcmp(want, type[i].word) == 0)
			return type[i].oid;
	return w->type;
}

/* An object whose length is not definite (X.690, 8.1.3.6), where asked for. */
struct open {
	size_t at;
	bool endless;
};

static struct open
open_wrap(const struct wrapping *w, unsigned tag, struct sim_bytes *out)
{
	struct open o = { .endless = is(w, "ber", "indefinite") ||
	    is(w, "ber", "both") };

	o.at = der_open(out, tag);
	if (o.endless)
		der_octet(out, 0x80);
	return o;
}

static void
close_wrap(struct open o, struct sim_bytes *out)
{
	if (o.endless)
		sim_add(out, "\0\0", 2);
	else
		der_close(out, o.at);
}

/* trailing=NAME: octets behind that structure. */
static void
trail(const struct wrapping *w, const char *where, struct sim_bytes *out)
{
	if (is(w, "trailing", where))
		sim_add(out, "\x04\x02ok", 4);
}

static void
put_content(const struct wrapping *w, struct sim_bytes *out)
{
	const struct sim_bytes *c = w->content;
	bool pieces = is(w, "ber", "constructed") || is(w, "ber", "both");
	size_t at, half = c->n / 2;

	if (!pieces) {
		der_tlv(out, OCTETS, c->p, c->n);
		return;
	}
	at = der_open(out, OCTETS | 0x20);
	der_tlv(out, OCTETS, c->p, half);
	der_tlv(out, OCTETS, c->p + half, c->n - half);
	der_close(out, at);
}

static size_t
attribute_open(const char *oid, struct sim_bytes *out, size_t *set)
{
	size_t at = der_open(out, SEQUENCE);

	der_oid(out, oid);
	*set = der_open(out, SET);
	return at;
}

static void
content_type(const struct wrapping *w, struct sim_bytes *out)
{
	size_t set, at = attribute_open("1.2.840.113549.1.9.3", out, &set);

	der_oid(out, is(w, "attr-type", "") ? type_oid(w, "type") :
	    type_oid(w, "attr-type"));
	if (is(w, "attrs", "two-values"))
		der_oid(out, "1.2.840.113549.1.7.1");
	der_close(out, set);
	der_close(out, at);
}

static void
signing_time(const struct wrapping *w, struct sim_bytes *out)
{
	size_t set, at = attribute_open("1.2.840.113549.1.9.5", out, &set);

	forge_time(get(w, "time", "20250201"), get(w, "time-form", ""), out);
	der_close(out, set);
	der_close(out, at);
}

static void
message_digest(const struct wrapping *w, struct sim_bytes *out)
{
	size_t set, at = attribute_open("1.2.840.113549.1.9.4", out, &set), n;
	uint8_t hash[64];

	n = forge_hash(w->md, w->content->p, w->content->n, hash);
	if (is(w, "message-digest", "wrong"))
		hash[3] ^= 0x10;
	if (is(w, "message-digest", "short"))
		n -= 4;
	if (is(w, "attrs", "broken")) {	/* a length longer than need be */
		der_octet(out, OCTETS);
		der_octet(out, 0x81);
		der_octet(out, (unsigned)n);
		sim_add(out, hash, n);
	} else {
		der_tlv(out, OCTETS, hash, n);
	}
	der_close(out, set);
	der_close(out, at);
}

/* In the order of DER: each is longer than the one before (with SHA-1 the
 * digest is not shorter than the time either). attrs: standard, no-type,
 * no-digest, no-time, twice-type, twice-digest, twice-time, two-values,
 * unsorted, broken (no DER). */
static void
attributes(const struct wrapping *w, struct sim_bytes *out)
{
	const char *want = get(w, "attrs", "standard");
	bool turned = strcmp(want, "unsorted") == 0;

	if (turned)
		message_digest(w, out);
	if (strcmp(want, "no-type") != 0)
		content_type(w, out);
	if (strcmp(want, "twice-type") == 0)
		content_type(w, out);
	if (strcmp(want, "no-time") != 0)
		signing_time(w, out);
	if (strcmp(want, "twice-time") == 0)
		signing_time(w, out);
	if (strcmp(want, "no-digest") != 0 && !turned)
		message_digest(w, out);
	if (strcmp(want, "twice-digest") == 0)
		message_digest(w, out);
}

static void
unsigned_attributes(struct sim_bytes *out)
{
	size_t all = der_open(out, 0xa1), set;
	size_t at = attribute_open("1.3.6.1.4.1.99999.4", out, &set);

	der_null(out);
	der_close(out, set);
	der_close(out, at);
	der_close(out, all);
}

/* sid: issuer, ski, wrong (another serial number), wrong-ski, stranger. */
static void
signer_id(const struct wrapping *w, const struct forge_cert *ds,
    struct sim_bytes *out)
{
	const char *want = get(w, "sid", "issuer");
	uint8_t id[20];
	size_t at;

	if (strcmp(want, "ski") == 0 || strcmp(want, "wrong-ski") == 0) {
		memcpy(id, ds->key->id, 20);
		if (*want == 'w')
			id[7] ^= 1;
		der_tlv(out, 0x80, id, 20);
		return;
	}
	at = der_open(out, SEQUENCE);
	sim_add(out, ds->issuer.p, ds->issuer.n);
	if (strcmp(want, "wrong") == 0)
		der_int(out, INTEGER, 4711);
	else
		der_tlv(out, INTEGER, ds->serial.p, ds->serial.n);
	der_close(out, at);
}

/* The octets that are signed are those of the SET OF; in the file stands [0] of
 * the same (5.4). Without attributes the content itself is signed. */
static void
signer_info(const struct wrapping *w, const struct forge_cert *ds,
    const struct forge_alg *alg, struct sim_bytes *out)
{
	bool ski = is(w, "sid", "ski") || is(w, "sid", "wrong-ski");
	struct sim_bytes attrs = { 0 }, covered = { 0 };
	struct forge_alg declared = *alg;
	size_t at = der_open(out, SEQUENCE), sig;

	der_int(out, INTEGER, atol(get(w, "si-version", ski ? "3" : "1")));
	signer_id(w, ds, out);
	forge_hash_write(w->md, !is(w, "digest-null", "no"), out);
	if (!is(w, "attrs", "none")) {
		attributes(w, &attrs);
		der_tlv(out, 0xa0, attrs.p, attrs.n);
		der_tlv(&covered, SET, attrs.p, attrs.n);
	} else {
		sim_add(&covered, w->content->p, w->content->n);
	}
	if (is(w, "declared", ""))
		declared = *alg;
	else
		forge_alg_parse(get(w, "declared", ""), &declared);
	forge_alg_write(&declared, ds->key->rsa, out);
	sig = der_open(out, OCTETS);
	forge_sign(ds->key, alg, covered.p, covered.n, out);
	trail(w, "signature", out);
	der_close(out, sig);
	if (is(w, "unsigned", "yes"))
		unsigned_attributes(out);
	trail(w, "signer", out);
	der_close(out, at);
	sim_clear(&attrs);
	sim_clear(&covered);
}

/* signers: 1, 0, good (two of the same), bad (the second's signature is wrong),
 * foreign (a good one by the stranger, whose certificate is not there). */
static void
signer_infos(const struct wrapping *w, struct sim_bytes *out)
{
	const char *want = get(w, "signers", "1");
	struct open set = open_wrap(w, SET, out);
	struct forge_alg bad = w->alg, plain;

	bad.bad = true;
	forge_alg_parse("sha256", &plain);
	if (strcmp(want, "0") != 0)
		signer_info(w, w->by->ds, &w->alg, out);
	if (strcmp(want, "good") == 0)
		signer_info(w, w->by->ds, &w->alg, out);
	if (strcmp(want, "bad") == 0)
		signer_info(w, w->by->ds, &bad, out);
	if (strcmp(want, "foreign") == 0)
		signer_info(w, w->by->other, &plain, out);
	close_wrap(set, out);
}

/* certs: 1, 0, two (an unrelated one in front), other (that one alone), garbage
 * (what is no certificate in front). */
static void
certificates(const struct wrapping *w, struct sim_bytes *out)
{
	const char *want = get(w, "certs", "1");
	struct open o;

	if (strcmp(want, "0") == 0)
		return;
	o = open_wrap(w, 0xa0, out);
	if (strcmp(want, "garbage") == 0)
		sim_add(out, "\x30\x02\x05\0", 4);
	else if (strcmp(want, "1") != 0)
		sim_add(out, w->by->other->der.p, w->by->other->der.n);
	if (strcmp(want, "other") != 0)
		sim_add(out, w->by->ds->der.p, w->by->ds->der.n);
	close_wrap(o, out);
}

static void
signed_data(const struct wrapping *w, struct sim_bytes *out)
{
	struct open data = open_wrap(w, SEQUENCE, out), info, inner;
	size_t at;

	der_int(out, INTEGER, atol(get(w, "version", "3")));
	at = der_open(out, SET);
	if (!is(w, "digests", "none"))
		forge_hash_write(get(w, "digests", w->md), true, out);
	der_close(out, at);
	info = open_wrap(w, SEQUENCE, out);
	der_oid(out, type_oid(w, "type"));
	if (!is(w, "content", "none")) {
		inner = open_wrap(w, 0xa0, out);
		put_content(w, out);
		trail(w, "octets", out);
		close_wrap(inner, out);
	}
	close_wrap(info, out);
	certificates(w, out);
	signer_infos(w, out);
	trail(w, "data", out);
	close_wrap(data, out);
}

void
forge_cms(struct spec *s, const char *part, const char *type,
    const struct sim_bytes *content, const struct cms_signers *by,
    struct sim_bytes *out)
{
	struct wrapping w = { .s = s, .part = part, .type = type,
		.content = content, .by = by };
	struct open info, tagged;

	forge_alg_parse(get(&w, "sig", "sha256"), &w.alg);
	w.md = get(&w, "digest", w.alg.md);
	if (is(&w, "bare", "data")) {	/* no ContentInfo either */
		signed_data(&w, out);
		return;
	}
	info = open_wrap(&w, SEQUENCE, out);
	der_oid(out, "1.2.840.113549.1.7.2");
	tagged = open_wrap(&w, 0xa0, out);
	signed_data(&w, out);
	close_wrap(tagged, out);
	trail(&w, "info", out);
	close_wrap(info, out);
}
