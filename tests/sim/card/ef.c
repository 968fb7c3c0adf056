/* SPDX-License-Identifier: ISC */
/* Files, and who may read them: Doc 9303-10, 3.6; ISO/IEC 7816-4, 7.1 and
 * 7.2. */
#include <string.h>

#include "priv.h"

static const uint8_t aid[] = { 0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01 };

/* The file of an identifier in the folder that we are in; < 0: none. A short
 * identifier is the last octet. */
static int
find(const struct sim_card *c, unsigned fid)
{
	if (!c->applet)
		return fid == 0x011C ? SIM_CARD_ACCESS :
		    fid == 0x011D ? SIM_CARD_SECURITY : -1;
	if (fid == 0x011E)
		return SIM_COM;
	if (fid == 0x011D)
		return SIM_SOD;
	if (fid >= 0x0101 && fid <= 0x0110)
		return SIM_DG1 + (int)fid - 0x0101;
	return -1;
}

/* Without a session the chip does not tell what is on it. DG3 and DG4 want a
 * terminal certificate, which nobody here has. */
static uint16_t
allowed(const struct sim_card *c, int ef)
{
	if (ef < 0)
		return SW_NOT_FOUND;
	if (ef == SIM_CARD_ACCESS) {
		if (!c->profile->card_access)
			return SW_SECURITY;
	} else if (!c->access) {
		return SW_SECURITY;
	}
	if (c->files->file[ef].n == 0)
		return SW_NOT_FOUND;
	return ef == SIM_DG3 || ef == SIM_DG4 ? SW_SECURITY : SW_OK;
}

static uint16_t
select_mf(struct sim_card *c, const struct sim_apdu *a)
{
	uint16_t sw = c->profile->select_mf;

	if (a->lc != 0 && (a->lc != 2 || memcmp(a->data, "\x3F\0", 2) != 0))
		return a->lc == 2 ? SW_NOT_FOUND : SW_LENGTH;
	if (sw != 0 && sw != SW_OK)
		return sw;
	c->applet = false;
	c->ef = -1;
	return SW_OK;
}

static uint16_t
select_aid(struct sim_card *c, const struct sim_apdu *a)
{
	if (a->lc < 5 || a->lc > 16)
		return SW_LENGTH;
	if (a->lc != sizeof aid || memcmp(a->data, aid, sizeof aid) != 0)
		return SW_NOT_FOUND;
	c->applet = true;
	c->ef = -1;
	return SW_OK;
}

uint16_t
sim_select(struct sim_card *c, const struct sim_apdu *a, struct sim_bytes *out)
{
	uint16_t sw;
	int ef;

	(void)out;
	if (a->p2 != 0x0C)	/* Doc 9303-10 knows no FCI */
		return SW_P1P2;
	switch (a->p1) {
	case 0x00:
		return select_mf(c, a);
	case 0x04:
		return select_aid(c, a);
	case 0x02:
		if (a->lc != 2)
			return SW_LENGTH;
		ef = find(c, (unsigned)a->data[0] << 8 | a->data[1]);
		sw = allowed(c, ef);
		if (sw == SW_OK)
			c->ef = ef;
		return sw;
	default:
		return SW_P1P2;
	}
}

/* A file that claims 16 MB: the length after its tag. */
static void
lengthen(const struct sim_card *c, size_t at, uint8_t *p, size_t n)
{
	static const uint8_t length[] = { 0x83, 0xFF, 0xFF, 0xFF };
	size_t i;

	for (i = 0; sim_faulty(c, SIM_F_LONG) && i < sizeof length; i++)
		if (i + 1 >= at && i + 1 - at < n)
			p[i + 1 - at] = length[i];
}

/* `want` octets from `at` on, as far as the file goes; open: as many as there
 * are; room: as many as an answer takes. */
struct span {
	size_t at, want, room;
	bool open;
};

static uint16_t
octets(const struct sim_card *c, const struct span *s, struct sim_bytes *out)
{
	const struct sim_bytes *f = &c->files->file[c->ef];
	enum sim_eof eof = c->profile->eof;
	size_t left, n, start = out->n;
	uint16_t sw = SW_OK;

	if (s->at > f->n)
		return SW_OFFSET;
	left = f->n - s->at;
	n = s->want < left ? s->want : left;
	if (!s->open && s->want > s->room)
		return s->room > 0 && s->room < 256 ?
		    (uint16_t)(0x6C00 | s->room) : SW_LENGTH;
	if (s->want > left && (!s->open || left == 0)) {
		if (eof == SIM_EOF_6B00 || (eof == SIM_EOF_6CXX && left == 0))
			return SW_OFFSET;
		if (eof == SIM_EOF_6CXX)
			return (uint16_t)(0x6C00 | (left < 256 ? left : 0));
		if (eof == SIM_EOF_6282)
			sw = SW_END_OF_FILE;
	}
	if (n > s->room)
		n = s->room;
	sim_add(out, f->p + s->at, n);
	if (n > 0)
		lengthen(c, s->at, out->p + start, n);
	return sw;
}

/* The file that is meant becomes the current one. */
static uint16_t
choose(struct sim_card *c, int ef)
{
	uint16_t sw = allowed(c, ef);

	if (sw == SW_OK)
		c->ef = ef;
	return sw;
}

uint16_t
sim_read_binary(struct sim_card *c, const struct sim_apdu *a,
    struct sim_bytes *out)
{
	struct span s = { .want = a->le, .room = a->room, .open = a->le_open };
	uint16_t sw;

	if (a->lc != 0 || a->le == 0)
		return SW_LENGTH;
	if ((a->p1 & 0x80) == 0) {
		s.at = (size_t)a->p1 << 8 | a->p2;
		if (c->ef < 0)
			return SW_NO_EF;
		sw = allowed(c, c->ef);
	} else {
		if ((a->p1 & 0x60) != 0)
			return SW_P1P2;
		s.at = a->p2;
		sw = choose(c, find(c, 0x0100u | (a->p1 & 0x1F)));
	}
	return sw != SW_OK ? sw : octets(c, &s, out);
}

/* Octets of tag and length in front of n. */
static size_t
head(size_t n)
{
	return n > 0xFFFF ? 5 : n > 0xFF ? 4 : n > 0x7F ? 3 : 2;
}

/* INS B1: the offset in DO 54, the octets in DO 53; Le counts the object. */
uint16_t
sim_read_binary_odd(struct sim_card *c, const struct sim_apdu *a,
    struct sim_bytes *out)
{
	unsigned fid = (unsigned)a->p1 << 8 | a->p2;
	struct span s = { .open = a->le_open };
	const uint8_t *p = a->data;
	struct sim_bytes data = { 0 };
	size_t n = a->lc, i, le = a->le < a->room ? a->le : a->room;
	struct sim_tlv t;
	uint16_t sw;

	if (a->lc == 0 || a->le < 3)
		return SW_LENGTH;
	if (fid == 0)
		sw = c->ef < 0 ? SW_NO_EF : allowed(c, c->ef);
	else
		sw = choose(c, find(c, fid < 0x1F ? 0x0100u | fid : fid));
	if (sw != SW_OK)
		return sw;
	if (!sim_tlv_next(&p, &n, &t) || n != 0 || t.tag != 0x54 ||
	    t.n == 0 || t.n > 4)
		return SW_DATA;
	for (i = 0; i < t.n; i++)
		s.at = s.at << 8 | t.p[i];
	if (!a->le_open && a->le > a->room)
		return SW_LENGTH;
	s.want = le - head(le);
	s.room = s.want;
	sw = octets(c, &s, &data);
	if (sw == SW_OK || sw == SW_END_OF_FILE)
		sim_tlv_put(out, 0x53, data.p, data.n);
	sim_clear(&data);
	return sw;
}
