/* SPDX-License-Identifier: ISC */
/* Checks by name, verdict by rule. */
#include <assert.h>
#include <string.h>

#include "record/check.h"
#include "record/json.h"

static const char *const result_words[] = { "pass", "warn", "skip", "fail" };
const char *const verdict_words[] =
    { "verified", "undecided", "refused", NULL };
static const char *const assurance_words[] =
    { "none", "plausible", "signed", "genuine-chip" };

void
checks_reset(struct checks *cs)
{
	cs->n = 0;
	cs->has = 0;
}

void
checks_add(struct checks *cs, const struct check *row)
{
	assert(cs->n < CHECKS_MAX);
	cs->c[cs->n++] = row;
	cs->has |= 1u << row->result;
}

void
checks_change(struct checks *cs, size_t i, enum check_result r)
{
	size_t k;

	cs->c[i] += (int)r - (int)cs->c[i]->result;
	for (cs->has = 0, k = 0; k < cs->n; k++)
		cs->has |= 1u << cs->c[k]->result;
}

bool
checks_any(const struct checks *cs, enum check_result result)
{
	return (cs->has >> result & 1) != 0;
}

enum verdict
checks_verdict(const struct checks *cs, enum assurance a)
{
	if (checks_any(cs, CHECK_FAIL))
		return VERDICT_REFUSED;
	return a >= ASSURANCE_SIGNED ? VERDICT_VERIFIED : VERDICT_UNDECIDED;
}

const char *
check_result_word(enum check_result r)
{
	return result_words[r];
}

const char *
verdict_word(enum verdict v)
{
	return verdict_words[v];
}

const char *
assurance_word(enum assurance a)
{
	return assurance_words[a];
}

enum err
assurance_parse(const char *word, enum assurance *out)
{
	unsigned i;

	for (i = 0; i <= ASSURANCE_GENUINE_CHIP; i++)
		if (strcmp(word, assurance_words[i]) == 0) {
			*out = (enum assurance)i;
			return ERR_OK;
		}
	return ERR_NOT_FOUND;
}

/* Rows come ready made: a copy each, with room made once. */
static void
write_rows(const struct checks *cs, struct buf *out)
{
	size_t i, room = 0;
	char *p;

	for (i = 0; i < cs->n; i++)
		room += cs->c[i]->json.n + 1;
	buf_grow(out, room);
	p = out->p + out->n;
	for (i = 0; i < cs->n; i++) {
		if (i > 0)
			*p++ = ',';
		memcpy(p, cs->c[i]->json.p, cs->c[i]->json.n);
		p += cs->c[i]->json.n;
	}
	out->n = (size_t)(p - out->p);
}

static void
write_rows_again(const struct checks *cs, struct checks_text *last,
    struct buf *out)
{
	const size_t size = cs->n * sizeof(struct check *);

	if (last->checks.n != cs->n ||
	    memcmp(last->checks.c, cs->c, size) != 0) {
		last->checks.n = cs->n;
		memcpy(last->checks.c, cs->c, size);
		buf_reset(&last->rows);
		write_rows(cs, &last->rows);
	}
	buf_add_slice(out, buf_slice(&last->rows));
}

void
checks_write(const struct checks *cs, enum assurance a,
    struct checks_text *last, struct buf *out)
{
	json_pair_str(out, "verdict", verdict_word(checks_verdict(cs, a)));
	json_pair_str(out, "assurance", assurance_word(a));
	json_key(out, "checks");
	json_open(out, '[');
	if (last != NULL)
		write_rows_again(cs, last, out);
	else
		write_rows(cs, out);
	json_close(out, ']');
}
