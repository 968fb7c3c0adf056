/* SPDX-License-Identifier: ISC */
/* Our parsers read what the card in software is issued with, which shares no
 * line with them: persons, faces and lists come back as they went in. */
#include <string.h>

#include "../sim/card/sim.h"
#include "base/sha256.h"
#include "chip/face.h"
#include "chip/holder.h"
#include "tap.h"

static const struct date today = { 2026, 6, 15 };

/* YYYYMMDD as a record has it. */
static const char *
iso(const char *day, char out[32])
{
	snprintf(out, 32, "%.4s-%.2s-%.2s", day, day + 4, day + 6);
	return out;
}

static bool
says(const struct holder *h, enum person_field f, const char *want)
{
	struct slice v = h->person.f[f];
	bool none = want == NULL || *want == '\0';

	if (none ? v.p == NULL : slice_is(v, want))
		return true;
	printf("# %s: got %.*s, want %s\n", person_field_name(f), (int)v.n,
	    v.p != NULL ? v.p : "", none ? "nothing" : want);
	return false;
}

/* Only what DG13 has and DG1 has not. */
static bool
same_texts(const struct holder *h, const struct sim_person *p)
{
	char day[32];

	return says(h, PERSON_NAME, p->name) &&
	    says(h, PERSON_ETHNICITY, p->ethnicity) &&
	    says(h, PERSON_RELIGION, p->religion) &&
	    says(h, PERSON_HOMETOWN, p->hometown) &&
	    says(h, PERSON_RESIDENCE, p->residence) &&
	    says(h, PERSON_MARKS, p->marks) &&
	    says(h, PERSON_FATHER, p->father) &&
	    says(h, PERSON_MOTHER, p->mother) &&
	    says(h, PERSON_SPOUSE, p->spouse) &&
	    says(h, PERSON_OLD_ID, p->old_id) &&
	    says(h, PERSON_ISSUED, iso(p->issued, day));
}

static bool
same_zone(const struct holder *h, const struct sim_person *p)
{
	char born[32], end[32];

	return says(h, PERSON_ID, p->id) && says(h, PERSON_SEX, p->sex) &&
	    says(h, PERSON_NATIONALITY, "VNM") &&
	    says(h, PERSON_DOB, iso(p->born, born)) &&
	    says(h, PERSON_EXPIRES, p->expires == NULL ? "never" :
	    iso(p->expires, end));
}

static bool
no_warnings(const struct holder *h)
{
	size_t i;

	for (i = 0; i < h->warnings; i++)
		printf("# %s: %s\n", h->warning[i].field, h->warning[i].why);
	return h->warnings == 0;
}

static struct slice
file_of(const struct sim_issue *c, enum sim_file f)
{
	return (struct slice){ (const char *)c->file[f].p, c->file[f].n };
}

/* The list of the SOD is that of the files, each with its hash; that of EF.COM
 * is the same but for the profile where it differs. */
static void
check_lists(const struct sim_profile *p, const struct sim_issue *c)
{
	struct lds_com com = { .groups = 0 };
	struct lds_sod sod = { .groups = 0 };
	uint8_t digest[SHA256_BYTES];
	uint32_t groups = 0;
	bool good = true;
	int n;

	OK(lds_com_parse(file_of(c, SIM_COM), &com) == ERR_OK &&
	    lds_sod_parse(file_of(c, SIM_SOD), &sod) == ERR_OK &&
	    sod.hash_kind == CRYPTO_SHA256, "%s: its lists", p->name);
	for (n = 1; n <= 16; n++) {
		struct slice f = file_of(c, (enum sim_file)(SIM_DG1 + n - 1));

		if (f.n == 0)
			continue;
		groups |= 1u << (n - 1);
		sha256(f, digest);
		good = good && slice_eq(sod.hash[n - 1],
		    (struct slice){ (const char *)digest, sizeof digest });
	}
	OK(good && sod.groups == groups && (com.groups == groups) ==
	    !p->com_differs, "%s: every file is listed", p->name);
	lds_sod_release(&sod);
}

static void
check_face(const struct sim_profile *p, const struct sim_issue *c)
{
	struct slice dg2 = file_of(c, SIM_DG2);
	struct face f = { .count = 0 };
	enum face_kind kind = p->face == SIM_FACE_JP2 ? FACE_JP2 : FACE_JPEG;
	enum err e;

	if (dg2.n == 0)
		return;
	e = face_parse(dg2, &f);
	if (p->face == SIM_FACE_NONE) {
		OK(e == ERR_NOT_FOUND, "%s: no face", p->name);
		return;
	}
	OK(e == ERR_OK && (f.kind == kind || f.kind == FACE_J2K) &&
	    (f.kind == FACE_JPEG) == (kind == FACE_JPEG) && f.count == 1 &&
	    f.version == (p->face == SIM_FACE_39794 ? 39794 : 19794) &&
	    f.width > 0 && f.height > f.width &&
	    f.picture.p + f.picture.n <= dg2.p + dg2.n, "%s: its face, %d by "
	    "%d", p->name, f.width, f.height);
}

static void
check_holder(const struct sim_profile *p, const struct sim_issue *c)
{
	struct slice files[LDS_FILES] = { { NULL, 0 } };
	struct holder h = { .warnings = 0 };
	int n;

	for (n = 1; n <= 16; n++)
		files[LDS_DG1 + n - 1] = file_of(c,
		    (enum sim_file)(SIM_DG1 + n - 1));
	OK(holder_read(files, today, &h) == ERR_OK, "%s: a holder", p->name);
	OK(same_zone(&h, &p->person), "%s: number and dates", p->name);
	if (p->td3)
		OK(says(&h, PERSON_DOC_TYPE, "passport") &&
		    h.person.f[PERSON_DOC_NO].p != NULL &&
		    h.extra.n > 0, "%s: a passport", p->name);
	else
		OK(same_texts(&h, &p->person) && says(&h, PERSON_DOC_NO, NULL),
		    "%s: every text", p->name);
	OK(no_warnings(&h), "%s: no warning", p->name);
	holder_release(&h);
}

/* Without active proofs, whose keys take their time to make. */
static void
one(const char *name, const struct sim_pki *pki)
{
	struct sim_profile p = *sim_profile_named(name);
	struct sim_issue c = { 0 };

	p.aa = SIM_AA_NONE;
	if (!OK(sim_issue(&p, pki, &c), "%s: issued", name))
		return;
	check_lists(&p, &c);
	check_face(&p, &c);
	check_holder(&p, &c);
	sim_issue_free(&c);
}

/* Many people, each whole. */
static void
crowd(unsigned people, const struct sim_pki *pki)
{
	struct sim_profile p = *sim_profile_named("child");
	struct sim_issue c = { 0 };
	struct sim_crowd who;
	unsigned i;

	p.aa = SIM_AA_NONE;
	for (i = 0; i < people; i++) {
		sim_crowd(i, &who);
		p.person = who.person;
		p.name = who.person.name;
		if (!OK(sim_issue(&p, pki, &c), "number %u of the crowd", i))
			return;
		check_holder(&p, &c);
		sim_issue_free(&c);
	}
}

int
main(void)
{
	static const char *const names[] = { "2021", "2024", "child",
	    "child-nodg2", "forever", "parents", "sparse", "long", "one-word",
	    "utf8", "shuffled", "passport", "com-differs", "jp2", "face39794",
	    "big" };
	struct sim_pki *pki = sim_pki_new(NULL, false);
	size_t i;

	if (OK(pki != NULL, "an authority"))
		for (i = 0; i < sizeof names / sizeof *names; i++)
			one(names[i], pki);
	if (pki != NULL)
		crowd(50, pki);
	sim_pki_free(pki);
	return tap_done();
}
