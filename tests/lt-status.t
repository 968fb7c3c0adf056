#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# lt-status: the table, the records, the status; an outbox of every state.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/portal.sh"

exits 0 'no outbox yet' lt-status
same_out 'no outbox yet' </dev/null
exits 0 'no outbox yet, as a table' lt-status --table
same_out 'no outbox yet, as a table' <<'END'
the outbox is empty
END
[ ! -e "$T/state" ]; ok $? 'and none is made'

# Stays of one day, then the rows are put into the states by hand.
DAY=$(vn_day) NEXT=$(vn_day 1)
mkdir -p "$HOME/.config/cccd-tools"
echo 'account = nhà nghỉ 1' >"$HOME/.config/cccd-tools/settings"
for i in 1 2 3 4 5 6; do
	printf '{"id":"00109900000%d","name":"Nguyễn Văn Mẫu %d","dob":"1999-01-01","sex":"M","stay":{"room":"10%d"}}\n' $i $i $i
done | lt-notify --queue-only --nights 1 --arrive "$DAY 10:00" >/dev/null
q() { sqlite3 "$T/state/outbox.db" "$@"; }
q "UPDATE stay SET state = 2, again = 0 WHERE id = 2; UPDATE stay SET state = 3, filed_at = due - 60 WHERE id = 3; UPDATE stay SET state = 4, answer = 'Giấy tờ ' || char(27) || ' đang lưu trú' WHERE id = 4; UPDATE stay SET state = 5 WHERE id = 5; UPDATE stay SET state = 1 WHERE id = 6"

exits 0 'before 23:00' lt-status --at "$DAY 22:59" --table
same_out 'before 23:00' <<END
due               state        room    name                      what to do
$DAY 23:00  waiting      101     Nguyễn Văn Mẫu 1
$DAY 23:00  no answer    102     Nguyễn Văn Mẫu 2          look in the portal's list; if it is not there, scan again with --correct
$DAY 23:00  filed        103     Nguyễn Văn Mẫu 3
$DAY 23:00  refused      104     Nguyễn Văn Mẫu 4          Giấy tờ \\u{1b} đang lưu trú
$DAY 23:00  too late     105     Nguyễn Văn Mẫu 5          the portal takes it no more: go to the commune police
$DAY 23:00  being sent   106     Nguyễn Văn Mẫu 6

nhà nghỉ 1: 0 overdue, 5 due, 1 filed, 1 refused, 1 without answer, 1 too late

what was settled by hand, with the police or in the portal, goes off with lt-notify --settled
END
same_err 'before 23:00' </dev/null
exits 1 'at 23:00 sharp' lt-status --at "$DAY 23:00" --overdue
is 'five are overdue by then' "$(wc -l <out)" 5
exits 1 'after 23:00' lt-status --at "$DAY 23:01" --table --overdue
is 'five are overdue' "$(grep -c 'Nguyễn Văn Mẫu' out)" 5
has 'the heads are counted' out 'nhà nghỉ 1: 5 overdue, 0 due, 1 filed, 1 refused, 1 without answer, 1 too late'
has 'and the steps named' out 'the fine goes by heads: 1 to 3, 4 to 8, 9 and more guests'
has 'what waits is to be sent' out 'overdue: send it now'
exits 1 'records' lt-status --at "$DAY 23:01"
is 'each one' "$(jq -r .notify.state out | paste -sd' ')" 'waiting unknown filed rejected expired sending'
is 'a record' "$(sed -n 1p out)" "{\"id\":\"001099000001\",\"name\":\"Nguyễn Văn Mẫu 1\",\"dob\":\"1999-01-01\",\"sex\":\"M\",\"nationality\":\"VNM\",\"stay\":{\"doc_type\":\"1\",\"room\":\"101\",\"arrive\":\"${DAY}T10:00:00+07:00\",\"leave\":\"${NEXT}T12:00:00+07:00\",\"reason\":\"1\",\"basis\":\"duty\"},\"notify\":{\"state\":\"waiting\",\"due\":\"${DAY}T23:00:00+07:00\",\"attempts\":0}}"
exits 1 'overdue records' lt-status --overdue --at "$DAY 23:01"
is 'without the filed one' "$(jq -r .id out | grep -c .)" 5
exits 0 'overdue records, none' lt-status --overdue --at "$DAY 22:00"
same_out 'overdue records, none' </dev/null
exits 1 'what waits too long has expired' lt-status --at "$(vn_day 2) 00:00"
is 'though nobody wrote it' "$(jq -r .notify.state out | head -1)" expired
is 'and still nobody did' "$(q 'SELECT state FROM stay WHERE id = 1')" 0

# two facilities
sed -i 's/1$/2/' "$HOME/.config/cccd-tools/settings"
echo '{"name":"MAU ANNA","dob":"1980","sex":"F","nationality":"USA","doc_type":"passport","doc_no":"X1234567"}' |
    lt-notify --queue-only --room 9 --nights 1 --arrive "$DAY 00:01" --permitted-until "$NEXT" >/dev/null
exits 1 'a foreigner is overdue at once' lt-status --table --overdue --at "$DAY 00:02"
same_out 'a foreigner is overdue at once' <<END
due               state        room    name                      what to do
$DAY 00:01  waiting      9       MAU ANNA                  overdue: send it now

nhà nghỉ 2: 1 overdue, 0 due, 0 filed, 0 refused, 0 without answer, 0 too late
the fine goes by heads: 1 to 3, 4 to 8, 9 and more guests

nhà nghỉ 1: 0 overdue, 5 due, 1 filed, 1 refused, 1 without answer, 1 too late

what was settled by hand, with the police or in the portal, goes off with lt-notify --settled
END
cp -r state filed
sqlite3 filed/outbox.db 'UPDATE stay SET state = 3'
exits 0 'all is filed' lt-status --table --state filed
lacks 'then nothing is to be settled' out --settled

# one that an error page may hide: not too late, but to be looked for
q "UPDATE stay SET last = unixepoch('$NEXT 05:00') - 1 WHERE id = 1"
exits 1 'perhaps behind an error page' lt-status --table --at "$NEXT 12:00"
is 'a person has to look' "$(grep 'Nguyễn Văn Mẫu 1' out)" "$DAY 23:00  no answer    101     Nguyễn Văn Mẫu 1          look in the portal's list; if it is not there, scan again with --correct"
lt-status --at "$NEXT 11:59" >out
is 'until then it waits' "$(jq -r 'select(.id == "001099000001") | .notify.state' out)" waiting

# a stay of a clock that was never set
q "UPDATE stay SET last = 1000, due = 500, day = 0 WHERE id = 1"
exits 1 'a wrong clock' lt-status --table
has 'says how to mend it' out 'the clock was wrong: scan again with --correct --arrive'

# while a run holds the outbox for writing
q >/dev/null <<END
BEGIN IMMEDIATE;
UPDATE stay SET answer = 'x';
.shell lt-status >"$T/out"; echo \$? >"$T/rc"
ROLLBACK;
END
is 'it reads while another writes' "$(cat rc)/$(wc -l <out)" 1/7

script -qec 'lt-status' /dev/null >term </dev/null
has 'a terminal gets the table' term 'what to do'
script -qec 'lt-status --json' /dev/null >term </dev/null
has 'unless it wants records' term '"notify":{'

# bad input and bad outboxes
exits 2 'a file' lt-status x
is 'a file' "$(head -1 err)" 'lt-status: x: takes no file'
exits 2 'a time' lt-status --at noon
is 'a time' "$(head -1 err)" 'lt-status: --at: want YYYY-MM-DD HH:MM'
exits 2 'a full disk' sh -c 'lt-status >/dev/full'
same_err 'a full disk' <<'END'
lt-status: standard output: No space left on device
END
# shellcheck disable=SC2016
exits 2 'a closed pipe' closed_pipe lt-status
chmod 755 state
exits 2 'an open folder' lt-status
same_err 'an open folder' <<END
lt-status: $T/state: may not be used: check its owner and mode: the folder must be yours with mode 0700, its files with mode 0600
END
chmod 700 state
chmod 755 "$T"
if [ "$(id -u)" -eq 0 ]; then
	exits 2 'another user' as_user env CCCD_STATE="$T/state" lt-status
else
	chmod 000 state
	exits 2 'another user' lt-status
fi
same_err 'another user' <<END
lt-status: $T/state: may not be used: check its owner and mode: the folder must be yours with mode 0700, its files with mode 0600
END
chmod 700 state
printf '\0\0\0\11' | dd of=state/outbox.db bs=1 seek=60 conv=notrunc 2>/dev/null
exits 2 'a newer version' lt-status
same_err 'a newer version' <<END
lt-status: $T/state: is of a kind not known here: it was written by a newer version: update cccd-tools
END
cp state/outbox.db whole
head -c 100 /dev/urandom | dd of=state/outbox.db conv=notrunc 2>/dev/null
cp state/outbox.db before
exits 2 'a damaged outbox' lt-status
same_err 'a damaged outbox' <<END
lt-status: $T/state: is damaged: nothing was changed: keep a copy of the folder and save what is readable with: sqlite3 outbox.db .recover
END
cmp -s before state/outbox.db; ok $? 'is left as it is'
done_testing
