# SPDX-License-Identifier: ISC
# shellcheck shell=bash
# A comparison for engines: two rosters of invented people, the single run over
# them, their partitions, and the two commands that an engine runs. Source it
# behind tests/lib.sh.
PARTS=6
export CCCD_SHARE=$ROOT/share

# 3,000 people a side in another order each: cells changed, numbers mistyped or
# left out, people who come and go, some twice.
people() { # SIDE
	awk -v side="$1" 'BEGIN {
		split("Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Ngô", family, " ")
		split("Văn Thị Đức Minh Thu Ngọc Quang", middle, " ")
		split("Mẫu Thử Giả Bình Chi Dũng Hà Khánh Lan Nam Oanh", given, " ")
		print side == "L" ? "so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh,lop" : \
		    "Họ và tên,Ngày sinh,Số định danh,Giới tính,Lớp"
		for (k = 0; k < 3000; k++) {
			i = side == "L" ? k : (k * 7) % 3000
			if (i % 50 == (side == "L" ? 3 : 4))
				continue
			row(i)
			if (i % 97 == 5)
				row(i)
		}
	}
	function row(i,   id, name, born, class) {
		id = sprintf("001%d%02d%06d", i % 2, i * 7 % 60 + 40, i * 37)
		name = family[i % 10 + 1] " " middle[i * 3 % 7 + 1] " " \
		    given[i * 5 % 11 + 1]
		born = sprintf("%02d/%02d/19%02d", i * 11 % 28 + 1, \
		    i * 5 % 12 + 1, i * 7 % 60 + 40)
		class = "10A" i % 9
		if (side == "R" && i % 17 == 0) gsub(/ễ/, "e", name)
		if (side == "R" && i % 19 == 0) class = "11B, \"chọn\""
		if (side == "R" && i % 43 == 0) id = substr(id, 1, 9) "999"
		if (side == "L" && i % 61 == 0) id = ""
		if (side == "L" && i % 23 == 0) sub(/^00/, "", id)
		gsub(/"/, "\"\"", class)
		if (side == "L")
			printf "%s,%s,%s,%s,\"%s\"\n", id, name, born, \
			    i % 2 ? "Nữ" : "Nam", class
		else
			printf "%s,%s,%s,%s,\"%s\"\n", name, born, id, \
			    i % 2 ? "Nữ" : "Nam", class
	}'
}
people L >left.csv
people R >right.csv
rosterdiff left.csv right.csv --worker --learn weights -q
rosterdiff left.csv right.csv --worker --weights weights --all \
    --summary whole.json | LC_ALL=C sort >whole
mkdir cut
rosterdiff --emit L left.csv --worker --partitions $PARTS --out cut \
    --summary sum.L.json
rosterdiff --emit R right.csv --worker --partitions $PARTS --out cut \
    --summary sum.R.json

# task N: one partition. The first try of number 2 is killed when half of its
# work is out.
cat >task <<EOT
#!/bin/bash
cd $T || exit 2
PATH=$BUILD/bin:\$PATH CCCD_SHARE=$CCCD_SHARE
export PATH CCCD_SHARE
unset CCCD_LOCALEDIR LANGUAGE
p=\$(printf %05d "\$1")
work() {
	rosterdiff --tagged --worker --all --weights weights \
	    --emit-left-over left.\$p --summary sum.\$p.json >told.\$p
}
echo "\$1 \$\$" >>tries
if [ "\$1" = 2 ] && mkdir killed 2>/dev/null; then
	cat cut/part-\$p.? | head -n 300 | work
	kill -9 \$\$
fi
cat cut/part-\$p.? | work
EOT
# last: what no task had a partner for, and the sum of it all.
cat >last <<EOT
#!/bin/bash
cd $T || exit 2
PATH=$BUILD/bin:\$PATH CCCD_SHARE=$CCCD_SHARE
export PATH CCCD_SHARE
cat left.[0-9]* | rosterdiff --tagged --fuzzy list --worker --all \
    --weights weights --summary sum.last.json >told.last || exit
rosterdiff --worker --sum sum.*.json >sum
EOT
chmod +x task last

# all_there NAME: what the tasks and the last one left is the single run.
all_there() {
	LC_ALL=C sort told.* >pieces
	is "$1: the single run, byte for byte" \
	    "$(wc -l <pieces) $(cmp whole pieces 2>&1)" "$(wc -l <whole) "
	is "$1: and its counts" "$(cat sum)" "$(cat whole.json)"
	is "$1: every task ran" "$(cut -d' ' -f1 tries | sort -u | xargs)" \
	    '0 1 2 3 4 5 6'
	[ -d killed ] && [ "$(grep -c '^2 ' tries)" -ge 2 ]
	ok $? "$1: one was killed half way and tried again"
	rm -rf told.* left.0* sum sum.0* sum.last.json tries killed pieces
}
