/* SPDX-License-Identifier: ISC */
/* What scanners that type do to a card's code, undone. Room identity only.
 * A repair is a step that reads damage of one kind back; it is believed when
 * the whole record becomes sound by it and by no other. Letters are never
 * invented and digits never altered: what has two readings is left out and
 * both are named. */
#ifndef IDENTITY_SCANNER_H
#define IDENTITY_SCANNER_H

#include "identity/card.h"

enum scanner_fit {
	SCANNER_NONE,		/* not this damage */
	SCANNER_EXACT,		/* all of it read back */
	SCANNER_PARTLY		/* numbers read; some texts have readings */
};

/* What one repair made. `doubtful` has a bit for each field whose text is not
 * known; `candidates` holds their readings as members of a JSON object, the
 * closing bracket not yet set. */
struct scanner_try {
	struct buf text, candidates;
	unsigned doubtful;
};

void scanner_try_release(struct scanner_try *t);	/* wipes */

struct scanner_repair {
	const char *transport;	/* qr.transport */
	const char *why;	/* N_ text for repairs */
	enum scanner_fit (*run)(struct slice in, struct scanner_try *t);
};

/* The repairs, the last with transport NULL. */
extern const struct scanner_repair scanner_repairs[];

/* Takes a scanner's prefix (AIM's "]Q1", an ECI mark, a configured one) and
 * suffix off; both are empty for a bare code. */
struct slice scanner_frame(struct slice in, struct slice *prefix,
    struct slice *suffix);

/* The best reading of a code that is not clean. `repair` is NULL where none
 * fits; `t` is then empty and the code is taken as it is. */
struct scanner_result {
	struct scanner_try t;
	struct slice text;	/* frame taken off; borrows */
	struct slice prefix, suffix;
	const struct scanner_repair *repair;
};

void scanner_read(struct slice in, struct scanner_result *r);
void scanner_result_release(struct scanner_result *r);

/* True when this repair alone turns `in` into a sound record, left in *t;
 * else *t is empty. */
bool scanner_is_repair(struct slice in,
    enum scanner_fit (*run)(struct slice in, struct scanner_try *t),
    struct scanner_try *t);

/* The single repairs, for the table and the doctor. */
enum scanner_fit scanner_alt_bytes(struct slice in, struct scanner_try *t);
enum scanner_fit scanner_code_points(struct slice in, struct scanner_try *t);
enum scanner_fit scanner_cp1252(struct slice in, struct scanner_try *t);
enum scanner_fit scanner_cp437(struct slice in, struct scanner_try *t);
enum scanner_fit scanner_html(struct slice in, struct scanner_try *t);
enum scanner_fit scanner_percent(struct slice in, struct scanner_try *t);
enum scanner_fit scanner_caps(struct slice in, struct scanner_try *t);
enum scanner_fit scanner_caps_ascii(struct slice in, struct scanner_try *t);
enum scanner_fit scanner_keys(struct slice in, struct scanner_try *t);
enum scanner_fit scanner_hex(struct slice in, struct scanner_try *t);

/* Appends the fields of `in` with every text field (name, sex, residence,
 * parents, the unknown one) as `f` writes it; false when `f` refuses one. */
bool scanner_each_text(struct slice in, struct buf *out,
    bool (*f)(struct slice in, struct buf *out));

/* Marks a field doubtful, with an array of readings to be written next. */
void scanner_doubt(struct scanner_try *t, enum card_field f);

/* Cells of a text of which some letters are not known. */
#define SCANNER_MAX_CELLS 512
#define SCANNER_MAX_CHOICES 8

/* One place: any of `n` characters, 0 standing for none at all. */
struct scanner_cell {
	uint32_t cp[SCANNER_MAX_CHOICES];
	unsigned n;
};

struct scanner_cells {
	struct scanner_cell c[SCANNER_MAX_CELLS];
	size_t n;
};

/* Appends up to eight readings as a JSON array, the likeliest first (case,
 * then spelling, word by word). */
void scanner_readings(const struct scanner_cells *s, struct buf *out);

#endif
