/* SPDX-License-Identifier: ISC */
/* The switches: DIR/control, and the log. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "portal.h"

static const char *const call_names[] = {
	"token", "refresh", "revoke", "foreign", "vn", "catalogue", "change",
	"none"
};

const char *
call_name(enum call c)
{
	return call_names[c];
}

static void
set(struct control *c, const char *key, const char *value)
{
	struct {
		const char *name;
		long *n;
	} numbers[] = {
		{ "times", &c->times }, { "skip", &c->skip },
		{ "code", &c->code }, { "delay", &c->delay },
		{ "token_life", &c->token_life },
		{ "refusal_http", &c->refusal_http },
	};
	struct {
		const char *name;
		bool *b;
	} flags[] = {
		{ "room_required", &c->room_required },
		{ "authority", &c->authority }, { "keep", &c->keep },
	};
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (strcmp(key, numbers[i].name) == 0)
			*numbers[i].n = atol(value);
	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (strcmp(key, flags[i].name) == 0)
			*flags[i].b = strcmp(value, "yes") == 0;
	if (strcmp(key, "on") == 0)
		snprintf(c->on, sizeof(c->on), "%.15s", value);
	else if (strcmp(key, "fault") == 0)
		snprintf(c->fault, sizeof(c->fault), "%.15s", value);
	else if (strcmp(key, "when") == 0)
		c->after = strcmp(value, "after") == 0;
	else if (strcmp(key, "clock") == 0 && value[0] == '@')
		c->clock_at = atoll(value + 1);
	else if (strcmp(key, "clock") == 0)
		c->clock_add = atoll(value);
}

void
control_read(const struct portal *p, struct control *c)
{
	char path[512], line[256], key[32], value[64];
	FILE *f;

	memset(c, 0, sizeof(*c));
	c->times = -1;
	c->code = 503;
	c->token_life = 3600;
	c->refusal_http = 400;
	c->room_required = c->authority = c->keep = true;
	snprintf(c->on, sizeof(c->on), "file");
	snprintf(c->fault, sizeof(c->fault), "none");
	snprintf(path, sizeof(path), "%s/control", p->dir);
	f = fopen(path, "r");
	if (f == NULL)
		return;
	while (fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, " %31[a-z_] = %63s", key, value) == 2)
			set(c, key, value);
	fclose(f);
}

/* `skip` and `times` count from the moment the switches were changed. */
bool
control_hits(const struct control *c, enum call call)
{
	static struct control last;
	static long seen;
	bool filing = call == CALL_VN || call == CALL_FOREIGN;

	if (memcmp(&last, c, sizeof(last)) != 0) {
		last = *c;
		seen = 0;
	}
	if (strcmp(c->fault, "none") == 0 && c->delay == 0)
		return false;
	if (strcmp(c->on, "any") != 0 && strcmp(c->on, call_name(call)) != 0 &&
	    !(strcmp(c->on, "file") == 0 && filing))
		return false;
	seen++;
	return seen > c->skip &&
	    (c->times < 0 || seen <= c->skip + c->times);
}

long long
control_now(const struct control *c)
{
	return c->clock_at != 0 ? c->clock_at :
	    (long long)time(NULL) + c->clock_add;
}

void
log_line(const struct portal *p, const char *fmt, ...)
{
	char path[512];
	va_list ap;
	FILE *f;

	snprintf(path, sizeof(path), "%s/log", p->dir);
	f = fopen(path, "a");
	if (f == NULL)
		return;
	va_start(ap, fmt);
	vfprintf(f, fmt, ap);
	va_end(ap);
	fputc('\n', f);
	fclose(f);
}
