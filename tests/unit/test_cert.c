/* SPDX-License-Identifier: ISC */
/* Certificates put together by hand: what is read, what is odd, what is none;
 * and real ones where CCCD_DATA has them. */
#include <stdlib.h>

#include "hex.h"
#include "trust/cert.h"
#include "trust/pubkey.h"

/* Whole objects in hexadecimal; NULL: as usual. `extensions`: inside their
 * SEQUENCE OF, "": none. */
struct parts {
	const char *version, *serial, *inner, *issuer, *validity, *subject,
	    *spki, *unique, *extensions, *outer, *bits, *behind;
};

#define ALGORITHM "300a06082a8648ce3d040302"
#define ISSUER "300d310b3009060355040613025a5a"
#define SUBJECT "300d310b3009060355040613027a7a"
#define VALIDITY "301e170d3232303632393031323334385a" \
	"170d3337313030313031323334365a"

static const struct parts usual = { "a003020102", "020101", ALGORITHM, ISSUER,
    VALIDITY, SUBJECT, "3003020105", "", "", ALGORITHM, "0303000102", "" };

static const char *
or_usual(const char *part, const char *otherwise)
{
	return part != NULL ? part : otherwise;
}

static void
tbs(const struct parts *p, struct buf *out)
{
	struct buf in = { 0 }, x = { 0 }, list = { 0 };

	hex_add(&in, or_usual(p->version, usual.version));
	hex_add(&in, or_usual(p->serial, usual.serial));
	hex_add(&in, or_usual(p->inner, usual.inner));
	hex_add(&in, or_usual(p->issuer, usual.issuer));
	hex_add(&in, or_usual(p->validity, usual.validity));
	hex_add(&in, or_usual(p->subject, usual.subject));
	hex_add(&in, or_usual(p->spki, usual.spki));
	hex_add(&in, or_usual(p->unique, usual.unique));
	hex_add(&x, or_usual(p->extensions, usual.extensions));
	if (x.n != 0) {
		tlv_add(&list, 0x30, buf_slice(&x));
		tlv_add(&in, 0xa3, buf_slice(&list));
	}
	tlv_add(out, 0x30, buf_slice(&in));
	buf_release(&in);
	buf_release(&x);
	buf_release(&list);
}

static struct slice
make(const struct parts *p, struct buf *out)
{
	struct buf in = { 0 };

	tbs(p, &in);
	hex_add(&in, or_usual(p->outer, usual.outer));
	hex_add(&in, or_usual(p->bits, usual.bits));
	buf_reset(out);
	tlv_add(out, 0x30, buf_slice(&in));
	hex_add(out, or_usual(p->behind, usual.behind));
	buf_release(&in);
	return buf_slice(out);
}

#define CRITICAL "0101ff"
#define BC_CA "300f0603551d13" CRITICAL "040530030101ff"
#define KU "300e0603551d0f" CRITICAL "040403020106"

static const struct {
	struct parts p;
	enum err e;
	unsigned odd;
	const char *name;
} cases[] = {
	{ { 0 }, ERR_OK, 0, "as usual" },
	{ { .serial = "0201ff" }, ERR_OK, CERT_ODD_SERIAL_NEGATIVE,
	    "a negative serial" },
	{ { .serial = "020100" }, ERR_OK, CERT_ODD_SERIAL_ZERO,
	    "a serial of zero" },
	{ { .serial = "02020000" }, ERR_OK, CERT_ODD_SERIAL_ZERO |
	    CERT_ODD_NOT_DER, "the same in two octets" },
	{ { .serial = "02140102030405060708090a0b0c0d0e0f1011121314" },
	    ERR_OK, 0, "a serial of 20 octets" },
	{ { .serial = "02150102030405060708090a0b0c0d0e0f101112131415" },
	    ERR_OK, CERT_ODD_SERIAL_LONG, "of 21" },
	{ { .serial = "0202ffff" }, ERR_OK, CERT_ODD_SERIAL_NEGATIVE |
	    CERT_ODD_NOT_DER, "a negative serial with an octet too many" },
	{ { .serial = "0200" }, ERR_FORMAT, 0, "of none" },
	{ { .serial = "0a0101" }, ERR_FORMAT, 0, "a serial of another kind" },
	{ { .version = "" }, ERR_OK, CERT_ODD_VERSION, "version 1" },
	{ { .version = "a003020101" }, ERR_OK, CERT_ODD_VERSION,
	    "version 2" },
	{ { .version = "a003020103" }, ERR_OK, CERT_ODD_VERSION,
	    "version 4" },
	{ { .version = "a00302017fa003020102" }, ERR_FORMAT, 0,
	    "two versions" },
	{ { .version = "a00402010200" }, ERR_FORMAT, 0,
	    "octets behind the version" },
	{ { .inner = "300a06082a8648ce3d040303" }, ERR_OK,
	    CERT_ODD_ALGORITHM, "two algorithms" },
	{ { .inner = "300c06082a8648ce3d0403020500" }, ERR_OK,
	    CERT_ODD_ALGORITHM, "the same with NULL inside" },
	{ { .validity = "3022180f32303232303632393031323334385a"
	    "180f32303337313030313031323334365a" }, ERR_OK, CERT_ODD_TIME,
	    "GeneralizedTime before 2050" },
	{ { .validity = "301e170d3232303632393031323334385a"
	    "170d3337313330313031323334365a" }, ERR_RANGE, 0, "month 13" },
	{ { .validity = "300f170d3232303632393031323334385a" }, ERR_FORMAT,
	    0, "one time" },
	{ { .validity = "3020170d3232303632393031323334385a"
	    "170d3337313030313031323334365a0500" }, ERR_FORMAT, 0,
	    "something behind the times" },
	{ { .unique = "810200018202000" "1" }, ERR_OK, 0, "unique ids" },
	{ { .unique = "82020001810200" "01" }, ERR_FORMAT, 0,
	    "in another order" },
	{ { .unique = "0500" }, ERR_FORMAT, 0, "something behind the key" },
	{ { .bits = "03020700" }, ERR_FORMAT, 0, "bits left over" },
	{ { .bits = "0300" }, ERR_FORMAT, 0, "an empty BIT STRING" },
	{ { .bits = "04020001" }, ERR_FORMAT, 0, "no BIT STRING" },
	{ { .bits = "03020001" "0500" }, ERR_FORMAT, 0,
	    "something behind the signature" },
	{ { .behind = "00" }, ERR_FORMAT, 0, "an octet behind it all" },
	{ { .outer = "308006082a8648ce3d0403020000" }, ERR_OK,
	    CERT_ODD_NOT_DER | CERT_ODD_ALGORITHM, "indefinite length" },
	{ { .version = "a08002010200" "00" }, ERR_OK, CERT_ODD_NOT_DER,
	    "inside, too" },
	{ { .issuer = "30810d310b3009060355040613025a5a" }, ERR_OK,
	    CERT_ODD_NOT_DER, "a long length" },
	{ { .extensions = BC_CA KU }, ERR_OK, 0, "CA and usage" },
	{ { .extensions = BC_CA BC_CA }, ERR_OK, CERT_ODD_TWICE, "twice" },
	{ { .extensions = "300c0603551d13040530030101ff" }, ERR_OK,
	    CERT_ODD_CONSTRAINTS, "constraints not critical" },
	{ { .extensions = "300b0603551d0f040403020106" }, ERR_OK,
	    CERT_ODD_USAGE, "usage not critical" },
	{ { .extensions = "300f0603551d13" CRITICAL "04053003010101" },
	    ERR_OK, CERT_ODD_NOT_DER, "TRUE as 01 (Ukraine)" },
	{ { .extensions = "300f0603551d13" CRITICAL "04053003010100" },
	    ERR_OK, CERT_ODD_NOT_DER, "FALSE written out" },
	{ { .extensions = "300f0603551d13" CRITICAL "04053003020100" },
	    ERR_OK, 0, "a length and no CA" },
	{ { .extensions = "300f0603551d13" CRITICAL "040530030201ff" },
	    ERR_OK, CERT_ODD_EXTENSION, "a negative length" },
	{ { .extensions = "300c0603551d1301010004023000" }, ERR_OK,
	    CERT_ODD_CONSTRAINTS | CERT_ODD_NOT_DER,
	    "critical FALSE written out" },
	{ { .extensions = "300d0603551d130102ff0004023000" }, ERR_FORMAT, 0,
	    "critical of two octets" },
	{ { .extensions = "300d06032a0304" CRITICAL "0403020101" }, ERR_OK,
	    CERT_ODD_CRITICAL, "an unknown critical one" },
	{ { .extensions = "300a06032a03040403020101" }, ERR_OK, 0,
	    "an unknown one" },
	{ { .extensions = "300a06032a03040403ffffff" }, ERR_OK, 0,
	    "an unknown one of any form" },
	{ { .extensions = "300a0603551d1e" CRITICAL "0401" }, ERR_TRUNCATED, 0,
	    "one that ends too early" },
	{ { .extensions = "300c0603551d1e" CRITICAL "04023000" }, ERR_OK,
	    CERT_ODD_CRITICAL, "name constraints are not worked out here" },
	{ { .extensions = "300b0603551d0e04040402" "0102" }, ERR_OK, 0,
	    "a key identifier" },
	{ { .extensions = "300b0603551d0e0404040201" "02" "3009"
	    "0603551d0e04020400" }, ERR_OK, CERT_ODD_TWICE,
	    "of two the first counts" },
	{ { .extensions = "30090603551d0e04020400" }, ERR_OK,
	    CERT_ODD_EXTENSION, "an empty one" },
	{ { .extensions = "30090603551d0f04020300" }, ERR_OK,
	    CERT_ODD_USAGE | CERT_ODD_EXTENSION, "usage without bits" },
	{ { .extensions = "300b0603551d0f0404" "03020906" }, ERR_OK,
	    CERT_ODD_USAGE | CERT_ODD_EXTENSION, "nine bits left over" },
	{ { .extensions = "30090603551d2504023000" }, ERR_OK,
	    CERT_ODD_EXTENSION, "no use at all" },
	{ { .extensions = "300b0603551d23040430028000" }, ERR_OK,
	    CERT_ODD_EXTENSION, "an empty authority's key" },
	{ { .extensions = "30090603551d1004023000" }, ERR_OK,
	    CERT_ODD_EXTENSION, "an empty period" },
	{ { .extensions = "3014" "0603551d10" "040d300b" "8009"
	    "323032323036323931" }, ERR_OK, CERT_ODD_EXTENSION,
	    "a period of another form" },
	{ { .extensions = "301d0603551d1004163014800f32303232303632393031323334385a"
	    "820178" }, ERR_OK,
	    CERT_ODD_EXTENSION, "something behind a period" },
	{ { .extensions = "300f0603551d23040830068201078001cc" }, ERR_OK,
	    CERT_ODD_EXTENSION, "an authority's key in another order" },
	{ { .extensions = "300a06032a03040401780500" }, ERR_FORMAT,
	    0, "something behind an extension" },
	{ { .extensions = "3045060767810801010602043a303802010031331301501301501301"
	    "50130150130150130150130150130150130150130150130150130150"
	    "130150130150130150130150130150" }, ERR_OK,
	    CERT_ODD_EXTENSION, "17 types of documents" },
	{ { .extensions = "30420607678108010106020437303502010031301301501301501301"
	    "50130150130150130150130150130150130150130150130150130150"
	    "130150130150130150130150" }, ERR_OK,
	    0, "16 types of documents" },
	{ { .extensions = "30270603551d1104203020301e301c301a3018301630143012301030"
	    "0e300c300a3008300630043002" }, ERR_OK,
	    CERT_ODD_NOT_DER, "a name cut off" },
	{ { .extensions = "302b0603551d11042430223020301e301c301a301830163014301230"
	    "10300e300c300a30083006300430023000" }, ERR_OK,
	    CERT_ODD_NOT_DER, "names nested too deeply" },
	{ { .extensions = "3000" }, ERR_FORMAT, 0, "an empty extension" },
};

static void
test_cases(void)
{
	struct buf b = { 0 };
	struct cert c;
	size_t i;
	enum err e;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		e = cert_parse(make(&cases[i].p, &b), &c);
		if (!OK(e == cases[i].e && (e != ERR_OK ||
		    c.odd == cases[i].odd), "%s", cases[i].name))
			printf("# %s, odd %x\n", err_word(e), c.odd);
	}
	buf_release(&b);
}

/* Every prefix is refused, and every octet changed breaks nothing. */
static void
test_damage(void)
{
	struct parts p = { .extensions = BC_CA KU };
	struct buf b = { 0 };
	struct slice whole = make(&p, &b);
	size_t i;
	bool refused = true;
	struct cert c;

	for (i = 0; i < whole.n; i++)
		refused = refused &&
		    cert_parse((struct slice){ whole.p, i }, &c) != ERR_OK;
	OK(refused, "no prefix is a certificate");
	for (i = 0; i < whole.n; i++) {
		b.p[i] ^= (char)0x81;
		(void)!cert_parse(whole, &c);
		b.p[i] ^= (char)0x81;
	}
	OK(cert_parse(whole, &c) == ERR_OK, "the whole is one");
	buf_grow(&b, CERT_MAX);
	b.n = CERT_MAX + 1;
	memset(b.p + whole.n, 0, b.n - whole.n);
	OK(cert_parse(buf_slice(&b), &c) == ERR_TOO_LONG, "too long a one");
	buf_release(&b);
}

static void
test_many_extensions(void)
{
	struct buf b = { 0 }, x = { 0 };
	struct parts p = { 0 };
	struct cert c;
	char one[32];
	int i;

	for (i = 0; i < 65; i++) {
		snprintf(one, sizeof one, "300706032a03%02x0400", i);
		buf_add_str(&x, one);
		if (i == 63) {
			p.extensions = buf_cstr(&x);
			OK(cert_parse(make(&p, &b), &c) == ERR_OK,
			    "64 extensions");
		}
	}
	p.extensions = buf_cstr(&x);
	OK(cert_parse(make(&p, &b), &c) == ERR_TOO_LONG, "65 extensions");
	buf_release(&b);
	buf_release(&x);
}

/* What stands behind the list of extensions, and bits beyond the last use. */
static void
test_ends(void)
{
	struct parts p = { .unique = "a3053003020100" "0500" };
	struct buf b = { 0 };
	struct cert c;

	OK(cert_parse(make(&p, &b), &c) == ERR_FORMAT,
	    "something behind the extensions");
	p.unique = "a3043000" "0500";
	OK(cert_parse(make(&p, &b), &c) == ERR_FORMAT,
	    "something behind their list");
	p.unique = "a3023000";
	OK(cert_parse(make(&p, &b), &c) == ERR_OK && c.odd == 0,
	    "an empty list");
	p.unique = NULL;
	p.extensions = "300f0603551d0f" CRITICAL "0405" "030300ffff";
	OK(cert_parse(make(&p, &b), &c) == ERR_OK && c.odd == 0 &&
	    c.usage == 0x1ff, "nine uses, and bits without a meaning");
	buf_release(&b);
}

static void
test_facts(void)
{
	struct parts p = { .serial = "02020102", .extensions =
	    "30120603551d130101ff040830060101ff020100"
	    "300e0603551d0f0101ff040403020186"
	    "300b0603551d0e04040402aabb"
	    "30250603551d23041e301c8002ccdda112a410300e310c300a060355040a"
	    "0c034f4f4f820207d0"
	    "301b0603551d2504143012060667810801010306082b06010505070303"
	    "302b0603551d1004243022800f32303232303632393031323334385a810f"
	    "32303237303732393031323334375a"
	    "3018060767810801010602040d300b0201003106130150130141" };
	struct buf b = { 0 };
	struct cert c;

	if (!OK(cert_parse(make(&p, &b), &c) == ERR_OK && c.odd == 0,
	    "a certificate with everything"))
		return;
	HEX_SAME(c.serial.p, c.serial.n, "0102", "serial");
	OK(c.algorithm_known && c.algorithm.kind == SIGNATURE_ECDSA,
	    "algorithm");
	HEX_SAME(c.issuer.p, c.issuer.n, ISSUER, "issuer");
	HEX_SAME(c.subject.p, c.subject.n, SUBJECT, "subject");
	OK(slice_is(c.issuer_country, "ZZ") &&
	    slice_is(c.subject_country, "zz"), "countries as written");
	OK(c.not_before == 1656465828 && c.not_after == 2137973026, "validity");
	HEX_SAME(c.spki.p, c.spki.n, "3003020105", "key");
	HEX_SAME(c.signature.p, c.signature.n, "0102", "signature");
	OK(c.has_constraints && c.ca && c.path_length == 0, "constraints");
	OK(c.has_usage && c.usage == (CERT_USE_SIGN | CERT_USE_CERT_SIGN |
	    CERT_USE_CRL_SIGN), "usage");
	HEX_SAME(c.ski.p, c.ski.n, "aabb", "subject's key identifier");
	HEX_SAME(c.aki.p, c.aki.n, "ccdd", "authority's key identifier");
	HEX_SAME(c.aki_issuer.p, c.aki_issuer.n,
	    "300e310c300a060355040a0c034f4f4f", "authority's issuer");
	HEX_SAME(c.aki_serial.p, c.aki_serial.n, "07d0",
	    "authority's serial");
	OK(c.has_eku && c.eku_master_list && c.eku_other, "extended usage");
	OK(c.has_period && c.has_period_from && c.has_period_until &&
	    c.period_from == 1656465828 && c.period_until == 1816824227,
	    "private key's period");
	OK(c.has_doc_types && c.doc_types == 2 &&
	    slice_is(c.doc_type[0], "P") && slice_is(c.doc_type[1], "A"),
	    "types of documents");
	OK(c.tbs.p == b.p + 3 + (b.p[1] == (char)0x82) &&
	    slice_eq(c.der, buf_slice(&b)), "what is signed");
	buf_release(&b);
}

static const struct {
	const char *a, *b;
	bool same;
	const char *name;
} pairs[] = {
	{ "300d310b3009060355040613025a5a", "300d310b3009060355040613025a5a",
	    true, "equal" },
	{ "300d310b3009060355040613025a5a", "300d310b3009060355040613027a7a",
	    true, "but for case" },
	{ "300d310b3009060355040613025a5a", "300d310b300906035504060c027a5a",
	    true, "but for the string's type" },
	{ "300f310d300b0603550406130420205a20", "300d310b300906035504061e02"
	    "005a", true, "blanks at the ends, sixteen bits" },
	{ "3010310e300c0603550406130541202042" "20", "300e310c300a0603550406"
	    "1303412042", true, "blanks inside" },
	{ "300e310c300a06035504061303412042", "300d310b300906035504061302"
	    "4142", false, "a blank and none" },
	{ "300d310b3009060355040613025a5a", "300d310b300906035504071302"
	    "5a5a", false, "another attribute" },
	{ "300d310b3009060355040613025a5a", "301a310b3009060355040613025a5a"
	    "310b3009060355040613025a5a", false, "one more" },
	{ "300d310b3009060355040613025a5a", "3000", false, "none" },
	{ "300d310b300906035504061302415a", "300d310b300906035504060c02617a",
	    true, "A and Z, a and z" },
	{ "300d310b3009060355040613025a5a", "300f310d300b060355040613025a5a"
	    "0500", false, "something behind the value" },
	{ "300f310d300b06035504030c04c3a9c389", "300f310d300b06035504030c04"
	    "c3a9c3a9", false, "only ASCII folds" },
	{ "300d310b300906035504060c02ff41", "300d310b300906035504060c02ff61",
	    false, "what is no text is compared as it stands" },
	{ "300d310b300906035504060c02ff41", "300d310b300906035504060c02ff41",
	    true, "and is equal to itself" },
};

static void
test_same(void)
{
	struct buf a = { 0 }, b = { 0 };
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		hex(&a, pairs[i].a);
		hex(&b, pairs[i].b);
		OK(cert_same_name(buf_slice(&a), buf_slice(&b)) ==
		    pairs[i].same &&
		    cert_same_name(buf_slice(&b), buf_slice(&a)) ==
		    pairs[i].same, "names: %s", pairs[i].name);
	}
	OK(cert_same_serial(hex(&a, "0001"), hex(&b, "01")) &&
	    cert_same_serial(hex(&a, "ffff80"), hex(&b, "80")) &&
	    cert_same_serial(hex(&a, "0000"), hex(&b, "00")) &&
	    !cert_same_serial(hex(&a, "0080"), hex(&b, "80")) &&
	    !cert_same_serial(hex(&a, "00ff"), hex(&b, "ff")) &&
	    !cert_same_serial(hex(&a, "0100"), hex(&b, "01")),
	    "serials as integers");
	buf_release(&a);
	buf_release(&b);
}

static bool
load(const char *name, struct buf *out)
{
	const char *dir = getenv("CCCD_DATA");
	struct buf path = { 0 };
	FILE *f;

	if (dir == NULL)
		return false;
	buf_printf(&path, "%s/emrtd/masterlists/%s", dir, name);
	f = fopen(buf_cstr(&path), "rb");
	buf_release(&path);
	if (f == NULL)
		return false;
	buf_reset(out);
	buf_grow(out, CERT_MAX);
	out->n = fread(out->p, 1, CERT_MAX, f);
	fclose(f);
	return true;
}

static bool
signs_itself(const struct cert *c, struct pubkey_facts *facts)
{
	struct pubkey *k = NULL;
	bool good;

	if (pubkey_new(c->spki, &k) != ERR_OK)
		return false;
	*facts = *pubkey_facts(k);
	good = pubkey_verify(k, &c->algorithm, &c->tbs, 1, c->signature) ==
	    PUBKEY_GOOD;
	pubkey_free(k);
	return good;
}

static void
test_real(void)
{
	struct buf b = { 0 }, name = { 0 };
	struct pubkey_facts f;
	struct cert c;

	if (!load("VN_CSCA_ePassport_2022.cer", &b)) {
		printf("# skipped: CCCD_DATA has no real certificates\n");
		return;
	}
	OK(cert_parse(buf_slice(&b), &c) == ERR_OK && c.odd == 0 &&
	    signs_itself(&c, &f) && cert_is_self_issued(&c),
	    "CSCA Vietnam signs itself");
	OK(f.kind == PUBKEY_EC && strcmp(f.curve, "brainpoolP512r1") == 0 &&
	    f.explicit_parameters && f.bits == 512, "with explicit parameters");
	algorithm_name_text(c.subject, &name);
	tap_same(buf_slice(&name), "C=VN, O=Vietnam Government Information "
	    "Security Commission, CN=CSCA ePassport Vietnam", "its name");
	HEX_SAME(c.ski.p, c.ski.n, "88918f5a25ece37a3e04c52d38a4f2b5123c85c7",
	    "its key identifier");
	OK(c.ca && c.path_length == 0 && c.has_period_until &&
	    c.period_until == 1814405827 && c.not_after == 2137973826,
	    "its rights and times");
	if (load("NL_ROOT_CA.cer", &b))
		OK(cert_parse(buf_slice(&b), &c) == ERR_OK && c.odd == 0 &&
		    signs_itself(&c, &f) && f.kind == PUBKEY_RSA &&
		    f.bits == 4096, "CSCA Netherlands signs itself");
	buf_release(&b);
	buf_release(&name);
}

int
main(void)
{
	test_cases();
	test_damage();
	test_many_extensions();
	test_ends();
	test_facts();
	test_same();
	test_real();
	return tap_done();
}
