/* SPDX-License-Identifier: ISC */
/* The files of the card and the object with their hashes (Doc 9303-10, 4.6.2.3):
 * first as they are to be signed, then as they are given. */
#include <stdlib.h>
#include <string.h>

#include "forge.h"

static const struct sim_person somebody = {
	.id = "001099000001", .name = "Nguyễn Văn Mẫu", .born = "19990102",
	.sex = "M", .nationality = "Việt Nam", .ethnicity = "Kinh",
	.religion = "Không", .hometown = "Xã Mẫu, Huyện Thử, Hà Nội",
	.residence = "Số 1, Phường Mẫu, Quận Thử, Hà Nội", .marks = "",
	.issued = "20250201", .expires = "20390102",
	.father = "Nguyễn Văn Bố", .mother = "Trần Thị Mẹ", .spouse = "",
	.old_id = "", .serial = "00A1B2C3D4E5F607"
};

/* "DG13" or "13": which file. */
static enum sim_file
file_of(const char *name)
{
	const char *digits = strncmp(name, "DG", 2) == 0 ? name + 2 : name;

	if (strcmp(name, "COM") == 0)
		return SIM_COM;
	if (strcmp(name, "SOD") == 0)
		return SIM_SOD;
	if (strcmp(name, "CardAccess") == 0)
		return SIM_CARD_ACCESS;
	return SIM_DG1 + (enum sim_file)(atoi(digits) - 1);
}

/* dg1.at=N dg1.to=TEXT: letters of the zone from there on (line 2 begins at 30);
 * check digits stay as they were. */
static void
write_over(struct spec *s, struct sim_bytes *dg1)
{
	const char *text = spec_get(s, "dg1", "to", "");
	size_t at = (size_t)atoi(spec_get(s, "dg1", "at", "0"));

	memcpy(dg1->p + dg1->n - 90 + at, text, strlen(text));
	if (spec_is(s, "dg1", "form", "empty"))
		dg1->n = 5;
	if (spec_is(s, "dg1", "form", "empty"))
		memcpy(dg1->p, "\x61\x03\x5f\x1f", 5);
}

/* dg2.picture: none, jp2, 39794, other (of another kind than its header says). */
static void
picture(struct spec *s, struct forge_card *c)
{
	struct sim_bytes *dg2 = &c->file[SIM_DG2];
	size_t i;

	c->profile.face_size = 700;
	if (spec_is(s, "dg2", "picture", "none"))
		c->profile.face = SIM_FACE_NONE;
	if (spec_is(s, "dg2", "picture", "jp2"))
		c->profile.face = SIM_FACE_JP2;
	if (spec_is(s, "dg2", "picture", "39794"))
		c->profile.face = SIM_FACE_39794;
	make_dg2(&c->profile, dg2);
	if (spec_is(s, "dg2", "picture", "other"))
		for (i = 0; i + 3 < dg2->n; i++)
			if (memcmp(dg2->p + i, "\xff\xd8\xff", 3) == 0) {
				memcpy(dg2->p + i, "%PDF-1.7", 8);
				break;
			}
}

/* DG13 of somebody else: dg13.id=, dg13.name=, dg13.born=, dg13.sex= */
static void
other_dg13(struct spec *s, struct forge_card *c)
{
	struct sim_profile p = c->profile;

	p.person.id = spec_get(s, "dg13", "id", p.person.id);
	p.person.name = spec_get(s, "dg13", "name", p.person.name);
	p.person.born = spec_get(s, "dg13", "born", p.person.born);
	p.person.sex = spec_get(s, "dg13", "sex", p.person.sex);
	p.person.issued = spec_get(s, "dg13", "issued", p.person.issued);
	make_dg13(&p, &c->file[SIM_DG13]);
}

/* infos.access=other: PACE over another curve than DG14 has; infos.dg14=none:
 * nothing of PACE there; infos.ca=yes: Chip Authentication advertised. */
static void
security_infos(struct spec *s, struct forge_card *c)
{
	struct sim_profile access = c->profile, dg14 = c->profile;
	EVP_PKEY *ca = NULL;

	if (spec_is(s, "infos", "ca", "yes")) {
		dg14.ca_param = access.ca_param = 13;
		ca = forge_key("bp256", "explicit", "ca")->key;
	}
	if (spec_is(s, "infos", "access", "other"))
		access.pace_param = 12;
	if (spec_is(s, "infos", "dg14", "none"))
		dg14.pace_param = -1;
	make_dg14(&dg14, ca, &c->file[SIM_DG14]);
	infos_set(&access, NULL, false, &c->file[SIM_CARD_ACCESS]);
}

void
forge_files(struct spec *s, struct forge_card *c)
{
	struct sim_person *who = &c->profile.person;
	unsigned groups = 1u << 0 | 1u << 1 | 1u << 2 | 1u << 12 | 1u << 13;

	c->profile = *sim_profile_named("2021");
	*who = somebody;
	who->id = spec_get(s, "who", "id", who->id);
	who->name = spec_get(s, "who", "name", who->name);
	who->expires = spec_get(s, "who", "expires", who->expires);
	who->issued = spec_get(s, "who", "issued", who->issued);
	c->profile.ca_param = -1;
	c->profile.aa = SIM_AA_NONE;
	make_dg1(&c->profile, &c->file[SIM_DG1]);
	write_over(s, &c->file[SIM_DG1]);
	picture(s, c);
	make_dg3(&c->profile, &c->file[SIM_DG3]);
	other_dg13(s, c);
	security_infos(s, c);
	if (spec_is(s, "com", "list", "more"))
		groups |= 1u << 10;
	if (spec_is(s, "com", "list", "less"))
		groups &= ~(1u << 12);
	make_com(&c->profile, groups, &c->file[SIM_COM]);
	if (spec_is(s, "com", "list", "broken"))
		c->file[SIM_COM].p[1] += 2;
	if (spec_is(s, "com", "version", "0108"))
		memcpy(c->file[SIM_COM].p + 5, "0108", 4);
}

static void
put_group(struct sim_bytes *out, int number, const char *md,
    const struct sim_bytes *file, size_t cut)
{
	size_t one = der_open(out, SEQUENCE), n;
	uint8_t hash[64];

	der_int(out, INTEGER, number);
	n = forge_hash(md, file->p, file->n, hash);
	der_tlv(out, OCTETS, hash, n - cut);
	der_close(out, one);
}

/* lds.groups: zero, seventeen, twice, cut (one hash four octets short), none;
 * lds.drop=N: not listed; lds.md5: hashed with it. */
static void
put_groups(struct spec *s, const struct forge_card *c, const char *md,
    struct sim_bytes *out)
{
	const char *how = spec_get(s, "lds", "groups", "");
	int drop = atoi(spec_get(s, "lds", "drop", "0")), n;
	const struct sim_bytes *dg1 = &c->file[SIM_DG1];

	if (strcmp(how, "none") == 0)
		return;
	if (strcmp(how, "zero") == 0)
		put_group(out, 0, md, dg1, 0);
	for (n = 1; n <= 16; n++)
		if (c->file[SIM_DG1 + n - 1].n > 0 && n != drop)
			put_group(out, n, md, &c->file[SIM_DG1 + n - 1],
			    n == 3 && strcmp(how, "cut") == 0 ? 4 : 0);
	if (strcmp(how, "seventeen") == 0)
		put_group(out, 17, md, dg1, 0);
	if (strcmp(how, "twice") == 0)
		put_group(out, 13, md, dg1, 0);
}

void
forge_object(struct spec *s, const struct forge_card *c,
    struct sim_bytes *out)
{
	const char *version = spec_get(s, "lds", "version", "0");
	const char *info = spec_get(s, "lds", "info",
	    strcmp(version, "1") == 0 ? "right" : "none");
	const char *md = spec_get(s, "lds", "hash", "sha256");
	size_t all = der_open(out, SEQUENCE), list, at;

	der_int(out, INTEGER, atol(version));
	forge_hash_write(md, !spec_is(s, "lds", "null", "no"), out);
	list = der_open(out, SEQUENCE);
	put_groups(s, c, md, out);
	der_close(out, list);
	if (strcmp(info, "none") != 0) {
		at = der_open(out, SEQUENCE);
		der_text(out, PRINTABLE, spec_get(s, "lds", "lds-version",
		    "0107"));
		der_text(out, PRINTABLE, "040000");
		der_close(out, at);
	}
	if (spec_is(s, "lds", "trailing", "inside"))
		der_null(out);
	der_close(out, all);
	if (spec_is(s, "lds", "trailing", "behind"))
		sim_add(out, "\x05\0", 2);
}

/* files.edit=DG2: one bit; files.extra=DG11: one that nobody signed;
 * files.missing=DG2; files.swap: DG13 of another card. */
void
forge_damage(struct spec *s, struct forge_card *c)
{
	const char *edit = spec_get(s, "files", "edit", "");
	const char *extra = spec_get(s, "files", "extra", "");
	const char *missing = spec_get(s, "files", "missing", "");
	struct sim_bytes *f;
	struct sim_profile p = c->profile;

	if (*edit != '\0') {
		f = &c->file[file_of(edit)];
		f->p[f->n - 6] ^= 0x01;
	}
	if (strcmp(extra, "DG11") == 0)
		make_dg11(&c->profile, &c->file[SIM_DG11]);
	if (strcmp(extra, "DG15") == 0)
		make_dg15(forge_key("rsa2048", "named", "aa")->key,
		    &c->file[SIM_DG15]);
	if (*missing != '\0')
		sim_clear(&c->file[file_of(missing)]);
	if (spec_is(s, "files", "swap", "DG13")) {
		p.person.name = "Trần Văn Khác";
		sim_clear(&c->file[SIM_DG13]);
		make_dg13(&p, &c->file[SIM_DG13]);
	}
}

void
forge_card_clear(struct forge_card *c)
{
	size_t f;

	for (f = 0; f < SIM_FILES; f++)
		sim_clear(&c->file[f]);
}
