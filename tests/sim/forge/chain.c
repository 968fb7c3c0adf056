/* SPDX-License-Identifier: ISC */
/* The authorities over a document signer. Cases with the same words share them,
 * so that a store has one anchor for many. */
#include <stdlib.h>
#include <string.h>

#include "forge.h"

enum { MAX_KEPT = 300 };

static const char *const parts[] = { "csca", "link1", "link2", "link3" };

/* Another authority that is believed, for what points at the wrong one. */
static const struct forge_cert *
stranger(struct forge_dir *d)
{
	static struct forge_cert made;
	struct spec none = { .n = 0 };

	if (made.der.n == 0) {
		forge_cert(&none, "csca", forge_key("p256", "named",
		    "stranger"), NULL, NULL, &made);
		forge_put(d, "anchors", "CERTIFICATE", &made.der);
	}
	return &made;
}

/* What all authorities from the anchor down to this one are made of. */
static void
identity(const struct spec *s, size_t depth, char *out, size_t n)
{
	struct sim_bytes text = { 0 };
	size_t i;

	for (i = 0; i <= depth; i++)
		spec_text(s, parts[i], &text);
	if (text.n >= n) {
		fputs("forge: so many settings\n", stderr);
		exit(2);
	}
	memcpy(out, text.p != NULL ? text.p : (const uint8_t *)"", text.n);
	out[text.n] = '\0';
	sim_clear(&text);
}

static const struct forge_cert *
authority(struct spec *s, size_t depth, const struct forge_cert *issuer,
    struct forge_dir *d)
{
	static struct {
		char words[400];
		size_t depth;
		struct forge_cert cert;
	} kept[MAX_KEPT];
	const char *part = parts[depth];
	char words[sizeof kept->words], pool[16];
	size_t i = 0;

	identity(s, depth, words, sizeof words);
	while (kept[i].cert.der.n > 0 && (kept[i].depth != depth ||
	    strcmp(kept[i].words, words) != 0))
		if (++i == MAX_KEPT)
			abort();
	snprintf(pool, sizeof pool, "ca%zu", i);
	if (kept[i].cert.der.n > 0) {
		spec_seen(s, part);
		return &kept[i].cert;
	}
	spec_get(s, part, "id", "");
	forge_cert(s, part, forge_key(spec_get(s, part, "key", "p256"),
	    spec_get(s, part, "form", "named"), spec_get(s, part, "pool",
	    pool)), issuer, stranger(d), &kept[i].cert);
	memcpy(kept[i].words, words, sizeof words);
	kept[i].depth = depth;
	if (strcmp(kept[i].cert.where, "none") != 0)
		forge_put(d, kept[i].cert.where, "CERTIFICATE",
		    &kept[i].cert.der);
	return &kept[i].cert;
}

void
forge_chain(struct spec *s, struct forge_dir *d, struct forge_chain *out)
{
	size_t n = (size_t)atoi(spec_get(s, "chain", "links", "0")), i;
	const char *pool = spec_get(s, "ds", "pool", "ds");

	*out = (struct forge_chain){ .other = stranger(d), .links = n };
	out->issuer = out->csca = authority(s, 0, NULL, d);
	for (i = 0; i < n; i++)
		out->issuer = out->link[i] = authority(s, i + 1, out->issuer, d);
	forge_cert(s, "ds", forge_key(spec_get(s, "ds", "key", "p256"),
	    spec_get(s, "ds", "form", "named"), pool), out->issuer, out->other,
	    &out->ds);
	if (strcmp(out->ds.where, "none") != 0)
		forge_put(d, out->ds.where, "CERTIFICATE", &out->ds.der);
}

void
forge_chain_clear(struct forge_chain *c)
{
	forge_cert_clear(&c->ds);
}
