/* SPDX-License-Identifier: ISC */
/* Families of bad pictures, each at growing severity. */
#ifndef PHOTO_SHOT_H
#define PHOTO_SHOT_H

#include "code.h"
#include "pic.h"
#include "rng.h"

#define SHOT_LEVELS 6

/* One picture and what is true of it. Released by shot_release. */
struct shot {
	struct pic pic;
	struct quad at;		/* the code's corners in the picture */
	struct buf payload;	/* empty where no code is to be found */
	double module_px;
	int version, quality;	/* quality of the JPEG; 0: keep every pixel */
	char ecc;
	const char *segments;
};

struct family {
	const char *name;
	/* the level as written in the index, and its value */
	struct level {
		const char *name;
		double v;
	} level[SHOT_LEVELS];
	int per_eight;		/* pictures a level when others have eight */
	bool negative;		/* holds no card */
	void (*take)(struct shot *s, int step, double v, struct rng *r);
};

extern const struct family shot_family[];
extern const size_t shot_families;

const struct family *shot_find_family(const char *name);	/* or NULL */
int shot_find_level(const struct family *f, const char *name);	/* or -1 */

/* Takes the picture. When s->payload is not empty already, that is the text
 * in the code, else a person is invented. */
void shot_take(struct shot *s, const struct family *f, int level,
    struct rng *r);
void shot_release(struct shot *s);

/* A card's flat face with the payload in s->payload (or an invented one), as
 * it comes from the printer: the start of every picture. */
void shot_card(struct shot *s, double module_px, bool card2024,
    struct rng *r);

/* A photocopied page with `n` cards, at most SHEET_MAX; `payloads` receives
 * their texts, a line each. The caller releases `page`. */
#define SHEET_MAX 8
void shot_sheet(struct pic *page, int n, struct rng *r, struct buf *payloads);

#endif
