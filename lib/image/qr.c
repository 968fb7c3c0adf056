/* SPDX-License-Identifier: ISC */
/* The order of things: finder patterns in the picture at several sizes, plain
 * and sharpened; whole pictures only as a last resort; light on dark last. */
#include <time.h>

#include <stdlib.h>

#include "base/mem.h"
#include "image/search.h"
#include "image/sharpen.h"
#include "image/threshold.h"

#define BUDGET_MS 500
#define BIAS 3			/* darker by this: noise makes no finders */
#define BAND 64			/* rows between two looks at the clock */
#define LARGE 2000		/* longer pictures begin at half size */
#define TRIES 4			/* triples of a pass that may fail in a row */
#define TRIES_ALL 8		/* the same where every code is wanted */
#define ZBAR_NS 30	/* what zbar takes for a pixel of a busy picture */

static uint64_t
cpu_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

uint64_t
search_left(struct search *s)
{
	uint64_t now = s->late ? s->end : cpu_now();

	s->late = now >= s->end;
	return s->late ? 0 : s->end - now;
}

bool
search_done(struct search *s)
{
	if (s->out->n == QR_MAX_CODES || (s->out->n > 0 && !s->o->all))
		return true;
	return search_left(s) == 0;
}

/* Those of codes that were read make no others. */
static void
drop_read(const struct search *s, struct finders *f, float scale)
{
	size_t i, n = 0;

	for (i = 0; i < f->n; i++)
		if (!search_has(s, f->f[i].x * scale, f->f[i].y * scale))
			f->f[n++] = f->f[i];
	f->n = n;
}

/* The finders of a thresholded picture, and what they make together. */
static size_t
triples(struct search *s, const struct gray *g, int win, float scale)
{
	struct finders *f = &s->finders;
	size_t i, n = 0;
	int y;

	f->n = 0;
	f->full = false;
	threshold_mean(g, win, BIAS, s->dark);
	for (y = 0; y < g->h; y += BAND) {
		if (search_left(s) == 0)
			return 0;
		locate_finders(s->dark, g->w, g->h, y,
		    y + BAND < g->h ? y + BAND : g->h, f);
		drop_read(s, f, scale);
	}
	locate_sort(f);
	for (i = 0; i < f->n && search_left(s) > 0; i++)
		n = locate_triples(s->dark, g->w, g->h, f, i, s->triples, n);
	return n;
}

/* How many triples may fail in a row. A page of many codes has many finders
 * that a good part of their rows saw, and many wrong triples of them. */
static size_t
patience(const struct search *s)
{
	const struct finders *f = &s->finders;
	size_t i, n = 0;

	if (!s->o->all)
		return TRIES;
	for (i = 0; i < f->n; i++)
		n += (float)f->f[i].hits >= 2 * f->f[i].m;
	return n > TRIES_ALL ? n : TRIES_ALL;
}

/* Whether a code that was read has a part in it. */
static bool
is_read(const struct search *s, const struct triple *t)
{
	int k;

	for (k = 0; k < 3; k++)
		if (search_has(s, t->x[k], t->y[k]))
			return true;
	return search_has(s, (t->x[1] + t->x[2]) / 2, (t->y[1] + t->y[2]) / 2);
}

static void
pass(struct search *s, int level, int win, int gain)
{
	const struct gray *g = pyramid_level(&s->pyr, level);
	struct gray sharp = { 0 };
	float scale = (float)(1 << level);
	struct triple *t = s->triples;
	size_t n, most, k, before, failed = 0;

	if (g == NULL || (gain > 0 && sharpen(g, gain, &sharp) != ERR_OK))
		return;
	n = triples(s, gain > 0 ? &sharp : g, win, scale);
	most = patience(s);
	for (; n > 0 && failed < most && !search_done(s); n--, t++) {
		for (k = 0; k < 3; k++) {
			t->x[k] *= scale;
			t->y[k] *= scale;
		}
		t->m *= scale;
		if (is_read(s, t))
			continue;
		before = s->out->n;
		search_attempt(s, t, gain > 0 ? &sharp : NULL, scale);
		failed = s->out->n > before ? 0 : failed + 1;
	}
	s->capped |= n > 0 && failed == most;
	gray_release(&sharp);
}

/* Windows of 16 suit modules of 1.3 to 4 pixels, of 32 up to 7; what is
 * larger comes from the pyramid. */
static const struct {
	int level, win, gain;
} passes[] = { { 0, 16, 0 }, { 1, 16, 0 }, { 0, 16, 3 }, { 1, 16, 3 },
    { 2, 16, 0 }, { 0, 32, 0 }, { 1, 32, 0 }, { 2, 32, 0 }, { 3, 16, 0 },
    { 3, 32, 0 }, { 4, 16, 0 }, { 4, 32, 0 } };

#define PASSES (sizeof(passes) / sizeof(passes[0]))
#define INVERTED 3		/* how many of them for light on dark */
#define SHEET 4			/* codes; more are looked for a size finer */

/* A full table of finders tells little in a noisy picture, but on a sheet it
 * stands for codes that had no room, unless a later pass had it for them. */
static void
locate(struct search *s, int base, size_t most)
{
	bool full = false;
	size_t i;

	for (i = 0; i < most && !search_done(s); i++) {
		pass(s, base + passes[i].level, passes[i].win, passes[i].gain);
		if (passes[i].level == 0)
			full = s->finders.full;
	}
	if (s->out->n < SHEET)
		return;
	if (base > 0 && !search_done(s)) {
		pass(s, base - 1, passes[0].win, passes[0].gain);
		full = s->finders.full;
	}
	s->capped |= full;
}

/* Shows zbar the whole picture: codes of odd make have no finders for us. */
static void
whole(struct search *s, int base)
{
	int level;

	for (level = base; level < base + 3; level++) {
		const struct gray *g = pyramid_level(&s->pyr, level);

		if (g == NULL || search_done(s))
			return;
		s->scale = (float)(1 << level);
		if ((uint64_t)g->w * (uint64_t)g->h * ZBAR_NS < search_left(s))
			zb_scan(&s->zb, g, search_found, s);
	}
}

static enum err
invert(const struct gray *g, struct gray *out)
{
	enum err e = gray_init(out, g->w, g->h);
	size_t i, n = (size_t)g->w * (size_t)g->h;

	for (i = 0; e == ERR_OK && i < n; i++)
		out->px[i] = (uint8_t)(255 - g->px[i]);
	return e;
}

static void
search(struct search *s, const struct gray *g)
{
	struct gray neg = { 0 };
	int base = 0, side = g->w > g->h ? g->w : g->h;

	while (side >> base > LARGE)
		base++;
	s->dark = xmalloc((size_t)g->w * (size_t)g->h);
	pyramid_init(&s->pyr, g);
	locate(s, base, PASSES);
	if (!s->o->video && s->out->n == 0)
		whole(s, base);
	pyramid_release(&s->pyr);
	if (s->out->n == 0 && search_left(s) > 0 && invert(g, &neg) == ERR_OK) {
		pyramid_init(&s->pyr, &neg);
		s->n_tried = 0;
		locate(s, base, INVERTED);
		pyramid_release(&s->pyr);
	}
	gray_release(&neg);
	mem_wipe(s->dark, (size_t)g->w * (size_t)g->h);
	free(s->dark);
}

enum err
qr_find(const struct gray *g, const struct qr_options *o, struct qr_codes *out)
{
	unsigned ms = o->budget_ms > 0 ? o->budget_ms : BUDGET_MS;
	struct search *s = xcalloc(1, sizeof(*s));
	enum err e;

	out->n = 0;
	out->cut_short = false;
	s->o = o;
	s->out = out;
	s->end = cpu_now() + (uint64_t)ms * 1000000u;
	e = zb_init(&s->zb);
	if (e == ERR_OK) {
		search(s, g);
		if (out->n == 0 && s->late)
			e = ERR_TIMEOUT;
		out->cut_short = out->n > 0 && o->all && (s->late ||
		    s->capped || out->n == QR_MAX_CODES);
	}
	zb_release(&s->zb);
	free(s);
	return e;
}

void
qr_codes_release(struct qr_codes *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		buf_wipe(&c->c[i].raw);
	c->n = 0;
}

enum err
qr_prepare(void)
{
	struct zb z = { 0 };
	enum err e = zb_init(&z);

	zb_release(&z);
	return e;
}
