#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-verify --jobs: whatever the number of threads, the same records, the
# same messages and the same status, in the order of the input.
. "$(dirname "$0")/lib.sh"
at='--at=2026-06-15'

# Records of all sizes with every kind of bad line among them, a line longer
# than any block, one longer than any line may be, and no line feed at the end.
python3 - <<'EOT'
import json
with open("in", "w") as f:
    for i in range(6000):
        f.write(json.dumps({"id": f"0010990{i:05}", "name": "Nguyễn Văn Mẫu",
            "dob": "1999-02-01", "pad": "x" * (i * 7919 % 1500)},
            ensure_ascii=False) + "\r" * (i % 3 == 0) + "\n")
        if i % 700 == 0:
            f.write('{"id":\n\n{"name":1}\n')
        if i == 2500:
            f.write('{"pad":"' + "x" * 3000000 + '"}\n')
        if i == 4000:
            f.write('{"pad":"' + "x" * 17000000 + '"}\n')
    f.write('{"id":"001099000001"}')
EOT
head -n 300 in >small
files='in small gone /proc/self/mem small'
# shellcheck disable=SC2086
cccd-verify $at -j 1 $files >want 2>want-err
is 'with one thread' "$?" 2
is 'its records' "$(wc -l <want)" "$((6002 + 2 * 297))"
is 'its messages' "$(wc -l <want-err)" "$((2 * 9 + 1 + 2 * 2 + 2))"
for j in 2 3 9 0; do
	# shellcheck disable=SC2086
	exits 2 "-j $j" cccd-verify $at -j $j $files
	cmp want out
	ok $? "-j $j: the same records"
	cmp want-err err
	ok $? "-j $j: the same messages"
done
exits 2 'through a pipe' sh -c "cat in | cccd-verify $at -j 2"
head -n 6002 want | cmp - out
ok $? 'through a pipe: the same records'

grep -v -e '^{"id":$' -e '^{"name":1}$' small >good
for j in 1 4; do
	exits 2 "-j $j --strict" cccd-verify "$at" -j $j --strict good in gone
	mv out out$j
	mv err err$j
done
cmp out1 out4
ok $? '--strict stops at the same place'
cmp err1 err4
ok $? '--strict says the same'
is '--strict: the records before it' "$(wc -l <out4)" \
    "$(($(grep -c . good) + 1))"

# --- what one record alone needs: it does not wait for a block to be full
mkfifo slow
cccd-verify "$at" -j 2 slow >slow-out &
exec 7>slow
line() { soon has_lines "$1" slow-out && [ "$(wc -l <slow-out)" -eq "$1" ]; }
echo '{"id":"001099000001"}' >&7
line 1
ok $? 'a record is passed on while the input waits'
printf '{"id":"001099000002"}\n{"id":' >&7
line 2
ok $? 'and the next, before the line behind it is whole'
echo '"001099000003"}' >&7
line 3
ok $? 'which then comes too'
exec 7>&-
wait $!
is 'and an end' "$?" 0

# --- ends
exits 2 'a full disk' sh -c "cccd-verify $at -j 3 in >/dev/full 2>err2"
is 'a full disk: said once' "$(grep -c 'standard output' err2)" 1
exits 2 'a closed pipe' closed_pipe cccd-verify "$at" -j 3 good good good
has 'a closed pipe: said' err 'standard output: Broken pipe'
exits 0 'a reader that goes away' sh -c \
    "cccd-verify $at -j 3 in 2>/dev/null | head -n 5 >out5"
is 'a reader that goes away: its lines' "$(head -n 5 want | cmp - out5)" ''
for t in 0.01 0.03 0.06; do
	sh -c "timeout -s KILL $t cccd-verify $at -j 3 in >killed" 2>/dev/null
	n=$(wc -l <killed)
	head -n "$n" killed | cmp -s - <(head -n "$n" want)
	ok $? "killed after $t s: what came is whole and in order"
done

# --- a line on a terminal that says how far it is, gone before a message
cat >terminal.py <<'EOT'
import os, pty, subprocess, sys, time
master, slave = pty.openpty()
p = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stderr=slave,
                     stdout=subprocess.DEVNULL)
os.close(slave)
for line in (b'{"id":"001099000001"}\n', b'{"id":"001099000001"}\n', b'x\n'):
    p.stdin.write(line)
    p.stdin.flush()
    time.sleep(1.2)
p.stdin.close()
said = b""
try:
    while more := os.read(master, 4096):
        said += more
except OSError:
    pass
said = said.decode().replace("\r", "<")
print(said.replace("\x1b[K", ">").replace("\n", "|"))
sys.exit(p.wait())
EOT
for j in 1 2; do
	exits 2 "on a terminal, -j $j" python3 terminal.py cccd-verify "$at" \
	    -j $j
	grep -qE '^<cccd-verify: [12] records, [12] a second, 0\.0 % not passed>.*<>cccd-verify: standard input:3: record, byte 1: is not valid JSON<\|' out
	ok $? "on a terminal, -j $j: how far, and gone before the message"
	grep -q 'passed>[^<]*$' out
	[ $? -eq 1 ]
	ok $? "on a terminal, -j $j: nothing is left"
done

# Records that are not copied to be written: the last without a line feed, two
# files, and one behind which --strict stops.
long() {
	printf '{"id":"001099000001","name":"An","photo":"'
	head -c "$1" /dev/zero | tr '\0' x
	printf '"}'
}
for n in 10000 300000; do
	long $n >last
	{ cat last; echo; echo '{'; } >broken
	for j in 1 2; do
		exits 0 "-j $j: $n octets" cccd-verify "$at" -j $j last last
		is "-j $j: $n octets are there, twice" \
		    "$(jq -r '.photo | length' out | xargs)" "$n $n"
		exits 2 "-j $j --strict: $n octets" \
		    cccd-verify "$at" -j $j --strict broken last
		is "-j $j --strict: $n octets are there" \
		    "$(jq -r '.photo | length' out)" $n
	done
done

exits 0 'nothing to read' cccd-verify "$at" -j 3 /dev/null
same_out 'nothing to read' </dev/null
same_err 'nothing to read' </dev/null
for j in -1 257 two ''; do
	exits 2 "-j '$j'" cccd-verify -j "$j" good
	is "-j '$j': said" "$(head -n 1 err)" \
	    'cccd-verify: --jobs: want a whole number from 0 to 256'
done
done_testing
