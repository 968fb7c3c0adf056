/* SPDX-License-Identifier: ISC */
/* The Ministry's KBTT portal: one session, one guest per request. */
#ifndef STAY_KBTT_H
#define STAY_KBTT_H

#include "base/buf.h"

struct stay;
struct kbtt;
struct http_meanwhile;

/* What became of a request. */
#define KBTT_MAX_S 30		/* the longest that a request may take */

enum outcome {
	OUTCOME_OK,		/* body code 200 */
	OUTCOME_DUP,		/* already staying, or overlapping */
	OUTCOME_BAD,		/* refused in the portal's words */
	OUTCOME_AUTH,		/* account or token refused */
	OUTCOME_TEMP,		/* certainly not processed: try later */
	OUTCOME_UNKNOWN		/* sent, and no answer that says */
};

/* From settings and the 0600 credentials file; all borrowed, NUL-terminated.
 * url: https://host[:port] without a path. ca_file: NULL for the system's. */
struct kbtt_config {
	const char *url, *ca_file;
	const char *username, *password;
	const char *token_client, *token_secret;	/* Basic client 1 */
	const char *session_client, *session_secret;	/* Basic client 2 */
	unsigned connect_s, total_s;	/* 0: 10 and 30; at most KBTT_MAX_S */
};

/* ERR_CONFIG: *what names the missing or wrong key. No network yet. */
MUST_CHECK enum err kbtt_new(const struct kbtt_config *c, struct kbtt **out,
    const char **what);
void kbtt_free(struct kbtt *k);		/* revokes the token, wipes */

/* Gets a token where there is none and renews it under 60 s left.
 * OUTCOME_OK: ready. Else OUTCOME_AUTH or OUTCOME_TEMP with the portal's or
 * the network's words in `answer`. Called by the filing call itself; call it
 * first to learn about trouble before an intent is written. */
enum outcome kbtt_ready(struct kbtt *k, long long now, struct buf *answer);

/* Whether kbtt_ready would say OUTCOME_OK without a request. */
bool kbtt_is_ready(const struct kbtt *k, long long now);

/* Files one guest. `answer` gets the portal's own words (a person may be named
 * in them: for the record, never for stderr); *http the HTTP status or 0.
 * meanwhile: as in http.h, with the first request for the guest; or NULL. */
enum outcome kbtt_file(struct kbtt *k, const struct stay *s, long long now,
    struct buf *answer, long *http, const struct http_meanwhile *meanwhile);

/* The request body for `s`, a JSON array of one (also for --dry-run). */
void kbtt_body(const struct stay *s, struct buf *out);

/* CsltId of the token's facility, "" before the first token. */
const char *kbtt_facility(const struct kbtt *k);

/* The names of the public catalogues, and the bytes of one (JSON as sent). */
enum kbtt_catalogue {
	KBTT_NATIONALITIES, KBTT_PROVINCES, KBTT_REASONS, KBTT_DOC_TYPES,
	KBTT_RESIDENCES, KBTT_CATALOGUES
};
const char *kbtt_catalogue_name(enum kbtt_catalogue c);
MUST_CHECK enum err kbtt_catalogue(struct kbtt *k, enum kbtt_catalogue c,
    struct buf *out);

/* The words of ours (N_ text) that an answer begins with, or NULL; *words goes
 * on behind them. Portal and network have words of their own. */
const char *kbtt_said(struct slice *words);

/* ok dup bad auth temp unknown */
const char *outcome_word(enum outcome o);

#endif
