/* SPDX-License-Identifier: ISC */
/* cJSON on the same records. libs: -lcjson */
#include <cjson/cJSON.h>

#include "json_bench.h"

static size_t
one(struct slice record)
{
	cJSON *j = cJSON_ParseWithLength(record.p, record.n);
	size_t n = j != NULL ? (size_t)cJSON_GetArraySize(j) : 0;

	cJSON_Delete(j);
	return n;
}

int
main(void)
{
	return json_bench("cJSON", one);
}
