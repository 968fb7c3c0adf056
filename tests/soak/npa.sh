#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The German identity card of vsmartcard: a PACE chip that nobody here wrote
# (openpace inside), opened by our terminal. Its Python modules are not packaged
# in Debian: they are made out of Debian's source archive, which is fetched with
# the package sources that this machine has.
. "$(dirname "$0")/../lib.sh"
. "$ROOT/tests/pcscd.sh"
readers_needed 'nPA'
give_up() {
	skip 'nPA' "$1"
	[ ! -s log ] || tail -n 5 log | diag
	done_testing
}

# The lists of apt in a folder of our own: nothing of the machine changes.
mkdir -p apt/sources apt/state/lists/partial apt/cache/archives/partial
for f in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
	[ -f "$f" ] || continue
	sed -n 's/^Types:.*/Types: deb-src/; s/^deb /deb-src /; /^[^#]/p; /^$/p' \
	    "$f" >"apt/sources/${f##*/}"
done
own_apt() {
	apt-get -q -o Dir::State="$T/apt/state" -o Dir::Cache="$T/apt/cache" \
	    -o Dir::Etc::SourceList=/dev/null \
	    -o Dir::Etc::SourceParts="$T/apt/sources" \
	    -o APT::Sandbox::User="$(id -un)" "$@" >>log 2>&1
}
# A source that has no archive of sources is a warning only.
own_apt update || :
own_apt source --download-only openpace ||
	give_up "openpace's source archive cannot be fetched"
dpkg-source --no-check -x openpace_*.dsc source >>log 2>&1 ||
	give_up "openpace's source archive cannot be unpacked"
command -v swig >/dev/null || give_up 'swig is not here'

mkdir modules
read -ra flags < <(echo "$(/usr/bin/python3-config --includes)" \
    "$(pkg-config --cflags --libs libeac libcrypto)")
swig -python -Isource/bindings -outdir modules -o modules/wrap.c \
    source/bindings/eac.i >>log 2>&1 &&
	gcc -shared -fPIC -w -DSWIG_PYTHON_STRICT_BYTE_CHAR \
	    -o modules/_eac.so modules/wrap.c "${flags[@]}" >>log 2>&1
is "openpace's modules are built" $? 0
cp source/bindings/python/chat.py modules
export VICC_NPA_MODULES=$T/modules

readers_start 1 || { ok 1 'card readers'; done_testing; }
# The card's own defaults; the zone as PACE takes it.
CAN=222222 MRZ=T22000129364081252010315
vicc_start "$VPCD_PORTS" -t nPA
exits 0 'it is there' pcsc_probe 'Virtual A' wait connect 00A4020C02011C
exits 0 'PACE by CAN, and a file under secure messaging' \
    npa_open 'Virtual A 00 00' can $CAN
cp out by-can
is 'EF.CardSecurity is a SignedData of its own length' \
    "$(head -c 8 by-can) $(($(wc -c <by-can) / 2))" \
    "308205a0 $((0x5a0 + 4))"
exits 0 'PACE by the zone' npa_open 'Virtual A 00 00' mrz $MRZ
same_out 'the same file' <by-can
exits 1 'another CAN' npa_open 'Virtual A 00 00' can 222223
is 'it is refused at the last step' "$(cat err)" '86: 6300'
exits 0 'and the right one afterwards' npa_open 'Virtual A 00 00' can $CAN
vicc_stop
done_testing
