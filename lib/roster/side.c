/* SPDX-License-Identifier: ISC */
/* Mapped files, pipes copied to where they can be mapped, and rows found again
 * by their place. */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "roster/side.h"
#include "roster/side_priv.h"
#include "table/scan.h"

#define READ_BLOCK (1u << 20)
#define MIN_SHIFT 16
#define PARTS 4096			/* of a large text */
#define BEGINNING (64u << 10)
#define LARGE (32 << 20)		/* may be on the disk only */
#define SOONER 512			/* bytes of a row that are fetched */

enum err
side_map(struct side *s, int fd, size_t n)
{
	void *p;

	if (n > SIDE_MAX_BYTES)
		return ERR_RANGE;
	if (n == 0)
		return ERR_OK;
	p = mmap(NULL, n, PROT_READ, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED && errno == ENOMEM)
		mem_out();
	if (p == MAP_FAILED)
		return ERR_IO;
	s->map = p;
	s->mapped = n;
	s->text = (struct slice){ p, n };
	return ERR_OK;
}

void
side_unmap(struct side *s)
{
	if (s->map != NULL)
		munmap(s->map, s->mapped);
	s->map = NULL;
	s->text = (struct slice){ NULL, 0 };
	if (s->fd >= 0)
		close(s->fd);
	if (s->file > 0)
		close(s->file);
	s->fd = -1;
	s->file = 0;
}

bool
side_cut(const struct side *s)
{
	struct stat st;

	return s->file > 0 && fstat(s->file, &st) == 0 &&
	    (uintmax_t)st.st_size < s->mapped;
}

/* What a pipe holds, in memory or in a file without a name. */
static enum err
copy_pipe(struct side *s, int fd, const char *tmp, size_t memory)
{
	struct side_store store = { .tmp = tmp, .memory = memory, .fd = -1 };
	enum err e = ERR_OK;
	ssize_t n = 1;

	(void)fcntl(fd, F_SETPIPE_SZ, (int)READ_BLOCK);
	while (e == ERR_OK && n != 0) {
		buf_grow(&store.buf, READ_BLOCK);
		n = read(fd, store.buf.p + store.buf.n, READ_BLOCK);
		if (n < 0 && errno != EINTR)
			e = ERR_IO;
		if (n > 0) {
			store.buf.n += (size_t)n;
			e = side_store_check(&store);
		}
	}
	return side_store_end(&store, e, s);
}

static void
take_columns(struct side *s)
{
	size_t i;

	s->columns = s->plan.columns;
	s->column = xcalloc(s->columns + 1, sizeof *s->column);
	for (i = 0; i < s->columns; i++)
		s->column[i] = (struct side_column){ s->plan.column[i].is,
		    s->plan.column[i].header };
}

static enum err
plan(struct side *s, const char *tmp, size_t memory)
{
	struct slice sample = s->text;
	enum err e;

	if (sample.n > PLAN_SAMPLE)
		sample.n = PLAN_SAMPLE;
	if (sample.n == 0)
		return ERR_OK;		/* run_columns gives it some */
	e = plan_make(sample, sample.n == s->text.n, s->options, &s->plan);
	if (e != ERR_OK) {
		s->why = s->plan.why;
		s->line = s->plan.line;
		return e;
	}
	if (!s->plan.plain || s->plan.container != CONTAINER_TEXT ||
	    s->plan.units != TEXT_BYTES)
		return side_remake(s, tmp, memory);
	s->separator = s->plan.separator;
	/* a header alone may lack its line feed */
	s->data_at = s->plan.data_at < s->text.n ? s->plan.data_at : s->text.n;
	s->data_line = s->plan.data_line;
	take_columns(s);
	return ERR_OK;
}

/* What a plan is made of, as a file is read from front to back: a map would
 * wait for 8 MB round its first page, and who maps the rest later would not be
 * known to go on from there. */
static void
read_beginning(int fd)
{
	char *buf = xmalloc(BEGINNING);
	size_t at = 0;
	ssize_t n = 1;

	for (; at < PLAN_SAMPLE + BEGINNING && n > 0; at += (size_t)n) {
		n = pread(fd, buf, BEGINNING, (off_t)at);
		n = n > 0 ? n : 0;
	}
	mem_wipe(buf, BEGINNING);
	free(buf);
}

enum err
side_open(struct side *s, int fd, const char *tmp, size_t memory)
{
	struct stat st;
	enum err e;
	int n;

	s->fd = -1;
	if (fstat(fd, &st) != 0)
		return ERR_IO;
	if (S_ISDIR(st.st_mode))
		return ERR_UNSUPPORTED;
	/* a file of /proc says that it is empty and is not */
	if (S_ISREG(st.st_mode) && st.st_size > 0) {
		n = fcntl(fd, F_DUPFD_CLOEXEC, 3);
		s->file = n > 0 ? n : 0;
		if (st.st_size > LARGE)
			read_beginning(fd);
		e = side_map(s, fd, (size_t)st.st_size);
	} else
		e = copy_pipe(s, fd, tmp, memory);
	if (e == ERR_OK)
		e = plan(s, tmp, memory);
	return e;
}

void
side_undivide(struct side *s)
{
	size_t i;

	for (i = 0; i < s->chunks; i++)
		side_lines_release(&s->chunk[i].index);
	free(s->chunk);
	s->chunk = NULL;
	s->chunks = 0;
}

void
side_release(struct side *s)
{
	side_undivide(s);
	free(s->column);
	plan_release(&s->plan);
	buf_wipe(&s->headers);
	buf_release(&s->sheets);
	free(s->made_name);
	buf_wipe(&s->copy);
	if (s->name != NULL)
		side_unmap(s);
	*s = (struct side){ .fd = -1 };
}

void
side_divide(struct side *s, unsigned threads, unsigned bits)
{
	size_t n = s->text.n;

	s->shift = MIN_SHIFT;
	if (threads == 1 && n <= (1u << 22))
		s->shift = 22;
	while (s->shift < 22 && n >> s->shift > 32 * threads)
		s->shift++;
	while (n >> s->shift > PARTS)
		s->shift++;
	if (bits > 0)
		s->shift = bits;
	s->chunks = (n >> s->shift) + 1;
	s->chunk = xcalloc(s->chunks, sizeof *s->chunk);
}

size_t
side_width(const struct side *s)
{
	return s->columns + (s->made ? 1 : 0);
}

static inline uint32_t
line_in_chunk(const struct side *s, uint64_t place)
{
	return (uint32_t)(place & ((1ull << s->shift) - 1));
}

unsigned long long
side_line(const struct side *s, uint64_t place)
{
	return s->chunk[place >> s->shift].line + line_in_chunk(s, place) + 1;
}

void
side_behind(const struct side *s, size_t c)
{
	/* a row of the part before may end in this one */
	size_t from = (c << s->shift) + BEGINNING, to = (c + 1) << s->shift;

	if (!s->once || to > s->mapped || from >= to)
		return;
	(void)madvise((char *)s->map + from, to - from, MADV_DONTNEED);
	if (s->file > 0)
		(void)posix_fadvise(s->file, (off_t)from, (off_t)(to - from),
		    POSIX_FADV_DONTNEED);
}

void
side_scattered(const struct side side[2], bool yes)
{
	unsigned i;

	for (i = 0; i < 2; i++)
		if (side[i].once && side[i].map != NULL)
			(void)madvise(side[i].map, side[i].mapped, yes ?
			    MADV_RANDOM : MADV_NORMAL);
}

void
side_soon(const struct side *s, uint64_t place)
{
	side_lines_soon(&s->chunk[place >> s->shift].index,
	    line_in_chunk(s, place));
}

struct slice
side_find(const struct side *s, uint64_t place)
{
	const struct side_chunk *c = &s->chunk[place >> s->shift];
	uint32_t n, at = side_lines_find(&c->index, line_in_chunk(s, place),
	    &n);

	return (struct slice){ s->text.p + c->start + at, n - 1 };
}

void
side_sooner(const struct side *s, uint64_t place)
{
	struct slice row = side_find(s, place);
	size_t i;

	for (i = 0; i < row.n + 64 && i < SOONER; i += 64)
		__builtin_prefetch(row.p + i);
}

struct slice
side_row(const struct side *s, uint64_t place, unsigned long long *line)
{
	*line = side_line(s, place);
	return side_find(s, place);
}

static inline bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

size_t
side_plain_cells(const struct side *s, struct slice row, struct slice *cell,
    size_t max)
{
	const char *p = row.p, *end = row.p + row.n, *q;
	size_t n;

	if (row.n > 0 && end[-1] == '\r')
		end--;
	for (n = 0; n < max; p = q + 1) {
		if (p < end && *p == '"') {
			q = memchr(p + 1, '"', (size_t)(end - p - 1));
			if (q == NULL || (q + 1 < end && q[1] != s->separator))
				return 0;
			cell[n++] = (struct slice){ p + 1,
			    (size_t)(q - p) - 1 };
			q++;
		} else {
			q = memchr(p, s->separator, (size_t)(end - p));
			if (q == NULL)
				q = end;
			if (q > p && (is_blank(*p) || is_blank(q[-1])))
				return 0;
			cell[n++] = (struct slice){ p, (size_t)(q - p) };
		}
		if (q == end)
			return n;
	}
	return 0;
}

size_t
side_cells(const struct side *s, struct slice row, struct slice *cell,
    size_t max, struct buf *text)
{
	struct scan sc = { .separator = s->separator };
	uint32_t small[1024], *mark = small;
	size_t i, n, from = 0;

	n = side_plain_cells(s, row, cell, max);
	if (n > 0)
		return n;
	buf_reset(text);
	buf_grow(text, row.n);
	if (row.n > sizeof small / sizeof *small)
		mark = xreallocarray(NULL, row.n, sizeof *mark);
	n = scan_marks(&sc, row, mark);
	if (n > 0 && row.p[mark[n - 1]] == '\r')
		n--;			/* of the row's end */
	for (i = 0; i <= n; i++) {
		size_t to = i < n ? mark[i] : row.n;

		if (i < max)
			cell[i] = scan_cell((struct slice){ row.p + from,
			    to - from }, text);
		from = to + 1;
	}
	if (mark != small)
		free(mark);
	return n + 1;
}
