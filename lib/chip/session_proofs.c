/* SPDX-License-Identifier: ISC */
/* The active proofs: Chip Authentication, Active Authentication, and what
 * chip-authentication mapping showed. A proof that fails is a result, not an
 * error: whoever verifies the record refuses it. */
#include <string.h>

#include "base/tlv.h"
#include "chip/ca.h"
#include "chip/pace.h"
#include "chip/session_priv.h"
#include "chip/sign.h"

#define EC_ANSWER_MAX 132	/* r || s over P-521 */

/* Why a proof could not be judged. */
static const char *
unusable(enum err e)
{
	return e == ERR_UNSUPPORTED ? "unsupported" : "damaged";
}

static enum err
ca_no(struct session_result *r, enum session_proof p, const char *why,
    uint16_t sw)
{
	r->ca = p;
	r->ca_why = why;
	r->ca_sw = sw;
	return ERR_OK;
}

/* MSE:Set and, for AES, GENERAL AUTHENTICATE. */
static enum err
ca_commands(struct session *s, const struct ca *ca, uint16_t *sw)
{
	struct buf data = { 0 }, none = { 0 };
	struct apdu set = { .ins = 0x22, .p1 = 0x41,
	    .p2 = ca_is_kat(ca) ? 0xA6 : 0xA4 },
	    authenticate = { .ins = 0x86 };
	enum err e;

	ca_mse(ca, &data);
	set.data = buf_slice(&data);
	e = session_tell(s, &set, sw);
	if (e == ERR_OK && session_sw_fine(*sw) && !ca_is_kat(ca)) {
		buf_reset(&data);
		ca_authenticate(ca, &data);
		authenticate.data = buf_slice(&data);
		authenticate.le = ANSWER_LE(data.n);
		e = session_command(s, &authenticate, &none, sw);
	}
	buf_release(&data);
	buf_release(&none);
	return e;
}

/* The keys change with the answer to the last command (Doc 9303-11, 6.2). */
static enum err
ca_switch(struct session *s, struct ca *ca)
{
	struct slice sk = ca_private(ca);
	struct sm *new;
	enum err e = ca_session(ca, &new);

	if (e != ERR_OK)
		return e;
	session_forget(s);
	s->sm = new;
	s->ca_pending = true;
	buf_reset(&s->r->ca_sk);
	buf_add_slice(&s->r->ca_sk, sk);
	return ERR_OK;
}

enum err
session_ca(struct session *s, enum lds_file dg14)
{
	struct session_result *r = s->r;
	struct security_infos infos;
	struct ca_info info;
	struct ca_key key;
	struct ca *ca = NULL;
	uint16_t sw = 0;
	enum err e;

	r->at = dg14;
	if (security_infos_dg14(buf_slice(&r->file[dg14]), &infos) != ERR_OK)
		return ca_no(r, PROOF_UNSUPPORTED, "damaged", 0);
	if (!security_infos_ca(&infos, &info, &key))
		return ca_no(r, infos.keys > 0 ? PROOF_UNSUPPORTED : PROOF_NOT,
		    infos.keys > 0 ? "unsupported" : NULL, 0);
	session_oid(info.oid, r->ca_oid, sizeof(r->ca_oid));
	r->ca_key_id = key.key_id;
	e = ca_new(&info, &key, s->env->random, &ca);
	if (e == ERR_UNSUPPORTED || e == ERR_FORMAT)
		return ca_no(r, PROOF_UNSUPPORTED, unusable(e), 0);
	if (e == ERR_OK)
		e = ca_commands(s, ca, &sw);
	if (e == ERR_OK && !session_sw_fine(sw))
		e = ca_no(r, PROOF_BAD, "refused", sw);
	else if (e == ERR_OK)
		e = ca_switch(s, ca);
	ca_free(ca);
	return e;
}

static bool
aa_hash(const struct session *s, enum crypto_hash *h)
{
	struct security_infos infos;
	const struct buf *dg14 = &s->r->file[LDS_DG14];

	if (dg14->n == 0 ||
	    security_infos_dg14(buf_slice(dg14), &infos) != ERR_OK ||
	    !infos.has_aa)
		return false;
	*h = infos.aa_hash;
	return true;
}

/* Doc 9303-11, 6.1: ActiveAuthenticationInfo is there exactly for ECDSA. */
bool
session_aa_is_long(const struct session *s)
{
	enum crypto_hash h;

	return !aa_hash(s, &h);
}

/* Octets of an RSA modulus; 0 where it cannot be found. */
static size_t
modulus_size(struct slice spki)
{
	struct slice in, n;
	struct tlv alg, bits;

	if (tlv_take(&spki, 0x30, &in) != ERR_OK ||
	    tlv_next(&in, &alg) != ERR_OK || tlv_next(&in, &bits) != ERR_OK ||
	    bits.tag != 0x03 || bits.value.n < 1)
		return 0;
	in = (struct slice){ bits.value.p + 1, bits.value.n - 1 };
	if (tlv_take(&in, 0x30, &bits.value) != ERR_OK ||
	    tlv_take(&bits.value, 0x02, &n) != ERR_OK ||
	    tlv_unsigned(n, &n) != ERR_OK)
		return 0;
	return n.n;
}

/* How long the signature will be; 0: no key that we know. */
static size_t
answer_size(struct slice dg15)
{
	struct slice spki;
	enum sign_kind kind;

	if (lds_unwrap(LDS_DG15, dg15, &spki) != ERR_OK ||
	    sign_kind(spki, &kind) != ERR_OK)
		return 0;
	return kind == SIGN_EC ? EC_ANSWER_MAX : modulus_size(spki);
}

static enum err
aa_no(struct session_result *r, enum session_proof p, const char *why,
    uint16_t sw)
{
	r->aa = p;
	r->aa_why = why;
	r->aa_sw = sw;
	return ERR_OK;
}

/* INTERNAL AUTHENTICATE. A length that the card wants otherwise (6Cxx) is
 * given once; chips differ there. */
static enum err
internal_authenticate(struct session *s, size_t size, uint16_t *sw)
{
	struct session_result *r = s->r;
	struct apdu a = { .ins = 0x88, .le = 256,
	    .data = { (char *)r->aa_rnd, AA_RND } };
	enum err e;

	if (size > session_room(s, SESSION_CHUNK_SHORT)) {
		a.extended = true;
		a.le = size;
	}
	buf_reset(&r->aa_sig);
	e = session_command(s, &a, &r->aa_sig, sw);
	if (e == ERR_OK && *sw >> 8 == 0x6C) {
		a.le = (*sw & 0xFF) != 0 ? *sw & 0xFF : 256;
		buf_reset(&r->aa_sig);
		e = session_command(s, &a, &r->aa_sig, sw);
	}
	return e;
}

static enum err
judge(struct session *s, struct slice dg15)
{
	struct session_result *r = s->r;
	enum crypto_hash h;
	enum aa_result good;
	bool has = aa_hash(s, &h);
	enum err e = aa_check(dg15, has ? &h : NULL, r->aa_rnd,
	    buf_slice(&r->aa_sig), &good);

	if (e != ERR_OK)
		return aa_no(r, PROOF_UNSUPPORTED, unusable(e), 0);
	if (good != AA_GOOD)
		return aa_no(r, PROOF_BAD, "wrong-signature", 0);
	r->aa = PROOF_GOOD;
	return ERR_OK;
}

enum err
session_aa(struct session *s, enum lds_file f)
{
	struct session_result *r = s->r;
	struct slice dg15 = buf_slice(&r->file[f]);
	size_t size = answer_size(dg15);
	uint16_t sw = 0;
	enum err e;

	r->at = f;
	if (size == 0)
		return aa_no(r, PROOF_UNSUPPORTED, "unsupported", 0);
	if (size > session_room(s, s->limit))
		return aa_no(r, PROOF_UNSUPPORTED, "answer-too-long", 0);
	aa_challenge((struct slice){ (const char *)s->env->nonce,
	    SESSION_NONCE }, slice_str(s->env->read_at),
	    buf_slice(&r->file[LDS_SOD]), r->aa_rnd);
	e = internal_authenticate(s, size, &sw);
	if (e != ERR_OK)
		return e;
	if (session_sw_fine(sw))
		return judge(s, dg15);
	buf_reset(&r->aa_sig);
	if (size > session_room(s, SESSION_CHUNK_SHORT) &&
	    session_sw_length(sw))
		return aa_no(r, PROOF_UNSUPPORTED, "answer-too-long", sw);
	return aa_no(r, PROOF_BAD, "refused", sw);
}

static void
cam_is(struct session_result *r, enum session_proof p, const char *why)
{
	r->cam = p;
	r->cam_why = why;
}

/* EF.CardSecurity lies beside EF.CardAccess, outside of the application. */
enum err
session_cam(struct session *s)
{
	struct session_result *r = s->r;
	struct security_infos infos;
	struct buf joined = { 0 };
	struct slice file;
	enum err e;

	if (r->cam_ca_ic.n == 0 || r->cam != PROOF_NOT)
		return ERR_OK;
	e = session_file(s, LDS_CARD_SECURITY);
	if (e != ERR_OK)
		return e;
	file = buf_slice(&r->file[LDS_CARD_SECURITY]);
	if (r->absent[LDS_CARD_SECURITY] != ABSENT_NOT) {
		cam_is(r, PROOF_UNSUPPORTED, "no-card-security");
		return ERR_OK;
	}
	if (security_infos_card_security(file, &infos, &joined) != ERR_OK) {
		cam_is(r, PROOF_UNSUPPORTED, "damaged");
		return ERR_OK;
	}
	e = pace_cam_check(&infos, r->pace_param, buf_slice(&r->cam_map_ic),
	    buf_slice(&r->cam_ca_ic));
	buf_release(&joined);
	if (e == ERR_OK)
		cam_is(r, PROOF_GOOD, NULL);
	else
		cam_is(r, e == ERR_HOSTILE ? PROOF_BAD : PROOF_UNSUPPORTED,
		    e == ERR_HOSTILE ? "wrong-key" : unusable(e));
	return ERR_OK;
}
