/* SPDX-License-Identifier: ISC */
/* The list of proofs seen, asked through its process. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shelf/keeper.h"
#include "tap.h"

static const struct date day = { 2026, 6, 15 };

static void
comes_to(struct keeper *k, struct slice sig, enum finding_class want,
    enum err e, const char *name)
{
	struct findings fs = { .n = 0 };
	enum err got = keeper_check(k, sig, day, &fs);

	OK(got == e && fs.n == 1 && fs.f[0].class == want &&
	    findings_of(&fs, "aa.seen") != NULL, "%s", name);
}

int
main(void)
{
	char folder[128];
	static const char zeros[KEEPER_MAX_PROOF + 1];
	struct keeper *k = NULL, *other = NULL;
	char path[160], none[160];

	snprintf(folder, sizeof folder, "%s/cccd-keeper.XXXXXX",
	    getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	if (mkdtemp(folder) == NULL)
		return 2;
	snprintf(path, sizeof path, "%s/seen", folder);
	snprintf(none, sizeof none, "%s/none/seen", folder);
	OK(keeper_start(none, SEEN_MAX, &k) == ERR_NOT_FOUND && k == NULL,
	    "no such folder");
	OK(keeper_start(path, SEEN_MAX, &k) == ERR_OK, "it starts");
	comes_to(k, SLICE("one"), FINDING_GOOD, ERR_OK, "a new proof");
	comes_to(k, SLICE("one"), FINDING_BROKEN, ERR_OK, "again");
	comes_to(k, SLICE("two"), FINDING_GOOD, ERR_OK, "another");
	comes_to(k, (struct slice){ zeros, KEEPER_MAX_PROOF }, FINDING_GOOD,
	    ERR_OK, "a long one");
	comes_to(k, (struct slice){ zeros, KEEPER_MAX_PROOF + 1 },
	    FINDING_NOT_DONE, ERR_TOO_LONG, "one that no chip makes");
	comes_to(k, SLICE(""), FINDING_NOT_DONE, ERR_TOO_LONG, "none at all");
	OK(keeper_sync(k) == ERR_OK, "on the disk");
	OK(keeper_start(path, SEEN_MAX, &other) == ERR_OK, "a second one");
	comes_to(other, SLICE("two"), FINDING_BROKEN, ERR_OK,
	    "knows what the first noted");
	comes_to(other, SLICE("three"), FINDING_GOOD, ERR_OK, "notes one");
	comes_to(k, SLICE("three"), FINDING_BROKEN, ERR_OK,
	    "and the first knows it");
	keeper_end(other);
	keeper_end(k);
	keeper_end(NULL);
	(void)unlink(path);
	(void)rmdir(folder);
	return tap_done();
}
