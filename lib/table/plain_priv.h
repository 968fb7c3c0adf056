/* SPDX-License-Identifier: ISC */
/* The ways to say what is plain, which answer the same. */
#ifndef TABLE_PLAIN_PRIV_H
#define TABLE_PLAIN_PRIV_H

#include "table/plain.h"

/* As plain_rows. */
bool plain_rows_base(struct slice s, char separator);
bool plain_rows_fast(struct slice s, char separator);	/* if plain_fast */
bool plain_fast(void);

#endif
