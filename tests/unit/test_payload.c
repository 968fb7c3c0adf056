/* SPDX-License-Identifier: ISC */
/* Codes of invented people into exact records. */
#include <stdlib.h>
#include <string.h>

#include "identity/payload.h"
#include "tap.h"

#define ID "001099000001"
#define MAU "Nguyễn Văn Mẫu"
#define HEAD ID "||" MAU "|01021999|Nam|Hà Nội|15032021"
#define WHO "{\"id\":\"" ID "\",\"name\":\"" MAU "\",\"dob\":\"1999-02-01\"," \
	"\"sex\":\"M\",\"residence\":\"Hà Nội\",\"issued\":\"2021-03-15\"," \
	"\"source\":\"qr\",\"from\":\"t:1\","
#define END21 "\"expires_estimate\":{\"date\":\"2024-02-01\","		\
	"\"rule\":\"Law 59/2014/QH13, art. 21: birthday at 25\"}}}\n"
#define WARN(field, why) "{\"field\":\"" field "\",\"why\":\"" why "\"}"

static void
record_of(const char *name, struct slice raw, bool typed, const char *want)
{
	const struct payload_origin o = { .from = "t:1", .typed = typed };
	struct buf out = { 0 };

	OK(payload_record(raw, &o, &out) == PAYLOAD_CARD, "%s: a card", name);
	tap_same(buf_slice(&out), want, name);
	buf_release(&out);
}

static void
seen(const char *name, const char *raw, const char *want)
{
	record_of(name, slice_str(raw), false, want);
}

static void
typed(const char *name, const char *raw, const char *want)
{
	record_of(name, slice_str(raw), true, want);
}

static void
test_shapes(void)
{
	seen("seven fields",
	    "001099000001|012345678|Nguyễn Văn Mẫu|01021999|Nam|"
	    "Số 1, Phường Mẫu, Quận Mẫu, Hà Nội|15032021",
	    "{\"id\":\"001099000001\",\"old_id\":\"012345678\","
	    "\"name\":\"Nguyễn Văn Mẫu\",\"dob\":\"1999-02-01\","
	    "\"sex\":\"M\","
	    "\"residence\":\"Số 1, Phường Mẫu, Quận Mẫu, Hà Nội\","
	    "\"issued\":\"2021-03-15\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"qr\":{\"raw\":\"001099000001|012345678|Nguyễn Văn Mẫu|"
	    "01021999|Nam|Số 1, Phường Mẫu, Quận Mẫu, Hà Nội|15032021\","
	    "\"model\":2021," END21);
	seen("eleven fields",
	    "001199000002||Trần Thị Mẫu|01021999|Nữ|Thôn Mẫu, Xã Mẫu, "
	    "Ninh Bình|06102025||||",
	    "{\"id\":\"001199000002\",\"name\":\"Trần Thị Mẫu\","
	    "\"dob\":\"1999-02-01\",\"sex\":\"F\",\"residence\":\"Thôn Mẫu, "
	    "Xã Mẫu, Ninh Bình\",\"issued\":\"2025-10-06\",\"source\":\"qr\","
	    "\"from\":\"t:1\",\"qr\":{\"raw\":\"001199000002||Trần Thị Mẫu|"
	    "01021999|Nữ|Thôn Mẫu, Xã Mẫu, Ninh Bình|06102025||||\","
	    "\"model\":2024,\"extra\":[\"\",\"\",\"\",\"\"],"
	    "\"expires_estimate\":{\"date\":\"2039-02-01\","
	    "\"rule\":\"Law 26/2023/QH15, art. 21: birthday at 40\"}}}\n");
	seen("eleven fields of a child",
	    "052321000003||Lê Bé Mẫu|20112021|Nữ|Tổ 7, Xã Mẫu, Bình Định|"
	    "06112024||Lê Văn Cha|Phạm Thị Mẹ|",
	    "{\"id\":\"052321000003\",\"name\":\"Lê Bé Mẫu\","
	    "\"dob\":\"2021-11-20\",\"sex\":\"F\","
	    "\"residence\":\"Tổ 7, Xã Mẫu, Bình Định\","
	    "\"father\":\"Lê Văn Cha\",\"mother\":\"Phạm Thị Mẹ\","
	    "\"issued\":\"2024-11-06\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"qr\":{\"raw\":\"052321000003||Lê Bé Mẫu|20112021|Nữ|"
	    "Tổ 7, Xã Mẫu, Bình Định|06112024||Lê Văn Cha|Phạm Thị Mẹ|\","
	    "\"model\":2024,"
	    "\"extra\":[\"\",\"Lê Văn Cha\",\"Phạm Thị Mẹ\",\"\"],"
	    "\"expires_estimate\":{\"date\":\"2035-11-20\","
	    "\"rule\":\"Law 26/2023/QH15, art. 21: birthday at 14\"}}}\n");
}

static void
test_counts(void)
{
	seen("eight fields, a nine-digit cancelled number", HEAD "|123456789",
	    "{\"id\":\"" ID "\",\"cancelled_id\":\"123456789\",\"name\":\"" MAU
	    "\",\"dob\":\"1999-02-01\",\"sex\":\"M\",\"residence\":\"Hà Nội\","
	    "\"issued\":\"2021-03-15\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"warnings\":["
	    WARN("cancelled_id", "field 7, taken as the cancelled number") ","
	    WARN("qr", "between 7 and 11 fields, read by their places")
	    "],\"qr\":{\"raw\":\"" HEAD "|123456789\","
	    "\"extra\":[\"123456789\"]," END21);
	seen("field 7 that is no number, field 10, field 11",
	    HEAD "|x|||y|z", WHO "\"warnings\":["
	    WARN("cancelled_id", "field 7 is no number, kept in qr.extra") ","
	    WARN("qr", "more than 11 fields, the others kept in qr.extra") ","
	    WARN("qr", "field 10 is not empty, kept in qr.extra")
	    "],\"qr\":{\"raw\":\"" HEAD "|x|||y|z\",\"model\":2024,"
	    "\"extra\":[\"x\",\"\",\"\",\"y\",\"z\"]," END21);
	seen("six fields", ID "||" MAU "|01021999|Nam|Hà Nội",
	    "{\"id\":\"" ID "\",\"name\":\"" MAU "\",\"dob\":\"1999-02-01\","
	    "\"sex\":\"M\",\"residence\":\"Hà Nội\",\"source\":\"qr\","
	    "\"from\":\"t:1\",\"warnings\":["
	    WARN("qr", "fewer than 7 fields: the end is missing")
	    "],\"qr\":{\"raw\":\"" ID "||" MAU "|01021999|Nam|Hà Nội\","
	    "\"needs_rescan\":true}}\n");
}

static void
test_odd_values(void)
{
	seen("what cannot be read stays raw",
	    ID "|12345|A|31021999|X|B|15032021",
	    "{\"id\":\"" ID "\",\"name\":\"A\",\"residence\":\"B\","
	    "\"issued\":\"2021-03-15\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"warnings\":[{\"field\":\"old_id\",\"from\":\"12345\","
	    "\"why\":\"not nine digits\"},{\"field\":\"dob\","
	    "\"from\":\"31021999\",\"why\":\"not a date of the calendar\"},"
	    "{\"field\":\"sex\",\"from\":\"X\",\"why\":\"neither Nam nor Nữ\"}"
	    "],\"qr\":{\"raw\":\"" ID "|12345|A|31021999|X|B|15032021\","
	    "\"model\":2021}}\n");
	seen("an id of nine digits", "012345678||A|01021999|Nam|B|15032021",
	    "{\"name\":\"A\",\"dob\":\"1999-02-01\",\"sex\":\"M\","
	    "\"residence\":\"B\",\"issued\":\"2021-03-15\",\"source\":\"qr\","
	    "\"from\":\"t:1\",\"warnings\":[{\"field\":\"id\","
	    "\"from\":\"012345678\",\"why\":\"not twelve digits\"}],"
	    "\"qr\":{\"raw\":\"012345678||A|01021999|Nam|B|15032021\","
	    "\"model\":2021," END21);
	seen("partial dates", ID "||A|00021950|Nam|B|00002021",
	    "{\"id\":\"" ID "\",\"name\":\"A\",\"dob\":\"1950-02\","
	    "\"sex\":\"M\",\"residence\":\"B\",\"issued\":\"2021\","
	    "\"source\":\"qr\",\"from\":\"t:1\",\"warnings\":[{"
	    "\"field\":\"dob\",\"from\":\"00021950\","
	    "\"why\":\"the day is not known: 00 stands for it\"},{"
	    "\"field\":\"issued\",\"from\":\"00002021\","
	    "\"why\":\"the day is not known: 00 stands for it\"}],"
	    "\"qr\":{\"raw\":\"" ID
	    "||A|00021950|Nam|B|00002021\",\"model\":2021}}\n");
	seen("blanks round numbers", ID " ||A|01021999|Nam|B|15032021",
	    "{\"id\":\"" ID "\",\"name\":\"A\",\"dob\":\"1999-02-01\","
	    "\"sex\":\"M\",\"residence\":\"B\",\"issued\":\"2021-03-15\","
	    "\"source\":\"qr\",\"from\":\"t:1\",\"repairs\":[{\"field\":\"id\","
	    "\"from\":\"" ID " \",\"to\":\"" ID "\","
	    "\"why\":\"blanks taken off\"}],\"qr\":{\"raw\":\"" ID
	    " ||A|01021999|Nam|B|15032021\",\"model\":2021,"
	    "\"repaired\":true," END21);
	seen("quotes and a backslash", ID "||A \"B\" \\|01021999|Nam|C|"
	    "15032021", "{\"id\":\"" ID "\",\"name\":\"A \\\"B\\\" \\\\\","
	    "\"dob\":\"1999-02-01\",\"sex\":\"M\",\"residence\":\"C\","
	    "\"issued\":\"2021-03-15\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"qr\":{\"raw\":\"" ID "||A \\\"B\\\" \\\\|01021999|Nam|C|"
	    "15032021\",\"model\":2021," END21);
}

static void
test_bytes(void)
{
	seen("a byte order mark and a line end stay in raw",
	    "\357\273\277" HEAD "\r\n", WHO "\"qr\":{\"raw\":\"\\ufeff" HEAD
	    "\\r\\n\",\"model\":2021,\"charset\":\"utf-8-bom\"," END21);
	seen("decomposed letters become NFC, not in raw",
	    ID "||Ma\314\202\314\203u|01021999|Nam|Hà Nội|15032021",
	    "{\"id\":\"" ID "\",\"name\":\"Mẫu\",\"dob\":\"1999-02-01\","
	    "\"sex\":\"M\",\"residence\":\"Hà Nội\",\"issued\":\"2021-03-15\","
	    "\"source\":\"qr\",\"from\":\"t:1\",\"qr\":{\"raw\":\"" ID
	    "||Ma\314\202\314\203u|01021999|Nam|Hà Nội|15032021\","
	    "\"model\":2021," END21);
	seen("not UTF-8", ID "||A\377|01021999|Nam|B|15032021",
	    "{\"id\":\"" ID "\",\"dob\":\"1999-02-01\",\"sex\":\"M\","
	    "\"residence\":\"B\",\"issued\":\"2021-03-15\",\"source\":\"qr\","
	    "\"from\":\"t:1\",\"warnings\":["
	    WARN("qr", "not UTF-8: the exact bytes are in qr.raw_base64") ","
	    WARN("name", "not UTF-8, kept in qr.raw_base64") "],"
	    "\"qr\":{\"raw_base64\":\"MDAxMDk5MDAwMDAxfHxB/3wwMTAyMTk5OXxOYW18"
	    "QnwxNTAzMjAyMQ==\",\"model\":2021,\"charset\":\"not-utf8\","
	    "\"needs_rescan\":true," END21);
	seen("letters of a wrong charset",
	    ID "||\346\274\242|01021999|Nam|B|15032021",
	    "{\"id\":\"" ID "\",\"name\":\"\346\274\242\","
	    "\"dob\":\"1999-02-01\",\"sex\":\"M\",\"residence\":\"B\","
	    "\"issued\":\"2021-03-15\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"warnings\":[" WARN("name", "decoder charset bug, scan again")
	    "],\"qr\":{\"raw\":\"" ID "||\346\274\242|01021999|Nam|B|15032021\""
	    ",\"model\":2021,\"needs_rescan\":true," END21);
	seen("an ECI taken at its word",
	    ID "||M\303\241\302\272\302\253u|01021999|Nam|B|15032021",
	    "{\"id\":\"" ID "\",\"name\":\"Mẫu\",\"dob\":\"1999-02-01\","
	    "\"sex\":\"M\",\"residence\":\"B\",\"issued\":\"2021-03-15\","
	    "\"source\":\"qr\",\"from\":\"t:1\",\"repairs\":[{"
	    "\"field\":\"name\",\"from\":\"M\303\241\302\272\302\253u\","
	    "\"to\":\"Mẫu\",\"why\":\"UTF-8 taken for Latin-1 by the decoder\""
	    "}],\"qr\":{\"raw\":\"" ID "||M\303\241\302\272\302\253u|01021999|"
	    "Nam|B|15032021\",\"model\":2021,\"charset\":\"eci-mismatch\","
	    "\"repaired\":true," END21);
}

static void
test_typed(void)
{
	typed("clean", HEAD, WHO "\"qr\":{\"raw\":\"" HEAD "\",\"model\":2021,"
	    "\"transport\":\"clean\"," END21);
	typed("houses that look like code points",
	    ID "||" MAU "|01021999|Nam|B272, 272A, Hà Nội|15032021",
	    "{\"id\":\"" ID "\",\"name\":\"" MAU "\",\"dob\":\"1999-02-01\","
	    "\"sex\":\"M\",\"residence\":\"B272, 272A, Hà Nội\","
	    "\"issued\":\"2021-03-15\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"qr\":{\"raw\":\"" ID "||" MAU "|01021999|Nam|B272, 272A, Hà Nội|"
	    "15032021\",\"model\":2021,\"transport\":\"clean\"," END21);
	typed("the same in a damaged code",
	    ID "||Nguy7877n|01021999|Nam|B272, 272A, X227 A, H224 N7897i|"
	    "15032021",
	    "{\"id\":\"" ID "\",\"name\":\"Nguyễn\",\"dob\":\"1999-02-01\","
	    "\"sex\":\"M\",\"residence\":\"B272, 272A, Xã A, Hà Nội\","
	    "\"issued\":\"2021-03-15\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"repairs\":[{\"field\":\"name\",\"from\":\"Nguy7877n\","
	    "\"to\":\"Nguyễn\",\"why\":\"letters typed as their numbers\"},{"
	    "\"field\":\"residence\","
	    "\"from\":\"B272, 272A, X227 A, H224 N7897i\","
	    "\"to\":\"B272, 272A, Xã A, Hà Nội\","
	    "\"why\":\"letters typed as their numbers\"}],"
	    "\"qr\":{\"raw\":\"" ID "||Nguy7877n|01021999|Nam|"
	    "B272, 272A, X227 A, H224 N7897i|15032021\",\"model\":2021,"
	    "\"transport\":\"code-points\",\"repaired\":true," END21);
	typed("sex without marks", ID "||" MAU "|01021999|Nu|Hà Nội|15032021",
	    "{\"id\":\"" ID "\",\"name\":\"" MAU "\",\"dob\":\"1999-02-01\","
	    "\"sex\":\"F\",\"residence\":\"Hà Nội\",\"issued\":\"2021-03-15\","
	    "\"source\":\"qr\",\"from\":\"t:1\",\"warnings\":[{"
	    "\"field\":\"sex\",\"from\":\"Nu\","
	    "\"why\":\"marks or capitals are wrong\"}],\"qr\":{\"raw\":\"" ID
	    "||" MAU "|01021999|Nu|Hà Nội|15032021\",\"model\":2021,"
	    "\"transport\":\"wedge\"," END21);
}

static void
test_typed_odd(void)
{
	typed("a second old number is no damage",
	    ID "|012345678,1|" MAU "|01021999|Nam|Hà Nội|15032021",
	    WHO "\"warnings\":[{\"field\":\"old_id\","
	    "\"from\":\"012345678,1\",\"why\":\"not nine digits\"}],"
	    "\"qr\":{\"raw\":\"" ID "|012345678,1|" MAU
	    "|01021999|Nam|Hà Nội|15032021\",\"model\":2021,"
	    "\"transport\":\"clean\"," END21);
	typed("letters that damage leaves too",
	    ID "||Hí|01021999|Nam|Kon Tum|15032021",
	    "{\"id\":\"" ID "\",\"dob\":\"1999-02-01\",\"sex\":\"M\","
	    "\"issued\":\"2021-03-15\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"warnings\":["
	    WARN("name", "has more than one reading, see qr.candidates") ","
	    WARN("residence", "has more than one reading, see qr.candidates")
	    "],\"qr\":{\"raw\":\"" ID "||Hí|01021999|Nam|Kon Tum|15032021\","
	    "\"model\":2021,\"transport\":\"cp437\",\"candidates\":{"
	    "\"name\":[\"Hí\",\"Hơ\",\"Hạ\"],\"residence\":[\"Kon Tum\"]},"
	    "\"needs_rescan\":true," END21);
	typed("a text damaged in an unknown way is no name",
	    ID "||Tr?n|01021999|Nam|Hà Nội|15032021",
	    "{\"id\":\"" ID "\",\"dob\":\"1999-02-01\",\"sex\":\"M\","
	    "\"residence\":\"Hà Nội\",\"issued\":\"2021-03-15\","
	    "\"source\":\"qr\",\"from\":\"t:1\",\"warnings\":["
	    WARN("qr", "damaged in a way not known, scan again") ","
	    "{\"field\":\"name\",\"from\":\"Tr?n\",\"why\":"
	    "\"has signs that no card has: damaged on the way\"}],"
	    "\"qr\":{\"raw\":\"" ID "||Tr?n|01021999|Nam|Hà Nội|15032021\","
	    "\"model\":2021,\"transport\":\"unknown\","
	    "\"needs_rescan\":true," END21);
	typed("no marks at all", ID "||Mau|01021999|nam|Ha Noi|15032021",
	    "{\"id\":\"" ID "\",\"name\":\"Mau\",\"dob\":\"1999-02-01\","
	    "\"sex\":\"M\",\"residence\":\"Ha Noi\","
	    "\"issued\":\"2021-03-15\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"warnings\":[" WARN("qr", "no marks on any letter: "
	    "the scanner may have lost them") ",{\"field\":\"sex\","
	    "\"from\":\"nam\",\"why\":\"marks or capitals are wrong\"}],"
	    "\"qr\":{\"raw\":\"" ID "||Mau|01021999|nam|Ha Noi|15032021\","
	    "\"model\":2021,\"transport\":\"wedge\","
	    "\"needs_rescan\":true," END21);
}

static void
kind(const char *raw, enum payload_kind want, const char *name)
{
	const struct payload_origin o = { .from = "t:1", .typed = true };
	struct buf out = { 0 };

	OK(payload_kind(slice_str(raw)) == want, "%s: %s", name,
	    payload_kind_name(want));
	OK(payload_record(slice_str(raw), &o, &out) == want &&
	    (out.n > 0) == (want == PAYLOAD_CARD), "%s, typed", name);
	buf_release(&out);
}

static void
test_kinds(void)
{
	struct buf big = { 0 };

	kind(HEAD, PAYLOAD_CARD, "card");
	kind("GD4012345678901|4e67757985|01/01/1980|1|48e0|01 - 001|"
	    "01/01/2021|31/12/2021", PAYLOAD_BHYT, "insurance");
	kind("GD6012345678901|4e|x", PAYLOAD_OTHER, "level 6 is none");
	kind("00020101021138570010A000000727", PAYLOAD_VIETQR, "bank");
	kind("000201000001||A|01021999|Nam|B|15032021", PAYLOAD_CARD,
	    "a number that begins as a bank's code");
	kind("https://VNeID.gov.vn/a", PAYLOAD_VNEID, "app");
	kind("https://example.org/", PAYLOAD_OTHER, "link");
	kind("", PAYLOAD_OTHER, "empty");
	kind("|", PAYLOAD_OTHER, "a bar");
	kind("a|b|c|d|e|f|g", PAYLOAD_OTHER, "seven letters");
	kind(ID "|a|b|c|d|e|f", PAYLOAD_OTHER, "a number alone");
	kind(ID "||A|01021999", PAYLOAD_OTHER, "four fields");
	while (big.n < PAYLOAD_MAX_BYTES + 1)
		buf_add_str(&big, HEAD "|");
	kind(buf_cstr(&big), PAYLOAD_OTHER, "too long");
	buf_release(&big);
}

int
main(void)
{
	test_shapes();
	test_counts();
	test_odd_values();
	test_bytes();
	test_typed();
	test_typed_odd();
	test_kinds();
	return tap_done();
}
