/* SPDX-License-Identifier: ISC */
/* A list of readers that come and go. */
#include <string.h>

#include "desk/hall.h"

static bool
wants(const struct hall *h, const char *name)
{
	return h->part == NULL || strstr(name, h->part) != NULL;
}

enum err
hall_choose(const struct hall *h, struct buf *names)
{
	struct pcsc_reader list[PCSC_MAX_READERS];
	size_t i, n = 0, found = 0;
	enum err e = pcsc_list(list, &n);

	for (i = 0; i < n; i++)
		if (wants(h, list[i].name))
			buf_printf(names, "%s%s", found++ > 0 ? ", " : "",
			    list[i].name);
	if (e != ERR_OK)
		return e;
	return found == 1 ? ERR_OK : found > 1 ? ERR_DUPLICATE :
	    ERR_NO_READER;
}

static bool
has(const struct hall *h, const char *name)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (strcmp(reader_name(h->r[i]), name) == 0)
			return true;
	return false;
}

enum err
hall_add(struct hall *h, const char *name)
{
	enum err e = h->n < PCSC_MAX_READERS ?
	    reader_new(h->job, name, &h->r[h->n]) : ERR_TOO_LONG;

	if (e == ERR_OK)
		h->n++;
	return e;
}

enum err
hall_look(struct hall *h)
{
	struct pcsc_reader list[PCSC_MAX_READERS];
	size_t i, n = 0;
	enum err e = pcsc_list(list, &n);

	for (i = 0; i < n && e == ERR_OK; i++) {
		if (!wants(h, list[i].name) || list[i].state.broken ||
		    has(h, list[i].name) || h->n == PCSC_MAX_READERS)
			continue;
		e = hall_add(h, list[i].name);
	}
	return e == ERR_OK && h->n == 0 ? ERR_NO_READER : e;
}

void
hall_drop(struct hall *h, size_t i)
{
	reader_free(h->r[i]);
	for (h->n--; i < h->n; i++)
		h->r[i] = h->r[i + 1];
}

void
hall_names(const struct hall *h, enum reader_phase phase, struct buf *out)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (reader_phase(h->r[i]) == phase)
			buf_printf(out, "%s%s", out->n > 0 ? ", " : "",
			    reader_name(h->r[i]));
}

size_t
hall_count(const struct hall *h, enum reader_phase phase)
{
	size_t i, n = 0;

	for (i = 0; i < h->n; i++)
		n += reader_phase(h->r[i]) == phase;
	return n;
}

size_t
hall_poll(const struct hall *h, struct pollfd f[PCSC_MAX_READERS])
{
	size_t i;

	for (i = 0; i < h->n; i++)
		f[i] = (struct pollfd){ .fd = reader_fd(h->r[i]),
		    .events = POLLIN };
	return h->n;
}

long long
hall_deadline(struct hall *h, long long now)
{
	long long next = -1, at;
	size_t i;

	for (i = 0; i < h->n; i++) {
		at = reader_deadline(h->r[i]);
		if (at >= 0 && at <= now)
			reader_give_up(h->r[i]);
		else if (at >= 0 && (next < 0 || at < next))
			next = at;
	}
	return next;
}
