/* SPDX-License-Identifier: ISC */
/* Lines of one length, appended under a lock; a set of them in memory. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "shelf/seen.h"

#define KEY 16
#define DAY 10				/* YYYY-MM-DD */
#define LINE (2 * KEY + 1 + DAY + 1)
#define CHUNK (1024 * LINE)

struct key {
	uint8_t o[KEY];
};

/* `at` is how much of the file stands in the table, which has a power of two
 * places, half of them empty at least; an empty one is all zero. */
struct seen {
	char *path;
	int fd;
	size_t max, n, places;
	off_t at;
	struct key *table;
	bool unsynced;
	struct buf chunk;
};

static enum err
from_errno(void)
{
	switch (errno) {
	case ENOENT:
		return ERR_NOT_FOUND;
	case EACCES:
	case EPERM:
	case EROFS:
	case ENOTDIR:
	case EISDIR:
	case ELOOP:
	case ENXIO:
		return ERR_ACCESS;
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return ERR_FULL;
	default:
		return ERR_IO;
	}
}

static size_t
most(const struct seen *s)
{
	return s->max + s->max / 4;
}

/* The place of the key, or the empty one where it would go. A digest is as good
 * as chance, so its first octets will do. */
static struct key *
place(const struct seen *s, const struct key *k)
{
	size_t i;

	memcpy(&i, k->o, sizeof i);
	for (;; i++) {
		struct key *p = &s->table[i & (s->places - 1)];

		if (memcmp(p, k, KEY) == 0 ||
		    memcmp(p, &(struct key){ { 0 } }, KEY) == 0)
			return p;
	}
}

/* How many octets of a line are as they have to be. */
static size_t
good_octets(const char *p, size_t n)
{
	static const char form[] = "0000-00-00\n";
	size_t i;
	bool good = true;
	char c;

	for (i = 0; i < n && i < LINE; i++) {
		c = p[i];
		if (i < 2 * (size_t)KEY)
			good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
		else if (i == 2 * (size_t)KEY)
			good = c == ' ';
		else if (form[i - 2 * KEY - 1] == '0')
			good = c >= '0' && c <= '9';
		else
			good = c == form[i - 2 * KEY - 1];
		if (!good)
			break;
	}
	return i;
}

static int
nibble(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* Of a line whose octets are good. */
static struct key
key_of_line(const char *p)
{
	struct key k;
	size_t i;

	for (i = 0; i < KEY; i++)
		k.o[i] = (uint8_t)(nibble(p[2 * i]) << 4 |
		    nibble(p[2 * i + 1]));
	return k;
}

/* Whole lines from s->at on. ERR_DAMAGED: s->at stands before what is none. */
static enum err
take_lines(struct seen *s)
{
	enum err e = ERR_OK;
	struct key k;
	ssize_t n = 0;
	size_t i;

	buf_grow(&s->chunk, CHUNK);
	while (e == ERR_OK &&
	    (n = pread(s->fd, s->chunk.p, CHUNK, s->at)) > 0) {
		for (i = 0; (size_t)n - i >= LINE; i += LINE) {
			if (good_octets(s->chunk.p + i, LINE) < LINE)
				break;
			k = key_of_line(s->chunk.p + i);
			*place(s, &k) = k;
			s->n++;
		}
		s->at += (off_t)i;
		if (i < (size_t)n)
			e = ERR_DAMAGED;
	}
	return n < 0 ? ERR_IO : e;
}

/* Everything anew, but no more than the last s->max lines of a long file. */
static enum err
take_all(struct seen *s, off_t size)
{
	off_t lines = size / LINE;

	memset(s->table, 0, s->places * sizeof *s->table);
	s->n = 0;
	s->at = 0;
	if ((size_t)lines > most(s))
		s->at = (lines - (off_t)s->max) * LINE;
	return take_lines(s);
}

/* A file that others may write could be made to say anything. */
static enum err
open_file(struct seen *s)
{
	struct stat st;

	if (s->fd >= 0)
		close(s->fd);
	s->fd = open(s->path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC | O_NOCTTY, 0600);
	if (s->fd < 0)
		return from_errno();
	if (fstat(s->fd, &st) != 0)
		return ERR_IO;
	return S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
	    (st.st_mode & 022) == 0 ? ERR_OK : ERR_ACCESS;
}

static enum err
lock_file(struct seen *s, short type)
{
	struct flock l = { .l_type = type, .l_whence = SEEK_SET };

	while (fcntl(s->fd, F_OFD_SETLKW, &l) != 0)
		if (errno != EINTR)
			return errno == ENOLCK ? ERR_FULL : ERR_IO;
	return ERR_OK;
}

/* With the lock, and all that others have noted in the table. Who shortens the
 * file puts another in its place. */
static enum err
begin(struct seen *s)
{
	struct stat st = { 0 };
	bool other = false;
	enum err e;

	for (;;) {
		e = lock_file(s, F_WRLCK);
		if (e == ERR_OK && fstat(s->fd, &st) != 0)
			e = ERR_IO;
		if (e != ERR_OK || st.st_nlink > 0)
			break;
		other = true;
		e = open_file(s);
		if (e != ERR_OK)
			return e;
	}
	if (e != ERR_OK)
		return e;
	if (other || st.st_size < s->at ||
	    s->n + (size_t)(st.st_size - s->at) / LINE > most(s))
		return take_all(s, st.st_size);
	return st.st_size > s->at ? take_lines(s) : ERR_OK;
}

/* What a power cut leaves: a part of a line, or room that was never filled. */
static enum err
mend(struct seen *s)
{
	ssize_t n = pread(s->fd, s->chunk.p, CHUNK, s->at), i;

	if (n < 0)
		return ERR_IO;
	i = (ssize_t)good_octets(s->chunk.p, (size_t)n);
	while (i < n && s->chunk.p[i] == '\0')
		i++;
	if (n == CHUNK || i < n)
		return ERR_DAMAGED;
	return ftruncate(s->fd, s->at) == 0 ? ERR_OK : from_errno();
}

enum err
seen_open(const char *path, size_t max, struct seen **out)
{
	struct seen *s = xcalloc(1, sizeof *s);
	enum err e;

	s->path = xstrdup(path);
	s->fd = -1;
	s->max = max < 4 ? 4 : max;
	for (s->places = 16; s->places < 2 * (most(s) + 1); s->places *= 2)
		;
	s->table = xcalloc(s->places, sizeof *s->table);
	e = open_file(s);
	if (e == ERR_OK) {
		e = begin(s);
		if (e == ERR_DAMAGED)
			e = mend(s);
		if (e == ERR_OK)
			e = lock_file(s, F_UNLCK);
	}
	if (e == ERR_OK)
		*out = s;
	else
		seen_close(s);
	return e;
}

/* All of it or nothing. */
static enum err
append(struct seen *s, struct slice line)
{
	ssize_t n = pwrite(s->fd, line.p, line.n, s->at);

	if (n == (ssize_t)line.n) {
		s->at += n;
		s->unsynced = true;
		return ERR_OK;
	}
	if (n >= 0)
		errno = ENOSPC;		/* it was cut short */
	if (n > 0 && ftruncate(s->fd, s->at) != 0)
		return ERR_IO;
	return from_errno();
}

/* The last s->max lines into another file. */
static enum err
copy_last(struct seen *s, int fd)
{
	off_t from = s->at - (off_t)s->max * LINE;
	ssize_t n = 0;

	errno = ENOSPC;
	buf_grow(&s->chunk, CHUNK);
	while (from < s->at && (n = pread(s->fd, s->chunk.p, CHUNK,
	    from)) > 0) {
		if (write(fd, s->chunk.p, (size_t)n) != n)
			return from_errno();
		from += n;
	}
	return n < 0 || fsync(fd) != 0 ? from_errno() : ERR_OK;
}

static enum err
sync_folder(const char *path)
{
	struct buf folder = { 0 };
	const char *slash = strrchr(path, '/');
	enum err e = ERR_OK;
	int fd;

	if (slash == NULL)
		buf_add_char(&folder, '.');
	else
		buf_add(&folder, path, (size_t)(slash - path) + 1);
	fd = open(buf_cstr(&folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		e = from_errno();
	if (fd >= 0)
		close(fd);
	buf_release(&folder);
	return e;
}

/* Nobody else does this now: the lock is ours until the next seen_note finds
 * that this is no longer the file. */
static enum err
shorten(struct seen *s)
{
	struct buf name = { 0 };
	enum err e = ERR_OK;
	int fd;

	buf_printf(&name, "%s.new", s->path);
	buf_cstr(&name);
	(void)unlink(name.p);
	fd = open(name.p, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (fd < 0) {
		e = from_errno();
		goto out;
	}
	e = copy_last(s, fd);
	if (close(fd) != 0 && e == ERR_OK)
		e = from_errno();
	if (e == ERR_OK && rename(name.p, s->path) != 0)
		e = from_errno();
	if (e == ERR_OK)
		e = sync_folder(s->path);
	else
		(void)unlink(name.p);
out:
	buf_release(&name);
	return e;
}

static void
line_of(const struct key *k, struct date day, struct buf *out)
{
	char text[DATE_MAX_TEXT];

	hex_add(out, (struct slice){ (const char *)k->o, KEY });
	buf_add_char(out, ' ');
	buf_add_str(out, date_format(day, text));
	buf_add_char(out, '\n');
}

/* The line is in the file before the table has it. */
static enum err
note(struct seen *s, const struct key *k, struct date day)
{
	struct buf line = { 0 };
	enum err e;

	line_of(k, day, &line);
	e = line.n == LINE ? append(s, buf_slice(&line)) : ERR_RANGE;
	buf_release(&line);
	if (e != ERR_OK)
		return e;
	*place(s, k) = *k;
	s->n++;
	return (size_t)s->at / LINE > most(s) ? shorten(s) : ERR_OK;
}

enum err
seen_note(struct seen *s, struct slice sig, struct date day, bool *before)
{
	uint8_t digest[SHA256_BYTES];
	struct key k;
	enum err e, unlocked;

	sha256(sig, digest);
	memcpy(k.o, digest, KEY);
	e = begin(s);
	if (e == ERR_OK) {
		*before = memcmp(place(s, &k), &k, KEY) == 0;
		if (!*before)
			e = note(s, &k, day);
	}
	unlocked = s->fd >= 0 ? lock_file(s, F_UNLCK) : ERR_OK;
	return e != ERR_OK ? e : unlocked;
}

enum err
seen_sync(struct seen *s)
{
	if (!s->unsynced)
		return ERR_OK;
	if (fdatasync(s->fd) != 0)
		return from_errno();
	s->unsynced = false;
	return ERR_OK;
}

void
seen_close(struct seen *s)
{
	if (s == NULL)
		return;
	if (s->fd >= 0)
		close(s->fd);
	buf_release(&s->chunk);
	free(s->table);
	free(s->path);
	free(s);
}
