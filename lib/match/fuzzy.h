/* SPDX-License-Identifier: ISC */
/* Who of the left-overs of two rosters may be one person: by name, birth date,
 * sex, place and a nearly equal number, with weights from the pairs that the
 * key stage found (Fellegi and Sunter). Weights and scores are hundredths of a
 * bit and whole numbers, so that every machine has the same. */
#ifndef MATCH_FUZZY_H
#define MATCH_FUZZY_H

#include "base/buf.h"
#include "base/date.h"

enum fuzzy_part {
	FUZZY_NAME, FUZZY_BIRTH, FUZZY_SEX, FUZZY_PLACE, FUZZY_NUMBER,
	FUZZY_PARTS
};

/* The level that a part reached ("skeleton", "day-month", ...) and its weight;
 * total is their sum, lead the distance to the second best of either row.
 * `doubt`: never sure, whatever the total. The numbers are two, or they do not
 * speak for one person and the given names differ, as those of twins do, or
 * more than one part of the birth date. */
struct fuzzy_score {
	int total, lead;
	struct { const char *level; int weight; } part[FUZZY_PARTS];
	bool doubt;
};

/* What is compared. Borrowed only during the call. `province` is a statistics
 * office's code of the province after 2025, or 0; `number` 12 digits as an
 * integer, 0: none; `where` comes back in the answer, one for each row. */
struct fuzzy_person {
	struct slice name;		/* valid UTF-8 */
	struct date birth;
	char sex;			/* 'M', 'F' or 0 */
	unsigned province;
	uint64_t number, where;
};

struct fuzzy;
struct fuzzy *fuzzy_new(void);
void fuzzy_free(struct fuzzy *f);	/* wipes */

/* A pair that the key stage found (a sample will do: some thousands are
 * plenty), and names of the population of the right side (a sample too).
 * Without them built-in weights hold. */
void fuzzy_learn(struct fuzzy *f, const struct fuzzy_person *left,
    const struct fuzzy_person *right);
void fuzzy_population(struct fuzzy *f, struct slice name);
/* Of pairs that were not all drawn alike: this one stands for `times` of them;
 * `drawn`: among those that were drawn alike whatever they teach, so that the
 * right one is of the population and either a stranger to others. */
void fuzzy_teach(struct fuzzy *f, const struct fuzzy_person *left,
    const struct fuzzy_person *right, unsigned times, bool drawn);

/* `teach` is called once, when the first weight is asked for: where nobody
 * asks, nobody has to learn. NULL: nothing is to come any more. */
typedef void fuzzy_teach_fn(void *ctx);
void fuzzy_when_due(struct fuzzy *f, fuzzy_teach_fn *teach, void *ctx);

/* Computes the weights from what was learned; fuzzy_solve and fuzzy_compare do
 * it when it is due, but only after this one may fuzzy_compare be called from
 * several threads (with no fuzzy_learn, _population or _add meanwhile). */
void fuzzy_ready(struct fuzzy *f);

/* The weights and frequencies as text, for other machines, and back: before the
 * first fuzzy_add. What was read stays; nothing more is learned. ERR_FORMAT,
 * ERR_RANGE, ERR_UNSUPPORTED (of another version) leave f as it was. */
void fuzzy_weights_write(struct fuzzy *f, struct buf *out);
MUST_CHECK enum err fuzzy_weights_read(struct fuzzy *f, struct slice text);

/* A left-over of side 0 or 1. About 100 bytes each. */
void fuzzy_add(struct fuzzy *f, unsigned side, const struct fuzzy_person *p);

/* Bounds in hundredths of a bit. That of the sure pairs rises with the number
 * of left-overs that find no partner, until a pair at the bound is at least
 * twice as likely to be one person as not; FUZZY_LOOK_BELOW under where it
 * would be eight times as likely pairs are not worth a look. */
#define FUZZY_SURE 1600
#define FUZZY_LEAD 300
#define FUZZY_LOOK_BELOW 1200

/* One-to-one by score: `sure` pairs reach the bound and lead without doubt, the
 * others are to be looked at. In the order of left.where, the same on every run
 * and for every number of threads. */
struct fuzzy_pair {
	uint64_t left, right;		/* `where` */
	bool sure;
	struct fuzzy_score score;
};
typedef void fuzzy_pair_fn(void *ctx, const struct fuzzy_pair *p);
void fuzzy_solve(struct fuzzy *f, unsigned threads, fuzzy_pair_fn *pair,
    void *ctx);

/* Pairs that the last fuzzy_solve did not look at, because the rows that have a
 * name, a birth date or a place in common were too many. */
unsigned long long fuzzy_left_out(const struct fuzzy *f);

/* For other machines: a pair is looked at when it shares one of these texts,
 * words of the name and birth year; words and birthday; birth date, given name
 * and first letter; birth date and province; either half of the number, given
 * name and first letter. Appends to key[i]; nothing where a part is missing. */
#define FUZZY_BLOCKS 6
void fuzzy_blocks(const struct fuzzy_person *p, struct buf key[FUZZY_BLOCKS]);

/* What fuzzy_solve does with the scores that fuzzy_compare gave (in any order,
 * a pair once for each block that it shares): the same pairs, parts empty.
 * `rows`: the left-overs of each side. */
struct fuzzy_scored {
	uint64_t left, right;
	int total;
	bool doubt;
};
void fuzzy_resolve(const struct fuzzy_scored *s, size_t n,
    const unsigned long long rows[2], fuzzy_pair_fn *pair, void *ctx);

/* The score of two rows alone (lead 0), for "same number, different person".
 * What the rows agree in does not depend on which is the left one. */
void fuzzy_compare(struct fuzzy *f, const struct fuzzy_person *left,
    const struct fuzzy_person *right, struct fuzzy_score *out);

/* The least that a part can weigh; after fuzzy_ready. */
int fuzzy_least(const struct fuzzy *f, enum fuzzy_part part);

/* The least that fuzzy_compare would give, whatever the names and places are:
 * nobody looks at them. */
int fuzzy_compare_least(struct fuzzy *f, const struct fuzzy_person *left,
    const struct fuzzy_person *right);

/* Below this total two rows that share a number are two people. */
#define FUZZY_OTHER_PERSON 0

#endif
