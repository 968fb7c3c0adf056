/* SPDX-License-Identifier: ISC */
/* Secure messaging of the chip: Doc 9303-11, 9.8. */
#include <openssl/crypto.h>
#include <string.h>

#include "priv.h"

void
sim_sm_start(struct sim_sm *s, enum sim_cipher c, const void *secret, size_t n)
{
	*s = (struct sim_sm){ .on = true, .cipher = c };
	sim_kdf(c, secret, n, 1, s->enc);
	sim_kdf(c, secret, n, 2, s->mac);
}

static void
count(struct sim_sm *s)
{
	size_t i = sim_block_size(s->cipher);

	while (i > 0 && ++s->ssc[--i] == 0)
		;
}

/* 9.8.6.1: zero; 9.8.7.1: the counter, encrypted. */
static const uint8_t *
iv(const struct sim_sm *s, uint8_t out[SIM_MAX_BLOCK])
{
	if (s->cipher == SIM_3DES)
		return NULL;
	sim_encrypt(s->cipher, s->enc, NULL, s->ssc, SIM_MAX_BLOCK, out);
	return out;
}

/* Over counter, header (padded; none in an answer) and objects (padded, when
 * there are any). */
static void
checksum(const struct sim_sm *s, const uint8_t *header, const void *p,
    size_t n, uint8_t out[SIM_MAC])
{
	size_t block = sim_block_size(s->cipher);
	struct sim_bytes m = { 0 };

	sim_add(&m, s->ssc, block);
	if (header != NULL) {
		sim_add(&m, header, 4);
		sim_pad(&m, block);
	}
	sim_add(&m, p, n);
	if (n > 0)
		sim_pad(&m, block);
	sim_mac(s->cipher, s->mac, m.p, m.n, out);
	sim_clear(&m);
}

struct objects {
	struct sim_tlv data, le, mac;	/* p NULL: not there */
	size_t covered;			/* octets before DO 8E */
};

/* [85 or 87] [97] 8E in this order and nothing else (9.8.4). */
static uint16_t
objects(const struct sim_apdu *a, struct objects *o)
{
	const uint8_t *p = a->data;
	unsigned data = a->ins % 2 == 0 ? 0x87 : 0x85;
	size_t n = a->lc;
	struct sim_tlv t;

	*o = (struct objects){ 0 };
	while (n > 0 && o->mac.p == NULL) {
		o->covered = a->lc - n;
		if (!sim_tlv_next(&p, &n, &t))
			return SW_SM_WRONG;
		if (t.tag == data && o->data.p == NULL && o->le.p == NULL)
			o->data = t;
		else if (t.tag == 0x97 && o->le.p == NULL)
			o->le = t;
		else if (t.tag == 0x8E && t.n == SIM_MAC)
			o->mac = t;
		else
			return SW_SM_WRONG;
	}
	if (o->mac.p == NULL)
		return SW_SM_MISSING;
	return n > 0 ? SW_SM_WRONG : SW_OK;
}

static bool
decrypt(struct sim_sm *s, const struct sim_tlv *t, struct sim_bytes *plain)
{
	const uint8_t *p = t->p;
	size_t n = t->n, block = sim_block_size(s->cipher);
	uint8_t first[SIM_MAX_BLOCK];

	if (t->tag == 0x87) {
		if (n == 0 || *p != 0x01)	/* padding indicator */
			return false;
		p++;
		n--;
	}
	if (n == 0 || n % block != 0)
		return false;
	sim_add(plain, p, n);
	sim_decrypt(s->cipher, s->enc, iv(s, first), plain->p, n, plain->p);
	return sim_unpad(plain->p, &plain->n);
}

static bool
expected(const struct sim_tlv *t, struct sim_apdu *a)
{
	if (t->n == 0 || t->n > 2)
		return false;
	a->le = t->n == 1 ? t->p[0] : (size_t)t->p[0] << 8 | t->p[1];
	a->le_open = a->le == 0;
	if (a->le_open)
		a->le = t->n == 1 ? 256 : 65536;
	return true;
}

uint16_t
sim_sm_open(struct sim_sm *s, struct sim_apdu *a, struct sim_bytes *plain)
{
	uint8_t header[4] = { a->cla, a->ins, a->p1, a->p2 }, mac[SIM_MAC];
	struct objects o;
	uint16_t sw = objects(a, &o);

	if (sw != SW_OK)
		return sw;
	count(s);
	checksum(s, header, a->data, o.covered, mac);
	if (CRYPTO_memcmp(mac, o.mac.p, SIM_MAC) != 0)
		return SW_SM_WRONG;
	if (o.data.p != NULL && !decrypt(s, &o.data, plain))
		return SW_SM_WRONG;
	a->room = sim_sm_room(s, a->le);
	a->data = plain->p;
	a->lc = plain->n;
	a->le = 0;
	a->le_open = false;
	if (o.le.p != NULL && !expected(&o.le, a))
		return SW_SM_WRONG;
	return SW_OK;
}

void
sim_sm_close(struct sim_sm *s, uint8_t ins, const struct sim_bytes *data,
    uint16_t sw, struct sim_bytes *out)
{
	uint8_t word[2] = { (uint8_t)(sw >> 8), (uint8_t)sw };
	uint8_t first[SIM_MAX_BLOCK], mac[SIM_MAC];
	bool even = ins % 2 == 0;
	struct sim_bytes p = { 0 };
	size_t start = out->n;

	count(s);
	if (data->n > 0) {
		sim_add(&p, data->p, data->n);
		sim_pad(&p, sim_block_size(s->cipher));
		sim_encrypt(s->cipher, s->enc, iv(s, first), p.p, p.n, p.p);
		sim_tlv_head(out, even ? 0x87 : 0x85, p.n + even);
		sim_add(out, "\1", even);
		sim_add(out, p.p, p.n);
	}
	sim_tlv_put(out, 0x99, word, sizeof word);
	checksum(s, NULL, out->p + start, out->n - start, mac);
	sim_tlv_put(out, 0x8E, mac, sizeof mac);
	sim_add(out, word, sizeof word);
	sim_clear(&p);
}

size_t
sim_sm_room(const struct sim_sm *s, size_t le)
{
	size_t block = sim_block_size(s->cipher), head, room;

	/* 99 02 SW, 8E 08 MAC, tag and padding indicator of 87 */
	if (le < 4 + 10 + 2 + 1)
		return 0;
	room = le - 4 - 10 - 2;
	head = room > 0xFFFF + 4 ? 4 : room > 0xFF + 3 ? 3 :
	    room > 0x7F + 2 ? 2 : 1;
	if (room < head + block)
		return 0;
	return (room - head) / block * block - 1;
}
