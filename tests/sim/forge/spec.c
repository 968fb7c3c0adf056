/* SPDX-License-Identifier: ISC */
/* Settings of a case: words, looked up by part and key. */
#include <stdlib.h>
#include <string.h>

#include "forge.h"

static void
die(const char *what, const char *where)
{
	fprintf(stderr, "forge: %s: %s\n", where, what);
	exit(2);
}

static void
add_one(struct spec *s, const char *word, size_t n)
{
	const char *is = memchr(word, '=', n);
	size_t key = is != NULL ? (size_t)(is - word) : 0;
	size_t value = n - key - 1, i;
	char *p;

	for (i = 0; i < s->n; i++)
		if (strlen(s->pair[i].key) == key &&
		    memcmp(s->pair[i].key, word, key) == 0)
			break;
	if (is == NULL || key >= sizeof s->pair->key || i == SPEC_MAX ||
	    value >= sizeof s->pair->value)
		die("no such setting", word);
	memcpy(s->pair[i].key, word, key);
	s->pair[i].key[key] = '\0';
	memcpy(s->pair[i].value, is + 1, value);
	s->pair[i].value[value] = '\0';
	for (p = s->pair[i].value; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	s->pair[i].used = false;
	if (i == s->n)
		s->n++;
}

void
spec_add(struct spec *s, const char *text)
{
	size_t n;

	for (; *text != '\0'; text += n) {
		n = strcspn(text, " ");
		if (n > 0)
			add_one(s, text, n);
		else
			n = 1;
	}
}

const char *
spec_get(struct spec *s, const char *part, const char *key,
    const char *otherwise)
{
	size_t i, n = strlen(part);

	for (i = 0; i < s->n; i++)
		if (strncmp(s->pair[i].key, part, n) == 0 &&
		    s->pair[i].key[n] == '.' &&
		    strcmp(s->pair[i].key + n + 1, key) == 0) {
			s->pair[i].used = true;
			return s->pair[i].value;
		}
	return otherwise;
}

bool
spec_is(struct spec *s, const char *part, const char *key, const char *value)
{
	return strcmp(spec_get(s, part, key, ""), value) == 0;
}

void
spec_text(const struct spec *s, const char *part, struct sim_bytes *out)
{
	size_t i, n = strlen(part);

	for (i = 0; i < s->n; i++) {
		if (strncmp(s->pair[i].key, part, n) != 0)
			continue;
		sim_add(out, s->pair[i].key, strlen(s->pair[i].key));
		sim_add(out, "=", 1);
		sim_add(out, s->pair[i].value, strlen(s->pair[i].value));
		sim_add(out, " ", 1);
	}
}

void
spec_seen(struct spec *s, const char *part)
{
	size_t i, n = strlen(part);

	for (i = 0; i < s->n; i++)
		if (strncmp(s->pair[i].key, part, n) == 0)
			s->pair[i].used = true;
}

void
spec_all_used(const struct spec *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (!s->pair[i].used)
			die(s->pair[i].key, name);
}
