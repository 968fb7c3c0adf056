#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The main path of every tool under valgrind (make valgrind; the build has no
# fences, for valgrind needs calls that they refuse): no bad read or write, no
# decision on a value that was never set, nothing lost.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/portal.sh"
. "$ROOT/tests/pcscd.sh"
if ! command -v valgrind >/dev/null; then
	skip 'valgrind' 'it is not here'
	done_testing
fi

# vg N NAME CMD ...: exits N, and valgrind has nothing to say (99 if it has).
# What libraries keep until the end is still reachable and no loss.
vg() {
	local want=$1 name=$2
	shift 2
	exits "$want" "$name" valgrind -q --error-exitcode=99 \
	    --leak-check=full --show-leak-kinds=definite \
	    --errors-for-leak-kinds=definite --trace-children=no \
	    --child-silent-after-fork=no "$@"
	grep -q '^==' err && diag <err
}

cat >typed <<'EOS'
001199000002||Trần Thị Mẫu|01021999|Nữ|Thôn Mẫu, Xã Mẫu, Ninh Bình|06102025||||
001099000001||Nguyá»…n VÄƒn Máº«u|01021999|Nam|HÃ  Ná»™i|15032021
001099000001||Nguy┼n V♥n M½u|01021999|Nam|Hα N┘i|15032021
EOS
photo one --family clean --level 3 --seed 3 --out card.png >/dev/null
vg 0 'a picture' cccd-qr card.png
is 'was read' "$(wc -l <out)" 1
head -c 3000 card.png >half.png
vg 2 'half a picture' cccd-qr half.png
vg 0 'scanner text' cccd-qr --text typed
cp out cards
vg 1 'the doctor' cccd-qr --doctor typed
printf '%s,%s,%s\n' 'Số CCCD' 'Họ tên' 'Ngày sinh' \
    1099000001 'Nguyễn Văn Mẫu' 01/02/1999 \
    001199000002 'Trần Thị Mẫu' 01/02/1999 >list.csv
vg 0 'a verdict' cccd-verify cards
vg 0 'a list' cccd-verify --roster list.csv cards
vg 2 'bad lines' cccd-verify <<<'{"id":7}
{"a":'
mkdir dumped
card --pki pki --dump dumped/1
card --pki pki --crowd 1 --dump dumped/2
mv dumped/1/csca.pem .
rm dumped/2/csca.pem
csca=$(openssl x509 -in csca.pem -noout -fingerprint -sha256 | cut -d= -f2)
vg 0 'an anchor' cccd-trust --trust store --add --anchor "$csca" csca.pem
vg 0 'who is believed' cccd-trust --trust store
vg 0 'who vouches' cccd-trust --trust store --explain dumped/1/SOD.bin
vg 0 'dumped cards' cccd-verify --trust store dumped
vg 0 'an anchor removed' cccd-trust --trust store --remove "$csca"
vg 1 'nobody is believed' cccd-trust --trust store
if why=$(readers_missing); then
	skip 'chips' "$why"
else
	readers_start 1
	for p in 2021 3des cam bac-only passport; do
		card --profile $p --mrz >zone
		card_lay 0 --profile $p --pki pki
		vg 0 "a chip, $p" cccd-read --mrz zone --timeout 60
		card_take
	done
	card_lay 0 --pki pki
	vg 1 'a chip, another key' cccd-read --can 111111 --timeout 60
	cccd-read --can 000123 --transcript said >chip
	card_take
	vg 1 'no card' cccd-read --can 000123 --wait 1
	vg 0 'readers' cccd-read --list
	readers_stop
	vg 0 'a chip, replayed' cccd-read --replay said
	vg 0 'a verdict on a chip' cccd-verify chip
fi
vg 0 'help in Vietnamese' env LANGUAGE=vi lt-notify --help
vg 0 'a dry run' lt-notify -r 1 -n 1 --dry-run < <(guests 2)
vg 0 'queued' lt-notify -r 1 -n 1 --queue-only < <(guests 3)
vg 0 'status' lt-status --table
portal_start
facility f
vg 0 'filed' lt-notify --config f/f/settings --state f/f/state -r 1 -n 1 \
    < <(guests 2)
is 'at the portal' "$(filed f)" 2

done_testing
