/* SPDX-License-Identifier: ISC */
/* Invented people's codes, and what scanners do to them: the mechanism of
 * each kind of damage, forwards. */
#ifndef DAMAGE_H
#define DAMAGE_H

#include <string.h>

#include "base/buf.h"
#include "text/codepage.h"
#include "text/utf8.h"
#include "text/vi.h"

static uint32_t damage_seed = 1;

static inline uint32_t
pick(uint32_t n)
{
	damage_seed ^= damage_seed << 13;
	damage_seed ^= damage_seed >> 17;
	damage_seed ^= damage_seed << 5;
	return damage_seed % n;
}

#define PICK(list) (list)[pick(sizeof(list) / sizeof *(list))]

static const char *const families[] = { "Nguyễn", "Trần", "Lê", "Phạm",
    "Huỳnh", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Lý", "Ksor",
    "Giàng", "Quách", "Lan", "H'", "Y" };
static const char *const middles[] = { "Văn", "Thị", "Hữu", "Đức", "Minh",
    "Xuân", "Ngọc", "Mỹ", "Ánh", "Kim", "Như", "Bảo", "A" };
static const char *const givens[] = { "Hùng", "Mẫu", "Dũng", "Khải", "Ý",
    "Lưỡng", "Ái", "Ơn", "Hương", "Thủy", "Bia", "Vi", "Anh", "Ẩn", "Đạt",
    "Hiếu", "Sơn", "Tĩnh", "Thảo", "Ót" };
static const char *const heads[] = { "Số #", "Thôn #", "Ấp #", "Tổ #",
    "Khu phố #", "# Lê Lợi", "Số #, Ngõ 12", "Lô B#", "#A Đường Trần Phú",
    "Bản Nà Tùm", "Đa Kao", "B272", "272A", "Hà Thôn", "Ô Chợ Dừa",
    "K#/12 Đỗ Xuân Hợp", "Khu E2", "Lô A1", "Xóm Đề", "ĐT 743", "Khu TĐC #",
    "QL1A" };
static const char *const communes[] = { "Tân Phước Khánh", "Mỹ Thạnh Đông",
    "Ea Tiêu", "Phường 12", "Lũng Cú", "Đông Hưng Thuận", "Ia Ko",
    "Ngọc Lặc", "Cẩm Nhượng", "Hà", "Ý Yên", "Ô Môn", "Xóm 253", "Khu 225",
    "Phường 193", "Khu C225", "TDP225", "Khu dân cư 234", "Lô A193 Cụm 2" };
static const char *const districts[] = { "Thạch Thất", "Quận 3", "Cư M'gar",
    "Mỏ Cày Nam", "Ninh Kiều", "Krông Pắc", "Sìn Hồ", "Bình Tân" };
static const char *const provinces[] = { "Hà Nội", "TP. Hồ Chí Minh",
    "Đắk Lắk", "Bà Rịa - Vũng Tàu", "Huế", "Kon Tum", "Lai Châu",
    "Quảng Ngãi", "Cần Thơ", "Gia Lai" };

static inline void
add_name(struct buf *b, bool upper)
{
	struct buf n = { 0 };
	struct slice rest;
	uint32_t cp;

	buf_add_str(&n, PICK(families));
	if (n.p[n.n - 1] != '\'')
		buf_add_char(&n, ' ');
	if (pick(4) != 0) {
		buf_add_str(&n, PICK(middles));
		buf_add_char(&n, ' ');
	}
	buf_add_str(&n, PICK(givens));
	for (rest = buf_slice(&n); utf8_next(&rest, &cp);)
		utf8_add(b, upper ? vi_upper(cp) : cp);
	buf_release(&n);
}

static inline void
add_place(struct buf *b)
{
	const char *p;

	for (p = PICK(heads); *p != '\0'; p++) {
		if (*p == '#')
			buf_printf(b, "%u", 1 + pick(pick(2) != 0 ? 40 : 999));
		else
			buf_add_char(b, *p);
	}
	buf_printf(b, ", %s, ", PICK(communes));
	if (pick(2) != 0)
		buf_printf(b, "%s, ", PICK(districts));
	buf_add_str(b, PICK(provinces));
}

/* A code of seven or eleven fields. */
static inline void
add_person(struct buf *b)
{
	bool female = pick(2) != 0, card24 = pick(2) != 0;
	unsigned year = 1950 + pick(70);

	buf_printf(b, "%03u%u%02u%06u|", 1 + pick(96),
	    (year >= 2000 ? 2 : 0) + (female ? 1u : 0u), year % 100,
	    pick(1000000));
	if (pick(2) != 0)
		buf_printf(b, "%09u", pick(1000000000));
	buf_add_char(b, '|');
	add_name(b, pick(6) == 0);
	buf_printf(b, "|%02u%02u%u|%s|", 1 + pick(28), 1 + pick(12), year,
	    female ? "Nữ" : "Nam");
	add_place(b);
	buf_printf(b, "|%02u%02u%u", 1 + pick(28), 1 + pick(12),
	    card24 ? 2025u : 2022u);
	if (card24 && pick(3) == 0) {
		buf_add_str(b, "||");
		add_name(b, false);
		buf_add_char(b, '|');
		add_name(b, false);
		buf_add_char(b, '|');
	} else if (card24)
		buf_add_str(b, "||||");
}

/* Writes every non-ASCII character by `one`; `how` is a variant. */
static inline void
each_wide(struct slice in, unsigned how, struct buf *out,
    void (*one)(uint32_t cp, struct slice bytes, unsigned how,
    struct buf *out))
{
	struct slice seq;
	uint32_t cp;

	while (in.n > 0) {
		seq = in;
		(void)utf8_next(&in, &cp);
		seq.n -= in.n;
		if (cp < 0x80)
			buf_add_char(out, (char)cp);
		else
			one(cp, seq, how, out);
	}
}

static inline void
one_alt(uint32_t cp, struct slice s, unsigned how, struct buf *out)
{
	size_t i;

	(void)cp;
	(void)how;
	for (i = 0; i < s.n; i++)
		buf_printf(out, "0%03u", (unsigned char)s.p[i]);
}

static inline void
one_point(uint32_t cp, struct slice s, unsigned how, struct buf *out)
{
	(void)s;
	(void)how;
	buf_printf(out, "%u", (unsigned)cp);
}

/* how 1: control characters as the pictures of a PC's screen. */
static inline void
one_437(uint32_t cp, struct slice s, unsigned how, struct buf *out)
{
	uint8_t low = cp & 0xff;

	(void)s;
	if (how == 1 && low < 0x20)
		utf8_add(out, (const uint16_t[]){ 0, 0x263a, 0x263b, 0x2665,
		    0x2666, 0x2663, 0x2660, 0x2022, 0x25d8, 0x25cb, 0x25d9,
		    0x2642, 0x2640, 0x266a, 0x266b, 0x263c, 0x25ba, 0x25c4,
		    0x2195, 0x203c, 0xb6, 0xa7, 0x25ac, 0x21a8, 0x2191, 0x2193,
		    0x2192, 0x2190, 0x221f, 0x2194, 0x25b2, 0x25bc }[low]);
	else
		utf8_add(out, codepage_char(CODEPAGE_437, low));
}

/* how 0: complete; 1: as Latin-1; 2: bytes without a letter lost; 3: those,
 * the soft hyphen too, and the no-break space a blank; 4: the latter alone. */
static inline void
one_1252(uint32_t cp, struct slice s, unsigned how, struct buf *out)
{
	unsigned char c;
	size_t i;

	(void)cp;
	for (i = 0; i < s.n; i++) {
		c = (unsigned char)s.p[i];
		if ((how == 2 || how == 3) && (c == 0x81 || c == 0x8d ||
		    c == 0x8f || c == 0x90 || c == 0x9d ||
		    (how == 3 && c == 0xad)))
			continue;
		if (how >= 3 && c == 0xa0)
			buf_add_char(out, ' ');
		else
			utf8_add(out, how == 1 ? c :
			    codepage_char(CODEPAGE_1252, c));
	}
}

/* how 0: decimal; 1: hexadecimal; 2: only beyond Latin-1; 3: names. */
static inline void
one_html(uint32_t cp, struct slice s, unsigned how, struct buf *out)
{
	static const char *const names[] = { NULL, "grave", "acute", NULL,
	    "tilde", NULL };
	const struct vi_letter *v = vi_letter(cp);

	if (how == 2 && cp < 0x100)
		buf_add_slice(out, s);
	else if (how == 3 && cp < 0x100 && v != NULL)
		buf_printf(out, "&%c%s;", v->base - (v->upper ? 32 : 0),
		    v->mark == VI_CIRCUMFLEX ? "circ" : names[v->tone]);
	else
		buf_printf(out, how == 1 ? "&#x%X;" : "&#%u;", (unsigned)cp);
}

/* how 1: as JavaScript's escape(). */
static inline void
one_percent(uint32_t cp, struct slice s, unsigned how, struct buf *out)
{
	size_t i;

	if (how == 1) {
		buf_printf(out, cp < 0x100 ? "%%u00%02X" : "%%u%04X",
		    (unsigned)cp);
		return;
	}
	for (i = 0; i < s.n; i++)
		buf_printf(out, "%%%02X", (unsigned char)s.p[i]);
}

/* how 0: no marks; 1: no letter; 2: a question mark. */
static inline void
one_lost(uint32_t cp, struct slice s, unsigned how, struct buf *out)
{
	const struct vi_letter *v = vi_letter(cp);

	(void)s;
	if (how == 0 && v != NULL)
		buf_add_char(out, (char)(v->base - (v->upper ? 32 : 0)));
	else if (how == 2)
		buf_add_char(out, '?');
}

/* how 0: every letter; 1: the ASCII ones. */
static inline void
damage_caps(struct slice in, unsigned how, struct buf *out)
{
	uint32_t cp;

	while (utf8_next(&in, &cp)) {
		if (how == 0 || cp < 0x80)
			cp = vi_lower(cp) != cp ? vi_lower(cp) : vi_upper(cp);
		utf8_add(out, cp);
	}
}

/* how 1: composed afterwards. */
static inline void
damage_keys(struct slice in, unsigned how, struct buf *out)
{
	static const uint16_t row[] = { 0x111, 0x103, 0xe2, 0xea, 0xf4, 0x300,
	    0x309, 0x303, 0x301, 0x323 };
	struct buf b = { 0 };
	uint32_t cp;

	while (utf8_next(&in, &cp))
		utf8_add(&b, cp >= '0' && cp <= '9' ? row[cp - '0'] :
		    cp == '[' ? 0x1b0 : cp == ']' ? 0x1a1 : cp);
	if (how != 1 || utf8_nfc(out, buf_slice(&b)) != ERR_OK)
		buf_add_slice(out, buf_slice(&b));
	buf_release(&b);
}

/* how 0: blanks between; 1: none, capitals. */
static inline void
damage_hex(struct slice in, unsigned how, struct buf *out)
{
	size_t i;

	for (i = 0; i < in.n; i++)
		buf_printf(out, how == 0 ? "%s%02x" : "%.0s%02X",
		    i > 0 ? " " : "", (unsigned char)in.p[i]);
}

#endif
