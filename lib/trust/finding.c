/* SPDX-License-Identifier: ISC */
/* A list of findings, each check once. */
#include <assert.h>
#include <string.h>

#include "trust/finding.h"

void
findings_reset(struct findings *fs)
{
	fs->n = 0;
}

/* The list is short, and most names differ in their first octets. */
static struct finding *
find(const struct findings *fs, const char *check)
{
	size_t i;

	for (i = 0; i < fs->n; i++)
		if (strcmp(fs->f[i].rows[0].name, check) == 0)
			return (struct finding *)&fs->f[i];
	return NULL;
}

void
findings_add(struct findings *fs, enum finding_class class,
    const struct check *rows)
{
	struct finding *old = find(fs, rows[0].name);

	if (old == NULL) {
		assert(fs->n < FINDINGS_MAX);
		fs->f[fs->n++] = (struct finding){ rows, class };
	} else if (class > old->class)
		*old = (struct finding){ rows, class };
}

void
findings_join(struct findings *fs, const struct findings *more)
{
	size_t i;

	for (i = 0; i < more->n; i++)
		findings_add(fs, more->f[i].class, more->f[i].rows);
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
	return find(fs, check);
}
