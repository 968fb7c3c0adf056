/* SPDX-License-Identifier: ISC */
/* The table as it was when the tools were built, read then by
 * share/units_index.c: the text takes milliseconds to read, this takes none. It
 * counts only where the table at hand is still that one, so that another year's
 * needs no new build. */
#include "identity/units_priv.h"

#define QUOTED(x) #x
#define IN_QUOTES(x) QUOTED(x)

extern const char units_built[] __attribute__((visibility("hidden")));

__asm__(".pushsection .rodata\n"
    ".balign 64\n"
    ".global units_built\n"
    "units_built:\n"
    ".incbin \"" IN_QUOTES(UNITS_BUILT) "\"\n"
    ".popsection");

/* The next array of `n` elements. */
static const void *
take(const char **at, size_t n, size_t size)
{
	const void *p = *at;

	*at += units_aligned(n * size);
	return p;
}

bool
units_built_find(struct slice text, struct gazetteer *out)
{
	const char *at = units_built;
	const struct units_built *h = take(&at, 1, sizeof *h);

	if (text.n != h->text_n || units_hash(text) != h->hash)
		return false;
	*out = (struct gazetteer){ .letters = &h->letters,
	    .places = h->places, .links = h->links, .mask = h->slots - 1 };
	out->place = take(&at, h->places, sizeof *out->place);
	out->link = take(&at, h->links, sizeof *out->link);
	out->slot = take(&at, h->slots, sizeof *out->slot);
	out->seen = take(&at, UNITS_SEEN_BYTES, 1);
	out->names = take(&at, h->names_n, 1);
	out->keys = take(&at, h->keys_n, 1);
	return true;
}
