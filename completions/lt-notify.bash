# shellcheck shell=bash
# Made by completions/generate.sh from lt-notify --option-table.
_lt_notify()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	[[ $cur != = ]] || cur=
	[[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD - 2]}
	case $prev in
	--room|-r)
		return ;;
	--nights|-n)
		return ;;
	--reason)
		return ;;
	--reason-text)
		return ;;
	--phone)
		return ;;
	--arrive)
		return ;;
	--leave)
		return ;;
	--permitted-until)
		return ;;
	--note)
		return ;;
	--basis)
		mapfile -t COMPREPLY < <(compgen -W 'duty consent' -- "$cur")
		return ;;
	--state)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return ;;
	--config)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '--room -r --nights -n --reason --reason-text --phone --arrive --leave --permitted-until --note --basis --file-anyway --correct --queue-only --flush --dry-run --manual --settled --state --config --strict --help -h --version' -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -o filenames -F _lt_notify lt-notify
