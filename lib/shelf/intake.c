/* SPDX-License-Identifier: ISC */
/* From files that somebody has to files of a trust store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "shelf/intake.h"
#include "trust/signer.h"

static void
report(const struct shelf_terms *t, const char *where, const char *why)
{
	if (t->report != NULL)
		t->report(t->ctx, where, why);
}

void
intake_release(struct intake *in)
{
	size_t i;

	for (i = 0; i < in->n; i++) {
		shelf_item_release(&in->entry[i].item);
		buf_release(&in->entry[i].copy);
		free(in->entry[i].from);
	}
	free(in->entry);
	*in = (struct intake){ NULL, 0 };
}

static struct intake_entry *
add_entry(struct intake *in, const char *from)
{
	struct intake_entry *e;

	in->entry = xreallocarray(in->entry, in->n + 1, sizeof *in->entry);
	e = &in->entry[in->n++];
	*e = (struct intake_entry){ .item.kind = CONTAINER_OTHER,
	    .from = xstrdup(from) };
	return e;
}

static const char *
last_part(const char *path)
{
	const char *p = strrchr(path, '/');

	return p != NULL ? p + 1 : path;
}

/* Tens of thousands of signers stay the one text that they came in. */
static void
add_directory(struct intake *in, const char *file, struct slice text)
{
	struct intake_entry *e = add_entry(in, last_part(file));
	const char *p = last_part(file);
	size_t n = 0;

	for (; *p != '\0' && n < sizeof e->item.name - 6; p++)
		if ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
		    (*p >= '0' && *p <= '9') || (n > 0 && *p == '-'))
			e->item.name[n++] = *p;
		else if (*p == '.')
			break;
	if (n == 0)
		e->item.name[n++] = 'x';
	snprintf(e->item.name + n, sizeof e->item.name - n, ".ldif");
	sha256(text, e->item.sha256);
	buf_add_str(&e->item.title, "directory");
	buf_add_slice(&e->copy, text);
}

static enum err
add_item(struct intake *in, const struct container_item *it, const char *file,
    const char *where, const struct shelf_terms *t)
{
	struct shelf_item item;
	enum err e = in->n == INTAKE_MAX ? ERR_TOO_LONG :
	    shelf_item_read(it, &item);

	if (e == ERR_OK) {
		add_entry(in, last_part(file))->item = item;
		in->entry[in->n - 1].item.kind = it->kind;
	} else if (e == ERR_UNSUPPORTED && it->kind == CONTAINER_OTHER &&
	    it->der.n == 0) {
		/* a key or a parameter beside a certificate */
		report(t, where, N_("neither a certificate nor a CRL: passed "
		    "over"));
		return ERR_OK;
	} else
		report(t, where, e == ERR_TOO_LONG ? N_("too many, or too "
		    "large") : N_("neither a certificate, a CRL, a master "
		    "list nor a station's key that can be read"));
	return e;
}

enum err
intake_read(struct intake *in, const char *file, struct slice text,
    const struct shelf_terms *t)
{
	struct container c;
	struct container_item it;
	struct buf where = { 0 };
	bool any = false, bad = false;
	enum err e;

	container_open(&c, text);
	if (c.form == CONTAINER_LDIF) {
		add_directory(in, file, text);
		any = true;
	} else while ((e = container_next(&c, &it)) != ERR_EOF) {
		any = true;
		buf_reset(&where);
		buf_add_str(&where, file);
		if (it.line > 0)
			buf_printf(&where, ":%lu", it.line);
		if (e == ERR_OK)
			bad |= add_item(in, &it, file, buf_cstr(&where), t) !=
			    ERR_OK;
		else {
			report(t, buf_cstr(&where), e == ERR_UNSUPPORTED ?
			    N_("neither PEM, DER, LDIF nor a station's line") :
			    N_("is damaged"));
			bad = true;
		}
	}
	if (!any)
		report(t, file, N_("there is nothing in it"));
	container_close(&c);
	buf_release(&where);
	return bad || !any ? ERR_DAMAGED : ERR_OK;
}

bool
intake_make_anchor(struct intake *in, const uint8_t sha[32])
{
	bool found = false;
	size_t i;

	for (i = 0; i < in->n; i++)
		if ((in->entry[i].item.kind == CONTAINER_CERT ||
		    in->entry[i].item.kind == CONTAINER_MASTER_LIST) &&
		    memcmp(in->entry[i].item.sha256, sha, 32) == 0)
			in->entry[i].anchor = found = true;
	return found;
}

/* It signs itself: in many links subject and issuer have one name as well. */
static bool
is_root(const struct cert *c)
{
	return cert_is_self_issued(c) && (c->aki.n == 0 || c->ski.n == 0 ||
	    slice_eq(c->aki, c->ski));
}

static bool
is_rival(const struct crl *a, const struct crl *b)
{
	return cert_same_name(a->issuer, b->issuer) &&
	    !slice_eq(a->der, b->der);
}

/* Anybody can make a list in an authority's name: one that the store does not
 * know puts out none, of those there and of those that come with it. */
static bool
pushes_out(const struct intake *in, const struct crl *l,
    const struct store *s)
{
	const struct signer_cache_limits limits = { .max = 1 };
	struct signer_cache *c;
	bool known, other = false;
	size_t i;

	for (i = 0; i < store_crls(s); i++)
		other |= is_rival(&store_crl(s, i)->crl, l);
	for (i = 0; i < in->n; i++)
		other |= in->entry[i].item.kind == CONTAINER_CRL &&
		    is_rival(&in->entry[i].item.crl, l);
	if (!other)
		return false;
	c = signer_cache_new(s, &limits);
	known = signer_knows_list(c, l);
	signer_cache_free(c);
	return !known;
}

static const char *
why_not(const struct intake *in, const struct intake_entry *e,
    const struct store *s, const struct shelf_terms *t)
{
	const struct shelf_item *i = &e->item;
	const char *why;

	if (store_distrusts(s, i->sha256))
		return N_("is distrusted here, for it was removed: take its "
		    "line out of the file distrusted first");
	if (i->kind == CONTAINER_CERT && e->anchor && !i->authority)
		return N_("no authority: it cannot be an anchor");
	if (i->kind == CONTAINER_CERT && !e->anchor && i->authority &&
	    is_root(&i->cert))
		return N_("is of use as an anchor alone: get its SHA-256 "
		    "another way, and give it with --anchor");
	if (i->kind == CONTAINER_CRL && pushes_out(in, &i->crl, s))
		return N_("signed by no authority that is known here: it "
		    "cannot take the place of the list that is here");
	if (i->kind != CONTAINER_MASTER_LIST)
		return NULL;
	if (!e->anchor)
		return N_("makes anchors of what it lists: say so with "
		    "--anchor and its SHA-256");
	return shelf_believes(s, buf_slice(&i->der), t, &why) ? NULL : why;
}

bool
intake_vet(const struct intake *in, struct store *s,
    const struct shelf_terms *t)
{
	const struct intake_entry *e;
	struct buf where = { 0 };
	const char *why;
	bool good = true;
	size_t i;

	for (i = 0; i < in->n; i++) {
		e = &in->entry[i];
		if (e->anchor && e->item.kind == CONTAINER_CERT &&
		    store_add_cert(s, buf_slice(&e->item.der), STORE_ANCHOR,
		    e->from) != ERR_OK)
			continue;	/* why_not says what is wrong */
	}
	for (i = 0; i < in->n; i++) {
		e = &in->entry[i];
		why = why_not(in, e, s, t);
		if (why == NULL)
			continue;
		buf_reset(&where);
		buf_printf(&where, "%s: ", e->from);
		buf_add_slice(&where, buf_slice(&e->item.title));
		buf_add_str(&where, " (SHA-256 ");
		shelf_add_hex(&where, e->item.sha256);
		buf_add_char(&where, ')');
		report(t, buf_cstr(&where), why);
		good = false;
	}
	buf_release(&where);
	return good;
}

enum err
intake_write(const struct intake *in, struct shelf_change *c, struct date day,
    intake_done *done, void *ctx, const char **where)
{
	const struct intake_entry *e;
	enum shelf_put what = SHELF_ADDED;
	struct buf text = { 0 };
	char file[ITEM_MAX_NAME + 16];
	enum err err = ERR_OK;
	size_t i;

	for (i = 0; i < in->n && err == ERR_OK; i++) {
		e = &in->entry[i];
		*where = e->item.name;
		buf_reset(&text);
		if (e->item.kind == CONTAINER_OTHER)
			err = shelf_change_copy(c, e->item.name,
			    buf_slice(&e->copy), &what);
		else {
			shelf_item_write(&e->item, e->from, day, &text);
			err = shelf_change_put(c, &e->item, e->anchor,
			    buf_slice(&text), &what);
		}
		snprintf(file, sizeof file, "%s/%s",
		    shelf_part_of(e->item.kind, e->anchor), e->item.name);
		if (err == ERR_OK)
			done(ctx, e, what, file);
	}
	buf_release(&text);
	return err;
}
