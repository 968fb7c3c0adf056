/* SPDX-License-Identifier: ISC */
/* The only file that knows libcurl. */
#include <dlfcn.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/mem.h"
#include "stay/http.h"

/* X.509 verify results of OpenSSL (x509_vfy.h), which libcurl passes on. */
enum { X509_NOT_YET_VALID = 9, X509_HAS_EXPIRED = 10 };

#define POLL_MS 1000		/* libcurl's own time-outs end it before */

#define HTTP_OLDEST 0x075000	/* 7.80.0: CURLOPT_PREREQFUNCTION */

#define CURL_TABLE(X)							\
	X(global_init_mem, CURLcode, (long, curl_malloc_callback,	\
	    curl_free_callback, curl_realloc_callback,			\
	    curl_strdup_callback, curl_calloc_callback))		\
	X(version_info, curl_version_info_data *, (CURLversion))	\
	X(easy_init, CURL *, (void))					\
	X(easy_setopt, CURLcode, (CURL *, CURLoption, ...))		\
	X(easy_getinfo, CURLcode, (CURL *, CURLINFO, ...))		\
	X(easy_cleanup, void, (CURL *))					\
	X(easy_strerror, const char *, (CURLcode))			\
	X(multi_init, CURLM *, (void))					\
	X(multi_add_handle, CURLMcode, (CURLM *, CURL *))		\
	X(multi_perform, CURLMcode, (CURLM *, int *))			\
	X(multi_poll, CURLMcode, (CURLM *, struct curl_waitfd *,	\
	    unsigned, int, int *))					\
	X(multi_info_read, CURLMsg *, (CURLM *, int *))			\
	X(multi_remove_handle, CURLMcode, (CURLM *, CURL *))		\
	X(multi_cleanup, CURLMcode, (CURLM *))				\
	X(slist_append, struct curl_slist *, (struct curl_slist *,	\
	    const char *))						\
	X(slist_free_all, void, (struct curl_slist *))

struct http {
	void *lib;
	struct {
#define CURL_POINTER(name, type, args) type (*name) args;
		CURL_TABLE(CURL_POINTER)
#undef CURL_POINTER
	} fn;
	CURL *easy;
	CURLM *multi;			/* keeps the connection */
	const struct http_meanwhile *meanwhile;	/* NULL once it was called */
	struct http_answer *answer;	/* of the call under way */
	unsigned begun;			/* requests started in this call */
	bool too_long;
	char error[CURL_ERROR_SIZE];
};

/* libcurl's copies of URLs, headers and bodies hold tokens and people: its
 * memory is overwritten before it is given back. */
static void
wipe_free(void *p)
{
	if (p == NULL)
		return;
	mem_wipe(p, malloc_usable_size(p));
	free(p);
}

static void *
wipe_realloc(void *p, size_t n)
{
	size_t old = p == NULL ? 0 : malloc_usable_size(p);
	void *q;

	if (old >= n && p != NULL)
		return p;
	q = malloc(n > 0 ? n : 1);
	if (q != NULL && p != NULL) {
		memcpy(q, p, old);
		wipe_free(p);
	}
	return q;
}

static void *
find(const struct http *h, const char *name, bool *all)
{
	void *p = dlsym(h->lib, name);

	if (p == NULL)
		*all = false;
	return p;
}

static enum err
load(struct http *h)
{
	bool all = true;

	h->lib = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
	if (h->lib == NULL)
		return ERR_UNSUPPORTED;
#define CURL_FIND(name, type, args)					\
	*(void **)&h->fn.name = find(h, "curl_" #name, &all);
	CURL_TABLE(CURL_FIND)
#undef CURL_FIND
	if (!all || h->fn.version_info(CURLVERSION_NOW)->version_num <
	    HTTP_OLDEST)
		return ERR_UNSUPPORTED;
	return ERR_OK;
}

/* Called when the connection stands and nothing of the request is sent yet.
 * The second call within one http_do is libcurl's own repetition on a fresh
 * connection after a kept one died: the first may have arrived, so that must
 * come back as unknown and not be sent behind the outbox's back. */
static int
before_request(void *ctx, char *ip, char *local_ip, int port, int local_port)
{
	struct http *h = ctx;

	(void)ip;
	(void)local_ip;
	(void)port;
	(void)local_port;
	if (h->begun++ > 0)
		return CURL_PREREQFUNC_ABORT;
	h->answer->begun = true;
	return CURL_PREREQFUNC_OK;
}

static size_t
take_body(char *p, size_t size, size_t n, void *ctx)
{
	struct http *h = ctx;

	if (size * n > HTTP_MAX_ANSWER - h->answer->body.n) {
		h->too_long = true;
		return 0;
	}
	buf_add(&h->answer->body, p, size * n);
	return size * n;
}

static void
set_up(struct http *h, const struct http_config *c)
{
	CURLcode (*set)(CURL *, CURLoption, ...) = h->fn.easy_setopt;

	set(h->easy, CURLOPT_NOSIGNAL, 1L);
	set(h->easy, CURLOPT_PROTOCOLS_STR, "https");
	set(h->easy, CURLOPT_FOLLOWLOCATION, 0L);
	set(h->easy, CURLOPT_SSL_VERIFYPEER, 1L);
	set(h->easy, CURLOPT_SSL_VERIFYHOST, 2L);
	set(h->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (c->ca_file != NULL)
		set(h->easy, CURLOPT_CAINFO, c->ca_file);
	set(h->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	set(h->easy, CURLOPT_TCP_NODELAY, 1L);
	set(h->easy, CURLOPT_TCP_KEEPALIVE, 1L);
	set(h->easy, CURLOPT_CONNECTTIMEOUT, (long)c->connect_s);
	set(h->easy, CURLOPT_TIMEOUT, (long)c->total_s);
	set(h->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
	set(h->easy, CURLOPT_LOW_SPEED_TIME, (long)(c->total_s / 2 + 1));
	set(h->easy, CURLOPT_ERRORBUFFER, h->error);
	set(h->easy, CURLOPT_WRITEFUNCTION, take_body);
	set(h->easy, CURLOPT_WRITEDATA, h);
	set(h->easy, CURLOPT_PREREQDATA, h);
	set(h->easy, CURLOPT_USERAGENT, "cccd-tools");
}

enum err
http_new(const struct http_config *c, struct http **out)
{
	struct http *h = xcalloc(1, sizeof(*h));
	enum err e = load(h);

	if (e != ERR_OK)
		goto out;
	e = ERR_UNSUPPORTED;
	if (h->fn.global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wipe_free,
	    wipe_realloc, strdup, calloc) != CURLE_OK)
		goto out;
	h->easy = h->fn.easy_init();
	h->multi = h->fn.multi_init();
	if (h->easy == NULL || h->multi == NULL)
		goto out;
	set_up(h, c);
	if (h->fn.easy_setopt(h->easy, CURLOPT_PREREQFUNCTION,
	    before_request) != CURLE_OK)
		goto out;
	*out = h;
	h = NULL;	/* now owned by the caller */
	e = ERR_OK;
out:
	http_free(h);
	return e;
}

/* The library stays loaded: OpenSSL registers exit handlers inside it. */
void
http_free(struct http *h)
{
	if (h == NULL)
		return;
	if (h->easy != NULL)
		h->fn.easy_cleanup(h->easy);
	if (h->multi != NULL)
		h->fn.multi_cleanup(h->multi);
	mem_wipe(h, sizeof(*h));
	free(h);
}

void
http_hurry(struct http *h, unsigned total_s)
{
	h->fn.easy_setopt(h->easy, CURLOPT_CONNECTTIMEOUT, (long)total_s);
	h->fn.easy_setopt(h->easy, CURLOPT_TIMEOUT, (long)total_s);
}

void
http_answer_release(struct http_answer *a)
{
	buf_wipe(&a->body);
}

static void
add_header(struct http *h, struct curl_slist **list, const char *name,
    const char *value)
{
	struct curl_slist *longer;
	struct buf b = { 0 };

	buf_add_str(&b, name);
	buf_add_str(&b, value);
	longer = h->fn.slist_append(*list, buf_cstr(&b));
	if (longer != NULL)
		*list = longer;
	buf_wipe(&b);
}

static struct curl_slist *
prepare(struct http *h, const struct http_request *r)
{
	CURLcode (*set)(CURL *, CURLoption, ...) = h->fn.easy_setopt;
	struct curl_slist *headers = NULL;

	set(h->easy, CURLOPT_URL, r->url);
	set(h->easy, CURLOPT_CUSTOMREQUEST, NULL);
	if (r->type != NULL || strcmp(r->method, "POST") == 0) {
		set(h->easy, CURLOPT_POST, 1L);
		set(h->easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)r->body.n);
		set(h->easy, CURLOPT_POSTFIELDS, r->body.n ? r->body.p : "");
	} else {
		set(h->easy, CURLOPT_HTTPGET, 1L);
		set(h->easy, CURLOPT_CUSTOMREQUEST, r->method);
	}
	add_header(h, &headers, "Accept: ", "application/json");
	add_header(h, &headers, "Expect:", "");
	/* without a type libcurl would claim a form */
	add_header(h, &headers, r->type ? "Content-Type: " : "Content-Type:",
	    r->type ? r->type : "");
	if (r->authorization != NULL)
		add_header(h, &headers, "Authorization: ", r->authorization);
	set(h->easy, CURLOPT_HTTPHEADER, headers);
	return headers;
}

static bool
is_unreached(CURLcode c)
{
	return c == CURLE_COULDNT_RESOLVE_HOST ||
	    c == CURLE_COULDNT_RESOLVE_PROXY || c == CURLE_COULDNT_CONNECT;
}

static void
meanwhile(struct http *h)
{
	const struct http_meanwhile *m = h->meanwhile;

	if (m == NULL || h->begun == 0)
		return;
	h->meanwhile = NULL;
	m->run(m->ctx);
}

static CURLcode
transfer(struct http *h)
{
	CURLMcode m = h->fn.multi_add_handle(h->multi, h->easy);
	CURLcode c = CURLE_FAILED_INIT;
	CURLMsg *msg;
	int n = 1;

	while (m == CURLM_OK && n > 0) {
		m = h->fn.multi_perform(h->multi, &n);
		if (m != CURLM_OK || n == 0)
			break;
		meanwhile(h);
		m = h->fn.multi_poll(h->multi, NULL, 0, POLL_MS, NULL);
	}
	msg = h->fn.multi_info_read(h->multi, &n);
	if (msg != NULL && msg->msg == CURLMSG_DONE)
		c = msg->data.result;
	h->fn.multi_remove_handle(h->multi, h->easy);
	return c;
}

/* IPv4 first: IPv6 that half works costs the desk its time. */
static CURLcode
perform(struct http *h)
{
	char first[CURL_ERROR_SIZE];
	CURLcode c, again;

	h->fn.easy_setopt(h->easy, CURLOPT_IPRESOLVE,
	    (long)CURL_IPRESOLVE_V4);
	c = transfer(h);
	if (h->begun > 0 || !is_unreached(c))
		return c;
	memcpy(first, h->error, sizeof(first));
	h->fn.easy_setopt(h->easy, CURLOPT_IPRESOLVE,
	    (long)CURL_IPRESOLVE_V6);
	again = transfer(h);
	if (!is_unreached(again) || c != CURLE_COULDNT_CONNECT)
		return again;
	memcpy(h->error, first, sizeof(first));
	return c;
}

static enum err
classify(struct http *h, CURLcode c)
{
	long verify = 0;

	switch (c) {
	case CURLE_OK:
		return ERR_OK;
	case CURLE_PEER_FAILED_VERIFICATION:
		h->fn.easy_getinfo(h->easy, CURLINFO_SSL_VERIFYRESULT,
		    &verify);
		return verify == X509_NOT_YET_VALID ? ERR_CLOCK : ERR_TLS;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_ISSUER_ERROR:
		return ERR_TLS;
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_URL_MALFORMAT:
		return ERR_CONFIG;
	case CURLE_OPERATION_TIMEDOUT:
		return ERR_TIMEOUT;
	case CURLE_WRITE_ERROR:
		return h->too_long ? ERR_TOO_LONG : ERR_NETWORK;
	default:
		return ERR_NETWORK;
	}
}

/* libcurl's own words name host and port; after the request has begun only
 * its fixed sentences are used, since details could quote what was sent. */
static void
explain(struct http *h, CURLcode c, struct http_answer *a)
{
	const char *text = h->fn.easy_strerror(c);

	if (c == CURLE_ABORTED_BY_CALLBACK)
		text = "the kept connection broke before an answer came";
	else if (h->too_long)
		text = "the answer is longer than allowed";
	else if (a->begun && c == CURLE_UNSUPPORTED_PROTOCOL)
		text = "the answer is not HTTP";
	else if (!a->begun && h->error[0] != '\0')
		text = h->error;
	snprintf(a->why, sizeof(a->why), "%s", text);
}

enum err
http_do(struct http *h, const struct http_request *r, struct http_answer *a)
{
	struct curl_slist *headers = prepare(h, r), *p;
	enum err e;
	CURLcode c;

	buf_wipe(&a->body);
	memset(a, 0, sizeof(*a));
	h->answer = a;
	h->meanwhile = r->meanwhile;
	h->begun = 0;
	h->too_long = false;
	h->error[0] = '\0';
	c = perform(h);
	e = classify(h, c);
	if (e == ERR_OK)
		h->fn.easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE,
		    &a->status);
	else
		explain(h, c, a);
	h->answer = NULL;
	h->meanwhile = NULL;
	h->fn.easy_setopt(h->easy, CURLOPT_HTTPHEADER, NULL);
	h->fn.easy_setopt(h->easy, CURLOPT_POSTFIELDS, NULL);
	h->fn.easy_setopt(h->easy, CURLOPT_URL, "https://invalid/");
	for (p = headers; p != NULL; p = p->next)
		mem_wipe(p->data, strlen(p->data));
	h->fn.slist_free_all(headers);
	return e;
}

void
http_escape(struct buf *out, const char *s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *s != '\0'; s++)
		if (strchr(plain, *s) != NULL)
			buf_add_char(out, *s);
		else
			buf_printf(out, "%%%02X", (unsigned char)*s);
}
