/* SPDX-License-Identifier: ISC */
/* Files off the card: SELECT, READ BINARY, and how cards differ at the end of
 * one. */
#include "base/tlv.h"
#include "chip/session_priv.h"

/* A card that gives less than this on average is not reading, it is stalling:
 * so many READ BINARY for a file at the most. */
#define READS_MAX(total) ((total) / 32 + 16)

size_t
session_room(const struct session *s, size_t limit)
{
	return s->sm != NULL ? sm_room(s->sm, limit) : limit;
}

static enum err
select_file(struct session *s, uint16_t fid, uint16_t *sw)
{
	uint8_t id[2] = { (uint8_t)(fid >> 8), (uint8_t)fid };
	struct apdu a = { .ins = 0xA4, .p1 = 0x02, .p2 = 0x0C,
	    .data = { (char *)id, sizeof(id) } };

	return session_tell(s, &a, sw);
}

/* Offsets of fifteen bits go into P1 and P2, larger ones into DO'54' of the
 * odd command, whose answer is inside DO'53' (ISO/IEC 7816-4, 11.3.3). */
static enum err
read_far(struct session *s, size_t offset, size_t n, struct buf *data,
    uint16_t *sw)
{
	uint8_t where[5] = { 0x54, 0x03, (uint8_t)(offset >> 16),
	    (uint8_t)(offset >> 8), (uint8_t)offset };
	struct apdu a = { .ins = 0xB1,
	    .data = { (char *)where, sizeof(where) } };
	struct buf wrapped = { 0 };
	struct slice in, value;
	enum err e;

	if (offset <= 0xFFFF) {
		where[1] = 2;
		where[2] = where[3];
		where[3] = where[4];
		a.data.n--;
	}
	a.le = n + 2 + (n > 0x7F) + (n > 0xFF);
	a.extended = a.le > session_room(s, SESSION_CHUNK_SHORT);
	e = session_command(s, &a, &wrapped, sw);
	in = buf_slice(&wrapped);
	if (e == ERR_OK && in.n > 0) {
		e = tlv_take(&in, 0x53, &value);
		if (e == ERR_OK)
			buf_add_slice(data, value);
		else
			e = ERR_LINK;
	}
	buf_wipe(&wrapped);
	return e;
}

/* Appends at most `n` octets from `offset` on. */
static enum err
read_part(struct session *s, size_t offset, size_t n, uint8_t sfi,
    struct buf *data, uint16_t *sw)
{
	struct apdu a = { .ins = 0xB0, .le = n };
	size_t had = data->n;
	enum err e;

	if (offset > 0x7FFF) {
		e = read_far(s, offset, n, data, sw);
	} else {
		a.p1 = sfi != 0 ? 0x80 | sfi : (uint8_t)(offset >> 8);
		a.p2 = (uint8_t)offset;
		a.extended = n > session_room(s, SESSION_CHUNK_SHORT);
		e = session_command(s, &a, data, sw);
	}
	if (e == ERR_OK && data->n - had > n)
		data->n = had + n;
	if (e == ERR_OK && s->sent_long && session_sw_fine(*sw) &&
	    data->n > had)
		s->r->answer_limit = s->limit;
	return e;
}

/* Where the reader has passed long answers, in this read or in one before, it
 * is the card that does not give them, and the next card may. */
void
session_only_short(struct session *s)
{
	if (s->r->answer_limit == 0)
		s->r->answer_limit = SESSION_CHUNK_SHORT;
}

/* After a refusal by length: a smaller chunk, or false when that cannot be the
 * reason. 6Cxx names the length (Doc 9303-11 knows it as a warning). */
static bool
smaller(struct session *s, uint16_t sw, size_t *n)
{
	size_t exact = (sw & 0xFF) != 0 ? sw & 0xFF : 256;

	if (sw >> 8 == 0x6C && exact < *n) {
		*n = exact;
		return true;
	}
	if (s->limit > SESSION_CHUNK_SHORT && session_sw_length(sw)) {
		s->limit /= 2;
		if (s->limit <= SESSION_CHUNK_SHORT) {
			s->limit = SESSION_CHUNK_SHORT;
			session_only_short(s);
		}
		*n = session_room(s, s->limit);
		return true;
	}
	return false;
}

/* The first part, as much as an answer may hold: it mostly is the whole file.
 * Where a card will not read past the end, the head tells the length. */
static enum err
first_part(struct session *s, uint8_t sfi, struct buf *data, uint16_t *sw)
{
	size_t n = s->head_first ? 4 : session_room(s, s->limit);
	enum err e;

	for (;;) {
		e = read_part(s, 0, n, sfi, data, sw);
		if (e != ERR_OK || session_sw_fine(*sw))
			return e;
		if (smaller(s, *sw, &n))
			continue;
		if (n <= 4 || (*sw != SW_OFFSET && !session_sw_length(*sw)))
			return ERR_OK;
		s->head_first = true;
		n = 4;
	}
}

static enum err
other_parts(struct session *s, enum lds_file f, size_t total,
    struct buf *data, uint16_t *sw)
{
	size_t reads, had, n, exact = 0, room;
	enum err e;

	for (reads = 0; data->n < total; reads++) {
		if (reads > READS_MAX(total))
			return ERR_OK;
		room = session_room(s, s->limit) - (data->n > 0x7FFF ? 4 : 0);
		n = total - data->n < room ? total - data->n : room;
		if (exact != 0 && exact < n)
			n = exact;
		exact = 0;
		had = data->n;
		e = read_part(s, had, n, 0, data, sw);
		if (e != ERR_OK)
			return e;
		if (session_sw_fine(*sw) && data->n > had) {
			if (s->env->progress != NULL)
				s->env->progress(s->env->ctx, f, data->n,
				    total);
			continue;
		}
		data->n = had;
		if (!smaller(s, *sw, &n))
			return ERR_OK;
		exact = n;
	}
	return ERR_OK;
}

static enum lds_absent
reason(uint16_t sw)
{
	if (sw == SW_NOT_FOUND)
		return ABSENT_MISSING;
	return sw == SW_PROTECTED ? ABSENT_PROTECTED : ABSENT_REFUSED;
}

/* A bare SignedData instead of tag 77 is met as EF.SOD. */
static bool
right_tag(enum lds_file f, struct slice head)
{
	return head.n > 0 && ((uint8_t)head.p[0] == lds_info(f)->tag ||
	    (f == LDS_SOD && (uint8_t)head.p[0] == 0x30));
}

enum err
session_content(struct session *s, enum lds_file f, uint8_t sfi)
{
	struct buf *file = &s->r->file[f];
	enum lds_absent before = s->r->absent[f];
	uint16_t sw = 0;
	size_t total;
	enum err e;

	buf_reset(file);
	s->r->absent[f] = ABSENT_DAMAGED;
	e = first_part(s, sfi, file, &sw);
	if (e == ERR_OK && !session_sw_fine(sw)) {
		s->r->absent[f] = reason(sw);
		s->r->sw = sw;
	} else if (e == ERR_OK && right_tag(f, buf_slice(file)) &&
	    tlv_total(buf_slice(file), &total) == ERR_OK &&
	    total <= LDS_MAX_FILE) {
		if (s->env->progress != NULL)
			s->env->progress(s->env->ctx, f, file->n, total);
		e = other_parts(s, f, total, file, &sw);
		if (e == ERR_OK && file->n >= total) {
			file->n = total;
			s->r->absent[f] = ABSENT_NOT;
		}
	}
	if (e != ERR_OK)
		s->r->absent[f] = before == ABSENT_NOT ? ABSENT_NOT_LISTED :
		    before;
	if (s->r->absent[f] != ABSENT_NOT)
		buf_wipe(file);
	return e;
}

enum err
session_file(struct session *s, enum lds_file f)
{
	uint16_t sw;
	enum err e;

	s->r->at = f;
	e = select_file(s, lds_info(f)->fid, &sw);
	if (e != ERR_OK)
		return e;
	if (!session_sw_fine(sw)) {
		s->r->absent[f] = reason(sw);
		s->r->sw = sw;
		return ERR_OK;
	}
	return session_content(s, f, 0);
}
