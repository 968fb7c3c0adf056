/* SPDX-License-Identifier: ISC */
/* What a bad day sends instead of an answer. */
#include <sys/socket.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "portal.h"

static const char page[] =
    "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>"
    "<body><h1>Hệ thống đang bảo trì</h1></body></html>";

static void
send_page(SSL *ssl, int status, const char *type, const char *more,
    const char *body)
{
	char head[256];

	snprintf(head, sizeof(head), "HTTP/1.1 %d X\r\nContent-Type: %s\r\n"
	    "%sContent-Length: %zu\r\n\r\n", status, type, more, strlen(body));
	SSL_write(ssl, head, (int)strlen(head));
	if (body[0] != '\0')
		SSL_write(ssl, body, (int)strlen(body));
}

static void
send_huge(SSL *ssl)
{
	static const char head[] = "HTTP/1.1 200 OK\r\n"
	    "Content-Type: application/json\r\n"
	    "Content-Length: 99999999\r\n\r\n";
	static char spaces[16384];
	int i;

	memset(spaces, ' ', sizeof(spaces));
	SSL_write(ssl, head, sizeof(head) - 1);
	for (i = 0; i < 6000; i++)
		if (SSL_write(ssl, spaces, sizeof(spaces)) <= 0)
			return;
}

static void
send_slowly(SSL *ssl, const struct reply *r, long delay)
{
	char head[128];
	size_t i;

	snprintf(head, sizeof(head), "HTTP/1.1 %d X\r\n"
	    "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
	    r->status, strlen(r->body));
	SSL_write(ssl, head, (int)strlen(head));
	for (i = 0; r->body[i] != '\0'; i++) {
		if (SSL_write(ssl, r->body + i, 1) <= 0)
			return;
		usleep((useconds_t)delay * 1000);
	}
}

static void
reset(int fd)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* True: the connection is to be closed without a TLS farewell. */
bool
fault_send(const struct control *c, SSL *ssl, int fd, struct reply *r)
{
	static const char garbage[] = "\0\377\1\2 not HTTP at all \r\n\r\n\0";
	static const char half[] = "HTTP/1.1 200 OK\r\nContent-Type: "
	    "application/json\r\nContent-Length: 500\r\n\r\n{\"code\":\"2";
	char body[160];

	if (strcmp(c->fault, "reset") == 0) {
		reset(fd);
	} else if (strcmp(c->fault, "garbage") == 0) {
		SSL_write(ssl, garbage, sizeof(garbage) - 1);
	} else if (strcmp(c->fault, "truncated") == 0) {
		SSL_write(ssl, half, sizeof(half) - 1);
	} else if (strcmp(c->fault, "stall") == 0) {
		char dump[64];
		SSL_read(ssl, dump, sizeof(dump));	/* until it gives up */
	} else if (strcmp(c->fault, "huge") == 0) {
		send_huge(ssl);
	} else if (strcmp(c->fault, "slow") == 0) {
		send_slowly(ssl, r, 200);
	} else if (strcmp(c->fault, "html") == 0) {
		send_page(ssl, (int)c->code, "text/html", "", page);
	} else if (strcmp(c->fault, "empty") == 0) {
		send_page(ssl, 200, "application/json", "", "");
	} else if (strcmp(c->fault, "redirect") == 0) {
		send_page(ssl, 302, "text/html",
		    "Location: /client-service/kbtt-vn/elsewhere\r\n", page);
	} else if (strcmp(c->fault, "status") == 0) {
		snprintf(body, sizeof(body), "{\"code\":\"%ld\",\"message\":"
		    "\"Hệ thống đang bận\",\"data\":null}", c->code);
		send_page(ssl, (int)c->code, "application/json", "", body);
	}
	/* drop: nothing at all */
	return true;
}
