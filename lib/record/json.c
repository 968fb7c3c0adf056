/* SPDX-License-Identifier: ISC */
/* The strict scanner: one pass, no copy, no recursion. */
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "record/json_long.h"
#include "record/json_priv.h"
#include "text/utf8.h"

/* `objects` holds a bit for each open bracket: 1 for an object. `x` is NULL
 * where no member is noted, `names` where a name may come twice; `twice` is the
 * first that must not. Functions take a place in the text and give the one
 * behind what they scan, so that it stays in a register; NULL where a rule is
 * broken: `e` and `at` say which and where. */
struct scan {
	const char *end, *at, *twice;
	struct json_index *x, *names;
	uint64_t objects;
	unsigned depth;
	enum err e;
};

void
json_index_release(struct json_index *x)
{
	free(x->m);
	free(x->in);
	free(x->names);
	*x = (struct json_index){ .unique = x->unique };
}

#define NO_MEMBER UINT32_MAX

static const char *
broken(struct scan *s, enum err e, const char *at)
{
	s->e = e;
	s->at = at;
	return NULL;
}

static inline const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && (unsigned char)*p <= ' ' && (*p == ' ' ||
	    *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

/* Most strings are short and have no escape: the closing quote is among the
 * next sixteen bytes. NULL says nothing. */
static inline const char *
short_string(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i limit = _mm_set1_epi8(0x1f);
	unsigned quotes, stops;
	__m128i v;

	if (end - p < 16)
		return NULL;
	v = _mm_loadu_si128((const void *)p);
	quotes = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v,
	    _mm_set1_epi8('"')));
	stops = (unsigned)_mm_movemask_epi8(_mm_or_si128(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')),
	    _mm_cmpeq_epi8(_mm_min_epu8(v, limit), v)));
	if (quotes == 0 || (stops & (quotes ^ (quotes - 1))) != 0)
		return NULL;
	return p + __builtin_ctz(quotes) + 1;
#else
	(void)p;
	(void)end;
	return NULL;
#endif
}

/* p behind the opening quote. */
static inline const char *
scan_string(struct scan *s, const char *p, bool *escaped)
{
	const char *q = short_string(p, s->end);

	*escaped = false;
	if (q == NULL)
		q = json_long_string(p, s->end, escaped, &s->at);
	return q != NULL ? q : broken(s, ERR_JSON, s->at);
}

/* Those that there are, one at least. */
static inline const char *
skip_digits(struct scan *s, const char *p)
{
	const char *from = p;

	while (p < s->end && *p >= '0' && *p <= '9')
		p++;
	return p > from ? p : broken(s, ERR_JSON, p);
}

static const char *
scan_number(struct scan *s, const char *p)
{
	if (*p == '-')
		p++;
	if (p < s->end && *p == '0')
		p++;
	else if ((p = skip_digits(s, p)) == NULL)
		return NULL;
	if (p < s->end && *p == '.' && (p = skip_digits(s, p + 1)) == NULL)
		return NULL;
	if (p < s->end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < s->end && (*p == '+' || *p == '-'))
			p++;
		return skip_digits(s, p);
	}
	return p;
}

static const char *
scan_word(struct scan *s, const char *p, const char *word)
{
	for (; *word != '\0'; word++, p++)
		if (p == s->end || *p != *word)
			return broken(s, ERR_JSON, p);
	return p;
}

static const char *
scan_other(struct scan *s, const char *p, struct json_value *v)
{
	switch (*p) {
	case 't':
		v->type = JSON_T_TRUE;
		return scan_word(s, p, "true");
	case 'f':
		v->type = JSON_T_FALSE;
		return scan_word(s, p, "false");
	case 'n':
		v->type = JSON_T_NULL;
		return scan_word(s, p, "null");
	default:
		v->type = JSON_T_NUMBER;
		return scan_number(s, p);
	}
}

/* A value that is no object or array, p on its first byte. */
static inline const char *
scan_scalar(struct scan *s, const char *p, struct json_value *v)
{
	const char *from = p;

	v->escaped = false;
	v->in = v->inside = 0;
	if (*p == '"') {
		v->type = JSON_T_STRING;
		p = scan_string(s, p + 1, &v->escaped);
	} else
		p = scan_other(s, p, v);
	v->raw = (struct slice){ from, p != NULL ? (size_t)(p - from) : 0 };
	return p;
}

/* To behind the colon. */
static inline const char *
scan_key(struct scan *s, const char *p, struct slice *key, bool *escaped)
{
	const char *from;

	p = skip_blanks(p, s->end);
	if (p == s->end || *p != '"')
		return broken(s, ERR_JSON, p);
	from = p + 1;
	p = scan_string(s, from, escaped);
	if (p == NULL)
		return NULL;
	*key = (struct slice){ from, (size_t)(p - from) - 1 };
	p = skip_blanks(p, s->end);
	if (p == s->end || *p != ':')
		return broken(s, ERR_JSON, p);
	if (s->names != NULL) {
		json_names_add(s->names, *key);
		if (*escaped && s->twice == NULL && json_name_hides(*key))
			s->twice = from;
	}
	return p + 1;
}

static bool
in_object(const struct scan *s)
{
	return (s->objects & 1) != 0;
}

/* Steps over the bracket that p stands on, and the blanks behind it. */
static inline const char *
open_bracket(struct scan *s, const char *p)
{
	if (s->depth == JSON_MAX_DEPTH)
		return broken(s, ERR_DEPTH, p);
	s->objects = s->objects << 1 | (*p == '{' ? 1 : 0);
	s->depth++;
	if (*p == '{' && s->names != NULL)
		json_names_open(s->names);
	return skip_blanks(p + 1, s->end);
}

/* Whether p stands on the bracket that closes the innermost, which is then
 * closed. */
static inline bool
close_bracket(struct scan *s, const char *p)
{
	const char *twice;

	if (p == s->end || *p != (in_object(s) ? '}' : ']'))
		return false;
	if (in_object(s) && s->names != NULL) {
		twice = json_names_close(s->names);
		if (s->twice == NULL)
			s->twice = twice;
	}
	s->depth--;
	s->objects >>= 1;
	return true;
}

static struct json_member *
more_members(struct json_member *m, size_t *cap)
{
	*cap = *cap == 0 ? 32 : *cap * 2;
	return xreallocarray(m, *cap, sizeof *m);
}

/* The name of an object's next member; *m is where it is noted, among those
 * inside. */
static inline const char *
next_member(struct scan *s, const char *p, uint32_t *m)
{
	struct json_index *x = s->x;
	struct slice key;
	bool escaped;

	if (x == NULL)
		return scan_key(s, p, &key, &escaped);
	if (x->in_n == x->in_cap)
		x->in = more_members(x->in, &x->in_cap);
	*m = (uint32_t)x->in_n++;
	return scan_key(s, p, &x->in[*m].key, &x->in[*m].key_escaped);
}

static inline void
note_bracket(struct scan *s, const char *p, uint32_t m)
{
	if (m != NO_MEMBER)
		s->x->in[m].value = (struct json_value){ .raw.p = p,
		    .type = *p == '{' ? JSON_T_OBJECT : JSON_T_ARRAY,
		    .in = m + 1 };
}

/* p behind the closing one. */
static inline void
note_end(struct scan *s, const char *p, uint32_t m)
{
	struct json_value *v;

	if (m == NO_MEMBER)
		return;
	v = &s->x->in[m].value;
	v->raw.n = (size_t)(p - v->raw.p);
	v->inside = (uint32_t)s->x->in_n - v->in;
}

/* A nested value whole; p on its bracket. of[]: the member whose value is
 * inside the bracket of that depth; m: the one whose value comes next. */
static const char *
scan_nested(struct scan *s, const char *p)
{
	uint32_t of[JSON_MAX_DEPTH], m = NO_MEMBER;
	unsigned floor = s->depth;
	struct json_value other;

	for (;;) {
		if (p == s->end)
			return broken(s, ERR_JSON, p);
		if (*p == '{' || *p == '[') {
			note_bracket(s, p, m);
			if ((p = open_bracket(s, p)) == NULL)
				return NULL;
			of[s->depth - 1] = m;
			if (!close_bracket(s, p))
				goto element;
			note_end(s, ++p, m);
		} else if ((p = scan_scalar(s, p, m == NO_MEMBER ? &other :
		    &s->x->in[m].value)) == NULL)
			return NULL;
		for (;;) {
			if (s->depth == floor)
				return p;
			p = skip_blanks(p, s->end);
			if (p < s->end && *p == ',')
				break;
			if (!close_bracket(s, p))
				return broken(s, ERR_JSON, p);
			note_end(s, ++p, of[s->depth]);
		}
		p++;
element:
		m = NO_MEMBER;
		if (in_object(s) && (p = next_member(s, p, &m)) == NULL)
			return NULL;
		p = skip_blanks(p, s->end);
	}
}

static inline const char *
scan_value(struct scan *s, const char *p, struct json_value *v)
{
	p = skip_blanks(p, s->end);
	if (p == s->end)
		return broken(s, ERR_JSON, p);
	if (*p != '{' && *p != '[')
		return scan_scalar(s, p, v);
	*v = (struct json_value){ .raw.p = p,
	    .type = *p == '{' ? JSON_T_OBJECT : JSON_T_ARRAY };
	p = scan_nested(s, p);
	if (p != NULL)
		v->raw.n = (size_t)(p - v->raw.p);
	return p;
}

/* The outermost object with its members noted, p on its bracket. */
static const char *
scan_members(struct scan *s, const char *p, struct json_index *x)
{
	struct json_member *m;
	uint32_t from;

	if ((p = open_bracket(s, p)) == NULL || close_bracket(s, p))
		return p != NULL ? p + 1 : NULL;
	for (;;) {
		if (x->n == x->cap)
			x->m = more_members(x->m, &x->cap);
		m = &x->m[x->n++];
		from = (uint32_t)x->in_n;
		p = scan_key(s, p, &m->key, &m->key_escaped);
		if (p == NULL || (p = scan_value(s, p, &m->value)) == NULL)
			return NULL;
		m->value.in = from;
		m->value.inside = (uint32_t)x->in_n - from;
		p = skip_blanks(p, s->end);
		if (p == s->end || *p != ',')
			return close_bracket(s, p) ? p + 1 :
			    broken(s, ERR_JSON, p);
		p++;
	}
}

/* One text and nothing but blanks behind it. */
static const char *
scan_text(struct scan *s, const char *p, struct json_value *v,
    struct json_index *x)
{
	p = skip_blanks(p, s->end);
	if (x != NULL && p < s->end && *p == '{') {
		x->n = x->in_n = 0;
		s->x = x;
		*v = (struct json_value){ .raw.p = p, .type = JSON_T_OBJECT };
		p = scan_members(s, p, x);
		if (p != NULL)
			v->raw.n = (size_t)(p - v->raw.p);
	} else
		p = scan_value(s, p, v);
	if (p == NULL)
		return NULL;
	p = skip_blanks(p, s->end);
	return p == s->end ? p : broken(s, ERR_JSON, p);
}

enum err
json_scan(struct slice text, struct json_value *v, struct json_index *x,
    size_t *at)
{
	struct scan s = { .end = text.p + text.n };
	const char *p;

	*at = utf8_valid_bytes(text);
	if (*at != text.n)
		return ERR_UTF8;
	if (x != NULL && x->unique) {
		x->names_n = x->names_from = 0;
		x->marks = 0;
		s.names = x;
	}
	p = scan_text(&s, text.p, v, x);
	if (p != NULL && s.twice != NULL)
		p = broken(&s, ERR_DUPLICATE, s.twice);
	*at = (size_t)((p != NULL ? p : s.at) - text.p);
	return p != NULL ? ERR_OK : s.e;
}

/* Over the bracket or comma before the next element; NULL where none is. */
static const char *
next_start(struct slice rest, struct scan *s)
{
	const char *p;

	*s = (struct scan){ .end = rest.p + rest.n };
	p = skip_blanks(rest.p, s->end);
	if (p == s->end || *p == ']' || *p == '}')
		return NULL;
	p = skip_blanks(p + 1, s->end);
	return p < s->end && *p != ']' && *p != '}' ? p : NULL;
}

static bool
next_end(struct slice *rest, const char *p)
{
	if (p == NULL)
		return false;
	rest->n -= (size_t)(p - rest->p);
	rest->p = p;
	return true;
}

bool
json_next_element(struct slice *rest, struct json_value *v)
{
	struct scan s;
	const char *p = next_start(*rest, &s);

	return p != NULL && next_end(rest, scan_value(&s, p, v));
}

bool
json_next_member(struct slice *rest, struct json_member *m)
{
	struct scan s;
	const char *p = next_start(*rest, &s);

	if (p != NULL)
		p = scan_key(&s, p, &m->key, &m->key_escaped);
	return p != NULL && next_end(rest, scan_value(&s, p, &m->value));
}
