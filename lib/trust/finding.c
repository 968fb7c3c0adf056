/* SPDX-License-Identifier: ISC */
/* A list of findings, each check once. */
#include <assert.h>
#include <string.h>

#include "trust/finding.h"

void
findings_reset(struct findings *fs)
{
	fs->n = 0;
	memset(fs->place, 0, sizeof fs->place);
}

/* The place of that name, or the free one where it would stand: there are more
 * places than findings. */
static uint8_t *
place_of(struct findings *fs, const char *check, uint8_t from)
{
	const struct finding *f;
	uint8_t at = from;

	for (; fs->place[at] != 0; at++) {
		f = &fs->f[fs->place[at] - 1];
		if (f->at == from && (f->rows[0].name == check ||
		    strcmp(f->rows[0].name, check) == 0))
			break;
	}
	return &fs->place[at];
}

static void
add_new(struct findings *fs, enum finding_class class,
    const struct check *rows, uint8_t at, uint8_t *place)
{
	assert(fs->n < FINDINGS_MAX);
	fs->f[fs->n++] = (struct finding){ rows, class, at };
	*place = (uint8_t)fs->n;
}

/* Its place is taken, most often by its own name. */
static __attribute__((__noinline__)) void
add_again(struct findings *fs, enum finding_class class,
    const struct check *rows, uint8_t at)
{
	uint8_t *place = place_of(fs, rows[0].name, at);
	struct finding *f;

	if (*place == 0) {
		add_new(fs, class, rows, at, place);
		return;
	}
	f = &fs->f[*place - 1];
	if (class > f->class)
		*f = (struct finding){ rows, class, at };
}

void
findings_add_at(struct findings *fs, enum finding_class class,
    const struct check *rows, uint8_t at)
{
	if (fs->place[at] == 0)
		add_new(fs, class, rows, at, &fs->place[at]);
	else
		add_again(fs, class, rows, at);
}

void
findings_add(struct findings *fs, enum finding_class class,
    const struct check *rows)
{
	const char *name = rows[0].name;

	findings_add_at(fs, class, rows, finding_at(name, strlen(name)));
}

void
findings_join(struct findings *fs, const struct findings *more)
{
	size_t i;

	for (i = 0; i < more->n; i++)
		findings_add_at(fs, more->f[i].class, more->f[i].rows,
		    more->f[i].at);
}

enum finding_class
findings_worst(const struct findings *fs)
{
	enum finding_class worst = FINDING_GOOD;
	size_t i;

	for (i = 0; i < fs->n; i++)
		if (fs->f[i].class > worst)
			worst = fs->f[i].class;
	return worst;
}

const struct finding *
findings_of(const struct findings *fs, const char *check)
{
	uint8_t place = *place_of((struct findings *)fs, check,
	    finding_at(check, strlen(check)));

	return place != 0 ? &fs->f[place - 1] : NULL;
}
