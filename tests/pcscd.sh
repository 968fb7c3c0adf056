# SPDX-License-Identifier: ISC
# shellcheck shell=bash
# For tests that need card readers; source it after tests/lib.sh. A pcscd of
# one's own, unprivileged, with virtual readers of one slot each, "Virtual A"
# and on: as many at once as one likes, all of it gone with the test. A card
# is a TCP client of its reader's port (vpcd: see tests/sim/card/).
READERS=$T/readers	# reader number i, from 0, has a folder $READERS/i
READERS_DRIVER=/usr/lib/pcsc/drivers/serial/libifdvpcd.so
READERS_PID=

# readers_missing: what of them is not here; false when nothing is.
readers_missing() {
	local f
	for f in /usr/sbin/pcscd "$READERS_DRIVER"; do
		[ -e "$f" ] && continue
		echo "$f is not here (packages pcscd, vsmartcard-vpcd)"
		return 0
	done
	return 1
}
# readers_needed NAME: ends the test here, skipped, where there is no pcscd.
readers_needed() {
	readers_missing >"$T/missing" || return 0
	skip "$1" "$(cat "$T/missing")"
	done_testing
}

# readers_start N: exports PCSCLITE_CSOCK_NAME and VPCD_PORTS, one port for
# each reader, in their order. At most 16.
readers_start() {
	local try
	readers_stop
	for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
		readers_configure "$1" $((20000 + RANDOM % 12000))
		pcscd_restart && return 0
	done
	echo 'pcscd.sh: pcscd does not start:' >&2
	tail -n 20 "$READERS/log" >&2
	return 1
}

readers_configure() {
	local i letters=ABCDEFGHIJKLMNOP
	rm -rf "$READERS"
	mkdir -p "$READERS/conf"
	cp "$BUILD/tests/libalone.so" "$READERS"
	VPCD_PORTS=
	for ((i = 0; i < $1; i++)); do
		mkdir "$READERS/$i"
		cp -L "$READERS_DRIVER" "$READERS/$i/vpcd.so"
		cp "$BUILD/tests/libreader.so" "$READERS/$i/reader.so"
		cat >>"$READERS/conf/readers" <<-EOS
		FRIENDLYNAME "Virtual ${letters:i:1}"
		DEVICENAME /dev/null:$(($2 + i))
		LIBPATH $READERS/$i/reader.so
		CHANNELID $(($2 + i))

		EOS
		VPCD_PORTS="$VPCD_PORTS $(($2 + i))"
	done
	VPCD_PORTS=${VPCD_PORTS# }
	export VPCD_PORTS PCSCLITE_CSOCK_NAME=$READERS/s
	[ "$(id -u)" -ne 0 ] || chmod 711 "$T"	# pcscd is nobody then
}

# reader_port I: of reader number I, from 0.
reader_port() { echo "$VPCD_PORTS" | cut -d' ' -f$(($1 + 1)); }

# pcscd_restart: on the same socket, with the same ports. Its socket is open
# before it runs, so one question waits until it serves.
pcscd_restart() {
	local want
	pcscd_kill
	rm -f "$READERS/s"
	pcscd_launch "$READERS/s" "$READERS/conf" "$READERS/libalone.so" \
	    </dev/null >>"$READERS/log" 2>&1 &
	READERS_PID=$!
	want=$(echo "$VPCD_PORTS" | wc -w)
	while [ ! -S "$READERS/s" ]; do
		kill -0 "$READERS_PID" 2>/dev/null || break
		sleep 0.005
	done
	[ "$(timeout 60 pcsc_probe 2>>"$READERS/log" | wc -l)" -eq "$want" ] &&
		return 0
	pcscd_kill
	return 1
}

# pcscd_kill: as if it had died; the socket leads nowhere.
pcscd_kill() {
	[ -n "$READERS_PID" ] || return 0
	kill -KILL "$READERS_PID" 2>/dev/null
	wait "$READERS_PID" 2>/dev/null
	READERS_PID=
}

readers_stop() {
	pcscd_kill
	rm -rf "$READERS"
	unset PCSCLITE_CSOCK_NAME VPCD_PORTS
}
cleanups+=(readers_stop)

# card_lay I ARG ...: our card in software (card --help) on reader number I,
# from 0; returns when the reader has seen it. card_start does not wait for
# that. card_take takes all of them away again. What the cards say goes into
# $T/card.log.
CARDS=() CARD_READERS=()
readers_name() { local l=ABCDEFGHIJKLMNOP; echo "Virtual ${l:$1:1} 00 00"; }
card_lay() {
	card_start "$@"
	pcsc_probe "$(readers_name "$1")" wait
}
card_start() {
	local i=$1
	shift
	card --port "$(reader_port "$i")" "$@" </dev/null >>"$T/card.log" 2>&1 &
	CARDS+=($!)
	CARD_READERS+=("$i")
}
card_take() {
	local i
	[ ${#CARDS[@]} -gt 0 ] || return 0
	kill "${CARDS[@]}" 2>/dev/null
	wait "${CARDS[@]}" 2>/dev/null
	[ -z "$READERS_PID" ] || for i in "${CARD_READERS[@]}"; do
		timeout 60 pcsc_probe "$(readers_name "$i")" gone 2>/dev/null
	done
	CARDS=() CARD_READERS=()
}
cleanups=(card_take "${cleanups[@]}")

# mrtdread PART NUMBER BIRTH EXPIRY: by mrtdreader, an independent reader,
# through the reader whose name has PART, without colours and progress. It
# ends with 0 whatever happened: look at what it says. The files are in $T/read
# under their identifiers (0101), what passed in $T/passed.
mrtdread() {
	rm -rf "$T/read"
	mkdir "$T/read"
	NFCPCSC_READER=$1 NFCPCSC_LOG=$T/passed NFCPCSC_FILES=$T/read \
	    LD_PRELOAD=$BUILD/tests/libnfcpcsc.so \
	    timeout 120 mrtdreader -p "$2" -b "$3" -e "$4" 2>&1
}
# vicc_start PORT ARG ...: the passport of vsmartcard, from its input; its
# number in $VICC_PID, what it says in $T/vicc.log.
VICC_PID=
vicc_start() {
	local port=$1
	shift
	rm -rf "$T/vicc"
	mkdir "$T/vicc"
	/usr/bin/python3 "$ROOT/tests/sim/vicc.py" "$T/vicc" -P "$port" "$@" \
	    >"$T/vicc.log" 2>&1 <&0 &
	VICC_PID=$!
}
vicc_stop() {
	[ -n "$VICC_PID" ] || return 0
	kill "$VICC_PID" 2>/dev/null
	wait "$VICC_PID" 2>/dev/null
	VICC_PID=
}
cleanups+=(vicc_stop)
