/* SPDX-License-Identifier: ISC */
/* Texts in the order of their keys, more of them than fit in memory. */
#ifndef ROSTER_ORDER_H
#define ROSTER_ORDER_H

#include "base/buf.h"

struct order;

/* `memory` bytes are kept, beyond them sorted parts go to a file without a
 * name in `dir`, which is borrowed. */
struct order *order_new(const char *dir, size_t memory);
void order_free(struct order *o);	/* NULL is fine */

/* Equal keys stay in the order in which they come; an empty one goes behind
 * all others. Errors as of the file: ERR_FULL, ERR_IO. */
MUST_CHECK enum err order_add(struct order *o, struct slice key,
    struct slice text);

/* Gives everything out, a large part at a time. */
typedef enum err order_out_fn(void *ctx, struct slice text, const size_t *ends,
    size_t items);
MUST_CHECK enum err order_end(struct order *o, order_out_fn *out, void *ctx);

#endif
