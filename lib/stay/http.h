/* SPDX-License-Identifier: ISC */
/* HTTPS for the portal: one kept connection, one request at a time. Loads
 * libcurl on first use (linked in, it costs every start 4 ms or 5). No
 * redirects, certificates always checked, proxies from the environment as
 * libcurl reads them, IPv4 first. What was sent and received is wiped when it
 * is freed. */
#ifndef STAY_HTTP_H
#define STAY_HTTP_H

#include "base/buf.h"

#define HTTP_MAX_ANSWER (4u << 20)	/* bytes; more breaks the call off */
#define HTTP_MAX_WHY 320

struct http;

/* ca_file: NULL for the system's. Seconds; none may be 0. */
struct http_config {
	const char *ca_file;
	unsigned connect_s, total_s;
};

/* What is done in the time that an answer takes. It makes no request. */
struct http_meanwhile {
	void (*run)(void *ctx);
	void *ctx;
};

/* meanwhile: called once, when the request has begun and its answer is not
 * there yet; not at all where that is never seen. NULL: nothing to do. What it
 * takes counts against total_s. */
struct http_request {
	const char *method, *url;
	const char *type;		/* of the body; NULL: no body */
	const char *authorization;	/* the header's value, or NULL */
	struct slice body;
	const struct http_meanwhile *meanwhile;
};

/* `begun`: a byte of the request may have reached the other side (false: it
 * certainly did not). `status` is 0 unless the answer came whole. `why` says
 * in English what went wrong, without any secret or personal data. */
struct http_answer {
	long status;
	bool begun;
	struct buf body;
	char why[HTTP_MAX_WHY];
};

/* ERR_UNSUPPORTED: no libcurl 7.80 or later on this machine. */
MUST_CHECK enum err http_new(const struct http_config *c, struct http **out);
void http_free(struct http *h);

/* From now on a request may take so many seconds in all. */
void http_hurry(struct http *h, unsigned total_s);

/* ERR_OK: a whole answer, of whatever status. ERR_CLOCK: the certificate is
 * not valid yet. ERR_TLS, ERR_TIMEOUT, ERR_TOO_LONG, ERR_NETWORK, ERR_CONFIG
 * (the CA file cannot be read). The answer is emptied first. */
MUST_CHECK enum err http_do(struct http *h, const struct http_request *r,
    struct http_answer *a);
void http_answer_release(struct http_answer *a);	/* wipes */

/* Appends `s` with everything but unreserved characters as %XX. */
void http_escape(struct buf *out, const char *s);

#endif
