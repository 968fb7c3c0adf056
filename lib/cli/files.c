/* SPDX-License-Identifier: ISC */
/* Operands that are read as they are, not by lines. */
#include <stdlib.h>

#include "base/sandbox.h"
#include "cli/priv.h"

enum cli_status
cli_each_file(struct cli *c, const struct cli_files *f)
{
	const struct sandbox_limits none = { 0 };
	unsigned allow = c->jobs > 1 ? SANDBOX_STDIO | SANDBOX_THREADS :
	    SANDBOX_STDIO;
	struct operand *all = operands_open(c), *o;
	enum cli_status s = CLI_OK;

	for (o = all; o->name != NULL; o++)
		if (o->error != 0)
			s = operand_missing(o);
		else if (f->opened != NULL)
			f->opened(o->fd);
	if (sandbox_enter(allow, &none, NULL) != ERR_OK)
		cli_warn(_("this system cannot fence the program in"));
	if (f->begin != NULL && !f->begin(f->ctx))
		s = CLI_TROUBLE;
	else
		for (o = all; o->name != NULL && !cli_failed() &&
		    !(c->strict && s == CLI_TROUBLE); o++) {
			if (o->error != 0)
				continue;
			s = cli_worse(s, f->file(f->ctx, o->name, o->fd));
			operand_close(o);
		}
	free(all);
	return s;
}
