/* SPDX-License-Identifier: ISC */
/* What no verifier can do without: one signature by a key that is at hand, and
 * the hashes of the files; and CMS_verify over the same records. verify_limit
 * FILE prints microseconds of processor time a record (medians of passes,
 * CMS_verify of one): signature, files, CMS_verify without and with the path to the CSCA. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include "base/base64.h"
#include "record/record.h"
#include "trust/sod.h"

enum { MAX_RECORDS = 2000, PASSES = 3, FILES = 24, SIGNATURE, HASHES, CMS_BARE,
	CMS_PATH, FIGURES };

struct card {
	struct buf file[FILES];
	size_t files;
	const unsigned char *sod;	/* behind its tag */
	long sod_n;
	X509 *ds;			/* the first card's of this signer */
	EVP_PKEY_CTX *key;		/* likewise */
	unsigned char digest[64], sig[600];
	size_t digest_n, sig_n;
};

static struct card cards[MAX_RECORDS];
static size_t n;

static void
must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "verify_limit: %s\n", what);
	exit(2);
}

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* A key for each signer, not for each card. */
static void
take_key(struct card *c, struct slice der)
{
	const unsigned char *p = (const unsigned char *)der.p;
	X509 *ds = d2i_X509(NULL, &p, (long)der.n);
	size_t i;

	must(ds != NULL, "no certificate");
	for (i = 0; i < n; i++)
		if (X509_cmp(cards[i].ds, ds) == 0) {
			X509_free(ds);
			c->ds = cards[i].ds;
			c->key = cards[i].key;
			return;
		}
	c->ds = ds;
	c->key = EVP_PKEY_CTX_new(X509_get0_pubkey(ds), NULL);
	must(c->key != NULL && EVP_PKEY_verify_init(c->key) == 1, "no key");
}

static void
take_signature(struct card *c, struct slice file)
{
	struct findings fs = { .n = 0 };
	struct sod sod = { .version = 0 };
	const struct cms_signer *s = &sod.cms.signer[0];
	const EVP_MD *md;
	struct buf set = { 0 };
	unsigned digest_n;

	must(sod_parse(file, &sod, &fs) == ERR_OK && sod.cms.certs == 1 &&
	    s->signature.n <= sizeof c->sig, "no EF.SOD");
	take_key(c, sod.cms.cert[0]);
	md = s->digest == CRYPTO_SHA384 ? EVP_sha384() : EVP_sha256();
	buf_add_slice(&set, s->attributes);
	set.p[0] = 0x31;		/* SET OF instead of [0] */
	must(EVP_Digest(set.p, set.n, c->digest, &digest_n, md, NULL) == 1 &&
	    EVP_PKEY_CTX_set_signature_md(c->key, md) == 1, "no digest");
	c->digest_n = digest_n;
	c->sig_n = s->signature.n;
	memcpy(c->sig, s->signature.p, c->sig_n);
	c->sod = (const unsigned char *)file.p + 4;	/* 77 82 xx xx */
	c->sod_n = (long)file.n - 4;
	buf_release(&set);
	sod_release(&sod);
}

static void
take_files(const struct record *r, struct card *c)
{
	struct json_value files;
	struct json_member m;
	struct buf *b;

	must(record_nested(r, "chip", "files", &files), "no files");
	while (json_next_member(&files.raw, &m)) {
		struct slice text = { m.value.raw.p + 1, m.value.raw.n - 2 };

		b = &c->file[c->files++];
		must(c->files < FILES && base64_read(b, text) == ERR_OK,
		    "no Base64");
		if (slice_is(m.key, "SOD"))
			take_signature(c, buf_slice(b));
	}
}

static void
load(FILE *f)
{
	struct record r = { 0 };
	char *line = NULL;
	size_t room = 0, at;
	ssize_t len;

	for (; n < MAX_RECORDS && (len = getline(&line, &room, f)) > 1; n++) {
		must(record_parse(&r, (struct slice){ line, (size_t)len - 1 },
		    &at) == ERR_OK, "no record");
		take_files(&r, &cards[n]);
	}
	free(line);
	record_release(&r);
	must(n > 0, "nothing to read");
}

static bool
signature(const struct card *c)
{
	return EVP_PKEY_verify(c->key, c->sig, c->sig_n, c->digest,
	    c->digest_n) == 1;
}

static bool
hashes(const struct card *c)
{
	unsigned char md[32];
	size_t i;

	for (i = 0; i < c->files; i++)
		if ((const unsigned char *)c->file[i].p + 4 != c->sod)
			SHA256((const unsigned char *)c->file[i].p,
			    c->file[i].n, md);
	return true;
}

/* What a program does that has OpenSSL do it: read, verify, by the anchors or
 * by the certificate that is in it. */
static bool
cms(const struct card *c, X509_STORE *anchors)
{
	const unsigned char *p = c->sod;
	CMS_ContentInfo *ci = d2i_CMS_ContentInfo(NULL, &p, c->sod_n);
	BIO *out = BIO_new(BIO_s_null());
	bool good = CMS_verify(ci, NULL, anchors, NULL, out, CMS_BINARY |
	    (anchors == NULL ? CMS_NO_SIGNER_CERT_VERIFY : 0)) == 1;

	BIO_free(out);
	CMS_ContentInfo_free(ci);
	return good;
}

static X509_STORE *
load_anchors(int files, char **file)
{
	X509_STORE *s = X509_STORE_new();
	X509_VERIFY_PARAM *p = X509_STORE_get0_param(s);
	int i;

	for (i = 0; i < files; i++)
		must(X509_STORE_load_file(s, file[i]) == 1, file[i]);
	X509_VERIFY_PARAM_set_purpose(p, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_flags(p, X509_V_FLAG_NO_CHECK_TIME);
	return s;
}

static int
by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Microseconds a record: the median of the passes. */
static double
measure(int what, X509_STORE *anchors)
{
	double took[PASSES];
	int k, passes = what == CMS_BARE || what == CMS_PATH ? 1 : PASSES;
	size_t i, good;

	for (k = 0; k < passes; k++) {
		took[k] = cpu_us();
		for (good = i = 0; i < n; i++)
			good += what == SIGNATURE ? signature(&cards[i]) :
			    what == HASHES ? hashes(&cards[i]) :
			    cms(&cards[i], anchors);
		took[k] = (cpu_us() - took[k]) / (double)n;
		must(good == n, "a signature is wrong");
	}
	qsort(took, (size_t)passes, sizeof *took, by_time);
	return took[passes / 2];
}

int
main(int argc, char **argv)
{
	X509_STORE *anchors;
	FILE *f;

	must(argc > 2 && (f = fopen(argv[1], "r")) != NULL,
	    "usage: verify_limit RECORDS ANCHOR ...");
	anchors = load_anchors(argc - 2, argv + 2);
	load(f);
	printf("%.2f ", measure(SIGNATURE, NULL));
	printf("%.2f ", measure(HASHES, NULL));
	printf("%.2f ", measure(CMS_BARE, NULL));
	printf("%.2f\n", measure(CMS_PATH, anchors));
	fclose(f);
	return 0;
}
