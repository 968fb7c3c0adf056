/* SPDX-License-Identifier: ISC */
/* The person of the signed files made anew, and compared member by member. */
#include <string.h>

#include "base/mem.h"
#include "chip/face.h"
#include "chip/holder.h"
#include "record/json.h"
#include "trust/agree.h"
#include "trust/country.h"

/* In rising order: the worst member decides. */
enum same { SAME, UNSIGNED, LEFT_OUT, OTHER, NUMBER_UNSIGNED, PART_GONE };

/* Who it is and until when: what everything after this rests on. */
static bool
is_needed(enum person_field f)
{
	return f == PERSON_ID || f == PERSON_NAME || f == PERSON_DOB ||
	    f == PERSON_DOC_NO || f == PERSON_EXPIRES;
}

/* The zone says nothing that other members do not. Where no file has the name
 * with its marks, marks on the letters of the zone are merely unsigned. */
static enum same
compare(enum person_field f, struct slice said, const struct holder *h,
    const struct mrz *m)
{
	struct slice is = h->person.f[f];

	if (is.p == NULL)
		return said.p == NULL ? SAME :
		    f == PERSON_ID ? NUMBER_UNSIGNED : UNSIGNED;
	if (said.p == NULL)
		return is_needed(f) ? PART_GONE :
		    f == PERSON_MRZ ? SAME : LEFT_OUT;
	if (slice_eq(said, is))
		return SAME;
	return f == PERSON_NAME && h->name_is_mrz &&
	    mrz_name_agrees(m, said) ? UNSIGNED : OTHER;
}

/* False: a text that is none. */
static bool
same_text(const struct json_value *a, const struct json_value *b)
{
	struct buf x = { 0 }, y = { 0 };
	bool same;

	if (slice_eq(a->raw, b->raw))
		return true;
	same = json_text(a, &x) == ERR_OK && json_text(b, &y) == ERR_OK &&
	    slice_eq(buf_slice(&x), buf_slice(&y));
	buf_wipe(&x);
	buf_wipe(&y);
	return same;
}

static bool
has_member(struct slice object, struct slice key, struct json_value *out)
{
	struct json_member m;

	while (json_next_member(&object, &m))
		if (slice_eq(m.key, key)) {
			*out = m.value;
			return true;
		}
	return false;
}

static bool same_value(const struct json_value *said,
    const struct json_value *is);

static bool
same_members(struct slice said, struct slice is)
{
	struct json_member m;
	struct json_value v;

	while (json_next_member(&said, &m))
		if (!has_member(is, m.key, &v) || !same_value(&m.value, &v))
			return false;
	return true;
}

static bool
same_elements(struct slice said, struct slice is)
{
	struct json_value a, b;

	while (json_next_element(&said, &a))
		if (!json_next_element(&is, &b) || !same_value(&a, &b))
			return false;
	return !json_next_element(&is, &b);
}

/* As deep as what we wrote ourselves. */
static bool
same_value(const struct json_value *said, const struct json_value *is)
{
	if (said->type != is->type)
		return false;
	if (said->type == JSON_T_OBJECT)
		return same_members(said->raw, is->raw);
	if (said->type == JSON_T_ARRAY)
		return same_elements(said->raw, is->raw);
	return same_text(said, is);
}

/* What chip.extra has, the files have. */
static bool
same_extra(struct slice said, const struct buf *is)
{
	if (said.p == NULL)
		return true;
	return same_members(said, is->n > 0 ? buf_slice(is) : SLICE("{}"));
}

static void
add_equal(enum same worst, struct findings *fs)
{
	switch (worst) {
	case SAME:
	case UNSIGNED:
		FIND(fs, "record.equals-signed", GOOD,
		    N_("the record says what the signed files say"));
		break;
	case LEFT_OUT:
		FIND(fs, "record.equals-signed", ODD,
		    N_("the record leaves out what the signed files say"));
		break;
	case OTHER:
		FIND(fs, "record.equals-signed", BROKEN,
		    N_("the record says something else than the signed "
		    "files"));
		break;
	case NUMBER_UNSIGNED:
		FIND(fs, "record.equals-signed", BROKEN,
		    N_("the record has a citizen number that no signed file "
		    "holds"));
		break;
	case PART_GONE:
		FIND(fs, "record.equals-signed", BROKEN,
		    N_("the record leaves out the number, the name, the birth "
		    "date or the end that the signed files hold"));
		break;
	}
}

/* source and from are the reader's own words. */
static void
compare_members(const struct agree_case *c, const struct holder *h,
    const struct mrz *m, struct findings *fs)
{
	enum same worst = SAME, one;
	bool has_unsigned = false;
	size_t i;

	for (i = 0; i < PERSON_FIELDS; i++) {
		if (i == PERSON_SOURCE || i == PERSON_FROM)
			continue;
		one = compare((enum person_field)i, c->person->f[i], h, m);
		has_unsigned |= one == UNSIGNED;
		if (one > worst)
			worst = one;
	}
	if (!same_extra(c->extra, &h->extra) && worst < OTHER)
		worst = OTHER;
	add_equal(worst, fs);
	if (has_unsigned)
		FIND(fs, "record.unsigned", ODD,
		    N_("some members stand in no signed file"));
	else
		FIND(fs, "record.unsigned", GOOD,
		    N_("every member stands in a signed file"));
}

static void
judge_dg13(const struct holder *h, struct slice dg13, struct findings *fs)
{
	const uint32_t one = 1, person = one << PERSON_DOB |
	    one << PERSON_SEX | one << PERSON_NAME;

	if (dg13.p == NULL)
		return;
	if (!h->has_dg13)
		FIND(fs, "dg13.agrees", NOT_DONE,
		    N_("DG13 is damaged or of a kind not known here"));
	else if ((h->differs & one << PERSON_ID) != 0)
		FIND(fs, "dg13.agrees", BROKEN,
		    N_("DG13 holds another number than the MRZ"));
	else if ((h->differs & person) != 0)
		FIND(fs, "dg13.agrees", FORBIDDEN,
		    N_("DG13 holds another name, birth date or sex than the "
		    "MRZ"));
	else if (h->differs != 0)
		FIND(fs, "dg13.agrees", ODD,
		    N_("DG13 holds another end or nationality than the MRZ"));
	else
		FIND(fs, "dg13.agrees", GOOD, N_("DG13 and the MRZ agree"));
}

static void
judge_mrz(const struct mrz *m, struct findings *fs)
{
	if ((m->wrong & ~(unsigned)MRZ_DIGIT_NATIONAL) != 0)
		FIND(fs, "dg1.form", FORBIDDEN,
		    N_("a check digit of the MRZ in DG1 is wrong"));
	else if (m->wrong != 0)
		FIND(fs, "dg1.form", ODD,
		    N_("the digit behind the citizen number is unusual"));
	else
		FIND(fs, "dg1.form", GOOD,
		    N_("the MRZ in DG1 is whole, its check digits right"));
}

static void
judge_dg2(struct slice dg2, struct findings *fs)
{
	struct face f;
	enum err e;

	if (dg2.p == NULL) {
		FIND(fs, "dg2.image", NOT_DONE,
		    N_("no portrait among the signed files"));
		return;
	}
	e = face_parse(dg2, &f);
	if (e == ERR_NOT_FOUND)
		FIND(fs, "dg2.image", ODD,
		    N_("no portrait in DG2, as on cards of small children"));
	else if (e != ERR_OK)
		FIND(fs, "dg2.image", ODD,
		    N_("DG2 holds no picture that can be told"));
	else if (f.width == 0 || f.height == 0)
		FIND(fs, "dg2.image", ODD,
		    N_("the portrait does not say its size"));
	else
		FIND(fs, "dg2.image", GOOD, N_("a portrait"));
}

static void
take(struct slice from, char *to, size_t room)
{
	size_t n = from.n < room ? from.n : room;

	memcpy(to, from.p, n);
	to[n] = '\0';
}

static void
take_facts(const struct mrz *m, const struct holder *h,
    struct agree_facts *out)
{
	struct date d;

	out->has_mrz = true;
	take(m->code, out->code, sizeof out->code - 1);
	take(m->issuer, out->issuer, sizeof out->issuer - 1);
	if (h->person.f[PERSON_ISSUED].p != NULL &&
	    date_parse(h->person.f[PERSON_ISSUED], &d) == ERR_OK && d.d != 0)
		out->issued = d;
}

static void
nothing_to_compare(struct findings *fs)
{
	FIND(fs, "record.equals-signed", NOT_DONE,
	    N_("no signed file tells who it is"));
}

void
agree_judge(const struct agree_case *c, struct agree_facts *out,
    struct findings *fs)
{
	struct slice dg1 = c->file[LDS_DG1];
	struct mrz own = { .n = 0 };
	struct mrz *m = c->zone != NULL ? c->zone : &own;
	struct holder h;

	*out = (struct agree_facts){ .has_mrz = false };
	if (dg1.p == NULL) {
		FIND(fs, "dg1.form", NOT_DONE,
		    N_("no DG1 among the signed files"));
		nothing_to_compare(fs);
	} else if (holder_mrz(dg1, m) != ERR_OK) {
		FIND(fs, "dg1.form", BROKEN, N_("no MRZ in DG1"));
		nothing_to_compare(fs);
	} else {
		holder_make(m, c->file, c->read_on, &h);
		judge_mrz(m, fs);
		take_facts(m, &h, out);
		compare_members(c, &h, m, fs);
		judge_dg13(&h, c->file[LDS_DG13], fs);
		holder_release(&h);
	}
	judge_dg2(c->file[LDS_DG2], fs);
	mem_wipe(&own, sizeof own);
}

/* Doc 9303-12, 7: the codes of the documents that the signer signs, as in
 * their MRZ. One letter names a kind of documents of which the code's second
 * letter tells more. */
static void
judge_types(const struct agree_facts *f, const struct cert *signer,
    struct findings *fs)
{
	struct slice code = slice_str(f->code);
	bool listed = false, kind = false;
	size_t i;

	if (!signer->has_doc_types) {
		FIND(fs, "dsc.doc-types", ODD,
		    N_("the signer does not say which documents it signs"));
		return;
	}
	for (i = 0; i < signer->doc_types; i++) {
		listed |= slice_eq(signer->doc_type[i], code);
		kind |= signer->doc_type[i].n == 1 && code.n > 1 &&
		    signer->doc_type[i].p[0] == code.p[0];
	}
	if (!f->has_mrz)
		FIND(fs, "dsc.doc-types", NOT_DONE,
		    N_("no MRZ to compare with"));
	else if (listed)
		FIND(fs, "dsc.doc-types", GOOD,
		    N_("the signer signs such documents"));
	else if (kind)
		FIND(fs, "dsc.doc-types", ODD,
		    N_("the signer names only the first letter of such "
		    "documents"));
	else
		FIND(fs, "dsc.doc-types", FORBIDDEN,
		    N_("the signer signs other documents, not such"));
}

void
agree_signer(const struct agree_facts *f, const struct cert *signer,
    struct findings *fs)
{
	struct slice country = signer->subject_country.p != NULL ?
	    signer->subject_country : signer->issuer_country;

	judge_types(f, signer, fs);
	if (!f->has_mrz || country.p == NULL) {
		FIND(fs, "country.agrees", NOT_DONE,
		    N_("the MRZ or the signer names no country"));
		return;
	}
	switch (country_compare(slice_str(f->issuer), country)) {
	case COUNTRY_SAME:
		FIND(fs, "country.agrees", GOOD,
		    N_("the signer is of the country that issued the "
		    "document"));
		break;
	case COUNTRY_OTHER:
		FIND(fs, "country.agrees", FORBIDDEN,
		    N_("the signer is of another country than the document"));
		break;
	case COUNTRY_UNKNOWN:
		FIND(fs, "country.agrees", ODD,
		    N_("the country of the document or of its signer is no "
		    "code known here"));
		break;
	}
}
