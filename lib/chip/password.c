/* SPDX-License-Identifier: ISC */
/* Which keys to try, from what is known of a person or a document. */
#include <string.h>

#include "base/mem.h"
#include "chip/password.h"
#include "identity/expiry.h"
#include "identity/mrz.h"

#define ID 12
#define CAN 6
#define CARD_NUMBER 9			/* of a citizen card: the id's last */
#define MRZ_NUMBER 9			/* the field; longer ones go on after */
#define NEVER "991231"

void
password_wipe(struct password *p)
{
	mem_wipe(p, sizeof *p);
}

/* Copies n octets that are known to fit, and a NUL. */
static void
set(char *to, const char *from, size_t n)
{
	memcpy(to, from, n);
	to[n] = '\0';
}

static void
set_id(struct password *p, struct slice id)
{
	set(p->id, id.p, ID);
	set(p->can, id.p + ID - CAN, CAN);
	set(p->document, id.p + ID - CARD_NUMBER, CARD_NUMBER);
}

static void
add_expiry(struct password *p, const char expiry[7])
{
	size_t i;

	if (expiry[0] == '\0' || p->expiries == PASSWORD_MAX_EXPIRIES)
		return;
	for (i = 0; i < p->expiries; i++)
		if (strcmp(p->expiry[i], expiry) == 0)
			return;
	set(p->expiry[p->expiries++], expiry, 6);
}

enum err
password_from_id(struct slice id, struct password *out)
{
	struct password p = { .kind = "id" };

	if (id.n != ID || !slice_digits(id))
		return ERR_FORMAT;
	set_id(&p, id);
	*out = p;
	password_wipe(&p);
	return ERR_OK;
}

enum err
password_from_can(struct slice can, struct password *out)
{
	struct password p = { .kind = "can" };

	if (can.n != CAN || !slice_digits(can))
		return ERR_FORMAT;
	set(p.can, can.p, CAN);
	*out = p;
	password_wipe(&p);
	return ERR_OK;
}

enum err
password_from_mrz(struct slice lines, struct password *out)
{
	struct password p = { .kind = "mrz" };
	struct mrz m;
	enum err e = mrz_parse(lines, &m);

	if (e == ERR_OK && (m.number.n == 0 ||
	    m.number.n > PASSWORD_DOCUMENT_MAX))
		e = ERR_FORMAT;
	if (e == ERR_OK && m.wrong != 0)
		e = ERR_RANGE;
	if (e != ERR_OK)
		goto out;
	if (m.citizen_id.p != NULL)
		set_id(&p, m.citizen_id);
	set(p.document, m.number.p, m.number.n);
	set(p.birth, m.birth.p, m.birth.n);
	set(p.expiry[p.expiries++], m.expiry.p, m.expiry.n);
	*out = p;
out:
	mem_wipe(&m, sizeof m);
	password_wipe(&p);
	return e;
}

static void
put_two(char *to, int v)
{
	if (v == 0)
		memset(to, '<', 2);
	else {
		to[0] = (char)('0' + v % 100 / 10);
		to[1] = (char)('0' + v % 10);
	}
}

/* YYMMDD, fillers for what is not known (Doc 9303-3, 4.8); empty for none. */
static void
set_date(char to[7], struct date d)
{
	to[0] = '\0';
	if (d.y == 0)
		return;
	to[0] = (char)('0' + d.y % 100 / 10);
	to[1] = (char)('0' + d.y % 10);
	put_two(to + 2, d.m);
	put_two(to + 4, d.m != 0 ? d.d : 0);
	to[6] = '\0';
}

/* As printed, capitals or not. */
static enum err
set_document(struct password *p, struct slice s)
{
	size_t i;
	char c;

	if (s.n == 0 || s.n > PASSWORD_DOCUMENT_MAX)
		return ERR_FORMAT;
	for (i = 0; i < s.n; i++) {
		c = s.p[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')))
			return ERR_FORMAT;
		p->document[i] = c;
	}
	p->document[s.n] = '\0';
	if (s.n == CARD_NUMBER && slice_digits(s))
		set(p->can, s.p + CARD_NUMBER - CAN, CAN);
	return ERR_OK;
}

enum err
password_from_fields(struct slice document, struct date birth,
    struct date expiry, bool never, struct password *out)
{
	struct password p = { .kind = "mrz" };
	char text[7];
	enum err e = ERR_OK;

	if (document.n == ID && slice_digits(document))
		set_id(&p, document);
	else
		e = set_document(&p, document);
	if (e == ERR_OK) {
		set_date(text, expiry);
		add_expiry(&p, never ? NEVER : expiry.d != 0 ? text : "");
		password_add_birth(&p, birth, (struct date){ 0, 0, 0 });
		*out = p;
	}
	password_wipe(&p);
	return e;
}

/* The first day on which somebody born then could have got a card with a
 * chip: they began on 1 January 2021, for those of 14 (Law 59/2014/QH13,
 * art. 19), and for children on 1 July 2024 (Law 26/2023/QH15, art. 19). */
static struct date
first_issue(struct date birth)
{
	const struct date chips = { 2021, 1, 1 }, children = { 2024, 7, 1 };
	struct date d = date_add_years(birth, 14);

	if (date_cmp(d, children) >= 0)
		return date_cmp(birth, children) > 0 ? birth : children;
	return date_cmp(d, chips) > 0 ? d : chips;
}

/* Who was born on 29 February may find 28 February or 1 March on the card. */
static void
add_candidate(struct password *p, struct date birth, bool never,
    struct date end)
{
	char text[7];

	if (never) {
		add_expiry(p, NEVER);
		return;
	}
	set_date(text, end);
	add_expiry(p, text);
	if (end.m == birth.m)
		return;
	set_date(text, (struct date){ end.y, 2, 28 });
	add_expiry(p, text);
}

static void
add_legal(struct password *p, struct date birth, struct date issued)
{
	struct expiry x;

	if (date_is_real(issued)) {
		if (!expiry_estimate(birth, issued, &x))
			return;
		add_candidate(p, birth, x.never, x.date);
		if (x.alternative)
			add_candidate(p, birth, x.alt_never, x.alt_date);
		return;
	}
	/* Any of the ages from the first possible one on: a card that is issued
	 * on the last day of another runs to the next. */
	issued = first_issue(birth);
	do {
		if (!expiry_estimate(birth, issued, &x))
			return;
		add_candidate(p, birth, x.never, x.date);
		issued = x.date;
	} while (!x.never && p->expiries < PASSWORD_MAX_EXPIRIES);
}

/* The law is that of citizen cards, whose number has nine digits. */
void
password_add_birth(struct password *p, struct date birth, struct date issued)
{
	struct slice number = slice_str(p->document);

	if (number.n == 0 || birth.y == 0)
		return;
	if (p->birth[0] == '\0')
		set_date(p->birth, birth);
	if (p->expiries == 0 && date_is_real(birth) &&
	    number.n == CARD_NUMBER && slice_digits(number))
		add_legal(p, birth, issued);
}

/* A date that is there and good, else none: without it PACE still works. */
static struct date
record_date(struct record *r, const char *name)
{
	struct date d = { 0, 0, 0 };
	struct slice s;

	if (record_text(r, name, &s) != ERR_OK || date_parse(s, &d) != ERR_OK)
		d = (struct date){ 0, 0, 0 };
	return d;
}

enum err
password_from_record(struct record *r, struct password *out)
{
	const struct json_value *qr = record_find(r, "qr");
	struct slice s;
	struct date expires;
	char text[7];
	enum err e = record_text(r, "mrz", &s);

	if (e == ERR_OK)
		return password_from_mrz(s, out);
	if (e == ERR_NOT_FOUND)
		e = record_text(r, "id", &s);
	if (e == ERR_NOT_FOUND)
		return e;
	if (e != ERR_OK || password_from_id(s, out) != ERR_OK)
		return ERR_FORMAT;
	if (qr != NULL && qr->type == JSON_T_OBJECT)
		out->kind = "qr";
	expires = record_date(r, "expires");
	if (record_text(r, "expires", &s) == ERR_OK && slice_is(s, "never"))
		add_expiry(out, NEVER);
	else if (expires.d != 0) {
		set_date(text, expires);
		add_expiry(out, text);
	}
	password_add_birth(out, record_date(r, "dob"),
	    record_date(r, "issued"));
	return ERR_OK;
}

bool
password_has_mrz(const struct password *p)
{
	return p->document[0] != '\0' && p->birth[0] != '\0' &&
	    p->expiries > 0;
}

static void
add_field(struct buf *out, struct slice field)
{
	buf_add_slice(out, field);
	buf_add_char(out, (char)('0' + mrz_check_digit(field)));
}

void
password_mrz_info(const struct password *p, size_t n, struct buf *out)
{
	char number[PASSWORD_DOCUMENT_MAX + 1];
	size_t size = strlen(p->document);

	memcpy(number, p->document, sizeof number);
	while (size < MRZ_NUMBER)
		number[size++] = '<';
	add_field(out, (struct slice){ number, size });
	add_field(out, slice_str(p->birth));
	add_field(out, slice_str(p->expiry[n]));
	mem_wipe(number, sizeof number);
}
