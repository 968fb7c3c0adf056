/* SPDX-License-Identifier: ISC */
/* Containers: the walk ends, lines rise, what is given is one whole object. */
#include <stdlib.h>

#include "base/tlv.h"
#include "trust/container.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void
hold(bool good)
{
	if (!good)
		abort();
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice all = { (const char *)p, n };
	struct container c;
	struct container_item it;
	unsigned long line = 0;
	size_t left = n + 2;
	struct tlv t;
	enum err e;

	container_open(&c, all);
	while ((e = container_next(&c, &it)) != ERR_EOF) {
		hold(left-- > 0 && it.line >= line);
		line = it.line;
		if (e != ERR_OK || it.der.n == 0)
			continue;
		if (it.kind == CONTAINER_STATION)
			hold(it.der.n == CONTAINER_STATION_OCTETS);
		else
			hold(tlv_next_ber(&it.der, &t) == ERR_OK &&
			    it.der.n == 0);
	}
	container_close(&c);
	return 0;
}
