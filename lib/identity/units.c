/* SPDX-License-Identifier: ISC */
/* The table of units: which one, and when it is read. */
#include <stdlib.h>

#include "base/mem.h"
#include "identity/units_priv.h"

const struct gazetteer *
units_read(const struct units *u)
{
	struct units_state *s = u->s;

	if (atomic_load_explicit(&s->ready, memory_order_acquire))
		return &s->g;
	pthread_mutex_lock(&s->lock);
	if (!atomic_load_explicit(&s->ready, memory_order_relaxed)) {
		if (!units_built_find(s->text, &s->g)) {
			s->trouble = units_table_read(&s->own, s->text);
			s->line = s->own.line;
			s->g = s->own.g;
		}
		atomic_store_explicit(&s->ready, true, memory_order_release);
	}
	pthread_mutex_unlock(&s->lock);
	return &s->g;
}

struct units *
units_later(struct slice text)
{
	struct units *u = xcalloc(1, sizeof *u);

	u->s = xcalloc(1, sizeof *u->s);
	pthread_mutex_init(&u->s->lock, NULL);
	atomic_init(&u->s->ready, false);
	u->s->text = text;
	return u;
}

enum err
units_trouble(const struct units *u, unsigned long long *line)
{
	if (u == NULL ||
	    !atomic_load_explicit(&u->s->ready, memory_order_acquire))
		return ERR_OK;
	if (u->s->trouble != ERR_OK && line != NULL)
		*line = u->s->line;
	return u->s->trouble;
}

enum err
units_new(struct slice table, struct units **out, unsigned long long *line)
{
	struct units *u = units_later(table);
	enum err e;

	(void)units_read(u);
	e = units_trouble(u, line);
	if (e == ERR_OK)
		*out = u;
	else
		units_free(u);
	return e;
}

void
units_free(struct units *u)
{
	if (u == NULL)
		return;
	units_table_release(&u->s->own);
	pthread_mutex_destroy(&u->s->lock);
	free(u->s);
	free(u);
}
