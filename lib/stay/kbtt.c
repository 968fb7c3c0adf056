/* SPDX-License-Identifier: ISC */
/* One session with the portal: token, renewal, filing, farewell. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "stay/http.h"
#include "stay/kbtt_answer.h"
#include "stay/stay.h"

#define RENEW_BEFORE 60		/* s; the provider's advice */
#define CONNECT_S 10
#define TOTAL_S KBTT_MAX_S
#define FAREWELL_S 5		/* nobody waits longer for the revocation */
#define MAX_URL 256

#define PATH_TOKEN "/authorization-service/oauth/token"
#define PATH_REFRESH "/authorization-service/oauth/refresh-token" \
	"?refresh_token="
#define PATH_REVOKE "/authorization-service/oauth/revoke?access_token="
#define PATH_FOREIGN "/client-service/kbtt/kbtt-3th"
#define PATH_VIETNAMESE "/client-service/kbtt-vn/kbtt-3th"
#define PATH_CATALOGUES "/cms-backend/public/"

struct kbtt {
	struct http_config net;
	struct http *http;		/* NULL before the first request */
	struct buf url, login;		/* login: the form of call 1 */
	struct buf basic1, basic2;	/* values of Authorization */
	struct buf password, secret1, secret2, ca;
	struct kbtt_token token;
	bool has_token;
	bool unreachable;		/* the last request was not begun */
};

static const struct {
	const char *name, *path;
} catalogues[KBTT_CATALOGUES] = {
	[KBTT_NATIONALITIES] = { "nationalities", "dm-qt/3th/get-all" },
	[KBTT_PROVINCES] = { "provinces", "dm-tinh-tp/get-all" },
	[KBTT_REASONS] = { "reasons", "ly-do-cu-tru/get-all" },
	[KBTT_DOC_TYPES] = { "doc-types", "loai-giay-to/get-all" },
	[KBTT_RESIDENCES] = { "residences", "noi-cu-tru/get-all" },
};

const char *
outcome_word(enum outcome o)
{
	static const char *const words[] = {
		[OUTCOME_OK] = "ok", [OUTCOME_DUP] = "dup",
		[OUTCOME_BAD] = "bad", [OUTCOME_AUTH] = "auth",
		[OUTCOME_TEMP] = "temp", [OUTCOME_UNKNOWN] = "unknown",
	};

	return words[o];
}

/* What this side has to say about an answer that did not come. */
enum said { SAID_CLOCK, SAID_TLS, SAID_CURL, SAID };
static const char *const said[SAID] = {
	[SAID_CLOCK] = N_("the clock of this machine is wrong: set date and"
	    " time"),
	[SAID_TLS] = N_("the portal's certificate is not accepted: check"
	    " portal_ca, and the clock of this machine"),
	[SAID_CURL] = N_("libcurl 7.80 or later is missing: install libcurl4"),
};

const char *
kbtt_said(struct slice *words)
{
	size_t i, n;

	for (i = 0; i < SAID; i++) {
		n = strlen(said[i]);
		if (words->n < n || memcmp(words->p, said[i], n) != 0)
			continue;
		words->p += n;
		words->n -= n;
		return said[i];
	}
	return NULL;
}

const char *
kbtt_catalogue_name(enum kbtt_catalogue c)
{
	return catalogues[c].name;
}

/* https://host[:port] and nothing else: no account, path, query, blanks. */
static bool
is_base_url(const char *url)
{
	static const char https[] = "https://";
	static const char may[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";
	size_t n = strlen(url);

	return n < MAX_URL && strncmp(url, https, sizeof(https) - 1) == 0 &&
	    n > sizeof(https) - 1 &&
	    strspn(url + sizeof(https) - 1, may) == n - (sizeof(https) - 1);
}

/* The first setting that is missing or cannot be, or NULL. */
static const char *
find_wrong(const struct kbtt_config *c)
{
	const struct {
		const char *key, *value;
	} need[] = {
		{ "url", c->url }, { "username", c->username },
		{ "password", c->password },
		{ "token_client", c->token_client },
		{ "token_secret", c->token_secret },
		{ "session_client", c->session_client },
		{ "session_secret", c->session_secret },
	};
	size_t i;

	for (i = 0; i < sizeof(need) / sizeof(need[0]); i++)
		if (need[i].value == NULL || need[i].value[0] == '\0')
			return need[i].key;
	if (!is_base_url(c->url))
		return "url";
	/* a colon would move the border between client and secret */
	if (strchr(c->token_client, ':') != NULL)
		return "token_client";
	if (strchr(c->session_client, ':') != NULL)
		return "session_client";
	return NULL;
}

static void
make_basic(struct buf *out, const char *client, const char *secret)
{
	struct buf pair = { 0 };

	buf_add_str(&pair, client);
	buf_add_char(&pair, ':');
	buf_add_str(&pair, secret);
	buf_add_str(out, "Basic ");
	base64_add(out, buf_slice(&pair));
	buf_cstr(out);
	buf_wipe(&pair);
}

enum err
kbtt_new(const struct kbtt_config *c, struct kbtt **out, const char **what)
{
	const char *wrong = find_wrong(c);
	struct kbtt *k;

	if (wrong != NULL) {
		*what = wrong;
		return ERR_CONFIG;
	}
	k = xcalloc(1, sizeof(*k));
	buf_add_str(&k->url, c->url);
	buf_add_str(&k->password, c->password);
	buf_add_str(&k->secret1, c->token_secret);
	buf_add_str(&k->secret2, c->session_secret);
	if (c->ca_file != NULL) {
		buf_add_str(&k->ca, c->ca_file);
		k->net.ca_file = buf_cstr(&k->ca);
	}
	k->net.connect_s = c->connect_s != 0 ? c->connect_s : CONNECT_S;
	k->net.total_s = c->total_s != 0 ? c->total_s : TOTAL_S;
	buf_add_str(&k->login, "username=");
	http_escape(&k->login, c->username);
	buf_add_str(&k->login, "&password=");
	http_escape(&k->login, c->password);
	buf_add_str(&k->login, "&grant-type=api_cslt");
	make_basic(&k->basic1, c->token_client, c->token_secret);
	make_basic(&k->basic2, c->session_client, c->session_secret);
	*out = k;
	return ERR_OK;
}

const char *
kbtt_facility(const struct kbtt *k)
{
	/* its NUL was set when the token came */
	return k->token.facility.p != NULL ? k->token.facility.p : "";
}

/* Overwrites what the portal repeats of our secrets in its words. */
static void
hide(struct buf *words, size_t from, const struct buf *secret)
{
	size_t i;

	if (secret->n < 4)
		return;
	for (i = from; i + secret->n <= words->n; i++)
		if (memcmp(words->p + i, secret->p, secret->n) == 0)
			memset(words->p + i, '*', secret->n);
}

static void
hide_secrets(const struct kbtt *k, struct buf *words, size_t from)
{
	hide(words, from, &k->password);
	hide(words, from, &k->secret1);
	hide(words, from, &k->secret2);
	hide(words, from, &k->token.access);
	hide(words, from, &k->token.refresh);
}

/* One request. `path` is followed by `tail`, escaped, where not NULL. */
static enum err
request(struct kbtt *k, struct http_request *r, const char *path,
    struct buf *tail, struct http_answer *a)
{
	struct buf url = { 0 };
	enum err e = ERR_OK;

	if (k->http == NULL)
		e = http_new(&k->net, &k->http);
	if (e != ERR_OK) {
		snprintf(a->why, sizeof(a->why), "%s", said[SAID_CURL]);
		return e;
	}
	buf_add_slice(&url, buf_slice(&k->url));
	buf_add_str(&url, path);
	if (tail != NULL)
		http_escape(&url, buf_cstr(tail));
	r->url = buf_cstr(&url);
	e = http_do(k->http, r, a);
	k->unreachable = e != ERR_OK && !a->begun;
	buf_wipe(&url);
	return e;
}

/* The network's words for the person at the desk. */
static void
explain(enum err e, const struct http_answer *a, struct buf *words)
{
	if (e == ERR_CLOCK || e == ERR_TLS)
		buf_printf(words, "%s (%s)", said[e == ERR_CLOCK ? SAID_CLOCK :
		    SAID_TLS], a->why);
	else
		buf_add_str(words, a->why);
}

static enum outcome
token_call(struct kbtt *k, struct http_request *r, const char *path,
    struct buf *tail, struct buf *words)
{
	struct http_answer a = { 0 };
	enum err e = request(k, r, path, tail, &a);
	size_t before = words->n;
	enum outcome o = OUTCOME_TEMP;

	if (e != ERR_OK)
		explain(e, &a, words);
	else
		o = kbtt_token_answer(a.status, buf_slice(&a.body), &k->token,
		    words);
	hide_secrets(k, words, before);
	http_answer_release(&a);
	if (o == OUTCOME_OK && k->token.access.n > 0) {
		k->has_token = true;
		buf_cstr(&k->token.facility);
	}
	return o;
}

static enum outcome
log_in(struct kbtt *k, struct buf *words)
{
	struct http_request r = { .method = "POST",
	    .type = "application/x-www-form-urlencoded" };

	k->has_token = false;
	r.authorization = k->basic1.p;
	r.body = buf_slice(&k->login);
	return token_call(k, &r, PATH_TOKEN, NULL, words);
}

/* Both tokens are new after it. A renewal that is refused or breaks is no
 * refused account: the password decides. */
static enum outcome
renew(struct kbtt *k, struct buf *words)
{
	struct http_request r = { .method = "POST" };
	struct buf lost = { 0 };
	enum outcome o = OUTCOME_AUTH;

	if (k->has_token && k->token.refresh.n > 0) {
		r.authorization = k->basic2.p;
		o = token_call(k, &r, PATH_REFRESH, &k->token.refresh, &lost);
	}
	if (o != OUTCOME_OK && !k->unreachable)
		o = log_in(k, words);
	else
		buf_add_slice(words, buf_slice(&lost));
	buf_wipe(&lost);
	return o;
}

static enum outcome
check_clock(long long now, struct buf *words)
{
	if (now >= DATE_CLOCK_MIN)
		return OUTCOME_OK;
	buf_add_str(words, said[SAID_CLOCK]);
	return OUTCOME_TEMP;
}

bool
kbtt_is_ready(const struct kbtt *k, long long now)
{
	/* 0: the portal named no end; a 401 will tell */
	return now >= DATE_CLOCK_MIN && k->has_token &&
	    (k->token.expires == 0 ||
	    k->token.expires - now >= RENEW_BEFORE);
}

enum outcome
kbtt_ready(struct kbtt *k, long long now, struct buf *answer)
{
	enum outcome o = check_clock(now, answer);

	if (o != OUTCOME_OK)
		return o;
	if (kbtt_is_ready(k, now))
		return OUTCOME_OK;
	return k->has_token ? renew(k, answer) : log_in(k, answer);
}

static enum outcome
file_once(struct kbtt *k, const struct stay *s, struct slice body,
    struct buf *answer, long *http, const struct http_meanwhile *meanwhile)
{
	struct http_request r = { .method = "POST", .type = "application/json",
	    .body = body, .meanwhile = meanwhile };
	struct http_answer a = { 0 };
	struct buf bearer = { 0 };
	size_t before = answer->n;
	enum outcome o;
	enum err e;

	buf_add_str(&bearer, "Bearer ");
	buf_add_slice(&bearer, buf_slice(&k->token.access));
	r.authorization = buf_cstr(&bearer);
	e = request(k, &r, s->foreign ? PATH_FOREIGN : PATH_VIETNAMESE, NULL,
	    &a);
	if (e == ERR_OK) {
		o = kbtt_answer(a.status, buf_slice(&a.body), answer);
		*http = a.status;
	} else {
		explain(e, &a, answer);
		o = a.begun ? OUTCOME_UNKNOWN : OUTCOME_TEMP;
	}
	hide_secrets(k, answer, before);
	buf_wipe(&bearer);
	http_answer_release(&a);
	return o;
}

enum outcome
kbtt_file(struct kbtt *k, const struct stay *s, long long now,
    struct buf *answer, long *http, const struct http_meanwhile *meanwhile)
{
	size_t before = answer->n;
	struct buf body = { 0 };
	enum outcome o = kbtt_ready(k, now, answer);

	*http = 0;
	if (o != OUTCOME_OK)
		return o;
	kbtt_body(s, &body);
	o = file_once(k, s, buf_slice(&body), answer, http, meanwhile);
	if (o == OUTCOME_AUTH) {
		/* the token may have been revoked or may have run out by the
		 * portal's clock; a 401 was certainly not processed */
		answer->n = before;
		*http = 0;
		o = renew(k, answer);
		if (o == OUTCOME_OK)
			o = file_once(k, s, buf_slice(&body), answer, http,
			    NULL);
	}
	buf_wipe(&body);
	return o;
}

enum err
kbtt_catalogue(struct kbtt *k, enum kbtt_catalogue c, struct buf *out)
{
	struct http_request r = { .method = "GET" };
	struct http_answer a = { 0 };
	struct buf path = { 0 };
	enum err e;

	buf_add_str(&path, PATH_CATALOGUES);
	buf_add_str(&path, catalogues[c].path);
	e = request(k, &r, buf_cstr(&path), NULL, &a);
	if (e == ERR_OK && a.status != 200)
		e = ERR_NETWORK;
	if (e == ERR_OK)
		buf_add_slice(out, buf_slice(&a.body));
	buf_release(&path);
	http_answer_release(&a);
	return e;
}

/* The portal is asked to forget the token; whether it does is its affair. */
static void
revoke(struct kbtt *k)
{
	struct http_request r = { .method = "DELETE" };
	struct http_answer a = { 0 };

	r.authorization = k->basic2.p;
	http_hurry(k->http, FAREWELL_S);
	(void)!request(k, &r, PATH_REVOKE, &k->token.access, &a);
	http_answer_release(&a);
}

void
kbtt_free(struct kbtt *k)
{
	if (k == NULL)
		return;
	if (k->has_token && !k->unreachable)
		revoke(k);
	http_free(k->http);
	kbtt_token_release(&k->token);
	buf_wipe(&k->login);
	buf_wipe(&k->basic1);
	buf_wipe(&k->basic2);
	buf_wipe(&k->password);
	buf_wipe(&k->secret1);
	buf_wipe(&k->secret2);
	buf_release(&k->url);
	buf_release(&k->ca);
	free(k);
}
