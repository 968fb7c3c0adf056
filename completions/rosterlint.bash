# shellcheck shell=bash
# Made by completions/generate.sh from rosterlint --option-table.
_rosterlint()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	[[ $cur != = ]] || cur=
	[[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD - 2]}
	case $prev in
	--unit)
		return ;;
	--expect)
		return ;;
	--at)
		return ;;
	--only)
		return ;;
	--ignore)
		return ;;
	--need)
		return ;;
	--examples)
		return ;;
	--html)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--html-rows)
		return ;;
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
		mapfile -t COMPREPLY < <(compgen -W '--unit --expect --at --only --ignore --need --examples --all --html --html-rows --json --table --sum --list-findings --map --charset --separator --no-header --sheet --date-order --jobs -j --worker --summary --hadoop --strict --config --help -h --version' -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -o filenames -F _rosterlint rosterlint
