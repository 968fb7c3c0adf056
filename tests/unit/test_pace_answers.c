/* SPDX-License-Identifier: ISC */
/* PACE with cards that answer what they must not: the worked examples with one
 * answer changed. */
#include "pace_run.h"

/* Answers to the first step: nonces of no block's size. */
static void
test_bad_nonce(void)
{
	static const struct {
		const char *name, *z;
		size_t example;
		enum err e;
	} cases[] = {
		{ "an empty nonce", "", 0, ERR_LINK },
		{ "half a block", "95A3A016522EE98D", 0, ERR_LINK },
		{ "two blocks, which the card may choose",
		    "95A3A016522EE98D01E76CB6B98B42C3"
		    "95A3A016522EE98D01E76CB6B98B42C3", 0, ERR_OK },
		{ "two blocks with integrated mapping",
		    "95A3A016522EE98D01E76CB6B98B42C3"
		    "95A3A016522EE98D01E76CB6B98B42C3", 2, ERR_LINK },
		{ "no nonce", NULL, 0, ERR_LINK }
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run;

		run_start(&run, &examples[cases[i].example]);
		OK(step_map(&run, cases[i].z) == cases[i].e, "%s: %s",
		    cases[i].name, err_word(cases[i].e));
		run_end(&run);
	}
}

/* Not in the group: off the curve, compressed, infinity; 0, 1, p - 1, a number
 * of another order. */
static void
test_bad_keys(void)
{
	static const struct {
		const char *name, *key;
		size_t example;
	} cases[] = {
		{ "a point off the curve",
		    "04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601"
		    "651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49"
		    "DC63719363CCD13C55", 0 },
		{ "a compressed point", "02824FBA91C9CBE26BEF53A0EBE7342A3BF1"
		    "78CEA9F45DE0B70AA601651FBA3F57", 0 },
		{ "the point at infinity", "00", 0 },
		{ "coordinates of zero", "04000000000000000000000000000000000"
		    "000000000000000000000000000000000000000000000000000000000"
		    "0000000000000000000000000000000000000", 0 },
		{ "nothing", "", 0 },
		{ "too short a number", "02", 1 }
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct example *x = &examples[cases[i].example];
		struct run run;

		run_start(&run, x);
		OK(step_map(&run, x->z) == ERR_OK &&
		    step_agree(&run, cases[i].key) == ERR_HOSTILE,
		    "mapping: %s", cases[i].name);
		run_end(&run);
		run_start(&run, x);
		OK(step_map(&run, x->z) == ERR_OK &&
		    step_agree(&run, x->map_ic) == ERR_OK &&
		    step_token(&run, cases[i].key) == ERR_HOSTILE,
		    "agreement: %s", cases[i].name);
		run_end(&run);
	}
}

static void
test_mirror(void)
{
	const struct example *x = &examples[0];
	struct run run;

	run_start(&run, x);
	OK(step_map(&run, x->z) == ERR_OK &&
	    step_agree(&run, x->map_ifd) == ERR_HOSTILE,
	    "our mapping key given back");
	run_end(&run);
	run_start(&run, x);
	OK(step_map(&run, x->z) == ERR_OK &&
	    step_agree(&run, x->map_ic) == ERR_OK &&
	    step_token(&run, x->key_ifd) == ERR_HOSTILE,
	    "our ephemeral key given back");
	run_end(&run);
}

/* The fourth answer of I.1, changed. */
static void
test_bad_finish(void)
{
	static const struct {
		const char *name, *token, *cam;
		enum err e;
	} cases[] = {
		{ "a wrong token", "8596CF055C67C1A2",
		    "1EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8"
		    "798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F92",
		    ERR_HOSTILE },
		{ "our token given back", "E86BD06018A1CD3B", NULL,
		    ERR_HOSTILE },
		{ "a short token", "8596CF055C67C1", NULL, ERR_LINK },
		{ "no chip-authentication data", "8596CF055C67C1A3", NULL,
		    ERR_LINK },
		{ "data that do not decrypt", "8596CF055C67C1A3",
		    "1EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8"
		    "798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F93",
		    ERR_HOSTILE },
		{ "data of no whole block", "8596CF055C67C1A3", "1EEA",
		    ERR_HOSTILE }
	};
	const struct example *x = &examples[4];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct run run;

		run_start(&run, x);
		OK(step_map(&run, x->z) == ERR_OK &&
		    step_agree(&run, x->map_ic) == ERR_OK &&
		    step_token(&run, x->key_ic) == ERR_OK &&
		    step_finish(&run, cases[i].token, cases[i].cam) ==
		    cases[i].e && run.sm == NULL, "%s: %s", cases[i].name,
		    err_word(cases[i].e));
		run_end(&run);
	}
}

/* Every answer cut after every octet. */
static void
test_torn(void)
{
	const struct example *x = &examples[0];
	struct run run;
	struct slice a;
	bool good = true;
	size_t n;

	run_start(&run, x);
	a = answer(&run, 0x80, x->z);
	for (n = 0; n < a.n; n++)
		good = good && pace_map(run.p, (struct slice){ a.p, n },
		    &run.r, &run.out) == ERR_LINK;
	good = good && step_map(&run, x->z) == ERR_OK;
	a = answer(&run, 0x82, x->map_ic);
	for (n = 0; n < a.n; n++)
		good = good && pace_agree(run.p, (struct slice){ a.p, n },
		    &run.r, &run.out) == ERR_LINK;
	good = good && step_agree(&run, x->map_ic) == ERR_OK;
	a = answer(&run, 0x84, x->key_ic);
	for (n = 0; n < a.n; n++)
		good = good && pace_token(run.p, (struct slice){ a.p, n },
		    &run.out) == ERR_LINK;
	good = good && step_token(&run, x->key_ic) == ERR_OK;
	a = answer(&run, 0x86, x->t_ic);
	for (n = 0; n < a.n; n++)
		good = good && pace_finish(run.p, (struct slice){ a.p, n },
		    &run.sm) == ERR_LINK;
	good = good && step_finish(&run, x->t_ic, NULL) == ERR_OK;
	OK(good, "torn answers are a broken link, and harm nothing");
	run_end(&run);
}

/* An object that no answer but the last has. */
static void
test_more(void)
{
	const struct example *x = &examples[0];
	struct run run;
	bool good;

	run_start(&run, x);
	run.more = true;
	good = step_map(&run, x->z) == ERR_LINK;
	run.more = false;
	good = good && step_map(&run, x->z) == ERR_OK;
	run.more = true;
	good = good && step_agree(&run, x->map_ic) == ERR_LINK;
	run.more = false;
	good = good && step_agree(&run, x->map_ic) == ERR_OK;
	run.more = true;
	good = good && step_token(&run, x->key_ic) == ERR_LINK;
	OK(good, "an object more is a broken link");
	run_end(&run);
}

int
main(void)
{
	test_bad_nonce();
	test_bad_keys();
	test_mirror();
	test_bad_finish();
	test_torn();
	test_more();
	return tap_done();
}
