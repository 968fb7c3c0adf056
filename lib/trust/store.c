/* SPDX-License-Identifier: ISC */
/* Certificates, CRLs, stations and what is distrusted, in memory. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "chip/evidence.h"
#include "trust/store_priv.h"

struct crl_item {
	struct store_crl c;
	char octets[];		/* the list and its origin's text */
};

struct station {
	uint8_t public[SIGN_PUBLIC], sha256[32];
	char key_id[EVIDENCE_KEY_ID + 1];
	char *origin;
};

struct store {
	struct store_table table;
	struct crl_item **crl;
	size_t crls;
	struct station *station;
	size_t stations;
	uint8_t (*distrusted)[32];
	size_t distrusts;
};

struct store *
store_new(void)
{
	return xcalloc(1, sizeof(struct store));
}

void
store_free(struct store *s)
{
	size_t i;

	if (s == NULL)
		return;
	store_table_release(&s->table);
	for (i = 0; i < s->crls; i++)
		free(s->crl[i]);
	for (i = 0; i < s->stations; i++)
		free(s->station[i].origin);
	free(s->crl);
	free(s->station);
	free(s->distrusted);
	free(s);
}

bool
store_may_issue(const struct cert *c, enum store_role role)
{
	bool signs = !c->has_usage || (c->usage & CERT_USE_CERT_SIGN) != 0;

	if (role != STORE_ANCHOR)
		return c->has_constraints && c->ca && signs;
	return c->has_constraints ? c->ca : signs;
}

/* Arrays of CRLs, stations and digests are short and grow by one. */
static void *
one_more(void *array, size_t n, size_t size)
{
	return xreallocarray(array, n + 1, size);
}

/* The item with its octets read, or what was wrong. */
static enum err
new_item(struct slice der, const char *origin, struct store_item **out)
{
	size_t n = strlen(origin) + 1;
	struct store_item *i;
	enum err e;

	if (der.n > CERT_MAX)
		return ERR_TOO_LONG;
	i = xcalloc(1, sizeof *i + der.n + n);
	memcpy(i->octets, der.p, der.n);
	memcpy(i->octets + der.n, origin, n);
	e = cert_parse((struct slice){ i->octets, der.n }, &i->c.cert);
	if (e != ERR_OK) {
		free(i);
		return e;
	}
	i->c.origin = i->octets + der.n;
	*out = i;
	return ERR_OK;
}

enum err
store_add_cert(struct store *s, struct slice der, enum store_role role,
    const char *origin)
{
	struct store_item *i, *old;
	enum err e = new_item(der, origin, &i);

	if (e != ERR_OK)
		return e;
	if (!store_may_issue(&i->c.cert, role))
		role = STORE_KNOWN;
	i->c.role = role;
	old = store_table_find(&s->table, i->c.cert.sha256);
	if (old != NULL) {
		if (role > old->c.role)
			old->c.role = role;
		e = ERR_DUPLICATE;
	} else if (store_distrusts(s, i->c.cert.sha256))
		e = ERR_ACCESS;
	if (e != ERR_OK)
		free(i);
	else
		store_table_add(&s->table, i);
	return e;
}

enum err
store_add_crl(struct store *s, struct slice der, const char *origin)
{
	struct crl_item *i;
	size_t n = strlen(origin) + 1, k;
	enum err e;

	for (k = 0; k < s->crls; k++)
		if (slice_eq(s->crl[k]->c.crl.der, der))
			return ERR_DUPLICATE;
	if (der.n > CRL_MAX)
		return ERR_TOO_LONG;
	i = xcalloc(1, sizeof *i + der.n + n);
	memcpy(i->octets, der.p, der.n);
	memcpy(i->octets + der.n, origin, n);
	e = crl_parse((struct slice){ i->octets, der.n }, &i->c.crl);
	if (e != ERR_OK) {
		free(i);
		return e;
	}
	i->c.origin = i->octets + der.n;
	i->c.at = s->crls;
	s->crl = one_more(s->crl, s->crls, sizeof(struct crl_item *));
	s->crl[s->crls++] = i;
	return ERR_OK;
}

static bool
has_station(const struct store *s, const uint8_t public[SIGN_PUBLIC])
{
	size_t i;

	for (i = 0; i < s->stations; i++)
		if (memcmp(s->station[i].public, public, SIGN_PUBLIC) == 0)
			return true;
	return false;
}

enum err
store_add_station(struct store *s, const uint8_t public[SIGN_PUBLIC],
    const char *origin)
{
	struct station *t;
	uint8_t digest[32];

	sha256((struct slice){ (const char *)public, SIGN_PUBLIC }, digest);
	if (store_distrusts(s, digest))
		return ERR_ACCESS;
	if (has_station(s, public))
		return ERR_DUPLICATE;
	s->station = one_more(s->station, s->stations, sizeof *s->station);
	t = &s->station[s->stations++];
	memcpy(t->public, public, SIGN_PUBLIC);
	memcpy(t->sha256, digest, sizeof digest);
	evidence_key_id(public, t->key_id);
	t->origin = xstrdup(origin);
	return ERR_OK;
}

static void
drop_station(struct store *s, const uint8_t sha256[32])
{
	size_t i;

	for (i = 0; i < s->stations; i++)
		if (memcmp(s->station[i].sha256, sha256, 32) == 0) {
			free(s->station[i].origin);
			s->stations--;
			memmove(s->station + i, s->station + i + 1,
			    (s->stations - i) * sizeof *s->station);
			return;
		}
}

void
store_distrust(struct store *s, const uint8_t sha256[32])
{
	struct store_item *i;

	if (store_distrusts(s, sha256))
		return;
	s->distrusted = one_more(s->distrusted, s->distrusts,
	    sizeof *s->distrusted);
	memcpy(s->distrusted[s->distrusts++], sha256, 32);
	i = store_table_find(&s->table, sha256);
	if (i != NULL)
		store_table_drop(&s->table, i->c.at);
	drop_station(s, sha256);
}

bool
store_distrusts(const struct store *s, const uint8_t sha256[32])
{
	size_t i;

	for (i = 0; i < s->distrusts; i++)
		if (memcmp(s->distrusted[i], sha256, 32) == 0)
			return true;
	return false;
}

size_t
store_certs(const struct store *s)
{
	return s->table.n;
}

const struct store_cert *
store_cert(const struct store *s, size_t i)
{
	return &s->table.item[i]->c;
}

size_t
store_crls(const struct store *s)
{
	return s->crls;
}

const struct store_crl *
store_crl(const struct store *s, size_t i)
{
	return &s->crl[i]->c;
}

const uint8_t *
store_station(const struct store *s, const char *key_id)
{
	size_t i;

	for (i = 0; i < s->stations; i++)
		if (strcmp(s->station[i].key_id, key_id) == 0)
			return s->station[i].public;
	return NULL;
}

size_t
store_stations(const struct store *s)
{
	return s->stations;
}

const uint8_t *
store_station_at(const struct store *s, size_t i, const char **origin)
{
	*origin = s->station[i].origin;
	return s->station[i].public;
}

size_t
store_issuers(const struct store *s, const struct cert *c,
    const struct store_cert **out, size_t max)
{
	return store_table_issuers(&s->table, c, out, max);
}

const struct store_cert *
store_signer(const struct store *s, struct slice issuer, struct slice serial,
    struct slice ski)
{
	return store_table_signer(&s->table, issuer, serial, ski);
}
