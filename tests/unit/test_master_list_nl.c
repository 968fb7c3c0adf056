/* SPDX-License-Identifier: ISC */
/* The Dutch master list of 2026-07-22 under its own anchor: every figure that
 * was counted by others. Needs CCCD_DATA. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/tlv.h"
#include "tap.h"
#include "trust/master_list.h"
#include "trust/policy.h"

#define NOW 1795564800LL		/* 2026-11-25, when the figures were counted */

static struct slice
file(const char *name)
{
	const char *dir = getenv("CCCD_DATA");
	struct buf path = { 0 }, b = { 0 };
	FILE *f;
	size_t n;

	if (dir == NULL)
		return (struct slice){ NULL, 0 };
	buf_printf(&path, "%s/emrtd/masterlists/%s", dir, name);
	f = fopen(buf_cstr(&path), "rb");
	buf_release(&path);
	if (f == NULL)
		return (struct slice){ NULL, 0 };
	do {
		buf_grow(&b, 1 << 16);
		n = fread(b.p + b.n, 1, 1 << 16, f);
		b.n += n;
	} while (n > 0);
	fclose(f);
	return buf_slice(&b);
}

struct counts {
	int certs, countries, rsa[4], explicit[4], named, sha1, pss, e3, odd_e;
	int expired, negative, zero, without_aki, self_issued, self_signed;
	int no_constraints, no_key;
	char seen[400][3];
};

static void
count_country(struct counts *n, struct slice c)
{
	int i;
	char a, b;

	if (c.n != 2)
		return;
	a = c.p[0] & ~0x20;
	b = c.p[1] & ~0x20;
	for (i = 0; i < n->countries; i++)
		if (n->seen[i][0] == a && n->seen[i][1] == b)
			return;
	n->seen[n->countries][0] = a;
	n->seen[n->countries++][1] = b;
}

static void
count_key(struct counts *n, const struct pubkey_facts *f)
{
	static const unsigned rsa[] = { 2048, 3072, 4096, 6144 };
	static const unsigned ec[] = { 256, 384, 512, 521 };
	int i;

	for (i = 0; i < 4; i++)
		if (f->kind == PUBKEY_RSA && f->bits == rsa[i])
			n->rsa[i]++;
		else if (f->kind == PUBKEY_EC && f->explicit_parameters &&
		    f->bits == ec[i])
			n->explicit[i]++;
	n->named += f->kind == PUBKEY_EC && !f->explicit_parameters;
	n->e3 += f->exponent == 3;
	n->odd_e += f->kind == PUBKEY_RSA && f->exponent != 3 &&
	    f->exponent != 65537;
}

static void
count(struct counts *n, const struct cert *c)
{
	struct pubkey *k;

	n->certs++;
	count_country(n, c->subject_country);
	n->sha1 += c->algorithm_known && c->algorithm.naming == HASH_KNOWN &&
	    c->algorithm.hash == CRYPTO_SHA1;
	n->pss += c->algorithm_known && c->algorithm.kind == SIGNATURE_PSS;
	n->expired += c->not_after < NOW;
	n->negative += (c->odd & CERT_ODD_SERIAL_NEGATIVE) != 0;
	n->zero += (c->odd & CERT_ODD_SERIAL_ZERO) != 0;
	n->without_aki += c->aki.p == NULL;
	n->self_issued += cert_is_self_issued(c);
	n->no_constraints += !c->has_constraints;
	if (pubkey_new(c->spki, &k) != ERR_OK) {
		n->no_key++;
		return;
	}
	count_key(n, pubkey_facts(k));
	if (c->algorithm_known)
		n->self_signed += pubkey_verify(k, &c->algorithm, &c->tbs, 1,
		    c->signature) <= PUBKEY_GOOD_NO_NULL;
	pubkey_free(k);
}

static struct counts
load(struct store *s, const struct master_list *m)
{
	struct slice in = m->certs;
	struct counts n = { 0 };
	struct tlv t;
	clock_t from = clock();
	int i, refused = 0, anchors = 0;

	while (tlv_next_der(&in, &t) == ERR_OK)
		refused += store_add_cert(s, t.raw, STORE_ANCHOR,
		    "nl.ml") != ERR_OK;
	printf("# loaded in %.1f ms\n",
	    (double)(clock() - from) * 1000 / CLOCKS_PER_SEC);
	OK(refused == 0, "every certificate is taken: %d are not", refused);
	for (i = 0; i < (int)store_certs(s); i++) {
		anchors += store_cert(s, (size_t)i)->role == STORE_ANCHOR;
		count(&n, &store_cert(s, (size_t)i)->cert);
	}
	OK(anchors == n.certs, "all of them as anchors: %d", anchors);
	return n;
}

#define SAME(what, want)						\
	OK(n.what == (want), #what ": %d, %d wanted", n.what, (want))

static void
test_counts(const struct master_list *m)
{
	struct store *s = store_new();
	struct counts n = load(s, m);

	SAME(certs, 411);
	SAME(countries, 129);
	SAME(rsa[0], 1);
	SAME(rsa[1], 41);
	SAME(rsa[2], 251);
	SAME(rsa[3], 4);
	SAME(explicit[0], 28);
	SAME(explicit[1], 58);
	SAME(explicit[2], 12);
	SAME(explicit[3], 13);
	SAME(named, 3);
	SAME(sha1, 26);
	SAME(pss, 89);
	SAME(e3, 12);
	SAME(odd_e, 2);
	SAME(expired, 8);
	SAME(negative, 3);
	SAME(zero, 1);
	SAME(without_aki, 106);
	SAME(self_issued, 411);
	SAME(self_signed, 411);
	SAME(no_key, 0);
	SAME(no_constraints, 0);
	store_free(s);
}

static void
print(const struct findings *fs)
{
	size_t i;

	for (i = 0; i < fs->n; i++)
		printf("# %d %s: %s\n", fs->f[i].class,
		    fs->f[i].rows[0].name, fs->f[i].rows[0].why);
}

static void
say(struct slice text)
{
	struct slice line;

	while (slice_split(&text, '\n', &line))
		printf("# %.*s\n", (int)line.n, line.p);
}

static bool
verify(const struct master_list *m, struct slice anchor)
{
	struct signer_cache_limits l = { 4, 0, 0 };
	struct signer_times t = { .has_now = true, .now = NOW };
	struct store *s = store_new();
	struct signer_cache *c;
	struct findings fs = { .n = 0 };
	struct buf b = { 0 };
	const struct slice *der = cms_signer_cert(&m->cms, &fs);
	bool good = true;

	if (anchor.p != NULL)
		good = store_add_cert(s, anchor, STORE_ANCHOR, "NL_ROOT_CA") ==
		    ERR_OK;
	c = signer_cache_new(s, &l);
	good &= master_list_verify(m, c, &t, &fs);
	print(&fs);
	if (der != NULL)
		signer_explain(c, *der, &b);
	say(buf_slice(&b));
	signer_cache_free(c);
	store_free(s);
	buf_release(&b);
	return good;
}

int
main(void)
{
	struct slice ml = file("NL_ML_2026-07-22.ml");
	struct slice root = file("NL_ROOT_CA.cer");
	struct slice vn = file("VN_CSCA_ePassport_2022.cer");
	struct findings fs = { .n = 0 };
	struct master_list m;

	if (ml.p == NULL || root.p == NULL || vn.p == NULL) {
		printf("1..0 # SKIP CCCD_DATA does not lead to the lists\n");
		return 0;
	}
	if (OK(master_list_parse(ml, &m, &fs) == ERR_OK, "the list is read")) {
		print(&fs);
		OK(m.count == 411, "%zu certificates in it", m.count);
		OK(verify(&m, root), "it is good under the Dutch anchor");
		OK(!verify(&m, vn), "not under another one");
		OK(!verify(&m, (struct slice){ NULL, 0 }), "not under none");
		test_counts(&m);
		master_list_release(&m);
	}
	free((void *)ml.p);
	free((void *)root.p);
	free((void *)vn.p);
	return tap_done();
}
