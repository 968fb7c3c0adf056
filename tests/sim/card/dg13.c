/* SPDX-License-Identifier: ISC */
/* DG13 of the Vietnamese card: a version, the ISO 10646 arc, and a SET of
 * numbered fields. Which of them are UTF8String and which PrintableString is as
 * real cards have it. */
#include <stdio.h>
#include <string.h>

#include "make.h"

enum { UTF8 = 0x0c, PRINTABLE = 0x13, SEQUENCE = 0x30, FIELDS = 16 };

struct dg13 {
	const struct sim_profile *profile;
	const char *text[FIELDS + 1];	/* by number; NULL: missing */
	char day[3][24];
};

/* YYYYMMDD as dd/mm/yyyy. */
static const char *
slashed(const char *day, char out[24])
{
	snprintf(out, 24, "%.2s/%.2s/%.4s", day + 6, day + 4, day);
	return out;
}

static unsigned
string_tag(const struct dg13 *d, int n)
{
	bool printable = n == 1 || n == 3 || n == 11 || n == 15 || n == 16;

	return printable && !d->profile->dg13_utf8_only ? PRINTABLE : UTF8;
}

/* A name in a SEQUENCE of its own. */
static void
wrapped(const char *name, struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE);

	der_text(out, UTF8, name);
	der_close(out, at);
}

static void
parents(const struct sim_profile *p, struct sim_bytes *out)
{
	const struct sim_person *who = &p->person;
	const char *father = who->father != NULL ? who->father : "";
	const char *mother = who->mother != NULL ? who->mother : "";
	size_t at;

	if (*father == '\0' && *mother == '\0')
		return;
	if (p->parents == SIM_PARENTS_TWO) {
		wrapped(father, out);
		wrapped(mother, out);
		return;
	}
	at = der_open(out, SEQUENCE);
	der_text(out, UTF8, father);
	der_text(out, UTF8, mother);
	der_close(out, at);
}

static void
field(const struct dg13 *d, int n, struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE);

	der_int(out, 0x02, n);
	if (n == 13)
		parents(d->profile, out);
	else if (n == 14 && *d->text[n] != '\0')
		wrapped(d->text[n], out);
	else if (n != 14)
		der_text(out, string_tag(d, n), d->text[n]);
	der_close(out, at);
}

static void
collect(const struct sim_profile *p, struct dg13 *d)
{
	const struct sim_person *who = &p->person;

	d->profile = p;
	d->text[1] = who->id;
	d->text[2] = who->name;
	d->text[3] = slashed(who->born, d->day[0]);
	d->text[4] = who->sex[0] == 'F' ? "Nữ" : "Nam";
	d->text[5] = who->nationality;
	d->text[6] = who->ethnicity;
	d->text[7] = who->religion;
	d->text[8] = who->hometown;
	d->text[9] = who->residence;
	d->text[10] = who->marks;
	d->text[11] = slashed(who->issued, d->day[1]);
	d->text[12] = who->expires == NULL ? "Không thời hạn" :
	    slashed(who->expires, d->day[2]);
	d->text[13] = who->father != NULL || who->mother != NULL ? "" : NULL;
	d->text[14] = who->spouse;
	d->text[15] = who->old_id;
	d->text[16] = who->serial;
}

void
make_dg13(const struct sim_profile *p, struct sim_bytes *out)
{
	struct dg13 d = { 0 };
	size_t all, sequence, set;
	int i, n;

	collect(p, &d);
	all = der_open(out, 0x6d);
	sequence = der_open(out, SEQUENCE);
	der_int(out, 0x02, 1);
	der_oid(out, "1.0.10646.1.0.8");
	set = der_open(out, 0x31);
	for (i = 0; i < FIELDS; i++) {
		/* 7 has no factor in common with 17: every number once */
		n = p->dg13_shuffled ? (i + 1) * 7 % 17 : i + 1;
		if (d.text[n] != NULL)
			field(&d, n, out);
	}
	der_close(out, set);
	der_close(out, sequence);
	der_close(out, all);
}
