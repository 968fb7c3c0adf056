/* SPDX-License-Identifier: ISC */
/* Named cards: what the 2021 card has, and what another one has instead. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim.h"

enum { AN, MAU, BE, LONG, SPARSE, NEW, ONE, PEOPLE };

/* The first two have the machine readable zones that are typed in tests. */
static const struct sim_person person[PEOPLE] = {
	[AN] = {
		.id = "079090000123", .name = "Nguyễn Văn An",
		.born = "19900102", .sex = "M", .nationality = "Việt Nam",
		.ethnicity = "Kinh", .religion = "Không",
		.hometown = "Xã Mẫu, Huyện Thử, Hà Nội",
		.residence = "Số 1, Ngõ 2, Phường Mẫu, Quận Thử, Hà Nội",
		.marks = "Nốt ruồi cách 1 cm dưới mép phải",
		.issued = "20210531", .expires = "20300102",
		.father = "Nguyễn Văn Bố", .mother = "Trần Thị Mẹ",
		.spouse = "", .old_id = "012345678",
		.serial = "00A1B2C3D4E5F607"
	},
	[MAU] = {
		.id = "001160000456", .name = "Trần Thị Mẫu",
		.born = "19600315", .sex = "F", .nationality = "Việt Nam",
		.ethnicity = "Tày", .religion = "Phật giáo",
		.hometown = "Xã Đồng Mẫu, Huyện Thử, Nghệ An",
		.residence = "Thôn 7, Xã Mẫu, Huyện Thử, Hà Nội",
		.marks = "Sẹo chấm cách 2 cm trên đuôi mày trái",
		.issued = "20210615", .expires = NULL,
		.father = "Trần Văn Ông", .mother = "Lê Thị Bà",
		.spouse = "Phạm Quốc Thử", .old_id = "098765432",
		.serial = "0F1E2D3C4B5A6978"
	},
	[BE] = {
		.id = "079220001234", .name = "Đỗ Ngọc Bé",
		.born = "20201120", .sex = "M", .nationality = "Việt Nam",
		.ethnicity = "", .religion = "",
		.hometown = "Phường Mẫu, Quận Thử, TP. Hồ Chí Minh",
		.residence = "12 Đường Thử, Phường Mẫu, TP. Hồ Chí Minh",
		.marks = "", .issued = "20240815", .expires = "20341120",
		.father = "Đỗ Hữu Cha", .mother = "Huỳnh Thị Mẹ",
		.spouse = "", .old_id = "", .serial = "1122334455667788"
	},
	[LONG] = {
		.id = "066196004321",
		.name = "Hoàng Phủ Ngọc Nguyễn Thị Quỳnh Thuỷ Tường Vy",
		.born = "19960229", .sex = "F", .nationality = "Việt Nam",
		.ethnicity = "Ê Đê", .religion = "Tin lành",
		.hometown = "Buôn Ea Mẫu, Xã Cư Thử, Huyện Krông Mẫu Đông Bắc, "
		    "Tỉnh Đắk Lắk (trước là Thị trấn Phước Thử, Huyện Buôn "
		    "Mẫu, Tỉnh Đắk Lắk cũ)",
		.residence = "Số nhà 123/45/67B, Hẻm 89, Đường Nguyễn Thị Thử, "
		    "Tổ dân phố số 10, Khu phố Đông Mẫu, Phường Tân Thử "
		    "Đông, Thành phố Buôn Mẫu Thuột, Tỉnh Đắk Lắk, gần cầu "
		    "Ea Thử và chợ Mẫu, lối vào sau nhà văn hoá buôn",
		.marks = "Sẹo chấm cách 1,5 cm dưới trước đầu lông mày phải",
		.issued = "20220720", .expires = "20360229",
		.father = "Hoàng Phủ Ngọc Thử", .mother = "Nguyễn Thị Mẫu",
		.spouse = "Y Thử Niê Kđăm", .old_id = "245678901",
		.serial = "8899AABBCCDDEEFF"
	},
	[SPARSE] = {
		.id = "048099007654", .name = "Võ Thử",
		.born = "19991231", .sex = "M", .nationality = NULL,
		.ethnicity = "", .religion = NULL, .hometown = "",
		.residence = "Tổ 3, Phường Mẫu, Đà Nẵng", .marks = NULL,
		.issued = "20230105", .expires = "20391231",
		.father = NULL, .mother = NULL, .spouse = NULL, .old_id = NULL,
		.serial = NULL
	},
	[NEW] = {
		.id = "002301000007", .name = "Giàng Thị Mỷ",
		.born = "20010607", .sex = "F", .nationality = "Việt Nam",
		.ethnicity = "", .religion = "",
		.hometown = "Xã Lũng Mẫu, Huyện Đồng Thử, Hà Giang",
		.residence = "Xóm 1, Xã Lũng Mẫu, Huyện Đồng Thử, Hà Giang",
		.marks = "", .issued = "20241002", .expires = "20410607",
		.father = "Giàng A Thử", .mother = "Sùng Thị Mẫu",
		.spouse = "", .old_id = "", .serial = "0000000000000007"
	},
	[ONE] = {
		.id = "062175003210", .name = "Ý",
		.born = "19750630", .sex = "F", .nationality = "Việt Nam",
		.ethnicity = "Ba Na", .religion = "Công giáo",
		.hometown = "Xã Đăk Mẫu, Huyện Kon Thử, Kon Tum",
		.residence = "Làng Kon Mẫu, Xã Đăk Mẫu, Kon Tum", .marks = "",
		.issued = "20220301", .expires = "20350630",
		.father = "", .mother = "Y Thử", .spouse = "",
		.old_id = "", .serial = "00000000000000FF"
	}
};

static const struct sim_profile base = {
	.pace_param = 13, .mapping = SIM_GM, .pace_cipher = SIM_AES128,
	.can = true, .mrz = true, .bac = true, .card_access = true,
	.select_mf = 0x6d00, .wrong_token = 0x6300,
	.ca_param = 13, .ca_cipher = SIM_AES128, .ca_explicit = true,
	.ca_key_id = -1, .aa = SIM_AA_RSA, .aa_hash = "SHA1",
	.eof = SIM_EOF_6282,
	.atr = "3B8980014D4B6A434F532D333712"
};

static const struct {
	const char *name, *about;
	int person;
	const char *settings;
} row[] = {
	{ "2021", "the card of 2021: PACE, BAC, CA, AA", AN, "" },
	{ "2021b", "the same, SELECT MF refused with 6982", AN,
	    "select-mf=6982 atr=javelin" },
	{ "mf", "the same, and SELECT MF succeeds", AN, "select-mf=9000" },
	{ "2024", "a card of 2024: fields 6, 7, 10 empty", NEW, "" },
	{ "child", "under six: DG2 holds no picture", BE, "face=none" },
	{ "child-nodg2", "under six: there is no DG2", BE, "face=no-file" },
	{ "forever", "no expiry: 991231", MAU, "" },
	{ "short", "short APDUs only", AN, "short=yes" },
	{ "parents", "both parents in one SEQUENCE", AN, "parents=one" },
	{ "sparse", "DG13 with fields missing and empty", SPARSE, "" },
	{ "long", "addresses over 127 octets, a name cut in the MRZ", LONG,
	    "" },
	{ "one-word", "a name of one letter, the father empty", ONE, "" },
	{ "utf8", "DG13 has UTF8String everywhere", MAU, "utf8-only=yes" },
	{ "shuffled", "DG13's fields in another order", AN, "shuffled=yes" },
	{ "hidden", "EF.CardAccess cannot be read", AN, "card-access=no" },
	{ "bac", "no PACE", AN, "pace=none card-access=no" },
	{ "bac-only", "no PACE, no CA, no AA", AN,
	    "pace=none card-access=no ca=none aa=none" },
	{ "can", "opens with the CAN alone", AN, "mrz=no bac=no" },
	{ "mrz", "opens with the MRZ alone, PACE or BAC", AN, "can=no" },
	{ "im", "PACE by integrated mapping", AN, "mapping=im" },
	{ "im-p521", "integrated mapping on P-521", AN,
	    "mapping=im pace=18 cipher=aes256" },
	{ "im-dh", "integrated mapping over DH", AN, "mapping=im pace=0" },
	{ "cam", "chip-authentication mapping", AN, "mapping=cam" },
	{ "cam-standard", "CAM, its key by the number of its curve", AN,
	    "mapping=cam ca-standard=yes cipher=aes256 pace=16 ca=16" },
	{ "dh", "PACE over DH, generic mapping; CA over DH", AN,
	    "pace=2 ca=2" },
	{ "dh-1024", "DH of 1024 bits, 3DES", AN,
	    "pace=0 ca=0 cipher=3des ca-cipher=3des" },
	{ "3des", "PACE with 3DES, CA by MSE:Set KAT", AN,
	    "cipher=3des ca-cipher=3des" },
	{ "aes192", "AES-192 on brainpoolP384r1", AN,
	    "cipher=aes192 ca-cipher=aes192 pace=16 ca=16" },
	{ "aes256", "AES-256 on brainpoolP512r1", AN,
	    "cipher=aes256 ca-cipher=aes256 pace=17 ca=17" },
	{ "p192", "P-192", AN, "pace=8 ca=8" },
	{ "bp192", "brainpoolP192r1", AN, "pace=9 ca=9" },
	{ "p224", "P-224", AN, "pace=10 ca=10" },
	{ "bp224", "brainpoolP224r1", AN, "pace=11 ca=11" },
	{ "p256", "P-256", AN, "pace=12 ca=12" },
	{ "bp320", "brainpoolP320r1", AN, "pace=14 ca=14" },
	{ "p384", "P-384", AN, "pace=15 ca=15" },
	{ "p521", "P-521, AES-256", AN,
	    "pace=18 ca=18 cipher=aes256 ca-cipher=aes256" },
	{ "ca-named", "the CA key on a named curve", AN, "ca-explicit=no" },
	{ "ca-keyid", "the CA key has a number", AN, "ca-key-id=5" },
	{ "no-ca", "no Chip Authentication", AN, "ca=none" },
	{ "no-aa", "no Active Authentication", AN, "aa=none" },
	{ "aa-sha256", "AA with SHA-256 (trailer 34CC)", AN,
	    "aa-hash=SHA256" },
	{ "aa-sha512", "AA with SHA-512 (trailer 35CC)", AN,
	    "aa-hash=SHA512" },
	{ "aa-ecdsa", "AA with ECDSA", AN, "aa=ecdsa aa-hash=SHA256" },
	{ "passport", "TD3: DG11, DG12, DG16; PACE with the MRZ, BAC", AN,
	    "td3=yes can=no dg11=yes dg12=yes dg16=yes select-mf=9000" },
	{ "com-differs", "EF.COM lists DG11, and not DG13", AN,
	    "com-differs=yes" },
	{ "jp2", "the face in JPEG 2000", AN, "face=jp2" },
	{ "face39794", "the face by ISO/IEC 39794-5", AN, "face=39794" },
	{ "big", "DG2 of over 32 KiB", AN, "face-size=46000" },
	{ "eof-6cxx", "reading past the end: 6Cxx", AN, "eof=6cxx" },
	{ "eof-9000", "reading past the end: 9000, what there is", AN,
	    "eof=9000" },
	{ "eof-6b00", "reading past the end: 6B00", AN, "eof=6b00" }
};
enum { ROWS = sizeof row / sizeof *row };

const struct sim_profile *
sim_profile_at(size_t i)
{
	static struct sim_profile made[ROWS];

	if (i >= ROWS)
		return NULL;
	if (made[i].name == NULL) {
		made[i] = base;
		made[i].about = row[i].about;
		made[i].person = person[row[i].person];
		if (!sim_profile_set(&made[i], row[i].settings))
			abort();
		made[i].name = row[i].name;
	}
	return &made[i];
}

const struct sim_profile *
sim_profile_named(const char *name)
{
	size_t i;

	for (i = 0; i < ROWS; i++)
		if (strcmp(row[i].name, name) == 0)
			return sim_profile_at(i);
	return NULL;
}
