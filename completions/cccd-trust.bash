# shellcheck shell=bash
# Made by completions/generate.sh from cccd-trust --option-table.
_cccd_trust()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	[[ $cur != = ]] || cur=
	[[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD - 2]}
	case $prev in
	--anchor)
		return ;;
	--remove)
		return ;;
	--trust)
		return ;;
	--at)
		return ;;
	--config)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '--list --add --anchor --remove --explain --how --trust --at --json --table --config --help -h --version' -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -o filenames -F _cccd_trust cccd-trust
