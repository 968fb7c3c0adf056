/* SPDX-License-Identifier: ISC */
/* The vectors of FIPS 180-4 and every length round the block's edges. */
#include <string.h>

#include "base/base64.h"
#include "base/sha256.h"
#include "tap.h"

static const struct {
	const char *in, *hex;
} vectors[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    "248d6a61d20638b8e5c026930c3e6039"
	    "a33ce45964ff2167f6ecedd419db06c1" },
	{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
	    "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
	    "cf5b16a778af8380036ce59e7b049237"
	    "0b249b11e8f07a51afac45037afee9d1" },
};

static void
hexed(struct slice in, struct buf *b)
{
	uint8_t out[SHA256_BYTES];

	sha256(in, out);
	buf_reset(b);
	hex_add(b, (struct slice){ (const char *)out, sizeof out });
}

int
main(void)
{
	struct buf b = { 0 }, chain = { 0 };
	char a[200];
	size_t i;

	for (i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		hexed(slice_str(vectors[i].in), &b);
		tap_same(buf_slice(&b), vectors[i].hex, "FIPS 180-4 vector");
	}
	/* sha256 over the digests of "a" x 0..199, as sha256sum gives it */
	memset(a, 'a', sizeof a);
	for (i = 0; i < sizeof a; i++) {
		hexed((struct slice){ a, i }, &b);
		buf_add_slice(&chain, buf_slice(&b));
	}
	hexed(buf_slice(&chain), &b);
	tap_same(buf_slice(&b), "019f2b9f1af27a53a1f046da7e98af2c"
	    "179f431e4b5bebb000e74040917a4123",
	    "every length from 0 to 199");
	buf_release(&b);
	buf_release(&chain);
	return tap_done();
}
