/* SPDX-License-Identifier: ISC */
/* Trust stores are changed by new files that take a name when complete. */
#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/mem.h"
#include "shelf/change.h"
#include "shelf/shelf_priv.h"

/* Passed over by whoever reads the store; one writer at a time. */
#define NEW_FILE ".cccd-new"
#define MAX_DISTRUSTED (8u << 20)

struct shelf_change {
	char *folder;
	int fd;
};

/* With every folder above that is not there. */
static enum err
make_folder(const char *folder)
{
	char *path = xstrdup(folder), *p = path;
	enum err e = ERR_OK;

	while (e == ERR_OK && (p = strchr(p + 1, '/')) != NULL) {
		*p = '\0';
		if (mkdir(path, 0755) != 0 && errno != EEXIST)
			e = shelf_errno();
		*p = '/';
	}
	if (e == ERR_OK && mkdir(path, 0755) != 0 && errno != EEXIST)
		e = shelf_errno();
	free(path);
	return e;
}

static enum err
open_store(const char *folder, int *out)
{
	int fd = open(folder, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	enum err e = ERR_OK;

	if (fd < 0)
		return shelf_errno();
	if (fstat(fd, &st) != 0)
		e = ERR_IO;
	else if (!S_ISDIR(st.st_mode))
		e = ERR_UNSUPPORTED;
	else if (!shelf_is_safe(&st))
		e = ERR_ACCESS;
	else if (flock(fd, LOCK_EX) != 0)
		e = shelf_errno();
	else if (!shelf_is_store(fd))
		e = ERR_UNSUPPORTED;
	if (e == ERR_OK)
		*out = fd;
	else
		close(fd);
	return e;
}

enum err
shelf_change_begin(const char *folder, bool create, struct shelf_change **out)
{
	enum err e = create ? make_folder(folder) : ERR_OK;
	int fd = -1;

	if (e == ERR_OK || e == ERR_NOT_FOUND)
		e = open_store(folder, &fd);
	if (e != ERR_OK)
		return e;
	*out = xcalloc(1, sizeof **out);
	(*out)->folder = xstrdup(folder);
	(*out)->fd = fd;
	return ERR_OK;
}

void
shelf_change_end(struct shelf_change *c)
{
	if (c == NULL)
		return;
	close(c->fd);		/* and the lock goes */
	free(c->folder);
	free(c);
}

const char *
shelf_change_advice(enum err e)
{
	switch (e) {
	case ERR_UNSUPPORTED:
		return N_("no trust store: name a folder with anchors, known, "
		    "crls or stations in it, or an empty one");
	case ERR_ACCESS:
		return N_("may not be changed: it has to be yours alone "
		    "(chmod go-w), or call this as root");
	case ERR_BUSY:
		return N_("holds other things too, or belongs to another "
		    "store: take it out by hand");
	case ERR_DUPLICATE:
		return N_("another thing has a file of this name: look at it "
		    "first");
	default:
		return err_str(e);
	}
}

static enum err
write_all(int fd, struct slice s)
{
	/* umask may have taken more than others' writing */
	if (!fd_write_all(fd, s) || fchmod(fd, 0644) != 0 || fsync(fd) != 0)
		return shelf_errno();
	return ERR_OK;
}

/* The file has this name and this content, or is what it was. */
static enum err
replace(int dir, const char *name, struct slice text)
{
	enum err e;
	int fd;

	if (unlinkat(dir, NEW_FILE, 0) != 0 && errno != ENOENT)
		return shelf_errno();
	fd = openat(dir, NEW_FILE, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0644);
	if (fd < 0)
		return shelf_errno();
	e = write_all(fd, text);
	if (close(fd) != 0 && e == ERR_OK)
		e = shelf_errno();
	if (e == ERR_OK && renameat(dir, NEW_FILE, dir, name) != 0)
		e = shelf_errno();
	if (e == ERR_OK && fsync(dir) != 0)
		e = shelf_errno();
	if (e != ERR_OK)
		(void)unlinkat(dir, NEW_FILE, 0);
	return e;
}

static enum err
read_old(int dir, const char *name, size_t max, struct buf *out)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n = 1;
	enum err e = ERR_OK;

	if (fd < 0)
		return shelf_errno();
	while (e == ERR_OK && n != 0) {
		buf_grow(out, 4096);
		n = read(fd, out->p + out->n, out->cap - out->n);
		if (n < 0 && errno != EINTR)
			e = ERR_IO;
		out->n += n > 0 ? (size_t)n : 0;
		if (out->n > max)
			e = ERR_TOO_LONG;
	}
	close(fd);
	return e;
}

/* A part of the store, made where it is not there. */
static enum err
open_part(const struct shelf_change *c, enum shelf_place place, int *out)
{
	const char *name = shelf_place_name(place);
	struct stat st;
	int fd;

	if (mkdirat(c->fd, name, 0755) == 0) {
		if (fsync(c->fd) != 0)
			return shelf_errno();
	} else if (errno != EEXIST)
		return shelf_errno();
	fd = openat(c->fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return shelf_errno();
	if (fstat(fd, &st) != 0 || !shelf_is_safe(&st)) {
		close(fd);
		return ERR_ACCESS;
	}
	*out = fd;
	return ERR_OK;
}

/* What the file there holds, against the thing that wants its name. */
static enum err
compare(struct slice old, const struct shelf_item *i, enum shelf_put *what)
{
	struct container c;
	struct container_item it;
	struct crl crl;
	enum err e;

	container_open(&c, old);
	e = container_next(&c, &it);
	if (e == ERR_OK && slice_eq(it.der, buf_slice(&i->der)))
		*what = SHELF_THERE;
	else if (i->kind != CONTAINER_CRL)
		e = ERR_DUPLICATE;
	else if (e != ERR_OK || it.kind != CONTAINER_CRL ||
	    crl_parse(it.der, &crl) != ERR_OK)
		e = ERR_DUPLICATE;
	else if (!cert_same_name(crl.issuer, i->crl.issuer))
		e = ERR_DUPLICATE;
	else
		*what = crl.this_update > i->crl.this_update ? SHELF_OLDER :
		    SHELF_REPLACED;
	container_close(&c);
	return e;
}

static enum shelf_place
place_for(enum container_kind kind, bool anchor)
{
	return kind == CONTAINER_CRL ? SHELF_CRLS :
	    kind == CONTAINER_STATION ? SHELF_STATIONS :
	    anchor ? SHELF_ANCHORS : SHELF_KNOWN;
}

const char *
shelf_part_of(enum container_kind kind, bool anchor)
{
	return shelf_place_name(place_for(kind, anchor));
}

enum err
shelf_change_put(struct shelf_change *c, const struct shelf_item *i,
    bool anchor, struct slice text, enum shelf_put *what)
{
	struct buf old = { 0 };
	enum shelf_put put = SHELF_ADDED;
	int dir = -1;
	enum err e = open_part(c, place_for(i->kind, anchor), &dir);

	if (e != ERR_OK)
		return e;
	e = read_old(dir, i->name, SHELF_MAX_FILE, &old);
	if (e == ERR_OK)
		e = compare(buf_slice(&old), i, &put);
	else if (e == ERR_NOT_FOUND)
		e = ERR_OK;
	if (e == ERR_OK && (put == SHELF_ADDED || put == SHELF_REPLACED))
		e = replace(dir, i->name, text);
	if (e == ERR_OK)
		*what = put;
	buf_release(&old);
	close(dir);
	return e;
}

enum err
shelf_change_copy(struct shelf_change *c, const char *name, struct slice text,
    enum shelf_put *what)
{
	struct buf old = { 0 };
	int dir = -1;
	enum err e = open_part(c, SHELF_KNOWN, &dir);

	if (e != ERR_OK)
		return e;
	e = read_old(dir, name, SHELF_MAX_FILE, &old);
	if (e == ERR_OK && slice_eq(buf_slice(&old), text))
		*what = SHELF_THERE;
	else if (e == ERR_OK || e == ERR_NOT_FOUND) {
		*what = e == ERR_OK ? SHELF_REPLACED : SHELF_ADDED;
		e = replace(dir, name, text);
	}
	buf_release(&old);
	close(dir);
	return e;
}

static bool
has_line(struct slice text, const uint8_t sha256[32])
{
	struct slice line;
	uint8_t other[32];
	bool given;

	while (slice_split(&text, '\n', &line))
		if (shelf_distrusted(line, &given, other) == ERR_OK && given &&
		    memcmp(other, sha256, sizeof other) == 0)
			return true;
	return false;
}

enum err
shelf_change_distrust(struct shelf_change *c, const uint8_t sha256[32],
    struct slice comment, bool *there)
{
	const char *name = shelf_place_name(SHELF_DISTRUSTED);
	struct buf text = { 0 };
	enum err e = read_old(c->fd, name, MAX_DISTRUSTED, &text);

	if (e == ERR_NOT_FOUND) {
		buf_add_str(&text, "# never taken from anywhere: SHA-256, and "
		    "what it is\n");
		e = ERR_OK;
	}
	*there = e == ERR_OK && has_line(buf_slice(&text), sha256);
	if (e == ERR_OK && !*there) {
		if (text.n > 0 && text.p[text.n - 1] != '\n')
			buf_add_char(&text, '\n');
		shelf_add_hex(&text, sha256);
		buf_add_char(&text, ' ');
		buf_add_slice(&text, comment);
		buf_add_char(&text, '\n');
		e = replace(c->fd, name, buf_slice(&text));
	}
	buf_release(&text);
	return e;
}

enum err
shelf_change_delete(struct shelf_change *c, const char *path)
{
	size_t n = strlen(c->folder);
	char *inside, *name;
	enum err e = ERR_OK;
	int dir;

	if (strncmp(path, c->folder, n) != 0 ||
	    (path[n] != '/' && c->folder[n - 1] != '/'))
		return ERR_NOT_FOUND;
	while (path[n] == '/')
		n++;
	inside = xstrdup(path + n);
	name = strrchr(inside, '/');
	if (name == NULL || name == inside) {
		free(inside);
		return ERR_NOT_FOUND;	/* no part of a store */
	}
	*name++ = '\0';
	dir = openat(c->fd, inside, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0 || unlinkat(dir, name, 0) != 0 || fsync(dir) != 0)
		e = shelf_errno();
	if (dir >= 0)
		close(dir);
	free(inside);
	return e;
}
