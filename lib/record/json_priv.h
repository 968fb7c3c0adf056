/* SPDX-License-Identifier: ISC */
/* Between the files of the scanner. */
#ifndef RECORD_JSON_PRIV_H
#define RECORD_JSON_PRIV_H

#include "record/json.h"

/* The names of the objects that are open, the innermost last. */
void json_names_open(struct json_index *x);
void json_names_add(struct json_index *x, struct slice name);
/* Drops those of the innermost. Where one name stands twice, its second place
 * in the text; else NULL. */
const char *json_names_close(struct json_index *x);

#endif
