#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# What the tools write is what share/cccd-record.schema.json says, by the word
# of a validator that nobody here wrote; and the schema refuses what is wrong.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/portal.sh"
. "$ROOT/tests/pcscd.sh"
schema=$ROOT/share/cccd-record.schema.json
python=/usr/bin/python3
"$python" -c 'import jsonschema' 2>/dev/null || python=python3
valid() { "$python" "$ROOT/tests/schema.py" "$schema" "${@:2}" <"$1"; }

# What the tools give.
photo one --family webcam --level 1 --seed 11 --out a.jpg >/dev/null
photo one --family phone --level 1 --seed 12 --out b.jpg >/dev/null
photo sheet 3 --seed 4 --out sheet.png >/dev/null
cccd-qr a.jpg b.jpg sheet.png >photos
is 'five cards were read' "$(wc -l <photos)" 5
exits 0 'pictures' valid photos
cat a.jpg b.jpg | cccd-qr --stream >stream
exits 0 'a stream' valid stream

cat >typed.txt <<'EOS'
001099000001|012345678|Nguyễn Văn Mẫu|01021999|Nam|Số 1, Phường Mẫu, Quận Mẫu, Hà Nội|15032021
001199000002||Trần Thị Mẫu|01021999|Nữ|Thôn Mẫu, Xã Mẫu, Ninh Bình|06102025||||
052321000003||Lê Bé Mẫu|20112021|Nữ|Tổ 7, Xã Mẫu, Bình Định|06112024||Lê Văn Cha|Phạm Thị Mẹ|
]Q1001199000002||Trần Thị Mẫu|01021999|Nữ|Thôn Mẫu, Xã Mẫu, Ninh Bình|06102025||||
001099000001||Nguyá»…n VÄƒn Máº«u|01021999|Nam|HÃ  Ná»™i|15032021
001099000001||Nguy7877n V259n M7851u|01021999|Nam|H224 N7897i|15032021
001099000001||Nguy&#7877;n V&#259;n M&#7851;u|01021999|Nam|H&#224; N&#7897;i|15032021
001099000001||Nguy%E1%BB%85n V%C4%83n M%E1%BA%ABu|01021999|Nam|H%C3%A0 N%E1%BB%99i|15032021
001099000001||nGUYỄN vĂN mẪU|01021999|nAM|hÀ nỘI|15032021
001099000001||Nguyen Van Mau|01021999|Nam|Ha Noi|15032021
001099000001||Nguy┼n V♥n M½u|01021999|Nam|Hα N┘i|15032021
001099000001|12|Nguyễn Văn Mẫu|31021999|nam|, ,Hà Nội|15032021|123456789012|||x|y
001099000001||Nguyễn Văn Mẫu|01021999|Nam
001199000002||Trần Thị Mẫu|01021999|N|Ninh Bình|06102025||||
EOS
printf '001099000001||Nguy\xffn|01021999|Nam|H\xe0|15032021|\xff\n' >>typed.txt
cccd-qr --text typed.txt >typed
is 'each line is a card' "$(wc -l <typed)" "$(wc -l <typed.txt)"
exits 0 'scanner text, clean and damaged' valid typed
is 'several ways of damage were met' "$(jq -r .qr.transport typed | sort -u |
    wc -l | awk '{ print ($1 >= 7) }')" 1

{
	echo 'Họ và tên,Số CCCD,Ngày sinh'
	echo 'Nguyễn Văn Mẫu,1099000001,01/02/1999'
	echo 'Trần Thị Mẫu,001199000002,01/02/1999'
} >list.csv
cat photos typed >all
{
	cat all
	echo '{"id":"001099000001","dob":"2999-02-31","issued":"1990-01-01"}'
	echo '{"id":"111111111111","name":"A1","expires":"2000-01-01"}'
	echo '{"doc_no":"X1","old_id":"123456789","expires":"never","mrz":"A<B"}'
	echo '{"x":{"y":[1]},"chip":{"version":1,"error":"no-card"}}'
} >people
cccd-verify people >verified
exits 0 'verified' valid verified

rostercat list.csv >rows
exits 0 'rows of a roster' valid rows
rosterlint --all list.csv >linted 2>/dev/null
exits 0 'with findings' valid linted
is 'both rows, with all that was found' "$(jq -c 'select(.id) | .lint' linted |
    wc -l)" 2
forge --out forged --only good >/dev/null
cccd-verify --policy icao --trust forged/trust forged/cases.ndjson >chips
is 'its signer and anchor stand in it' \
    "$(jq -c '[.verify.policy, (.verify.signer | keys)]' chips | sort -u)" \
    '["icao",["anchor","origin","sha256"]]'
cccd-verify forged/cases.ndjson >>chips
exits 0 'chips, verified' valid chips
cccd-verify --roster list.csv people >listed 2>/dev/null
exits 0 'verified, with a list' valid listed
is 'some are on it and some are not' \
    "$(jq -c .verify.roster.listed listed | sort -u | xargs)" 'false true'

portal_start
facility good
facility wrong
sed -i 's/^password.*/password = sai/' f/wrong/credentials
guests 3 | notify good -r 1 -n 1 >filed
notify wrong -r 1 -n 1 >waiting 2>/dev/null < <(guests 2 4)
portal_stop
notify good -r 2 -n 1 >silent 2>/dev/null < <(guests 1 9)
portal_start --port "$PORT"
control fault=drop when=after on=vn times=1
notify good -r 2 -n 1 >unknown 2>/dev/null < <(guests 1 20)
control
echo '{"name":"MUSTER ERIKA","dob":"1990","sex":"F","nationality":"D",
    "doc_type":"passport","doc_no":"C01X0006H"}' | tr -d '\n' |
    notify good -r 101 -n 3 --permitted-until "$(vn_day 30)" >foreign
cat filed waiting silent unknown foreign >noticed
exits 0 'notices' valid noticed
for f in good wrong; do
	lt-status --state "$T/f/$f/state" --json
	lt-status --state "$T/f/$f/state" --json --at "$(vn_day 9) 12:00"
done >shown
exits 0 'status' valid shown
echo "# states met: $(cat noticed shown | jq -r .notify.state | sort -u | xargs)"
for s in filed waiting unknown expired; do
	grep -q "\"state\":\"$s\"" noticed shown
	is "the state $s was met" $? 0
done

# A chip; and one that was not read. A chip's record that other tools have
# passed on. More of them in witness-evidence.t.
if why=$(readers_missing); then
	skip 'chips' "$why"
else
	readers_start 1
	card_lay 0 --pki pki
	card --payload >card.txt
	cccd-qr --text card.txt | cccd-read >chip
	cccd-read --id 079090000123 --no-portrait --transcript said >>chip
	cccd-read --replay said >>chip
	echo 001099000001 | cccd-read >>chip 2>/dev/null
	is 'a chip was read, and another was not' \
	    "$(jq -r '.chip | .error // .source_mode' chip | xargs)" \
	    'live live replay wrong-key'
	cccd-verify chip >judged
	exits 0 'chips' valid chip
	exits 0 'chips, judged' valid judged
	card_take
fi

# What is wrong is refused: every line for one reason.
person='"id":"001099000001","name":"Nguyễn Văn Mẫu"'
qr='"raw":"x"'
check='{"check":"dob.real","result":"pass","why":"y"}'
verify='"verdict":"undecided","assurance":"plausible","checks":'
notify='"due":"2026-01-01T23:00:00+07:00","attempts":1'
made='"version":1,"read_at":"2026-01-01T23:00:00+07:00","reader":"x",
"nonce":"00112233445566778899aabbccddeeff","absent":{"DG3":"protected"}'
made=$(tr -d '\n' <<<"$made")
access='"access":{"protocol":"none","cardaccess":"read"}'
live="$made,\"source_mode\":\"live\",\"files\":{\"SOD\":\"AAAA\"}"
# What is right in the lines below is taken: they are wrong for one reason.
echo "{$person,\"chip\":{$live,$access}}" >right
exits 0 'what is right is taken' valid right
cat >wrong <<EOS
[]
"text"
{"id":"00109900000"}
{"id":1099000001}
{"old_id":"1234567890"}
{"cancelled_id":"1234567890"}
{"name":7}
{"dob":"01/02/1999"}
{"dob":"1999-13"}
{"sex":"Nam"}
{"nationality":"Viet Nam"}
{"issued":"20210315"}
{"expires":"unlimited"}
{"doc_no":"C 1"}
{"mrz":"IDVNM\u00e9"}
{"source":"scan"}
{"repairs":{}}
{"repairs":[{"field":"dob","from":"a","to":"b"}]}
{"repairs":[{"field":"dob","to":"b","why":"c"}]}
{"repairs":[{"field":"dob","from":"a","why":"c"}]}
{"warnings":[{"field":"dob"}]}
{"warnings":[{"field":"dob","why":""}]}
{"warnings":[{"why":"c"}]}
{$person,"qr":[]}
{$person,"qr":{}}
{$person,"qr":{$qr,"raw_base64":"eA=="}}
{$person,"qr":{"raw_base64":"x"}}
{$person,"qr":{$qr,"model":"2021"}}
{$person,"qr":{$qr,"transport":"good"}}
{$person,"qr":{$qr,"candidates":{"id":["1"]}}}
{$person,"qr":{$qr,"candidates":{"name":[]}}}
{$person,"qr":{$qr,"needs_rescan":false}}
{$person,"qr":{$qr,"expires_estimate":{"date":"2030-01-01"}}}
{$person,"qr":{$qr,"expires_estimate":{"date":"2030","rule":"Law 1"}}}
{$person,"qr":{$qr,"position":{"width":1,"height":1,"corners":[[1,2]]}}}
{$person,"qr":{$qr,"something":1}}
{$person,"chip":[]}
{$person,"chip":{}}
{$person,"chip":{"version":2,"error":"no-card"}}
{$person,"chip":{"version":1}}
{$person,"chip":{"error":"no-card"}}
{$person,"chip":{"version":1,"error":"no-card","reader":"x"}}
{$person,"chip":{$live}}
{$person,"chip":{$live,$access,"more":1}}
{$person,"chip":{$made,"source_mode":"made-up","files":{},$access}}
{$person,"chip":{$made,"source_mode":"live","files":{"DG17":"AAAA"},$access}}
{$person,"chip":{$made,"source_mode":"live","files":{"DG1":"A"},$access}}
{$person,"chip":{$made,"source_mode":"live","files":{"DG1":""},$access}}
{$person,"chip":{$live,"access":{"protocol":"pace","cardaccess":"read"}}}
{$person,"chip":{$live,"access":{"protocol":"bac","oid":"0.4","cardaccess":"read"}}}
{$person,"chip":{$live,"access":{"protocol":"bac","cardaccess":"read","fallback":{"why":"x"}}}}
{$person,"chip":{$live,"access":{"protocol":"bac","cardaccess":"read","fallback":{"why":"no-key","sw":"6"}}}}
{$person,"chip":{$live,$access,"aa":{}}}
{$person,"chip":{$live,$access,"aa":{"sig":"AAAA"}}}
{$person,"chip":{$live,$access,"aa":{"rnd":"0011223344556677","sig":"AAAA"}}}
{$person,"chip":{$live,$access,"aa":{"rnd":"00","sig":"AAAA","bound":true}}}
{$person,"chip":{$live,$access,"ca":{"oid":"0.4","resp":"AAAA"}}}
{$person,"chip":{$live,$access,"cam":{"map_ic":"AAAA"}}}
{$person,"chip":{$live,$access,"seal":{"key_id":"0011223344556677"}}}
{$person,"chip":{$live,$access,"seal":{"key_id":"0011223344556677","sig":"AAAA"}}}
{$person,"chip":{$live,$access,"timings":{"apdus":-1}}}
{$person,"verify":{"verdict":"undecided"}}
{$person,"verify":{$verify{}}}
{$person,"verify":{${verify}[{"check":"dob.unreal","result":"pass","why":"y"}]}}
{$person,"verify":{${verify}[{"check":"dob.real","result":"maybe","why":"y"}]}}
{$person,"verify":{${verify}[{"check":"dob.real","result":"fail","why":"y"}]}}
{$person,"verify":{"verdict":"refused","assurance":"none","checks":[$check]}}
{$person,"verify":{"verdict":"verified","assurance":"plausible","checks":[]}}
{$person,"verify":{"verdict":"undecided","assurance":"signed","checks":[]}}
{$person,"verify":{${verify}[],"roster":{"listed":true}}}
{$person,"verify":{${verify}[],"policy":"loose"}}
{$person,"verify":{${verify}[],"policy":"icao","signer":{}}}
{$person,"verify":{${verify}[],"policy":"icao","signer":{"sha256":"00"}}}
{$person,"verify":{${verify}[],"roster":{"listed":false,"line":3}}}
{$person,"stay":{"nights":30}}
{$person,"stay":{"basis":"wish"}}
{$person,"stay":{"phone":"09 1"}}
{$person,"stay":[]}
{$person,"notify":{"state":"sent",$notify}}
{$person,"notify":{"state":"filed",$notify}}
{$person,"notify":{"state":"waiting","attempts":0}}
{$person,"notify":{"state":"waiting",$notify,"answer":""}}
{$person,"notify":{"state":"waiting","due":"2026-01-01 23:00","attempts":0}}
{$person,"notify":{"state":"waiting","due":"2026-01-01T23:00:00+07:00","attempts":-1}}
EOS
exits 0 'what is wrong is refused' valid wrong --wrong
diag <out

# The chip's words in schema and manual.
member() { sed -n "/^\.Ss chip/,/^\.Ss verify/s/^\.It Sy //p" "$ROOT/man/cccd-record.5"; }
is 'members of the chip: schema and manual' "$(member | sort)" \
    "$(jq -r '."$defs".chip.properties | keys[]' "$schema" | sort)"
is 'reasons of absence: schema and code' \
    "$(jq -r '."$defs".reason.enum[]' "$schema" | sort)" \
    "$(sed -n '/^lds_absent_word/,/^}/p' "$ROOT/lib/chip/session.c" |
    grep -o '"[a-z-]\{2,\}"' | tr -d '"' | sort)"

# The words in the schema, in the manual and in the code are the same.
names() { jq -r '.. | .check? | .enum? // empty | .[]' "$schema" | sort; }
code() {
	grep -hoE "$1"'\([^,"]*, "[a-z0-9_.-]+"' -r "$ROOT/lib" "$ROOT/cmd" |
	    cut -d'"' -f2 | sort -u
}
catalogue_order() {
	sed -n '/^static const char \*const checks/,/^};/s/^	"\(.*\)",/\1/p' \
	    "$ROOT/lib/trust/policy.c"
}
catalogue() { catalogue_order | sort; }
is 'checks: schema and catalogue' "$(names)" "$(catalogue)"
is 'checks: all that is found is in the catalogue' \
    "$( (code CHECKS_ADD; code FIND) | sort -u | comm -23 - <(catalogue))" ''
sed -n '/^The checks by name/,/^\.Ss stay/s/^\.It Li //p' \
    "$ROOT/man/cccd-record.5" | sort >manual
is 'checks: manual and code' "$(cat manual)" "$(code CHECKS_ADD)"
for page in man man/vi; do
	is "checks of the chip: $page and code" \
	    "$(sed -n 's/^\.It Li //p' "$ROOT/$page/cccd-checks.7" | sort)" \
	    "$(catalogue | comm -23 - manual)"
done
# What it says is wrong is of the classes that the code finds, and policy.h's
# order is the manual's.
is 'the order of the catalogue is the manual'"'"'s' \
    "$(catalogue_order | head -n "$(grep -c '^\.It Li' \
    "$ROOT/man/cccd-checks.7")")" \
    "$(sed -n 's/^\.It Li //p' "$ROOT/man/cccd-checks.7")"
"$python" "$ROOT/tests/classes.py" "$ROOT/lib/trust" "$ROOT/lib/shelf" |
    sort >classes
classes_of() {	# PAGE "the words before them"
	awk -v before="$2" -v tab='\t' '
	/^\.It Li / { name = $3; wrong = "" }
	index($0, before) == 1 {
		wrong = substr($0, length(before) + 1)
		sub(/\.$/, "", wrong)
	}
	/^(Do|Cần làm):/ { print name tab wrong }' "$1" | sort
}
is 'classes: the manual and the code' \
    "$(classes_of "$ROOT/man/cccd-checks.7" 'Wrong is: ')" "$(cat classes)"
is 'classes: the Vietnamese manual and the code' \
    "$(classes_of "$ROOT/man/vi/cccd-checks.7" 'Mức: ')" "$(cat classes)"
words=$(sed -n '/^#define PERSON_TABLE/,/^$/s/.*"\(.*\)".*/\1/p' \
    "$ROOT/lib/record/person.h" | sort)
transports() {
	sed -n '/^const struct scanner_repair/,/^};/s/^	{ "\([a-z0-9-]*\)".*/\1/p' \
	    "$ROOT/lib/identity/scanner.c"
	printf '%s\n' clean framed wedge unknown
}
is 'ways of transport: schema and code' \
    "$(jq -r '."$defs".qr.properties.transport.enum[]' "$schema" | sort)" \
    "$(transports | sort -u)"
is 'ways of transport: manual and code' "$(sed -n \
    '/^\.Sh DAMAGE/,/^\.Sh DOCTOR/s/^\.It Li //p' "$ROOT/man/cccd-qr.1" |
    sed 's/ , /\n/g' | sort)" "$(transports | sort -u)"
is 'members of the person: schema and code' "$words" \
    "$(jq -r '.properties | keys[]' "$schema" | grep -vxE \
    'repairs|warnings|other|lint|chip|qr|verify|stay|notify')"
is 'members of the stay: schema and code' \
    "$( (sed -n '/^#define STAY_TABLE/,/^$/s/.*X(STAY_[A-Z_]*, "\([a-z_]*\)").*/\1/p' \
    "$ROOT/lib/stay/stay.h"; echo nights) | sort)" \
    "$(jq -r '."$defs".stay.properties | keys[]' "$schema")"

done_testing
