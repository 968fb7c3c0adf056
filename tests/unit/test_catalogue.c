/* SPDX-License-Identifier: ISC */
/* The portal's catalogues: each call names its members anew. */
#include "stay/catalogue.h"
#include "stay/stay.h"
#include "tap.h"

static const struct {
	const char *json;
	enum err want;
	const char *code, *label;	/* of the last row */
} t[] = {
	{ "{\"code\":\"200\",\"message\":\"x\",\"data\":[{\"maQT\":\"VNM\","
	    "\"tenQT\":\"Việt Nam\",\"tenQTEn\":\"VIET NAM\"},{\"maQT\":\"D\","
	    "\"tenQT\":\"Đức\",\"tenQTEn\":\"GERMANY\"}]}", ERR_OK, "D",
	    "Đức" },
	{ "{\"data\":[{\"tenTT\":\"Hà Nội\",\"maTTChu\":\"HN\","
	    "\"maTT\":\"101\"}]}", ERR_OK, "101", "Hà Nội" },
	{ "[{\"maPhuongXa\":\"101900256\",\"tenPhuongXa\":\"Phường Mẫu\"}]",
	    ERR_OK, "101900256", "Phường Mẫu" },
	{ "[{\"id\":20,\"name\":\"M\\u1ee5c \\u0111\\u00edch kh\\u00e1c\"}]",
	    ERR_OK, "20", "Mục đích khác" },
	/* a row with `id` and a code of its own: the code is what is sent */
	{ "[{\"id\":77,\"maQT\":\"SC-\",\"tenQT\":\"x\"}]", ERR_OK, "SC-",
	    "x" },
	{ "[]", ERR_FORMAT, NULL, NULL },
	{ "{\"code\":\"200\",\"data\":[]}", ERR_FORMAT, NULL, NULL },
	{ "{\"code\":\"400\",\"message\":\"x\",\"data\":null}", ERR_FORMAT,
	    NULL, NULL },
	{ "[{\"id\":1}]", ERR_FORMAT, NULL, NULL },
	{ "[{\"name\":\"x\"}]", ERR_FORMAT, NULL, NULL },
	{ "[{\"id\":null,\"name\":\"x\"}]", ERR_FORMAT, NULL, NULL },
	{ "[{\"id\":\"\",\"name\":\"x\"}]", ERR_FORMAT, NULL, NULL },
	{ "[{\"id\":1,\"name\":\"x\"},2]", ERR_FORMAT, NULL, NULL },
	{ "[{\"id\":1,\"name\":[\"x\"]}]", ERR_FORMAT, NULL, NULL },
	{ "\"x\"", ERR_FORMAT, NULL, NULL },
	{ "<html>", ERR_JSON, NULL, NULL },
	{ "", ERR_JSON, NULL, NULL },
};

static void
test_parse(void)
{
	struct catalogue c;
	size_t i;
	enum err e;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		c = (struct catalogue){ .n = 0 };
		e = catalogue_parse(slice_str(t[i].json), &c);
		OK(e == t[i].want, "%.40s: %s", t[i].json, err_word(e));
		if (e == ERR_OK && t[i].code != NULL) {
			tap_same(catalogue_code_at(&c, c.n - 1), t[i].code,
			    "its code");
			tap_same(catalogue_label(&c, slice_str(t[i].code)),
			    t[i].label, "its label");
			OK(catalogue_label(&c, SLICE("nowhere")).p == NULL,
			    "no label for another");
		} else
			OK(c.n == 0 && c.row == NULL, "nothing is given out");
		catalogue_release(&c);
	}
}

static void
test_too_long(void)
{
	struct catalogue c = { .n = 0 };
	struct buf b = { 0 };
	size_t i;

	buf_add_char(&b, '[');
	for (i = 0; i < CATALOGUE_MAX_ROWS; i++)
		buf_printf(&b, "%s{\"id\":%zu,\"name\":\"x\"}", i ? "," : "",
		    i);
	buf_add_char(&b, ']');
	OK(catalogue_parse(buf_slice(&b), &c) == ERR_OK &&
	    c.n == CATALOGUE_MAX_ROWS, "as many rows as allowed");
	catalogue_release(&c);
	b.n--;
	buf_add_str(&b, ",{\"id\":0,\"name\":\"x\"}]");
	OK(catalogue_parse(buf_slice(&b), &c) == ERR_TOO_LONG, "one more");
	buf_release(&b);
}

static void
check(const struct catalogue *const set[], struct stay *s, const char *field,
    const char *name)
{
	struct stay_problem why = { "", "" };
	bool good = catalogue_check(set, s, &why);

	OK(field == NULL ? good : !good, "%s", name);
	if (field != NULL)
		tap_same(slice_str(why.field), field, "the field");
}

static void
test_check(void)
{
	static const char codes[] = "[{\"id\":1,\"name\":\"a\"},"
	    "{\"id\":\"D\",\"name\":\"b\"}]";
	struct stay s = { .foreign = false };
	const struct catalogue *set[KBTT_CATALOGUES] = { NULL };
	struct catalogue c = { .n = 0 };

	if (!OK(catalogue_parse(SLICE(codes), &c) == ERR_OK, "a list"))
		return;
	s.f[STAY_REASON] = SLICE("21");
	s.f[STAY_DOC_TYPE] = SLICE("9");
	s.f[STAY_NATIONALITY] = SLICE("DEU");
	check(set, &s, NULL, "no list: nothing is checked");
	set[KBTT_REASONS] = &c;
	check(set, &s, "reason", "a reason that is not there");
	s.f[STAY_REASON] = SLICE("1");
	check(set, &s, NULL, "one that is");
	set[KBTT_DOC_TYPES] = &c;
	check(set, &s, "doc_type", "a document type that is not there");
	s.f[STAY_DOC_TYPE] = SLICE("1");
	set[KBTT_NATIONALITIES] = &c;
	check(set, &s, NULL, "a Vietnamese has no nationality to check");
	s.foreign = true;
	check(set, &s, "nationality", "a foreigner by ISO");
	s.f[STAY_NATIONALITY] = SLICE("D");
	s.f[STAY_DOC_TYPE] = SLICE("passport");
	check(set, &s, NULL, "by the portal's code");
	catalogue_release(&c);
}

int
main(void)
{
	test_parse();
	test_too_long();
	test_check();
	return tap_done();
}
