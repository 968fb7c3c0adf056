#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# What every filter owes an engine: --worker, --summary, --hadoop.
. "$(dirname "$0")/lib.sh"

good='{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-01","sex":"M"}'
bad='{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"2999-01-01","sex":"M"}'
sum() { # RECORDS NOT-PASSED BAD VERIFIED UNDECIDED REFUSED
	printf '{"summary":"cccd-verify","version":1,"records":%s,"not_passed":%s,"bad_lines":%s,"verified":%s,"undecided":%s,"refused":%s}\n' "$@"
}
verify() { cccd-verify --at 2026-11-26 "$@"; }

printf '%s\n' "$good" "$bad" "$good" >some
exits 1 'a refused one is a no' verify some
mv out plain
exits 0 'for an engine it is not' verify --worker some
same_out 'and all comes out as ever' <plain
same_err 'and nothing is said' </dev/null

exits 1 'a summary' verify --summary s some
is 'what was counted' "$(cat s)" "$(sum 3 1 0 0 2 1)"
same_err 'a summary says nothing' </dev/null
for j in 2 8; do
	for _ in {1..400}; do cat some; done >many
	exits 1 "with $j threads" verify -j "$j" --summary s many
	is "counted in $j threads" "$(cat s)" "$(sum 1200 400 0 0 800 400)"
done
printf '%s\n' "$good" '{"id":' "$bad" >torn
exits 2 'a bad line is trouble for an engine too' \
    verify --worker --summary s torn
is 'it is counted' "$(cat s)" "$(sum 2 1 1 0 1 1)"
exits 0 'nothing is legal' verify --worker --summary s /dev/null
is 'and nothing is counted' "$(cat s)" "$(sum 0 0 0 0 0 0)"
same_out 'and nothing comes out' </dev/null

exits 0 'into a descriptor' bash -c \
    'cccd-verify --at 2026-11-26 --worker --summary /dev/fd/7 some 7>&1 >/dev/null'
same_out 'the same' < <(sum 3 1 0 0 2 1)
echo before >s
exits 0 'into a descriptor at its place' bash -c \
    'cccd-verify --at 2026-11-26 --worker --summary /dev/fd/7 some 7>>s >/dev/null'
is 'behind what stands there' "$(cat s)" "before
$(sum 3 1 0 0 2 1)"
strace -f -e trace=write -o writes cccd-verify --at 2026-11-26 \
    --summary /dev/null some >/dev/null
is 'with one write' "$(grep -c '"{\\"summary' writes)" 1
exits 2 'no such folder' verify --summary no/s some
same_err 'no such folder' <<<'cccd-verify: no/s: No such file or directory'
exits 2 'a closed descriptor' verify --summary /dev/fd/77 some
has 'closed is said' err '/dev/fd/77: Bad file descriptor'
exits 2 'no descriptor' verify --summary /dev/fd/x some
if [ -w /dev/full ]; then
	exits 2 'a full disk' verify --worker --summary /dev/full some
	same_err 'a full disk' <<<'cccd-verify: /dev/full: No space left on device'
else
	skip 'a full disk' 'no /dev/full'
fi
echo stale >s
exits 2 'broken off' verify --summary s --at never some
is 'an older summary is gone' "$(cat s)" ''

exits 0 'Hadoop' verify --hadoop some
same_out 'Hadoop gets records' <plain
same_err 'and counters' <<'EOT'
reporter:counter:cccd-verify,records,3
reporter:counter:cccd-verify,not_passed,1
reporter:counter:cccd-verify,bad_lines,0
reporter:counter:cccd-verify,verified,0
reporter:counter:cccd-verify,undecided,2
reporter:counter:cccd-verify,refused,1
EOT
exits 0 'Hadoop and a summary' verify --hadoop --summary s some
is 'both' "$(wc -l <err) $(cat s)" "6 $(sum 3 1 0 0 2 1)"

# A clock that runs 100 times as fast stands in for a task of minutes.
if command -v faketime >/dev/null; then
	export ASAN_OPTIONS=verify_asan_link_order=0
	slow() { for _ in 1 2 3 4; do cat some; sleep 0.5; done |
	    faketime -f '+0 x200' cccd-verify --at 2026-11-26 "$@"; }
	from=$(date +%s%N)
	exits 0 'minutes' slow --hadoop
	most=$((($(date +%s%N) - from) / 1000000 * 200 / 60000))
	n=$(grep -c '^reporter:status:cccd-verify reads on$' err)
	[ "$n" -ge 1 ] && [ "$n" -le $most ]
	ok $? "signs of life: $n, at most $most"
	exits 0 'minutes, not for Hadoop' slow --worker
	same_err 'are not told' </dev/null
else
	skip 'signs of life' 'no faketime'
fi
done_testing
