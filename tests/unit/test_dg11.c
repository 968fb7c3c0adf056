/* SPDX-License-Identifier: ISC */
/* DG11, DG12 and DG16: the worked examples of Doc 9303-10, dates in both
 * forms, lists that are too long. */
#include <string.h>

#include "chip/dg11.h"
#include "chip/dg12.h"
#include "chip/dg16.h"
#include "emrtd.h"
#include "tap.h"
#include "tlv_make.h"

#define S(s) SLICE(s)

/* Doc 9303-10, A.5 and A.6, their lengths put right. */
static const char a5[] = "\x6b\x60\x5c\x0a\x5f\x0e\x5f\x11\x5f\x42\x5f\x12"
    "\x5f\x13\x5f\x0e\x0dSMITH<<JOHN<J\x5f\x11\x0a" "ANYTOWN<MN"
    "\x5f\x42\x17" "123 MAPLE RD<ANYTOWN<MN\x5f\x12\x0b" "16125551212"
    "\x5f\x13\x0cTRAVEL<AGENT";
static const char a6[] = "\x70\x81\xa2\x02\x01\x02"
    "\xa1\x4c\x5f\x50\x08" "20020101\x5f\x51\x10SMITH<<CHARLES<R"
    "\x5f\x52\x0b" "19525551212\x5f\x53\x1d" "123 MAPLE RD<ANYTOWN<MN<55100"
    "\xa2\x4f\x5f\x50\x08" "20020315\x5f\x51\x0d" "BROWN<<MARY<J"
    "\x5f\x52\x0b" "14155551212\x5f\x53#49 REDWOOD LN<OCEAN BREEZE<CA<94000";

static void
eleven(void)
{
	struct slice in = { a5, sizeof a5 - 1 };
	struct dg11 d = { .names.n = 9 };

	OK(dg11_parse(in, &d) == ERR_OK && d.names.n == 0,
	    "Doc 9303-10, A.5");
	tap_same(d.f[DG11_NAME], "SMITH<<JOHN<J", "its name");
	tap_same(d.f[DG11_BIRTHPLACE], "ANYTOWN<MN", "its place of birth");
	tap_same(d.f[DG11_ADDRESS], "123 MAPLE RD<ANYTOWN<MN", "its address");
	tap_same(d.f[DG11_PHONE], "16125551212", "its telephone");
	tap_same(d.f[DG11_PROFESSION], "TRAVEL<AGENT", "its profession");
	OK(d.f[DG11_NUMBER].p == NULL && d.f[DG11_BORN].p == NULL &&
	    d.f[DG11_CUSTODY].p == NULL, "what it has not");
	OK(slice_is(slice_str(dg11_field_name(DG11_PHONE)), "dg11.phone") &&
	    slice_is(slice_str(dg11_field_name(DG11_CUSTODY)),
	    "dg11.custody"), "names of fields");
}

static void
sixteen(void)
{
	struct slice in = { a6, sizeof a6 - 1 };
	struct dg16 d = { .n = 0 };

	OK(dg16_parse(in, &d) == ERR_OK && d.n == 2, "Doc 9303-10, A.6");
	tap_same(d.f[0][DG16_NAME], "SMITH<<CHARLES<R", "the first");
	tap_same(d.f[0][DG16_RECORDED], "20020101", "recorded then");
	tap_same(d.f[1][DG16_PHONE], "14155551212", "the second's telephone");
	tap_same(d.f[1][DG16_ADDRESS], "49 REDWOOD LN<OCEAN BREEZE<CA<94000",
	    "and address");
}

static void
twelve(void)
{
	struct slice in = S("\x6c\x35\x5c\2\x5f\x19\x5f\x19\x02GB"
	    "\x5f\x26\4\x20\x21\x10\x06\xa0\x0e\2\1\2\x5f\x1a\2AB\x5f\x1a\3CDE"
	    "\x5f\x1d\1x\x5f\x55\x0e" "20211006083000");
	struct date day = { 0, 0, 0 };
	struct dg12 d = { .persons.n = 0 };

	OK(dg12_parse(in, &d) == ERR_OK && d.persons.n == 2 &&
	    slice_is(d.persons.s[0], "AB") && slice_is(d.persons.s[1], "CDE"),
	    "DG12 with two other persons");
	tap_same(d.f[DG12_AUTHORITY], "GB", "its authority");
	tap_same(d.f[DG12_PERSONALIZED], "20211006083000", "its time");
	OK(fields_date(d.f[DG12_ISSUED], &day) == ERR_OK && day.y == 2021 &&
	    day.m == 10 && day.d == 6, "its date, BCD");
	OK(slice_is(slice_str(dg12_field_name(DG12_SYSTEM)), "dg12.system"),
	    "the name of a field");
}

static const struct {
	struct slice in;
	enum err e;
	struct date d;
} dates[] = {
	{ S("19640812"), ERR_OK, { 1964, 8, 12 } },
	{ S("\x19\x64\x08\x12"), ERR_OK, { 1964, 8, 12 } },
	{ S("19640800"), ERR_OK, { 1964, 8, 0 } },
	{ S("\x19\x64\0\0"), ERR_OK, { 1964, 0, 0 } },
	{ S("19640012"), ERR_RANGE, { 0, 0, 0 } },
	{ S("19640230"), ERR_RANGE, { 0, 0, 0 } },
	{ S("19641301"), ERR_RANGE, { 0, 0, 0 } },
	{ S("\x19\x64\x08\x1a"), ERR_FORMAT, { 0, 0, 0 } },
	{ S("\xa9\x64\x08\x12"), ERR_FORMAT, { 0, 0, 0 } },
	{ S("1964081"), ERR_FORMAT, { 0, 0, 0 } },
	{ S("1964-8-1"), ERR_FORMAT, { 0, 0, 0 } },
	{ S("1964<<<<"), ERR_FORMAT, { 0, 0, 0 } },
	{ S(""), ERR_FORMAT, { 0, 0, 0 } },
};

static void
one_date(size_t i)
{
	struct date d = { 0, 0, 0 };
	enum err e = fields_date(dates[i].in, &d);

	OK((e == ERR_OK) == (dates[i].e == ERR_OK) &&
	    date_cmp(d, dates[i].d) == 0, "date %zu", i);
}

/* Other names: `n` of them, in the list or beside it. */
static void
list(size_t n, bool beside)
{
	struct buf b = { 0 };
	struct dg11 d = { .names.n = 0 };
	size_t i, at;

	tlv_add(&b, 0x02, S("\x7f"));
	for (i = 0; i < n; i++)
		tlv_add(&b, 0x5f0f, S("X<<Y"));
	if (!beside)
		make_wrap(&b, 0, 0xa0);
	at = b.n;
	tlv_add(&b, 0x5f12, S("1"));
	OK(at < b.n, "a list of %zu", n);
	make_wrap(&b, 0, 0x6b);
	OK(dg11_parse(buf_slice(&b), &d) == ERR_OK && d.names.n +
	    d.names.more == n && d.names.n <= FIELDS_LIST &&
	    slice_is(d.f[DG11_PHONE], "1"), "all of them counted");
	buf_release(&b);
}

/* Persons with tags A1 and on. */
static void
persons(int n, enum err want)
{
	struct dg16 d = { .n = 99 };
	struct buf b = { 0 };
	int i;

	for (i = 0; i < n; i++)
		buf_add(&b, "\xa1\4\x5f\x51\1A", 6);
	make_wrap(&b, 0, 0x70);
	OK(dg16_parse(buf_slice(&b), &d) == want && (want != ERR_OK ||
	    d.n == (size_t)n), "%d persons", n);
	buf_release(&b);
}

static void
bad(void)
{
	struct dg11 d = { .names.n = 9 };
	struct dg12 t = { .persons.n = 9 };
	struct dg16 s = { .n = 9 };

	OK(dg11_parse(S("\x6b\0"), &d) == ERR_OK && d.names.n == 0,
	    "an empty DG11");
	OK(dg11_parse(S("\x6b\x08\x5f\x12\1a\x5f\x12\1b"), &d) ==
	    ERR_DUPLICATE, "a telephone twice");
	OK(dg11_parse(S("\x6b\4\x5f\x12\2a"), &d) == ERR_TRUNCATED,
	    "a telephone cut");
	OK(dg11_parse(S("\x6b\5\xa0\3\x5f\x0f\1"), &d) == ERR_TRUNCATED,
	    "a list cut");
	OK(dg11_parse(S("\x6c\0"), &d) == ERR_FORMAT &&
	    dg12_parse(S("\x6b\0"), &t) == ERR_FORMAT &&
	    dg16_parse(S("\x6b\0"), &s) == ERR_FORMAT &&
	    t.persons.n == 9 && s.n == 9, "other files");
	OK(dg16_parse(S("\x70\6\xa1\4\x5f\x51\2A"), &s) == ERR_TRUNCATED,
	    "a person cut");
	OK(dg16_parse(S("\x70\x0a\xa1\x08\x5f\x51\1A\x5f\x51\1B"), &s) ==
	    ERR_DUPLICATE, "a person with two names");
}

static void
real_files(void)
{
	struct buf b = { 0 };

	if (emrtd_file("icao9303/DG11_9303-10_A.5.bin", &b))
		OK(slice_eq(buf_slice(&b), (struct slice){ a5, sizeof a5 - 1 }),
		    "A.5 is typed as others have it");
	else
		EMRTD_SKIP("A.5 as others have it");
	if (emrtd_file("icao9303/DG16_9303-10_A.6.bin", &b))
		OK(slice_eq(buf_slice(&b), (struct slice){ a6, sizeof a6 - 1 }),
		    "A.6 is typed as others have it");
	else
		EMRTD_SKIP("A.6 as others have it");
	buf_release(&b);
}

int
main(void)
{
	size_t i;

	eleven();
	sixteen();
	twelve();
	for (i = 0; i < sizeof dates / sizeof *dates; i++)
		one_date(i);
	list(1, false);
	list(FIELDS_LIST, false);
	list(FIELDS_LIST + 1, false);
	list(2, true);
	persons(0, ERR_OK);
	persons(DG16_PERSONS, ERR_OK);
	persons(DG16_PERSONS + 1, ERR_TOO_LONG);
	bad();
	real_files();
	return tap_done();
}
