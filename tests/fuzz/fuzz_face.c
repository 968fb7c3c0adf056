/* SPDX-License-Identifier: ISC */
/* DG2: a picture lies inside the file and claims no impossible size. */
#include <stdlib.h>

#include "chip/picture.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice file = { (const char *)p, n };
	enum face_kind kind;
	struct face f;
	int w, h;

	/* Pictures alone too: the fuzzer finds its way in sooner. */
	if (picture_look(file, &kind, &w, &h) == ERR_OK &&
	    (w < 0 || h < 0 || w > PICTURE_MAX_SIDE || h > PICTURE_MAX_SIDE))
		abort();
	if (face_parse(file, &f) != ERR_OK)
		return 0;
	if (f.picture.p < file.p || f.picture.n == 0 ||
	    f.picture.p + f.picture.n > file.p + n || f.count == 0 ||
	    (f.version != 19794 && f.version != 39794) || f.width < 0 ||
	    f.height < 0 || face_suffix(f.kind)[0] != '.')
		abort();
	return 0;
}
