/* SPDX-License-Identifier: ISC */
/* A key's record becomes a card's. */
#include "chip/card_record.h"

/* The person, warnings, chip, verify. */
#define EDITS (PERSON_FIELDS + 3)

struct edits {
	struct record_edit e[EDITS];
	struct buf text[EDITS];
	size_t n;
};

static struct buf *
edit(struct edits *x, const char *name)
{
	x->e[x->n].name = name;
	return &x->text[x->n++];
}

static void
edit_text(struct edits *x, const char *name, struct slice text)
{
	if (text.p != NULL)
		json_put(edit(x, name), text);
}

/* Those that the record had already stay in front. */
static void
edit_warnings(struct edits *x, const struct record *key,
    const struct holder *h)
{
	const struct json_value *old = record_find(key, "warnings");
	struct json_value v;
	struct slice rest;
	struct buf *b;
	size_t i;

	if (h->warnings == 0)
		return;
	b = edit(x, "warnings");
	json_open(b, '[');
	if (old != NULL && old->type == JSON_T_ARRAY)
		for (rest = old->raw; json_next_element(&rest, &v);)
			json_put_raw(b, v.raw);
	for (i = 0; i < h->warnings; i++) {
		json_open(b, '{');
		json_pair_str(b, "field", h->warning[i].field);
		json_pair(b, "from", h->warning[i].from);
		json_pair_str(b, "why", h->warning[i].why);
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void
edit_person(struct edits *x, const struct person *p, const char *reader)
{
	size_t i;

	for (i = 0; i < PERSON_FIELDS; i++)
		if (i == PERSON_SOURCE)
			edit_text(x, "source", SLICE("chip"));
		else if (i == PERSON_FROM)
			edit_text(x, "from", slice_str(reader));
		else
			edit_text(x, person_field_name((enum person_field)i),
			    p->f[i]);
}

/* Evidence, and what else stood in the files under names of theirs. */
static enum err
edit_chip(struct edits *x, const struct evidence *ev, const struct holder *h)
{
	struct buf *b = edit(x, "chip");
	enum err e = evidence_write(ev, b);

	if (e != ERR_OK || h->extra.n == 0)
		return e;
	b->n--;
	json_key(b, "extra");
	json_put_raw(b, buf_slice(&h->extra));
	json_close(b, '}');
	return ERR_OK;
}

enum err
card_record(const struct record *key, const struct evidence *ev,
    const struct holder *h, struct buf *out)
{
	struct edits x = { 0 };
	enum err e;
	size_t i;

	edit_person(&x, &h->person, ev->reader);
	edit_warnings(&x, key, h);
	e = edit_chip(&x, ev, h);
	(void)edit(&x, "verify");	/* without a value: it goes */
	for (i = 0; i < x.n; i++)
		if (x.text[i].n > 0)
			x.e[i].json = buf_slice(&x.text[i]);
	if (e == ERR_OK)
		record_write(key, x.e, x.n, out);
	for (i = 0; i < x.n; i++)
		buf_wipe(&x.text[i]);
	return e;
}

void
card_record_failed(const struct record *key, enum err why, struct buf *out)
{
	struct record_edit ed = { .name = "chip" };
	struct buf b = { 0 };

	json_open(&b, '{');
	json_key(&b, "version");
	json_put_int(&b, 1);
	json_pair_str(&b, "error", err_word(why));
	json_close(&b, '}');
	ed.json = buf_slice(&b);
	record_write(key, &ed, 1, out);
	buf_release(&b);
}
