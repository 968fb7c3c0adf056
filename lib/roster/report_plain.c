/* SPDX-License-Identifier: ISC */
/* Brief items of numbers, lines, columns and causes, of which there are many:
 * one room for all of it and no writer between. */
#include <string.h>

#include "roster/report_digits.h"
#include "roster/report_priv.h"
#include "table/csv.h"

#define ITEM 256			/* without cells and names */
#define CELL 128

void
report_names(struct diff_column *c, size_t n, struct buf *own)
{
	struct buf text = { 0 };
	size_t i, k, at = 0;

	buf_reset(own);
	for (i = 0; i < 2 * n; i++) {
		struct slice *to = &c[i / 2].shown[i % 2];

		buf_reset(&text);
		if (i % 2 == 0)
			report_text(c[i / 2].name, &text);
		else
			csv_put(c[i / 2].name, &text);
		buf_add_slice(own, buf_slice(&text));
		to->n = text.n;
	}
	for (i = 0; i < n; i++)
		for (k = 0; k < 2; k++) {
			c[i].shown[k].p = own->n > 0 ? own->p + at : "";
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

static char *
put_json(char *p, const struct diff_head *h, const struct diff_item *i,
    const char *class)
{
	const struct diff_cell *c;

	p = PUT(p, "{\"class\":\"");
	p = put(p, class, strlen(class));
	p = PUT(p, "\",\"key\":\"");
	p = put(p, i->key.p, i->key.n);
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
		const char *cause = cause_name(c->cause);

		p = c == i->cell ? PUT(p, ",\"cells\":[{\"column\":") :
		    PUT(p, ",{\"column\":");
		p = put(p, name.p, name.n);
		p = PUT(p, ",\"cause\":\"");
		p = put(p, cause, strlen(cause));
		p = PUT(p, "\"}");
	}
	if (i->cells > 0)
		p = PUT(p, "]");
	return PUT(p, "}\n");
}

static char *
put_row(char *p, const struct diff_item *i, const char *class)
{
	p = put(p, class, strlen(class));
	p = PUT(p, ",\"=\"\"");
	p = put(p, i->key.p, i->key.n);
	p = PUT(p, "\"\"\",");
	if (i->left != NULL)
		p = digits_number(p, i->left->line);
	p = PUT(p, ",");
	if (i->right != NULL)
		p = digits_number(p, i->right->line);
	return PUT(p, ",");
}

static char *
put_csv(char *p, const struct diff_head *h, const struct diff_item *i,
    const char *class)
{
	const struct diff_cell *c;

	for (c = i->cell; c < i->cell + i->cells; c++) {
		struct slice name = h->column[c->column].shown[1];
		const char *cause = cause_name(c->cause);

		p = put_row(p, i, class);
		p = put(p, name.p, name.n);
		p = PUT(p, ",");
		p = put(p, cause, strlen(cause));
		p = PUT(p, ",,,\r\n");
	}
	if (i->cells == 0) {
		p = put_row(p, i, class);
		p = PUT(p, ",,,,\r\n");
	}
	return p;
}

bool
report_plain(struct report_form f, const struct diff_head *h,
    const struct diff_item *i, struct buf *out)
{
	const char *class = diff_class_name(i->class);
	bool pair = i->left != NULL && i->right != NULL;
	size_t k, room = ITEM;
	char *p;

	/* without cells JSON leaves nothing out */
	if ((!f.brief && (f.csv || !pair || i->cells > 0)) ||
	    i->score != NULL || i->why != NULL || i->key.n > 12 ||
	    !slice_digits(i->key))
		return false;
	for (k = 0; k < i->cells; k++) {
		const struct diff_column *c = &h->column[i->cell[k].column];

		if (c->shown[0].p == NULL)
			return false;
		room += c->shown[0].n + c->shown[1].n + CELL;
	}
	buf_grow(out, room);
	p = out->p + out->n;
	p = f.csv ? put_csv(p, h, i, class) : put_json(p, h, i, class);
	out->n = (size_t)(p - out->p);
	return true;
}
