/* SPDX-License-Identifier: ISC */
/* The other end of a protected session, for tests: it can make any answer. */
#ifndef SM_PEER_H
#define SM_PEER_H

#include "base/tlv.h"
#include "chip/sm.h"
#include "hex.h"

struct peer {
	struct sm *sm;
	struct crypto_key *enc, *mac;
	size_t block;
	uint8_t ssc[16];
	struct buf answer;
};

static inline void
peer_open(struct peer *p, enum crypto_cipher c)
{
	uint8_t enc[CRYPTO_KEY_MAX], mac[CRYPTO_KEY_MAX];

	*p = (struct peer){ .block = crypto_block_size(c) };
	crypto_kdf(c, SLICE("a secret"), 1, enc);
	crypto_kdf(c, SLICE("a secret"), 2, mac);
	p->enc = crypto_key_new(c, enc);
	p->mac = crypto_key_new(c, mac);
	p->sm = sm_new(c, enc, mac, NULL);
}

static inline void
peer_close(struct peer *p)
{
	sm_free(p->sm);
	crypto_key_free(p->enc);
	crypto_key_free(p->mac);
	buf_release(&p->answer);
}

static inline void
count(struct peer *p)
{
	size_t i = p->block;

	while (i > 0 && ++p->ssc[--i] == 0)
		;
}

/* The terminal sends `cmd`, whatever it is. */
static inline void
ask(struct peer *p, const struct apdu *cmd)
{
	struct buf out = { 0 };

	sm_wrap(p->sm, cmd, &out);
	count(p);
	count(p);
	buf_release(&out);
	buf_reset(&p->answer);
}

/* Appends to the answer an object with `n` octets, encrypted as they are. */
static inline void
add_raw(struct peer *p, unsigned tag, const char *indicator, const char *data,
    size_t n)
{
	struct buf b = { 0 };
	uint8_t iv[16] = { 0 };

	if (p->block == 16)
		crypto_encrypt(p->enc, NULL, p->ssc, 16, iv);
	buf_add_str(&b, indicator);
	buf_add(&b, data, n);
	crypto_encrypt(p->enc, iv, b.p + strlen(indicator), n,
	    b.p + strlen(indicator));
	tlv_add(&p->answer, tag, buf_slice(&b));
	buf_release(&b);
}

static inline void
add_data(struct peer *p, unsigned tag, const char *data, size_t n)
{
	struct buf b = { 0 };

	buf_add(&b, data, n);
	crypto_pad(&b, p->block);
	add_raw(p, tag, tag == 0x87 ? "\1" : "", b.p, b.n);
	buf_release(&b);
}

/* Appends the MAC over what stands there, and `sw`. */
static inline void
finish(struct peer *p, unsigned sw)
{
	struct buf b = { 0 };
	struct slice all;
	uint8_t mac[CRYPTO_MAC_SIZE];

	buf_add(&b, (const char *)p->ssc, p->block);
	buf_add_slice(&b, buf_slice(&p->answer));
	crypto_pad(&b, p->block);
	all = buf_slice(&b);
	crypto_mac(p->mac, &all, 1, mac);
	tlv_add(&p->answer, 0x8e, (struct slice){ (const char *)mac, 8 });
	buf_add_char(&p->answer, (char)(sw >> 8));
	buf_add_char(&p->answer, (char)sw);
	buf_release(&b);
}

#endif
