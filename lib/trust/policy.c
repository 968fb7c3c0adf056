/* SPDX-License-Identifier: ISC */
/* From classes of findings to results, and the names that an operator may
 * have his own word on. */
#include <string.h>

#include "trust/policy.h"

static const char *const words[] = { "strict", "icao", "lenient" };

static const enum check_result results[][FINDING_CLASSES] = {
	[POLICY_STRICT] = { CHECK_PASS, CHECK_SKIP, CHECK_WARN, CHECK_FAIL,
	    CHECK_FAIL, CHECK_FAIL },
	[POLICY_ICAO] = { CHECK_PASS, CHECK_SKIP, CHECK_WARN, CHECK_WARN,
	    CHECK_FAIL, CHECK_FAIL },
	[POLICY_LENIENT] = { CHECK_PASS, CHECK_SKIP, CHECK_WARN, CHECK_WARN,
	    CHECK_WARN, CHECK_FAIL },
};

/* The chip's in the order of man/cccd-checks.7, then the record's. */
static const char *const checks[] = {
	"sod.present",
	"sod.form",
	"sod.trailing",
	"sod.version",
	"sod.groups",
	"sod.hash",
	"cms.encoding",
	"cms.trailing",
	"cms.version",
	"cms.signers",
	"cms.certificate",
	"cms.attributes",
	"cms.content-type",
	"cms.digest",
	"cms.algorithms",
	"cms.pss",
	"cms.digest-info",
	"cms.signature",
	"weak.hash",
	"weak.key",
	"dg.hash",
	"dg.unlisted",
	"dg.missing",
	"downgrade.groups",
	"com.agrees",
	"dg1.form",
	"dg2.image",
	"dsc.form",
	"dsc.serial",
	"dsc.constraints",
	"dsc.key-usage",
	"dsc.extended-key-usage",
	"dsc.critical",
	"dsc.key",
	"dsc.doc-types",
	"dsc.valid-signing",
	"dsc.valid-issue",
	"dsc.valid-reading",
	"dsc.valid-now",
	"dsc.key-period",
	"chain.anchor",
	"chain.signature",
	"chain.link",
	"chain.name",
	"chain.distrusted",
	"list.form",
	"chain.country",
	"country.agrees",
	"csca.form",
	"csca.serial",
	"csca.critical",
	"csca.key",
	"csca.constraints",
	"csca.key-usage",
	"csca.path-length",
	"csca.valid",
	"csca.key-period",
	"crl.present",
	"crl.signature",
	"crl.fresh",
	"crl.revoked",
	"chip.genuine",
	"aa.key",
	"aa.challenge",
	"aa.signature",
	"aa.seen",
	"ca.key",
	"ca.proof",
	"cam.key",
	"cam.proof",
	"seal.signature",
	"seal.station",
	"evidence.fresh",
	"evidence.nonce",
	"downgrade.pace",
	"downgrade.infos",
	"downgrade.ca",
	"record.equals-signed",
	"record.unsigned",
	"record.read-at",
	"dg13.agrees",
	"card.current",
	"card.lost",
	"number.form",
	"number.prefix",
	"number.era",
	"number.birth",
	"number.sex",
	"number.placeholder",
	"old_id.form",
	"old_id.valid",
	"cancelled_id.form",
	"name.letters",
	"dob.real",
	"dob.age",
	"issued.real",
	"issued.past",
	"issued.model",
	"issued.age",
	"dates.order",
	"expiry.rule",
	"mrz.digits",
	"mrz.agrees",
	"qr.damage",
	"qr.agrees",
	"signature",
	"roster.listed",
	"roster.name",
	"roster.birth",
	NULL
};

enum err
policy_parse(const char *word, enum policy_level *out)
{
	unsigned i;

	for (i = 0; i <= POLICY_LENIENT; i++)
		if (strcmp(word, words[i]) == 0) {
			*out = (enum policy_level)i;
			return ERR_OK;
		}
	return ERR_NOT_FOUND;
}

const char *
policy_word(enum policy_level l)
{
	return words[l];
}

enum err
policy_override(struct policy *p, const char *check, bool forbid)
{
	size_t i;

	for (i = 0; checks[i] != NULL && strcmp(checks[i], check) != 0;)
		i++;
	if (checks[i] == NULL)
		return ERR_NOT_FOUND;
	if (p->overrides == POLICY_MAX_OVERRIDES)
		return ERR_TOO_LONG;
	p->override[p->overrides].check = checks[i];
	p->override[p->overrides++].forbid = forbid;
	return ERR_OK;
}

enum word { WORD_NONE, WORD_ALLOW, WORD_FORBID };

static enum word
last_word(const struct policy *p, const char *check)
{
	size_t i;

	for (i = p->overrides; i-- > 0;)
		if (strcmp(p->override[i].check, check) == 0)
			return p->override[i].forbid ? WORD_FORBID :
			    WORD_ALLOW;
	return WORD_NONE;
}

static enum check_result
result(const struct policy *p, const struct finding *f)
{
	enum check_result r = results[p->level][f->class];

	if (p->overrides == 0)
		return r;
	switch (last_word(p, f->rows[0].name)) {
	case WORD_FORBID:
		return f->class == FINDING_GOOD ? CHECK_PASS : CHECK_FAIL;
	case WORD_ALLOW:
		return r == CHECK_FAIL && f->class != FINDING_BROKEN ?
		    CHECK_WARN : r;
	case WORD_NONE:
		break;
	}
	return r;
}

void
policy_revise(const struct policy *p, struct checks *cs)
{
	size_t i;

	for (i = 0; p->overrides > 0 && i < cs->n; i++)
		if (cs->c[i]->result != CHECK_PASS &&
		    last_word(p, cs->c[i]->name) == WORD_FORBID)
			checks_change(cs, i, CHECK_FAIL);
}

void
policy_apply(const struct policy *p, const struct findings *fs,
    struct checks *cs)
{
	size_t i;

	for (i = 0; i < fs->n; i++)
		checks_add(cs, &fs->f[i].rows[result(p, &fs->f[i])]);
}
