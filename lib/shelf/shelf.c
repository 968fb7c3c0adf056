/* SPDX-License-Identifier: ISC */
/* From the files of trust stores, in memory, to what is believed. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "base/mem.h"
#include "base/tlv.h"
#include "shelf/shelf_priv.h"
#include "trust/container.h"
#include "trust/master_list.h"

#define DIGITS 64			/* of a SHA-256 in hex */

#define MAX_LISTS 4096

/* A master list that waits for an anchor. `where` names it; `der` owns. */
struct pending {
	char *where;
	struct buf der;
	struct master_list list;
	struct findings form, last;
	enum store_role role;
	bool done;
};

struct load {
	const struct shelf_terms *t;
	struct store *s;
	struct shelf_counts n;
	struct pending *list;
	size_t lists;
	struct buf where;
	bool damaged;
};

static void
report(const struct load *l, const char *where, const char *why)
{
	if (l->t->report != NULL)
		l->t->report(l->t->ctx, where, why);
}

static void
refuse(struct load *l, const char *where, const char *why)
{
	report(l, where, why);
	l->n.refused++;
}

static void
damaged(struct load *l, const char *where, const char *why)
{
	refuse(l, where, why);
	l->damaged = true;
}

enum err
shelf_fingerprint(struct slice text, uint8_t sha256[32])
{
	struct buf digits = { 0 }, octets = { 0 };
	enum err e;
	size_t i;

	for (i = 0; i < text.n && digits.n <= 64; i++)
		if (text.p[i] != ':')
			buf_add_char(&digits, text.p[i]);
	e = digits.n == 64 ? hex_read(&octets, buf_slice(&digits)) :
	    ERR_FORMAT;
	if (e == ERR_OK)
		memcpy(sha256, octets.p, 32);
	buf_release(&digits);
	buf_release(&octets);
	return e;
}

bool
shelf_fingerprint_typed(struct slice text, const uint8_t sha256[32])
{
	struct buf typed = { 0 }, whole = { 0 };
	bool same;
	size_t i;

	for (i = 0; i < text.n; i++)
		if (text.p[i] != ' ' && text.p[i] != ':')
			buf_add_char(&typed, text.p[i]);
	hex_add(&whole, (struct slice){ (const char *)sha256, 32 });
	same = (typed.n == SHELF_END_DIGITS || typed.n == DIGITS) &&
	    strncasecmp(typed.p, whole.p + whole.n - typed.n, typed.n) == 0;
	buf_release(&typed);
	buf_release(&whole);
	return same;
}

enum err
shelf_distrusted(struct slice line, bool *given, uint8_t sha256[32])
{
	struct slice word;

	line = slice_trim(line);
	*given = line.n > 0 && line.p[0] != '#';
	if (!*given || !slice_split(&line, ' ', &word))
		return ERR_OK;
	return shelf_fingerprint(word, sha256);
}

static enum err
load_distrusted(struct load *l, const struct shelf_file *f)
{
	struct slice rest = buf_slice(&f->text), line;
	unsigned long number = 0;
	uint8_t sha256[32];
	bool given;

	while (slice_split(&rest, '\n', &line)) {
		number++;
		if (shelf_distrusted(line, &given, sha256) != ERR_OK) {
			buf_reset(&l->where);
			buf_printf(&l->where, "%s:%lu", f->path, number);
			report(l, buf_cstr(&l->where), N_("is no SHA-256: "
			    "nothing is believed before this line is right"));
			return ERR_FORMAT;
		}
		if (given)
			store_distrust(l->s, sha256);
	}
	return ERR_OK;
}

/* `quiet`: out of a list that says much. */
static void
add_cert(struct load *l, struct slice der, enum store_role role,
    const char *where, bool quiet)
{
	size_t before = store_certs(l->s);

	switch (store_add_cert(l->s, der, role, where)) {
	case ERR_OK:
		if (role == STORE_ANCHOR && !quiet &&
		    store_certs(l->s) > before &&
		    store_cert(l->s, before)->role != STORE_ANCHOR)
			report(l, where, N_("no authority: it may stand in a "
			    "path, and is no anchor"));
		break;
	case ERR_DUPLICATE:
		break;
	case ERR_ACCESS:
		if (quiet)
			l->n.refused++;
		else
			refuse(l, where, N_("distrusted: not taken"));
		break;
	default:
		damaged(l, where, N_("no certificate that can be read"));
		break;
	}
}

static void
add_crl(struct load *l, struct slice der, const char *where)
{
	enum err e = store_add_crl(l->s, der, where);

	if (e != ERR_OK && e != ERR_DUPLICATE)
		damaged(l, where, N_("no CRL that can be read"));
}

static void
add_station(struct load *l, struct slice key, const char *where)
{
	enum err e = store_add_station(l->s, (const uint8_t *)key.p, where);

	if (e == ERR_ACCESS)
		refuse(l, where, N_("distrusted: not taken"));
	else if (e != ERR_OK && e != ERR_DUPLICATE)
		damaged(l, where, N_("no station's key"));
}

static void
add_list(struct load *l, struct slice der, enum store_role role,
    const char *where)
{
	struct pending p = { .role = role };

	if (l->lists == MAX_LISTS) {
		damaged(l, where, N_("too many master lists"));
		return;
	}
	buf_add_slice(&p.der, der);
	findings_reset(&p.form);
	if (master_list_parse(buf_slice(&p.der), &p.list, &p.form) != ERR_OK) {
		buf_release(&p.der);
		damaged(l, where, N_("no master list that can be read"));
		return;
	}
	p.where = xstrdup(where);
	l->list = xreallocarray(l->list, l->lists + 1, sizeof *l->list);
	l->list[l->lists++] = p;
}

/* Which kinds are at home in which place: 1 << enum container_kind. */
static bool
belongs(enum shelf_place place, enum container_kind kind)
{
	const unsigned cert = 1u << CONTAINER_CERT | 1u << CONTAINER_CRL |
	    1u << CONTAINER_MASTER_LIST;
	static const unsigned station = 1u << CONTAINER_STATION;
	const unsigned kinds[SHELF_PLACES] = {
		[SHELF_ANY] = cert | station, [SHELF_ANCHORS] = cert,
		[SHELF_KNOWN] = cert, [SHELF_CRLS] = 1u << CONTAINER_CRL,
		[SHELF_STATIONS] = station
	};

	return (kinds[place] >> kind & 1) != 0;
}

static void
take(struct load *l, enum shelf_place place, const struct container_item *it)
{
	enum store_role role = place == SHELF_KNOWN ? STORE_KNOWN :
	    STORE_ANCHOR;
	const char *where = buf_cstr(&l->where);

	if (it->kind == CONTAINER_OTHER || it->kind == CONTAINER_SIGNED)
		refuse(l, where, N_("neither a certificate, a CRL, a master "
		    "list nor a station's key: not taken"));
	else if (!belongs(place, it->kind))
		refuse(l, where, N_("does not belong in this folder of the "
		    "store: not taken"));
	else if (it->kind == CONTAINER_CERT)
		add_cert(l, it->der, role, where, false);
	else if (it->kind == CONTAINER_CRL)
		add_crl(l, it->der, where);
	else if (it->kind == CONTAINER_MASTER_LIST)
		add_list(l, it->der, role, where);
	else
		add_station(l, it->der, where);
}

static void
load_file(struct load *l, const struct shelf_file *f)
{
	struct container c;
	struct container_item it;
	bool any = false;
	enum err e;

	container_open(&c, buf_slice(&f->text));
	while ((e = container_next(&c, &it)) != ERR_EOF) {
		any = true;
		buf_reset(&l->where);
		buf_add_str(&l->where, f->path);
		if (it.line > 0)
			buf_printf(&l->where, ":%lu", it.line);
		if (e == ERR_OK)
			take(l, f->place, &it);
		else if (e == ERR_UNSUPPORTED)
			damaged(l, f->path, N_("neither PEM, DER, LDIF nor a "
			    "station's line"));
		else
			damaged(l, buf_cstr(&l->where), N_("is damaged"));
	}
	if (!any)
		report(l, f->path, N_("there is nothing in it"));
	container_close(&c);
}

static void
take_list(struct load *l, struct pending *p)
{
	struct slice rest = p->list.certs;
	struct tlv t;
	unsigned n = 0;
	enum err e;

	while ((e = tlv_next(&rest, &t)) == ERR_OK &&
	    n < MASTER_LIST_MAX_CERTS) {
		buf_reset(&l->where);
		buf_printf(&l->where, "%s, entry %u", p->where, ++n);
		add_cert(l, t.raw, p->role, buf_cstr(&l->where), true);
	}
	if (e != ERR_EOF)
		damaged(l, p->where, N_("the list ends in the middle, or is "
		    "longer than any"));
	l->n.lists++;
	p->done = true;
}

/* `fs` has what was found of its form, and gets the rest. */
static bool
is_believed(const struct store *s, const struct shelf_terms *t,
    const struct master_list *m, struct findings *fs)
{
	const struct signer_cache_limits limits = { .max = 8 };
	struct signer_cache *c = signer_cache_new(s, &limits);
	struct signer_times times = { .has_now = t->has_now, .now = t->now };
	bool good;

	if (m->cms.signers > 0) {
		times.has_signing = m->cms.signer[0].has_signing_time;
		times.signing = m->cms.signer[0].signing_time;
	}
	good = master_list_verify(m, c, &times, fs);
	signer_cache_free(c);
	return good;
}

static bool
is_of_class(const struct findings *fs, const char *check,
    enum finding_class class)
{
	const struct finding *f = findings_of(fs, check);

	return f != NULL && f->class == class;
}

static const char *
why_not_believed(const struct findings *fs)
{
	if (is_of_class(fs, "cms.signature", FINDING_BROKEN))
		return N_("the list is not believed: its signature is wrong");
	if (is_of_class(fs, "chain.anchor", FINDING_NOT_DONE))
		return N_("the list is not believed: add the anchor of its "
		    "signer first");
	if (!is_of_class(fs, "dsc.extended-key-usage", FINDING_GOOD))
		return N_("the list is not believed: its signer is no signer "
		    "of master lists");
	return N_("the list is not believed: its signature or its signer is "
	    "not as it has to be");
}

bool
shelf_believes(const struct store *s, struct slice der,
    const struct shelf_terms *t, const char **why)
{
	struct master_list m;
	struct findings fs;
	bool good = false;

	findings_reset(&fs);
	*why = N_("no master list that can be read");
	if (master_list_parse(der, &m, &fs) != ERR_OK)
		return false;
	good = is_believed(s, t, &m, &fs);
	*why = why_not_believed(&fs);
	master_list_release(&m);
	return good;
}

/* One list may hold the anchor of the next one's signer. */
static void
believe_lists(struct load *l)
{
	struct pending *p;
	bool more = true;
	size_t i;

	while (more) {
		more = false;
		for (i = 0; i < l->lists; i++) {
			p = &l->list[i];
			p->last = p->form;
			if (p->done ||
			    !is_believed(l->s, l->t, &p->list, &p->last))
				continue;
			take_list(l, p);
			more = true;
		}
	}
	for (i = 0; i < l->lists; i++)
		if (!l->list[i].done)
			refuse(l, l->list[i].where,
			    why_not_believed(&l->list[i].last));
}

static void
count(struct load *l)
{
	size_t i, n = store_certs(l->s);

	for (i = 0; i < n; i++)
		if (store_cert(l->s, i)->role == STORE_ANCHOR)
			l->n.anchors++;
		else
			l->n.known++;
	l->n.crls = store_crls(l->s);
	l->n.stations = store_stations(l->s);
}

enum err
shelf_load(const struct shelf *sh, const struct shelf_terms *t,
    struct store *s, struct shelf_counts *counts)
{
	struct load l = { .t = t, .s = s,
	    .n.refused = sh->refused, .damaged = sh->refused > 0 };
	enum err e = ERR_OK;
	size_t i;

	for (i = 0; i < sh->n && e == ERR_OK; i++)
		if (sh->file[i].place == SHELF_DISTRUSTED)
			e = load_distrusted(&l, &sh->file[i]);
	for (i = 0; i < sh->n && e == ERR_OK; i++)
		if (sh->file[i].place != SHELF_DISTRUSTED)
			load_file(&l, &sh->file[i]);
	if (e == ERR_OK) {
		believe_lists(&l);
		count(&l);
		*counts = l.n;
	}
	for (i = 0; i < l.lists; i++) {
		free(l.list[i].where);
		master_list_release(&l.list[i].list);
		buf_release(&l.list[i].der);
	}
	free(l.list);
	buf_release(&l.where);
	return e == ERR_OK && l.damaged ? ERR_DAMAGED : e;
}
