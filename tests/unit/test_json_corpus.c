/* SPDX-License-Identifier: ISC */
/* tests/data/json: what RFC 8259 accepts and refuses, jansson as witness. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "record/json.h"
#include "json_walk.h"
#include "tap.h"

#define FOLDER "tests/data/json"

static void
read_file(const char *name, struct buf *out)
{
	char path[512];
	FILE *f;
	int c;

	snprintf(path, sizeof path, FOLDER "/%s", name);
	buf_reset(out);
	f = fopen(path, "rb");
	if (f == NULL)
		return;
	while ((c = getc(f)) != EOF)
		buf_add_char(out, (char)c);
	fclose(f);
}

/* Once with the index of members and once without: both ways agree. The text
 * lies in a block of its own size, so that a sanitizer sees a step too far. */
static bool
accepts(struct slice s)
{
	struct json_index x = { .n = 0 };
	struct json_value v;
	char *exact = malloc(s.n > 0 ? s.n : 1);
	size_t at;
	bool a, b;

	memcpy(exact, s.p, s.n);
	s.p = exact;
	a = json_scan(s, &v, &x, &at) == ERR_OK;
	b = json_scan(s, &v, NULL, &at) == ERR_OK;
	if (a != b)
		OK(false, "with and without the index");
	if (a && !json_same_walks(&x))
		OK(false, "the members inside");
	json_index_release(&x);
	free(exact);
	return a;
}

static bool
jansson_accepts(struct slice s)
{
	json_error_t e;
	json_t *j = json_loadb(s.p, s.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &e);
	bool good = j != NULL;

	json_decref(j);
	return good;
}

int
main(void)
{
	DIR *d = opendir(FOLDER);
	struct buf b = { 0 };
	struct dirent *f;
	int n = 0;

	while (d != NULL && (f = readdir(d)) != NULL) {
		const char *name = f->d_name;
		bool want = name[0] == 'y' || strncmp(name, "i_ok_", 5) == 0;

		if (strstr(name, ".json") == NULL)
			continue;
		n++;
		read_file(name, &b);
		OK(accepts(buf_slice(&b)) == want, "%s", name);
		if (name[0] != 'i')
			OK(jansson_accepts(buf_slice(&b)) == want,
			    "%s: jansson agrees", name);
	}
	OK(n > 180, "the corpus is there (%d)", n);
	if (d != NULL)
		closedir(d);
	buf_release(&b);
	return tap_done();
}
