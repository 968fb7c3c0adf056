#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Instructions a row or record, as callgrind counts them in our own code (what
# OpenSSL and libc spend is theirs), against tests/counts.tsv: a slow-down
# shows on a machine too busy to keep time. The counts are of one compiler and
# its flags, and of a processor with AVX2; elsewhere there is nothing to
# compare. `make counts` (RENEW=1) writes the file anew.
. "$(dirname "$0")/lib.sh"
table=$ROOT/tests/counts.tsv
COUNTED=$BUILD/counts

flags=$(sed -n 's/.* -fPIE \(-O.*\) -MMD .*/\1/p' "$BUILD/flags")
build="$(sed -n 's/^\([^ ]*\) .*/\1/p' "$BUILD/flags" | head -1)"
build="$build $("$build" -dumpfullversion 2>/dev/null) $flags"
why=
command -v valgrind >/dev/null || why='valgrind is not here'
grep -qw avx2 /proc/cpuinfo || why='the processor has no AVX2'
[ -n "${RENEW:-}" ] || grep -qxF "# $build" "$table" ||
	why="the counts are of another build than $build"
if [ -n "$why" ]; then
	skip 'instructions' "$why"
	done_testing
	exit
fi

# rows N STEP: a roster of N invented people, every STEP-th of them in turn.
rows() {
	awk -v n="$1" -v step="$2" 'BEGIN {
		split("Nguyễn,Trần,Lê,Phạm,Hoàng,Vũ,Đặng", family, ",")
		split("Văn,Thị,Đức,Minh,Ngọc", middle, ",")
		split("Mẫu,Thử,Ví Dụ,An,Bình,Hoài,Yến,Đạt,Uyên,Tú", given, ",")
		print "Số CCCD,Họ tên,Ngày sinh,Giới tính,Địa chỉ"
		for (k = 0; k < n; k++) {
			i = k * step % n
			y = 1950 + i % 50
			printf "001%d%02d%06d,%s %s %s,%02d/%02d/%d,%s," \
			    "\"Số %d, Xã Mẫu, Hà Nội\"\n", i % 2, y % 100, i,
			    family[i % 7 + 1], middle[i % 5 + 1],
			    given[i % 10 + 1], i % 28 + 1, i % 12 + 1, y,
			    i % 2 ? "Nữ" : "Nam", i % 300 + 1
		}
	}'
}

# count NAME UNITS TOOL ARG ...: instructions of TOOL's own code a unit, in
# NAME.count.
count() {
	local name=$1 units=$2 tool=$3
	shift 3
	valgrind -q --tool=callgrind --callgrind-out-file="$name.cg" \
	    --compress-strings=no --compress-pos=no \
	    "$COUNTED/$tool" "$@" >"$name.out" 2>"$name.err"
	[ $? -le 1 ] && awk -v own="ob=$COUNTED/$tool" -v units="$units" '
	    /^ob=/ { ours = $0 == own }
	    /^calls=/ { getline; next }
	    /^[0-9]/ && ours { sum += $2 }
	    END { printf "%.0f\n", sum / units }' "$name.cg" >"$name.count"
}

at=--at=2026-11-25T12:00:00+07:00
rows 5000 1 >left.csv
# one in ten otherwise, one in fifty gone, one in fifty under another number
rows 5000 1777 | awk -F, -v OFS=, '
    NR % 50 == 11 { next }
    NR % 50 == 21 { $1 = "001" substr($1, 4, 3) "9" substr($1, 8) }
    NR % 40 == 1 { gsub("ă", "a", $2) }
    NR % 40 == 11 { $3 = "01/01/" substr($3, 7) }
    NR % 40 == 22 { sub("Xã Mẫu", "Xã Mới") }
    NR % 40 == 32 { $4 = "" }
    { print }' >right.csv
mkdir chips
flood --out chips --signers 8 --records 100 --set 'ds.key=rsa2048' || exit 2
{
	count rostercat 5000 rostercat -j 1 left.csv
	count rosterlint 5000 rosterlint -j 1 --at 2026-11-25 left.csv
} &
count rosterdiff 10000 rosterdiff -j 1 left.csv right.csv
count cccd-verify 100 cccd-verify -j 1 $at --trust chips/trust \
    chips/cases.ndjson
wait

jobs='rostercat rosterlint rosterdiff cccd-verify'
if [ -n "${RENEW:-}" ]; then
	{
		sed -n '1,/^# build/p' "$table"
		echo "# $build"
		for job in $jobs; do
			printf '%s\t%s\t3\n' "$job" "$(cat "$job.count")"
		done
	} >new && cp new "$table"
	cat "$table"
	exit
fi
for job in $jobs; do
	IFS=$'\t' read -r _ want percent < <(grep "^$job	" "$table")
	got=$(cat "$job.count" 2>/dev/null)
	[ -n "$got" ] && [ "$got" -le $((want + want * percent / 100)) ]
	ok $? "$job: ${got:-no} instructions a unit, $want and $percent % allowed"
	[ -n "$got" ] || head -5 "$job.err" | diag
	[ -n "$got" ] && [ "$got" -lt $((want - want * percent / 100)) ] &&
		echo "# $job got faster: make counts"
done
done_testing
