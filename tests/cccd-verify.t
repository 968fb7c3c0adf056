#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-verify: verdicts, statuses, lists, and records passed on as they came.
. "$(dirname "$0")/lib.sh"

qr='001099000001||Nguyễn Văn Mẫu|01021999|Nam|Thôn Mẫu, Ninh Bình|15032023'
person='"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-02-01","sex":"M"'
dates='"issued":"2023-03-15"'
at='--at 2026-06-15'
verdict() { jq -r '.verify | .verdict + " " + .assurance' out; }
result() { jq -r --arg c "$1" '.verify.checks[] | select(.check == $c).result' out; }
why() { jq -r --arg c "$1" '.verify.checks[] | select(.check == $c).why' out; }

# --- one record whole, as it comes out
echo "{$person,$dates}" >good
exits 0 'a record' cccd-verify $at good
same_out 'a record' <<EOT
{$person,$dates,"verify":{"verdict":"undecided","assurance":"plausible","checks":[{"check":"number.form","result":"pass","why":"twelve digits"},{"check":"number.prefix","result":"pass","why":"the prefix is in the table"},{"check":"number.era","result":"pass","why":"the number's birth year has come"},{"check":"number.birth","result":"pass","why":"the number and the birth date agree"},{"check":"number.sex","result":"pass","why":"the number and the sex agree"},{"check":"number.placeholder","result":"pass","why":"no stand-in"},{"check":"name.letters","result":"pass","why":"letters as in names"},{"check":"dob.real","result":"pass","why":"a day of the calendar"},{"check":"dob.age","result":"pass","why":"an age that people reach"},{"check":"issued.real","result":"pass","why":"a day of the calendar"},{"check":"issued.past","result":"pass","why":"not issued in the future"},{"check":"dates.order","result":"pass","why":"birth, issue and end in this order"},{"check":"card.current","result":"pass","why":"not expired by the rule of the law (estimated)"},{"check":"signature","result":"skip","why":"nothing in this record is signed"},{"check":"card.lost","result":"skip","why":"whether the card was reported lost or cancelled cannot be known offline"}],"policy":"strict"}}
EOT
same_err 'a record' </dev/null

# --- from the QR text: never above plausible, and the record says why
echo "$qr" >payload
exits 0 'QR text through both' sh -c "cccd-qr --text payload | cccd-verify $at"
is 'undecided, plausible' "$(verdict)" 'undecided plausible'
is 'it says why' "$(why signature)" \
    'a QR code carries no signature: anybody can print one'
is 'record and code agree' "$(result qr.agrees)" pass
cp out verified
exits 1 'more is required than a QR code has' \
    cccd-verify $at --require signed verified
is 'but the verdict is the same' "$(verdict)" 'undecided plausible'
exits 0 'plausible is enough' cccd-verify $at --require plausible verified
cmp -s out verified
ok $? 'verified again: the member is replaced, in its place'

# --- a chip's record, large as they are: never above plausible in this version
dg2=$(head -c 60000 /dev/zero | base64 -w 0)
printf '{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-02-01","sex":"M","source":"chip","chip":{"version":1,"files":{"DG2":"%s"}}}\n' "$dg2" >chip
exits 0 'a chip' cccd-verify $at chip
is 'undecided, plausible' "$(verdict)" 'undecided plausible'
is 'no word on signatures that are not judged' "$(result signature)" ''
exits 1 'signed is more' cccd-verify $at --require signed chip
exits 1 'genuine is more' cccd-verify $at --require genuine-chip chip
jq -c '.chip = {"version":1,"error":"wrong-key"}' verified >unread
exits 0 'a chip that was not read' cccd-verify $at unread
is 'is a code only' "$(why signature)" \
    'a QR code carries no signature: anybody can print one'
i=0; while [ $i -lt 100 ]; do cat chip; i=$((i + 1)); done >chips
cpu_ms cccd-verify $at chips
is 'a hundred chips' $? 0
[ "$cpu_ms" -lt 3000 ]
ok $? "a hundred chips of 80 kB: $cpu_ms ms"
is 'byte for byte as they came' "$(sed 's/,"verify":.*//' out | md5sum)" \
    "$(sed 's/}$//' chips | md5sum)"

exits 1 'other members than the code' sh -c \
    "jq -c '.name = \"Lê Văn Mẫu\"' verified | cccd-verify $at"
is 'refused' "$(verdict)" 'refused none'
is 'by this check' "$(result qr.agrees)" fail
exits 0 'the name with other marks' sh -c \
    "jq -c '.name = \"Nguyen Van Mau\"' verified | cccd-verify $at"
is 'only warns' "$(result qr.agrees)" warn
exits 0 'less than the code has' sh -c \
    "jq -c 'del(.issued, .residence)' verified | cccd-verify $at"
is 'is no contradiction' "$(result qr.agrees)" pass
exits 0 'another address' sh -c \
    "jq -c '.residence = \"Hà Nội\"' verified | cccd-verify $at"
is 'only warns' "$(result qr.agrees)" warn

# --- the impossible refuses, the unusual warns
try() {
	local status=$1 name=$2 members=$3 check=$4 want=$5
	echo "{$members}" >in
	exits "$status" "$name" cccd-verify $at in
	is "$name: $want" "$(result "$check")" "$want"
	is "$name: passed on" "$(jq -c 'del(.verify)' out)" "$(jq -c . in)"
}
try 1 'eleven digits' '"id":"00109900001"' number.form fail
try 1 'no such day' '"id":"001099000001","dob":"1999-02-29"' dob.real fail
try 1 'born tomorrow' '"id":"001226000001","dob":"2026-06-16"' dob.age fail
try 1 'issued before birth' "$person,\"issued\":\"1998-03-15\"" dates.order fail
try 0 'expired as read' "$person,\"expires\":\"2026-06-14\"" card.current warn
try 0 'expired by estimate' "$person,\"issued\":\"2021-03-15\"" card.current warn
try 0 'unknown prefix' '"id":"099099000001"' number.prefix warn
try 0 'another birth year' '"id":"001099000001","dob":"1998-02-01"' number.birth warn
try 0 'the other sex' '"id":"001099000001","sex":"F"' number.sex warn
try 0 'a look-alike letter' '"name":"Ðỗ Mẫu"' name.letters warn
mrz=IDVNM0990000017001099000001'<<'89902015M3902013VNM'<<<<<<<<<<<'6NGUYEN'<<'VAN'<'MAU'<<<<<<<<<<<<<<<'
try 0 'an MRZ' "$person,\"mrz\":\"$mrz\"" mrz.agrees pass
try 1 'a wrong check digit' "$person,\"mrz\":\"${mrz/M3902013/M3902014}\"" mrz.digits fail
try 1 'the MRZ of another' "\"id\":\"001099000002\",\"mrz\":\"$mrz\"" mrz.agrees fail

echo '{}' >nobody
exits 0 'nobody' cccd-verify nobody
is 'too little' "$(verdict)" 'undecided none'
exits 1 'nobody is not plausible' cccd-verify --require plausible nobody

# --- what is not known is kept, in order, byte for byte
echo '{ "x" : 1e5 , "id":"001099000001","y":{"b":[ 1,2 ],"a":"\u0041"},"verify":7,"z":null}' |
    cccd-verify $at >out
is 'unknown members' "$(sed 's/"verify":{.*"strict"}/"verify":V/' out)" \
    '{"x":1e5,"id":"001099000001","y":{"b":[ 1,2 ],"a":"\u0041"},"verify":V,"z":null}'

# --- the worst decides; every record goes on
{ cat good; echo '{"id":"1"}'; cat good; } >three
exits 1 'one of three refused' cccd-verify $at three
is 'three went on' "$(wc -l <out)" 3

# --- lists
cat >list.csv <<'EOT'
STT;Họ và tên;Ngày sinh;Số CCCD/ĐDCN;CMND
1;NGUYEN VAN MAU;01/02/1999;1099000001;
2;Trần Thị Mẫu;02/03/1999;001199000002;012345678
3;Lê Mẫu;;không có;
EOT
exits 0 'on the list' cccd-verify $at --roster list.csv good
is 'where' "$(jq -c .verify.roster out)" \
    '{"listed":true,"line":2,"by":"id","repaired":true}'
is 'the name but for its marks' "$(result roster.name)" pass
is 'the birth date' "$(result roster.birth)" pass
same_err 'on the list' <<'EOT'
cccd-verify: list.csv: numbers mended (zeros put back, signs left out): 1
cccd-verify: list.csv: rows without a usable number, left out: 1
EOT
echo '{"id":"001199000009","old_id":"012345678","name":"Trần Thị Mận"}' >second
exits 1 'the old number of another' cccd-verify $at --roster list.csv second
is 'not listed' "$(jq -c .verify.roster out)" '{"listed":false}'
is 'it warns' "$(result roster.listed)" warn
is 'and says why' "$(why roster.listed)" \
    'a row has this old number, but another person'
is 'no more is said of the row' "$(result roster.name)" ''
for more in '"name":"Trần Thị Mận","dob":"1999-03-02"' '"name":"TRẦN THỊ MẪU"' \
    '"name":"TRAN THI MAU","dob":"1980-01-01"'; do
	echo "{\"id\":\"001199000009\",\"old_id\":\"012345678\",$more}" >second
	exits 0 'under an earlier number' cccd-verify $at --roster list.csv second
	is 'by which' "$(jq -c .verify.roster out)" \
	    '{"listed":true,"line":3,"by":"old_id"}'
	is 'it passes' "$(result roster.listed)" pass
done
printf "CMND\n012345678\n" >old.csv
exits 1 'an old number alone' cccd-verify $at --roster old.csv second
is 'says too little' "$(why roster.listed)" \
    'a row has this old number, but no name or birth date to tell whose it is'
echo '{"id":"001199000009","cancelled_id":"001199000002"}' >second
exits 0 'a cancelled number' cccd-verify $at --roster list.csv second
is 'needs no more' "$(jq -c .verify.roster out)" \
    '{"listed":true,"line":3,"by":"cancelled_id"}'
echo '{"id":"001099000003"}' >third
exits 1 'not on the list' cccd-verify $at --roster list.csv third
is 'it says so' "$(jq -c .verify.roster out)" '{"listed":false}'
is 'the verdict is the same' "$(verdict)" 'undecided plausible'
exits 0 'records as a list' cccd-verify $at --roster good good
is 'where' "$(jq -c .verify.roster out)" '{"listed":true,"line":1,"by":"id"}'

# --- people get sentences
on_terminal() (
	set -o pipefail
	script -qec "$1" /dev/null | tr -d "\r"
)
exits 0 'on a terminal' on_terminal "NO_COLOR=1 cccd-verify $at good"
same_out 'on a terminal' <<'EOT'
001099000001 Nguyễn Văn Mẫu: undecided, plausible but not proved; not checked: reported lost
  not checked: signature: nothing in this record is signed
EOT
echo '{"id":"1","name":"\u001b[31mMẫu\u202e"}' >nasty
exits 1 'a name for the terminal' on_terminal "NO_COLOR=1 cccd-verify $at nasty"
has 'shown harmlessly' out '1 \u{1b}[31mMẫu\u{202e}: refused'
lacks 'no escape' out $'\033'

exits 1 'in colour' on_terminal "NO_COLOR= cccd-verify $at good nasty"
has 'yellow' out $': \033[33mundecided, plausible but not proved\033[0m; not'
has 'red' out $': \033[31mrefused: something in it is wrong\033[0m; not'

# --- time
exits 0 'the day of expiry' sh -c \
    "echo '{$person,\"expires\":\"2026-06-15\"}' | cccd-verify --at 2026-06-15T23:59"
is 'is no past day' "$(result card.current)" pass
exits 0 'the day after, in Vietnam' sh -c \
    "echo '{$person,\"expires\":\"2026-06-15\"}' | cccd-verify --at 2026-06-15T17:00Z"
is 'is one' "$(result card.current)" warn
exits 2 'no time' cccd-verify --at yesterday
is 'no time: why' "$(head -1 err)" \
    'cccd-verify: --at: write the time as YYYY-MM-DD or YYYY-MM-DDTHH:MM'
exits 2 'no level' cccd-verify --require best
is 'no level: why' "$(head -1 err)" \
    'cccd-verify: --require: say none, plausible, signed or genuine-chip'
done_testing
