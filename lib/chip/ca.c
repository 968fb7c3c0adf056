/* SPDX-License-Identifier: ISC */
/* Chip Authentication, the terminal's side. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/tlv.h"
#include "chip/ca.h"
#include "chip/group.h"

struct ca {
	struct ca_info info;			/* oid in `oid` */
	struct buf oid, theirs;
	struct group_key *key;
};

enum err
ca_new(const struct ca_info *info, const struct ca_key *key,
    const struct random *r, struct ca **out)
{
	struct group *g = NULL;
	struct group_key *k = NULL;
	struct slice public;
	struct ca *c;
	enum err e;

	e = group_spki(key->spki, &g, &public);
	if (e == ERR_OK && (group_is_ec(g) != key->ec || key->ec != info->ec))
		e = ERR_FORMAT;
	if (e == ERR_OK)
		e = group_key_new(g, r, &k);
	if (e != ERR_OK)
		goto out;
	c = xcalloc(1, sizeof *c);
	c->info = *info;
	buf_add_slice(&c->oid, info->oid);
	c->info.oid = buf_slice(&c->oid);
	buf_add_slice(&c->theirs, public);
	c->key = k;
	*out = c;
out:
	group_free(g);
	return e;
}

void
ca_free(struct ca *c)
{
	if (c == NULL)
		return;
	group_key_free(c->key);
	buf_release(&c->oid);
	buf_release(&c->theirs);
	free(c);
}

bool
ca_is_kat(const struct ca *c)
{
	return c->info.cipher == CRYPTO_3DES;
}

/* DO'84', the private key's number, big-endian without leading zeros. */
static void
add_key_id(const struct ca *c, struct buf *out)
{
	unsigned id = (unsigned)c->info.key_id;
	char be[sizeof id];
	size_t i;

	if (c->info.key_id < 0)
		return;
	for (i = sizeof be; i-- > 0; id >>= 8)
		be[i] = (char)(id & 0xff);
	for (i = 0; i + 1 < sizeof be && be[i] == 0; i++)
		;
	tlv_add(out, 0x84, (struct slice){ be + i, sizeof be - i });
}

void
ca_mse(const struct ca *c, struct buf *out)
{
	if (ca_is_kat(c))
		tlv_add(out, 0x91, group_public(c->key));
	else
		tlv_add(out, 0x80, c->info.oid);
	add_key_id(c, out);
}

void
ca_authenticate(const struct ca *c, struct buf *out)
{
	struct buf in = { 0 };

	tlv_add(&in, 0x80, group_public(c->key));
	tlv_add(out, 0x7c, buf_slice(&in));
	buf_release(&in);
}

enum err
ca_session(struct ca *c, struct sm **out)
{
	uint8_t enc[CRYPTO_KEY_MAX], mac[CRYPTO_KEY_MAX];
	struct buf secret = { 0 };
	enum err e;

	e = group_agree(c->key, buf_slice(&c->theirs), &secret);
	if (e != ERR_OK)
		goto out;
	crypto_kdf(c->info.cipher, buf_slice(&secret), 1, enc);
	crypto_kdf(c->info.cipher, buf_slice(&secret), 2, mac);
	*out = sm_new(c->info.cipher, enc, mac, NULL);
out:
	mem_wipe(enc, sizeof enc);
	mem_wipe(mac, sizeof mac);
	buf_wipe(&secret);
	return e == ERR_FORMAT ? ERR_HOSTILE : e;
}

struct slice
ca_private(const struct ca *c)
{
	return group_private(c->key);
}

struct slice
ca_public(const struct ca *c)
{
	return group_public(c->key);
}
