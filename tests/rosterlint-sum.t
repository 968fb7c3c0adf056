#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterlint: who is missing, units, summaries that add up, the table, the page.
. "$(dirname "$0")/lib.sh"
at='--at 2026-11-26 --ignore address.*'	# the places are made up
found() { jq -r '.lint[]?.finding' out | sort | xargs; }

# --- who is missing
cat >list.csv <<'EOT'
Họ và tên,CCCD,CMND cũ,Ngày sinh,Ngày cấp,Ngày hết hạn
Có Đủ Cả,001079000417,,02/03/1979,15/03/2023,
Vắng Mặt Rồi,001079000418,,02/03/1979,15/03/2023,
Trẻ Em Nhỏ,,,02/03/2019,,
Lớn Chưa Có,,,02/03/2005,,
Chỉ Có Cũ,,112000419,02/03/1979,,
Số Cũ Khớp,001079000420,112000420,02/03/1979,15/03/2023,
Thẻ Hết Hạn,001079000421,,02/03/1979,15/03/2023,02/03/2024
Thẻ Mã Vạch,001079000422,,02/03/1979,15/03/2018,
Mới Mười Bốn,,,26/11/2012,,
Mai Mười Bốn,,,27/11/2012,,
EOT
cat >here.csv <<'EOT'
Họ và tên,CCCD,CMND cũ,Ngày sinh,Giới tính,Ngày cấp
Có Đủ Cả,001079000417,,02/03/1979,Nam,15/03/2023
Lon chua co,001205000999,,02/03/2005,Nam,
Chỉ Có Cũ,,112000419,02/03/1979,Nam,
Số Cũ Khớp,,112000420,02/03/1979,Nam,
Thẻ Hết Hạn,001079000421,,02/03/1979,Nam,
Thẻ Mã Vạch,001079000422,,02/03/1979,Nam,
EOT
less="--ignore card.cmnd-past --ignore card.age"
exits 1 'a list of who should be here' \
    rosterlint $at --expect list.csv $less here.csv
jq -r 'select((.from // "") | startswith("list")) | (.from | sub(".*:"; "")) + " " +
    ([.lint[].finding] | join("+")) + (.lines // [] | map(" \(.)") | add // "")' out >got
cat >want <<'EOT'
3 person.missing
4 person.missing
5 person.probably+card.none 3
6 card.cmnd-only 4
8 card.ended 6
9 card.no-chip 7
10 person.missing+card.none
11 person.missing
EOT
cmp -s want got
ok $? 'who is missing, and who of 14 years has no chip card, and why'
diff want got | diag
has 'counted' err 'expected: 10; there: 5, probably: 1, missing: 4'
cp out direct
exits 1 'the list through a pipe' sh -c "cat list.csv |
    rosterlint $at --expect /dev/stdin $less here.csv"
sed 's,/dev/stdin,list.csv,g' out | cmp -s - direct
ok $? 'is the same'
head -1 here.csv >nobody.csv
exits 1 'nobody is here' rosterlint $at --expect list.csv nobody.csv
is 'everybody is missing' "$(found | tr ' ' '\n' | grep -c person.missing)" 10
exits 0 'nobody should be' rosterlint $at --expect nobody.csv --ignore 'card.*' here.csv

# --- columns that are not there, and needs
printf 'Họ và tên,CCCD\nTrần Thị Mẫu,001199000002\n' >thin.csv
exits 1 'a thin roster' rosterlint $at thin.csv
is 'says so once for each column' \
    "$(jq -c '[.from, .lint[0].finding, .lint[0].field]' out | xargs)" \
    '[thin.csv,column.missing,dob] [thin.csv,column.missing,sex]'
exits 0 'no more is needed' rosterlint $at --need id,name thin.csv
exits 1 'more is needed' rosterlint $at --need issued --ignore 'card.*' --ignore name.case here.csv
is 'and missed in each row' "$(found)" \
    'field.missing field.missing field.missing field.missing field.missing'

# --- units; what parts give adds up to the whole
awk 'BEGIN {
	print "Họ và tên,CCCD,Ngày sinh,Giới tính,Lớp"
	for (i = 1; i <= 300; i++)
		printf "Nguyễn Văn %s,%s0%02d%06d,%02d/03/19%02d,%s,%s\n",
		    i % 5 ? "Nam" : "nam", i % 11 ? "001" : "999", 70 + i % 9,
		    i * 37, i % 27 + 2, 70 + i % 10, i % 7 ? "Nam" : "Nữ",
		    "10A" i % 4
}' >school.csv
exits 1 'units' rosterlint $at --unit lop --summary s.json school.csv
is 'four of them' "$(jq -c '.units | keys' s.json)" '["10A0","10A1","10A2","10A3"]'
is 'all rows are in one' "$(jq '[.units[].rows] | add' s.json)" 300
is 'all findings too' "$(jq '[.units[].findings[]] | add' s.json)" \
    "$(jq '[.all.findings[]] | add' s.json)"
is 'criteria and severities are the same findings' \
    "$(jq '[.all.criteria[]] | add' s.json)" "$(jq '[.all.severity[]] | add' s.json)"
is 'as many as in the records' "$(jq '[.all.findings[]] | add' s.json)" \
    "$(jq -n '[inputs | (.lint | length) * ((.lines // [0, 0] | length) - 1)] | add' out)"
exits 1 'by the member of a record' sh -c "rostercat school.csv 2>/dev/null |
    rosterlint $at --unit Lớp --summary r.json"
is 'the same counts' "$(jq -c .units r.json)" "$(jq -c .units s.json)"
{ head -1 school.csv; sed -n 2,150p school.csv; } >part1.csv
{ head -1 school.csv; sed -n '151,$p' school.csv; } >part2.csv
for i in 1 2; do
	exits 1 "part $i" rosterlint $at --ignore person.alike --unit lop --summary $i.json part$i.csv
done
exits 1 'both' rosterlint $at --ignore person.alike --unit lop --summary both.json part1.csv part2.csv
exits 1 'the sum' rosterlint --sum 1.json 2.json
cmp -s out both.json
ok $? 'is that of one run, byte for byte'
exits 1 'the sum of a sum' rosterlint --sum both.json
cmp -s out both.json
ok $? 'is itself'
exits 0 'a worker' rosterlint $at --worker --ignore person.alike --unit lop --summary w.json part1.csv
same_err 'a worker' </dev/null
cmp -s w.json 1.json
ok $? 'counts as another'
exits 0 'with Hadoop' rosterlint $at --hadoop part1.csv
has 'counters' err 'reporter:counter:rosterlint,all.rows,149'
exits 0 'nothing at all' rosterlint $at --worker --summary e.json nobody.csv
is 'is nothing' "$(jq -c '[.all.rows, .all.findings]' e.json)" '[0,{}]'

# --- the table for people, without names
exits 1 'the table' rosterlint $at --table --examples 2 --unit lop school.csv
has 'counts and rows' out 'number.sex            names the other sex than the row (rows 8, 15, ...)'
has 'a unit' out '10A1             75'
lacks 'nobody is named' out 'Nguyễn'
lacks 'no file where there is one' out 'school.csv'
exits 1 'two files' rosterlint $at --table --examples 1 part1.csv part2.csv
has 'a row has its file' out '(rows part1.csv:8, ...)'
printf '%b' 'STT,H\0344 t\0252n,Ng\0265y sinh,S\0350 CCCD\n' \
    '1,NGUY\0324N V\0241N M\0311U,02/01/1979,001079000417\n' \
    '2,L\0252 H\0265,02/01/1979,001079000418\n' \
    '3,Tr\0307n Th\0336 Th\0366,02/01/1979,001179000419\n' >old.csv
exits 1 'an old font' rosterlint $at --table --need id old.csv
has 'names the one column that it is in' out \
    'text.charset          text of an old font (TCVN3, VNI): make it Unicode (columns name)'
exits 1 'an old font, as findings' rosterlint $at --need id old.csv
is 'once' "$(jq -c '.lint[] | select(.finding == "text.charset") |
    [.finding, .field]' out)" \
    '["text.charset","name"]'
exits 1 'columns that are not there' rosterlint $at --table thin.csv old.csv
has 'have their files' out 'the roster has no such column (columns '
exits 0 'nothing to say' rosterlint $at --table --need id,name thin.csv
has 'is said' out 'nothing was found'

# --- the page
exits 1 'the page' rosterlint $at --html page.html --html-rows 5 --unit lop school.csv
has 'is HTML' page.html '<!doctype html>'
lacks 'asks nothing of a network' page.html 'http:'
is 'names five rows, and groups' "$(grep -c '<tbody class="i"' page.html)" 10
has 'and says how many more' page.html 'not on this page, only counted:'
is 'it is for its owner alone' "$(stat -c %a page.html)" 600
cat >evil.csv <<'EOT'
Họ và tên,CCCD
"<script>alert</script> & ""x""",12
EOT
exits 1 'a name that is markup' rosterlint $at --html evil.html evil.csv
lacks 'is no script' evil.html '<script>alert'
has 'but text' evil.html '&lt;script&gt;alert&lt;/script&gt; &amp; &quot;x&quot;'
exits 1 'the same page' rosterlint $at --html evil2.html evil.csv
cmp -s evil.html evil2.html
ok $? 'is the same bytes'
done_testing
