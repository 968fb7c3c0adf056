/* SPDX-License-Identifier: ISC */
/* DER. A length is put in where it belongs once it is known. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "der.h"

void
der_octet(struct sim_bytes *b, unsigned value)
{
	uint8_t octet = (uint8_t)value;

	sim_add(b, &octet, 1);
}

size_t
der_open(struct sim_bytes *b, unsigned tag)
{
	if (tag > 0xffff)
		der_octet(b, tag >> 16);
	if (tag > 0xff)
		der_octet(b, tag >> 8);
	der_octet(b, tag);
	return b->n;
}

void
der_close(struct sim_bytes *b, size_t at)
{
	size_t n = b->n - at, k = 0, rest;
	uint8_t length[1 + sizeof n];

	if (n < 0x80) {
		length[k++] = (uint8_t)n;
	} else {
		for (rest = n; rest > 0; rest >>= 8)
			k++;
		length[0] = (uint8_t)(0x80 | k);
		for (rest = k; rest > 0; rest--)
			length[rest] = (uint8_t)(n >> 8 * (k - rest));
		k++;
	}
	sim_add(b, length, k);
	memmove(b->p + at + k, b->p + at, n);
	memcpy(b->p + at, length, k);
}

void
der_tlv(struct sim_bytes *b, unsigned tag, const void *p, size_t n)
{
	size_t at = der_open(b, tag);

	sim_add(b, p, n);
	der_close(b, at);
}

void
der_text(struct sim_bytes *b, unsigned tag, const char *text)
{
	der_tlv(b, tag, text, strlen(text));
}

void
der_int(struct sim_bytes *b, unsigned tag, long n)
{
	size_t at = der_open(b, tag);
	int shift = 0;

	while (n >> shift > 0x7f)
		shift += 8;
	for (; shift >= 0; shift -= 8)
		der_octet(b, (unsigned)(n >> shift));
	der_close(b, at);
}

void
der_unsigned(struct sim_bytes *b, const uint8_t *p, size_t n)
{
	size_t at = der_open(b, 0x02);

	while (n > 1 && *p == 0) {
		p++;
		n--;
	}
	if (*p & 0x80)
		der_octet(b, 0);
	sim_add(b, p, n);
	der_close(b, at);
}

/* X.690, 8.19: seven bits an octet, the first two arcs in one. */
static void
arc(struct sim_bytes *b, unsigned long value)
{
	int shift = 0;

	while (value >> shift > 0x7f)
		shift += 7;
	for (; shift > 0; shift -= 7)
		der_octet(b, 0x80 | ((value >> shift) & 0x7f));
	der_octet(b, value & 0x7f);
}

void
der_oid(struct sim_bytes *b, const char *dotted)
{
	size_t at = der_open(b, 0x06);
	char *p;
	unsigned long first = strtoul(dotted, &p, 10);

	arc(b, 40 * first + strtoul(p + 1, &p, 10));
	while (*p == '.')
		arc(b, strtoul(p + 1, &p, 10));
	der_close(b, at);
}

void
der_null(struct sim_bytes *b)
{
	der_tlv(b, 0x05, "", 0);
}

void
der_hex(struct sim_bytes *b, const char *hex)
{
	unsigned octet;
	int n;

	for (; sscanf(hex, " %2x%n", &octet, &n) == 1; hex += n)
		der_octet(b, octet);
}

void
der_given(struct sim_bytes *b, unsigned char *p, int n)
{
	if (n <= 0)
		abort();
	sim_add(b, p, (size_t)n);
	OPENSSL_free(p);
}
