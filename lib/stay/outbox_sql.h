/* SPDX-License-Identifier: ISC */
/* SQLite behind a few calls: one connection, one statement in use at a time,
 * every result an enum err. The library's types stay in outbox_sql.c. */
#ifndef STAY_OUTBOX_SQL_H
#define STAY_OUTBOX_SQL_H

#include "base/buf.h"

struct sql;

/* Opens the file, which must exist. `write` false: nothing is ever changed.
 * Sets synchronous=FULL, secure_delete, temp_store=MEMORY, the busy
 * time-out. */
MUST_CHECK enum err sql_open(const char *path, bool write, struct sql **out);
void sql_close(struct sql *q);

/* Runs `text` (constants of ours only), several statements allowed. */
MUST_CHECK enum err sql_exec(struct sql *q, const char *text);

/* Makes `text`, a string constant, the statement in use; it is prepared once
 * and found again by its address. Then bind (from 1 on), step, read columns
 * (from 0 on; texts valid until the next step) and sql_done. A failed prepare
 * is reported by the next sql_step. */
void sql_use(struct sql *q, const char *text);
void sql_int(struct sql *q, int at, long long v);
void sql_text(struct sql *q, int at, struct slice s);	/* p NULL: NULL */
void sql_blob(struct sql *q, int at, struct slice s);

/* ERR_OK: a row; ERR_NOT_FOUND: none (any more). */
MUST_CHECK enum err sql_step(struct sql *q);
/* Steps to the end. */
MUST_CHECK enum err sql_run(struct sql *q);
long long sql_col_int(struct sql *q, int at);
struct slice sql_col(struct sql *q, int at);
void sql_done(struct sql *q);

long long sql_last_id(struct sql *q);
bool sql_in_group(struct sql *q);	/* inside BEGIN .. COMMIT */

#endif
