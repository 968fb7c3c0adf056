/* SPDX-License-Identifier: ISC */
/* minizip over memory, behind bounds: how many parts, how large, how well
 * packed, none twice, none over another. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include <minizip/unzip.h>

#include "base/mem.h"
#include "table/xlsx_priv.h"

#define METHOD_STORED 0
#define METHOD_DEFLATED 8
#define FLAG_ENCRYPTED 1
#define END_SIZE 22			/* of the end record, no comment */
#define SMALL_PART (1u << 20)		/* below, the ratio does not matter */

const char xlsx_why_library[] =
    N_("workbooks are read with libexpat.so.1 and libminizip.so.1: install "
    "them, or save the sheet as CSV UTF-8");
static const char why_damaged[] =
    N_("the workbook is damaged or cut short: get the file again, or open it "
    "in a spreadsheet program and save it anew");
static const char why_bomb[] =
    N_("the workbook unpacks to far more than a roster can be: it is made to "
    "harm, do not open it");
static const char why_overlap[] =
    N_("parts of the workbook lie over each other: it is made to harm, do not "
    "open it");
static const char why_twice[] =
    N_("the workbook has two parts of the same name, and programs differ in "
    "which one they show: save it anew in a spreadsheet program");
static const char why_locked[] =
    N_("the workbook is locked with a password: save it without one and try "
    "again");
static const char why_packed[] =
    N_("the workbook is packed in a way that no spreadsheet program uses: save "
    "it anew in one");

/* The functions of minizip that are used, by their own names; it is loaded
 * when the first workbook comes. */
#define LIBRARY "libminizip.so.1"
#define UNZ_TABLE(X)							\
	X(unzOpen2_64)							\
	X(unzClose)							\
	X(unzGetGlobalInfo64)						\
	X(unzGoToFirstFile)						\
	X(unzGoToNextFile)						\
	X(unzGetCurrentFileInfo64)					\
	X(unzGetFilePos64)						\
	X(unzGoToFilePos64)						\
	X(unzOpenCurrentFile)						\
	X(unzGetCurrentFileZStreamPos64)				\
	X(unzReadCurrentFile)						\
	X(unzCloseCurrentFile)

struct unz {
#define UNZ_POINTER(name) __typeof__(&name) name;
	UNZ_TABLE(UNZ_POINTER)
#undef UNZ_POINTER
};

struct entry {
	size_t name, name_n;		/* in xlsx_zip.names, small letters */
	unz64_file_pos pos;
};

struct range {
	uint64_t from, to;
};

struct xlsx_zip {
	struct slice file;
	size_t at;			/* of the file functions */
	struct unz fn;
	unzFile unz;
	struct buf names;
	struct entry *entry;
	size_t entries;
	struct range range[XLSX_MAX_SHEETS + 8];	/* of parts read */
	size_t ranges;
	uint64_t unpacked;		/* of all parts */
	uint64_t size, got;		/* of the part being read */
	bool open, bad;
};

static bool
bring_in(struct unz *fn)
{
	void *lib = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	bool all = lib != NULL;

#define UNZ_LOOK_UP(name)						\
	if (all) {							\
		void *p = dlsym(lib, #name);				\
		memcpy(&fn->name, &p, sizeof p);			\
		all = p != NULL;					\
	}
	UNZ_TABLE(UNZ_LOOK_UP)
#undef UNZ_LOOK_UP
	return all;
}

bool
xlsx_zip_ready(void)
{
	struct unz fn;

	return bring_in(&fn);
}

static voidpf ZCALLBACK
mem_open(voidpf opaque, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return opaque;
}

static uLong ZCALLBACK
mem_read(voidpf opaque, voidpf stream, void *p, uLong n)
{
	struct xlsx_zip *z = opaque;

	(void)stream;
	if (n > z->file.n - z->at)
		n = z->file.n - z->at;
	if (n > 0)
		memcpy(p, z->file.p + z->at, n);
	z->at += n;
	return n;
}

static uLong ZCALLBACK
mem_write(voidpf opaque, voidpf stream, const void *p, uLong n)
{
	(void)opaque;
	(void)stream;
	(void)p;
	(void)n;
	return 0;
}

static ZPOS64_T ZCALLBACK
mem_tell(voidpf opaque, voidpf stream)
{
	(void)stream;
	return ((struct xlsx_zip *)opaque)->at;
}

static long ZCALLBACK
mem_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
	struct xlsx_zip *z = opaque;
	uint64_t from = 0;

	(void)stream;
	if (origin == ZLIB_FILEFUNC_SEEK_CUR)
		from = z->at;
	else if (origin == ZLIB_FILEFUNC_SEEK_END)
		from = z->file.n;
	if (offset > z->file.n - from)
		return -1;
	z->at = from + offset;
	return 0;
}

static int ZCALLBACK
mem_close(voidpf opaque, voidpf stream)
{
	(void)opaque;
	(void)stream;
	return 0;
}

static enum err
fail(enum err e, const char *text, const char **why)
{
	*why = text;
	return e;
}

/* The form in which names are compared. */
static void
add_name(struct buf *out, struct slice name)
{
	size_t i;
	char c;

	for (i = 0; i < name.n; i++) {
		c = name.p[i] == '\\' ? '/' : name.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		buf_add_char(out, c);
	}
}

static struct slice
entry_name(const struct xlsx_zip *z, const struct entry *e)
{
	return (struct slice){ z->names.p + e->name, e->name_n };
}

static int
compare(struct slice a, struct slice b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

static int
by_name(const void *a, const void *b, void *z)
{
	return compare(entry_name(z, a), entry_name(z, b));
}

static enum err
add_entry(struct xlsx_zip *z, const char **why)
{
	struct entry *e = &z->entry[z->entries];
	char name[XLSX_MAX_NAME];
	unz_file_info64 info;

	if (z->fn.unzGetCurrentFileInfo64(z->unz, &info, name, sizeof name,
	    NULL, 0, NULL, 0) != UNZ_OK || info.size_filename > sizeof name ||
	    z->fn.unzGetFilePos64(z->unz, &e->pos) != UNZ_OK)
		return fail(ERR_DAMAGED, why_damaged, why);
	e->name = z->names.n;
	add_name(&z->names, (struct slice){ name, info.size_filename });
	e->name_n = z->names.n - e->name;
	z->entries++;
	return ERR_OK;
}

static enum err
list(struct xlsx_zip *z, const char **why)
{
	unz_global_info64 g;
	enum err e = ERR_OK;
	size_t i;
	int got;

	if (z->fn.unzGetGlobalInfo64(z->unz, &g) != UNZ_OK)
		return fail(ERR_DAMAGED, why_damaged, why);
	if (g.number_entry > XLSX_MAX_ENTRIES)
		return fail(ERR_TOO_LONG, why_bomb, why);
	z->entry = xreallocarray(NULL, g.number_entry + 1, sizeof *z->entry);
	got = g.number_entry > 0 ? z->fn.unzGoToFirstFile(z->unz) :
	    UNZ_END_OF_LIST_OF_FILE;
	while (got == UNZ_OK && z->entries < g.number_entry && e == ERR_OK) {
		e = add_entry(z, why);
		got = z->fn.unzGoToNextFile(z->unz);
	}
	if (e != ERR_OK)
		return e;
	if (got != UNZ_END_OF_LIST_OF_FILE || z->entries != g.number_entry)
		return fail(ERR_DAMAGED, why_damaged, why);
	qsort_r(z->entry, z->entries, sizeof *z->entry, by_name, z);
	for (i = 1; i < z->entries; i++)
		if (by_name(&z->entry[i - 1], &z->entry[i], z) == 0)
			return fail(ERR_DAMAGED, why_twice, why);
	return ERR_OK;
}

/* The end of the directory has all its octets: minizip reads what is missing
 * as zeros. */
static bool
is_whole(struct slice file)
{
	size_t i, n = file.n;
	const unsigned char *p;

	for (i = END_SIZE; i <= n && i <= END_SIZE + UINT16_MAX; i++) {
		p = (const unsigned char *)file.p + n - i;
		if (memcmp(p, "PK\005\006", 4) == 0)
			return END_SIZE + (p[20] | (size_t)p[21] << 8) <= i;
	}
	return false;
}

enum err
xlsx_zip_open(struct slice file, struct xlsx_zip **out, const char **why)
{
	struct xlsx_zip *z = xcalloc(1, sizeof *z);
	zlib_filefunc64_def f = { mem_open, mem_read, mem_write, mem_tell,
	    mem_seek, mem_close, mem_close, z };
	enum err e = ERR_OK;

	z->file = file;
	if (!bring_in(&z->fn))
		e = fail(ERR_UNSUPPORTED, xlsx_why_library, why);
	else if (!is_whole(file) ||
	    (z->unz = z->fn.unzOpen2_64("", &f)) == NULL)
		e = fail(ERR_DAMAGED, why_damaged, why);
	else
		e = list(z, why);
	if (e != ERR_OK) {
		xlsx_zip_close(z);
		return e;
	}
	*out = z;
	return ERR_OK;
}

void
xlsx_zip_close(struct xlsx_zip *z)
{
	if (z == NULL)
		return;
	if (z->open)
		z->fn.unzCloseCurrentFile(z->unz);
	if (z->unz != NULL)
		z->fn.unzClose(z->unz);
	buf_release(&z->names);
	free(z->entry);
	free(z);
}

static const struct entry *
find(const struct xlsx_zip *z, struct slice name)
{
	struct buf key = { 0 };
	const struct entry *found = NULL;
	size_t from = 0, to = z->entries, mid;
	int c;

	add_name(&key, name);
	while (from < to && found == NULL) {
		mid = from + (to - from) / 2;
		c = compare(buf_slice(&key), entry_name(z, &z->entry[mid]));
		if (c == 0)
			found = &z->entry[mid];
		else if (c < 0)
			to = mid;
		else
			from = mid + 1;
	}
	buf_release(&key);
	return found;
}

bool
xlsx_zip_has(const struct xlsx_zip *z, struct slice name)
{
	return find(z, name) != NULL;
}

static enum err
check_size(struct xlsx_zip *z, const unz_file_info64 *info, const char **why)
{
	if ((info->flag & FLAG_ENCRYPTED) != 0)
		return fail(ERR_UNSUPPORTED, why_locked, why);
	if (info->compression_method != METHOD_STORED &&
	    info->compression_method != METHOD_DEFLATED)
		return fail(ERR_UNSUPPORTED, why_packed, why);
	if (info->compressed_size > z->file.n)
		return fail(ERR_DAMAGED, why_damaged, why);
	if (info->uncompressed_size > XLSX_MAX_PART ||
	    (info->uncompressed_size > SMALL_PART &&
	    info->uncompressed_size / XLSX_MAX_RATIO > info->compressed_size))
		return fail(ERR_TOO_LONG, why_bomb, why);
	z->unpacked += info->uncompressed_size;
	if (z->unpacked > XLSX_MAX_UNPACKED)
		return fail(ERR_TOO_LONG, why_bomb, why);
	return ERR_OK;
}

/* A part's packed bytes are its own: one kernel under many parts is how small
 * files become huge ones. */
static enum err
check_range(struct xlsx_zip *z, uint64_t from, uint64_t n, const char **why)
{
	size_t i;

	if (from > z->file.n || n > z->file.n - from)
		return fail(ERR_DAMAGED, why_damaged, why);
	for (i = 0; i < z->ranges; i++)
		if (from < z->range[i].to && z->range[i].from < from + n)
			return fail(ERR_DAMAGED, why_overlap, why);
	if (z->ranges == sizeof z->range / sizeof z->range[0])
		return fail(ERR_TOO_LONG, why_bomb, why);
	z->range[z->ranges++] = (struct range){ from, from + n };
	return ERR_OK;
}

enum err
xlsx_zip_start(struct xlsx_zip *z, struct slice name, const char **why)
{
	const struct entry *en = find(z, name);
	unz_file_info64 info;
	enum err e;

	if (en == NULL)
		return fail(ERR_NOT_FOUND, why_damaged, why);
	if (z->fn.unzGoToFilePos64(z->unz, &en->pos) != UNZ_OK ||
	    z->fn.unzGetCurrentFileInfo64(z->unz, &info, NULL, 0, NULL, 0, NULL,
	    0) != UNZ_OK)
		return fail(ERR_DAMAGED, why_damaged, why);
	e = check_size(z, &info, why);
	if (e != ERR_OK)
		return e;
	if (z->fn.unzOpenCurrentFile(z->unz) != UNZ_OK)
		return fail(ERR_DAMAGED, why_damaged, why);
	z->open = true;
	z->bad = false;
	z->size = info.uncompressed_size;
	z->got = 0;
	e = check_range(z, z->fn.unzGetCurrentFileZStreamPos64(z->unz),
	    info.compressed_size, why);
	if (e != ERR_OK) {
		z->fn.unzCloseCurrentFile(z->unz);
		z->open = false;
	}
	return e;
}

enum err
xlsx_zip_read(struct xlsx_zip *z, void *p, size_t n, size_t *got,
    const char **why)
{
	int r = z->fn.unzReadCurrentFile(z->unz, p, (unsigned)n);

	if (r < 0) {
		z->bad = true;
		return fail(ERR_DAMAGED, why_damaged, why);
	}
	z->got += (size_t)r;
	*got = (size_t)r;
	return ERR_OK;
}

enum err
xlsx_zip_finish(struct xlsx_zip *z, const char **why)
{
	int r = z->fn.unzCloseCurrentFile(z->unz);

	z->open = false;
	if (z->bad || r != UNZ_OK || z->got != z->size)
		return fail(ERR_DAMAGED, why_damaged, why);
	return ERR_OK;
}
