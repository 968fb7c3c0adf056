/* SPDX-License-Identifier: ISC */
/* EF.SOD: the list of hashes, right and wrong, and the files against it. */
#include "emrtd.h"
#include "issued.h"
#include "tap.h"
#include "trust/sod.h"
#include "signed_make.h"

#define S(s) SLICE(s)
#define DG1 "\x61\x03one"
#define DG2 "\x75\x03two"
#define DG14 "\x6e\x03key"

static struct made made;

/* What differs from LDSSecurityObject version 0 with groups 1, 2 and 14. */
struct object_form {
	const char *version;	/* hex of the INTEGER's content; NULL: 00 */
	struct slice algorithm, info;
	const char *groups;	/* numbers, NULL: 1, 2, 14 */
	bool short_hash, ber;
	char behind;
};

static void
add_entry(struct buf *b, char number, const struct object_form *f)
{
	struct slice file = number == 1 ? S(DG1) : number == 2 ? S(DG2) :
	    S(DG14);
	enum crypto_hash h = make_hash(f->algorithm);
	uint8_t digest[CRYPTO_HASH_MAX];
	size_t at = b->n;

	crypto_digest(h, &file, 1, digest);
	tlv_add(b, 0x02, (struct slice){ &number, 1 });
	tlv_add(b, 0x04, (struct slice){ (char *)digest,
	    crypto_hash_size(h) - f->short_hash });
	if (f->behind == 'e')
		buf_add(b, "\x05\0", 2);
	make_wrap_as(b, at, S(""), 0x30, f->ber);
}

static void
add_object(struct buf *b, const struct object_form *f)
{
	const char *p = f->groups != NULL ? f->groups : "\1\2\16";
	size_t at = b->n, list;

	tlv_add(b, 0x02, f->version != NULL ? slice_str(f->version) : S("\0"));
	buf_add_slice(b, f->algorithm.p != NULL ? f->algorithm : ALG_SHA256);
	list = b->n;
	for (; *p != '\0'; p++)
		add_entry(b, *p, f);
	make_wrap(b, list, 0x30);
	buf_add_slice(b, f->info);
	if (f->behind == 'o')
		buf_add(b, "\x05\0", 2);
	make_wrap(b, at, 0x30);
	if (f->behind == 's')
		buf_add(b, "\x05\0", 2);
}

#define INFO S("\x30\x0e\x13\x04" "0108\x13\x06" "040000")

static const struct {
	const char *name;
	struct object_form f;
	const char *bad;
} objects[] = {
	{ "version 0", { .version = NULL }, "" },
	{ "version 1", { .version = "\1", .info = INFO }, "" },
	{ "version 1 without LDSVersionInfo", { .version = "\1" },
	    "sod.version:deviates " },
	{ "version 0 with it", { .info = INFO }, "sod.version:deviates " },
	{ "version 2", { .version = "\2" }, "sod.version:deviates " },
	{ "version -1", { .version = "\xff" }, "sod.version:deviates " },
	{ "LDSVersionInfo of another form", { .version = "\1",
	    .info = S("\x30\x0e\x13\x04" "1.08\x13\x06" "040000") },
	    "sod.version:deviates " },
	{ "SHA-384, parameters absent", { .algorithm = ALG_SHA384 }, "" },
	{ "SHA-1", { .algorithm = ALG_SHA1 }, "weak.hash:deviates " },
	{ "MD5", { .algorithm = ALG_MD5 }, "weak.hash:broken "
	    "sod.hash:broken dg.hash:not-done " },
	{ "a hash not known", { .algorithm = S("\x30\x04\x06\x02\x2a\x03") },
	    "sod.hash:broken dg.hash:not-done " },
	{ "a hash with parameters", { .algorithm = S("\x30\x0e\x06\x09\x60\x86"
	    "\x48\x01\x65\x03\x04\x02\x01\x02\x01\x01") }, "sod.hash:deviates " },
	{ "a group twice", { .groups = "\1\2\16\1" }, "sod.groups:forbidden " },
	{ "group 17", { .groups = "\1\2\16\21" }, "sod.groups:forbidden " },
	{ "group -1", { .groups = "\1\2\16\xff" }, "sod.groups:forbidden " },
	{ "short hashes", { .short_hash = true },
	    "sod.groups:forbidden dg.hash:broken " },
	{ "one group", { .groups = "\1" },
	    "sod.groups:deviates dg.unlisted:broken com.agrees:deviates " },
	{ "not DER", { .ber = true }, "cms.encoding:forbidden " },
	{ "octets in a group's entry", { .behind = 'e' },
	    "sod.trailing:forbidden " },
	{ "octets in the object", { .behind = 'o' },
	    "sod.trailing:forbidden " },
	{ "octets behind the object", { .behind = 's' },
	    "sod.trailing:forbidden " },
};

/* All that a verifier does with it but the path of its certificate. */
static bool
judge(struct slice file, const struct slice files[LDS_FILES],
    uint32_t excused, struct findings *fs)
{
	const struct slice *der;
	struct pubkey *k = NULL;
	struct cert cert;
	struct sod s;
	struct crypto_hasher *h;
	bool good = false;

	findings_reset(fs);
	if (sod_parse(file, &s, fs) != ERR_OK)
		return false;
	h = crypto_hasher_new();
	der = cms_signer_cert(&s.cms, fs);
	if (der != NULL && cert_parse(*der, &cert) == ERR_OK &&
	    pubkey_new(cert.spki, &k) == ERR_OK)
		good = cms_verify(&s.cms, SOD_CONTENT_TYPE, k, fs);
	if (!sod_files(&s, files, excused, h, fs))
		good = false;
	crypto_hasher_free(h);
	pubkey_free(k);
	sod_release(&s);
	return good;
}

static const struct slice usual[LDS_FILES] = {
	[LDS_COM] = S("\x60\x0c\x5f\x01\x04" "0108\x5c\x03\x61\x75\x6e"),
	[LDS_DG1] = S(DG1), [LDS_DG2] = S(DG2), [LDS_DG14] = S(DG14)
};

/* `wrap`: 77, or none. */
static void
make_sod(struct buf *b, const struct signed_form *f,
    const struct object_form *o, bool wrap)
{
	struct buf object = { 0 };
	size_t at = b->n;

	add_object(&object, o);
	signed_make(b, &made, f, buf_slice(&object));
	if (wrap)
		make_wrap_as(b, at, S(""), 0x77, f->indefinite);
	buf_release(&object);
}

static void
one_object(size_t i)
{
	struct signed_form plain = { .key = MADE_P256 };
	struct buf b = { 0 }, text = { 0 };
	struct findings fs;

	make_sod(&b, &plain, &objects[i].f, true);
	(void)judge(buf_slice(&b), usual, 0, &fs);
	tap_same(slice_str(findings_text(&fs, &text)), objects[i].bad,
	    objects[i].name);
	buf_release(&b);
	buf_release(&text);
}

static void
wrappers(void)
{
	struct signed_form plain = { .key = MADE_P256 };
	struct signed_form indefinite = { .indefinite = true, .pieces = true };
	struct signed_form behind = { .behind = "z" };
	struct object_form o = { .version = NULL };
	struct buf b = { 0 }, text = { 0 };
	struct findings fs;
	struct sod s;
	bool good = true;
	size_t n, whole;

	make_sod(&b, &plain, &o, false);
	OK(judge(buf_slice(&b), usual, 0, &fs), "without tag 77");
	tap_same(slice_str(findings_text(&fs, &text)), "sod.form:deviates ",
	    "deviates");
	buf_reset(&b);
	make_sod(&b, &indefinite, &o, true);
	OK(judge(buf_slice(&b), usual, 0, &fs), "indefinite lengths, pieces");
	tap_same(slice_str(findings_text(&fs, &text)), "cms.encoding:odd ",
	    "are odd");
	buf_reset(&b);
	make_sod(&b, &behind, &o, true);
	OK(judge(buf_slice(&b), usual, 0, &fs), "octets in tag 77");
	tap_same(slice_str(findings_text(&fs, &text)),
	    "sod.trailing:forbidden ", "are forbidden");
	buf_reset(&b);
	make_sod(&b, &plain, &o, true);
	whole = b.n;
	buf_add_char(&b, '\0');
	OK(judge(buf_slice(&b), usual, 0, &fs), "an octet behind it");
	tap_same(slice_str(findings_text(&fs, &text)),
	    "sod.trailing:forbidden ", "is forbidden");
	for (n = 0; n < whole; n++) {
		findings_reset(&fs);
		good = good && sod_parse((struct slice){ b.p, n }, &s, &fs) !=
		    ERR_OK && findings_of(&fs, "sod.form")->class ==
		    FINDING_BROKEN;
	}
	OK(good, "cut anywhere it is broken");
	buf_release(&b);
	buf_release(&text);
}

static const struct {
	const char *name;
	enum lds_file f;
	struct slice file;	/* in place of the usual one; p NULL: none */
	uint32_t excused;
	const char *bad;
	bool covered;
} files[] = {
	{ "another DG2", LDS_DG2, S("\x75\x03owt"), 0, "dg.hash:broken ", false },
	{ "a DG13", LDS_DG13, S("\x6d\x03id."), 0, "dg.unlisted:broken ", false },
	{ "no DG2", LDS_DG2, { NULL, 0 }, 0, "dg.missing:odd ", true },
	{ "no DG2, with a reason", LDS_DG2, { NULL, 0 }, 1 << 1, "", true },
	{ "no DG14", LDS_DG14, { NULL, 0 }, 0, "downgrade.groups:forbidden ",
	    true },
	{ "no DG14, with a reason", LDS_DG14, { NULL, 0 }, 1 << 13, "", true },
	{ "no EF.COM", LDS_COM, { NULL, 0 }, 0, "com.agrees:not-done ", true },
	{ "a damaged EF.COM", LDS_COM, S("\x60\x05"), 0, "com.agrees:odd ", true },
	{ "an EF.COM with DG3", LDS_COM, S("\x60\x06\x5c\x04\x61\x75\x6e\x63"),
	    0, "com.agrees:deviates ", true },
	{ "an EF.COM with a tag of no group", LDS_COM,
	    S("\x60\x06\x5c\x04\x61\x75\x6e\x77"), 0, "com.agrees:odd ", true },
	{ "an empty DG2", LDS_DG2, S(""), 0, "dg.hash:broken ", false },
};

static void
against_files(void)
{
	struct signed_form plain = { .key = MADE_P256 };
	struct object_form o = { .version = NULL };
	struct object_form v1 = { .version = "\1", .info = INFO };
	struct slice some[LDS_FILES], none[LDS_FILES] = { { NULL, 0 } };
	struct buf b = { 0 }, text = { 0 };
	struct findings fs;
	bool covered;
	size_t i;

	make_sod(&b, &plain, &o, true);
	for (i = 0; i < sizeof files / sizeof *files; i++) {
		memcpy(some, usual, sizeof some);
		some[files[i].f] = files[i].file;
		covered = judge(buf_slice(&b), some, files[i].excused, &fs);
		tap_same(slice_str(findings_text(&fs, &text)), files[i].bad,
		    files[i].name);
		OK(covered == files[i].covered, "%s: what is there is %scovered",
		    files[i].name, files[i].covered ? "" : "not ");
	}
	OK(!judge(buf_slice(&b), none, 0xffff, &fs), "no file");
	tap_same(slice_str(findings_text(&fs, &text)),
	    "dg.hash:not-done com.agrees:not-done ", "is no proof of any");
	buf_reset(&b);
	make_sod(&b, &plain, &v1, true);
	memcpy(some, usual, sizeof some);
	some[LDS_COM] = S("\x60\x0c\x5f\x01\x04" "0107\x5c\x03\x61\x75\x6e");
	OK(judge(buf_slice(&b), some, 0, &fs), "EF.COM of another version");
	tap_same(slice_str(findings_text(&fs, &text)), "com.agrees:odd ",
	    "is odd");
	buf_release(&b);
	buf_release(&text);
}

/* Each bit of a file changed, but for those of the certificate, whose own
 * signature is the path's to judge: something is said about it. */
static void
every_bit(const char *name, const struct signed_form *f)
{
	struct object_form v1 = { .version = "\1", .info = INFO };
	struct slice cert = buf_slice(&made.cert[f->key]);
	struct buf b = { 0 }, text = { 0 }, usually = { 0 };
	struct findings fs;
	size_t i, n, silent = 0;

	make_sod(&b, f, &v1, true);
	OK(judge(buf_slice(&b), usual, 0, &fs), "%s", name);
	(void)findings_text(&fs, &usually);
	n = (size_t)((char *)memmem(b.p, b.n, cert.p, cert.n) - b.p);
	for (i = 0; i < 8 * b.n; i++) {
		if (i / 8 >= n && i / 8 < n + cert.n)
			continue;
		b.p[i / 8] ^= (char)(1 << i % 8);
		if (judge(buf_slice(&b), usual, 0, &fs) &&
		    strcmp(findings_text(&fs, &text),
		    buf_cstr(&usually)) == 0) {
			printf("# octet %zu (%02x), bit %zu\n", i / 8,
			    (unsigned char)b.p[i / 8], i % 8);
			silent++;
		}
		b.p[i / 8] ^= (char)(1 << i % 8);
	}
	OK(silent == 0, "no bit changes without a word");
	buf_release(&b);
	buf_release(&text);
	buf_release(&usually);
}

/* The same objects again, with a NULL behind the last part of the constructed
 * one that *at counts down to; what equals `whole` is not entered. */
static void
put_behind(struct slice in, struct slice whole, int *at, struct buf *out)
{
	struct buf inside = { 0 };
	struct tlv t;

	while (tlv_next(&in, &t) == ERR_OK) {
		if (!(t.raw.p[0] & 0x20) || slice_eq(t.raw, whole)) {
			buf_add_slice(out, t.raw);
			continue;
		}
		buf_reset(&inside);
		put_behind(t.value, whole, at, &inside);
		if ((*at)-- == 0)
			buf_add(&inside, "\x05\0", 2);
		tlv_add(out, t.tag, buf_slice(&inside));
	}
	buf_release(&inside);
}

static void
every_end(void)
{
	struct signed_form plain = { .key = MADE_P256 };
	struct object_form o = { .version = NULL };
	struct buf b = { 0 }, more = { 0 };
	struct findings fs;
	size_t silent = 0;
	int i, at;

	make_sod(&b, &plain, &o, true);
	for (i = 0, at = -1; at < 0; i++) {
		at = i;
		buf_reset(&more);
		put_behind(buf_slice(&b), buf_slice(&made.cert[MADE_P256]),
		    &at, &more);
		if (at < 0 && judge(buf_slice(&more), usual, 0, &fs) &&
		    findings_worst(&fs) == FINDING_GOOD) {
			printf("# structure %d\n", i);
			silent++;
		}
	}
	OK(i > 20 && silent == 0, "nothing behind the end of any of %d "
	    "structures without a word", i - 1);
	buf_release(&b);
	buf_release(&more);
}

#define PSS SLICE("\x30\x3d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"  \
    "\x30\x30\xa0\x0d\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01" \
    "\xa1\x1a\x30\x18\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08\x30\x0b"  \
    "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\xa2\x03\x02\x01\x20")
static const struct {
	const char *name;
	struct signed_form f;
} changed[] = {
	{ "P-256, each bit", { .key = MADE_P256 } },
	{ "RSA, each bit", { .key = MADE_RSA } },
	{ "PSS, each bit", { .key = MADE_RSA, .salt = 32, .algorithm = PSS } },
	{ "by key identifier, each bit", { .by_ski = true } },
	{ "indefinite, in pieces, each bit", { .key = MADE_RSA,
	    .indefinite = true, .pieces = true } },
};

/* The card in software, every profile. */
static void
simulated(void)
{
	static const char *const names[] = { "2021", "2024", "child" };
	struct slice some[LDS_FILES];
	struct buf text = { 0 };
	struct findings fs;
	struct issued card;
	size_t i;
	int f;

	pki = sim_pki_new(NULL, true);
	for (i = 0; i < sizeof names / sizeof *names; i++) {
		if (!issue(sim_profile_named(names[i]), &card)) {
			OK(false, "%s is issued", names[i]);
			continue;
		}
		memset(some, 0, sizeof some);
		for (f = 0; f < LDS_FILES; f++)
			if (card.files.file[f].n > 0)
				some[f] = (struct slice){
				    (char *)card.files.file[f].p,
				    card.files.file[f].n };
		OK(judge(some[LDS_SOD], some, 0, &fs), "the card %s",
		    names[i]);
		tap_same(slice_str(findings_text(&fs, &text)), "",
		    "nothing to say");
		sim_issue_free(&card.files);
	}
	sim_pki_free(pki);
	buf_release(&text);
}

/* verdicts of INDEX.tsv: all groups match but DG15, which is not listed. */
static void
real_files(void)
{
	static const struct {
		enum lds_file f;
		const char *name;
	} names[] = {
		{ LDS_COM, "EF_COM" }, { LDS_SOD, "EF_SOD" },
		{ LDS_DG1, "Datagroup1" }, { LDS_DG2, "Datagroup2" },
		{ LDS_DG14, "Datagroup14" }, { LDS_DG15, "Datagroup15" },
	};
	struct slice some[LDS_FILES] = { { NULL, 0 } };
	struct buf b[6] = { { 0 } }, text = { 0 }, path = { 0 };
	struct findings fs;
	size_t i;

	for (i = 0; i < 6; i++) {
		buf_reset(&path);
		buf_printf(&path, "bsi_tr03105_5/%s.bin", names[i].name);
		if (!emrtd_file(buf_cstr(&path), &b[i])) {
			EMRTD_SKIP("the SOD of BSI TR-03105-5");
			goto out;
		}
		some[names[i].f] = buf_slice(&b[i]);
	}
	OK(!judge(some[LDS_SOD], some, 0, &fs), "BSI TR-03105-5 with DG15");
	tap_same(slice_str(findings_text(&fs, &text)),
	    "dg.unlisted:broken dg.missing:odd ", "DG15 is not covered");
	some[LDS_DG15] = (struct slice){ NULL, 0 };
	OK(judge(some[LDS_SOD], some, 1 << 2 | 1 << 3, &fs),
	    "without it all is covered");
	tap_same(slice_str(findings_text(&fs, &text)), "",
	    "RSASSA-PSS with the embedded certificate");
out:
	for (i = 0; i < 6; i++)
		buf_release(&b[i]);
	buf_release(&path);
	buf_release(&text);
}

int
main(void)
{
	size_t i;

	made_init(&made);
	for (i = 0; i < sizeof objects / sizeof *objects; i++)
		one_object(i);
	wrappers();
	against_files();
	for (i = 0; i < sizeof changed / sizeof *changed; i++)
		every_bit(changed[i].name, &changed[i].f);
	every_end();
	simulated();
	real_files();
	made_free(&made);
	return tap_done();
}
