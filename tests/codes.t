#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The portal's lists of codes: fetched after the guests, kept, asked at the
# desk, fetched again when they are old or damaged.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/portal.sh"
portal_start || { ok 1 'the double starts'; done_testing; }
facility nha-nghi-mau
kept=$HOME/.cache/cccd-tools/portal
guest() {
	printf '{"id":"00109900000%d","name":"Nguyễn Văn Mẫu","dob":"1999-02-01","sex":"M","source":"manual"}\n' "$1"
}
foreigner() {
	printf '{"doc_type":"passport","doc_no":"C01X00T47","name":"MUSTER ERIKA","dob":"1964-08-12","sex":"F","nationality":"%s","source":"manual"}\n' "$1"
}
file_it() { notify nha-nghi-mau --room 1 --nights 1 "$@"; }
fetched() { grep -c '^catalogue' "$PORTAL/log"; }

guest 1 >g1
exits 0 'the first guest' file_it g1
is 'three lists are kept' "$(cd "$kept" && echo *)" \
    'doc-types.json nationalities.json reasons.json'
is 'closed to others' "$(stat -c %a "$kept" "$kept"/* | sort -u | xargs)" \
    '600 700'
is 'fetched after the guest' "$(filed nha-nghi-mau) $(fetched)" '1 3'

guest 2 >g2
exits 0 'the next guest' file_it g2
is 'nothing is fetched again' "$(fetched)" 3

guest 5 >g5
exits 1 'a reason that the portal does not have' file_it --reason 77 g5
is 'says so' "$(cat err)" \
    "lt-notify: g5:1: reason: is not in the portal's list of reasons"
is 'and is refused by the portal' "$(jq -r .notify.state out)" rejected
foreigner DEU >foreign
exits 1 'a code of ISO' file_it --permitted-until "$(vn_day 20)" foreign
has 'says so' err "foreign:1: nationality: is not in the portal's list"
is 'and is refused by it' "$(jq -r .notify.state out)" rejected
echo '{"code":"200","data":[{"id":57,"ma":"2","ten":"Du lịch"}]}' >"$kept/reasons.json"
guest 6 >g6
exits 0 'a kept list that is wrong' file_it g6
has 'warns' err 'g6:1: reason: is not in'
guest 7 >g7
exits 0 'a list with numbers of rows beside the codes' file_it --reason 2 g7
is 'is read by its codes' "$(cat err)" ''
foreigner D >foreign
exits 0 'the code of the portal' file_it --correct --permitted-until "$(vn_day 20)" foreign

echo '{"code":"200","data":[' >"$kept/reasons.json"
touch -d '9 days ago' "$kept/doc-types.json"
touch -d '9 days' "$kept/nationalities.json"
guest 3 >g3
exits 0 'damaged, old and from the future' file_it g3
is 'all three are fetched again' "$(fetched)" 6

control on=catalogue fault=status code=503
rm "$kept/reasons.json"
guest 4 >g4
exits 0 'lists that cannot be had do not stop a guest' file_it g4
has 'a warning says so' err "the portal's lists could not be renewed"

done_testing
