/* SPDX-License-Identifier: ISC */
/* Who a chip belongs to: whole holders out of files, member by member. */
#include <string.h>

#include "chip/holder.h"
#include "dg13_make.h"
#include "emrtd.h"
#include "record/json.h"
#include "tap.h"

#define S(s) SLICE(s)

static const struct date today = { 2026, 6, 15 };

/* Doc 9303-10 with the invented persons of our other tests. */
#define AN "IDVNM0900001233079090000123<<3"				\
	"9001022M3001020VNM<<<<<<<<<<<0NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"
#define MAU "IDVNM1600004564001160000456<<5"				\
	"6003151F9912315VNM<<<<<<<<<<<4TRAN<<THI<MAU<<<<<<<<<<<<<<<<<"
#define ERIKSSON "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"		\
	"L898902C36UTO7408122F1204159ZE184226B<<<<<10"

#define MAX_PARTS 18

/* A field of DG13 as text, in the usual types; `raw` stands for it as it is. */
struct said {
	int n;
	const char *text;
	struct slice raw;
};

struct whole {
	const char *name;
	struct slice mrz;
	struct said said[MAX_PARTS];
	struct slice dg11, dg12, dg16;	/* what is in the file */
	const char *want;
};

static void
add_dump(struct buf *b, const struct holder *h)
{
	unsigned f;
	size_t i;

	buf_reset(b);
	for (f = 0; f < PERSON_FIELDS; f++)
		if (h->person.f[f].p != NULL && f != PERSON_MRZ &&
		    f != PERSON_SOURCE)
			buf_printf(b, "%s=%.*s\n",
			    person_field_name((enum person_field)f),
			    (int)h->person.f[f].n, h->person.f[f].p);
	for (i = 0; i < h->warnings; i++) {
		buf_printf(b, "! %s: %s", h->warning[i].field,
		    h->warning[i].why);
		if (h->warning[i].from.p != NULL)
			buf_printf(b, " [%.*s]", (int)h->warning[i].from.n,
			    h->warning[i].from.p);
		buf_add_char(b, '\n');
	}
	if (h->extra.n > 0) {
		buf_add_slice(b, buf_slice(&h->extra));
		buf_add_char(b, '\n');
	}
}

/* Text as the card has it: digits in a PrintableString, parents in two. */
static void
add_value(struct buf *b, const struct said *s)
{
	struct slice rest = slice_str(s->text), part;
	size_t at;

	if (s->text == NULL) {
		buf_add_slice(b, s->raw);
		return;
	}
	while (slice_split(&rest, '|', &part)) {
		at = b->n;
		tlv_add(b, s->n == 1 || s->n == 3 || s->n == 11 ||
		    s->n >= 15 ? 0x13 : 0x0c, part);
		if (s->n == 13 || s->n == 14)
			make_wrap(b, at, 0x30);
	}
}

static void
make_dg13(struct buf *b, const struct said *s)
{
	struct dg13_part parts[MAX_PARTS] = { { 0, { "", 0 } } };
	struct buf values = { 0 };
	size_t at[MAX_PARTS + 1] = { 0 }, i, n = 0;

	for (; s[n].n != 0; n++) {
		add_value(&values, &s[n]);
		at[n + 1] = values.n;
	}
	for (i = 0; i < n; i++)
		parts[i] = (struct dg13_part){ s[i].n, { buf_slice(&values).p +
		    at[i], at[i + 1] - at[i] } };
	dg13_make(b, parts);
	buf_release(&values);
}

static void
make_dg1(struct buf *b, struct slice mrz)
{
	buf_reset(b);
	tlv_add(b, 0x5f1f, mrz);
	make_wrap(b, 0, 0x61);
}

/* The file round its contents; no file where there are none. */
static void
wrap_file(struct buf *b, enum lds_file f, struct slice in,
    struct slice files[LDS_FILES])
{
	if (in.p == NULL)
		return;
	tlv_add(b, lds_info(f)->tag, in);
	files[f] = buf_slice(b);
}

static void
one(const struct whole *w)
{
	struct slice files[LDS_FILES] = { { NULL, 0 } };
	struct buf dg1 = { 0 }, dg13 = { 0 }, got = { 0 }, more[3] = { { 0 } };
	struct holder h = { .warnings = 0 };
	struct json_value v;
	size_t at;

	make_dg1(&dg1, w->mrz);
	make_dg13(&dg13, w->said);
	files[LDS_DG1] = buf_slice(&dg1);
	if (w->said[0].n != 0)
		files[LDS_DG13] = buf_slice(&dg13);
	wrap_file(&more[0], LDS_DG11, w->dg11, files);
	wrap_file(&more[1], LDS_DG12, w->dg12, files);
	wrap_file(&more[2], LDS_DG16, w->dg16, files);
	OK(holder_read(files, today, &h) == ERR_OK, "%s", w->name);
	add_dump(&got, &h);
	tap_same(buf_slice(&got), w->want, "who it is");
	OK(h.extra.n == 0 || json_scan(buf_slice(&h.extra), &v, NULL, &at) ==
	    ERR_OK, "further members are JSON");
	holder_release(&h);
	buf_release(&dg1);
	buf_release(&dg13);
	buf_release(&got);
	for (at = 0; at < 3; at++)
		buf_release(&more[at]);
}

static const struct whole wholes[] = {
	{ .name = "a card's zone alone", .mrz = S(AN),
	    .want = "id=079090000123\nname=NGUYEN VAN AN\ndob=1990-01-02\n"
	    "sex=M\nnationality=VNM\nexpires=2030-01-02\n" },
	{ .name = "one without end", .mrz = S(MAU),
	    .want = "id=001160000456\nname=TRAN THI MAU\ndob=1960-03-15\n"
	    "sex=F\nnationality=VNM\nexpires=never\n" },
	{ .name = "a passport's zone alone", .mrz = S(ERIKSSON),
	    .want = "name=ERIKSSON ANNA MARIA\ndob=1974-08-12\nsex=F\n"
	    "nationality=UTO\nexpires=2012-04-15\ndoc_type=passport\n"
	    "doc_no=L898902C3\n" },
	{ .name = "the usual card", .mrz = S(AN), .said = {
	    { .n = 1, .text = "079090000123" },
	    { .n = 2, .text = "Nguyễn Văn An" },
	    { .n = 3, .text = "02/01/1990" }, { .n = 4, .text = "Nam" },
	    { .n = 5, .text = "Việt Nam" }, { .n = 6, .text = "Kinh" },
	    { .n = 7, .text = "Không" }, { .n = 8, .text = "Mẫu, Hà Nội" },
	    { .n = 9, .text = "Thôn Mẫu, Hà Nội" },
	    { .n = 10, .text = "Nốt ruồi" }, { .n = 11, .text = "06/10/2021" },
	    { .n = 12, .text = "02/01/2030" },
	    { .n = 13, .text = "Nguyễn Văn Ba|Trần Thị Tư" },
	    { .n = 14, .text = "Lê Thị Năm" }, { .n = 15, .text = "012345678" },
	    { .n = 16, .text = "0123456789ABCDEF" } },
	    .want = "id=079090000123\nold_id=012345678\nname=Nguyễn Văn An\n"
	    "dob=1990-01-02\nsex=M\nnationality=VNM\nethnicity=Kinh\n"
	    "religion=Không\nhometown=Mẫu, Hà Nội\n"
	    "residence=Thôn Mẫu, Hà Nội\nmarks=Nốt ruồi\n"
	    "father=Nguyễn Văn Ba\nmother=Trần Thị Tư\nspouse=Lê Thị Năm\n"
	    "issued=2021-10-06\nexpires=2030-01-02\n"
	    "{\"dg13.16\":\"0123456789ABCDEF\"}\n" },
	{ .name = "fields that are empty or missing", .mrz = S(AN), .said = {
	    { .n = 2, .text = "NGUYỄN VĂN AN" }, { .n = 6, .text = "" },
	    { .n = 7, .raw = S("") }, { .n = 8, .raw = S("\x30\0") },
	    { .n = 12, .text = "" }, { .n = 13, .raw = S("\x30\0\x30\0") },
	    { .n = 14, .raw = S("") }, { .n = 15, .text = "" },
	    { .n = 16, .text = "" } },
	    .want = "id=079090000123\nname=NGUYỄN VĂN AN\ndob=1990-01-02\n"
	    "sex=M\nnationality=VNM\nexpires=2030-01-02\n" },
	{ .name = "no end, in words", .mrz = S(MAU), .said = {
	    { .n = 2, .text = "Trần Thị Mẫu" },
	    { .n = 12, .text = "Không thời hạn" },
	    { .n = 13, .text = "|Lê Thị Tư" } },
	    .want = "id=001160000456\nname=Trần Thị Mẫu\ndob=1960-03-15\n"
	    "sex=F\nnationality=VNM\nmother=Lê Thị Tư\nexpires=never\n" },
	{ .name = "no end, as 31 December 2099", .mrz = S(MAU), .said = {
	    { .n = 12, .text = "31/12/2099" } },
	    .want = "id=001160000456\nname=TRAN THI MAU\ndob=1960-03-15\n"
	    "sex=F\nnationality=VNM\nexpires=never\n" },
	{ .name = "an end on one side only", .mrz = S(MAU), .said = {
	    { .n = 12, .text = "15/03/2035" } },
	    .want = "id=001160000456\nname=TRAN THI MAU\ndob=1960-03-15\n"
	    "sex=F\nnationality=VNM\nexpires=never\n"
	    "! expires: DG13 holds another end than the MRZ [15/03/2035]\n" },
	{ .name = "the other way round", .mrz = S(AN), .said = {
	    { .n = 12, .text = "không thời hạn" } },
	    .want = "id=079090000123\nname=NGUYEN VAN AN\ndob=1990-01-02\n"
	    "sex=M\nnationality=VNM\nexpires=2030-01-02\n"
	    "! expires: DG13 holds another end than the MRZ "
	    "[không thời hạn]\n" },
	{ .name = "everything disagrees", .mrz = S(AN), .said = {
	    { .n = 1, .text = "079090000124" },
	    { .n = 2, .text = "Nguyễn Văn Anh" },
	    { .n = 3, .text = "03/01/1990" }, { .n = 4, .text = "Nữ" },
	    { .n = 5, .text = "Lào" }, { .n = 12, .text = "02/01/2031" } },
	    .want = "id=079090000123\nname=Nguyễn Văn Anh\ndob=1990-01-02\n"
	    "sex=M\nnationality=VNM\nexpires=2030-01-02\n"
	    "! id: DG13 holds another number than the MRZ [079090000124]\n"
	    "! name: the MRZ holds another name than DG13 "
	    "[NGUYEN<<VAN<AN]\n"
	    "! dob: DG13 holds another birth date than the MRZ [03/01/1990]\n"
	    "! sex: DG13 holds the other sex than the MRZ [Nữ]\n"
	    "! nationality: not Việt Nam [Lào]\n"
	    "! expires: DG13 holds another end than the MRZ [02/01/2031]\n"
	    "{\"dg13.5\":\"Lào\"}\n" },
	{ .name = "nothing of it has its form", .mrz = S(AN), .said = {
	    { .n = 1, .text = "79090000123" }, { .n = 3, .text = "2/1/1990" },
	    { .n = 4, .text = "Khác" }, { .n = 11, .text = "31/02/2021" },
	    { .n = 12, .text = "02-01-2030" }, { .n = 15, .text = "12" } },
	    .want = "id=079090000123\nname=NGUYEN VAN AN\ndob=1990-01-02\n"
	    "sex=M\nnationality=VNM\nexpires=2030-01-02\n"
	    "! id: not twelve digits [79090000123]\n"
	    "! dob: not a date of the calendar [2/1/1990]\n"
	    "! issued: not a date of the calendar [31/02/2021]\n"
	    "! sex: neither Nam nor Nữ [Khác]\n"
	    "! expires: not a date of the calendar [02-01-2030]\n"
	    "! old_id: not nine digits [12]\n" },
	{ .name = "dates in part, the century of DG13", .mrz = S(
	    "IDVNM0100001231001010000123<<7"
	    "100102<M3001020VNM<<<<<<<<<<<0NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"),
	    .said = { { .n = 3, .text = "02/01/1910" },
	    { .n = 11, .text = "10/2021" } },
	    .want = "id=001010000123\nname=NGUYEN VAN AN\ndob=1910-01-02\n"
	    "sex=M\nnationality=VNM\nissued=2021-10\nexpires=2030-01-02\n"
	    "! mrz: a check digit is wrong\n" },
	{ .name = "texts that are damaged", .mrz = S(AN), .said = {
	    { .n = 6, .raw = S("\x0c\4Ki\xff\x6e") },
	    { .n = 8, .raw = S("\x0c\x08M\xe1\xba\xabu\xe2\x80\xae") },
	    { .n = 9, .raw = S("\x0c\6e\xcc\x82\xcc\x81u") } },
	    .want = "id=079090000123\nname=NGUYEN VAN AN\ndob=1990-01-02\n"
	    "sex=M\nnationality=VNM\nhometown=Mẫu\xe2\x80\xae\n"
	    "residence=ếu\nexpires=2030-01-02\n"
	    "! ethnicity: not UTF-8 [Ki\\xffn]\n"
	    "! hometown: has control or invisible characters\n" },
	{ .name = "more than a card has", .mrz = S(AN), .said = {
	    { .n = 6, .raw = S("\x0c\1a\x0c\1b") },
	    { .n = 13, .raw = S("\x30\3\x0c\1p\x30\3\x0c\1q\x30\3\x0c\1r") },
	    { .n = 14, .raw = S("\x30\4\x04\2hm") },
	    { .n = 20, .raw = S("") } },
	    .want = "id=079090000123\nname=NGUYEN VAN AN\ndob=1990-01-02\n"
	    "sex=M\nnationality=VNM\nethnicity=a\nfather=p\nmother=q\n"
	    "expires=2030-01-02\n"
	    "! chip: a field of DG13 has more values than it should\n"
	    "! chip: a field of DG13 has more values than it should\n"
	    "! chip: DG13 holds more than is known here\n"
	    "{\"dg13.6\":[\"a\",\"b\"],\"dg13.13\":[\"p\",\"q\",\"r\"]}\n" },
	{ .name = "parents in one SEQUENCE", .mrz = S(AN), .said = {
	    { .n = 13, .raw = S("\x30\6\x0c\1p\x0c\1q") } },
	    .want = "id=079090000123\nname=NGUYEN VAN AN\ndob=1990-01-02\n"
	    "sex=M\nnationality=VNM\nfather=p\nmother=q\n"
	    "expires=2030-01-02\n" },
	{ .name = "one parent", .mrz = S(AN), .said = {
	    { .n = 13, .text = "Nguyễn Văn Ba" } },
	    .want = "id=079090000123\nname=NGUYEN VAN AN\ndob=1990-01-02\n"
	    "sex=M\nnationality=VNM\nfather=Nguyễn Văn Ba\n"
	    "expires=2030-01-02\n! father: one name for two parents: taken "
	    "for the father's\n" },
	{ .name = "another state's DG13 is left alone", .mrz = S(ERIKSSON),
	    .said = { { .n = 2, .text = "Nguyễn Văn An" } },
	    .want = "name=ERIKSSON ANNA MARIA\ndob=1974-08-12\nsex=F\n"
	    "nationality=UTO\nexpires=2012-04-15\ndoc_type=passport\n"
	    "doc_no=L898902C3\n" },
	{ .name = "a passport with more", .mrz = S(ERIKSSON),
	    .dg11 = S("\x5f\x0e\x0c" "ERIKSSON<<AN" "\x5f\x10\2ZE"
	    "\x5f\x2b\4\x19\x74\x08\x12\x5f\x11\x0b" "ZENITH<UTOP"
	    "\x5f\x42\x0d" "1 A RD<ZENITH\x5f\x12\3" "123\x5f\x13\x0c"
	    "TRAVEL<AGENT\xa0\x11\2\1\2\x5f\x0f\5X<<YZ\x5f\x0f\3" "A<B"
	    "\x5f\x17\3D<E"),
	    .dg12 = S("\x5f\x19\3UTO\x5f\x26\x08" "20070415"
	    "\x5f\x55\7\x20\x07\x04\x15\x08\x30\x00\xa0\0"),
	    .dg16 = S("\2\1\1\xa1\x14\x5f\x50\x08" "20020101\x5f\x51\2"
	    "BC\x5f\x53\1D"),
	    .want = "name=ERIKSSON ANNA MARIA\ndob=1974-08-12\nsex=F\n"
	    "nationality=UTO\nresidence=1 A RD, ZENITH\nissued=2007-04-15\n"
	    "expires=2012-04-15\ndoc_type=passport\ndoc_no=L898902C3\n"
	    "{\"dg11.name\":\"ERIKSSON AN\",\"dg11.other_names\":[\"X YZ\","
	    "\"A B\"],\"dg11.personal_number\":\"ZE\","
	    "\"dg11.birthplace\":\"ZENITH, UTOP\",\"dg11.phone\":\"123\","
	    "\"dg11.profession\":\"TRAVEL AGENT\","
	    "\"dg11.other_documents\":\"D, E\",\"dg12.authority\":\"UTO\","
	    "\"dg12.personalized\":\"20070415083000\",\"dg16.persons\":["
	    "{\"name\":\"BC\",\"address\":\"D\","
	    "\"recorded\":\"2002-01-01\"}]}\n" },
	{ .name = "a passport of Vietnam", .mrz = S(
	    "P<VNMNGUYEN<<VAN<AN<<<<<<<<<<<<<<<<<<<<<<<<<"
	    "C1234567<2VNM9001022M3001020079090000123<<86"),
	    .dg11 = S("\x5f\x10\x0c" "079090000124\x5f\x2b\x08"
	    "19900103"),
	    .want = "id=079090000123\nname=NGUYEN VAN AN\ndob=1990-01-02\n"
	    "sex=M\nnationality=VNM\nexpires=2030-01-02\ndoc_type=passport\n"
	    "doc_no=C1234567\n! mrz: a check digit is wrong\n"
	    "! dob: DG11 holds another birth date than the MRZ "
	    "[1990-01-03]\n"
	    "{\"dg11.personal_number\":\"079090000124\"}\n" },
	{ .name = "damaged files", .mrz = S(ERIKSSON), .dg11 = S("\0"),
	    .dg12 = S("\x5f\x26\4" "1234"), .dg16 = S("\xa1\5"),
	    .want = "name=ERIKSSON ANNA MARIA\ndob=1974-08-12\nsex=F\n"
	    "nationality=UTO\nexpires=2012-04-15\ndoc_type=passport\n"
	    "doc_no=L898902C3\n! chip: DG11 is damaged\n"
	    "! issued: not a date of the calendar [1234]\n"
	    "! chip: DG16 is damaged\n" },
	{ .name = "a zone of oddities", .mrz = S(
	    "I<UTO<<<<<<<<<0<<<<<<<<<<<<<<<"
	    "9013022<9902300<<<<<<<<<<<<<<0AAAAAAAAAAAAAAA<<BBBBBBBBBBBBB"),
	    .want = "name=AAAAAAAAAAAAAAA BBBBBBBBBBBBB\n"
	    "! mrz: a check digit is wrong\n! doc_no: no document number []\n"
	    "! dob: not a date of the calendar [901302]\n"
	    "! expires: not a date of the calendar [990230]\n"
	    "! sex: neither M nor F []\n! nationality: no state []\n"
	    "! name: may be cut short: no room was left for more\n" },
};

static void
numbers(void)
{
	struct slice none = S("\x61\0");
	struct buf b = { 0 };

	make_dg1(&b, S(AN));
	OK(holder_is(buf_slice(&b), "079090000123", "") &&
	    holder_is(buf_slice(&b), "", "090000123") &&
	    holder_is(buf_slice(&b), "079090000123", "other") &&
	    !holder_is(buf_slice(&b), "079090000124", "090000123") &&
	    !holder_is(buf_slice(&b), "", "079090000123") &&
	    holder_is(buf_slice(&b), "", ""), "the number in DG1");
	make_dg1(&b, S(ERIKSSON));
	OK(holder_is(buf_slice(&b), "", "L898902C3") &&
	    !holder_is(buf_slice(&b), "", "L898902C") &&
	    !holder_is(buf_slice(&b), "079090000123", "L898902C3"),
	    "a passport has its own");
	OK(!holder_is(none, "079090000123", "") && !holder_is(none, "", "A") &&
	    !holder_is(S(""), "", "A") && holder_is(none, "", ""),
	    "none in nothing");
	buf_release(&b);
}

static void
lines(void)
{
	struct slice files[LDS_FILES] = { { NULL, 0 } };
	struct holder h = { .warnings = 7 };
	struct buf b = { 0 };

	OK(holder_read(files, today, &h) == ERR_NOT_FOUND && h.warnings == 7,
	    "nobody without DG1");
	files[LDS_DG1] = S("\x61\4\x5f\x1f\1A");
	OK(holder_read(files, today, &h) == ERR_FORMAT && h.warnings == 7,
	    "nor with half a zone");
	make_dg1(&b, S(MAU));
	files[LDS_DG1] = buf_slice(&b);
	OK(holder_read(files, today, &h) == ERR_OK, "a card");
	tap_same(h.person.f[PERSON_MRZ], "IDVNM1600004564001160000456<<5\n"
	    "6003151F9912315VNM<<<<<<<<<<<4\nTRAN<<THI<MAU<<<<<<<<<<<<<<<<<",
	    "its lines");
	tap_same(h.person.f[PERSON_SOURCE], "chip", "its source");
	holder_release(&h);
	OK(h.text.p == NULL && h.extra.p == NULL &&
	    h.person.f[PERSON_ID].p == NULL, "nothing is left");
	buf_release(&b);
}

/* A text of any length, and composing that would never end. */
static void
long_text(size_t n)
{
	struct slice files[LDS_FILES] = { { NULL, 0 } };
	struct buf dg1 = { 0 }, dg13 = { 0 }, text = { 0 }, value = { 0 };
	struct dg13_part parts[] = { { 9, { "", 0 } }, { 16, { "", 0 } },
	    { 0, { "", 0 } } };
	struct holder h = { .warnings = 0 };

	while (text.n < n)
		buf_add(&text, text.n % 4 == 0 ? "\xcc\xa3" : "\xcc\x81", 2);
	tlv_add(&value, 0x0c, buf_slice(&text));
	parts[0].value = parts[1].value = buf_slice(&value);
	dg13_make(&dg13, parts);
	make_dg1(&dg1, S(AN));
	files[LDS_DG1] = buf_slice(&dg1);
	files[LDS_DG13] = buf_slice(&dg13);
	OK(holder_read(files, today, &h) == ERR_OK &&
	    (h.person.f[PERSON_RESIDENCE].p != NULL) == (n <= 2048) &&
	    h.warnings == (n <= 2048 ? 0 : 2), "%zu octets of marks", n);
	holder_release(&h);
	buf_release(&dg1);
	buf_release(&dg13);
	buf_release(&text);
	buf_release(&value);
}

/* All sixteen fields of the wrong form, and more: the list of warnings ends. */
static void
many_warnings(void)
{
	struct slice files[LDS_FILES] = { { NULL, 0 } };
	struct dg13_part parts[17] = { { 0, { "", 0 } } };
	struct holder h = { .warnings = 0 };
	struct buf dg1 = { 0 }, dg13 = { 0 };
	int i;

	for (i = 0; i < 16; i++)
		parts[i] = (struct dg13_part){ i + 1,
		    S("\x0c\2\xff\xfe\x0c\1\xff\x0c\1\xff\x0c\0") };
	dg13_make(&dg13, parts);
	make_dg1(&dg1, S("I<VNM<<<<<<<<<0<<<<<<<<<<<<<<<"
	    "9013022<9902300<<<<<<<<<<<<<<0AAAAAAAAAAAAAAA<<BBBBBBBBBBBBB"));
	files[LDS_DG1] = buf_slice(&dg1);
	files[LDS_DG13] = buf_slice(&dg13);
	OK(holder_read(files, today, &h) == ERR_OK &&
	    h.warnings == HOLDER_MAX_WARNINGS, "no more warnings than fit");
	holder_release(&h);
	buf_release(&dg1);
	buf_release(&dg13);
}

/* Test documents: what their index says of them. */
static const struct {
	const char *file, *member, *warning;
	enum person_field f;
} documents[] = {
	{ "icao9303/DG1_TD1_9303-10_A.2.1.bin", "VAN DER STEEN MARIANNE LOUISE",
	    "a check digit is wrong", PERSON_NAME },
	{ "icao9303/DG1_TD2_9303-10_A.2.2_corrected.bin", "123456789012", NULL,
	    PERSON_DOC_NO },
	{ "icao9303/DG1_TD2_UTO.bin", "D23145890", NULL, PERSON_DOC_NO },
	{ "icao9303/DG1_TD3_9303-4_B.bin", "ERIKSSON ANNA MARIA", NULL,
	    PERSON_NAME },
	{ "bsi_tr03105_5/Datagroup1.bin", "passport", NULL, PERSON_DOC_TYPE },
};

static void
one_document(size_t i)
{
	struct slice files[LDS_FILES] = { { NULL, 0 } };
	struct holder h = { .warnings = 0 };
	struct buf b = { 0 };

	if (!emrtd_file(documents[i].file, &b)) {
		EMRTD_SKIP(documents[i].file);
		return;
	}
	files[LDS_DG1] = buf_slice(&b);
	OK(holder_read(files, today, &h) == ERR_OK && (h.warnings > 0) ==
	    (documents[i].warning != NULL) && (h.warnings == 0 ||
	    slice_is(slice_str(h.warning[0].why), documents[i].warning)),
	    "%s", documents[i].file);
	tap_same(h.person.f[documents[i].f], documents[i].member, "whose");
	holder_release(&h);
	buf_release(&b);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof wholes / sizeof *wholes; i++)
		one(&wholes[i]);
	numbers();
	lines();
	long_text(2000);
	long_text(2048);
	long_text(2050);
	long_text(1000000);
	many_warnings();
	for (i = 0; i < sizeof documents / sizeof *documents; i++)
		one_document(i);
	return tap_done();
}
