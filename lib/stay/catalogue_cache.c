/* SPDX-License-Identifier: ISC */
/* One file a catalogue, as the portal sent it. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fd.h"
#include "stay/catalogue_cache.h"

#define FILE_MAX_BYTES (4u << 20)

/* Addresses are sent as text, so their catalogues are not needed. */
static const enum kbtt_catalogue needed[] =
    { KBTT_NATIONALITIES, KBTT_REASONS, KBTT_DOC_TYPES };

#define NEEDED (sizeof needed / sizeof *needed)

void
catalogue_cache_release(struct catalogue_cache *cc)
{
	size_t i;

	for (i = 0; i < KBTT_CATALOGUES; i++)
		catalogue_release(&cc->c[i]);
	*cc = (struct catalogue_cache){ 0 };
}

static void
path_of(struct buf *path, const char *folder, enum kbtt_catalogue c,
    const char *end)
{
	buf_reset(path);
	buf_printf(path, "%s/%s.json%s", folder, kbtt_catalogue_name(c), end);
	buf_cstr(path);
}

/* The file's catalogue and the time of its last change. */
static enum err
load(const char *path, struct catalogue *c, long long *when)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct buf b = { 0 };
	struct stat st;
	enum err e = ERR_OK;
	ssize_t n = 1;

	if (fd < 0)
		return ERR_NOT_FOUND;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	    st.st_size > FILE_MAX_BYTES)
		e = ERR_IO;
	while (e == ERR_OK && n > 0 && b.n <= FILE_MAX_BYTES) {
		buf_grow(&b, 65536);
		n = read(fd, b.p + b.n, b.cap - b.n);
		b.n += n > 0 ? (size_t)n : 0;
	}
	close(fd);
	if (e == ERR_OK)
		e = n < 0 ? ERR_IO : catalogue_parse(buf_slice(&b), c);
	if (e == ERR_OK)
		*when = (long long)st.st_mtime;
	buf_release(&b);
	return e;
}

void
catalogue_cache_load(struct catalogue_cache *cc, const char *folder)
{
	struct buf path = { 0 };
	long long when;
	size_t i;

	for (i = 0; i < NEEDED; i++) {
		enum kbtt_catalogue c = needed[i];

		path_of(&path, folder, c, "");
		catalogue_release(&cc->c[c]);
		cc->set[c] = load(path.p, &cc->c[c], &when) == ERR_OK ?
		    &cc->c[c] : NULL;
	}
	buf_release(&path);
}

/* A new file under a name of this process, then renamed: a reader sees the
 * old one or the new one. It can be fetched again, so nothing is synced. */
static enum err
replace(const char *path, struct slice bytes)
{
	struct buf tmp = { 0 };
	enum err e;
	int fd;

	buf_printf(&tmp, "%s.%ld", path, (long)getpid());
	fd = open(buf_cstr(&tmp), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC |
	    O_NOFOLLOW, 0600);
	e = fd < 0 ? ERR_IO : fd_write_all(fd, bytes) ? ERR_OK :
	    errno == ENOSPC ? ERR_FULL : ERR_IO;
	if (fd >= 0 && close(fd) != 0 && e == ERR_OK)
		e = ERR_IO;
	if (e == ERR_OK && rename(tmp.p, path) != 0)
		e = ERR_IO;
	if (e != ERR_OK && fd >= 0)
		unlink(tmp.p);
	buf_release(&tmp);
	return e;
}

static enum err
fetch(struct kbtt *k, enum kbtt_catalogue c, const char *path)
{
	struct catalogue parsed = { 0 };
	struct buf b = { 0 };
	enum err e = kbtt_catalogue(k, c, &b);

	if (e == ERR_OK)
		e = catalogue_parse(buf_slice(&b), &parsed);
	if (e == ERR_OK)
		e = replace(path, buf_slice(&b));
	catalogue_release(&parsed);
	buf_release(&b);
	return e;
}

/* `folder` and what is missing above it, closed to others. */
static enum err
make_folder(const char *folder)
{
	struct buf b = { 0 };
	char *p;
	int r = 0;

	buf_add_str(&b, folder);
	buf_cstr(&b);
	for (p = b.p + 1; *p != '\0'; p++)
		if (*p == '/') {
			*p = '\0';
			(void)mkdir(b.p, 0700);
			*p = '/';
		}
	if (mkdir(b.p, 0700) != 0 && errno != EEXIST)
		r = -1;
	buf_release(&b);
	return r == 0 ? ERR_OK : ERR_IO;
}

/* A time in the future is of a clock that was wrong. */
static bool
is_fresh(const char *path, long long now)
{
	struct catalogue c = { 0 };
	long long when = 0;
	bool good = load(path, &c, &when) == ERR_OK && when <= now &&
	    now - when < CATALOGUE_MAX_AGE_S;

	catalogue_release(&c);
	return good;
}

enum err
catalogue_cache_refresh(struct kbtt *k, const char *folder, long long now)
{
	struct buf path = { 0 };
	enum err e = ERR_OK;
	size_t i;

	for (i = 0; i < NEEDED && e == ERR_OK; i++) {
		path_of(&path, folder, needed[i], "");
		if (is_fresh(path.p, now))
			continue;
		e = make_folder(folder);
		if (e == ERR_OK)
			e = fetch(k, needed[i], path.p);
	}
	buf_release(&path);
	return e;
}
