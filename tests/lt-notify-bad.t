#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# lt-notify and bad input, bad disks, bad clocks: exact words, nothing lost.
. "$(dirname "$0")/lib.sh"
CONFIG=$HOME/.config/cccd-tools
mkdir -p "$CONFIG"
queue() { lt-notify --queue-only --room 1 --nights 1 "$@"; }
guest() { printf '{"id":"0010990%05d","name":"Nguyễn Văn Mẫu","dob":"1999-01-01","sex":"M"}\n' "$1"; }
queued() { lt-status --json | jq -r .id | sort | paste -sd' '; }

# usage
usage() {
	local name=$1 want=$2
	shift 2
	exits 2 "$name" lt-notify "$@"
	is "$name: says why" "$(head -1 err)" "lt-notify: $want"
	is "$name: and the synopsis" "$(sed -n 2p err)" 'usage: lt-notify [option ...] [file ...]'
}
usage 'thirty nights' '--nights: want a whole number from 1 to 29' --nights 30
usage 'no nights' '--nights: want a whole number from 1 to 29' --nights 0
usage 'flush and manual' '--flush reads no input and sends: it takes no file and no other mode' --flush --manual
usage 'manual and a file' '--manual asks on the terminal: it takes no file' --manual x
echo 'room_required = perhaps' >settings
usage 'a wrong setting' 'settings: room_required: want yes or no' --config settings --queue-only

# lines: a bad one is named and skipped, the others are queued
guest 1 >good1
guest 2 >good2
bad() {
	local name=$1 want=$2
	{ cat good1; cat; echo; cat good2; } >lines
	rm -rf state
	exits 2 "$name" queue lines
	same_err "$name" <<-END
	lt-notify: lines:$want
	END
	is "$name: the others are queued" "$(queued)" '001099000001 001099000002'
	is "$name: and echoed" "$(jq -r .id out | paste -sd' ')" '001099000001 001099000002'
	{ echo "$name" >strict; queue --strict lines >out2 2>/dev/null; rc=$?; }
	is "$name: --strict stops there" "$rc/$(jq -r .id out2 | wc -l)" 2/1
}
bad 'no JSON' '2: record, byte 1: is not valid JSON' < <(printf 'hello')
bad 'no object' '2: record, byte 1: is not a JSON object' < <(printf '[]')
bad 'a member twice' '2: record, byte 12: names the same member twice' < <(printf '{"id":"1","id":"2"}')
bad 'invalid UTF-8' '2: record, byte 10: is not valid UTF-8' < <(printf '{"name":"\xff"}')
bad 'NUL' '2: record, byte 11: is not valid JSON' < <(printf '{"name":"a\0b"}')
bad 'a JSON bomb, deep' '2: record, byte 69: is nested too deeply' < <({ printf '{"x":'; head -c 100 /dev/zero | tr '\0' '['; })
bad 'a line of 100 MB' '2: line: longer than the limit' < <(head -c 104857600 /dev/zero | tr '\0' ' ')
bad 'a JSON bomb, wide' '2: line: longer than the limit' < <({ printf '{"x":['; for _ in $(seq 99); do head -c 100000 /dev/zero | sed 's/\x0/0,/g'; done; printf '0]}'; })
bad 'a value' '2: sex: must be M or F' < <(guest 3 | sed 's/"sex":"M"/"sex":"X"/' | tr -d '\n')
bad 'a short number' '2: doc_no: must be 12 digits, without blanks or signs' < <(guest 3 | sed 's/"001/"01/' | tr -d '\n')

bad 'a JSON bomb, many members' '2: record, byte 45059: longer than the limit' < <(seq 100000 | awk '{ printf "%s\"%06d\":0", (NR > 1 ? "," : "{"), NR } END { print "}" }')

# nothing to read
rm -rf state
exits 0 'empty input' queue </dev/null
same_out 'empty input' </dev/null
exits 2 'a missing file' queue good1 missing
same_err 'a missing file' <<'END'
lt-notify: missing: No such file or directory
END

# ends that are no success, and the stays are safe all the same
rm -rf state
exits 2 'a full disk behind it' bash -c 'lt-notify --queue-only --room 1 --nights 1 good1 >/dev/full'
same_err 'a full disk behind it' <<'END'
lt-notify: standard output: No space left on device
END
is 'a full disk behind it: queued' "$(queued)" 001099000001
# shellcheck disable=SC2016
exits 2 'a closed pipe' closed_pipe lt-notify --queue-only --room 1 --nights 1 good2
same_err 'a closed pipe' <<'END'
lt-notify: standard output: Broken pipe
END
is 'a closed pipe: queued' "$(queued)" '001099000001 001099000002'

# the state folder
folder='the folder must be yours with mode 0700, its files with mode 0600'
chmod 755 state
exits 2 'an open folder' queue good1
same_err 'an open folder' <<END
lt-notify: $T/state: may not be used: check its owner and mode: $folder
END
chmod 700 state
chmod 644 state/outbox.db
exits 2 'an open file' queue good1
same_err 'an open file' <<END
lt-notify: $T/state: may not be used: check its owner and mode: $folder
END
chmod 600 state/outbox.db
chmod 755 "$T"
if [ "$(id -u)" -eq 0 ]; then
	exits 2 'another user'\''s folder' as_user env HOME=/nonexistent CCCD_STATE="$T/state" lt-notify --queue-only --room 1 --nights 1 good1
	same_err "another user's folder" <<-END
	lt-notify: $T/state: may not be used: check its owner and mode: $folder
	END
	exits 2 'no folder can be made' as_user env HOME=/nonexistent CCCD_STATE="$T/home/none" lt-notify --queue-only --room 1 --nights 1 good1
	same_err 'no folder can be made' <<-END
	lt-notify: $T/home/none: may not be used: check its owner and mode: $folder
	END
else
	chmod 000 state
	exits 2 'a folder without rights' queue good1
	same_err 'a folder without rights' <<-END
	lt-notify: $T/state: may not be used: check its owner and mode: $folder
	END
	chmod 700 state
fi
exits 2 'no home at all' env -u HOME -u CCCD_STATE lt-notify --queue-only good1
is 'no home at all' "$(head -1 err)" 'lt-notify: no state folder: set HOME or give --state'

# another program holds the database
python3 - "$T/state/outbox.db" <<'END' &
import sqlite3, sys, time, os
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
open("locked", "w").close()
while not os.path.exists("done"):
    time.sleep(0.05)
END
holder=$!
soon test -e locked
guest 3 >good3
exits 2 'a locked outbox' queue good3
same_err 'a locked outbox' <<END
lt-notify: $T/state: is in use by another program: another program holds it: try again in a minute
END
same_out 'a locked outbox' </dev/null
touch 'done'
wait $holder
exits 0 'then free again' queue good3

# a damaged database is left alone
cp -r state keep
printf 'rubbish!' | dd of=state/outbox.db conv=notrunc 2>/dev/null
cp state/outbox.db before
exits 2 'a damaged outbox' queue good1
same_err 'a damaged outbox' <<END
lt-notify: $T/state: is damaged: nothing was changed: keep a copy of the folder and save what is readable with: sqlite3 outbox.db .recover
END
cmp -s before state/outbox.db; ok $? 'a damaged outbox stays as it is'
rm -rf state && mv keep state
sqlite3 state/outbox.db 'PRAGMA user_version = 9'
exits 2 'a newer outbox' queue good1
same_err 'a newer outbox' <<END
lt-notify: $T/state: is of a kind not known here: it was written by a newer version: update cccd-tools
END

# no room on the disk: what was echoed is there, the rest is not claimed
for i in $(seq 1000 4999); do guest "$i"; done >lots
full() {
	local name=$1
	is "$name: says what to do" "$(cat err)" "lt-notify: $2: the disk is full: make room and run this again: what was reported before is safe"
	jq -r .id out | sort >echoed
	CCCD_STATE=$2 lt-status --json | jq -r .id | sort >there
	is "$name: all that was echoed is there" "$(comm -23 echoed there | wc -l)" 0
	[ "$(wc -l <there)" -lt 4000 ]; ok $? "$name: it did not take all"
}
rm -rf state
exits 2 'a file that may not grow' bash -c 'ulimit -f 512; lt-notify --queue-only --room 1 --nights 1 lots'
full 'a file that may not grow' "$T/state"
mkdir -p tiny
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=600k,mode=700 tmpfs tiny 2>/dev/null; then
	exits 2 'a full disk' queue --state "$T/tiny" lots
	full 'a full disk' "$T/tiny"
	umount tiny
else
	skip 'a full disk' 'no right to mount a small one'
fi

# killed between two groups: what was echoed is there, a second run completes
rm -rf state
{ cat lots; sleep 5; } | timeout -s KILL 0.1 lt-notify --queue-only --room 1 --nights 1 >out 2>/dev/null
jq -r .id out 2>/dev/null | sort >echoed
lt-status --json 2>/dev/null | jq -r .id | sort >there
is 'killed: all that was echoed is there' "$(comm -23 echoed there | wc -l)" 0
exits 0 'killed: run again' queue lots
is 'killed: all are there once' "$(lt-status --json | jq -r .id | sort -u | wc -l)" 4000

# a clock that was never set
cat >"$CONFIG/settings" <<END
portal_url = https://127.0.0.1:9
END
printf '%s = x\n' username password token_client token_secret session_client session_secret >"$CONFIG/credentials"
chmod 600 "$CONFIG/credentials"
rm -rf state
if command -v faketime >/dev/null && [ "$(ASAN_OPTIONS=verify_asan_link_order=0 faketime '1970-01-02 00:00:00' lt-status 2>&1 | grep -c clock)" -eq 1 ]; then
	export ASAN_OPTIONS=verify_asan_link_order=0
	exits 1 'a clock in 1970' faketime '1970-01-02 00:00:00' lt-notify --room 1 --nights 1 good1 good2
	# libfaketime's own words in a build with AddressSanitizer
	sed -i '/^The futex facility/d; /^Caught Aborted/d' err
	same_err 'a clock in 1970' <<'END'
lt-notify: clock: the clock of this machine is wrong: set it; nothing was sent, all is queued
END
	is 'all wait' "$(jq -r .notify.state out | paste -sd' ')" 'waiting waiting'
	exits 2 'status in 1970' faketime '1970-01-02 00:00:00' lt-status
	same_err 'status in 1970' <<'END'
lt-status: clock: the clock of this machine is wrong
END
	is 'nothing is lost' "$(queued)" '001099000001 001099000002'
	exits 0 'then corrected' queue --correct --arrive "$(TZ=Asia/Ho_Chi_Minh date '+%F %H:%M')" good1 good2
	is 'the same two' "$(queued)" '001099000001 001099000002'
	exits 2 'a clock far ahead' faketime '2033-01-01 00:00:00' lt-notify --queue-only --room 1 --nights 1 --arrive "$(TZ=Asia/Ho_Chi_Minh date '+%F %H:%M')" good1
else
	skip 'a clock in 1970' 'faketime is not installed'
fi

# credentials
rm -rf state
chmod 644 "$CONFIG/credentials"
exits 2 'credentials that others read' lt-notify --room 1 --nights 1 good1
same_err 'credentials that others read' <<END
lt-notify: $CONFIG/credentials: may not be used: check its owner and mode
lt-notify: credentials: cannot be used (see FILES in the manual): nothing is sent, all is queued
END
is 'all the same queued' "$(queued)" 001099000001
rm "$CONFIG/credentials"
exits 2 'no credentials' lt-notify --room 1 --nights 1 good2
same_err 'no credentials' <<END
lt-notify: credentials: cannot be used (see FILES in the manual): nothing is sent, all is queued
END
exits 0 'no credentials, but only queued' queue good2
same_err 'no credentials, but only queued' </dev/null
done_testing
