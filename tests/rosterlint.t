#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterlint: findings in rows, in records, on a roster with known defects.
. "$(dirname "$0")/lib.sh"
at='--at 2026-11-26 --ignore address.*'	# the places are made up
found() { jq -r '.lint[]?.finding' out | sort | xargs; }

# --- one row whole, as it comes out
cat >one.csv <<'EOT'
Họ và tên,CCCD,Ngày sinh,Giới tính,Lớp
Trần Thị Mẫu,1199000002,02/02/1999,Nữ,10A1
Lê Thị Mẫu,001199000003,03/02/1999,Nữ,10A2
EOT
exits 1 'a table' rosterlint $at one.csv
same_out 'a table' <<'EOT'
{"id":"001199000002","name":"Trần Thị Mẫu","dob":"1999-02-02","sex":"F","source":"roster","from":"one.csv:2","other":{"Lớp":"10A1"},"repairs":[{"field":"id","from":"1199000002","to":"001199000002","why":"zeros put back that a spreadsheet took away"}],"lint":[{"criterion":"clean","finding":"number.zeros","severity":"warning","field":"id","why":"a spreadsheet took zeros away: make the column text","line":2}]}
EOT
same_err 'a table' <<'EOT'
rosterlint: rows: 2; with findings: 1; errors: 0, warnings: 1, notes: 0
EOT
exits 0 'ignored' rosterlint $at --ignore number.zeros one.csv
same_out 'ignored' </dev/null
exits 0 'notes alone' sh -c "sed s/Mẫu/Smith/ one.csv | rosterlint $at --only correct"
is 'are no fault' "$(found)" 'name.foreign name.foreign'
exits 1 'everybody' rosterlint $at --all one.csv
is 'two rows' "$(wc -l <out)" 2
is 'the right one has no member' "$(tail -1 out | jq -c .lint)" null

# --- records: as they came, but for the member, which is made anew
rostercat one.csv >records 2>/dev/null
exits 1 'records' rosterlint $at records
jq -c 'del(.lint)' out >bare
head -1 records | jq -c . | cmp -s - bare
ok $? 'nothing else is changed'
is "the reader's repair is a finding" "$(found)" number.zeros
cp out again
exits 1 'its own records' rosterlint $at again
is 'the same findings' "$(found)" number.zeros
sed 's/"1999-02-02"/"1999-02-02","x":{"y":[1,2]}/' again >known
exits 1 'members that nobody knows' rosterlint $at known
is 'stay' "$(jq -c .x out)" '{"y":[1,2]}'

# --- defects by the dozen: a clean roster, and its twin with one each
people() {
	awk 'BEGIN {
		split("001 002 004 079 048 031 092 036 064 096", place, " ")
		split("Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ", family, " ")
		split("Văn Hữu Đức Minh Quốc", middle, " ")
		split("An Bình Cường Dũng Hải Khánh Long Nam Phúc Sơn", given, " ")
		print "STT,Họ và tên,CCCD,CMND cũ,Ngày sinh,Giới tính,Địa chỉ,Ngày cấp,Lớp"
		for (i = 1; i <= 400; i++) {
			y = 70 + i % 14
			printf "%d,%s %s %s,%s0%02d%06d,%d,%02d/%02d/19%02d,Nam,Tổ %d Phường Mẫu,15/03/2023,10A%d\n",
			    i, family[i % 10 + 1], middle[i % 5 + 1],
			    given[int(i / 10) % 10 + 1], place[i % 10 + 1], y,
			    417 + i * 1931 % 900000, 112000417 + i * 137,
			    i % 27 + 2, i % 12 + 1, y, i, i % 4
		}
	}'
}
people >clean.csv
exits 0 'a clean roster' rosterlint $at clean.csv
same_out 'a clean roster' </dev/null
# COLUMN VALUE FINDING: each in a row of its own, seven rows apart
cat >defects <<'EOT'
3 00107900041 number.digits
3 1.079E+09 number.rounded
3 0912345678 number.phone
3 +84912345678 number.phone
3 12ab number.unreadable
3 1234567 number.length
3 000000000000 number.placeholder
3 123456789012 number.placeholder
3 028079000417 number.prefix+number.birth
3 001278000417 number.era
3 001065000417 number.birth
3 - number.missing
2 - name.missing
2 Test name.placeholder
2 Nguyễn_Văn_A name.placeholder
2 Nguyễn_Văn_Nam_2 name.digits
2 Nguyễn_Văn_Nam_(mất) name.brackets
2 Nguyễn_Văn_Nam_/_Lê_Văn_Ba name.two
2 Nam name.single
2 Ng._Văn_Nam name.short
2 Nguyễn_V*n_Nam name.letters
2 Ông_Nguyễn_Văn_Nam name.title
2 Jack_Brown name.foreign
2 nguyễn_văn_nam name.case
2 Nguyễn__Văn_Nam text.blanks
2 Ðặng_Văn_Nam text.look-alike
4 11122 number.length
4 111111111 old_id.placeholder
5 - dob.missing
5 30/02/1975 dob.unreadable
5 x dob.unreadable
6 - sex.missing
6 Nữ number.sex
6 ? sex.unclear
8 01/01/1960 issued.birth
8 01/01/2027 issued.future
8 x issued.unreadable
EOT
awk 'NR == FNR { col[NR] = $1; val[NR] = $2; next }
{
	k = (FNR - 9) / 7 + 1
	if (k in col) {
		v = val[k]
		gsub("_", " ", v)
		$col[k] = v == "-" ? "" : v
		if (col[k] == 3)
			$4 = ""
	}
	print
}' defects FS=, OFS=, clean.csv >twin.csv
exits 1 'the twin' rosterlint $at twin.csv
awk '{ print 9 + 7 * (NR - 1), $3 }' defects >want
jq -r 'select(.lines == null) | (.from | sub(".*:"; "")) + " " +
    ([.lint[].finding] | join("+"))' out >got
cmp -s want got
ok $? 'every defect is found in its row, and nothing else'
diff want got | head -20 | diag
exits 1 'the twin as records' sh -c "rostercat twin.csv 2>err | rosterlint $at"
jq -r 'select(.lines == null) | (.from | sub(".*:"; "")) + " " +
    ([.lint[].finding] | join("+"))' out >got
sed -i /text.blanks/d want
cmp -s want got
ok $? 'the same through rostercat, but for what it does in silence'
diff want got | head -20 | diag

# --- twice: by number, by both numbers, by name; against sort | uniq -d
{
	cat clean.csv
	sed -n 11p clean.csv
	sed -n 12p clean.csv | awk -F, -v OFS=, '{ $2 = "Lê Văn Khác"; print }'
	sed -n 13p clean.csv | awk -F, -v OFS=, '{ $3 = ""; print }'
	sed -n 14p clean.csv |
	    awk -F, -v OFS=, '{ $3 = substr($3, 1, 10) "99"; $4 = ""; print }'
	sed -n 15p clean.csv | awk -F, -v OFS=, \
	    '{ $3 = substr($3, 1, 10) "99"; $4 = ""; $7 = "Thôn Khác"; print }'
} >twice.csv
exits 1 'rows that stand twice' rosterlint $at twice.csv
jq -r 'select(.lines) | .lint[0].finding + " " + (.lines | map(tostring) | join(" "))' out >got
cat >want <<'EOT'
number.twice 11 402
number.shared 12 403
old_id.shared 12 403
person.two-numbers 13 404
person.twice 14 405
person.alike 15 406
EOT
cmp -s want got
ok $? 'each kind is told'
diff want got | head -20 | diag
is 'as many numbers as sort | uniq -d finds' \
    "$(jq -r 'select(.lines and .lint[0].field == "id") | .lint[0].finding' out | wc -l)" \
    "$(sed 1d twice.csv | cut -d, -f3 | grep . | sort | uniq -d | wc -l)"
{
	echo CCCD
	awk 'BEGIN { for (i = 0; i < 2500; i++) print "001079000417" }'
} >many.csv
exits 1 'a number 2500 times' rosterlint $at --only clean many.csv
is 'all rows are named, the first in each record' \
    "$(jq -r '.lines[]' out | sort -n | uniq | wc -l) $(jq -c '.lines | length' out | xargs)" \
    '2500 1000 1000 502'
exits 1 'two files' rosterlint $at --only clean one.csv one.csv
is 'which file is said' "$(jq -c 'select(.lines) | [.lines, .files]' out | head -1)" \
    '[[2,2],["one.csv","one.csv"]]'

# --- the same bytes every time
rosterlint $at twin.csv >a 2>err
rosterlint $at <twin.csv 2>err | sed 's/"from":"-:/"from":"twin.csv:/' >b
rosterlint $at - < <(cat twin.csv) 2>err | sed 's/"from":"-:/"from":"twin.csv:/' >c
cmp a b && cmp a c
ok $? 'the same through a file, standard input and a pipe'

# --- what can be found
exits 0 'the catalogue' rosterlint --list-findings
is 'has four columns' "$(awk -F'\t' 'NF != 4' out | wc -l)" 0
# what the reader of a table says is known here by its words
grep -ho 'N_("[^"]*' "$ROOT"/lib/table/cells*.c | sed 's/N_("//' | sort -u |
    jq -Rc '{id: "001079000417", warnings: [{field: "dob", from: "x", why: .}]}' >said
exits 1 'notes of the reader' rosterlint $at said
is 'none is unknown' "$(found | tr ' ' '\n' | grep -c row.unclear)" 0
done_testing
