/* SPDX-License-Identifier: ISC */
/* The number's parts and the whole table of prefixes. */
#include <string.h>

#include "identity/number.h"
#include "tap.h"

static const struct {
	const char *text, *place;
	int year;
	bool female;
} good[] = {
	{ "001099000001", "Hà Nội", 1999, false },
	{ "001199000002", "Hà Nội", 1999, true },
	{ "052321000003", "Bình Định", 2021, true },
	{ "079200000004", "Hồ Chí Minh", 2000, false },
	{ "096000000005", "Cà Mau", 1900, false },
	{ "295999000006", NULL, 2399, true },
	{ "097099000007", NULL, 1999, false },
	{ "000000000000", NULL, 1900, false },
	{ "028099000008", NULL, 1999, false },
};

static const char *const bad[] = {
	"", "00109900000", "0010990000011", "00109900000a", " 01099000001",
	"001099-00001",
};

static void
test_numbers(void)
{
	struct number n;
	size_t i;

	for (i = 0; i < sizeof good / sizeof *good; i++) {
		OK(number_parse(slice_str(good[i].text), &n) == ERR_OK &&
		    n.year == good[i].year && n.female == good[i].female,
		    "%s: year and sex", good[i].text);
		if (i != 5)
			OK((n.place == NULL) == (good[i].place == NULL) &&
			    (n.place == NULL ||
			    strstr(n.place, good[i].place) != NULL),
			    "%s: place", good[i].text);
	}
	OK(number_parse(SLICE("295999000006"), &n) == ERR_OK &&
	    n.place != NULL, "295: the last of the countries");
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		OK(number_parse(slice_str(bad[i]), &n) == ERR_FORMAT,
		    "\"%s\" is refused", bad[i]);
	OK(number_is_old(SLICE("012345678")) &&
	    !number_is_old(SLICE("12345678"))
	    && !number_is_old(SLICE("12345678x")), "nine digits");
}

/* The search needs rising codes: every one of the thousand is asked for. */
static void
test_table(void)
{
	int known = 0, domestic = 0, i;
	char code[16];

	for (i = 0; i < 1000; i++) {
		snprintf(code, sizeof code, "%03d", i);
		if (number_place((struct slice){ code, 3 }) == NULL)
			continue;
		known++;
		domestic += i < 100;
	}
	OK(known == 258, "258 prefixes are found (%d)", known);
	OK(domestic == 63, "63 of them are provinces (%d)", domestic);
	OK(number_place(SLICE("01")) == NULL, "two digits are no prefix");
}

int
main(void)
{
	test_numbers();
	test_table();
	return tap_done();
}
