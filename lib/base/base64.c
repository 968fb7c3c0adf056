/* SPDX-License-Identifier: ISC */
/* Base64 and hex for records. */
#include "base/base64.h"

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

/* The six bits of a digit; 64 for anything else. */
static uint32_t
digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (uint32_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (uint32_t)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 52;
	return c == '+' ? 62 : c == '/' ? 63 : 64;
}

/* Four digits, the last `pad` of them "=", to bytes at `out`. */
static enum err
read_four(const char *p, size_t pad, char out[3])
{
	uint32_t v = 0, d;
	size_t i;

	for (i = 0; i < 4; i++) {
		d = i < 4 - pad ? digit(p[i]) : 0;
		if (d > 63)
			return ERR_FORMAT;
		v = v << 6 | d;
	}
	if (v & ((1u << 8 * pad) - 1))
		return ERR_FORMAT;
	for (i = 0; i < 3; i++)
		out[i] = (char)(v >> (16 - 8 * i) & 0xff);
	return ERR_OK;
}

enum err
base64_read(struct buf *out, struct slice in)
{
	size_t i, pad = 0, old = out->n;
	char three[3];

	if (in.n % 4 != 0)
		return ERR_FORMAT;
	while (pad < 2 && pad < in.n && in.p[in.n - 1 - pad] == '=')
		pad++;
	buf_grow(out, in.n / 4 * 3);
	for (i = 0; i < in.n; i += 4) {
		size_t short_of = i + 4 == in.n ? pad : 0;

		if (read_four(in.p + i, short_of, three) != ERR_OK) {
			out->n = old;
			return ERR_FORMAT;
		}
		buf_add(out, three, 3 - short_of);
	}
	return ERR_OK;
}

void
hex_add(struct buf *out, struct slice in)
{
	static const char set[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < in.n; i++) {
		buf_add_char(out, set[(unsigned char)in.p[i] >> 4]);
		buf_add_char(out, set[(unsigned char)in.p[i] & 15]);
	}
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
	size_t i, old = out->n;
	int hi, lo;

	if (in.n % 2 != 0)
		return ERR_FORMAT;
	for (i = 0; i < in.n; i += 2) {
		hi = nibble(in.p[i]);
		lo = nibble(in.p[i + 1]);
		if (hi < 0 || lo < 0) {
			out->n = old;
			return ERR_FORMAT;
		}
		buf_add_char(out, (char)(hi << 4 | lo));
	}
	return ERR_OK;
}
