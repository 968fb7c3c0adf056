#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-verify on bad input: exact status and message, and nothing lost that
# could be read.
. "$(dirname "$0")/lib.sh"

good='{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-02-01"}'
at='--at 2026-06-15'
ids() { jq -r .id out | xargs; }

exits 2 'a missing file' cccd-verify $at gone
same_err 'a missing file' <<'EOT'
cccd-verify: gone: No such file or directory
EOT
echo "$good" >good
exits 2 'a missing file among others' cccd-verify $at good gone good
is 'the others are read' "$(ids)" '001099000001 001099000001'
mkdir folder
cp good folder/
exits 2 'a folder without a card' cccd-verify $at folder good
same_err 'a folder without a card' <<'EOT'
cccd-verify: folder/good: none of a chip's files: passed over
cccd-verify: folder: no card in it
EOT
is 'the others are read' "$(ids)" 001099000001

exits 0 'empty input' cccd-verify $at /dev/null
same_out 'empty input' </dev/null
same_err 'empty input' </dev/null
printf '\n\r\n\n' >blank
exits 0 'blank lines' cccd-verify $at blank
same_out 'blank lines' </dev/null

# --- a bad line is named, skipped, and makes the status 2
bad() {
	local name=$1 line=$2 message=$3
	{ echo "$good"; printf '%b' "$line"; echo; echo "$good"; } >in
	exits 2 "$name" cccd-verify $at in
	same_err "$name" <<<"cccd-verify: in:2: $message"
	is "$name: the others went on" "$(ids)" '001099000001 001099000001'
	exits 2 "$name, --strict" cccd-verify $at --strict in
	is "$name, --strict: stops there" "$(ids)" '001099000001'
}
bad 'no JSON' 'xyz' 'record, byte 1: is not valid JSON'
bad 'half a record' '{"id":"0010' 'record, byte 12: is not valid JSON'
bad 'no object' '[1]' 'record, byte 1: is not a JSON object'
bad 'a member twice' '{"id":"1","id":"2"}' \
    'record, byte 12: names the same member twice'
bad 'a member in disguise' '{"\\u0069d":"1"}' \
    'record, byte 3: names the same member twice'
bad 'invalid UTF-8' '{"name":"Nguy\xean"}' 'record, byte 14: is not valid UTF-8'
bad 'a NUL byte' '{"name":"a\0b"}' 'record, byte 11: is not valid JSON'
bad 'a number for a text' '{"id":1099000001}' 'id: has the wrong form'
bad 'half a surrogate pair' '{"name":"\\ud800"}' 'name: is not valid UTF-8'
bad 'a deep bomb' "{\"x\":$(printf '[%.0s' {1..70})" \
    'record, byte 69: is nested too deeply'

# --- sizes
head -c 100000000 /dev/zero | tr '\0' x >long
{ echo "$good"; cat long; echo; echo "$good"; } >in
exits 2 'a line of 100 MB' cccd-verify $at in
same_err 'a line of 100 MB' <<'EOT'
cccd-verify: in:2: line: longer than the limit
EOT
is 'the others went on' "$(ids)" '001099000001 001099000001'
exits 2 'and without an end' cccd-verify $at long
rm -f long in
{ printf '{"id":"001099000001","x":['; yes '{"a":[1]},' |
    head -n 1500000 | tr -d '\n'; echo '0]}'; } >wide
exits 0 'a record of 15 MB' cccd-verify $at wide
is 'goes on whole' "$(sed 's/,"verify":{.*/}/' out | cmp - wide && echo same)" same
{ printf '{'; for i in $(seq 3000); do printf '"k%d":0,' "$i"; done
    echo '"id":"001099000001"}'; } >members
exits 0 'three thousand members' cccd-verify $at members
{ printf '{"name":"'; head -c 1000000 /dev/zero | tr '\0' A; echo '"}'; } >name
exits 0 'a name of 1 MB' cccd-verify $at name
rm -f wide name

# --- what cannot be written is no success
exits 2 'a full disk' sh -c "cccd-verify $at good >/dev/full"
same_err 'a full disk' <<'EOT'
cccd-verify: standard output: No space left on device
EOT
for i in $(seq 2000); do echo "$good"; done >many
# shellcheck disable=SC2086
exits 2 'a closed pipe' closed_pipe cccd-verify $at many
same_err 'a closed pipe' <<'EOT'
cccd-verify: standard output: Broken pipe
EOT

# --- lists
list() {
	local name=$1 message=$2
	exits 2 "$name" cccd-verify $at --roster list good
	same_err "$name" <<<"cccd-verify: $message"
	is "$name: nothing is judged" "$(cat out)" ''
}
list 'a list that is not there' 'list: No such file or directory'
: >list
list 'an empty list' \
    'list:1: no column of numbers: name one of them CCCD in the first row'
printf 'Họ tên;Lớp\nMẫu;12A\n' >list
list 'a list without numbers' \
    'list:2: no column of numbers: name one of them CCCD in the first row'
printf 'PK\003\004' >list
list 'a workbook that breaks off' 'list:1: the workbook is damaged or cut short: get the file again, or open it in a spreadsheet program and save it anew'
printf 'CCCD;Tên\n001099000001;"Mẫu\n' >list
list 'an open quote' 'list:2: a quote is opened and not closed'
printf '{"id":"001099000001"}\n{"id":\n' >list
list 'records that break off' 'list:2: is not valid JSON'
{ printf 'CCCD\n"'; head -c 100000000 /dev/zero | tr '\0' x; } >list
list 'a cell of 100 MB' \
    'list:2: a quote is opened in this row and not closed for too long'
rm -f list
mkdir list
list 'a folder as list' 'list: is a folder: name a file'
if [ "$(id -u)" -eq 0 ]; then chmod 755 "$T"; fi
rmdir list
echo CCCD >list
chmod 000 list
if as_user test -r list; then
	skip 'a list that may not be read' 'this user reads everything'
else
	exits 2 'a list that may not be read' as_user "$BUILD/bin/cccd-verify" \
	    --roster list good
	same_err 'a list that may not be read' <<'EOT'
cccd-verify: list: Permission denied
EOT
fi

# --- the clock
if grep -q __asan_init "$BUILD/bin/cccd-verify"; then
	skip 'a clock in 1970' 'a sanitizer wants to be loaded first'
else
	exits 0 'a clock in 1970' faketime '1970-01-02 00:00:00' cccd-verify good
	same_err 'a clock in 1970' <<'EOT'
cccd-verify: clock: the clock of this machine is wrong
EOT
	is 'what needs it is skipped' "$(jq -r '.verify.checks[] |
	    select(.result == "skip" and (.why | startswith("the clock"))) |
	    .check' out | xargs)" 'number.era dob.age'
	exits 0 'a clock in 1970, --at' \
	    faketime '1970-01-02 00:00:00' cccd-verify $at good
	same_err 'a clock in 1970, --at' </dev/null
fi

# --- mistakes in the options
usage() {
	local message=$1
	shift
	exits 2 "$*" cccd-verify "$@" good
	is "$*: why" "$(head -1 err)" "cccd-verify: $message"
	is "$*: nothing is judged" "$(cat out)" ''
}
usage '--policy: say strict, icao or lenient' --policy loose
usage '--allow: no check has the name cms.sign: see cccd-checks(7)' --allow cms.sign
usage '--forbid: no check has the name : see cccd-checks(7)' --forbid ''
usage '--nonce: write 32 hexadecimal digits' --nonce 00
usage '--max-age: write a time such as 600, 10m, 2h or 1d' --max-age 0
usage '--max-age: write a time such as 600, 10m, 2h or 1d' --max-age 3w
usage '--seen needs one thread: leave out --jobs' --seen seen -j 2
echo 0001 >nonces
exits 2 'a bad list of challenges' cccd-verify --nonces nonces good
same_err 'a bad list of challenges' <<'EOT'
cccd-verify: nonces:1: write 32 hexadecimal digits
EOT
exits 2 'no list of challenges' cccd-verify --nonces gone good
same_err 'no list of challenges' <<'EOT'
cccd-verify: gone: is not there
EOT
echo 'not ours' >seen
exits 2 'another file for the list of proofs' cccd-verify --seen seen good
same_err 'another file for the list of proofs' <<'EOT'
cccd-verify: seen: is damaged
EOT
is 'it is left alone' "$(cat seen)" 'not ours'

# --- two at once
twice() {
	cccd-verify $at many >out1 &
	cccd-verify $at many >out2
	local s=$?
	wait $! && return $s
}
exits 0 'two at once' twice
cmp -s out1 out2
ok $? 'each has all'
is 'two thousand' "$(wc -l <out1)" 2000
done_testing
