/* SPDX-License-Identifier: ISC */
/* Prime fields: the groups of RFC 5114 and those that a key brings along. */
#include <assert.h>

#include "chip/group_priv.h"

/* RFC 5114, 2.1 to 2.3, in the order of Doc 9303-11, 9.5.1. */
static const struct field {
	const char *p, *order, *g;
} fields[] = {
	{
		/* p */
		"B10B8F96A080E01DDE92DE5EAE5D54EC52C99FBCFB06A3C69A6A9DCA52D2"
		"3B616073E28675A23D189838EF1E2EE652C013ECB4AEA906112324975C3C"
		"D49B83BFACCBDD7D90C4BD7098488E9C219A73724EFFD6FAE5644738FAA3"
		"1A4FF55BCCC0A151AF5F0DC8B4BD45BF37DF365C1A65E68CFDA76D4DA708"
		"DF1FB2BC2E4A4371",
		/* q */
		"F518AA8781A8DF278ABA4E7D64B7CB9D49462353",
		/* g */
		"A4D1CBD5C3FD34126765A442EFB99905F8104DD258AC507FD6406CFF1426"
		"6D31266FEA1E5C41564B777E690F5504F213160217B4B01B886A5E91547F"
		"9E2749F4D7FBD7D3B9A92EE1909D0D2263F80A76A6A24C087A091F531DBF"
		"0A0169B6A28AD662A4D18E73AFA32D779D5918D08BC8858F4DCEF97C2A24"
		"855E6EEB22B3B2E5",
	},
	{
		/* p */
		"AD107E1E9123A9D0D660FAA79559C51FA20D64E5683B9FD1B54B1597B61D"
		"0A75E6FA141DF95A56DBAF9A3C407BA1DF15EB3D688A309C180E1DE6B85A"
		"1274A0A66D3F8152AD6AC2129037C9EDEFDA4DF8D91E8FEF55B7394B7AD5"
		"B7D0B6C12207C9F98D11ED34DBF6C6BA0B2C8BBC27BE6A00E0A0B9C49708"
		"B3BF8A317091883681286130BC8985DB1602E714415D9330278273C7DE31"
		"EFDC7310F7121FD5A07415987D9ADC0A486DCDF93ACC44328387315D75E1"
		"98C641A480CD86A1B9E587E8BE60E69CC928B2B9C52172E413042E9B23F1"
		"0B0E16E79763C9B53DCF4BA80A29E3FB73C16B8E75B97EF363E2FFA31F71"
		"CF9DE5384E71B81C0AC4DFFE0C10E64F",
		/* q */
		"801C0D34C58D93FE997177101F80535A4738CEBCBF389A99B36371EB",
		/* g */
		"AC4032EF4F2D9AE39DF30B5C8FFDAC506CDEBE7B89998CAF74866A08CFE4"
		"FFE3A6824A4E10B9A6F0DD921F01A70C4AFAAB739D7700C29F52C57DB17C"
		"620A8652BE5E9001A8D66AD7C17669101999024AF4D027275AC1348BB8A7"
		"62D0521BC98AE247150422EA1ED409939D54DA7460CDB5F6C6B250717CBE"
		"F180EB34118E98D119529A45D6F834566E3025E316A330EFBB77A86F0C1A"
		"B15B051AE3D428C8F8ACB70A8137150B8EEB10E183EDD19963DDD9E263E4"
		"770589EF6AA21E7F5F2FF381B539CCE3409D13CD566AFBB48D6C019181E1"
		"BCFE94B30269EDFE72FE9B6AA4BD7B5A0F1C71CFFF4C19C418E1F6EC0179"
		"81BC087F2A7065B384B890D3191F2BFA",
	},
	{
		/* p */
		"87A8E61DB4B6663CFFBBD19C651959998CEEF608660DD0F25D2CEED4435E"
		"3B00E00DF8F1D61957D4FAF7DF4561B2AA3016C3D91134096FAA3BF4296D"
		"830E9A7C209E0C6497517ABD5A8A9D306BCF67ED91F9E6725B4758C022E0"
		"B1EF4275BF7B6C5BFC11D45F9088B941F54EB1E59BB8BC39A0BF12307F5C"
		"4FDB70C581B23F76B63ACAE1CAA6B7902D52526735488A0EF13C6D9A51BF"
		"A4AB3AD8347796524D8EF6A167B5A41825D967E144E5140564251CCACB83"
		"E6B486F6B3CA3F7971506026C0B857F689962856DED4010ABD0BE621C3A3"
		"960A54E710C375F26375D7014103A4B54330C198AF126116D2276E11715F"
		"693877FAD7EF09CADB094AE91E1A1597",
		/* q */
		"8CF83642A709A097B447997640129DA299B1A47D1EB3750BA308B0FE64F5"
		"FBD3",
		/* g */
		"3FB32C9B73134D0B2E77506660EDBD484CA7B18F21EF205407F4793A1A0B"
		"A12510DBC15077BE463FFF4FED4AAC0BB555BE3A6C1B0C6B47B1BC3773BF"
		"7E8C6F62901228F8C28CBB18A55AE31341000A650196F931C77A57F2DDF4"
		"63E5E9EC144B777DE62AAAB8A8628AC376D282D6ED3864E67982428EBC83"
		"1D14348F6F2F9193B5045AF2767164E1DFC967C1FB3F2E55A4BD1BFFE83B"
		"9C80D052B985D182EA0ADB2A3B7313D3FE14C8484B1E052588B9B7D2BBD2"
		"DF016199ECD06E1557CD0915B3353BBB64E0EC377FD028370DF92B52C789"
		"1428CDC67EB6184B523D1DB246C32F63078490F00EF8D647D148D4795451"
		"5E2327CFEF98C582664B4C0F6CC41659",
	},
};
#define FIELDS (sizeof fields / sizeof fields[0])

static const struct group_ops dh_ops;

/* Takes the numbers over. */
static struct group *
field_group(BIGNUM *p, BIGNUM *generator, BIGNUM *order)
{
	struct group *g = group_blank(&dh_ops, "dh", p, order);

	g->g = generator;
	g->mont = group_need(BN_MONT_CTX_new());
	group_must(BN_MONT_CTX_set(g->mont, p, g->ctx));
	return g;
}

static BIGNUM *
hex_number(const char *hex)
{
	BIGNUM *n = NULL;

	group_must(BN_hex2bn(&n, hex) != 0);
	return n;
}

struct group *
group_dh_new(int id)
{
	if (id < 0 || (size_t)id >= FIELDS)
		return NULL;
	return field_group(hex_number(fields[id].p), hex_number(fields[id].g),
	    hex_number(fields[id].order));
}

struct group *
group_dh_dup(const struct group *g)
{
	return field_group(group_need(BN_dup(g->p)),
	    group_need(BN_dup(g->g)),
	    g->order == NULL ? NULL : group_need(BN_dup(g->order)));
}

static void
dh_drop(void *e)
{
	BN_clear_free(e);
}

/* 2 .. p - 2 */
static bool
in_field(const BIGNUM *p, const BIGNUM *n)
{
	BIGNUM *up = group_need(BN_dup(n));
	bool in;

	BN_add_word(up, 1);
	in = !BN_is_zero(n) && !BN_is_one(n) && BN_ucmp(up, p) < 0;
	BN_clear_free(up);
	return in;
}

static bool
has_order(const struct group *g, const BIGNUM *e)
{
	BIGNUM *r = group_need(BN_new());
	bool has;

	group_must(BN_mod_exp_mont(r, e, g->order, g->p, g->ctx, g->mont));
	has = BN_is_one(r);
	BN_free(r);
	return has;
}

static void *
dh_read(const struct group *g, struct slice s)
{
	BIGNUM *e;

	if (s.n > g->size)
		return NULL;
	e = group_number(s);
	if (in_field(g->p, e) && (g->order == NULL || has_order(g, e)))
		return e;
	BN_free(e);
	return NULL;
}

/* As short as it can be (Doc 9303-11, 9.4.1). */
static void
dh_write(const struct group *g, const void *e, struct buf *out)
{
	(void)g;
	group_add_number(e, (size_t)BN_num_bytes(e), out);
}

/* PKCS#3: in the octets of p. */
static void
dh_agreed(const struct group *g, const void *e, struct buf *out)
{
	group_add_number(e, g->size, out);
}

/* Also where the order is not known: not 1, and not p - 1, which a peer of a
 * small order would bring about. */
static void *
dh_power(const struct group *g, const void *e, const BIGNUM *k)
{
	BIGNUM *r = group_need(BN_secure_new());

	group_must(BN_mod_exp_mont_consttime(r, e == NULL ? g->g : e, k, g->p,
	    g->ctx, g->mont));
	if (in_field(g->p, r))
		return r;
	BN_clear_free(r);
	return NULL;
}

/* The same field; takes `generator` over. */
static struct group *
with_generator(const struct group *g, BIGNUM *generator)
{
	struct group *d;

	if (!in_field(g->p, generator)) {
		BN_clear_free(generator);
		return NULL;
	}
	d = group_dh_dup(g);
	BN_clear_free(d->g);
	d->g = generator;
	return d;
}

static struct group *
dh_mapped(const struct group *g, const BIGNUM *s, const void *h)
{
	BIGNUM *r = group_need(BN_new());

	group_must(BN_mod_exp_mont(r, g->g, s, g->p, g->ctx, g->mont) &&
	    BN_mod_mul(r, r, h, g->p, g->ctx));
	return with_generator(g, r);
}

/* Doc 9303-11, appendix B.1: r^((p - 1)/q) */
static struct group *
dh_integrated(const struct group *g, const BIGNUM *r)
{
	BIGNUM *e = group_need(BN_dup(g->p)), *n = group_need(BN_new());

	assert(g->order != NULL);
	group_must(BN_sub_word(e, 1) &&
	    BN_div(e, NULL, e, g->order, g->ctx) &&
	    BN_mod_exp_mont(n, r, e, g->p, g->ctx, g->mont));
	BN_free(e);
	return with_generator(g, n);
}

static const void *
dh_generator(const struct group *g)
{
	return g->g;
}

static const struct group_ops dh_ops = {
	.read = dh_read,
	.write = dh_write,
	.power = dh_power,
	.mapped = dh_mapped,
	.integrated = dh_integrated,
	.agreed = dh_agreed,
	.generator = dh_generator,
	.drop = dh_drop
};

/* A card's key in a group of RFC 5114 may leave the order out. */
static struct group *
known_field(const BIGNUM *p, const BIGNUM *generator)
{
	struct group *g;
	int id;

	for (id = 0; (g = group_dh_new(id)) != NULL; id++) {
		if (BN_cmp(g->p, p) == 0 && BN_cmp(g->g, generator) == 0)
			return g;
		group_free(g);
	}
	return NULL;
}

struct group *
group_dh_values(struct slice p, struct slice g, struct slice order)
{
	BIGNUM *np, *ng, *nq = NULL;
	struct group *d = NULL;

	if (p.n < GROUP_MIN_DH || p.n > GROUP_MAX_DH || g.n > p.n ||
	    order.n > p.n)
		return NULL;
	np = group_number(p);
	ng = group_number(g);
	if (BN_num_bits(np) < GROUP_MIN_DH * 8 || !BN_is_odd(np) ||
	    !in_field(np, ng))
		goto out;
	if (order.p == NULL) {
		d = known_field(np, ng);
		if (d != NULL)
			goto out;
	} else {
		nq = group_number(order);
		if (BN_num_bits(nq) < 160 || BN_ucmp(nq, np) >= 0)
			goto out;
	}
	d = field_group(np, ng, nq);
	np = ng = nq = NULL;			/* now owned by the group */
	if (d->order != NULL && !has_order(d, d->g)) {
		group_free(d);
		d = NULL;
	}
out:
	BN_free(np);
	BN_free(ng);
	BN_free(nq);
	return d;
}
