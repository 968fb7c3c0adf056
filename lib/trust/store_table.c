/* SPDX-License-Identifier: ISC */
/* The store's certificates by digest, name, key identifier and serial. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tlv.h"
#include "trust/store_priv.h"

#define BUCKETS_MIN 64

static uint64_t
mix(uint64_t h, uint8_t c)
{
	return (h ^ c) * 0x100000001b3u;
}

#define HASH_START 0xcbf29ce484222325u

static uint64_t
hash_octets(struct slice s)
{
	uint64_t h = HASH_START;
	size_t i;

	for (i = 0; i < s.n; i++)
		h = mix(h, (uint8_t)s.p[i]);
	return h ^ h >> 32;
}

/* Octets of a character: BMPString and UniversalString have two and four. */
static size_t
width(uint32_t tag)
{
	return tag == 0x1e ? 2 : tag == 0x1c ? 4 : 1;
}

static bool
is_ascii(struct slice s, size_t at, size_t w)
{
	size_t k;

	for (k = 0; k + 1 < w; k++)
		if (s.p[at + k] != 0)
			return false;
	return true;
}

/* Letters and digits only, letters in lower case: what cert_same_name calls the
 * same hashes alike, whatever the string type, blanks and case. */
static uint64_t
hash_text(uint64_t h, const struct tlv *text)
{
	struct slice s = text->value;
	size_t i, w = width(text->tag);

	for (i = 0; s.n - i >= w; i += w) {
		char c = s.p[i + w - 1];

		if (!is_ascii(s, i, w))
			continue;
		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			h = mix(h, (uint8_t)c);
	}
	return h;
}

/* A sum, so that the order inside a SET does not matter. */
static uint64_t
hash_name(struct slice name)
{
	struct slice in = name, rdns;
	struct tlv set, pair, value;
	struct slice oid;
	uint64_t sum = 0;

	if (tlv_take(&in, 0x30, &rdns) != ERR_OK)
		return 0;
	while (tlv_next(&rdns, &set) == ERR_OK)
		while (tlv_next(&set.value, &pair) == ERR_OK)
			if (tlv_take(&pair.value, 0x06, &oid) == ERR_OK &&
			    tlv_next(&pair.value, &value) == ERR_OK)
				sum += hash_text(hash_octets(oid), &value);
	return sum ^ sum >> 32;
}

/* The last octet of a serial is the same in all its forms. */
static uint64_t
hash_sid(struct slice issuer, struct slice serial)
{
	uint64_t h = hash_name(issuer);

	return serial.n == 0 ? h : mix(h, (uint8_t)serial.p[serial.n - 1]);
}

static uint64_t
hash_sha256(const uint8_t sha256[32])
{
	uint64_t h;

	memcpy(&h, sha256, sizeof h);
	return h;
}

static uint32_t
first(const struct store_table *t, int index, uint64_t hash)
{
	return t->n == 0 ? 0 : t->head[index][hash & (t->buckets - 1)];
}

static void
link_in(struct store_table *t, size_t at)
{
	struct store_item *i = t->item[at];
	uint32_t *head;
	int k;

	i->c.at = at;
	for (k = 0; k < STORE_INDEXES; k++) {
		head = &t->head[k][i->hash[k] & (t->buckets - 1)];
		i->next[k] = *head;
		*head = (uint32_t)at + 1;
	}
}

/* From the last to the first, so that a chain has them in order. */
static void
link_all(struct store_table *t, size_t buckets)
{
	size_t at;
	int k;

	t->buckets = buckets;
	for (k = 0; k < STORE_INDEXES; k++) {
		free(t->head[k]);
		t->head[k] = xcalloc(buckets, sizeof *t->head[k]);
	}
	for (at = t->n; at-- > 0;)
		link_in(t, at);
}

void
store_table_release(struct store_table *t)
{
	size_t i;
	int k;

	for (i = 0; i < t->n; i++)
		free(t->item[i]);
	for (k = 0; k < STORE_INDEXES; k++)
		free(t->head[k]);
	free(t->item);
}

void
store_table_add(struct store_table *t, struct store_item *i)
{
	const struct cert *c = &i->c.cert;

	i->hash[BY_SHA256] = hash_sha256(c->sha256);
	i->hash[BY_NAME] = hash_name(c->subject);
	i->hash[BY_SKI] = hash_octets(c->ski);
	i->hash[BY_SID] = hash_sid(c->issuer, c->serial);
	if (t->n == t->cap) {
		t->cap = t->cap == 0 ? BUCKETS_MIN : 2 * t->cap;
		t->item = xreallocarray(t->item, t->cap,
		    sizeof(struct store_item *));
	}
	t->item[t->n++] = i;
	if (t->n > t->buckets)
		link_all(t, t->buckets == 0 ? BUCKETS_MIN : 4 * t->buckets);
	else
		link_in(t, t->n - 1);
}

void
store_table_drop(struct store_table *t, size_t at)
{
	free(t->item[at]);
	t->n--;
	memmove(t->item + at, t->item + at + 1,
	    (t->n - at) * sizeof(struct store_item *));
	link_all(t, t->buckets);
}

struct store_item *
store_table_find(const struct store_table *t, const uint8_t sha256[32])
{
	uint32_t at;

	for (at = first(t, BY_SHA256, hash_sha256(sha256)); at != 0;
	    at = t->item[at - 1]->next[BY_SHA256])
		if (memcmp(t->item[at - 1]->c.cert.sha256, sha256, 32) == 0)
			return t->item[at - 1];
	return NULL;
}

/* By key identifier, or by name and then without those that the former gave. */
static bool
fits(const struct store_item *i, const struct cert *c, int index,
    uint64_t hash)
{
	bool by_key = c->aki.p != NULL && i->c.cert.ski.p != NULL &&
	    slice_eq(i->c.cert.ski, c->aki);

	if (i->hash[index] != hash)
		return false;
	return index == BY_SKI ? by_key :
	    !by_key && cert_same_name(i->c.cert.subject, c->issuer);
}

size_t
store_table_issuers(const struct store_table *t, const struct cert *c,
    const struct store_cert **out, size_t max)
{
	static const struct {
		int index;
		enum store_role role;
	} pass[] = {
		{ BY_SKI, STORE_ANCHOR }, { BY_NAME, STORE_ANCHOR },
		{ BY_SKI, STORE_KNOWN }, { BY_NAME, STORE_KNOWN }
	};
	uint64_t hash[STORE_INDEXES] = { 0 };
	const struct store_item *i;
	size_t k, n = 0;
	uint32_t at;

	hash[BY_SKI] = hash_octets(c->aki);
	hash[BY_NAME] = hash_name(c->issuer);
	for (k = 0; k < sizeof pass / sizeof *pass; k++) {
		if (pass[k].index == BY_SKI && c->aki.p == NULL)
			continue;
		at = first(t, pass[k].index, hash[pass[k].index]);
		for (; at != 0; at = i->next[pass[k].index]) {
			i = t->item[at - 1];
			if (i->c.role != pass[k].role ||
			    !fits(i, c, pass[k].index, hash[pass[k].index]))
				continue;
			if (n < max)
				out[n] = &i->c;
			n++;
		}
	}
	return n;
}

const struct store_cert *
store_table_signer(const struct store_table *t, struct slice issuer,
    struct slice serial, struct slice ski)
{
	int index = ski.p != NULL ? BY_SKI : BY_SID;
	uint64_t hash = index == BY_SKI ? hash_octets(ski) :
	    hash_sid(issuer, serial);
	const struct store_item *i;
	uint32_t at;

	for (at = first(t, index, hash); at != 0; at = i->next[index]) {
		i = t->item[at - 1];
		if (index == BY_SKI ? i->c.cert.ski.p != NULL &&
		    slice_eq(i->c.cert.ski, ski) :
		    cert_same_serial(i->c.cert.serial, serial) &&
		    cert_same_name(i->c.cert.issuer, issuer))
			return &i->c;
	}
	return NULL;
}
