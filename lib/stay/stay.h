/* SPDX-License-Identifier: ISC */
/* One guest's stay: what the law and the portal need of it, and by when. */
#ifndef STAY_STAY_H
#define STAY_STAY_H

#include "base/date.h"

struct record;

#define STAY_TABLE(X)							\
	X(STAY_NAME, "name")						\
	X(STAY_DOB, "dob")		/* also YYYY-MM, YYYY */	\
	X(STAY_SEX, "sex")		/* M, F */			\
	X(STAY_NATIONALITY, "nationality")	/* portal's code */	\
	X(STAY_DOC_TYPE, "doc_type")	/* portal's loaiGiayTo, digits;	\
					 * "passport" for foreigners */	\
	X(STAY_DOC_NO, "doc_no")					\
	X(STAY_ROOM, "room")						\
	X(STAY_ARRIVE, "arrive")	/* YYYY-MM-DDTHH:MM:SS+07:00 */	\
	X(STAY_LEAVE, "leave")						\
	X(STAY_REASON, "reason")	/* portal's lyDoCuTru, digits */\
	X(STAY_REASON_TEXT, "reason_text")				\
	X(STAY_PHONE, "phone")						\
	X(STAY_PERMITTED, "permitted_until")	/* foreigners, date */	\
	X(STAY_NOTE, "note")						\
	X(STAY_BASIS, "basis")		/* duty, consent */		\
	X(STAY_CONSENT_AT, "consent_at")	/* of a consent: its time */\
	X(STAY_NOTICE, "notice_version")	/* and the text shown */

enum stay_field {
#define STAY_CODE(code, name) code,
	STAY_TABLE(STAY_CODE)
#undef STAY_CODE
	STAY_FIELDS
};

/* Every field is text (p == NULL: absent) borrowed from `text`, which the
 * stay owns and wipes. Nothing else of the person is kept: no address, no old
 * number, no picture, no raw code. */
struct stay {
	struct slice f[STAY_FIELDS];
	struct buf text;
	struct moment arrive, leave;
	bool foreign;
};

/* What the command line and the settings give for all guests; the record's own
 * `stay` member wins. NULL where not given. nights < 0: not given. */
struct stay_defaults {
	const char *room, *reason, *reason_text, *phone, *arrive, *leave,
	    *permitted_until, *note, *basis;
	int nights;
	bool room_required;
};

/* Why a stay cannot be filed: the field and what to do (N_ text). */
struct stay_problem {
	const char *field, *why;
};

/* Thirty nights are a temporary residence (Residence Law, art. 27). */
#define STAY_MAX_NIGHTS 29
#define STAY_MAX_TEXT 1000		/* bytes of one field */

/* What a draft is held against. With a clock before DATE_CLOCK_MIN nothing is
 * compared with `now`. */
struct stay_rules {
	long long now;
	bool room_required;
};

/* Why field `which` of a draft may not be filed (N_ text), or NULL. Rules look
 * at other fields of the draft too: nationality, then doc_type, come first. */
const char *stay_check(const struct slice f[STAY_FIELDS],
    enum stay_field which, const struct stay_rules *rules);

const char *stay_field_name(enum stay_field f);
void stay_release(struct stay *s);

/* Builds and validates by the portal's own rules (spec of man/lt-notify.1).
 * ERR_FORMAT or ERR_RANGE with *why filled in. `now` is Unix time. */
MUST_CHECK enum err stay_from_record(struct record *r,
    const struct stay_defaults *d, long long now, struct stay *out,
    struct stay_problem *why);

/* True when a person should look before this record is filed, with *why:
 * cccd-verify refused it, or a damaged scan left its text in doubt. */
bool stay_is_held(const struct record *r, struct stay_problem *why);

/* The filing set as one JSON object (for the outbox), and back. */
void stay_write(const struct stay *s, struct buf *out);
MUST_CHECK enum err stay_read(struct slice json, struct stay *out);

/* Unix time by which the notice is due (Residence Law, art. 30: 23:00 of the
 * day, 08:00 of the next for arrivals from 23:00 on, 08:00 the same day for
 * arrivals before 08:00; a foreigner at once), and the last second at which
 * the portal takes it (end of the day after arrival). */
long long stay_due(const struct stay *s);
long long stay_last_moment(const struct stay *s);

#endif
