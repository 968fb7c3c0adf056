#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# A filing run of three guests is killed at every (system call, n-th call) pair;
# then cron flushes, then the clerk tries again. Nothing may be lost, nobody
# refused as a stranger's double, and the ledger has everybody once.
# Three: one reply not written, one request under way, one claimed.
# strace counts a call's number per name; 127.0.0.1 keeps resolver threads out.
#
# A kill leaves all that was written to the kernel: waiting for a disk would
# show nothing more, so the folders are in memory where that can be had.
[ -z "${TMPDIR-}" ] && [ -w /dev/shm ] && export TMPDIR=/dev/shm
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/portal.sh"
if ! strace -o /dev/null -e trace=none true 2>/dev/null; then
	skip 'the crash walk' 'strace may not trace here'
	done_testing
fi
# leaks cannot be looked for under strace, which traces already
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
portal_start || { ok 1 'the double starts'; done_testing; }
facility base
guests 3 >in
# said, not taken from the clock: midnight would change the key
stay=(--room 203 --nights 1 --arrive "$(vn_day) 00:00" in)

# settings ACCOUNT: a facility of its own in the one portal, a fresh outbox
settings() {
	mkdir -p "w/$1"
	sed "s,$T/f/base,$T/w/$1,; s/^portal_timeout.*/portal_timeout = 20/" \
	    f/base/settings >"w/$1/settings"
	sed "s/^username.*/username = $1/" f/base/credentials \
	    >"w/$1/credentials"
	chmod 600 "w/$1/settings" "w/$1/credentials"
}
# lt ACCOUNT ARG ...
lt() {
	local a=$1
	shift
	XDG_CACHE_HOME=$T/w/$a/cache "${trace[@]}" lt-notify --config "w/$a/settings" \
	    --state "w/$a/state" "$@"
}

# The pairs: how often each call comes in a run that nobody disturbs.
trace=(strace -f -qq -o trace)
settings r1
lt r1 "${stay[@]}" >out 2>err
is 'an undisturbed run' "$? $(filed r1)" '0 3'
sed -n 's/^[0-9]* *\([a-z0-9_]*\)(.*/\1/p' trace | sort | uniq -c |
    awk '{ for (n = 1; n <= $1; n++) print $2, n }' >pairs
total=$(wc -l <pairs)
diag <<<"$total pairs of $(cut -d' ' -f1 pairs | sort -u | wc -l) calls"
[ "$total" -gt 300 ]
ok $? 'the recording holds a whole run'

# CRASH_EVERY=N: only each N-th pair, for a quick look.
awk -v e="${CRASH_EVERY:-1}" 'NR % e == 0' pairs >walk

# One pair: a line of "call n killed flush feed filed echoed lost damaged".
pair() {
	local call=$1 n=$2 a=$3 killed flush feed echoed=0 lost=0 doc
	settings "$a"
	trace=(strace -f -qq -o /dev/null -e "trace=$call"
	    -e "inject=$call:signal=SIGKILL:when=$n")
	lt "$a" "${stay[@]}" >"w/$a/out" 2>/dev/null
	killed=$?
	trace=()
	lt "$a" --flush >"w/$a/flushed" 2>"w/$a/err"
	flush=$?
	# whoever was echoed before the crash is in the ledger by now
	while read -r doc; do
		echoed=$((echoed + 1))
		[ "$(filed "$a" "$doc")" = 1 ] || lost=$((lost + 1))
	done < <(sed -n 's/^{"id":"\([0-9]*\)".*}$/\1/p' "w/$a/out")
	lt "$a" "${stay[@]}" >"w/$a/fed" 2>>"w/$a/err"
	feed=$?
	echo "$call $n $killed $flush $feed" \
	    "$(grep -c '"state":"filed"' "w/$a/fed")" $echoed $lost \
	    "$(sqlite3 "w/$a/state/outbox.db" 'PRAGMA integrity_check')"
	[ $feed = 0 ] && rm -rf "w/$a"
}
worker() {
	local i=0 call n
	while read -r call n; do
		[ $((i++ % workers)) = "$1" ] && pair "$call" "$n" "k$i"
	done <walk
}
workers=$(nproc)
[ "$workers" -gt 4 ] && workers=4
for ((w = 0; w < workers; w++)); do worker $w >"result.$w" 2>"stray.$w" & done
wait
cat result.* >result

# none NAME AWK-CONDITION: no line of the results meets it
none() {
	awk "$2" result >bad
	[ ! -s bad ]
	ok $? "$1"
	head -20 bad | diag
}
is 'every pair was walked' "$(wc -l <result)" "$(wc -l <walk)"
none 'the flush after it ends well' '$4 != 0'
none 'everybody who was echoed was filed by then' '$8 != 0'
none 'fed again, all is filed' '$5 != 0 || $6 != 3'
none 'the database is whole' '$9 != "ok"'
awk -F'\t' '$1 ~ /^k/ { n[$1 " " $3]++ }
    END { for (k in n) print n[k] }' "$PORTAL/ledger" | sort | uniq -c >counts
is 'in the ledger everybody stands once' "$(xargs <counts)" \
    "$((3 * $(wc -l <walk))) 1"
killed=$(awk '$3 == 137' result | wc -l)
again=$(grep -c '^vn 400' "$PORTAL/log")
echo "$killed of $(wc -l <walk) runs were killed;" \
    "the portal refused $again repetitions" | diag
# the first execve is strace's own, and a run may need a poll less
[ "$killed" -ge $(($(wc -l <walk) * 97 / 100)) ]
ok $? 'the runs were killed'
[ "${CRASH_EVERY:-1}" -gt 1 ] || [ "$again" -gt 0 ]
ok $? 'some were killed between filing and knowing'
done_testing
