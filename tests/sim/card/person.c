/* SPDX-License-Identifier: ISC */
/* Invented people by number, and what is printed on their cards. */
#include <stdio.h>
#include <string.h>

#include "sim.h"

static const char *const family[] = {
	"Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Vũ", "Đặng", "Bùi", "Đỗ",
	"Ngô", "Dương", "Lý", "Trương", "Quàng", "Giàng", "Nông", "Thạch"
};
static const char *const middle[2][8] = {
	{ "Văn", "Hữu", "Đức", "Quốc", "Xuân", "Đình", "Trọng", "Thế" },
	{ "Thị", "Ngọc", "Thuỳ", "Bích", "Mỹ", "Hồng", "Ánh", "Quỳnh" }
};
static const char *const given[2][13] = {
	{ "Mẫu", "Dũng", "Tuấn", "Hiếu", "Phước", "Thịnh", "Đạt", "Nghĩa",
	    "Trường", "Vượng", "Lưỡng", "Ý", "Nhẫn" },
	{ "Mẫu", "Hương", "Thảo", "Nguyệt", "Trâm", "Yến", "Phượng", "Thủy",
	    "Liễu", "Ái", "Ơn", "Hằng", "Sương" }
};
static const char *const commune[] = {
	"Tân Mẫu", "Mỹ Thử", "Đông Mẫu", "Nghĩa Thử", "Lũng Mẫu", "Quảng Thử",
	"Vĩnh Mẫu", "Ea Thử", "Cẩm Mẫu", "Hoài Thử", "Thổ Mẫu"
};
static const struct {
	unsigned prefix;
	const char *name;
} province[] = {
	{ 1, "Hà Nội" }, { 2, "Hà Giang" }, { 4, "Cao Bằng" },
	{ 22, "Quảng Ninh" }, { 31, "Hải Phòng" }, { 38, "Thanh Hóa" },
	{ 40, "Nghệ An" }, { 46, "Thừa Thiên Huế" }, { 48, "Đà Nẵng" },
	{ 51, "Quảng Ngãi" }, { 66, "Đắk Lắk" }, { 68, "Lâm Đồng" },
	{ 77, "Bà Rịa - Vũng Tàu" }, { 79, "TP. Hồ Chí Minh" },
	{ 83, "Bến Tre" }, { 92, "Cần Thơ" }, { 96, "Cà Mau" }
};
static const char *const ethnicity[] = { "Kinh", "Tày", "Mường", "Khmer",
	"Ê Đê" };

#define PICK(list, n) ((list)[(n) % (sizeof(list) / sizeof *(list))])

enum { ID, NAME, BORN, HOME, LIVES, MARKS, ISSUED, EXPIRES, FATHER, MOTHER,
    OLD_ID, SERIAL };

/* Many numbers out of one: splitmix64. */
static unsigned
draw(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (unsigned)((z ^ z >> 31) >> 33);
}

/* The first birthday of 25, 40, 60 at least two years after the issue; none
 * from then on (law 26/2023/QH15, article 21). */
static unsigned
expiry(unsigned born, unsigned issued)
{
	static const unsigned age[] = { 25, 40, 60 };
	size_t i;

	for (i = 0; i < 3; i++)
		if (born + 10000 * age[i] > issued + 20000)
			return born + 10000 * age[i];
	return 0;
}

static void
people(struct sim_crowd *c, unsigned sex, uint64_t *s)
{
	const char *name = PICK(family, draw(s));

	snprintf(c->text[NAME], sizeof c->text[NAME], "%s %s %s", name,
	    PICK(middle[sex], draw(s)), PICK(given[sex], draw(s)));
	snprintf(c->text[FATHER], sizeof c->text[FATHER], "%s %s %s", name,
	    PICK(middle[0], draw(s)), PICK(given[0], draw(s)));
	snprintf(c->text[MOTHER], sizeof c->text[MOTHER], "%s %s %s",
	    PICK(family, draw(s)), PICK(middle[1], draw(s)),
	    PICK(given[1], draw(s)));
}

static void
places(struct sim_crowd *c, const char *where, uint64_t *s)
{
	const char *home = PICK(commune, draw(s));

	snprintf(c->text[HOME], sizeof c->text[HOME], "Xã %s, Huyện Thử, %s",
	    home, where);
	snprintf(c->text[LIVES], sizeof c->text[LIVES],
	    "Số %u, Thôn %u, Xã %s, Huyện Mẫu, %s", 1 + draw(s) % 300,
	    1 + draw(s) % 12, PICK(commune, draw(s)), where);
	snprintf(c->text[MARKS], sizeof c->text[MARKS],
	    "Sẹo chấm cách %u cm dưới đuôi mắt %s", 1 + draw(s) % 4,
	    draw(s) % 2 != 0 ? "trái" : "phải");
}

void
sim_crowd(unsigned n, struct sim_crowd *out)
{
	uint64_t s = n;
	unsigned sex = draw(&s) % 2, year = 1945 + draw(&s) % 60;
	unsigned born = 10000 * year + 100 * (1 + draw(&s) % 12) + 1 +
	    draw(&s) % 28;
	unsigned issued = 10000 * (2021 + draw(&s) % 3) +
	    100 * (2 + draw(&s) % 11) + 1 + draw(&s) % 28;
	unsigned ends = expiry(born, issued), place = draw(&s);
	/* 7919 has no factor in common with a million: all are different */
	unsigned serial = (unsigned)((uint64_t)n * 7919 % 1000000);
	char (*t)[sizeof out->text[0]] = out->text;

	people(out, sex, &s);
	places(out, PICK(province, place).name, &s);
	snprintf(t[ID], sizeof *t, "%03u%u%02u%06u",
	    PICK(province, place).prefix, sex + 2 * (year >= 2000),
	    year % 100, serial);
	snprintf(t[BORN], sizeof *t, "%u", born);
	snprintf(t[ISSUED], sizeof *t, "%u", issued);
	snprintf(t[EXPIRES], sizeof *t, "%u", ends);
	snprintf(t[OLD_ID], sizeof *t, "%09u", draw(&s) % 1000000000);
	snprintf(t[SERIAL], sizeof *t, "%08X%08X", draw(&s), draw(&s));
	out->person = (struct sim_person){ .id = t[ID], .name = t[NAME],
	    .born = t[BORN], .sex = sex != 0 ? "F" : "M",
	    .nationality = "Việt Nam", .ethnicity = PICK(ethnicity, place / 7),
	    .religion = "Không", .hometown = t[HOME], .residence = t[LIVES],
	    .marks = t[MARKS], .issued = t[ISSUED],
	    .expires = ends != 0 ? t[EXPIRES] : NULL, .father = t[FATHER],
	    .mother = t[MOTHER], .spouse = "", .old_id = t[OLD_ID],
	    .serial = t[SERIAL] };
}

static void
add(struct sim_bytes *out, const char *text)
{
	if (text != NULL)
		sim_add(out, text, strlen(text));
	sim_add(out, "|", 1);
}

/* YYYYMMDD as DDMMYYYY. */
static void
add_day(struct sim_bytes *out, const char *day)
{
	char text[9];

	snprintf(text, sizeof text, "%.2s%.2s%.4s", day + 6, day + 4, day);
	add(out, text);
}

void
sim_payload(const struct sim_person *p, struct sim_bytes *out)
{
	bool child = strncmp(p->issued, p->born, 4) >= 0 &&
	    (p->issued[2] - p->born[2]) * 10 + p->issued[3] - p->born[3] < 14 &&
	    memcmp(p->issued, p->born, 2) == 0;

	add(out, p->id);
	add(out, p->old_id);
	add(out, p->name);
	add_day(out, p->born);
	add(out, p->sex[0] == 'F' ? "Nữ" : "Nam");
	add(out, p->residence);
	add_day(out, p->issued);
	if (strcmp(p->issued, "20240701") >= 0) {
		add(out, NULL);
		add(out, child ? p->father : NULL);
		add(out, child ? p->mother : NULL);
	} else {
		out->n--;
	}
}
