/* SPDX-License-Identifier: ISC */
/* Slices, growing buffers and bounded reading. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

struct slice
slice_str(const char *s)
{
	return (struct slice){ s, s != NULL ? strlen(s) : 0 };
}

bool
slice_starts(struct slice a, const char *prefix)
{
	size_t n = strlen(prefix);

	return a.n >= n && memcmp(a.p, prefix, n) == 0;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct slice
slice_trim(struct slice a)
{
	while (a.n > 0 && is_blank(a.p[0])) {
		a.p++;
		a.n--;
	}
	while (a.n > 0 && is_blank(a.p[a.n - 1]))
		a.n--;
	return a;
}

/* Not 0 where a byte of eight is no digit: with 0x30 taken off by each of them
 * it is beyond 9, and then this sum or it has its highest bit. */
static uint64_t
no_digits(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	v ^= 0x3030303030303030;
	return (v | (v + 0x7676767676767676)) & 0x8080808080808080;
}

bool
slice_digits(struct slice a)
{
	size_t i = 0;

	if (a.n >= 8) {
		for (; i + 8 < a.n; i += 8)
			if (no_digits(a.p + i) != 0)
				return false;
		return no_digits(a.p + a.n - 8) == 0;
	}
	for (; i < a.n; i++)
		if (a.p[i] < '0' || a.p[i] > '9')
			return false;
	return a.n > 0;
}

bool
slice_ascii(struct slice a)
{
	size_t i;

	for (i = 0; i < a.n; i++)
		if ((unsigned char)a.p[i] >= 0x80)
			return false;
	return true;
}

bool
slice_split(struct slice *rest, char sep, struct slice *part)
{
	const char *q;

	if (rest->p == NULL)
		return false;
	q = memchr(rest->p, sep, rest->n);
	if (q == NULL) {
		*part = *rest;
		*rest = (struct slice){ NULL, 0 };
		return true;
	}
	*part = (struct slice){ rest->p, (size_t)(q - rest->p) };
	rest->n -= part->n + 1;
	rest->p = q + 1;
	return true;
}

void
buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}

void
buf_wipe(struct buf *b)
{
	if (b->p != NULL)
		mem_wipe(b->p, b->cap);
	buf_release(b);
}

void
buf_reset(struct buf *b)
{
	b->n = 0;
}

void
buf_grow(struct buf *b, size_t more)
{
	size_t want = b->n + more;
	size_t cap = b->cap < 64 ? 64 : b->cap;

	if (want <= b->cap && b->p != NULL)
		return;
	while (cap < want)
		cap = cap > SIZE_MAX / 2 ? want : cap * 2;
	b->p = xrealloc(b->p, cap);
	b->cap = cap;
}

void
buf_add(struct buf *b, const char *p, size_t n)
{
	if (n == 0)
		return;
	if (n > b->cap - b->n)
		buf_grow(b, n);
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void
buf_add_slice(struct buf *b, struct slice s)
{
	buf_add(b, s.p, s.n);
}

void
buf_add_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_add_char(struct buf *b, char c)
{
	if (b->n == b->cap)
		buf_grow(b, 1);
	b->p[b->n++] = c;
}

void
buf_add_number(struct buf *b, unsigned long long v)
{
	static const char pairs[] =
	    "00010203040506070809101112131415161718192021222324"
	    "25262728293031323334353637383940414243444546474849"
	    "50515253545556575859606162636465666768697071727374"
	    "75767778798081828384858687888990919293949596979899";
	char digits[20], *p = digits + sizeof digits;

	for (; v >= 100; v /= 100) {
		p -= 2;
		memcpy(p, pairs + 2 * (v % 100), 2);
	}
	if (v >= 10) {
		p -= 2;
		memcpy(p, pairs + 2 * v, 2);
	} else
		*--p = (char)('0' + v);
	buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	buf_grow(b, 64);
	va_start(ap, fmt);
	n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if ((size_t)n >= b->cap - b->n) {
		buf_grow(b, (size_t)n + 1);
		va_start(ap, fmt);
		n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, ap);
		va_end(ap);
	}
	b->n += n > 0 ? (size_t)n : 0;
}

struct slice
buf_slice(const struct buf *b)
{
	return (struct slice){ b->p != NULL ? b->p : "", b->n };
}

const char *
buf_cstr(struct buf *b)
{
	buf_grow(b, 1);
	b->p[b->n] = '\0';
	return b->p;
}

enum err
buf_read(struct slice *in, size_t n, struct slice *out)
{
	if (in->n < n)
		return ERR_TRUNCATED;
	*out = (struct slice){ in->p, n };
	in->p += n;
	in->n -= n;
	return ERR_OK;
}

static enum err
read_be(struct slice *in, size_t n, uint32_t *out)
{
	struct slice s;
	size_t i;
	enum err e = buf_read(in, n, &s);

	if (e != ERR_OK)
		return e;
	*out = 0;
	for (i = 0; i < n; i++)
		*out = *out << 8 | (uint8_t)s.p[i];
	return ERR_OK;
}

enum err
buf_read_be16(struct slice *in, uint16_t *out)
{
	uint32_t v;
	enum err e = read_be(in, 2, &v);

	if (e == ERR_OK)
		*out = (uint16_t)v;
	return e;
}

enum err
buf_read_be32(struct slice *in, uint32_t *out)
{
	return read_be(in, 4, out);
}
