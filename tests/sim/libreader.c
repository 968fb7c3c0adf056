/* SPDX-License-Identifier: ISC */
/* A reader with one slot, and with faults, round the virtual reader's driver:
 * vpcd.so beside this file; each reader has a copy of both, for vpcd keeps its
 * sockets in one table by slot. Files beside it are switches:
 *	broken	the reader is there and does not answer
 *	short	it takes short APDUs only, as cheap readers do */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <ifdhandler.h>

static void *driver;		/* of vpcd */

static void
beside(const char *name, char *path, size_t size)
{
	const char *end;
	Dl_info us;

	path[0] = '\0';
	if (dladdr((void *)&driver, &us) == 0 ||
	    (end = strrchr(us.dli_fname, '/')) == NULL)
		return;
	snprintf(path, size, "%.*s/%s", (int)(end - us.dli_fname),
	    us.dli_fname, name);
}

static bool
is_set(const char *name)
{
	char path[4096];

	beside(name, path, sizeof path);
	return access(path, F_OK) == 0;
}

/* A function of the driver; its type is that of ours with the same name. */
static void *
theirs(const char *name)
{
	char path[4096];

	if (driver == NULL) {
		beside("vpcd.so", path, sizeof path);
		driver = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	}
	return driver == NULL ? NULL : dlsym(driver, name);
}

#define FORWARD(f, ...) do {						\
	__typeof__(&f) forward_ = theirs(#f);				\
	return forward_ == NULL ? IFD_COMMUNICATION_ERROR :		\
	    forward_(__VA_ARGS__);					\
} while (0)

RESPONSECODE
IFDHCreateChannelByName(DWORD lun, LPSTR name)
{
	FORWARD(IFDHCreateChannelByName, lun, name);
}

RESPONSECODE
IFDHCreateChannel(DWORD lun, DWORD channel)
{
	FORWARD(IFDHCreateChannel, lun, channel);
}

RESPONSECODE
IFDHCloseChannel(DWORD lun)
{
	FORWARD(IFDHCloseChannel, lun);
}

RESPONSECODE
IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value)
{
	if (tag == TAG_IFD_SLOTS_NUMBER && *length >= 1) {
		*length = 1;
		value[0] = 1;
		return IFD_SUCCESS;
	}
	FORWARD(IFDHGetCapabilities, lun, tag, length, value);
}

RESPONSECODE
IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value)
{
	FORWARD(IFDHSetCapabilities, lun, tag, length, value);
}

RESPONSECODE
IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR pts1,
    UCHAR pts2, UCHAR pts3)
{
	FORWARD(IFDHSetProtocolParameters, lun, protocol, flags, pts1, pts2,
	    pts3);
}

RESPONSECODE
IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length)
{
	if (is_set("broken"))
		return IFD_COMMUNICATION_ERROR;
	FORWARD(IFDHPowerICC, lun, action, atr, length);
}

RESPONSECODE
IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER send, PUCHAR tx, DWORD tx_length,
    PUCHAR rx, PDWORD rx_length, PSCARD_IO_HEADER receive)
{
	/* ISO/IEC 7816-4, 5.1: a zero where a short length would stand */
	bool long_form = tx_length >= 7 && tx[4] == 0;

	if (is_set("broken") || (long_form && is_set("short"))) {
		*rx_length = 0;
		return IFD_COMMUNICATION_ERROR;
	}
	FORWARD(IFDHTransmitToICC, lun, send, tx, tx_length, rx, rx_length,
	    receive);
}

RESPONSECODE
IFDHICCPresence(DWORD lun)
{
	if (is_set("broken"))
		return IFD_COMMUNICATION_ERROR;
	FORWARD(IFDHICCPresence, lun);
}

RESPONSECODE
IFDHControl(DWORD lun, DWORD code, PUCHAR tx, DWORD tx_length, PUCHAR rx,
    DWORD rx_length, LPDWORD returned)
{
	*returned = 0;
	FORWARD(IFDHControl, lun, code, tx, tx_length, rx, rx_length,
	    returned);
}
