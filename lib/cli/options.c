/* SPDX-License-Identifier: ISC */
/* Options, help and completion out of one table. */
#include <errno.h>
#include <getopt.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/priv.h"

enum { OPT_VERSION = 0x4100, OPT_TABLE };

static const struct cli_opt common[] = {
	{ 'h', "help", NULL, N_("show this help") },
	{ OPT_VERSION, "version", NULL, N_("show the version") },
	{ 0 }
};

static void
synopsis(FILE *f, const struct cli *c)
{
	fprintf(f, _("usage: %s [option ...] %s\n"), c->prog,
	    c->operands != NULL ? _(c->operands) : "");
}

static void
help_rows(const struct cli_opt *o)
{
	for (; o->ch != 0; o++) {
		char left[64];

		snprintf(left, sizeof left, "%c%c%s --%s%s%s",
		    o->ch < 256 ? '-' : ' ', o->ch < 256 ? o->ch : ' ',
		    o->ch < 256 ? "," : " ", o->name,
		    o->arg != NULL ? " " : "", o->arg != NULL ? o->arg : "");
		printf("  %-28s %s\n", left, _(o->help));
	}
}

static void
help(const struct cli *c)
{
	synopsis(stdout, c);
	printf("%s\n\n", _(c->purpose));
	help_rows(c->opts);
	help_rows(common);
	printf(_("\nThe manual: man %s\n"), c->prog);
}

/* name TAB letter TAB argument TAB help: for completions and tests. */
static void
table(const struct cli_opt *o)
{
	for (; o->ch != 0; o++)
		printf("%s\t%.*s\t%s\t%s\n", o->name, o->ch < 256 ? 1 : 0,
		    (const char[]){ (char)o->ch, '\0' },
		    o->arg != NULL ? o->arg : "", o->help);
}

static void
end_of_text(void)
{
	exit(fflush(stdout) == 0 && !ferror(stdout) ? CLI_OK : CLI_TROUBLE);
}

static void
version(const struct cli *c)
{
	printf("%s (cccd-tools) " CLI_VERSION "\n", c->prog);
	if (c->version != NULL)
		printf("%s\n", c->version());
}

void
cli_usage(struct cli *c, const char *why, ...)
{
	va_list ap;

	va_start(ap, why);
	cli_vwarn(why, ap);
	va_end(ap);
	synopsis(stderr, c);
	exit(CLI_TROUBLE);
}

/* The C library would open a file of /sys for it. */
unsigned
cli_processors(void)
{
	cpu_set_t set;
	long n;

	/* a set is too small where there are more than 1,024 */
	n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) :
	    sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > CLI_MAX_JOBS ? CLI_MAX_JOBS : (unsigned)n;
}

static unsigned
jobs(struct cli *c)
{
	long n = cli_number(c, "jobs", c->arg, 0, CLI_MAX_JOBS);

	return n == 0 ? cli_processors() : (unsigned)n;
}

static int
shared(struct cli *c, int ch)
{
	switch (ch) {
	case 'h':
		help(c);
		end_of_text();
		break;
	case OPT_VERSION:
		version(c);
		end_of_text();
		break;
	case OPT_TABLE:
		table(c->opts);
		table(common);
		end_of_text();
		break;
	case CLI_STRICT:
		c->strict = true;
		return 0;
	case CLI_CONFIG:
		return 0;
	case CLI_HADOOP:
		c->hadoop = c->worker = true;
		return 0;
	case CLI_WORKER:
		c->worker = true;
		return 0;
	case CLI_SUMMARY:
		c->summary = c->arg;
		cli_open_summary(c);
		return 0;
	case 'j':
		c->jobs = jobs(c);
		c->jobs_given = true;
		return 0;
	default:
		break;
	}
	return ch;
}

/* getopt's two tables out of ours. */
static void
tables(const struct cli *c, struct option *longs, char *letters)
{
	const struct cli_opt *lists[] = { c->opts, common, NULL };
	size_t i, n = 0;
	const struct cli_opt *o;

	*letters++ = ':';
	for (i = 0; lists[i] != NULL; i++)
		for (o = lists[i]; o->ch != 0 && n < CLI_MAX_OPTIONS; o++) {
			longs[n++] = (struct option){ o->name,
			    o->arg != NULL ? required_argument : no_argument,
			    NULL, o->ch };
			if (o->ch >= 256)
				continue;
			*letters++ = (char)o->ch;
			if (o->arg != NULL)
				*letters++ = ':';
		}
	longs[n++] = (struct option){ "option-table", no_argument, NULL,
	    OPT_TABLE };
	longs[n] = (struct option){ 0 };
	*letters = '\0';
}

int
cli_next(struct cli *c)
{
	struct option longs[CLI_MAX_OPTIONS + 2];
	char letters[2 * CLI_MAX_OPTIONS + 2];
	const char *word;
	int ch;

	if (!c->started) {
		c->started = true;
		c->jobs = 1;
		cli_start(c);
		opterr = 0;
	}
	tables(c, longs, letters);
	do {
		ch = getopt_long(c->argc, c->argv, letters, longs, NULL);
		word = c->argv[optind - 1];
		if (ch == '?')
			cli_usage(c, _("%s: no such option"), word);
		if (ch == ':')
			cli_usage(c, _("%s: needs an argument"), word);
		c->arg = optarg;
		ch = ch == -1 ? -1 : shared(c, ch);
	} while (ch == 0);
	if (ch == -1)
		c->files = c->argv + optind;
	return ch;
}

long
cli_number(struct cli *c, const char *opt, const char *text, long min, long max)
{
	char *end = NULL;
	long v;

	errno = 0;
	v = strtol(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || v < min || v > max)
		cli_usage(c, _("--%s: want a whole number from %ld to %ld"),
		    opt, min, max);
	return v;
}

size_t
cli_size(struct cli *c, const char *opt, const char *text)
{
	static const char units[] = "MGT";
	unsigned long long n = 0;
	const char *p = text, *u = NULL;

	for (; *p >= '0' && *p <= '9' && n < 1u << 20; p++)
		n = n * 10 + (unsigned)(*p - '0');
	if (*p > ' ')
		u = strchr(units, *p & ~0x20);
	if (n == 0 || n >= 1u << 20 || u == NULL || p[1] != '\0')
		cli_usage(c, _("--%s: want a size such as 64M or 2G"), opt);
	return (size_t)(n << (10 * (u - units + 2)));
}

long
cli_milliseconds(struct cli *c, const char *opt, const char *text, long min,
    long max)
{
	static const long unit[] = { 1000, 100, 10, 1 };
	const char *p = text;
	size_t decimals = 0;
	long v = 0;

	for (; *p >= '0' && *p <= '9' && v <= max; p++)
		v = 10 * v + (*p - '0') * 1000;
	if (p != text && *p == '.')
		for (p++; decimals < 3 && *p >= '0' && *p <= '9'; p++)
			v += (*p - '0') * unit[++decimals];
	if (p == text || *p != '\0' || v < min || v > max)
		cli_usage(c, _("--%s: want seconds from %ld.%03ld to %ld"),
		    opt, min / 1000, min % 1000, max / 1000);
	return v;
}
