#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The completions load in their shells and offer what the option table has.
. "$(dirname "$0")/lib.sh"
tools=$(cd "$ROOT/cmd" && ls | sed -n 's/\.c$//p')
options() { "$1" --option-table | cut -f1 | sed 's/^/--/' | sort; }

# What bash offers for the words of a line, the last one incomplete.
in_bash() {
	bash -c '
	. "$1"
	shift
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	f=$(complete -p "$1" | sed "s/.*-F \([^ ]*\) .*/\1/")
	"$f" "$1"
	printf "%s\n" "${COMPREPLY[@]}"' bash "$ROOT/completions/$1.bash" "$@" |
	    sort
}
for t in $tools; do
	is "bash: $t" "$(in_bash "$t" --)" "$(options "$t")"
done
touch some.csv
is 'bash: files' "$(in_bash cccd-verify --roster some)" some.csv
is 'bash: words' "$(in_bash cccd-verify --require = s)" signed
is 'bash: nothing for a number' "$(in_bash lt-notify -n '' | xargs)" ''

if command -v zsh >/dev/null; then
	for t in $tools; do
		exits 0 "zsh: $t" zsh -f -c '
		fpath=("$1" $fpath)
		autoload -Uz compinit && compinit -u -D
		[[ $_comps[$2] == _$2 ]] || exit 1
		autoload +X _$2' zsh "$ROOT/completions" "$t"
		is "zsh: $t: nothing on standard error" "$(cat err)" ''
		is "zsh: $t: its options" "$(sed -n \
		    "s/^	'--\([a-z-]*\)\[.*/--\1/p; s/.*,--\([a-z-]*\)}.*/--\1/p" \
		    "$ROOT/completions/_$t" | sort)" "$(options "$t")"
	done
else
	skip zsh 'zsh is not here'
fi

if command -v fish >/dev/null; then
	for t in $tools; do
		# fish knows -h, --help of everything; ours has the same words
		is "fish: $t" "$(fish --no-config -c "
		source '$ROOT/completions/$t.fish'
		complete -C '$t --'" 2>&1 | cut -f1 | sort -u)" "$(options "$t")"
	done
	is 'fish: words' "$(fish --no-config -c "
	source '$ROOT/completions/lt-notify.fish'
	complete -C 'lt-notify --basis '" | cut -f1 | sort | xargs)" \
	    'consent duty'
else
	skip fish 'fish is not here'
fi

done_testing
