/* SPDX-License-Identifier: ISC */
/* The authority's keys and certificates, in memory or in a folder, and the
 * SignedData (RFC 5652) that its document signers make. */
#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include "make.h"
#include "pki.h"

/* A document signer serves for a quarter of a year; its certificate is made
 * when the first card asks for it. One key serves them all. */
enum { FIRST_YEAR = 2021, QUARTERS = 4 * 5, SEQUENCE = 0x30, SET = 0x31 };

static const char CSCA_FROM[] = "20210119", CSCA_TO[] = "20460413";

struct sim_pki {
	EVP_PKEY *csca, *ds;
	char *dir;
	struct sim_bytes csca_cert;
	struct sim_bytes *signer;	/* QUARTERS of them */
};

/* dir/name; NULL where there is no folder. */
static char *
path_of(const char *dir, const char *name)
{
	char *path = NULL;

	if (dir != NULL && asprintf(&path, "%s/%s", dir, name) < 0)
		abort();
	return path;
}

static bool
complain(const char *path)
{
	fprintf(stderr, "card: %s: %s\n", path, strerror(errno));
	return false;
}

/* Writes a key or a certificate; the file appears whole or not at all. */
static bool
store(const char *dir, const char *name, EVP_PKEY *key,
    const struct sim_bytes *cert)
{
	char *path = path_of(dir, name), *new = path_of(dir, "new");
	FILE *f;
	bool good;
	int fd;

	if (path == NULL)
		return true;
	fd = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    key != NULL ? 0600 : 0644);
	f = fd >= 0 ? fdopen(fd, "w") : NULL;
	good = f != NULL && (key != NULL ?
	    PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL) == 1 :
	    PEM_write(f, "CERTIFICATE", "", cert->p, (long)cert->n) > 0);
	if (f != NULL && fclose(f) != 0)
		good = false;
	if (!good || rename(new, path) != 0)
		good = complain(path);
	free(path);
	free(new);
	return good;
}

/* False where there is no such file, or no folder. */
static bool
load(const char *dir, const char *name, EVP_PKEY **key,
    struct sim_bytes *cert)
{
	char *path = path_of(dir, name), *kind = NULL, *header = NULL;
	unsigned char *data = NULL;
	FILE *f = path != NULL ? fopen(path, "r") : NULL;
	long n = 0;
	bool good = false;

	if (f != NULL && key != NULL) {
		*key = PEM_read_PrivateKey(f, NULL, NULL, NULL);
		good = *key != NULL;
	} else if (f != NULL && PEM_read(f, &kind, &header, &data, &n) == 1) {
		sim_add(cert, data, (size_t)n);
		good = true;
	}
	OPENSSL_free(kind);
	OPENSSL_free(header);
	OPENSSL_free(data);
	if (f != NULL)
		fclose(f);
	free(path);
	return good;
}

/* Several programs may share the folder: one at a time. -1: no lock needed or
 * none to be had. */
static int
lock(const char *dir)
{
	char *path = path_of(dir, "lock");
	int fd = path != NULL ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) :
	    -1;

	if (fd >= 0)
		flock(fd, LOCK_EX);
	free(path);
	return fd;
}

static void
unlock(int fd)
{
	if (fd >= 0)
		close(fd);
}

static bool
make_csca(struct sim_pki *p, bool explicit_parameters)
{
	struct cert c = { .csca = true, .from = CSCA_FROM, .to = CSCA_TO,
		.use_to = "20260121" };

	if (load(p->dir, "csca.key", &p->csca, NULL) &&
	    load(p->dir, "ds.key", &p->ds, NULL) &&
	    load(p->dir, "csca.pem", NULL, &p->csca_cert))
		return true;
	EVP_PKEY_free(p->csca);
	EVP_PKEY_free(p->ds);
	sim_clear(&p->csca_cert);
	p->csca = key_ec("secp384r1", explicit_parameters);
	p->ds = key_ec("brainpoolP384r1", explicit_parameters);
	c.key = c.csca_key = p->csca;
	return p->csca != NULL && p->ds != NULL &&
	    cert_make(&c, &p->csca_cert) &&
	    store(p->dir, "csca.key", p->csca, NULL) &&
	    store(p->dir, "ds.key", p->ds, NULL) &&
	    store(p->dir, "csca.pem", NULL, &p->csca_cert);
}

struct sim_pki *
sim_pki_new(const char *dir, bool explicit_parameters)
{
	struct sim_pki *p = calloc(1, sizeof *p);
	bool good;
	int held;

	if (p == NULL || (p->signer = calloc(QUARTERS, sizeof *p->signer)) ==
	    NULL || (dir != NULL && (p->dir = strdup(dir)) == NULL))
		abort();
	if (dir != NULL && mkdir(dir, 0700) != 0 && errno != EEXIST) {
		complain(dir);
		sim_pki_free(p);
		return NULL;
	}
	held = lock(dir);
	good = make_csca(p, explicit_parameters);
	unlock(held);
	if (!good) {
		sim_pki_free(p);
		return NULL;
	}
	return p;
}

void
sim_pki_free(struct sim_pki *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < QUARTERS; i++)
		sim_clear(&p->signer[i]);
	sim_clear(&p->csca_cert);
	EVP_PKEY_free(p->csca);
	EVP_PKEY_free(p->ds);
	free(p->signer);
	free(p->dir);
	free(p);
}

void
sim_pki_csca(const struct sim_pki *p, struct sim_bytes *out)
{
	sim_add(out, p->csca_cert.p, p->csca_cert.n);
}

/* Three months of use with a few days before and behind; never before the
 * CSCA, never after it. */
static void
times(int year, int quarter, struct cert *c, char text[3][16])
{
	static const struct {
		int year;
		const char *from, *use_to;
		int next;
	} q[4] = { { -1, "1228", "0403", 0 }, { 0, "0328", "0703", 0 },
		{ 0, "0628", "1003", 0 }, { 0, "0928", "0103", 1 } };

	snprintf(text[0], sizeof text[0], "%d%s", year + q[quarter].year,
	    q[quarter].from);
	snprintf(text[1], sizeof text[1], "%d%s", year + q[quarter].next,
	    q[quarter].use_to);
	snprintf(text[2], sizeof text[2], "%d0821", year + 22);
	c->from = strcmp(text[0], CSCA_FROM) < 0 ? CSCA_FROM : text[0];
	c->use_to = text[1];
	c->to = strcmp(text[2], CSCA_TO) > 0 ? CSCA_TO : text[2];
}

static bool
make_signer(const struct sim_pki *p, int year, int quarter,
    struct sim_bytes *cert)
{
	char name[32], text[3][16];
	struct cert c = { .number = (unsigned)(4 * (year - FIRST_YEAR) +
	    quarter + 1), .key = p->ds, .csca_key = p->csca };

	snprintf(name, sizeof name, "ds-%dq%d.pem", year, quarter + 1);
	if (load(p->dir, name, NULL, cert))
		return true;
	times(year, quarter, &c, text);
	return cert_make(&c, cert) && store(p->dir, name, NULL, cert);
}

/* The certificate for that day; NULL: that cannot be had. */
static const struct sim_bytes *
signer_of(const struct sim_pki *p, const char *day)
{
	int n = 0, held;
	int year = 0, month = 0;
	struct sim_bytes *cert;

	if (sscanf(day, "%4d%2d", &year, &month) == 2)
		n = 4 * (year - FIRST_YEAR) + (month - 1) / 3;
	if (month < 1 || n < 0 || n >= QUARTERS) {
		fprintf(stderr, "card: no document signer for %s\n", day);
		return NULL;
	}
	cert = &p->signer[n];
	if (cert->n > 0)
		return cert;
	held = lock(p->dir);
	if (!make_signer(p, year, (month - 1) / 3, cert))
		sim_clear(cert);
	unlock(held);
	return cert->n > 0 ? cert : NULL;
}

void
pki_hash(const struct sim_bytes *of, uint8_t out[32])
{
	SHA256(of->p, of->n, out);
}

void
pki_sha256(struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE);

	der_oid(out, "2.16.840.1.101.3.4.2.1");
	der_null(out);
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

/* contentType, signingTime, messageDigest: in the order of DER, for each is
 * longer than the one before. The day at 10:15 in Vietnam. */
static void
attributes(const char *content_type, const struct sim_bytes *content,
    const char *day, struct sim_bytes *out)
{
	size_t at, set;
	char time[16];
	uint8_t hash[32];

	at = attribute_open("1.2.840.113549.1.9.3", out, &set);
	der_oid(out, content_type);
	der_close(out, set);
	der_close(out, at);

	at = attribute_open("1.2.840.113549.1.9.5", out, &set);
	snprintf(time, sizeof time, "%.6s031500Z", day + 2);
	der_text(out, 0x17, time);
	der_close(out, set);
	der_close(out, at);

	at = attribute_open("1.2.840.113549.1.9.4", out, &set);
	pki_hash(content, hash);
	der_tlv(out, 0x04, hash, sizeof hash);
	der_close(out, set);
	der_close(out, at);
}

/* issuerAndSerialNumber of the certificate. */
static void
signer_id(const struct sim_bytes *cert, struct sim_bytes *out)
{
	const unsigned char *p = cert->p;
	X509 *x = d2i_X509(NULL, &p, (long)cert->n);
	unsigned char *name = NULL, *serial = NULL;
	size_t at = der_open(out, SEQUENCE);
	int n;

	if (x == NULL)
		abort();
	n = i2d_X509_NAME(X509_get_issuer_name(x), &name);
	der_given(out, name, n);
	n = i2d_ASN1_INTEGER(X509_get0_serialNumber(x), &serial);
	der_given(out, serial, n);
	der_close(out, at);
	X509_free(x);
}

/* Signed is the SET OF; what stands in the file is [0] of the same octets
 * (RFC 5652, 5.4). */
static bool
signer_info(const struct sim_pki *p, const struct sim_bytes *cert,
    const struct sim_bytes *attrs, struct sim_bytes *out)
{
	size_t set = der_open(out, SET), at = der_open(out, SEQUENCE);
	struct sim_bytes covered = { 0 };
	bool good;

	der_int(out, 0x02, 1);
	signer_id(cert, out);
	pki_sha256(out);
	der_tlv(out, 0xa0, attrs->p, attrs->n);
	der_tlv(&covered, SET, attrs->p, attrs->n);
	good = cert_sign(p->ds, "SHA256", &covered, 0, 0x04, out);
	sim_clear(&covered);
	der_close(out, at);
	der_close(out, set);
	return good;
}

bool
pki_sign(const struct sim_pki *p, const char *content_type,
    const struct sim_bytes *content, const char *day, struct sim_bytes *out)
{
	const struct sim_bytes *cert = signer_of(p, day);
	struct sim_bytes attrs = { 0 };
	size_t info, tagged, data, at, inner;
	bool good;

	if (cert == NULL)
		return false;
	info = der_open(out, SEQUENCE);
	der_oid(out, "1.2.840.113549.1.7.2");
	tagged = der_open(out, 0xa0);
	data = der_open(out, SEQUENCE);
	der_int(out, 0x02, 3);
	at = der_open(out, SET);
	pki_sha256(out);
	der_close(out, at);
	at = der_open(out, SEQUENCE);
	der_oid(out, content_type);
	inner = der_open(out, 0xa0);
	der_tlv(out, 0x04, content->p, content->n);
	der_close(out, inner);
	der_close(out, at);
	der_tlv(out, 0xa0, cert->p, cert->n);
	attributes(content_type, content, day, &attrs);
	good = signer_info(p, cert, &attrs, out);
	sim_clear(&attrs);
	der_close(out, data);
	der_close(out, tagged);
	der_close(out, info);
	return good;
}
