/* SPDX-License-Identifier: ISC */
/* The summary as one JSON object, and back. What can be worked out (criteria)
 * is written for readers and not read. */
#include "lint/lint_sum.h"
#include "record/json.h"

#define TOOL "rosterlint"
#define VERSION 1
#define MAX_DIGITS 18

/* The counts of the file as a whole, by name. */
#define WHOLE 7
static const char *const whole_names[WHOLE] = { "skipped", "rejects",
	"repaired", "expected", "there", "probably", "missing" };

static void
whole_of(struct lint_sum *s, unsigned long long *at[WHOLE])
{
	at[0] = &s->skipped;
	at[1] = &s->rejects;
	at[2] = &s->repaired;
	at[3] = &s->expected;
	at[4] = &s->there;
	at[5] = &s->probably;
	at[6] = &s->missing;
}

static void
pair(struct buf *out, const char *key, unsigned long long n)
{
	json_key(out, key);
	buf_add_number(out, n);
}

static void
write_counts(const struct lint_counts *c, struct buf *out)
{
	unsigned long long of[LINT_CRITERIA] = { 0 };
	unsigned i;

	json_open(out, '{');
	pair(out, "rows", c->rows);
	pair(out, "found", c->found);
	pair(out, "bad", c->bad);
	for (i = 0; i < LINTS; i++)
		of[lint_rule((enum lint)i)->criterion] += c->of[i];
	json_key(out, "criteria");
	json_open(out, '{');
	for (i = 0; i < LINT_CRITERIA; i++)
		pair(out, lint_criterion_word((enum lint_criterion)i), of[i]);
	json_close(out, '}');
	json_key(out, "severity");
	json_open(out, '{');
	for (i = LINT_SEVERITIES; i-- > 0;)
		pair(out, lint_severity_word((enum lint_severity)i),
		    c->severity[i]);
	json_close(out, '}');
	json_key(out, "findings");
	json_open(out, '{');
	for (i = 0; i < LINTS; i++)
		if (c->of[i] > 0)
			pair(out, lint_rule((enum lint)i)->name, c->of[i]);
	json_close(out, '}');
	json_close(out, '}');
}

static void
write_parts(const char *key, const struct lint_parts *p, struct buf *out)
{
	size_t i;

	json_key(out, key);
	json_open(out, '{');
	for (i = 0; i < p->n; i++) {
		json_put(out, slice_str(p->p[i].name));
		buf_add_char(out, ':');
		write_counts(&p->p[i].c, out);
	}
	json_close(out, '}');
}

void
lint_sum_write(struct lint_sum *s, struct buf *out)
{
	unsigned long long *at[WHOLE];
	unsigned i;

	lint_sum_order(s);
	whole_of(s, at);
	json_open(out, '{');
	json_pair_str(out, "summary", TOOL);
	pair(out, "version", VERSION);
	for (i = 0; i < WHOLE; i++)
		pair(out, whole_names[i], *at[i]);
	json_key(out, "all");
	write_counts(&s->all, out);
	write_parts("files", &s->files, out);
	write_parts("units", &s->units, out);
	json_close(out, '}');
	buf_add_char(out, '\n');
}

static enum err
read_count(const struct json_value *v, unsigned long long *out)
{
	unsigned long long n = 0;
	size_t i;

	if (v->type != JSON_T_NUMBER || !slice_digits(v->raw) ||
	    v->raw.n > MAX_DIGITS)
		return ERR_FORMAT;
	for (i = 0; i < v->raw.n; i++)
		n = 10 * n + (unsigned)(v->raw.p[i] - '0');
	*out = n;
	return ERR_OK;
}

static enum err
read_findings(const struct json_value *v, struct lint_counts *c)
{
	struct slice rest = v->raw;
	struct json_member m;
	enum lint what;
	enum err e = v->type == JSON_T_OBJECT ? ERR_OK : ERR_FORMAT;

	while (e == ERR_OK && json_next_member(&rest, &m))
		e = lint_by_name(m.key, &what) ?
		    read_count(&m.value, &c->of[what]) : ERR_UNSUPPORTED;
	return e;
}

static enum err
read_counts(const struct json_value *v, struct lint_counts *c)
{
	struct slice rest = v->raw;
	struct json_member m;
	unsigned seen = 0, i;
	enum err e = v->type == JSON_T_OBJECT ? ERR_OK : ERR_FORMAT;

	while (e == ERR_OK && json_next_member(&rest, &m)) {
		seen++;
		if (slice_is(m.key, "rows"))
			e = read_count(&m.value, &c->rows);
		else if (slice_is(m.key, "found"))
			e = read_count(&m.value, &c->found);
		else if (slice_is(m.key, "bad"))
			e = read_count(&m.value, &c->bad);
		else if (slice_is(m.key, "findings"))
			e = read_findings(&m.value, c);
		else if (!slice_is(m.key, "criteria") &&
		    !slice_is(m.key, "severity"))
			e = ERR_FORMAT;
	}
	for (i = 0; i < LINTS; i++)
		c->severity[lint_rule((enum lint)i)->severity] += c->of[i];
	return e != ERR_OK ? e : seen == 6 ? ERR_OK : ERR_FORMAT;
}

static enum err
read_parts(const struct json_value *v, struct lint_parts *p)
{
	struct slice rest = v->raw;
	struct buf name = { 0 };
	struct json_member m;
	size_t at, before;
	enum err e = v->type == JSON_T_OBJECT ? ERR_OK : ERR_FORMAT;

	while (e == ERR_OK && json_next_member(&rest, &m)) {
		struct json_value key = {
		    .raw = { m.key.p - 1, m.key.n + 2 },
		    .type = JSON_T_STRING, .escaped = m.key_escaped };

		buf_reset(&name);
		e = json_text(&key, &name);
		if (e != ERR_OK)
			break;
		before = p->n;
		at = lint_parts_find(p, buf_slice(&name));
		e = p->n == before ? ERR_FORMAT :
		    read_counts(&m.value, &p->p[at].c);
	}
	buf_release(&name);
	return e;
}

static enum err
read_member(const struct json_member *m, struct lint_sum *s)
{
	unsigned long long *at[WHOLE];
	unsigned i;

	whole_of(s, at);
	for (i = 0; i < WHOLE; i++)
		if (slice_is(m->key, whole_names[i]))
			return read_count(&m->value, at[i]);
	if (slice_is(m->key, "all"))
		return read_counts(&m->value, &s->all);
	if (slice_is(m->key, "files"))
		return read_parts(&m->value, &s->files);
	if (slice_is(m->key, "units"))
		return read_parts(&m->value, &s->units);
	return ERR_FORMAT;
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

enum err
lint_sum_read(struct slice json, struct lint_sum *out)
{
	struct json_index x = { .unique = true };
	struct lint_sum s = { .examples = 0 };
	struct json_value v;
	size_t at, i;
	enum err e = json_scan(json, &v, &x, &at);

	if (e != ERR_OK)
		e = e == ERR_DUPLICATE ? ERR_FORMAT : ERR_JSON;
	else if (v.type != JSON_T_OBJECT)
		e = ERR_FORMAT;
	if (e == ERR_OK)
		e = check_kind(&x);
	if (e == ERR_OK && x.n != WHOLE + 5)
		e = ERR_FORMAT;
	for (i = 2; e == ERR_OK && i < x.n; i++)
		e = read_member(&x.m[i], &s);
	json_index_release(&x);
	if (e == ERR_OK)
		*out = s;
	else
		lint_sum_release(&s);
	return e;
}

enum err
lint_sum_add_text(struct lint_sum *to, struct slice json)
{
	struct lint_sum one;
	enum err e = lint_sum_read(slice_trim(json), &one);

	if (e != ERR_OK)
		return e;
	lint_sum_add(to, &one);
	lint_sum_release(&one);
	return ERR_OK;
}
