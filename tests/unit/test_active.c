/* SPDX-License-Identifier: ISC */
/* Active evidence of cards as they are, judged by who knows their authority
 * and station, or not. */
#include "active_case.h"

/* Profiles of which not everything is good. */
static const struct {
	const char *profile, *bad;
} others[] = {
	{ "short", "aa.signature:not-done " },
	{ "hidden", "downgrade.infos:not-done " },
	{ "bac", "downgrade.pace:not-done downgrade.infos:not-done " },
	{ "bac-only", "aa.signature:not-done ca.proof:not-done "
	    "downgrade.pace:not-done downgrade.infos:not-done "
	    "downgrade.ca:not-done chip.genuine:not-done " },
	{ "mrz", "downgrade.pace:odd " },	/* the CAN was refused */
	{ "dh-1024", "ca.key:odd " },
	{ "p192", "ca.key:forbidden " },
	{ "bp192", "ca.key:forbidden " },
	{ "p224", "ca.key:odd " },
	{ "bp224", "ca.key:odd " },
	{ "no-ca", "ca.proof:not-done " },
	{ "no-aa", "aa.signature:not-done " },
};

static const char *
expected(const char *profile)
{
	size_t i;

	for (i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(others[i].profile, profile) == 0)
			return others[i].bad;
	return "";
}

static void
all_profiles(void)
{
	const struct sim_profile *p;
	struct verifier v;
	struct issued i;
	struct made m;
	size_t n;

	verifier_init(&v, true, true);
	for (n = 0; (p = sim_profile_at(n)) != NULL; n++) {
		if (!issue(p, &i) || !made_read(&m, &i, NULL, &case_sealer) ||
		    !made_write(&m) || !verifier_take(&v, &m))
			exit(2);
		comes_to(&v, strcmp(p->name, "bac-only") != 0,
		    expected(p->name), p->name);
		made_release(&m);
		sim_issue_free(&i.files);
	}
	verifier_release(&v);
}

int
main(void)
{
	pki = sim_pki_new(NULL, false);
	if (pki == NULL)
		return 2;
	all_profiles();
	sim_pki_free(pki);
	return tap_done();
}
