/* SPDX-License-Identifier: ISC */
/* pcsc_probe - the least that a card program does, without our library:
 *	pcsc_probe			the readers, one a line
 *	pcsc_probe PART STEP ...	a card in the reader whose name has PART;
 *	    steps: wait (for a card, a minute), gone (until there is none), lost
 *	    (until the reader does not answer), connect (alone; prints the
 *	    ATR), reset, HEX (a command; prints the answer)
 * What fails is printed as "step: code"; exit 2 then. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <winscard.h>

enum { NAMES_MAX = 4096, ANSWER_MAX = 65538, COMMAND_MAX = 65544 };

struct probe {
	SCARDCONTEXT ctx;
	SCARDHANDLE card;
	DWORD protocol;
	char names[NAMES_MAX];
	const char *reader;
};

static void
need(LONG rv, const char *step)
{
	if (rv == SCARD_S_SUCCESS)
		return;
	fprintf(stderr, "%s: %08lx\n", step, (unsigned long)rv & 0xffffffff);
	exit(2);
}

static void
print_hex(const BYTE *p, DWORD n)
{
	while (n-- > 0)
		printf("%02x", *p++);
	printf("\n");
	fflush(stdout);
}

static void
wait_state(struct probe *p, DWORD wanted, const char *name)
{
	SCARD_READERSTATE s = { .szReader = p->reader,
	    .dwCurrentState = SCARD_STATE_UNAWARE };
	LONG rv;
	int i;

	for (i = 0; i < 600; i++) {
		rv = SCardGetStatusChange(p->ctx, 100, &s, 1);
		if (rv != (LONG)SCARD_E_TIMEOUT)
			need(rv, name);
		if (s.dwEventState & wanted)
			return;
		s.dwCurrentState = s.dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
	}
	need(SCARD_E_TIMEOUT, name);
}

static void
connect_card(struct probe *p)
{
	BYTE atr[MAX_ATR_SIZE];
	DWORD n = sizeof atr;

	need(SCardConnect(p->ctx, p->reader, SCARD_SHARE_EXCLUSIVE,
	    SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &p->card, &p->protocol),
	    "connect");
	need(SCardStatus(p->card, NULL, NULL, NULL, NULL, atr, &n), "status");
	print_hex(atr, n);
}

static void
command(struct probe *p, const char *hex)
{
	static BYTE cmd[COMMAND_MAX], answer[ANSWER_MAX];
	DWORD n = 0, got = sizeof answer;
	unsigned octet;

	while (n < sizeof cmd && sscanf(hex + 2 * n, "%2x", &octet) == 1)
		cmd[n++] = (BYTE)octet;
	need(SCardTransmit(p->card, p->protocol == SCARD_PROTOCOL_T0 ?
	    SCARD_PCI_T0 : SCARD_PCI_T1, cmd, n, NULL, answer, &got),
	    "transmit");
	print_hex(answer, got);
}

static void
step(struct probe *p, const char *what)
{
	if (strcmp(what, "wait") == 0)
		wait_state(p, SCARD_STATE_PRESENT, what);
	else if (strcmp(what, "gone") == 0)
		wait_state(p, SCARD_STATE_EMPTY, what);
	else if (strcmp(what, "lost") == 0)
		wait_state(p, SCARD_STATE_UNAVAILABLE, what);
	else if (strcmp(what, "connect") == 0)
		connect_card(p);
	else if (strcmp(what, "reset") == 0)
		need(SCardReconnect(p->card, SCARD_SHARE_EXCLUSIVE,
		    SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, SCARD_RESET_CARD,
		    &p->protocol), "reset");
	else
		command(p, what);
}

int
main(int argc, char **argv)
{
	static struct probe p;
	DWORD n = sizeof p.names;
	char *s;
	LONG rv;
	int i;

	need(SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &p.ctx),
	    "service");
	rv = SCardListReaders(p.ctx, NULL, p.names, &n);
	if (rv != SCARD_E_NO_READERS_AVAILABLE)
		need(rv, "list");
	for (s = p.names; *s != '\0'; s += strlen(s) + 1)
		if (argc < 2)
			puts(s);
		else if (p.reader == NULL && strstr(s, argv[1]) != NULL)
			p.reader = s;
	if (argc > 1 && p.reader == NULL)
		errx(2, "no reader");
	for (i = 2; i < argc; i++)
		step(&p, argv[i]);
	if (p.card != 0)
		SCardDisconnect(p.card, SCARD_UNPOWER_CARD);
	SCardReleaseContext(p.ctx);
	return fflush(stdout) == 0 ? 0 : 2;
}
