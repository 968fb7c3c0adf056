/* SPDX-License-Identifier: ISC */
/* The verdict made of checks, and the words for it. */
#include <string.h>

#include "record/check.h"
#include "record/json.h"
#include "tap.h"

static void
test_verdict(void)
{
	static const struct {
		bool warn, skip, fail;
		enum assurance a;
		enum verdict want;
	} cases[] = {
		{ false, false, false, ASSURANCE_NONE, VERDICT_UNDECIDED },
		{ false, false, false, ASSURANCE_PLAUSIBLE, VERDICT_UNDECIDED },
		{ true, true, false, ASSURANCE_PLAUSIBLE, VERDICT_UNDECIDED },
		{ false, false, false, ASSURANCE_SIGNED, VERDICT_VERIFIED },
		{ true, true, false, ASSURANCE_SIGNED, VERDICT_VERIFIED },
		{ false, false, false, ASSURANCE_GENUINE_CHIP,
		    VERDICT_VERIFIED },
		{ false, false, true, ASSURANCE_NONE, VERDICT_REFUSED },
		{ true, true, true, ASSURANCE_GENUINE_CHIP, VERDICT_REFUSED },
	};
	struct checks cs;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		checks_reset(&cs);
		CHECKS_ADD(&cs, "a", PASS, "good");
		if (cases[i].fail)
			CHECKS_ADD(&cs, "b", FAIL, "bad");
		if (cases[i].warn)
			CHECKS_ADD(&cs, "c", WARN, "odd");
		if (cases[i].skip)
			CHECKS_ADD(&cs, "d", SKIP, "not there");
		OK(checks_verdict(&cs, cases[i].a) == cases[i].want,
		    "case %zu: %s", i, verdict_word(cases[i].want));
		if (cases[i].fail)
			checks_change(&cs, 1, CHECK_WARN);
		OK(!checks_any(&cs, CHECK_FAIL) &&
		    checks_any(&cs, CHECK_WARN) ==
		    (cases[i].warn || cases[i].fail), "one is changed");
		if (cases[i].fail)
			checks_change(&cs, 1, CHECK_FAIL);
		OK(checks_any(&cs, CHECK_FAIL) == cases[i].fail &&
		    checks_any(&cs, CHECK_WARN) == cases[i].warn,
		    "case %zu: what is in the list", i);
	}
}

static void
test_words(void)
{
	enum assurance a;
	unsigned i;

	for (i = 0; i <= ASSURANCE_GENUINE_CHIP; i++)
		OK(assurance_parse(assurance_word((enum assurance)i), &a) ==
		    ERR_OK && a == i, "%s", assurance_word((enum assurance)i));
	OK(assurance_parse("genuine", &a) == ERR_NOT_FOUND, "half a word");
	OK(assurance_parse("", &a) == ERR_NOT_FOUND, "no word");
}

static void
test_write(void)
{
	struct checks cs;
	struct buf out = { 0 };

	checks_reset(&cs);
	json_open(&out, '{');
	checks_write(&cs, ASSURANCE_NONE, NULL, &out);
	json_close(&out, '}');
	tap_same(buf_slice(&out), "{\"verdict\":\"undecided\","
	    "\"assurance\":\"none\",\"checks\":[]}", "an empty list");
	CHECKS_ADD(&cs, "dob.real", PASS, "a day");
	CHECKS_ADD(&cs, "card.current", FAIL, "past");
	buf_reset(&out);
	json_open(&out, '{');
	checks_write(&cs, ASSURANCE_NONE, NULL, &out);
	json_close(&out, '}');
	tap_same(buf_slice(&out), "{\"verdict\":\"refused\","
	    "\"assurance\":\"none\",\"checks\":["
	    "{\"check\":\"dob.real\",\"result\":\"pass\",\"why\":\"a day\"},"
	    "{\"check\":\"card.current\",\"result\":\"fail\",\"why\":\"past\"}]}",
	    "two rows in order");
	buf_release(&out);
}

int
main(void)
{
	test_verdict();
	test_words();
	test_write();
	return tap_done();
}
