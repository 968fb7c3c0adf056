/* SPDX-License-Identifier: ISC */
/* SecurityInfos: the Vietnamese card's, and sets of other forms and orders. */
#include <stdlib.h>

#include "base/tlv.h"
#include "chip/security_info.h"
#include "hex.h"

/* Content octets of identifiers, in hex. */
#define BSI "04007F00070202"
#define INT(n) "0201" n
/* A SecurityInfo of a ten octet identifier. */
#define INFO10(arcs, rest) "060A" BSI arcs rest

/* A SET of the texts, each inside a SEQUENCE. */
static void
set_of(const char *const *infos, size_t n, struct buf *out)
{
	struct buf all = { 0 }, one = { 0 };
	size_t i;

	for (i = 0; i < n && infos[i] != NULL; i++)
		tlv_add(&all, 0x30, hex(&one, infos[i]));
	buf_reset(out);
	tlv_add(out, 0x31, buf_slice(&all));
	buf_release(&all);
	buf_release(&one);
}

static void
test_built_in(void)
{
	struct slice set = security_info_built_in();
	const struct pace_info *p;
	struct security_infos s;

	HEX_SAME(set.p, set.n, "3134300D060804007F0007020202020101300F060A0400"
	    "7F000702020302020201013012060A04007F0007020204020202010202010D",
	    "the 54 octets of every card");
	OK(security_infos_parse(set, &s) == ERR_OK && s.has_ta &&
	    s.paces == 1 && s.cas == 1 && s.keys == 0 && s.unknown == 0 &&
	    !s.has_aa && !s.has_pace_domain, "what is in them");
	p = security_infos_pace(&s);
	OK(p != NULL && p->version == 2 && p->param == 13 && p->ec &&
	    p->mapping == PACE_GM && p->cipher == CRYPTO_AES128 &&
	    !p->ambiguous, "PACE of the third element");
}

/* What is chosen: mapping, kind, cipher; -1 in `param`: nothing. */
static const struct {
	const char *name;
	const char *infos[4];
	int param;
	enum pace_mapping mapping;
	enum crypto_cipher cipher;
	bool ambiguous;
} pace_cases[] = {
	{ "chip-authentication mapping first",
	    { INFO10("040204", INT("02") INT("0D")),
	    INFO10("040602", INT("02") INT("0C")) },
	    12, PACE_CAM, CRYPTO_AES128, true },
	{ "generic before integrated",
	    { INFO10("040404", INT("02") INT("0D")),
	    INFO10("040202", INT("02") INT("0D")) },
	    13, PACE_GM, CRYPTO_AES128, false },
	{ "curves before fields",
	    { INFO10("040104", INT("02") INT("02")),
	    INFO10("040201", INT("02") INT("08")) },
	    8, PACE_GM, CRYPTO_3DES, true },
	{ "longer keys first",
	    { INFO10("040201", INT("02") INT("0D")),
	    INFO10("040204", INT("02") INT("0D")),
	    INFO10("040203", INT("02") INT("0D")) },
	    13, PACE_GM, CRYPTO_AES256, false },
	{ "two elements only, as in Spain",
	    { INFO10("040202", INT("02")) },
	    -1, PACE_GM, CRYPTO_3DES, false },
	{ "one of two elements beside a whole one",
	    { INFO10("040204", INT("02")),
	    INFO10("040202", INT("02") INT("0D")) },
	    13, PACE_GM, CRYPTO_AES128, true },
	{ "version 1",
	    { INFO10("040202", INT("01") INT("0D")) },
	    -1, PACE_GM, CRYPTO_3DES, false },
	{ "P-224 and integrated mapping",
	    { INFO10("040402", INT("02") INT("0A")) },
	    -1, PACE_GM, CRYPTO_3DES, false },
	{ "P-224 and generic mapping",
	    { INFO10("040202", INT("02") INT("0A")) },
	    10, PACE_GM, CRYPTO_AES128, false },
	{ "a curve with DH's identifier",
	    { INFO10("040102", INT("02") INT("0D")) },
	    -1, PACE_GM, CRYPTO_3DES, false },
	{ "3DES with chip-authentication mapping",
	    { INFO10("040601", INT("02") INT("0D")) },
	    -1, PACE_GM, CRYPTO_3DES, false },
	{ "a mapping that nobody knows",
	    { INFO10("040502", INT("02") INT("0D")) },
	    -1, PACE_GM, CRYPTO_3DES, false },
	{ "a cipher that nobody knows",
	    { INFO10("040205", INT("02") INT("0D")) },
	    -1, PACE_GM, CRYPTO_3DES, false },
	{ "parameters of the card's own",
	    { INFO10("040202", INT("02") INT("20")) },
	    -1, PACE_GM, CRYPTO_3DES, false },
	{ "negative parameters",
	    { INFO10("040202", INT("02") INT("FF")) },
	    -1, PACE_GM, CRYPTO_3DES, false },
	{ "a broken info before a good one",
	    { "060A04007F", INFO10("040202", INT("02") INT("0D")) },
	    13, PACE_GM, CRYPTO_AES128, false },
	{ "domain parameters of its own beside",
	    { INFO10("040202", INT("02") INT("0D")),
	    "060904007F000702020402" "3000" },
	    13, PACE_GM, CRYPTO_AES128, true },
	{ "nothing", { NULL }, -1, PACE_GM, CRYPTO_3DES, false }
};

static void
test_pace(void)
{
	struct buf set = { 0 };
	size_t i;

	for (i = 0; i < sizeof pace_cases / sizeof pace_cases[0]; i++) {
		const struct pace_info *p = NULL;
		struct security_infos s;
		bool good;

		set_of(pace_cases[i].infos, 4, &set);
		good = security_infos_parse(buf_slice(&set), &s) == ERR_OK;
		if (good)
			p = security_infos_pace(&s);
		if (pace_cases[i].param < 0)
			good = good && p == NULL;
		else
			good = good && p != NULL &&
			    p->param == pace_cases[i].param &&
			    p->mapping == pace_cases[i].mapping &&
			    p->cipher == pace_cases[i].cipher &&
			    p->ambiguous == pace_cases[i].ambiguous;
		OK(good, "PACE: %s", pace_cases[i].name);
	}
	buf_release(&set);
}

/* Public keys for CA; only the outer form is looked at here. */
#define KEY_EC(rest) "060904007F000702020102" "30020500" rest
#define KEY_DH(rest) "060904007F000702020101" "30020500" rest

static const struct {
	const char *name;
	const char *infos[4];
	int cipher, ca_id, key_id;	/* cipher -1: none usable */
	bool ec;
} ca_cases[] = {
	{ "the card of 2021",
	    { INFO10("030202", INT("01")), KEY_EC("") },
	    CRYPTO_AES128, -1, -1, true },
	{ "AES before 3DES",
	    { INFO10("030201", INT("01")), INFO10("030202", INT("01")),
	    KEY_EC("") }, CRYPTO_AES128, -1, -1, true },
	{ "by number",
	    { INFO10("030202", INT("01") INT("02")),
	    KEY_EC(INT("01")), KEY_EC(INT("02")) },
	    CRYPTO_AES128, 2, 2, true },
	{ "without a number: the key without one",
	    { INFO10("030202", INT("01")), KEY_EC(INT("01")),
	    KEY_EC("") }, CRYPTO_AES128, -1, -1, true },
	{ "without a number: the only key, by its number",
	    { INFO10("030202", INT("01")), KEY_EC(INT("07")) },
	    CRYPTO_AES128, 7, 7, true },
	{ "a number, and one key without",
	    { INFO10("030202", INT("01") INT("07")), KEY_EC("") },
	    CRYPTO_AES128, 7, -1, true },
	{ "without a number and two keys with: none",
	    { INFO10("030202", INT("01")), KEY_EC(INT("01")),
	    KEY_EC(INT("02")) }, -1, 0, 0, false },
	{ "a number that no key has",
	    { INFO10("030202", INT("01") INT("03")),
	    KEY_EC(INT("01")) }, -1, 0, 0, false },
	{ "a key of the other kind only",
	    { INFO10("030202", INT("01")), KEY_DH("") },
	    -1, 0, 0, false },
	{ "curves before fields",
	    { INFO10("030102", INT("01")), KEY_DH(""),
	    INFO10("030202", INT("01")), KEY_EC("") },
	    CRYPTO_AES128, -1, -1, true },
	{ "version 2 alone",
	    { INFO10("030202", INT("02")), KEY_EC("") },
	    -1, 0, 0, false },
	{ "a key and no info: 3DES", { KEY_EC("") },
	    CRYPTO_3DES, -1, -1, true },
	{ "a key of DH and no info: 3DES", { KEY_DH(INT("05")) },
	    CRYPTO_3DES, 5, 5, false },
	{ "an info and no key", { INFO10("030202", INT("01")) },
	    -1, 0, 0, false }
};

static void
test_ca(void)
{
	struct buf set = { 0 };
	size_t i;

	for (i = 0; i < sizeof ca_cases / sizeof ca_cases[0]; i++) {
		struct security_infos s;
		struct ca_info ca;
		struct ca_key key;
		bool good, has = false;

		set_of(ca_cases[i].infos, 4, &set);
		good = security_infos_parse(buf_slice(&set), &s) == ERR_OK;
		if (good)
			has = security_infos_ca(&s, &ca, &key);
		good = good && has == (ca_cases[i].cipher >= 0);
		if (good && has)
			good = (int)ca.cipher == ca_cases[i].cipher &&
			    ca.key_id == ca_cases[i].ca_id &&
			    key.key_id == ca_cases[i].key_id &&
			    ca.ec == ca_cases[i].ec && key.ec == ca.ec &&
			    ca.version == 1 && ca.oid.n == 10 &&
			    key.spki.n == 4;
		OK(good, "CA: %s", ca_cases[i].name);
	}
	buf_release(&set);
}

static void
test_aa(void)
{
	static const struct {
		const char *oid;
		bool has;
		enum crypto_hash hash;
	} cases[] = {
		{ "060A04007F00070101040101", true, CRYPTO_SHA1 },
		{ "060A04007F00070101040102", true, CRYPTO_SHA224 },
		{ "060A04007F00070101040103", true, CRYPTO_SHA256 },
		{ "060A04007F00070101040104", true, CRYPTO_SHA384 },
		{ "060A04007F00070101040105", true, CRYPTO_SHA512 },
		{ "060A04007F00070101040106", false, CRYPTO_SHA1 },
		{ "06082A8648CE3D040302", false, CRYPTO_SHA1 }
	};
	struct buf set = { 0 };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char text[80];
		const char *infos[] = { text };
		struct security_infos s;

		snprintf(text, sizeof text, "0606678108010105%s%s", INT("01"),
		    cases[i].oid);
		set_of(infos, 1, &set);
		OK(security_infos_parse(buf_slice(&set), &s) == ERR_OK &&
		    s.has_aa == cases[i].has && (!s.has_aa ||
		    s.aa_hash == cases[i].hash), "AA: %s", cases[i].oid);
	}
	buf_release(&set);
}

/* EF.CardSecurity in DER, and in BER as some signers write it. */
static void
test_card_security(void)
{
	static const struct {
		const char *name, *file;
		bool good;
	} cases[] = {
		{ "DER", "3082004D 06092A864886F70D010702 A040 303E 020103 3100"
		    "3035 0608 04007F0007030201 A029 0427"
		    "3125 300F060A04007F00070202030202020101"
		    "3012060A04007F0007020204020202010202010D"
		    "3100", true },
		{ "indefinite lengths, a constructed string",
		    "3080 06092A864886F70D010702 A080 3080 020103 3100"
		    "3080 0608 04007F0007030201 A080 2480 0427"
		    "3125 300F060A04007F00070202030202020101"
		    "3012060A04007F0007020204020202010202010D"
		    "0000 0000 0000 3100 0000 0000 0000", true },
		{ "a string in two pieces",
		    "3080 06092A864886F70D010702 A080 3080 020103 3100"
		    "3080 0608 04007F0007030201 A080 2480 0410"
		    "3125 300F060A04007F00070202030202 0417 020101"
		    "3012060A04007F0007020204020202010202010D"
		    "0000 0000 0000 3100 0000 0000 0000", true },
		{ "another content", "3049 06092A864886F70D010702 A03C 303A"
		    "020103 3100 3033 0606 678108010101 A029 0427"
		    "3125 300F060A04007F00070202030202020101"
		    "3012060A04007F0007020204020202010202010D", false },
		{ "no content", "3018 06092A864886F70D010702 A00B 3009 020103"
		    "3100 3002 0600", false },
		{ "the bare set", "3125 300F060A04007F00070202030202020101"
		    "3012060A04007F0007020204020202010202010D", false }
	};
	struct buf file = { 0 }, joined = { 0 };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct security_infos s;
		enum err e = security_infos_card_security(
		    hex(&file, cases[i].file), &s, &joined);

		OK(e == (cases[i].good ? ERR_OK : ERR_FORMAT) &&
		    (e != ERR_OK || (s.paces == 1 && s.cas == 1)),
		    "EF.CardSecurity: %s", cases[i].name);
		buf_release(&joined);
	}
	buf_release(&file);
}

static void
test_forms(void)
{
	struct security_infos s;
	struct buf b = { 0 };
	const char *infos[40];
	size_t i;

	OK(security_infos_parse(SLICE("\x30\x00"), &s) == ERR_FORMAT,
	    "a SEQUENCE is no SET");
	OK(security_infos_parse(SLICE(""), &s) == ERR_FORMAT, "nothing");
	OK(security_infos_parse(SLICE("\x31\x05\x30"), &s) == ERR_FORMAT,
	    "a torn SET");
	OK(security_infos_dg14(hex(&b, "6E0A3108300606016A020101"), &s) ==
	    ERR_OK && s.unknown == 1, "DG14 with an unknown protocol");
	OK(security_infos_dg14(hex(&b, "6F023100"), &s) == ERR_FORMAT,
	    "another data group");
	for (i = 0; i < 40; i++)
		infos[i] = INFO10("040202", INT("02") INT("0D"));
	set_of(infos, 40, &b);
	OK(security_infos_parse(buf_slice(&b), &s) == ERR_OK &&
	    s.paces == SECURITY_INFO_MAX, "more infos than there is room");
	buf_release(&b);
}

int
main(void)
{
	test_built_in();
	test_pace();
	test_ca();
	test_aa();
	test_card_security();
	test_forms();
	return tap_done();
}
