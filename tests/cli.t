#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# What every tool does alike: help, version, usage mistakes, settings, and an
# end that does not call a full disk a success.
. "$(dirname "$0")/lib.sh"

tools=$(cd "$BUILD/bin" && ls)
for t in $tools; do
	exits 0 "$t --help" "$t" --help
	has "$t --help: the synopsis" out "usage: $t [option ...]"
	has "$t --help: the manual" out "man $t"
	exits 0 "$t --version" "$t" --version
	has "$t --version: the name" out "$t (cccd-tools)"
	exits 2 "$t --no-such-thing" "$t" --no-such-thing
	is "$t: nothing on standard output" "$(cat out)" ""
	is "$t: names the option" "$(head -1 err)" \
	    "$t: --no-such-thing: no such option"
	has "$t: and the synopsis" err "usage: $t"

	exits 2 "$t --help on a full disk" sh -c "$t --help >/dev/full"

	printf 'language = vi\nnonsense\n' >bad-settings
	exits 2 "$t with bad settings" "$t" --config bad-settings --help
	has "$t: names the line" err "$t: bad-settings:2: "
	echo 'language = vi' >open-settings
	chmod 666 open-settings
	exits 2 "$t: settings that anybody may write" "$t" \
	    --config open-settings --help
	is "$t: says what to check" "$(cat err)" \
	    "$t: open-settings: may not be used: check its owner and mode"
	exits 2 "$t without its settings" "$t" --config gone --help
	has "$t: names the file" err "$t: gone: "
done

done_testing
