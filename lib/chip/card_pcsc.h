/* SPDX-License-Identifier: ISC */
/* Readers and cards behind pcscd (PC/SC), whose types stay out of here. A call
 * can block for ever in a reader, and nothing cancels it: whoever connects to a
 * card does so in a process that may die (see reader.h). */
#ifndef CHIP_CARD_PCSC_H
#define CHIP_CARD_PCSC_H

#include "chip/card.h"

#define PCSC_MAX_READERS 16		/* of one pcscd */
#define PCSC_MAX_NAME 128
#define PCSC_MAX_ATR 33

/* `count` goes up with every card that comes or goes. `broken`: pcscd has the
 * reader, but cannot use it. */
struct pcsc_state {
	bool card, broken;
	unsigned count;
	uint8_t atr[PCSC_MAX_ATR];
	size_t atr_n;
};

/* Every reader and what lies on it, over a connection of its own. ERR_OK with
 * *n == 0: there is none. ERR_NO_SERVICE, ERR_READER_DENIED. */
struct pcsc_reader {
	char name[PCSC_MAX_NAME];
	struct pcsc_state state;
};
MUST_CHECK enum err pcsc_list(struct pcsc_reader list[PCSC_MAX_READERS],
    size_t *n);

/* One reader. After `limit_ms` in one call that reaches the card the process
 * is killed by SIGALRM. */
struct pcsc;
MUST_CHECK enum err pcsc_open(const char *name, int limit_ms,
    struct pcsc **out);
/* The card is left reset; NULL is fine. */
void pcsc_close(struct pcsc *p);

/* Waits for up to `ms` until the state is another than the one that this gave
 * last; at first it answers at once. ERR_AGAIN: nothing has changed.
 * ERR_READER_LOST, ERR_NO_SERVICE. */
MUST_CHECK enum err pcsc_wait(struct pcsc *p, int ms, struct pcsc_state *s);

/* Takes the card for this process alone, until pcsc_disconnect resets it.
 * ERR_BUSY: another program has it. ERR_CARD_LOST, ERR_LINK, ... */
MUST_CHECK enum err pcsc_connect(struct pcsc *p);
void pcsc_disconnect(struct pcsc *p);

/* The connected card; borrows `p`. */
void pcsc_card(struct pcsc *p, struct card *c);

/* Whether the card is off the reader, or goes within the time that a reader
 * needs to see it: tells a damaged answer from a card that was pulled. */
bool pcsc_is_gone(struct pcsc *p);

#endif
