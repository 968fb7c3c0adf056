/* SPDX-License-Identifier: ISC */
/* Who is found on a list, and who is not. */
#include <string.h>

#include "table/listing.h"
#include "tap.h"

static struct person
person_with(enum person_field f, const char *text)
{
	struct person p = { { { NULL, 0 } } };

	p.f[f] = slice_str(text);
	return p;
}

/* "line by" or "-". */
static const char *
find(const struct listing *l, enum person_field f, const char *text)
{
	static char out[64];
	struct person p = person_with(f, text);
	struct listing_hit hit;

	if (!listing_find(l, &p, &hit))
		return "-";
	snprintf(out, sizeof out, "%llu %s", hit.line,
	    person_field_name(hit.by));
	return out;
}

static struct listing *
load(const char *text, enum err want)
{
	struct listing *l = listing_new();
	struct slice s = slice_str(text);
	enum err e = ERR_OK;
	size_t n;

	while (e == ERR_OK && s.n > 0) {
		n = s.n < 5 ? s.n : 5;
		e = listing_feed(l, (struct slice){ s.p, n });
		s.p += n;
		s.n -= n;
	}
	if (e == ERR_OK)
		e = listing_end(l);
	OK(e == want, "loading gives %s", err_word(want));
	return l;
}

static void
test_table(void)
{
	struct listing *l = load("Họ tên,CCCD,CMND,Hộ chiếu,Ngày sinh\n"
	    "Nguyễn Văn Mẫu,001099000001,012345678,,1/2/1999\n"
	    "Lê Mẫu,,,c1234567,\n"
	    "Trần Thị Mẫu,1199000002,,,1/2/1999\n"
	    "Hai,001099000001,,,\n"
	    "Không,x,,,\n", ERR_OK);
	struct person p = person_with(PERSON_ID, "001099000001");
	struct listing_counts n = listing_counts(l);
	struct listing_hit hit;

	OK(n.listed == 4 && n.unusable == 1 && n.repaired == 1, "counts");
	OK(strcmp(find(l, PERSON_ID, "001099000001"), "2 id") == 0, "by id");
	OK(strcmp(find(l, PERSON_OLD_ID, "012345678"), "2 old_id") == 0,
	    "by the old number");
	OK(strcmp(find(l, PERSON_CANCELLED_ID, "001099000001"),
	    "2 cancelled_id") == 0, "by the cancelled number");
	OK(strcmp(find(l, PERSON_DOC_NO, "C1234567"), "3 doc_no") == 0,
	    "by passport, whatever the case");
	OK(strcmp(find(l, PERSON_ID, "001199000002"), "4 id") == 0,
	    "with zeros put back");
	OK(strcmp(find(l, PERSON_ID, "001099000009"), "-") == 0, "not there");
	OK(strcmp(find(l, PERSON_ID, "000012345678"), "-") == 0,
	    "nine digits are no twelve");
	OK(strcmp(find(l, PERSON_NAME, "Hai"), "-") == 0, "never by name");
	OK(listing_find(l, &p, &hit) && slice_is(hit.name, "Nguyễn Văn Mẫu")
	    && date_cmp(hit.birth, (struct date){ 1999, 2, 1 }) == 0 &&
	    !hit.repaired, "what the row says");
	p.f[PERSON_ID] = SLICE("001199000002");
	OK(listing_find(l, &p, &hit) && hit.repaired, "a mended row");
	listing_free(l);
}

static void
test_records(void)
{
	struct listing *l = load("{\"id\":\"001099000001\"}\n\n"
	    "{\"old_id\":\"012345678\",\"name\":\"M\\u1eabu\"}\n", ERR_OK);
	struct person p = person_with(PERSON_OLD_ID, "012345678");
	struct listing_hit hit;

	OK(listing_find(l, &p, &hit) && hit.line == 3 &&
	    slice_is(hit.name, "Mẫu") && hit.birth.y == 0, "a record");
	listing_free(l);
	l = load("\xef\xbb\xbf\r\n \n{\"id\":\"001099000001\"}\n", ERR_OK);
	OK(strcmp(find(l, PERSON_ID, "001099000001"), "3 id") == 0,
	    "records behind a mark and blank lines");
	listing_free(l);
	l = load("\xef\xbb\xbf{\"id\":\"001099000001\"}\n", ERR_OK);
	OK(strcmp(find(l, PERSON_ID, "001099000001"), "1 id") == 0,
	    "records behind a mark");
	listing_free(l);
	l = load("\n\n{\"id\":}\n", ERR_JSON);
	OK(listing_line(l) == 3, "the line behind blank ones");
	listing_free(l);
	l = load("\n\nCCCD\n001099000001\n", ERR_OK);
	OK(strcmp(find(l, PERSON_ID, "001099000001"), "4 id") == 0,
	    "a table behind blank lines");
	listing_free(l);
	l = load("\n\n", ERR_NOT_FOUND);
	listing_free(l);
	l = load("{\"id\":\"001099000001\"}\n{\"id\":}\n", ERR_JSON);
	OK(listing_line(l) == 2 && listing_why(l) == NULL, "a bad record");
	listing_free(l);
}

static void
test_errors(void)
{
	struct listing *l = load("", ERR_NOT_FOUND);

	OK(listing_why(l) != NULL, "and says why");
	OK(strcmp(find(l, PERSON_ID, "001099000001"), "-") == 0, "nobody");
	listing_free(l);
	listing_free(NULL);
	l = load("CCCD,a\n001099000001,1\n001099000002,2,3\n", ERR_OK);
	OK(listing_counts(l).listed == 1 && listing_counts(l).unusable == 1,
	    "a row that cannot be used is counted");
	listing_free(l);
}

/* More than once grown. */
static void
test_many(void)
{
	struct listing *l = listing_new();
	struct buf b = { 0 };
	struct person p = { { { NULL, 0 } } };
	struct listing_hit hit;
	char id[24];
	bool good = true;
	int i;

	buf_add_str(&b, "CCCD\n");
	for (i = 0; i < 100000; i++)
		buf_printf(&b, "001099%06d\n", i * 7);
	OK(listing_feed(l, buf_slice(&b)) == ERR_OK &&
	    listing_end(l) == ERR_OK, "a hundred thousand");
	for (i = 0; i < 700000; i++) {
		snprintf(id, sizeof id, "001099%06d", i);
		p.f[PERSON_ID] = (struct slice){ id, 12 };
		good = good && listing_find(l, &p, &hit) == (i % 7 == 0) &&
		    (i % 7 != 0 || hit.line == (unsigned)i / 7 + 2);
	}
	OK(good, "each is found, no other is");
	buf_release(&b);
	listing_free(l);
}

int
main(void)
{
	test_table();
	test_records();
	test_errors();
	test_many();
	return tap_done();
}
