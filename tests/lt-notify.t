#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# lt-notify: from a record to a filed notice, every mode, exact words.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/portal.sh"
portal_start || { ok 1 'the double starts'; done_testing; }

facility f1
facility f3

# A guest of this test: number and the rest of her record.
guest() { printf '{"id":"0010990%05d","name":"Nguyễn Văn Mẫu","dob":"1999-01-01","sex":"M"%s}\n' "$1" "${2-}"; }
state() { lt-status --state "$T/f/f1/state" --json | jq -r "select(.id == \"0010990$(printf %05d "$1")\") | .notify.state"; }
TODAY=$(vn_day) YESTERDAY=$(vn_day -1) TOMORROW=$(vn_day 1)

# dry run: the very body, and nothing on disk
guest 1 ',"residence":"Phố Mẫu","old_id":"123456789"' >one
exits 0 'dry run' notify f1 --dry-run --room 203 --nights 1 \
    --arrive "$TODAY 00:30" --phone 0912345678 --note 'ghi chú' one
same_out 'dry run' <<END
[{"hoTen":"Nguyễn Văn Mẫu","gioiTinh":"M","ngayThangNamSinhStr":"1999-01-01","ngayDenCsltStr":"$TODAY 00:30:00","ngayDiDuKienStr":"$TOMORROW 12:00:00","lyDoCuTru":1,"loaiGiayTo":1,"soGiayTo":"001099000001","soPhong":"203","soDienThoai":"0912345678","ghiChu":"ghi chú"}]
END
same_err 'dry run' </dev/null
[ ! -e "$T/f/f1/state" ]; ok $? 'dry run writes nothing'

# queue only: no portal needed, the record comes back after the commit
exits 0 'queue only' notify f1 --queue-only --room 203 --nights 1 \
    --arrive "$TODAY 00:30" one
same_out 'queue only' <<END
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-01","sex":"M","residence":"Phố Mẫu","old_id":"123456789","notify":{"state":"waiting","due":"${TODAY}T08:00:00+07:00","attempts":0}}
END
is 'only the filing set is kept' "$(strings -a f/f1/state/outbox.db* | grep -c -e 'Phố Mẫu' -e 123456789)" 0
is 'folder and files are private' "$(stat -c %a f/f1/state f/f1/state/outbox.db)" '700
600'

# of a chip's record neither files nor code get onto the disk; it comes back whole
dg2=$(head -c 60000 /dev/zero | tr '\0' x | base64 -w 0)
guest 70 ',"residence":"Phố Mẫu","source":"chip","qr":{"raw":"001099000070||Mẫu"},"chip":{"version":1,"files":{"DG2":"'"$dg2"'"}}' >chip
exits 0 'a chip' notify f3 --queue-only --room 204 --nights 1 chip
is 'the record is whole' "$(jq -c 'del(.notify)' out | md5sum)" "$(jq -c . chip | md5sum)"
is 'nothing of it is kept' "$(strings -a f/f3/state/outbox.db* | grep -c -e "${dg2:0:60}" -e DG2 -e '||' -e 'Phố Mẫu')" 0
has 'but the notice' f/f3/state/outbox.db 001099000070

# the next run sends what waits, and its own; unknown members stay
guest 2 ',"x":{"y":[1, 2]},"stay":{"room":"305"}' >two
exits 0 'file' notify f1 --room 203 --nights 1 two
sed 's/T[0-9:]*+07:00/T+/g' out >out2
cat >want <<END
{"id":"001099000002","name":"Nguyễn Văn Mẫu","dob":"1999-01-01","sex":"M","x":{"y":[1, 2]},"stay":{"room":"305"},"notify":{"state":"filed","due":"DUE","attempts":1,"answer":"Thành công","filed_at":"NOW"}}
END
is 'the record with its state' "$(jq -c '.notify.due = "DUE" | .notify.filed_at = "NOW"' out)" "$(jq -c . want)"
has 'what it does not know stays as it was' out '"x":{"y":[1, 2]}'
is 'both are with the portal' "$(filed f1 001099000001)/$(filed f1 001099000002)" 1/1
is 'the record wins over the option' "$(awk '$3 == "001099000002" || /001099000002/ { print $NF }' "$PORTAL/ledger")" 305

# again: found, not filed twice
exits 0 'the same guest again' notify f1 --room 203 --nights 1 two
is 'is filed once' "$(filed f1 001099000002)" 1
is 'with one attempt' "$(jq .notify.attempts out)" 1

# other data for a filed or queued guest
guest 2 >two
exits 2 'other data, filed' notify f1 --room 999 --nights 1 two
same_err 'other data, filed' <<'END'
lt-notify: two:1: stay: is filed already with other data: correct it in the portal
END
guest 3 >three
notify f1 --queue-only --room 1 --nights 1 three >/dev/null
exits 2 'other data, queued' notify f1 --queue-only --room 2 --nights 1 three
same_err 'other data, queued' <<'END'
lt-notify: three:1: stay: is queued already with other data: replace it with --correct
END
same_out 'other data, queued' </dev/null
exits 0 'corrected' notify f1 --queue-only --correct --room 2 --nights 1 three

# flush: one pass, no input
exits 0 'flush' notify f1 --flush
is 'flush tells what it did' "$(jq -c '[.id, .stay.room, .notify.state]' out)" '["001099000003","2","filed"]'
exits 0 'flush with nothing to do' notify f1 --flush
same_out 'flush with nothing to do' </dev/null
exits 2 'flush takes no file' notify f1 --flush one
is 'flush takes no file' "$(head -1 err)" 'lt-notify: --flush reads no input and sends: it takes no file and no other mode'

# refused by the portal: its own words in the record, never on stderr
guest 4 >four
exits 0 'somebody else files her' notify f1 --state "$T/other" --room 1 --nights 1 four
exits 1 'a double of another hand' notify f1 --room 1 --nights 1 four
is 'is rejected' "$(jq -r .notify.state out)" rejected
is 'in the portal'\''s words' "$(jq -r .notify.answer out | grep -c 001099000004)" 1
same_err 'a double of another hand' </dev/null
is 'the account sees one' "$(filed f1 001099000004)" 1

# a refused card is not filed unless told
guest 5 ',"verify":{"verdict":"refused"}' >five
exits 1 'a refused card' notify f1 --room 1 --nights 1 five
same_err 'a refused card' <<'END'
lt-notify: five:1: verdict: this card was refused: look at it, then use --file-anyway
END
cp five want2
same_out 'a refused card passes on' <want2
is 'it is not queued' "$(state 5)" ''
exits 0 'a refused card, anyway' notify f1 --file-anyway --room 1 --nights 1 five
is 'it is filed' "$(state 5)" filed

# yesterday, midnight, foreigners
guest 6 ",\"stay\":{\"arrive\":\"$YESTERDAY 23:00\"}" >six
exits 0 'since yesterday' notify f1 --room 1 --nights 2 six
is 'after 23:00 is due at 08:00' "$(jq -r .notify.due out)" "${TODAY}T08:00:00+07:00"
echo '{"name":"MAU ANNA","dob":"1980","sex":"F","nationality":"USA","doc_type":"passport","doc_no":"X1234567"}' >foreign
exits 2 'a foreigner without a permitted stay' notify f1 --room 1 --nights 1 foreign
same_err 'a foreigner without a permitted stay' <<'END'
lt-notify: foreign:1: permitted_until: is missing: read it in the visa or stamp and give --permitted-until
END
exits 0 'a foreigner' notify f1 --room 1 --nights 1 --arrive "$TODAY 00:05" --permitted-until "$TOMORROW" foreign
is 'is due at once' "$(jq -r .notify.due out)" "${TODAY}T00:05:00+07:00"
is 'and filed' "$(filed f1 X1234567)" 1

# coaches say their basis
sed -i '$a kind = coach' f/f1/settings
guest 7 >seven
exits 2 'a coach without a basis' notify f1 --room 1 --nights 1 seven
same_err 'a coach without a basis' <<'END'
lt-notify: seven:1: basis: is missing: give --basis duty or --basis consent
END
exits 0 'a coach with one' notify f1 --room 1 --nights 1 --basis duty seven
sed -i '$d' f/f1/settings
sed -i '$a room_required = no' f/f1/settings
guest 8 >eight
control room_required=no
exits 0 'no rooms there' notify f1 --nights 1 eight
control
sed -i '$d' f/f1/settings

# an account that is refused stops the run and keeps all
sed -i 's/mat-khau-thu/falsch/' f/f1/credentials
guests 3 20 >three
exits 1 'a wrong password' notify f1 --room 1 --nights 1 three
is 'all three wait' "$(jq -r .notify.state out | sort | uniq -c | tr -s ' ')" ' 3 waiting'
is 'it is named' "$(head -1 err)" 'lt-notify: portal: the account was refused: check the credentials; the rest is queued'
lacks 'without the password' err falsch
sed -i 's/falsch/mat-khau-thu/' f/f1/credentials
exits 0 'and the next flush sends them' notify f1 --flush
is 'all three' "$(jq -r .notify.state out | sort | uniq -c | tr -s ' ')" ' 3 filed'

# no portal in reach
sed -i 's/127.0.0.1:[0-9]*/127.0.0.1:9/' f/f1/settings
guest 30 >thirty
exits 1 'no portal' notify f1 --room 1 --nights 1 thirty
is 'it waits' "$(jq -r .notify.state out)" waiting
is 'and says so' "$(head -1 err)" 'lt-notify: portal: gives no answer now; the rest is queued'
sed -i "s/127.0.0.1:9/127.0.0.1:$PORT/" f/f1/settings

exits 0 'the portal is back' notify f1 --flush

# an answer that is lost: unknown, then the double proves the filing
control on=vn fault=drop when=after times=1
guest 31 >thirtyone
exits 1 'a lost answer' notify f1 --room 1 --nights 1 thirtyone
is 'is unknown' "$(state 31)" unknown
is 'though filed' "$(filed f1 001099000031)" 1
exits 0 'the flush asks again' notify f1 --flush
is 'and it is proved' "$(state 31)" filed
is 'filed once' "$(filed f1 001099000031)" 1
control

# no portal configured: queued, and named
sed -i '/portal_url/d' f/f1/settings
guest 32 >thirtytwo
exits 2 'no portal_url' notify f1 --room 1 --nights 1 thirtytwo
same_err 'no portal_url' <<'END'
lt-notify: portal_url: is missing or wrong: set it in the settings or the credentials file; nothing was sent, all is queued
END
is 'it waits' "$(jq -r .notify.state out)" waiting
echo "portal_url = $URL" >>f/f1/settings

# two runs at once
guests 40 100 >many1
guests 40 120 >many2
notify f1 --room 1 --nights 1 many1 >o1 2>e1 &
exits 0 'two runs at once' notify f1 --room 1 --nights 1 many2
wait $!
is 'the other one' $? 0
is 'each guest once' "$(awk '/00109900[01]/' "$PORTAL/ledger" | cut -f3 | sort | uniq -d | wc -l)" 0
is 'all of them' "$(for i in $(seq 100 159); do filed f1 "$(printf 0010990%05d "$i")"; done | sort | uniq -c | tr -s ' ')" ' 60 1'

# a terminal gets a sentence
guest 60 >sixty
script -qec "lt-notify --config f/f1/settings --state f/f1/state --room 203 --nights 1 sixty" /dev/null >said </dev/null
is 'a sentence' "$(tr -d '\r' <said)" 'filed: room 203'

# typed guests: a dialogue on the terminal, wrong answers asked again
cat >typed.exp <<'END'
set timeout 60
log_file -noappend typed.log
spawn lt-notify --config f/f1/settings --state f/f1/state --manual
proc say {want answer} {
	expect -ex $want {} timeout { exit 9 } eof { exit 8 }
	send -- "$answer\r"
}
say "document" "1"
say "its number" "12345"
say "must be 12 digits" "001099000070"
say "full name" "Nguyễn Thị Mẫu"
say "date of birth" "31/12/1999"
say "write YYYY-MM-DD" "1999-12-31"
say "sex" "f"
say "room" "401"
say "nights" "2"
expect -ex "filed: room 401" {} timeout { exit 7 }
say "document" ""
expect eof
exit [lindex [wait] 3]
END
if command -v expect >/dev/null; then
	exits 0 'typed guests' expect typed.exp
	is 'filed' "$(filed f1 001099000070)" 1
	is 'with what was typed' "$(lt-status --state f/f1/state --json | jq -c 'select(.id == "001099000070") | [.name, .dob, .sex, .stay.room]')" '["Nguyễn Thị Mẫu","1999-12-31","F","401"]'
else
	skip 'typed guests' 'expect is not installed'
fi
exits 0 'typed without a terminal' setsid -w lt-notify --config f/f1/settings --state f/f1/state --manual --room 1 --nights 1 --queue-only <<'END'
passport
X9999999
D
Mẫu Anna
1980
F
2030-01-01
END
is 'a typed foreigner' "$(jq -c '[.doc_no, .nationality, .source, .from, .notify.state]' out)" '["X9999999","D","manual","terminal","waiting"]'

# a record comes back while the input is still open, and after its commit
mkfifo pipe
guest 80 >eighty
notify f1 --queue-only --room 1 --nights 1 <pipe >slow &
slow=$!
exec 7>pipe
cat eighty >&7
soon test -s slow
is 'echoed before the next one comes' "$(jq -r .notify.state slow)" waiting
is 'and on disk by then' "$(state 80)" waiting
exec 7>&-
wait $slow
guest 81 >eightyone
if strace -o trace -e trace=fdatasync,write lt-notify --config f/f1/settings --state f/f1/state --queue-only --room 1 --nights 1 eightyone >/dev/null 2>err; then
	is 'no echo before the sync of its group' "$(awk '/^fdatasync/ && !s { s = NR } /^write\(1,/ && !w { w = NR } END { print (s > 0 && s < w) }' trace)" 1
else
	skip 'no echo before the sync of its group' 'strace may not trace here'
fi

# the receipt: hash of the request, time, status, answer, facility
body=$(sqlite3 f/f1/state/outbox.db "SELECT hex(request) FROM attempt JOIN stay ON stay.id = attempt.stay WHERE doc_no = '001099000002'")
arrive=$(sqlite3 f/f1/state/outbox.db "SELECT stay ->> 'arrive' FROM stay WHERE doc_no = '001099000002'")
is 'the hash is that of the bytes sent' "$(notify f1 --dry-run --room 305 --nights 1 --arrive "$arrive" two | tr -d '\n' | sha256sum | cut -c1-64 | tr a-f A-F)" "$body"
is 'status, outcome, facility' "$(sqlite3 f/f1/state/outbox.db "SELECT http, outcome, facility <> '' FROM attempt JOIN stay ON stay.id = attempt.stay WHERE doc_no = '001099000002'")" '200|0|1'
done_testing
