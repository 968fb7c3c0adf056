/* SPDX-License-Identifier: ISC */
/* libs: -leac
 * libeac, which nobody here wrote, as the terminal of the card in software:
 * PACE with generic mapping over every group and cipher that it knows, secure
 * messaging, and Chip Authentication of version 1. */
#include <eac/ca.h>
#include <eac/eac.h>
#include <eac/objects.h>
#include <eac/pace.h>
#include <eac/ta.h>
#include <fcntl.h>
#include <unistd.h>

#include "simcard_help.h"

struct terminal {
	EAC_CTX *eac;
	struct sim_card *card;
	bool session;
	struct sim_bytes answer;	/* data, opened */
	unsigned sw;
};

static void
take_apart(struct terminal *t, struct sim_bytes *r)
{
	t->sw = r->n < 2 ? 0 : (unsigned)r->p[r->n - 2] << 8 | r->p[r->n - 1];
	t->answer.n = 0;
	if (r->n > 2)
		sim_add(&t->answer, r->p, r->n - 2);
}

/* Short where it fits, else extended. */
static void
send_plain(struct terminal *t, uint8_t cla, const uint8_t header[3],
    const struct sim_bytes *data, bool le)
{
	struct sim_bytes cmd = { 0 }, r = { 0 };
	uint8_t lc[3] = { 0, (uint8_t)(data->n >> 8), (uint8_t)data->n };
	bool wide = data->n > 255;
	enum sim_event event;

	sim_add(&cmd, &cla, 1);
	sim_add(&cmd, header, 3);
	sim_add(&cmd, wide ? lc : lc + 2, wide ? 3 : 1);
	sim_add(&cmd, data->p, data->n);
	if (le)
		sim_add(&cmd, "\0\0", wide ? 2 : 1);
	sim_card_apdu(t->card, cmd.p, cmd.n, &r, &event);
	take_apart(t, &r);
	sim_clear(&cmd);
	sim_clear(&r);
}

static BUF_MEM *
buffer(const void *p, size_t n)
{
	BUF_MEM *b = BUF_MEM_new();

	BUF_MEM_grow(b, n);
	if (n > 0)
		memcpy(b->data, p, n);
	return b;
}

static void
add_buffer(struct sim_bytes *b, BUF_MEM *m)
{
	if (m != NULL)
		sim_add(b, m->data, m->length);
	BUF_MEM_free(m);
}

/* Padded by libeac and then authenticated by it. */
static BUF_MEM *
mac_of(struct terminal *t, const struct sim_bytes *b)
{
	BUF_MEM *in = buffer(b->p, b->n);
	BUF_MEM *padded = EAC_add_iso_pad(t->eac, in);
	BUF_MEM *mac = EAC_authenticate(t->eac, padded);

	BUF_MEM_free(in);
	BUF_MEM_free(padded);
	return mac;
}

/* DO 87 (opened into `answer`), 99, 8E. */
static bool
open_answer(struct terminal *t, const struct sim_bytes *r)
{
	const uint8_t *p = r->p;
	size_t n = r->n;
	struct sim_bytes covered = { 0 }, plain = { 0 };
	BUF_MEM *mac, *in, *out;
	struct sim_tlv o;
	bool good;

	EAC_increment_ssc(t->eac);
	while (sim_tlv_next(&p, &n, &o) && o.tag != 0x8E) {
		sim_tlv_put(&covered, o.tag, o.p, o.n);
		if (o.tag != 0x87)
			continue;
		in = buffer(o.p + 1, o.n - 1);
		out = EAC_decrypt(t->eac, in);
		add_buffer(&plain, out == NULL ? NULL :
		    EAC_remove_iso_pad(out));
		BUF_MEM_free(in);
		BUF_MEM_free(out);
	}
	mac = mac_of(t, &covered);
	good = n == 0 && o.tag == 0x8E && mac != NULL && mac->length == o.n &&
	    memcmp(mac->data, o.p, o.n) == 0;
	BUF_MEM_free(mac);
	sim_clear(&covered);
	sim_clear(&t->answer);
	t->answer = plain;
	return good;
}

/* One command in the session; le 0: none. */
static bool
send(struct terminal *t, const uint8_t header[3], const struct sim_bytes *data,
    uint8_t le)
{
	struct sim_bytes m = { 0 }, body = { 0 }, r = { 0 };
	uint8_t cla = 0x0C;
	BUF_MEM *in, *padded;
	bool good;

	EAC_increment_ssc(t->eac);
	if (data->n > 0) {
		in = buffer(data->p, data->n);
		padded = EAC_add_iso_pad(t->eac, in);
		sim_add(&m, "\1", 1);
		add_buffer(&m, EAC_encrypt(t->eac, padded));
		sim_tlv_put(&body, 0x87, m.p, m.n);
		BUF_MEM_free(in);
		BUF_MEM_free(padded);
	}
	if (le != 0)
		sim_tlv_put(&body, 0x97, &le, 1);
	m.n = 0;
	sim_add(&m, &cla, 1);
	sim_add(&m, header, 3);
	in = buffer(m.p, m.n);
	padded = EAC_add_iso_pad(t->eac, in);
	BUF_MEM_free(in);
	m.n = 0;
	add_buffer(&m, padded);
	sim_add(&m, body.p, body.n);
	padded = mac_of(t, &m);
	sim_tlv_put(&body, 0x8E, padded->data, padded->length);
	BUF_MEM_free(padded);
	send_plain(t, cla, header, &body, true);
	r = t->answer;
	t->answer = (struct sim_bytes){ 0 };
	good = open_answer(t, &r);
	sim_clear(&m);
	sim_clear(&body);
	sim_clear(&r);
	return good;
}

/* One GENERAL AUTHENTICATE: what stands in the object `want` of its answer. */
static BUF_MEM *
step(struct terminal *t, uint8_t cla, unsigned tag, BUF_MEM *value,
    unsigned want)
{
	static const uint8_t header[3] = { 0x86, 0, 0 };
	struct sim_bytes in = { 0 }, out = { 0 };
	const uint8_t *p;
	struct sim_tlv o;
	size_t n;

	if (tag != 0)
		sim_tlv_put(&in, tag, value->data, value->length);
	sim_tlv_put(&out, 0x7C, in.p, in.n);
	send_plain(t, cla, header, &out, true);
	sim_clear(&in);
	sim_clear(&out);
	p = t->answer.p;
	n = t->answer.n;
	if (t->sw != 0x9000 || !sim_tlv_next(&p, &n, &o) || o.tag != 0x7C)
		return NULL;
	p = o.p;
	n = o.n;
	if (!sim_tlv_next(&p, &n, &o) || o.tag != want)
		return NULL;
	return buffer(o.p, o.n);
}

static bool
set_pace(struct terminal *t, const struct sim_profile *p, uint8_t password)
{
	static const uint8_t header[3] = { 0x22, 0xC1, 0xA4 };
	uint8_t data[] = { 0x80, 10, 4, 0, 0x7F, 0, 7, 2, 2, 4,
		p->pace_dh ? 1 : 2, (uint8_t)(p->pace_cipher + 1), 0x83, 1,
		password };
	struct sim_bytes b = { .p = data, .n = sizeof data };

	send_plain(t, 0, header, &b, false);
	return t->sw == 0x9000;
}

/* TR-03110's steps, the terminal's by libeac. */
static bool
pace(struct terminal *t, const struct sim_profile *p, const char *secret,
    enum s_type type)
{
	PACE_SEC *pi = PACE_SEC_new(secret, strlen(secret), type);
	BUF_MEM *z = NULL, *map = NULL, *map_ic = NULL, *key = NULL;
	BUF_MEM *key_ic = NULL, *token = NULL, *token_ic = NULL;
	bool good = set_pace(t, p, (uint8_t)type) &&
	    (z = step(t, 0x10, 0, NULL, 0x80)) != NULL &&
	    PACE_STEP2_dec_nonce(t->eac, pi, z) == 1 &&
	    (map = PACE_STEP3A_generate_mapping_data(t->eac)) != NULL &&
	    (map_ic = step(t, 0x10, 0x81, map, 0x82)) != NULL &&
	    PACE_STEP3A_map_generator(t->eac, map_ic) == 1 &&
	    (key = PACE_STEP3B_generate_ephemeral_key(t->eac)) != NULL &&
	    (key_ic = step(t, 0x10, 0x83, key, 0x84)) != NULL &&
	    PACE_STEP3B_compute_shared_secret(t->eac, key_ic) == 1 &&
	    PACE_STEP3C_derive_keys(t->eac) == 1 &&
	    (token = PACE_STEP3D_compute_authentication_token(t->eac,
	    key_ic)) != NULL &&
	    (token_ic = step(t, 0x00, 0x85, token, 0x86)) != NULL &&
	    PACE_STEP3D_verify_authentication_token(t->eac, token_ic) == 1 &&
	    EAC_CTX_set_encryption_ctx(t->eac, EAC_ID_PACE) == 1;

	BUF_MEM_free(z);
	BUF_MEM_free(map);
	BUF_MEM_free(map_ic);
	BUF_MEM_free(key);
	BUF_MEM_free(key_ic);
	BUF_MEM_free(token);
	BUF_MEM_free(token_ic);
	PACE_SEC_clear_free(pi);
	return good;
}

static bool
selects(struct terminal *t, uint8_t p1, const char *hex)
{
	uint8_t header[3] = { 0xA4, p1, 0x0C };
	struct sim_bytes data = { 0 };
	bool good;

	unhex(hex, &data);
	good = send(t, header, &data, 0) && t->sw == 0x9000;
	sim_clear(&data);
	return good;
}

/* EF.COM by READ BINARY, as it stands on the card. */
static bool
reads(struct terminal *t, const struct sim_bytes *file)
{
	static const uint8_t header[3] = { 0xB0, 0, 0 };
	struct sim_bytes none = { 0 };

	return selects(t, 0x02, "011E") &&
	    send(t, header, &none, (uint8_t)file->n) && t->sw == 0x9000 &&
	    t->answer.n == file->n &&
	    memcmp(t->answer.p, file->p, file->n) == 0;
}

/* libeac derives the keys of version 1, and complains on standard error that
 * there is no token, which only version 2 has. */
static void
derive_quietly(EAC_CTX *eac)
{
	int null = open("/dev/null", O_WRONLY), kept = dup(STDERR_FILENO);

	dup2(null, STDERR_FILENO);
	CA_STEP6_derive_keys(eac, NULL, NULL);
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(null);
}

static bool
chip_authentication(struct terminal *t, const struct sim_profile *p,
    const struct sim_bytes *public)
{
	static const uint8_t at[3] = { 0x22, 0x41, 0xA4 };
	static const uint8_t kat[3] = { 0x22, 0x41, 0xA6 };
	static const uint8_t general[3] = { 0x86, 0, 0 };
	uint8_t mechanism[] = { 0x80, 10, 4, 0, 0x7F, 0, 7, 2, 2, 3,
		p->ca_dh ? 1 : 2, (uint8_t)(p->ca_cipher + 1) };
	struct sim_bytes set = { .p = mechanism, .n = sizeof mechanism };
	struct sim_bytes in = { 0 }, data = { 0 };
	BUF_MEM *pub = buffer(public->p, public->n), *eph;
	bool good;

	BUF_MEM_free(TA_STEP3_generate_ephemeral_key(t->eac));
	eph = CA_STEP2_get_eph_pubkey(t->eac);
	if (p->ca_cipher == SIM_3DES) {
		sim_tlv_put(&data, 0x91, eph->data, eph->length);
		good = send(t, kat, &data, 0) && t->sw == 0x9000;
	} else {
		sim_tlv_put(&in, 0x80, eph->data, eph->length);
		sim_tlv_put(&data, 0x7C, in.p, in.n);
		good = send(t, at, &set, 0) && t->sw == 0x9000 &&
		    send(t, general, &data, 0xFF) && t->sw == 0x9000;
	}
	good = good && CA_STEP4_compute_shared_secret(t->eac, pub) == 1;
	derive_quietly(t->eac);
	good = good && EAC_CTX_set_encryption_ctx(t->eac, EAC_ID_CA) == 1;
	BUF_MEM_free(pub);
	BUF_MEM_free(eph);
	sim_clear(&in);
	sim_clear(&data);
	return good;
}

static int
pace_nid(const struct sim_profile *p)
{
	const int dh[] = { NID_id_PACE_DH_GM_3DES_CBC_CBC,
		NID_id_PACE_DH_GM_AES_CBC_CMAC_128,
		NID_id_PACE_DH_GM_AES_CBC_CMAC_192,
		NID_id_PACE_DH_GM_AES_CBC_CMAC_256 };
	const int ec[] = { NID_id_PACE_ECDH_GM_3DES_CBC_CBC,
		NID_id_PACE_ECDH_GM_AES_CBC_CMAC_128,
		NID_id_PACE_ECDH_GM_AES_CBC_CMAC_192,
		NID_id_PACE_ECDH_GM_AES_CBC_CMAC_256 };

	return p->pace_dh ? dh[p->pace_cipher] : ec[p->pace_cipher];
}

static int
ca_nid(const struct sim_profile *p)
{
	const int dh[] = { NID_id_CA_DH_3DES_CBC_CBC,
		NID_id_CA_DH_AES_CBC_CMAC_128, NID_id_CA_DH_AES_CBC_CMAC_192,
		NID_id_CA_DH_AES_CBC_CMAC_256 };
	const int ec[] = { NID_id_CA_ECDH_3DES_CBC_CBC,
		NID_id_CA_ECDH_AES_CBC_CMAC_128,
		NID_id_CA_ECDH_AES_CBC_CMAC_192,
		NID_id_CA_ECDH_AES_CBC_CMAC_256 };

	return p->ca_dh ? dh[p->ca_cipher] : ec[p->ca_cipher];
}

/* PACE, EF.COM, CA, EF.COM. One try in 256 fails over a field: libeac drops
 * the zeros in front of a shared number (Doc 9303-11, 9.6: it keeps them). */
static bool
whole(const struct sim_profile *p, const struct sim_issue *files,
    const struct sim_bytes *public)
{
	struct terminal t = { .eac = EAC_CTX_new() };
	struct sim_seen seen;
	bool good, proven;

	t.card = sim_card_new(p, files);
	good = EAC_CTX_init_pace(t.eac, pace_nid(p), p->pace_param) == 1 &&
	    pace(&t, p, "123456", PACE_CAN) &&
	    selects(&t, 0x04, "A0000002471001") &&
	    reads(&t, &files->file[SIM_COM]);
	proven = good &&
	    EAC_CTX_init_ca(t.eac, ca_nid(p), p->ca_param) == 1 &&
	    chip_authentication(&t, p, public) &&
	    reads(&t, &files->file[SIM_COM]);
	sim_card_seen(t.card, &seen);
	good = proven && seen.pace && seen.ca && seen.wrong_keys == 0;
	sim_card_free(t.card);
	sim_clear(&t.answer);
	EAC_CTX_clear_free(t.eac);
	return good;
}

static void
test_group(bool dh, int param)
{
	static const char *const cipher[] = { "3DES", "AES-128", "AES-192",
		"AES-256" };
	struct sim_profile p = { .person.id = "001099123456", .can = true,
		.card_access = true, .pace_dh = dh, .pace_param = param,
		.ca_dh = dh, .ca_param = param, .ca_key_id = -1 };
	struct sim_issue files = { 0 };
	struct sim_bytes public = { 0 };
	struct sim_group *g = sim_group_new(dh, param);
	BIGNUM *k = BN_dup(g->q);
	int c, tries;
	bool good;

	BN_rshift1(k, k);	/* any number */
	files.ca_key = key_of(g, k, &public);
	unhex("60165F0104303130375F36063034303030305C0461756D6E",
	    &files.file[SIM_COM]);
	for (c = SIM_3DES; c <= SIM_AES256; c++) {
		p.pace_cipher = (enum sim_cipher)c;
		p.ca_cipher = (enum sim_cipher)c;
		for (tries = dh ? 3 : 1, good = false; tries > 0 && !good;
		    tries--)
			good = whole(&p, &files, &public);
		OK(good, "%s %d, %s", dh ? "DH" : "curve", param, cipher[c]);
	}
	sim_clear(&public);
	sim_clear(&files.file[SIM_COM]);
	EVP_PKEY_free(files.ca_key);
	BN_free(k);
	sim_group_free(g);
}

/* The MRZ opens as well, a wrong CAN does not. */
static void
test_passwords(void)
{
	static const struct sim_profile p = { .person.id = "001099123456",
		.can = true, .mrz = true, .pace_param = 13,
		.pace_cipher = SIM_AES128, .ca_param = -1 };
	struct sim_issue files = { 0 };
	struct terminal t = { .eac = EAC_CTX_new() };
	struct sim_seen seen;

	t.card = sim_card_new(&p, &files);
	sim_card_passwords(t.card, "T22000129364081251010318", NULL);
	EAC_CTX_init_pace(t.eac, pace_nid(&p), p.pace_param);
	OK(!pace(&t, &p, "123457", PACE_CAN) && t.sw == 0x6300,
	    "a wrong CAN: 6300 at the token");
	EAC_CTX_clear_free(t.eac);	/* it leaks a nonce when used again */
	t.eac = EAC_CTX_new();
	EAC_CTX_init_pace(t.eac, pace_nid(&p), p.pace_param);
	OK(pace(&t, &p, "IDD<<T220001293<<<<<<<<<<<<<<<"
	    "6408125<1010318D<<<<<<<<<<<<<4"
	    "MUSTERMANN<<ERIKA<<<<<<<<<<<<<", PACE_MRZ),
	    "the MRZ, after a wrong CAN");
	sim_card_seen(t.card, &seen);
	OK(seen.wrong_keys == 1 && seen.pace, "one wrong key is seen");
	sim_card_free(t.card);
	sim_clear(&t.answer);
	EAC_CTX_clear_free(t.eac);
}

int
main(void)
{
	int i;

	EAC_init();
	test_passwords();
	for (i = 0; i <= 2; i++)
		test_group(true, i);
	for (i = 8; i <= 18; i++)
		test_group(false, i);
	EAC_cleanup();
	return tap_done();
}
