# SPDX-License-Identifier: ISC
# For tests that need the portal double; source it after tests/lib.sh.
# Double: portal_start [OPTION ...], then $URL, $CA, $PORTAL (its folder).
PORTAL=$T/portal
portal_start() {
	local line
	mkdir -p "$PORTAL"
	line=$(portal --dir "$PORTAL" --life 600 "$@") || return 2
	PORT=${line%% *} CA=${line#* }
	URL=https://127.0.0.1:$PORT
	while [ ! -s "$PORTAL/pid" ]; do sleep 0.01; done
}
portal_stop() {
	[ -s "$PORTAL/pid" ] && kill "$(cat "$PORTAL/pid")" 2>/dev/null
	rm -f "$PORTAL/pid"
}
cleanup() { portal_stop; }

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
