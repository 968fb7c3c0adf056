/* SPDX-License-Identifier: ISC */
/* portal - a strict double of the KBTT portal: a real HTTPS server on
 * 127.0.0.1 that refuses what the provider's document says it refuses. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "portal/portal.h"

static const char help[] =
"usage: portal --dir DIR [options]\n"
"A strict double of the KBTT portal on https://127.0.0.1:PORT. Prints\n"
"\"PORT CA-FILE\" when it is ready and goes to the background.\n"
"\n"
"  --dir DIR        where its files are: ca.pem, port, pid, ledger (a line\n"
"                   for each accepted guest: facility, document type (0: a\n"
"                   foreigner's passport), number, arrival, leave, room),\n"
"                   log (a line for each call and token), control\n"
"  --port N         default: a free one\n"
"  --cert KIND      good, expired, not-yet, other-host, self-signed\n"
"  --password TEXT  of every account (default mat-khau-thu); each user name\n"
"                   is a facility of its own\n"
"  --client1 ID:SECRET, --client2 ID:SECRET\n"
"                   Basic clients (default khach-1:bi-mat-1, khach-2:bi-mat-2)\n"
"  --life SECONDS   ends by itself (default 900)\n"
"  --foreground     does not go to the background\n"
"\n"
"DIR/control is read again for every request, one `key = value` a line:\n"
"  on = file        which calls meet the fault or delay: file (vn, foreign),\n"
"                   token, refresh, revoke, vn, foreign, change, catalogue, any\n"
"  fault = none     drop, reset, stall, garbage, truncated, huge, slow, empty,\n"
"                   html, status, redirect\n"
"  when = before    before or after the request was processed\n"
"  code = 503       HTTP status for html and status\n"
"  skip = 0, times = -1\n"
"                   let so many matching calls pass, then hit so many; they\n"
"                   count from the last change of the file\n"
"  delay = 0        milliseconds before a matching call is looked at\n"
"  token_life = 3600, clock = +0 (seconds, or @UNIX), keep = yes\n"
"  refusal_http = 400 (or 200), room_required = yes, authority = yes\n";

static void *
connection(void *arg)
{
	struct { struct portal *p; int fd; } *c = arg;

	serve(c->p, c->fd);
	free(c);
	return NULL;
}

static int
listen_on(struct portal *p)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)p->port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof(a)) != 0 ||
	    listen(fd, 128) != 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &n) != 0)
		return -1;
	p->port = ntohs(a.sin_port);
	return fd;
}

static bool
note(const struct portal *p, const char *name, long value)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	f = fopen(path, "w");
	if (f == NULL)
		return false;
	fprintf(f, "%ld\n", value);
	return fclose(f) == 0;
}

static void
background(void)
{
	int null = open("/dev/null", O_RDWR);
	pid_t child = fork();

	if (child < 0)
		exit(2);
	if (child > 0)
		_exit(0);
	setsid();
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
}

static void
run(struct portal *p, int listener)
{
	pthread_attr_t detached;
	pthread_t thread;
	int fd;

	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	while ((fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
		struct { struct portal *p; int fd; } *c = malloc(sizeof(*c));

		c->p = p;
		c->fd = fd;
		if (pthread_create(&thread, &detached, connection, c) != 0) {
			close(fd);
			free(c);
		}
	}
}

int
main(int argc, char **argv)
{
	static const struct option opts[] = {
		{ "dir", 1, NULL, 'd' }, { "port", 1, NULL, 'p' },
		{ "cert", 1, NULL, 'c' }, { "password", 1, NULL, 'w' },
		{ "client1", 1, NULL, '1' }, { "client2", 1, NULL, '2' },
		{ "life", 1, NULL, 'l' }, { "foreground", 0, NULL, 'f' },
		{ "help", 0, NULL, 'h' }, { NULL, 0, NULL, 0 }
	};
	static struct portal p = { .password = "mat-khau-thu", .life = 900,
	    .clients = { "khach-1:bi-mat-1", "khach-2:bi-mat-2" },
	    .cert = "good" };
	bool foreground = false;
	int ch, listener;

	while ((ch = getopt_long(argc, argv, "", opts, NULL)) != -1)
		switch (ch) {
		case 'd': p.dir = optarg; break;
		case 'p': p.port = (int)strtol(optarg, NULL, 10); break;
		case 'c': p.cert = optarg; break;
		case 'w': p.password = optarg; break;
		case '1': p.clients[0] = optarg; break;
		case '2': p.clients[1] = optarg; break;
		case 'l': p.life = strtol(optarg, NULL, 10); break;
		case 'f': foreground = true; break;
		case 'h': fputs(help, stdout); return 0;
		default: return 2;
		}
	if (p.dir == NULL || (mkdir(p.dir, 0700), access(p.dir, W_OK) != 0) ||
	    !tls_start(&p) || (listener = listen_on(&p)) < 0) {
		fputs("portal: cannot start (--help)\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	if (!note(&p, "port", p.port))
		return 2;
	printf("%d %s/ca.pem\n", p.port, p.dir);
	fflush(stdout);
	if (!foreground)
		background();
	note(&p, "pid", (long)getpid());
	alarm((unsigned)p.life);
	run(&p, listener);
	return 2;
}
