/* SPDX-License-Identifier: ISC */
/* Which loader a picture needs. */
#include <string.h>

#include "image/load.h"

static bool
starts(struct slice s, size_t at, struct slice with)
{
	return s.n >= at + with.n && memcmp(s.p + at, with.p, with.n) == 0;
}

/* ISO/IEC 23008-12, 10.2: brands of still pictures and of HEVC. */
static bool
is_heif(struct slice file)
{
	static const char brands[][5] = { "heic", "heix", "heim", "heis",
	    "hevc", "hevx", "mif1", "msf1" };
	size_t i;

	if (!starts(file, 4, SLICE("ftyp")))
		return false;
	for (i = 0; i < sizeof brands / sizeof brands[0]; i++)
		if (starts(file, 8, slice_str(brands[i])))
			return true;
	return false;
}

enum load_kind
load_kind(struct slice file)
{
	if (starts(file, 0, SLICE("\xff\xd8\xff")))
		return LOAD_JPEG;
	if (starts(file, 0, SLICE("\x89PNG\r\n\x1a\n")))
		return LOAD_PNG;
	if (file.n > 2 && file.p[0] == 'P' && file.p[1] >= '1' &&
	    file.p[1] <= '6' && strchr(" \t\r\n#", file.p[2]) != NULL)
		return LOAD_PNM;
	return is_heif(file) ? LOAD_HEIF : LOAD_UNKNOWN;
}

const char *
load_foreign(struct slice file)
{
	static const struct {
		size_t at;
		struct slice magic;
		const char *name;
	} known[] = {
		{ 0, SLICE("%PDF-"), "PDF" },
		{ 8, SLICE("WEBP"), "WebP" },
		{ 4, SLICE("ftypavif"), "AVIF" },
		{ 4, SLICE("ftyp"), "MP4" },
		{ 0, SLICE("GIF8"), "GIF" },
		{ 0, SLICE("BM"), "BMP" },
		{ 0, SLICE("II*\0"), "TIFF" },
		{ 0, SLICE("MM\0*"), "TIFF" },
		{ 4, SLICE("jP  \r\n"), "JPEG 2000" },
	};
	size_t i;

	for (i = 0; i < sizeof known / sizeof known[0]; i++)
		if (starts(file, known[i].at, known[i].magic))
			return known[i].name;
	return NULL;
}

enum err
load_gray(struct slice file, struct gray *g, struct load_info *info)
{
	*info = (struct load_info){ .reduce = 1 };
	switch (load_kind(file)) {
	case LOAD_JPEG:
		return load_jpeg(file, g, info);
	case LOAD_PNG:
		return load_png(file, g, info);
	case LOAD_PNM:
		return load_pnm(file, g, info);
	case LOAD_HEIF:
		return load_heif(file, g, info);
	default:
		return ERR_UNSUPPORTED;
	}
}
