/* SPDX-License-Identifier: ISC */
/* The portal double: one process, a thread for each connection, one lock
 * round all state. It shares no code with the library that it tests. */
#ifndef PORTAL_H
#define PORTAL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <openssl/ssl.h>

#include <jansson.h>

#define MAX_HEAD (32u << 10)
#define MAX_BODY (8u << 20)
#define MAX_NAME 80

enum call {
	CALL_TOKEN, CALL_REFRESH, CALL_REVOKE, CALL_FOREIGN, CALL_VN,
	CALL_CATALOGUE, CALL_CHANGE, CALL_NONE
};

/* DIR/control, read again for every request: `key = value` lines. */
struct control {
	char on[16];		/* file (default), any, or a call's name */
	char fault[16];		/* none, drop, reset, garbage, ... */
	bool after;		/* the fault comes after the processing */
	long times, skip;	/* of matching requests; times < 0: all */
	long code;		/* for status, html, redirect */
	long delay;		/* ms before anything is done */
	long token_life;	/* s */
	long refusal_http;	/* HTTP status of a refusal: 400 or 200 */
	long long clock_add, clock_at;
	bool room_required, authority, keep;
};

struct request {
	char method[8], path[256], query[512];
	char type[128], authorization[512];
	char *body;
	size_t n;
	enum call call;
};

/* What will be answered: HTTP status and a JSON body. */
struct reply {
	int status;
	char *body;
};

struct text {
	char *p;
	size_t n;
};

struct portal {
	const char *dir, *password, *clients[2];	/* "client:secret" */
	const char *cert;
	int port;
	long life;
	SSL_CTX *tls;
};

/* tls.c: makes CA and certificate, writes DIR/ca.pem. */
bool tls_start(struct portal *p);

/* control.c */
void control_read(const struct portal *p, struct control *c);
/* Whether this request meets the fault; counts it. */
bool control_hits(const struct control *c, enum call call);
long long control_now(const struct control *c);
const char *call_name(enum call c);
void log_line(const struct portal *p, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));

/* serve.c: one connection until it ends. */
void serve(struct portal *p, int fd);

/* fault.c: sends something else than the reply. False: nothing to do. */
bool fault_send(const struct control *c, SSL *ssl, int fd, struct reply *r);

/* calls.c: everything under the lock. */
void calls_handle(struct portal *p, const struct control *c,
    struct request *q, struct reply *r);
void reply_set(struct reply *r, int status, const char *code,
    const char *message, json_t *data);

/* auth.c */
void auth_token(struct portal *p, const struct control *c, struct request *q,
    struct reply *r);
void auth_refresh(struct portal *p, const struct control *c,
    struct request *q, struct reply *r);
void auth_revoke(struct portal *p, const struct control *c, struct request *q,
    struct reply *r);
/* The facility of the Bearer token, or NULL with the refusal in *r. */
const char *auth_facility(const struct control *c, const struct request *q,
    struct reply *r);

/* filing.c: calls 4, 5 and 12 */
void filing_handle(struct portal *p, const struct control *c,
    struct request *q, struct reply *r);

/* fields.c: names, types and presence; adds to the errors of guest `n`. */
void fields_check(const json_t *guest, bool foreign, int n, struct text *err);
void text_error(struct text *t, const char *what, int n, const char *fmt, ...)
    __attribute__((__format__(__printf__, 4, 5)));
const char *field(const json_t *guest, const char *name);
long number(const json_t *guest, const char *name);

/* rules.c: dates, document numbers. */
long day_of(const char *date);		/* days since 1970, or -1 */
long long second_of(const char *moment);	/* +07:00 to Unix, or -1 */
long today(long long now);
void rules_check(const json_t *guest, bool foreign, int n, long long now,
    bool room, struct text *err);

/* stays.c: who stays where, and DIR/ledger. */
struct stay_row {
	char facility[MAX_NAME], doc[40], room[40];
	long type;		/* 0: passport of a foreigner */
	char arrive[24], leave[24];
	bool left;
};
void stays_check(const struct stay_row *s, int n, long long now,
    struct text *err);
void stays_add(const struct portal *p, const struct stay_row *s,
    long long now);
struct stay_row *stays_open(const char *facility, long type, const char *doc,
    long long now);

/* catalogue.c */
const char *catalogue_body(const char *path);
bool catalogue_has_nationality(const char *code);
const char *catalogue_doc_name(long type);

#endif
