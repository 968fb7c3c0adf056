/* SPDX-License-Identifier: ISC */
/* Folders of files to records of cards. */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/mem.h"
#include "chip/evidence_read.h"
#include "chip/holder.h"
#include "shelf/dump.h"
#include "shelf/dump_name.h"
#include "shelf/shelf_priv.h"
#include "text/utf8.h"

#define BLOCK (16u << 10)

enum { NO_MORE = -1, NO_ACCESS = -2 };

struct dump {
	struct dump_terms t;
	char *root;
	int fd;				/* of the root */
	struct dirent **entry;
	int n, at;
	bool single, given;		/* the root is the one card */
	struct buf where;
	struct buf file[LDS_FILES];
};

/* A folder's entries while one card is read. */
struct one_card {
	struct dump *d;
	int fd;
	size_t octets;
	struct buf where;
	bool any;
};

static void
report(const struct dump *d, const char *where, const char *why)
{
	if (d->t.report != NULL)
		d->t.report(d->t.ctx, where, why);
}

static int
wanted(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void
free_entries(struct dirent **entry, int n)
{
	int i;

	for (i = 0; i < n; i++)
		free(entry[i]);
	free(entry);
}

static void
join(struct buf *out, const char *folder, const char *name)
{
	buf_reset(out);
	buf_add_str(out, folder);
	if (out->n > 0 && out->p[out->n - 1] != '/')
		buf_add_char(out, '/');
	buf_add_str(out, name);
	buf_cstr(out);
}

/* A file of at most LDS_MAX_FILE octets; *is_file false: something else. */
static enum err
read_file(int dir, const char *name, struct buf *out, bool *is_file)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOCTTY |
	    O_NONBLOCK);
	struct stat st;
	enum err e = ERR_OK;
	ssize_t n = 1;

	*is_file = false;
	if (fd < 0)
		return shelf_errno();
	if (fstat(fd, &st) != 0)
		e = ERR_IO;
	else
		*is_file = S_ISREG(st.st_mode);
	while (e == ERR_OK && *is_file && n != 0) {
		buf_grow(out, BLOCK);
		n = read(fd, out->p + out->n, out->cap - out->n);
		if (n < 0 && errno != EINTR)
			e = ERR_IO;
		out->n += n > 0 ? (size_t)n : 0;
		if (out->n > LDS_MAX_FILE)
			e = ERR_TOO_LONG;
	}
	close(fd);
	return e;
}

static enum err
keep(struct one_card *c, enum lds_file f, struct buf *octets)
{
	struct buf *to = &c->d->file[f];

	if (to->n > 0) {
		report(c->d, c->where.p, N_("a second one of the same file: "
		    "the card is left out"));
		return ERR_DUPLICATE;
	}
	c->octets += octets->n;
	if (c->octets > EVIDENCE_MAX_OCTETS) {
		report(c->d, c->where.p, N_("more octets than a chip has: the "
		    "card is left out"));
		return ERR_TOO_LONG;
	}
	buf_wipe(to);
	*to = *octets;
	*octets = (struct buf){ 0 };	/* now owned by *to */
	c->any = true;
	return ERR_OK;
}

/* What is said where a file's octets and its name differ. */
static enum err
sort(struct one_card *c, const char *name, struct buf *octets)
{
	enum dump_saying saying;
	enum lds_file f;
	bool whole;

	if (!dump_by_content(buf_slice(octets), &f, &whole)) {
		report(c->d, c->where.p, N_("none of a chip's files: passed "
		    "over"));
		return ERR_OK;
	}
	saying = dump_by_name(name, f);
	if (saying == DUMP_SAYS_ANOTHER && whole)
		report(c->d, c->where.p, N_("its name says another file than "
		    "its first octet, which counts"));
	else if (saying != DUMP_SAYS_THIS && !whole) {
		report(c->d, c->where.p, N_("none of a chip's files: passed "
		    "over"));
		return ERR_OK;
	}
	return keep(c, f, octets);
}

static const char *
why_not(enum err e)
{
	return e == ERR_TOO_LONG ?
	    N_("larger than any file of a chip: the card is left out") :
	    N_("cannot be read: the card is left out");
}

static enum err
read_entry(struct one_card *c, const char *name)
{
	struct buf octets = { 0 };
	bool is_file;
	enum err e = read_file(c->fd, name, &octets, &is_file);

	join(&c->where, c->d->where.p, name);
	if (e != ERR_OK)
		report(c->d, c->where.p, why_not(e));
	else if (!is_file)
		report(c->d, c->where.p, N_("no file: passed over"));
	else
		e = sort(c, name, &octets);
	buf_wipe(&octets);
	return e;
}

/* All that is in one folder, whose name is in d->where. */
static enum err
read_card(struct dump *d, int fd)
{
	struct one_card c = { .d = d, .fd = fd };
	struct dirent **entry = NULL;
	int n = scandirat(fd, ".", &entry, wanted, by_name), i;
	enum err e = n < 0 ? shelf_errno() : n > DUMP_MAX_FILES ?
	    ERR_TOO_LONG : ERR_OK;

	if (e != ERR_OK)
		report(d, d->where.p, why_not(e));
	for (i = 0; i < LDS_FILES; i++)
		buf_wipe(&d->file[i]);
	for (i = 0; i < n && e == ERR_OK; i++)
		e = read_entry(&c, entry[i]->d_name);
	if (e == ERR_OK && !c.any) {
		report(d, d->where.p, N_("no file of a chip in it"));
		e = ERR_NOT_FOUND;
	}
	if (n > 0)
		free_entries(entry, n);
	buf_release(&c.where);
	return e;
}

static void
write_person(const struct holder *h, struct buf *out)
{
	size_t i;

	for (i = 0; i < PERSON_FIELDS; i++)
		if (i != PERSON_SOURCE && i != PERSON_FROM)
			json_pair(out, person_field_name((enum person_field)i),
			    h->person.f[i]);
}

static void
write_warnings(const struct holder *h, struct buf *out)
{
	size_t i;

	if (h->warnings == 0)
		return;
	json_key(out, "warnings");
	json_open(out, '[');
	for (i = 0; i < h->warnings; i++) {
		json_open(out, '{');
		json_pair_str(out, "field", h->warning[i].field);
		json_pair(out, "from", h->warning[i].from);
		json_pair_str(out, "why", h->warning[i].why);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
write_chip(const struct dump *d, const struct holder *h, struct buf *out)
{
	struct buf b = { 0 };
	int i;

	json_key(out, "chip");
	json_open(out, '{');
	json_key(out, "version");
	json_put_int(out, 1);
	json_pair_str(out, "source_mode", "files");
	json_key(out, "files");
	json_open(out, '{');
	for (i = 0; i < LDS_FILES; i++) {
		if (d->file[i].n == 0)
			continue;
		buf_reset(&b);
		base64_add(&b, buf_slice(&d->file[i]));
		json_pair(out, lds_info((enum lds_file)i)->name,
		    buf_slice(&b));
	}
	json_close(out, '}');
	if (h->extra.n > 0) {
		json_key(out, "extra");
		json_put_raw(out, buf_slice(&h->extra));
	}
	json_close(out, '}');
	buf_wipe(&b);
}

/* Without a DG1 that can be read the files stand alone. */
static void
write_record(const struct dump *d, struct buf *out)
{
	struct slice files[LDS_FILES];
	struct holder h = { .warnings = 0 };
	struct buf from = { 0 };
	int i;

	for (i = 0; i < LDS_FILES; i++)
		files[i] = buf_slice(&d->file[i]);
	if (holder_read(files, d->t.today, &h) != ERR_OK)
		h = (struct holder){ .warnings = 0 };
	utf8_add_shown(&from, buf_slice(&d->where));
	json_open(out, '{');
	write_person(&h, out);
	json_pair_str(out, "source", "chip");
	json_pair(out, "from", buf_slice(&from));
	write_warnings(&h, out);
	write_chip(d, &h, out);
	json_close(out, '}');
	buf_add_char(out, '\n');
	buf_release(&from);
	holder_release(&h);
}

/* Whether a file of a chip lies in the folder itself. */
static bool
has_files(int fd, struct dirent **entry, int n)
{
	struct buf octets = { 0 };
	enum lds_file f;
	bool is_file, whole, yes = false;
	int i;

	for (i = 0; i < n && !yes; i++) {
		buf_wipe(&octets);
		yes = read_file(fd, entry[i]->d_name, &octets, &is_file) ==
		    ERR_OK && is_file &&
		    dump_by_content(buf_slice(&octets), &f, &whole) &&
		    (whole || dump_by_name(entry[i]->d_name, f) ==
		    DUMP_SAYS_THIS);
	}
	buf_wipe(&octets);
	return yes;
}

enum err
dump_open(const char *folder, const struct dump_terms *t, struct dump **out)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), n;
	struct dirent **entry = NULL;
	struct dump *d;

	if (fd < 0)
		return shelf_errno();
	n = scandirat(fd, ".", &entry, wanted, by_name);
	if (n < 0 || n > DUMP_MAX_CARDS) {
		enum err e = n < 0 ? shelf_errno() : ERR_TOO_LONG;

		free_entries(entry, n);
		close(fd);
		return e;
	}
	d = xcalloc(1, sizeof *d);
	*d = (struct dump){ .t = *t, .root = xstrdup(folder), .fd = fd,
	    .entry = entry, .n = n };
	d->single = has_files(fd, entry, n);
	*out = d;
	return ERR_OK;
}

void
dump_close(struct dump *d)
{
	int i;

	if (d == NULL)
		return;
	for (i = 0; i < LDS_FILES; i++)
		buf_wipe(&d->file[i]);
	free_entries(d->entry, d->n);
	close(d->fd);
	buf_release(&d->where);
	free(d->root);
	free(d);
}

/* The folder of the next card, opened, its name in d->where; NO_MORE, or
 * NO_ACCESS to this one. */
static int
next_folder(struct dump *d)
{
	const char *name;
	int fd, why;

	while (!d->single && d->at < d->n) {
		name = d->entry[d->at++]->d_name;
		join(&d->where, d->root, name);
		fd = openat(d->fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd >= 0)
			return fd;
		why = errno;
		report(d, d->where.p, why == ENOTDIR ?
		    N_("none of a chip's files: passed over") :
		    N_("cannot be read: the card is left out"));
		if (why != ENOTDIR)
			return NO_ACCESS;
	}
	if (!d->single || d->given)
		return NO_MORE;
	d->given = true;
	buf_reset(&d->where);
	buf_add_str(&d->where, d->root);
	buf_cstr(&d->where);
	return dup(d->fd);
}

enum err
dump_next(struct dump *d, struct buf *line, const char **where)
{
	int fd = next_folder(d);
	enum err e;

	*where = d->where.p != NULL ? d->where.p : d->root;
	if (fd == NO_MORE)
		return ERR_EOF;
	if (fd < 0)
		return ERR_ACCESS;
	e = read_card(d, fd);
	close(fd);
	if (e == ERR_OK)
		write_record(d, line);
	return e;
}
