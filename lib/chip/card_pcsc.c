/* SPDX-License-Identifier: ISC */
/* The one file that knows winscard. */
#include <sys/time.h>

#include <winscard.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "chip/card_pcsc.h"

/* pcscd looks every 400 ms whether a card is still there. */
#define GONE_MS 700
#define GET_RESPONSE_MAX 512
#define BROKEN (SCARD_STATE_UNAVAILABLE | SCARD_STATE_UNKNOWN)

struct pcsc {
	SCARDCONTEXT context;
	SCARDHANDLE card;
	DWORD protocol, state;
	bool connected;
	int limit_ms;
	uint8_t answer[APDU_MAX_ANSWER];
	char name[PCSC_MAX_NAME];
};

/* What a result of PC/SC means here. */
static enum err
pcsc_err(long rv)
{
	static const struct {
		LONG rv;
		enum err e;
	} of[] = {
		{ SCARD_S_SUCCESS, ERR_OK },
		{ SCARD_W_REMOVED_CARD, ERR_CARD_LOST },
		{ SCARD_E_NO_SMARTCARD, ERR_CARD_LOST },
		{ SCARD_W_RESET_CARD, ERR_CARD_RESET },
		/* CCID drivers that waited in vain say this too */
		{ SCARD_E_NOT_TRANSACTED, ERR_LINK },
		{ SCARD_W_UNRESPONSIVE_CARD, ERR_LINK },
		{ SCARD_W_UNPOWERED_CARD, ERR_LINK },
		{ SCARD_E_INSUFFICIENT_BUFFER, ERR_LINK },
		{ SCARD_E_PROTO_MISMATCH, ERR_NO_CHIP },
		{ SCARD_W_UNSUPPORTED_CARD, ERR_NO_CHIP },
		{ SCARD_E_TIMEOUT, ERR_AGAIN },
		{ SCARD_E_SHARING_VIOLATION, ERR_BUSY },
		{ SCARD_E_UNKNOWN_READER, ERR_READER_LOST },
		{ SCARD_E_READER_UNAVAILABLE, ERR_READER_LOST },
		{ SCARD_E_NO_READERS_AVAILABLE, ERR_NO_READER },
		/* a handle dies with its reader */
		{ SCARD_E_INVALID_HANDLE, ERR_READER_LOST },
		{ SCARD_W_SECURITY_VIOLATION, ERR_READER_DENIED },
		{ SCARD_F_COMM_ERROR, ERR_NO_SERVICE },
		{ SCARD_E_NO_SERVICE, ERR_NO_SERVICE },
		{ SCARD_E_SERVICE_STOPPED, ERR_NO_SERVICE },
	};
	size_t i;

	for (i = 0; i < sizeof of / sizeof *of; i++)
		if (of[i].rv == (LONG)rv)
			return of[i].e;
	return ERR_LINK;
}

static void
take_state(const SCARD_READERSTATE *r, struct pcsc_state *out)
{
	*out = (struct pcsc_state){
		.broken = (r->dwEventState & BROKEN) != 0,
		.card = (r->dwEventState & SCARD_STATE_PRESENT) != 0,
		.count = (unsigned)(r->dwEventState >> 16) & 0xffff,
		.atr_n = r->cbAtr <= PCSC_MAX_ATR ? r->cbAtr : 0,
	};
	memcpy(out->atr, r->rgbAtr, out->atr_n);
}

/* The names of a multi-string, and what lies on them. */
static enum err
take_list(SCARDCONTEXT context, const char *names,
    struct pcsc_reader *list, size_t *n)
{
	SCARD_READERSTATE state[PCSC_MAX_READERS];
	size_t i, count = 0;
	LONG rv;

	for (; *names != '\0' && count < PCSC_MAX_READERS;
	    names += strlen(names) + 1) {
		if (strlen(names) >= PCSC_MAX_NAME)
			continue;
		memcpy(list[count].name, names, strlen(names) + 1);
		state[count] = (SCARD_READERSTATE){
			.szReader = list[count].name };
		count++;
	}
	if (count == 0)
		return ERR_OK;
	rv = SCardGetStatusChange(context, 0, state, (DWORD)count);
	/* one that went away meanwhile is missed in the next list */
	if (rv != SCARD_S_SUCCESS && rv != SCARD_E_UNKNOWN_READER)
		return pcsc_err(rv);
	for (i = 0; i < count; i++)
		take_state(&state[i], &list[i].state);
	*n = count;
	return ERR_OK;
}

enum err
pcsc_list(struct pcsc_reader list[PCSC_MAX_READERS], size_t *n)
{
	char names[PCSC_MAX_READERS * PCSC_MAX_NAME + 1] = "";
	DWORD size = sizeof names - 1;
	SCARDCONTEXT context;
	enum err e;
	LONG rv = SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL,
	    &context);

	if (rv != SCARD_S_SUCCESS)
		return pcsc_err(rv);
	*n = 0;
	rv = SCardListReaders(context, NULL, names, &size);
	e = pcsc_err(rv);
	if (e == ERR_OK)
		e = take_list(context, names, list, n);
	(void)SCardReleaseContext(context);
	return e == ERR_NO_READER ? ERR_OK : e;
}

enum err
pcsc_open(const char *name, int limit_ms, struct pcsc **out)
{
	struct pcsc *p;
	SCARDCONTEXT context;
	LONG rv;

	if (strlen(name) >= PCSC_MAX_NAME)
		return ERR_TOO_LONG;
	rv = SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context);
	if (rv != SCARD_S_SUCCESS)
		return pcsc_err(rv);
	p = xcalloc(1, sizeof *p);
	p->context = context;
	p->state = SCARD_STATE_UNAWARE;
	p->limit_ms = limit_ms;
	memcpy(p->name, name, strlen(name) + 1);
	*out = p;
	return ERR_OK;
}

void
pcsc_close(struct pcsc *p)
{
	if (p == NULL)
		return;
	pcsc_disconnect(p);
	/* fails when the service has died: nothing is left to be released */
	(void)SCardReleaseContext(p->context);
	mem_wipe(p, sizeof *p);
	free(p);
}

enum err
pcsc_wait(struct pcsc *p, int ms, struct pcsc_state *s)
{
	SCARD_READERSTATE r = { .szReader = p->name,
	    .dwCurrentState = p->state };
	LONG rv = SCardGetStatusChange(p->context, (DWORD)ms, &r, 1);

	if (rv == SCARD_S_SUCCESS && (r.dwEventState & BROKEN))
		return ERR_READER_LOST;
	if (rv != SCARD_S_SUCCESS)
		return pcsc_err(rv);
	p->state = r.dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
	take_state(&r, s);
	return ERR_OK;
}

/* Starts the clock of one call, or with 0 stops it. */
static void
alarm_in(int ms)
{
	struct itimerval t = { .it_value = { ms / 1000,
	    ms % 1000 * 1000 } };

	(void)setitimer(ITIMER_REAL, &t, NULL);
}

/* T=1 where the card has it: the extended length and answers to commands with
 * data need it. */
static LONG
connect_card(struct pcsc *p)
{
	LONG rv = SCardConnect(p->context, p->name, SCARD_SHARE_SHARED,
	    SCARD_PROTOCOL_T1, &p->card, &p->protocol);

	if (rv == SCARD_E_PROTO_MISMATCH)
		rv = SCardConnect(p->context, p->name, SCARD_SHARE_SHARED,
		    SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &p->card,
		    &p->protocol);
	return rv;
}

static LONG
reconnect(struct pcsc *p, DWORD how)
{
	return SCardReconnect(p->card, SCARD_SHARE_SHARED, p->protocol, how,
	    &p->protocol);
}

enum err
pcsc_connect(struct pcsc *p)
{
	LONG rv;

	alarm_in(p->limit_ms);
	rv = connect_card(p);
	p->connected = rv == SCARD_S_SUCCESS;
	if (rv == SCARD_S_SUCCESS)
		rv = SCardBeginTransaction(p->card);
	/* whoever had it before left it reset */
	if (rv == SCARD_W_RESET_CARD) {
		rv = reconnect(p, SCARD_LEAVE_CARD);
		if (rv == SCARD_S_SUCCESS)
			rv = SCardBeginTransaction(p->card);
	}
	alarm_in(0);
	if (rv != SCARD_S_SUCCESS)
		pcsc_disconnect(p);
	return pcsc_err(rv);
}

void
pcsc_disconnect(struct pcsc *p)
{
	if (!p->connected)
		return;
	alarm_in(p->limit_ms);
	(void)SCardEndTransaction(p->card, SCARD_RESET_CARD);
	(void)SCardDisconnect(p->card, SCARD_LEAVE_CARD);
	alarm_in(0);
	p->connected = false;
}

static LONG
exchange(struct pcsc *p, struct slice cmd, DWORD *n)
{
	LONG rv;

	*n = sizeof p->answer;
	alarm_in(p->limit_ms);
	rv = SCardTransmit(p->card, p->protocol == SCARD_PROTOCOL_T0 ?
	    SCARD_PCI_T0 : SCARD_PCI_T1, (const BYTE *)cmd.p, (DWORD)cmd.n,
	    NULL, p->answer, n);
	alarm_in(0);
	return rv;
}

/* T=0 carries no command with data and answer at once (ISO/IEC 7816-3, 12.2):
 * the answer is fetched, and a wrong length asked again. */
static LONG
exchange_t0(struct pcsc *p, struct slice cmd, struct buf *answer, DWORD *n)
{
	uint8_t get[5] = { 0x00, 0xC0, 0x00, 0x00, 0x00 };
	size_t lc = cmd.n > 5 ? (uint8_t)cmd.p[4] : 0;
	int rounds = 0;
	LONG rv;

	if (lc > 0 && cmd.n == 5 + lc + 1)
		cmd.n--;
	rv = exchange(p, cmd, n);
	while (rv == SCARD_S_SUCCESS && *n >= 2 &&
	    (p->answer[*n - 2] == 0x61 ||
	    (p->answer[*n - 2] == 0x6C && *n == 2 && rounds == 0)) &&
	    rounds++ < GET_RESPONSE_MAX) {
		if (p->answer[*n - 2] == 0x6C && cmd.n == 5)
			memcpy(get, cmd.p, 4);
		get[4] = p->answer[*n - 1];
		buf_add(answer, (const char *)p->answer, *n - 2);
		rv = exchange(p, (struct slice){ (char *)get, sizeof get }, n);
	}
	return rv;
}

static enum err
transmit(void *ctx, struct slice cmd, struct buf *answer)
{
	struct pcsc *p = ctx;
	DWORD n;
	LONG rv = p->protocol == SCARD_PROTOCOL_T0 ?
	    exchange_t0(p, cmd, answer, &n) : exchange(p, cmd, &n);

	if (rv != SCARD_S_SUCCESS)
		return pcsc_err(rv);
	/* a card that is pulled answers with success and nothing */
	if (n == 0)
		return pcsc_is_gone(p) ? ERR_CARD_LOST : ERR_LINK;
	buf_add(answer, (const char *)p->answer, n);
	return ERR_OK;
}

/* The transaction outlives the reset. */
static enum err
reset(void *ctx)
{
	struct pcsc *p = ctx;
	LONG rv;

	alarm_in(p->limit_ms);
	rv = reconnect(p, SCARD_RESET_CARD);
	alarm_in(0);
	return pcsc_err(rv);
}

void
pcsc_card(struct pcsc *p, struct card *c)
{
	*c = (struct card){ .transmit = transmit, .reset = reset, .ctx = p };
}

bool
pcsc_is_gone(struct pcsc *p)
{
	SCARD_READERSTATE r = { .szReader = p->name,
	    .dwCurrentState = SCARD_STATE_UNAWARE };
	DWORD count = p->state >> 16;
	int left = GONE_MS;

	/* INUSE and the like change too, so it is looked at in small steps */
	for (; left > 0; left -= 50) {
		if (SCardGetStatusChange(p->context, 50, &r, 1) ==
		    SCARD_S_SUCCESS &&
		    ((r.dwEventState & SCARD_STATE_EMPTY) ||
		    (r.dwEventState >> 16) != count))
			return true;
		r.dwCurrentState = r.dwEventState &
		    ~(DWORD)SCARD_STATE_CHANGED;
	}
	return false;
}
