/* SPDX-License-Identifier: ISC */
/* Whose row of a list it is. */
#include "identity/number.h"
#include "record/json.h"
#include "table/listed.h"
#include "text/vi.h"

static void
check_name(const struct listing_hit *hit, struct slice name,
    struct checks *cs)
{
	enum vi_level level;

	if (hit->name.p == NULL || name.p == NULL)
		return;
	level = vi_agree(hit->name, name);
	if (level <= VI_K2)
		CHECKS_ADD(cs, "roster.name", PASS,
		    N_("the list has this name"));
	else if (level <= VI_K4)
		CHECKS_ADD(cs, "roster.name", PASS,
		    N_("the list has this name with other marks"));
	else
		CHECKS_ADD(cs, "roster.name", WARN,
		    N_("the list has another name"));
}

/* As far as both know the day. */
static bool
same_birth(struct date a, struct date b)
{
	return a.y == b.y && (a.m == 0 || b.m == 0 || (a.m == b.m &&
	    (a.d == 0 || b.d == 0 || a.d == b.d)));
}

static bool
is_proved(const struct listing_hit *hit, const struct person *p,
    struct date birth, struct checks *cs)
{
	bool name = hit->name.p != NULL && p->f[PERSON_NAME].p != NULL;
	bool day = hit->birth.y != 0 && birth.y != 0;

	if (hit->by == PERSON_DOC_NO || !number_is_old(p->f[hit->by]) ||
	    (name && vi_agree(hit->name, p->f[PERSON_NAME]) <= VI_K4) ||
	    (day && same_birth(hit->birth, birth)))
		return true;
	if (name || day)
		CHECKS_ADD(cs, "roster.listed", WARN,
		    N_("a row has this old number, but another person"));
	else
		CHECKS_ADD(cs, "roster.listed", WARN,
		    N_("a row has this old number, but no name or birth "
		    "date to tell whose it is"));
	return false;
}

bool
listed_check(const struct listing *l, const struct person *p,
    struct listing_hit *hit, struct checks *cs)
{
	struct date birth = { 0, 0, 0 };

	if (p->f[PERSON_DOB].p != NULL &&
	    date_parse(p->f[PERSON_DOB], &birth) != ERR_OK)
		birth.y = 0;
	if (!listing_find(l, p, hit)) {
		CHECKS_ADD(cs, "roster.listed", WARN, N_("not on the list"));
		return false;
	}
	if (!is_proved(hit, p, birth, cs))
		return false;
	if (hit->by == PERSON_ID || hit->by == PERSON_DOC_NO)
		CHECKS_ADD(cs, "roster.listed", PASS, N_("on the list"));
	else
		CHECKS_ADD(cs, "roster.listed", PASS,
		    N_("on the list under an earlier number"));
	check_name(hit, p->f[PERSON_NAME], cs);
	if (hit->birth.y == 0 || birth.y == 0)
		return true;
	if (same_birth(hit->birth, birth))
		CHECKS_ADD(cs, "roster.birth", PASS,
		    N_("the list has this birth date"));
	else
		CHECKS_ADD(cs, "roster.birth", WARN,
		    N_("the list has another birth date"));
	return true;
}

void
listed_write(const struct listing_hit *hit, struct buf *out)
{
	json_key(out, "roster");
	json_open(out, '{');
	json_key(out, "listed");
	json_put_bool(out, hit != NULL);
	if (hit != NULL) {
		json_key(out, "line");
		json_put_int(out, (long long)hit->line);
		json_pair_str(out, "by", person_field_name(hit->by));
	}
	if (hit != NULL && hit->repaired) {
		json_key(out, "repaired");
		json_put_bool(out, true);
	}
	json_close(out, '}');
}
