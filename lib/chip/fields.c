/* SPDX-License-Identifier: ISC */
/* Walks templates of tags; reads their dates. */
#include "chip/fields.h"

#define TAG_LIST 0xa0

enum err
fields_read(struct slice in, const uint32_t *tags, size_t n,
    struct slice *out)
{
	struct tlv t;
	size_t i;
	enum err e;

	while ((e = tlv_next(&in, &t)) == ERR_OK)
		for (i = 0; i < n; i++) {
			if (tags[i] != t.tag)
				continue;
			if (out[i].p != NULL)
				return ERR_DUPLICATE;
			out[i] = t.value;
		}
	return e == ERR_EOF ? ERR_OK : e;
}

static void
add(struct fields_list *l, struct slice s)
{
	if (l->n < FIELDS_LIST)
		l->s[l->n++] = s;
	else
		l->more++;
}

enum err
fields_list_read(struct slice in, uint32_t tag, struct fields_list *out)
{
	struct slice list;
	struct tlv t, item;
	enum err e, inner;

	while ((e = tlv_next(&in, &t)) == ERR_OK) {
		if (t.tag == tag)
			add(out, t.value);
		if (t.tag != TAG_LIST)
			continue;
		list = t.value;
		while ((inner = tlv_next(&list, &item)) == ERR_OK)
			if (item.tag == tag)
				add(out, item.value);
		if (inner != ERR_EOF)
			return inner;
	}
	return e == ERR_EOF ? ERR_OK : e;
}

/* Eight digits out of either form. */
static bool
digits(struct slice s, char out[8])
{
	size_t i;

	if (s.n == 8 && slice_digits(s)) {
		for (i = 0; i < 8; i++)
			out[i] = s.p[i];
		return true;
	}
	if (s.n != 4)
		return false;
	for (i = 0; i < 8; i++) {
		int d = (uint8_t)s.p[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15;

		if (d > 9)
			return false;
		out[i] = (char)('0' + d);
	}
	return true;
}

enum err
fields_date(struct slice s, struct date *out)
{
	char ymd[8], dmy[8];
	size_t i;

	if (!digits(s, ymd))
		return ERR_FORMAT;
	for (i = 0; i < 4; i++)
		dmy[4 + i] = ymd[i];
	for (i = 0; i < 2; i++) {
		dmy[i] = ymd[6 + i];
		dmy[2 + i] = ymd[4 + i];
	}
	return date_parse_dmy((struct slice){ dmy, 8 }, out);
}
