/* SPDX-License-Identifier: ISC */
/* The record scanner with its index of members: UTF-8, grammar, depth, no name
 * twice. */
#include "json_bench.h"
#include "record/json.h"

static struct json_index x = { .unique = true };

static size_t
one(struct slice record)
{
	struct json_value v;
	size_t at;

	return json_scan(record, &v, &x, &at) == ERR_OK ? x.n : 0;
}

int
main(void)
{
	return json_bench("ours", one);
}
