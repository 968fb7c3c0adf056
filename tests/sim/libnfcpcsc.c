/* SPDX-License-Identifier: ISC */
/* libs: -lpcsclite -ldl
 * For mrtdreader, which speaks to cards through libnfc: the eleven functions of
 * it that it calls, over PC/SC. Preload it. $NFCPCSC_READER is a part of the
 * reader's name; into $NFCPCSC_LOG goes, at the end, what passed:
 *	apdus N sent OCTETS received OCTETS
 * And each file goes, as libmrtd read it, into $NFCPCSC_FILES under its
 * identifier, such as 0102: mrtdreader writes only a picture, and only where
 * the header before that has the length that it knows. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <nfc/nfc.h>
#include <winscard.h>

#include <mrtd/fileread.h>	/* after nfc.h, which it needs */

struct nfc_context {
	SCARDCONTEXT service;
	char names[NFC_BUFSIZE_CONNSTRING];
};

struct nfc_device {
	SCARDCONTEXT service;
	SCARDHANDLE card;
	DWORD protocol;
	char name[NFC_BUFSIZE_CONNSTRING];
	unsigned apdus;
	size_t sent, received;
	LONG last;
};

void
nfc_init(nfc_context **out)
{
	nfc_context *c = calloc(1, sizeof *c);

	if (c != NULL && SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL,
	    &c->service) != SCARD_S_SUCCESS) {
		free(c);
		c = NULL;
	}
	*out = c;
}

void
nfc_exit(nfc_context *c)
{
	SCardReleaseContext(c->service);
	free(c);
}

size_t
nfc_list_devices(nfc_context *c, nfc_connstring names[], size_t size)
{
	const char *part = getenv("NFCPCSC_READER"), *s;
	DWORD n = sizeof c->names;

	if (size == 0 || SCardListReaders(c->service, NULL, c->names, &n) !=
	    SCARD_S_SUCCESS)
		return 0;
	for (s = c->names; *s != '\0'; s += strlen(s) + 1)
		if (part == NULL || strstr(s, part) != NULL) {
			snprintf(names[0], sizeof names[0], "%s", s);
			return 1;
		}
	return 0;
}

nfc_device *
nfc_open(nfc_context *c, const nfc_connstring name)
{
	nfc_device *d = calloc(1, sizeof *d);

	if (d == NULL)
		return NULL;
	d->service = c->service;
	snprintf(d->name, sizeof d->name, "%s", name);
	return d;
}

void
nfc_close(nfc_device *d)
{
	const char *path = getenv("NFCPCSC_LOG");
	FILE *f = path == NULL ? NULL : fopen(path, "w");

	if (f != NULL) {
		fprintf(f, "apdus %u sent %zu received %zu\n", d->apdus,
		    d->sent, d->received);
		fclose(f);
	}
	if (d->card != 0)
		SCardDisconnect(d->card, SCARD_RESET_CARD);
	free(d);
}

const char *
nfc_device_get_name(nfc_device *d)
{
	return d->name;
}

int
nfc_initiator_init(nfc_device *d)
{
	(void)d;
	return 0;
}

int
nfc_device_set_property_bool(nfc_device *d, const nfc_property property,
    const bool enable)
{
	(void)d;
	(void)property;
	(void)enable;
	return 0;
}

/* A card counts as found in the field when it can be connected. */
int
nfc_initiator_select_passive_target(nfc_device *d, const nfc_modulation m,
    const uint8_t *data, const size_t size, nfc_target *target)
{
	const struct timespec pause = { 0, 50000000 };

	(void)m;
	(void)data;
	(void)size;
	memset(target, 0, sizeof *target);
	d->last = SCardConnect(d->service, d->name, SCARD_SHARE_EXCLUSIVE,
	    SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &d->card, &d->protocol);
	if (d->last == SCARD_S_SUCCESS)
		return 1;
	nanosleep(&pause, NULL);	/* it asks again at once */
	return 0;
}

int
nfc_initiator_transceive_bytes(nfc_device *d, const uint8_t *tx,
    const size_t tx_size, uint8_t *rx, const size_t rx_size, int timeout)
{
	DWORD n = (DWORD)rx_size;

	(void)timeout;
	d->last = SCardTransmit(d->card, d->protocol == SCARD_PROTOCOL_T0 ?
	    SCARD_PCI_T0 : SCARD_PCI_T1, tx, (DWORD)tx_size, NULL, rx, &n);
	if (d->last != SCARD_S_SUCCESS)
		return -1;
	d->apdus++;
	d->sent += tx_size;
	d->received += n;
	return (int)n;
}

void
nfc_perror(const nfc_device *d, const char *what)
{
	fprintf(stderr, "%s: %08lx\n", what,
	    (unsigned long)d->last & 0xffffffff);
}

int
mrtd_fileread_read(nfc_device *d, const uint8_t *fid, uint8_t *out, int *n,
    const uint8_t *ksenc, const uint8_t *ksmac, uint64_t *ssc)
{
	__typeof__(&mrtd_fileread_read) real =
	    dlsym(RTLD_NEXT, "mrtd_fileread_read");
	const char *dir = getenv("NFCPCSC_FILES");
	int result = real(d, fid, out, n, ksenc, ksmac, ssc);
	char path[4096];
	FILE *f;

	if (dir == NULL)
		return result;
	snprintf(path, sizeof path, "%s/%02x%02x", dir, fid[0], fid[1]);
	f = fopen(path, "w");
	if (f != NULL) {
		fwrite(out, 1, *n > 0 ? (size_t)*n : 0, f);
		fclose(f);
	}
	return result;
}
