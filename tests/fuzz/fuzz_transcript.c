/* SPDX-License-Identifier: ISC */
/* Transcripts of any bytes: what opens is read like a card, and what was read
 * is written as one JSON object. */
#include <assert.h>

#include "chip/card_replay.h"
#include "chip/evidence.h"
#include "record/json.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct card_replay c;
	struct session_env env = { 0 };
	struct session_result r;
	struct evidence ev = { &r, &env, c.reader, true, NULL };
	struct buf out = { 0 };
	struct json_value v;
	enum err said, end = ERR_OK;
	size_t at;

	if (card_replay_open((struct slice){ (const char *)p, n }, &c) !=
	    ERR_OK)
		return 0;
	card_replay_env(&c, &env);
	said = session_read(&c.card, &c.password, &env, &r);
	assert(said != ERR_OK || r.file[LDS_SOD].n > 0);
	assert(!card_replay_done(&c, &end) || end < ERR_MAX);
	assert(evidence_write(&ev, &out) == ERR_OK &&
	    json_scan(buf_slice(&out), &v, NULL, &at) == ERR_OK);
	buf_release(&out);
	session_result_release(&r);
	card_replay_release(&c);
	return 0;
}
