# SPDX-License-Identifier: ISC
# shellcheck shell=bash
# For tests that need the portal double; source it after tests/lib.sh.
# Double: portal_start [OPTION ...], then $URL, $CA, $PORTAL (its folder).
PORTAL=$T/portal
portal_start() {
	local line
	mkdir -p "$PORTAL"
	line=$(portal --dir "$PORTAL" --life 600 "$@") || return 2
	PORT=${line%% *} CA=${line#* }
	URL=https://127.0.0.1:$PORT
	soon test -s "$PORTAL/pid"
}
portal_stop() {
	[ -s "$PORTAL/pid" ] && kill "$(cat "$PORTAL/pid")" 2>/dev/null
	rm -f "$PORTAL/pid"
}
cleanups+=(portal_stop)

# control KEY=VALUE ...: the switches, all others back to normal.
control() {
	local kv
	for kv in "$@"; do printf '%s = %s\n' "${kv%%=*}" "${kv#*=}"; done \
		>"$PORTAL/control.new"
	mv "$PORTAL/control.new" "$PORTAL/control"
}
# The day of Vietnam, N days from now.
vn_day() { TZ=Asia/Ho_Chi_Minh date -d "${1:-0} days" +%F; }
# filed FACILITY [DOCUMENT]: how often the ledger has it.
filed() {
	[ -e "$PORTAL/ledger" ] || { echo 0; return; }
	awk -F'\t' -v f="$1" -v d="${2-}" \
	    '$1 == f && (d == "" || $3 == d) { n++ } END { print n + 0 }' \
	    "$PORTAL/ledger"
}

# facility NAME [URL]: settings and credentials of an account of the double.
facility() {
	mkdir -p "$T/f/$1"
	cat >"$T/f/$1/settings" <<-EOS
	portal_url = ${2:-$URL}
	portal_ca = $CA
	portal_timeout = 3
	credentials = $T/f/$1/credentials
	EOS
	cat >"$T/f/$1/credentials" <<-EOS
	username = $1
	password = mat-khau-thu
	token_client = khach-1
	token_secret = bi-mat-1
	session_client = khach-2
	session_secret = bi-mat-2
	EOS
	chmod 600 "$T/f/$1/"*
}
# notify FACILITY ARG ...: its lt-notify, with an outbox of its own.
notify() {
	local f=$1
	shift
	lt-notify --config "$T/f/$f/settings" --state "$T/f/$f/state" "$@"
}
# guests N [FIRST]: so many invented people, as cards give them.
guests() {
	local i
	for ((i = ${2:-1}; i < ${2:-1} + $1; i++)); do
		printf '{"id":"0010990%05d","name":"Nguyễn Văn Mẫu",' "$i"
		printf '"dob":"1999-01-01","sex":"M","source":"qr"}\n'
	done
}
