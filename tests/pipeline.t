#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The whole way: a photographed card becomes a filed lodging notice.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/portal.sh"
portal_start || { ok 1 'the double starts'; done_testing; }
facility nha-nghi-mau
cat "$T/f/nha-nghi-mau/settings" >>"$HOME/.config/cccd-tools/settings"

card() { photo one --out "$1" --family webcam --level 1 --seed "$2" >truth; }
file_it() { cccd-qr "$@" | cccd-verify | lt-notify --room 203 --nights 1; }

card guest.jpg 11
id=$(cut -d'|' -f1 truth)
exits 0 'a photo is filed' file_it guest.jpg
is 'one record' "$(wc -l <out)" 1
is 'the number of the card' "$(jq -r .id out)" "$id"
is 'the exact payload' "$(jq -rj .qr.raw out)" "$(tr -d '\n' <truth)"
is 'never above plausible' "$(jq -r .verify.assurance out)" plausible
is 'undecided' "$(jq -r .verify.verdict out)" undecided
is 'filed' "$(jq -r .notify.state out)" filed
is 'nothing on standard error' "$(cat err)" ''
is 'the portal has the guest once' "$(filed nha-nghi-mau "$id")" 1
is 'and nobody else' "$(filed nha-nghi-mau)" 1

exits 0 'the same photo again' file_it guest.jpg
is 'is not sent twice' "$(filed nha-nghi-mau)" 1

exits 0 'status' lt-status --json
is 'status: filed' "$(jq -r .notify.state out)" filed

# A sheet of cards; the portal is away, cron sends when it is back.
photo sheet --out sheet.png --seed 4 3 >truth
portal_stop
exits 1 'three guests while the portal is away' file_it sheet.png
is 'all three queued' "$(jq -r .notify.state out | sort | uniq -c | xargs)" \
    '3 waiting'
portal_start --port "$PORT"
exits 0 'cron' lt-notify --flush
cut -d'|' -f1 truth | while read -r n; do filed nha-nghi-mau "$n"; done >n
is 'each filed once' "$(xargs <n)" '1 1 1'

# A picture without a card files nobody, and says so.
photo one --out none.png --family none --level 1 --seed 2 >/dev/null
exits 1 'no card in the picture' cccd-qr none.png
is 'no record' "$(cat out)" ''
is 'the outbox knows four guests' "$(lt-status --json | wc -l)" 4

# A scan whose letters are in doubt waits for a person.
printf '001099000001||Nguyen Van Mau|01021999|Nam|So 1, Ha Noi|15032021\n' \
    >typed
scan_it() { cccd-qr --text typed | lt-notify --room 1 --nights 1 "$@"; }
exits 1 'a scan without its marks' scan_it --queue-only
has 'asks for another scan' err 'qr: the scan was damaged: scan again'
is 'nothing is queued' "$(lt-status --json | wc -l)" 4
exits 0 'a person has looked' scan_it --queue-only --file-anyway
is 'now it is queued' "$(lt-status --json | wc -l)" 5

printf '001099000002||Nguyá»…n VÄƒn Máº«u|01021999|Nam|HÃ  Ná»™i|15032021\n' \
    >typed
exits 0 'an open address holds nobody' scan_it --queue-only
is 'the scan was damaged' "$(jq -c '[.qr.needs_rescan, .name]' out)" \
    '[true,"Nguyễn Văn Mẫu"]'

# What is on disk is closed to others and holds no address and no raw code.
is 'the state folder is closed' "$(stat -c %a "$CCCD_STATE")" 700
is 'and its files' "$(stat -c %a "$CCCD_STATE"/* | sort -u)" 600
place=$(cut -d'|' -f6 truth | head -1)
grep -qaF "$place" "$CCCD_STATE"/*
is 'no address on disk' $? 1

done_testing
