/* SPDX-License-Identifier: ISC */
/* What is found in the certificates of a path: each oddity by itself, and
 * nothing in those that are as they should be. */
#include "chain_make.h"
#include "tap.h"
#include "trust/signer.h"

enum { SIGN = 0x80, CERT = 0x04, CRL = 0x02, MAIL_SIGN = 0xc0 };

#define VN "VN/Ministry/CSCA"
#define DS "VN/Ministry/DS"
#define DSC .subject = DS, .issuer = VN
#define CSCA .subject = VN

/* Of each the authority or the signer is another than usual. `says`: the
 * findings that are neither GOOD nor NOT_DONE, "check=class " each. */
static const struct {
	const char *name;
	struct make csca, ds;
	const char *says;
} odd[] = {
	{ "as they should be", { CSCA, .key = 1, .by = 1, .flags = MAKE_CA,
	    .usage = CERT | CRL },
	    { DSC, .key = 2, .by = 1, .path = -1, .usage = SIGN },
	    "" },
	{ "with a basic constraint that says no", { CSCA, .key = 1, .by = 1,
	    .flags = MAKE_CA, .usage = CERT | CRL },
	    { DSC, .key = 2, .by = 1, .usage = SIGN, .flags = MAKE_NOT_CA },
	    "" },
#define ROOT { CSCA, .key = 1, .by = 1, .flags = MAKE_CA, .usage = CERT | CRL }
	{ "signer: serial zero", ROOT, { DSC, .key = 2, .by = 1,
	    .usage = SIGN, .serial = "00" }, "dsc.serial=2 " },
	{ "signer: serial negative", ROOT, { DSC, .key = 2, .by = 1,
	    .usage = SIGN, .serial = "80" }, "dsc.serial=2 " },
	{ "signer: serial long", ROOT, { DSC, .key = 2, .by = 1,
	    .usage = SIGN, .serial =
	    "010203040506070809000102030405060708090001" }, "dsc.serial=2 " },
	{ "signer: a CA", ROOT, { DSC, .key = 2, .by = 1, .usage = SIGN,
	    .flags = MAKE_CA }, "dsc.constraints=4 " },
	{ "signer: no usage", ROOT, { DSC, .key = 2, .by = 1 },
	    "dsc.key-usage=3 " },
	{ "signer: for certificates", ROOT, { DSC, .key = 2, .by = 1,
	    .usage = CERT }, "dsc.key-usage=4 " },
	{ "signer: for certificates too", ROOT, { DSC, .key = 2, .by = 1,
	    .usage = SIGN | CERT }, "dsc.key-usage=3 " },
	{ "signer: commitment too", ROOT, { DSC, .key = 2, .by = 1,
	    .usage = MAIL_SIGN }, "" },
	{ "signer: usage not critical", ROOT, { DSC, .key = 2, .by = 1,
	    .usage = SIGN, .flags = MAKE_LOOSE }, "dsc.key-usage=2 " },
	{ "signer: of mail", ROOT, { DSC, .key = 2, .by = 1, .usage = SIGN,
	    .eku = "1.3.6.1.5.5.7.3.4" }, "dsc.extended-key-usage=4 " },
	{ "signer: of lists", ROOT, { DSC, .key = 2, .by = 1, .usage = SIGN,
	    .eku = "2.23.136.1.1.3" }, "dsc.extended-key-usage=4 " },
	{ "signer: critical", ROOT, { DSC, .key = 2, .by = 1, .usage = SIGN,
	    .critical = "2.999.1" }, "dsc.critical=4 " },
	{ "signer: an extension twice", ROOT, { DSC, .key = 2, .by = 1,
	    .usage = SIGN, .twice = true }, "dsc.form=3 " },
	{ "signer: version 1", ROOT, { DSC, .key = 2, .by = 1,
	    .flags = MAKE_V1 }, "dsc.form=3 dsc.key-usage=3 " },
	{ "signer: two algorithms", ROOT, { DSC, .key = 2, .by = 1,
	    .usage = SIGN, .inner = "SHA1" }, "dsc.form=3 " },
	{ "signer: SHA-1", ROOT, { DSC, .key = 2, .by = 1, .usage = SIGN,
	    .md = "SHA1" }, "weak.hash=3 " },
	{ "signer: P-224", ROOT, { DSC, .key = MAKE_P224, .by = 1,
	    .usage = SIGN }, "weak.key=2 " },
	{ "signer: P-192", ROOT, { DSC, .key = MAKE_P192, .by = 1,
	    .usage = SIGN }, "weak.key=4 " },
	{ "signer: RSA of 1024 bits", ROOT, { DSC, .key = MAKE_RSA_1024,
	    .by = 1, .usage = SIGN }, "weak.key=4 " },
	{ "signer: RSA of 2048 bits", ROOT, { DSC, .key = MAKE_RSA,
	    .by = 1, .usage = SIGN }, "" },
	{ "signer: exponent 3", ROOT, { DSC, .key = MAKE_RSA_E3, .by = 1,
	    .usage = SIGN }, "weak.key=3 " },
	{ "signer: a curve of no standard here", ROOT, { DSC,
	    .key = MAKE_K256, .by = 1, .usage = SIGN }, "dsc.key=5 " },
#undef ROOT
#define SIGNER(by_) { DSC, .key = 2, .by = (by_), .usage = SIGN }
	{ "authority: serial negative", { CSCA, .key = 1, .by = 1,
	    .flags = MAKE_CA, .usage = CERT, .serial = "ff01" }, SIGNER(1),
	    "csca.serial=2 " },
	{ "authority: no constraints", { CSCA, .key = 1, .by = 1,
	    .usage = CERT }, SIGNER(1), "csca.constraints=3 " },
	{ "authority: no usage", { CSCA, .key = 1, .by = 1,
	    .flags = MAKE_CA }, SIGNER(1), "csca.key-usage=3 " },
	{ "authority: usage without certificates", { CSCA, .key = 1, .by = 1,
	    .flags = MAKE_CA, .usage = CRL }, SIGNER(1), "csca.key-usage=4 " },
	{ "authority: constraints and usage not critical", { CSCA, .key = 1,
	    .by = 1, .flags = MAKE_CA | MAKE_LOOSE, .usage = CERT }, SIGNER(1),
	    "csca.constraints=2 csca.key-usage=2 " },
	{ "authority: critical", { CSCA, .key = 1, .by = 1, .flags = MAKE_CA,
	    .usage = CERT, .critical = "2.999.1" }, SIGNER(1),
	    "csca.critical=4 " },
	{ "authority: version 1", { CSCA, .key = 1, .by = 1,
	    .flags = MAKE_V1 }, SIGNER(1), "csca.form=3 csca.constraints=3 "
	    "csca.key-usage=3 " },
	{ "authority: RSA of 1024 bits", { CSCA, .key = MAKE_RSA_1024,
	    .by = MAKE_RSA_1024, .flags = MAKE_CA, .usage = CERT },
	    SIGNER(MAKE_RSA_1024), "weak.key=4 " },
	{ "authority: exponent 3", { CSCA, .key = MAKE_RSA_E3,
	    .by = MAKE_RSA_E3, .flags = MAKE_CA, .usage = CERT },
	    SIGNER(MAKE_RSA_E3), "weak.key=3 " },
	{ "authority: its own signature over SHA-1 counts for nothing", { CSCA,
	    .key = 1, .by = 1, .flags = MAKE_CA, .usage = CERT,
	    .md = "SHA1" }, SIGNER(1), "" },
	{ "authority: a DigestInfo without NULL", { CSCA, .key = MAKE_RSA,
	    .by = MAKE_RSA, .flags = MAKE_CA, .usage = CERT },
	    { DSC, .key = 2, .by = MAKE_RSA, .usage = SIGN, .md = "NO-NULL" },
	    "cms.digest-info=3 " },
	{ "authority: a curve of no standard here", { CSCA,
	    .key = MAKE_K256, .by = MAKE_K256, .flags = MAKE_CA,
	    .usage = CERT }, SIGNER(MAKE_K256), "csca.key=5 " },
	{ "MD5", { CSCA, .key = MAKE_RSA, .by = MAKE_RSA, .flags = MAKE_CA,
	    .usage = CERT }, { DSC, .key = 2, .by = MAKE_RSA, .usage = SIGN,
	    .md = "MD5" }, "weak.hash=5 " },
};

static bool
expected(const struct finding *f, const char *says)
{
	char one[64];

	snprintf(one, sizeof one, "%s=%d ", f->rows[0].name, (int)f->class);
	return strstr(says, one) != NULL;
}

static int
count(const char *says)
{
	int n = 0;

	for (; *says != '\0'; says++)
		n += *says == '=';
	return n;
}

static void
test_odd(size_t i)
{
	static const struct signer_cache_limits limits = { 4, 0, 0 };
	struct store *s = store_new();
	struct slice csca = make_cert(&odd[i].csca);
	struct slice ds = make_cert(&odd[i].ds);
	struct signer_cache *c;
	struct signer *got;
	const struct finding *f;
	int found = 0, wanted = count(odd[i].says);
	size_t k;

	OK(store_add_cert(s, csca, STORE_ANCHOR, "x") == ERR_OK, "%s: taken",
	    odd[i].name);
	c = signer_cache_new(s, &limits);
	got = signer_get(c, ds, SIGNER_OF_DOCUMENTS);
	for (k = 0; got != NULL && k < got->findings.n; k++) {
		f = &got->findings.f[k];
		if (f->class <= FINDING_NOT_DONE)
			continue;
		found++;
		OK(expected(f, odd[i].says),
		    "%s: %s=%d %s", odd[i].name, f->rows[0].name,
		    (int)f->class, f->rows[0].why);
	}
	OK(found == wanted, "%s: %d oddities, %d wanted", odd[i].name, found,
	    wanted);
	signer_cache_free(c);
	store_free(s);
	free((void *)csca.p);
	free((void *)ds.p);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof odd / sizeof *odd; i++)
		test_odd(i);
	make_keys_free();
	return tap_done();
}
