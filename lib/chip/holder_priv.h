/* SPDX-License-Identifier: ISC */
/* Between the files that make a holder. */
#ifndef CHIP_HOLDER_PRIV_H
#define CHIP_HOLDER_PRIV_H

#include "chip/holder.h"
#include "identity/mrz.h"

/* Of one text. Composing takes time with the square of a run of marks, and a
 * file has room for half a million of them. */
#define HOLDER_MAX_VALUE 2048

/* A holder in the making: its slices have no pointers yet, only lengths, for
 * its text still grows. at[] and from_at[] say where they begin in it. */
struct making {
	struct holder *h;
	struct date today;
	const struct mrz *mrz;
	bool vietnam;			/* issued by Vietnam */
	bool never;			/* the MRZ says that it does not end */
	bool name_is_mrz;
	size_t at[PERSON_FIELDS], from_at[HOLDER_MAX_WARNINGS];
};

bool making_has(const struct making *k, enum person_field f);
/* Until the text grows. */
struct slice making_value(const struct making *k, enum person_field f);

/* `v` must not be of the holder's own text in any of these.
 * Puts `v`, valid UTF-8, into the member as it is, in place of any other. */
void making_set(struct making *k, enum person_field f, struct slice v);
void making_set_date(struct making *k, enum person_field f, struct date d);

/* Text of the chip into the member, in NFC; blanks alone are nothing. What is
 * not UTF-8 becomes a warning, hidden characters only warn. False: the member
 * is as it was. */
bool making_set_text(struct making *k, enum person_field f, struct slice raw);

/* `from` p NULL: the warning has no value. */
void making_warn(struct making *k, const char *field, struct slice from,
    const char *why);
/* A warning on a member that DG13 contradicts. */
void making_differs(struct making *k, enum person_field f, struct slice from,
    const char *why);
void making_warn_date(struct making *k, const char *field, struct date d,
    const char *why);
#define MAKING_NONE ((struct slice){ NULL, 0 })

/* Further members, under a key: a text (nothing where it is blank), a list of
 * texts. What is not UTF-8 is shown as utf8_add_shown has it. */
struct buf *making_extra(struct making *k);
void making_extra_text(struct making *k, const char *key, struct slice raw);
void making_extra_list(struct making *k, const char *key,
    const struct slice *s, size_t n);

/* True where the six digits of a zone and a date contradict nothing: fillers,
 * and parts that are not known, agree with all. */
bool making_same_six(struct slice six, struct date d);

void holder_add_dg13(struct making *k, struct slice file);
void holder_add_dg11(struct making *k, struct slice file);
void holder_add_dg12(struct making *k, struct slice file);
void holder_add_dg16(struct making *k, struct slice file);

#endif
