/* SPDX-License-Identifier: ISC */
/* The way into a card, against cards of a few written answers: in which order
 * things are asked for, and what each refusal means. */
#include <string.h>

#include "base/base64.h"
#include "chip/session.h"
#include "tap.h"

/* CardAccess of every Vietnamese card, and one without PACE. */
#define ACCESS "3134300d060804007f0007020202020101300f060a04007f00070202030202" \
    "0201013012060a04007f0007020204020202010202010d"
#define NO_PACE "310f300d060804007f00070202020201019000"
#define AID "00a4040c07a0000002471001"
#define DIRECT "00a4020c02011c"
#define BY_SFI "00b09c0000"
#define MF "00a4000c023f00"
#define MSE "0022c1a4*"
#define READ "00b0000000"
#define CHALLENGE "0084000008"
#define AUTH "0082000028*"
#define NUMBER "88888888888888889000"

/* Pairs: a command, whose rest may be '*', and its answer; "reset" has none. */
#define MAX_SCRIPT 40
struct script {
	const char *const *line;
	size_t at, resets;
	bool astray;
};

static enum err
transmit(void *ctx, struct slice cmd, struct buf *answer)
{
	struct script *s = ctx;
	struct buf got = { 0 };
	const char *want = s->line[s->at];
	size_t n = want != NULL ? strcspn(want, "*") : 0;

	hex_add(&got, cmd);
	if (want == NULL || got.n < n || memcmp(got.p, want, n) != 0 ||
	    (want[n] == '\0' && got.n != n)) {
		printf("# asked %.*s, expected %s\n", (int)got.n, got.p,
		    want != NULL ? want : "nothing");
		s->astray = true;
		buf_release(&got);
		return ERR_IO;
	}
	buf_release(&got);
	if (hex_read(answer, slice_str(s->line[s->at + 1])) != ERR_OK)
		s->astray = true;
	s->at += 2;
	return ERR_OK;
}

static enum err
reset(void *ctx)
{
	struct script *s = ctx;

	s->resets++;
	return ERR_OK;
}

static enum err
sevens(void *ctx, uint8_t *p, size_t n)
{
	(void)ctx;
	memset(p, 7, n);
	return ERR_OK;
}

static long long
still(void *clock)
{
	(void)clock;
	return 0;
}

struct want {
	const char *name;
	bool mrz;
	enum err e;
	uint16_t sw;
	bool built_in, file;
	const char *fallback;
	uint16_t fallback_sw;
	size_t resets;
	const char *line[MAX_SCRIPT];
};

static void
try(const struct want *w)
{
	struct script s = { .line = w->line };
	struct card c = { transmit, reset, &s };
	struct random random = { sevens, NULL };
	struct session_env env = { .random = &random, .now_us = still,
	    .read_at = "2026-01-31T08:00:00+07:00" };
	struct password id = { .kind = "id", .id = "001099000001",
	    .can = "000001" };
	struct password mrz = { .kind = "mrz", .document = "099000001",
	    .birth = "990101", .expiry = { "240101", "391231", "991231" },
	    .expiries = 3 };
	struct session_result r;
	enum err e = session_read(&c, w->mrz ? &mrz : &id, &env, &r);

	OK(e == w->e && r.sw == w->sw, "%s: %s, %04X", w->name, err_word(e),
	    r.sw);
	OK(!s.astray && w->line[s.at] == NULL && s.resets == w->resets,
	    "%s: asked as written", w->name);
	OK(r.card_access_built_in == w->built_in &&
	    (r.file[LDS_CARD_ACCESS].n > 0) == w->file, "%s: CardAccess",
	    w->name);
	OK((r.fallback == NULL) == (w->fallback == NULL) &&
	    (w->fallback == NULL || (strcmp(r.fallback, w->fallback) == 0 &&
	    r.fallback_sw == w->fallback_sw)), "%s: why not PACE: %s", w->name,
	    r.fallback != NULL ? r.fallback : "-");
	session_result_release(&r);
}

#define BEGUN DIRECT, "9000", READ, ACCESS "9000"
#define NOT_HIDDEN MSE, "6a80", AID, "9000", NULL

static const struct want wants[] = {
	{ "no identity chip", false, ERR_NO_CHIP, 0x6A82, true, false,
	    "set-refused", 0x6A80, 0, { DIRECT, "6d00", BY_SFI, "6d00",
	    MF, "6982", MSE, "6a80", AID, "6a82", NULL } },
	{ "CardAccess at once", false, ERR_NEEDS_MRZ, 0x6A80, false, true,
	    "set-refused", 0x6A80, 0, { BEGUN, NOT_HIDDEN } },
	{ "in two pieces", false, ERR_NEEDS_MRZ, 0x6A80, false, true,
	    "set-refused", 0x6A80, 0, { DIRECT, "9000", READ, "313430" "6133",
	    "00c0000033", "0d060804007f0007020202020101300f060a04007f00070202"
	    "030202" "0201013012060a04007f0007020204020202010202010d" "9000",
	    NOT_HIDDEN } },
	{ "in three, of unknown length", false, ERR_NEEDS_MRZ, 0x6A80, false,
	    true, "set-refused", 0x6A80, 0, { DIRECT, "9000", READ, "6100",
	    "00c0000000", "3134300d060804007f00070202020201" "6124",
	    "00c0000024", "01300f060a04007f00070202030202" "0201013012060a0400"
	    "7f0007020204020202010202010d" "9000", NOT_HIDDEN } },
	{ "a rest that is refused", false, ERR_LINK, 0, false, false, NULL, 0,
	    0, { DIRECT, "9000", READ, "3134" "6134", "00c0000034", "6f00",
	    NULL } },
	{ "its length by 6Cxx", false, ERR_NEEDS_MRZ, 0x6A80, false, true,
	    "set-refused", 0x6A80, 0, { DIRECT, "9000", READ, "6c36",
	    "00b0000036", ACCESS "9000", NOT_HIDDEN } },
	{ "no reading past the end", false, ERR_NEEDS_MRZ, 0x6A80, false, true,
	    "set-refused", 0x6A80, 0, { DIRECT, "9000", READ, "6b00",
	    "00b0000004", "3134300d9000", "00b0000432", "060804007f000702020"
	    "2020101300f060a04007f000702020302020201013012060a04007f00070202"
	    "04020202010202010d" "9000", NOT_HIDDEN } },
	{ "a padded file", false, ERR_NEEDS_MRZ, 0x6A80, false, true,
	    "set-refused", 0x6A80, 0, { DIRECT, "9000", READ,
	    ACCESS "ffffff" "9000", NOT_HIDDEN } },
	{ "by its short identifier", false, ERR_NEEDS_MRZ, 0x6A80, false, true,
	    "set-refused", 0x6A80, 0, { DIRECT, "6a82", BY_SFI,
	    ACCESS "6282", NOT_HIDDEN } },
	{ "after SELECT MF", false, ERR_NEEDS_MRZ, 0x6A80, false, true,
	    "set-refused", 0x6A80, 0, { DIRECT, "6a82", BY_SFI, "6a82",
	    MF, "9000", BEGUN, NOT_HIDDEN } },
	{ "a damaged one", false, ERR_NEEDS_MRZ, 0x6A80, true, false,
	    "set-refused", 0x6A80, 0, { DIRECT, "9000", READ, "00009000",
	    BY_SFI, "9000", MF, "6d00", NOT_HIDDEN } },
	{ "no PACE, no key for BAC", false, ERR_NEEDS_MRZ, 0, false, true,
	    "not-offered", 0, 0, { DIRECT, "9000", READ, NO_PACE,
	    AID, "9000", NULL } },
	{ "a PACE that nobody knows", false, ERR_NEEDS_MRZ, 0, false, true,
	    "unsupported", 0, 0, { DIRECT, "9000", READ,
	    "31143012060a04007f0007020204020202010202011f9000",
	    AID, "9000", NULL } },
	{ "three keys, all wrong", true, ERR_WRONG_KEY, 0x63C0, false, true,
	    "not-offered", 0, 0, { DIRECT, "9000", READ, NO_PACE, AID, "9000",
	    CHALLENGE, NUMBER, AUTH, "6300", CHALLENGE, NUMBER, AUTH, "6982",
	    CHALLENGE, NUMBER, AUTH, "63c0", NULL } },
	{ "a new start after a wrong key", true, ERR_WRONG_KEY, 0x6300, false,
	    true, "not-offered", 0, 1, { DIRECT, "9000", READ, NO_PACE,
	    AID, "9000", CHALLENGE, NUMBER, AUTH, "6300", CHALLENGE, "6985",
	    AID, "9000", CHALLENGE, NUMBER, AUTH, "6300",
	    CHALLENGE, NUMBER, AUTH, "6300", NULL } },
	{ "no challenge", true, ERR_REFUSED, 0x6D00, false, true,
	    "not-offered", 0, 0, { DIRECT, "9000", READ, NO_PACE, AID, "9000",
	    CHALLENGE, "6d00", NULL } },
	{ "a short challenge", true, ERR_LINK, 0, false, true,
	    "not-offered", 0, 0, { DIRECT, "9000", READ, NO_PACE, AID, "9000",
	    CHALLENGE, "88889000", NULL } },
	{ "an application that is refused", true, ERR_REFUSED, 0x6985, false,
	    true, "not-offered", 0, 0, { DIRECT, "9000", READ, NO_PACE,
	    AID, "6985", NULL } },
	{ "PACE before BAC, and 63Cx at its start", true, ERR_WRONG_KEY, 0x6300,
	    false, true, "step-refused", 0x6982, 0, { BEGUN, MSE, "63c2",
	    "10860000027c0000", "6982", AID, "9000", CHALLENGE, NUMBER, AUTH,
	    "6300", CHALLENGE, NUMBER, AUTH, "6300", CHALLENGE, NUMBER, AUTH,
	    "6300", NULL } },
	{ "no nonce in the answer", true, ERR_LINK, 0, false, true, NULL, 0, 0,
	    { BEGUN, MSE, "9000", "10860000027c0000", "01029000", NULL } },
	{ "data before a refusal", true, ERR_LINK, 0, false, true, NULL, 0, 0,
	    { BEGUN, MSE, "9000", "10860000027c0000", "7c126300", NULL } },
	{ "half a status word", false, ERR_LINK, 0, false, false, NULL, 0, 0,
	    { DIRECT, "90", NULL } },
};

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(wants) / sizeof(wants[0]); i++)
		try(&wants[i]);
	return tap_done();
}
