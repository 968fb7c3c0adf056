/* SPDX-License-Identifier: ISC */
/* CSCAMasterList ::= SEQUENCE { version INTEGER, certList SET OF Certificate }
 * inside a SignedData. */
#include "base/tlv.h"
#include "trust/master_list.h"

static enum err
take(struct slice *in, uint32_t tag, struct slice *value)
{
	struct slice rest = *in;
	struct tlv t;

	if (tlv_next_der(&rest, &t) != ERR_OK || t.tag != tag)
		return ERR_FORMAT;
	*in = rest;
	*value = t.value;
	return ERR_OK;
}

static enum err
count_certs(struct slice in, size_t *count)
{
	struct slice unused;

	for (*count = 0; in.n > 0; ++*count) {
		if (*count == MASTER_LIST_MAX_CERTS)
			return ERR_TOO_LONG;
		if (take(&in, 0x30, &unused) != ERR_OK)
			return ERR_FORMAT;
	}
	return ERR_OK;
}

static enum err
read_content(struct master_list *m, struct findings *fs)
{
	struct slice in = m->cms.content, all, version;
	enum err e;

	if (take(&in, 0x30, &all) != ERR_OK ||
	    take(&all, 0x02, &version) != ERR_OK ||
	    take(&all, 0x31, &m->certs) != ERR_OK)
		return ERR_FORMAT;
	e = count_certs(m->certs, &m->count);
	if (e != ERR_OK)
		return e;
	if (tlv_small(version, &m->version) != ERR_OK)
		m->version = -1;
	if (m->version != 0)
		FIND(fs, "list.form", DEVIATES,
		    N_("the list is not of version 0"));
	if (in.n != 0 || all.n != 0)
		FIND(fs, "list.form", DEVIATES,
		    N_("something stands behind the list"));
	FIND(fs, "list.form", GOOD,
	    N_("the content has the form of a master list"));
	return ERR_OK;
}

enum err
master_list_parse(struct slice der, struct master_list *out,
    struct findings *fs)
{
	struct master_list m = { .version = 0 };
	enum err e;

	if (der.n > MASTER_LIST_MAX)
		return ERR_TOO_LONG;
	e = cms_parse(der, &m.cms, fs);
	if (e != ERR_OK)
		return e;
	if (!slice_eq(m.cms.content_type, MASTER_LIST_CONTENT_TYPE))
		e = ERR_UNSUPPORTED;
	else
		e = read_content(&m, fs);
	if (e == ERR_OK) {
		*out = m;
		return ERR_OK;
	}
	if (e != ERR_UNSUPPORTED)
		FIND(fs, "list.form", BROKEN,
		    N_("the content is no set of certificates"));
	cms_release(&m.cms);
	return e;
}

void
master_list_release(struct master_list *m)
{
	cms_release(&m->cms);
}

bool
master_list_verify(const struct master_list *m, struct signer_cache *c,
    const struct signer_times *t, struct findings *fs)
{
	const struct slice *der = cms_signer_cert(&m->cms, fs);
	struct signer *s = NULL;
	bool good;

	if (der != NULL) {
		s = signer_get(c, *der, SIGNER_OF_MASTER_LISTS);
		if (s == NULL)
			FIND(fs, "dsc.form", BROKEN,
			    N_("the signer's certificate cannot be read"));
	}
	good = cms_verify(&m->cms, MASTER_LIST_CONTENT_TYPE,
	    s != NULL ? s->key : NULL, fs);
	if (s == NULL)
		return false;
	findings_join(fs, &s->findings);
	signer_times(s, t, fs);
	/* another purpose is FORBIDDEN */
	return good && s->trust == SIGNER_ANCHORED &&
	    findings_worst(fs) < FINDING_FORBIDDEN;
}
