/* SPDX-License-Identifier: ISC */
/* The only file that knows SQLite. */
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "stay/outbox_sql.h"

#define STATEMENTS 32
/* Several desks take turns; a lock longer than this is somebody else's. */
#define BUSY_MS 5000
#define TURN_US 1000		/* and up to four times that, by chance */
/* The log is written over from its beginning after so many pages: to sync what
 * makes the file no longer is cheaper than to sync what does. */
#define WAL_PAGES "100"

struct sql {
	sqlite3 *db;
	struct {
		const char *text;
		sqlite3_stmt *stmt;
	} cache[STATEMENTS];
	size_t n;
	sqlite3_stmt *stmt;		/* in use */
	long long busy_since;		/* ms */
	int rc;				/* of its prepare and binds */
};

/* SQLITE_FULL is not the only full disk: quotas, file size limits and the
 * shared memory come back as I/O errors, and 3.40 keeps no system error for
 * them; errno was 0 before the call. */
static enum err
map(sqlite3 *db, int rc)
{
	int no = db != NULL ? sqlite3_system_errno(db) : 0;

	if (no == 0)
		no = errno;
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return ERR_OK;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return ERR_DAMAGED;
	case SQLITE_FULL:
		return ERR_FULL;
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return ERR_ACCESS;
	case SQLITE_IOERR:
		return no == ENOSPC || no == EDQUOT || no == EFBIG ? ERR_FULL :
		    ERR_IO;
	case SQLITE_NOMEM:
		return ERR_IO;
	default:
		return ERR_DAMAGED;
	}
}

static long long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The library's own handler sleeps longer and longer, so that whoever came
 * last gets the lock first; with even chances nobody starves. */
static int
on_busy(void *ctx, int before)
{
	struct sql *q = ctx;
	struct timespec t;

	if (before == 0)
		q->busy_since = now_ms();
	if (now_ms() - q->busy_since >= BUSY_MS)
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec = 0;
	t.tv_nsec = (TURN_US + t.tv_nsec % (3 * TURN_US)) * 1000;
	nanosleep(&t, NULL);
	return 1;
}

enum err
sql_open(const char *path, bool write, struct sql **out)
{
	struct sql *q = xcalloc(1, sizeof *q);
	enum err e;
	int rc;

	errno = 0;
	rc = sqlite3_open_v2(path, &q->db, SQLITE_OPEN_READWRITE, NULL);
	e = map(q->db, rc);
	if (e == ERR_OK) {
		sqlite3_busy_handler(q->db, on_busy, q);
		e = sql_exec(q, "PRAGMA trusted_schema=OFF;"
		    "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
		    "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
		    "PRAGMA wal_autocheckpoint=" WAL_PAGES);
	}
	if (e == ERR_OK && !write)
		e = sql_exec(q, "PRAGMA query_only=ON");
	if (e != ERR_OK) {
		sql_close(q);
		return e;
	}
	*out = q;
	return ERR_OK;
}

void
sql_close(struct sql *q)
{
	size_t i;

	if (q == NULL)
		return;
	for (i = 0; i < q->n; i++)
		sqlite3_finalize(q->cache[i].stmt);
	sqlite3_close(q->db);
	free(q);
}

enum err
sql_exec(struct sql *q, const char *text)
{
	errno = 0;
	return map(q->db, sqlite3_exec(q->db, text, NULL, NULL, NULL));
}

void
sql_use(struct sql *q, const char *text)
{
	size_t i;

	q->rc = SQLITE_OK;
	for (i = 0; i < q->n; i++)
		if (q->cache[i].text == text) {
			q->stmt = q->cache[i].stmt;
			return;
		}
	q->stmt = NULL;
	if (q->n == STATEMENTS) {
		q->rc = SQLITE_MISUSE;
		return;
	}
	q->rc = sqlite3_prepare_v3(q->db, text, -1, SQLITE_PREPARE_PERSISTENT,
	    &q->stmt, NULL);
	if (q->rc != SQLITE_OK)
		return;
	q->cache[q->n].text = text;
	q->cache[q->n++].stmt = q->stmt;
}

static void
bound(struct sql *q, int rc)
{
	if (q->rc == SQLITE_OK)
		q->rc = rc;
}

void
sql_int(struct sql *q, int at, long long v)
{
	bound(q, sqlite3_bind_int64(q->stmt, at, v));
}

void
sql_text(struct sql *q, int at, struct slice s)
{
	bound(q, s.p == NULL ? sqlite3_bind_null(q->stmt, at) :
	    sqlite3_bind_text64(q->stmt, at, s.p, s.n, SQLITE_TRANSIENT,
	    SQLITE_UTF8));
}

void
sql_blob(struct sql *q, int at, struct slice s)
{
	bound(q, sqlite3_bind_blob64(q->stmt, at, s.p, s.n, SQLITE_TRANSIENT));
}

enum err
sql_step(struct sql *q)
{
	enum err e;
	int rc;

	errno = 0;
	rc = q->rc != SQLITE_OK ? q->rc : sqlite3_step(q->stmt);
	if (rc == SQLITE_ROW)
		return ERR_OK;
	if (rc == SQLITE_DONE)
		return ERR_NOT_FOUND;
	e = map(q->db, rc);
	sql_done(q);
	return e;
}

enum err
sql_run(struct sql *q)
{
	enum err e;

	do
		e = sql_step(q);
	while (e == ERR_OK);
	sql_done(q);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

long long
sql_col_int(struct sql *q, int at)
{
	return sqlite3_column_int64(q->stmt, at);
}

struct slice
sql_col(struct sql *q, int at)
{
	const void *p = sqlite3_column_blob(q->stmt, at);

	return (struct slice){ p, (size_t)sqlite3_column_bytes(q->stmt, at) };
}

/* Unbinds too: a statement keeps no person until its next use. */
void
sql_done(struct sql *q)
{
	if (q->stmt == NULL)
		return;
	sqlite3_reset(q->stmt);
	sqlite3_clear_bindings(q->stmt);
}

long long
sql_last_id(struct sql *q)
{
	return sqlite3_last_insert_rowid(q->db);
}

bool
sql_in_group(struct sql *q)
{
	return sqlite3_get_autocommit(q->db) == 0;
}
