#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Writes the completions of bash, zsh and fish out of the tools' own option
# tables. Usage: generate.sh [DIR] (default: this folder); B is the build.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here}
build=${B:-build}
[ "${build#/}" != "$build" ] || build=$here/../$build
unset LANGUAGE
export LC_ALL=C

# The words that an argument may be, where it is one of a few.
words() {
	case "$1 $2" in
	'cccd-verify require') echo none plausible signed genuine-chip ;;
	'lt-notify basis') echo duty consent ;;
	esac
}

# file, dir, or nothing that could be listed
kind() {
	case $1 in
	FILE) echo file ;;
	DIR) echo dir ;;
	*) echo other ;;
	esac
}

bash_() {
	local t=$1 f all='' name letter arg cases='' opts w make
	f=_${t//-/_}
	while IFS=$'\037' read -r name letter arg _; do
		all+=" --$name${letter:+ -$letter}"
		[ -n "$arg" ] || continue
		opts="--$name${letter:+|-$letter}"
		w=$(words "$t" "$name")
		case ${w:+words}$(kind "$arg") in
		words*) make="-W '$w'" ;;
		file) make=-f ;;
		dir) make=-d ;;
		*) make= ;;
		esac
		cases+="	$opts)"$'\n'
		[ -z "$make" ] ||
			cases+="		mapfile -t COMPREPLY < <(compgen $make -- \"\$cur\")"$'\n'
		cases+=$'\t\treturn ;;\n'
	done
	cat <<E
# shellcheck shell=bash
# Made by completions/generate.sh from $t --option-table.
$f()
{
	local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	[[ \$cur != = ]] || cur=
	[[ \$prev != = ]] || prev=\${COMP_WORDS[COMP_CWORD - 2]}
	case \$prev in
${cases}	esac
	if [[ \$cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '${all# }' -- "\$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "\$cur")
	fi
}
complete -o filenames -F $f $t
E
}

# Brackets, colons and quotes mean something in a zsh specification.
zsh_text() {
	sed "s/'/'\\\\''/g; s/\[/\\\\[/g; s/\]/\\\\]/g; s/:/\\\\:/g" <<<"$1"
}

zsh_() {
	local t=$1 name letter arg help spec w
	printf '#compdef %s\n# Made by completions/generate.sh from %s %s.\n' \
	    "$t" "$t" --option-table
	printf '_arguments -s -S \\\n'
	while IFS=$'\037' read -r name letter arg help; do
		spec="[$(zsh_text "$help")]"
		if [ -n "$arg" ]; then
			w=$(words "$t" "$name")
			case ${w:+words}$(kind "$arg") in
			words*) spec+=":$arg:($w)" ;;
			file) spec+=":$arg:_files" ;;
			dir) spec+=":$arg:_files -/" ;;
			*) spec+=":$arg: " ;;
			esac
		fi
		if [ -n "$letter" ]; then
			printf "\t'(-%s --%s)'{-%s,--%s}'%s' \\\\\n" "$letter" \
			    "$name" "$letter" "$name" "$spec"
		else
			printf "\t'--%s%s' \\\\\n" "$name" "$spec"
		fi
	done
	printf "\t'*:file:_files'\n"
}

fish_() {
	local t=$1 name letter arg help line w
	echo "# Made by completions/generate.sh from $t --option-table."
	while IFS=$'\037' read -r name letter arg help; do
		line="complete -c $t -l $name"
		[ -z "$letter" ] || line+=" -s $letter"
		if [ -n "$arg" ]; then
			w=$(words "$t" "$name")
			case ${w:+words}$(kind "$arg") in
			words*) line+=" -x -a '$w'" ;;
			file) line+=' -r -F' ;;
			dir) line+=" -x -a '(__fish_complete_directories)'" ;;
			*) line+=' -x' ;;
			esac
		fi
		echo "$line -d '${help//\'/\\\'}'"
	done
}

mkdir -p "$out"
for c in "$here"/../cmd/*.c; do
	t=$(basename "$c" .c)
	# a tab as separator would swallow empty columns
	table=$("$build/bin/$t" --option-table | tr '\t' '\037')
	for shell in bash zsh fish; do
		case $shell in
		bash) f=$t.bash ;;
		zsh) f=_$t ;;
		fish) f=$t.fish ;;
		esac
		"${shell}_" "$t" <<<"$table" >"$out/$f"
	done
done
