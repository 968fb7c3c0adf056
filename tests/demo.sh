#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The main job, from a bad photo of a card, or from its chip on a reader, to a
# filed lodging notice, against the double of the portal on this machine. Everything but the picture lives in
# a scratch folder: the user's own settings and outbox are not touched.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/portal.sh
. "$ROOT/tests/portal.sh"
# shellcheck source=tests/pcscd.sh
. "$ROOT/tests/pcscd.sh"

show=$BUILD/demo
payload='001199000002|012345678|Trần Thị Mẫu|01021999|Nữ|Số 1, Phường Mẫu, Hà Nội|06102025||||'
bad=0

title() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || title() { printf '\n%s\n' "$*"; }
say() { printf '  %s\n' "$@"; }
typed() { printf '\n  $ %s\n' "$*"; }
indent() { sed 's/^/    /'; }

# must NAME GOT WANT: what the demo claims is looked at, not believed.
must() {
	[ "$2" = "$3" ] && return
	bad=1
	say "WRONG: $1: $2, and should be $3"
}

settings() {
	local dir=$HOME/.config/cccd-tools
	mkdir -p "$dir"
	printf '%s\nportal_url = %s\nportal_ca = %s\n' "$store" "$URL" "$CA" \
	    >"$dir/settings"
	(
		umask 077
		printf '%s = %s\n' username nha-nghi-mau \
		    password mat-khau-thu token_client khach-1 \
		    token_secret bi-mat-1 session_client khach-2 \
		    session_secret bi-mat-2 >"$dir/credentials"
	)
}

picture() {
	title '1. A guest arrives, and the clerk photographs her card'
	mkdir -p "$show"
	photo one --family phone --level 2 --seed 7 --payload "$payload" \
	    --out "$show/card.jpg" >/dev/null || exit 2
	cp "$show/card.jpg" card.jpg
	say "the picture: $show/card.jpg" \
	    'look at it: an invented person, the card askew, out of focus,' \
	    'a shadow across the code, and JPEG on top'
	if [ -z "$(zbarimg --nodbus -q --raw card.jpg 2>/dev/null)" ]; then
		say 'zbarimg, the usual program, reads nothing in it'
	fi
}

read_card() {
	title '2. cccd-qr reads the code: a record, one line of JSON'
	typed 'cccd-qr card.jpg'
	cccd-qr card.jpg >card.json
	must 'status of cccd-qr' $? 0
	jq . card.json | indent
	say 'look at: the name in full Vietnamese, qr.raw byte by byte what was' \
	    'printed, and the expiry under expires_estimate: the code does not' \
	    'hold it, so it is worked out by law and never given as read'
	must 'the payload' "$(jq -r .qr.raw card.json)" "$payload"
}

verify() {
	title '3. cccd-verify judges it, and says why'
	typed 'cccd-qr card.jpg | cccd-verify'
	cccd-verify card.json >judged.json
	must 'status of cccd-verify' $? 0
	jq -r '.verify | "verdict \(.verdict), assurance \(.assurance)"' \
	    judged.json | indent
	jq -r '.verify.checks[] | [.result, .check, .why // ""] | @tsv' \
	    judged.json | awk -F'\t' '{ printf "%-6s%-24s%s\n", $1, $2, $3 }' |
	    indent
	say 'look at: undecided and plausible. Anybody can print such a code; only' \
	    'the chip proves a card, and the checks say so'
	must 'the verdict' "$(jq -r .verify.verdict judged.json)" undecided
}

file_notice() {
	title '4. The whole line: a photo becomes a filed notice'
	say "the portal is its double here, at $URL"
	typed 'cccd-qr card.jpg | cccd-verify | lt-notify --room 203 --nights 1'
	cccd-qr card.jpg | cccd-verify | lt-notify --room 203 --nights 1 \
	    >filed.json
	must 'status of the pipeline' "${PIPESTATUS[*]}" '0 0 0'
	jq '{id, name, notify}' filed.json | indent
	say 'look at: notify.state is filed, with the portal'\''s answer and the' \
	    'time; that is the receipt, for the portal gives none'
	must 'the state' "$(jq -r .notify.state filed.json)" filed
	say '' 'what the portal has written down (facility, document, number,' \
	    'arrival, leave, room):'
	indent <"$PORTAL/ledger"

	typed 'the same again: the clerk is not sure that it worked'
	cccd-qr card.jpg | cccd-verify | lt-notify --room 203 --nights 1 \
	    >again.json
	say "still $(filed nha-nghi-mau) notice at the portal: nobody is filed" \
	    'twice'
	must 'notices at the portal' "$(filed nha-nghi-mau)" 1
}

outage() {
	title '5. Three more guests while the portal is away'
	portal_stop
	photo sheet 3 --seed 2 --out "$show/sheet.jpg" >/dev/null
	say "a photocopied sheet with three cards: $show/sheet.jpg"
	typed 'cccd-qr sheet.jpg | cccd-verify | lt-notify --room 204 --nights 2'
	cccd-qr "$show/sheet.jpg" | cccd-verify |
	    lt-notify --room 204 --nights 2 >sheet.json 2>err
	must 'status: not filed yet' "${PIPESTATUS[*]}" '0 0 1'
	indent <err
	jq -r '[.name, .notify.state, .notify.due] | @tsv' sheet.json | indent
	typed 'lt-status'
	lt-status --table | indent

	say '' 'the portal is back, and cron runs'
	portal_start --port "$PORT" || exit 2
	typed 'lt-notify --flush'
	lt-notify --flush >flush.json
	must 'status of the flush' $? 0
	jq -r '[.name, .notify.state] | @tsv' flush.json | indent
	must 'notices at the portal' "$(filed nha-nghi-mau)" 4
}

status() {
	title '6. What the clerk sees before 23:00'
	typed 'LANGUAGE=vi lt-status'
	LANGUAGE='vi' lt-status --table | indent
	must 'status of lt-status' "${PIPESTATUS[0]}" 0
	say 'look at: four guests filed, nothing due, nothing overdue (it would' \
	    'exit with 1)'
}

reader_is_here() {
	local f
	for f in /usr/sbin/pcscd "$READERS_DRIVER"; do
		[ -e "$f" ] && continue
		say "left out: $f is not here (packages pcscd, vsmartcard-vpcd)"
		return 1
	done
	readers_start 1 && return
	must 'pcscd' 'does not start' 'running'
	return 1
}

# The chip of the person in the picture is laid down while cccd-read waits.
lay_card() {
	photo one --family phone --level 1 --seed 9 \
	    --payload "$(card --payload)" --out "$show/chip.jpg" >/dev/null
	cp "$show/chip.jpg" card.jpg
	card --pki pki --dump issued
	card --pki pki --port "$(reader_port 0)" --insert-after 1500 \
	    --swaps 1 >/dev/null &
}

# What came over the reader, held against the authority and the card.
check_chip() {
	jq -r .chip.files.SOD chip.json | base64 -d | tail -c +5 >sod
	openssl cms -verify -inform DER -in sod -CAfile issued/csca.pem \
	    -binary -out object 2>&1 | indent
	must 'the signature' "${PIPESTATUS[0]}" 0
	jq -r .chip.files.DG2 chip.json | base64 -d | cmp - issued/DG2.bin
	must 'the face, as it was issued' $? 0
	must 'opened by' "$(jq -r '.chip.access.protocol' chip.json)" pace
	must 'the number' "$(jq -r .id chip.json)" \
	    "$(cut -d'|' -f1 <<<"$(card --payload)")"
}

chip() {
	title '7. The next guest lays his card on the reader'
	reader_is_here || return
	lay_card
	say "his printed code: $show/chip.jpg; the card is software on a" \
	    'virtual reader of the real pcscd'
	typed "cccd-qr card.jpg | cccd-read | cccd-verify | lt-notify \\
      --room 205 --nights 1"
	cccd-qr card.jpg | cccd-read | tee chip.json | cccd-verify |
	    lt-notify --room 205 --nights 1 >filed.json
	must 'status of the pipeline' "${PIPESTATUS[*]}" '0 0 0 0 0'
	jq '{name, dob, ethnicity, residence, expires, mrz,
	    chip: (.chip | {reader, access, timings})}' chip.json | indent
	say 'look at: nobody typed a key. The code holds the number, and the' \
	    'last six digits of it open the chip (PACE); expires is the' \
	    'real one now. chip.files holds the signed files octet by octet'
	typed 'the signature over them, by openssl, under the CSCA of this card'
	check_chip
	jq '{id, name, notify}' filed.json | indent
	must 'the state' "$(jq -r .notify.state filed.json)" filed
	must 'notices at the portal' "$(filed nha-nghi-mau)" 5
}

# What the check NAME of judged.json said, with its reason.
check() {
	jq -r --arg c "$1" '.verify.checks[] | select(.check == $c) |
	    "\(.check) \(.result): \(.why)"' judged.json
}

genuine() {
	title '8. Is the card genuine?'
	[ -s chip.json ] || { say 'left out: no chip was read'; return; }
	typed 'cccd-verify chip.json'
	cccd-verify chip.json >judged.json
	must 'status without an anchor' $? 0
	jq -r '.verify | "verdict \(.verdict), assurance \(.assurance)"' \
	    judged.json | indent
	check chain.anchor | indent
	must 'the verdict' "$(jq -r .verify.verdict judged.json)" undecided
	say 'nobody has said yet which authority is to be believed' ''
	print=$(openssl x509 -in issued/csca.pem -outform DER | sha256sum)
	typed "cccd-trust --trust store --add --anchor ${print:0:8}... \\
      issued/csca.pem"
	cccd-trust --trust store --table --add --anchor "${print%% *}" issued/csca.pem |
	    indent
	must 'status of cccd-trust' "${PIPESTATUS[0]}" 0
	typed 'cccd-verify --trust store --require genuine-chip chip.json'
	cccd-verify --trust store --require genuine-chip chip.json >judged.json
	must 'status under the anchor' $? 0
	jq -r '.verify | "verdict \(.verdict), assurance \(.assurance)"' \
	    judged.json | indent
	for c in cms.signature chain.anchor dg.hash record.equals-signed \
	    aa.signature chip.genuine card.lost; do
		check "$c"
	done | indent
	must 'the assurance' "$(jq -r .verify.assurance judged.json)" \
	    genuine-chip
	typed "somebody edits the record: jq '.name = \"Lê Văn Mẫu\"' chip.json |
      cccd-verify --trust store"
	jq -c '.name = "Lê Văn Mẫu"' chip.json |
	    cccd-verify --trust store >judged.json
	must 'status of the edited one' "${PIPESTATUS[1]}" 1
	check record.equals-signed | indent
	must 'the verdict' "$(jq -r .verify.verdict judged.json)" refused
}

# A firm's list as it comes: in an old font, the zeros eaten, a name without
# marks, somebody twice; and what the office has.
lists() {
	title '9. Two lists of people: a firm, and the extract of the office'
	iconv -f UTF-8 -t TCVN5712-1 >nhan-vien.csv <<-'EOT'
		STT;Họ và tên;Ngày sinh;Số CCCD;Giới tính;Địa chỉ
		1;Nguyễn Văn Mẫu;01/02/1999;1099000001;Nam;Phường Phúc Xá, Quận Ba Đình, Hà Nội
		2;Trần Thị Mẫu;01/02/1999;001199000002;Nữ;Phường Cống Vị, Quận Ba Đình, Hà Nội
		3;Lê Đức Thử;05/06/1988;1088000003;Nam;Phường Trúc Bạch, Quận Ba Đình, Hà Nội
		4;Phạm Thị Giả;07/08/1970;012345679;Nữ;Phường Trúc Bạch, Quận Ba Đình, Hà Nội
		5;Trần Thị Mẫu;01/02/1999;001199000002;Nữ;Phường Cống Vị, Quận Ba Đình, Hà Nội
	EOT
	cat >trich-luc.csv <<-'EOT'
		Số định danh,Họ tên,Ngày sinh,Giới tính,Địa chỉ
		001099000001,NGUYỄN VĂN MẪU,01/02/1999,Nam,"Phường Hồng Hà, Hà Nội"
		001199000002,Trần Thị Mẫu,02/01/1999,Nữ,"Phường Cống Vị, Quận Ba Đình, Hà Nội"
		001088000003,Lê Đúc Thử,05/06/1988,Nam,"Phường Trúc Bạch, Quận Ba Đình, Hà Nội"
		001170000004,Phạm Thị Giả,07/08/1970,Nữ,"Phường Trúc Bạch, Quận Ba Đình, Hà Nội"
	EOT
	say 'the firm: TCVN3, semicolons, numbers that a spreadsheet spoilt'
	head -c 75 nhan-vien.csv | LC_ALL=C sed 's/[^ -~]/?/g' | head -1 | indent
	typed 'rostercat nhan-vien.csv | head -1'
	rostercat nhan-vien.csv 2>said >rows
	must 'status of rostercat' $? 0
	head -1 rows | jq -c 'del(.other, .residence)' | indent
	must 'the name' "$(head -1 rows | jq -r .name)" 'Nguyễn Văn Mẫu'
	typed 'rosterlint --table nhan-vien.csv'
	rosterlint --table nhan-vien.csv 2>said | indent
	must 'status of rosterlint' "${PIPESTATUS[0]}" 1
	typed 'rosterdiff nhan-vien.csv trich-luc.csv --html lech.html'
	rosterdiff nhan-vien.csv trich-luc.csv --html lech.html >items 2>said
	must 'status of rosterdiff' $? 1
	jq -r '"\(.class): \([.cells[]? | "\(.column): \(.left) -> " +
	    "\(.right) (\(.cause))"] | join("; "))"' items | indent
	grep 'rows:' said | indent
	must 'the classes' "$(jq -r .class items | sort | uniq -c | xargs)" \
	    '1 changed 1 duplicate-left 2 key-repaired 1 match'
	cp lech.html "$show/lech.html"
	say "the page for the desk: $show/lech.html"
}

start=$SECONDS
portal_start || exit 2
settings
picture
read_card
verify
file_notice
outage
status
chip
genuine
lists
if [ $bad -ne 0 ]; then
	title 'The demo did not show what it should: see WRONG above.'
	exit 1
fi
title "All as it should be, in $((SECONDS - start)) s. The pictures: $show"
