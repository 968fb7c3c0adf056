#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The rig of card readers itself: what the tests of cccd-read stand on.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"
readers_needed 'card readers'

# Whoever listens at these ports, by the kernel's table; "" when all are free.
listening() {
	local p
	for p in "$@"; do
		grep -hi ":$(printf %04X "$p") [0-9A-F]*:0000 0A" /proc/net/tcp
	done
}
# chip PORT: answers 9000 to a SELECT, the alphabet to a READ BINARY.
cat >chip.py <<'EOS'
import socket, struct, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
def read(n):
    b = b""
    while len(b) < n:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        try:
            c = s.recv(n - len(b))
        except OSError:
            c = b""
        if not c:
            sys.exit(0)
        b += c
    return b
def put(b):
    s.sendall(struct.pack(">H", len(b)) + b)
while True:
    m = read(struct.unpack(">H", read(2))[0])
    if m == b"\4":
        put(bytes.fromhex("3B888001000000000000000009"))
    elif len(m) > 1:
        put({0xA4: b"", 0xB0: b"abcdefgh"}[m[1]] + b"\x90\x00")
EOS
chips=
chip() { python3 chip.py "$1" & chips="$chips $!"; }
cleanup() {
	# shellcheck disable=SC2086
	[ -z "$chips" ] || kill $chips 2>/dev/null
	chips=
}

for n in 1 4 12; do
	readers_start $n
	is "$n readers: it starts" $? 0
	is "$n readers: their names" "$(pcsc_probe | cut -d' ' -f2 | xargs)" \
	    "$(echo A B C D E F G H I J K L | cut -d' ' -f1-$n)"
	is "$n readers: as many ports" "$(echo "$VPCD_PORTS" | wc -w)" $n
done

# The last one: twelve readers, cards in three of them.
pid=$READERS_PID ports=$VPCD_PORTS
chip "$(reader_port 0)"
chip "$(reader_port 4)"
chip "$(reader_port 11)"
for r in A E L; do
	exits 0 "reader $r: a card" pcsc_probe "Virtual $r" wait connect \
	    00a4040c00 reset 00b0000008
	same_out "reader $r: a card" <<-'EOS'
	3b888001000000000000000009
	9000
	61626364656667689000
	EOS
done
exits 2 'reader B: none' pcsc_probe 'Virtual B' connect
is 'reader B: says so' "$(cat err)" 'connect: 8010000c'

# Without rights, though we may be root.
is 'pcscd is no root' "$(stat -c %u "/proc/$pid")" \
    "$([ "$(id -u)" -eq 0 ] && echo 65534 || id -u)"

# Faults of the reader.
: >"$READERS/0/short"
exits 2 'a reader without long commands' pcsc_probe 'Virtual A' wait connect \
    00b00000000000
is 'it refuses them itself' "$(cat err)" 'transmit: 80100016'
rm "$READERS/0/short"
: >"$READERS/0/broken"
exits 0 'a reader that does not answer is lost' pcsc_probe 'Virtual A' lost
exits 2 'and cannot be used' pcsc_probe 'Virtual A' connect
rm "$READERS/0/broken"
exits 0 'it answers again' pcsc_probe 'Virtual A' wait connect

# The service dies, and comes back.
pcscd_kill
exits 2 'without service' pcsc_probe
is 'without service: the code' "$(cat err)" 'service: 8010001d'
pcscd_restart
is 'it is back' $? 0
is 'with the same ports' "$VPCD_PORTS" "$ports"
chip "$(reader_port 2)"
exits 0 'and takes cards' pcsc_probe 'Virtual C' wait connect 00a4040c00
cleanup

pid=$READERS_PID
readers_stop
# shellcheck disable=SC2086
is 'afterwards its ports are free' "$(listening $ports)" ''
is 'its process is gone' "$(ls -d "/proc/$pid" 2>/dev/null)" ''
is 'its files are gone' "$(ls -d "$READERS" 2>/dev/null)" ''

# Three rigs at once, each of which says what it has and waits.
cat >rig.t <<'EOS'
. "$1/tests/lib.sh"
. "$1/tests/pcscd.sh"
readers_start 4 || exit 2
echo "$T $READERS_PID $VPCD_PORTS" >"$2.new"
mv "$2.new" "$2"
pcsc_probe | wc -l
while [ -e "$2" ]; do sleep 0.02; done
pcsc_probe | wc -l
EOS
rig() { B=$BUILD bash rig.t "$ROOT" "$T/$1" >"$1.out" 2>&1; }
begun() {
	local tries=0
	while [ ! -e "$T/$1" ] && [ $((tries += 1)) -lt 3000 ]; do
		sleep 0.02
	done
}
rigs=
for i in 1 2 3; do
	rig "rig$i" &
	rigs="$rigs $!"
done
for i in 1 2 3; do begun rig$i; done
is 'three rigs at once: twelve ports' \
    "$(cat rig1 rig2 rig3 | cut -d' ' -f3- | xargs -n1 | sort -u | wc -l)" 12
rm -f rig1 rig2 rig3
# shellcheck disable=SC2086
wait $rigs
for i in 1 2 3; do
	is "rig $i: its readers, twice" "$(xargs <rig$i.out)" '4 4'
done

# A test that is killed leaves no service and no folder; by -KILL no service.
for signal in TERM HUP KILL; do
	B=$BUILD bash rig.t "$ROOT" "$T/killed" >killed.out 2>&1 &
	rig=$!
	begun killed
	read -r folder pid ports <killed
	kill -$signal $rig
	wait $rig 2>/dev/null
	tries=0
	while [ -e "/proc/$pid" ] && [ $((tries += 1)) -lt 2000 ]; do
		sleep 0.02
	done
	is "killed by $signal: no service" "$(ls -d "/proc/$pid" 2>/dev/null)" ''
	# shellcheck disable=SC2086
	is "killed by $signal: no port" "$(listening $ports)" ''
	[ $signal = KILL ] ||
		is "killed by $signal: no folder" "$(ls -d "$folder" \
		    2>/dev/null)" ''
	rm -rf "$folder" killed
done
done_testing
