/* SPDX-License-Identifier: ISC */
/* proxy - a CONNECT proxy on 127.0.0.1, one connection at a time.
 * usage: proxy DIR [STATUS]: prints its port, writes DIR/proxy.log and
 * DIR/proxy.pid; with STATUS it refuses with that. Ends after 300 s. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
open_socket(int port, struct sockaddr_in *a)
{
	*a = (struct sockaddr_in){ .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	return socket(AF_INET, SOCK_STREAM, 0);
}

static void
relay(int a, int b)
{
	struct pollfd p[2] = { { a, POLLIN, 0 }, { b, POLLIN, 0 } };
	char buf[16384];
	ssize_t n;
	int i;

	while (poll(p, 2, -1) > 0)
		for (i = 0; i < 2; i++) {
			if (p[i].revents == 0)
				continue;
			n = read(p[i].fd, buf, sizeof(buf));
			if (n <= 0 || write(p[1 - i].fd, buf, (size_t)n) != n)
				return;
		}
}

static void
client(int fd, FILE *log, int status)
{
	char head[4096], host[100] = "";
	struct sockaddr_in a;
	int n = 0, up, port = 0;

	while (n < (int)sizeof(head) - 1 && read(fd, head + n, 1) == 1) {
		head[++n] = '\0';
		if (n >= 4 && strcmp(head + n - 4, "\r\n\r\n") == 0)
			break;
	}
	sscanf(head, "CONNECT %99[^:]:%d ", host, &port);
	fprintf(log, "%.*s\n", (int)strcspn(head, "\r\n"), head);
	fflush(log);
	if (status != 0) {
		dprintf(fd, "HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n",
		    status);
		return;
	}
	up = open_socket(port, &a);
	if (connect(up, (struct sockaddr *)&a, sizeof(a)) == 0) {
		dprintf(fd, "HTTP/1.1 200 Yes\r\n\r\n");
		relay(fd, up);
	}
	close(up);
}

int
main(int argc, char **argv)
{
	char path[512];
	struct sockaddr_in a;
	socklen_t n = sizeof(a);
	int listener = open_socket(0, &a), fd;
	FILE *log, *pid;

	if (argc < 2 || bind(listener, (struct sockaddr *)&a, n) != 0 ||
	    listen(listener, 8) != 0 ||
	    getsockname(listener, (struct sockaddr *)&a, &n) != 0)
		return 2;
	snprintf(path, sizeof(path), "%s/proxy.log", argv[1]);
	log = fopen(path, "a");
	snprintf(path, sizeof(path), "%s/proxy.pid", argv[1]);
	pid = fopen(path, "w");
	if (log == NULL || pid == NULL)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	printf("%d\n", ntohs(a.sin_port));
	fflush(stdout);
	fd = fork();
	if (fd != 0) {
		fprintf(pid, "%d\n", fd);
		return fclose(pid) != 0;
	}
	if (freopen("/dev/null", "w", stdout) == NULL)
		return 2;
	alarm(300);
	while ((fd = accept(listener, NULL, NULL)) >= 0) {
		client(fd, log, argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0);
		close(fd);
	}
	return 2;
}
