#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Every parser has a fuzz target, every target its seeds, and none of the seeds
# breaks it. `make fuzz` looks for new ones.
. "$(dirname "$0")/lib.sh"
cd "$ROOT" || exit 2

for f in tests/fuzz/fuzz_*.c; do
	t=${f##*/fuzz_}
	t=${t%.c}
	seeds=(tests/fuzz/corpus/"$t"/*)
	[ -e "${seeds[0]}" ]
	ok $? "$t: has seeds"
	exits 0 "$t: the seeds" "fuzz_$t" "${seeds[@]}"
	# nothing, and the halves of what is good
	cut=()
	for s in "${seeds[@]}"; do
		head -c "$(($(stat -c %s "$s") / 2))" "$s" >"$T/${s##*/}.half"
		cut+=("$T/${s##*/}.half")
	done
	: >"$T/nothing"
	exits 0 "$t: nothing, and halves" "fuzz_$t" "$T/nothing" "${cut[@]}"
	n=$(wc -l <"$f")
	is "$t: at most 50 lines" "$((n <= 50))" 1
done

done_testing
