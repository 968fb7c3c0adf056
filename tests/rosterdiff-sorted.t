#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterdiff --sorted: the items of the ordinary way from two streams, the order
# checked, in memory that does not grow.
. "$(dirname "$0")/lib.sh"

gen=$BUILD/tests/roster/gen
in_order() { { IFS= read -r h && echo "$h" && LC_ALL=C sort "$@"; }; }
sides() {	# ROWS SEED
	"$gen" -n "$1" -S "$2" -s L -k 10000 -c 40000 |
	    awk 'NR % 300 == 7 { print } 1' | in_order >l.csv
	"$gen" -n "$1" -S "$2" -s R -k 10000 -d 9000 -c 40000 |
	    in_order >r.csv
}
same_items() {	# NAME: what out and the file `plain` hold
	is "$1" "$(LC_ALL=C sort out | cmp - <(LC_ALL=C sort plain) 2>&1)" ''
}

for seed in 1 2 3; do
	sides 2000 "$seed"
	rosterdiff --learn w l.csv r.csv >/dev/null 2>&1
	for how in off list join; do
		rosterdiff --weights w --fuzzy "$how" --summary plain.json \
		    l.csv r.csv >plain 2>/dev/null
		exits 1 "seed $seed, $how" rosterdiff --sorted --weights w \
		    --fuzzy "$how" --summary sorted.json l.csv r.csv
		same_items 'the same items'
		is 'the same sum' "$(cmp plain.json sorted.json 2>&1)" ''
	done
done
is 'there are some of each' "$(jq -r .class plain | sort -u | xargs)" \
    'added changed duplicate-left duplicate-right removed'

# in small pieces, through pipes, all rows, every byte
rosterdiff --weights w --all --verify l.csv r.csv >plain 2>/dev/null
# shellcheck disable=SC2016
exits 1 'small pieces from a pipe' bash -c 'cat l.csv | rosterdiff --sorted \
    --weights w --all --verify --memory 1M - r.csv'
same_items 'the same'
exits 1 'into CSV' rosterdiff --sorted --csv --weights w l.csv r.csv
rosterdiff --csv --weights w l.csv r.csv >plain 2>/dev/null
same_items 'CSV is the same'
exits 1 'quietly' rosterdiff --sorted -q l.csv r.csv
is 'nothing is told' "$(wc -c <out)" 0
exits 0 'a worker' rosterdiff --sorted --worker l.csv r.csv
exits 1 'itself' rosterdiff --sorted l.csv l.csv
is 'but for those that are twice' "$(jq -r .class out | sort -u | xargs)" \
    'duplicate-left duplicate-right'
sed -n 1p l.csv >none.csv
exits 1 'a side without rows' rosterdiff --sorted none.csv r.csv
is 'all are new' "$(jq -r .class out | sort -u | xargs)" \
    'added duplicate-right'
: >empty.csv
exits 1 'a side without anything' rosterdiff --sorted l.csv empty.csv
exits 0 'two of them' rosterdiff --sorted empty.csv empty.csv

# rows out of place
{ sed -n 1p r.csv; sed -n '2,$p' r.csv | LC_ALL=C sort -r; } >back.csv
exits 2 'an inversion' rosterdiff --sorted l.csv back.csv
has 'says where' err 'back.csv:3: this key stands before the one above it'
awk 'NR == 900 { held = $0; next } { print } NR == 902 { print held }' \
    l.csv >swap.csv
exits 2 'one row' rosterdiff --sorted swap.csv r.csv
has 'its line' err 'swap.csv:902:'

# numbers that are not written as they are compared, and none
head=so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh
cat >l.csv <<EOT
$head
,Phạm Văn Không,1990-01-02,Nam
001099000001,Nguyễn Văn Mẫu,1999-01-02,Nam
001099000002,Trần Văn Hai,1999-01-02,Nam
001099000004,Lê Văn Bốn,1999-01-02,Nam
EOT
cat >r.csv <<EOT
$head
001099000002,Trần Văn Hai,1999-01-02,Nam
001099000005,Lê Văn Năm,1998-01-02,Nam
1099000001,Nguyễn Văn Mẫu,1999-01-02,Nam
'001 099 000 004,Lê Văn Bốn,1999-02-02,Nam
EOT
rosterdiff --fuzzy off l.csv r.csv >plain 2>/dev/null
exits 1 'mended numbers' rosterdiff --sorted --fuzzy off l.csv r.csv
same_items 'find their rows'
is 'all of them' "$(jq -r .class out | sort | xargs)" \
    'added changed key-repaired removed'
rosterdiff --fuzzy off -k ho_ten,ngay_sinh l.csv r.csv >plain 2>/dev/null
exits 2 'another order' rosterdiff --sorted -k ho_ten,ngay_sinh l.csv r.csv
in_order -t, -k2,2 <l.csv >l2.csv
in_order -t, -k2,2 <r.csv >r2.csv
rosterdiff -k ho_ten,ngay_sinh --fuzzy off l2.csv r2.csv >plain 2>/dev/null
exits 1 'a key of two' rosterdiff --sorted -k ho_ten,ngay_sinh --fuzzy off \
    l2.csv r2.csv
same_items 'has its items'
exits 2 'no such key' rosterdiff --sorted -k nothing l.csv r.csv
{ cat l.csv; echo; echo 'ho_ten,so_dinh_danh,ghi_chu,lop';
    echo 'Lê Văn Sáu,001099000009,x,y'; } >two.csv
exits 2 'two tables' rosterdiff --sorted two.csv r.csv
has 'are refused' err 'another table begins here'

# what cannot be together
for o in '--html x' '--learn x' '--sort key' --tagged '--emit L'; do
	# shellcheck disable=SC2086
	exits 2 "not with $o" rosterdiff --sorted l.csv r.csv $o
done
exits 2 'nowhere to keep' rosterdiff --sorted --tmp nowhere l.csv r.csv

# ten times the rows
peak() {
	# shellcheck disable=SC2016
	/usr/bin/python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' rosterdiff \
	    --sorted --fuzzy off --memory 2M l.csv r.csv
}
if [[ ${ASAN_OPTIONS-}${BUILD} == *san* ]]; then
	skip 'memory under a sanitizer' 1
else
	sides 6000 4
	few=$(peak)
	sides 60000 4
	many=$(peak)
	is "memory is flat ($few, $many KiB)" \
	    "$((many * 100 < few * 125))" 1
fi
done_testing
