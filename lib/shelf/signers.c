/* SPDX-License-Identifier: ISC */
/* Takes signers' certificates out of what they signed. */
#include "base/tlv.h"
#include "chip/evidence_read.h"
#include "shelf/signers.h"
#include "trust/cms.h"
#include "trust/container.h"

#define TAG_SOD 0x77

struct signers {
	const char *file;
	const struct shelf_terms *t;
	signers_fn *fn;
	void *ctx;
	struct buf where;
	struct record r;
	struct evidence_given given;
	bool damaged;
};

static const char *
where(struct signers *s, unsigned long line)
{
	buf_reset(&s->where);
	buf_add_str(&s->where, s->file);
	if (line > 0)
		buf_printf(&s->where, ":%lu", line);
	return buf_cstr(&s->where);
}

static void
damaged(struct signers *s, const char *at, const char *why)
{
	if (s->t->report != NULL)
		s->t->report(s->t->ctx, at, why);
	s->damaged = true;
}

/* The certificate that the SignedData itself names as its signer's. */
static void
signed_by(struct signers *s, struct slice der, enum signer_use use,
    unsigned long line)
{
	struct findings fs;
	struct cms cms = { .certs = 0 };
	struct tlv t;
	struct slice rest = der;
	const struct slice *cert;

	if (tlv_next_ber(&rest, &t) == ERR_OK && t.tag == TAG_SOD)
		der = t.value;
	findings_reset(&fs);
	if (cms_parse(der, &cms, &fs) != ERR_OK) {
		damaged(s, where(s, line), N_("no signature that can be read"));
		return;
	}
	cert = cms_signer_cert(&cms, &fs);
	if (cert == NULL)
		damaged(s, where(s, line), N_("the certificate of its signer "
		    "is not in it"));
	else
		s->fn(s->ctx, where(s, line), *cert, use);
	cms_release(&cms);
}

static void
one_record(struct signers *s, struct slice line, unsigned long number)
{
	static const enum lds_file files[] = { LDS_SOD, LDS_CARD_SECURITY };
	const char *bad = "record";
	size_t at, i;
	enum err e = record_parse(&s->r, line, &at);

	if (e == ERR_OK)
		e = evidence_read(&s->r, &s->given, &bad);
	if (e == ERR_NOT_FOUND)
		return;
	if (e != ERR_OK) {
		damaged(s, where(s, number), N_("no record that can be read"));
		return;
	}
	for (i = 0; i < sizeof files / sizeof *files; i++)
		if (s->given.file[files[i]].p != NULL)
			signed_by(s, s->given.file[files[i]],
			    SIGNER_OF_DOCUMENTS, number);
}

static void
each_record(struct signers *s, struct slice text)
{
	unsigned long number = 0;
	struct slice line;

	while (slice_split(&text, '\n', &line)) {
		number++;
		line = slice_trim(line);
		if (line.n > 0)
			one_record(s, line, number);
	}
}

static void
each_item(struct signers *s, struct slice text)
{
	struct container c;
	struct container_item it;
	bool any = false;
	enum err e;

	container_open(&c, text);
	while ((e = container_next(&c, &it)) != ERR_EOF) {
		any = true;
		if (e == ERR_OK && it.kind == CONTAINER_CERT)
			s->fn(s->ctx, where(s, it.line), it.der,
			    SIGNER_OF_DOCUMENTS);
		else if (e == ERR_OK && it.kind == CONTAINER_SIGNED)
			signed_by(s, it.der, SIGNER_OF_DOCUMENTS, it.line);
		else if (e == ERR_OK && it.kind == CONTAINER_MASTER_LIST)
			signed_by(s, it.der, SIGNER_OF_MASTER_LISTS, it.line);
		else if (e != ERR_OK)
			damaged(s, where(s, it.line), e == ERR_UNSUPPORTED ?
			    N_("neither PEM, DER, LDIF nor records") :
			    N_("is damaged"));
	}
	if (!any)
		damaged(s, s->file, N_("there is nothing in it"));
	container_close(&c);
}

enum err
signers_of(const char *file, struct slice text, const struct shelf_terms *t,
    signers_fn *fn, void *ctx)
{
	struct signers s = { .file = file, .t = t, .fn = fn, .ctx = ctx };

	if (slice_starts(slice_trim(text), "{"))
		each_record(&s, text);
	else
		each_item(&s, text);
	buf_release(&s.where);
	record_release(&s.r);
	evidence_given_release(&s.given);
	return s.damaged ? ERR_DAMAGED : ERR_OK;
}
