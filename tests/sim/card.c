/* SPDX-License-Identifier: ISC */
/* card - a citizen card in software: says who it is, writes its files, or lies
 * on a virtual reader. Shares nothing with lib/. */
#include <sys/stat.h>

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/pem.h>

#include "card/make.h"
#include "card/sim.h"

enum { TROUBLE = 2, NO_CROWD = -1, BETWEEN_MS = 500 };

struct options {
	struct sim_profile profile;
	struct sim_crowd who;
	struct sim_fault fault;
	const char *pki, *dump, *log;
	long crowd, port, insert_after, swaps, linger, wait;
	bool explicit_pki, list, payload, mrz;
};

static const struct {
	const char *name, *argument, *help;
} opts[] = {
	{ "list", NULL, "the profiles" },
	{ "profile", "NAME", "which card (2021)" },
	{ "crowd", "N", "of the N-th invented person instead" },
	{ "set", "K=V ...", "other settings of the profile: see setting.c" },
	{ "pace-param", "N", "as --set pace=N; none: no PACE" },
	{ "mapping", "gm|im|cam", "as --set mapping=..." },
	{ "cipher", "NAME", "as --set cipher=...: 3des, aes128 ..." },
	{ "pki", "DIR", "the authority's keys, made there if need be" },
	{ "explicit-pki", NULL, "new keys with explicit parameters" },
	{ "payload", NULL, "print what the printed code says" },
	{ "mrz", NULL, "print the machine readable zone" },
	{ "dump", "DIR", "write the files as issued, and csca.pem" },
	{ "port", "PORT", "lie on the virtual reader (vpcd) there" },
	{ "wait", "MS", "for the reader to be there (5000)" },
	{ "insert-after", "MS", "before each card is laid down (0, and 500 "
	    "between two: the reader looks every 400)" },
	{ "swaps", "N", "N persons one after the other, each taken away once "
	    "it was read" },
	{ "linger", "MS", "swaps: not before so long without a command" },
	{ "fault", "SPEC", "what the first card does wrong: gone@17" },
	{ "log", "FILE", "what passes, in hex" },
	{ "help", NULL, "this" }
};
enum { OPTS = sizeof opts / sizeof *opts };

static volatile sig_atomic_t stop;

static void
on_signal(int sig)
{
	stop = sig;
}

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "card: %s: %s\n", what, why);
	exit(TROUBLE);
}

static void
help(void)
{
	char left[64];
	size_t i;

	puts("usage: card [options]\n"
	    "A citizen card in software, of somebody who does not exist.\n");
	for (i = 0; i < OPTS; i++) {
		snprintf(left, sizeof left, "--%s%s%s", opts[i].name,
		    opts[i].argument != NULL ? " " : "",
		    opts[i].argument != NULL ? opts[i].argument : "");
		printf("  %-24s %s\n", left, opts[i].help);
	}
}

static void
list(void)
{
	const struct sim_profile *p;
	size_t i;

	for (i = 0; (p = sim_profile_at(i)) != NULL; i++)
		printf("%-12s %s\n", p->name, p->about);
}

static long
number(const char *name, const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (*text == '\0' || *end != '\0' || n < 0 || n > 1000000)
		die(name, "want a number");
	return n;
}

static void
set(struct options *o, const char *key, const char *value)
{
	char text[256];

	snprintf(text, sizeof text, "%s%s", key, value);
	if (!sim_profile_set(&o->profile, text))
		die(text, "no such setting");
}

static void
profile(struct options *o, const char *name)
{
	const struct sim_profile *p = sim_profile_named(name);

	if (p == NULL)
		die(name, "no such profile: see --list");
	o->profile = *p;
}

static void
option(struct options *o, const char *name, const char *value)
{
	static const struct {
		const char *name;
		size_t at;
	} longs[] = {
		{ "crowd", offsetof(struct options, crowd) },
		{ "port", offsetof(struct options, port) },
		{ "wait", offsetof(struct options, wait) },
		{ "insert-after", offsetof(struct options, insert_after) },
		{ "swaps", offsetof(struct options, swaps) },
		{ "linger", offsetof(struct options, linger) }
	};
	size_t i;

	for (i = 0; i < sizeof longs / sizeof *longs; i++)
		if (strcmp(name, longs[i].name) == 0)
			*(long *)(void *)((char *)o + longs[i].at) =
			    number(name, value);
	if (strcmp(name, "list") == 0)
		o->list = true;
	else if (strcmp(name, "explicit-pki") == 0)
		o->explicit_pki = true;
	else if (strcmp(name, "payload") == 0)
		o->payload = true;
	else if (strcmp(name, "mrz") == 0)
		o->mrz = true;
	else if (strcmp(name, "pki") == 0)
		o->pki = value;
	else if (strcmp(name, "dump") == 0)
		o->dump = value;
	else if (strcmp(name, "log") == 0)
		o->log = value;
	else if (strcmp(name, "set") == 0)
		set(o, "", value);
	else if (strcmp(name, "pace-param") == 0)
		set(o, "pace=", value);
	else if (strcmp(name, "mapping") == 0)
		set(o, "mapping=", value);
	else if (strcmp(name, "cipher") == 0)
		set(o, "cipher=", value);
	else if (strcmp(name, "fault") == 0 &&
	    !sim_fault_parse(value, &o->fault))
		die(value, "no such fault");
}

/* --profile first, wherever it stands: the others change what it gives. */
static void
parse(struct options *o, int argc, char **argv)
{
	struct option longs[OPTS + 1] = { { 0 } };
	int i, pass, got;

	for (i = 0; i < OPTS; i++)
		longs[i] = (struct option){ .name = opts[i].name,
		    .has_arg = opts[i].argument != NULL };
	for (pass = 0; pass < 2; pass++) {
		optind = 0;
		opterr = pass;
		while ((got = getopt_long(argc, argv, "", longs, &i)) == 0) {
			bool first = strcmp(opts[i].name, "profile") == 0;

			if (strcmp(opts[i].name, "help") == 0) {
				help();
				exit(0);
			}
			if (pass == 0 && first)
				profile(o, optarg);
			if (pass == 1 && !first)
				option(o, opts[i].name, optarg);
		}
		if (got != -1 && pass == 1)
			exit(TROUBLE);
	}
	if (optind < argc)
		die(argv[optind], "no such option");
}

static void
write_file(const char *dir, const char *name, const struct sim_bytes *b,
    bool pem)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	f = fopen(path, "w");
	if (f == NULL || (pem ? PEM_write(f, "CERTIFICATE", "", b->p,
	    (long)b->n) <= 0 : fwrite(b->p, 1, b->n, f) != b->n) ||
	    fclose(f) != 0)
		die(path, strerror(errno));
}

static void
dump(const struct sim_issue *files, const struct sim_pki *pki,
    const char *dir)
{
	static const char *const special[] = { "CardAccess.bin",
		"CardSecurity.bin", "COM.bin", "SOD.bin" };
	struct sim_bytes csca = { 0 };
	char name[32];
	size_t f;

	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		die(dir, strerror(errno));
	for (f = 0; f < SIM_FILES; f++) {
		if (files->file[f].n == 0)
			continue;
		if (f < SIM_DG1)
			snprintf(name, sizeof name, "%s", special[f]);
		else
			snprintf(name, sizeof name, "DG%zu.bin",
			    f - SIM_DG1 + 1);
		write_file(dir, name, &files->file[f], false);
	}
	sim_pki_csca(pki, &csca);
	write_file(dir, "csca.pem", &csca, true);
	sim_clear(&csca);
}

static void
print(const struct options *o)
{
	struct sim_bytes text = { 0 };
	struct mrz m;
	size_t i;

	if (o->payload) {
		sim_payload(&o->profile.person, &text);
		printf("%.*s\n", (int)text.n, (const char *)text.p);
		sim_clear(&text);
	}
	if (o->mrz) {
		mrz_make(&o->profile, &m);
		for (i = 0; i < m.lines; i++)
			puts(m.line[i]);
	}
}

/* The n-th of those who come; 0 is the one of the options. */
static void
person(struct options *o, long n)
{
	if (o->crowd == NO_CROWD && n == 0)
		return;
	sim_crowd((unsigned)((o->crowd == NO_CROWD ? 0 : o->crowd) + n),
	    &o->who);
	o->profile.person = o->who.person;
}

static enum sim_vpcd_end
lay(struct options *o, const struct sim_pki *pki, long pause, FILE *log)
{
	struct sim_vpcd how = { .port = (int)o->port,
	    .wait_ms = (int)o->wait, .once = o->swaps > 0,
	    .linger_ms = (int)o->linger, .stop = &stop, .log = log };
	struct timespec t = { pause / 1000, pause % 1000 * 1000000 };
	enum sim_vpcd_end end;
	struct sim_issue files;
	struct sim_card *c;

	if (!sim_issue(&o->profile, pki, &files))
		exit(TROUBLE);
	if (o->dump != NULL)
		dump(&files, pki, o->dump);
	c = sim_card_new(&o->profile, &files);
	sim_card_fault(c, &o->fault);
	if (pause > 0)
		nanosleep(&t, NULL);
	end = stop ? SIM_VPCD_STOPPED : sim_vpcd(c, &how);
	sim_card_free(c);
	sim_issue_free(&files);
	return end;
}

/* A line for each card: its number, and how it ended. */
static int
serve(struct options *o, const struct sim_pki *pki)
{
	static const char *const word[] = {
		[SIM_VPCD_STOPPED] = "stopped", [SIM_VPCD_DONE] = "read",
		[SIM_VPCD_GONE] = "gone", [SIM_VPCD_CLOSED] = "closed",
		[SIM_VPCD_NO_READER] = "no-reader"
	};
	struct sigaction act = { .sa_handler = on_signal };
	enum sim_vpcd_end end = SIM_VPCD_STOPPED;
	FILE *log = NULL;
	long n, pause = o->insert_after;

	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (o->log != NULL && (log = fopen(o->log, "w")) == NULL)
		die(o->log, strerror(errno));
	for (n = 0; n < (o->swaps > 0 ? o->swaps : 1); n++) {
		person(o, n);
		if (n > 0 && o->insert_after == 0)
			pause = BETWEEN_MS;
		end = lay(o, pki, pause, log);
		printf("%s %s\n", o->profile.person.id, word[end]);
		fflush(stdout);
		if (end != SIM_VPCD_DONE && end != SIM_VPCD_GONE)
			break;
		o->fault.kind = SIM_F_NONE;
	}
	if (log != NULL)
		fclose(log);
	return end == SIM_VPCD_NO_READER || end == SIM_VPCD_CLOSED ?
	    TROUBLE : 0;
}

int
main(int argc, char **argv)
{
	struct options o = { .crowd = NO_CROWD, .wait = 5000 };
	struct sim_issue files;
	struct sim_pki *pki;
	int status = 0;

	profile(&o, "2021");
	parse(&o, argc, argv);
	if (o.list) {
		list();
		return 0;
	}
	person(&o, 0);
	print(&o);
	if (o.dump == NULL && o.port == 0)
		return 0;
	pki = sim_pki_new(o.pki, o.explicit_pki);
	if (pki == NULL)
		return TROUBLE;
	if (o.dump != NULL && o.port == 0) {
		if (!sim_issue(&o.profile, pki, &files))
			exit(TROUBLE);
		dump(&files, pki, o.dump);
		sim_issue_free(&files);
	}
	if (o.port != 0)
		status = serve(&o, pki);
	sim_pki_free(pki);
	return status;
}
