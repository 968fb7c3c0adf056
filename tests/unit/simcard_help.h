/* SPDX-License-Identifier: ISC */
/* For tests of the card in software: dialogues in hex. */
#ifndef SIMCARD_HELP_H
#define SIMCARD_HELP_H

#include <stdlib.h>
#include <string.h>

#include "../sim/card/priv.h"
#include "tap.h"

/* Hex with blanks, added to `out`. */
static inline void
unhex(const char *s, struct sim_bytes *out)
{
	uint8_t octet;
	char two[3] = "";

	for (; *s != '\0'; s++) {
		if (*s == ' ')
			continue;
		two[0] = *s;
		two[1] = *++s;
		octet = (uint8_t)strtoul(two, NULL, 16);
		sim_add(out, &octet, 1);
	}
}

static inline void
print_hex(const char *what, const struct sim_bytes *b)
{
	size_t i;

	printf("# %s ", what);
	for (i = 0; i < b->n; i++)
		printf("%02X", b->p[i]);
	printf("\n");
}

/* Whether the card answers a command so. */
static inline bool
answers(struct sim_card *c, const char *command, const char *answer)
{
	struct sim_bytes cmd = { 0 }, want = { 0 }, got = { 0 };
	enum sim_event event;
	bool good;

	unhex(command, &cmd);
	unhex(answer, &want);
	sim_card_apdu(c, cmd.p, cmd.n, &got, &event);
	good = event == SIM_ANSWER && got.n == want.n &&
	    memcmp(got.p, want.p, got.n) == 0;
	if (!good) {
		print_hex("command", &cmd);
		print_hex("got", &got);
		print_hex("want", &want);
	}
	sim_clear(&cmd);
	sim_clear(&want);
	sim_clear(&got);
	return good;
}

static inline void
lay(struct sim_card *c, const char *hex)
{
	struct sim_bytes b = { 0 };

	unhex(hex, &b);
	sim_card_random(c, b.p, b.n);
	sim_clear(&b);
}

#endif
