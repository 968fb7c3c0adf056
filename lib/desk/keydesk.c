/* SPDX-License-Identifier: ISC */
/* A list of keys: in the order in which they came, those that were wrong for
 * some card before all others. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/keydesk.h"

struct keydesk {
	struct keydesk_key **k;		/* taken from the end */
	size_t n, cap;
	struct {
		char *name, *part;
	} desk[KEYDESK_MAX_DESKS];
	size_t desks;
	long long patience_ms;
};

static void
key_free(struct keydesk_key *k)
{
	password_wipe(&k->password);
	buf_wipe(&k->line);
	free(k);
}

static void
remove_at(struct keydesk *d, size_t i)
{
	key_free(d->k[i]);
	for (d->n--; i < d->n; i++)
		d->k[i] = d->k[i + 1];
}

struct keydesk *
keydesk_new(void)
{
	struct keydesk *d = xcalloc(1, sizeof *d);

	d->patience_ms = KEYDESK_PATIENCE_MS;
	return d;
}

void
keydesk_patience(struct keydesk *d, long long ms)
{
	d->patience_ms = ms;
}

void
keydesk_free(struct keydesk *d)
{
	size_t i;

	if (d == NULL)
		return;
	for (i = 0; i < d->n; i++)
		key_free(d->k[i]);
	for (i = 0; i < d->desks; i++) {
		free(d->desk[i].name);
		free(d->desk[i].part);
	}
	free(d->k);
	free(d);
}

enum err
keydesk_tie(struct keydesk *d, struct slice name, struct slice part)
{
	if (d->desks == KEYDESK_MAX_DESKS)
		return ERR_TOO_LONG;
	d->desk[d->desks].name = xmemdup0(name.p, name.n);
	d->desk[d->desks++].part = xmemdup0(part.p, part.n);
	return ERR_OK;
}

/* "NAME" or "NAME:12" */
static bool
is_from(struct slice from, const char *name)
{
	size_t n = strlen(name);

	if (!slice_starts(from, name))
		return false;
	return from.n == n || (from.p[n] == ':' &&
	    slice_digits((struct slice){ from.p + n + 1, from.n - n - 1 }));
}

static int
desk_of(const struct keydesk *d, struct slice from)
{
	size_t i;

	for (i = 0; i < d->desks; i++)
		if (is_from(from, d->desk[i].name))
			return (int)i;
	return -1;
}

/* One scanner may have several readers, and one reader several scanners. */
static bool
fits(const struct keydesk *d, const struct keydesk_key *k, const char *reader)
{
	size_t i;

	if (k->desk >= 0) {
		for (i = 0; i < d->desks; i++)
			if (strcmp(d->desk[i].name, d->desk[k->desk].name) ==
			    0 && strstr(reader, d->desk[i].part) != NULL)
				return true;
		return false;
	}
	for (i = 0; i < d->desks; i++)
		if (strstr(reader, d->desk[i].part) != NULL)
			return false;
	return true;
}

static bool
same_card(const struct password *a, const struct password *b)
{
	if (a->id[0] != '\0' || b->id[0] != '\0')
		return strcmp(a->id, b->id) == 0;
	return strcmp(a->document, b->document) == 0 &&
	    strcmp(a->birth, b->birth) == 0 && strcmp(a->can, b->can) == 0;
}

/* Every key for the card of `k` but itself and those in use. */
static void
remove_same(struct keydesk *d, const struct keydesk_key *k)
{
	size_t i = d->n;

	while (i-- > 0)
		if (d->k[i] != k && !d->k[i]->in_use &&
		    same_card(&d->k[i]->password, &k->password))
			remove_at(d, i);
}

void
keydesk_add(struct keydesk *d, long long now, const struct password *p,
    struct slice line, struct slice from, unsigned long long number)
{
	struct keydesk_key *k = xcalloc(1, sizeof *k);

	k->password = *p;
	buf_add_slice(&k->line, line);
	k->last = ERR_NO_CARD;
	k->number = number;
	k->until = now + d->patience_ms;
	k->desk = desk_of(d, from);
	remove_same(d, k);
	if (d->n == d->cap) {
		d->cap = 2 * d->cap + 16;
		d->k = xreallocarray(d->k, d->cap, sizeof(void *));
	}
	d->k[d->n++] = k;
}

bool
keydesk_is_full(const struct keydesk *d)
{
	return d->n >= KEYDESK_MAX;
}

struct keydesk_key *
keydesk_take(struct keydesk *d, const char *reader)
{
	size_t i = d->n;

	while (i-- > 0)
		if (!d->k[i]->in_use && fits(d, d->k[i], reader)) {
			d->k[i]->in_use = true;
			return d->k[i];
		}
	return NULL;
}

static size_t
find(const struct keydesk *d, const struct keydesk_key *k)
{
	size_t i = 0;

	while (d->k[i] != k)
		i++;
	return i;
}

void
keydesk_done(struct keydesk *d, struct keydesk_key *k)
{
	remove_same(d, k);
	remove_at(d, find(d, k));
}

void
keydesk_back(struct keydesk *d, long long now, struct keydesk_key *k,
    enum err why)
{
	size_t i;

	for (i = find(d, k) + 1; i < d->n; i++)
		if (same_card(&d->k[i]->password, &k->password)) {
			remove_at(d, find(d, k));
			return;
		}
	k->in_use = false;
	k->last = why;
	if (why != ERR_WRONG_KEY && why != ERR_OTHER_CARD) {
		k->until = now + d->patience_ms;
		return;
	}
	for (i = find(d, k); i > 0; i--)
		d->k[i] = d->k[i - 1];
	d->k[0] = k;
}

struct keydesk_key *
keydesk_expired(struct keydesk *d, long long now, bool all)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		if (!d->k[i]->in_use && (all || d->k[i]->until <= now)) {
			d->k[i]->in_use = true;
			return d->k[i];
		}
	return NULL;
}

long long
keydesk_next(const struct keydesk *d)
{
	long long next = -1;
	size_t i;

	for (i = 0; i < d->n; i++)
		if (!d->k[i]->in_use && (next < 0 || d->k[i]->until < next))
			next = d->k[i]->until;
	return next;
}

size_t
keydesk_count(const struct keydesk *d)
{
	return d->n;
}
