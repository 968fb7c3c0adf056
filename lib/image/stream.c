/* SPDX-License-Identifier: ISC */
/* Frames out of a camera pipe; after damage it finds the next picture. */
#include <stdio.h>
#include <string.h>

#include "image/gray.h"
#include "image/pnm.h"
#include "image/stream.h"

#define Y4M_MAGIC "YUV4MPEG2 "
#define Y4M_FRAME "FRAME"
#define Y4M_MAX_LINE 1024

void
stream_release(struct stream *s)
{
	buf_wipe(&s->in);
	*s = (struct stream){ 0 };
}

char *
stream_space(struct stream *s, size_t *room)
{
	if (s->at > 0) {
		memmove(s->in.p, s->in.p + s->at, s->in.n - s->at);
		s->in.n -= s->at;
		s->at = 0;
	}
	buf_grow(&s->in, STREAM_BLOCK);
	*room = s->in.cap - s->in.n;
	return s->in.p + s->in.n;
}

void
stream_filled(struct stream *s, size_t n)
{
	s->in.n += n;
	if (n == 0)
		s->eof = true;
}

static struct slice
rest(const struct stream *s)
{
	if (s->at == s->in.n)
		return (struct slice){ "", 0 };
	return (struct slice){ s->in.p + s->at, s->in.n - s->at };
}

/* `n` more bytes are done with. */
static void
done(struct stream *s, size_t n)
{
	s->at += n;
	s->scan = 0;
	s->entropy = false;
}

static enum err
frame(struct stream *s, struct stream_frame *f, size_t head, size_t body,
    size_t skip)
{
	*f = (struct stream_frame){ .number = ++s->frames, .t_ms = -1 };
	f->body = (struct slice){ s->in.p + s->at + head, body };
	done(s, head + body + skip);
	return ERR_OK;
}

/* True when `in` starts with as much of `magic` as there is of either. */
static bool
may_start(struct slice in, struct slice magic)
{
	size_t n = in.n < magic.n ? in.n : magic.n;

	return n > 0 && memcmp(in.p, magic.p, n) == 0;
}

/* ITU T.81, B.1.1: markers with a length until SOS, then entropy coded bytes
 * in which FF is followed by 00 or RSTn, until the next marker. Sets *end
 * behind EOI, or before an SOI in place of it: that picture broke off. */
static enum err
jpeg_end(struct stream *s, struct slice in, size_t *end)
{
	const uint8_t *p = (const uint8_t *)in.p;
	size_t i = s->scan == 0 ? 2 : s->scan;
	const uint8_t *q;

	for (;; s->scan = i) {
		if (s->entropy) {
			q = i < in.n ? memchr(p + i, 0xff, in.n - i) : NULL;
			if (q == NULL) {
				s->scan = in.n;
				return ERR_AGAIN;
			}
			i = (size_t)(q - p);
		}
		s->scan = i;
		if (in.n - i < 2)
			return ERR_AGAIN;
		if (s->entropy && (p[i + 1] == 0 ||
		    (p[i + 1] & 0xf8) == 0xd0)) {
			i += 2;
			continue;
		}
		if (p[i] != 0xff || p[i + 1] == 0xd8) {
			*end = i;
			return ERR_OK;
		}
		if (p[i + 1] == 0xff) {
			i++;			/* fill byte */
			continue;
		}
		if (p[i + 1] == 0xd9) {
			*end = i + 2;
			return ERR_OK;
		}
		if (in.n - i < 4)
			return ERR_AGAIN;
		s->entropy = p[i + 1] == 0xda;
		i += 2 + (size_t)(p[i + 2] << 8 | p[i + 3]);
		if (i > in.n) {
			s->entropy = false;
			return ERR_AGAIN;	/* from s->scan again */
		}
	}
}

static enum err
next_jpeg(struct stream *s, struct slice in, struct stream_frame *f)
{
	size_t end = 0;
	enum err e = jpeg_end(s, in, &end);

	return e == ERR_OK ? frame(s, f, 0, end, 0) : e;
}

static enum err
next_pnm(struct stream *s, struct slice in, struct stream_frame *f)
{
	struct slice pixels = in;
	struct pnm p = { 0 };
	enum err e = pnm_header(&pixels, &p);
	size_t head = in.n - pixels.n;

	if (e == ERR_TRUNCATED)
		return ERR_AGAIN;
	if (e == ERR_OK && p.bytes > STREAM_MAX_FRAME)
		e = ERR_PIXELS;
	if (e != ERR_OK) {
		done(s, 2);
		s->garbage = true;
		return e;
	}
	if (pixels.n < p.bytes)
		return ERR_AGAIN;
	return frame(s, f, 0, head + p.bytes, 0);
}

/* A line of at most Y4M_MAX_LINE bytes; ERR_IMAGE for a longer one. */
static enum err
y4m_line(struct slice in, struct slice *line)
{
	size_t n = in.n < Y4M_MAX_LINE ? in.n : Y4M_MAX_LINE;
	const char *end = memchr(in.p, '\n', n);

	if (end == NULL)
		return n == Y4M_MAX_LINE ? ERR_IMAGE : ERR_AGAIN;
	*line = (struct slice){ in.p, (size_t)(end - in.p) };
	return ERR_OK;
}

/* Up to eight digits; what follows is left in *s. */
static int
digits(struct slice *s)
{
	int v = 0;

	for (; s->n > 0 && *s->p >= '0' && *s->p <= '9' && v < 10000000;
	    s->p++, s->n--)
		v = 10 * v + (*s->p - '0');
	return v;
}

static size_t
chroma_bytes(struct slice c, size_t w, size_t h)
{
	size_t w2 = (w + 1) / 2, h2 = (h + 1) / 2;

	if (slice_is(c, "mono"))
		return 0;
	if (c.p == NULL || slice_is(c, "420") || slice_is(c, "420jpeg") ||
	    slice_is(c, "420paldv") || slice_is(c, "420mpeg2"))
		return 2 * w2 * h2;
	if (slice_is(c, "411"))
		return 2 * ((w + 3) / 4) * h;
	if (slice_is(c, "422"))
		return 2 * w2 * h;
	if (slice_is(c, "444"))
		return 2 * w * h;
	return slice_is(c, "444alpha") ? 3 * w * h : SIZE_MAX;
}

static enum err
y4m_params(struct stream *s, struct slice line)
{
	struct slice part, chroma = { 0 };
	int w = 0, h = 0, rate = 0, per = 0;
	size_t more;

	while (slice_split(&line, ' ', &part)) {
		struct slice v = { part.p + 1, part.n - 1 };

		if (part.n < 2)
			continue;
		if (part.p[0] == 'W')
			w = digits(&v);
		else if (part.p[0] == 'H')
			h = digits(&v);
		else if (part.p[0] == 'C')
			chroma = v;
		else if (part.p[0] == 'F') {
			rate = digits(&v);
			if (v.n > 0)
				v = (struct slice){ v.p + 1, v.n - 1 };
			per = digits(&v);
		}
	}
	if (w < 1 || h < 1)
		return ERR_IMAGE;
	if (w > GRAY_MAX_SIDE || h > GRAY_MAX_SIDE ||
	    (size_t)w * (size_t)h > GRAY_MAX_PIXELS)
		return ERR_PIXELS;
	more = chroma_bytes(chroma, (size_t)w, (size_t)h);
	if (more == SIZE_MAX)
		return ERR_UNSUPPORTED;
	s->y4m.luma = (size_t)w * (size_t)h;
	s->y4m.bytes = s->y4m.luma + more;
	if (s->y4m.bytes > STREAM_MAX_FRAME)
		return ERR_PIXELS;
	s->y4m.w = w;
	s->y4m.h = h;
	s->y4m.rate = rate;
	s->y4m.per = per;
	snprintf(s->head, sizeof s->head, "P5 %d %d 255\n", w, h);
	return ERR_OK;
}

static enum err
next_y4m_header(struct stream *s, struct slice in)
{
	struct slice line = { 0 };
	enum err e;

	s->y4m.w = 0;
	e = y4m_line(in, &line);
	if (e == ERR_OK)
		e = y4m_params(s, line);
	if (e == ERR_AGAIN)
		return e;
	/* without its header the rest of that stream means nothing */
	done(s, e == ERR_OK ? line.n + 1 : sizeof Y4M_MAGIC - 1);
	s->garbage = e != ERR_OK;
	return e;
}

static enum err
next_y4m(struct stream *s, struct slice in, struct stream_frame *f)
{
	struct slice line = { 0 };
	enum err e = y4m_line(in, &line);
	size_t head = line.n + 1;

	if (e == ERR_IMAGE)
		done(s, 1);
	if (e != ERR_OK)
		return e;
	if (in.n < head + s->y4m.bytes)
		return ERR_AGAIN;
	(void)frame(s, f, head, s->y4m.luma, s->y4m.bytes - s->y4m.luma);
	f->head = slice_str(s->head);
	if (s->y4m.rate > 0)
		f->t_ms = (long long)(f->number - 1) * 1000 *
		    (s->y4m.per > 0 ? s->y4m.per : 1) / s->y4m.rate;
	return ERR_OK;
}

enum start { START_NONE, START_JPEG, START_PNM, START_Y4M, START_FRAME };

static enum start
what_starts(const struct stream *s, struct slice in)
{
	if (may_start(in, SLICE("\xff\xd8\xff")))
		return START_JPEG;
	if (s->y4m.w > 0 && may_start(in, SLICE(Y4M_FRAME)))
		return START_FRAME;
	if (may_start(in, SLICE(Y4M_MAGIC)))
		return START_Y4M;
	if (in.n > 0 && in.p[0] == 'P' && (in.n < 2 || in.p[1] == '5' ||
	    in.p[1] == '6') && (in.n < 3 || in.p[2] == '\n' ||
	    in.p[2] == ' ' || in.p[2] == '\r' || in.p[2] == '#'))
		return START_PNM;
	return START_NONE;
}

/* Steps over what starts nothing; the first step of a run is an error, except
 * over the padding that cameras put between pictures. */
static enum err
skip(struct stream *s)
{
	bool told = s->garbage;
	size_t from = s->at;

	while (s->at < s->in.n && what_starts(s, rest(s)) == START_NONE) {
		s->garbage |= s->in.p[s->at] != '\0' &&
		    s->in.p[s->at] != '\n' && s->in.p[s->at] != '\r';
		s->at++;
	}
	if (s->at > from)
		done(s, 0);
	return s->garbage && !told ? ERR_IMAGE : ERR_OK;
}

/* A Y4M header is ERR_OK without a body. */
static enum err
one(struct stream *s, struct stream_frame *f)
{
	struct slice in = rest(s);
	enum err e = ERR_OK;

	switch (what_starts(s, in)) {
	case START_JPEG:
		e = in.n < 3 ? ERR_AGAIN : next_jpeg(s, in, f);
		break;
	case START_PNM:
		e = next_pnm(s, in, f);
		break;
	case START_Y4M:
		return in.n < sizeof Y4M_MAGIC - 1 ? ERR_AGAIN :
		    next_y4m_header(s, in);
	case START_FRAME:
		e = next_y4m(s, in, f);
		break;
	case START_NONE:
		return ERR_AGAIN;
	}
	if (e == ERR_OK)
		s->garbage = false;
	return e;
}

enum err
stream_next(struct stream *s, struct stream_frame *f)
{
	struct stream_frame next;
	enum err e;

	do {
		next = (struct stream_frame){ 0 };
		e = skip(s);
		if (e == ERR_OK)
			e = one(s, &next);
	} while (e == ERR_OK && next.body.p == NULL);
	if (e == ERR_OK)
		*f = next;
	if (e != ERR_AGAIN)
		return e;
	if (s->in.n - s->at > STREAM_MAX_FRAME + Y4M_MAX_LINE) {
		done(s, 2);
		s->garbage = true;
		return ERR_TOO_LONG;
	}
	if (!s->eof)
		return ERR_AGAIN;
	if (s->at == s->in.n)
		return ERR_EOF;
	done(s, s->in.n - s->at);
	return ERR_TRUNCATED;
}
