/* SPDX-License-Identifier: ISC */
/* Readers and this station as cccd-read --list shows them. */
#ifndef DESK_READERS_LIST_H
#define DESK_READERS_LIST_H

#include "chip/card_pcsc.h"
#include "chip/sign.h"

/* A line of JSON, {"reader":NAME,"card":true,"atr":HEX}, or with `tr` (which
 * translates: gettext) a sentence. */
void readers_list(const struct pcsc_reader *r, char *(*tr)(const char *),
    struct buf *out);

/* {"station":{"key_id":HEX,"public":HEX}}, or a sentence; the first is in
 * every seal. */
void readers_list_station(const uint8_t public[SIGN_PUBLIC],
    char *(*tr)(const char *), struct buf *out);

#endif
