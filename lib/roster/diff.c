/* SPDX-License-Identifier: ISC */
/* The classes' names, the sum over them, and its text. */
#include <limits.h>

#include "record/json.h"
#include "roster/diff.h"

#define TOOL "rosterdiff"
#define VERSION 1
/* A thousand times more rows than there are people: so many summaries of hands
 * unknown add up without an overflow. */
#define MAX_COUNT 10000000000000ULL
#define MAX_DIGITS 14

static const char *const names[] = {
#define DIFF_NAME(code, name) name,
	DIFF_TABLE(DIFF_NAME)
#undef DIFF_NAME
};

const char *
diff_class_name(enum diff_class c)
{
	return (unsigned)c < DIFF_CLASSES ? names[c] : "";
}

unsigned
diff_has_side(enum diff_class c, unsigned side)
{
	switch (c) {
	case DIFF_REMOVED:
	case DIFF_DUPLICATE_LEFT:
	case DIFF_REJECT_LEFT:
		return side == 0;
	case DIFF_ADDED:
	case DIFF_DUPLICATE_RIGHT:
	case DIFF_REJECT_RIGHT:
		return side == 1;
	default:
		return 1;
	}
}

bool
diff_balances(const struct diff_summary *s)
{
	unsigned long long sum;
	unsigned side, c;

	for (side = 0; side < 2; side++) {
		sum = s->skipped[side];
		for (c = 0; c < DIFF_CLASSES; c++)
			if (diff_has_side((enum diff_class)c, side))
				sum += s->of[c];
		if (sum != s->rows[side])
			return false;
	}
	return true;
}

void
diff_summary_add(struct diff_summary *to, const struct diff_summary *s)
{
	unsigned i;

	for (i = 0; i < 2; i++) {
		to->rows[i] += s->rows[i];
		to->skipped[i] += s->skipped[i];
		to->short_rows[i] += s->short_rows[i];
		to->bad_bytes[i] += s->bad_bytes[i];
		to->unkeyed[i] += s->unkeyed[i];
		to->left_out[i] += s->left_out[i];
	}
	for (i = 0; i < DIFF_CLASSES; i++)
		to->of[i] += s->of[i];
	for (i = 0; i < CAUSES; i++)
		to->cause[i] += s->cause[i];
}

static const char *
class_name(unsigned i)
{
	return diff_class_name((enum diff_class)i);
}

static const char *
word_of_cause(unsigned i)
{
	return cause_name((enum cause)i);
}

static const char *
side_name(unsigned i)
{
	return i == 0 ? "left" : "right";
}

static const char *
undecided_name(unsigned i)
{
	return i == DIFF_NUMBERS ? "numbers" : "pairs";
}

/* The members of the summary that are objects of counts, in their order. */
struct part {
	const char *name;
	unsigned n;
	const char *(*key)(unsigned i);
	const unsigned long long *at;
};

#define PARTS 8

static void
parts_of(const struct diff_summary *s, struct part *p)
{
	const struct part all[PARTS] = {
		{ "rows", 2, side_name, s->rows },
		{ "skipped", 2, side_name, s->skipped },
		{ "classes", DIFF_CLASSES, class_name, s->of },
		{ "causes", CAUSES, word_of_cause, s->cause },
		{ "short_rows", 2, side_name, s->short_rows },
		{ "bad_bytes", 2, side_name, s->bad_bytes },
		{ "unkeyed", 2, side_name, s->unkeyed },
		{ "left_out", 2, undecided_name, s->left_out },
	};
	unsigned i;

	for (i = 0; i < PARTS; i++)
		p[i] = all[i];
}

void
diff_summary_write(const struct diff_summary *s, struct buf *out)
{
	struct part part[PARTS];
	unsigned i, k;

	parts_of(s, part);
	json_open(out, '{');
	json_pair_str(out, "summary", TOOL);
	json_key(out, "version");
	json_put_int(out, VERSION);
	for (i = 0; i < PARTS; i++) {
		json_key(out, part[i].name);
		json_open(out, '{');
		for (k = 0; k < part[i].n; k++) {
			json_key(out, part[i].key(k));
			buf_add_number(out, part[i].at[k]);
		}
		json_close(out, '}');
	}
	json_close(out, '}');
	buf_add_char(out, '\n');
}

static enum err
read_count(const struct json_value *v, unsigned long long *out)
{
	unsigned long long n = 0;
	size_t i;

	if (v->type != JSON_T_NUMBER || !slice_digits(v->raw))
		return ERR_FORMAT;
	if (v->raw.n > MAX_DIGITS)
		return ERR_RANGE;
	for (i = 0; i < v->raw.n; i++)
		n = 10 * n + (unsigned)(v->raw.p[i] - '0');
	if (n > MAX_COUNT)
		return ERR_RANGE;
	*out = n;
	return ERR_OK;
}

/* Exactly the counts of this part, in any order: the scan has refused one that
 * comes twice. */
static enum err
read_part(const struct json_value *v, const struct part *part,
    unsigned long long *counts)
{
	struct slice rest = v->raw;
	struct json_member m;
	unsigned k, seen = 0;
	enum err e;

	if (v->type != JSON_T_OBJECT)
		return ERR_FORMAT;
	while (json_next_member(&rest, &m)) {
		for (k = 0; k < part->n; k++)
			if (slice_is(m.key, part->key(k)))
				break;
		if (k == part->n)
			return ERR_FORMAT;
		e = read_count(&m.value, &counts[k]);
		if (e != ERR_OK)
			return e;
		seen++;
	}
	return seen == part->n ? ERR_OK : ERR_FORMAT;
}

/* Another tool's summary and a later version are known by their first two
 * members, whatever else stands there. */
static enum err
check_kind(const struct json_index *x)
{
	unsigned long long version = 0;

	if (x->n < 2 || !slice_is(x->m[0].key, "summary") ||
	    !slice_is(x->m[1].key, "version"))
		return ERR_FORMAT;
	if (!slice_is(x->m[0].value.raw, "\"" TOOL "\""))
		return ERR_UNSUPPORTED;
	if (read_count(&x->m[1].value, &version) != ERR_OK)
		return ERR_FORMAT;
	return version == VERSION ? ERR_OK : ERR_UNSUPPORTED;
}

static enum err
read_parts(const struct json_index *x, struct diff_summary *s)
{
	struct part part[PARTS];
	enum err e = ERR_OK;
	size_t i, k;

	parts_of(s, part);
	if (x->n != PARTS + 2)
		return ERR_FORMAT;
	for (i = 2; i < x->n && e == ERR_OK; i++) {
		for (k = 0; k < PARTS; k++)
			if (slice_is(x->m[i].key, part[k].name))
				break;
		e = k == PARTS ? ERR_FORMAT : read_part(&x->m[i].value,
		    &part[k], (unsigned long long *)part[k].at);
	}
	return e;
}

enum err
diff_summary_read(struct slice json, struct diff_summary *out)
{
	struct json_index x = { .unique = true };
	struct diff_summary s = { .rows = { 0 } };
	struct json_value v;
	size_t at;
	enum err e = json_scan(json, &v, &x, &at);

	if (e != ERR_OK)
		e = e == ERR_DUPLICATE ? ERR_FORMAT : ERR_JSON;
	else if (v.type != JSON_T_OBJECT)
		e = ERR_FORMAT;
	if (e == ERR_OK)
		e = check_kind(&x);
	if (e == ERR_OK)
		e = read_parts(&x, &s);
	if (e == ERR_OK)
		*out = s;
	json_index_release(&x);
	return e;
}

enum err
diff_summary_take(struct slice json, struct diff_summary *to)
{
	struct diff_summary one;
	enum err e = diff_summary_read(json, &one);

	if (e == ERR_OK && !diff_balances(&one))
		e = ERR_DAMAGED;
	if (e == ERR_OK)
		diff_summary_add(to, &one);
	return e;
}

bool
diff_is_any(const struct diff_summary *s)
{
	unsigned i;

	for (i = DIFF_SAME + 1; i < DIFF_CLASSES; i++)
		if (s->of[i] > 0)
			return true;
	return false;
}
