#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Profiles of the card in software (all of them in make soak), read through real pcscd on twelve
# readers: the files come octet by octet as issued, the person is the one of
# the printed code, the record is as the schema has it, and its proofs hold when
# they are worked out a second time without our code (tests/evidence.py).
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"
readers_needed 'chips and their evidence'
python=/usr/bin/python3
for m in Cryptodome jsonschema; do
	"$python" -c "import $m" 2>/dev/null || {
		skip 'chips and their evidence' "Python's $m is not here"
		done_testing
	}
done
N=12 LETTERS=ABCDEFGHIJKL
readers_start $N || { ok 1 'card readers'; done_testing; }
exits 0 'the station' cccd-read --list
PUBLIC=$(jq -r '.station.public // empty' out)
card --payload --pki pki --dump any >/dev/null	# the authority is there now

# proofs PROFILE: those that must hold.
proofs() {
	case $1 in
	bac-only) echo 'seal signed' ;;
	cam*) echo 'seal bound aa ca cam signed' ;;
	no-ca) echo 'seal bound aa signed' ;;
	no-aa | short) echo 'seal ca signed' ;;
	*) echo 'seal bound aa ca signed' ;;
	esac
}
# left PROFILE: files of the card that are not in the record, and why.
left() {
	[ "$1" != hidden ] || echo 'CardAccess protected'
	[ ! -e "$1/CardSecurity.bin" ] || [[ $1 = cam* ]] ||
		echo 'CardSecurity not-needed'
	[ ! -e "$1/DG3.bin" ] || echo 'DG3 protected'
}
# code RECORD: what the printed code says of the person, out of the record.
code() {
	jq -r 'def day: if . == null then "" else split("-") | reverse | add end;
	    [.id, .old_id // "", .name, (.dob | day),
	    {M: "Nam", F: "Nữ"}[.sex], .residence, (.issued | day)] |
	    join("|")' "$1"
}

# looked PROFILE LETTER
looked() {
	local p=$1 f
	exits 0 "$p: is read" timeout 60 cccd-read --mrz "$p/zone" \
	    --reader "Virtual $2"
	mv out "$p/record"
	for f in "$p"/*.bin; do
		f=${f##*/} f=${f%.bin}
		if [ -n "$(jq -r ".chip.files.$f // empty" "$p/record")" ]; then
			jq -r ".chip.files.$f" "$p/record" | base64 -d |
			    cmp -s - "$p/$f.bin" || echo "$f differs"
		else
			echo "$f $(jq -r ".chip.absent.$f" "$p/record")"
		fi
	done >odd
	is "$p: its files as issued" "$(cat odd)" "$(left "$p")"
	[ "$p" = passport ] ||
		is "$p: the person" "$(code "$p/record")" "$(cut -d'|' -f1-7 \
		    "$p/payload")"
	is "$p: its proofs" "$("$python" "$ROOT/tests/evidence.py" "$PUBLIC" \
	    "$p/csca.pem" <"$p/record" 2>&1 | tail -n 1)" "$(proofs "$p")"
}

profiles=(2021 2024 child forever short sparse long shuffled hidden bac
    bac-only mrz im cam cam-standard dh 3des ca-keyid no-aa aa-sha256 aa-ecdsa
    passport big eof-6b00)
[ -z "${EVERY-}" ] || mapfile -t profiles < <(card --list | cut -d' ' -f1)
for ((i = 0; i < ${#profiles[@]}; i += N)); do
	for ((j = 0; j < N && i + j < ${#profiles[@]}; j++)); do
		p=${profiles[i + j]}
		mkdir "$p"
		card --profile "$p" --mrz >"$p/zone"
		card --profile "$p" --payload >"$p/payload"
		card_start "$j" --profile "$p" --pki pki --dump "$p"
	done
	for ((j = 0; j < N && i + j < ${#profiles[@]}; j++)); do
		looked "${profiles[i + j]}" ${LETTERS:j:1}
	done
	card_take
done
cat ./*/record >records
is 'all were read' "$(wc -l <records)" ${#profiles[@]}
exits 0 'all are as the schema has them' "$python" "$ROOT/tests/schema.py" \
    "$ROOT/share/cccd-record.schema.json" <records

# A record that was changed afterwards proves nothing any more.
changed() {
	jq -c "$2" 2021/record >forged
	is "$1: $3 fails" "$("$python" "$ROOT/tests/evidence.py" "$PUBLIC" \
	    2021/csca.pem <forged 2>&1 | sed -n 's/.*in \(check_[a-z]*\)$/\1/p')" \
	    "check_$3"
}
changed 'another reader' '.chip.reader = "x"' seal
changed 'another time' '.chip.read_at = "2026-01-01T00:00:00+07:00" |
    del(.chip.seal)' bound
changed 'a file less' 'del(.chip.files.DG13)' seal
changed 'another face' '.chip.files.DG2 = .chip.files.DG1 | del(.chip.seal)' \
    signed
changed 'another key of the terminal' '.chip.ca.sk_ifd = .chip.ca.resp |
    del(.chip.seal)' ca
changed 'another challenge' '.chip.aa.rnd = "0011223344556677" |
    del(.chip.seal)' bound
changed 'another answer' '.chip.aa.sig = "\(.chip.aa.sig[0:8])AAAA\(
    .chip.aa.sig[12:])" | del(.chip.seal)' aa
done_testing
