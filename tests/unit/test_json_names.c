/* SPDX-License-Identifier: ISC */
/* A name twice in an object, at any depth; jansson is the witness. */
#include <jansson.h>
#include <time.h>

#include "given.h"
#include "record/record.h"
#include "tap.h"

static const struct {
	const char *text;
	enum err want;
	size_t at;
} cases[] = {
	{ "{\"a\":{\"b\":1,\"b\":2}}", ERR_DUPLICATE, 13 },
	{ "{\"a\":[{},{\"b\":{\"x\":1},\"b\":[]}]}", ERR_DUPLICATE, 23 },
	{ "{\"a\":{\"b\":{\"a\":1},\"a\":2},\"b\":3}", ERR_OK, 0 },
	{ "{\"a\":{\"b\":{\"b\":1}},\"a\":0}", ERR_DUPLICATE, 20 },
	{ "{\"a\":[{\"b\":1},{\"b\":1}]}", ERR_OK, 0 },
	{ "{\"\":{\"\":1}}", ERR_OK, 0 },
	{ "{\"c\":{\"\":1,\"\":1}}", ERR_DUPLICATE, 12 },
	{ "{\"c\":{\"ab\":1,\"abc\":1,\"aab\":1,\"b\":1}}", ERR_OK, 0 },
	{ "{\"c\":{\"D\\u00471\":1}}", ERR_DUPLICATE, 7 },
	{ "{\"c\":[{\"\\u00e9\":1,\"\\\\u0041\":2,\"\\n\":3}]}", ERR_OK, 0 },
	{ "{\"c\":{\"b\":1,\"b\":2}", ERR_JSON, 18 },
	{ "[{\"b\":1,\"b\":2}]", ERR_DUPLICATE, 9 },
	{ "[{\"b\":1}]", ERR_NOT_OBJECT, 0 },
};

static void
test_cases(void)
{
	struct record r = { 0 };
	size_t i, at;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum err e = record_parse(&r, slice_str(cases[i].text), &at);

		OK(e == cases[i].want, "%s: %s", cases[i].text, err_word(e));
		OK(e == ERR_OK || at == cases[i].at, "at %zu", at);
	}
	record_release(&r);
}

static unsigned
below(uint64_t *seed, unsigned n)
{
	unsigned char b[4];

	given_sequence(seed, b, sizeof b);
	return (b[0] | b[1] << 8 | (unsigned)b[2] << 16) % n;
}

/* An object of up to `most` members out of so many names that one often comes
 * twice, and as often does not. */
static void
random_object(struct buf *b, uint64_t *seed, unsigned most, int depth)
{
	unsigned n = below(seed, most + 1), i;

	json_open(b, '{');
	for (i = 0; i < n; i++) {
		char name[24];

		snprintf(name, sizeof name, "%.*s%x",
		    (int)below(seed, 3), "xyz", below(seed, n * n + 4));
		json_key(b, name);
		if (depth > 0 && below(seed, most) < 2)
			random_object(b, seed, most / 2, depth - 1);
		else
			json_put_int(b, (long long)i);
	}
	json_close(b, '}');
}

static void
test_random(unsigned most, unsigned rounds)
{
	struct record r = { 0 };
	struct buf b = { 0 };
	uint64_t seed = most;
	unsigned i, twice = 0, differ = 0;
	size_t at;

	for (i = 0; i < rounds; i++) {
		json_error_t je;
		json_t *j;
		enum err e;

		buf_reset(&b);
		random_object(&b, &seed, most, 3);
		j = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, &je);
		e = record_parse(&r, buf_slice(&b), &at);
		twice += j == NULL;
		differ += j == NULL ? e != ERR_DUPLICATE : e != ERR_OK;
		json_decref(j);
	}
	OK(differ == 0, "up to %u members: jansson says the same %u times",
	    most, rounds);
	OK(twice > rounds / 20 && twice < rounds / 10 * 9, "%u refused", twice);
	buf_release(&b);
	record_release(&r);
}

/* A line of a million names that are alike but for their ends. */
static void
test_many(void)
{
	struct record r = { 0 };
	struct buf b = { 0 };
	clock_t took = clock();
	size_t at, place;
	unsigned i;

	buf_add_str(&b, "{\"o\":{\"0\":1");
	for (i = 0; i < 1000000; i++)
		buf_printf(&b, ",\"n%06x\":1", (unsigned)(i * 7919ull % 1000003));
	buf_add_str(&b, "}}");
	OK(record_parse(&r, buf_slice(&b), &at) == ERR_OK, "a million names");
	b.n -= 2;
	place = b.n + 2;
	buf_add_str(&b, ",\"n000000\":0}}");
	OK(record_parse(&r, buf_slice(&b), &at) == ERR_DUPLICATE &&
	    at == place, "and one of them twice");
	took = (clock() - took) / (CLOCKS_PER_SEC / 10);
	OK(took < 100, "in %ld tenths of a second", (long)took);
	buf_release(&b);
	record_release(&r);
}

int
main(void)
{
	test_cases();
	test_random(6, 4000);
	test_random(40, 1000);
	test_random(300, 200);
	test_many();
	return tap_done();
}
