/* SPDX-License-Identifier: ISC */
/* Active Authentication, the inspection system's side. */
#include <string.h>

#include "base/tlv.h"
#include "chip/aa.h"
#include "chip/sign.h"

static void
add_part(struct buf *b, struct slice part)
{
	int shift;

	for (shift = 24; shift >= 0; shift -= 8)
		buf_add_char(b, (char)(part.n >> shift));
	buf_add_slice(b, part);
}

void
aa_challenge(struct slice nonce, struct slice read_at, struct slice sod,
    uint8_t out[AA_RND])
{
	uint8_t digest[CRYPTO_HASH_MAX];
	struct buf b = { 0 };
	struct slice all;

	crypto_digest(CRYPTO_SHA256, &sod, 1, digest);
	add_part(&b, SLICE("cccd-aa-1"));
	add_part(&b, nonce);
	add_part(&b, read_at);
	add_part(&b, (struct slice){ (char *)digest,
	    crypto_hash_size(CRYPTO_SHA256) });
	all = buf_slice(&b);
	crypto_digest(CRYPTO_SHA256, &all, 1, digest);
	memcpy(out, digest, AA_RND);
	buf_release(&b);
}

/* Takes the trailer off the end of a representative: BC means SHA-1, else a
 * hash's identifier and CC. False: none that we know. */
static bool
take_trailer(struct slice *f, enum crypto_hash *h)
{
	static const struct {
		uint8_t id;
		enum crypto_hash hash;
	} ids[] = {
		{ 0x33, CRYPTO_SHA1 }, { 0x34, CRYPTO_SHA256 },
		{ 0x35, CRYPTO_SHA512 }, { 0x36, CRYPTO_SHA384 },
		{ 0x38, CRYPTO_SHA224 }
	};
	uint8_t last = (uint8_t)f->p[f->n - 1], id = (uint8_t)f->p[f->n - 2];
	size_t i;

	*h = CRYPTO_SHA1;
	f->n--;
	if (last == 0xbc)
		return true;
	f->n--;
	for (i = 0; last == 0xcc && i < sizeof ids / sizeof ids[0]; i++)
		if (ids[i].id == id) {
			*h = ids[i].hash;
			return true;
		}
	return false;
}

/* The representative of scheme 1 (ISO/IEC 9796-2, 8.2): header, recoverable
 * part, hash, trailer. The header's bits are 01, 1 where a part of the message
 * is not recovered, and the end of the padding, 01010: none but 6A or 4A leaves
 * no room for padding, and Doc 9303-11, 6.1.2.2 has the chip fill all of it.
 * With 6A the message goes on with our challenge; with 4A, which that clause
 * does not foresee, it has to end with it. */
static bool
good_representative(struct slice f, const uint8_t rnd[AA_RND])
{
	const struct slice challenge = { (const char *)rnd, AA_RND };
	struct slice parts[2], tail;
	uint8_t digest[CRYPTO_HASH_MAX], header = (uint8_t)f.p[0];
	enum crypto_hash h;
	size_t size, n = 1;

	if (!take_trailer(&f, &h))
		return false;
	size = crypto_hash_size(h);
	if (f.n < 1 + size + AA_RND)
		return false;
	parts[0] = (struct slice){ f.p + 1, f.n - 1 - size };
	tail = (struct slice){ parts[0].p + parts[0].n - AA_RND, AA_RND };
	if (header == 0x6a)
		parts[n++] = challenge;
	else if (header != 0x4a || !slice_eq(tail, challenge))
		return false;
	crypto_digest(h, parts, n, digest);
	return crypto_same(digest, f.p + f.n - size, size);
}

static enum err
check_rsa(struct slice spki, const uint8_t rnd[AA_RND], struct slice sig,
    bool *good)
{
	struct buf f = { 0 };
	enum err e = sign_rsa_recover(spki, sig, &f);

	*good = e == ERR_OK && good_representative(buf_slice(&f), rnd);
	buf_release(&f);
	/* A signature that is no number of the key's is a bad one. */
	return e == ERR_RANGE ? ERR_OK : e;
}

enum err
aa_check(struct slice dg15, const enum crypto_hash *ec_hash,
    const uint8_t rnd[AA_RND], struct slice sig, enum aa_result *out)
{
	const struct slice challenge = { (const char *)rnd, AA_RND };
	enum sign_kind kind;
	struct slice spki;
	bool good = false;
	enum err e;

	if (tlv_take(&dg15, 0x6f, &spki) != ERR_OK || dg15.n != 0)
		return ERR_FORMAT;
	e = sign_kind(spki, &kind);
	if (e != ERR_OK)
		return e;
	if (kind == SIGN_RSA)
		e = check_rsa(spki, rnd, sig, &good);
	else if (ec_hash == NULL)
		e = ERR_UNSUPPORTED;
	else
		e = sign_ecdsa_plain(spki, *ec_hash, challenge, sig, &good);
	if (e != ERR_OK)
		return e;
	*out = good ? AA_GOOD : AA_BAD;
	return ERR_OK;
}
