/* SPDX-License-Identifier: ISC */
/* DG13: every variant that may be met, each field by its number. */
#include <string.h>

#include "chip/dg13.h"
#include "dg13_make.h"
#include "tap.h"

#define S(s) SLICE(s)
static enum err
parse(const struct dg13_part *p, struct dg13 *d)
{
	/* The slices of *d are only looked at before the next call. */
	static struct buf b;

	dg13_make(&b, p);
	return dg13_parse(buf_slice(&b), d);
}

static bool
holds(const struct dg13 *d, int n, const char *first, const char *second)
{
	const struct dg13_field *f = &d->field[n - 1];

	return f->n == (first != NULL) + (size_t)(second != NULL) &&
	    (first == NULL || slice_is(f->s[0], first)) &&
	    (second == NULL || slice_is(f->s[1], second));
}

/* The layout of spec tables: two SEQUENCEs of parents, field 14 empty. */
static void
usual(void)
{
	const struct dg13_part p[] = {
		{ 1, S("\x13\x0c" "001099000001") },
		{ 2, S("\x0c\x13Nguy\xe1\xbb\x85n V\xc4\x83n M\xe1\xba\xabu") },
		{ 3, S("\x13\x0a" "01/02/1999") }, { 4, S("\x0c\3Nam") },
		{ 11, S("\x13\x0a" "06/10/2021") },
		{ 12, S("\x0c\x0a" "01/02/2039") },
		{ 13, S("\x30\4\x0c\2Ba\x30\3\x0c\1M") }, { 14, S("") },
		{ 15, S("\x13\x09" "123456789") },
		{ 16, S("\x13\x10" "0123456789ABCDEF") }, { 0, S("") },
	};
	struct dg13 d;

	OK(parse(p, &d) == ERR_OK && d.version == 1 && d.present == 0xfc0f &&
	    d.unknown == 0 && d.odd == 0, "the usual card");
	OK(holds(&d, 1, "001099000001", NULL) && holds(&d, 2,
	    "Nguyễn Văn Mẫu", NULL) && holds(&d, 3, "01/02/1999", NULL) &&
	    holds(&d, 4, "Nam", NULL), "its first fields");
	OK(holds(&d, 12, "01/02/2039", NULL) && holds(&d, 13, "Ba", "M") &&
	    holds(&d, 14, NULL, NULL) && holds(&d, 15, "123456789", NULL) &&
	    holds(&d, 16, "0123456789ABCDEF", NULL), "and its last");
	OK(holds(&d, 5, NULL, NULL) && holds(&d, 10, NULL, NULL),
	    "fields that are not there");
}

static const struct {
	const char *name;
	struct slice value;
	enum err e;
	const char *first, *second;
	size_t odd;
} values[] = {
	{ "no value", S(""), ERR_OK, NULL, NULL, 0 },
	{ "an empty string", S("\x0c\0"), ERR_OK, "", NULL, 0 },
	{ "an empty PrintableString", S("\x13\0"), ERR_OK, "", NULL, 0 },
	{ "an empty SEQUENCE", S("\x30\0"), ERR_OK, "", NULL, 0 },
	{ "NULL", S("\x05\0"), ERR_OK, NULL, NULL, 0 },
	{ "a PrintableString", S("\x13\2ab"), ERR_OK, "ab", NULL, 0 },
	{ "an IA5String", S("\x16\2ab"), ERR_OK, "ab", NULL, 0 },
	{ "a long length", S("\x0c\x82\0\2ab"), ERR_OK, "ab", NULL, 0 },
	{ "one SEQUENCE with two", S("\x30\6\x0c\1a\x0c\1b"), ERR_OK, "a",
	    "b", 0 },
	{ "two SEQUENCEs with one each", S("\x30\3\x0c\1a\x30\3\x13\1b"),
	    ERR_OK, "a", "b", 0 },
	{ "two strings, no SEQUENCE", S("\x0c\1a\x13\1b"), ERR_OK, "a", "b",
	    0 },
	{ "the first of two SEQUENCEs empty", S("\x30\0\x30\3\x0c\1b"), ERR_OK,
	    "", "b", 0 },
	{ "the first of two strings empty", S("\x30\5\x0c\0\x0c\1b"), ERR_OK,
	    "", "b", 0 },
	{ "only the first", S("\x30\3\x0c\1a"), ERR_OK, "a", NULL, 0 },
	{ "a SEQUENCE in a SEQUENCE", S("\x30\5\x30\3\x0c\1a"), ERR_OK, "a",
	    NULL, 0 },
	{ "what looks like a field in a string",
	    S("\x0c\x07\x30\x05\x02\x01\x0e\x0c\x00"), ERR_OK,
	    "\x30\x05\x02\x01\x0e\x0c", NULL, 0 },
	{ "an OCTET STRING", S("\x04\1a"), ERR_OK, NULL, NULL, 1 },
	{ "a number and a string", S("\x02\1\1\x0c\1a"), ERR_OK, "a", NULL,
	    1 },
	{ "half a string", S("\x0c\2a"), ERR_TRUNCATED, NULL, NULL, 0 },
	{ "half inside a SEQUENCE", S("\x30\3\x0c\2a"), ERR_TRUNCATED, NULL,
	    NULL, 0 },
	{ "five strings", S("\x0c\1a\x0c\1b\x0c\1c\x0c\1d\x0c\1e"),
	    ERR_TOO_LONG, NULL, NULL, 0 },
	{ "zeros", S("\0\0"), ERR_FORMAT, NULL, NULL, 0 },
};

static void
one_value(size_t i)
{
	struct dg13_part p[] = { { 13, values[i].value }, { 0, S("") } };
	struct dg13 d = { .version = 99 };
	enum err e = parse(p, &d);
	bool good = e == values[i].e;

	if (e != ERR_OK)
		good = good && d.version == 99;
	else if (slice_starts(values[i].value, "\x0c\x07"))
		good = d.field[12].n == 1 && d.field[12].s[0].n == 7 &&
		    d.present == 1u << 12;
	else
		good = good && d.odd == values[i].odd &&
		    holds(&d, 13, values[i].first, values[i].second);
	OK(good, "a field with %s", values[i].name);
}

static void
order(void)
{
	const struct dg13_part shuffled[] = { { 16, S("\x0c\1p") },
	    { 9, S("\x0c\1i") }, { 1, S("\x0c\1a") }, { 13, S("\x0c\1m") },
	    { 0, S("") } };
	const struct dg13_part twice[] = { { 1, S("\x0c\1a") }, { 2, S("") },
	    { 1, S("") }, { 0, S("") } };
	const struct dg13_part more[] = { { 17, S("\x0c\1x") }, { 1, S("\x0c\1a") },
	    { 127, S("") }, { 0, S("") } };
	const struct dg13_part negative[] = { { 0x81, S("\x0c\1x") }, { 0, S("") } };
	const struct dg13_part none[] = { { 0, S("") } };
	struct dg13 d;

	OK(parse(shuffled, &d) == ERR_OK && d.present == 0x9101 &&
	    holds(&d, 1, "a", NULL) && holds(&d, 9, "i", NULL) &&
	    holds(&d, 13, "m", NULL) && holds(&d, 16, "p", NULL), "any order");
	OK(parse(twice, &d) == ERR_DUPLICATE, "a field twice");
	OK(parse(more, &d) == ERR_OK && d.unknown == 2 &&
	    holds(&d, 1, "a", NULL), "fields past sixteen");
	OK(parse(negative, &d) == ERR_FORMAT, "a field with a negative number");
	OK(parse(none, &d) == ERR_OK && d.present == 0, "no field at all");
}

/* Over 127 and over 65535 octets. */
static void
long_value(size_t n)
{
	struct buf text = { 0 }, value = { 0 };
	struct dg13_part p[] = { { 9, S("") }, { 10, S("\x0c\1z") }, { 0, S("") } };
	struct dg13 d;

	while (text.n < n)
		buf_add_char(&text, "0 2\x01"[text.n % 4]);
	tlv_add(&value, 0x0c, buf_slice(&text));
	p[0].value = buf_slice(&value);
	OK(parse(p, &d) == ERR_OK && slice_eq(d.field[8].s[0],
	    buf_slice(&text)) && holds(&d, 10, "z", NULL),
	    "an address of %zu octets", n);
	buf_release(&text);
	buf_release(&value);
}

static void
deep(int n, enum err want)
{
	struct buf b = { 0 };
	struct dg13_part p[] = { { 14, S("") }, { 0, S("") } };
	struct dg13 d;
	int i;

	tlv_add(&b, 0x0c, S("a"));
	for (i = 0; i < n; i++)
		make_wrap(&b, 0, 0x30);
	p[0].value = buf_slice(&b);
	OK(parse(p, &d) == want, "%d deep", n);
	buf_release(&b);
}

static const struct {
	const char *name;
	struct slice in;
	enum err e;
} files[] = {
	{ "the smallest", S("\x6d\x0f\x30\x0d" DG13_START "\x31\0"), ERR_OK },
	{ "long lengths", S("\x6d\x82\0\x12\x30\x81\x0f" DG13_START "\x31\x82\0\0"),
	    ERR_OK },
	{ "version 2", S("\x6d\x0f\x30\x0d\x02\x01\x02\x06\x06\x28\xd3\x16\x01"
	    "\x00\x08\x31\0"), ERR_OK },
	{ "another OBJECT IDENTIFIER", S("\x6d\x0f\x30\x0d\x02\x01\x01\x06\x06"
	    "\x28\xd3\x16\x01\x00\x07\x31\0"), ERR_UNSUPPORTED },
	{ "text", S("\x6d\x0bkey=value\r\n"), ERR_TRUNCATED },
	{ "another file", S("\x6b\x0f\x30\x0d" DG13_START "\x31\0"), ERR_FORMAT },
	{ "another file inside", S("\x6d\2\x5c\0"), ERR_FORMAT },
	{ "octets behind", S("\x6d\x0f\x30\x0d" DG13_START "\x31\0\0"), ERR_FORMAT },
	{ "no SET", S("\x6d\x0d\x30\x0b" DG13_START), ERR_FORMAT },
	{ "a SET of numbers", S("\x6d\x12\x30\x10" DG13_START "\x31\3\2\1\1"),
	    ERR_FORMAT },
	{ "an empty field", S("\x6d\x11\x30\x0f" DG13_START "\x31\2\x30\0"),
	    ERR_FORMAT },
	{ "nothing", S(""), ERR_FORMAT },
};

int
main(void)
{
	struct dg13 d;
	size_t i;

	usual();
	for (i = 0; i < sizeof values / sizeof *values; i++)
		one_value(i);
	order();
	long_value(200);
	long_value(300);
	long_value(70000);
	deep(TLV_MAX_DEPTH - 1, ERR_OK);
	deep(TLV_MAX_DEPTH, ERR_DEPTH);
	for (i = 0; i < sizeof files / sizeof *files; i++)
		OK(dg13_parse(files[i].in, &d) == files[i].e, "%s",
		    files[i].name);
	for (i = 0; i < files[0].in.n; i++)
		if (dg13_parse((struct slice){ files[0].in.p, i }, &d) ==
		    ERR_OK)
			break;
	OK(i == files[0].in.n, "no part of a file");
	return tap_done();
}
