/* SPDX-License-Identifier: ISC */
/* Keys: whose turn it is, at which reader, for how long. */
#include <string.h>

#include "desk/keydesk.h"
#include "tap.h"

#define A "Reader A 00 00"
#define B "Reader B 00 00"

static void
add(struct keydesk *d, long long now, const char *id, const char *from)
{
	struct password p;
	struct buf line = { 0 };

	if (password_from_id(slice_str(id), &p) != ERR_OK)
		return;
	buf_printf(&line, "{\"id\":\"%s\",\"at\":%lld}", id, now);
	keydesk_add(d, now, &p, buf_slice(&line), slice_str(from), 1);
	buf_release(&line);
}

static bool
is(const struct keydesk_key *k, const char *id)
{
	return id == NULL ? k == NULL : k != NULL &&
	    strcmp(k->password.id, id) == 0;
}

#define ONE "001099000001"
#define TWO "001099000002"
#define THREE "001099000003"
#define FOUR "001099000004"

static void
test_order(void)
{
	struct keydesk *d = keydesk_new();
	struct keydesk_key *k, *m;

	OK(keydesk_next(d) == -1 && keydesk_count(d) == 0, "empty");
	OK(is(keydesk_take(d, A), NULL), "nothing to take");
	add(d, 10, ONE, "");
	add(d, 20, TWO, "");
	OK(keydesk_next(d) == 10 + KEYDESK_PATIENCE_MS,
	    "the oldest ends first");
	k = keydesk_take(d, A);
	OK(is(k, TWO) && k->last == ERR_NO_CARD, "the newest is taken first");
	m = keydesk_take(d, B);
	OK(is(m, ONE), "then the one before it");
	OK(is(keydesk_take(d, A), NULL), "those in use are not taken again");
	OK(keydesk_next(d) == -1 && keydesk_expired(d, 1 << 30, true) == NULL,
	    "and do not expire");
	keydesk_back(d, 1000, k, ERR_LINK);
	OK(keydesk_next(d) == 1000 + KEYDESK_PATIENCE_MS,
	    "one that comes back waits anew");
	OK(is(keydesk_expired(d, 999 + KEYDESK_PATIENCE_MS, false), NULL),
	    "not a moment too short");
	k = keydesk_expired(d, 1000 + KEYDESK_PATIENCE_MS, false);
	OK(is(k, TWO) && k->last == ERR_LINK, "and expires with its why");
	keydesk_done(d, k);
	keydesk_done(d, m);
	OK(keydesk_count(d) == 0, "all gone");
	keydesk_free(d);
	keydesk_free(NULL);
}

/* Of three guests the last one's card is not laid: the others are read. */
static void
test_wrong(void)
{
	struct keydesk *d = keydesk_new();
	struct keydesk_key *k;

	add(d, 10, ONE, "");
	add(d, 20, TWO, "");
	add(d, 30, THREE, "");
	k = keydesk_take(d, A);
	OK(is(k, THREE), "the newest");
	keydesk_back(d, 1000, k, ERR_WRONG_KEY);
	k = keydesk_take(d, A);
	OK(is(k, TWO), "was wrong: the next one");
	keydesk_back(d, 1001, k, ERR_OTHER_CARD);
	k = keydesk_take(d, A);
	OK(is(k, ONE), "wrong too: the last one");
	keydesk_back(d, 1002, k, ERR_WRONG_KEY);
	k = keydesk_take(d, A);
	OK(is(k, THREE), "all were wrong: the one that waited longest");
	keydesk_back(d, 1003, k, ERR_CARD_LOST);
	k = keydesk_take(d, A);
	OK(is(k, THREE), "its card was lost: the same again");
	keydesk_back(d, 1004, k, ERR_WRONG_KEY);
	OK(keydesk_next(d) == 10 + KEYDESK_PATIENCE_MS,
	    "a wrong try gives no more time");
	k = keydesk_expired(d, 20 + KEYDESK_PATIENCE_MS, false);
	OK(k != NULL && keydesk_expired(d, 20 + KEYDESK_PATIENCE_MS, false) !=
	    NULL, "they end when they would have ended");
	add(d, 40, FOUR, "");
	OK(is(keydesk_take(d, A), FOUR), "one that comes is tried first");
	keydesk_free(d);
}

static void
test_again(void)
{
	struct keydesk *d = keydesk_new();
	struct keydesk_key *k;

	add(d, 1, ONE, "");
	add(d, 2, TWO, "");
	add(d, 3, ONE, "");
	OK(keydesk_count(d) == 2, "a second scan takes the place of the first");
	k = keydesk_take(d, A);
	tap_same(buf_slice(&k->line), "{\"id\":\"" ONE "\",\"at\":3}",
	    "and is the newest");
	add(d, 4, ONE, "");
	OK(keydesk_count(d) == 3, "while one is in use both are there");
	keydesk_back(d, 5, k, ERR_CARD_LOST);
	OK(keydesk_count(d) == 2, "it comes back: the newer one remains");
	k = keydesk_take(d, A);
	tap_same(buf_slice(&k->line), "{\"id\":\"" ONE "\",\"at\":4}",
	    "that one");
	add(d, 6, ONE, "");
	keydesk_done(d, k);
	OK(keydesk_count(d) == 1 && is(keydesk_take(d, A), TWO),
	    "it was read: the newer one is satisfied too");
	keydesk_free(d);
}

static void
test_desks(void)
{
	static const struct {
		const char *from, *reader;
		bool fits;
	} of[] = {
		{ "door", A, true }, { "door:17", A, true },
		{ "door", B, false }, { "door:x", A, false },
		{ "doors", A, false }, { "doo", A, false },
		{ "hall", B, true }, { "hall", "Reader C", true },
		{ "hall", A, false }, { "", A, false }, { "", B, false },
		{ "", "Reader D", true }, { "other:1", "Reader D", true },
		{ "door", "Reader D", false },
	};
	struct keydesk *d;
	size_t i;

	for (i = 0; i < sizeof of / sizeof *of; i++) {
		d = keydesk_new();
		OK(keydesk_tie(d, SLICE("door"), SLICE("er A")) == ERR_OK &&
		    keydesk_tie(d, SLICE("hall"), SLICE("er B")) == ERR_OK &&
		    keydesk_tie(d, SLICE("hall"), SLICE("er C")) == ERR_OK,
		    "three ties");
		add(d, 1, ONE, of[i].from);
		OK(is(keydesk_take(d, of[i].reader), of[i].fits ? ONE : NULL),
		    "%s at %s", of[i].from, of[i].reader);
		keydesk_free(d);
	}
	d = keydesk_new();
	for (i = 0; i < KEYDESK_MAX_DESKS; i++)
		if (keydesk_tie(d, SLICE("a"), SLICE("b")) != ERR_OK)
			break;
	OK(i == KEYDESK_MAX_DESKS && keydesk_tie(d, SLICE("a"), SLICE("b")) ==
	    ERR_TOO_LONG, "a bound on desks");
	keydesk_free(d);
}

static void
test_bound(void)
{
	struct keydesk *d = keydesk_new();
	char id[16];
	int i;

	keydesk_patience(d, 5);
	OK(!keydesk_is_full(d), "room at first");
	for (i = 0; i < KEYDESK_MAX; i++) {
		snprintf(id, sizeof id, "%012d", i);
		add(d, i, id, "");
	}
	OK(keydesk_is_full(d), "a bound on keys");
	OK(keydesk_next(d) == 5, "patience as it was set");
	OK(is(keydesk_expired(d, 5, false), "000000000000"), "oldest first");
	keydesk_free(d);
}

int
main(void)
{
	test_order();
	test_wrong();
	test_again();
	test_desks();
	test_bound();
	return tap_done();
}
