/* SPDX-License-Identifier: ISC */
/* The scanner on cases by RFC 8259, with jansson as the witness. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "json_walk.h"
#include "record/record.h"
#include "tap.h"

static const struct {
	const char *text;
	enum err want;
} cases[] = {
	{ "{}", ERR_OK },
	{ " [1, -0, 0.5e+3, true, false, null, \"\"] \n", ERR_OK },
	{ "{\"a\":{\"b\":[[],{}]},\"c\":[{\"d\":1},2]}", ERR_OK },
	{ "\"\\u0041\\n\\ud83d\\ude00\"", ERR_OK },
	{ "", ERR_JSON }, { " ", ERR_JSON }, { "{", ERR_JSON },
	{ "[1,]", ERR_JSON }, { "{\"a\":1,}", ERR_JSON }, { "[,1]", ERR_JSON },
	{ "{\"a\" 1}", ERR_JSON }, { "{a:1}", ERR_JSON }, { "{1:1}", ERR_JSON },
	{ "[1}", ERR_JSON }, { "{\"a\":1]", ERR_JSON }, { "[1] x", ERR_JSON },
	{ "01", ERR_JSON }, { "-", ERR_JSON }, { "1.", ERR_JSON },
	{ ".5", ERR_JSON }, { "1e", ERR_JSON }, { "+1", ERR_JSON },
	{ "tru", ERR_JSON }, { "nulL", ERR_JSON }, { "NaN", ERR_JSON },
	{ "\"\t\"", ERR_JSON }, { "\"\\x\"", ERR_JSON },
	{ "\"\\u12g4\"", ERR_JSON }, { "\"abc", ERR_JSON },
	{ "'a'", ERR_JSON }, { "[1 2]", ERR_JSON }, { "[\"a\":1]", ERR_JSON },
	{ "\"\xff\"", ERR_UTF8 }, { "\"\xed\xa0\x80\"", ERR_UTF8 },
	{ "\"\xc0\xaf\"", ERR_UTF8 }, { "\xef\xbb\xbf{}", ERR_JSON },
	{ "[[[[", ERR_JSON }, { "]", ERR_JSON }, { "{\"a\"}", ERR_JSON },
};

static void
test_cases(void)
{
	size_t i, at;
	struct json_value v;
	struct json_index x = { 0 };
	json_error_t je;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct slice s = slice_str(cases[i].text);
		json_t *j = json_loadb(s.p, s.n, JSON_DECODE_ANY, &je);
		enum err e = json_scan(s, &v, &x, &at);

		OK(e == cases[i].want, "%.30s gives %s", cases[i].text,
		    err_word(cases[i].want));
		OK((e == ERR_OK) == (j != NULL), "and jansson agrees");
		json_decref(j);
	}
	json_index_release(&x);
}

static void
test_depth(void)
{
	struct buf b = { 0 };
	struct json_value v;
	size_t at;
	int n, i;

	for (n = JSON_MAX_DEPTH; n <= JSON_MAX_DEPTH + 1; n++) {
		buf_reset(&b);
		for (i = 0; i < n; i++)
			buf_add_char(&b, '[');
		for (i = 0; i < n; i++)
			buf_add_char(&b, ']');
		OK(json_scan(buf_slice(&b), &v, NULL, &at) ==
		    (n > JSON_MAX_DEPTH ? ERR_DEPTH : ERR_OK), "depth %d", n);
	}
	buf_release(&b);
}

/* Strings are skipped in steps of 16 and 64 bytes: every length about those,
 * and at every place what may not stand there and what looks like it. */
static void
test_steps(void)
{
	static const char odd[] = "\"\\\x1f\x01\n !\x7f#[]";
	char text[320], *exact;
	size_t n, at, i, wrong = 0;
	struct json_value v;

	for (n = 1; n <= sizeof text - 2; n += n < 150 ? 1 : 13)
		for (at = 0; at < n; at++)
			for (i = 0; i < sizeof odd - 1; i++) {
				bool good = odd[i] >= ' ' && odd[i] != '"' &&
				    odd[i] != '\\';

				memset(text, 'x', n + 2);
				text[0] = text[n + 1] = '"';
				text[1 + at] = odd[i];
				exact = malloc(n + 2);
				memcpy(exact, text, n + 2);
				wrong += (json_scan((struct slice){ exact,
				    n + 2 }, &v, NULL, &(size_t){ 0 }) ==
				    ERR_OK) != good || (good &&
				    v.raw.n != n + 2);
				free(exact);
			}
	OK(wrong == 0, "strings of every length: %zu wrong", wrong);
}

static void
write_in_place(struct record *r, const char *line, const char *name,
    struct buf *out)
{
	size_t at;

	if (record_parse(r, slice_str(line), &at) != ERR_OK)
		abort();
	buf_add_slice(out, record_start(r, name, &at));
	record_write_before(r, name, at, out);
	json_open(out, '[');
	json_put_int(out, 1);
	json_close(out, ']');
	record_write_behind(r, name, out);
}

static void
test_record(void)
{
	struct record r = { 0 };
	struct buf out = { 0 };
	struct slice s;
	size_t at, from;
	struct record_edit ed[] = { { "b", SLICE("[9]") },
	    { "new", SLICE("\"n\"") }, { "gone", { NULL, 0 } } };

	OK(record_parse(&r, SLICE("{\"a\": \"x\\u00e9\", \"b\":2,\"gone\":0,"
	    "\"c\":{ \"d\" :1}}"), &at) == ERR_OK, "record_parse");
	OK(record_text(&r, "a", &s) == ERR_OK && slice_is(s, "x\xc3\xa9"),
	    "escapes are read");
	OK(record_text(&r, "b", &s) == ERR_FORMAT, "a number is no text");
	OK(record_text(&r, "z", &s) == ERR_NOT_FOUND, "absent");
	record_write(&r, ed, 3, &out);
	tap_same(buf_slice(&out), "{\"a\":\"x\\u00e9\",\"b\":[9],"
	    "\"c\":{ \"d\" :1},\"new\":\"n\"}\n", "record_write");
	buf_reset(&out);
	OK(record_parse(&r, SLICE("{\"a\":1,\"b\":2, \"c\":3,\"gone\":4,"
	    "\"d\":{},\"e\" :5,\"f\":[]}"), &at) == ERR_OK, "in runs");
	record_write(&r, ed + 2, 1, &out);
	record_write(&r, ed, 2, &out);
	tap_same(buf_slice(&out), "{\"a\":1,\"b\":2,\"c\":3,\"d\":{},"
	    "\"e\":5,\"f\":[]}\n{\"a\":1,\"b\":[9],\"c\":3,\"gone\":4,"
	    "\"d\":{},\"e\":5,\"f\":[],\"new\":\"n\"}\n",
	    "members are copied in runs");
	buf_reset(&out);
	OK(record_parse(&r, SLICE("{}"), &at) == ERR_OK, "nothing");
	record_write(&r, ed, 1, &out);
	tap_same(buf_slice(&out), "{\"b\":[9]}\n", "into an empty record");
	buf_reset(&out);
	write_in_place(&r, "{\"a\":1, \"b\":{},\"c\":3}", "b", &out);
	write_in_place(&r, "{\"b\":1,\"c\": 3}", "b", &out);
	write_in_place(&r, "{\"c\":3}", "b", &out);
	write_in_place(&r, "{}", "b", &out);
	write_in_place(&r, " {\"a\":1, \"c\": 3,\"d\":4} ", "b", &out);
	write_in_place(&r, "{\"a\" :1,\"b\":2}", "b", &out);
	tap_same(buf_slice(&out), "{\"a\":1,\"b\":[1],\"c\":3}\n"
	    "{\"b\":[1],\"c\":3}\n{\"c\":3,\"b\":[1]}\n{\"b\":[1]}\n"
	    "{\"a\":1,\"c\":3,\"d\":4,\"b\":[1]}\n{\"a\":1,\"b\":[1]}\n",
	    "in steps");
	OK(record_parse(&r, SLICE("{\"a\":1,\"c\":3, \"d\":4}"), &at) ==
	    ERR_OK && slice_is(record_start(&r, "d", &from),
	    "{\"a\":1,\"c\":3") && from == 2 &&
	    slice_is(record_start(&r, "b", &from), "{\"a\":1,\"c\":3"),
	    "the start of a line");
	OK(record_parse(&r, SLICE("{\"a\":1,\"a\":2}"), &at) == ERR_DUPLICATE
	    && at == 8, "the same name twice");
	OK(record_parse(&r, SLICE("{\"\\u0069d\":1}"), &at) == ERR_DUPLICATE,
	    "a name in disguise");
	OK(record_parse(&r, SLICE("[]"), &at) == ERR_NOT_OBJECT, "no object");
	buf_release(&out);
	record_release(&r);
}

static const char *const nested[] = {
	"{}", "{\"a\":1}", "{\"a\":{}}", "{\"a\":[]}", "{\"a\":{\"b\":{}}}",
	"{\"a\":{\"b\":{\"c\":1},\"d\":[{\"e\":1,\"f\":{\"g\":[{}]}},7],"
	"\"h\":\"\"},\"i\":{ \"j\" : { } , \"k\\n\" :null}, \"l\":[{\"m\":1}],"
	"\"n\":{\"o\":{\"p\":{\"q\":[[],[{\"r\":{}}]]}},\"s\":true}}",
};

/* Objects of an index, of one that is used again as well. */
static void
test_inside(void)
{
	struct json_index x = { 0 };
	struct json_value v;
	struct buf b = { 0 };
	size_t i, at;

	for (i = 0; i < sizeof nested / sizeof *nested; i++)
		OK(json_scan(slice_str(nested[i]), &v, &x, &at) == ERR_OK &&
		    json_same_walks(&x), "inside: %s", nested[i]);
	/* as many as there is no room for at first, as deep as may be */
	buf_add_str(&b, "{\"a\":{");
	for (i = 0; i < 500; i++)
		buf_printf(&b, "\"m%zu\":{\"x\":[%zu],\"y\":{}},", i, i);
	for (i = 0; i < JSON_MAX_DEPTH - 2; i++)
		buf_add_str(&b, "\"d\":{");
	for (i = 0; i < JSON_MAX_DEPTH; i++)
		buf_add_char(&b, '}');
	OK(json_scan(buf_slice(&b), &v, &x, &at) == ERR_OK &&
	    json_same_walks(&x) && x.n == 1 &&
	    x.m[0].value.inside == 1500 + JSON_MAX_DEPTH - 2, "a big one");
	OK(json_scan(SLICE("{\"a\":{\"b\":1}}"), &v, &x, &at) == ERR_OK &&
	    json_same_walks(&x) && x.in_n == 1, "and a small one after it");
	buf_release(&b);
	json_index_release(&x);
}

static void
test_writer(void)
{
	struct buf b = { 0 };

	json_open(&b, '{');
	json_pair_str(&b, "a", "q\"\\\n\x7f\xe2\x80\xae|\xc3\xa9");
	json_key(&b, "l");
	json_open(&b, '[');
	json_put_int(&b, -5);
	json_put_bool(&b, true);
	json_close(&b, ']');
	json_close(&b, '}');
	tap_same(buf_slice(&b),
	    "{\"a\":\"q\\\"\\\\\\n\\u007f\\u202e|\xc3\xa9\","
	    "\"l\":[-5,true]}", "writer");
	buf_release(&b);
}

int
main(void)
{
	test_cases();
	test_depth();
	test_steps();
	test_record();
	test_inside();
	test_writer();
	return tap_done();
}
