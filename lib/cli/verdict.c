/* SPDX-License-Identifier: ISC */
/* A verdict in words and colour, for who stands at the desk. */
#include <string.h>

#include "cli/cli.h"
#include "text/utf8.h"

/* What is not checked and decides whether the person is believed; what else
 * could not be looked at stands in the record. */
static const char *const matters[] = { "signature", "sod.present",
	"cms.certificate", "cms.signature", "chain.anchor", "chip.genuine",
	"record.equals-signed" };

/* Odd on genuine cards too, and nobody at a desk can do anything about it. */
static const char *const trifles[] = { "dsc.serial", "dsc.doc-types",
	"csca.serial" };

static void
add_person(struct buf *out, const struct person *p)
{
	static const enum person_field fields[] =
	    { PERSON_ID, PERSON_DOC_NO, PERSON_OLD_ID, PERSON_NAME };
	size_t i;
	bool any = false;

	for (i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct slice s = p->f[fields[i]];

		if (s.p == NULL || (any && fields[i] != PERSON_NAME))
			continue;
		if (any)
			buf_add_char(out, ' ');
		utf8_add_shown(out, s);
		any = true;
	}
	if (!any)
		buf_add_str(out, _("somebody"));
}

static const char *
sentence(enum verdict verdict, enum assurance a)
{
	if (verdict == VERDICT_REFUSED)
		return _("refused: something in it is wrong");
	if (verdict == VERDICT_VERIFIED)
		return a == ASSURANCE_GENUINE_CHIP ?
		    _("verified, the chip is genuine") :
		    _("verified, signed by the state");
	return a == ASSURANCE_PLAUSIBLE ?
	    _("undecided, plausible but not proved") :
	    _("undecided, too little to judge");
}

static bool
is_one_of(const char *const *names, size_t n, const struct check *row)
{
	while (n > 0 && strcmp(row->name, names[n - 1]) != 0)
		n--;
	return n > 0;
}

/* Where nothing was proved, nobody asks of when the proof is. */
static bool
is_shown(const struct check *row, bool refused, enum assurance a)
{
	if (row->result == CHECK_FAIL)
		return true;
	if (row->result == CHECK_PASS || refused)
		return false;
	if (row->result == CHECK_SKIP)
		return is_one_of(matters, sizeof matters / sizeof *matters,
		    row);
	if (is_one_of(trifles, sizeof trifles / sizeof *trifles, row))
		return false;
	return a == ASSURANCE_GENUINE_CHIP ||
	    strcmp(row->name, "evidence.fresh") != 0;
}

/* What the clerk cannot know from the reason. */
static const char *
advice(const struct check *row)
{
	return row->result == CHECK_SKIP &&
	    strcmp(row->name, "chain.anchor") == 0 ?
	    _(" (what to do: cccd-trust --how)") : "";
}

static void
add_rows(struct buf *out, const struct checks *cs, enum assurance a,
    enum check_result r)
{
	bool refused = checks_any(cs, CHECK_FAIL);
	const struct check *row;
	size_t i;

	for (i = 0; i < cs->n; i++) {
		row = cs->c[i];
		if (row->result == r && is_shown(row, refused, a))
			buf_printf(out, "  %s %s: %s%s\n",
			    r == CHECK_FAIL ? _("wrong:") :
			    r == CHECK_WARN ? _("look:") :
			    _("not checked:"), row->name, _(row->why),
			    advice(row));
	}
}

static bool
is_unlisted(const struct checks *cs)
{
	size_t i;

	for (i = 0; i < cs->n; i++)
		if (strcmp(cs->c[i]->name, "roster.listed") == 0)
			return cs->c[i]->result != CHECK_PASS;
	return false;
}

void
cli_say_verdict(const struct person *p, const struct checks *cs,
    enum assurance a, enum assurance require, bool colour, struct buf *out)
{
	static const char *const colours[] = { [VERDICT_VERIFIED] = "\033[32m",
	    [VERDICT_UNDECIDED] = "\033[33m", [VERDICT_REFUSED] = "\033[31m" };
	enum verdict v = checks_verdict(cs, a);
	const char *but = v == VERDICT_REFUSED ? NULL :
	    a < require ? _(", and not what --require asks for") :
	    is_unlisted(cs) ? _(", and not on the list") : NULL;

	add_person(out, p);
	buf_printf(out, ": %s%s%s%s; %s\n",
	    colour ? colours[but == NULL ? v : VERDICT_REFUSED] : "",
	    sentence(v, a), but == NULL ? "" : but, colour ? "\033[0m" : "",
	    _("not checked: reported lost"));
	add_rows(out, cs, a, CHECK_FAIL);
	add_rows(out, cs, a, CHECK_WARN);
	add_rows(out, cs, a, CHECK_SKIP);
}
