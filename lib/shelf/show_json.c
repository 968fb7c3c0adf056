/* SPDX-License-Identifier: ISC */
/* Records of a trust store's content. */
#include "base/base64.h"
#include "base/sha256.h"
#include "chip/evidence.h"
#include "record/json.h"
#include "shelf/show_json.h"
#include "text/utf8.h"

/* Paths and comments are no UTF-8 for sure. */
static void
pair_shown(struct buf *out, const char *key, struct slice text)
{
	struct buf b = { 0 };

	utf8_add_shown(&b, text);
	json_pair(out, key, buf_slice(&b));
	buf_release(&b);
}

static void
pair_name(struct buf *out, const char *key, struct slice name)
{
	struct buf b = { 0 };

	algorithm_name_text(name, &b);
	pair_shown(out, key, buf_slice(&b));
	buf_release(&b);
}

static void
pair_hex(struct buf *out, const char *key, struct slice octets)
{
	struct buf b = { 0 };

	if (octets.p == NULL)
		return;
	hex_add(&b, octets);
	json_pair(out, key, buf_slice(&b));
	buf_release(&b);
}

static void
pair_sha256(struct buf *out, const uint8_t sha[32])
{
	pair_hex(out, "sha256", (struct slice){ (const char *)sha, 32 });
}

static void
pair_time(struct buf *out, const char *key, long long t)
{
	char text[DATE_MAX_TEXT];

	json_pair_str(out, key, moment_format(moment_from_unix(t), text));
}

static void
end(struct buf *out)
{
	json_close(out, '}');
	buf_add_char(out, '\n');
}

void
show_json_cert(const struct store_cert *c, struct buf *out)
{
	json_open(out, '{');
	json_pair_str(out, "kind", c->role == STORE_ANCHOR ? "anchor" :
	    "known");
	pair_name(out, "subject", c->cert.subject);
	pair_name(out, "issuer", c->cert.issuer);
	pair_hex(out, "serial", c->cert.serial);
	pair_time(out, "not_before", c->cert.not_before);
	pair_time(out, "not_after", c->cert.not_after);
	if (c->cert.has_period_until)
		pair_time(out, "signs_until", c->cert.period_until);
	pair_hex(out, "key_id", c->cert.ski);
	pair_sha256(out, c->cert.sha256);
	pair_shown(out, "origin", slice_str(c->origin));
	end(out);
}

void
show_json_crl(const struct store_crl *c, struct buf *out)
{
	uint8_t digest[SHA256_BYTES];

	json_open(out, '{');
	json_pair_str(out, "kind", "crl");
	pair_name(out, "issuer", c->crl.issuer);
	pair_hex(out, "issuer_key_id", c->crl.aki);
	pair_time(out, "this_update", c->crl.this_update);
	if (c->crl.has_next)
		pair_time(out, "next_update", c->crl.next_update);
	sha256(c->crl.der, digest);
	pair_sha256(out, digest);
	pair_shown(out, "origin", slice_str(c->origin));
	end(out);
}

void
show_json_station(const uint8_t public[SIGN_PUBLIC], const char *origin,
    struct buf *out)
{
	struct slice key = { (const char *)public, SIGN_PUBLIC };
	char id[EVIDENCE_KEY_ID + 1];
	uint8_t digest[SHA256_BYTES];

	evidence_key_id(public, id);
	sha256(key, digest);
	json_open(out, '{');
	json_pair_str(out, "kind", "station");
	json_pair_str(out, "key_id", id);
	pair_hex(out, "public", key);
	pair_sha256(out, digest);
	pair_shown(out, "origin", slice_str(origin));
	end(out);
}

void
show_json_distrusted(const char *origin, const uint8_t sha[32],
    struct slice comment, struct buf *out)
{
	json_open(out, '{');
	json_pair_str(out, "kind", "distrusted");
	pair_sha256(out, sha);
	if (comment.n > 0)
		pair_shown(out, "comment", comment);
	pair_shown(out, "origin", slice_str(origin));
	end(out);
}

static void
add_path(const struct signer *s, struct buf *out)
{
	size_t i;

	json_key(out, "path");
	json_open(out, '[');
	for (i = 0; i < s->steps; i++) {
		json_open(out, '{');
		pair_name(out, "subject", s->path[i]->cert.subject);
		pair_sha256(out, s->path[i]->cert.sha256);
		pair_shown(out, "origin", slice_str(s->path[i]->origin));
		json_close(out, '}');
	}
	json_close(out, ']');
}

void
show_json_signer(const char *where, const struct signer *s,
    enum show_refused r, struct slice steps, struct buf *out)
{
	static const char *const words[] = {
		[SIGNER_ANCHORED] = "anchored", [SIGNER_UNKNOWN] = "unknown",
		[SIGNER_BAD] = "bad"
	};
	struct slice step;
	struct buf b = { 0 };

	json_open(out, '{');
	pair_shown(out, "file", slice_str(where));
	pair_name(out, "subject", s->cert.subject);
	pair_sha256(out, s->cert.sha256);
	json_pair_str(out, "trust", words[s->trust]);
	if (r != SHOW_NOT_REFUSED)
		json_pair_str(out, "refused", r == SHOW_IS_REVOKED ?
		    "revoked" : "distrusted");
	add_path(s, out);
	json_key(out, "steps");
	json_open(out, '[');
	while (slice_split(&steps, '\n', &step)) {
		if (step.n == 0)
			continue;
		buf_reset(&b);
		utf8_add_shown(&b, step);
		json_put(out, buf_slice(&b));
	}
	json_close(out, ']');
	buf_release(&b);
	end(out);
}

void
show_json_done(const char *done, const struct show_thing *t, const char *file,
    struct buf *out)
{
	json_open(out, '{');
	json_pair_str(out, "done", done);
	json_pair_str(out, "kind", t->kind);
	pair_shown(out, "title", t->title);
	pair_sha256(out, t->sha256);
	if (file != NULL)
		pair_shown(out, "file", slice_str(file));
	end(out);
}
