# shellcheck shell=bash
# Made by completions/generate.sh from rostercat --option-table.
_rostercat()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	[[ $cur != = ]] || cur=
	[[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD - 2]}
	case $prev in
	--map)
		return ;;
	--charset)
		return ;;
	--separator)
		return ;;
	--sheet)
		return ;;
	--date-order)
		return ;;
	--jobs|-j)
		return ;;
	--summary)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--config)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '--map --charset --separator --no-header --sheet --date-order --csv --rejects --plan --jobs -j --worker --summary --hadoop --strict --config --help -h --version' -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -o filenames -F _rostercat rostercat
