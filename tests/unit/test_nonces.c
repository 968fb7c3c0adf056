/* SPDX-License-Identifier: ISC */
/* A verifier's own challenges. */
#include "base/base64.h"
#include "tap.h"
#include "trust/nonces.h"

#define A "000102030405060708090a0b0c0d0e0f"
#define B "FFEEDDCCBBAA99887766554433221100"
#define C "11111111111111111111111111111111"

static bool
has(const struct nonces *x, const char *hex)
{
	struct buf b = { 0 };
	bool is = hex_read(&b, slice_str(hex)) == ERR_OK &&
	    nonces_have(x, buf_slice(&b));

	buf_release(&b);
	return is;
}

int
main(void)
{
	static const char *const bad[] = { "", "00", A "0", A "00", "x" A,
	    "000102030405060708090a0b0c0d0e0g" };
	struct nonces x = { .count = 0 };
	unsigned long long line = 0;
	char text[33];
	size_t i;

	OK(!has(&x, A), "none");
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		OK(nonces_add(&x, slice_str(bad[i])) == ERR_FORMAT,
		    "'%s' is none", bad[i]);
	OK(nonces_add_lines(&x, SLICE("# ours\n\n " B " \r\n" A "\n"),
	    &line) == ERR_OK && x.count == 2, "lines");
	OK(nonces_add_lines(&x, SLICE(C "\n\nxyz\n" C), &line) ==
	    ERR_FORMAT && line == 3 && x.count == 3, "a bad line is named");
	nonces_sort(&x);
	OK(has(&x, A) && has(&x, B) && has(&x, C), "they are there");
	OK(!has(&x, "000102030405060708090a0b0c0d0e10") && !has(&x, "00"),
	    "and no others");
	for (i = 0; i < 1000; i++) {
		snprintf(text, sizeof text, "%032zx", 7 * i);
		if (nonces_add(&x, slice_str(text)) != ERR_OK)
			break;
	}
	nonces_sort(&x);
	OK(i == 1000 && has(&x, "000000000000000000000000000001b6") == false &&
	    has(&x, "000000000000000000000000000001b5") == false &&
	    has(&x, "000000000000000000000000000001b9") == true,
	    "a thousand");
	nonces_release(&x);
	return tap_done();
}
