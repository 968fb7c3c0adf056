/* SPDX-License-Identifier: ISC */
/* json-c on the same records. libs: -ljson-c */
#include <json-c/json.h>

#include "json_bench.h"

static struct json_tokener *tokener;

static size_t
one(struct slice record)
{
	struct json_object *j;
	size_t n;

	json_tokener_reset(tokener);
	j = json_tokener_parse_ex(tokener, record.p, (int)record.n);
	n = j != NULL ? (size_t)json_object_object_length(j) : 0;
	json_object_put(j);
	return n;
}

int
main(void)
{
	int status;

	tokener = json_tokener_new();
	status = json_bench("json-c", one);
	json_tokener_free(tokener);
	return status;
}
