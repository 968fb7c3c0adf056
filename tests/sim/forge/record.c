/* SPDX-License-Identifier: ISC */
/* The record that a reader makes of the card (man/cccd-record.5), with what was
 * changed in it. */
#include <stdlib.h>
#include <string.h>

#include "forge.h"

/* None of our texts has a quote or a backslash; a line feed is "\n" there. */
static void
pair(FILE *to, const char *key, const char *value)
{
	fprintf(to, "\"%s\":\"%s\",", key, value);
}

static void
octets(FILE *to, const char *key, const struct sim_bytes *b)
{
	unsigned char *text = malloc(4 * (b->n / 3) + 5);

	if (text == NULL)
		abort();
	EVP_EncodeBlock(text, b->p, (int)b->n);
	fprintf(to, "\"%s\":\"%s\"", key, text);
	free(text);
}

/* Member `key`; record.KEY=value puts another in its place, record.KEY=- none. */
static void
member(struct spec *s, FILE *to, const char *key, const char *value)
{
	value = spec_get(s, "record", key, value);
	if (value != NULL && strcmp(value, "-") != 0 && *value != '\0')
		pair(to, key, value);
}

static const char *
dashed(const char *day, char out[12])
{
	snprintf(out, 12, "%.4s-%.2s-%.2s", day, day + 4, day + 6);
	return out;
}

static void
zone(const struct forge_card *c, char out[100])
{
	const struct sim_bytes *f = &c->file[SIM_DG1];
	const char *p = (const char *)f->p + f->n - 90;

	*out = '\0';
	if (f->n > 90)
		snprintf(out, 100, "%.30s\\n%.30s\\n%.30s", p, p + 30, p + 60);
}

static void
holder(struct spec *s, const struct forge_card *c, FILE *to)
{
	const struct sim_person *who = &c->profile.person;
	char born[12], issued[12], expires[12], mrz[100];
	const char *listed = spec_get(s, "dg13", "name", who->name);

	zone(c, mrz);
	member(s, to, "id", who->id);
	member(s, to, "name", spec_is(s, "record", "follow", "dg13") ? listed :
	    who->name);
	member(s, to, "dob", dashed(who->born, born));
	member(s, to, "sex", who->sex);
	member(s, to, "nationality", "VNM");
	member(s, to, "ethnicity", who->ethnicity);
	member(s, to, "religion", who->religion);
	member(s, to, "hometown", who->hometown);
	member(s, to, "residence", who->residence);
	member(s, to, "father", who->father);
	member(s, to, "mother", who->mother);
	member(s, to, "issued", dashed(spec_get(s, "dg13", "issued",
	    who->issued), issued));
	member(s, to, "expires", dashed(who->expires, expires));
	member(s, to, "mrz", mrz);
	member(s, to, "doc_type", NULL);
	member(s, to, "doc_no", NULL);
	member(s, to, "old_id", NULL);
	member(s, to, "marks", NULL);
	pair(to, "source", "chip");
}

static const char *const names[] = { "CardAccess", "CardSecurity", "COM", "SOD",
	"DG1", "DG2", "DG3", "DG4", "DG5", "DG6", "DG7", "DG8", "DG9", "DG10",
	"DG11", "DG12", "DG13", "DG14", "DG15", "DG16" };

/* chip.absent.DG3 has its reason; absent.DG2=not-asked gives one more. */
static void
files(struct spec *s, const struct forge_card *c, FILE *to)
{
	const char *comma = "", *why;
	int f;

	fputs("\"files\":{", to);
	for (f = 0; f < SIM_FILES; f++) {
		if (c->file[f].n == 0 || (f == SIM_DG3 &&
		    !spec_is(s, "files", "give", "DG3")))
			continue;
		fputs(comma, to);
		octets(to, names[f], &c->file[f]);
		comma = ",";
	}
	fputs("},\"absent\":{\"CardSecurity\":\"not-needed\"", to);
	for (f = SIM_COM; f < SIM_FILES; f++) {
		why = spec_get(s, "absent", names[f], f == SIM_DG3 &&
		    !spec_is(s, "files", "give", "DG3") ? "protected" : "-");
		if (strcmp(why, "-") != 0)
			fprintf(to, ",\"%s\":\"%s\"", names[f], why);
	}
	fputs("}", to);
}

static void
what_case(const struct forge_case *what, FILE *to)
{
	fputs("\"case\":{", to);
	pair(to, "name", what->name);
	pair(to, "check", what->check);
	pair(to, "settings", what->settings);
	pair(to, "also", what->also != NULL ? what->also : "");
	pair(to, "neighbour", what->neighbour != NULL ? what->neighbour :
	    "good");
	fprintf(to, "\"class\":\"%s\"}", what->class);
}

void
forge_record(struct spec *s, const struct forge_card *c,
    const struct forge_case *what, FILE *to)
{
	fputs("{", to);
	holder(s, c, to);
	fputs("\"chip\":{\"version\":1,", to);
	pair(to, "read_at", spec_get(s, "chip", "read-at",
	    "2026-11-20T10:00:00+07:00"));
	pair(to, "reader", "forge");
	pair(to, "source_mode", "live");
	pair(to, "nonce", "000102030405060708090a0b0c0d0e0f");
	if (spec_is(s, "chip", "access", "bac")) {
		fputs("\"access\":{\"protocol\":\"bac\",\"password\":\"mrz\","
		    "\"key\":\"mrz\",\"cardaccess\":\"read\"", to);
		if (!spec_is(s, "chip", "fallback", ""))
			fprintf(to, ",\"fallback\":{\"why\":\"%s\"}",
			    spec_get(s, "chip", "fallback", ""));
		fputs("},", to);
	} else {
		fputs("\"access\":{\"protocol\":\"pace\",\"oid\":"
		    "\"0.4.0.127.0.7.2.2.4.2.2\",\"param\":13,\"password\":"
		    "\"can\",\"key\":\"id\",\"cardaccess\":\"read\"},", to);
	}
	files(s, c, to);
	if (c->file[SIM_DG13].n > 0 && !spec_is(s, "record", "serial", "-"))
		fprintf(to, ",\"extra\":{\"dg13.16\":\"%s\"}", spec_get(s,
		    "record", "serial", c->profile.person.serial));
	fputs("},", to);
	what_case(what, to);
	fputs("}\n", to);
}
