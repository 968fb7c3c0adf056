/* SPDX-License-Identifier: ISC */
/* Shared by lib/identity/units*.c only. */
#ifndef IDENTITY_UNITS_PRIV_H
#define IDENTITY_UNITS_PRIV_H

#include <pthread.h>
#include <stdatomic.h>

#include "identity/units.h"

#define UNITS_MAX_NAME 128	/* bytes of one name in the table */
#define UNITS_MAX_TEXT 384	/* of an address: what is in front is rest */
#define UNITS_MAX_TOKENS 64
#define UNITS_NAME_TOKENS 7	/* of the longest name */

/* The words before a name, by what they may stand before. */
#define TIER_COMMUNE 1u
#define TIER_DISTRICT 2u
#define TIER_PROVINCE 4u

enum unit_type {
	TYPE_NONE, TYPE_XA, TYPE_PHUONG, TYPE_THI_TRAN, TYPE_DAC_KHU,
	TYPE_HUYEN, TYPE_QUAN, TYPE_THI_XA, TYPE_THANH_PHO, TYPE_TINH,
	UNIT_TYPES
};

enum unit_kind { NOW_PROVINCE, NOW_COMMUNE, OLD_PROVINCE, OLD_DISTRICT,
    OLD_COMMUNE };

/* A word: folded into a-z and 0-9 (marks gone, y as i, no zero in front), and
 * as hashes with marks and tone, with marks, and bare. */
struct token {
	uint32_t bare, marks, exact;
	uint16_t at, len;	/* in the folded text, one blank between two */
	uint16_t from, to;	/* bytes of the original */
	bool plain;		/* it has neither marks nor tone */
	bool starts;		/* a comma or a dash stands before it */
	bool comma;		/* that is a comma */
};

struct tokens {
	struct token t[UNITS_MAX_TOKENS];
	size_t n;
	const char *start;	/* what `from` and `to` count from */
	char text[2 * UNITS_MAX_TEXT];
	bool commas;
};

/* A row of the table. */
struct place {
	uint32_t name, key;	/* where they begin in `text` and `keys` */
	uint32_t bare, marks, exact;	/* of its name without its type */
	uint32_t code, first;	/* first: of its units of today in `link` */
	uint16_t parent;	/* a place; of OLD_PROVINCE that of today */
	uint16_t same;		/* itself; of another name what it names */
	uint16_t links;		/* of a province of today: those of then */
	uint8_t name_n, key_n, kind, type;
	uint16_t all_n;		/* of a district: all units that its communes */
	uint32_t all;		/* went to, in `link`, with one too many */
};

struct slot {
	uint32_t hash;
	uint32_t place;		/* 1 + its index; 0: free */
};

/* What letters and the words of units are, whatever the table says. */
struct unit_letters {
	uint16_t low[0x250], extra[0x100];	/* see units_fold.c */
	struct token word[UNIT_TYPES][2];	/* "thi", "xa" */
};

/* The table, read: nothing of this changes any more. */
struct gazetteer {
	const struct unit_letters *letters;
	const char *names, *keys;
	const struct place *place;
	size_t places;
	const uint16_t *link;	/* places of today */
	size_t links;
	const struct slot *slot;
	size_t mask;
	const uint8_t *seen;	/* a bit for each hash of a slot, so that most
				 * that is not there is not looked for */
};

/* A table that was read here, and what its gazetteer shows of it. */
struct units_table {
	struct gazetteer g;
	struct unit_letters letters;
	struct buf text, keys;
	struct place *place;
	size_t room;
	uint16_t *link;
	struct slot *slot;
	uint8_t *seen;
	unsigned long long line;	/* what was wrong in which one */
};

/* All zero first. ERR_FORMAT, ERR_TOO_LONG: what was read is gone. */
MUST_CHECK enum err units_table_read(struct units_table *t,
    struct slice text);
void units_table_release(struct units_table *t);

/* The table that was in share/ when the tools were built, read then
 * (units_built.c): this head and behind it the places, links, slots, bits of
 * `seen`, names and keys, each from a multiple of UNITS_ALIGN on. */
#define UNITS_ALIGN 64
struct units_built {
	uint64_t hash, text_n;	/* of the table's text */
	uint64_t places, links, slots, names_n, keys_n;
	struct unit_letters letters;
};
static inline size_t
units_aligned(size_t n)
{
	return (n + UNITS_ALIGN - 1) & ~(size_t)(UNITS_ALIGN - 1);
}
uint64_t units_hash(struct slice text);

/* False where `text` is another table. */
bool units_built_find(struct slice text, struct gazetteer *out);

struct units_state {
	pthread_mutex_t lock;	/* of what stands next */
	atomic_bool ready;	/* the rest is there and stays as it is */
	struct slice text;	/* of the table */
	enum err trouble;	/* what was wrong, and where */
	unsigned long long line;
	struct units_table own;
	struct gazetteer g;	/* of that, or of the build */
};
struct units {
	struct units_state *s;
};

/* Reads the table when nobody has yet. */
const struct gazetteer *units_read(const struct units *u);

void units_fold_tables(struct unit_letters *u);

/* The words of the last UNITS_MAX_TEXT bytes of `s`. */
void units_fold(const struct unit_letters *u, struct slice s,
    struct tokens *out);

/* Of the words at the end, those that are "Việt Nam"; 0: none. t->n > 0. */
size_t units_country(const struct tokens *t);

/* The best reading, or all that are as good. Places are numbers in `place`. */
struct units_answer {
	unsigned rank;		/* 0: no unit recognised */
	size_t start, end;	/* tokens of the smallest unit */
	bool old, now, divided, overflow, typed;
	bool front;		/* words before the first one might matter */
	uint16_t province;	/* of today, or one of these */
	uint16_t set[UNITS_MAX_SET];
	size_t n;
};
#define UNITS_COMMUNE (1u << 20)	/* in rank: the smallest unit is one */
#define UNITS_NOBODY 0xffffu
#define UNITS_SEVERAL 0xfffeu
void units_search(const struct gazetteer *u, const struct tokens *t,
    struct units_answer *out);

/* The word of a unit's kind that ends before token `i`: its type and in
 * *first where it begins; TYPE_NONE: none. */
enum unit_type units_word(const struct unit_letters *u, const struct tokens *t,
    size_t i, size_t *first);
unsigned units_tier(enum unit_type type);

/* Hashes of names go from the last word to the first. */
static inline uint32_t
units_mix(uint32_t h, uint32_t word)
{
	return ((h ^ word) * 0x9e3779b1u) ^ (h >> 15);
}

#define UNITS_SEEN_BITS 18
#define UNITS_SEEN_BYTES ((1u << UNITS_SEEN_BITS) / 8)
#define SCOPE_PROVINCES 0xfffffffeu
#define SCOPE_DISTRICTS 0xfffffffdu
#define SCOPE_ANY 0xfffffffcu	/* in `seen` alone */

static inline uint32_t
units_scoped(uint32_t scope, uint32_t bare)
{
	uint32_t h = (bare ^ scope * 0x85ebca6bu) * 0xc2b2ae35u;

	return h ^ h >> 15;
}

/* Other bits than those that the slot is found by. */
static inline uint32_t
units_seen_bit(uint32_t hash)
{
	return hash >> (32 - UNITS_SEEN_BITS);
}

/* False: no place under `scope` has the name. */
static inline bool
units_may_be(const struct gazetteer *u, uint32_t scope, uint32_t bare)
{
	uint32_t bit = units_seen_bit(units_scoped(scope, bare));

	return (u->seen[bit / 8] >> bit % 8 & 1) != 0;
}

/* Goes through the places under `scope` (a place or one of the above) of one
 * name; *at starts as UNITS_START. NULL: no more. */
#define UNITS_START SIZE_MAX
const struct place *units_next(const struct gazetteer *u, uint32_t scope,
    uint32_t bare, struct slice key, size_t *at);

void units_index(struct units_table *u);
void units_add_link(struct units_table *u, uint16_t to);
void units_link(struct units_table *u, struct place *p, uint16_t to);

#endif
