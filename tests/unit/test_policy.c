/* SPDX-License-Identifier: ISC */
/* Findings, and what each policy makes of their classes. */
#include <string.h>

#include "tap.h"
#include "trust/policy.h"

static void
one_of_each(struct findings *fs)
{
	findings_reset(fs);
	FIND(fs, "cms.signature", GOOD, "right");
	FIND(fs, "crl.present", NOT_DONE, "none");
	FIND(fs, "dsc.serial", ODD, "negative");
	FIND(fs, "cms.version", DEVIATES, "not 3");
	FIND(fs, "dsc.critical", FORBIDDEN, "unknown");
	FIND(fs, "dg.hash", BROKEN, "another");
}

static const char *
results(const struct policy *p, const struct findings *fs)
{
	static const char letter[] = { 'p', 'w', 's', 'f' };
	static char text[FINDINGS_MAX + 1];
	struct checks cs = { .n = 0 };
	size_t i;

	policy_apply(p, fs, &cs);
	for (i = 0; i < cs.n; i++)
		text[i] = letter[cs.c[i]->result];
	text[i] = '\0';
	return text;
}

static void
test_levels(void)
{
	struct policy p = { .level = POLICY_STRICT };
	struct findings fs;

	one_of_each(&fs);
	tap_same(slice_str(results(&p, &fs)), "pswfff", "strict");
	p.level = POLICY_ICAO;
	tap_same(slice_str(results(&p, &fs)), "pswwff", "icao");
	p.level = POLICY_LENIENT;
	tap_same(slice_str(results(&p, &fs)), "pswwwf", "lenient");
}

static void
test_overrides(void)
{
	struct policy p = { .level = POLICY_STRICT };
	struct findings fs;

	one_of_each(&fs);
	OK(policy_override(&p, "dsc.critical", false) == ERR_OK, "allow");
	OK(policy_override(&p, "dg.hash", false) == ERR_OK, "what is broken stays so");
	tap_same(slice_str(results(&p, &fs)), "pswfwf", "allowed");
	OK(policy_override(&p, "crl.present", true) == ERR_OK &&
	    policy_override(&p, "dsc.serial", true) == ERR_OK &&
	    policy_override(&p, "cms.signature", true) == ERR_OK, "forbid");
	tap_same(slice_str(results(&p, &fs)), "pfffwf", "forbidden");
	OK(policy_override(&p, "dsc.critical", true) == ERR_OK, "the last word counts");
	tap_same(slice_str(results(&p, &fs)), "pfffff", "forbidden again");
	OK(policy_override(&p, "dsc.cubical", true) == ERR_NOT_FOUND, "no such check");
}

static void
test_revise(void)
{
	struct policy p = { .level = POLICY_LENIENT };
	struct checks cs = { .n = 0 };

	CHECKS_ADD(&cs, "card.current", WARN, "past");
	CHECKS_ADD(&cs, "number.prefix", WARN, "none known");
	CHECKS_ADD(&cs, "number.form", PASS, "twelve");
	CHECKS_ADD(&cs, "card.lost", SKIP, "not known");
	OK(policy_override(&p, "card.current", true) == ERR_OK &&
	    policy_override(&p, "number.form", true) == ERR_OK &&
	    policy_override(&p, "card.lost", true) == ERR_OK &&
	    policy_override(&p, "card.lost", false) == ERR_OK, "named");
	policy_revise(&p, &cs);
	OK(cs.c[0]->result == CHECK_FAIL &&
	    strcmp(cs.c[0]->why, "past") == 0 &&
	    slice_is(cs.c[0]->json, "{\"check\":\"card.current\","
	    "\"result\":\"fail\",\"why\":\"past\"}"), "forbidden: fails");
	OK(cs.c[1]->result == CHECK_WARN, "not named: as it was");
	OK(cs.c[2]->result == CHECK_PASS, "what passes passes");
	OK(cs.c[3]->result == CHECK_SKIP, "the last word counts");
}

static void
test_once(void)
{
	struct findings fs, more;

	one_of_each(&fs);
	OK(findings_worst(&fs) == FINDING_BROKEN, "worst");
	FIND(&fs, "dsc.serial", GOOD, "positive");
	OK(fs.n == 6 &&
	    findings_of(&fs, "dsc.serial")->class == FINDING_ODD, "a lower class does not replace");
	findings_reset(&more);
	OK(findings_worst(&more) == FINDING_GOOD, "nothing is good");
	FIND(&more, "dsc.serial", FORBIDDEN, "none");
	FIND(&more, "dsc.form", GOOD, "as it should be");
	findings_join(&fs, &more);
	OK(fs.n == 7 &&
	    strcmp(fs.f[2].rows[CHECK_FAIL].why, "none") == 0, "a higher one does, in its place");
	OK(findings_of(&fs, "sod.form") == NULL, "not there");
}

int
main(void)
{
	test_levels();
	test_overrides();
	test_revise();
	test_once();
	return tap_done();
}
