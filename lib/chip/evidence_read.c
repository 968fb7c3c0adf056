/* SPDX-License-Identifier: ISC */
/* One table says what stands in the evidence, of which form, and in the order
 * of the seal: it reads the JSON, and works out what was signed. */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/base64.h"
#include "base/date.h"
#include "base/mem.h"
#include "chip/evidence_read.h"

#define NUMBER_MAX 9			/* digits */
#define SPARE 64	/* octets that a decoder may want beyond its own */

/* WRITTEN: an object as it stands. */
enum kind { TEXT, NUMBER, YES, HEX, BASE64, FILE_OCTETS, OBJECT, WRITTEN };

/* name: whole, its own part from `skip` on. at: of the value's slice. size: of
 * the octets, 0: any. inner: an object's rows. */
struct row {
	const char *name;
	size_t skip, n;
	enum kind kind;
	bool sealed;
	size_t at, size;
	const struct row *inner;
};

#define ROW(path, own, kind, sealed, size, member)			\
	{ path own, sizeof path - 1, sizeof own - 1, kind, sealed,	\
	offsetof(struct evidence_given, member), size, NULL }
#define INSIDE(path, own, sealed, rows)					\
	{ path own, sizeof path - 1, sizeof own - 1, OBJECT, sealed,	\
	0, 0, rows }
#define END { NULL, 0, 0, WRITTEN, false, 0, 0, NULL }

static const struct row fallback[] = {
#define F(own, kind, size, member)					\
	ROW("chip.access.fallback.", own, kind, true, size, access.member)
	F("why", TEXT, 0, fallback_why),
	F("sw", HEX, 2, fallback_sw),
	END
};

static const struct row access_used[] = {
#define A(own, kind, member)						\
	ROW("chip.access.", own, kind, true, 0, access.member)
	A("protocol", TEXT, protocol),
	A("oid", TEXT, oid),
	A("param", NUMBER, param),
	A("password", TEXT, password),
	A("key", TEXT, key),
	A("cardaccess", TEXT, cardaccess),
	INSIDE("chip.access.", "fallback", true, fallback),
	END
};

#define EACH_FILE(X)							\
	X("CardAccess", LDS_CARD_ACCESS),				\
	X("CardSecurity", LDS_CARD_SECURITY),				\
	X("COM", LDS_COM), X("SOD", LDS_SOD), X("DG1", LDS_DG1),	\
	X("DG2", LDS_DG2), X("DG3", LDS_DG3), X("DG4", LDS_DG4),	\
	X("DG5", LDS_DG5), X("DG6", LDS_DG6), X("DG7", LDS_DG7),	\
	X("DG8", LDS_DG8), X("DG9", LDS_DG9), X("DG10", LDS_DG10),	\
	X("DG11", LDS_DG11), X("DG12", LDS_DG12), X("DG13", LDS_DG13),	\
	X("DG14", LDS_DG14), X("DG15", LDS_DG15), X("DG16", LDS_DG16)

static const struct row files[] = {
#define GIVEN(own, f)							\
	ROW("chip.files.", own, FILE_OCTETS, true, 0, file[f])
	EACH_FILE(GIVEN),
	END
};

static const struct row absent[] = {
#define ABSENT(own, f) ROW("chip.absent.", own, TEXT, true, 0, absent[f])
	EACH_FILE(ABSENT),
	END
};

static const struct row aa[] = {
#define AA(own, kind, size, member)					\
	ROW("chip.aa.", own, kind, true, size, aa.member)
	AA("rnd", HEX, AA_RND, rnd),
	AA("sig", BASE64, 0, sig),
	AA("bound", YES, 0, bound),
	AA("error", TEXT, 0, error),
	AA("sw", HEX, 2, sw),
	END
};

static const struct row ca[] = {
#define CA(own, kind, size, member)					\
	ROW("chip.ca.", own, kind, true, size, ca.member)
	CA("oid", TEXT, 0, oid),
	CA("key_id", NUMBER, 0, key_id),
	CA("sk_ifd", BASE64, 0, sk_ifd),
	CA("resp", BASE64, 0, resp),
	CA("error", TEXT, 0, error),
	CA("sw", HEX, 2, sw),
	END
};

static const struct row cam[] = {
#define CAM(own, kind, member)						\
	ROW("chip.cam.", own, kind, true, 0, cam.member)
	CAM("oid", TEXT, oid),
	CAM("param", NUMBER, param),
	CAM("map_ic", BASE64, map_ic),
	CAM("ca_ic", BASE64, ca_ic),
	CAM("error", TEXT, error),
	END
};

static const struct row seal[] = {
#define SEAL(own, kind, size, member)					\
	ROW("chip.seal.", own, kind, false, size, seal.member)
	SEAL("key_id", TEXT, 0, key_id),
	SEAL("sig", BASE64, SIGN_SIZE, sig),
	END
};

static const struct row chip[] = {
#define C(own, kind, sealed, size, member)				\
	ROW("chip.", own, kind, sealed, size, member)
	C("version", NUMBER, true, 0, version_text),
	C("read_at", TEXT, true, 0, read_at),
	C("reader", TEXT, true, 0, reader),
	C("source_mode", TEXT, true, 0, source_mode),
	C("nonce", HEX, true, SESSION_NONCE, nonce),
	INSIDE("chip.", "access", true, access_used),
	INSIDE("chip.", "files", true, files),
	INSIDE("chip.", "absent", true, absent),
	INSIDE("chip.", "aa", true, aa),
	INSIDE("chip.", "ca", true, ca),
	INSIDE("chip.", "cam", true, cam),
	INSIDE("chip.", "seal", false, seal),
	C("error", TEXT, false, 0, error),
	C("extra", WRITTEN, false, 0, extra),
	END
};

static const struct row whole = { "chip", 0, 4, OBJECT, true, 0, 0, chip };

/* Rows with a text, all of them together. */
#define TEXTS 48

void
evidence_given_release(struct evidence_given *g)
{
	buf_wipe(&g->octets);
	buf_wipe(&g->text);
	mem_wipe(g, sizeof *g);
}

static struct slice *
slot(struct evidence_given *g, const struct row *row)
{
	return (struct slice *)(void *)((char *)g + row->at);
}

static struct slice
slot_value(const struct evidence_given *g, const struct row *row)
{
	struct slice v;

	memcpy(&v, (const char *)g + row->at, sizeof v);
	return v;
}

static struct slice
inside_quotes(const struct json_value *v)
{
	return (struct slice){ v->raw.p + 1, v->raw.n - 2 };
}

/* Unescaping never lengthens, so one growth keeps slices in place. */
static enum err
take_text(struct evidence_given *g, const struct json_value *v,
    struct slice *out)
{
	size_t from = g->text.n;
	enum err e;

	if (v->type != JSON_T_STRING)
		return ERR_FORMAT;
	if (v->raw.n > EVIDENCE_MAX_TEXT)
		return ERR_TOO_LONG;
	if (!v->escaped) {
		*out = inside_quotes(v);
		return ERR_OK;
	}
	if (g->text.cap == 0)
		buf_grow(&g->text, TEXTS * EVIDENCE_MAX_TEXT);
	e = json_text(v, &g->text);
	*out = (struct slice){ g->text.p + from, g->text.n - from };
	return e;
}

/* One way to write each number: digits, no zero in front. */
static enum err
take_number(const struct json_value *v, struct slice *out)
{
	if (v->type != JSON_T_NUMBER || !slice_digits(v->raw))
		return ERR_FORMAT;
	if (v->raw.n > NUMBER_MAX)
		return ERR_TOO_LONG;
	*out = v->raw;
	return ERR_OK;
}

/* As with texts, all the room that there will ever be is there beforehand, so
 * that slices stay in place. */
static enum err
take_octets(struct evidence_given *g, const struct row *row,
    const struct json_value *v, struct slice *out)
{
	size_t from = g->octets.n, most = v->raw.n / 4 * 3;
	const char *room = g->octets.p;
	enum err e;

	if (v->type != JSON_T_STRING || v->escaped)
		return ERR_FORMAT;
	if (most > LDS_MAX_FILE + 2 || most > EVIDENCE_MAX_OCTETS - from)
		return ERR_TOO_LONG;
	if (row->kind == HEX)
		e = hex_read(&g->octets, inside_quotes(v));
	else
		e = base64_read(&g->octets, inside_quotes(v));
	if (e != ERR_OK)
		return e;
	assert(g->octets.p == room);
	*out = (struct slice){ room + from, g->octets.n - from };
	return row->size != 0 && row->size != out->n ? ERR_FORMAT : ERR_OK;
}

static enum err
take_value(struct evidence_given *g, const struct row *row,
    const struct json_value *v)
{
	struct slice *out = slot(g, row);

	switch (row->kind) {
	case TEXT:
		return take_text(g, v, out);
	case NUMBER:
		return take_number(v, out);
	case WRITTEN:
		*out = v->raw;
		return v->type == JSON_T_OBJECT ? ERR_OK : ERR_FORMAT;
	case YES:
		*out = v->raw;
		return v->type == JSON_T_TRUE || v->type == JSON_T_FALSE ?
		    ERR_OK : ERR_FORMAT;
	default:
		return take_octets(g, row, v, out);
	}
}

static struct slice
own_name(const struct row *row)
{
	return (struct slice){ row->name + row->skip, row->n };
}

static const struct row *
row_of(const struct row *rows, struct slice key)
{
	const struct row *row;

	for (row = rows; row->name != NULL; row++)
		if (slice_eq(own_name(row), key))
			return row;
	return NULL;
}

/* NULL for a name that no row has. Members mostly stand in the order of the
 * rows, some left out: from `next` on these are tried first. */
static const struct row *
row_from(const struct row *rows, const struct row *next, struct slice key)
{
	const struct row *row = row_of(next, key);

	return row != NULL || next == rows ? row : row_of(rows, key);
}

static enum err take_object(struct evidence_given *g,
    const struct json_index *x, const struct row *of,
    const struct json_value *v, const char **bad);

static enum err
take_member(struct evidence_given *g, const struct json_index *x,
    const struct row *row, const struct json_value *v, const char **bad)
{
	g->has_files |= row->inner == files;
	if (row->kind == OBJECT && v->type == JSON_T_OBJECT)
		return take_object(g, x, row, v, bad);
	if (v->type == JSON_T_NULL)
		return ERR_OK;
	return row->kind == OBJECT ? ERR_FORMAT : take_value(g, row, v);
}

/* The object `v` of the row `of`; members without a row are passed over. */
static enum err
take_object(struct evidence_given *g, const struct json_index *x,
    const struct row *of, const struct json_value *v, const char **bad)
{
	const struct row *rows = of->inner, *next = rows, *row;
	const struct json_member *m;
	uint32_t seen = 0;
	size_t at = 0;
	enum err e;

	while ((m = json_inside(x, v, &at)) != NULL) {
		*bad = of->name;
		if (m->key_escaped)
			return ERR_DUPLICATE;
		row = row_from(rows, next, m->key);
		if (row == NULL)
			continue;
		*bad = row->name;
		if ((seen >> (row - rows) & 1) != 0)
			return ERR_DUPLICATE;
		seen |= (uint32_t)1 << (row - rows);
		next = row + 1;
		e = take_member(g, x, row, &m->value, bad);
		if (e != ERR_OK)
			return e;
	}
	return ERR_OK;
}

static enum err
take_time(struct evidence_given *g)
{
	struct moment m;
	enum err e;

	if (g->read_at.p == NULL)
		return ERR_OK;
	e = moment_parse(g->read_at, &m);
	if (e != ERR_OK)
		return ERR_FORMAT;
	g->read_at_time = moment_to_unix(m);
	g->has_time = true;
	return ERR_OK;
}

static enum err
take_chip(struct evidence_given *g, const struct json_index *x,
    const struct json_value *v, const char **bad)
{
	enum err e;

	*bad = "chip";
	if (v->type != JSON_T_OBJECT)
		return ERR_FORMAT;
	e = take_object(g, x, &whole, v, bad);
	if (e != ERR_OK)
		return e;
	*bad = "chip.version";
	if (g->version_text.p == NULL)
		return ERR_FORMAT;
	if (!slice_is(g->version_text, "1"))
		return ERR_UNSUPPORTED;
	g->version = 1;
	*bad = "chip.read_at";
	return take_time(g);
}

/* What a read that failed leaves behind has no file. */
static bool
any_file(const struct evidence_given *g)
{
	int f;

	for (f = 0; f < LDS_FILES; f++)
		if (g->file[f].p != NULL)
			return true;
	return false;
}

enum err
evidence_read(struct record *r, struct evidence_given *g, const char **bad)
{
	const struct json_value *v = record_find(r, "chip");
	struct buf octets = g->octets, text = g->text;
	enum err e;

	*g = (struct evidence_given){ .octets = octets, .text = text };
	buf_reset(&g->octets);
	buf_reset(&g->text);
	*bad = "chip";
	if (v == NULL || v->type == JSON_T_NULL)
		return ERR_NOT_FOUND;
	buf_grow(&g->octets, SPARE + (v->raw.n < EVIDENCE_MAX_OCTETS ?
	    v->raw.n : EVIDENCE_MAX_OCTETS));
	e = take_chip(g, &r->index, v, bad);
	if (e != ERR_OK)
		return e;
	g->read = g->error.p == NULL || any_file(g);
	return ERR_OK;
}

static void
seal_value(struct buf *out, struct slice v)
{
	uint8_t n[4] = { 0xFF, 0xFF, 0xFF, 0xFF };
	int i;

	for (i = 0; v.p != NULL && i < 4; i++)
		n[i] = (uint8_t)(v.n >> (24 - 8 * i));
	buf_add(out, (const char *)n, sizeof n);
	buf_add_slice(out, v);
}

static void
seal_rows(const struct evidence_given *g, const struct row *row,
    struct buf *out)
{
	uint8_t digest[CRYPTO_HASH_MAX];
	struct slice v;

	for (; row->name != NULL; row++) {
		if (!row->sealed)
			continue;
		if (row->kind == OBJECT) {
			seal_rows(g, row->inner, out);
			continue;
		}
		v = slot_value(g, row);
		if (row->kind == FILE_OCTETS && v.p != NULL) {
			crypto_digest(CRYPTO_SHA256, &v, 1, digest);
			v = (struct slice){ (char *)digest,
			    crypto_hash_size(CRYPTO_SHA256) };
		}
		seal_value(out, v);
	}
}

void
evidence_given_sealed(const struct evidence_given *g, struct buf *out)
{
	buf_add_slice(out, SLICE(EVIDENCE_SEAL_HEAD));
	seal_rows(g, chip, out);
}
