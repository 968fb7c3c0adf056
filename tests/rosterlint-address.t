#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterlint: addresses before and after the merger of July 2025.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 2

cat >list.csv <<'EOT'
Số CCCD,Họ tên,Ngày sinh,Giới tính,Nơi thường trú
001099000001,Nguyễn Văn Mẫu,01/02/1999,Nam,"Số 5, Cống Vị, Ba Đình, Hà Nội"
001199000002,Trần Thị Mẫu,03/04/1999,Nữ,"Phúc Xá, Ba Đình, Hà Nội"
001199000003,Trần Thị Bé,03/05/1999,Nữ,"Phường Hồng Hà, Hà Nội"
001199000004,Trần Thị Ba,03/06/1999,Nữ,"Xã Mẫu, Huyện Mẫu"
001199000005,Trần Thị Tư,03/07/1999,Nữ,"Xã Lạ Lùng, Quận Ba Đình, Hà Nội"
001199000006,Trần Thị Năm,03/08/1999,Nữ,Hải Dương
001199000007,Trần Thị Sáu,03/09/1999,Nữ,
EOT
# line, finding, the communes that it may be today
found() {
	rosterlint "$@" list.csv 2>err | jq -r '.lint[] |
	    select(.criterion == "current") | [.line, .finding,
	    ([.units[]?.commune] | sort | join("+"))] | join(" ") | rtrimstr(" ")'
}
is 'divided is a set, unknown is said, today is well' "$(found)" \
"2 address.divided Phường Giảng Võ+Phường Ngọc Hà
3 address.old Phường Hồng Hà
5 address.unknown
6 address.old Phường Ba Đình+Phường Giảng Võ+Phường Hoàn Kiếm+Phường Hồng Hà+\
Phường Láng+Phường Ngọc Hà+Phường Văn Miếu - Quốc Tử Giám+Phường Ô Chợ Dừa
7 address.old"
is 'the province stands where the commune is not known' \
    "$(rosterlint list.csv 2>/dev/null | jq -r 'select(.id ==
    "001199000006") | .lint[0].province')" 'Thành phố Hải Phòng'
exits 0 'notes alone' rosterlint list.csv

# where somebody comes from, or was registered, is a place as it was then: that
# it has another name today is nothing to mend; that nobody knows it may be
cat >home.csv <<'EOT'
Số CCCD,Họ tên,Ngày sinh,Giới tính,Nơi đăng ký khai sinh
001099000001,Nguyễn Văn Mẫu,01/02/1999,Nam,"Cống Vị, Ba Đình, Hà Nội"
001199000002,Trần Thị Mẫu,03/04/1999,Nữ,"Xã Mẫu, Huyện Mẫu"
001199000003,Trần Thị Bé,03/05/1999,Nữ,Hải Dương
001199000004,Trần Thị Ba,03/06/1999,Nữ,
EOT
for head in 'Nơi đăng ký khai sinh' 'Quê quán' 'Nơi ĐKKS'; do
	sed -i "1s/[^,]*\$/$head/" home.csv
	exits 0 "$head" rosterlint home.csv
	is "$head: one that is unknown is said" "$(jq -c '[.lint[] |
	    [.line, .finding, .severity, .field, .units]]' out)" \
	    '[[3,"address.unknown","note","hometown",null]]'
done
exits 0 'not looked for' rosterlint --ignore address.unknown home.csv
is 'not looked for' "$(cat out)" ''
is 'not looked for' "$(found --ignore 'address.*')" ''

export CCCD_SHARE=$T/nowhere
exits 0 'without the table' rosterlint list.csv
has 'that is said' err \
    'units.tsv: is not there: addresses are not looked at without it'
is 'and nothing is found' "$(found)" ''
exits 0 'nor missed where nobody asks' rosterlint --ignore 'address.*' list.csv
lacks 'a word' err units.tsv
mkdir nowhere
printf 'P\t01\tA\nX\n' >nowhere/units.tsv
exits 0 'a damaged table' rosterlint list.csv
has 'is said too' err 'units.tsv: has the wrong form: addresses'
printf 'P\t01\tTỉnh Mẫu\nC\t00001\tXã Nay\nO\t09\tTỉnh Xưa\t01\nD\t001\tHuyện Mẫu\nW\t00009\tXã Mẫu\t00001\n' \
    >nowhere/units.tsv
sed -i 's/"Xã Mẫu, Huyện Mẫu"/"Xã Mẫu, Huyện Mẫu, Tỉnh Xưa"/' list.csv
is 'another table is taken as it is' "$(found | sed -n 4p)" \
    '5 address.old Xã Nay'

done_testing
