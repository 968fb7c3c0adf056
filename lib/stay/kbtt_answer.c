/* SPDX-License-Identifier: ISC */
/* The portal's answers: {"code":"..","message":"..","data":..}. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/json.h"
#include "stay/kbtt_answer.h"
#include "text/utf8.h"

#define MAX_WORDS 4000		/* bytes of a message that are kept */
#define MAX_TOKEN 4096

/* Letters of Vietnamese to their base letter, by ranges of code points. */
static char
base_letter(uint32_t cp)
{
	static const struct {
		uint16_t from, to;
		char base;
	} t[] = {
		{ 0xc0, 0xc3, 'a' }, { 0xc8, 0xca, 'e' }, { 0xcc, 0xcd, 'i' },
		{ 0xd2, 0xd5, 'o' }, { 0xd9, 0xda, 'u' }, { 0xdd, 0xdd, 'y' },
		{ 0xe0, 0xe3, 'a' }, { 0xe8, 0xea, 'e' }, { 0xec, 0xed, 'i' },
		{ 0xf2, 0xf5, 'o' }, { 0xf9, 0xfa, 'u' }, { 0xfd, 0xfd, 'y' },
		{ 0x102, 0x103, 'a' }, { 0x110, 0x111, 'd' },
		{ 0x128, 0x129, 'i' }, { 0x168, 0x169, 'u' },
		{ 0x1a0, 0x1a1, 'o' }, { 0x1af, 0x1b0, 'u' },
		{ 0x1ea0, 0x1eb7, 'a' }, { 0x1eb8, 0x1ec7, 'e' },
		{ 0x1ec8, 0x1ecb, 'i' }, { 0x1ecc, 0x1ee3, 'o' },
		{ 0x1ee4, 0x1ef1, 'u' }, { 0x1ef2, 0x1ef9, 'y' },
	};
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (cp >= t[i].from && cp <= t[i].to)
			return t[i].base;
	return ' ';
}

/* Lower case without marks; all else one blank; combining marks vanish. */
static void
fold(struct slice s, struct buf *out)
{
	uint32_t cp;
	char c;

	buf_add_char(out, ' ');
	while (utf8_next(&s, &cp)) {
		if (cp >= 0x300 && cp <= 0x36f)
			continue;
		if ((cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z'))
			c = (char)cp;
		else if (cp >= 'A' && cp <= 'Z')
			c = (char)(cp + 32);
		else
			c = base_letter(cp);
		if (c != ' ' || out->p[out->n - 1] != ' ')
			buf_add_char(out, c);
	}
	buf_add_char(out, ' ');
}

/* Phrases seen, and near ones; none is a person's name. " khong " before the
 * first kind turns it round (call 12 says so of guests who are not there). */
static bool
part_says_duplicate(const char *part)
{
	static const char *const phrases[] = {
		" dang tam tru ", " dang luu tru ", " chua checkout ",
		" chua check out ", " chua tra phong ", " da co khai bao ",
		" da ton tai khai bao ", " da duoc khai bao ",
		" da khai bao ", " trung thoi gian ", " chong lan ",
		" chong lap ", " chong cheo ", " giao nhau "
	};
	static const char no[] = " khong";
	const char *p;
	size_t i;

	for (i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		p = strstr(part, phrases[i]);
		if (p != NULL && ((size_t)(p - part) < sizeof(no) - 1 ||
		    memcmp(p - (sizeof(no) - 1), no, sizeof(no) - 1) != 0))
			return true;
	}
	return false;
}

bool
kbtt_says_duplicate(struct slice words)
{
	static const char mark[] = " ban khai bao ";
	struct buf b = { 0 };
	char *p, *next;
	bool all = true;

	if (!utf8_is_valid(words))
		return false;
	fold(words, &b);
	buf_cstr(&b);
	p = strstr(b.p, mark);
	if (p == NULL)
		p = b.p;
	else
		p += sizeof(mark) - 2;
	for (; all && p != NULL; p = next) {
		next = strstr(p, mark);
		if (next != NULL) {
			next[1] = '\0';	/* the part keeps its last blank */
			next += sizeof(mark) - 2;
		}
		all = part_says_duplicate(p);
	}
	buf_wipe(&b);
	return all;
}

/* The member of an object that was scanned; false when it is not there. */
static bool
member(struct slice object, const char *name, struct json_value *v)
{
	struct json_member m;
	struct slice rest = object;

	while (json_next_member(&rest, &m))
		if (!m.key_escaped && slice_is(m.key, name)) {
			*v = m.value;
			return true;
		}
	return false;
}

/* A string's text or a number's digits. */
static bool
scalar(const struct json_value *v, struct buf *out)
{
	if (v->type == JSON_T_NUMBER) {
		buf_add_slice(out, v->raw);
		return true;
	}
	return v->type == JSON_T_STRING && json_text(v, out) == ERR_OK;
}

static bool
member_text(struct slice object, const char *name, struct buf *out)
{
	struct json_value v;

	return member(object, name, &v) && scalar(&v, out);
}

static void
add_words(struct buf *words, struct slice s)
{
	if (s.n > MAX_WORDS) {
		s.n = MAX_WORDS;
		s.n = utf8_valid_bytes(s);
	}
	buf_add_slice(words, s);
}

/* `message`, and what `data`.`detail` adds to it. */
static void
take_words(struct slice object, struct buf *words)
{
	struct json_value data, detail, one;
	struct buf b = { 0 };
	struct slice rest;

	if (!member_text(object, "message", &b))
		(void)member_text(object, "error", &b);
	if (member(object, "data", &data) && data.type == JSON_T_OBJECT &&
	    member(data.raw, "detail", &detail)) {
		buf_add_str(&b, b.n > 0 ? "; " : "");
		rest = detail.raw;
		if (detail.type != JSON_T_ARRAY)
			(void)scalar(&detail, &b);
		else
			while (json_next_element(&rest, &one)) {
				(void)scalar(&one, &b);
				buf_add_str(&b, "; ");
			}
	}
	add_words(words, buf_slice(&b));
	buf_wipe(&b);
}

/* The code of the body, or the HTTP status; -1 when the body is no object. */
static long
answer_code(long http, struct slice body, struct slice *object)
{
	struct json_value v, code;
	struct buf b = { 0 };
	long n = http;
	size_t at, i;

	if (json_scan(body, &v, NULL, &at) != ERR_OK ||
	    v.type != JSON_T_OBJECT)
		return -1;
	*object = v.raw;
	if (member(v.raw, "code", &code) && scalar(&code, &b) &&
	    slice_digits(buf_slice(&b)) && b.n <= 6)
		for (n = 0, i = 0; i < b.n; i++)
			n = n * 10 + (b.p[i] - '0');
	else if (http >= 200 && http < 300)
		n = -1;		/* a yes is only what says code 200 */
	buf_release(&b);
	return n;
}

static bool
is_success(long http)
{
	return http >= 200 && http < 300;
}

enum outcome
kbtt_answer(long http, struct slice body, struct buf *words)
{
	struct slice object = { NULL, 0 };
	size_t before = words->n;
	long code = answer_code(http, body, &object);
	struct slice said;

	if (object.p != NULL)
		take_words(object, words);
	if (words->n == before)
		buf_printf(words, "HTTP %ld%s", http, object.p != NULL ? "" :
		    is_success(http) && body.n == 0 ? ", an empty answer" :
		    ", an answer that is not JSON");
	said = (struct slice){ words->p + before, words->n - before };
	if (http == 401 || code == 401 || code == 403)
		return OUTCOME_AUTH;
	if (code == 200)
		return is_success(http) ? OUTCOME_OK : OUTCOME_UNKNOWN;
	if (code == 400 || code == 409 || code == 422)
		return kbtt_says_duplicate(said) ? OUTCOME_DUP : OUTCOME_BAD;
	return OUTCOME_TEMP;
}

void
kbtt_token_release(struct kbtt_token *t)
{
	buf_wipe(&t->access);
	buf_wipe(&t->refresh);
	buf_wipe(&t->facility);
}

static bool
may_file(struct slice object)
{
	static const char right[] = "kbtt:create-3th";
	struct json_value list, one;
	struct buf b = { 0 };
	struct slice rest;
	bool found = false;

	if (!member(object, "Authorities", &list))
		return false;
	rest = list.raw;
	if (list.type == JSON_T_ARRAY)
		while (!found && json_next_element(&rest, &one)) {
			buf_reset(&b);
			found = scalar(&one, &b) && slice_is(buf_slice(&b),
			    right);
		}
	buf_release(&b);
	return found;
}

static void
take(struct slice object, const char *name, struct buf *out)
{
	struct buf b = { 0 };

	if (member_text(object, name, &b) && b.n > 0 && b.n <= MAX_TOKEN) {
		buf_wipe(out);
		*out = b;	/* now owned by the token */
	} else
		buf_wipe(&b);
}

static long long
take_time(struct slice object)
{
	struct buf b = { 0 };
	long long t = 0;
	size_t i;

	if (member_text(object, "Exp", &b) && slice_digits(buf_slice(&b)) &&
	    b.n <= 12)
		for (i = 0; i < b.n; i++)
			t = t * 10 + (b.p[i] - '0');
	buf_release(&b);
	return t;
}

enum outcome
kbtt_token_answer(long http, struct slice body, struct kbtt_token *t,
    struct buf *words)
{
	struct slice object = { NULL, 0 };
	struct json_value v;
	long code = answer_code(http, body, &object);

	if (object.p != NULL && member(object, "data", &v) &&
	    v.type == JSON_T_OBJECT)
		object = v.raw;
	if (object.p != NULL && is_success(http) &&
	    (code == 200 || code == -1) && member(object, "AccessToken", &v)) {
		take(object, "AccessToken", &t->access);
		take(object, "RefreshToken", &t->refresh);
		take(object, "CsltId", &t->facility);
		t->expires = take_time(object);
		t->may_file = may_file(object);
		if (t->may_file)
			return OUTCOME_OK;
		buf_add_str(words, "the account has no right to file "
		    "(kbtt:create-3th): ask the police for it");
		return OUTCOME_AUTH;
	}
	switch (kbtt_answer(http, body, words)) {
	case OUTCOME_AUTH:
	case OUTCOME_BAD:
	case OUTCOME_DUP:
		return OUTCOME_AUTH;
	default:
		return OUTCOME_TEMP;
	}
}
