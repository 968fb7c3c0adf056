/* SPDX-License-Identifier: ISC */
/* Every cell of a sheet as the reader of workbooks gives it, one a line: row
 * (h: hidden), column, kind, charset of the font, text. For witnesses.
 * Usage: xlsx_probe FILE [SHEET]; --names FILE: the sheets' names; --count FILE:
 * how many rows and cells. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "table/xlsx.h"

static void
show_text(struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		switch (s.p[i]) {
		case '\t':
			fputs("\\t", stdout);
			break;
		case '\n':
			fputs("\\n", stdout);
			break;
		case '\r':
			fputs("\\r", stdout);
			break;
		case '\\':
			fputs("\\\\", stdout);
			break;
		default:
			putchar(s.p[i]);
		}
}

static enum err
show(void *ctx, const struct xlsx_row *row)
{
	static const char kinds[] = "-tndbe";
	const struct xlsx_cell *c;
	size_t i;

	(void)ctx;
	for (i = 0; i < row->n; i++) {
		c = &row->cell[i];
		if (c->kind == XLSX_EMPTY)
			continue;
		printf("%llu%s\t%zu\t%c\t%s%s\t", row->line,
		    row->hidden ? "h" : "", i + 1, kinds[c->kind],
		    c->font == CHARSETS ? "" : charset_name(c->font),
		    c->upper ? "^" : "");
		show_text(c->text);
		putchar('\n');
	}
	return ERR_OK;
}

struct count {
	unsigned long long rows, cells;
};

static enum err
add(void *ctx, const struct xlsx_row *row)
{
	struct count *c = ctx;

	c->rows++;
	c->cells += row->n;
	return ERR_OK;
}

static enum err
count(struct slice file, const char **why)
{
	struct count c = { 0, 0 };
	enum err e = xlsx_read(file, NULL, add, &c, why);

	printf("%llu rows, %llu cells\n", c.rows, c.cells);
	return e;
}

static enum err
names(struct slice file, const char **why)
{
	struct buf out = { 0 };
	enum err e = xlsx_sheets(file, &out, why);

	fwrite(out.p, 1, e == ERR_OK ? out.n : 0, stdout);
	buf_release(&out);
	return e;
}

int
main(int argc, char **argv)
{
	bool how = argc > 2 && strncmp(argv[1], "--", 2) == 0;
	const char *why = NULL;
	struct slice file;
	struct stat st;
	enum err e;
	int fd;

	if (argc < 2 || (fd = open(argv[1 + how], O_RDONLY)) < 0 ||
	    fstat(fd, &st) != 0)
		return 2;
	file.n = (size_t)st.st_size;
	file.p = mmap(NULL, file.n, PROT_READ, MAP_PRIVATE, fd, 0);
	if (file.p == MAP_FAILED)
		return 2;
	if (how)
		e = strcmp(argv[1], "--names") == 0 ? names(file, &why) :
		    count(file, &why);
	else
		e = xlsx_read(file, argc > 2 ? argv[2] : NULL, show, NULL,
		    &why);
	if (e == ERR_OK)
		return fflush(stdout) != 0;
	fprintf(stderr, "%s: %s\n", err_word(e), why != NULL ? why : "");
	return 1;
}
