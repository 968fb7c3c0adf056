/* SPDX-License-Identifier: ISC */
/* The table on a terminal. */
#include "lint/lint_report.h"
#include "text/utf8.h"

#define MAX_WIDTH 40

const char *
lint_criterion_label(enum lint_criterion c)
{
	static const char *const label[LINT_CRITERIA] = { N_("correct"),
	    N_("complete"), N_("clean"), N_("current") };

	return label[c];
}

const char *
lint_severity_label(enum lint_severity s)
{
	static const char *const label[LINT_SEVERITIES] = { N_("note"),
	    N_("warning"), N_("error") };

	return label[s];
}

const char *
lint_field_label(enum person_field f)
{
	static const char *const label[PERSON_FIELDS] = {
		[PERSON_ID] = N_("number"),
		[PERSON_OLD_ID] = N_("old number"),
		[PERSON_CANCELLED_ID] = N_("cancelled number"),
		[PERSON_NAME] = N_("name"),
		[PERSON_DOB] = N_("birth date"),
		[PERSON_SEX] = N_("sex"),
		[PERSON_NATIONALITY] = N_("nationality"),
		[PERSON_ETHNICITY] = N_("ethnicity"),
		[PERSON_RELIGION] = N_("religion"),
		[PERSON_HOMETOWN] = N_("hometown"),
		[PERSON_RESIDENCE] = N_("residence"),
		[PERSON_FATHER] = N_("father"),
		[PERSON_MOTHER] = N_("mother"),
		[PERSON_SPOUSE] = N_("spouse"),
		[PERSON_ISSUED] = N_("issued"),
		[PERSON_EXPIRES] = N_("expires"),
		[PERSON_DOC_NO] = N_("document number"),
	};

	return label[f] != NULL ? label[f] : person_field_name(f);
}

static size_t
width_of(struct slice s)
{
	uint32_t cp;
	size_t n = 0;

	while (utf8_next(&s, &cp))
		n++;
	return n;
}

/* Pads by code points: words are not ASCII. */
static void
cell(struct buf *out, struct slice text, size_t width)
{
	struct buf shown = { 0 };
	size_t n;

	utf8_add_shown(&shown, text);
	n = width_of(buf_slice(&shown));
	buf_add_slice(out, buf_slice(&shown));
	for (; n < width; n++)
		buf_add_char(out, ' ');
	buf_add(out, "  ", 2);
	buf_release(&shown);
}

static void
number(struct buf *out, unsigned long long n, size_t width)
{
	buf_printf(out, "%*llu  ", (int)width, n);
}

/* Where the field tells more than the row does. */
static bool
is_of_column(enum lint what)
{
	return what == LINT_COLUMN_MISSING || what == LINT_TEXT_CHARSET;
}

static void
file_name(const struct lint_sum *s, const struct lint_place *p,
    struct buf *out)
{
	if (s->files.n > 1) {
		utf8_add_shown(out, slice_str(s->files.p[p->file].name));
		buf_add_char(out, ':');
	}
}

static bool
is_told(const struct lint_place *p, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (p[i].field == p[n].field && p[i].file == p[n].file)
			return true;
	return false;
}

/* Each once: of records every one says it. */
static void
columns(const struct lint_sum *s, enum lint what, page_text_fn *text,
    struct buf *out)
{
	const struct lint_place *p = s->example[what];
	unsigned i;

	for (i = 0; i < s->kept[what]; i++) {
		if (is_told(p, i))
			continue;
		buf_add_str(out, i > 0 ? ", " : "");
		file_name(s, &p[i], out);
		buf_add_str(out, text(p[i].field < PERSON_FIELDS ?
		    lint_field_label(p[i].field) : N_("other")));
	}
}

static void
places(const struct lint_sum *s, enum lint what, page_text_fn *text,
    struct buf *out)
{
	const struct lint_place *p = s->example[what];
	unsigned i;

	if (s->kept[what] == 0)
		return;
	if (is_of_column(what)) {
		buf_printf(out, " (%s ", text(N_("columns")));
		columns(s, what, text, out);
		buf_add_char(out, ')');
		return;
	}
	buf_printf(out, " (%s ", text(N_("rows")));
	for (i = 0; i < s->kept[what]; i++) {
		if (i > 0)
			buf_add_str(out, ", ");
		file_name(s, &p[i], out);
		buf_add_number(out, p[i].line);
		if (what == LINT_FIELD_MISSING && p[i].field < PERSON_FIELDS)
			buf_printf(out, " %s",
			    text(lint_field_label(p[i].field)));
	}
	buf_add_str(out, s->all.of[what] > s->kept[what] ? ", ...)" : ")");
}

static void
finding(const struct lint_sum *s, enum lint what, page_text_fn *text,
    struct buf *out)
{
	const struct lint_rule *r = lint_rule(what);

	buf_add_str(out, "  ");
	cell(out, slice_str(text(lint_severity_label(r->severity))), 8);
	number(out, s->all.of[what], 7);
	cell(out, slice_str(r->name), 20);
	buf_add_str(out, text(r->why));
	places(s, what, text, out);
	buf_add_char(out, '\n');
}

/* The worst come first. */
static void
criterion(const struct lint_sum *s, enum lint_criterion c, page_text_fn *text,
    struct buf *out)
{
	unsigned severity, i;
	bool any = false;

	for (severity = LINT_SEVERITIES; severity-- > 0;)
		for (i = 0; i < LINTS; i++) {
			const struct lint_rule *r = lint_rule((enum lint)i);

			if (s->all.of[i] == 0 || r->criterion != c ||
			    r->severity != severity)
				continue;
			if (!any)
				buf_printf(out, "%s\n",
				    text(lint_criterion_label(c)));
			any = true;
			finding(s, (enum lint)i, text, out);
		}
}

static void
part(struct buf *out, const char *name, const struct lint_counts *c,
    size_t width)
{
	cell(out, slice_str(name), width);
	number(out, c->rows, 9);
	number(out, c->found, 9);
	number(out, c->severity[LINT_ERROR], 8);
	number(out, c->severity[LINT_WARNING], 8);
	number(out, c->severity[LINT_NOTE], 8);
	out->n -= 2;
	buf_add_char(out, '\n');
}

/* Right of its column, as the numbers below it. */
static void
heading(struct buf *out, const char *word, size_t width)
{
	size_t n = width_of(slice_str(word));

	for (; n < width; n++)
		buf_add_char(out, ' ');
	buf_printf(out, "%s  ", word);
}

static void
wider(size_t *width, const char *word)
{
	size_t n = width_of(slice_str(word));

	*width = n > *width ? n : *width;
}

static void
parts(const struct lint_sum *s, const struct lint_parts *p, const char *title,
    page_text_fn *text, struct buf *out)
{
	const char *together = text(N_("together"));
	size_t i, width = width_of(slice_str(title));

	wider(&width, together);
	for (i = 0; i < p->n; i++)
		wider(&width, p->p[i].name);
	if (width > MAX_WIDTH)
		width = MAX_WIDTH;
	buf_add_char(out, '\n');
	cell(out, slice_str(title), width);
	heading(out, text(N_("rows")), 9);
	heading(out, text(N_("found")), 9);
	heading(out, text(N_("errors")), 8);
	heading(out, text(N_("warnings")), 8);
	heading(out, text(N_("notes")), 8);
	out->n -= 2;
	buf_add_char(out, '\n');
	for (i = 0; i < p->n; i++)
		part(out, p->p[i].name, &p->p[i].c, width);
	part(out, together, &s->all, width);
}

void
lint_table(struct lint_sum *s, page_text_fn *text, struct buf *out)
{
	unsigned c;

	for (c = 0; c < LINT_CRITERIA; c++)
		criterion(s, (enum lint_criterion)c, text, out);
	if (s->all.severity[LINT_ERROR] + s->all.severity[LINT_WARNING] +
	    s->all.severity[LINT_NOTE] == 0)
		buf_printf(out, "%s\n", text(N_("nothing was found")));
	/* places name files by their index: these are put in order last */
	lint_sum_order(s);
	if (s->units.n > 0)
		parts(s, &s->units, text(N_("unit")), text, out);
	if (s->files.n > 1 || s->units.n == 0)
		parts(s, &s->files, text(N_("file")), text, out);
}
