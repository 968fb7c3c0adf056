#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# lt-notify against the portal double on its bad days.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/portal.sh"
portal_start || { ok 1 'the double starts'; done_testing; }
# Said, not taken from the clock: a run over midnight would change the key.
TODAY=$(vn_day)
STAY=(--nights 1 --arrive "$TODAY 00:00")
n=0
state() { jq -r '.notify.state' "$T/out"; }
run() {	# FACILITY ARG ...: the exit status; output in $T/out, $T/err
	local f=$1
	shift
	notify "$f" "$@" >"$T/out" 2>"$T/err"
	rc=$?
}
file() { guests "${2:-1}" >"$T/in"; run "$1" --room 203 "${STAY[@]}" "$T/in"; }

# A bad day, then a good one. Fault, before or after the processing, state and
# count then, requests that reach the portal in all.
bad_day() {	# NAME STATE COUNT SWITCH ...
	local name=$1 want=$2 count=$3 f=d$((++n))
	shift 3
	facility $f
	control "$@"
	file $f
	is "$name: state" "$(state) $rc" "$want 1"
	is "$name: filed so far" "$(filed $f)" "$count"
	control
	run $f --flush
	is "$name: then filed" "$(state) $rc" 'filed 0'
	is "$name: once" "$(filed $f)" 1
	file $f
	is "$name: the clerk tries again" "$(state) $rc $(filed $f)" 'filed 0 1'
}
for f in drop reset garbage truncated stall huge; do
	bad_day "$f before" unknown 0 fault=$f
	bad_day "$f after" unknown 1 fault=$f when=after
done
for code in 429 500 503; do
	bad_day "$code before" waiting 0 fault=status code=$code
done
bad_day '504 after' waiting 1 fault=status code=504 when=after
bad_day 'HTML 502 before' waiting 0 fault=html code=502
bad_day 'HTML 502 after' waiting 1 fault=html code=502 when=after
bad_day 'HTML 200 before' waiting 0 fault=html code=200
bad_day 'HTML 200 after' waiting 1 fault=html code=200 when=after
bad_day 'empty 200 after' waiting 1 fault=empty when=after
bad_day 'redirect' waiting 0 fault=redirect
bad_day 'slower than the time-out' unknown 1 fault=slow
bad_day 'no token: 503' waiting 0 on=token fault=status code=503
bad_day 'no token: HTML' waiting 0 on=token fault=html code=200
bad_day 'no token: dropped' waiting 0 on=token fault=drop
bad_day 'no token: stalled' waiting 0 on=token fault=stall

# Slow but whole.
facility s1; control delay=1500; file s1
is 'slow: filed' "$(state) $rc $(filed s1)" 'filed 0 1'

# Refusals: the portal's own words, in the record and nowhere else.
facility r1
sed -i '$a room_required = no' f/r1/settings
control refusal_http=200
guests 1 >in; run r1 "${STAY[@]}" in
is 'HTTP 200 with body code 400' "$(state) $rc $(filed r1)" 'rejected 1 0'
is 'its words' "$(jq -r .notify.answer out)" 'Bản khai báo 1: Số phòng là bắt buộc'
lacks 'not on stderr' err 'Số phòng'
control
before=$(grep -c '^vn ' "$PORTAL/log")
run r1 --flush
is 'a refusal is not sent again' "$(grep -c '^vn ' "$PORTAL/log") $(filed r1)" "$before 0"

# Somebody else has filed the guest: no attempt of ours, so it is refused.
facility o1; facility o2
file o1
sed 's/^username.*/username = o1/' f/o1/credentials >f/o2/credentials
chmod 600 f/o2/credentials
file o2
is 'filed by another' "$(state) $rc $(filed o1)" 'rejected 1 1'
has 'the dates are in the answer' out "từ $TODAY"
lacks 'the number is not on stderr' err 001099000001

# Tokens.
facility t1; control token_life=30
file t1 3
is 'under 60 s left: filed' "$(jq -r .notify.state out | sort | uniq -c | xargs) $rc" '3 filed 0'
has 'by refreshed tokens' "$PORTAL/log" 'refreshed facility=t1'
is 'one login' "$(grep -c 'issued facility=t1' "$PORTAL/log")" 1
is 'revoked at the end' "$(tail -2 "$PORTAL/log" | head -1 | cut -d' ' -f1,2)" 'revoked facility=t1'
is 'the last token is the one revoked' \
    "$(grep 'facility=t1' "$PORTAL/log" | sed 's/.*token=//' | tail -2 | uniq | wc -l)" 1
facility t2; control fault=status code=401 times=1
file t2
is '401 once: renewed and filed' "$(state) $rc $(filed t2)" 'filed 0 1'
has '401 once: by a refresh' "$PORTAL/log" 'refreshed facility=t2'
facility t3; control fault=status code=401
file t3
is '401 always: waiting' "$(state) $rc $(filed t3)" 'waiting 1 0'
has '401 always: the account is named' err 'the account was refused'
control; run t3 --flush
is '401 always: filed later' "$(state) $rc $(filed t3)" 'filed 0 1'
# While a request is under way the next stay is claimed; then it is not sent.
facility t8; control fault=status code=401
file t8 3
is '401 always: the claimed one is given back' "$(sqlite3 f/t8/state/outbox.db \
    'SELECT state, attempts, count(attempt.id) FROM stay LEFT JOIN attempt
    ON attempt.stay = stay.id GROUP BY stay.id' | xargs)" '0|1|1 0|0|0 0|0|0'
facility t9; control delay=400
guests 3 >in
notify t9 --room 203 "${STAY[@]}" in >out 2>err & pid=$!
most=0
while kill -0 $pid 2>/dev/null; do
	n=$(sqlite3 f/t9/state/outbox.db \
	    'SELECT count(*) FROM stay WHERE state = 1' 2>/dev/null)
	[ "${n:-0}" -gt $most ] && most=$n
	sleep 0.02
done
wait $pid
is 'one under way and one claimed, no more' "$? $most $(filed t9)" '0 2 3'
control
facility t4; control token_life=30
sed -i 's/bi-mat-2/falsch/' f/t4/credentials
file t4 2
is 'refresh refused: a new login' "$(jq -r .notify.state out | sort -u) $rc $(filed t4)" 'filed 0 2'
control
facility t5; sed -i 's/mat-khau-thu/mat-khau-sai/' f/t5/credentials
file t5 2
is 'wrong password: all is kept' "$(jq -r .notify.state out | sort -u) $rc $(filed t5)" 'waiting 1 0'
has 'wrong password: the portal says so' err 'mật khẩu không đúng'
is 'wrong password: one try' "$(grep -c 'token 400' "$PORTAL/log")" 1
sed -i 's/mat-khau-sai/mat-khau-thu/' f/t5/credentials
run t5 --flush
is 'then filed' "$(jq -r .notify.state out | sort -u) $rc $(filed t5)" 'filed 0 2'
facility t6; sed -i 's/bi-mat-1/falsch/' f/t6/credentials; file t6
is 'wrong Basic client' "$(state) $rc" 'waiting 1'
facility t7; control authority=no; file t7
is 'no right to file' "$(state) $rc $(filed t7)" 'waiting 1 0'
has 'the right is named' err 'kbtt:create-3th'
control

# A kept connection that dies after the request was processed: libcurl would
# send it again by itself, and the refusal would look like somebody else's.
facility k1; control fault=drop when=after skip=1 times=1
file k1 3
is 'kept connection lost' "$(jq -r .notify.state out | xargs) $rc $(filed k1)" 'filed unknown filed 1 3'
control; run k1 --flush
is 'kept connection lost: filed once' "$(state) $rc $(filed k1)" 'filed 0 3'

# Where it is sent, and to whom.
refused() {	# NAME FACILITY EXIT TEXT
	file "$2"
	is "$1: exit" "$rc" "$3"
	is "$1: nothing filed" "$(filed "$2") $(state)" '0 waiting'
	has "$1: says why" err "$4"
}
facility u1 "http://127.0.0.1:$PORT"
refused 'http://' u1 2 'portal_url: is missing or wrong'
facility u2 "https://127.0.0.1:$PORT/path"
refused 'a path' u2 2 'portal_url: is missing or wrong'
facility u3 https://127.0.0.1:1
refused 'nobody there' u3 1 'portal: gives no answer now'
has 'nobody there: the words' err 'Failed to connect to 127.0.0.1 port 1'
facility u4; sed -i '/portal_ca/d' f/u4/settings
refused 'a CA that is not known' u4 1 "the portal's certificate is not accepted"
facility u5; sed -i 's,^portal_ca.*,portal_ca = /nowhere/ca.pem,' f/u5/settings
refused 'no CA file' u5 1 'portal: '
facility u6; chmod 644 f/u6/credentials
refused 'credentials that others may read' u6 2 'check its owner and mode'
facility u7 "https://localhost:$PORT"; file u7
is 'a name instead of an address' "$(state) $rc $(filed u7)" 'filed 0 1'

# Proxies from the environment.
proxy=$(proxy "$T")
facility p1
export https_proxy=http://127.0.0.1:$proxy
file p1
is 'through a proxy' "$(state) $rc $(filed p1)" 'filed 0 1'
has 'the proxy saw host and port alone' proxy.log "CONNECT 127.0.0.1:$PORT HTTP/1.1"
is 'one connection' "$(wc -l <proxy.log)" 1
kill "$(cat proxy.pid)"
proxy=$(proxy "$T" 403)
export https_proxy=http://127.0.0.1:$proxy
facility p2
refused 'the proxy refuses' p2 1 'CONNECT tunnel failed'
kill "$(cat proxy.pid)"
unset https_proxy
run p2 --flush
is 'without it: filed' "$(state) $rc $(filed p2)" 'filed 0 1'

# Secrets: not in arguments, not on the screen, not in the outbox.
facility x1; control delay=700
guests 1 >in
lt-notify --config f/x1/settings --state f/x1/state --room 203 \
    "${STAY[@]}" in >out 2>err &
pid=$!
at_work() { grep -q lt-notify "/proc/$pid/cmdline"; }
soon at_work
tr '\0' ' ' <"/proc/$pid/cmdline" >cmdline
has 'it was seen at work' cmdline lt-notify
wait $pid
control fault=drop; file x1 2
control; run x1 --flush
facility x2; sed -i 's/mat-khau-thu/rat-bi-mat-9/' f/x2/credentials; file x2
cat out err cmdline f/x1/state/* f/x2/state/* >all
for secret in mat-khau-thu rat-bi-mat-9 bi-mat-1 bi-mat-2 \
    "$(printf khach-1:bi-mat-1 | base64)" Bearer access_token; do
	lacks "no trace of $secret" all "$secret"
done
portal_stop

for cert in self-signed other-host expired not-yet; do
	portal_start --cert $cert
	facility c-$cert
	case $cert in
	not-yet) why='the clock of this machine is wrong' ;;
	*) why="the portal's certificate is not accepted" ;;
	esac
	refused "certificate $cert" c-$cert 1 "$why"
	portal_stop
done
done_testing
