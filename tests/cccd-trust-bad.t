#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-trust: lists, directories, and what can be wrong with a store; changes
# that are cut off, crowded, or have no room.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/trust.sh"

authority csca '/C=VN/O=Mau/CN=CSCA Mau'
authority a '/C=XA/O=A/CN=CSCA A'
authority b '/C=XB/O=B/CN=CSCA B'
signer lists '/C=VN/O=Mau/CN=List Signer' csca \
	'extendedKeyUsage=critical,2.23.136.1.1.3'
signer b_lists '/C=XB/O=B/CN=List Signer' b \
	'extendedKeyUsage=critical,2.23.136.1.1.3'
signer dsc '/C=VN/O=Mau/CN=Signer 1' csca
master_list ml lists csca.der a.der b.der
master_list b_ml b_lists b.der
master_list no_eku dsc a.der
csca=$(sha csca.der) ml=$(sha ml.der)
anchor=$(printf 's/anchors/vn-csca-mau-%.8s.pem' "$csca")
trust() { cccd-trust --trust "$T/s" "$@"; }
kinds() { jq -r .kind out | sort | uniq -c | awk '{ print $1, $2 }' | xargs; }

# a master list is an anchor of many: it has to be named, and believed
exits 1 'a list without --anchor' trust --add ml.der
has 'a list without --anchor: why' err "(SHA-256 $ml): makes anchors of what it lists: say so with --anchor and its SHA-256"
exits 1 'a list whose signer nobody knows' trust --add --anchor "$ml" ml.der
has 'a list whose signer nobody knows: why' err 'the list is not believed: add the anchor of its signer first'
is 'no store was made' "$(ls -d s 2>/dev/null)" ''
exits 0 'its anchor' trust --add --anchor "$csca" csca.pem
exits 0 'then the list' trust --add --anchor "$ml" ml.der
is 'the list: what it is' "$(jq -r .title out)" "master list of VN, 3 certificates, signed $(TZ=Asia/Ho_Chi_Minh date +%Y-%m-%d)"
file=$(jq -r .file out)
exits 0 'three anchors' trust
is 'three anchors' "$(kinds)" '3 anchor'
is 'an entry says where it is from' "$(jq -r 'select(.sha256=="'"$(sha b.der)"'") | .origin | sub(".pem:4, entry [1-3]$"; "")' out)" "${file%.pem}"
exits 1 'a list of a signer of documents' trust --add --anchor "$(sha no_eku.der)" no_eku.der
has 'a list of a signer of documents: why' err 'the list is not believed: its signer is no signer of master lists'

# one list brings the anchor of the next; together they wait for the first
mkdir two
cp ml.der b_ml.der two
exits 1 'two lists and no anchor' cccd-trust --trust two
same_err 'two lists and no anchor' <<'END'
cccd-trust: two/b_ml.der: the list is not believed: add the anchor of its signer first
cccd-trust: two/ml.der: the list is not believed: add the anchor of its signer first
cccd-trust: nobody is believed here: cccd-trust --how says what to do
END
exits 0 'two lists and one anchor' cccd-trust --trust two --trust csca.der --table
is 'two lists and one anchor: both' "$(tail -1 out)" 'master lists believed: 2'
head -c 900 ml.der >half
exits 2 'half a list' trust --add --anchor "$ml" half
cp ml.der two
printf '\377' | dd of=two/ml.der bs=1 seek=$(($(stat -c %s ml.der) - 5)) conv=notrunc 2>/dev/null
exits 0 'a list with a wrong signature' cccd-trust --trust two --trust csca.der
has 'a list with a wrong signature: said' err 'two/ml.der: the list is not believed: its signature is wrong'
is 'a list with a wrong signature: nothing of it' "$(kinds)" '1 anchor'

# one entry of a list is believed no more; then the list
exits 0 'an entry removed' trust --remove "$(sha b.der)"
is 'an entry removed: done' "$(jq -r .done out)" distrusted
exits 0 'two anchors' trust
is 'two anchors' "$(kinds)" '2 anchor 1 distrusted'
exits 0 'the list removed' trust --remove "${ml:0:8}"
is 'the list removed: gone' "$(ls "$file" 2>/dev/null)" ''
same_err 'the list removed: what it means' <<<'cccd-trust: the authorities that only this list named are no anchors any more'

# the directory: signers, CRLs and lists in one text, in which nothing is an
# anchor
crl crl csca 1
{ printf 'version: 1\n\ndn: o=dsc,c=VN,dc=data\n'
  ldif 'userCertificate;binary' dsc.der
  printf '\ndn: o=crl,c=VN,dc=data\n'
  ldif 'certificateRevocationList;binary' crl.der
  printf '\ndn: o=ml,c=VN,dc=data\npkdVersion: 1\n'
  ldif pkdMasterListContent ml.der; } >directory-7.ldif
exits 0 'the directory' trust --add directory-7.ldif
is 'the directory: as it is' "$(cmp directory-7.ldif s/known/directory-7.ldif && jq -r .kind out)" directory
exits 0 'what it brings' trust
is 'what it brings' "$(kinds)" '1 anchor 1 crl 1 distrusted 2 known'

# what lies in a store
touch s/README s/anchors/.hidden s/anchors/old.pem~ s/anchors/x.bak 's/#x#'
mkdir s/anchors/inside s/drafts s/crls
cp a.pem s/beside.pem
cp dsc.pem s/anchors/signer.pem
cp dsc.pem s/crls
: >s/known/empty
exits 0 'strange files' trust
same_err 'strange files' <<END
cccd-trust: $T/s/anchors/inside: a folder inside: not looked into
cccd-trust: $T/s/beside.pem: lies beside anchors, known, crls and stations: not taken
cccd-trust: $T/s/drafts: a folder inside: not looked into
cccd-trust: $T/s/anchors/signer.pem:1: no authority: it may stand in a path, and is no anchor
cccd-trust: $T/s/crls/dsc.pem:1: does not belong in this folder of the store: not taken
cccd-trust: $T/s/known/empty: there is nothing in it
END
rm -r s/README s/anchors/.hidden s/anchors/old.pem~ s/anchors/x.bak 's/#x#' \
	s/anchors/inside s/drafts s/beside.pem s/anchors/signer.pem s/crls s/known/empty
echo 'ls: no' >s/known/text.pem
ln -s nowhere s/known/link.pem
{ echo before; head -3 a.pem; } >s/known/cut.pem
exits 2 'damaged files' trust
same_err 'damaged files' <<END
cccd-trust: $T/s/known/link.pem: is not there
cccd-trust: $T/s/known/cut.pem:2: is damaged
cccd-trust: $T/s/known/text.pem: neither PEM, DER, LDIF nor a station's line
END
is 'damaged files: the others count' "$(kinds)" '1 anchor 1 crl 1 distrusted 2 known'
rm s/known/*.pem
ln -s ../../lists.pem s/known/link.pem
exits 0 'a link that leads somewhere' trust
is 'a link that leads somewhere' "$(kinds)" '1 anchor 1 crl 1 distrusted 3 known'
rm s/known/link.pem
cp s/distrusted kept
echo 'not a fingerprint' >>s/distrusted
exits 2 'what is distrusted cannot be read' trust
same_out 'what is distrusted cannot be read' </dev/null
same_err 'what is distrusted cannot be read' <<<"cccd-trust: $T/s/distrusted:3: is no SHA-256: nothing is believed before this line is right"
cp kept s/distrusted

# whoever may write there decides
for what in s s/anchors "$anchor" s/distrusted; do
	mode=$(stat -c %a "$what")
	for m in g+w o+w; do
		chmod "$m" "$what"
		exits 2 "$what $m" trust
		same_err "$what $m" <<<"cccd-trust: $T/$what: refused, for others may write it: make it root's or your own, and chmod go-w"
		chmod "$mode" "$what"
	done
done
if [ "$(id -u)" -eq 0 ]; then
	chown 65534 "$anchor"
	exits 2 "a stranger's file" trust
	chown 0 "$anchor"
	chmod 755 "$T"
	exits 2 'not to be changed' as_user cccd-trust --trust "$T/s" --add a.pem --anchor "$(sha a.der)"
	has 'not to be changed: advice' err 'may not be changed: it has to be yours alone (chmod go-w), or call this as root'
fi
mkdir plain
cp a.pem plain
exits 2 'no store' cccd-trust --trust plain --add csca.pem --anchor "$csca"
same_err 'no store' <<'END'
cccd-trust: plain: no trust store: name a folder with anchors, known, crls or stations in it, or an empty one
END
exits 2 'a file as a store' cccd-trust --trust a.pem --add csca.pem --anchor "$csca"
is 'the folder is what it was' "$(ls plain)" a.pem
exits 0 'a folder of certificates' cccd-trust --trust plain
is 'a folder of certificates' "$(kinds)" '1 anchor'

# no room: nothing half-written, and what was there stays
store_sum() { find s -type f -exec sha256sum {} + | sort; }
before=$(store_sum)
no_room() {	# what is said goes through a pipe, which has room
	(ulimit -f 0; exec cccd-trust --trust "$T/s" "$@" 2>&1 >/dev/null) |
	    cat >&2
	return "${PIPESTATUS[0]}"
}
exits 2 'no room' no_room --add --anchor "$(sha a.der)" a.pem
has 'no room: said' err 'the disk is full'
is 'no room: all is what it was' "$(store_sum)" "$before"
exits 2 'no room to remove' no_room --remove "$csca"
is 'no room to remove: all is what it was' "$(store_sum)" "$before"
mkdir tiny
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=8k,mode=700 tmpfs tiny 2>/dev/null; then
	mkdir tiny/anchors
	head -c 8000 /dev/zero >tiny/anchors/README 2>/dev/null
	exits 2 'a full disk' cccd-trust --trust tiny --add --anchor "$csca" csca.pem
	has 'a full disk: said' err 'the disk is full'
	is 'a full disk: nothing half-written' "$(ls -A tiny/anchors)" README
	umount tiny
else
	skip 'a full disk' 'no right to mount a small one'
fi

# many at once: nobody's line is lost
for i in 1 2 3 4 5 6 7 8; do
	key=$(printf '%064d' "$i")
	echo "cccd-station $key $i" >"station$i"
	python3 -c "import hashlib;print(hashlib.sha256(bytes.fromhex('$key')).hexdigest())"
done >ids
for i in 1 2 3 4 5 6 7 8; do trust --add "station$i" >/dev/null & done
wait
is 'eight add at once' "$(trust | jq -r 'select(.kind=="station").sha256' | sort | xargs)" "$(sort ids | xargs)"
while read -r id; do trust --remove "$id" >/dev/null 2>&1 & done <ids
wait
is 'eight remove at once' "$(tail -n +3 s/distrusted | cut -c1-64 | sort | xargs)" "$(sort ids | xargs)"
is 'no file is left over' "$(find s -name '.cccd*'; find s/stations -type f)" ''

# what is read is looked at behind a fence: nothing is opened any more
cccd-qr --version >version
if grep -q 'seccomp yes' version && strace -o trace -e trace=seccomp,openat \
    cccd-trust --trust s --explain dsc.pem >/dev/null; then
	sed -n '/SECCOMP_SET_MODE_FILTER/,$p' trace >behind
	[ -s behind ]
	ok $? 'there is a fence'
	is 'nothing is opened behind it' "$(grep -c 'openat.*) = [0-9]' behind)" 0
else
	skip 'the fence' "$(tail -n 1 version)"
fi

# killed at every step: the old or the new, never anything between
if ! strace -o /dev/null -e trace=none true 2>/dev/null; then
	skip 'killed' 'strace may not trace here'
	done_testing
fi
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
calls=mkdir,mkdirat,flock,write,fchmod,fsync,renameat,unlinkat
ask=(--add --anchor "$(sha a.der)" a.pem)
walk() {	# walk NAME COMMAND ...: $state says what a store is
	local name=$1 call n states='' ends=0
	shift
	rm -rf w
	cp -r base w
	strace -qq -e trace=$calls -o trace "$@" >/dev/null 2>&1
	sed -n 's/^\([a-z0-9_]*\)(.*/\1/p' trace | sort | uniq -c >counts
	while read -r n call; do
		while [ "$n" -gt 0 ]; do
			rm -rf w
			cp -r base w
			{ strace -qq -o /dev/null -e \
			    "inject=$call:signal=KILL:when=$n" "$@" \
			    >/dev/null; } 2>/dev/null
			states+="$(state) "
			# whoever comes next finishes it
			"$@" >/dev/null 2>&1
			[ "$(state)" = new ] && ends=$((ends + 1))
			n=$((n - 1))
		done
	done <counts
	is "$name: old or new" "$(tr ' ' '\n' <<<"$states" | sort -u | xargs)" 'new old'
	is "$name: a second try ends it" "$ends" "$(awk '{ n += $1 } END { print n }' counts)"
}
rm -rf base && mkdir -p base/anchors && cp csca.pem base/anchors
state() {
	cccd-trust --trust w 2>&1 | jq -r .sha256 2>&1 | sort | xargs |
	    sed "s/^$(printf '%s\n' "$csca" "$(sha a.der)" | sort | xargs)\$/new/; s/^$csca\$/old/"
}
walk 'killed while adding' cccd-trust --trust w "${ask[@]}"
state() {
	local got
	got=$(cccd-trust --trust w --json 2>/dev/null | jq -r .kind | xargs)
	case $got in
	anchor) echo old ;;
	distrusted) echo new ;;
	*) echo "$got" ;;
	esac
}
walk 'killed while removing' cccd-trust --trust w --remove "$csca"

# the Dutch list, as published
if [ -n "${CCCD_DATA-}" ] && [ -d "$CCCD_DATA/emrtd/masterlists" ]; then
	cp "$CCCD_DATA"/emrtd/masterlists/NL* .
	chmod 644 NL*
	exits 0 'the Dutch list with its root' cccd-trust --trust NL_ROOT_CA.cer --trust NL_ML_2026-07-22.ml
	is 'the Dutch list: 411' "$(kinds)" '411 anchor'
	exits 1 'the Dutch list without' cccd-trust --trust NL_ML_2026-07-22.ml
	is 'without its root nothing' "$(wc -c <out)" 0
else
	skip 'the Dutch list' 'CCCD_DATA names no folder with it'
fi

done_testing
