/* SPDX-License-Identifier: ISC */
/* Runs a fuzz target over the files named, with any compiler. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
main(int argc, char **argv)
{
	struct buf b = { 0 };
	int i, c;
	FILE *f;

	for (i = 1; i < argc; i++) {
		f = fopen(argv[i], "rb");
		if (f == NULL) {
			perror(argv[i]);
			return 2;
		}
		buf_release(&b);
		while ((c = getc(f)) != EOF)
			buf_add_char(&b, (char)c);
		fclose(f);
		LLVMFuzzerTestOneInput((const unsigned char *)b.p, b.n);
	}
	buf_release(&b);
	printf("%d inputs\n", argc - 1);
	return argc < 2;
}
