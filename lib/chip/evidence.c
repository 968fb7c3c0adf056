/* SPDX-License-Identifier: ISC */
/* One walk over the evidence writes the JSON and what the seal signs, so that
 * the two cannot come apart. */
#include <stdio.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "chip/evidence.h"
#include "record/json.h"

/* Either may be NULL. */
struct walk {
	struct buf *json, *seal;
};

static const struct slice none = { NULL, 0 };

static void
seal(struct walk *w, struct slice v)
{
	uint8_t n[4] = { 0xFF, 0xFF, 0xFF, 0xFF };
	int i;

	if (w->seal == NULL)
		return;
	for (i = 0; v.p != NULL && i < 4; i++)
		n[i] = (uint8_t)(v.n >> (24 - 8 * i));
	buf_add(w->seal, (const char *)n, sizeof(n));
	buf_add_slice(w->seal, v);
}

/* A member object; one without members is not written. */
static void
begin(struct walk *w, const char *key, bool any)
{
	if (w->json != NULL && any) {
		json_key(w->json, key);
		json_open(w->json, '{');
	}
}

static void
end(struct walk *w, bool any)
{
	if (w->json != NULL && any)
		json_close(w->json, '}');
}

static void
text(struct walk *w, const char *key, const char *v)
{
	seal(w, slice_str(v));
	if (w->json != NULL)
		json_pair_str(w->json, key, v);
}

static void
number(struct walk *w, const char *key, long long v, bool there)
{
	char s[24];
	int n = snprintf(s, sizeof(s), "%lld", v);

	seal(w, there ? (struct slice){ s, (size_t)n } : none);
	if (w->json != NULL && there) {
		json_key(w->json, key);
		json_put_int(w->json, v);
	}
}

static void
yes(struct walk *w, const char *key, bool there)
{
	seal(w, there ? SLICE("true") : none);
	if (w->json != NULL && there) {
		json_key(w->json, key);
		json_put_bool(w->json, true);
	}
}

static void
encoded(struct walk *w, const char *key, struct slice v,
    void (*encode)(struct buf *, struct slice))
{
	if (w->json == NULL || v.p == NULL)
		return;
	json_key(w->json, key);
	buf_add_char(w->json, '"');
	encode(w->json, v);
	buf_add_char(w->json, '"');
}

static void
hex(struct walk *w, const char *key, struct slice v)
{
	seal(w, v);
	encoded(w, key, v, hex_add);
}

static void
octets(struct walk *w, const char *key, const struct buf *b)
{
	struct slice v = b->n > 0 ? buf_slice(b) : none;

	seal(w, v);
	encoded(w, key, v, base64_add);
}

static void
status(struct walk *w, uint16_t sw)
{
	char two[2] = { (char)(sw >> 8), (char)sw };

	hex(w, "sw", sw != 0 ? (struct slice){ two, 2 } : none);
}

static void
access_used(struct walk *w, const struct session_result *r)
{
	bool pace = r->protocol == SESSION_PACE, fell = r->fallback != NULL;

	begin(w, "access", true);
	text(w, "protocol", pace ? "pace" :
	    r->protocol == SESSION_BAC ? "bac" : "none");
	text(w, "oid", pace ? r->pace_oid : NULL);
	number(w, "param", r->pace_param, pace && r->pace_param >= 0);
	text(w, "password", r->password);
	text(w, "key", r->key_kind);
	text(w, "cardaccess", r->card_access_built_in ? "built-in" : "read");
	begin(w, "fallback", fell);
	text(w, "why", r->fallback);
	status(w, fell ? r->fallback_sw : 0);
	end(w, fell);
	end(w, true);
}

static void
files(struct walk *w, const struct session_result *r)
{
	uint8_t digest[CRYPTO_HASH_MAX];
	struct slice file;
	int f;

	begin(w, "files", true);
	for (f = 0; f < LDS_FILES; f++) {
		file = r->file[f].n > 0 ? buf_slice(&r->file[f]) : none;
		encoded(w, lds_info(f)->name, file, base64_add);
		if (file.p == NULL) {
			seal(w, none);
			continue;
		}
		crypto_digest(CRYPTO_SHA256, &file, 1, digest);
		seal(w, (struct slice){ (char *)digest,
		    crypto_hash_size(CRYPTO_SHA256) });
	}
	end(w, true);
	begin(w, "absent", true);
	for (f = 0; f < LDS_FILES; f++)
		text(w, lds_info(f)->name, r->file[f].n > 0 ? NULL :
		    lds_absent_word(r->absent[f]));
	end(w, true);
}

static void
proofs(struct walk *w, const struct session_result *r)
{
	bool aa = r->aa != PROOF_NOT, ca = r->ca != PROOF_NOT,
	    cam = r->cam != PROOF_NOT,
	    asked = aa && (r->aa_sig.n > 0 || r->aa_sw != 0);
	const struct buf empty = { 0 };

	begin(w, "aa", aa);
	hex(w, "rnd", asked ?
	    (struct slice){ (const char *)r->aa_rnd, AA_RND } : none);
	octets(w, "sig", aa ? &r->aa_sig : &empty);
	yes(w, "bound", asked);
	text(w, "error", aa ? r->aa_why : NULL);
	status(w, aa ? r->aa_sw : 0);
	end(w, aa);

	begin(w, "ca", ca);
	text(w, "oid", ca && r->ca_oid[0] != '\0' ? r->ca_oid : NULL);
	number(w, "key_id", r->ca_key_id, ca && r->ca_key_id >= 0);
	octets(w, "sk_ifd", ca ? &r->ca_sk : &empty);
	octets(w, "resp", ca ? &r->ca_resp : &empty);
	text(w, "error", ca ? r->ca_why : NULL);
	status(w, ca ? r->ca_sw : 0);
	end(w, ca);

	begin(w, "cam", cam);
	text(w, "oid", cam ? r->pace_oid : NULL);
	number(w, "param", r->pace_param, cam && r->pace_param >= 0);
	octets(w, "map_ic", cam ? &r->cam_map_ic : &empty);
	octets(w, "ca_ic", cam ? &r->cam_ca_ic : &empty);
	text(w, "error", cam ? r->cam_why : NULL);
	end(w, cam);
}

static void
sealed_values(struct walk *w, const struct evidence *e)
{
	const struct session_env *env = e->env;

	seal(w, SLICE("cccd-seal-1"));
	number(w, "version", 1, true);
	text(w, "read_at", env->read_at);
	text(w, "reader", e->reader);
	text(w, "source_mode", e->replay ? "replay" : "live");
	hex(w, "nonce", (struct slice){ (const char *)env->nonce,
	    SESSION_NONCE });
	access_used(w, e->result);
	files(w, e->result);
	proofs(w, e->result);
}

static void
timings(struct buf *out, const struct session_result *r)
{
	const struct { const char *key; long long v; } t[] = {
		{ "total_ms", (r->us_total + 500) / 1000 },
		{ "access_ms", (r->us_access + 500) / 1000 },
		{ "card_ms", (r->us_card + 500) / 1000 },
		{ "apdus", r->apdus },
		{ "octets_out", (long long)r->octets_out },
		{ "octets_in", (long long)r->octets_in },
		{ "reconnects", r->reconnects },
	};
	size_t i;

	json_key(out, "timings");
	json_open(out, '{');
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		json_key(out, t[i].key);
		json_put_int(out, t[i].v);
	}
	json_close(out, '}');
}

void
evidence_sealed(const struct evidence *e, struct buf *out)
{
	struct walk w = { .seal = out };

	sealed_values(&w, e);
}

void
evidence_key_id(const uint8_t public[SIGN_PUBLIC],
    char out[EVIDENCE_KEY_ID + 1])
{
	struct slice key = { (const char *)public, SIGN_PUBLIC };
	uint8_t digest[CRYPTO_HASH_MAX];
	struct buf text_of = { 0 };

	crypto_digest(CRYPTO_SHA256, &key, 1, digest);
	hex_add(&text_of, (struct slice){ (char *)digest,
	    EVIDENCE_KEY_ID / 2 });
	memcpy(out, text_of.p, EVIDENCE_KEY_ID);
	out[EVIDENCE_KEY_ID] = '\0';
	buf_release(&text_of);
}

static enum err
put_seal(const struct evidence_sealer *s, struct slice sealed, struct buf *out)
{
	uint8_t sig[SIGN_SIZE];
	char id[EVIDENCE_KEY_ID + 1];
	struct walk w = { .json = out };
	enum err e = s->seal(s->ctx, sealed, sig);

	if (e != ERR_OK)
		return e;
	evidence_key_id(s->public, id);
	begin(&w, "seal", true);
	text(&w, "key_id", id);
	encoded(&w, "sig", (struct slice){ (char *)sig, SIGN_SIZE },
	    base64_add);
	end(&w, true);
	return ERR_OK;
}

enum err
evidence_write(const struct evidence *e, struct buf *out)
{
	const struct evidence_sealer *sealer = e->replay ? NULL : e->sealer;
	struct buf sealed = { 0 };
	struct walk w = { .json = out,
	    .seal = sealer != NULL ? &sealed : NULL };
	size_t had = out->n;
	enum err err = ERR_OK;

	json_open(out, '{');
	sealed_values(&w, e);
	timings(out, e->result);
	if (sealer != NULL)
		err = put_seal(sealer, buf_slice(&sealed), out);
	json_close(out, '}');
	if (err != ERR_OK)
		out->n = had;
	buf_release(&sealed);
	return err;
}
