/* SPDX-License-Identifier: ISC */
/* Basic Access Control (Doc 9303-11, 4.3). Steps, without a card. */
#ifndef CHIP_BAC_H
#define CHIP_BAC_H

#include "chip/random.h"
#include "chip/sm.h"

struct bac;
struct bac *bac_new(struct slice mrz_info);
void bac_free(struct bac *b);			/* wipes */

/* After GET CHALLENGE: the 40 octets of EXTERNAL AUTHENTICATE. Draws RND.IFD
 * (8) and K.IFD (16). ERR_FORMAT: RND.IC has not 8 octets. */
MUST_CHECK enum err bac_request(struct bac *b, struct slice rnd_ic,
    const struct random *r, struct buf *out);

/* The card's 40 octets: MAC, then both challenges. ERR_HOSTILE where one is
 * wrong, ERR_LINK for another length. *out is the session. */
MUST_CHECK enum err bac_session(struct bac *b, struct slice answer,
    struct sm **out);

#endif
