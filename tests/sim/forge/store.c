/* SPDX-License-Identifier: ISC */
/* A trust store of plain files: anchors/, known/, crls/. */
#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/pem.h>

#include "forge.h"

static void
die(const char *path)
{
	fprintf(stderr, "forge: %s: %s\n", path, strerror(errno));
	exit(2);
}

static FILE *
create(const struct forge_dir *d, const char *name)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", d->path, name);
	f = fopen(path, "w");
	if (f == NULL)
		die(path);
	return f;
}

void
forge_dir_open(struct forge_dir *d, const char *path)
{
	static const char *const folder[] = { "", "/trust", "/trust/anchors",
		"/trust/known", "/trust/crls" };
	char name[512];
	size_t i;

	*d = (struct forge_dir){ .path = path };
	for (i = 0; i < sizeof folder / sizeof *folder; i++) {
		snprintf(name, sizeof name, "%s%s", path, folder[i]);
		if (mkdir(name, 0755) != 0 && errno != EEXIST)
			die(name);
	}
	d->cases = create(d, "cases.ndjson");
}

void
forge_dir_close(struct forge_dir *d)
{
	if (fclose(d->cases) != 0)
		die("cases.ndjson");
}

void
forge_put(struct forge_dir *d, const char *folder, const char *kind,
    const struct sim_bytes *der)
{
	char name[64];
	FILE *f;
	bool good;

	snprintf(name, sizeof name, "trust/%s/%04u.pem", folder, ++d->number);
	f = create(d, name);
	good = PEM_write(f, kind, "", der->p, (long)der->n) > 0;
	if (fclose(f) != 0 || !good)
		die(name);
}

void
forge_file(struct forge_dir *d, const char *name,
    const struct sim_bytes *content)
{
	FILE *f = create(d, name);
	bool good = fwrite(content->p, 1, content->n, f) == content->n;

	if (fclose(f) != 0 || !good)
		die(name);
}
