/* SPDX-License-Identifier: ISC */
/* Names and texts of the files of a trust store. */
#include <stdio.h>
#include <string.h>

#include "base/base64.h"
#include "base/sha256.h"
#include "base/tlv.h"
#include "chip/evidence.h"
#include "shelf/item.h"
#include "text/utf8.h"
#include "trust/master_list.h"
#include "trust/store.h"

#define PEM_LINE 64
#define MAX_STEM 48
#define DIGITS_IN_NAME 8

void
shelf_add_hex(struct buf *out, const uint8_t sha256[32])
{
	hex_add(out, (struct slice){ (const char *)sha256, 32 });
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Letters and digits of ASCII; of all else a run becomes one "-". */
static void
add_safe(struct buf *out, struct slice text)
{
	size_t i;
	char c;

	for (i = 0; i < text.n && out->n < MAX_STEM; i++) {
		c = lower(text.p[i]);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			buf_add_char(out, c);
		else if (out->n > 0 && out->p[out->n - 1] != '-')
			buf_add_char(out, '-');
	}
}

/* The value of CN= in a name's text, or else of O=. */
static struct slice
common_name(struct slice text)
{
	struct slice rest = text, part, found = { NULL, 0 };

	while (slice_split(&rest, ',', &part)) {
		part = slice_trim(part);
		if (slice_starts(part, "CN="))
			return (struct slice){ part.p + 3, part.n - 3 };
		if (slice_starts(part, "O="))
			found = (struct slice){ part.p + 2, part.n - 2 };
	}
	return found;
}

/* Country, name, and of `mark` the first digits. */
static void
make_name(struct shelf_item *i, struct slice country, struct slice name,
    struct slice mark, const char *tail)
{
	struct buf stem = { 0 }, digits = { 0 };

	add_safe(&stem, country);
	if (stem.n > 0)
		buf_add_char(&stem, '-');
	add_safe(&stem, name);
	while (stem.n > 0 && stem.p[stem.n - 1] == '-')
		stem.n--;
	if (stem.n == 0)
		buf_add_str(&stem, "unnamed");
	hex_add(&digits, mark);
	snprintf(i->name, sizeof i->name, "%s-%.*s%s", buf_cstr(&stem),
	    DIGITS_IN_NAME, buf_cstr(&digits), tail);
	buf_release(&stem);
	buf_release(&digits);
}

static struct slice
digest_of(const struct shelf_item *i)
{
	return (struct slice){ (const char *)i->sha256, sizeof i->sha256 };
}

static void
add_title(struct shelf_item *i, const char *before, struct slice text)
{
	buf_add_str(&i->title, before);
	utf8_add_shown(&i->title, text);
}

static void
add_day(struct buf *out, long long t)
{
	char text[DATE_MAX_TEXT];

	buf_add_str(out, date_format(moment_from_unix(t).date, text));
}

/* The store alone says what may be an anchor. */
static bool
is_authority(struct slice der)
{
	struct store *s = store_new();
	bool yes = store_add_cert(s, der, STORE_ANCHOR, "") == ERR_OK &&
	    store_cert(s, 0)->role == STORE_ANCHOR;

	store_free(s);
	return yes;
}

static enum err
read_cert(struct shelf_item *i)
{
	struct buf name = { 0 };
	enum err e = cert_parse(buf_slice(&i->der), &i->cert);

	if (e != ERR_OK)
		return e;
	algorithm_name_text(i->cert.subject, &name);
	add_title(i, "", buf_slice(&name));
	make_name(i, i->cert.subject_country, common_name(buf_slice(&name)),
	    digest_of(i), ".pem");
	if (!cert_is_self_issued(&i->cert)) {
		buf_reset(&name);
		algorithm_name_text(i->cert.issuer, &name);
		add_title(i, ", of ", buf_slice(&name));
	}
	i->authority = is_authority(buf_slice(&i->der));
	buf_release(&name);
	return ERR_OK;
}

static enum err
read_crl(struct shelf_item *i)
{
	uint8_t issuer[32];
	struct slice mark = { (const char *)issuer, sizeof issuer };
	struct buf name = { 0 };
	enum err e = crl_parse(buf_slice(&i->der), &i->crl);

	if (e != ERR_OK)
		return e;
	algorithm_name_text(i->crl.issuer, &name);
	add_title(i, "CRL of ", buf_slice(&name));
	buf_add_str(&i->title, ", ");
	add_day(&i->title, i->crl.this_update);
	sha256(i->crl.issuer, issuer);
	make_name(i, (struct slice){ NULL, 0 }, common_name(buf_slice(&name)),
	    i->crl.aki.n >= DIGITS_IN_NAME / 2 ? i->crl.aki : mark,
	    ".crl.pem");
	buf_release(&name);
	return ERR_OK;
}

static enum err
read_list(struct shelf_item *i)
{
	struct master_list m;
	struct findings fs;
	struct cert signer;
	struct slice rest, country = { NULL, 0 };
	struct tlv t;
	enum err e;

	findings_reset(&fs);
	e = master_list_parse(buf_slice(&i->der), &m, &fs);
	if (e != ERR_OK)
		return e;
	for (rest = m.certs; tlv_next(&rest, &t) == ERR_OK;)
		i->entries++;
	if (m.cms.certs > 0 && cert_parse(m.cms.cert[0], &signer) == ERR_OK)
		country = signer.subject_country;
	add_title(i, "master list", (struct slice){ "", 0 });
	if (country.n > 0)
		add_title(i, " of ", country);
	buf_printf(&i->title, ", %zu certificates", i->entries);
	if (m.cms.signers > 0 && m.cms.signer[0].has_signing_time) {
		buf_add_str(&i->title, ", signed ");
		add_day(&i->title, m.cms.signer[0].signing_time);
	}
	make_name(i, country, SLICE("masterlist"), digest_of(i), ".pem");
	master_list_release(&m);
	return ERR_OK;
}

static enum err
read_station(struct shelf_item *i)
{
	char id[EVIDENCE_KEY_ID + 1];

	if (i->der.n != CONTAINER_STATION_OCTETS)
		return ERR_FORMAT;
	evidence_key_id((const uint8_t *)i->der.p, id);
	buf_printf(&i->title, "station %s", id);
	if (i->comment.n > 0 && !slice_is(buf_slice(&i->comment), id))
		add_title(i, ", ", buf_slice(&i->comment));
	make_name(i, SLICE("station"), buf_slice(&i->comment), digest_of(i),
	    ".pub");
	return ERR_OK;
}

enum err
shelf_item_read(const struct container_item *from, struct shelf_item *out)
{
	enum err e;

	*out = (struct shelf_item){ .kind = from->kind };
	buf_add_slice(&out->der, from->der);
	utf8_add_shown(&out->comment, from->comment);
	sha256(from->der, out->sha256);
	switch (from->kind) {
	case CONTAINER_CERT:
		e = read_cert(out);
		break;
	case CONTAINER_CRL:
		e = read_crl(out);
		break;
	case CONTAINER_MASTER_LIST:
		e = read_list(out);
		break;
	case CONTAINER_STATION:
		e = read_station(out);
		break;
	case CONTAINER_SIGNED:
	case CONTAINER_OTHER:
	default:
		e = ERR_UNSUPPORTED;
		break;
	}
	if (e != ERR_OK)
		shelf_item_release(out);
	return e;
}

void
shelf_item_release(struct shelf_item *i)
{
	buf_release(&i->der);
	buf_release(&i->title);
	buf_release(&i->comment);
}

static void
add_pem(struct buf *out, const char *label, struct slice der)
{
	struct buf text = { 0 };
	size_t at, n;

	base64_add(&text, der);
	buf_printf(out, "-----BEGIN %s-----\n", label);
	for (at = 0; at < text.n; at += n) {
		n = text.n - at < PEM_LINE ? text.n - at : PEM_LINE;
		buf_add(out, text.p + at, n);
		buf_add_char(out, '\n');
	}
	buf_printf(out, "-----END %s-----\n", label);
	buf_release(&text);
}

void
shelf_item_write(const struct shelf_item *i, const char *origin,
    struct date day, struct buf *out)
{
	static const char *const labels[] = {
		[CONTAINER_CERT] = "CERTIFICATE", [CONTAINER_CRL] = "X509 CRL",
		[CONTAINER_MASTER_LIST] = "CMS"
	};
	char text[DATE_MAX_TEXT];

	buf_add_str(out, "# ");
	buf_add_slice(out, buf_slice(&i->title));
	buf_add_str(out, "\n# SHA-256 ");
	shelf_add_hex(out, i->sha256);
	buf_add_str(out, "\n# from ");
	utf8_add_shown(out, slice_str(origin));
	buf_printf(out, ", added %s\n", date_format(day, text));
	if (i->kind != CONTAINER_STATION) {
		add_pem(out, labels[i->kind], buf_slice(&i->der));
		return;
	}
	buf_add_str(out, CONTAINER_STATION_WORD " ");
	hex_add(out, buf_slice(&i->der));
	buf_add_str(out, i->comment.n > 0 ? " " : "");
	buf_add_slice(out, buf_slice(&i->comment));
	buf_add_char(out, '\n');
}
