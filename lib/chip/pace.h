/* SPDX-License-Identifier: ISC */
/* PACE (Doc 9303-11, 4.4; TR-03110-3, B.1). Steps, without a card. What each
 * step takes and gives is the Dynamic Authentication Data inside DO'7C'. */
#ifndef CHIP_PACE_H
#define CHIP_PACE_H

#include "chip/random.h"
#include "chip/security_info.h"
#include "chip/sm.h"

enum pace_password { PACE_MRZ = 1, PACE_CAN = 2 };

struct pace;

/* `secret`: the CAN's digits, or MRZ_information (whose SHA-1 is the key seed,
 * 9.7.3). ERR_UNSUPPORTED: no such domain parameters, P-224 with IM, CAM
 * without EC or without AES. */
MUST_CHECK enum err pace_new(const struct pace_info *info,
    enum pace_password kind, struct slice secret, struct pace **out);
void pace_free(struct pace *p);			/* wipes */

/* The data of MSE:Set AT (00 22 C1 A4): DO'80' OID, DO'83' password, and
 * DO'84' domain parameters where they are ambiguous (Doc 9303-11, 4.4.4.1): the
 * card has more than one PACEInfo's. */
void pace_mse(const struct pace *p, struct buf *out);

/* Each step appends what goes into its GENERAL AUTHENTICATE, with DO'7C', and
 * takes the card's answer of the step before:
 * 1 nonce: empty request; answer DO'80', decrypted in step 2;
 * 2 map: DO'81' our mapping data (IM: our nonce t);
 * 3 agree: DO'83' our ephemeral key; takes the answer of step 2 (DO'82');
 * 4 token: DO'85'; takes the answer of step 3 (DO'84'); refuses the card's key
 *   when it is ours;
 * finish: takes the answer of step 4 (DO'86', CAM: DO'8A'); gives the session.
 * ERR_LINK: the answer is not of this form. ERR_HOSTILE: a key that is not in
 * the group, our own key given back, a wrong token, CAM data that do not
 * decrypt. */
void pace_nonce(const struct pace *p, struct buf *out);
MUST_CHECK enum err pace_map(struct pace *p, struct slice answer,
    const struct random *r, struct buf *out);
MUST_CHECK enum err pace_agree(struct pace *p, struct slice answer,
    const struct random *r, struct buf *out);
MUST_CHECK enum err pace_token(struct pace *p, struct slice answer,
    struct buf *out);
MUST_CHECK enum err pace_finish(struct pace *p, struct slice answer,
    struct sm **out);

/* After pace_finish with chip-authentication mapping: the card's mapping key
 * and CA_IC, borrowed from `p`. */
void pace_cam(const struct pace *p, struct slice *map_ic, struct slice *ca_ic);

/* Doc 9303-11, 4.4.3.5.2: CA_IC * PK_IC = PK_Map,IC with the key of
 * EF.CardSecurity (whose file must be proven by its own signature elsewhere).
 * ERR_HOSTILE: it is not so. */
MUST_CHECK enum err pace_cam_check(const struct security_infos *card_security,
    int param, struct slice map_ic, struct slice ca_ic);

#endif
