# shellcheck shell=bash
# Made by completions/generate.sh from lt-status --option-table.
_lt_status()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	[[ $cur != = ]] || cur=
	[[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD - 2]}
	case $prev in
	--at)
		return ;;
	--state)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return ;;
	--config)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '--overdue --at --state --json --table --config --help -h --version' -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -o filenames -F _lt_status lt-status
