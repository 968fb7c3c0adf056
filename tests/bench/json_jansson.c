/* SPDX-License-Identifier: ISC */
/* jansson on the same records. libs: -ljansson */
#include <jansson.h>

#include "json_bench.h"

static size_t
one(struct slice record)
{
	json_error_t e;
	json_t *j = json_loadb(record.p, record.n, 0, &e);
	size_t n = j != NULL ? json_object_size(j) : 0;

	json_decref(j);
	return n;
}

int
main(void)
{
	return json_bench("jansson", one);
}
