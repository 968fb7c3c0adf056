/* SPDX-License-Identifier: ISC */
/* What goes into a trust store: safe names, and a file that says the same. */
#include <stdlib.h>
#include <string.h>

#include "shelf/item.h"

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
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
	struct container c, again;
	struct container_item it, back;
	struct shelf_item item;
	struct buf text = { 0 };
	enum err e;

	container_open(&c, (struct slice){ (const char *)p, n });
	while ((e = container_next(&c, &it)) != ERR_EOF) {
		if (e != ERR_OK || shelf_item_read(&it, &item) != ERR_OK)
			continue;
		hold(strspn(item.name, safe) == strlen(item.name));
		buf_reset(&text);
		shelf_item_write(&item, "a", (struct date){ 2026, 1, 2 },
		    &text);
		container_open(&again, buf_slice(&text));
		hold(container_next(&again, &back) == ERR_OK &&
		    back.kind == it.kind && slice_eq(back.der, it.der));
		hold(container_next(&again, &back) == ERR_EOF);
		container_close(&again);
		shelf_item_release(&item);
	}
	container_close(&c);
	buf_release(&text);
	return 0;
}
