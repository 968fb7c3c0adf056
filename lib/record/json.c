/* SPDX-License-Identifier: ISC */
/* The strict scanner: one pass, no copy, no recursion. */
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "record/json_fast.h"
#include "record/json_priv.h"
#include "text/utf8.h"

/* `objects` holds a bit for each open bracket: 1 for an object. `x` is NULL
 * where no member is noted, `names` where a name may come twice; `twice` is the
 * first that must not. */
struct scan {
	const char *p, *end, *twice;
	struct json_index *x, *names;
	uint64_t objects;
	unsigned depth;
};

void
json_index_release(struct json_index *x)
{
	free(x->m);
	free(x->in);
	free(x->names);
	*x = (struct json_index){ .unique = x->unique };
}

/* Behind so many bytes a string is taken to be a long one. */
#define SHORT 64
#define NO_MEMBER UINT32_MAX

static inline const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && (unsigned char)*p <= ' ' && (*p == ' ' ||
	    *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

/* Moves *p behind the closing quote and answers true when the string has no
 * escape from there on; else *p is on what ends that: a backslash, a control
 * character, or the end. */
static inline bool
plain_string(const char **p, const char *end)
{
	const char *q = *p;
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');
	const __m128i limit = _mm_set1_epi8(0x1f);
	unsigned quotes, stops;
	__m128i v;

	for (; end - q >= 16; q += 16) {
		if (q - *p == SHORT)
			q = json_fast_skip(q, end);
		if (end - q < 16)
			break;
		v = _mm_loadu_si128((const void *)q);
		quotes = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, quote));
		stops = (unsigned)_mm_movemask_epi8(_mm_or_si128(
		    _mm_cmpeq_epi8(v, slash),
		    _mm_cmpeq_epi8(_mm_min_epu8(v, limit), v)));
		if ((quotes | stops) == 0)
			continue;
		/* no stop below the lowest quote */
		if (quotes != 0 && (stops & (quotes ^ (quotes - 1))) == 0) {
			*p = q + __builtin_ctz(quotes) + 1;
			return true;
		}
		*p = q + __builtin_ctz(stops);
		return false;
	}
#endif
	while (q < end && *q != '"' && *q != '\\' && (unsigned char)*q >= 0x20)
		q++;
	*p = q;
	if (q == end || *q != '"')
		return false;
	(*p)++;
	return true;
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

/* s->p on a backslash; moves behind the escape. */
static bool
scan_escape(struct scan *s)
{
	int i;

	if (s->p == s->end || *s->p != '\\' || ++s->p == s->end ||
	    *s->p == '\0' || strchr("\"\\/bfnrtu", *s->p) == NULL)
		return false;
	if (*s->p++ != 'u')
		return true;
	for (i = 0; i < 4; i++, s->p++)
		if (s->p == s->end || !is_hex(*s->p))
			return false;
	return true;
}

/* Most strings are short and have no escape: the closing quote is among the
 * next sixteen bytes. False says nothing. */
static inline bool
short_string(struct scan *s)
{
#ifdef __SSE2__
	const __m128i limit = _mm_set1_epi8(0x1f);
	unsigned quotes, stops;
	__m128i v;

	if (s->end - s->p < 16)
		return false;
	v = _mm_loadu_si128((const void *)s->p);
	quotes = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v,
	    _mm_set1_epi8('"')));
	stops = (unsigned)_mm_movemask_epi8(_mm_or_si128(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')),
	    _mm_cmpeq_epi8(_mm_min_epu8(v, limit), v)));
	if (quotes == 0 || (stops & (quotes ^ (quotes - 1))) != 0)
		return false;
	s->p += __builtin_ctz(quotes) + 1;
	return true;
#else
	(void)s;
	return false;
#endif
}

static __attribute__((__noinline__)) bool
long_string(struct scan *s, bool *escaped)
{
	while (!plain_string(&s->p, s->end)) {
		*escaped = true;
		if (!scan_escape(s))
			return false;
	}
	return true;
}

/* s->p stands behind the opening quote and moves behind the closing one. */
static inline bool
scan_string(struct scan *s, bool *escaped)
{
	*escaped = false;
	return short_string(s) || long_string(s, escaped);
}

static inline bool
skip_digits(struct scan *s)
{
	const char *from = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return s->p > from;
}

static bool
scan_number(struct scan *s)
{
	if (*s->p == '-')
		s->p++;
	if (s->p < s->end && *s->p == '0')
		s->p++;
	else if (!skip_digits(s))
		return false;
	if (s->p < s->end && *s->p == '.') {
		s->p++;
		if (!skip_digits(s))
			return false;
	}
	if (s->p < s->end && (*s->p == 'e' || *s->p == 'E')) {
		s->p++;
		if (s->p < s->end && (*s->p == '+' || *s->p == '-'))
			s->p++;
		return skip_digits(s);
	}
	return true;
}

static bool
scan_word(struct scan *s, const char *word)
{
	for (; *word != '\0'; word++, s->p++)
		if (s->p == s->end || *s->p != *word)
			return false;
	return true;
}

/* A value that is no object or array, s->p on its first byte. */
static inline bool
scan_scalar(struct scan *s, struct json_value *v)
{
	v->raw.p = s->p;
	v->escaped = false;
	v->in = v->inside = 0;
	if (*s->p == '"') {
		s->p++;
		v->type = JSON_T_STRING;
		if (!scan_string(s, &v->escaped))
			return false;
	} else if (*s->p == 't' || *s->p == 'f' || *s->p == 'n') {
		v->type = *s->p == 't' ? JSON_T_TRUE :
		    *s->p == 'f' ? JSON_T_FALSE : JSON_T_NULL;
		if (!scan_word(s, *s->p == 't' ? "true" :
		    *s->p == 'f' ? "false" : "null"))
			return false;
	} else {
		v->type = JSON_T_NUMBER;
		if (!scan_number(s))
			return false;
	}
	v->raw.n = (size_t)(s->p - v->raw.p);
	return true;
}

static inline bool
scan_key(struct scan *s, struct slice *key, bool *escaped)
{
	s->p = skip_blanks(s->p, s->end);
	if (s->p == s->end || *s->p != '"')
		return false;
	key->p = ++s->p;
	if (!scan_string(s, escaped))
		return false;
	key->n = (size_t)(s->p - key->p) - 1;
	s->p = skip_blanks(s->p, s->end);
	if (s->p == s->end || *s->p != ':')
		return false;
	s->p++;
	if (s->names != NULL) {
		json_names_add(s->names, *key);
		if (*escaped && s->twice == NULL && json_name_hides(*key))
			s->twice = key->p;
	}
	return true;
}

static bool
in_object(const struct scan *s)
{
	return (s->objects & 1) != 0;
}

/* Steps over the bracket that s->p stands on, and the blanks behind it. */
static inline enum err
open_bracket(struct scan *s)
{
	if (s->depth == JSON_MAX_DEPTH)
		return ERR_DEPTH;
	s->objects = s->objects << 1 | (*s->p == '{' ? 1 : 0);
	s->depth++;
	if (*s->p == '{' && s->names != NULL)
		json_names_open(s->names);
	s->p = skip_blanks(s->p + 1, s->end);
	return ERR_OK;
}

static inline bool
close_bracket(struct scan *s)
{
	if (s->p == s->end || *s->p != (in_object(s) ? '}' : ']'))
		return false;
	s->p++;
	if (in_object(s) && s->names != NULL) {
		const char *twice = json_names_close(s->names);

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
static inline bool
next_member(struct scan *s, uint32_t *m)
{
	struct json_index *x = s->x;
	struct json_member none;

	if (x == NULL)
		return scan_key(s, &none.key, &none.key_escaped);
	if (x->in_n == x->in_cap)
		x->in = more_members(x->in, &x->in_cap);
	*m = (uint32_t)x->in_n++;
	return scan_key(s, &x->in[*m].key, &x->in[*m].key_escaped);
}

static inline void
note_bracket(struct scan *s, uint32_t m)
{
	if (m != NO_MEMBER)
		s->x->in[m].value = (struct json_value){ .raw.p = s->p,
		    .type = *s->p == '{' ? JSON_T_OBJECT : JSON_T_ARRAY,
		    .in = m + 1 };
}

/* s->p behind the closing one. */
static inline void
note_end(struct scan *s, uint32_t m)
{
	struct json_value *v;

	if (m == NO_MEMBER)
		return;
	v = &s->x->in[m].value;
	v->raw.n = (size_t)(s->p - v->raw.p);
	v->inside = (uint32_t)s->x->in_n - v->in;
}

/* A nested value whole; s->p on its bracket. of[]: the member whose value is
 * inside the bracket of that depth; m: the one whose value comes next. */
static enum err
scan_nested(struct scan *s)
{
	uint32_t of[JSON_MAX_DEPTH], m = NO_MEMBER;
	unsigned floor = s->depth;
	struct json_value other;
	enum err e;

	for (;;) {
		if (s->p == s->end)
			return ERR_JSON;
		if (*s->p == '{' || *s->p == '[') {
			note_bracket(s, m);
			if ((e = open_bracket(s)) != ERR_OK)
				return e;
			of[s->depth - 1] = m;
			if (!close_bracket(s))
				goto element;
			note_end(s, m);
		} else if (!scan_scalar(s, m == NO_MEMBER ? &other :
		    &s->x->in[m].value))
			return ERR_JSON;
		for (;;) {
			if (s->depth == floor)
				return ERR_OK;
			s->p = skip_blanks(s->p, s->end);
			if (s->p < s->end && *s->p == ',')
				break;
			if (!close_bracket(s))
				return ERR_JSON;
			note_end(s, of[s->depth]);
		}
		s->p++;
element:
		m = NO_MEMBER;
		if (in_object(s) && !next_member(s, &m))
			return ERR_JSON;
		s->p = skip_blanks(s->p, s->end);
	}
}

static inline enum err
scan_value(struct scan *s, struct json_value *v)
{
	enum err e;

	s->p = skip_blanks(s->p, s->end);
	if (s->p == s->end)
		return ERR_JSON;
	if (*s->p != '{' && *s->p != '[')
		return scan_scalar(s, v) ? ERR_OK : ERR_JSON;
	*v = (struct json_value){ .raw.p = s->p,
	    .type = *s->p == '{' ? JSON_T_OBJECT : JSON_T_ARRAY };
	e = scan_nested(s);
	v->raw.n = (size_t)(s->p - v->raw.p);
	return e;
}

/* The outermost object with its members noted, s->p on its bracket. */
static enum err
scan_members(struct scan *s, struct json_index *x)
{
	struct json_member *m;
	uint32_t from;
	enum err e = open_bracket(s);

	if (e != ERR_OK || close_bracket(s))
		return e;
	for (;;) {
		if (x->n == x->cap)
			x->m = more_members(x->m, &x->cap);
		m = &x->m[x->n++];
		from = (uint32_t)x->in_n;
		if (!scan_key(s, &m->key, &m->key_escaped))
			return ERR_JSON;
		if ((e = scan_value(s, &m->value)) != ERR_OK)
			return e;
		m->value.in = from;
		m->value.inside = (uint32_t)x->in_n - from;
		s->p = skip_blanks(s->p, s->end);
		if (s->p == s->end || *s->p != ',')
			return close_bracket(s) ? ERR_OK : ERR_JSON;
		s->p++;
	}
}

enum err
json_scan(struct slice text, struct json_value *v, struct json_index *x,
    size_t *at)
{
	struct scan s = { .p = text.p, .end = text.p + text.n };
	enum err e;

	*at = utf8_valid_bytes(text);
	if (*at != text.n)
		return ERR_UTF8;
	if (x != NULL && x->unique) {
		x->names_n = x->names_from = 0;
		x->marks = 0;
		s.names = x;
	}
	s.p = skip_blanks(s.p, s.end);
	if (x != NULL && s.p < s.end && *s.p == '{') {
		x->n = x->in_n = 0;
		s.x = x;
		*v = (struct json_value){ .raw.p = s.p,
		    .type = JSON_T_OBJECT };
		e = scan_members(&s, x);
		v->raw.n = (size_t)(s.p - v->raw.p);
	} else
		e = scan_value(&s, v);
	if (e == ERR_OK) {
		s.p = skip_blanks(s.p, s.end);
		if (s.p != s.end)
			e = ERR_JSON;
	}
	if (e == ERR_OK && s.twice != NULL) {
		s.p = s.twice;
		e = ERR_DUPLICATE;
	}
	*at = (size_t)(s.p - text.p);
	return e;
}

/* Steps over the bracket or comma before the next element. */
static bool
next_start(struct slice *rest, struct scan *s)
{
	s->end = rest->p + rest->n;
	s->p = skip_blanks(rest->p, s->end);
	if (s->p == s->end || *s->p == ']' || *s->p == '}')
		return false;
	s->p = skip_blanks(s->p + 1, s->end);
	return s->p < s->end && *s->p != ']' && *s->p != '}';
}

static bool
next_end(struct slice *rest, const struct scan *s, enum err e)
{
	rest->n -= (size_t)(s->p - rest->p);
	rest->p = s->p;
	return e == ERR_OK;
}

bool
json_next_element(struct slice *rest, struct json_value *v)
{
	struct scan s = { 0 };

	if (!next_start(rest, &s))
		return false;
	return next_end(rest, &s, scan_value(&s, v));
}

bool
json_next_member(struct slice *rest, struct json_member *m)
{
	struct scan s = { 0 };

	if (!next_start(rest, &s) || !scan_key(&s, &m->key, &m->key_escaped))
		return false;
	return next_end(rest, &s, scan_value(&s, &m->value));
}
