/* SPDX-License-Identifier: ISC */
/* Transcripts of any bytes: what opens is read like a card. */
#include <assert.h>

#include "chip/card_replay.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct card_replay c;
	struct session_env env = { 0 };
	struct session_result r;
	enum err said, end = ERR_OK;

	if (card_replay_open((struct slice){ (const char *)p, n }, &c) !=
	    ERR_OK)
		return 0;
	card_replay_env(&c, &env);
	said = session_read(&c.card, &c.password, &env, &r);
	assert(said != ERR_OK || r.file[LDS_SOD].n > 0);
	assert(!card_replay_done(&c, &end) || end < ERR_MAX);
	session_result_release(&r);
	card_replay_release(&c);
	return 0;
}
