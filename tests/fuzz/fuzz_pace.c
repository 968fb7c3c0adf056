/* SPDX-License-Identifier: ISC */
/* A card's answers to PACE: mapping, group, cipher; each behind its length. */
#include <string.h>

#include "chip/pace.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static enum err
sevens(void *ctx, uint8_t *p, size_t n)
{
	return memset(p, 7, n) == ctx ? ERR_IO : ERR_OK;
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	static const int params[] = { 13, 8, 0, 18 };
	static const struct random r = { sevens, NULL };
	struct slice in = { (const char *)p, n }, head, a[4] = { 0 };
	struct pace_info info = { .oid = SLICE("1234567890"), .version = 2 };
	struct pace *pace = NULL;
	struct sm *sm = NULL;
	struct buf out = { 0 };
	uint16_t size, i;

	if (buf_read(&in, 1, &head) != ERR_OK)
		return 0;
	info.param = params[head.p[0] & 3];
	info.ec = info.param != 0;
	info.mapping = (head.p[0] >> 2 & 3) % 3;
	info.cipher = head.p[0] >> 4 & 3;
	for (i = 0; i < 4; i++)
		if (buf_read_be16(&in, &size) == ERR_OK)
			(void)!buf_read(&in, size, &a[i]);
	if (pace_new(&info, PACE_CAN, SLICE("123456"), &pace) == ERR_OK &&
	    pace_map(pace, a[0], &r, &out) == ERR_OK &&
	    pace_agree(pace, a[1], &r, &out) == ERR_OK &&
	    pace_token(pace, a[2], &out) == ERR_OK)
		(void)!pace_finish(pace, a[3], &sm);
	sm_free(sm);
	pace_free(pace);
	buf_release(&out);
	return 0;
}
