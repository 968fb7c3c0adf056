/* SPDX-License-Identifier: ISC */
/* pcsc_hold PART shared|alone MS - another program at the card: takes it, in a
 * transaction or alone, says "held", and when its standard input ends and MS
 * are over resets it and goes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <winscard.h>

static void
need(LONG rv, const char *step)
{
	if (rv == SCARD_S_SUCCESS)
		return;
	fprintf(stderr, "%s: %08lx\n", step, (unsigned long)rv & 0xffffffff);
	exit(2);
}

int
main(int argc, char **argv)
{
	static char names[4096];
	DWORD n = sizeof names, protocol;
	long ms = argc == 4 ? strtol(argv[3], NULL, 10) : 0;
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
	SCARDCONTEXT ctx;
	SCARDHANDLE card;
	char *s = names;

	if (argc != 4)
		return 2;
	need(SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &ctx),
	    "service");
	need(SCardListReaders(ctx, NULL, names, &n), "list");
	while (*s != '\0' && strstr(s, argv[1]) == NULL)
		s += strlen(s) + 1;
	need(SCardConnect(ctx, s, strcmp(argv[2], "alone") == 0 ?
	    SCARD_SHARE_EXCLUSIVE : SCARD_SHARE_SHARED,
	    SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card, &protocol),
	    "connect");
	need(SCardBeginTransaction(card), "begin");
	puts("held");
	fflush(stdout);
	while (getchar() != EOF)
		continue;
	nanosleep(&t, NULL);
	need(SCardEndTransaction(card, SCARD_RESET_CARD), "end");
	need(SCardDisconnect(card, SCARD_LEAVE_CARD), "disconnect");
	need(SCardReleaseContext(ctx), "release");
	return 0;
}
