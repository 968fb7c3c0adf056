/* SPDX-License-Identifier: ISC */
/* units_index <units.tsv: writes the table of units as lib/identity has it once
 * it is read, for lib/identity/units_built.c. Runs in the build; what it writes
 * is for the machine that it runs on. */
#include <stdio.h>

#include "base/mem.h"
#include "identity/units_priv.h"

#define MAX_TABLE (64u << 20)

static void
put(struct buf *out, const void *p, size_t n)
{
	buf_add(out, p, n);
	while (out->n % UNITS_ALIGN != 0)
		buf_add_char(out, '\0');
}

/* Of the text only the names stay. */
static void
take_names(struct units_table *t, struct buf *names)
{
	struct place *p;
	size_t i, at;

	for (i = 0; i < t->g.places; i++) {
		p = &t->place[i];
		at = names->n;
		buf_add(names, t->g.names + p->name, p->name_n);
		p->name = (uint32_t)at;
	}
}

static void
write_index(struct units_table *t, struct slice text, struct buf *out)
{
	struct units_built h = { .hash = units_hash(text), .text_n = text.n,
	    .places = t->g.places, .links = t->g.links,
	    .slots = t->g.mask + 1, .keys_n = t->keys.n,
	    .letters = t->letters };
	struct buf names = { 0 };

	take_names(t, &names);
	h.names_n = names.n;
	put(out, &h, sizeof h);
	put(out, t->place, t->g.places * sizeof *t->place);
	put(out, t->link, t->g.links * sizeof *t->link);
	put(out, t->slot, (t->g.mask + 1) * sizeof *t->slot);
	put(out, t->seen, UNITS_SEEN_BYTES);
	put(out, names.p, names.n);
	put(out, t->keys.p, t->keys.n);
	buf_release(&names);
}

int
main(void)
{
	struct buf text = { 0 }, out = { 0 };
	struct units_table t = { .room = 0 };
	bool good;
	size_t n;

	do {
		buf_grow(&text, 1u << 16);
		n = fread(text.p + text.n, 1, 1u << 16, stdin);
		text.n += n;
	} while (n > 0 && text.n < MAX_TABLE);
	good = units_table_read(&t, buf_slice(&text)) == ERR_OK;
	if (good)
		write_index(&t, buf_slice(&text), &out);
	else
		fprintf(stderr, "units_index: line %llu of the table\n",
		    t.line);
	good = good && fwrite(out.p, 1, out.n, stdout) == out.n &&
	    fflush(stdout) == 0;
	units_table_release(&t);
	buf_release(&text);
	buf_release(&out);
	return good ? 0 : 2;
}
