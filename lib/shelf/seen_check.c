/* SPDX-License-Identifier: ISC */
/* A proof that comes again, as a finding. */
#include "shelf/seen.h"

enum err
seen_check(struct seen *s, struct slice sig, struct date day,
    struct findings *fs)
{
	bool before = false;
	enum err e = seen_note(s, sig, day, &before);

	if (e != ERR_OK)
		FIND(fs, "aa.seen", NOT_DONE,
		    N_("the list of proofs seen cannot be used"));
	else if (before)
		FIND(fs, "aa.seen", FORBIDDEN,
		    N_("this very proof was judged before"));
	else
		FIND(fs, "aa.seen", GOOD,
		    N_("this proof was not judged before"));
	return e;
}
