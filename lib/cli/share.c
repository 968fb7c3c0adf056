/* SPDX-License-Identifier: ISC */
/* Where the data is that ships with the tools. */
#include <stdlib.h>

#include "cli/cli.h"

#ifndef SHAREDIR
#define SHAREDIR "/usr/share/cccd-tools"
#endif

const char *
cli_share(struct buf *out, const char *name)
{
	const char *dir = getenv("CCCD_SHARE");

	buf_reset(out);
	buf_add_str(out, dir != NULL ? dir : SHAREDIR);
	buf_add_char(out, '/');
	buf_add_str(out, name);
	return buf_cstr(out);
}
