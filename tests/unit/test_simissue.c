/* SPDX-License-Identifier: ISC */
/* The card in software as it is issued: files, hashes, signatures. */
#include <stdlib.h>
#include <string.h>

#include "../sim/card/sim.h"
#include "base/sha256.h"
#include "tap.h"

/* EF.CardAccess as every Vietnamese card has it. */
static const char card_access[] =
    "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012"
    "060A04007F0007020204020202010202010D";

static bool
is_hex(const struct sim_bytes *b, const char *hex)
{
	char got[3];
	size_t i;

	if (b->n * 2 != strlen(hex))
		return false;
	for (i = 0; i < b->n; i++) {
		snprintf(got, sizeof got, "%02X", b->p[i]);
		if (memcmp(got, hex + 2 * i, 2) != 0)
			return false;
	}
	return true;
}

static void
the_card_of_2021(const struct sim_pki *pki)
{
	struct sim_issue i;

	OK(sim_issue(sim_profile_named("2021"), pki, &i), "2021 is issued");
	OK(is_hex(&i.file[SIM_CARD_ACCESS], card_access), "EF.CardAccess");
	OK(i.file[SIM_COM].n == 26, "EF.COM has 26 octets");
	OK(i.file[SIM_DG1].n == 95, "DG1 has 95 octets");
	OK(i.file[SIM_DG2].n > 14000 && i.file[SIM_DG2].n < 15000,
	    "DG2 has about 14,800 octets: %zu", i.file[SIM_DG2].n);
	OK(i.file[SIM_DG14].n > 340 && i.file[SIM_DG14].n < 400,
	    "DG14 has explicit parameters: %zu octets", i.file[SIM_DG14].n);
	OK(i.file[SIM_DG15].n == 298, "DG15 has 298 octets");
	OK(i.file[SIM_SOD].n > 1500 && i.file[SIM_SOD].n < 2000,
	    "EF.SOD has about 1,770 octets: %zu", i.file[SIM_SOD].n);
	sim_issue_free(&i);
}

static void
every_profile(const struct sim_pki *pki)
{
	const struct sim_profile *p;
	struct sim_issue i;
	size_t n;

	for (n = 0; (p = sim_profile_at(n)) != NULL; n++) {
		OK(sim_issue(p, pki, &i), "%s is issued", p->name);
		sim_issue_free(&i);
	}
	OK(n >= 30, "%zu profiles", n);
}

int
main(void)
{
	struct sim_pki *pki = sim_pki_new(NULL, false);

	OK(pki != NULL, "an authority");
	if (pki != NULL) {
		the_card_of_2021(pki);
		every_profile(pki);
	}
	sim_pki_free(pki);
	return tap_done();
}
