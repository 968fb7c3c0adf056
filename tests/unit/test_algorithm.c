/* SPDX-License-Identifier: ISC */
/* Identifiers of algorithms, times, names: forms that are right, odd, none. */
#include "hex.h"
#include "trust/algorithm.h"

#define R "06092a864886f70d0101"
#define E "06082a8648ce3d0403"
#define S256 "300d06096086480165030402010500"
#define S256_BARE "300b0609608648016503040201"
#define S1 "300906052b0e03021a0500"
#define SHA3 "300b0609608648016503040208"

/* hash -1: not looked at. */
static const struct {
	const char *in;
	enum err e;
	enum signature_kind kind;
	bool given, odd;
	enum named_hash naming;
	int hash;
	const char *name;
} kinds[] = {
	{ R "010500", ERR_OK, SIGNATURE_RSA, false, false, HASH_OTHER, -1,
	    "rsaEncryption names no hash" },
	{ R "0b0500", ERR_OK, SIGNATURE_RSA, true, false, HASH_KNOWN,
	    CRYPTO_SHA256, "sha256WithRSAEncryption" },
	{ R "0b", ERR_OK, SIGNATURE_RSA, true, true, HASH_KNOWN,
	    CRYPTO_SHA256, "without NULL: odd" },
	{ R "0e0500", ERR_OK, SIGNATURE_RSA, true, false, HASH_KNOWN,
	    CRYPTO_SHA224, "sha224WithRSAEncryption" },
	{ R "0c0500", ERR_OK, SIGNATURE_RSA, true, false, HASH_KNOWN,
	    CRYPTO_SHA384, "sha384WithRSAEncryption" },
	{ R "0d0500", ERR_OK, SIGNATURE_RSA, true, false, HASH_KNOWN,
	    CRYPTO_SHA512, "sha512WithRSAEncryption" },
	{ R "050500", ERR_OK, SIGNATURE_RSA, true, false, HASH_KNOWN,
	    CRYPTO_SHA1, "sha1WithRSAEncryption" },
	{ R "040500", ERR_OK, SIGNATURE_RSA, true, false, HASH_MD5, -1,
	    "md5WithRSAEncryption" },
	{ R "020500", ERR_UNSUPPORTED, 0, false, false, 0, -1,
	    "md2WithRSAEncryption" },
	{ R "0b050100", ERR_FORMAT, 0, false, false, 0, -1,
	    "a NULL of one octet" },
	{ R "0b05000500", ERR_FORMAT, 0, false, false, 0, -1, "two NULLs" },
	{ R "0b0401", ERR_FORMAT, 0, false, false, 0, -1, "a broken one" },
	{ E "02", ERR_OK, SIGNATURE_ECDSA, true, false, HASH_KNOWN,
	    CRYPTO_SHA256, "ecdsa-with-SHA256" },
	{ E "020500", ERR_OK, SIGNATURE_ECDSA, true, true, HASH_KNOWN,
	    CRYPTO_SHA256, "with NULL: odd" },
	{ E "01", ERR_OK, SIGNATURE_ECDSA, true, false, HASH_KNOWN,
	    CRYPTO_SHA224, "ecdsa-with-SHA224" },
	{ E "03", ERR_OK, SIGNATURE_ECDSA, true, false, HASH_KNOWN,
	    CRYPTO_SHA384, "ecdsa-with-SHA384" },
	{ E "04", ERR_OK, SIGNATURE_ECDSA, true, false, HASH_KNOWN,
	    CRYPTO_SHA512, "ecdsa-with-SHA512" },
	{ "06072a8648ce3d0401", ERR_OK, SIGNATURE_ECDSA, true, false,
	    HASH_KNOWN, CRYPTO_SHA1, "ecdsa-with-SHA1" },
	{ "06072a8648ce3d0201", ERR_OK, SIGNATURE_ECDSA, false, false,
	    HASH_OTHER, -1, "id-ecPublicKey names no hash" },
	{ "06032b6570", ERR_UNSUPPORTED, 0, false, false, 0, -1, "Ed25519" },
	{ "0500", ERR_FORMAT, 0, false, false, 0, -1, "no identifier" },
	{ "", ERR_FORMAT, 0, false, false, 0, -1, "nothing" },
};

static void
test_kinds(void)
{
	struct signature_algorithm a;
	struct buf b = { 0 };
	size_t i;
	enum err e;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		e = algorithm_signature(hex(&b, kinds[i].in), &a);
		OK(e == kinds[i].e && (e != ERR_OK ||
		    (a.kind == kinds[i].kind &&
		    a.hash_given == kinds[i].given && a.odd == kinds[i].odd &&
		    a.naming == kinds[i].naming && (kinds[i].hash < 0 ||
		    (int)a.hash == kinds[i].hash))), "%s", kinds[i].name);
	}
	buf_release(&b);
}

#define MGF1 "06092a864886f70d010108"

/* What stands inside the parameters' SEQUENCE; NULL: no parameters. */
static const struct {
	const char *in;
	enum err e;
	bool odd;
	enum named_hash naming;
	int hash, mgf, salt, trailer;
	const char *name;
} pss[] = {
	{ "", ERR_OK, false, HASH_KNOWN, CRYPTO_SHA1, CRYPTO_SHA1, 20, 1,
	    "the defaults" },
	{ NULL, ERR_OK, true, HASH_KNOWN, CRYPTO_SHA1, CRYPTO_SHA1, 20, 1,
	    "no parameters: the defaults, odd" },
	{ "a00f" S256 "a11c301a" MGF1 S256 "a203020120", ERR_OK, false,
	    HASH_KNOWN, CRYPTO_SHA256, CRYPTO_SHA256, 32, 1, "SHA-256 twice" },
	{ "a00d" S256_BARE "a11a3018" MGF1 S256_BARE "a203020120", ERR_OK,
	    false, HASH_KNOWN, CRYPTO_SHA256, CRYPTO_SHA256, 32, 1,
	    "the same without NULL (RFC 4055, 2.1)" },
	{ "a00f" S256 "a203020120", ERR_OK, false, HASH_KNOWN, CRYPTO_SHA256,
	    CRYPTO_SHA1, 32, 1, "a mask of SHA-1 by default" },
	{ "a00f" S256 "a11c301a" MGF1 S256, ERR_OK, false, HASH_KNOWN,
	    CRYPTO_SHA256, CRYPTO_SHA256, 20, 1, "a salt of 20 by default" },
	{ "a303020102", ERR_OK, false, HASH_KNOWN, CRYPTO_SHA1, CRYPTO_SHA1,
	    20, 2, "another trailer" },
	{ "a303020101", ERR_OK, true, HASH_KNOWN, CRYPTO_SHA1, CRYPTO_SHA1,
	    20, 1, "a default trailer written out" },
	{ "a203020114", ERR_OK, true, HASH_KNOWN, CRYPTO_SHA1, CRYPTO_SHA1,
	    20, 1, "a default salt written out" },
	{ "a00b" S1, ERR_OK, true, HASH_KNOWN, CRYPTO_SHA1, CRYPTO_SHA1, 20,
	    1, "a default hash written out" },
	{ "a00d" SHA3, ERR_OK, false, HASH_OTHER, -1, -1, 20, 1,
	    "a hash not known here" },
	{ "a00f" S256 "a11a3018" MGF1 SHA3, ERR_OK, false, HASH_OTHER, -1, -1,
	    20, 1, "a mask's hash not known here" },
	{ "a00e300c06082a864886f70d02050500", ERR_OK, false, HASH_MD5, -1, -1,
	    20, 1, "MD5" },
	{ "a11c301a06092a864886f70d010109" S256, ERR_UNSUPPORTED, false, 0,
	    0, 0, 0, 0, "a mask that is not MGF1" },
	{ "a20302011fa00f" S256, ERR_FORMAT, false, 0, 0, 0, 0, 0,
	    "in another order" },
	{ "a203020120a203020120", ERR_FORMAT, false, 0, 0, 0, 0, 0,
	    "a salt twice" },
	{ "a2030201ff", ERR_FORMAT, false, 0, 0, 0, 0, 0, "a negative salt" },
	{ "a40f" S256, ERR_FORMAT, false, 0, 0, 0, 0, 0, "a hash in [4]" },
	{ "a00d" SHA3 "a11c301a" MGF1 S256, ERR_OK, false, HASH_OTHER, -1, -1,
	    20, 1, "a hash not known here, a mask that is" },
	{ "a11e301a" MGF1 S256 "0500", ERR_FORMAT, false, 0, 0, 0, 0, 0,
	    "something behind a mask" },
	{ "a11e301c" MGF1 S256 "0500", ERR_FORMAT, false, 0, 0, 0, 0, 0,
	    "something behind a mask's hash" },
	{ "a40302011f", ERR_FORMAT, false, 0, 0, 0, 0, 0, "a fifth field" },
	{ "a2060201200201" "20", ERR_FORMAT, false, 0, 0, 0, 0, 0,
	    "two salts in one" },
	{ "a207020500ffffffff", ERR_RANGE, false, 0, 0, 0, 0, 0,
	    "a salt beyond numbers" },
	{ "a010" S256 "00", ERR_FORMAT, false, 0, 0, 0, 0, 0,
	    "octets behind a hash" },
};

static void
test_pss(void)
{
	struct signature_algorithm a;
	struct buf b = { 0 }, in = { 0 };
	size_t i;
	enum err e;

	for (i = 0; i < sizeof pss / sizeof pss[0]; i++) {
		hex(&b, R "0a");
		buf_reset(&in);
		if (pss[i].in != NULL) {
			hex_add(&in, pss[i].in);
			tlv_add(&b, 0x30, buf_slice(&in));
		}
		e = algorithm_signature(buf_slice(&b), &a);
		OK(e == pss[i].e && (e != ERR_OK ||
		    (a.kind == SIGNATURE_PSS && a.hash_given &&
		    a.odd == pss[i].odd && a.naming == pss[i].naming &&
		    (pss[i].hash < 0 || (int)a.hash == pss[i].hash) &&
		    (pss[i].mgf < 0 || (int)a.mgf_hash == pss[i].mgf) &&
		    a.salt == pss[i].salt && a.trailer == pss[i].trailer)),
		    "PSS: %s", pss[i].name);
	}
	OK(algorithm_signature(hex(&b, R "0a0500"), &a) == ERR_FORMAT,
	    "PSS: NULL");
	OK(algorithm_signature(hex(&b, R "0a30000500"), &a) == ERR_FORMAT,
	    "PSS: something behind the parameters");
	buf_release(&b);
	buf_release(&in);
}

static void
test_digest(void)
{
	enum named_hash naming;
	enum crypto_hash h;
	struct buf b = { 0 };
	bool odd;

	OK(algorithm_digest(hex(&b, "06096086480165030402030500"), &naming,
	    &h, &odd) == ERR_OK && naming == HASH_KNOWN &&
	    h == CRYPTO_SHA512 && !odd, "SHA-512 with NULL");
	OK(algorithm_digest(hex(&b, "0609608648016503040203"), &naming, &h,
	    &odd) == ERR_OK && naming == HASH_KNOWN && !odd,
	    "SHA-512 without");
	OK(algorithm_digest(hex(&b, "060960864801650304020330" "00"), &naming,
	    &h, &odd) == ERR_OK && naming == HASH_KNOWN && odd,
	    "SHA-512 with a SEQUENCE");
	OK(algorithm_digest(hex(&b, "06082a864886f70d02050500"), &naming, &h,
	    &odd) == ERR_OK && naming == HASH_MD5, "MD5");
	OK(algorithm_digest(hex(&b, "06032a0304"), &naming, &h, &odd) ==
	    ERR_OK && naming == HASH_OTHER, "another");
	OK(algorithm_digest(hex(&b, "3000"), &naming, &h, &odd) == ERR_FORMAT,
	    "none");
	buf_release(&b);
}

static const struct {
	int tag;
	const char *text;
	enum err e;
	bool odd;
	long long time;
} times[] = {
	{ 0x17, "700101000000Z", ERR_OK, false, 0 },
	{ 0x17, "220629012348Z", ERR_OK, false, 1656465828 },
	{ 0x17, "491231235959Z", ERR_OK, false, 2524607999 },
	{ 0x17, "500101000000Z", ERR_OK, false, -631152000 },
	{ 0x18, "20500101000000Z", ERR_OK, false, 2524608000 },
	{ 0x18, "99991231235959Z", ERR_OK, false, 253402300799 },
	{ 0x18, "20491231235959Z", ERR_OK, true, 2524607999 },
	{ 0x18, "19700101000000Z", ERR_OK, true, 0 },
	{ 0x18, "20500101000000.5Z", ERR_OK, true, 2524608000 },
	{ 0x17, "7001010000Z", ERR_OK, true, 0 },
	{ 0x17, "700101070000+0700", ERR_OK, true, 0 },
	{ 0x17, "691231233000-0030", ERR_OK, true, 0 },
	{ 0x17, "240229000000Z", ERR_OK, false, 1709164800 },
	{ 0x17, "230229000000Z", ERR_RANGE, false, 0 },
	{ 0x17, "231301000000Z", ERR_RANGE, false, 0 },
	{ 0x17, "230001000000Z", ERR_RANGE, false, 0 },
	{ 0x17, "230100000000Z", ERR_RANGE, false, 0 },
	{ 0x17, "230101240000Z", ERR_RANGE, false, 0 },
	{ 0x17, "230101006000Z", ERR_RANGE, false, 0 },
	{ 0x17, "230101000060Z", ERR_RANGE, false, 0 },
	{ 0x17, "230101000000+2500", ERR_RANGE, false, 0 },
	{ 0x18, "00000101000000Z", ERR_RANGE, false, 0 },
	{ 0x17, "230101000000", ERR_FORMAT, false, 0 },
	{ 0x17, "230101000000ZZ", ERR_FORMAT, false, 0 },
	{ 0x17, "230101000000z", ERR_FORMAT, false, 0 },
	{ 0x17, "23010100000Z", ERR_FORMAT, false, 0 },
	{ 0x17, "2301010000+07", ERR_FORMAT, false, 0 },
	{ 0x17, "20230101000000Z", ERR_FORMAT, false, 0 },
	{ 0x17, "23 101000000Z", ERR_FORMAT, false, 0 },
	{ 0x17, "", ERR_FORMAT, false, 0 },
	{ 0x18, "2", ERR_FORMAT, false, 0 },
	{ 0x16, "230101000000Z", ERR_FORMAT, false, 0 },
};

static void
test_times(void)
{
	struct buf b = { 0 };
	struct slice in;
	long long t;
	size_t i;
	enum err e;
	bool odd;

	for (i = 0; i < sizeof times / sizeof times[0]; i++) {
		buf_reset(&b);
		tlv_add(&b, (uint32_t)times[i].tag, slice_str(times[i].text));
		buf_add_char(&b, 'x');
		in = buf_slice(&b);
		e = algorithm_time(&in, &t, &odd);
		OK(e == times[i].e && (e != ERR_OK ? in.n == b.n :
		    odd == times[i].odd && t == times[i].time && in.n == 1),
		    "time %s", times[i].text);
	}
	OK(algorithm_generalized(SLICE("20271001000000Z"), &t, &odd) ==
	    ERR_OK && !odd && t == 1822348800, "a period's time");
	OK(algorithm_generalized(SLICE("271001000000Z"), &t, &odd) != ERR_OK,
	    "of another form");
	buf_release(&b);
}

static const struct {
	const char *in, *text;
} oids[] = {
	{ "2a864886f70d01010b", "1.2.840.113549.1.1.11" },
	{ "678108010101", "2.23.136.1.1.1" },
	{ "8837", "2.999" },
	{ "2b", "1.3" },
	{ "00", "0.0" },
	{ "4f", "1.39" },
	{ "50", "2.0" },
	{ "2a82a0ffffffffffff7f", "1.2.162692536538759167" },
	{ "2a81828384858687888901", "1.2.#81828384858687888901" },
	{ "81828384858687888901", "2.#81828384858687888901" },
	{ "2a8f", "1.2.15" },
	{ "", "" },
};

static const struct {
	const char *in, *text;
} names[] = {
	{ "3000", "" },
	{ "301e310b30090603550406" "1302564e310f300d06035504030c064d"
	    "c3a1752041", "C=VN, CN=M\xc3\xa1u A" },
	{ "301c311a3009060355040a" "1302412c300d060355040b1e064100e9002b005c",
	    "O=A\\,+OU=\xe4\x84\x80\xee\xa4\x80\xe2\xac\x80" },
	{ "300d310b300906035504031402e941", "CN=\xc3\xa9" "A" },
	{ "300f310d300b06035504031e0400e9002b", "CN=\xc3\xa9\\+" },
	{ "300f310d300b06035504031c0400000041", "CN=A" },
	{ "300f310d300b06035504031c0400110000", "CN=#1c0400110000" },
	{ "300d310b300906035504031e02d800", "CN=#1e02d800" },
	{ "300f310d300b06035504031e040041d800", "CN=#1e040041d800" },
	{ "300d310b300906035504030c02e941", "CN=#0c02e941" },
	{ "300d310b300906035504031302e941", "CN=#1302e941" },
	{ "300d310b30090603550403300" "20500", "CN=#30020500" },
	{ "300c310a300806032a030413014b", "1.2.3.4=K" },
	{ "300b3109300706035504060500", "C=#0500" },
	{ "0500", "" },
	{ "30043102" "3000", "?" },
};

static void
test_texts(void)
{
	struct buf b = { 0 }, out = { 0 };
	size_t i;

	for (i = 0; i < sizeof oids / sizeof oids[0]; i++) {
		buf_reset(&out);
		algorithm_oid_text(hex(&b, oids[i].in), &out);
		tap_same(buf_slice(&out), oids[i].text, "an identifier");
	}
	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		buf_reset(&out);
		algorithm_name_text(hex(&b, names[i].in), &out);
		tap_same(buf_slice(&out), names[i].text, "a name");
	}
	buf_release(&b);
	buf_release(&out);
}

int
main(void)
{
	test_kinds();
	test_pss();
	test_digest();
	test_times();
	test_texts();
	return tap_done();
}
