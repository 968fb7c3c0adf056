/* SPDX-License-Identifier: ISC */
/* Public keys whose parameters are written out: those of a known curve, and
 * those that differ from one in a single value. */
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

#include "base/tlv.h"
#include "chip/group.h"
#include "chip/security_info.h"
#include "emrtd.h"
#include "given.h"
#include "witness.h"

/* What a key is written with; all numbers are brainpoolP256r1's at first. */
struct values {
	EC_GROUP *curve;
	BIGNUM *p, *a, *b, *n, *h;
	struct buf g, point;
	const char *version, *field;	/* hex */
	bool seed;
};

static void
point_of(const EC_GROUP *c, unsigned k, point_conversion_form_t form,
    struct buf *out)
{
	EC_POINT *p = EC_POINT_new(c);
	BIGNUM *n = BN_new();
	size_t size;

	BN_set_word(n, k);
	EC_POINT_mul(c, p, n, NULL, NULL, NULL);
	size = EC_POINT_point2oct(c, p, form, NULL, 0, NULL);
	buf_reset(out);
	buf_grow(out, size);
	out->n = EC_POINT_point2oct(c, p, form, (uint8_t *)out->p, size,
	    NULL);
	BN_free(n);
	EC_POINT_free(p);
}

static void
values_init(struct values *v)
{
	*v = (struct values){
		.curve = EC_GROUP_new_by_curve_name(NID_brainpoolP256r1),
		.p = BN_new(), .a = BN_new(), .b = BN_new(),
		.version = "020101", .field = "06072A8648CE3D0101"
	};
	EC_GROUP_get_curve(v->curve, v->p, v->a, v->b, NULL);
	v->n = BN_dup(EC_GROUP_get0_order(v->curve));
	v->h = BN_dup(BN_value_one());
	point_of(v->curve, 1, POINT_CONVERSION_UNCOMPRESSED, &v->g);
	point_of(v->curve, 12345, POINT_CONVERSION_UNCOMPRESSED, &v->point);
}

static void
values_release(struct values *v)
{
	EC_GROUP_free(v->curve);
	BN_free(v->p);
	BN_free(v->a);
	BN_free(v->b);
	BN_free(v->n);
	BN_free(v->h);
	buf_release(&v->g);
	buf_release(&v->point);
}

static void
add_bn(struct buf *out, uint32_t tag, const BIGNUM *n, size_t size)
{
	uint8_t b[80] = { 0 };
	size_t bytes = (size_t)BN_num_bytes(n) + (tag == 0x02), i;

	if (size < bytes)
		size = bytes;
	BN_bn2binpad(n, b, (int)size);
	for (i = 0; tag == 0x02 && i + 1 < size && b[i] == 0 && b[i + 1] < 0x80;
	    i++)
		;
	tlv_add(out, tag, (struct slice){ (char *)b + i, size - i });
}

/* ecPublicKey with ECParameters. */
static void
write_spki(const struct values *v, struct buf *out)
{
	struct buf in = { 0 }, params = { 0 }, key = { 0 };

	hex_add(&params, v->version);
	hex_add(&in, v->field);
	add_bn(&in, 0x02, v->p, 0);
	tlv_add(&params, 0x30, buf_slice(&in));
	buf_reset(&in);
	add_bn(&in, 0x04, v->a, 32);
	add_bn(&in, 0x04, v->b, 32);
	if (v->seed)
		hex_add(&in, "0303000102");
	tlv_add(&params, 0x30, buf_slice(&in));
	tlv_add(&params, 0x04, buf_slice(&v->g));
	add_bn(&params, 0x02, v->n, 0);
	if (v->h != NULL)
		add_bn(&params, 0x02, v->h, 0);
	buf_reset(&in);
	hex_add(&in, "06072A8648CE3D0201");
	tlv_add(&in, 0x30, buf_slice(&params));
	tlv_add(&key, 0x30, buf_slice(&in));
	buf_reset(&in);
	buf_add_char(&in, 0);
	buf_add_slice(&in, buf_slice(&v->point));
	tlv_add(&key, 0x03, buf_slice(&in));
	buf_reset(out);
	tlv_add(out, 0x30, buf_slice(&key));
	buf_release(&in);
	buf_release(&params);
	buf_release(&key);
}

static void
as_it_is(struct values *v)
{
	(void)v;
}

static void
no_cofactor(struct values *v)
{
	BN_free(v->h);
	v->h = NULL;
}

static void
with_seed(struct values *v)
{
	v->seed = true;
}

/* A generator of the same order: everything fits, and whoever chose it knows
 * a private key for every public one. */
static void
other_generator(struct values *v)
{
	point_of(v->curve, 7, POINT_CONVERSION_UNCOMPRESSED, &v->g);
}

static void
compressed_generator(struct values *v)
{
	point_of(v->curve, 1, POINT_CONVERSION_COMPRESSED, &v->g);
}

static void
other_p(struct values *v)
{
	BN_sub_word(v->p, 2);
}

static void
other_a(struct values *v)
{
	BN_add_word(v->a, 1);
}

static void
other_b(struct values *v)
{
	BN_add_word(v->b, 1);
}

static void
other_order(struct values *v)
{
	BN_sub_word(v->n, 1);
}

static void
other_cofactor(struct values *v)
{
	BN_set_word(v->h, 2);
}

static void
binary_field(struct values *v)
{
	v->field = "06072A8648CE3D0102";
}

static void
no_version(struct values *v)
{
	v->version = "";
}

static void
off_curve(struct values *v)
{
	v->point.p[64] ^= 1;
}

static void
compressed_key(struct values *v)
{
	point_of(v->curve, 12345, POINT_CONVERSION_COMPRESSED, &v->point);
}

static void
infinity(struct values *v)
{
	buf_reset(&v->point);
	buf_add_char(&v->point, 0);
}

static void
test_explicit(void)
{
	static const struct {
		const char *name;
		void (*change)(struct values *v);
		enum err e;
	} cases[] = {
		{ "as it is", as_it_is, ERR_OK },
		{ "without a cofactor", no_cofactor, ERR_OK },
		{ "with a seed", with_seed, ERR_OK },
		{ "7G for a generator", other_generator, ERR_UNSUPPORTED },
		{ "a compressed generator", compressed_generator,
		    ERR_UNSUPPORTED },
		{ "another p", other_p, ERR_UNSUPPORTED },
		{ "another a", other_a, ERR_UNSUPPORTED },
		{ "another b", other_b, ERR_UNSUPPORTED },
		{ "another order", other_order, ERR_UNSUPPORTED },
		{ "another cofactor", other_cofactor, ERR_UNSUPPORTED },
		{ "a binary field", binary_field, ERR_UNSUPPORTED },
		{ "no version", no_version, ERR_FORMAT },
		{ "a key off the curve", off_curve, ERR_FORMAT },
		{ "a compressed key", compressed_key, ERR_FORMAT },
		{ "a key at infinity", infinity, ERR_FORMAT }
	};
	struct buf spki = { 0 };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct group *g = NULL;
		struct slice public;
		struct values v;
		enum err e;

		values_init(&v);
		cases[i].change(&v);
		write_spki(&v, &spki);
		e = group_spki(buf_slice(&spki), &g, &public);
		OK(e == cases[i].e && (e != ERR_OK ||
		    (slice_is(slice_str(group_name(g)), "brainpoolP256r1") &&
		    slice_eq(public, buf_slice(&v.point)))),
		    "explicit parameters: %s", cases[i].name);
		group_free(g);
		values_release(&v);
	}
	buf_release(&spki);
}

/* The structure itself: cut everywhere, a wrong octet everywhere (which may
 * still be a key, but never harm). */
static void
test_torn(void)
{
	struct buf spki = { 0 };
	struct group *g = NULL;
	struct slice public;
	struct values v;
	bool good = true;
	size_t i;

	values_init(&v);
	write_spki(&v, &spki);
	for (i = 0; i < spki.n; i++)
		good = good && group_spki((struct slice){ spki.p, i }, &g,
		    &public) != ERR_OK;
	OK(good, "no key is whole before its end");
	for (i = 0; i < spki.n; i++) {
		spki.p[i] ^= 0x20;
		if (group_spki(buf_slice(&spki), &g, &public) == ERR_OK)
			good = false;
		spki.p[i] ^= 0x20;
	}
	OK(good, "no octet of explicit parameters is idle");
	values_release(&v);
	buf_release(&spki);
}

static void
test_short_forms(void)
{
	static const char point[] = "03420004"
	    "1872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610DC8"
	    "84D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F";
	static const struct {
		const char *name, *head;
		enum err e;
	} cases[] = {
		{ "a named curve",
		    "305A 3014 06072A8648CE3D0201 06092B2403030208010107",
		    ERR_OK },
		{ "a number of 9.5.1",
		    "3052 300C 060704007F00070102 02010D", ERR_OK },
		{ "another curve of that size",
		    "3052 300C 060704007F00070102 02010C", ERR_FORMAT },
		{ "a number that is reserved",
		    "3052 300C 060704007F00070102 020114", ERR_UNSUPPORTED },
		{ "a group of another kind",
		    "3052 300C 060704007F00070102 020100", ERR_FORMAT },
		{ "a curve of no table",
		    "3056 3010 06072A8648CE3D0201 06052B8104000A",
		    ERR_UNSUPPORTED },
		{ "parameters left to the reader",
		    "3051 300B 06072A8648CE3D0201 0500", ERR_FORMAT },
		{ "no parameters", "304F 3009 06072A8648CE3D0201",
		    ERR_FORMAT },
		{ "an algorithm that nobody knows",
		    "3051 300B 06072A8648CE3D0209 0500", ERR_UNSUPPORTED }
	};
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct group *g = NULL;
		struct slice public;

		hex(&b, cases[i].head);
		hex_add(&b, point);
		OK(group_spki(buf_slice(&b), &g, &public) == cases[i].e,
		    "%s: %s", cases[i].name, err_word(cases[i].e));
		group_free(g);
	}
	buf_release(&b);
}

/* Keys on other people's test documents: brainpoolP224r1 with explicit
 * parameters, DH by PKCS#3, and the numbers of 9.5.1 for both kinds. */
static void
test_documents(void)
{
	static const struct {
		const char *file, *group;
		bool card_security;
	} files[] = {
		{ "bsi_tr03105_5/Datagroup14.bin", "brainpoolP224r1", false },
		{ "icao9303/spec_sample_encoded_dg14.bin", "dh", false },
		{ "eac_worked_example/tc_ecdh_ef_cardsecurity.bin",
		    "brainpoolP256r1", true },
		{ "eac_worked_example/tc_dh_ef_cardsecurity.bin", "dh", true }
	};
	struct security_infos s;
	struct buf b = { 0 }, joined = { 0 };
	size_t i, k;

	for (i = 0; i < sizeof files / sizeof files[0]; i++) {
		bool good;

		if (!emrtd_file(files[i].file, &b)) {
			EMRTD_SKIP(files[i].file);
			continue;
		}
		good = (files[i].card_security ?
		    security_infos_card_security(buf_slice(&b), &s,
		    &joined) :
		    security_infos_dg14(buf_slice(&b), &s)) == ERR_OK &&
		    s.keys > 0;
		for (k = 0; good && k < s.keys; k++) {
			struct group *g = NULL;
			struct slice public;

			good = group_spki(s.key[k].spki, &g, &public) ==
			    ERR_OK && slice_is(slice_str(group_name(g)),
			    files[i].group);
			group_free(g);
		}
		buf_release(&joined);
		OK(good, "%s: its keys", files[i].file);
	}
	buf_release(&b);
}

int
main(void)
{
	test_explicit();
	test_torn();
	test_short_forms();
	test_documents();
	return tap_done();
}
