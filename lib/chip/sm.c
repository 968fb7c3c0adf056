/* SPDX-License-Identifier: ISC */
/* Protected commands and answers. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tlv.h"
#include "chip/sm.h"

#define SM_CLASS 0x0c
#define CHAINED 0x10
#define DO_CRYPTOGRAM 0x87		/* 01, then the encrypted data */
#define DO_CRYPTOGRAM_ODD 0x85		/* the encrypted data alone */
#define DO_LE 0x97
#define DO_STATUS 0x99
#define DO_MAC 0x8e
#define PADDED 0x01			/* padding indicator: method 2 */
/* What an answer has besides the cryptogram: DO'99' and DO'8E'. */
#define STATUS_SIZE 4
#define MAC_DO_SIZE (2 + CRYPTO_MAC_SIZE)

struct sm {
	struct crypto_key *enc, *mac;
	enum crypto_cipher cipher;
	size_t block;
	uint8_t ssc[CRYPTO_BLOCK_MAX];
	struct buf plain, body;		/* kept from command to command */
};

struct sm *
sm_new(enum crypto_cipher c, const uint8_t *ks_enc, const uint8_t *ks_mac,
    const uint8_t *ssc)
{
	struct sm *s = xcalloc(1, sizeof *s);

	s->cipher = c;
	s->block = crypto_block_size(c);
	s->enc = crypto_key_new(c, ks_enc);
	s->mac = crypto_key_new(c, ks_mac);
	if (ssc != NULL)
		memcpy(s->ssc, ssc, s->block);
	return s;
}

void
sm_free(struct sm *s)
{
	if (s == NULL)
		return;
	crypto_key_free(s->enc);
	crypto_key_free(s->mac);
	buf_wipe(&s->plain);
	buf_wipe(&s->body);
	mem_wipe(s, sizeof *s);
	free(s);
}

/* The octets of tag and length in front of `n`. */
static size_t
head_size(size_t n)
{
	return n < 0x80 ? 2 : n < 0x100 ? 3 : 4;
}

size_t
sm_room(const struct sm *s, size_t limit)
{
	size_t fixed = STATUS_SIZE + MAC_DO_SIZE + 1, n;

	if (limit < fixed)
		return 0;
	n = (limit - fixed) / s->block * s->block;
	while (n > 0 && head_size(n + 1) + n > limit - fixed)
		n -= s->block;
	return n > 0 ? n - 1 : 0;
}

static void
count(struct sm *s)
{
	size_t i = s->block;

	while (i > 0 && ++s->ssc[--i] == 0)
		;
}

static struct slice
octets(const void *p, size_t n)
{
	return (struct slice){ p, n };
}

/* Doc 9303-11, 9.8.6.1 and 9.8.7.1: zero for 3DES, the encrypted counter for
 * AES. */
static const uint8_t *
make_iv(struct sm *s, uint8_t iv[CRYPTO_BLOCK_MAX])
{
	if (s->cipher == CRYPTO_3DES)
		return NULL;
	crypto_encrypt(s->enc, NULL, s->ssc, s->block, iv);
	return iv;
}

/* Adds the command's data to `body`. */
static void
add_cryptogram(struct sm *s, const struct apdu *cmd)
{
	bool odd = (cmd->ins & 1) != 0;
	uint8_t iv[CRYPTO_BLOCK_MAX];
	char *p;

	buf_reset(&s->plain);
	buf_add_slice(&s->plain, cmd->data);
	crypto_pad(&s->plain, s->block);
	p = s->plain.p;
	crypto_encrypt(s->enc, make_iv(s, iv), p, s->plain.n, p);
	tlv_add_head(&s->body, odd ? DO_CRYPTOGRAM_ODD : DO_CRYPTOGRAM,
	    s->plain.n + (odd ? 0 : 1));
	if (!odd)
		buf_add_char(&s->body, PADDED);
	buf_add_slice(&s->body, buf_slice(&s->plain));
}

/* One octet as in a short command, two where 00 could be misread. */
static void
add_le(struct sm *s, const struct apdu *cmd)
{
	const char le[] = { (char)(cmd->le >> 8), (char)cmd->le };
	bool two = cmd->le > 256 || (cmd->le == 256 && cmd->extended);

	tlv_add(&s->body, DO_LE, octets(two ? le : le + 1, two ? 2 : 1));
}

/* Over counter, padded header, and what is in `body`, padded where there is
 * any (Doc 9303-11, 9.8.6.2 and 9.8.7.2). */
static void
add_mac(struct sm *s, const struct apdu *cmd)
{
	struct buf *head = &s->plain;
	size_t n = s->body.n;
	uint8_t mac[CRYPTO_MAC_SIZE];
	struct slice parts[3];

	buf_reset(head);
	buf_add(head, (const char[]){ (char)cmd->cla, (char)cmd->ins,
	    (char)cmd->p1, (char)cmd->p2 }, 4);
	crypto_pad(head, s->block);
	if (n > 0)
		crypto_pad(&s->body, s->block);
	parts[0] = octets(s->ssc, s->block);
	parts[1] = buf_slice(head);
	parts[2] = buf_slice(&s->body);
	crypto_mac(s->mac, parts, 3, mac);
	s->body.n = n;
	tlv_add(&s->body, DO_MAC, octets(mac, sizeof mac));
}

void
sm_wrap(struct sm *s, const struct apdu *cmd, struct buf *out)
{
	struct apdu a = *cmd;

	assert((cmd->cla & CHAINED) == 0);
	count(s);
	buf_reset(&s->body);
	a.cla |= SM_CLASS;
	if (cmd->data.n > 0)
		add_cryptogram(s, cmd);
	if (cmd->le > 0)
		add_le(s, cmd);
	add_mac(s, &a);
	a.data = buf_slice(&s->body);
	a.extended = cmd->extended || cmd->le > 256 || a.data.n > 255;
	a.le = a.extended ? 65536 : 256;
	apdu_encode(&a, out);
}

/* An answer taken apart. `covered` is what the MAC is over. */
struct answer {
	struct slice cryptogram, status, mac, covered;
};

static enum err
read_cryptogram(const struct sm *s, const struct tlv *t, struct slice *out)
{
	struct slice in = t->value, indicator;

	if (t->tag == DO_CRYPTOGRAM && (buf_read(&in, 1, &indicator) !=
	    ERR_OK || indicator.p[0] != PADDED))
		return ERR_LINK;
	if (in.n == 0 || in.n % s->block != 0)
		return ERR_LINK;
	*out = in;
	return ERR_OK;
}

/* [DO'87' or DO'85'] DO'99' DO'8E', in this order, once, and nothing else. */
static enum err
take_apart(const struct sm *s, struct slice in, struct answer *a)
{
	struct slice all = in;
	struct tlv t;

	if (tlv_next(&in, &t) != ERR_OK)
		return ERR_LINK;
	if (t.tag == DO_CRYPTOGRAM || t.tag == DO_CRYPTOGRAM_ODD) {
		if (read_cryptogram(s, &t, &a->cryptogram) != ERR_OK ||
		    tlv_next(&in, &t) != ERR_OK)
			return ERR_LINK;
	}
	if (t.tag != DO_STATUS || t.value.n != 2)
		return ERR_LINK;
	a->status = t.value;
	a->covered = octets(all.p, all.n - in.n);
	if (tlv_take(&in, DO_MAC, &a->mac) != ERR_OK ||
	    a->mac.n != CRYPTO_MAC_SIZE || in.n > 0)
		return ERR_LINK;
	return ERR_OK;
}

static bool
mac_is_right(struct sm *s, const struct answer *a)
{
	uint8_t mac[CRYPTO_MAC_SIZE];
	struct slice parts[2];

	buf_reset(&s->body);
	buf_add_slice(&s->body, a->covered);
	crypto_pad(&s->body, s->block);
	parts[0] = octets(s->ssc, s->block);
	parts[1] = buf_slice(&s->body);
	crypto_mac(s->mac, parts, 2, mac);
	return crypto_same(mac, a->mac.p, sizeof mac);
}

static enum err
decipher(struct sm *s, struct slice cryptogram, struct buf *data)
{
	uint8_t iv[CRYPTO_BLOCK_MAX];
	size_t n;

	buf_reset(&s->plain);
	buf_grow(&s->plain, cryptogram.n);
	crypto_decrypt(s->enc, make_iv(s, iv), cryptogram.p, cryptogram.n,
	    s->plain.p);
	if (crypto_unpad(octets(s->plain.p, cryptogram.n), &n) != ERR_OK ||
	    cryptogram.n - n > s->block)
		return ERR_HOSTILE;
	buf_add(data, s->plain.p, n);
	return ERR_OK;
}

/* A refusal has no data; where a card sends some they are not given out. */
static bool
may_have_data(uint16_t sw)
{
	return sw == 0x9000 || sw == 0x6282 || sw >> 8 == 0x6c;
}

enum err
sm_unwrap(struct sm *s, struct slice answer, struct buf *data, uint16_t *sw)
{
	struct answer a = { .mac = { NULL, 0 } };
	struct slice body;
	uint16_t outer;
	enum err e;

	count(s);
	if (apdu_answer(answer, &body, &outer) != ERR_OK)
		return ERR_LINK;
	if (body.n == 0) {
		*sw = outer;
		return ERR_SESSION;
	}
	if (take_apart(s, body, &a) != ERR_OK)
		return ERR_LINK;
	if (!mac_is_right(s, &a) ||
	    !crypto_same(a.status.p, body.p + body.n, 2))
		return ERR_HOSTILE;
	if (a.cryptogram.p != NULL && may_have_data(outer)) {
		e = decipher(s, a.cryptogram, data);
		if (e != ERR_OK)
			return e;
	}
	*sw = outer;
	return ERR_OK;
}
