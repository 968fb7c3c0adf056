/* SPDX-License-Identifier: ISC */
/* What the HTML pages of rosters have in common: one file that opens offline,
 * asks nothing of a network, shows every byte that it was given as text, and
 * can be searched and filtered. Its policy allows no script and no style but
 * its own, which it names by their hashes.
 *
 * The script works on markup alone. An item is a <tbody class="i"> with
 * data-GROUP="word word" for each group that it can be filtered by. A group is
 * either boxes (of which one has to be checked for a word of the item; an item
 * without words passes) or a choice (the item has to have the word). What is
 * filtered stands in the address behind # and is taken from there:
 * #class=changed+look&column=2&q=nguyen */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "base/buf.h"

/* Translates a message: gettext, or for a test the message itself. */
typedef const char *page_text_fn(const char *message);

/* From the doctype to the open <main>, with the title as its heading. */
void page_head(struct buf *out, page_text_fn *text, const char *title);
/* Closes <main>, and the script. */
void page_end(struct buf *out);

/* As text: signs of HTML escaped, control and bidirectional characters and
 * bytes that are no UTF-8 shown. Good for attributes in double quotes if
 * `plain`, else what is shown has markup of its own. */
void page_put(struct buf *out, struct slice s, bool plain);
void page_put_str(struct buf *out, const char *s);
/* 1,234,567 or 1.234.567, as the language has it. */
void page_number(struct buf *out, page_text_fn *text, unsigned long long v);

/* The row above the table: the search box, the boxes and choices between, then
 * how many items are shown and the button that prints. */
void page_filters(struct buf *out, page_text_fn *text);
/* count 0: the script counts, and hides a box that has no items. */
void page_box(struct buf *out, page_text_fn *text, const char *group,
    const char *value, const char *label, unsigned long long count);
void page_choice(struct buf *out, const char *group, const char *label,
    const char *all);
void page_option(struct buf *out, const char *value, struct slice label);
void page_choice_end(struct buf *out);
void page_filters_end(struct buf *out, page_text_fn *text);

/* The look and the script; page_look.c. */
extern const char page_style[], page_script[];

#endif
