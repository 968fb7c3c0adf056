#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# A roster that becomes shorter while it is read: by a copy that begins anew, on
# a share that goes away. Never a result, never a crash. The left side is
# looked at when its name is read, the right one, a pipe, is awaited then: what
# happens to the left file in between is as sure as it can be.
. "$(dirname "$0")/lib.sh"

rows() {	# FROM TO
	echo 'so dinh danh,ho ten,ngay sinh'
	awk -v a="$1" -v b="$2" 'BEGIN { for (i = a; i < b; i++)
		printf "001099%06d,Nguyen Van %d,1999-01-02\n", i, i }'
}
rows 0 30000 >l.csv
rows 100 30100 >r.csv
size=$(stat -c %s l.csv)

# under_way: the pipe is open at 7 for more, and its reader has the first rows.
under_way() {
	exec 8<>pipe	# does not wait for a reader
	head -n 9 r.csv >&8
	soon drained 8
	exec 7>pipe 8>&-
}

# cut_to BYTES OPTION ...: how rosterdiff ends when l.csv is no longer than BYTES
# once it is known and the right side is under way; its words in err.
cut_to() {
	local to=$1 pid
	shift
	cp l.csv cut.csv
	rm -f pipe
	mkfifo pipe
	rosterdiff --fuzzy off "$@" cut.csv pipe >out 2>err &
	pid=$!
	under_way
	truncate -s "$to" cut.csv
	tail -n +10 r.csv >&7
	exec 7>&-
	wait $pid
}
for to in 0 1 4096 $((size / 2)) $((size - 5000)); do
	for o in '-j 1' '-j 2' --brief --verify --all; do
		# shellcheck disable=SC2086
		cut_to "$to" $o
		is "cut to $to, $o: trouble" $? 2
		is "cut to $to, $o: in words" "$(tail -n 1 err)" \
		    'rosterdiff: a file became shorter while it was read: start again'
		lacks "cut to $to, $o: no sum" err 'left rows'
	done
done

# Less than a page: no signal comes of it.
for less in 1 20 300; do
	[ $((size % 4096)) -gt $less ] || less=$((size % 4096 - 1))
	cut_to $((size - less))
	is "$less bytes less: trouble" $? 2
	is "$less bytes less: in words" "$(tail -n 1 err)" \
	    'rosterdiff: cut.csv: became shorter while it was read: start again'
	lacks "$less bytes less: no sum" err 'left rows'
done

# One that grows is read as it was.
cp l.csv cut.csv
rm -f pipe
mkfifo pipe
rosterdiff --fuzzy off cut.csv pipe >out 2>err &
pid=$!
under_way
rows 40000 40100 >>cut.csv
tail -n +10 r.csv >&7
exec 7>&-
wait $pid
is 'one that grows' $? 1
has 'is read as it was' err 'left rows: 30000 ='
done_testing
