/* SPDX-License-Identifier: ISC */
/* A trust store as lines for people, or as records (show_json.h). */
#include "base/sha256.h"
#include "chip/evidence.h"
#include "shelf/change.h"
#include "shelf/show_json.h"
#include "text/utf8.h"

#define INDENT "    "

static void
line(const struct show *w, const char *before, struct slice text)
{
	buf_add_str(w->out, before);
	utf8_add_shown(w->out, text);
	buf_add_char(w->out, '\n');
}

static void
sha256_line(const struct show *w, const uint8_t sha256[32])
{
	struct buf b = { 0 };

	shelf_add_hex(&b, sha256);
	line(w, INDENT "SHA-256 ", buf_slice(&b));
	buf_release(&b);
}

/* "anchor: C=VN, CN=CSCA Vietnam, until 2046-04-13" */
static void
name_line(const struct show *w, const char *what, struct slice name,
    bool has_end, long long end)
{
	struct buf b = { 0 };
	char day[DATE_MAX_TEXT];

	buf_printf(&b, "%s: ", w->word(what));
	algorithm_name_text(name, &b);
	if (has_end)
		buf_printf(&b, ", %s %s", w->word(N_("until")),
		    date_format(moment_from_unix(end).date, day));
	line(w, "", buf_slice(&b));
	buf_release(&b);
}

static void
one_cert(const struct show *w, const struct store_cert *c)
{
	if (!w->people) {
		show_json_cert(c, w->out);
		return;
	}
	name_line(w, c->role == STORE_ANCHOR ? N_("anchor") : N_("known"),
	    c->cert.subject, true, c->cert.not_after);
	sha256_line(w, c->cert.sha256);
	line(w, INDENT, slice_str(c->origin));
}

static void
one_crl(const struct show *w, const struct store_crl *c)
{
	uint8_t digest[SHA256_BYTES];

	if (!w->people) {
		show_json_crl(c, w->out);
		return;
	}
	name_line(w, N_("CRL"), c->crl.issuer, c->crl.has_next,
	    c->crl.next_update);
	sha256(c->crl.der, digest);
	sha256_line(w, digest);
	line(w, INDENT, slice_str(c->origin));
}

static void
one_station(const struct show *w, const struct store *s, size_t i)
{
	const char *origin;
	const uint8_t *key = store_station_at(s, i, &origin);
	char id[EVIDENCE_KEY_ID + 1];

	if (!w->people) {
		show_json_station(key, origin, w->out);
		return;
	}
	evidence_key_id(key, id);
	buf_printf(w->out, "%s: %s\n", w->word(N_("station")), id);
	line(w, INDENT, slice_str(origin));
}

static bool
one_distrusted(void *ctx, const char *path, const uint8_t sha256[32],
    struct slice comment)
{
	const struct show *w = ctx;

	if (w->people) {
		buf_printf(w->out, "%s: ", w->word(N_("distrusted")));
		line(w, "", comment);
		sha256_line(w, sha256);
		line(w, INDENT, slice_str(path));
	} else
		show_json_distrusted(path, sha256, comment, w->out);
	w->done();
	return true;
}

static void
count(const struct show *w, const char *what, size_t n)
{
	buf_printf(w->out, "%s: %zu\n", w->word(what), n);
}

void
show_store(const struct show *w, const struct shelf *sh,
    const struct store *s, const struct shelf_counts *n)
{
	struct show copy = *w;
	size_t i;

	for (i = 0; i < store_certs(s); i++) {
		one_cert(w, store_cert(s, i));
		w->done();
	}
	for (i = 0; i < store_crls(s); i++) {
		one_crl(w, store_crl(s, i));
		w->done();
	}
	for (i = 0; i < store_stations(s); i++)
		one_station(w, s, i);
	shelf_each_distrusted(sh, one_distrusted, &copy);
	if (!w->people)
		return;
	count(w, N_("anchors"), n->anchors);
	count(w, N_("other certificates"), n->known);
	count(w, N_("CRLs"), n->crls);
	count(w, N_("stations"), n->stations);
	count(w, N_("master lists believed"), n->lists);
}

static const char *
trust_sentence(enum signer_trust trust, enum show_refused r)
{
	if (r == SHOW_IS_DISTRUSTED)
		return N_("it, or a certificate of its path, was removed "
		    "here: its cards are refused");
	if (r == SHOW_IS_REVOKED)
		return N_("revoked by the authority: its cards are refused");
	switch (trust) {
	case SIGNER_ANCHORED:
		return N_("an anchor vouches for this signer");
	case SIGNER_BAD:
		return N_("forged: the anchor that it names did not sign it");
	case SIGNER_UNKNOWN:
	default:
		return N_("nobody here vouches for this signer; that does not "
		    "make it a forgery: see cccd-trust --how");
	}
}

void
show_signer(const struct show *w, const char *where, const struct signer *s,
    enum show_refused r, struct slice steps)
{
	struct slice step;

	if (w->people) {
		utf8_add_shown(w->out, slice_str(where));
		buf_printf(w->out, ": %s\n", w->word(trust_sentence(
		    s->trust, r)));
		while (slice_split(&steps, '\n', &step))
			if (step.n > 0)
				line(w, INDENT, step);
	} else
		show_json_signer(where, s, r, steps, w->out);
	w->done();
}

const char *
show_kind(enum container_kind kind, bool anchor)
{
	switch (kind) {
	case CONTAINER_CERT:
		return anchor ? "anchor" : "known";
	case CONTAINER_CRL:
		return "crl";
	case CONTAINER_MASTER_LIST:
		return "master-list";
	case CONTAINER_STATION:
		return "station";
	case CONTAINER_SIGNED:
	case CONTAINER_OTHER:
	default:
		return "directory";
	}
}

void
show_done(const struct show *w, int what, const struct show_thing *t,
    const char *file)
{
	static const struct { const char *word, *sentence; } rows[] = {
		[SHELF_ADDED] = { "added", N_("was added") },
		[SHELF_THERE] = { "there", N_("was there already") },
		[SHELF_REPLACED] = { "replaced", N_("took the place of an "
		    "older one") },
		[SHELF_OLDER] = { "older", N_("not taken, for a newer one is "
		    "there") },
		[SHOW_REMOVED] = { "removed", N_("was removed") },
		[SHOW_DISTRUSTED] = { "distrusted", N_("distrusted from now "
		    "on") }
	};

	if (w->people) {
		buf_printf(w->out, "%s: ", w->word(rows[what].sentence));
		line(w, "", t->title);
		sha256_line(w, t->sha256);
		if (file != NULL)
			line(w, INDENT, slice_str(file));
	} else
		show_json_done(rows[what].word, t, file, w->out);
	w->done();
}

void
show_add_groups(struct buf *out, const uint8_t sha256[32])
{
	struct buf b = { 0 };
	size_t i;

	shelf_add_hex(&b, sha256);
	for (i = 0; i < b.n; i += 4) {
		if (i > 0)
			buf_add_char(out, ' ');
		buf_add(out, b.p + i, 4);
	}
	buf_release(&b);
}
