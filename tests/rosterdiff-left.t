#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterdiff: rows that no number joins. Old and cancelled numbers, names and
# birth dates, what a place says, one number of two people.
. "$(dirname "$0")/lib.sh"

# Class, lines and reason of every item.
told() {
	jq -r '[.class, .left.line // "", .right.line // "", .why // ""] |
	    map(tostring) | join("|")' out | sed 's/|*$//'
}
head='so dinh danh,so cmnd,so cccd da huy,ho ten,ngay sinh,gioi tinh'
# sides NAME: rows of the left side, "--", rows of the right side.
sides() {
	{ echo "$head"; sed '/^--$/,$d' "$T/rows"; } >l.csv
	{ echo "$head"; sed '1,/^--$/d' "$T/rows"; } >r.csv
	exits 1 "$1" rosterdiff --fuzzy "${2:-off}" l.csv r.csv
}
old='the number of one is the old number of the other'
gone='the number of one is a cancelled number of the other'

cat >rows <<'EOT'
123456789,,,Nguyễn Văn Mẫu,1999-01-02,Nam
001099000002,234567891,,Trần Văn Hai,1998-01-02,Nam
001099000003,,,Lê Văn Ba,1997-01-02,Nam
,345678912,,Phạm Văn Bốn,1996-01-02,Nam
001099000005,,001099000055,Hoàng Văn Năm,1995-01-02,Nam
--
001099000005,,,Hoàng Văn Năm,1995-01-02,Nam
001099000033,,001099000003,Lê Văn Ba,1997-01-02,Nam
001099000004,345678912,,Phạm Văn Bốn,1996-01-02,Nam
234567891,,,Trần Văn Hai,1998-01-02,Nam
001099000001,123456789,,Nguyễn Văn Mẫu,1999-01-02,Nam
EOT
sides 'other numbers'
is 'each with its reason' "$(told)" "key-repaired|2|6|$old
key-repaired|3|5|$old
key-repaired|4|3|$gone
key-repaired|5|4|same old number
changed|6|2"
has 'and the balance' err \
    'left rows: 5 = 0 same + 1 changed + 4 key-repaired'
sides 'the same with names' list
is 'a name adds nothing to a number' "$(told | grep -c repaired)" 4
cp l.csv x.csv
exits 1 'swapped' rosterdiff --fuzzy off r.csv x.csv
is 'swapped' "$(told | sort -t'|' -k3 | cut -d'|' -f1,4)" \
    "key-repaired|$old
key-repaired|$old
key-repaired|$gone
key-repaired|same old number
changed"
printf '%s\n' "$head" '001099000001,123456789,,Mẫu,1999-01-02,Nam' >l.csv
printf '%s\n' "$head" '001099000001,123456789,,Thử,1999-01-02,Nam' >r.csv
exits 1 'another key than the number' rosterdiff -k name,dob l.csv r.csv
is 'no number joins' "$(told)" 'removed|2
added||2'

# Nine digits were given out twice.
cat >rows <<'EOT'
123456789,,,Nguyễn Văn Mẫu,1999-01-02,Nam
234567891,,,Trần Văn Hai,1998-01-02,Nam
345678912,,,Lê Thị Ba,1998-01-02,Nữ
456789123,,,Le Thi Bon,,Nữ
--
001070000001,123456789,,Trịnh Thị Khuê,1970-11-12,Nữ
001071000002,234567891,,Trần Văn Hai,1971-05-06,Nam
001198000003,345678912,,Lê Thị Bà,1998-02-01,Nữ
001198000004,456789123,,Lê Thị Bốn,1998-03-01,Nữ
EOT
sides 'one number, two people'
is 'a name or a birth date contradicts' "$(told | sort)" "added||2
added||3
key-repaired|4|4|$old
key-repaired|5|5|$old
removed|2
removed|3"

# Which of the two it is no number says; a name does.
cat >rows <<'EOT'
123456789,,,Nguyễn Văn Mẫu,1999-01-02,Nam
--
001099000001,123456789,,Nguyễn Văn Mẫu,1999-01-02,Nam
001055000002,123456789,,Lê Khắc Cần,1955-03-04,Nam
EOT
sides 'two rows with one old number'
is 'joins neither' "$(told | sort)" 'added||2
added||3
removed|2'
has 'and that is said' err 'rosterdiff: old or cancelled numbers that several rows have and that join nobody: 1'
sides 'with names' list
is 'found by the name' "$(told | sort)" "added||3
match|2|2"
rosterdiff --html page.html --summary sum.json l.csv r.csv 2>/dev/null
has 'on the page too' page.html 'that join nobody: 1'
is 'and in the sum' "$(jq -c .left_out sum.json)" '{"numbers":1,"pairs":0}'
cat >rows <<'EOT'
001099000009,123456789,001099000007,Nguyễn Văn Mẫu,1999-01-02,Nam
--
001099000007,,,Nguyễn Văn Mẫu,1999-01-02,Nam
123456789,,,Nguyễn Văn Mẫu,1999-01-02,Nam
EOT
sides 'two numbers that lead to two rows'
is 'lead to neither' "$(told | sort)" 'added||2
added||3
removed|2'

# A name that is merely similar is no other person while the number is one.
cat >rows <<'EOT'
001099000001,,,Nguyễn Thị Hồng,,Nữ
001099000002,,,Nguyễn Văn Mẫu,1999-01-02,Nam
001099000003,,,Trần Văn Hai,1998-01-02,Nam
--
001099000001,,,Nguyễn Thị Hoàng,,Nữ
001099000002,,,Đặng Khắc Tuyên,1950-11-12,Nam
001099000003,,,Trần Văn Hai,1950-11-12,Nam
EOT
sides 'one number'
is 'of one or two people' "$(told)" 'changed|2|2
other-person|3|3
changed|4|4'

# The place has its weight, in words of before 2025 and of after.
head='so dinh danh,ho ten,ngay sinh,gioi tinh,dia chi'
cat >rows <<'EOT'
001099000001,Nguyễn Văn Mẫu,1999-01-02,Nam,"Thôn 1, tỉnh Hà Giang"
001099000002,Trần Thị Hai,1998-03-04,Nữ,"Thôn 2, tỉnh Hà Giang"
--
001099000011,Nguyễn Văn Mẫu,1999-01-02,Nam,"tỉnh Tuyên Quang"
001099000022,Trần Thị Hai,1998-03-04,Nữ,"tỉnh Cà Mau"
EOT
sides 'places' list
jq -r '.score.parts.place | "\(.level) \(.weight > 0)"' out >places
is 'a place that was renamed is one' "$(cat places)" 'equal true
different false'
exits 1 'without a table' env CCCD_SHARE="$T" rosterdiff l.csv r.csv
is 'a place says nothing' "$(jq -r .score.parts.place.level out | uniq)" absent
done_testing
