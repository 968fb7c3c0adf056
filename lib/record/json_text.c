/* SPDX-License-Identifier: ISC */
/* The text of a scanned string. */
#include <string.h>

#include "record/json.h"
#include "text/utf8.h"

static uint32_t
hex4(const char *p)
{
	uint32_t v = 0;
	int i;

	for (i = 0; i < 4; i++)
		v = v << 4 | (uint32_t)(p[i] <= '9' ? p[i] - '0' :
		    (p[i] | 0x20) - 'a' + 10);
	return v;
}

/* One \u escape (two for a pair) from p on; moves p behind it. */
static enum err
unescape_u(const char **p, const char *end, struct buf *out)
{
	uint32_t hi = hex4(*p), lo;

	*p += 4;
	if (hi >= 0xd800 && hi < 0xe000) {
		if (hi >= 0xdc00 || end - *p < 6 || (*p)[0] != '\\' ||
		    (*p)[1] != 'u')
			return ERR_UTF8;
		lo = hex4(*p + 2);
		if (lo < 0xdc00 || lo >= 0xe000)
			return ERR_UTF8;
		*p += 6;
		hi = 0x10000 + ((hi - 0xd800) << 10) + (lo - 0xdc00);
	}
	utf8_add(out, hi);
	return ERR_OK;
}

enum err
json_text(const struct json_value *v, struct buf *out)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *p, *end, *q;

	if (v->type != JSON_T_STRING)
		return ERR_FORMAT;
	p = v->raw.p + 1;
	end = v->raw.p + v->raw.n - 1;
	while (p < end) {
		q = memchr(p, '\\', (size_t)(end - p));
		if (q == NULL)
			q = end;
		buf_add(out, p, (size_t)(q - p));
		if (q == end)
			break;
		p = q + 2;
		if (q[1] == 'u') {
			enum err e = unescape_u(&p, end, out);

			if (e != ERR_OK)
				return e;
		} else if ((q = strchr(from, q[1])) != NULL)
			buf_add_char(out, to[q - from]);
		else
			buf_add_char(out, p[-1]);
	}
	return ERR_OK;
}
