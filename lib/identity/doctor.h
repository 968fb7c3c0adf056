/* SPDX-License-Identifier: ISC */
/* A scanner's examination: a known code is scanned, and what arrives tells
 * the fault and the setting to change. */
#ifndef IDENTITY_DOCTOR_H
#define IDENTITY_DOCTOR_H

#include "base/buf.h"

/* What a fault means for the cards scanned with it. */
enum doctor_harm {
	DOCTOR_WELL,		/* nothing is wrong */
	DOCTOR_REPAIRED,	/* cccd-qr reads every card back exactly */
	DOCTOR_LOSSY,		/* letters are lost: change the setting */
	DOCTOR_NO_TEST		/* it was not the test code */
};

/* All texts are constants. `word` is the one of qr.transport where there is
 * one; `fault` and `setting` are N_ texts for people. */
struct diagnosis {
	const char *word, *fault, *setting;
	enum doctor_harm harm;
};

/* The test code: a line like a card's that holds every letter and digit by
 * which the faults differ. Its number is 000000000000 and its name says that
 * it is a test and nobody; payload_kind knows it (PAYLOAD_TEST). */
struct slice doctor_payload(void);

/* What arrived when the test code was scanned, with or without line end. */
void doctor_diagnose(struct slice typed, struct diagnosis *out);

#endif
