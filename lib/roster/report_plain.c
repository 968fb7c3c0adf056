/* SPDX-License-Identifier: ISC */
/* Brief items of numbers, lines, columns and causes, of which there are many:
 * one room for all of it and no writer between. */
#include <string.h>

#include "roster/hash.h"
#include "roster/report_digits.h"
#include "roster/report_priv.h"
#include "table/csv.h"

#define ITEM 320			/* without cells and names */
#define CELL 192
#define WHOLE 48

/* Copied whole, whatever its length. */
struct text {
	char p[WHOLE];
	uint8_t n;
};
#define TEXT(s) { s, sizeof(s) - 1 }

/* A class up to the key, and a cause up to the end of its cell. */
#define JSON_CLASS(code, name) TEXT("{\"class\":\"" name "\",\"key\":\""),
#define CSV_CLASS(code, name) TEXT(name ",\"=\"\""),
#define JSON_CAUSE(code, name) TEXT(name "\"}"),
#define CSV_CAUSE(code, name) TEXT(name ",,,\r\n"),
static const struct text class_text[2][DIFF_CLASSES] = {
	{ DIFF_TABLE(JSON_CLASS) }, { DIFF_TABLE(CSV_CLASS) }
};
static const struct text cause_text[2][CAUSES] = {
	{ CAUSE_TABLE(JSON_CAUSE) }, { CAUSE_TABLE(CSV_CAUSE) }
};

void
report_names(struct diff_column *c, size_t n, struct buf *own)
{
	struct buf text = { 0 };
	size_t i, k, at = 0;

	buf_reset(own);
	for (i = 0; i < 2 * n; i++) {
		struct slice *to = &c[i / 2].shown[i % 2];

		buf_reset(&text);
		if (i % 2 == 0) {
			buf_add_str(&text, "{\"column\":");
			report_text(c[i / 2].name, &text);
			buf_add_str(&text, ",\"cause\":\"");
		} else {
			csv_put(c[i / 2].name, &text);
			buf_add_char(&text, ',');
		}
		buf_add_slice(own, buf_slice(&text));
		to->n = text.n;
	}
	/* the last one is copied with what stands behind it */
	buf_grow(own, WHOLE);
	memset(own->p + own->n, 0, WHOLE);
	for (i = 0; i < n; i++)
		for (k = 0; k < 2; k++) {
			c[i].shown[k].p = own->p + at;
			at += c[i].shown[k].n;
		}
	buf_release(&text);
}

static inline char *
put(char *p, const char *s, size_t n)
{
	memcpy(p, s, n);
	return p + n;
}
#define PUT(p, constant) put((p), (constant), sizeof(constant) - 1)

/* What has room behind it to be read. */
static inline char *
put_whole(char *p, const char *s, size_t n)
{
	memcpy(p, s, WHOLE);
	if (n > WHOLE)
		memcpy(p + WHOLE, s + WHOLE, n - WHOLE);
	return p + n;
}

static inline char *
put_text(char *p, const struct text *t)
{
	return put_whole(p, t->p, t->n);
}

static inline char *
put_key(char *p, struct slice key)
{
	return key.n == 12 ? put(p, key.p, 12) : put(p, key.p, key.n);
}

static char *
put_json(char *p, const struct diff_head *h, const struct diff_item *i)
{
	const struct diff_cell *c;

	p = put_text(p, &class_text[0][i->class]);
	p = put_key(p, i->key);
	p = PUT(p, "\"");
	if (i->left != NULL) {
		p = PUT(p, ",\"left\":{\"line\":");
		p = digits_number(p, i->left->line);
		p = PUT(p, "}");
	}
	if (i->right != NULL) {
		p = PUT(p, ",\"right\":{\"line\":");
		p = digits_number(p, i->right->line);
		p = PUT(p, "}");
	}
	for (c = i->cell; c < i->cell + i->cells; c++) {
		struct slice name = h->column[c->column].shown[0];

		p = c == i->cell ? PUT(p, ",\"cells\":[") : PUT(p, ",");
		p = put_whole(p, name.p, name.n);
		p = put_text(p, &cause_text[0][c->cause]);
	}
	if (i->cells > 0)
		p = PUT(p, "]");
	return PUT(p, "}\n");
}

static char *
put_row(char *p, const struct diff_item *i)
{
	p = put_text(p, &class_text[1][i->class]);
	p = put_key(p, i->key);
	p = PUT(p, "\"\"\",");
	if (i->left != NULL)
		p = digits_number(p, i->left->line);
	p = PUT(p, ",");
	if (i->right != NULL)
		p = digits_number(p, i->right->line);
	return PUT(p, ",");
}

static char *
put_csv(char *p, const struct diff_head *h, const struct diff_item *i)
{
	const struct diff_cell *c;

	for (c = i->cell; c < i->cell + i->cells; c++) {
		struct slice name = h->column[c->column].shown[1];

		p = put_row(p, i);
		p = put_whole(p, name.p, name.n);
		p = put_text(p, &cause_text[1][c->cause]);
	}
	if (i->cells == 0) {
		p = put_row(p, i);
		p = PUT(p, ",,,,\r\n");
	}
	return p;
}

static inline bool
is_number(struct slice key)
{
	uint64_t v;

	return key.n == 12 ? hash_twelve(key.p, &v) : key.n < 12 &&
	    slice_digits(key);
}

bool
report_plain(struct report_form f, const struct diff_head *h,
    const struct diff_item *i, struct buf *out)
{
	bool pair = i->left != NULL && i->right != NULL;
	size_t k, room = ITEM;
	char *p;

	/* without cells JSON leaves nothing out */
	if ((!f.brief && (f.csv || !pair || i->cells > 0)) ||
	    i->score != NULL || i->why != NULL || !is_number(i->key))
		return false;
	for (k = 0; k < i->cells; k++) {
		const struct diff_column *c = &h->column[i->cell[k].column];

		if (c->shown[0].p == NULL)
			return false;
		room += c->shown[0].n + c->shown[1].n + CELL;
	}
	buf_grow(out, room);
	p = out->p + out->n;
	p = f.csv ? put_csv(p, h, i) : put_json(p, h, i);
	out->n = (size_t)(p - out->p);
	return true;
}
