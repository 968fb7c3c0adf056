/* SPDX-License-Identifier: ISC */
/* ECDSA by tables: s^-1 (e G + r Q) as a sum of multiples made before, all
 * arithmetic on the curve being OpenSSL's. A scalar of `width` bits a digit,
 * digits from -2^(width-1) to 2^(width-1), costs one addition a digit and no
 * doubling. The multiples stay as they come, in projective coordinates: an
 * addition of an affine one is a quarter cheaper, but making a point affine
 * costs an inversion, which is more than a hundred such quarters; it pays, and
 * is done bit by bit, once a table has been used very often.
 *
 * Everything here is public: nothing has to take constant time. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/objects.h>

#include "base/mem.h"
#include "base/tlv.h"
#include "trust/pubkey_priv.h"

#define MAX_ORDER 64			/* octets */
#define MIN_WIDTH 8
#define MAX_DIGITS (MAX_ORDER * 8 / MIN_WIDTH)
#define CACHE_LINE 64

enum { INTEGER = 0x02, SEQUENCE = 0x30 };

/* By `make bench BENCH=ec_table`. Not here: P-224, P-256 and P-521, for which
 * OpenSSL has code that tables do not halve. */
static const struct curve {
	const char *name;
	unsigned width;
} curves[] = {
	{ "prime192v1", 8 }, { "brainpoolP192r1", 8 },
	{ "brainpoolP224r1", 8 }, { "brainpoolP256r1", 8 },
	{ "brainpoolP320r1", 9 }, { "secp384r1", 9 },
	{ "brainpoolP384r1", 9 }, { "brainpoolP512r1", 9 }
};
#define CURVES (sizeof curves / sizeof curves[0])

/* of[d * half + m - 1] is m * 2^(d * width) times the point; `half` multiples a
 * digit, fewer for the last. The first `affine` of them are affine: `affinity`
 * is over that, `uses` and the points. `point` is empty for the generator. Who
 * enters one makes it; `ready` and `users` are under the lock of all. */
struct multiples {
	EC_POINT **of;
	size_t n, uses, affine;
	pthread_rwlock_t affinity;
	const struct curve *curve;
	struct buf point;
	bool ready;
	unsigned users;
	struct multiples *next;
};

/* Uses of a table for each of its points before they are made affine, which
 * three to four uses pay for: short batches never begin, long ones gain. */
#define USES_TO_AFFINE 2

/* Those of keys go with their last user, the generators' with everything. */
struct pubkey_tables {
	pthread_mutex_t lock;
	struct multiples *first;
	size_t users;			/* keys, and who made it */
};

struct pubkey_table {
	struct pubkey_tables *all;
	EC_GROUP *curve;
	const BIGNUM *order;		/* the curve's */
	BIGNUM *half_order;
	unsigned bits, width, digits;
	size_t half;			/* 2^(width - 1) */
	struct multiples *generator, *key;
	BN_CTX *ctx;
	/* scratch */
	EC_POINT *sum, *negative;
	BIGNUM *r, *s, *e, *u, *x, *y;
};

static void
must(bool good)
{
	if (!good)
		abort();
}

/* How many multiples the last digit needs: a scalar is at most half the order,
 * so that its top bit is not set, and a carry may come. */
static size_t
last_multiples(const struct pubkey_table *t)
{
	return (size_t)1 << (t->bits - t->width * (t->digits - 1) - 1);
}

static void
multiples_make(struct pubkey_table *t, struct multiples *m,
    const EC_POINT *point)
{
	EC_POINT *p;
	size_t i;

	m->n = t->half * (t->digits - 1) + last_multiples(t);
	m->of = xreallocarray(NULL, m->n, sizeof(EC_POINT *));
	for (i = 0; i < m->n; i++) {
		p = m->of[i] = EC_POINT_new(t->curve);
		must(p != NULL);
		if (i == 0)
			must(EC_POINT_copy(p, point));
		else if (i % t->half == 0)	/* twice the largest before */
			must(EC_POINT_dbl(t->curve, p, m->of[i - 1], t->ctx));
		else
			must(EC_POINT_add(t->curve, p, m->of[i - 1],
			    m->of[i - i % t->half], t->ctx));
	}
	pthread_mutex_lock(&t->all->lock);
	m->ready = true;
	pthread_mutex_unlock(&t->all->lock);
}

static void
multiples_free(struct multiples *m)
{
	size_t i;

	for (i = 0; i < m->n; i++)
		EC_POINT_free(m->of[i]);
	free(m->of);
	buf_release(&m->point);
	pthread_rwlock_destroy(&m->affinity);
	free(m);
}

struct pubkey_tables *
pubkey_tables_new(void)
{
	struct pubkey_tables *all = xcalloc(1, sizeof *all);

	must(pthread_mutex_init(&all->lock, NULL) == 0);
	all->users = 1;
	return all;
}

static void
leave(struct pubkey_tables *all, struct multiples *key)
{
	struct multiples **at = &all->first, *m = NULL;
	bool last;

	pthread_mutex_lock(&all->lock);
	if (key != NULL && --key->users == 0) {
		while (*at != key)
			at = &(*at)->next;
		*at = key->next;
		m = key;
	}
	last = --all->users == 0;
	pthread_mutex_unlock(&all->lock);
	if (m != NULL)
		multiples_free(m);
	if (!last)
		return;
	while ((m = all->first) != NULL) {
		all->first = m->next;
		multiples_free(m);
	}
	pthread_mutex_destroy(&all->lock);
	free(all);
}

void
pubkey_tables_free(struct pubkey_tables *all)
{
	if (all != NULL)
		leave(all, NULL);
}

static struct multiples *
find(const struct pubkey_tables *all, const struct curve *c,
    struct slice point)
{
	struct multiples *m = all->first;

	while (m != NULL && (m->curve != c ||
	    !slice_eq(buf_slice(&m->point), point)))
		m = m->next;
	return m;
}

static struct multiples *
enter(struct pubkey_tables *all, const struct curve *c, struct slice point)
{
	struct multiples *m = xcalloc(1, sizeof *m);

	must(pthread_rwlock_init(&m->affinity, NULL) == 0);
	m->curve = c;
	buf_add_slice(&m->point, point);
	m->next = all->first;
	all->first = m;
	return m;
}

/* The multiples of the generator and of the point, those that are ready and
 * those that the caller is to make. False: another thread makes them now. */
static bool
join(struct pubkey_tables *all, const struct curve *c, struct slice point,
    struct multiples **generator, struct multiples **key)
{
	const struct slice none = { NULL, 0 };
	bool free_to;

	pthread_mutex_lock(&all->lock);
	*generator = find(all, c, none);
	*key = find(all, c, point);
	free_to = (*generator == NULL || (*generator)->ready) &&
	    (*key == NULL || (*key)->ready);
	if (free_to) {
		if (*generator == NULL)
			*generator = enter(all, c, none);
		if (*key == NULL)
			*key = enter(all, c, point);
		(*key)->users++;
		all->users++;
	}
	pthread_mutex_unlock(&all->lock);
	return free_to;
}

/* A point of OpenSSL's: the structure and three numbers of so many octets, each
 * with a head, as malloc rounds them. */
static size_t
octets_of(const struct pubkey_table *t, const struct multiples *m)
{
	size_t number = 32 + ((t->bits + 63) / 64 * 8 + 8 + 15) / 16 * 16;

	return m->n * (sizeof(EC_POINT *) + 64 + 3 * number);
}

static void
make_scratch(struct pubkey_table *t)
{
	t->ctx = BN_CTX_new();
	t->sum = EC_POINT_new(t->curve);
	t->negative = EC_POINT_new(t->curve);
	t->half_order = BN_new();
	t->r = BN_new();
	t->s = BN_new();
	t->e = BN_new();
	t->u = BN_new();
	t->x = BN_new();
	t->y = BN_new();
	must(t->ctx != NULL && t->sum != NULL && t->negative != NULL &&
	    t->half_order != NULL && t->r != NULL && t->s != NULL &&
	    t->e != NULL && t->u != NULL && t->x != NULL && t->y != NULL &&
	    BN_rshift1(t->half_order, t->order));
}

static struct pubkey_table *
table_for(const struct curve *c)
{
	struct pubkey_table *t = xcalloc(1, sizeof *t);

	t->curve = EC_GROUP_new_by_curve_name(OBJ_sn2nid(c->name));
	must(t->curve != NULL);
	t->order = EC_GROUP_get0_order(t->curve);
	t->bits = (unsigned)BN_num_bits(t->order);
	t->width = c->width;
	t->half = (size_t)1 << (c->width - 1);
	t->digits = (t->bits + c->width - 1) / c->width;
	assert(t->bits % 8 == 0 && t->bits <= MAX_ORDER * 8 &&
	    t->digits <= MAX_DIGITS);
	make_scratch(t);
	return t;
}

static void
make_both(struct pubkey_table *t, struct slice point)
{
	EC_POINT *q = EC_POINT_new(t->curve);

	must(q != NULL && EC_POINT_oct2point(t->curve, q,
	    (const uint8_t *)point.p, point.n, t->ctx));
	if (!t->generator->ready)
		multiples_make(t, t->generator,
		    EC_GROUP_get0_generator(t->curve));
	if (!t->key->ready)
		multiples_make(t, t->key, q);
	EC_POINT_free(q);
}

struct pubkey_table *
pubkey_table_new(const char *curve, struct slice point,
    struct pubkey_tables *shared, size_t *octets)
{
	struct pubkey_tables *all = shared;
	struct multiples *generator, *key;
	const struct curve *c = curves;
	struct pubkey_table *t;

	while (strcmp(c->name, curve) != 0)
		if (++c == curves + CURVES)
			return NULL;
	if (shared == NULL)
		all = pubkey_tables_new();
	if (!join(all, c, point, &generator, &key))
		return NULL;
	t = table_for(c);
	t->all = all;
	t->generator = generator;
	t->key = key;
	make_both(t, point);
	*octets = octets_of(t, key);
	if (shared == NULL) {
		*octets += octets_of(t, generator);
		pubkey_tables_free(all);	/* the key holds it */
	}
	return t;
}

void
pubkey_table_free(struct pubkey_table *t)
{
	if (t == NULL)
		return;
	leave(t->all, t->key);
	EC_POINT_free(t->sum);
	EC_POINT_free(t->negative);
	BN_free(t->half_order);
	BN_free(t->r);
	BN_free(t->s);
	BN_free(t->e);
	BN_free(t->u);
	BN_free(t->x);
	BN_free(t->y);
	BN_CTX_free(t->ctx);
	EC_GROUP_free(t->curve);
	free(t);
}

/* The next INTEGER, if it is 1 .. order - 1 in DER. */
static bool
take_scalar(const struct pubkey_table *t, struct slice *in, BIGNUM *out)
{
	struct slice v;
	struct tlv i;

	if (tlv_next_der(in, &i) != ERR_OK || i.tag != INTEGER ||
	    tlv_unsigned(i.value, &v) != ERR_OK || v.n > MAX_ORDER)
		return false;
	must(BN_bin2bn((const uint8_t *)v.p, (int)v.n, out) != NULL);
	return !BN_is_zero(out) && BN_cmp(out, t->order) < 0;
}

static bool
take_signature(struct pubkey_table *t, struct slice sig)
{
	struct tlv whole;

	return tlv_next_der(&sig, &whole) == ERR_OK && sig.n == 0 &&
	    whole.tag == SEQUENCE && take_scalar(t, &whole.value, t->r) &&
	    take_scalar(t, &whole.value, t->s) && whole.value.n == 0;
}

/* The leftmost bits of the digest, as many as the order has (TR-03111, 4.2.1):
 * here always whole octets. */
static void
take_digest(struct pubkey_table *t, struct slice digest)
{
	size_t n = t->bits / 8;

	must(BN_bin2bn((const uint8_t *)digest.p,
	    (int)(digest.n < n ? digest.n : n), t->e) != NULL);
}

/* The digits of u, lowest first: u is their sum, each times 2^(its place times
 * width), or the order less than that sum. */
static void
take_apart(const struct pubkey_table *t, BIGNUM *u, int digits[MAX_DIGITS])
{
	uint8_t octets[MAX_ORDER + 2] = { 0 };
	int half = (int)t->half, sign = 1, carry = 0, digit;
	unsigned d, bit;

	if (BN_cmp(u, t->half_order) > 0) {
		must(BN_sub(u, t->order, u));
		sign = -1;
	}
	must(BN_bn2lebinpad(u, octets, MAX_ORDER) == MAX_ORDER);
	for (d = 0; d < t->digits; d++) {
		bit = d * t->width;
		digit = octets[bit / 8] | octets[bit / 8 + 1] << 8 |
		    octets[bit / 8 + 2] << 16;
		digit = (digit >> bit % 8 & (2 * half - 1)) + carry;
		carry = digit > half;
		digits[d] = sign * (carry ? digit - 2 * half : digit);
	}
	assert(carry == 0);
}

/* That multiple, without its sign; NULL for zero times the point. */
static EC_POINT *
multiple(const struct pubkey_table *t, const struct multiples *m, unsigned d,
    int digit)
{
	return digit == 0 ? NULL :
	    m->of[d * t->half + (size_t)abs(digit) - 1];
}

/* Tables are larger than the processor's caches. OpenSSL's point and its
 * numbers have been allocated one behind the other, mostly; a hint that is
 * wrong costs nothing. Not in line, gcc leaves out the call of a function that
 * only hints. */
static inline __attribute__((__always_inline__)) void
fetch_early(const EC_POINT *p)
{
	int i;

	for (i = 0; p != NULL && i < 6; i++)
		__builtin_prefetch((const void *)((uintptr_t)p +
		    (uintptr_t)(i * CACHE_LINE)));
}

static void
add_one(struct pubkey_table *t, const EC_POINT *p, bool negative)
{
	if (p == NULL)
		return;
	if (negative) {
		must(EC_POINT_copy(t->negative, p) &&
		    EC_POINT_invert(t->curve, t->negative, t->ctx));
		p = t->negative;
	}
	must(EC_POINT_add(t->curve, t->sum, t->sum, p, t->ctx));
}

/* One more of the points, where it is time and no other thread adds just now:
 * with many threads it may never be. */
static void
make_affine(struct pubkey_table *t, struct multiples *m)
{
	EC_POINT *p;

	if (pthread_rwlock_trywrlock(&m->affinity) != 0)
		return;
	if (m->affine < m->n && ++m->uses > USES_TO_AFFINE * m->n) {
		p = m->of[m->affine++];
		must(EC_POINT_get_affine_coordinates(t->curve, p, t->x, t->y,
		    t->ctx) && EC_POINT_set_affine_coordinates(t->curve, p,
		    t->x, t->y, t->ctx));
	}
	pthread_rwlock_unlock(&m->affinity);
}

/* Adds u times the point of these multiples; u is used up. */
static void
add_product(struct pubkey_table *t, struct multiples *m, BIGNUM *u)
{
	int digits[MAX_DIGITS + 1] = { 0 };	/* and a zero behind */
	const EC_POINT *p, *next;
	unsigned d;

	make_affine(t, m);
	take_apart(t, u, digits);
	pthread_rwlock_rdlock(&m->affinity);
	next = multiple(t, m, 0, digits[0]);
	for (d = 0; d < t->digits; d++) {
		p = next;
		next = multiple(t, m, d + 1, digits[d + 1]);
		fetch_early(next);
		add_one(t, p, digits[d] < 0);
	}
	pthread_rwlock_unlock(&m->affinity);
}

bool
pubkey_table_verify(struct pubkey_table *t, struct slice digest,
    struct slice sig)
{
	if (!take_signature(t, sig))
		return false;
	take_digest(t, digest);
	must(EC_POINT_set_to_infinity(t->curve, t->sum) &&
	    BN_mod_inverse(t->s, t->s, t->order, t->ctx) != NULL &&
	    BN_mod_mul(t->u, t->e, t->s, t->order, t->ctx));
	add_product(t, t->generator, t->u);
	must(BN_mod_mul(t->u, t->r, t->s, t->order, t->ctx));
	add_product(t, t->key, t->u);
	if (EC_POINT_is_at_infinity(t->curve, t->sum))
		return false;
	must(EC_POINT_get_affine_coordinates(t->curve, t->sum, t->x, NULL,
	    t->ctx) && BN_nnmod(t->x, t->x, t->order, t->ctx));
	return BN_cmp(t->x, t->r) == 0;
}
