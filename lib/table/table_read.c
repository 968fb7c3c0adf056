/* SPDX-License-Identifier: ISC */
/* Blocks through descriptors. */
#include <errno.h>
#include <unistd.h>

#include "base/mem.h"
#include "table/plan.h"
#include "table/table_read.h"
#include "table/xlsx.h"

#define BLOCK (256u << 10)

enum err
table_read(struct table *t, int fd, struct buf *copy,
    bool (*beat)(void *ctx), void *ctx)
{
	struct buf block = { 0 };
	size_t used = 0;
	enum err e = ERR_OK;
	ssize_t n = 1;

	buf_grow(&block, BLOCK);
	while (e == ERR_OK && n != 0) {
		if (!beat(ctx)) {
			e = ERR_EOF;
			break;
		}
		n = read(fd, block.p, BLOCK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			e = ERR_IO;
			break;
		}
		if ((size_t)n > used)
			used = (size_t)n;
		if (copy != NULL)
			buf_add(copy, block.p, (size_t)n);
		if (n > 0)
			e = table_feed(t, (struct slice){ block.p,
			    (size_t)n });
	}
	/* of many parts that an engine makes some are empty */
	if (e == ERR_OK && used > 0)
		e = table_end(t);
	/* what was not written to is not touched */
	mem_wipe(block.p, used);
	buf_release(&block);
	return e;
}

void
table_prepare(int fd)
{
	char start[4];
	off_t at = lseek(fd, 0, SEEK_CUR);
	ssize_t n = at < 0 ? -1 : pread(fd, start, sizeof start, at);

	/* of a pipe nobody knows before it is read */
	if (n < 0 || plan_is_packed((struct slice){ start, (size_t)n }))
		xlsx_prepare();
}

enum err
table_read_text(struct table *t, struct slice text)
{
	enum err e = table_feed(t, text);

	return e == ERR_OK && text.n > 0 ? table_end(t) : e;
}
