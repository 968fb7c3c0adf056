/* SPDX-License-Identifier: ISC */
/* Preloaded in the place of libpcsclite: readers that are plugged in and out,
 * and every result that a reader can give, which virtual ones cannot. What
 * there is stands in the file $PLUG, mapped once, since the child that talks
 * to a reader opens no file:
 *	R NAME|CARD|COUNT	a reader; CARD 1: a card lies on it
 *	F CALL CODE		what CALL (establish, connect, transmit) gives
 * A card says 6A82 to everything. */
#include <sys/mman.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <winscard.h>

enum { SIZE = 4096, STEP_MS = 10 };

static const char *plug;

__attribute__((__constructor__)) static void
map(void)
{
	const char *path = getenv("PLUG");
	int fd = path != NULL ? open(path, O_RDONLY) : -1;

	if (fd < 0)
		_exit(99);
	plug = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, fd, 0);
	if (plug == MAP_FAILED)
		_exit(99);
	close(fd);
}

static LONG
result(const char *call)
{
	char text[SIZE + 1], want[32], *at;

	memcpy(text, plug, SIZE);
	text[SIZE] = '\0';
	snprintf(want, sizeof want, "F %s ", call);
	at = strstr(text, want);
	return at == NULL ? SCARD_S_SUCCESS :
	    (LONG)strtoul(at + strlen(want), NULL, 16);
}

/* The state of a reader as pcscd tells it; UNKNOWN: there is none. */
static DWORD
state(const char *name)
{
	char text[SIZE + 1], want[160], *at;
	unsigned long count;

	memcpy(text, plug, SIZE);
	text[SIZE] = '\0';
	snprintf(want, sizeof want, "R %s|", name);
	at = strstr(text, want);
	if (at == NULL)
		return SCARD_STATE_UNKNOWN;
	at += strlen(want);
	count = strtoul(at + 2, NULL, 10);
	return (*at == '1' ? SCARD_STATE_PRESENT : SCARD_STATE_EMPTY) |
	    (DWORD)count << 16;
}

LONG
SCardEstablishContext(DWORD scope, LPCVOID a, LPCVOID b, LPSCARDCONTEXT out)
{
	(void)scope;
	(void)a;
	(void)b;
	*out = 1;
	return result("establish");
}

LONG
SCardReleaseContext(SCARDCONTEXT ctx)
{
	(void)ctx;
	return SCARD_S_SUCCESS;
}

LONG
SCardListReaders(SCARDCONTEXT ctx, LPCSTR groups, LPSTR names, LPDWORD size)
{
	const char *at = plug, *bar;
	size_t n = 0;

	(void)ctx;
	(void)groups;
	for (; (at = strstr(at, "R ")) != NULL; at = bar) {
		at += 2;
		bar = strchr(at, '|');
		if (bar == NULL || n + (size_t)(bar - at) + 2 > *size)
			break;
		memcpy(names + n, at, (size_t)(bar - at));
		n += (size_t)(bar - at);
		names[n++] = '\0';
	}
	names[n++] = '\0';
	*size = (DWORD)n;
	return n == 1 ? (LONG)SCARD_E_NO_READERS_AVAILABLE : SCARD_S_SUCCESS;
}

LONG
SCardGetStatusChange(SCARDCONTEXT ctx, DWORD ms, SCARD_READERSTATE *s, DWORD n)
{
	struct timespec t = { 0, STEP_MS * 1000000L };
	DWORD i, now, changed = 0;
	long left = (long)ms;

	(void)ctx;
	for (;; left -= STEP_MS) {
		for (i = 0; i < n; i++) {
			now = state(s[i].szReader);
			s[i].dwEventState = now;
			if (now == (s[i].dwCurrentState &
			    ~(DWORD)SCARD_STATE_CHANGED))
				continue;
			s[i].dwEventState |= SCARD_STATE_CHANGED;
			changed++;
		}
		if (changed > 0)
			return SCARD_S_SUCCESS;
		if (left <= 0)
			return (LONG)SCARD_E_TIMEOUT;
		nanosleep(&t, NULL);
	}
}

LONG
SCardConnect(SCARDCONTEXT ctx, LPCSTR name, DWORD share, DWORD protocols,
    LPSCARDHANDLE card, LPDWORD protocol)
{
	(void)ctx;
	(void)name;
	(void)share;
	(void)protocols;
	*card = 1;
	*protocol = SCARD_PROTOCOL_T1;
	return result("connect");
}

LONG
SCardReconnect(SCARDHANDLE card, DWORD share, DWORD protocols, DWORD how,
    LPDWORD protocol)
{
	(void)card;
	(void)share;
	(void)protocols;
	(void)how;
	*protocol = SCARD_PROTOCOL_T1;
	return SCARD_S_SUCCESS;
}

LONG
SCardDisconnect(SCARDHANDLE card, DWORD how)
{
	(void)card;
	(void)how;
	return SCARD_S_SUCCESS;
}

LONG
SCardBeginTransaction(SCARDHANDLE card)
{
	(void)card;
	return SCARD_S_SUCCESS;
}

LONG
SCardEndTransaction(SCARDHANDLE card, DWORD how)
{
	(void)card;
	(void)how;
	return SCARD_S_SUCCESS;
}

LONG
SCardTransmit(SCARDHANDLE card, const SCARD_IO_REQUEST *send, LPCBYTE cmd,
    DWORD n, SCARD_IO_REQUEST *receive, LPBYTE answer, LPDWORD size)
{
	(void)card;
	(void)send;
	(void)cmd;
	(void)n;
	(void)receive;
	memcpy(answer, "\x6A\x82", 2);
	*size = 2;
	return result("transmit");
}
