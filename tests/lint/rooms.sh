#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Fails on an #include that crosses rooms where lib/ROOMS does not allow it.
set -u
cd "$(dirname "$0")/../.." || exit 2
bad=0
complain() { echo "rooms: $*"; bad=1; }

for f in lib/*/*.[ch]; do
	room=${f#lib/}
	room=${room%%/*}
	may=$(sed -n "s/^$room: *//p" lib/ROOMS)
	grep -q "^$room:" lib/ROOMS || complain "$f: no such room in lib/ROOMS"
	while read -r other; do
		case " $room $may " in
		*" $other "*) ;;
		*) complain "$f: $room may not use $other" ;;
		esac
	done < <(sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' "$f")
	# what is ours is included by room and name
	if grep -n '^#include "[^/]*"' "$f" | grep -v '\.inc"'; then
		complain "$f: write the room in front of the header"
	fi
done
for f in cmd/*.c; do
	grep -q '^#include "cmd/' "$f" && complain "$f: uses another tool"
done

# The card in software is a witness only while it shares nothing with lib/.
# So is the forge, which has the card's parts besides.
for f in tests/sim/{card,forge}.c tests/sim/{card,forge}/*.[ch]; do
	[ -e "$f" ] || continue
	while read -r other; do
		other=${other#../}
		case $f in
		*/forge*) own=(tests/sim/{card,forge}/"${other##*/}") ;;
		*) own=(tests/sim/card/"${other##*/}") ;;
		esac
		[ -e "${own[0]}" ] || [ -e "${own[1]:-}" ] && [ ! -d "lib/${other%%/*}" ] ||
			complain "$f: may not use $other"
	done < <(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$f")
done

# One owner for each outside library: header, then the files that may have it.
while read -r header owners; do
	for f in $(grep -lE "^#include <$header" -r lib cmd); do
		case " $owners " in
		*" $f "*) ;;
		*) complain "$f: only $owners may include <$header>" ;;
		esac
	done
done <<-'LIST'
	zbar lib/image/zbar.c
	jpeglib lib/image/load_jpeg.c
	png.h lib/image/load_png.c
	libheif lib/image/load_heif.c
	qrencode lib/image/draw.c
	csv.h lib/table/csv.c
	expat lib/table/xlsx_xml.c
	minizip lib/table/xlsx_zip.c
	xxhash lib/roster/hash.c lib/roster/hash.h
	utf8proc lib/text/utf8.c
	curl lib/stay/http.c
	sqlite3 lib/stay/outbox.c lib/stay/outbox_sql.c
	seccomp lib/base/sandbox.c
	openssl lib/chip/crypto.c lib/chip/sign.c lib/chip/group_priv.h lib/chip/group_ec.c lib/trust/pubkey.c lib/trust/pubkey_table.c lib/trust/pubkey_rsa.c
	(PCSC/)?(winscard|wintypes|pcsclite|reader)\.h lib/chip/card_pcsc.c
LIST
exit $bad
