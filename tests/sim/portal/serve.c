/* SPDX-License-Identifier: ISC */
/* HTTP/1.1 over TLS: reads requests, sends replies, keeps the connection. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "portal.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void
header(const char *head, const char *name, char *out, size_t n)
{
	const char *p = head, *end;
	size_t len = strlen(name);

	out[0] = '\0';
	while ((p = strstr(p, "\r\n")) != NULL) {
		p += 2;
		if (strncasecmp(p, name, len) != 0 || p[len] != ':')
			continue;
		p += len + 1;
		p += strspn(p, " ");
		end = strstr(p, "\r\n");
		snprintf(out, n, "%.*s", (int)(end - p), p);
		return;
	}
}

static void
name_call(struct request *q)
{
	static const struct {
		const char *method, *path;
		enum call call;
	} calls[] = {
		{ "POST", "/authorization-service/oauth/token", CALL_TOKEN },
		{ "POST", "/authorization-service/oauth/refresh-token",
		    CALL_REFRESH },
		{ "DELETE", "/authorization-service/oauth/revoke",
		    CALL_REVOKE },
		{ "POST", "/client-service/kbtt/kbtt-3th", CALL_FOREIGN },
		{ "POST", "/client-service/kbtt-vn/kbtt-3th", CALL_VN },
		{ "POST", "/client-service/kbtt-vn/kbtt-3th/"
		    "doi-ngay-tra-phong", CALL_CHANGE },
	};
	size_t i;

	q->call = CALL_NONE;
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (strcmp(q->method, calls[i].method) == 0 &&
		    strcmp(q->path, calls[i].path) == 0)
			q->call = calls[i].call;
	if (strcmp(q->method, "GET") == 0 &&
	    strncmp(q->path, "/cms-backend/public/", 20) == 0)
		q->call = CALL_CATALOGUE;
}

/* Reads the head byte-wise out of TLS records; false at the end. */
static bool
read_request(SSL *ssl, struct request *q)
{
	static const char end[] = "\r\n\r\n";
	char *head = malloc(MAX_HEAD + 1), length[32], target[800] = "";
	size_t n = 0, at = 0;
	char *mark;
	int got;

	memset(q, 0, sizeof(*q));
	while (n < MAX_HEAD && (n < 4 || memcmp(head + n - 4, end, 4) != 0)) {
		if (SSL_read(ssl, head + n, 1) != 1)
			goto bad;
		n++;
	}
	head[n] = '\0';
	if (sscanf(head, "%7s %799s HTTP/1.1\r\n", q->method, target) != 2)
		goto bad;
	mark = strchr(target, '?');
	if (mark != NULL) {
		*mark = '\0';
		snprintf(q->query, sizeof(q->query), "%.500s", mark + 1);
	}
	snprintf(q->path, sizeof(q->path), "%.250s", target);
	header(head, "Content-Type", q->type, sizeof(q->type));
	header(head, "Authorization", q->authorization,
	    sizeof(q->authorization));
	header(head, "Content-Length", length, sizeof(length));
	q->n = strtoul(length, NULL, 10);
	if (q->n > MAX_BODY)
		goto bad;
	q->body = calloc(1, q->n + 1);
	for (; at < q->n; at += (size_t)got)
		if ((got = SSL_read(ssl, q->body + at, (int)(q->n - at))) <= 0)
			goto bad;
	name_call(q);
	free(head);
	return true;
bad:
	free(head);
	free(q->body);
	q->body = NULL;
	return false;
}

static bool
send_reply(SSL *ssl, const struct reply *r)
{
	size_t n = strlen(r->body);
	char *all = malloc(n + 256);
	int len = snprintf(all, n + 256, "HTTP/1.1 %d %s\r\n"
	    "Content-Type: application/json;charset=UTF-8\r\n"
	    "Content-Length: %zu\r\n\r\n%s", r->status,
	    r->status == 200 ? "OK" : "Refused", n, r->body);
	bool good = SSL_write(ssl, all, len) == len;

	free(all);
	return good;
}

/* False: close, without a TLS farewell when *rude. */
static bool
one_request(struct portal *p, SSL *ssl, int fd, struct request *q, bool *rude)
{
	struct reply r = { 0, NULL };
	struct control c;
	bool hit, good = true;

	pthread_mutex_lock(&lock);
	control_read(p, &c);
	hit = control_hits(&c, q->call);
	pthread_mutex_unlock(&lock);
	if (hit && c.delay > 0)
		usleep((useconds_t)c.delay * 1000);
	hit = hit && strcmp(c.fault, "none") != 0;

	pthread_mutex_lock(&lock);
	if (!hit || c.after || strcmp(c.fault, "slow") == 0)
		calls_handle(p, &c, q, &r);
	log_line(p, "%s %d%s%s", call_name(q->call), r.status,
	    hit ? " fault=" : "", hit ? c.fault : "");
	pthread_mutex_unlock(&lock);

	if (hit)
		*rude = fault_send(&c, ssl, fd, &r);
	else
		good = send_reply(ssl, &r);
	free(r.body);
	return good && !hit && c.keep;
}

void
serve(struct portal *p, int fd)
{
	struct request q = { 0 };
	bool rude = false, more = true;
	SSL *ssl = SSL_new(p->tls);
	int one = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) != 1)
		more = false;
	while (more && read_request(ssl, &q)) {
		more = one_request(p, ssl, fd, &q, &rude);
		free(q.body);
	}
	if (!rude)
		SSL_shutdown(ssl);
	SSL_free(ssl);
	close(fd);
}
