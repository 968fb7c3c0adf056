/* SPDX-License-Identifier: ISC */
/* Between the files of this room. */
#ifndef CLI_PRIV_H
#define CLI_PRIV_H

#include <stdarg.h>

struct cli;

void cli_set_prog(const char *name);
void cli_vwarn(const char *fmt, va_list ap);

/* Language, message catalogue, settings file (the --config in argv, else the
 * one under XDG_CONFIG_HOME when it is there). Exits with 2 on a bad one. */
void cli_start(struct cli *c);

#endif
