/* SPDX-License-Identifier: ISC */
/* DER by X.690, written into octets that grow. */
#ifndef SIM_DER_H
#define SIM_DER_H

#include "sim.h"

/* Tags are all their octets as one number: 0x30, 0x5F1F, 0x7F61. What is added
 * between der_open and der_close is inside; `at` is what der_open gave. */
size_t der_open(struct sim_bytes *b, unsigned tag);
void der_close(struct sim_bytes *b, size_t at);

void der_tlv(struct sim_bytes *b, unsigned tag, const void *p, size_t n);
void der_text(struct sim_bytes *b, unsigned tag, const char *text);
void der_int(struct sim_bytes *b, unsigned tag, long n);	/* >= 0 */
void der_unsigned(struct sim_bytes *b, const uint8_t *p, size_t n);
void der_oid(struct sim_bytes *b, const char *dotted);
void der_null(struct sim_bytes *b);
void der_octet(struct sim_bytes *b, unsigned value);	/* not an object */
/* "30 0D": octets typed as hex, not an object. */
void der_hex(struct sim_bytes *b, const char *hex);
/* What OpenSSL has given (i2d_...), which is freed here. */
void der_given(struct sim_bytes *b, unsigned char *p, int n);

#endif
