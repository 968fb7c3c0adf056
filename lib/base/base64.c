/* SPDX-License-Identifier: ISC */
/* Base64 and hex for records. */
#include "base/base64.h"
#include "base/base64_fast.h"

void
base64_add(struct buf *out, struct slice in)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)in.p;
	size_t i, have;
	uint32_t v;
	char q[4];

	for (i = 0; i < in.n; i += 3) {
		have = in.n - i < 3 ? in.n - i : 3;
		v = (uint32_t)p[i] << 16;
		v |= have > 1 ? (uint32_t)p[i + 1] << 8 : 0;
		v |= have > 2 ? p[i + 2] : 0;
		q[0] = set[v >> 18];
		q[1] = set[v >> 12 & 63];
		q[2] = have > 1 ? set[v >> 6 & 63] : '=';
		q[3] = have > 2 ? set[v & 63] : '=';
		buf_add(out, q, 4);
	}
}

/* The six bits of a digit and one; 0 for what is none. */
#define SIX(c, v) [(unsigned char)(c)] = (v) + 1
#define SIX8(c, v) SIX(c, v), SIX((c) + 1, (v) + 1), SIX((c) + 2, (v) + 2), \
	SIX((c) + 3, (v) + 3), SIX((c) + 4, (v) + 4), SIX((c) + 5, (v) + 5), \
	SIX((c) + 6, (v) + 6), SIX((c) + 7, (v) + 7)
static const uint8_t digits[256] = {
	SIX8('A', 0), SIX8('I', 8), SIX8('Q', 16), SIX('Y', 24), SIX('Z', 25),
	SIX8('a', 26), SIX8('i', 34), SIX8('q', 42), SIX('y', 50),
	SIX('z', 51), SIX8('0', 52), SIX('8', 60), SIX('9', 61), SIX('+', 62),
	SIX('/', 63)
};

/* Four digits, the last `pad` of them "=", to bytes at `out`. */
static bool
read_four(const char *p, size_t pad, char *out)
{
	uint32_t v = 0, d;
	size_t i;

	for (i = 0; i < 4; i++) {
		d = i < 4 - pad ? digits[(unsigned char)p[i]] : 1;
		if (d == 0)
			return false;
		v = v << 6 | (d - 1);
	}
	if (v & ((1u << 8 * pad) - 1))
		return false;
	for (i = 0; i < 3 - pad; i++)
		out[i] = (char)(v >> (16 - 8 * i) & 0xff);
	return true;
}

enum err
base64_read(struct buf *out, struct slice in)
{
	size_t pad = 0, whole, i;
	char *p;

	if (in.n % 4 != 0)
		return ERR_FORMAT;
	while (pad < 2 && pad < in.n && in.p[in.n - 1 - pad] == '=')
		pad++;
	buf_grow(out, in.n / 4 * 3);
	p = out->p + out->n;
	whole = in.n - (pad > 0 ? 4 : 0);
	for (i = base64_fast_read(in.p, whole, p); i < whole; i += 4)
		if (!read_four(in.p + i, 0, p + i / 4 * 3))
			return ERR_FORMAT;
	if (pad > 0 && !read_four(in.p + i, pad, p + i / 4 * 3))
		return ERR_FORMAT;
	out->n += in.n / 4 * 3 - pad;
	return ERR_OK;
}

void
hex_add(struct buf *out, struct slice in)
{
	static const char set[] = "0123456789abcdef";
	char *p;
	size_t i;

	buf_grow(out, in.n * 2);
	p = out->p + out->n;
	for (i = 0; i < in.n; i++) {
		*p++ = set[(unsigned char)in.p[i] >> 4];
		*p++ = set[(unsigned char)in.p[i] & 15];
	}
	out->n += in.n * 2;
}

static int
nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

enum err
hex_read(struct buf *out, struct slice in)
{
	int hi, lo;
	size_t i;
	char *p;

	if (in.n % 2 != 0)
		return ERR_FORMAT;
	buf_grow(out, in.n / 2);
	p = out->p + out->n;
	for (i = 0; i < in.n; i += 2) {
		hi = nibble(in.p[i]);
		lo = nibble(in.p[i + 1]);
		if (hi < 0 || lo < 0)
			return ERR_FORMAT;
		*p++ = (char)(hi << 4 | lo);
	}
	out->n += in.n / 2;
	return ERR_OK;
}
