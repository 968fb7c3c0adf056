#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# lt-notify a second time: two desks, corrections, dead owners, clocks that
# jump, and every status 1 with its word.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/portal.sh"
portal_start || { ok 1 'the double starts'; done_testing; }
TODAY=$(vn_day) YESTERDAY=$(vn_day -1) TOMORROW=$(vn_day 1)
STAY=(--nights 1 --arrive "$TODAY 00:00")
states() { jq -r .notify.state "$T/out" | xargs; }
q() { sqlite3 "$T/f/$1/state/outbox.db" "$2"; }

# A desk whose first guest stands in the way keeps nobody from the outbox.
facility a
guests 1 >one
notify a --queue-only --room 1 "${STAY[@]}" one >/dev/null
mkfifo pipe
notify a --queue-only --room 2 "${STAY[@]}" <pipe >/dev/null 2>desk &
desk=$!
exec 7>pipe
cat one >&7
soon test -s desk
has 'the desk was told' desk 'is queued already with other data'
guests 1 5 >five
exits 0 'another desk queues meanwhile' notify a --queue-only --room 1 "${STAY[@]}" five
exits 0 'and a flush sends' notify a --flush
is 'both guests' "$(states)" 'filed filed'
exec 7>&-
wait $desk
is 'the desk ends' $? 2

# Status 1 of a flush has its word, also when all of it goes to a file.
notify_flush() { notify a --flush >"$T/out" 2>"$T/err"; echo $?; }
person='lt-notify: some notices wait for a person: see lt-status'
guests 1 6 | notify a --queue-only --room 1 "${STAY[@]}" >/dev/null
q a "UPDATE stay SET last = 1800000000 - 100000000 WHERE state = 0"
is 'too late: status 1' "$(notify_flush)" 1
is 'too late: says so' "$(cat err)" "$person"
is 'and nobody wrote it off' "$(q a 'SELECT count(*) FROM stay WHERE state = 0')" 1
q a "UPDATE stay SET state = 2, again = 10 WHERE state = 0"
is 'unknown for good: status 1' "$(notify_flush)" 1
is 'unknown for good: says so' "$(cat err)" "$person"
q a "UPDATE stay SET state = 0, day = 0 WHERE state = 2"
is 'of 1970: status 1' "$(notify_flush)" 1
is 'of 1970: says so' "$(cat err)" "$person"
q a "UPDATE stay SET day = 20000, account = 'b' WHERE state = 0"
is 'of another account: status 1' "$(notify_flush)" 1
is 'of another account: says so' "$(cat err)" "$person"
facility b
guests 2 >two
notify b --state "$T/other" --room 7 "${STAY[@]}" <(guests 1) >/dev/null
notify b --queue-only --room 1 "${STAY[@]}" one >/dev/null
exits 1 'a stay of no line is refused' notify b --room 1 "${STAY[@]}" <(guests 1 2)
is 'though this one is filed' "$(states)" filed
is 'says so' "$(cat err)" 'lt-notify: not every notice is filed: see lt-status'

# A clock that was ahead for a while writes nothing off.
facility c
notify c --queue-only --room 1 "${STAY[@]}" one >/dev/null
if command -v faketime >/dev/null; then
	ASAN_OPTIONS=verify_asan_link_order=0 faketime '+3 days' \
	    lt-notify --config f/c/settings --state f/c/state --flush >/dev/null 2>&1
	is 'three days ahead: not sent' $? 1
else
	skip 'three days ahead: not sent' 'faketime is not installed'
fi
exits 0 'right again: sent' notify c --flush
is 'right again: filed' "$(states)" filed

# Guests that the portal chokes on do not keep the others.
facility d
guests 5 | notify d --queue-only --room 1 "${STAY[@]}" >/dev/null
control fault=status code=500 times=3
exits 1 'three times 500' notify d --flush
is 'three times 500: the first three' "$(q d 'SELECT group_concat(attempts) FROM stay')" 1,1,1,0,0
control fault=status code=500 times=3 skip=2
exits 1 'again, but for the others' notify d --flush
is 'they came first' "$(q d 'SELECT group_concat(attempts || state) FROM stay')" 20,20,20,13,13
control
exits 0 'then all' notify d --flush

# One person, one key; capitals; another day.
facility e
guests 1 >one
sed 's/"source"/"issued":"2024-08-01","source"/' one >new
exits 0 'a card of 2021' notify e --room 1 "${STAY[@]}" one
exits 2 'the same person with a card of 2024' notify e --room 1 "${STAY[@]}" new
has 'says so' err 'is filed already with other data'
echo '{"name":"MAU ANNA","dob":"1980","sex":"F","nationality":"USA","doc_type":"passport","doc_no":"X1234567"}' >foreign
exits 0 'a passport' notify e --room 1 "${STAY[@]}" --permitted-until "$TOMORROW" foreign
sed -i s/X1234567/x1234567/ foreign
exits 0 'in small letters' notify e --room 1 "${STAY[@]}" --permitted-until "$TOMORROW" foreign
is 'is the same one' "$(filed e X1234567)/$(filed e x1234567)" 1/0
guests 1 9 >nine
notify e --queue-only --room 1 --nights 1 --arrive "$TODAY 00:00" nine >/dev/null
exits 0 'the day corrected' notify e --correct --room 1 --nights 1 --arrive "$YESTERDAY 22:00" nine
is 'is one stay' "$(filed e 001099000009) $(q e "SELECT count(*) FROM stay WHERE doc_no = '001099000009'")" '1 1'
control fault=drop when=after
guests 1 10 >ten
notify e --room 1 --nights 1 --arrive "$YESTERDAY 22:00" ten >/dev/null 2>&1
exits 2 'but not where the portal may have it' notify e --correct --room 1 "${STAY[@]}" ten
same_err 'another day' <<'END'
lt-notify: ten:1: stay: may be filed already with another day of arrival: look in the portal's list and correct it there, or file the new day without --correct
END
control

# An owner that died keeps nobody waiting.
facility h https://127.0.0.1:1
notify h --queue-only --room 1 "${STAY[@]}" one >/dev/null
q h "UPDATE stay SET state = 1, owner = 77, lease = unixepoch() + 100, attempt = 1"
SECONDS=0
exits 1 'a second scan' notify h --room 1 "${STAY[@]}" one
is 'is unknown at once' "$(states) $((SECONDS < 90))" 'unknown 1'
q h "UPDATE stay SET state = 1, owner = 77, lease = unixepoch() + 100"
exits 1 'no token to be had' notify h --room 1 "${STAY[@]}" <(guests 1 2)
is 'the dead are counted all the same' "$(q h 'SELECT state FROM stay WHERE id = 1')" 2
q h "UPDATE stay SET state = 1, owner = 77, lease = unixepoch() + 100"
exits 0 'a correction' notify h --queue-only --correct --room 2 "${STAY[@]}" one
is 'takes its place' "$(states)" waiting

# A refused renewal or a broken one: the password decides.
facility t
control clock=+7200 on=refresh fault=html code=500
mkfifo fifo
notify t --room 1 "${STAY[@]}" <fifo >"$T/out" 2>"$T/err" &
run=$!
exec 7>fifo
control
guests 1 1 >&7
soon test -s out
control clock=+7200 on=refresh fault=html code=500
guests 1 2 >&7
exec 7>&-
wait $run
is 'a broken renewal' "$? $(states)" '0 filed filed'
control

# Settings and times that cannot be meant.
facility s
setting() {
	echo "$1" >>"f/s/settings"
	exits 2 "$1" notify s --dry-run --room 1 "${STAY[@]}" one
	is "$1: says so" "$(head -1 err)" "lt-notify: settings: $2"
	sed -i '$d' f/s/settings
}
setting 'kind = Coach' 'kind: want lodging or coach'
sed -i '/portal_timeout/d' f/s/settings
setting 'portal_timeout = 3s' 'portal_timeout: want a whole number of seconds from 1 to 30'
setting 'portal_connect_timeout = 31' 'portal_connect_timeout: want a whole number of seconds from 1 to 30'
now=$(TZ=Asia/Ho_Chi_Minh date +%H%M)
if [ "$now" -lt 2350 ]; then
	exits 2 'an hour to come' notify s --dry-run --room 1 --nights 1 --arrive 23:59 one
	same_err 'an hour to come' <<-'END'
	lt-notify: one:1: arrive: is later than now: give the day too, as YYYY-MM-DD HH:MM
	END
else
	skip 'an hour to come' 'the day is over'
fi

# What a person has settled is no alarm any more.
facility p https://127.0.0.1:1
guests 3 >three
notify p --queue-only --room 1 "${STAY[@]}" three >/dev/null
q p "UPDATE stay SET state = 2, again = 10 WHERE id = 1; UPDATE stay SET state = 4, account = 'q' WHERE id = 2"
status() { lt-status --state f/p/state --json --at "$TOMORROW 12:00" >now; echo $?; }
is 'three are overdue' "$(status)" 1
jq -c 'select(.notify.state != "waiting")' now >seen
exits 0 'two are settled' notify p --settled seen
is 'they say so' "$(jq -r '.notify.state + " " + .notify.answer' out | xargs)" 'filed settled by hand filed settled by hand'
same_err 'two are settled' </dev/null
is 'nothing was sent' "$(q p 'SELECT count(*) FROM attempt')" 0
exits 0 'again' notify p --settled seen
is 'one is left' "$(status) $(jq -r .notify.state now | xargs)" '1 filed filed waiting'
exits 1 'a stay that is not there' notify p --settled <(jq -c '.stay.arrive = "2026-03-04T10:00"' seen | head -1)
has 'says so' err ':1: stay: is not in the outbox: compare with lt-status'
exits 2 'a record without an arrival' notify p --settled one
has 'says so' err 'one:1: arrive: must be a day and a time: YYYY-MM-DD HH:MM'
q p "UPDATE stay SET day = unixepoch('2026-01-02') / 86400, stay = json_replace(stay, '\$.arrive', '2026-01-02T10:00:00+07:00'), state = 1, owner = 5, lease = unixepoch() + 100 WHERE id = 3"
lt-status --state f/p/state --json | jq -c 'select(.notify.state == "sending")' >old
exits 0 'an old one, whose owner has died' notify p --settled old
is 'then nothing is overdue' "$(status)" 0
exits 2 'no other mode' notify p --settled --flush
is 'says so' "$(head -1 err)" 'lt-notify: --settled sends and asks nothing: it takes no other mode'

# One that is being sent is left to its run.
facility r
control delay=2000
notify r --room 1 "${STAY[@]}" one >/dev/null 2>&1 &
run=$!
is_sent() { [ "$(lt-status --state f/r/state --json | jq -r .notify.state)" = sending ]; }
soon is_sent
lt-status --state f/r/state --json >sending
exits 2 'one that is being sent' notify r --settled sending
same_err 'one that is being sent' <<'END'
lt-notify: sending:1: stay: is being sent just now: try again in a minute
END
wait $run
is 'it is filed by the portal' "$? $(filed r)" '0 1'

# A desk with open input goes on by itself after a refused account; neither
# does it ask on each guest.
facility k
echo +0 >clock
mkfifo desk2
lib=$(find /usr/lib /lib -name libfaketime.so.1 2>/dev/null | head -1)
if [ -n "$lib" ]; then
	control fault=status code=401
	ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=$lib \
	    FAKETIME_TIMESTAMP_FILE=$T/clock FAKETIME_NO_CACHE=1 \
	    lt-notify --config f/k/settings --state f/k/state --room 1 \
	    "${STAY[@]}" <desk2 >out 2>err &
	run=$!
	exec 7>desk2
	lines() { soon has_lines "$1" out; }
	guests 1 1 >&7; lines 1
	control
	guests 1 2 >&7; lines 2
	echo +301s >clock
	guests 1 3 >&7
	exec 7>&-
	wait $run
	is 'refused, quiet, on again' "$(states)" 'waiting waiting filed'
	is 'all are filed' "$(filed k)" 3
	is 'said once' "$(grep -c 'the account was refused' err)" 1
else
	skip 'refused, quiet, on again' 'faketime is not installed'
fi

# A correction of an unanswered notice after noon of the leave: the first one
# may be filed and closed by then, and the portal would take both.
facility v
at() { # HH:MM ARG ...: a run at that time of today, the portal's clock too
	local t=$1
	shift
	control clock=+$(($(TZ=Asia/Ho_Chi_Minh date -d "$TODAY $t" +%s) - $(date +%s))) "${sw[@]}"
	TZ=Asia/Ho_Chi_Minh ASAN_OPTIONS=verify_asan_link_order=0 \
	    faketime "$TODAY $t:00" lt-notify --config f/v/settings \
	    --state f/v/state "$@" >"$T/out" 2>"$T/err"
}
if command -v faketime >/dev/null; then
	guest=(--nights 1 --arrive "$YESTERDAY 21:00" one)
	sw=(on=vn fault=drop when=after)
	at 10:00 --room 203 "${guest[@]}"
	is 'filed, but no answer came' "$? $(states) $(filed v)" '1 unknown 1'
	sw=()
	at 11:00 --correct --queue-only --room 204 "${guest[@]}"
	is 'another room is queued' "$? $(states)" '0 waiting'
	at 13:10 --flush
	is 'after noon it is not sent' "$? $(filed v)" '1 1'
	is 'but left to a person' "$(cat err)" "$person"
	at 13:20 --correct --room 204 "${guest[@]}"
	is 'who decides' "$? $(states) $(filed v)" '0 filed 2'
	control
else
	skip 'after noon it is not sent' 'faketime is not installed'
fi
done_testing
