/* SPDX-License-Identifier: ISC */
/* Accounts, tokens, Basic clients. An account is a facility: every user name
 * is one, so that each run of a test can have a facility of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "portal.h"

#define TOKEN_LEN 32

struct token {
	char access[TOKEN_LEN + 1], refresh[TOKEN_LEN + 1];
	char facility[MAX_NAME];
	long long expires;
	unsigned number;
	struct token *next;
};
static struct token *tokens;
static unsigned token_count;

static bool
basic_is(const struct request *q, const char *client)
{
	unsigned char code[256];

	if (strlen(client) > 180 ||
	    strncmp(q->authorization, "Basic ", 6) != 0)
		return false;
	EVP_EncodeBlock(code, (const unsigned char *)client,
	    (int)strlen(client));
	return strcmp(q->authorization + 6, (char *)code) == 0;
}

static int
hex(char c)
{
	const char *digits = "0123456789abcdef", *p;

	if (c >= 'A' && c <= 'F')
		c = (char)(c + 32);
	p = c != '\0' ? strchr(digits, c) : NULL;
	return p == NULL ? -1 : (int)(p - digits);
}

/* One value of a form, decoded; false when it is missing or damaged. */
static bool
form(const char *text, const char *name, char *out, size_t room)
{
	size_t len = strlen(name), n = 0;
	const char *p = text;

	while (p != NULL && (strncmp(p, name, len) != 0 || p[len] != '=')) {
		p = strchr(p, '&');
		p = p == NULL ? NULL : p + 1;
	}
	if (p == NULL)
		return false;
	for (p += len + 1; *p != '\0' && *p != '&' && n + 1 < room; p++) {
		if (*p != '%') {
			out[n++] = *p == '+' ? ' ' : *p;
			continue;
		}
		if (hex(p[1]) < 0 || hex(p[2]) < 0)
			return false;
		out[n++] = (char)(hex(p[1]) * 16 + hex(p[2]));
		p += 2;
	}
	out[n] = '\0';
	return *p == '\0' || *p == '&';
}

static void
new_secret(char out[TOKEN_LEN + 1])
{
	unsigned char r[TOKEN_LEN / 2];
	size_t i;

	RAND_bytes(r, sizeof(r));
	for (i = 0; i < sizeof(r); i++)
		snprintf(out + 2 * i, 3, "%02x", r[i]);
}

static unsigned
facility_number(const char *name)
{
	unsigned h = 2166136261u;

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	return 1000000 + h % 9000000;
}

static void
issue(struct portal *p, const struct control *c, struct token *t,
    const char *how, struct reply *r)
{
	char id[16];
	json_t *data;

	new_secret(t->access);
	new_secret(t->refresh);
	t->expires = control_now(c) + c->token_life;
	t->number = ++token_count;
	snprintf(id, sizeof(id), "%u", facility_number(t->facility));
	data = json_pack("{s:s, s:s, s:s, s:I, s:[s], s:i, s:s, s:s, s:i, s:i,"
	    "s:s, s:s, s:b}", "AccessToken", t->access, "RefreshToken",
	    t->refresh, "TokenType", "bearer", "Exp", (json_int_t)t->expires,
	    "Authorities", "CLIENT_API_CSLT", "ClientId", 7, "LoaiTK", "CSLT",
	    "CsltId", id, "CsltKhuVuc", 86, "CsltDonVi", 1332, "MaTTCuaCslt",
	    "101", "MaPxCuaCslt", "101900256", "IsCsltChinh", 1);
	if (c->authority)
		json_array_append_new(json_object_get(data, "Authorities"),
		    json_string("kbtt:create-3th"));
	log_line(p, "%s facility=%s token=%u", how, t->facility, t->number);
	reply_set(r, 200, "200", "Thành công", data);
}

void
auth_token(struct portal *p, const struct control *c, struct request *q,
    struct reply *r)
{
	char user[MAX_NAME], password[128], grant[32];
	struct token *t;

	if (!basic_is(q, p->clients[0])) {
		reply_set(r, 401, "401", "Client không hợp lệ", NULL);
		return;
	}
	if (strncmp(q->type, "application/x-www-form-urlencoded", 33) != 0 ||
	    !form(q->body, "grant-type", grant, sizeof(grant)) ||
	    strcmp(grant, "api_cslt") != 0) {
		reply_set(r, 400, "400", "grant-type không hợp lệ", NULL);
		return;
	}
	if (!form(q->body, "username", user, sizeof(user)) ||
	    !form(q->body, "password", password, sizeof(password)) ||
	    user[0] == '\0' || strcmp(password, p->password) != 0) {
		reply_set(r, 400, "400",
		    "Tên đăng nhập hoặc mật khẩu không đúng", NULL);
		return;
	}
	t = calloc(1, sizeof(*t));
	snprintf(t->facility, sizeof(t->facility), "%s", user);
	t->next = tokens;
	tokens = t;
	issue(p, c, t, "issued", r);
}

/* Both tokens are new; the old pair is dead. */
void
auth_refresh(struct portal *p, const struct control *c, struct request *q,
    struct reply *r)
{
	char refresh[128] = "";
	struct token *t;

	if (!basic_is(q, p->clients[1])) {
		reply_set(r, 401, "401", "Client không hợp lệ", NULL);
		return;
	}
	form(q->query, "refresh_token", refresh, sizeof(refresh));
	for (t = tokens; t != NULL; t = t->next)
		if (strcmp(t->refresh, refresh) == 0)
			break;
	if (t == NULL)
		reply_set(r, 400, "400", "RefreshToken không hợp lệ", NULL);
	else
		issue(p, c, t, "refreshed", r);
}

void
auth_revoke(struct portal *p, const struct control *c, struct request *q,
    struct reply *r)
{
	char access[128] = "";
	struct token **at, *t;

	(void)c;
	if (!basic_is(q, p->clients[1])) {
		reply_set(r, 401, "401", "Client không hợp lệ", NULL);
		return;
	}
	form(q->query, "access_token", access, sizeof(access));
	for (at = &tokens; *at != NULL; at = &(*at)->next)
		if (strcmp((*at)->access, access) == 0)
			break;
	if (*at == NULL) {
		reply_set(r, 400, "400", "AccessToken không hợp lệ", NULL);
		return;
	}
	t = *at;
	*at = t->next;
	log_line(p, "revoked facility=%s token=%u", t->facility, t->number);
	free(t);
	reply_set(r, 200, "200", "Thành công", NULL);
}

const char *
auth_facility(const struct control *c, const struct request *q,
    struct reply *r)
{
	struct token *t;

	for (t = tokens; t != NULL; t = t->next)
		if (strncasecmp(q->authorization, "Bearer ", 7) == 0 &&
		    strcmp(q->authorization + 7, t->access) == 0)
			break;
	if (t == NULL || t->expires <= control_now(c)) {
		reply_set(r, 401, "401",
		    "AccessToken không hợp lệ hoặc đã hết hạn", NULL);
		return NULL;
	}
	if (!c->authority) {
		reply_set(r, 403, "403", "Không có quyền kbtt:create-3th",
		    NULL);
		return NULL;
	}
	return t->facility;
}
