/* SPDX-License-Identifier: ISC */
/* A card that answers: the transport behind three functions. PC/SC, a
 * transcript, and in tests a card of bytes all look like this. */
#ifndef CHIP_CARD_H
#define CHIP_CARD_H

#include "chip/apdu.h"

struct card {
	/* Sends `cmd`, appends the answer with its status word (any octets that
	 * came; apdu_answer judges them). ERR_CARD_LOST, ERR_LINK, ERR_TIMEOUT,
	 * ERR_CARD_RESET, ERR_READER_LOST, ERR_NO_SERVICE, ERR_BUSY. */
	enum err (*transmit)(void *ctx, struct slice cmd, struct buf *answer);
	/* A cold start of the same card: no session, nothing selected. */
	enum err (*reset)(void *ctx);
	void *ctx;
};

#endif
