#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# GNU parallel deals the tasks out to two machines over ssh; both are this one.
. "$(dirname "$0")/../lib.sh"
. "$ROOT/tests/engine/common.sh"
PATH=$PATH:/usr/sbin

for tool in parallel ssh sshd ssh-keygen; do
	command -v $tool >/dev/null || {
		skip 'GNU parallel over ssh' "no $tool (parallel, openssh-server)"
		done_testing
	}
done
is 'the pieces differ somehow' "$(wc -l <whole) $(cut -d'"' -f4 whole |
    sort -u | xargs)" '3061 added changed duplicate-left duplicate-right key-repaired look match removed same'

made=
if [ "$(id -u)" -eq 0 ] && [ ! -d /run/sshd ]; then
	mkdir /run/sshd && made=1	# sshd wants an empty folder there
fi
cleanup() {
	local f
	for f in "$T"/ssh/*.pid; do
		[ -e "$f" ] && kill "$(cat "$f")"
	done
	[ -z "$made" ] || rmdir /run/sshd
}
mkdir ssh
ssh-keygen -q -t ed25519 -N '' -f ssh/host
ssh-keygen -q -t ed25519 -N '' -f ssh/id
cp ssh/id.pub ssh/keys
o="-i $T/ssh/id -o StrictHostKeyChecking=no -o LogLevel=ERROR"
o="$o -o UserKnownHostsFile=$T/ssh/known -o BatchMode=yes -F none"
hosts=()
for ((try = 0; ${#hosts[@]} < 4 && try < 20; try++)); do
	port=$((20000 + RANDOM % 20000))
	printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' \
	    "HostKey $T/ssh/host" "AuthorizedKeysFile $T/ssh/keys" \
	    "PidFile $T/ssh/$port.pid" 'PasswordAuthentication no' \
	    'PermitRootLogin prohibit-password' 'StrictModes no' \
	    'UsePAM no' >ssh/conf.$port
	"$(command -v sshd)" -f "$T/ssh/conf.$port" 2>>ssh/log || continue
	for _ in {1..50}; do
		# shellcheck disable=SC2086
		ssh $o -p $port "$(id -un)@127.0.0.1" true 2>>ssh/log &&
			break
		sleep 0.1
	done && hosts+=(-S "1/ssh $o -p $port $(id -un)@127.0.0.1")
done
# shellcheck disable=SC2086
ssh $o -p "$port" "$(id -un)@127.0.0.1" true 2>>ssh/log || {
	skip 'GNU parallel over ssh' "nobody can log in here: $(tail -1 ssh/log)"
	done_testing
}

exits 0 'the tasks' parallel --will-cite "${hosts[@]}" --retries 3 \
    --joblog log "$T/task {}" ::: $(seq 0 $PARTS)
is 'on both' "$(tail -n +2 log | cut -f2 | sort -u | wc -l)" 2
exits 0 'the last' ./last
all_there 'GNU parallel'

# Lines of the tagged form, dealt out by parallel itself by their key, which it
# hashes its own way.
deal() {
	cat cut/* | parallel --will-cite --pipe --colsep '\t' --shard 1 -j 3 \
	    rosterdiff --tagged --worker --all --weights weights \
	    --emit-left-over 'left.000{#}' --summary 'sum.000{#}.json' >told.all
}
exits 0 'parallel deals' deal
exits 0 'the last again' ./last
mkdir killed	# here parallel has no task to kill
for i in 0 1 2 2 3 4 5 6; do echo "$i x"; done >tries
all_there 'dealt out'
done_testing
