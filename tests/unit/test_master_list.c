/* SPDX-License-Identifier: ISC */
/* Master lists made here: who may sign one, and what may be in it. */
#include "base/tlv.h"
#include "chain_make.h"
#include "tap.h"
#include "trust/master_list.h"

#define CSCA "NL/State/CSCA"
#define SIGNER MAKE_RSA
#define NOW 1782864000LL		/* 2026-07-01 */

/* eku, usage: the signer's. by: its key's issuer; type: the content's; signed_type:
 * the attribute's, where that is another; version: of the list; twist:
 * an octet of the content is another after signing. */
struct list {
	const char *eku, *type, *signed_type;
	int by, version, usage;
	bool trailing, twist, not_certs;
	enum err parsed;
	bool good;
	const char *says;		/* "check=class" or NULL */
	const char *md;			/* chain_make.h */
};

static void
content(const struct list *l, struct sim_bytes *out)
{
	struct make m = { .subject = "VN/Ministry/CSCA", .key = 4, .by = 4,
	    .flags = MAKE_CA, .path = 0, .usage = 4 };
	size_t at = der_open(out, 0x30), set;
	struct slice c = make_cert(&m);

	der_int(out, 0x02, l->version);
	set = der_open(out, 0x31);
	sim_add(out, c.p, c.n);
	if (l->not_certs)
		der_int(out, 0x02, 5);
	der_close(out, set);
	der_close(out, at);
	if (l->trailing)
		der_int(out, 0x02, 5);
	free((void *)c.p);
}

static void
attribute(const char *oid, const struct sim_bytes *value,
    struct sim_bytes *out)
{
	size_t at = der_open(out, 0x30), set;

	der_oid(out, oid);
	set = der_open(out, 0x31);
	sim_add(out, value->p, value->n);
	der_close(out, set);
	der_close(out, at);
}

/* In DER order: the shorter one first. */
static void
attributes(const struct list *l, const struct sim_bytes *in,
    struct sim_bytes *out)
{
	struct sim_bytes v = { 0 };
	uint8_t hash[32];

	der_oid(&v, l->signed_type != NULL ? l->signed_type : l->type);
	attribute("1.2.840.113549.1.9.3", &v, out);
	sim_clear(&v);
	SHA256(in->p, in->n, hash);
	der_tlv(&v, 0x04, hash, sizeof hash);
	attribute("1.2.840.113549.1.9.4", &v, out);
	sim_clear(&v);
}

static void
sha256_id(struct sim_bytes *out)
{
	size_t at = der_open(out, 0x30);

	der_oid(out, "2.16.840.1.101.3.4.2.1");
	der_close(out, at);
}

static void
signer_info(const struct list *l, const struct sim_bytes *in,
    struct sim_bytes *out)
{
	struct sim_bytes attrs = { 0 }, set = { 0 }, whole = { 0 };
	size_t at = der_open(out, 0x30), sid;
	struct tlv t, sig;
	struct slice s;

	der_int(out, 0x02, 1);
	sid = der_open(out, 0x30);
	make_name(CSCA, false, out);
	der_int(out, 0x02, 5);
	der_close(out, sid);
	sha256_id(out);
	attributes(l, in, &attrs);
	der_tlv(out, 0xa0, attrs.p, attrs.n);
	der_tlv(&set, 0x31, attrs.p, attrs.n);
	/* the last two of SEQUENCE { set, algorithm, BIT STRING } */
	make_signed(&set, SIGNER, l->md, false, &whole);
	s = make_slice(&whole);
	if (tlv_next(&s, &t) != ERR_OK || tlv_next(&t.value, &sig) != ERR_OK ||
	    tlv_next(&t.value, &sig) != ERR_OK ||
	    tlv_next(&t.value, &sig) != ERR_OK)
		abort();
	make_algorithm(SIGNER, NULL, out);
	der_tlv(out, 0x04, sig.value.p + 1, sig.value.n - 1);
	der_close(out, at);
	sim_clear(&attrs);
	sim_clear(&whole);
}

static struct slice
make(const struct list *l)
{
	struct make ds = { .subject = "NL/State/List signer", .issuer = CSCA,
	    .key = SIGNER, .by = l->by, .serial = "05", .path = -1, .eku = l->eku,
	    .usage = l->usage != 0 ? l->usage : 0x80 };
	struct slice cert = make_cert(&ds);
	struct sim_bytes out = { 0 }, in = { 0 };
	size_t whole = der_open(&out, 0x30), a, b, c;

	content(l, &in);
	der_oid(&out, "1.2.840.113549.1.7.2");
	a = der_open(&out, 0xa0);
	b = der_open(&out, 0x30);
	der_int(&out, 0x02, 3);
	c = der_open(&out, 0x31);
	sha256_id(&out);
	der_close(&out, c);
	c = der_open(&out, 0x30);
	der_oid(&out, l->type);
	{
		size_t x = der_open(&out, 0xa0);

		if (l->twist)
			in.p[in.n - 1] ^= 1;
		der_tlv(&out, 0x04, in.p, in.n);
		if (l->twist)
			in.p[in.n - 1] ^= 1;
		der_close(&out, x);
	}
	der_close(&out, c);
	der_tlv(&out, 0xa0, cert.p, cert.n);
	c = der_open(&out, 0x31);
	signer_info(l, &in, &out);
	der_close(&out, c);
	der_close(&out, b);
	der_close(&out, a);
	der_close(&out, whole);
	sim_clear(&in);
	free((void *)cert.p);
	return make_slice(&out);
}

#define ML .type = "2.23.136.1.1.2"
#define MADE .eku = "2.23.136.1.1.3", .by = 1

static const struct {
	const char *name;
	struct list l;
} lists[] = {
	{ "a list", { ML, MADE, .good = true, .says = "list.form=0" } },
	{ "its DigestInfo has no NULL", { ML, MADE, .md = "NO-NULL",
	    .good = true, .says = "cms.digest-info=3" } },
	{ "its signer is one of documents", { ML, .by = 1,
	    .says = "dsc.extended-key-usage=4" } },
	{ "its signer is one of mail", { ML, .eku = "1.3.6.1.5.5.7.3.4",
	    .by = 1, .says = "dsc.extended-key-usage=4" } },
	{ "its signer is somebody else's", { ML, .eku = "2.23.136.1.1.3",
	    .by = 2, .says = "chain.anchor=1" } },
	{ "changed after signing", { ML, MADE, .twist = true,
	    .says = "cms.digest=5" } },
	{ "signed as something else", { ML, MADE,
	    .signed_type = "2.23.136.1.1.1", .says = "cms.content-type=4" } },
	{ "by a key for certificates alone", { ML, MADE, .usage = 0x04,
	    .says = "dsc.key-usage=4" } },
	{ "by a key for certificates too", { ML, MADE, .usage = 0x84,
	    .good = true, .says = "dsc.key-usage=3" } },
	{ "of version 1", { ML, MADE, .version = 1, .good = true,
	    .says = "list.form=3" } },
	{ "with something behind it", { ML, MADE, .trailing = true,
	    .good = true, .says = "list.form=3" } },
	{ "with something else than certificates", { ML, MADE,
	    .not_certs = true, .parsed = ERR_FORMAT,
	    .says = "list.form=5" } },
	{ "of another type", { MADE, .type = "2.23.136.1.1.1",
	    .parsed = ERR_UNSUPPORTED } },
};

static bool
verify(const struct master_list *m, struct findings *fs)
{
	struct signer_cache_limits l = { 2, 0, 0 };
	struct signer_times t = { .has_now = true, .now = NOW };
	struct make root = { .subject = CSCA, .key = 1, .by = 1, .path = 0,
	    .flags = MAKE_CA, .usage = 6 };
	struct slice der = make_cert(&root);
	struct store *s = store_new();
	struct signer_cache *c;
	bool good = store_add_cert(s, der, STORE_ANCHOR, "nl") == ERR_OK;

	c = signer_cache_new(s, &l);
	good &= master_list_verify(m, c, &t, fs);
	signer_cache_free(c);
	store_free(s);
	free((void *)der.p);
	return good;
}

static void
run(size_t i)
{
	const struct list *l = &lists[i].l;
	struct slice der = make(l);
	struct findings fs = { .n = 0 };
	const struct finding *f;
	struct master_list m;
	char check[40];
	size_t n;
	enum err e = master_list_parse(der, &m, &fs);

	OK(e == l->parsed, "%s: %s", lists[i].name, err_word(e));
	if (e == ERR_OK) {
		OK(verify(&m, &fs) == l->good, "%s: good or not",
		    lists[i].name);
		OK(m.version == l->version && m.count == 1, "%s: its parts",
		    lists[i].name);
		master_list_release(&m);
	}
	if (l->says != NULL) {
		n = strcspn(l->says, "=");
		snprintf(check, sizeof check, "%.*s", (int)n, l->says);
		f = findings_of(&fs, check);
		OK(f != NULL && f->class == (unsigned)(l->says[n + 1] - '0'),
		    "%s: %s", lists[i].name, l->says);
	}
	free((void *)der.p);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof lists / sizeof *lists; i++)
		run(i);
	make_keys_free();
	return tap_done();
}
