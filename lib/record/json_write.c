/* SPDX-License-Identifier: ISC */
/* JSON out: the comma rule and the escapes. */
#include <string.h>

#include "record/json.h"
#include "text/utf8.h"

static void
comma(struct buf *b)
{
	char c = b->n > 0 ? b->p[b->n - 1] : '{';

	if (c != '{' && c != '[' && c != ':' && c != '\n')
		buf_add_char(b, ',');
}

void
json_open(struct buf *b, char bracket)
{
	comma(b);
	buf_add_char(b, bracket);
}

void
json_close(struct buf *b, char bracket)
{
	buf_add_char(b, bracket);
}

void
json_key(struct buf *b, const char *key)
{
	comma(b);
	buf_add_char(b, '"');
	buf_add_str(b, key);
	buf_add(b, "\":", 2);
}

static void
escape(struct buf *b, uint32_t cp)
{
	static const char from[] = "\b\f\n\r\t\"\\", to[] = "bfnrt\"\\";
	const char *q = cp < 0x80 && cp != 0 ? strchr(from, (int)cp) : NULL;

	if (q != NULL) {
		buf_add_char(b, '\\');
		buf_add_char(b, to[q - from]);
	} else
		buf_printf(b, "\\u%04x", (unsigned)cp);
}

/* True for bytes that may start something to escape. E2 80, E2 81, EF BB, C2
 * and D8 lead in the unsafe ones beyond ASCII. */
static bool
is_suspect(unsigned char c)
{
	/* a bit per byte: controls and ", then \ and DEL, then the leads */
	static const uint64_t map[4] = { 0x00000004ffffffff,
	    0x8000000010000000, 0, 0x0000800401000004 };

	return map[c >> 6] >> (c & 63) & 1;
}

void
json_put(struct buf *b, struct slice text)
{
	struct slice rest = text, seq;
	uint32_t cp;
	size_t i;

	comma(b);
	buf_grow(b, text.n + 2);
	buf_add_char(b, '"');
	while (rest.n > 0) {
		i = 0;
		while (i < rest.n && !is_suspect((unsigned char)rest.p[i]))
			i++;
		buf_add(b, rest.p, i);
		rest.p += i;
		rest.n -= i;
		seq = rest;
		if (!utf8_next(&rest, &cp))
			break;
		seq.n -= rest.n;
		if (utf8_is_unsafe(cp) || cp == '"' || cp == '\\')
			escape(b, cp);
		else
			buf_add_slice(b, seq);
	}
	buf_add_char(b, '"');
}

void
json_put_int(struct buf *b, long long v)
{
	comma(b);
	buf_printf(b, "%lld", v);
}

void
json_put_bool(struct buf *b, bool v)
{
	comma(b);
	buf_add_str(b, v ? "true" : "false");
}

void
json_put_raw(struct buf *b, struct slice json)
{
	comma(b);
	buf_add_slice(b, json);
}

void
json_pair(struct buf *b, const char *key, struct slice text)
{
	if (text.p == NULL)
		return;
	json_key(b, key);
	json_put(b, text);
}

void
json_pair_str(struct buf *b, const char *key, const char *text)
{
	json_pair(b, key, slice_str(text));
}
