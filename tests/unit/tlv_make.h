/* SPDX-License-Identifier: ISC */
/* Builds files of tags for tests, from the inside out. */
#ifndef TLV_MAKE_H
#define TLV_MAKE_H

#include "base/tlv.h"

/* Puts what stands in *b from `at` on into an object of that tag, with an
 * indefinite length where asked. `before` goes into it first. */
static inline void
make_wrap_as(struct buf *b, size_t at, struct slice before, uint32_t tag,
    bool indefinite)
{
	struct buf inside = { 0 };

	buf_add_slice(&inside, before);
	buf_add(&inside, b->p + at, b->n - at);
	b->n = at;
	if (indefinite) {
		buf_add_char(b, (char)tag);
		buf_add(b, "\x80", 1);
		buf_add_slice(b, buf_slice(&inside));
		buf_add(b, "\0\0", 2);
	} else
		tlv_add(b, tag, buf_slice(&inside));
	buf_release(&inside);
}

static inline void
make_wrap(struct buf *b, size_t at, uint32_t tag)
{
	make_wrap_as(b, at, SLICE(""), tag, false);
}

#endif
