/* SPDX-License-Identifier: ISC */
/* Reads the files of trust stores, as far as nobody else may write them. */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "shelf/shelf_priv.h"

#define BLOCK (64u << 10)

enum err
shelf_paths_add(struct shelf_paths *w, enum shelf_use use, const char *path)
{
	if (w->n == SHELF_MAX_PATHS)
		return ERR_TOO_LONG;
	w->use[w->n] = use;
	w->p[w->n++] = xstrdup(path);
	w->stores += use == SHELF_USE_STORE;
	return ERR_OK;
}

/* One that may not be looked at is there: opening it says so. */
static enum err
add_existing(struct shelf_paths *w, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return ERR_OK;
	return shelf_paths_add(w, SHELF_USE_STORE, path);
}

enum err
shelf_paths_default(struct shelf_paths *w, const char *setting,
    const char *user)
{
	enum err e;

	if (w->stores > 0)
		return ERR_OK;
	if (setting != NULL)
		return shelf_paths_add(w, SHELF_USE_STORE, setting);
	e = add_existing(w, SHELF_SYSTEM);
	return e == ERR_OK && user != NULL ? add_existing(w, user) : e;
}

void
shelf_paths_release(struct shelf_paths *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		free(w->p[i]);
	w->n = w->stores = 0;
}

const char *
shelf_place_name(enum shelf_place p)
{
	static const char *const names[SHELF_PLACES] = { NULL, "anchors",
	    "known", "crls", "stations", "distrusted" };

	return names[p];
}

/* SHELF_ANY where it is no name of a store's part. */
static enum shelf_place
place_of(const char *name, mode_t mode)
{
	int p;

	for (p = SHELF_ANCHORS; p < SHELF_PLACES; p++)
		if (strcmp(name, shelf_place_name((enum shelf_place)p)) == 0 &&
		    S_ISDIR(mode) == (p != SHELF_DISTRUSTED))
			return (enum shelf_place)p;
	return SHELF_ANY;
}

static bool
ends_with(const char *name, const char *tail)
{
	size_t n = strlen(name), m = strlen(tail);

	return n > m && strcmp(name + n - m, tail) == 0;
}

/* Whether an entry of that name is none of the store's business. */
static bool
passes_over(const char *name)
{
	static const char *const tails[] = { "~", ".bak", ".orig", ".swp",
	    ".dpkg-old", ".dpkg-new", ".dpkg-dist", ".dpkg-tmp", ".rpmsave",
	    ".rpmnew", ".rpmorig" };
	size_t i;

	if (name[0] == '.' || name[0] == '#' ||
	    strncmp(name, "README", 6) == 0)
		return true;
	for (i = 0; i < sizeof tails / sizeof *tails; i++)
		if (ends_with(name, tails[i]))
			return true;
	return false;
}

static const char *
why_not(enum err e)
{
	switch (e) {
	case ERR_NOT_FOUND:
		return N_("is not there");
	case ERR_ACCESS:
		return N_("this user may not read it");
	case ERR_TOO_LONG:
		return N_("more or larger files than a trust store has");
	default:
		return N_("cannot be read");
	}
}

enum err
shelf_errno(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
	case ELOOP:
		return ERR_NOT_FOUND;
	case EACCES:
	case EPERM:
	case EROFS:
		return ERR_ACCESS;
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return ERR_FULL;
	default:
		return ERR_IO;
	}
}

static void
report(const struct shelf_terms *t, const char *where, const char *why)
{
	if (t->report != NULL)
		t->report(t->ctx, where, why);
}

bool
shelf_is_safe(const struct stat *st)
{
	return (!S_ISREG(st->st_mode) && !S_ISDIR(st->st_mode)) ||
	    ((st->st_uid == 0 || st->st_uid == geteuid()) &&
	    (st->st_mode & (S_IWGRP | S_IWOTH)) == 0);
}

static enum err
unsafe(const struct shelf_terms *t, const char *path)
{
	report(t, path, N_("refused, for others may write it: make it root's "
	    "or your own, and chmod go-w"));
	return ERR_ACCESS;
}

/* `size` is what it seems to have: hundreds of certificates are small. */
static enum err
read_all(int fd, long long size, struct buf *out)
{
	size_t more = size > 0 && size < BLOCK ? (size_t)size + 1 : BLOCK;
	ssize_t n = 1;

	while (n != 0) {
		buf_grow(out, more);
		n = read(fd, out->p + out->n, out->cap - out->n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return ERR_IO;
		out->n += (size_t)n;
		if (out->n > SHELF_MAX_FILE)
			return ERR_TOO_LONG;
	}
	return ERR_OK;
}

static enum err
add_file(struct shelf *sh, int fd, long long size, const char *path,
    enum shelf_place place)
{
	struct buf text = { 0 };
	enum err e = read_all(fd, size, &text);

	if (e != ERR_OK) {
		buf_release(&text);
		return e;
	}
	sh->file = xreallocarray(sh->file, sh->n + 1, sizeof *sh->file);
	sh->file[sh->n++] = (struct shelf_file){ xstrdup(path), place, text };
	return ERR_OK;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
wanted(const struct dirent *d)
{
	return !passes_over(d->d_name);
}

static enum err read_folder(struct shelf *sh, const struct shelf_terms *t,
    int fd, const char *path, enum shelf_place place);

/* One entry of a folder. `parts`: the folder is a store with the named parts;
 * inside one of them there are files alone. */
static enum err
read_entry(struct shelf *sh, const struct shelf_terms *t, int dir,
    const char *name, const char *path, enum shelf_place place, bool parts)
{
	enum shelf_place part = SHELF_ANY;
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOCTTY |
	    O_NONBLOCK);
	struct stat st = { 0 };
	enum err e = ERR_OK;

	if (fd < 0 || fstat(fd, &st) != 0)
		e = shelf_errno();
	else if (place == SHELF_ANY)
		part = place_of(name, st.st_mode);
	if (e != ERR_OK)
		;
	else if (S_ISDIR(st.st_mode) && part == SHELF_ANY)
		report(t, path, N_("a folder inside: not looked into"));
	else if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode))
		report(t, path, N_("no file: passed over"));
	else if (parts && part == SHELF_ANY)
		report(t, path, N_("lies beside anchors, known, crls and "
		    "stations: not taken"));
	else if (!shelf_is_safe(&st)) {
		close(fd);
		return unsafe(t, path);
	} else if (S_ISDIR(st.st_mode))
		return read_folder(sh, t, fd, path, part);	/* fd too */
	else
		e = add_file(sh, fd, st.st_size, path,
		    part != SHELF_ANY ? part : place);
	if (fd >= 0)
		close(fd);
	if (e == ERR_OK)
		return ERR_OK;
	report(t, path, why_not(e));
	sh->refused++;
	/* what has to be distrusted has to be known */
	return strcmp(name, "distrusted") == 0 && place == SHELF_ANY ? e :
	    ERR_OK;
}

static bool
has_parts(int dir, struct dirent **entry, int n)
{
	struct stat st;
	int i;

	for (i = 0; i < n; i++)
		if (fstatat(dir, entry[i]->d_name, &st, 0) == 0 &&
		    place_of(entry[i]->d_name, st.st_mode) != SHELF_ANY)
			return true;
	return false;
}

bool
shelf_is_store(int dir)
{
	struct dirent **entry = NULL;
	int n = scandirat(dir, ".", &entry, wanted, by_name), i;
	bool yes = n == 0 || (n > 0 && has_parts(dir, entry, n));

	for (i = 0; i < n; i++)
		free(entry[i]);
	free(entry);
	return yes;
}

/* Closes `fd`. */
static enum err
read_folder(struct shelf *sh, const struct shelf_terms *t, int fd,
    const char *path, enum shelf_place place)
{
	struct dirent **entry = NULL;
	struct buf name = { 0 };
	int n = scandirat(fd, ".", &entry, wanted, by_name), i;
	bool parts;
	enum err e = n < 0 ? shelf_errno() : n > SHELF_MAX_FILES ?
	    ERR_TOO_LONG : ERR_OK;

	if (e != ERR_OK)
		report(t, path, why_not(e));
	parts = e == ERR_OK && place == SHELF_ANY && has_parts(fd, entry, n);
	for (i = 0; i < n && e == ERR_OK; i++) {
		buf_reset(&name);
		buf_printf(&name, "%s%s%s", path,
		    path[strlen(path) - 1] == '/' ? "" : "/",
		    entry[i]->d_name);
		e = read_entry(sh, t, fd, entry[i]->d_name, buf_cstr(&name),
		    place, parts);
	}
	for (i = 0; i < n; i++)
		free(entry[i]);
	free(entry);
	buf_release(&name);
	close(fd);
	return e;
}

static enum err
read_path(struct shelf *sh, const struct shelf_terms *t, enum shelf_use use,
    const char *path)
{
	static const enum shelf_place places[] = {
		[SHELF_USE_STORE] = SHELF_ANY,
		[SHELF_USE_CRLS] = SHELF_CRLS,
		[SHELF_USE_STATIONS] = SHELF_STATIONS,
	};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	enum err e = ERR_OK;

	if (fd < 0 || fstat(fd, &st) != 0)
		e = shelf_errno();
	else if (use != SHELF_USE_CRLS && !shelf_is_safe(&st)) {
		close(fd);
		return unsafe(t, path);
	} else if (S_ISDIR(st.st_mode))
		return read_folder(sh, t, fd, path, places[use]); /* fd too */
	else
		e = add_file(sh, fd, st.st_size, path, places[use]);
	if (fd >= 0)
		close(fd);
	if (e != ERR_OK)
		report(t, path, why_not(e));
	return e;
}

enum err
shelf_open(const struct shelf_paths *w, const struct shelf_terms *t,
    struct shelf **out)
{
	struct shelf *sh = xcalloc(1, sizeof *sh);
	enum err e = ERR_OK;
	size_t i;

	for (i = 0; i < w->n && e == ERR_OK; i++) {
		e = read_path(sh, t, w->use[i], w->p[i]);
		if (w->use[i] == SHELF_USE_STATIONS)
			e = ERR_OK;
	}
	if (e == ERR_OK)
		*out = sh;
	else
		shelf_free(sh);
	return e;
}

void
shelf_free(struct shelf *sh)
{
	size_t i;

	if (sh == NULL)
		return;
	for (i = 0; i < sh->n; i++) {
		free(sh->file[i].path);
		buf_release(&sh->file[i].text);
	}
	free(sh->file);
	free(sh);
}
