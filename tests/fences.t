#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# What reads hostile input is fenced in while it reads: the kernel says so. A
# child has its parent's filter and one more.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"

cccd-qr --version >version
if ! grep -q 'seccomp yes' version; then
	skip 'fences' "$(tail -n 1 version)"
	done_testing
fi

python3 - <<'EOT'
import random
random.seed(7)
with open("noise.pgm", "wb") as f:
    f.write(b"P5 4000 4000 255\n" + random.randbytes(16000000))
EOT
mkfifo in
pid=
cleanup() { [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null; }

# field PID NAME: of its status; nothing when it is gone.
field() { sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status" 2>/dev/null; }

# Old kernels do not count filters; there the mode must do, unless we are
# behind somebody's filter ourselves, as containers are.
how=Seccomp_filters base=$(field $$ Seccomp_filters)
if [ -z "$base" ]; then
	how=Seccomp base=$(field $$ Seccomp)
	if [ "$base" != 0 ]; then
		skip 'fences' 'this kernel counts no filters'
		done_testing
	fi
fi

# fenced NAME PID N: it has N filters more than we have, soon.
fenced() {
	local want=$((base + $3)) tries=0
	[ $how = Seccomp ] && want=2
	while [ "$(field "$2" $how)" != "$want" ] && [ $((tries += 1)) -lt 2000 ]
	do
		sleep 0.02
	done
	is "$1: filters" "$(field "$2" $how)" "$want"
	is "$1: no new privileges" "$(field "$2" NoNewPrivs)" 1
}

# started CMD ...: in the background, with its number in $pid.
started() {
	"$@" >out 2>err &
	pid=$!
}

ended() {
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null
	pid=
}

# child: the number of the child of $pid, once there is one.
child() {
	local c='' tries=0
	while [ -z "$c" ] && [ $((tries += 1)) -lt 5000 ]; do
		read -r c _ <"/proc/$pid/task/$pid/children" || sleep 0.01
	done
	echo "${c:-none}"
}

# holds PID FILE: whether the octets that FILE has in hex are in its memory.
holds() {
	python3 - "$@" <<'EOT'
import sys
pid, file = sys.argv[1:]
key = bytes.fromhex(open(file).read())
found = "no"
with open(f"/proc/{pid}/mem", "rb", 0) as mem:
    for line in open(f"/proc/{pid}/maps"):
        span, mode = line.split()[:2]
        a, b = (int(x, 16) for x in span.split("-"))
        if not mode.startswith("rw") or b - a > 1 << 28:
            continue
        try:
            mem.seek(a)
            found = "yes" if key in mem.read(b - a) else found
        except OSError:
            pass
print(found)
EOT
}

started cccd-qr --budget-ms 60000 noise.pgm
c=$(child)
fenced 'pictures: the tool' "$pid" 1
fenced 'pictures: the decoding child' "$c" 2
is 'the child cannot open files' "$(sed -n \
    's/^Max open files *\([0-9]*\) .*/\1/p' "/proc/$c/limits")" 0
ended

# A camera that goes on: the child is kept for its next picture.
exec 7<>in
printf 'P5 1 1 255\n~' >&7
started bash -c 'exec cccd-qr --stream <in'
c=$(child)
fenced 'camera: the tool' "$pid" 1
fenced 'camera: the decoding child' "$c" 2
is 'camera: the child cannot open files' "$(sed -n \
    's/^Max open files *\([0-9]*\) .*/\1/p' "/proc/$c/limits")" 0
ended

for how_called in 'cccd-qr --text in' 'cccd-qr --doctor in' 'cccd-verify in'; do
	# shellcheck disable=SC2086
	started $how_called
	fenced "$how_called" "$pid" 1
	ended
done

# Threads start behind the fence: each has it.
started cccd-verify -j 3 in
fenced 'cccd-verify -j 3' "$pid" 1
tries=0
while threads=("/proc/$pid/task"/*) && [ ${#threads[@]} -lt 4 ] &&
    [ $((tries += 1)) -lt 2000 ]; do
	sleep 0.02
done
is 'cccd-verify -j 3: four threads' ${#threads[@]} 4
is 'cccd-verify -j 3: every one fenced' \
    "$(sed -n "s/^$how:[[:space:]]*//p" "/proc/$pid"/task/*/status |
    sort -u | wc -l)" 1
ended
exec 7>&-

if why=$(readers_missing); then
	skip 'chips' "$why"
else
	readers_start 1
	started cccd-read --can 000123
	c=$(child)
	fenced 'chips: the process of a reader' "$c" 1
	# the parent is the control: there the key has to be found
	is "chips: the station's key is in the parent" \
	    "$(holds "$pid" "$CCCD_STATE/station.key")" yes
	is 'chips: and not where cards are parsed' \
	    "$(holds "$c" "$CCCD_STATE/station.key")" no
	ended
fi
done_testing
