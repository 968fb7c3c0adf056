/* SPDX-License-Identifier: ISC */
/* cms_witness - what OpenSSL's own CMS_verify and X509_verify_cert say of files
 * EF.SOD and their signers. Shares nothing with lib/.
 *
 * usage: cms_witness STORE.pem TIME <names
 * For each NAME a line "NAME CMS DS": ok, or why not: x509-N (an error of
 * X509_verify_cert), format, or OpenSSL's reason. NAME.sod is the file, NAME.ds
 * the signer's certificate. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509.h>

enum { MAX_FILE = 1 << 20 };

static int chain_error;

static int
note_error(int good, X509_STORE_CTX *ctx)
{
	if (!good)
		chain_error = X509_STORE_CTX_get_error(ctx);
	return good;
}

static X509_STORE *
open_store(const char *file, long at)
{
	X509_STORE *s = X509_STORE_new();
	X509_VERIFY_PARAM *p;

	if (s == NULL || X509_STORE_load_file(s, file) != 1) {
		fprintf(stderr, "cms_witness: %s cannot be read\n", file);
		exit(2);
	}
	p = X509_STORE_get0_param(s);
	X509_VERIFY_PARAM_set_purpose(p, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_time(p, at);
	X509_STORE_set_verify_cb(s, note_error);
	return s;
}

static long
slurp(const char *name, const char *end, unsigned char *into)
{
	char path[256];
	FILE *f;
	size_t n = 0;

	snprintf(path, sizeof path, "%s.%s", name, end);
	f = fopen(path, "rb");
	if (f != NULL) {
		n = fread(into, 1, MAX_FILE, f);
		fclose(f);
	}
	return (long)n;
}

/* What is inside tag 77, which OpenSSL knows nothing of. */
static const unsigned char *
inside(const unsigned char *p, long *n)
{
	long size, head = 2;
	int k;

	if (*n < 8 || *p != 0x77)
		return p;
	size = p[1];
	if ((size & 0x80) != 0) {
		k = (int)(size & 0x7f);
		for (size = 0; k > 0 && head < 6; k--)
			size = size << 8 | p[head++];
	}
	if (size > *n - head)
		size = *n - head;
	*n = size;
	return p + head;
}

static void
tell(int good)
{
	const char *why = ERR_reason_error_string(ERR_peek_last_error());
	char text[80];
	char *p;

	if (good) {
		printf("\tok");
	} else if (chain_error != 0) {
		printf("\tx509-%d", chain_error);
	} else {
		snprintf(text, sizeof text, "%s", why != NULL ? why :
		    "format");
		for (p = text; *p != '\0'; p++)
			if (*p == ' ')
				*p = '-';
		printf("\t%s", text);
	}
	chain_error = 0;
	ERR_clear_error();
}

static void
cms(X509_STORE *store, const unsigned char *p, long n)
{
	CMS_ContentInfo *c = d2i_CMS_ContentInfo(NULL, &p, n);

	tell(c != NULL && CMS_verify(c, NULL, store, NULL, NULL,
	    CMS_BINARY) == 1);
	CMS_ContentInfo_free(c);
}

static void
certificate(X509_STORE *store, const unsigned char *p, long n)
{
	X509 *x = d2i_X509(NULL, &p, n);
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();

	tell(x != NULL && ctx != NULL &&
	    X509_STORE_CTX_init(ctx, store, x, NULL) == 1 &&
	    X509_verify_cert(ctx) == 1);
	X509_STORE_CTX_free(ctx);
	X509_free(x);
}

int
main(int argc, char **argv)
{
	static unsigned char file[MAX_FILE];
	X509_STORE *store;
	const unsigned char *p;
	char name[200];
	long n;

	if (argc != 3) {
		fputs("usage: cms_witness STORE.pem TIME <names\n", stderr);
		return 2;
	}
	store = open_store(argv[1], strtol(argv[2], NULL, 10));
	while (scanf("%199s", name) == 1) {
		printf("%s", name);
		n = slurp(name, "sod", file);
		p = inside(file, &n);
		cms(store, p, n);
		n = slurp(name, "ds", file);
		certificate(store, file, n);
		putchar('\n');
	}
	X509_STORE_free(store);
	return fflush(stdout) != 0 ? 2 : 0;
}
