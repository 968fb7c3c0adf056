/* SPDX-License-Identifier: ISC */
/* What the parts of fuzzy share. */
#ifndef MATCH_FUZZY_PRIV_H
#define MATCH_FUZZY_PRIV_H

#include "match/fuzzy.h"

/* Longer skeletons are cut: one bit a letter. */
#define FUZZY_MAX_SKELETON 64

/* Names: FUZZY_ABSENT is the last level of every part; its weight is 0. */
enum { NAME_EQUAL, NAME_SKELETON, NAME_MIDDLE, NAME_SWAPPED, NAME_CLOSE,
	NAME_NEAR, NAME_OTHER, NAME_ABSENT };
enum { BIRTH_EQUAL, BIRTH_DAY_MONTH, BIRTH_YEAR_KNOWN, BIRTH_ONE_PART,
	BIRTH_YEAR, BIRTH_OTHER, BIRTH_ABSENT };
enum { ONE_EQUAL, ONE_DIFFERENT, ONE_ABSENT };	/* sex, place */
enum { NUMBER_EQUAL, NUMBER_ONE_EDIT, NUMBER_NEAR, NUMBER_DIFFERENT,
	NUMBER_ABSENT };
#define FUZZY_MAX_LEVELS 8

extern const char *const fuzzy_part_name[FUZZY_PARTS];
extern const char *const fuzzy_level_name[FUZZY_PARTS][FUZZY_MAX_LEVELS];
extern const unsigned fuzzy_levels[FUZZY_PARTS];	/* ABSENT with them */

/* The lower-case ASCII letters of a name in words with one blank between;
 * `first` and `last`: the length of the first word, where the last begins. */
struct fuzzy_skeleton {
	char s[FUZZY_MAX_SKELETON];
	uint8_t n, first, last;
};
void fuzzy_fold(struct slice name, struct fuzzy_skeleton *out);

/* What is compared, drawn out of a row or a person. */
struct fuzzy_face {
	const char *s;			/* skeleton */
	uint8_t n, first, last, sex, province;
	uint64_t letters;		/* see fuzzy_letters */
	uint32_t birth;			/* y << 9 | m << 5 | d */
	uint64_t bytes;			/* hash of the name as written */
	uint64_t number;		/* a digit a nibble; 0: none */
	uint32_t borne;			/* by so many of the population */
};
#define BIRTH_Y(b) ((b) >> 9)
#define BIRTH_M(b) ((b) >> 5 & 15)
#define BIRTH_D(b) ((b) & 31)
uint32_t fuzzy_birth(struct date d);
uint64_t fuzzy_digits(uint64_t number);
uint64_t fuzzy_hash(const char *p, size_t n, uint64_t seed);
uint64_t fuzzy_mix(uint64_t x);

/* A bit for each letter and blank that stands there, and another for one that
 * stands there twice: what one name has and another has not shows in them. */
uint64_t fuzzy_letters(const char *s, size_t n);

/* Jaro and Winkler's similarity in millionths, rounded down; symmetric. */
uint32_t fuzzy_similar(const char *a, size_t an, const char *b, size_t bn);
/* True: it is below `bound`, by the letters alone; false: perhaps. */
bool fuzzy_is_unlike(const struct fuzzy_face *a, const struct fuzzy_face *b,
    uint32_t bound);
uint8_t fuzzy_level_name_of(const struct fuzzy_face *a,
    const struct fuzzy_face *b);
/* Birth, sex and place. */
void fuzzy_level_others(const struct fuzzy_face *a,
    const struct fuzzy_face *b, uint8_t level[FUZZY_PARTS]);
void fuzzy_level_of(const struct fuzzy_face *a, const struct fuzzy_face *b,
    uint8_t level[FUZZY_PARTS]);
bool fuzzy_is_doubtful(const struct fuzzy_face *a, const struct fuzzy_face *b,
    const uint8_t level[FUZZY_PARTS]);

/* Distinct skeletons. `count`: how many bear it. */
struct fuzzy_name {
	uint64_t bag;			/* the words in any order */
	uint64_t letters;
	uint32_t at, count;
	uint32_t given;			/* hash: last word, first letter */
	uint8_t n, first, last;
};
struct fuzzy_names {
	struct buf text;
	struct fuzzy_name *name;
	uint32_t *slot;			/* index + 1 */
	size_t n, cap, slots;
	uint64_t total;
};
#define FUZZY_NO_NAME UINT32_MAX
uint32_t fuzzy_names_find(const struct fuzzy_names *t,
    const struct fuzzy_skeleton *s);
uint32_t fuzzy_names_add(struct fuzzy_names *t,
    const struct fuzzy_skeleton *s);
void fuzzy_names_wipe(struct fuzzy_names *t);

/* A left-over. `capped`: two bits a block (fuzzy_block.c). */
struct fuzzy_row {
	uint64_t where, number, bytes;
	uint32_t name, birth;
	uint8_t sex, province;
	uint16_t capped;
};

/* Pairs seen by the key stage: levels counted, and a sample of the rows. */
struct fuzzy_seen {
	unsigned long long match[FUZZY_PARTS][FUZZY_MAX_LEVELS];
	struct fuzzy_row *row[2];	/* sample; row[0][i] fits row[1][i] */
	size_t n, cap;
	uint64_t below;			/* hash bound of the sample */
};

struct fuzzy_candidate {
	uint32_t left, right;		/* indices of rows */
	int total : 24;
	unsigned doubt : 1;
};

struct fuzzy {
	fuzzy_teach_fn *teach;		/* before `ready`, or NULL */
	void *teach_ctx;
	struct fuzzy_names names;
	struct fuzzy_seen seen;
	int weight[FUZZY_PARTS][FUZZY_MAX_LEVELS];
	bool ready, fixed;		/* weights computed; read */
	struct fuzzy_row *row[2];
	size_t n[2], cap[2];
	unsigned long long left_out, pairs;	/* of the last solve */
	unsigned long long dropped;	/* rows beyond the limit */
};

struct fuzzy_face fuzzy_face_of(const struct fuzzy *f,
    const struct fuzzy_row *r);
int fuzzy_total(const struct fuzzy *f, const struct fuzzy_face *a,
    const struct fuzzy_face *b, bool *doubt);
void fuzzy_score_of(const struct fuzzy *f, const struct fuzzy_face *a,
    const struct fuzzy_face *b, struct fuzzy_score *out);

/* A name that nobody of a population bears is in one of so many. */
#define FUZZY_NAMES 4096

/* log2(v) in 65536ths, v > 0, rounded down. */
int32_t fuzzy_log2(uint64_t v);
int fuzzy_bits(int32_t log2);		/* in hundredths, rounded */

void fuzzy_row_of(struct fuzzy *f, const struct fuzzy_person *p,
    bool count, struct fuzzy_row *out);
void fuzzy_count(struct fuzzy *f, uint32_t name);	/* one bears it */

/* A row in a block; the top bit says that it is a right one. */
struct fuzzy_entry {
	uint64_t hash;
	uint32_t row;
};
#define FUZZY_RIGHT 0x80000000u

/* By hash and row; `shared`: so many bits of the hashes at the top are equal.
 * The room may be empty, and is the caller's to free. */
struct fuzzy_room {
	struct fuzzy_entry *e;
	size_t n;
};
void fuzzy_sort(struct fuzzy_entry *e, size_t n, unsigned shared,
    struct fuzzy_room *room);

/* Every pair that shares a block and scores above 0, in no order. */
struct fuzzy_candidates {
	struct fuzzy_candidate *c;
	size_t n, cap;
};
void fuzzy_find(struct fuzzy *f, unsigned threads,
    struct fuzzy_candidates *out);

#endif
