/* SPDX-License-Identifier: ISC */
/* A whole read of answers of any bytes, in the clear or protected (bit 2). */
#include "chip.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	static const struct sim_issue none;
	const struct sim_profile *profile = sim_profile_named("bac-only");
	struct fuzz_chip f = { .input = { (const char *)p + (n > 0),
	    n - (n > 0) } };
	struct card card = { fuzz_transmit, fuzz_reset, &f };
	struct session_env env;
	struct session_result r;
	struct password pw;
	int flags = n > 0 ? p[0] : 0, i;
	enum err e;

	simcard_init(&f.card, profile, &none);
	if ((flags & 2) == 0) {
		sim_card_free(f.card.chip);
		f.card.chip = NULL;
	}
	simcard_env(&f.card, &env);
	simcard_password(profile, (flags & 1) != 0, &pw);
	if ((flags & 4) != 0)
		pw.id[0] = '\0';
	e = session_read(&card, &pw, &env, &r);
	for (i = 0; i < LDS_FILES; i++)
		assert(r.file[i].n <= LDS_MAX_FILE &&
		    (r.absent[i] == ABSENT_NOT) == (r.file[i].n > 0));
	assert(e != ERR_OK || (r.file[LDS_DG1].n > 0 && r.file[LDS_SOD].n > 0));
	assert((flags & 2) == 0 || r.ca != PROOF_GOOD);
	session_result_release(&r);
	simcard_release(&f.card);
	return 0;
}
