/* SPDX-License-Identifier: ISC */
/* Groups: the parameters against OpenSSL's own, keys, mappings of the worked
 * examples, and public keys with parameters that are nobody's. */
#include "base/tlv.h"
#include "chip/group.h"
#include "given.h"
#include "witness.h"

static uint64_t seed = 0x5eed;
static const struct random sequence = { given_sequence, &seed };

static const struct {
	int id;
	const char *name;	/* as OpenSSL has it */
	size_t size;
} groups[] = {
	{ 0, "dh_1024_160", 128 }, { 1, "dh_2048_224", 256 },
	{ 2, "dh_2048_256", 256 }, { 8, "prime192v1", 24 },
	{ 9, "brainpoolP192r1", 24 }, { 10, "secp224r1", 28 },
	{ 11, "brainpoolP224r1", 28 }, { 12, "prime256v1", 32 },
	{ 13, "brainpoolP256r1", 32 }, { 14, "brainpoolP320r1", 40 },
	{ 15, "secp384r1", 48 }, { 16, "brainpoolP384r1", 48 },
	{ 17, "brainpoolP512r1", 64 }, { 18, "secp521r1", 66 }
};
#define GROUPS (sizeof groups / sizeof groups[0])

/* Parameters, public key and agreement with OpenSSL on the other side; its key
 * comes as a SubjectPublicKeyInfo, so that its group is read as well. */
static void
test_agreement(size_t i, bool explicit)
{
	bool dh = groups[i].id < 8;
	EVP_PKEY *theirs = witness(groups[i].name, dh, explicit);
	struct buf spki = { 0 }, a = { 0 }, b = { 0 };
	struct group *g = NULL, *read = NULL;
	struct group_key *k = NULL;
	struct slice public = { 0 };
	bool good;

	if (!OK(theirs != NULL, "%s: a witness", groups[i].name))
		return;
	spki_of(theirs, &spki);
	good = group_standard(groups[i].id, &g) == ERR_OK &&
	    group_field_size(g) == groups[i].size && group_is_ec(g) == !dh &&
	    slice_is(slice_str(group_name(g)), dh ? "dh" : groups[i].name) &&
	    group_spki(buf_slice(&spki), &read, &public) == ERR_OK;
	OK(good, "%s%s: the group, and the same from a key", groups[i].name,
	    explicit ? ", explicit" : "");
	if (good) {
		group_generator(g, &a);
		group_generator(read, &b);
		good = slice_eq(buf_slice(&a), buf_slice(&b));
		buf_reset(&a);
		good = good && group_key_new(g, &sequence, &k) == ERR_OK &&
		    group_agree(k, public, &a) == ERR_OK &&
		    derive(theirs, group_public(k), dh, &b) &&
		    slice_eq(buf_slice(&a), buf_slice(&b));
		OK(good, "%s: the same secret as OpenSSL's", groups[i].name);
	}
	group_key_free(k);
	group_free(read);
	group_free(g);
	EVP_PKEY_free(theirs);
	buf_release(&spki);
	buf_release(&a);
	buf_release(&b);
}

/* Both mappings give a group in which two terminals agree, and in which only
 * the generator is another. */
static void
test_mapped(size_t i)
{
	struct group *g, *m[2] = { NULL, NULL };
	struct group_key *a = NULL, *b = NULL, *x = NULL, *y = NULL;
	struct buf s1 = { 0 }, s2 = { 0 }, g1 = { 0 }, g2 = { 0 };
	char nonce[32] = "a nonce of two blocks, of which ";
	struct slice s = { nonce, sizeof nonce };
	bool im = groups[i].id != 10, good;

	good = group_standard(groups[i].id, &g) == ERR_OK &&
	    group_key_new(g, &sequence, &a) == ERR_OK &&
	    group_key_new(g, &sequence, &b) == ERR_OK &&
	    group_map_generic(a, group_public(b), s, &m[0]) == ERR_OK &&
	    group_map_generic(b, group_public(a), s, &m[1]) == ERR_OK;
	group_generator(m[0], &g1);
	group_generator(m[1], &g2);
	good = good && slice_eq(buf_slice(&g1), buf_slice(&g2)) &&
	    group_key_new(m[0], &sequence, &x) == ERR_OK &&
	    group_key_new(m[1], &sequence, &y) == ERR_OK &&
	    group_agree(x, group_public(y), &s1) == ERR_OK &&
	    group_agree(y, group_public(x), &s2) == ERR_OK &&
	    slice_eq(buf_slice(&s1), buf_slice(&s2)) &&
	    s1.n == groups[i].size;
	OK(good, "%s: generic mapping, both sides alike", groups[i].name);
	buf_reset(&s1);
	OK(group_agree_published(m[0], group_private(x), group_public(y),
	    &s1) == ERR_OK && slice_eq(buf_slice(&s1), buf_slice(&s2)),
	    "%s: and from what was published", groups[i].name);
	group_free(m[0]);
	m[0] = NULL;
	OK(group_map_integrated(g, s, &m[0]) ==
	    (im ? ERR_OK : ERR_UNSUPPORTED), "%s: integrated mapping%s",
	    groups[i].name, im ? "" : " is excluded");
	group_free(m[0]);
	group_free(m[1]);
	group_free(g);
	group_key_free(a);
	group_key_free(b);
	group_key_free(x);
	group_key_free(y);
	buf_release(&s1);
	buf_release(&s2);
	buf_release(&g1);
	buf_release(&g2);
}

/* Doc 9303-11, G.1 and H.1: the mapped generators themselves. */
static void
test_examples(void)
{
	struct buf h = { 0 }, out = { 0 }, nonce = { 0 };
	struct group *g, *m;
	struct group_key *k;

	OK(group_standard(13, &g) == ERR_OK && group_key_from(g, hex(&h,
	    "7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99"),
	    &k) == ERR_OK, "G.1: the terminal's key");
	OK(group_map_generic(k, hex(&h, "04824FBA91C9CBE26BEF53A0EBE7342A3BF1"
	    "78CEA9F45DE0B70AA601651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB8"
	    "7A0A0C709A49DC63719363CCD13C54"), hex(&nonce,
	    "3F00C4D39D153F2B2A214A078D899B22"), &m) == ERR_OK, "G.1 maps");
	group_generator(m, &out);
	hex_same(buf_slice(&out), "048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21"
	    "C89634F65A9AE87A9265E28C879506743F8611AC33645C5B985C80B5F09A0B83"
	    "407C1B6A4D857AE76FE522", "G.1: the generator");
	group_free(m);
	OK(group_map_integrated(g, hex(&h, "A2F8FF2DF50E52C6599F386ADCB595D229"
	    "F6A167ADE2BE5F2C3296ADD5B7430E"), &m) == ERR_OK, "H.1 maps");
	buf_reset(&out);
	group_generator(m, &out);
	hex_same(buf_slice(&out), "048E82D31559ED0FDE92A4D0498ADD3C23BABA94FB77"
	    "691E31E90AEA77FB17D4274C1AE14BD0C3DBAC0C871B7F3608169364437CA30A"
	    "C243A089D3F266C1E60FAD", "H.1: the generator");
	group_free(m);
	OK(group_map_integrated(g, hex(&h, "00"), &m) == ERR_FORMAT &&
	    group_map_integrated(g, hex(&h, "01"), &m) == ERR_FORMAT,
	    "0 and 1 are no points of the encoding");
	group_key_free(k);
	group_free(g);
	buf_release(&h);
	buf_release(&out);
	buf_release(&nonce);
}

/* Every root of the encoding's two branches lies on the curve: the setting of
 * coordinates would refuse it. */
static void
test_encoding(void)
{
	struct group *g, *m;
	char octet[2];
	bool good = group_standard(13, &g) == ERR_OK;
	int i;

	for (i = 2; good && i < 300; i++) {
		octet[0] = (char)(i >> 8);
		octet[1] = (char)(i & 0xff);
		good = group_map_integrated(g, (struct slice){ octet, 2 },
		    &m) == ERR_OK;
		if (good)
			group_free(m);
	}
	OK(good, "numbers 2 to 299 are encoded on the curve");
	group_free(g);
}

/* Draws: what is below the order is taken as it is, what is not drawn again. */
static void
test_draws(void)
{
	static const char order[] = "A9FB57DBA1EEA9BC3E660A909D838D71"
	    "8C397AA3B561A6F7901E0E82974856A7";
	struct given given = { .at = 0 };
	const struct random r = { given_fill, &given };
	struct buf h = { 0 };
	struct group *g;
	struct group_key *k = NULL;

	OK(group_standard(13, &g) == ERR_OK, "a group");
	hex_add(&given.octets, order);
	hex_add(&given.octets, "00000000000000000000000000000000"
	    "00000000000000000000000000000000");
	hex_add(&given.octets, "A9FB57DBA1EEA9BC3E660A909D838D71"
	    "8C397AA3B561A6F7901E0E82974856A6");
	OK(group_key_new(g, &r, &k) == ERR_OK && given.at == 96,
	    "the order and zero are no private keys");
	hex_same(group_private(k), "A9FB57DBA1EEA9BC3E660A909D838D71"
	    "8C397AA3B561A6F7901E0E82974856A6", "the order less one is");
	group_key_free(k);
	k = NULL;
	OK(group_key_new(g, &r, &k) == ERR_IO && k == NULL,
	    "no random octets, no key");
	OK(group_key_from(g, hex(&h, order), &k) == ERR_FORMAT,
	    "the order is zero");
	group_free(g);
	OK(group_standard(18, &g) == ERR_OK, "P-521");
	buf_reset(&given.octets);
	given.at = 0;
	hex_add(&given.octets, "FE");
	while (given.octets.n < 66)
		buf_add_char(&given.octets, '\x01');
	OK(group_key_new(g, &r, &k) == ERR_OK && group_private(k).n == 66 &&
	    group_private(k).p[0] == 0, "P-521: spare bits are cleared");
	group_key_free(k);
	group_free(g);
	buf_release(&given.octets);
	buf_release(&h);
}

/* factor * point: what chip-authentication mapping asks. */
static void
test_product(void)
{
	static const char order[] = "A9FB57DBA1EEA9BC3E660A909D838D71"
	    "8C397AA3B561A6F7901E0E82974856A7";
	struct group *g;
	struct group_key *one, *six;
	struct buf f = { 0 }, zero = { 0 };
	struct slice p, q;

	OK(group_standard(13, &g) == ERR_OK &&
	    group_key_from(g, SLICE("\x01"), &one) == ERR_OK &&
	    group_key_from(g, SLICE("\x06"), &six) == ERR_OK, "G and 6G");
	p = group_public(one);
	q = group_public(six);
	OK(group_is_product(g, q, hex(&f, "06"), p) &&
	    group_is_product(g, q, hex(&f, "0006"), p), "6 * G = 6G");
	OK(!group_is_product(g, q, hex(&f, "07"), p), "7 * G is not");
	OK(!group_is_product(g, q, hex(&f, "00"), p) &&
	    !group_is_product(g, hex(&zero, "00"), hex(&f, order), p) &&
	    !group_is_product(g, q, hex(&f, "A9FB57DBA1EEA9BC3E660A909D838D71"
	    "8C397AA3B561A6F7901E0E82974856AD"), p),
	    "no factor of zero, none above the order");
	OK(!group_is_product(g, q, hex(&f, "06"), hex(&zero, "00")),
	    "no point at infinity");
	group_key_free(one);
	group_key_free(six);
	group_free(g);
	buf_release(&f);
	buf_release(&zero);
}

static void
test_bad_peers(void)
{
	struct buf p = { 0 }, secret = { 0 };
	struct group *g;
	struct group_key *k;
	static const char many[513] = { 1 };
	size_t i, n;

	OK(group_standard(0, &g) == ERR_OK &&
	    group_key_new(g, &sequence, &k) == ERR_OK, "a key of DH");
	for (i = 0; i < 3; i++) {
		buf_reset(&p);
		for (n = 0; n < 127; n++)
			buf_add_char(&p, 0);
		buf_add_char(&p, (char)i);
		OK(group_agree(k, buf_slice(&p), &secret) == ERR_FORMAT &&
		    secret.n == 0, "DH: %d is refused", (int)i);
	}
	hex(&p,
	    "B10B8F96A080E01DDE92DE5EAE5D54EC52C99FBCFB06A3C69A6A9DCA52D23B61"
	    "6073E28675A23D189838EF1E2EE652C013ECB4AEA906112324975C3CD49B83BF"
	    "ACCBDD7D90C4BD7098488E9C219A73724EFFD6FAE5644738FAA31A4FF55BCCC0"
	    "A151AF5F0DC8B4BD45BF37DF365C1A65E68CFDA76D4DA708DF1FB2BC2E4A4370");
	OK(group_agree(k, buf_slice(&p), &secret) == ERR_FORMAT,
	    "DH: p - 1 is refused");
	OK(group_agree(k, (struct slice){ group_public(k).p, 127 },
	    &secret) == ERR_FORMAT, "DH: an octet short");
	buf_reset(&p);
	buf_add_char(&p, 0);
	buf_add_slice(&p, group_public(k));
	OK(group_agree(k, buf_slice(&p), &secret) == ERR_FORMAT,
	    "DH: an octet more than p has");
	OK(group_agree(k, group_public(k), &secret) == ERR_OK,
	    "DH: a key of the group is taken");
	buf_reset(&secret);
	OK(group_agree_published(g, (struct slice){ p.p, 1 }, group_public(k),
	    &secret) == ERR_FORMAT && group_agree_published(g,
	    (struct slice){ many, sizeof many }, group_public(k), &secret) ==
	    ERR_FORMAT && group_agree_published(g, group_private(k),
	    (struct slice){ p.p, 1 }, &secret) == ERR_FORMAT && secret.n == 0,
	    "DH: a private value of zero, one too long, no public one");
	group_key_free(k);
	group_free(g);
	buf_release(&p);
	buf_release(&secret);
}

int
main(void)
{
	struct group *g;
	size_t i;
	int id;

	for (i = 0; i < GROUPS; i++) {
		test_agreement(i, false);
		test_mapped(i);
	}
	for (i = 3; i < GROUPS; i++)
		test_agreement(i, true);
	for (id = -2; id < 40; id++)
		if ((id < 0 || id > 2) && (id < 8 || id > 18))
			OK(group_standard(id, &g) == ERR_UNSUPPORTED,
			    "%d is no number of 9.5.1", id);
	test_examples();
	test_encoding();
	test_draws();
	test_product();
	test_bad_peers();
	return tap_done();
}
