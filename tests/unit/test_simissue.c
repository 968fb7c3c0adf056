/* SPDX-License-Identifier: ISC */
/* The card in software as it is issued: files, hashes, signatures. OpenSSL's
 * CMS and libjpeg judge what our own DER has put together. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <openssl/cms.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include "../sim/card/sim.h"
#include "tap.h"

/* EF.CardAccess as every Vietnamese card has it. */
static const char card_access[] =
    "\x31\x34\x30\x0d\x06\x08\x04\x00\x7f\x00\x07\x02\x02\x02\x02\x01\x01\x30"
    "\x0f\x06\x0a\x04\x00\x7f\x00\x07\x02\x02\x03\x02\x02\x02\x01\x01\x30\x12"
    "\x06\x0a\x04\x00\x7f\x00\x07\x02\x02\x04\x02\x02\x02\x01\x02\x02\x01\x0d";

/* DG13 of the profile 2021, typed by hand. */
static const char dg13[] =
    "\x6d\x82\x01\x9a" "\x30\x82\x01\x96" "\x02\x01\x01"
    "\x06\x06\x28\xd3\x16\x01\x00\x08" "\x31\x82\x01\x87"
    "\x30\x11\x02\x01\x01" "\x13\x0c" "079090000123"
    "\x30\x15\x02\x01\x02" "\x0c\x10" "Nguyễn Văn An"
    "\x30\x0f\x02\x01\x03" "\x13\x0a" "02/01/1990"
    "\x30\x08\x02\x01\x04" "\x0c\x03" "Nam"
    "\x30\x0f\x02\x01\x05" "\x0c\x0a" "Việt Nam"
    "\x30\x09\x02\x01\x06" "\x0c\x04" "Kinh"
    "\x30\x0b\x02\x01\x07" "\x0c\x06" "Không"
    "\x30\x28\x02\x01\x08" "\x0c\x23" "Xã Mẫu, Huyện Thử, Hà Nội"
    "\x30\x3d\x02\x01\x09" "\x0c\x38"
	"Số 1, Ngõ 2, Phường Mẫu, Quận Thử, Hà Nội"
    "\x30\x30\x02\x01\x0a" "\x0c\x2b" "Nốt ruồi cách 1 cm dưới mép phải"
    "\x30\x0f\x02\x01\x0b" "\x13\x0a" "31/05/2021"
    "\x30\x0f\x02\x01\x0c" "\x0c\x0a" "02/01/2030"
    "\x30\x2e\x02\x01\x0d" "\x30\x14\x0c\x12" "Nguyễn Văn Bố"
			   "\x30\x13\x0c\x11" "Trần Thị Mẹ"
    "\x30\x03\x02\x01\x0e"
    "\x30\x0e\x02\x01\x0f" "\x13\x09" "012345678"
    "\x30\x15\x02\x01\x10" "\x13\x10" "00A1B2C3D4E5F607";

static bool
is(const struct sim_bytes *b, const char *want, size_t n)
{
	return b->n == n && memcmp(b->p, want, n) == 0;
}

static bool
holds(const struct sim_bytes *b, const void *what, size_t n)
{
	return b->n >= n && memmem(b->p, b->n, what, n) != NULL;
}

/* The first `n` octets of the group, then the zone. */
static void
zone_is(const char *profile, const struct sim_pki *pki, const char *want)
{
	struct sim_issue i;
	bool good = sim_issue(sim_profile_named(profile), pki, &i);

	OK(good && i.file[SIM_DG1].n == 5 + strlen(want) &&
	    memcmp(i.file[SIM_DG1].p + 5, want, strlen(want)) == 0,
	    "machine readable zone of %s", profile);
	sim_issue_free(&i);
}

struct jpeg_err {
	struct jpeg_error_mgr mgr;
	jmp_buf back;
};

static void
jpeg_failed(j_common_ptr j)
{
	longjmp(((struct jpeg_err *)j->err)->back, 1);
}

/* The height of the picture that begins at `p`; 0: no such picture. */
static unsigned
jpeg_height(const uint8_t *p, size_t n)
{
	struct jpeg_decompress_struct j;
	struct jpeg_err err;
	volatile unsigned height = 0;
	JSAMPLE line[4096];
	JSAMPROW row = line;

	j.err = jpeg_std_error(&err.mgr);
	err.mgr.error_exit = jpeg_failed;
	if (setjmp(err.back) != 0) {
		jpeg_destroy_decompress(&j);
		return 0;
	}
	jpeg_create_decompress(&j);
	jpeg_mem_src(&j, p, n);
	jpeg_read_header(&j, TRUE);
	jpeg_start_decompress(&j);
	while (j.output_scanline < j.output_height)
		jpeg_read_scanlines(&j, &row, 1);
	if (err.mgr.num_warnings == 0)
		height = j.output_height;
	jpeg_finish_decompress(&j);
	jpeg_destroy_decompress(&j);
	return height;
}

static void
picture(const char *profile, const struct sim_pki *pki, unsigned height,
    size_t low, size_t high)
{
	struct sim_issue i;
	const uint8_t *at = NULL;
	size_t n = 0;

	if (sim_issue(sim_profile_named(profile), pki, &i))
		at = memmem(i.file[SIM_DG2].p, i.file[SIM_DG2].n,
		    "\xff\xd8\xff\xe0", 4);
	if (at != NULL)
		n = i.file[SIM_DG2].n - (size_t)(at - i.file[SIM_DG2].p);
	OK(at != NULL && jpeg_height(at, n) == height,
	    "%s: libjpeg takes the face", profile);
	OK(i.file[SIM_DG2].n > low && i.file[SIM_DG2].n < high,
	    "%s: DG2 has %zu octets", profile, i.file[SIM_DG2].n);
	sim_issue_free(&i);
}

static void
the_card_of_2021(const struct sim_pki *pki)
{
	struct sim_issue i;

	OK(sim_issue(sim_profile_named("2021"), pki, &i), "2021 is issued");
	OK(is(&i.file[SIM_CARD_ACCESS], card_access, sizeof card_access - 1),
	    "EF.CardAccess");
	OK(is(&i.file[SIM_COM], "\x60\x18\x5f\x01\x04" "0107"
	    "\x5f\x36\x06" "040000" "\x5c\x06\x61\x75\x63\x6d\x6f\x6e", 26),
	    "EF.COM, its groups in the card's order");
	OK(i.file[SIM_DG1].n == 95, "DG1 has 95 octets");
	OK(is(&i.file[SIM_DG13], dg13, sizeof dg13 - 1), "DG13");
	OK(i.file[SIM_DG14].n == 386, "DG14 has the 386 octets of the card");
	OK(holds(&i.file[SIM_DG14], card_access + 2, sizeof card_access - 3),
	    "DG14 has the infos of EF.CardAccess");
	OK(i.file[SIM_DG15].n == 298, "DG15 has 298 octets");
	OK(i.file[SIM_SOD].n > 1500 && i.file[SIM_SOD].n < 1800,
	    "EF.SOD has about 1,770 octets: %zu", i.file[SIM_SOD].n);
	OK(i.file[SIM_SOD].p[0] == 0x77 && i.file[SIM_SOD].p[1] == 0x82,
	    "EF.SOD is wrapped");
	sim_issue_free(&i);
}

static void
zones(const struct sim_pki *pki)
{
	char info[64];

	zone_is("2021", pki, "IDVNM0900001233079090000123<<3"
	    "9001022M3001020VNM<<<<<<<<<<<0" "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<");
	zone_is("forever", pki, "IDVNM1600004564001160000456<<5"
	    "6003151F9912315VNM<<<<<<<<<<<4" "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<");
	sim_mrz_info(sim_profile_named("2021"), info);
	OK(strcmp(info, "090000123390010223001020") == 0, "BAC input of 2021");
	sim_mrz_info(sim_profile_named("forever"), info);
	OK(strcmp(info, "160000456460031519912315") == 0,
	    "BAC input without expiry");
}

/* What differs in DG13 by profile. */
static void
variants(const struct sim_pki *pki)
{
	struct sim_issue i;

	OK(sim_issue(sim_profile_named("parents"), pki, &i) &&
	    holds(&i.file[SIM_DG13], "\x30\x2c\x02\x01\x0d\x30\x27\x0c\x12", 9),
	    "parents: one SEQUENCE");
	sim_issue_free(&i);
	OK(sim_issue(sim_profile_named("sparse"), pki, &i) &&
	    !holds(&i.file[SIM_DG13], "\x02\x01\x05", 3) &&
	    holds(&i.file[SIM_DG13], "\x30\x05\x02\x01\x06\x0c\x00", 7) &&
	    !holds(&i.file[SIM_DG13], "\x02\x01\x0d\x30", 4),
	    "sparse: field 5 missing, 6 empty, no parents");
	sim_issue_free(&i);
	OK(sim_issue(sim_profile_named("long"), pki, &i) &&
	    holds(&i.file[SIM_DG13], "\x02\x01\x09\x0c\x82", 5) &&
	    holds(&i.file[SIM_DG1], "HOANG<<PHU<NGOC<NGUYEN<THI<QUY", 30),
	    "long: an address of over 255 octets, a name that is cut");
	sim_issue_free(&i);
	OK(sim_issue(sim_profile_named("forever"), pki, &i) &&
	    holds(&i.file[SIM_DG13], "Không thời hạn", 19),
	    "forever: no date in field 12");
	sim_issue_free(&i);
	OK(sim_issue(sim_profile_named("child"), pki, &i) &&
	    is(&i.file[SIM_DG2], "\x75\x06\x7f\x61\x03\x02\x01\x00", 8),
	    "child: no picture");
	sim_issue_free(&i);
}

/* SignedData, whole, by OpenSSL; the content's octets in *content. */
static bool
signed_by(const uint8_t *p, size_t n, X509_STORE *anchors,
    struct sim_bytes *content)
{
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)n);
	BIO *out = BIO_new(BIO_s_mem());
	bool good = cms != NULL && CMS_verify(cms, NULL, anchors, NULL, out,
	    CMS_BINARY) == 1;
	char *data;
	long got = BIO_get_mem_data(out, &data);

	if (good)
		sim_add(content, data, (size_t)got);
	BIO_free(out);
	CMS_ContentInfo_free(cms);
	return good;
}

static X509_STORE *
anchors_of(const struct sim_pki *pki)
{
	X509_STORE *store = X509_STORE_new();
	struct sim_bytes der = { 0 };
	const unsigned char *p;
	X509 *csca;

	sim_pki_csca(pki, &der);
	p = der.p;
	csca = d2i_X509(NULL, &p, (long)der.n);
	X509_STORE_add_cert(store, csca);
	X509_STORE_set_purpose(store, X509_PURPOSE_ANY);
	X509_free(csca);
	sim_clear(&der);
	return store;
}

/* The groups on the card are those in the object, and their hashes too. */
static bool
hashes_match(const struct sim_issue *i, const struct sim_bytes *object)
{
	uint8_t entry[39] = { 0x30, 37, 0x02, 1, 0, 0x04, 32 };
	size_t n, there = 0;

	for (n = 1; n <= 16; n++) {
		const struct sim_bytes *f = &i->file[SIM_DG1 + n - 1];

		if (f->n == 0)
			continue;
		there++;
		entry[4] = (uint8_t)n;
		SHA256(f->p, f->n, entry + 7);
		if (!holds(object, entry, sizeof entry))
			return false;
	}
	/* version, algorithm and the list's head are 3 + 15 + 2 to 4 octets */
	return object->n - there * sizeof entry < 30;
}

static void
every_profile(const struct sim_pki *pki)
{
	X509_STORE *anchors = anchors_of(pki);
	const struct sim_profile *p;
	struct sim_bytes object = { 0 };
	struct sim_issue i;
	size_t n;

	for (n = 0; (p = sim_profile_at(n)) != NULL; n++) {
		OK(sim_issue(p, pki, &i), "%s is issued", p->name);
		OK(i.file[SIM_SOD].n > 4 && signed_by(i.file[SIM_SOD].p + 4,
		    i.file[SIM_SOD].n - 4, anchors, &object) &&
		    hashes_match(&i, &object), "%s: the SOD holds", p->name);
		sim_clear(&object);
		if (i.file[SIM_CARD_SECURITY].n > 0) {
			OK(signed_by(i.file[SIM_CARD_SECURITY].p,
			    i.file[SIM_CARD_SECURITY].n, anchors, &object) &&
			    holds(&object, i.file[SIM_CARD_ACCESS].p + 2,
			    i.file[SIM_CARD_ACCESS].n - 2),
			    "%s: EF.CardSecurity holds, with the infos of "
			    "EF.CardAccess", p->name);
			sim_clear(&object);
		}
		sim_issue_free(&i);
	}
	OK(n >= 30, "%zu profiles", n);
	X509_STORE_free(anchors);
}

/* A crowd: all different, numbers that agree with birth and sex, all issued. */
static void
crowd(const struct sim_pki *pki)
{
	struct sim_profile p = *sim_profile_named("2021");
	struct sim_crowd c, again;
	struct sim_issue i;
	unsigned n, bad = 0, endless = 0;
	uint8_t seen[125000] = { 0 };

	for (n = 0; n < 20000; n++) {
		const struct sim_person *who = &c.person;
		unsigned serial, g;

		sim_crowd(n, &c);
		serial = (unsigned)strtoul(who->id + 6, NULL, 10);
		g = (unsigned)(who->id[3] - '0');
		bad += strlen(who->id) != 12 || (seen[serial / 8] >>
		    serial % 8 & 1) != 0 || memcmp(who->id + 4, who->born + 2,
		    2) != 0 || (g % 2 == 1) != (who->sex[0] == 'F') ||
		    (g >= 2) != (who->born[0] == '2') ||
		    strcmp(who->issued, who->born) <= 0;
		seen[serial / 8] |= (uint8_t)(1 << serial % 8);
		endless += who->expires == NULL;
	}
	OK(bad == 0, "twenty thousand people, all different, no number wrong");
	OK(endless > 1000 && endless < 10000, "%u without expiry", endless);
	sim_crowd(7, &c);
	sim_crowd(7, &again);
	OK(strcmp(c.person.name, again.person.name) == 0, "always the same");
	for (n = 0, bad = 0; n < 20; n++) {
		sim_crowd(n, &c);
		p.person = c.person;
		bad += !sim_issue(&p, pki, &i);
		sim_issue_free(&i);
	}
	OK(bad == 0, "twenty of them have cards");
}

static void
payload_is(const char *profile, const char *want)
{
	struct sim_bytes b = { 0 };

	sim_payload(&sim_profile_named(profile)->person, &b);
	OK(is(&b, want, strlen(want)), "what is printed on %s", profile);
	sim_clear(&b);
}

static void
settings(void)
{
	struct sim_profile p = *sim_profile_named("2021");

	OK(sim_profile_set(&p, "mapping=im pace=2 short=yes wrong-token=6982")
	    && p.mapping == SIM_IM && p.pace_param == 2 && p.pace_dh &&
	    p.short_only && p.wrong_token == 0x6982, "settings");
	OK(!sim_profile_set(&p, "mapping=none"), "no such word");
	OK(!sim_profile_set(&p, "colour=red"), "no such setting");
	OK(!sim_profile_set(&p, "pace=x"), "no number");
	OK(sim_profile_named("2022") == NULL, "no such profile");
}

int
main(void)
{
	struct sim_pki *pki = sim_pki_new(NULL, false);

	OK(pki != NULL, "an authority");
	if (pki == NULL)
		return tap_done();
	the_card_of_2021(pki);
	zones(pki);
	variants(pki);
	picture("2021", pki, 320, 14000, 15000);
	picture("face39794", pki, 320, 14000, 15000);
	picture("big", pki, 640, 32768, 46200);
	payload_is("2021", "079090000123|012345678|Nguyễn Văn An|02011990|Nam|"
	    "Số 1, Ngõ 2, Phường Mẫu, Quận Thử, Hà Nội|31052021");
	payload_is("child", "079220001234||Đỗ Ngọc Bé|20112020|Nam|"
	    "12 Đường Thử, Phường Mẫu, TP. Hồ Chí Minh|15082024||"
	    "Đỗ Hữu Cha|Huỳnh Thị Mẹ|");
	payload_is("2024", "002301000007||Giàng Thị Mỷ|07062001|Nữ|"
	    "Xóm 1, Xã Lũng Mẫu, Huyện Đồng Thử, Hà Giang|02102024||||");
	settings();
	every_profile(pki);
	crowd(pki);
	sim_pki_free(pki);
	return tap_done();
}
