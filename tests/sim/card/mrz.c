/* SPDX-License-Identifier: ISC */
/* The machine readable zone (Doc 9303-3, 4.9; Doc 9303-5 and 9303-4), as the
 * Vietnamese card fills it. */
#include <stdio.h>
#include <string.h>

#include "make.h"

/* The letter without its marks; 0 for a second octet or what has none. */
static char
plain(unsigned c)
{
	static const struct {
		unsigned first, last;
		char letter;
	} range[] = {
		{ 0xc0, 0xc3, 'A' }, { 0xc8, 0xca, 'E' }, { 0xcc, 0xcd, 'I' },
		{ 0xd2, 0xd5, 'O' }, { 0xd9, 0xda, 'U' }, { 0xdd, 0xdd, 'Y' },
		{ 0xe0, 0xe3, 'A' }, { 0xe8, 0xea, 'E' }, { 0xec, 0xed, 'I' },
		{ 0xf2, 0xf5, 'O' }, { 0xf9, 0xfa, 'U' }, { 0xfd, 0xfd, 'Y' },
		{ 0x102, 0x103, 'A' }, { 0x110, 0x111, 'D' },
		{ 0x128, 0x129, 'I' }, { 0x168, 0x169, 'U' },
		{ 0x1a0, 0x1a1, 'O' }, { 0x1af, 0x1b0, 'U' },
		{ 0x1ea0, 0x1eb7, 'A' }, { 0x1eb8, 0x1ec7, 'E' },
		{ 0x1ec8, 0x1ecb, 'I' }, { 0x1ecc, 0x1ee3, 'O' },
		{ 0x1ee4, 0x1ef1, 'U' }, { 0x1ef2, 0x1ef9, 'Y' }
	};
	size_t i;

	if (c >= 'a' && c <= 'z')
		return (char)(c - 'a' + 'A');
	if (c >= 'A' && c <= 'Z')
		return (char)c;
	for (i = 0; i < sizeof range / sizeof *range; i++)
		if (c >= range[i].first && c <= range[i].last)
			return range[i].letter;
	return 0;
}

/* The next character of UTF-8 text. */
static unsigned
next(const char **p)
{
	unsigned c = (unsigned char)*(*p)++;

	if (c < 0x80)
		return c;
	c &= c < 0xe0 ? 0x1f : 0x0f;
	while (((unsigned char)**p & 0xc0) == 0x80)
		c = c << 6 | ((unsigned char)*(*p)++ & 0x3f);
	return c;
}

/* "Nguyễn Văn An" to NGUYEN<<VAN<AN, `width` wide. What is too long is cut, and
 * ends in a letter then (Doc 9303-5, 4.2.3: that shows the cut). */
static void
name_field(const char *name, size_t width, char *out)
{
	char all[256];
	size_t n = 0;
	bool first = true;

	while (*name != '\0' && n < sizeof all - 2) {
		unsigned c = next(&name);
		char letter = plain(c);

		if (letter != 0) {
			all[n++] = letter;
		} else if (c == ' ') {
			all[n++] = '<';
			if (first)
				all[n++] = '<';
			first = false;
		}
	}
	while (n > width && all[width - 1] == '<') {
		size_t last = width - 1;

		while (all[last] == '<')
			last--;
		memmove(all + last, all + last + 1, n - last - 1);
		n--;
	}
	for (; n < width; n++)
		all[n] = '<';
	memcpy(out, all, width);
}

/* Doc 9303-3, 4.9: weights 7, 3, 1. */
static char
check_digit(const char *p, size_t n)
{
	static const unsigned weight[] = { 7, 3, 1 };
	unsigned sum = 0, value;
	size_t i;

	for (i = 0; i < n; i++) {
		value = p[i] >= 'A' ? (unsigned)(p[i] - 'A' + 10) :
		    p[i] == '<' ? 0 : (unsigned)(p[i] - '0');
		sum += value * weight[i % 3];
	}
	return (char)('0' + sum % 10);
}

/* Six digits and their check digit. */
static void
date_field(const char *date, char out[7])
{
	memcpy(out, date == NULL ? "991231" : date + 2, 6);
	out[6] = check_digit(out, 6);
}

/* Nine digits: the last of the citizen number (spec of the card, 5.1); a
 * passport has a letter and seven digits. */
static void
number_field(const struct sim_profile *p, char out[10])
{
	const char *id = p->person.id;

	if (p->td3)
		snprintf(out, 10, "C%.7s<", id + strlen(id) - 7);
	else
		memcpy(out, id + strlen(id) - 9, 9);
	out[9] = check_digit(out, 9);
}

static void
td1(const struct sim_profile *p, struct mrz *out)
{
	const struct sim_person *who = &p->person;
	char all[50];
	char *one = out->line[0], *two = out->line[1];

	out->width = 30;
	out->lines = 3;
	memset(out->line, '<', sizeof out->line);
	memcpy(one, "IDVNM", 5);
	number_field(p, one + 5);
	memcpy(one + 15, who->id, 12);
	one[29] = check_digit(who->id, 12);
	date_field(who->born, two);
	two[7] = who->sex[0];
	date_field(who->expires, two + 8);
	memcpy(two + 15, "VNM", 3);
	/* composite: line 1 from 6 to 30, then the three of line 2 */
	memcpy(all, one + 5, 25);
	memcpy(all + 25, two, 7);
	memcpy(all + 32, two + 8, 7);
	memcpy(all + 39, two + 18, 11);
	two[29] = check_digit(all, 50);
	name_field(who->name, 30, out->line[2]);
}

static void
td3(const struct sim_profile *p, struct mrz *out)
{
	const struct sim_person *who = &p->person;
	char all[39];
	char *two = out->line[1];

	out->width = 44;
	out->lines = 2;
	memset(out->line, '<', sizeof out->line);
	memcpy(out->line[0], "P<VNM", 5);
	name_field(who->name, 39, out->line[0] + 5);
	number_field(p, two);
	memcpy(two + 10, "VNM", 3);
	date_field(who->born, two + 13);
	two[20] = who->sex[0];
	date_field(who->expires, two + 21);
	memcpy(two + 28, who->id, 12);
	two[42] = check_digit(two + 28, 14);
	memcpy(all, two, 10);
	memcpy(all + 10, two + 13, 7);
	memcpy(all + 17, two + 21, 22);
	two[43] = check_digit(all, 39);
}

void
mrz_make(const struct sim_profile *p, struct mrz *out)
{
	size_t i;

	if (p->td3)
		td3(p, out);
	else
		td1(p, out);
	for (i = 0; i < out->lines; i++)
		out->line[i][out->width] = '\0';
}

void
sim_mrz_info(const struct sim_profile *p, char out[64])
{
	number_field(p, out);
	date_field(p->person.born, out + 10);
	date_field(p->person.expires, out + 17);
	out[24] = '\0';
}
