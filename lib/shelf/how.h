/* SPDX-License-Identifier: ISC */
/* How an operator gets the authority of the citizen card and checks it. No
 * anchor is built in: whoever ships one decides for others. */
#ifndef SHELF_HOW_H
#define SHELF_HOW_H

#include "base/err.h"

#define SHELF_HOW N_(							\
"The authority (CSCA) above the signers of citizen cards is not part of this\n"\
"program: whom you believe is for you to say.\n"			\
"\n"									\
"1. Get its certificate. The signers of cards name these places:\n"	\
"     http://npkd.gov.vn/crt/eid-csca-vietnam.crt\n"			\
"     http://ca.gov.vn/crt/eid-csca-vietnam.crt\n"			\
"2. Check it, for plain http can be changed on the way. The one of 2021\n"\
"   (CSCA Vietnam, serial number 001) has the SHA-256\n"		\
"     6f0a20d63a43fc589eaf0d8c52113a2a8bfa341c6f2fab04121238aa0c22b1a9\n"\
"   It was published in masterList.pem of VNPT's ICNFCCardReader framework\n"\
"   (2024): no official channel, but a card of 2021 verifies under it. Ask\n"\
"   the authority or your provider for the fingerprint as well.\n"	\
"3. Believe it:\n"							\
"     cccd-trust --add --anchor SHA-256 eid-csca-vietnam.crt\n"		\
"4. Add the lists of what was revoked, again and again:\n"		\
"     http://npkd.gov.vn/crl/eid-csca-vietnam.crl\n"			\
"     http://ca.gov.vn/crl/eid-csca-vietnam.crl\n"			\
"     http://ca.gov.vn/csca-vietnam.crl\n"				\
"\n"									\
"That key signs until January 2026. Newer cards have signers of a successor:\n"\
"they are undecided, not forged, until you add that one too. The certificate\n"\
"of Vietnam in the master lists of ICAO and of other states is the one of\n"\
"passports: it vouches for no citizen card.")

#endif
