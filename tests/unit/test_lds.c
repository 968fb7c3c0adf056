/* SPDX-License-Identifier: ISC */
/* The table of files, EF.COM, and EF.SOD in every encoding it comes in. */
#include <string.h>

#include "chip/lds.h"
#include "emrtd.h"
#include "tap.h"
#include "tlv_make.h"

#define S(s) SLICE(s)
#define SHA256_OID "\x60\x86\x48\x01\x65\x03\x04\x02\x01"

static void
table(void)
{
	enum lds_file f, g;
	unsigned i;
	bool good = true;

	for (i = 0; i < LDS_FILES; i++) {
		f = (enum lds_file)i;
		good = good && lds_by_name(slice_str(lds_info(f)->name), &g) ==
		    ERR_OK && g == f && lds_by_tag(lds_info(f)->tag, &g) ==
		    ERR_OK && g == f;
		good = good && (lds_info(f)->fid & 0x1f) == lds_info(f)->sfi;
		if (lds_group_number(f) > 0)
			good = good && lds_info(f)->fid ==
			    0x100 + lds_group_number(f);
	}
	OK(good, "each file by its name and its tag");
	OK(lds_group_number(LDS_DG1) == 1 && lds_group_number(LDS_DG16) == 16 &&
	    lds_group_number(LDS_SOD) == 0, "numbers of groups");
	OK(lds_by_name(S("DG17"), &g) == ERR_NOT_FOUND &&
	    lds_by_name(S("dg1"), &g) == ERR_NOT_FOUND &&
	    lds_by_tag(0x7f, &g) == ERR_NOT_FOUND, "others are not found");
}

static const struct {
	const char *name;
	struct slice in;
	enum err e;
	uint32_t groups;
	size_t unknown;
	const char *lds, *unicode;
} coms[] = {
	{ "Doc 9303-10, 4.6.1", S("\x60\x14\x5f\x01\x04" "0106\x5f\x36\x06"
	    "040000\x5c\x02\x61\x75"), ERR_OK, 0x3, 0, "0106", "040000" },
	{ "the Vietnamese card", S("\x60\x18\x5f\x01\x04" "0107\x5f\x36\x06"
	    "040000\x5c\x06\x61\x75\x63\x6d\x6f\x6e"), ERR_OK, 0x7007, 0,
	    "0107", "040000" },
	{ "all groups", S("\x60\x12\x5c\x10\x61\x75\x63\x76\x65\x66\x67\x68"
	    "\x69\x6a\x6b\x6c\x6d\x6e\x6f\x70"), ERR_OK, 0xffff, 0, "", "" },
	{ "tags of no group", S("\x60\x06\x5c\x04\x61\x77\x60\x99"), ERR_OK,
	    1, 3, "", "" },
	{ "a tag twice", S("\x60\x04\x5c\x02\x61\x61"), ERR_OK, 1, 0, "", "" },
	{ "an empty list", S("\x60\x02\x5c\x00"), ERR_OK, 0, 0, "", "" },
	{ "long lengths, an object not known", S("\x60\x81\x08\x99\x01x\x5c"
	    "\x82\x00\x01\x6d"), ERR_OK, 0x1000, 0, "", "" },
	{ "versions of another form",
	    S("\x60\x0c\x5f\x01\x04" "01.7\x5f\x36\x00\x5c"
	    "\x00"), ERR_OK, 0, 0, "", "" },
	{ "no list", S("\x60\x07\x5f\x01\x04" "0107"), ERR_FORMAT, 0, 0, "",
	    "" },
	{ "two lists", S("\x60\x06\x5c\x01\x61\x5c\x01\x75"), ERR_DUPLICATE,
	    0, 0, "", "" },
	{ "nothing in it", S("\x60\x00"), ERR_FORMAT, 0, 0, "", "" },
	{ "nothing", S(""), ERR_FORMAT, 0, 0, "", "" },
	{ "another file", S("\x61\x02\x5c\x00"), ERR_FORMAT, 0, 0, "", "" },
	{ "octets behind", S("\x60\x02\x5c\x00\x00"), ERR_FORMAT, 0, 0, "",
	    "" },
	{ "cut", S("\x60\x04\x5c\x03\x61\x75"), ERR_TRUNCATED, 0, 0, "", "" },
};

static void
one_com(size_t i)
{
	struct lds_com c = { .groups = 99 };
	enum err e = lds_com_parse(coms[i].in, &c);
	bool good = e == coms[i].e;

	if (e == ERR_OK)
		good = good && c.groups == coms[i].groups &&
		    c.unknown == coms[i].unknown &&
		    slice_is(c.lds_version, coms[i].lds) &&
		    slice_is(c.unicode_version, coms[i].unicode);
	else
		good = good && c.groups == 99;
	OK(good, "EF.COM: %s", coms[i].name);
}

/* How a SOD is written. */
struct shape {
	bool bare, info_bare, indefinite, pieces, nested;
	struct slice info;	/* another type of the ContentInfo */
};

/* LDSSecurityObject with a hash of 32 octets n for each group number n. */
static void
add_object(struct buf *b, const char *numbers, struct slice oid)
{
	size_t at = b->n, list, entry;
	char hash[32];

	tlv_add(b, 0x02, S("\0"));
	list = b->n;
	tlv_add(b, 0x06, oid);
	tlv_add(b, 0x05, S(""));
	make_wrap(b, list, 0x30);
	list = b->n;
	for (; *numbers != '\0'; numbers++) {
		entry = b->n;
		memset(hash, *numbers, sizeof hash);
		tlv_add(b, 0x02, (struct slice){ numbers, 1 });
		tlv_add(b, 0x04, (struct slice){ hash, sizeof hash });
		make_wrap(b, entry, 0x30);
	}
	make_wrap(b, list, 0x30);
	make_wrap(b, at, 0x30);
}

/* The content as an OCTET STRING, whole or in pieces of seven octets. */
static void
add_octets(struct buf *b, struct slice content, const struct shape *s)
{
	size_t at = b->n, n;

	if (!s->pieces) {
		tlv_add(b, 0x04, content);
		return;
	}
	for (; content.n > 0; content.p += n, content.n -= n) {
		size_t piece = b->n;

		n = content.n < 7 ? content.n : 7;
		tlv_add(b, 0x04, (struct slice){ content.p, n });
		if (s->nested)
			make_wrap_as(b, piece, S(""), 0x24,
			    s->indefinite);
	}
	make_wrap_as(b, at, S(""), 0x24, s->indefinite);
}

static void
add_sod(struct buf *b, struct slice object, const struct shape *s)
{
	size_t at = b->n, encap;
	struct slice signed_data = S("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01"
	    "\x07\x02"), security_object = S("\x06\x06\x67\x81\x08\x01\x01"
	    "\x01");

	tlv_add(b, 0x02, S("\x03"));
	tlv_add(b, 0x31, S(""));
	encap = b->n;
	add_octets(b, object, s);
	make_wrap_as(b, encap, S(""), 0xa0, s->indefinite);
	make_wrap_as(b, encap, security_object, 0x30, s->indefinite);
	tlv_add(b, 0x31, S(""));
	make_wrap_as(b, at, S(""), 0x30, s->indefinite);
	if (s->bare)
		return;
	make_wrap_as(b, at, S(""), 0xa0, s->indefinite);
	make_wrap_as(b, at, s->info.p != NULL ? s->info : signed_data, 0x30,
	    s->indefinite);
	if (!s->info_bare)
		make_wrap(b, at, 0x77);
}

static const struct {
	const char *name;
	struct shape s;
	enum err e;
} shapes[] = {
	{ "DER in tag 77", { .bare = false }, ERR_OK },
	{ "a ContentInfo without tag 77", { .info_bare = true }, ERR_OK },
	{ "a SignedData alone", { .bare = true }, ERR_OK },
	{ "indefinite lengths", { .indefinite = true }, ERR_OK },
	{ "indefinite lengths, the content in pieces",
	    { .indefinite = true, .pieces = true }, ERR_OK },
	{ "the content in pieces", { .pieces = true }, ERR_OK },
	{ "pieces of pieces", { .pieces = true, .nested = true }, ERR_OK },
	{ "pieces of pieces of indefinite length",
	    { .indefinite = true, .pieces = true, .nested = true }, ERR_OK },
	{ "an EnvelopedData",
	    { .info = S("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03") },
	    ERR_FORMAT },
};

static bool
right_hashes(const struct lds_sod *s, struct slice object)
{
	int n, k;

	if (s->groups != 0x7007 || !s->hash_known ||
	    s->hash_kind != CRYPTO_SHA256 || !slice_eq(s->content, object) ||
	    !slice_is(s->content_type, "\x67\x81\x08\x01\x01\x01"))
		return false;
	for (n = 1; n <= 16; n++) {
		struct slice h = s->hash[n - 1];

		if ((s->groups >> (n - 1) & 1) == 0 ? h.p != NULL : h.n != 32)
			return false;
		for (k = 0; k < (int)h.n; k++)
			if (h.p[k] != (char)n)
				return false;
	}
	return true;
}

/* Each shape, whole and cut at every octet. */
static void
one_shape(size_t i)
{
	struct buf object = { 0 }, file = { 0 };
	struct lds_sod s = { .groups = 0 };
	bool good, cuts = true;
	size_t n;

	add_object(&object, "\1\2\3\15\16\17", S(SHA256_OID));
	add_sod(&file, buf_slice(&object), &shapes[i].s);
	good = lds_sod_parse(buf_slice(&file), &s) == shapes[i].e;
	if (shapes[i].e == ERR_OK)
		good = good && right_hashes(&s, buf_slice(&object));
	lds_sod_release(&s);
	OK(good, "EF.SOD: %s", shapes[i].name);
	for (n = 0; n < file.n; n++)
		cuts = cuts && lds_sod_parse((struct slice){ file.p, n },
		    &s) != ERR_OK && s.joined.p == NULL;
	OK(cuts, "and nothing cut short");
	buf_add_char(&file, '\0');
	OK(lds_sod_parse(buf_slice(&file), &s) != ERR_OK,
	    "nor with an octet behind");
	buf_release(&object);
	buf_release(&file);
}

static const struct {
	const char *name, *numbers;
	struct slice oid;
	enum err e;
	bool known;
} objects[] = {
	{ "a group twice", "\1\2\1", S(SHA256_OID), ERR_DUPLICATE, true },
	{ "group 17", "\1\21", S(SHA256_OID), ERR_FORMAT, true },
	{ "group 127", "\177", S(SHA256_OID), ERR_FORMAT, true },
	{ "group -1", "\377", S(SHA256_OID), ERR_FORMAT, true },
	{ "all sixteen", "\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20",
	    S(SHA256_OID), ERR_OK, true },
	{ "no group", "", S(SHA256_OID), ERR_OK, true },
	{ "a hash not known here", "\1", S("\x2a\x03"), ERR_OK, false },
};

static void
one_object(size_t i)
{
	struct buf object = { 0 }, file = { 0 };
	struct shape plain = { .bare = false };
	struct lds_sod s = { .groups = 0 };

	add_object(&object, objects[i].numbers, objects[i].oid);
	add_sod(&file, buf_slice(&object), &plain);
	OK(lds_sod_parse(buf_slice(&file), &s) == objects[i].e &&
	    (objects[i].e != ERR_OK || s.hash_known == objects[i].known),
	    "EF.SOD: %s", objects[i].name);
	lds_sod_release(&s);
	buf_release(&object);
	buf_release(&file);
}

static void
real_files(void)
{
	struct lds_sod s = { .groups = 0 };
	struct slice type, content;
	struct buf b = { 0 }, joined = { 0 };

	if (emrtd_file("bsi_tr03105_5/EF_SOD.bin", &b)) {
		OK(lds_sod_parse(buf_slice(&b), &s) == ERR_OK &&
		    s.groups == 0x200f && s.hash_kind == CRYPTO_SHA256,
		    "the SOD of BSI TR-03105-5 lists 1, 2, 3, 4 and 14");
		lds_sod_release(&s);
	} else
		EMRTD_SKIP("the SOD of BSI TR-03105-5");
	if (emrtd_file("eac_worked_example/tc_ecdh_ef_cardsecurity.bin", &b))
		OK(lds_signed_content(buf_slice(&b), &type, &content,
		    &joined) == ERR_OK && content.n > 2 &&
		    content.p[0] == '\x31' &&
		    slice_eq(type, S("\4\0\x7f\0\7\3\2\1")),
		    "the set inside an EF.CardSecurity");
	else
		EMRTD_SKIP("an EF.CardSecurity");
	buf_release(&joined);
	buf_release(&b);
}

int
main(void)
{
	struct slice v;
	size_t i;

	table();
	for (i = 0; i < sizeof coms / sizeof *coms; i++)
		one_com(i);
	for (i = 0; i < sizeof shapes / sizeof *shapes; i++)
		one_shape(i);
	for (i = 0; i < sizeof objects / sizeof *objects; i++)
		one_object(i);
	OK(lds_unwrap(LDS_DG15, S("\x6f\x02hi"), &v) == ERR_OK &&
	    slice_is(v, "hi"), "the value inside a file");
	OK(lds_unwrap(LDS_DG15, S("\x6f\x02hi\0"), &v) == ERR_FORMAT,
	    "nothing behind it");
	OK(lds_unwrap(LDS_DG15, S("\x6e\x02hi"), &v) == ERR_FORMAT,
	    "nor another file");
	OK(lds_unwrap(LDS_DG15, S("\x6f\x03hi"), &v) == ERR_TRUNCATED,
	    "nor half of it");
	real_files();
	return tap_done();
}
