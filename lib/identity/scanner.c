/* SPDX-License-Identifier: ISC */
/* Tries every repair and believes the only one that makes a sound record. */
#include "base/buf.h"
#include "identity/scanner.h"
#include "record/json.h"
#include "text/utf8.h"

#define MAX_OTHERS 8		/* sound readings beside the first */
#define MAX_AFFIX 16		/* bytes of a configured prefix or suffix */

const struct scanner_repair scanner_repairs[] = {
	{ "alt-bytes", N_("bytes typed as Alt codes"), scanner_alt_bytes },
	{ "code-points", N_("letters typed as their numbers"),
	    scanner_code_points },
	{ "cp1252", N_("UTF-8 read as Windows-1252"), scanner_cp1252 },
	{ "html", N_("letters written as HTML escapes"), scanner_html },
	{ "percent", N_("bytes written as percent escapes"), scanner_percent },
	{ "caps-lock", N_("caps lock was on"), scanner_caps },
	{ "caps-lock", N_("caps lock was on"), scanner_caps_ascii },
	{ "tcvn-keys", N_("digits typed on a Vietnamese keyboard layout"),
	    scanner_keys },
	{ "hex", N_("bytes written as hexadecimal digits"), scanner_hex },
	{ "cp437", N_("only the low byte of each letter came through"),
	    scanner_cp437 },
	{ NULL, NULL, NULL }
};

void
scanner_try_release(struct scanner_try *t)
{
	buf_wipe(&t->text);
	buf_wipe(&t->candidates);
	t->doubtful = 0;
}

void
scanner_result_release(struct scanner_result *r)
{
	scanner_try_release(&r->t);
}

static struct slice
cut_front(struct slice *s, size_t n)
{
	struct slice front = { s->p, n };

	s->p += n;
	s->n -= n;
	return front;
}

static bool
is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* AIM's symbology mark, a bracket, a letter and a digit or letter, and an ECI
 * mark, a backslash and six digits. */
static size_t
aim_bytes(struct slice s)
{
	size_t n = 0;

	if (s.n >= 3 && s.p[0] == ']' && is_letter(s.p[1]) &&
	    (is_letter(s.p[2]) || (s.p[2] >= '0' && s.p[2] <= '9')))
		n = 3;
	if (s.n >= n + 7 && s.p[n] == '\\' &&
	    slice_digits((struct slice){ s.p + n + 1, 6 }))
		n += 7;
	return n;
}

/* A prefix that the operator configured: anything without a digit or a bar
 * before the twelve digits. */
static size_t
junk_bytes(struct slice s)
{
	size_t n = 0;

	while (n < s.n && n < MAX_AFFIX && s.p[n] != '|' &&
	    (s.p[n] < '0' || s.p[n] > '9'))
		n++;
	return s.n >= n + 13 && s.p[n + 12] == '|' &&
	    slice_digits((struct slice){ s.p + n, 12 }) ? n : 0;
}

static bool
is_blank(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

/* Blanks and controls; behind the date of a seven-field code anything that
 * begins with no digit. */
static size_t
suffix_bytes(struct slice s)
{
	size_t n = 0, at;
	struct card c;

	while (n < s.n && is_blank(s.p[s.n - 1 - n]))
		n++;
	card_cut((struct slice){ s.p, s.n - n }, &c);
	if (c.n != CARD_CANCELLED)
		return n;
	for (at = 0; at < c.f[CARD_ISSUED].n; at++)
		if (c.f[CARD_ISSUED].p[at] < '0' ||
		    c.f[CARD_ISSUED].p[at] > '9')
			break;
	return at == 8 && c.f[CARD_ISSUED].n - at <= MAX_AFFIX ?
	    n + c.f[CARD_ISSUED].n - at : n;
}

struct slice
scanner_frame(struct slice in, struct slice *prefix, struct slice *suffix)
{
	size_t n = aim_bytes(in);

	*prefix = cut_front(&in, n != 0 ? n : junk_bytes(in));
	n = suffix_bytes(in);
	*suffix = (struct slice){ in.p + in.n - n, n };
	in.n -= n;
	return in;
}

/* A record that a repair made is believed only in the two shapes there are. */
static bool
is_believed(struct slice text, unsigned doubtful)
{
	struct card c;
	bool proof = false;

	if (!utf8_is_valid(text))
		return false;
	card_cut(text, &c);
	return (c.n == CARD_CANCELLED || c.n == CARD_FIELDS) &&
	    card_is_sound(&c, doubtful, &proof);
}

bool
scanner_is_repair(struct slice in,
    enum scanner_fit (*run)(struct slice in, struct scanner_try *t),
    struct scanner_try *t)
{
	if (run(in, t) == SCANNER_EXACT && !slice_eq(buf_slice(&t->text), in) &&
	    is_believed(buf_slice(&t->text), 0))
		return true;
	scanner_try_release(t);
	return false;
}

/* The fields in which two sound readings differ. False when they differ in
 * more than texts. */
static bool
compare(struct slice a, struct slice b, unsigned *differ)
{
	struct card ca, cb;
	unsigned i;

	card_cut(a, &ca);
	card_cut(b, &cb);
	*differ = 0;
	for (i = 0; i < CARD_FIELDS; i++)
		if (!slice_eq(ca.f[i], cb.f[i]))
			*differ |= 1u << i;
	return ca.n == cb.n && (*differ & ~CARD_TEXTS) == 0;
}

/* What scanner_read has found so far; `other` holds the sound records that
 * further repairs made, all with the numbers of the first. */
struct found {
	enum scanner_fit fit;
	bool conflict;
	struct buf other[MAX_OTHERS];
	size_t others;
};

/* The readings of one field, each once. */
static void
put_readings(const struct found *f, struct slice first, unsigned field,
    struct buf *out)
{
	struct slice seen[MAX_OTHERS + 1] = { first };
	struct card c;
	size_t n = 1, i, k;

	json_open(out, '[');
	json_put(out, first);
	for (i = 0; i < f->others; i++) {
		card_cut(buf_slice(&f->other[i]), &c);
		for (k = 0; k < n && !slice_eq(seen[k], c.f[field]); k++)
			continue;
		if (k < n)
			continue;
		seen[n++] = c.f[field];
		json_put(out, c.f[field]);
	}
	json_close(out, ']');
}

/* Several repairs, several sound records: where they differ all that they say
 * are candidates. */
static void
settle(struct scanner_result *r, const struct found *f)
{
	struct buf *out = &r->t.candidates;
	unsigned differ, all = 0, i;
	struct card c;

	for (i = 0; i < f->others; i++)
		if (compare(r->text, buf_slice(&f->other[i]), &differ))
			all |= differ;
	card_cut(r->text, &c);
	json_open(out, '{');
	for (i = 0; i < CARD_FIELDS; i++)
		if ((all & 1u << i) != 0) {
			json_key(out, card_text_name((enum card_field)i));
			put_readings(f, c.f[i], i, out);
		}
	r->t.doubtful = all;
}

static void
take(struct scanner_result *r, struct scanner_try *t,
    const struct scanner_repair *repair)
{
	scanner_try_release(&r->t);
	r->t = *t;
	*t = (struct scanner_try){ { 0 }, { 0 }, 0 };	/* now owned by r */
	r->repair = repair;
	r->text = scanner_frame(buf_slice(&r->t.text), &r->prefix, &r->suffix);
}

static void
weigh(struct scanner_result *r, struct found *f, struct scanner_try *t,
    enum scanner_fit fit, const struct scanner_repair *repair)
{
	struct slice prefix, suffix, text;
	unsigned differ;

	text = scanner_frame(buf_slice(&t->text), &prefix, &suffix);
	if (!is_believed(text, t->doubtful))
		return;
	if (f->fit == SCANNER_NONE ||
	    (fit == SCANNER_EXACT && f->fit == SCANNER_PARTLY)) {
		f->fit = fit;
		take(r, t, repair);
	} else if (fit == SCANNER_EXACT) {
		if (!compare(r->text, text, &differ) ||
		    f->others == MAX_OTHERS)
			f->conflict = true;
		else if (differ != 0)
			buf_add_slice(&f->other[f->others++], text);
	}
}

void
scanner_read(struct slice in, struct scanner_result *r)
{
	struct found f = { .fit = SCANNER_NONE };
	struct scanner_try t = { { 0 }, { 0 }, 0 };
	const struct scanner_repair *s;
	enum scanner_fit fit;

	*r = (struct scanner_result){ .repair = NULL };
	for (s = scanner_repairs; s->transport != NULL; s++) {
		fit = s->run(in, &t);
		if (fit != SCANNER_NONE && (t.doubtful != 0 ||
		    !slice_eq(buf_slice(&t.text), in)))
			weigh(r, &f, &t, fit, s);
		scanner_try_release(&t);
	}
	if (r->repair == NULL || f.conflict) {
		scanner_try_release(&r->t);
		r->repair = NULL;
		r->text = scanner_frame(in, &r->prefix, &r->suffix);
	} else if (f.others > 0)
		settle(r, &f);
	while (f.others > 0)
		buf_wipe(&f.other[--f.others]);
	if (r->t.candidates.n > 0)
		json_close(&r->t.candidates, '}');
}
