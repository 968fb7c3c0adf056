/* SPDX-License-Identifier: ISC */
/* The folder, its files, their owners, and the shape of the database. */
#include <sys/random.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "stay/outbox_priv.h"

#define DB_NAME "/outbox.db"
#define LOCK_NAME "/outbox.lock"
#define SCHEMA_VERSION 1
#define APPLICATION 1819569775		/* "ltno" */
#define SETUP_TRIES 100			/* of 50 ms */

/* state and outcome are the numbers of enum stay_state and enum outcome; day
 * counts from 1970-01-01; all times are Unix time. mark is the SHA-256 of the
 * stay without its arrival's time of day; request that of the bytes sent. */
static const char schema[] =
    "CREATE TABLE stay (id INTEGER PRIMARY KEY, account TEXT NOT NULL,"
    " doc_type TEXT NOT NULL, doc_no TEXT NOT NULL, day INTEGER NOT NULL,"
    " mark BLOB NOT NULL, stay TEXT NOT NULL, state INTEGER NOT NULL,"
    " prior INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL,"
    " last INTEGER NOT NULL, again INTEGER NOT NULL, next INTEGER NOT NULL,"
    " attempts INTEGER NOT NULL DEFAULT 0, attempt INTEGER, owner INTEGER,"
    " lease INTEGER, answer TEXT, queued_at INTEGER NOT NULL,"
    " filed_at INTEGER, UNIQUE (doc_no, day, doc_type, account)) STRICT;"
    "CREATE TABLE attempt (id INTEGER PRIMARY KEY,"
    " stay INTEGER NOT NULL REFERENCES stay (id), at INTEGER NOT NULL,"
    " request BLOB NOT NULL, done_at INTEGER, outcome INTEGER, http INTEGER,"
    " answer TEXT, facility TEXT) STRICT;"
    "CREATE INDEX attempt_stay ON attempt (stay);"
    "CREATE INDEX stay_open ON stay (due, id) WHERE state IN (0, 1, 2);"
    "PRAGMA application_id = 1819569775; PRAGMA user_version = 1;";

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
	case ELOOP:
		return ERR_ACCESS;
	case ENOSPC:
	case EDQUOT:
		return ERR_FULL;
	default:
		return ERR_IO;
	}
}

/* The file or folder is ours and closed to all others. */
static enum err
check_owner(const char *path, bool folder)
{
	struct stat st;

	if ((folder ? stat(path, &st) : lstat(path, &st)) != 0)
		return from_errno();
	if (folder ? !S_ISDIR(st.st_mode) : !S_ISREG(st.st_mode))
		return ERR_ACCESS;
	return st.st_uid == geteuid() && (st.st_mode & 077) == 0 ? ERR_OK :
	    ERR_ACCESS;
}

/* Makes the folder and those above it, each 0700 where it was not there. */
static enum err
make_folder(const char *folder)
{
	char *path = xstrdup(folder), *p;
	enum err e = ERR_OK;

	for (p = path + 1; *path != '\0' && e == ERR_OK; p++) {
		char was = *p;

		if (was != '/' && was != '\0')
			continue;
		*p = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			e = access(path, F_OK) == 0 ? ERR_OK : from_errno();
		*p = was;
		if (was == '\0')
			break;
	}
	free(path);
	return e == ERR_NOT_FOUND ? ERR_ACCESS : e;
}

/* Makes the database's file empty and private, before SQLite would make it
 * with whatever the umask leaves. An existing one is never opened here: to
 * close it would drop the locks of another connection of this process. */
static enum err
check_files(const char *db, bool make)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct buf b = { 0 };
	enum err e = ERR_OK;
	size_t i;
	int fd;

	fd = make ? open(db, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
	if (fd >= 0)
		close(fd);
	else if (make && errno != EEXIST)
		return from_errno();
	for (i = 0; i < 3 && e == ERR_OK; i++) {
		buf_reset(&b);
		buf_printf(&b, "%s%s", db, ends[i]);
		e = check_owner(buf_cstr(&b), false);
		if (e == ERR_NOT_FOUND && i > 0)
			e = ERR_OK;
	}
	buf_release(&b);
	return e;
}

static enum err
pragma(struct sql *q, const char *text, long long *v)
{
	enum err e;

	sql_use(q, text);
	e = sql_step(q);
	if (e == ERR_OK)
		*v = sql_col_int(q, 0);
	sql_done(q);
	return e == ERR_NOT_FOUND ? ERR_DAMAGED : e;
}

/* Another process may make the outbox between two of these looks. What it sets
 * is looked at last, so that a half is not taken for somebody else's file. */
static enum err
check_version(struct sql *q, long long *version)
{
	long long app = 0, tables = 0;
	enum err e = pragma(q, "SELECT count(*) FROM sqlite_schema", &tables);

	if (e == ERR_OK)
		e = pragma(q, "PRAGMA user_version", version);
	if (e == ERR_OK)
		e = pragma(q, "PRAGMA application_id", &app);
	if (e != ERR_OK)
		return e;
	if (app != APPLICATION && (app != 0 || tables != 0 || *version != 0))
		return ERR_FORMAT;
	return *version > SCHEMA_VERSION ? ERR_UNSUPPORTED : ERR_OK;
}

/* The change to WAL does not wait for others, so it is tried again. */
static enum err
set_wal(struct sql *q)
{
	static const struct timespec pause = { 0, 50000000 };
	enum err e = ERR_BUSY;
	int i;

	for (i = 0; i < SETUP_TRIES && e == ERR_BUSY; i++) {
		e = sql_exec(q, "PRAGMA journal_mode = WAL");
		if (e == ERR_BUSY)
			nanosleep(&pause, NULL);
	}
	return e;
}

static enum err
set_up(struct sql *q, bool write)
{
	long long version = 0;
	enum err e = check_version(q, &version);

	if (e != ERR_OK || version == SCHEMA_VERSION)
		return e;
	if (!write)
		return ERR_NOT_FOUND;
	if ((e = set_wal(q)) != ERR_OK)
		return e;
	if ((e = sql_exec(q, "BEGIN IMMEDIATE")) != ERR_OK)
		return e;
	e = check_version(q, &version);		/* another was faster? */
	if (e == ERR_OK && version == 0)
		e = sql_exec(q, schema);
	if (e == ERR_OK)
		return sql_exec(q, "COMMIT");
	if (sql_in_group(q) && sql_exec(q, "ROLLBACK") != ERR_OK)
		return ERR_IO;
	return e;
}

enum err
outbox_lock(struct outbox *o, const char *folder)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET,
	    .l_len = 1 };
	struct buf path = { 0 };
	enum err e = ERR_OK;

	buf_printf(&path, "%s" LOCK_NAME, folder);
	o->lock = open(buf_cstr(&path), O_RDWR | O_CREAT | O_CLOEXEC |
	    O_NOFOLLOW, 0600);
	if (o->lock < 0)
		e = from_errno();
	else
		e = check_owner(path.p, false);
	if (e == ERR_OK && getrandom(&o->owner, sizeof o->owner, 0) !=
	    sizeof o->owner)
		e = ERR_IO;
	o->owner = (o->owner & 0x3fffffffffffffff) | 1;
	l.l_start = o->owner;
	if (e == ERR_OK && fcntl(o->lock, F_OFD_SETLK, &l) != 0)
		e = ERR_BUSY;
	buf_release(&path);
	return e;
}

bool
outbox_is_alive(const struct outbox *o, long long owner)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET,
	    .l_start = owner, .l_len = 1 };

	if (owner == o->owner)
		return true;
	return owner <= 0 ? false : fcntl(o->lock, F_OFD_GETLK, &l) != 0 ||
	    l.l_type != F_UNLCK;
}

static enum err
open_any(const char *folder, bool write, struct outbox **out)
{
	struct outbox *o = xcalloc(1, sizeof *o);
	struct buf db = { 0 };
	enum err e;

	o->lock = -1;
	buf_printf(&db, "%s" DB_NAME, folder);
	e = write ? make_folder(folder) : ERR_OK;
	if (e == ERR_OK)
		e = check_owner(folder, true);
	if (e == ERR_OK)
		e = check_files(buf_cstr(&db), write);
	if (e == ERR_OK && write)
		e = outbox_lock(o, folder);
	if (e == ERR_OK)
		e = sql_open(db.p, write, &o->q);
	if (e == ERR_OK)
		e = set_up(o->q, write);
	buf_release(&db);
	if (e != ERR_OK) {
		outbox_close(o);
		return e;
	}
	*out = o;
	return ERR_OK;
}

enum err
outbox_open(const char *folder, struct outbox **out)
{
	return open_any(folder, true, out);
}

enum err
outbox_open_read(const char *folder, struct outbox **out)
{
	return open_any(folder, false, out);
}

void
outbox_close(struct outbox *o)
{
	if (o == NULL)
		return;
	outbox_rollback(o);
	sql_close(o->q);
	if (o->lock >= 0)
		close(o->lock);
	buf_wipe(&o->text);
	free(o);
}

const char *
outbox_advice(enum err e)
{
	switch (e) {
	case ERR_ACCESS:
		return N_("the folder must be yours with mode 0700, its files"
		    " with mode 0600");
	case ERR_BUSY:
		return N_("another program holds it: try again in a minute");
	case ERR_DAMAGED:
		return N_("nothing was changed: keep a copy of the folder and"
		    " save what is readable with: sqlite3 outbox.db .recover");
	case ERR_FULL:
		return N_("make room and run this again: what was reported"
		    " before is safe");
	case ERR_UNSUPPORTED:
		return N_("it was written by a newer version: update"
		    " cccd-tools");
	case ERR_FORMAT:
		return N_("outbox.db there is another program's: choose a"
		    " folder of its own with --state");
	default:
		return NULL;
	}
}
