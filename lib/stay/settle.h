/* SPDX-License-Identifier: ISC */
/* What a person has settled with the portal or the police by hand. */
#ifndef STAY_SETTLE_H
#define STAY_SETTLE_H

#include "stay/outbox.h"
#include "stay/stay.h"

struct record;

/* Marks the stays of this record (its document number and day of arrival, as
 * outbox_record gives them; whatever the day, the type and the account) as
 * filed, answer `settled by hand`; nothing is sent. What is filed already
 * stays as it is. *row is one of them. Not done, with *why filled in: ERR_*
 * of a record that names no stay, ERR_NOT_FOUND: none is there, ERR_BUSY: it
 * is being sent. Without why->field the error is the outbox's. */
MUST_CHECK enum err settle_record(struct outbox *o, struct record *r,
    long long now, struct outbox_row *row, struct stay_problem *why);

#endif
