/* SPDX-License-Identifier: ISC */
/* Tags and lengths: every form, every cut, every edge. */
#include <string.h>

#include "base/tlv.h"
#include "tap.h"

#define S(s) SLICE(s)

/* One object off `in`: the result of the plain, the DER and the BER reader;
 * `value`, `rest` and tag for those that read it. */
static const struct {
	const char *name;
	struct slice in;
	enum err plain, der, ber;
	uint32_t tag;
	struct slice value, rest;
} objects[] = {
	{ "nothing", S(""), ERR_EOF, ERR_EOF, ERR_EOF, 0, S(""), S("") },
	{ "an INTEGER", S("\x02\x01\x05"), ERR_OK, ERR_OK, ERR_OK, 0x02,
	    S("\x05"), S("") },
	{ "an empty value", S("\x05\x00xy"), ERR_OK, ERR_OK, ERR_OK, 0x05,
	    S(""), S("xy") },
	{ "a tag of two octets", S("\x7f\x61\x02hi!"), ERR_OK, ERR_OK, ERR_OK,
	    0x7f61, S("hi"), S("!") },
	{ "5F0E of ISO/IEC 7816-6", S("\x5f\x0e\x01" "a"), ERR_OK, ERR_OK,
	    ERR_OK, 0x5f0e, S("a"), S("") },
	{ "a tag of three octets", S("\x7f\x81\x01\x01" "a"), ERR_OK, ERR_OK,
	    ERR_OK, 0x7f8101, S("a"), S("") },
	{ "a tag of four octets", S("\x7f\x81\x81\x01\x01" "a"), ERR_FORMAT,
	    ERR_FORMAT, ERR_FORMAT, 0, S(""), S("") },
	{ "a tag with a leading zero", S("\x7f\x80\x01\x01" "a"), ERR_FORMAT,
	    ERR_FORMAT, ERR_FORMAT, 0, S(""), S("") },
	{ "padding 00", S("\0\0\0"), ERR_FORMAT, ERR_FORMAT, ERR_FORMAT, 0,
	    S(""), S("") },
	{ "padding FF", S("\xff\xff\xff\xff\xff"), ERR_FORMAT, ERR_FORMAT,
	    ERR_FORMAT, 0, S(""), S("") },
	{ "a tag alone", S("\x30"), ERR_TRUNCATED, ERR_TRUNCATED,
	    ERR_TRUNCATED, 0, S(""), S("") },
	{ "half a tag", S("\x7f"), ERR_TRUNCATED, ERR_TRUNCATED,
	    ERR_TRUNCATED, 0, S(""), S("") },
	{ "half a length", S("\x30\x82\x01"), ERR_TRUNCATED, ERR_TRUNCATED,
	    ERR_TRUNCATED, 0, S(""), S("") },
	{ "half a value", S("\x04\x03xy"), ERR_TRUNCATED, ERR_TRUNCATED,
	    ERR_TRUNCATED, 0, S(""), S("") },
	{ "81 where one octet would do", S("\x04\x81\x02xyz"), ERR_OK,
	    ERR_FORMAT, ERR_OK, 0x04, S("xy"), S("z") },
	{ "82 where 81 would do", S("\x04\x82\x00\x02xyz"), ERR_OK, ERR_FORMAT,
	    ERR_OK, 0x04, S("xy"), S("z") },
	{ "83 where one would do", S("\x04\x83\0\0\x01xz"), ERR_OK, ERR_FORMAT,
	    ERR_OK, 0x04, S("x"), S("z") },
	{ "84", S("\x04\x84\0\0\0\x01x"), ERR_FORMAT, ERR_FORMAT, ERR_FORMAT,
	    0, S(""), S("") },
	{ "FF as a length", S("\x04\xff\x01"), ERR_FORMAT, ERR_FORMAT,
	    ERR_FORMAT, 0, S(""), S("") },
	{ "the longest length, nothing behind", S("\x04\x83\xff\xff\xff"),
	    ERR_TRUNCATED, ERR_TRUNCATED, ERR_TRUNCATED, 0, S(""), S("") },
	{ "an indefinite length", S("\x30\x80\x02\x01\x05\0\0z"), ERR_FORMAT,
	    ERR_FORMAT, ERR_OK, 0x30, S("\x02\x01\x05"), S("z") },
	{ "an indefinite length, empty", S("\x30\x80\0\0"), ERR_FORMAT,
	    ERR_FORMAT, ERR_OK, 0x30, S(""), S("") },
	{ "one inside another", S("\x30\x80\x24\x80\x04\x01x\0\0\x05\0\0\0"),
	    ERR_FORMAT, ERR_FORMAT, ERR_OK, 0x30,
	    S("\x24\x80\x04\x01x\0\0\x05\0"), S("") },
	{ "zeros inside a value do not end it", S("\x24\x80\x04\x02\0\0\0\0"),
	    ERR_FORMAT, ERR_FORMAT, ERR_OK, 0x24, S("\x04\x02\0\0"), S("") },
	{ "an indefinite length that does not end", S("\x30\x80\x02\x01\x05"),
	    ERR_FORMAT, ERR_FORMAT, ERR_TRUNCATED, 0, S(""), S("") },
	{ "half its end", S("\x30\x80\x02\x01\x05\0"), ERR_FORMAT, ERR_FORMAT,
	    ERR_TRUNCATED, 0, S(""), S("") },
	{ "half a value in it", S("\x30\x80\x02\x05\x05\0\0"), ERR_FORMAT,
	    ERR_FORMAT, ERR_TRUNCATED, 0, S(""), S("") },
	{ "an indefinite length of a primitive", S("\x04\x80\x04\0\0\0"),
	    ERR_FORMAT, ERR_FORMAT, ERR_FORMAT, 0, S(""), S("") },
	{ "the same inside another", S("\x30\x80\x04\x80\0\0\0\0"),
	    ERR_FORMAT, ERR_FORMAT, ERR_FORMAT, 0, S(""), S("") },
};

typedef enum err reader(struct slice *, struct tlv *);

static void
one_object(size_t i, const char *how, reader *next, enum err want)
{
	struct slice in = objects[i].in, before = in;
	struct tlv t = { 0 };
	bool good = next(&in, &t) == want;

	if (want != ERR_OK)
		good = good && in.p == before.p && in.n == before.n;
	else
		good = good && t.tag == objects[i].tag &&
		    slice_eq(t.value, objects[i].value) &&
		    slice_eq(in, objects[i].rest) && t.raw.p == before.p &&
		    t.raw.n == before.n - in.n;
	OK(good, "%s: %s", objects[i].name, how);
}

/* Indefinite lengths, `n` in one another. */
static enum err
nested(int n)
{
	struct buf b = { 0 };
	struct slice in;
	struct tlv t;
	enum err e;
	int i;

	for (i = 0; i < n; i++)
		buf_add(&b, "\x30\x80", 2);
	for (i = 0; i < n; i++)
		buf_add(&b, "\0\0", 2);
	in = buf_slice(&b);
	e = tlv_next_ber(&in, &t);
	buf_release(&b);
	return e;
}

static void
lengths(void)
{
	static const size_t edges[] = { 0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff,
	    0x10000, 0x20000 };
	static const size_t heads[] = { 3, 3, 3, 4, 4, 5, 5, 6, 6 };
	struct buf b = { 0 }, value = { 0 };
	struct slice in, cut;
	struct tlv t;
	size_t i, n;

	for (i = 0; i < sizeof edges / sizeof *edges; i++) {
		buf_reset(&b);
		buf_reset(&value);
		while (value.n < edges[i])
			buf_add_char(&value, (char)value.n);
		tlv_add(&b, 0x5f2e, buf_slice(&value));
		in = buf_slice(&b);
		OK(tlv_next_der(&in, &t) == ERR_OK && in.n == 0 &&
		    t.tag == 0x5f2e && slice_eq(t.value, buf_slice(&value)) &&
		    b.n == heads[i] + edges[i], "%zu octets and back",
		    edges[i]);
		for (n = 0; n < heads[i]; n++) {
			cut = (struct slice){ b.p, n };
			if (tlv_total(cut, &(size_t){ 0 }) != ERR_TRUNCATED)
				break;
		}
		OK(n == heads[i] && tlv_total((struct slice){ b.p, n }, &n) ==
		    ERR_OK && n == b.n, "its total from its head alone");
	}
	OK(tlv_total(S("\x30\x80"), &n) == ERR_FORMAT,
	    "an indefinite length tells no total");
	buf_release(&b);
	buf_release(&value);
}

static void
taking(void)
{
	struct slice in = S("\x02\x01\x05\x04\x01x"), v = { 0 };
	struct slice cut = S("\x02\x01\x05\x04\x02x");
	struct tlv t = { 0 };

	OK(tlv_take(&in, 0x04, &v) == ERR_FORMAT && in.n == 6 && v.p == NULL,
	    "another tag is not taken");
	OK(tlv_take(&in, 0x02, &v) == ERR_OK && in.n == 3 &&
	    slice_is(v, "\x05"), "the tag wanted is");
	OK(tlv_take(&in, 0x04, &v) == ERR_OK && in.n == 0, "and the next");
	OK(tlv_take(&in, 0x04, &v) == ERR_FORMAT, "not one that is not there");
	OK(tlv_find(S("\x02\x01\x05\x04\x01x\x04\x01y"), 0x04, &t) == ERR_OK &&
	    slice_is(t.value, "x"), "the first of a tag is found");
	OK(tlv_find(S("\x02\x01\x05"), 0x04, &t) == ERR_NOT_FOUND,
	    "none of it is not found");
	OK(tlv_find(cut, 0x02, &t) == ERR_OK &&
	    tlv_find(cut, 0x04, &t) == ERR_TRUNCATED,
	    "what stands before a damaged object is found, it is not");
}

static const struct {
	struct slice in;
	enum err e, small;
	struct slice out;
	int v;
} integers[] = {
	{ S(""), ERR_FORMAT, ERR_FORMAT, S(""), 0 },
	{ S("\0"), ERR_OK, ERR_OK, S("\0"), 0 },
	{ S("\x7f"), ERR_OK, ERR_OK, S("\x7f"), 127 },
	{ S("\x80"), ERR_FORMAT, ERR_FORMAT, S(""), 0 },
	{ S("\0\x80"), ERR_OK, ERR_OK, S("\x80"), 128 },
	{ S("\0\x7f"), ERR_FORMAT, ERR_FORMAT, S(""), 0 },
	{ S("\0\0"), ERR_FORMAT, ERR_FORMAT, S(""), 0 },
	{ S("\x7f\xff\xff\xff"), ERR_OK, ERR_OK, S("\x7f\xff\xff\xff"),
	    0x7fffffff },
	{ S("\0\x80\0\0\0"), ERR_OK, ERR_RANGE, S("\x80\0\0\0"), 0 },
	{ S("\x01\0\0\0\0"), ERR_OK, ERR_RANGE, S("\x01\0\0\0\0"), 0 },
};

static void
one_integer(size_t i)
{
	struct slice out = { NULL, 0 };
	int v = -1;
	bool good = tlv_unsigned(integers[i].in, &out) == integers[i].e;

	good = good && (integers[i].e == ERR_OK ?
	    slice_eq(out, integers[i].out) : out.p == NULL);
	good = good && tlv_small(integers[i].in, &v) == integers[i].small;
	good = good && v == (integers[i].small == ERR_OK ? integers[i].v : -1);
	OK(good, "integer %zu", i);
}

static const struct {
	const char *name;
	struct slice in;
	bool ber;
	enum err e;
} anys[] = {
	{ "DER", S("\x30\x02\x05\x00"), false, ERR_OK },
	{ "a long length", S("\x30\x81\x02\x05\x00"), true, ERR_OK },
	{ "an indefinite length", S("\x30\x80\x05\x00\0\0"), true, ERR_OK },
	{ "another tag", S("\x31\x80\x05\x00\0\0"), false, ERR_FORMAT },
	{ "nothing", S(""), false, ERR_FORMAT },
	{ "half of it", S("\x30\x80\x05\x00"), false, ERR_TRUNCATED },
};

static void
one_any(size_t i)
{
	struct slice in = anys[i].in, v = S("as it was");
	bool ber = false;
	enum err e = tlv_take_any(&in, 0x30, &v, &ber);

	OK(e == anys[i].e && ber == anys[i].ber && (e == ERR_OK ? in.n == 0 &&
	    slice_eq(v, S("\x05\x00")) : in.n == anys[i].in.n &&
	    slice_is(v, "as it was")), "take: %s", anys[i].name);
	ber = true;
	in = S("\x05\x00");
	OK(tlv_take_any(&in, 0x05, &v, &ber) == ERR_OK && ber,
	    "what was found stays");
}

/* What is inside the constructed string. */
static const struct {
	const char *name;
	struct slice in;
	enum err e;
	const char *out;
} joins[] = {
	{ "no piece", S(""), ERR_OK, "" },
	{ "two", S("\x04\x02" "ab\x04\x01" "c"), ERR_OK, "abc" },
	{ "pieces of pieces", S("\x24\x80\x04\x01" "a\x24\x03\x04\x01" "b\0\0"
	    "\x04\x00"), ERR_OK, "ab" },
	{ "a piece of another kind", S("\x04\x01" "a\x05\x00"), ERR_FORMAT,
	    "a" },
	{ "half a piece", S("\x04\x02" "a"), ERR_TRUNCATED, "" },
};

static void
one_join(size_t i)
{
	struct buf b = { 0 };

	OK(tlv_join(joins[i].in, &b) == joins[i].e &&
	    slice_is(buf_slice(&b), joins[i].out), "join: %s", joins[i].name);
	buf_release(&b);
}

static const struct {
	const char *name;
	struct slice in;
	bool der;
} ders[] = {
	{ "nothing", S(""), true },
	{ "objects in objects", S("\x30\x05\xa0\x03\x02\x01\x01\x31\x00"),
	    true },
	{ "a long length inside", S("\x30\x06\xa0\x04\x02\x81\x01\x01"),
	    false },
	{ "an indefinite length inside", S("\x30\x06\xa0\x80\x05\x00\0\0"),
	    false },
	{ "what only looks so in a string", S("\x04\x04\x30\x80\0\0"), true },
	{ "a string in pieces", S("\x24\x03\x04\x01" "a"), false },
	{ "a SEQUENCE that is not constructed", S("\x10\x00"), false },
	{ "half an object inside", S("\x30\x02\x04\x01"), false },
};

/* SEQUENCEs in each other. */
static bool
is_der_deep(int depth)
{
	char b[2 * (TLV_MAX_DEPTH + 2)];
	int i;

	for (i = 0; i < depth; i++) {
		b[2 * i] = 0x30;
		b[2 * i + 1] = (char)(2 * (depth - 1 - i));
	}
	return tlv_is_der((struct slice){ b, 2 * (size_t)depth });
}

static void
any_and_der(void)
{
	size_t i;

	for (i = 0; i < sizeof anys / sizeof *anys; i++)
		one_any(i);
	for (i = 0; i < sizeof joins / sizeof *joins; i++)
		one_join(i);
	for (i = 0; i < sizeof ders / sizeof *ders; i++)
		OK(tlv_is_der(ders[i].in) == ders[i].der, "DER: %s",
		    ders[i].name);
	OK(is_der_deep(TLV_MAX_DEPTH - 1) && !is_der_deep(TLV_MAX_DEPTH + 1),
	    "DER as deep as may be, and deeper");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof objects / sizeof *objects; i++) {
		one_object(i, "plain", tlv_next, objects[i].plain);
		one_object(i, "DER", tlv_next_der, objects[i].der);
		one_object(i, "BER", tlv_next_ber, objects[i].ber);
	}
	OK(nested(TLV_MAX_DEPTH) == ERR_OK, "as deep as may be");
	OK(nested(TLV_MAX_DEPTH + 1) == ERR_DEPTH, "one deeper");
	lengths();
	taking();
	any_and_der();
	for (i = 0; i < sizeof integers / sizeof *integers; i++)
		one_integer(i);
	return tap_done();
}
