# SPDX-License-Identifier: ISC
# shellcheck shell=bash
# TAP for the tests of whole tools. Source it first; end with done_testing.
# Every test runs in a scratch folder of its own, which is also its HOME, so
# that nothing of the user is read or touched.
set -u
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
case ${B:-build} in
/*) BUILD=$B ;;
*) BUILD=$ROOT/${B:-build} ;;
esac
PATH=$BUILD/bin:$BUILD/tests:$PATH
T=$(mktemp -d "${TMPDIR:-/tmp}/cccd-test.XXXXXX")
cleanups=()		# what the sourced files have to end
trap 'cleanup; for c in "${cleanups[@]}"; do "$c"; done; rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
cleanup() { :; }	# a test may define its own

export HOME=$T/home LC_ALL=C.UTF-8 TZ=UTC CCCD_LOCALEDIR=$BUILD/locale
export CCCD_STATE=$T/state CCCD_SHARE=$ROOT/share
unset LANGUAGE XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME \
	http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy
mkdir -p "$HOME/.config/cccd-tools" "$HOME/store"
# An empty store: what this machine believes changes no test. One that writes
# other settings adds this line, where it runs cccd-verify without --trust.
store="trust = $HOME/store"
echo "$store" >"$HOME/.config/cccd-tools/settings"
cd "$T" || exit 2
tap_n=0 tap_bad=0

# ok STATUS NAME: a point; STATUS 0 passes.
ok() {
	tap_n=$((tap_n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tap_n - $2"
	else
		tap_bad=$((tap_bad + 1))
		echo "not ok $tap_n - $2"
	fi
}

diag() { sed 's/^/# /'; }

# exits N NAME CMD ...: runs CMD with its output in $T/out and $T/err.
exits() {
	local want=$1 name=$2 got
	shift 2
	"$@" >"$T/out" 2>"$T/err"
	got=$?
	[ "$got" -eq "$want" ]
	ok $? "$name: exits $want"
	[ "$got" -eq "$want" ] || {
		echo "exit $got, wanted $want: $*"
		head -c 2000 "$T/out" "$T/err"
	} | diag
}

# same_out NAME <expected, same_err NAME <expected: after exits.
same_file() {
	cat >"$T/want"
	cmp -s "$T/want" "$1"
	ok $? "$2"
	cmp -s "$T/want" "$1" || diff "$T/want" "$1" | head -40 | diag
}
same_out() { same_file "$T/out" "$1: standard output"; }
same_err() { same_file "$T/err" "$1: standard error"; }

# is NAME GOT WANT
is() {
	[ "$2" = "$3" ]
	ok $? "$1"
	[ "$2" = "$3" ] || printf 'got:    %s\nwanted: %s\n' "$2" "$3" | diag
}

# has NAME FILE TEXT: FILE holds TEXT (no pattern). lacks: it does not.
has() {
	grep -qF -e "$3" "$2"
	ok $? "$1"
	grep -qF -e "$3" "$2" || head -c 1500 "$2" | diag
}
lacks() {
	grep -qF -e "$3" "$2"
	[ $? -eq 1 ]	# 2: there is no such file
	ok $? "$1"
}

# skip NAME WHY
skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

# soon CMD ...: waits until CMD holds, at most a minute: the machine may be
# busy. What does not come is named.
soon() {
	local end=$((SECONDS + 60))
	until "$@" 2>/dev/null; do
		[ $SECONDS -lt $end ] || {
			diag <<<"not within a minute: $*"
			return 1
		}
		sleep 0.02
	done
}
has_lines() { [ "$(wc -l <"$2")" -ge "$1" ]; }	# N FILE: or more

# drained FD: of what was written into the pipe at FD nothing waits any more
# (FIONREAD).
drained() {
	perl -e 'my $n = pack("i", 0); ioctl(STDIN, 0x541b, $n) or exit 2;
	    exit(unpack("i", $n) == 0 ? 0 : 1)' <&"$1"
}

# on_tty CMD ...: on a terminal of its own; its status, what it wrote without CR
on_tty() {
	python3 -c 'import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
out = b""
try:
    while more := os.read(terminal, 65536):
        out += more
except OSError:
    pass                        # it has ended
sys.stdout.buffer.write(out.replace(b"\r", b""))
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) % 256)' "$@"
}

# cpu_ms CMD ...: milliseconds of processor time that CMD took, into $cpu_ms
# (a busy machine changes the wall clock); its output in $T/out and $T/err.
cpu_ms() {
	local TIMEFORMAT='%U %S' status
	cpu_ms=$( { time "$@" >"$T/out" 2>"$T/err"; } 2>&1; exit $?)
	status=$?
	cpu_ms=$(awk '{ printf "%.0f", ($1 + $2) * 1000 }' <<<"$cpu_ms")
	return $status
}

# closed_pipe CMD ...: CMD's output goes into a pipe whose reader is gone.
closed_pipe() {
	local fd got
	exec {fd}> >(exit 0)
	wait $!
	"$@" >&"$fd"
	got=$?
	exec {fd}>&-
	return $got
}

# as_user CMD ...: as an ordinary user, since root may read everything. The
# clone may lie where such a user cannot look (/root): our tools are copied.
as_user() {
	if [ "$(id -u)" -eq 0 ]; then
		chmod 755 "$T"
		[ -d "$T/bin" ] || cp -r "$BUILD/bin" "$T/bin"
		PATH=$T/bin:$PATH setpriv --reuid=65534 --regid=65534 \
		    --clear-groups "${@/#"$BUILD/bin/"/"$T/bin/"}"
	else
		"$@"
	fi
}

done_testing() {
	echo "1..$tap_n"
	exit $((tap_bad > 0))
}
