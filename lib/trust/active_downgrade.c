/* SPDX-License-Identifier: ISC */
/* Less than the card can do: EF.CardAccess, which nobody signs, against the
 * files that are signed, and against what was done. */
#include "trust/active_priv.h"

static bool
has_pace(const struct security_infos *s, const struct pace_info *p)
{
	size_t i;

	for (i = 0; i < s->paces; i++)
		if (slice_eq(s->pace[i].oid, p->oid) &&
		    s->pace[i].version == p->version &&
		    s->pace[i].param == p->param)
			return true;
	return false;
}

static bool
has_ca(const struct security_infos *s, const struct ca_info *c)
{
	size_t i;

	for (i = 0; i < s->cas; i++)
		if (slice_eq(s->ca[i].oid, c->oid) &&
		    s->ca[i].version == c->version &&
		    s->ca[i].key_id == c->key_id)
			return true;
	return false;
}

/* Everything that `s` offers stands in one of the others. */
static bool
all_in(const struct security_infos *s, const struct security_infos *one,
    const struct security_infos *other)
{
	size_t i;

	for (i = 0; i < s->paces; i++)
		if (!has_pace(one, &s->pace[i]) && !has_pace(other,
		    &s->pace[i]))
			return false;
	for (i = 0; one->cas + other->cas > 0 && i < s->cas; i++)
		if (!has_ca(one, &s->ca[i]) && !has_ca(other, &s->ca[i]))
			return false;
	return true;
}

static bool
paces_in(const struct security_infos *s, const struct security_infos *in)
{
	size_t i;

	for (i = 0; i < s->paces; i++)
		if (!has_pace(in, &s->pace[i]))
			return false;
	return true;
}

/* Doc 9303-11, 4.2: what EF.CardAccess said is verified with EF.CardSecurity
 * or DG14. What is not signed is all zero here. */
static void
infos(struct active *a)
{
	if (a->g->file[LDS_CARD_ACCESS].p == NULL)
		FIND(a->fs, "downgrade.infos", NOT_DONE,
		    N_("EF.CardAccess was not read"));
	else if (!a->has_access)
		FIND(a->fs, "downgrade.infos", FORBIDDEN,
		    N_("EF.CardAccess is no list of protocols"));
	else if (!a->has_dg14 && !a->has_security)
		FIND(a->fs, "downgrade.infos", NOT_DONE,
		    N_("no signed file says what the card offers"));
	else if (a->access.paces > 0 &&
	    a->dg14.paces + a->security.paces == 0)
		FIND(a->fs, "downgrade.infos", ODD,
		    N_("no signed file says that the card offers PACE"));
	else if (!all_in(&a->access, &a->dg14, &a->security))
		FIND(a->fs, "downgrade.infos", FORBIDDEN,
		    N_("EF.CardAccess offers what no signed file has"));
	else if (!paces_in(&a->dg14, &a->access) ||
	    !paces_in(&a->security, &a->access))
		FIND(a->fs, "downgrade.infos", DEVIATES,
		    N_("EF.CardAccess leaves out what a signed file offers"));
	else
		FIND(a->fs, "downgrade.infos", GOOD,
		    N_("EF.CardAccess offers what is signed"));
}

/* The PACE that was done is one of those that the file offers. */
static bool
is_offered(const struct active *a, const struct security_infos *s)
{
	int param = active_number(a->g->access.param);
	size_t i;

	for (i = 0; i < s->paces; i++)
		if (s->pace[i].param == param &&
		    active_oid_is(s->pace[i].oid, a->g->access.oid))
			return true;
	return false;
}

static void
pace_used(struct active *a)
{
	if (a->access.paces + a->dg14.paces + a->security.paces == 0)
		FIND(a->fs, "downgrade.pace", GOOD, N_("PACE was used"));
	else if (!is_offered(a, &a->access) && !is_offered(a, &a->dg14) &&
	    !is_offered(a, &a->security))
		FIND(a->fs, "downgrade.pace", FORBIDDEN,
		    N_("PACE was done in a way that the card does not offer"));
	else
		FIND(a->fs, "downgrade.pace", GOOD,
		    N_("PACE was used as the card offers it"));
}

static void
pace_not_used(struct active *a)
{
	struct slice why = a->g->access.fallback_why;

	if (a->access.paces + a->dg14.paces + a->security.paces == 0) {
		if (a->has_access)
			FIND(a->fs, "downgrade.pace", GOOD,
			    N_("the card does not offer PACE"));
		else
			FIND(a->fs, "downgrade.pace", NOT_DONE,
			    N_("whether the card offers PACE is not known"));
		return;
	}
	if (slice_is(why, "unsupported") || slice_is(why, "no-key") ||
	    slice_is(why, "set-refused") || slice_is(why, "step-refused"))
		FIND(a->fs, "downgrade.pace", ODD,
		    N_("the card offers PACE, and the reader says why it was "
		    "not used"));
	else
		FIND(a->fs, "downgrade.pace", DEVIATES,
		    N_("the card offers PACE, and a weaker way in was used "
		    "without a reason"));
}

static void
ca_done(struct active *a)
{
	struct ca_info info;
	struct ca_key key;

	if (!a->has_dg14)
		FIND(a->fs, "downgrade.ca", NOT_DONE,
		    N_("no signed DG14 says what the chip can do"));
	else if (!security_infos_ca(&a->dg14, &info, &key))
		FIND(a->fs, "downgrade.ca", GOOD,
		    N_("the card does not offer Chip Authentication"));
	else if (a->g->ca.resp.p != NULL || a->ca >= ACTIVE_ASSERTED ||
	    a->cam >= ACTIVE_ASSERTED)
		FIND(a->fs, "downgrade.ca", GOOD,
		    N_("the chip was asked to prove its key"));
	else
		FIND(a->fs, "downgrade.ca", ODD,
		    N_("the card offers Chip Authentication, and it was not "
		    "done"));
}

void
active_downgrade(struct active *a)
{
	struct slice protocol = a->g->access.protocol;

	if (protocol.p == NULL)
		FIND(a->fs, "downgrade.pace", NOT_DONE,
		    N_("the record does not say how the chip was opened"));
	else if (slice_is(protocol, "pace"))
		pace_used(a);
	else
		pace_not_used(a);
	infos(a);
	ca_done(a);
}
