/* SPDX-License-Identifier: ISC */
/* cccd-qr */
#include "cli/cli.h"

static const struct cli_opt opts[] = {
	CLI_OPT_STRICT, CLI_OPT_CONFIG,
	{ 0 }
};

static enum cli_status
pass(void *ctx, const char *file, unsigned long long number, struct record *r)
{
	(void)ctx;
	(void)file;
	(void)number;
	record_write(r, NULL, 0, cli_out());
	cli_out_done();
	return CLI_OK;
}

int
main(int argc, char **argv)
{
	struct cli c = { .prog = "cccd-qr", .operands = N_("[file ...]"),
	    .purpose = N_("pass"), .opts = opts, .argc = argc, .argv = argv };
	struct cli_records l = { .record = pass };

	while (cli_next(&c) != -1)
		continue;
	return cli_finish(&c, cli_each_record(&c, &l));
}
