/* SPDX-License-Identifier: ISC */
/* Settings as people write them by hand. */
#include <string.h>

#include "base/settings.h"

void
settings_release(struct settings *s)
{
	buf_wipe(&s->text);
	s->n = 0;
}

enum err
settings_parse(struct settings *s, unsigned *line)
{
	struct slice rest, row, key;

	buf_cstr(&s->text);
	rest = buf_slice(&s->text);
	s->n = 0;
	for (*line = 1; slice_split(&rest, '\n', &row); (*line)++) {
		char *end = s->text.p + (row.p - s->text.p) + row.n;

		*end = '\0';
		row = slice_trim(row);
		if (row.n == 0 || row.p[0] == '#')
			continue;
		if (memchr(row.p, '\0', row.n) != NULL ||
		    s->n == SETTINGS_MAX || memchr(row.p, '=', row.n) == NULL)
			return ERR_FORMAT;
		(void)slice_split(&row, '=', &key);
		s->pair[s->n].key = slice_trim(key);
		s->pair[s->n].value = slice_trim(row);
		s->text.p[s->pair[s->n].value.p - s->text.p +
		    (long)s->pair[s->n].value.n] = '\0';
		s->n++;
	}
	return ERR_OK;
}

const char *
settings_get(const struct settings *s, const char *key)
{
	size_t i;

	for (i = s->n; i-- > 0;)
		if (slice_is(s->pair[i].key, key))
			return s->pair[i].value.p;
	return NULL;
}
