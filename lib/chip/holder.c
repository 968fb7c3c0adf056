/* SPDX-License-Identifier: ISC */
/* DG1 gives a person; the other files add to it or disagree. */
#include <stddef.h>
#include <string.h>

#include "base/mem.h"
#include "base/tlv.h"
#include "chip/holder_priv.h"
#include "identity/number.h"

#define TAG_MRZ 0x5f1f
#define ROOM 1024		/* for most holders */

enum err
holder_mrz(struct slice dg1, struct mrz *out)
{
	struct slice in, text;

	if (lds_unwrap(LDS_DG1, dg1, &in) != ERR_OK ||
	    tlv_take(&in, TAG_MRZ, &text) != ERR_OK)
		return ERR_FORMAT;
	return mrz_parse_kept(text, out);
}

/* The citizen number: on identity cards in its own place, in passports in the
 * optional field. */
static struct slice
citizen_id(const struct mrz *m)
{
	struct number n;

	if (m->citizen_id.p != NULL)
		return m->citizen_id;
	if (!slice_is(m->issuer, "VNM"))
		return MAKING_NONE;
	if (number_parse(m->number, &n) == ERR_OK)
		return m->number;
	return number_parse(m->optional, &n) == ERR_OK ? m->optional :
	    MAKING_NONE;
}

bool
holder_is(struct slice dg1, const char *id, const char *document)
{
	struct mrz m = { .n = 0 };
	bool is = false;

	if (id[0] == '\0' && document[0] == '\0')
		return true;
	if (holder_mrz(dg1, &m) == ERR_OK)
		is = id[0] != '\0' ? slice_is(citizen_id(&m), id) :
		    slice_is(m.number, document);
	mem_wipe(&m, sizeof m);
	return is;
}

static void
take_lines(struct making *k)
{
	static const size_t length[] = { [MRZ_TD1] = 30, [MRZ_TD2] = 36,
	    [MRZ_TD3] = 44 };
	size_t line = length[k->mrz->format], i;
	size_t lines = k->mrz->format == MRZ_TD1 ? 3 : 2;
	char text[MRZ_MAX_TEXT + 2];
	size_t n = 0;

	for (i = 0; i < lines; i++) {
		if (i > 0)
			text[n++] = '\n';
		memcpy(text + n, k->mrz->text + i * line, line);
		n += line;
	}
	making_set(k, PERSON_MRZ, (struct slice){ text, n });
	mem_wipe(text, sizeof text);
	if ((k->mrz->wrong & ~(unsigned)MRZ_DIGIT_NATIONAL) != 0)
		making_warn(k, "mrz", MAKING_NONE,
		    N_("a check digit is wrong"));
}

/* Without a filler inside. */
static bool
is_whole(struct slice s)
{
	return s.p != NULL && s.n > 0 && memchr(s.p, '<', s.n) == NULL;
}

static bool
is_state(struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] < 'A' || s.p[i] > 'Z')
			return false;
	return s.n > 0;
}

static void
take_document(struct making *k)
{
	struct slice number = k->mrz->number;

	if (slice_starts(k->mrz->code, "P"))
		making_set(k, PERSON_DOC_TYPE, SLICE("passport"));
	if (is_whole(number))
		making_set(k, PERSON_DOC_NO, number);
	else
		making_warn(k, "doc_no", number, N_("no document number"));
}

/* The document number of a citizen's card is the end of the citizen number. */
static void
take_numbers(struct making *k)
{
	struct slice id = citizen_id(k->mrz), number = k->mrz->number;

	if (id.p != NULL)
		making_set(k, PERSON_ID, id);
	if (k->mrz->citizen_id.p == NULL)
		take_document(k);
	else if (number.n != 9 || memcmp(number.p, id.p + 3, 9) != 0)
		making_warn(k, "id", number,
		    N_("the document number is not the end of the citizen "
		    "number"));
}

/* A blank for each run of fillers. */
static void
take_name(struct making *k)
{
	struct slice name = k->mrz->name;
	char text[MRZ_MAX_TEXT];
	size_t i, n = 0;

	for (i = 0; i < name.n; i++)
		if (name.p[i] != '<')
			text[n++] = name.p[i];
		else if (n > 0 && text[n - 1] != ' ')
			text[n++] = ' ';
	k->name_is_mrz = n > 0;
	if (n > 0)
		making_set(k, PERSON_NAME, (struct slice){ text, n });
	mem_wipe(text, sizeof text);
}

static void
take_dates(struct making *k)
{
	struct date d;

	if (mrz_birth(k->mrz, k->today, &d) == ERR_OK)
		making_set_date(k, PERSON_DOB, d);
	else
		making_warn(k, "dob", k->mrz->birth,
		    N_("not a date of the calendar"));
	if (mrz_expiry(k->mrz, k->today, &d, &k->never) != ERR_OK)
		making_warn(k, "expires", k->mrz->expiry,
		    N_("not a date of the calendar"));
	else if (k->never)
		making_set(k, PERSON_EXPIRES, SLICE("never"));
	else
		making_set_date(k, PERSON_EXPIRES, d);
}

static void
take_sex_and_state(struct making *k)
{
	struct slice sex = k->mrz->sex, state = k->mrz->nationality;

	if (slice_is(sex, "M") || slice_is(sex, "F"))
		making_set(k, PERSON_SEX, sex);
	else
		making_warn(k, "sex", sex, N_("neither M nor F"));
	if (is_state(state))
		making_set(k, PERSON_NATIONALITY, state);
	else
		making_warn(k, "nationality", state, N_("no state"));
}

static void
take_mrz(struct making *k)
{
	take_lines(k);
	take_numbers(k);
	take_name(k);
	take_dates(k);
	take_sex_and_state(k);
}

/* Everything is in the text, which grows no more. */
static void
settle(struct making *k)
{
	struct holder *h = k->h;
	size_t i;

	if (h->extra.n > 0)
		buf_add_char(&h->extra, '}');
	for (i = 0; i < PERSON_FIELDS; i++)
		if (h->person.f[i].p != NULL)
			h->person.f[i].p = h->text.p + k->at[i];
	for (i = 0; i < h->warnings; i++)
		if (h->warning[i].from.p != NULL)
			h->warning[i].from.p = buf_slice(&h->text).p +
			    k->from_at[i];
}

void
holder_make(const struct mrz *m, const struct slice files[LDS_FILES],
    struct date today, struct holder *out)
{
	struct making k;

	memset(out, 0, offsetof(struct holder, warning));
	memset(&k, 0, offsetof(struct making, at));
	k.h = out;
	k.mrz = m;
	k.today = today;
	buf_grow(&out->text, ROOM);
	k.vietnam = slice_is(k.mrz->issuer, "VNM");
	making_set(&k, PERSON_SOURCE, SLICE("chip"));
	take_mrz(&k);
	if (k.vietnam && files[LDS_DG13].n > 0)
		holder_add_dg13(&k, files[LDS_DG13]);
	if (files[LDS_DG11].n > 0)
		holder_add_dg11(&k, files[LDS_DG11]);
	if (files[LDS_DG12].n > 0)
		holder_add_dg12(&k, files[LDS_DG12]);
	if (files[LDS_DG16].n > 0)
		holder_add_dg16(&k, files[LDS_DG16]);
	if (k.name_is_mrz && k.mrz->name_full)
		making_warn(&k, "name", MAKING_NONE,
		    N_("may be cut short: no room was left for more"));
	out->name_is_mrz = k.name_is_mrz;
	settle(&k);
}

enum err
holder_read(const struct slice files[LDS_FILES], struct date today,
    struct holder *out)
{
	struct mrz m = { .n = 0 };
	enum err e;

	if (files[LDS_DG1].n == 0)
		return ERR_NOT_FOUND;
	e = holder_mrz(files[LDS_DG1], &m);
	if (e == ERR_OK)
		holder_make(&m, files, today, out);
	mem_wipe(&m, sizeof m);
	return e;
}

void
holder_release(struct holder *h)
{
	buf_wipe(&h->text);
	buf_wipe(&h->extra);
	memset(h, 0, offsetof(struct holder, warning));
}
